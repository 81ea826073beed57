// SPDX-License-Identifier: GPL-2.0-only
/*
 * Does a traced call get dearer where much is traced?  With thousands of
 * processes or threads, all of them in a traced call; with several sessions
 * that trace the task, or another one.
 */
#include "bench.h"
#include "crowd.h"

#define CALLS		20000
#define RING_BYTES	(8ULL << 20)	/* of many sessions at a time */
#define CROWD_BYTES	(64ULL << 20)	/* some records of each, too */
#define FLAT		1.05

/* --------------------------------------------------------------- crowd -- */

static const struct crowd crowds[] = {
	{ "processes", 10000, CROWD_PROCESSES },
	{ "threads", 10000, CROWD_THREADS },
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
static double measure_one(const struct worker *w, const struct figures *untraced)
{
	return worker_do(w, job_measure, CALLS).call[GETPPID] - untraced->call[GETPPID];
}

static void measure_crowd(const struct crowd *crowd, const struct figures *untraced)
{
	bool threads = crowd->flags & CLONE_THREAD;
	struct worker w = worker_start();
	int session = session_open(CROWD_BYTES);
	double alone;

	session_add(session, w.pid);
	session_start(session);
	session_settle();
	alone = measure_one(&w, untraced);
	row(alone, "insn", NO_BAR, "getppid, recorded, before there are %s", crowd->name);
	worker_do(&w, job_gather, (long)crowd);
	expect_traced(session, threads ? 1 : 1 + crowd->count);
	row(measure_one(&w, untraced), "insn", alone * FLAT,
	    "getppid, recorded, %u more traced %s, in a call", crowd->count, crowd->name);
	worker_do(&w, job_dismiss, (long)crowd);
	row(measure_one(&w, untraced), "insn", alone * FLAT,
	    "getppid, recorded, %u %s are gone again", crowd->count, crowd->name);
	session_stop(session);
	if (session_records(session) < 3 * made_by(CALLS) + 2 * crowd->count)
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
			    sharing[i].bar, "%s, each further session %s, %d to %d run",
			    calls[c].name, sharing[i].where, count / 2, count);
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
		measure_crowd(&crowds[i], &untraced);
	for (i = 0; i < NR_SHARING; i++)
		grow_sessions(i, &w);
	worker_end(&w);
	return 0;
}
