// SPDX-License-Identifier: GPL-2.0-only
/*
 * The rings: contents over many wraps, what happens when one is full, that
 * seen + lost = made at every moment, and readers that lie.
 */
#include "ior_trace.h"

#define THREADS		4

/* A session, one ring of it, and a process that makes marks on its CPU */
FIXTURE(ring) {
	int fd;
	struct tracee tracee;
	struct trace trace;
	struct ring ring;
	__u64 nr;		/* records in the ring */
	__u64 made;		/* marks (0, 1), (1, 1), ... so far */
	struct replay {
		__u64 next;	/* the mark that the next record must be */
		__u64 seen;	/* records */
		__u64 lost;	/* marks that LOST records stand for */
	} replay;
};

FIXTURE_VARIANT(ring) {
	__u64 bytes;
};

FIXTURE_VARIANT_ADD(ring, page) { .bytes = 4096 };
FIXTURE_VARIANT_ADD(ring, two_pages) { .bytes = 8192 };
FIXTURE_VARIANT_ADD(ring, many_pages) { .bytes = 65536 };

static void make_when_told(int side, void *arg)
{
	__u64 i = 0, n;

	pin(cpu_nth(0));
	tell(side);
	while (read(side, &n, sizeof(n)) == sizeof(n)) {
		marks(i, i + n, 1);
		i += n;
		tell(side);
	}
}

FIXTURE_SETUP(ring)
{
	self->fd = session_open(0);
	ASSERT_GE(self->fd, 0);
	ASSERT_EQ(0, setup_set(self->fd, variant->bytes, 8));
	self->nr = variant->bytes / sizeof(struct ior_record);
	TRACE(make_when_told, NULL);
	ASSERT_EQ(0, tell(self->tracee.fd) ?: hear(self->tracee.fd));
	ASSERT_EQ(0, filter_calls(self->fd, 0, MARK_NR));
}

FIXTURE_TEARDOWN(ring)
{
	TEARDOWN();
}

/* Maps the ring and starts the session. */
#define START_MAPPED() do { \
	ASSERT_EQ(0, ring_map(self->fd, cpu_nth(0), &self->ring)); \
	ASSERT_EQ(0, session_start(self->fd)); \
} while (0)

#define MAKE(n) do { \
	__u64 n_ = (n); \
	ASSERT_EQ(sizeof(n_), write(self->tracee.fd, &n_, sizeof(n_))); \
	ASSERT_EQ(0, hear(self->tracee.fd)); \
	self->made += n_; \
} while (0)

/* replay - the next record of the stream: the next mark, or a loss of some */
static bool replay(struct replay *replay, const struct ior_record *rec)
{
	replay->seen++;
	if (rec->type != IOR_RECORD_LOST)
		return is_mark_of(rec, replay->next++, 1);
	replay->next += rec->lost.calls;
	replay->lost += rec->lost.calls;
	return rec->lost.calls && !rec->lost.others && all_zero(rec->lost.reserved, 80) &&
	       !rec->tgid && !rec->tid && !rec->flags;
}

/* TAKE - consumes up to n records, which must be the ones that come next */
#define TAKE(n) do { \
	size_t i_; \
	self->trace.nr = 0; \
	ring_take(&self->ring, &self->trace, n); \
	for (i_ = 0; i_ < self->trace.nr; i_++) { \
		ASSERT_TRUE(replay(&self->replay, &self->trace.rec[i_])) \
			TH_LOG("mark %llu is not where it should be", self->replay.next); \
	} \
} while (0)

/* Calls and other records that were made, nobody dying or being born meanwhile */
#define EXPECT_SUM(fd, made)	EXPECT_SUM_OF(fd, made, 0)
#define EXPECT_SUM_OF(fd, made, others) do { \
	struct ior_stats stats_; \
	__u64 others_ = (others); \
	ASSERT_EQ(0, stats_get(fd, &stats_)); \
	EXPECT_EQ((made) + others_, stats_.records - stats_.lost_marks + \
		  stats_.lost_calls + stats_.lost_others); \
	EXPECT_GE(others_, stats_.lost_others); \
} while (0)

TEST_F(ring, wraps)
{
	static const __u64 batch[] = { 1, 2, 3, 5, 7, 11, 13, 17, 29, 31 };
	struct ior_stats stats;
	size_t i;

	START_MAPPED();
	for (i = 0; i < 10; i++) {
		MAKE(self->nr - 1);
		TAKE(-1);
		EXPECT_EQ(self->made, self->replay.next);
	}
	for (i = 0; i < 8 * ARRAY_SIZE(batch); i++) {
		MAKE(batch[i % ARRAY_SIZE(batch)]);
		TAKE(-1);
		EXPECT_EQ(self->made, self->replay.next);
	}
	ASSERT_EQ(0, session_stop(self->fd));
	EXPECT_EQ(self->made, ring_head(&self->ring));
	EXPECT_EQ(0, self->ring.page->lost_calls);
	EXPECT_EQ(0, self->ring.page->busy);
	ASSERT_EQ(0, stats_get(self->fd, &stats));
	EXPECT_EQ(self->made, stats.records);
	EXPECT_EQ(0, stats.lost_marks);
}

