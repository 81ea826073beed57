// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sessions that overwrite: of each ring, the newest records are there at the
 * end, and it is said how many others there were.
 */
#include "ior_trace.h"

#define RING		(64UL << 10)
#define NR_RECORDS	(RING / IOR_RECORD_SIZE)

FIXTURE(overwrite) {
	int fd;
	struct tracee tracee;
	struct trace trace;
};

static int setup_overwrite(int fd, __u64 bytes)
{
	struct ior_setup setup = { .ring_bytes = bytes, .flags = IOR_SETUP_OVERWRITE };

	return result(ioctl(fd, IOR_IOC_SETUP, &setup));
}

FIXTURE_SETUP(overwrite)
{
	self->fd = session_open(0);
	ASSERT_LE(0, self->fd);
	ASSERT_EQ(0, setup_overwrite(self->fd, RING));
}

FIXTURE_TEARDOWN(overwrite)
{
	TEARDOWN();
}

static void make_marks(int side, void *arg)
{
	pin(cpu_nth(0));
	marks(0, (long)arg, 1);
}

/* The marks that are left: the newest ones, without a gap.  Returns how many. */
static long newest(const struct trace *trace, long made)
{
	const struct ior_record *rec = NULL;
	long first = -1, n = 0;

	while ((rec = trace_next(trace, rec, WANT(.nr = MARK_NR)))) {
		if (first < 0)
			first = rec->args[0];
		if (rec->args[0] != (__u64)(first + n))
			return -1;
		n++;
	}
	return first + n == made ? n : -1;
}

TEST_F(overwrite, newest_stay)
{
	long left, made = 100 * NR_RECORDS + 17;
	struct ior_stats stats;
	size_t i;

	ASSERT_EQ(0, filter_calls(self->fd, 0, MARK_NR));
	TRACE(make_marks, (void *)made);
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	ASSERT_EQ(0, session_stop(self->fd));
	ASSERT_EQ(0, stats_get(self->fd, &stats));
	ASSERT_EQ(0, trace_drain(self->fd, &self->trace));
	left = newest(&self->trace, made);
	EXPECT_LE(NR_RECORDS - 3, left);
	EXPECT_EQ(made, left + trace_lost(&self->trace));
	EXPECT_EQ(stats.lost_calls, trace_lost(&self->trace));
	EXPECT_EQ(stats.lost_others, trace_lost_others(&self->trace));
	EXPECT_EQ(1, stats.lost_marks);
	EXPECT_EQ(stats.records + 1, self->trace.nr);
	EXPECT_EQ(stats.calls, trace_calls(&self->trace));
	/* a LOST record comes late, but says when */
	for (i = 0; i < self->trace.nr; i++)
		if (self->trace.rec[i].type == IOR_RECORD_LOST)
			EXPECT_LT(self->trace.rec[i].time_ns, find(&self->trace)->time_ns);
	/* asking again changes nothing */
	ASSERT_EQ(0, stats_get(self->fd, &stats));
	EXPECT_EQ(stats.lost_calls, trace_lost(&self->trace));
	EXPECT_EQ(0, trace_drain(self->fd, &self->trace));
	EXPECT_EQ(stats.records + 1, self->trace.nr);
	EXPECT_EQ(stats.calls, trace_calls(&self->trace));
}

/* Every number of records around what fits. */
TEST_F(overwrite, edges)
{
	long made;

	for (made = NR_RECORDS - 4; made < (long)NR_RECORDS + 4; made++) {
		struct trace trace = {};
		struct ior_stats stats;
		long left;
		int fd = session_open(0);

		ASSERT_LE(0, fd);
		ASSERT_EQ(0, setup_overwrite(fd, RING));
		ASSERT_EQ(0, filter_calls(fd, 0, MARK_NR));
		ASSERT_EQ(0, tracee_fork(&self->tracee, make_marks, (void *)made));
		ASSERT_EQ(0, tgid_add(fd, self->tracee.pid));
		ASSERT_EQ(0, session_start(fd));
		ASSERT_EQ(0, tracee_run(&self->tracee));
		ASSERT_EQ(0, session_stop(fd));
		ASSERT_EQ(0, stats_get(fd, &stats));
		ASSERT_EQ(0, trace_drain(fd, &trace));
		left = newest(&trace, made);
		EXPECT_LE(0, left);
		EXPECT_EQ(made, left + trace_lost(&trace));
		EXPECT_EQ(stats.lost_calls, trace_lost(&trace));
		EXPECT_EQ(stats.records + 1, trace.nr);
		EXPECT_EQ(stats.calls, trace_calls(&trace));
		EXPECT_EQ(stats.lost_marks, count(&trace, .type = IOR_RECORD_LOST));
		/* the tracee's end is one record more; nothing goes while all fits */
		if (made < (long)NR_RECORDS)
			EXPECT_EQ(0, stats.lost_calls + stats.lost_others);
		trace_free(&trace);
		close(fd);
	}
}

