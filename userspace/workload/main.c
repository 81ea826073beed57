// SPDX-License-Identifier: GPL-2.0-only
/* ior-workload: makes exactly known system calls, for tests and demos. */
#include <getopt.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "workload.h"

#define IOR_WORKLOAD_VERSION	"0.1.0"

/*
 * All scenarios, in the order of --list.
 *
 * To add one: write a function that makes its calls with CALL() and its kin,
 * in the file of its group, and put a row at the end of that file.  To add a
 * group: a file, its rows in workload.h, and a row here.
 */
static const struct {
	const char *group;
	const struct scenario *scenarios;
} table[] = {
	{ "open",	open_scenarios },
	{ "readwrite",	readwrite_scenarios },
	{ "readwrite",	transfer_scenarios },
	{ "noreturn",	noreturn_scenarios },
	{ "stat",	stat_scenarios },
	{ "dir",		dir_scenarios },
	{ "link",	link_scenarios },
	{ "rename",	rename_scenarios },
	{ "unlink",	unlink_scenarios },
	{ "close",	close_scenarios },
	{ "dup",		dup_scenarios },
	{ "fcntl",	fcntl_scenarios },
	{ "pidfd",	pidfd_scenarios },
	{ "iouring",	iouring_scenarios },
	{ "faultedpath",	faultedpath_scenarios },
	{ "threads",	threads_scenarios },
	{ "process",	process_scenarios },
	{ "restart",	restart_scenarios },
	{ "seccomp",	seccomp_scenarios },
	{ "aio",	aio_scenarios },
	{ "xattr",	xattr_scenarios },
	{ "chmod",	chmod_scenarios },
	{ "chown",	chown_scenarios },
	{ "utime",	utime_scenarios },
	{ "sync",	sync_scenarios },
	{ "truncate",	truncate_scenarios },
	{ "mmap",	mmap_scenarios },
	{ "copy",	copy_scenarios },
	{ "flock",	flock_scenarios },
	{ "ioctl",	ioctl_scenarios },
	{ "misc",	misc_scenarios },
	{ "sched",	sched_scenarios },
	{ "priority",	priority_scenarios },
	{ "security",	security_scenarios },
	{ "family",	family_scenarios },
	{ "socket",	socket_scenarios },
	{ "ipc",		ipc_scenarios },
	{ "ipc",		notify_scenarios },
	{ "ipc",		sysv_scenarios },
	{ "mountfs",	mountfs_scenarios },
	{ "polling",	polling_scenarios },
	{ "time",	time_scenarios },
	{ "signals",	signals_scenarios },
	{ "harness",	harness_scenarios },
	{ "accounting",	accounting_scenarios },
};

static void list(void)
{
	const struct scenario *s;
	size_t g;

	for (g = 0; g < ARRAY_SIZE(table); g++)
		for (s = table[g].scenarios; s->name; s++)
			printf("%s\t%s\t%s\n", s->name, table[g].group, s->about);
}

static const struct scenario *find(const char *name)
{
	const struct scenario *s;
	size_t g;

	for (g = 0; g < ARRAY_SIZE(table); g++)
		for (s = table[g].scenarios; s->name; s++)
			if (!strcmp(s->name, name))
				return s;
	return NULL;
}

/* How many letters to add, drop or change to make one of the other */
static size_t distance(const char *a, const char *b)
{
	size_t row[64], diagonal, above, j, len = strlen(b);

	if (len >= ARRAY_SIZE(row))
		return SIZE_MAX;
	for (j = 0; j <= len; j++)
		row[j] = j;
	for (; *a; a++) {
		diagonal = row[0]++;
		for (j = 1; j <= len; j++) {
			above = row[j];
			row[j] = diagonal + (*a != b[j - 1]);
			if (row[j] > above + 1)
				row[j] = above + 1;
			if (row[j] > row[j - 1] + 1)
				row[j] = row[j - 1] + 1;
			diagonal = above;
		}
	}
	return row[len];
}