/* Nobody reads: one slot stays free, for the loss to be told at the stop. */
TEST_F(ring, fills)
{
	const struct ior_record *rec;
	__u64 before, after;
	struct ior_info info;

	START_MAPPED();
	ASSERT_EQ(0, info_get(self->fd, &info));
	MAKE(self->nr - 1);
	EXPECT_EQ(self->nr - 1, ring_head(&self->ring));
	EXPECT_EQ(0, self->ring.page->lost_calls);
	before = clock_ns(info.clock_id);
	MAKE(11);
	after = clock_ns(info.clock_id);
	EXPECT_EQ(self->nr - 1, ring_head(&self->ring));
	EXPECT_EQ(11, self->ring.page->lost_calls);
	rec = ring_at(&self->ring, self->nr - 1);
	EXPECT_TRUE(all_zero(rec, sizeof(*rec)));
	EXPECT_SUM(self->fd, self->made);
	ASSERT_EQ(0, session_stop(self->fd));
	EXPECT_EQ(self->nr, ring_head(&self->ring));
	EXPECT_EQ(IOR_RECORD_LOST, rec->type);
	EXPECT_EQ(11, rec->lost.calls);
	EXPECT_EQ(cpu_nth(0), rec->cpu);
	EXPECT_LE(before, rec->time_ns);
	EXPECT_LT(0, rec->duration_ns);
	EXPECT_LE(rec->time_ns + rec->duration_ns, after);
	EXPECT_SUM(self->fd, self->made);
	TAKE(-1);
	EXPECT_EQ(self->made, self->replay.next);
	EXPECT_EQ(11, self->replay.lost);
}

/* When there is room again, the loss comes first, then what followed it. */
TEST_F(ring, loss_in_its_place)
{
	START_MAPPED();
	MAKE(self->nr - 1 + 7);
	TAKE(self->nr / 2);
	MAKE(3);
	TAKE(-1);
	EXPECT_EQ(7, self->replay.lost);
	EXPECT_EQ(self->made, self->replay.next);
	MAKE(self->nr);
	TAKE(-1);
	MAKE(2);
	TAKE(-1);
	EXPECT_EQ(8, self->replay.lost);
	EXPECT_EQ(self->made, self->replay.next);
	ASSERT_EQ(0, session_stop(self->fd));
	EXPECT_EQ(self->made + 2, ring_head(&self->ring) + self->ring.page->lost_calls);
	EXPECT_SUM(self->fd, self->made);
}

/* Any mixture of making and taking, in any step: the sum is right at each. */
TEST_F(ring, any_mixture)
{
	unsigned int seed = 1, i;
	struct ior_stats stats;

	START_MAPPED();
	for (i = 0; i < 200; i++) {
		MAKE(rand_r(&seed) % (self->nr / 2 + 3));
		TAKE(rand_r(&seed) % (self->nr / 2));
		EXPECT_SUM(self->fd, self->made);
	}
	ASSERT_EQ(0, session_stop(self->fd));
	TAKE(-1);
	/* A loss for which there was no room at the stop: asking makes its record. */
	EXPECT_SUM(self->fd, self->made);
	TAKE(-1);
	EXPECT_EQ(self->made, self->replay.next);
	EXPECT_LT(0, self->replay.lost);
	ASSERT_EQ(0, stats_get(self->fd, &stats));
	EXPECT_EQ(stats.lost_calls, self->replay.lost);
	EXPECT_EQ(stats.records, self->replay.seen);
	EXPECT_SUM(self->fd, self->made);
}

TEST_F(ring, by_read)
{
	struct ior_stats stats;
	size_t i;

	ASSERT_EQ(0, session_start(self->fd));
	MAKE(3 * self->nr);
	ASSERT_EQ(1, trace_read(self->fd, &self->trace));
	ASSERT_LT(0, trace_read(self->fd, &self->trace));
	MAKE(5);
	ASSERT_EQ(0, session_stop(self->fd));
	ASSERT_EQ(0, trace_drain(self->fd, &self->trace));
	for (i = 1; i < self->trace.nr; i++)
		EXPECT_TRUE(replay(&self->replay, &self->trace.rec[i]));
	EXPECT_EQ(self->made, self->replay.next);
	ASSERT_EQ(0, stats_get(self->fd, &stats));
	EXPECT_EQ(2 * self->nr + 1, stats.lost_calls);
	EXPECT_EQ(stats.lost_calls, self->replay.lost);
	EXPECT_SOUND(&self->trace);
}

