// SPDX-License-Identifier: GPL-2.0-only
/*
 * Does a traced call get dearer where much is traced?  With thousands of
 * processes or threads, all of them in a traced call; with several sessions
 * that trace the task, or another one.
 */
#include <linux/futex.h>
#include <sched.h>
#include <sys/stat.h>

#include "bench.h"

#define CALLS		20000
#define RING_BYTES	(8ULL << 20)	/* of many sessions at a time */
#define CROWD		10000
#define CROWD_BYTES	(64ULL << 20)	/* some records of each, too */
#define STACK		1024		/* the crowd does one call */
#define FLAT		1.05

/* --------------------------------------------------------------- crowd -- */

static unsigned int gather;	/* 0: go away */
static unsigned int there;	/* how many are */
static char *stacks;

static long futex(int op, unsigned int value)
{
	return syscall(SYS_futex, &gather, op, value, NULL, NULL, 0);
}

static int stand_by(void *arg)
{
	(void)arg;
	__atomic_add_fetch(&there, 1, __ATOMIC_RELAXED);
	while (__atomic_load_n(&gather, __ATOMIC_RELAXED))
		futex(FUTEX_WAIT, 1);
	syscall(SYS_exit, 0);
	return 0;
}

/* job_gather - so many more tasks, which share all that @flags say and wait in a call */
static void job_gather(long flags, struct figures *figures)
{
	int i;

	(void)figures;
	stacks = mmap(NULL, CROWD * STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
		      -1, 0);
	if (stacks == MAP_FAILED)
		err(1, "stacks");
	gather = 1;
	for (i = 0; i < CROWD; i++)
		if (clone(stand_by, stacks + (i + 1) * STACK, flags, NULL) < 0)
			err(1, "task %d of the crowd", i);
	while (__atomic_load_n(&there, __ATOMIC_RELAXED) < CROWD)
		sleep_ms(10);
	sleep_ms(100);	/* the last one is about to wait */
}

/* Processes have to be waited for; a thread that is gone is no task any more. */
static void job_dismiss(long flags, struct figures *figures)
{
	struct stat tasks;
	int i;

	(void)figures;
	__atomic_store_n(&gather, 0, __ATOMIC_RELAXED);
	futex(FUTEX_WAKE, CROWD);
	for (i = 0; i < CROWD && !(flags & CLONE_THREAD); i++)
		if (wait(NULL) < 0)
			err(1, "process %d of the crowd", i);
	do {
		sleep_ms(10);
		if (stat("/proc/self/task", &tasks))
			err(1, "/proc/self/task");
	} while (tasks.st_nlink > 3);
	munmap(stacks, CROWD * STACK);
	there = 0;
}

static const struct {
	const char *name;
	long flags;
} crowds[] = {
	{ "processes", CLONE_VM | SIGCHLD },
	{ "threads", CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD |
		     CLONE_SYSVSEM },
};

#define NR_CROWDS	(sizeof(crowds) / sizeof(crowds[0]))

static void expect_traced(int session, unsigned int processes)
{
	struct ior_stats stats;

	if (ioctl(session, IOR_IOC_STATS, &stats))
		err(1, "what a session says");
	if (stats.tgids != processes)
		errx(1, "%u processes are traced, not %u", stats.tgids, processes);
}

/*
 * Threads share the descriptors, so that a call on one holds its file: that is
 * another cost than what is asked for here, so no read.
 */
static void measure_crowd(size_t i, const struct figures *untraced)
{
	struct worker w = worker_start();
	int session = session_open(CROWD_BYTES);
	double alone, crowded, after;

	session_add(session, w.pid);
	session_start(session);
	session_settle();
	alone = worker_do(&w, job_measure, CALLS).call[GETPPID] - untraced->call[GETPPID];
	row(alone, "insn", NO_BAR, "getppid, recorded, 1 of the %s traced", crowds[i].name);
	worker_do(&w, job_gather, crowds[i].flags);
	expect_traced(session, crowds[i].flags & CLONE_THREAD ? 1 : 1 + CROWD);
	crowded = worker_do(&w, job_measure, CALLS).call[GETPPID] - untraced->call[GETPPID];
	row(crowded, "insn", alone * FLAT, "getppid, recorded, %d %s traced, in a call", CROWD,
	    crowds[i].name);
	worker_do(&w, job_dismiss, crowds[i].flags);
	after = worker_do(&w, job_measure, CALLS).call[GETPPID] - untraced->call[GETPPID];
	row(after, "insn", alone * FLAT, "getppid, recorded, %d %s are gone again", CROWD,
	    crowds[i].name);
	session_stop(session);
	if (session_records(session) < 3 * made_by(CALLS) + 2 * CROWD)
		errx(1, "too few records: %llu", session_records(session));
	close(session);
	worker_end(&w);
}

/* ------------------------------------------------------------ sessions -- */

#define MAX_SESSIONS	16

static const struct {
	const char *where;
	bool all;
	double bar;
} sharing[] = {
	{ "of another process", false, 15 },
	{ "of the same process", true, 150 },
};

#define NR_SHARING	(sizeof(sharing) / sizeof(sharing[0]))

/* measure_sessions - the first one traces the worker, the others do if @all */
static struct figures measure_sessions(int count, bool all, const struct worker *w)
{
	int session[MAX_SESSIONS], i;
	unsigned long long records;
	struct figures figures;
	bool made;

	for (i = 0; i < count; i++) {
		session[i] = session_open(RING_BYTES);
		session_add(session[i], i && !all ? getpid() : w->pid);
		session_start(session[i]);
	}
	session_settle();
	figures = worker_do(w, job_measure, CALLS);
	for (i = 0; i < count; i++) {
		session_stop(session[i]);
		records = session_records(session[i]);
		made = records >= made_by(CALLS);
		if (made != (!i || all))
			errx(1, "session %d of %d: %llu records", i, count, records);
	}
	while (i--)
		close(session[i]);
	return figures;
}

static void grow_sessions(size_t i, const struct worker *w)
{
	struct figures before = measure_sessions(1, true, w), figures;
	int count, c;

	for (count = 2; count <= MAX_SESSIONS; count *= 2) {
		figures = measure_sessions(count, sharing[i].all, w);
		for (c = 0; c < NR_CALLS; c++)
			row((figures.call[c] - before.call[c]) / (count / 2), "insn",
			    sharing[i].bar, "%s, each session from %d to %d, %s", calls[c].name,
			    count / 2 + 1, count, sharing[i].where);
		before = figures;
	}
}

int main(void)
{
	struct figures untraced;
	struct worker w;
	size_t i;

	heading("what a recorded call costs where much is traced");
	w = worker_start();
	untraced = worker_do(&w, job_measure, CALLS);
	for (i = 0; i < NR_CROWDS; i++)
		measure_crowd(i, &untraced);
	for (i = 0; i < NR_SHARING; i++)
		grow_sessions(i, &w);
	worker_end(&w);
	return 0;
}
