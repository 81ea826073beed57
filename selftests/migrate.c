// SPDX-License-Identifier: GPL-2.0-only
/*
 * Threads that hop from CPU to CPU: their records lie in many rings, and come
 * out in the order of their calls, whichever way they are read.
 */
#include "ior_trace.h"

#define THREADS		8
#define MARKS_EACH	1200
#define HOP		4		/* calls on one CPU */
#define TASK_RECORDS	(2 * THREADS + 1)	/* births and deaths of threads_hop() */

FIXTURE(migrate) {
	int fd;
	struct tracee tracee;
	struct trace trace;
};

static void *hop(void *arg)
{
	__u64 b = (unsigned long)arg, i;
	int cpus[2] = { cpu_nth(0), cpu_nth(1) };

	for (i = 0; i < MARKS_EACH; i++) {
		if (!(i % HOP))
			pin(cpus[(i / HOP + b) % 2]);
		mark(i, b);
	}
	return NULL;
}

/* One thread for each number, to their ends */
static void threads_run(void *(*fn)(void *number))
{
	pthread_t thread[THREADS];
	unsigned long i;

	for (i = 0; i < THREADS; i++)
		if (pthread_create(&thread[i], NULL, fn, (void *)i))
			_exit(1);
	for (i = 0; i < THREADS; i++)
		pthread_join(thread[i], NULL);
}

static void threads_hop(int side, void *arg)
{
	threads_run(hop);
}

FIXTURE_SETUP(migrate)
{
	SETUP(1 << 20);
	TRACE(threads_hop, NULL);
	ASSERT_EQ(0, filter_calls(self->fd, 0, MARK_NR));
}

FIXTURE_TEARDOWN(migrate)
{
	TEARDOWN();
}

/* Every mark of every thread, in order, and in rings of more than one CPU */
#define EXPECT_ALL(hops) do { \
	const struct trace *trace_ = (hops); \
	unsigned int b_; \
	for (b_ = 0; b_ < THREADS; b_++) \
		EXPECT_EQ(MARKS_EACH, marks_seen(trace_, b_)); \
	EXPECT_LT(1, nr_cpus(trace_)); \
	EXPECT_LT(THREADS * MARKS_EACH / HOP / 2, nr_moves(trace_)); \
} while (0)

static int nr_cpus(const struct trace *trace)
{
	cpu_set_t set;
	size_t i;

	CPU_ZERO(&set);
	for (i = 0; i < trace->nr; i++)
		if (is_mark(&trace->rec[i]))
			CPU_SET(trace->rec[i].cpu, &set);
	return CPU_COUNT(&set);
}

/* nr_moves - how often a thread's mark is on another CPU than its last one */
static int nr_moves(const struct trace *trace)
{
	int cpu[THREADS] = {}, moves = 0;
	size_t i;

	for (i = 0; i < trace->nr; i++) {
		const struct ior_record *rec = &trace->rec[i];

		if (!is_mark(rec) || rec->args[1] >= THREADS)
			continue;
		moves += cpu[rec->args[1]] != rec->cpu;
		cpu[rec->args[1]] = rec->cpu;
	}
	return moves;
}

TEST_F(migrate, read_at_the_end)
{
	if (cpu_nth(1) < 0)
		SKIP(return, "one CPU only");
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	FINISH();
	EXPECT_ALL(&self->trace);
}

/* Stops a session when its tracee has ended. */
struct ending {
	int fd;
	struct tracee *tracee;
};

static void *wait_and_stop(void *arg)
{
	struct ending *ending = arg;
	long ret = tracee_wait(ending->tracee);

	return (void *)(ret ?: session_stop(ending->fd));
}

TEST_F(migrate, read_meanwhile)
{
	struct ending ending = { self->fd, &self->tracee };
	struct ior_stats stats;
	pthread_t thread;
	void *ret;

	if (cpu_nth(1) < 0)
		SKIP(return, "one CPU only");
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tell(self->tracee.fd));
	ASSERT_EQ(0, pthread_create(&thread, NULL, wait_and_stop, &ending));
	ASSERT_EQ(0, trace_drain(self->fd, &self->trace));
	pthread_join(thread, &ret);
	EXPECT_EQ(NULL, ret);
	ASSERT_EQ(0, stats_get(self->fd, &stats));
	EXPECT_EQ(0, stats.lost_calls);
	EXPECT_SOUND(&self->trace);
	EXPECT_ALL(&self->trace);
}

static void *mark_on(void *arg)
{
	marks(0, 4 * MARKS_EACH, (unsigned long)arg);
	return NULL;
}

static void threads_mark(int side, void *arg)
{
	threads_run(mark_on);
}

/*
 * At full rate there is nearly always a record that is begun and not written
 * yet: none that is younger may come out before it.
 */