/* A tail that cannot be true makes the ring full, until it is true again. */
TEST_F(ring, forged_tail)
{
	const struct { __u64 from_head, value; } forged[] = {
		{ 1, 1 }, { 1, 2 }, { 1, self->nr }, { 1, 1ULL << 63 }, { 1, 1ULL << 32 },
		{ 1, -self->nr - 1 }, { 1, -2 * self->nr }, { 1, -1ULL << 32 },
		{ 0, 0 }, { 0, ~0ULL }, { 0, 1ULL << 63 }, { 0, INT32_MAX },
	};
	__u64 head;
	size_t i;

	START_MAPPED();
	MAKE(2 * self->nr);
	TAKE(-1);
	MAKE(2 * self->nr);
	TAKE(-1);
	for (i = 0; i < ARRAY_SIZE(forged); i++) {
		MAKE(self->nr + 2);		/* full, and found to be */
		TAKE(-1);
		head = ring_head(&self->ring);
		ring_set_tail(&self->ring, forged[i].from_head * head + forged[i].value);
		MAKE(5);
		EXPECT_EQ(head, ring_head(&self->ring))
			TH_LOG("tail %#llx was believed", self->ring.reader->tail);
		EXPECT_SUM(self->fd, self->made);
		ring_set_tail(&self->ring, self->ring.tail);
		MAKE(3);
		TAKE(-1);
		EXPECT_EQ(self->made, self->replay.next);
	}
	ASSERT_EQ(0, session_stop(self->fd));
	EXPECT_EQ(0, poll(&(struct pollfd){ .fd = self->fd, .events = POLLPRI }, 1, 0) & POLLPRI);
	EXPECT_SUM(self->fd, self->made);
}

struct forger {
	struct rings rings;
	bool stop;
};

static void *forge(void *arg)
{
	struct forger *forger = arg;
	unsigned int seed = 7, cpu;

	while (!__atomic_load_n(&forger->stop, __ATOMIC_RELAXED)) {
		for (cpu = 0; cpu < forger->rings.nr; cpu++) {
			struct ring *ring = &forger->rings.ring[cpu];
			__u64 r = rand_r(&seed);

			if (!ring->page)
				continue;
			/* near head, mostly: true, too old, too new */
			ring_set_tail(ring, r % 8 ? ring_head(ring) + 40 - r % 80 : r << 33 | r);
		}
	}
	return NULL;
}

#define MARKS_EACH	2000
#define TASK_RECORDS	(2 * THREADS + 1)	/* births and deaths of many_threads() */

static void *mark_many(void *arg)
{
	marks(0, MARKS_EACH, (unsigned long)arg);
	return NULL;
}

static void many_threads(int side, void *arg)
{
	pthread_t thread[THREADS];
	unsigned long i;

	for (i = 0; i < THREADS; i++)
		pthread_create(&thread[i], NULL, mark_many, (void *)(10 + i));
	for (i = 0; i < THREADS; i++)
		pthread_join(thread[i], NULL);
}

TEST_F(ring, forged_all_the_time)
{
	struct forger forger = {};
	struct tracee many;
	pthread_t thread;
	unsigned int cpu;

	ASSERT_EQ(0, rings_map(self->fd, &forger.rings));
	START_MAPPED();
	ASSERT_EQ(0, tracee_fork(&many, many_threads, NULL));
	ASSERT_EQ(0, tgid_add(self->fd, many.pid));
	ASSERT_EQ(0, pthread_create(&thread, NULL, forge, &forger));
	EXPECT_EQ(0, tracee_run(&many));
	__atomic_store_n(&forger.stop, true, __ATOMIC_RELAXED);
	pthread_join(thread, NULL);
	EXPECT_SUM_OF(self->fd, THREADS * MARKS_EACH, TASK_RECORDS);
	/* An honest reader finds a ring that works. */
	ASSERT_EQ(0, session_stop(self->fd));
	for (cpu = 0; cpu < forger.rings.nr; cpu++)
		if (forger.rings.ring[cpu].page)
			ring_set_tail(&forger.rings.ring[cpu],
				      ring_head(&forger.rings.ring[cpu]));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, session_stop(self->fd));
	self->ring.tail = ring_head(&self->ring);
	ring_set_tail(&self->ring, self->ring.tail);
	ASSERT_EQ(0, session_start(self->fd));
	MAKE(self->nr - 1);
	TAKE(-1);
	EXPECT_EQ(self->nr - 1, self->replay.next);
	EXPECT_EQ(0, self->replay.lost);
	EXPECT_SUM_OF(self->fd, self->made + THREADS * MARKS_EACH, TASK_RECORDS);
}

