// SPDX-License-Identifier: GPL-2.0-only
/*
 * Readers in a crowd: killed at any moment, deaf, or as many as there can be.
 */
#include "crowded.h"

#define SESSIONS	64	/* as many as there can be */

/* -------------------------------------------------- killed and unheard -- */

enum stage {
	STAGE_TOLD,
	STAGE_OPEN,
	STAGE_FILTERED,
	STAGE_MAPPED,
	STAGE_RUNNING,
	STAGE_READING,
	NR_STAGES,
};

enum way {
	WAY_READ,
	WAY_MAP,
	WAY_THREADS,	/* one reads, one starts and stops */
	NR_WAYS,
};

/* struct reader - in memory that it shares with who kills it */
struct reader {
	const struct crowd *crowd;
	enum way way;
	enum stage stage;
	__u64 began;
	__u64 reading;	/* when it had its first record */
};

static void reached(struct reader *reader, enum stage stage)
{
	if (stage == STAGE_READING && !reader->reading)
		reader->reading = clock_ns(CLOCK_MONOTONIC);
	__atomic_store_n(&reader->stage, stage, __ATOMIC_RELEASE);
}

static void *start_and_stop(void *arg)
{
	int fd = *(int *)arg;

	for (;;) {
		session_stop(fd);
		session_start(fd);
		usleep(100);
	}
	return NULL;
}

static void read_on(struct reader *reader, int fd, struct rings *rings)
{
	static struct ior_record rec[256];
	struct trace trace = {};
	unsigned int cpu;

	for (;;) {
		if (reader->way == WAY_MAP) {
			for (cpu = 0; cpu < rings->nr; cpu++)
				if (rings->ring[cpu].page)
					ring_take(&rings->ring[cpu], &trace, -1);
		} else if (read(fd, rec, sizeof(rec)) > 0) {
			trace.nr++;
		}
		if (trace.nr)
			reached(reader, STAGE_READING);
		trace.nr = 0;
	}
}

static void read_until_killed(int side, void *arg)
{
	struct reader *reader = arg;
	struct rings rings = {};
	pthread_t thread;
	int fd, i;

	reader->began = clock_ns(CLOCK_MONOTONIC);
	fd = session_open(0);
	if (fd < 0 || setup_set(fd, 65536, 1))
		_exit(1);
	reached(reader, STAGE_OPEN);
	for (i = 0; i < CROWD_PROCESSES; i++)
		tgid_add(fd, crowd_any(reader->crowd, i));
	if (filter_every_call(fd, IOR_FILTER_FOLLOW | IOR_FILTER_ALL))
		_exit(2);
	reached(reader, STAGE_FILTERED);
	if (reader->way == WAY_MAP && rings_map(fd, &rings))
		_exit(3);
	reached(reader, STAGE_MAPPED);
	if (session_start(fd))
		_exit(4);
	reached(reader, STAGE_RUNNING);
	if (reader->way == WAY_THREADS)
		pthread_create(&thread, NULL, start_and_stop, &fd);
	read_on(reader, fd, &rings);
}

static void await_reading(const struct reader *reader)
{
	while (__atomic_load_n(&reader->stage, __ATOMIC_ACQUIRE) != STAGE_READING)
		sleep_ms(1);
}

/* Slots are few, and each reader would take one: are all of them free again? */
static int sessions_free(void)
{
	int fd[SESSIONS + 1], n, i;

	for (n = 0; n < ARRAY_SIZE(fd); n++) {
		fd[n] = session_open(0);
		if (fd[n] < 0)
			break;
	}
	for (i = 0; i < n; i++)
		close(fd[i]);
	return n;
}

TEST_F_TIMEOUT(crowded, readers_killed, 900)
{
	struct reader *reader = shared(sizeof(*reader));
	unsigned int killed_at[NR_STAGES] = {}, rounds = 0;
	__u64 way_ns = 0;	/* from being told to the first record */
	struct tracee tracee;
	int i;

	ASSERT_NE(MAP_FAILED, reader);
	for (; rounds < 5000 && GO_ON(rounds, 32); rounds++) {
		memset(reader, 0, sizeof(*reader));
		reader->crowd = self->crowd;
		reader->way = rounds < NR_WAYS ? rounds : rand_r(&self->seed) % NR_WAYS;
		ASSERT_EQ(0, tracee_fork(&tracee, read_until_killed, reader));
		ASSERT_EQ(0, tell(tracee.fd));
		/* at any point of the way, or somewhat behind it; one of each goes all of it */
		if (rounds >= NR_WAYS)
			usleep(rand_r(&self->seed) % (way_ns * 3 / 2) / 1000);
		else
			await_reading(reader);
		ASSERT_EQ(0, tracee_kill(&tracee));
		killed_at[reader->stage]++;
		if (rounds < NR_WAYS)
			way_ns += (reader->reading - reader->began) / NR_WAYS;
		else if (reader->reading)
			way_ns = (3 * way_ns + reader->reading - reader->began) / 4;
		else
			way_ns += way_ns / 16;
		if (rounds % 16 == 0)
			EXPECT_EXACT(rand_r(&self->seed), &self->sum);
	}
	for (i = 0; i < NR_STAGES; i++)
		TH_LOG("stage %d: %u killed", i, killed_at[i]);
	TH_LOG("%u rounds", rounds);
	EXPECT_LT(0, rounds - killed_at[STAGE_RUNNING] - killed_at[STAGE_READING]);
	EXPECT_LT(0, killed_at[STAGE_READING]);
	EXPECT_EQ(SESSIONS, sessions_free());
	END_WELL();
}