/* What the user may have meant: names that begin so, else the nearest one */
static void suggest(const char *name)
{
	const char *nearest = NULL;
	size_t g, d, least = 4, shown = 0, len = strlen(name);
	const struct scenario *s;

	for (g = 0; g < ARRAY_SIZE(table); g++) {
		for (s = table[g].scenarios; s->name; s++) {
			if (len && !strncmp(s->name, name, len) && shown < 5)
				fprintf(stderr, "%s%s",
					shown++ ? ", " : "ior-workload: there are ", s->name);
			d = distance(name, s->name);
			if (d < least) {
				least = d;
				nearest = s->name;
			}
		}
	}
	if (shown)
		fputc('\n', stderr);
	else if (nearest)
		fprintf(stderr, "ior-workload: did you mean %s?\n", nearest);
}

static void __attribute__((noreturn)) usage_error(void)
{
	fputs("Try 'ior-workload --help', or 'ior-workload --list' for the scenarios.\n", stderr);
	exit(EXIT_USAGE);
}

static void help(void)
{
	puts("Usage: ior-workload [--wait] [--repeat N] NAME...\n"
	     "       ior-workload --list\n"
	     "Run scenarios, each of which makes exactly known system calls.\n"
	     "\n"
	     "  -l, --list      print name, group and description of every scenario\n"
	     "  -r, --repeat N  run all of them N times\n"
	     "  -w, --wait      print the process id and wait for SIGUSR1 first\n"
	     "  -h, --help      print this\n"
	     "  -V, --version   print the version\n"
	     "\n"
	     "Exit status: 0 done, 1 a call did not do what it should, 2 wrong usage,\n"
	     "4 this kernel or user lacks what a scenario needs.");
}

static unsigned long count(const char *text)
{
	unsigned long n;
	char *end;

	errno = 0;
	n = strtoul(text, &end, 10);
	if (*text < '0' || *text > '9' || *end || errno || !n) {
		fprintf(stderr, "ior-workload: --repeat: '%s' is not a number from 1 up\n", text);
		usage_error();
	}
	return n;
}

/* A full disk or a closed pipe must not look like success. */
static void flush(void)
{
	if (fflush(stdout) || ferror(stdout)) {
		perror("ior-workload: standard output");
		exit(EXIT_FAILED);
	}
}

/* Blocked before the id is out: a signal sent right then is not lost. */
static void wait_for_tracer(void)
{
	sigset_t set, before;
	int sig;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, &before);
	printf("%d\n", getpid());
	flush();
	fprintf(stderr, "ior-workload: waiting for SIGUSR1: kill -USR1 %d\n", getpid());
	sigwait(&set, &sig);
	sigprocmask(SIG_SETMASK, &before, NULL);
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "help",	no_argument,		NULL, 'h' },
		{ "list",	no_argument,		NULL, 'l' },
		{ "repeat",	required_argument,	NULL, 'r' },
		{ "version",	no_argument,		NULL, 'V' },
		{ "wait",	no_argument,		NULL, 'w' },
		{ }
	};
	unsigned long repeat = 1;
	void (*ready)(void) = NULL;
	int opt, i;

	while ((opt = getopt_long(argc, argv, "hlr:Vw", options, NULL)) != -1) {
		switch (opt) {
		case 'h':
			help();
			flush();
			return EXIT_DONE;
		case 'l':
			list();
			flush();
			return EXIT_DONE;
		case 'r':
			repeat = count(optarg);
			break;
		case 'V':
			puts("ior-workload " IOR_WORKLOAD_VERSION);
			flush();
			return EXIT_DONE;
		case 'w':
			ready = wait_for_tracer;
			break;
		default:
			usage_error();
		}
	}
	if (optind == argc) {
		fputs("ior-workload: no scenario named\n", stderr);
		usage_error();
	}
	for (i = optind; i < argc; i++) {
		if (find(argv[i]))
			continue;
		fprintf(stderr, "ior-workload: no scenario is called '%s'\n", argv[i]);
		suggest(argv[i]);
		usage_error();
	}

	scenario_interruptible();
	while (repeat--) {
		for (i = optind; i < argc; i++) {
			scenario_run(find(argv[i]), ready);
			ready = NULL;
		}
	}
	return EXIT_DONE;
}