/* All CPUs at full rate into rings that are read too slowly, or not at all. */
TEST_F(ring, loss_under_load)
{
	struct ior_stats stats;
	struct tracee many;
	__u64 seen = 0;
	size_t i;
	int n;

	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(1, trace_read(self->fd, &self->trace));
	ASSERT_EQ(0, tracee_fork(&many, many_threads, NULL));
	ASSERT_EQ(0, tgid_add(self->fd, many.pid));
	ASSERT_EQ(0, fcntl(self->fd, F_SETFL, O_NONBLOCK));
	ASSERT_EQ(0, tell(many.fd));
	for (i = 0; i < 20; i++) {
		sleep_ms(1);
		n = trace_read(self->fd, &self->trace);
		ASSERT_TRUE(n > 0 || n == -EAGAIN);
	}
	EXPECT_EQ(0, tracee_wait(&many));
	ASSERT_EQ(0, session_stop(self->fd));
	ASSERT_EQ(0, trace_drain(self->fd, &self->trace));
	EXPECT_SOUND(&self->trace);
	for (i = 0; i < self->trace.nr; i++)
		seen += is_mark(&self->trace.rec[i]);
	ASSERT_EQ(0, stats_get(self->fd, &stats));
	EXPECT_LT(0, stats.lost_calls);
	EXPECT_EQ(stats.lost_calls, trace_lost(&self->trace));
	EXPECT_EQ(stats.lost_others, trace_lost_others(&self->trace));
	EXPECT_EQ(THREADS * MARKS_EACH, seen + trace_lost(&self->trace));
	EXPECT_EQ(TASK_RECORDS, count(&self->trace, .type = IOR_RECORD_TASK) +
		  trace_lost_others(&self->trace));
	EXPECT_SUM_OF(self->fd, THREADS * MARKS_EACH, TASK_RECORDS);
}

/* ------------------------------------------------------------ watermark -- */

static int poll_for(int fd, short events, int ms)
{
	struct pollfd pfd = { .fd = fd, .events = events };

	return poll(&pfd, 1, ms) < 0 ? -errno : pfd.revents;
}

TEST_F(ring, watermark)
{
	START_MAPPED();
	MAKE(7);
	EXPECT_EQ(POLLIN, poll_for(self->fd, POLLIN | POLLPRI, 0));
	EXPECT_EQ(0, poll_for(self->fd, POLLPRI, 0));
	MAKE(1);
	EXPECT_EQ(POLLPRI, poll_for(self->fd, POLLPRI, 0));
	TAKE(1);
	EXPECT_EQ(0, poll_for(self->fd, POLLPRI, 0));
	TAKE(-1);
	EXPECT_EQ(0, poll_for(self->fd, POLLIN | POLLPRI, 0));
}

struct sleeper {
	int fd;
	int events;
};

static void *sleep_for_watermark(void *arg)
{
	struct sleeper *sleeper = arg;

	sleeper->events = poll_for(sleeper->fd, POLLPRI, 3000);
	return NULL;
}

/* Whatever was read before, and when: who sleeps for the watermark wakes. */
TEST_F(ring, watermark_wakes)
{
	static const __u64 before[] = { 0, 1, 7, 8, 12, 15, 20 };
	struct sleeper sleeper = { .fd = self->fd };
	pthread_t thread;
	__u64 start;
	size_t i;

	START_MAPPED();
	for (i = 0; i < ARRAY_SIZE(before); i++) {
		MAKE(before[i]);
		TAKE(-1);
		start = clock_ns(CLOCK_MONOTONIC);
		ASSERT_EQ(0, pthread_create(&thread, NULL, sleep_for_watermark, &sleeper));
		sleep_ms(50);
		MAKE(9);
		pthread_join(thread, NULL);
		EXPECT_EQ(POLLPRI, sleeper.events)
			TH_LOG("after %llu records", self->made);
		EXPECT_GT(2000 * NSEC_PER_MSEC, clock_ns(CLOCK_MONOTONIC) - start);
		TAKE(-1);
	}
}

/* Below it, nobody who sleeps for the watermark is disturbed. */
TEST_F(ring, watermark_waits)
{
	START_MAPPED();
	MAKE(7);
	EXPECT_EQ(0, poll_for(self->fd, POLLPRI, 300));
	EXPECT_EQ(POLLIN, poll_for(self->fd, POLLIN, 300));
}

TEST_HARNESS_MAIN