static void read_files(int side, void *arg)
{
	int zero = open("/dev/zero", O_RDONLY), null = open("/dev/null", O_WRONLY), i;
	char c;

	pin(cpu_nth(0));
	for (i = 0; i < 40 * (int)NR_RECORDS; i++) {
		if (read(zero, &c, 1) != 1 || write(null, &c, 1) != 1)
			_exit(1);
		if (!(i % 64))
			usleep(10000);	/* names are sent again by work in the background */
	}
}

/* Names go with the records that have them, and come again. */
TEST_F(overwrite, names)
{
	const struct ior_record *rec = NULL;
	size_t n = 0, unknown = 0;

	TRACE(read_files, NULL);
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	ASSERT_EQ(0, session_stop(self->fd));
	ASSERT_EQ(0, trace_drain(self->fd, &self->trace));
	while ((rec = trace_next(&self->trace, rec, WANT(.nr = SYS_write)))) {
		const char *path = path_of(&self->trace, rec, 0);

		n++;
		if (*path == '?' && n - unknown == 1)
			unknown++;	/* the oldest ones only */
		else
			EXPECT_STREQ("/dev/null", path);
	}
	EXPECT_LT(NR_RECORDS / 3, n);
	EXPECT_GT(n / 2, unknown);
	EXPECT_LT(100 * NR_RECORDS / 3, trace_lost(&self->trace));
}

/* Nothing is given out as long as it may be overwritten. */
TEST_F(overwrite, wait)
{
	struct pollfd pfd = { .fd = self->fd, .events = POLLIN | POLLPRI };
	struct ior_record rec;

	TRACE(make_marks, (void *)(long)(4 * NR_RECORDS));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, fcntl(self->fd, F_SETFL, O_NONBLOCK));
	ASSERT_EQ(sizeof(rec), read(self->fd, &rec, sizeof(rec)));
	EXPECT_EQ(IOR_RECORD_HEADER, rec.type);
	ASSERT_EQ(0, tracee_run(&self->tracee));
	EXPECT_EQ(0, poll(&pfd, 1, 200));
	EXPECT_EQ(-1, read(self->fd, &rec, sizeof(rec)));
	EXPECT_EQ(EAGAIN, errno);
	ASSERT_EQ(0, session_stop(self->fd));
	EXPECT_EQ(1, poll(&pfd, 1, 200));
	ASSERT_EQ(0, trace_drain(self->fd, &self->trace));
	EXPECT_LE(NR_RECORDS - 8, newest(&self->trace, 4 * NR_RECORDS));
}

/* A new start gives up what was not read, and says so. */
TEST_F(overwrite, again)
{
	struct ior_stats stats;
	long left;
	int i;

	ASSERT_EQ(0, filter_calls(self->fd, 0, MARK_NR));
	for (i = 0; i < 3; i++) {
		TRACE(make_marks, (void *)(long)(i == 1 ? 20 : 3 * NR_RECORDS));
		ASSERT_EQ(0, session_start(self->fd));
		ASSERT_EQ(0, tracee_run(&self->tracee));
		ASSERT_EQ(0, session_stop(self->fd));
	}
	ASSERT_EQ(0, stats_get(self->fd, &stats));
	ASSERT_EQ(0, trace_drain(self->fd, &self->trace));
	left = newest(&self->trace, 3 * NR_RECORDS);
	EXPECT_LE(NR_RECORDS - 3, left);
	EXPECT_EQ(stats.records + 1, self->trace.nr);
	EXPECT_EQ(stats.calls, trace_calls(&self->trace));
	EXPECT_EQ(6 * NR_RECORDS + 20, left + stats.lost_calls);
	EXPECT_EQ(stats.lost_calls, trace_lost(&self->trace));
	EXPECT_EQ(stats.lost_others, trace_lost_others(&self->trace));
	EXPECT_EQ(stats.lost_marks, count(&self->trace, .type = IOR_RECORD_LOST));
}

