/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ior-read as a process that is measured.
 */
#ifndef BENCH_READER_H
#define BENCH_READER_H

#include "bench.h"

#define READER_MAX_PIDS	64	/* that one traces */

struct reader {
	pid_t pid;
	FILE *says;	/* its stderr */
};

/* What became of it: the CPU time of its process, and its last line. */
struct outcome {
	double cpu_ns;
	unsigned long long calls;
	unsigned long long lost;
};

static inline struct reader reader_start(char *const argv[])
{
	struct reader r;
	int says[2];

	if (pipe2(says, O_CLOEXEC))
		err(1, "pipe");
	r.pid = fork();
	if (r.pid < 0)
		err(1, "fork");
	if (!r.pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(says[1], STDERR_FILENO);
		execvp(argv[0], argv);
		err(1, "%s", argv[0]);
	}
	close(says[1]);
	r.says = fdopen(says[0], "r");
	return r;
}

/* waits_in_poll - the reader has started its session, and has nothing to do */
static inline bool waits_in_poll(pid_t pid)
{
	char name[64];
	long nr = -1;
	FILE *f;

	snprintf(name, sizeof(name), "/proc/%d/syscall", pid);
	f = fopen(name, "r");
	if (!f)
		err(1, "%s", name);
	if (fscanf(f, "%ld", &nr) != 1)
		nr = -1;	/* it runs */
	fclose(f);
	return nr == SYS_poll;
}

/* reader_attach - a recording of workers, from now to their end */
static inline struct reader reader_attach(const struct worker *w, int nr, const char *file)
{
	char pids[READER_MAX_PIDS * 12] = "";
	char *argv[] = { "ior-read", "-p", pids, "-o", (char *)file, NULL };
	struct reader r;
	int i, len = 0;

	for (i = 0; i < nr; i++)
		len += snprintf(pids + len, sizeof(pids) - len, "%s%d", i ? "," : "", w[i].pid);
	r = reader_start(argv);
	for (i = 0; !waits_in_poll(r.pid); i++) {
		if (i == 100000)	/* while all wait for the host, time flies */
			errx(1, "ior-read does not get to trace");
		sleep_ms(10);
	}
	return r;
}

static inline struct outcome reader_end(struct reader *r)
{
	struct rusage use;
	struct outcome o;
	char line[256];
	bool said = false;
	int status;

	while (fgets(line, sizeof(line), r->says))
		said = sscanf(line, "ior-read: %llu calls, %llu lost", &o.calls, &o.lost) == 2;
	fclose(r->says);
	if (wait4(r->pid, &status, 0, &use) != r->pid || status || !said)
		errx(1, "ior-read ended with status %#x: %s", status, line);
	o.cpu_ns = rusage_ns(&use);
	return o;
}

#endif
