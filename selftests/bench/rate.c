// SPDX-License-Identifier: GPL-2.0-only
/*
 * How many calls a second ior-read can record, and whether it loses some; and how
 * long a session takes to start and to stop: on as many processors as there are.
 * These depend on the machine, and on what else it does.  The bars are for two.
 */
#include <sched.h>

#include "bench.h"
#include "crowd.h"
#include "reader.h"

#define CALLS		500000	/* of each sort, by all together */
#define FILE_NAME	"/tmp/bench.ior"
#define BAR_CPUS	2

#define SESSIONS	20
#define RING_BYTES	(4ULL << 20)
#define LIMIT_MS	50

static int cpus;
static char machine[24];	/* "2 CPUs" */

static double bar(double figure)
{
	return cpus == BAR_CPUS ? figure : NO_BAR;
}

/* ---------------------------------------------------------------- rate -- */

static void use_cpu(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (sched_setaffinity(0, sizeof(set), &set))
		err(1, "processor %d", cpu);
}

static void use_any_cpu(void)
{
	cpu_set_t set;

	memset(&set, 0xff, sizeof(set));
	if (sched_setaffinity(0, sizeof(set), &set))
		err(1, "all processors");
}

static void job_use_cpu(long cpu, struct figures *figures)
{
	(void)figures;
	use_cpu(cpu);
}

/* record - workers on as many processors; the reader is on the last one in any case */
static void record(int nr, const char *name, double limit)
{
	unsigned long long made = nr * made_by(CALLS / nr);
	struct worker w[READER_MAX_PIDS];
	struct reader r;
	struct outcome o;
	double start;
	int i;

	for (i = 0; i < nr; i++) {
		w[i] = worker_start();
		worker_do(&w[i], job_use_cpu, i);
	}
	use_cpu(cpus - 1);
	r = reader_attach(w, nr, FILE_NAME);
	use_any_cpu();
	start = clock_ns(CLOCK_MONOTONIC);
	for (i = 0; i < nr; i++)
		worker_tell(&w[i], job_measure, CALLS / nr);
	for (i = 0; i < nr; i++)
		worker_hear(&w[i]);
	start = clock_ns(CLOCK_MONOTONIC) - start;
	for (i = 0; i < nr; i++)
		worker_end(&w[i]);
	o = reader_end(&r);
	if (o.calls + o.lost < made)
		errx(1, "%llu calls were made, %llu recorded, %llu lost", made, o.calls, o.lost);
	unlink(FILE_NAME);
	row(made / start * 1e9, "calls/s", NO_BAR, "%s, %s", machine, name);
	row(o.lost, "calls", limit, "%s, %s: lost, of %llu", machine, name, made);
}

/* ------------------------------------------------------ start and stop -- */

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double ms_of(void (*step)(int session), int session)
{
	double start = clock_ns(CLOCK_MONOTONIC);

	step(session);
	return (clock_ns(CLOCK_MONOTONIC) - start) / 1e6;
}

static void report(double *ms, const char *name)
{
	qsort(ms, SESSIONS, sizeof(*ms), by_size);
	row((ms[SESSIONS / 2 - 1] + ms[SESSIONS / 2]) / 2, "ms", bar(LIMIT_MS),
	    "%s, %s, median of %d", machine, name, SESSIONS);
	row(ms[SESSIONS - 1], "ms", bar(LIMIT_MS), "%s, %s, longest of %d", machine,
	    name, SESSIONS);
}

static void time_sessions(void)
{
	static const struct crowd threads = { "threads", 200, CROWD_THREADS };
	double start[SESSIONS], stop[SESSIONS];
	struct worker w = worker_start();
	int i, session;

	worker_do(&w, job_gather, (long)&threads);
	for (i = 0; i < SESSIONS; i++) {
		session = session_open(RING_BYTES);
		session_add(session, w.pid);
		start[i] = ms_of(session_start, session);
		sleep_ms(20);
		stop[i] = ms_of(session_stop, session);
		close(session);
	}
	report(start, "start of a session, 200 threads");
	report(stop, "stop of a session, 200 threads");
	worker_do(&w, job_dismiss, (long)&threads);
	worker_end(&w);
}

int main(void)
{
	cpus = sysconf(_SC_NPROCESSORS_ONLN);
	if (cpus > READER_MAX_PIDS)
		errx(1, "this is about %d processors at most", READER_MAX_PIDS);
	snprintf(machine, sizeof(machine), "%d CPU%s", cpus, cpus > 1 ? "s" : "");
	heading("at the speed of this machine");
	record(1, "one calls, ior-read on the last", bar(0));
	if (cpus > 1)
		record(cpus, "all call, ior-read on the last", NO_BAR);
	time_sessions();
	return 0;
}