struct reading {
	int fd;
	volatile bool over;
	__u64 marks;
	__u64 torn;
};

static void *read_marks(void *arg)
{
	struct reading *reading = arg;
	struct ior_record rec[64];
	ssize_t n;
	int i;

	while (!reading->over) {
		n = read(reading->fd, rec, sizeof(rec));
		for (i = 0; i < n / (int)sizeof(rec[0]); i++) {
			reading->marks += is_mark(&rec[i]);
			reading->torn += is_mark(&rec[i]) &&
					 !is_mark_of(&rec[i], rec[i].args[0], 1);
		}
	}
	return NULL;
}

/* Started while it is being read: each record is read, or lost, and whole. */
TEST_F_TIMEOUT(overwrite, read_and_start, 60)
{
	struct reading reading = { .fd = self->fd };
	int runs = 0, refused = 0, err;
	struct ior_stats stats;
	pthread_t thread;

	ASSERT_EQ(0, filter_calls(self->fd, 0, MARK_NR));
	ASSERT_EQ(0, fcntl(self->fd, F_SETFL, O_NONBLOCK));
	TRACE(make_marks, (void *)(long)NR_RECORDS);
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, pthread_create(&thread, NULL, read_marks, &reading));
	for (runs = 0; runs < 40; runs++) {
		ASSERT_EQ(0, tracee_run(&self->tracee));
		ASSERT_EQ(0, session_stop(self->fd));
		TRACE(make_marks, (void *)(long)NR_RECORDS);
		while ((err = session_start(self->fd)) == -EBUSY)
			refused++;
		ASSERT_EQ(0, err);
	}
	ASSERT_EQ(0, session_stop(self->fd));
	reading.over = true;
	pthread_join(thread, NULL);
	ASSERT_EQ(0, trace_drain(self->fd, &self->trace));
	ASSERT_EQ(0, stats_get(self->fd, &stats));
	EXPECT_EQ(0, reading.torn);
	EXPECT_EQ(runs * NR_RECORDS, reading.marks + trace_calls(&self->trace) + stats.lost_calls)
		TH_LOG("%d starts refused", refused);
}

TEST_F(overwrite, mapped)
{
	long left = 0, lost = 0;
	struct rings rings;
	unsigned int cpu;

	ASSERT_EQ(0, filter_calls(self->fd, 0, MARK_NR));
	ASSERT_EQ(0, rings_map(self->fd, &rings));
	TRACE(make_marks, (void *)(long)(9 * NR_RECORDS));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	ASSERT_EQ(0, session_stop(self->fd));
	for (cpu = 0; cpu < rings.nr; cpu++) {
		struct ring *ring = &rings.ring[cpu];
		__u64 head;

		if (!ring->page)
			continue;
		head = ring_head(ring);
		if (head > NR_RECORDS)
			ring->tail = head - NR_RECORDS;
		for (; ring->tail < head; ring->tail++) {
			const struct ior_record *rec = ring_at(ring, ring->tail);

			left += is_mark(rec);
			if (rec->type == IOR_RECORD_LOST)
				lost += rec->lost.calls;
		}
		EXPECT_EQ(head > NR_RECORDS, ring->page->lost_calls > 0);
	}
	EXPECT_LE(NR_RECORDS - 3, left);
	EXPECT_EQ(9 * NR_RECORDS, left + lost);
}

TEST_F(overwrite, bad)
{
	struct ior_setup setup = { .flags = IOR_SETUP_OVERWRITE << 1 };

	EXPECT_EQ(-EINVAL, result(ioctl(self->fd, IOR_IOC_SETUP, &setup)));
}

TEST_HARNESS_MAIN
