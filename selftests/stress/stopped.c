// SPDX-License-Identifier: GPL-2.0-only
/*
 * A reader that is stopped for seconds, and goes on: what had no room meanwhile
 * is counted, and said in the stream.
 */
#include "ior_trace.h"

#define ROUNDS		4
#define MARK_OF_IT	0x5709

/* struct reader - in memory that it shares with the test */
struct reader {
	int fd;
	bool mapped;
	bool ended;	/* the session; nothing follows */
	__u64 made;
	__u64 seen;
	__u64 lost;
	int error;
};

FIXTURE(stopped) {
	int fd;
	struct tracee caller;
	struct tracee tracee;	/* the reader */
	struct reader *reader;
};

FIXTURE_VARIANT(stopped) {
	bool mapped;
};

FIXTURE_VARIANT_ADD(stopped, read) {
	.mapped = false,
};

FIXTURE_VARIANT_ADD(stopped, mapped) {
	.mapped = true,
};

static void mark_until_told(int side, void *arg)
{
	struct reader *reader = arg;
	char c;

	while (recv(side, &c, 1, MSG_DONTWAIT) < 0) {
		mark(reader->made++, MARK_OF_IT);
		if (reader->made % 16 == 0)
			usleep(1000);
	}
}

static void took(struct reader *reader, struct trace *trace)
{
	__atomic_fetch_add(&reader->seen, trace_calls(trace), __ATOMIC_RELAXED);
	__atomic_fetch_add(&reader->lost, trace_lost(trace), __ATOMIC_RELAXED);
	trace->nr = 0;
}

static size_t take_all(struct rings *rings, struct trace *trace)
{
	unsigned int cpu;
	size_t n = 0;

	for (cpu = 0; cpu < rings->nr; cpu++)
		if (rings->ring[cpu].page)
			n += ring_take(&rings->ring[cpu], trace, -1);
	return n;
}

static void take_to_end(struct reader *reader, struct trace *trace)
{
	struct rings rings = {};
	struct ior_stats stats;
	bool ended;
	size_t n;

	reader->error = rings_map(reader->fd, &rings);
	while (!reader->error) {
		ended = __atomic_load_n(&reader->ended, __ATOMIC_ACQUIRE);
		n = take_all(&rings, trace);
		took(reader, trace);
		if (n)
			continue;
		if (!ended) {
			usleep(1000);
			continue;
		}
		/* there is room now to say what was lost last */
		reader->error = stats_get(reader->fd, &stats);
		take_all(&rings, trace);
		took(reader, trace);
		return;
	}
}

static void read_to_end(int side, void *arg)
{
	struct reader *reader = arg;
	struct trace trace = {};
	int n;

	if (reader->mapped) {
		take_to_end(reader, &trace);
		return;
	}
	while ((n = trace_read(reader->fd, &trace)) > 0)
		took(reader, &trace);
	reader->error = n;
}

FIXTURE_SETUP(stopped)
{
	SETUP(PAGE);
	self->reader = shared(sizeof(*self->reader));
	ASSERT_NE(MAP_FAILED, self->reader);
	self->reader->fd = self->fd;
	self->reader->mapped = variant->mapped;
	ASSERT_EQ(0, tracee_fork(&self->caller, mark_until_told, self->reader));
	ASSERT_EQ(0, tracee_fork(&self->tracee, read_to_end, self->reader));
	ASSERT_EQ(0, tgid_add(self->fd, self->caller.pid));
	ASSERT_EQ(0, filter_calls(self->fd, 0, MARK_NR));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tell(self->tracee.fd));
	ASSERT_EQ(0, tell(self->caller.fd));
}

FIXTURE_TEARDOWN(stopped)
{
	tracee_kill(&self->caller);
	tracee_kill(&self->tracee);
	close(self->fd);
}

TEST_F_TIMEOUT(stopped, for_seconds, 300)
{
	struct reader *reader = self->reader;
	struct ior_stats stats;
	__u64 seen = 0;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		sleep_ms(500);
		/* it reads before it is stopped, and again behind that */
		EXPECT_LT(seen, __atomic_load_n(&reader->seen, __ATOMIC_RELAXED));
		ASSERT_EQ(0, kill(self->tracee.pid, SIGSTOP));
		sleep_ms(2000);
		seen = __atomic_load_n(&reader->seen, __ATOMIC_RELAXED);
		/* the last time the session ends while it is stopped */
		if (i < ROUNDS - 1)
			ASSERT_EQ(0, kill(self->tracee.pid, SIGCONT));
	}
	EXPECT_EQ(0, tracee_run(&self->caller));
	ASSERT_EQ(0, session_stop(self->fd));
	__atomic_store_n(&reader->ended, true, __ATOMIC_RELEASE);
	ASSERT_EQ(0, kill(self->tracee.pid, SIGCONT));
	ASSERT_EQ(0, tracee_wait(&self->tracee));
	TH_LOG("%llu made, %llu seen, %llu lost", reader->made, reader->seen, reader->lost);
	EXPECT_EQ(0, reader->error);
	EXPECT_LT(0, reader->lost);
	EXPECT_EQ(reader->made, reader->seen + reader->lost);
	ASSERT_EQ(0, stats_get(self->fd, &stats));
	EXPECT_EQ(stats.calls, reader->seen);
	EXPECT_EQ(stats.lost_calls, reader->lost);
}

TEST_HARNESS_MAIN
