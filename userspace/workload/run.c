// SPDX-License-Identifier: GPL-2.0-only
/* Running one scenario: its directory, and the ways in which it can end. */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "workload.h"

static const struct scenario *current;
static pid_t owner;
static char dir[PATH_MAX];

/* The record of getdents64(2) */
struct entry {
	unsigned long long ino;
	long long off;
	unsigned short reclen;
	unsigned char type;
	char name[];
};

/*
 * Removes what is in the directory fd, and closes it.  A signal handler gets
 * here: no malloc(3), so no opendir(3).
 */
static void empty(int fd)
{
	char buf[4096] __attribute__((aligned(__alignof__(struct entry))));
	const struct entry *entry;
	long n, at;
	int sub;

	/* Removal may hide entries from a reader in mid-directory: start over. */
	while ((n = syscall(SYS_getdents64, fd, buf, sizeof(buf))) > 0) {
		bool removed = false;

		for (at = 0; at < n; at += entry->reclen) {
			entry = (const void *)(buf + at);
			if (!strcmp(entry->name, ".") || !strcmp(entry->name, ".."))
				continue;
			if (!unlinkat(fd, entry->name, 0)) {
				removed = true;
				continue;
			}
			sub = openat(fd, entry->name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
			if (sub >= 0)
				empty(sub);
			if (!unlinkat(fd, entry->name, AT_REMOVEDIR))
				removed = true;
		}
		if (removed)
			lseek(fd, 0, SEEK_SET);
	}
	close(fd);
}

/* Only in the process that made it: children of a scenario end here, too. */
static int dir_remove(void)
{
	int fd;

	if (!*dir || getpid() != owner)
		return 0;
	if (rmdir(dir)) {
		fd = open(dir, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
		if (fd >= 0)
			empty(fd);
		if (rmdir(dir))
			return -1;
	}
	*dir = 0;
	return 0;
}

static void dir_make(const char *name)
{
	const char *base = getenv("TMPDIR");
	char full[PATH_MAX];
	int n;

	if (!base || !*base)
		base = "/tmp";
	if (!realpath(base, full))
		fail("%s: %s", base, strerror(errno));
	n = snprintf(dir, sizeof(dir), "%s/ior-workload.%s.XXXXXX", full, name);
	if (n >= (int)sizeof(dir)) {
		*dir = 0;
		fail("%s: %s", base, strerror(ENAMETOOLONG));
	}
	if (!mkdtemp(dir)) {
		*dir = 0;
		fail("cannot make a directory in %s: %s", full, strerror(errno));
	}
}

char *path_in_dir(char path[PATH_MAX], const char *name)
{
	if (snprintf(path, PATH_MAX, "%s%s%s", dir, *name ? "/" : "", name) >= PATH_MAX)
		fail("%s/%s: %s", dir, name, strerror(ENAMETOOLONG));
	return path;
}

static void __attribute__((noreturn)) end(enum exit_status status)
{
	dir_remove();
	_exit(status);
}

/* One write(2) for the whole message, so that threads do not mix theirs. */
static void __attribute__((format(printf, 2, 0)))
complain(const char *verdict, const char *fmt, va_list ap)
{
	char text[1024];

	vsnprintf(text, sizeof(text), fmt, ap);
	dprintf(STDERR_FILENO, "ior-workload: %s%s%s%s\n", current ? current->name : "",
		current ? ": " : "", verdict, text);
}

void fail(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	complain("", fmt, ap);
	va_end(ap);
	end(EXIT_FAILED);
}

void skip(const char *fmt, ...)
{
	char text[512];
	va_list ap;

	if (current && current->needs) {
		snprintf(text, sizeof(text), "%s (needs %s)", fmt, current->needs);
		fmt = text;
	}
	va_start(ap, fmt);
	complain("skipped: ", fmt, ap);
	va_end(ap);
	end(EXIT_SKIPPED);
}

static void interrupted(int sig)
{
	dir_remove();
	signal(sig, SIG_DFL);
	raise(sig);
}

void scenario_interruptible(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction action = { .sa_handler = interrupted };
	struct sigaction before;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(signals); i++)
		if (!sigaction(signals[i], NULL, &before) && before.sa_handler != SIG_IGN)
			sigaction(signals[i], &action, NULL);
}

/*
 * The two chdir(2) tell where in a trace the scenario's own calls begin and
 * end, and keep what it might leave behind by mistake in its directory.
 */
void scenario_run(const struct scenario *scenario, void (*ready)(void))
{
	current = scenario;
	owner = getpid();
	dir_make(scenario->name);
	if (scenario->prepare)
		scenario->prepare();
	if (ready)
		ready();
	if (chdir(dir))
		fail("%s: %s", dir, strerror(errno));
	scenario->run();
	if (chdir("/"))
		fail("/: %s", strerror(errno));
	if (dir_remove())
		fail("cannot remove %s: %s", dir, strerror(errno));
	current = NULL;
}
