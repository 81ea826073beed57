// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a traced call costs the task that makes it: CPU time for each call, by
 * the task's own clock, over that of an untraced one.  In a guest that counts
 * instructions a nanosecond is one of them, and the figures are the same on
 * any machine.
 */
#include "bench.h"

#define CALLS		100000
#define RING_BYTES	(64ULL << 20)

/**
 * struct round - what is traced while the same calls are made
 * @name: of its rows
 * @prepare: what to do to the session before it starts, with the pid of the
 *	process that makes the calls
 * @runs: the session is started
 * @emits: the calls become records; if not, none of them may
 * @bar: what that may add to each sort of call
 */
struct round {
	const char *name;
	void (*prepare)(int session, pid_t pid);
	bool runs;
	bool emits;
	double bar[NR_CALLS];
};

static void another_process(int session, pid_t pid)
{
	(void)pid;
	session_add(session, getpid());
}

static void other_calls(int session, pid_t pid)
{
	struct ior_filter filter = { .flags = IOR_FILTER_FOLLOW };

	filter.calls[IOR_ABI_NATIVE][SYS_acct / 64] = 1ULL << SYS_acct % 64;
	if (ioctl(session, IOR_IOC_FILTER, &filter))
		err(1, "a filter for other calls");
	session_add(session, pid);
}

static void some_ends(int session, pid_t pid, unsigned int statuses, unsigned long long min_ns)
{
	struct ior_filter filter = {
		.flags = IOR_FILTER_FOLLOW,
		.statuses = statuses,
		.min_duration_ns = min_ns,
	};

	memset(filter.calls, 0xff, sizeof(filter.calls));
	if (ioctl(session, IOR_IOC_FILTER, &filter))
		err(1, "a filter for some ends of calls");
	session_add(session, pid);
}

static void calls_that_fail(int session, pid_t pid)
{
	some_ends(session, pid, IOR_STATUS_FAILED, 0);
}

static void calls_that_take_long(int session, pid_t pid)
{
	some_ends(session, pid, 0, 1000000000);
}

static void sample(int session, pid_t pid, unsigned int every)
{
	struct ior_sample sample = { .flags = IOR_SAMPLE_EVERY_CALL, .every = every };

	if (ioctl(session, IOR_IOC_SAMPLE, &sample))
		err(1, "to record one of %u calls", every);
	session_add(session, pid);
}

static void none_of_them(int session, pid_t pid)
{
	sample(session, pid, 0);
}

static void one_of_1000(int session, pid_t pid)
{
	sample(session, pid, 1000);
}

static const struct round rounds[] = {
	{ "module loaded, no session runs", session_add, false, false, { 0, 0 } },
	{ "another process is traced", another_process, true, false, { 100, 100 } },
	{ "this process is traced, in other calls", other_calls, true, false, { 110, 110 } },
	{ "calls that fail are recorded", calls_that_fail, true, false, { 200, NO_BAR } },
	{ "calls that take 1 s are recorded", calls_that_take_long, true, false, { 200, NO_BAR } },
	{ "the call is counted", none_of_them, true, false, { 220, 220 } },
	{ "the call is counted, one of 1000 recorded", one_of_1000, true, false,
	  { NO_BAR, NO_BAR } },
	{ "the call is recorded", session_add, true, true, { 240, 280 } },
};

#define NR_ROUNDS	(sizeof(rounds) / sizeof(rounds[0]))

static struct figures measure(const struct round *round, const struct worker *w)
{
	int session = session_open(RING_BYTES);
	unsigned long long records;
	struct figures figures;
	bool emitted;

	round->prepare(session, w->pid);
	if (round->runs) {
		session_start(session);
		session_settle();
	}
	figures = worker_do(w, job_measure, CALLS);
	if (round->runs)
		session_stop(session);
	records = session_records(session);
	emitted = records >= made_by(CALLS);
	if (emitted != round->emits)
		errx(1, "%s: %llu records", round->name, records);
	close(session);
	return figures;
}

int main(void)
{
	struct worker w = worker_start();
	struct figures untraced, figures;
	size_t i;
	int c;

	heading("what a call costs the task that makes it; added to an untraced one");
	untraced = worker_do(&w, job_measure, CALLS);
	for (c = 0; c < NR_CALLS; c++)
		row(untraced.call[c], "insn", NO_BAR, "%s, untraced: all of it", calls[c].name);
	for (i = 0; i < NR_ROUNDS; i++) {
		figures = measure(&rounds[i], &w);
		for (c = 0; c < NR_CALLS; c++)
			row(figures.call[c] - untraced.call[c], "insn", rounds[i].bar[c],
			    "%s, %s", calls[c].name, rounds[i].name);
	}
	worker_end(&w);
	return 0;
}
