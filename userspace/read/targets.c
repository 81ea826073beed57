// SPDX-License-Identifier: GPL-2.0-only
/*
 * -p and --cgroup: which running processes are to be traced.
 *
 * Processes come and go while they are looked for.  The module follows the children
 * of those that were found; for others it is looked again until there is no new one.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "hints.h"
#include "targets.h"

#define ROUNDS		16	/* so often; who forks faster than that is followed anyhow */
#define CGROUPS		"/sys/fs/cgroup/"
#define DELETED		" (deleted)"

/* Does something with a process that was found.  Returns 0 to go on. */
typedef int visit_fn(void *arg, pid_t pid);

/* -------------------------------------------------------------- options -- */

static int add(struct options *opts, const struct target *target)
{
	struct target *all = reallocarray(opts->targets, opts->nr_targets + 1, sizeof(*all));

	if (!all)
		return fail("-p: out of memory");
	all[opts->nr_targets++] = *target;
	opts->targets = all;
	return 0;
}

/* A number, with or without a sign, is no name. */
static bool is_number(const char *text, size_t len)
{
	size_t sign = *text == '-' || *text == '+';

	return strspn(text + sign, "0123456789") >= len - sign;
}

int targets_add_list(struct options *opts, const char *list)
{
	const char *at = list;
	int err;

	for (;;) {
		struct target target = { .text = at, .len = strcspn(at, ",") };
		long pid;

		if (!target.len)
			return fail("-p %s: not a list of process ids or names (try -p 123,sshd)",
				    list);
		if (is_number(at, target.len)) {
			errno = 0;
			pid = strtol(at, NULL, 10);
			if (errno || pid <= 0 || pid != (pid_t)pid)
				return fail("-p %s: not a list of process ids (try -p 123,456)",
					    list);
			target.pid = pid;
		}
		err = add(opts, &target);
		if (err)
			return err;
		at += target.len;
		if (!*at++)
			return 0;
	}
}

int targets_add_cgroup(struct options *opts, const char *path)
{
	if (!*path)
		return fail("--cgroup: the name is empty (give a folder below " CGROUPS ")");
	return add(opts, &(struct target){ .text = path, .len = strlen(path), .cgroup = true });
}

/* ---------------------------------------------------------------- names -- */

/* The text of a small file, without the end of its line; empty if there is none. */
static void read_line(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t len = fd < 0 ? 0 : read(fd, text, size - 1);

	if (fd >= 0)
		close(fd);
	text[len > 0 ? len : 0] = 0;
	text[strcspn(text, "\n")] = 0;
}

static const char *read_exe(const char *path, char *text, size_t size)
{
	ssize_t len = readlink(path, text, size - 1), cut = sizeof(DELETED) - 1;

	if (len < 0)
		return "";
	if (len > cut && !memcmp(text + len - cut, DELETED, cut))
		len -= cut;
	text[len] = 0;
	return strrchr(text, '/') ? strrchr(text, '/') + 1 : text;
}

static bool is_named(const struct target *t, const char *name)
{
	return strlen(name) == t->len && !memcmp(name, t->text, t->len);
}

/* Is the process called so?  What is nearly so is for @hints, if there are any. */
static bool matches(const struct target *t, pid_t pid, struct hints *hints)
{
	char path[64], comm[64], link[4096], item[HINT_MAX + 1];
	const char *exe;

	snprintf(path, sizeof(path), "/proc/%d/comm", pid);
	read_line(path, comm, sizeof(comm));
	snprintf(path, sizeof(path), "/proc/%d/exe", pid);
	exe = read_exe(path, link, sizeof(link));
	if (hints && t->len <= HINT_MAX) {
		snprintf(item, sizeof(item), "%.*s", (int)t->len, t->text);
		hints_try(hints, item, comm);
		hints_try(hints, item, exe);
	}
	return is_named(t, comm) || is_named(t, exe);
}

static int each_named(const struct target *t, struct hints *hints, visit_fn *visit, void *arg)
{
	DIR *dir = opendir("/proc");
	const struct dirent *entry;
	int err = 0;

	if (!dir)
		return fail("-p %.*s: /proc: %s (give numbers)", (int)t->len, t->text,
			    strerror(errno));
	while (!err && (entry = readdir(dir))) {
		pid_t pid = isdigit((unsigned char)*entry->d_name) ? atoi(entry->d_name) : 0;

		if (pid && pid != getpid() && matches(t, pid, hints))
			err = visit(arg, pid);
	}
	closedir(dir);
	return err;
}

/* -------------------------------------------------------------- cgroups -- */

/* Numbers, one a line.  A group of threads has no list of processes, but one of those. */
static int each_listed(int dir, visit_fn *visit, void *arg)
{
	static const char * const lists[] = { "cgroup.procs", "cgroup.threads" };
	unsigned int i;
	int err = 0;

	for (i = 0; i < ARRAY_SIZE(lists); i++) {
		int fd = openat(dir, lists[i], O_RDONLY | O_CLOEXEC), pid;
		FILE *file = fd < 0 ? NULL : fdopen(fd, "r");
		bool failed;

		if (!file) {
			err = -errno;
			if (fd >= 0)
				close(fd);
			return err;
		}
		while (!err && fscanf(file, "%d", &pid) == 1) {
			/* 0: it is not in this pid namespace */
			if (pid > 0 && pid != getpid())
				err = visit(arg, pid);
		}
		failed = ferror(file);
		fclose(file);
		if (!failed)
			break;
	}
	return err;
}