/* Two sessions that everybody's calls go to, and that nobody reads until the end */
TEST_F_TIMEOUT(crowded, reader_that_never_reads, 900)
{
	const struct exact unread = { .ring_bytes = PAGE, .marks = 20000 };
	struct trace trace = {};
	struct rings rings = {};
	struct ior_stats stats;
	__u64 lost = 0, waiting = 0;
	int fd, mapped, i;

	fd = session_open(0);
	mapped = session_open(0);
	ASSERT_GE(fd, 0);
	ASSERT_GE(mapped, 0);
	for (i = 0; i < 2; i++) {
		ASSERT_EQ(0, setup_set(i ? mapped : fd, 65536, 0));
		ASSERT_EQ(0, filter_every_call(i ? mapped : fd, IOR_FILTER_ALL));
	}
	ASSERT_EQ(0, rings_map(mapped, &rings));
	ASSERT_EQ(0, session_start(fd));
	ASSERT_EQ(0, session_start(mapped));
	while (GO_ON(self->sum.counts, 2)) {
		const char *fault = exact_count(&unread, &self->sum);

		EXPECT_EQ(NULL, fault)
			TH_LOG("%s", fault);
		EXPECT_EXACT(rand_r(&self->seed), &self->sum);
	}
	ASSERT_EQ(0, session_stop(fd));
	ASSERT_EQ(0, session_stop(mapped));

	ASSERT_EQ(0, trace_drain(fd, &trace));
	ASSERT_EQ(0, stats_get(fd, &stats));
	EXPECT_LT(0, stats.lost_calls);
	EXPECT_EQ(stats.lost_calls, trace_lost(&trace));
	EXPECT_EQ(stats.lost_others, trace_lost_others(&trace));
	EXPECT_EQ(stats.calls, trace_calls(&trace));
	EXPECT_EQ(stats.records + 1, trace.nr);
	EXPECT_SOUND(&trace);
	TH_LOG("%llu seen, %llu lost", stats.calls, stats.lost_calls);

	ASSERT_EQ(0, stats_get(mapped, &stats));
	for (i = 0; i < rings.nr; i++) {
		if (!rings.ring[i].page)
			continue;
		lost += rings.ring[i].page->lost_calls;
		waiting += ring_head(&rings.ring[i]);
		EXPECT_LE(ring_head(&rings.ring[i]), rings.ring[i].page->nr_records);
	}
	EXPECT_LT(0, lost);
	EXPECT_EQ(stats.lost_calls, lost);
	EXPECT_EQ(stats.records, waiting);
	END_WELL();
}

/* ---------------------------------------------------------------- many -- */

/* count_in_all - one process, in as many sessions as there can be, of which some
 * end before it does: the others all have it to the call
 */
static const char *count_in_all(struct crowd *crowd, unsigned int *seed, struct exact_sum *sum)
{
	__u64 made = 200 + rand_r(seed) % 800;
	const char *fault = NULL;
	struct tracee tracee;
	int fd[SESSIONS], i;

	if (tracee_fork(&tracee, exact_make, &made))
		return "no process to trace";
	for (i = 0; i < SESSIONS && !fault; i++) {
		fd[i] = session_open(O_NONBLOCK);
		if (fd[i] < 0 || setup_set(fd[i], PAGE << rand_r(seed) % 4, 0) ||
		    tgid_add(fd[i], tracee.pid))
			fault = "it cannot be set up";
		/* every eighth one has the crowd as well, and is not counted */
		else if (i % 8 ? filter_calls(fd[i], 0, MARK_NR) :
				 filter_every_call(fd[i], IOR_FILTER_ALL))
			fault = "it cannot be filtered";
		else if (session_start(fd[i]))
			fault = "it does not start";
	}
	if (!fault && session_open(0) != -ENOSPC)
		fault = "there is one more";
	if (!fault && tell(tracee.fd))
		fault = "it cannot be told";
	/* these go while marks are made */
	for (i = 0; i < SESSIONS && !fault; i += 8) {
		close(fd[i]);
		fd[i] = -1;
	}
	if (!fault && tracee_wait(&tracee))
		fault = "the process did not end well";
	for (i = 0; i < SESSIONS && !fault; i++) {
		struct trace trace = {};

		if (fd[i] < 0)
			continue;
		fault = session_stop(fd[i]) ? "it does not stop" :
			exact_fault(fd[i], &trace, made, sum);
		trace_free(&trace);
		close(fd[i]);
	}
	tracee_kill(&tracee);
	return fault;
}

TEST_F_TIMEOUT(crowded, all_sessions_at_once, 900)
{
	unsigned int rounds = 0;

	for (; GO_ON(rounds, 1); rounds++) {
		const char *fault = count_in_all(self->crowd, &self->seed, &self->sum);

		ASSERT_EQ(NULL, fault)
			TH_LOG("%s", fault);
	}
	TH_LOG("%u rounds of %d sessions", rounds, SESSIONS);
	END_WELL();
}

TEST_HARNESS_MAIN