TEST_F(migrate, full_rate)
{
	struct tracee busy;
	struct ending ending = { self->fd, &busy };
	struct ior_stats stats;
	pthread_t thread;
	void *ret;
	int i, n;

	ASSERT_EQ(0, tracee_fork(&busy, threads_mark, NULL));
	ASSERT_EQ(0, tgid_add(self->fd, busy.pid));
	ASSERT_EQ(0, setup_set(self->fd, 8 << 20, 0));
	ASSERT_EQ(0, fcntl(self->fd, F_SETFL, O_NONBLOCK));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tell(busy.fd));
	ASSERT_EQ(0, pthread_create(&thread, NULL, wait_and_stop, &ending));
	do
		n = trace_read(self->fd, &self->trace);
	while (n > 0 || n == -EAGAIN);
	EXPECT_EQ(0, n);
	pthread_join(thread, &ret);
	EXPECT_EQ(NULL, ret);
	ASSERT_EQ(0, stats_get(self->fd, &stats));
	EXPECT_EQ(0, stats.lost_calls);
	EXPECT_SOUND(&self->trace);
	for (i = 0; i < THREADS; i++)
		EXPECT_EQ(4 * MARKS_EACH, marks_seen(&self->trace, i));
}

/* Record by record, so that each is a merge of its own. */
TEST_F(migrate, read_one_by_one)
{
	struct ending ending = { self->fd, &self->tracee };
	struct ior_record *rec;
	pthread_t thread;
	void *ret;

	if (cpu_nth(1) < 0)
		SKIP(return, "one CPU only");
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tell(self->tracee.fd));
	ASSERT_EQ(0, pthread_create(&thread, NULL, wait_and_stop, &ending));
	do {
		rec = trace_room(&self->trace, 1);
		self->trace.nr++;
	} while (read(self->fd, rec, sizeof(*rec)) == sizeof(*rec));
	self->trace.nr--;
	pthread_join(thread, &ret);
	EXPECT_EQ(NULL, ret);
	EXPECT_SOUND(&self->trace);
	EXPECT_ALL(&self->trace);
}

/*
 * merge - what can be put in order of all rings by now, by the rule that
 * struct ior_ring_page gives of busy.  Returns how many records that were.
 */
static size_t merge(struct rings *rings, struct trace *trace)
{
	struct ring *ring, *oldest;
	__u64 until = 0, head, heads[1024];
	size_t n = 0;
	unsigned int cpu;

	for (cpu = 0; cpu < rings->nr; cpu++) {
		ring = &rings->ring[cpu];
		head = ring->page ? ring_head(ring) : 0;
		if (head != ring->tail && order_of(ring_at(ring, head - 1)) > until)
			until = order_of(ring_at(ring, head - 1));
	}
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	for (cpu = 0; cpu < rings->nr; cpu++) {
		ring = &rings->ring[cpu];
		heads[cpu] = 0;
		if (!ring->page)
			continue;
		while (__atomic_load_n(&ring->page->busy, __ATOMIC_ACQUIRE))
			sched_yield();
		heads[cpu] = ring_head(ring);
	}
	for (;; n++) {
		oldest = NULL;
		for (cpu = 0; cpu < rings->nr; cpu++) {
			ring = &rings->ring[cpu];
			if (ring->tail == heads[cpu] ||
			    order_of(ring_at(ring, ring->tail)) > until)
				continue;
			if (!oldest || order_of(ring_at(ring, ring->tail)) <
				       order_of(ring_at(oldest, oldest->tail)))
				oldest = ring;
		}
		if (!oldest)
			return n;
		*trace_room(trace, 1) = *ring_at(oldest, oldest->tail++);
		trace->nr++;
		ring_set_tail(oldest, oldest->tail);
	}
}

TEST_F(migrate, merge_of_mapped_rings)
{
	struct ending ending = { self->fd, &self->tracee };
	struct ior_stats stats;
	struct rings rings;
	pthread_t thread;
	void *ret;

	if (cpu_nth(1) < 0)
		SKIP(return, "one CPU only");
	ASSERT_EQ(0, rings_map(self->fd, &rings));
	ASSERT_LE(rings.nr, 1024);
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tell(self->tracee.fd));
	ASSERT_EQ(0, pthread_create(&thread, NULL, wait_and_stop, &ending));
	/* the place of the header, which only read(2) gives */
	trace_room(&self->trace, 1)->type = IOR_RECORD_HEADER;
	self->trace.nr++;
	do {
		merge(&rings, &self->trace);
		ASSERT_EQ(0, stats_get(self->fd, &stats));
	} while (stats.state == IOR_STATE_RUNNING);
	pthread_join(thread, &ret);
	EXPECT_EQ(NULL, ret);
	while (merge(&rings, &self->trace))
		;
	EXPECT_EQ(0, stats.lost_calls);
	EXPECT_EQ(1 + THREADS * MARKS_EACH + TASK_RECORDS, self->trace.nr);
	EXPECT_SOUND(&self->trace);
	EXPECT_ALL(&self->trace);
}

TEST_HARNESS_MAIN