/* The group and those in it.  One that goes away meanwhile has no processes. */
static int each_below(int dir, visit_fn *visit, void *arg)
{
	int err = each_listed(dir, visit, arg), below;
	const struct dirent *entry;
	DIR *stream;

	if (err)
		return err;
	stream = fdopendir(dup(dir));
	if (!stream)
		return 0;
	while (err <= 0 && (entry = readdir(stream))) {
		if (entry->d_type != DT_DIR || *entry->d_name == '.')
			continue;
		below = openat(dir, entry->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (below < 0)
			continue;
		err = each_below(below, visit, arg);
		close(below);
	}
	closedir(stream);
	return err > 0 ? err : 0;
}

static int open_group(const char *path)
{
	return openat(AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* Names in the folder above that are nearly so. */
static const char *group_hints(const char *path, char buffer[HINTS_TEXT])
{
	const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	struct hints hints = { .nr = 0 };
	const struct dirent *entry;
	char *above = NULL;
	DIR *dir;

	if (asprintf(&above, "%.*s", (int)(name - path), path) < 0)
		return NULL;
	dir = opendir(above);
	free(above);
	while (dir && (entry = readdir(dir))) {
		if (entry->d_type == DT_DIR && *entry->d_name != '.')
			hints_try(&hints, name, entry->d_name);
	}
	if (dir)
		closedir(dir);
	return hints_text(&hints, buffer);
}

/*
 * A path of a folder, or as /proc/PID/cgroup and systemctl(1) have it.  Returns its
 * descriptor, or -1: that was said, as of @option.
 */
int targets_open_cgroup(const char *option, const char *text)
{
	int dir = *text == '/' ? open_group(text) : -1, err;
	char buffer[HINTS_TEXT];
	const char *hint;
	char *path;

	if (dir >= 0)
		return dir;
	if (asprintf(&path, CGROUPS "%s", text) < 0) {
		fail("%s: out of memory", option);
		return -1;
	}
	dir = open_group(path);
	if (dir < 0) {
		err = errno;
		hint = group_hints(*text == '/' ? text : path, buffer);
		if (hint)
			fail("%s %s: %s (did you mean %s?)", option, text, strerror(err), hint);
		else
			fail("%s %s: %s (give a folder below " CGROUPS ")", option, text,
			     strerror(err));
	}
	free(path);
	return dir;
}

static int each_in_group(const struct target *t, visit_fn *visit, void *arg)
{
	int dir = targets_open_cgroup("--cgroup", t->text), err;

	if (dir < 0)
		return EXIT_IOR;
	err = each_below(dir, visit, arg);
	close(dir);
	if (err < 0)
		return fail("--cgroup %s: %s (it is no folder of a control group)", t->text,
			    strerror(-err));
	return err;
}

/* ---------------------------------------------------------------- trace -- */

static int each(const struct target *t, struct hints *hints, visit_fn *visit, void *arg)
{
	return t->cgroup ? each_in_group(t, visit, arg) : each_named(t, hints, visit, arg);
}

static int count(void *arg, pid_t pid)
{
	(void)pid;
	++*(unsigned int *)arg;
	return 0;
}

static int fail_none(const struct target *t, const struct hints *hints)
{
	char buffer[HINTS_TEXT];
	const char *text = hints_text(hints, buffer);

	if (t->cgroup)
		return fail("--cgroup %s: no process is in it (start it first)", t->text);
	if (text)
		return fail("-p %.*s: no process has this name (did you mean %s?)", (int)t->len,
			    t->text, text);
	return fail("-p %.*s: no process has this name (give a list of process ids, see ps -e)",
		    (int)t->len, t->text);
}

/* Is there a process for each name and group? */
int targets_check(const struct options *opts)
{
	const struct target *t;
	int err;

	for (t = opts->targets; t < opts->targets + opts->nr_targets; t++) {
		struct hints hints = { .nr = 0 };
		unsigned int nr = 0;

		if (t->pid)
			continue;
		err = each(t, &hints, count, &nr);
		if (err)
			return err;
		if (!nr)
			return fail_none(t, &hints);
	}
	return 0;
}

/**
 * struct found - what became of those that were found
 * @dev: the session
 * @fresh: they were not traced before this round
 * @traced: they are traced
 */
struct found {
	struct ior_device	*dev;
	unsigned int		fresh;
	unsigned int		traced;
};

/* Who was found and has ended meanwhile is none of those who were meant. */
static int trace(void *arg, pid_t pid)
{
	struct found *found = arg;
	int err = ior_device_tgid(found->dev, IOR_TGID_ADD, pid);

	if (err && err != -EEXIST && err != -ESRCH)
		return fail("process %d: %s (it can't be traced)", pid, strerror(-err));
	found->fresh += !err;
	found->traced += err != -ESRCH;
	return 0;
}

static int trace_number(struct found *found, pid_t pid)
{
	int err = ior_device_tgid(found->dev, IOR_TGID_ADD, pid);

	if (err && err != -EEXIST)
		return fail("-p %d: %s (give the number of a running process)", pid,
			    strerror(-err));
	found->traced++;
	return 0;
}

int targets_trace(const struct options *opts, struct ior_device *dev)
{
	struct found found = { .dev = dev, .fresh = 1 };
	unsigned int round;
	const struct target *t;
	int err = 0;

	for (round = 0; round < ROUNDS && found.fresh; round++) {
		found.fresh = 0;
		for (t = opts->targets; !err && t < opts->targets + opts->nr_targets; t++) {
			if (!t->pid)
				err = each(t, NULL, trace, &found);
			else if (!round)
				err = trace_number(&found, t->pid);
		}
		if (err)
			return err;
	}
	return found.traced || !opts->nr_targets ? 0 :
		fail("-p: what was to be traced has ended (start it again)");
}
