// SPDX-License-Identifier: GPL-2.0-only
/*
 * Counting in the kernel: what was made is what was recorded and what was only
 * counted, to the call.
 */
#include <sys/wait.h>

#include "ior_trace.h"

#define SILENT	0
#define ALL	IOR_SAMPLE_EVERY_CALL

FIXTURE(count) {
	int fd;
	struct tracee tracee;
	struct trace trace;
};

FIXTURE_SETUP(count)
{
	SETUP(8 << 20);
}

FIXTURE_TEARDOWN(count)
{
	TEARDOWN();
}

static int sample_set(int fd, __u32 flags, __u32 abi, __u32 nr, __u32 every)
{
	struct ior_sample sample = { .flags = flags, .abi = abi, .nr = nr, .every = every };

	return result(ioctl(fd, IOR_IOC_SAMPLE, &sample));
}

static int count_next(int fd, __u32 abi, __u32 nr, struct ior_count *sum)
{
	*sum = (struct ior_count){ .abi = abi, .nr = nr };
	return result(ioctl(fd, IOR_IOC_COUNT, sum));
}

/* count_of - what was counted of one native call; nothing if there is no count */
static struct ior_count count_of(int fd, __u32 nr)
{
	struct ior_count sum;

	if (count_next(fd, IOR_ABI_NATIVE, nr, &sum) || sum.abi || sum.nr != nr)
		memset(&sum, 0, sizeof(sum));
	return sum;
}

static __u64 timed(const struct ior_count *sum)
{
	__u64 n = 0;
	int i;

	for (i = 0; i < IOR_NR_BUCKETS; i++)
		n += sum->buckets[i];
	return n;
}

/* The buckets can't say otherwise than the sums. */
static const char *count_fault(const struct ior_count *sum)
{
	__u64 least = 0, most = 0, n = timed(sum);
	int i, first = -1, last = -1;

	if (n > sum->calls || sum->recorded > sum->calls || sum->errors > sum->calls)
		return "more than there were";
	if (!n)
		return sum->ns || sum->min_ns || sum->max_ns ? "time of no call" : "";
	for (i = 0; i < IOR_NR_BUCKETS; i++) {
		if (!sum->buckets[i])
			continue;
		first = first < 0 ? i : first;
		last = i;
		least += sum->buckets[i] * ior_bucket_ns(i);
		most += sum->buckets[i] * (ior_bucket_ns(i + 1) - 1);
	}
	if (ior_bucket(sum->min_ns) != (__u32)first || ior_bucket(sum->max_ns) != (__u32)last)
		return "the shortest or longest is in no bucket";
	if (sum->ns < least || sum->ns > most)
		return "the sum is not that of the buckets";
	return sum->min_ns * n <= sum->ns && sum->ns <= sum->max_ns * n ? "" : "no mean";
}

TEST(buckets)
{
	unsigned int i;
	__u64 ns;

	for (i = 0; i < IOR_NR_BUCKETS; i++) {
		EXPECT_EQ(i, ior_bucket(ior_bucket_ns(i)));
		EXPECT_EQ(i, ior_bucket(ior_bucket_ns(i + 1) - 1));
	}
	EXPECT_EQ(IOR_NR_BUCKETS - 1, ior_bucket(~0ULL));
	/* four for each power of two, so none is wider than a quarter of what is in it */
	for (ns = 8; ns < 1ULL << 60; ns *= 2)
		EXPECT_EQ(4, ior_bucket(2 * ns) - ior_bucket(ns));
}

#define MARKS	5000
#define READS	300
#define BAD	100
#define PATHS	50

static void make_known_calls(int side, void *arg)
{
	int i, zero = open("/dev/zero", O_RDONLY);
	char buf[64];

	marks(0, MARKS, 1);
	for (i = 0; i < READS; i++)
		if (read(zero, buf, 7) != 7)
			_exit(1);
	for (i = 0; i < BAD; i++)
		syscall(SYS_fsync, -1);
	for (i = 0; i < PATHS; i++)
		access("/proc/self/none", F_OK);
	syscall(999);
	syscall(-1);
	syscall(70000);
	sleep_ms(30);
}

TEST_F(count, silent)
{
	struct ior_stats stats;
	struct ior_count sum;
	__u64 made = 0;
	__u32 abi, nr;

	ASSERT_EQ(0, sample_set(self->fd, ALL, 0, 0, SILENT));
	TRACE(make_known_calls, NULL);
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	ASSERT_EQ(0, session_stop(self->fd));
	ASSERT_EQ(0, stats_get(self->fd, &stats));
	EXPECT_EQ(0, stats.records);
	EXPECT_EQ(0, stats.lost_calls + stats.lost_others);
	for (abi = 0, nr = 0; !count_next(self->fd, abi, nr, &sum); nr = sum.nr + 1) {
		abi = sum.abi;
		EXPECT_STREQ("", count_fault(&sum));
		EXPECT_EQ(0, sum.recorded);
		EXPECT_NE(0, sum.calls);
		EXPECT_TRUE(all_zero(sum.reserved, sizeof(sum.reserved)));
		made += sum.calls;
	}
	EXPECT_EQ(made, stats.counted);

	sum = count_of(self->fd, MARK_NR);
	EXPECT_EQ(MARKS, sum.calls);
	EXPECT_EQ(MARKS, timed(&sum));
	EXPECT_EQ(0, sum.errors + sum.bytes);
	/* one more in which it waited to be told, the beginning of which nobody saw */
	sum = count_of(self->fd, SYS_read);
	EXPECT_EQ(READS + 1, sum.calls);
	EXPECT_EQ(READS, timed(&sum));
	EXPECT_EQ(READS * 7 + 1, sum.bytes);
	sum = count_of(self->fd, SYS_fsync);
	EXPECT_EQ(BAD, sum.calls);
	EXPECT_EQ(BAD, sum.errors);
	sum = count_of(self->fd, call_nr(SYS_access));
	EXPECT_EQ(PATHS, sum.calls);
	EXPECT_EQ(PATHS, sum.errors);
	EXPECT_EQ(1, count_of(self->fd, 999).errors);
	EXPECT_EQ(2, count_of(self->fd, IOR_CALL_BITS - 1).errors);
	sum = count_of(self->fd, SYS_clock_nanosleep);
	EXPECT_EQ(1, sum.calls);
	EXPECT_LE(30 * NSEC_PER_MSEC, sum.min_ns);
	/* it never returns */
	sum = count_of(self->fd, SYS_exit_group);
	EXPECT_EQ(1, sum.calls);
	EXPECT_EQ(0, timed(&sum));
	/* the header is all that is to be read */
	ASSERT_EQ(0, trace_drain(self->fd, &self->trace));
	EXPECT_EQ(1, self->trace.nr);
}

static void make_marks(int side, void *arg)
{
	pin(cpu_nth(0));
	marks(0, 1000, 1);
	getuid();
	getuid();
}

TEST_F(count, one_in_ten)
{
	const struct ior_record *rec = NULL;
	struct ior_stats stats;
	struct ior_count sum;
	int i;

	ASSERT_EQ(0, sample_set(self->fd, 0, IOR_ABI_NATIVE, MARK_NR, 10));
	RUN(make_marks, NULL);
	for (i = 0; (rec = trace_next(&self->trace, rec, WANT(.nr = MARK_NR))); i++)
		EXPECT_EQ(10 * i, rec->args[0]);
	EXPECT_EQ(100, i);
	sum = count_of(self->fd, MARK_NR);
	EXPECT_STREQ("", count_fault(&sum));
	EXPECT_EQ(1000, sum.calls);
	EXPECT_EQ(100, sum.recorded);
	ASSERT_EQ(0, stats_get(self->fd, &stats));
	EXPECT_EQ(900, stats.counted);
	/* calls that are not sampled are all there, and counted */
	EXPECT_EQ(2, count(&self->trace, .nr = SYS_getuid));
	sum = count_of(self->fd, SYS_getuid);
	EXPECT_EQ(2, sum.calls);
	EXPECT_EQ(2, sum.recorded);
}

static void *make_marks_thread(void *arg)
{
	marks(0, 3000, (long)arg);
	return NULL;
}

static void make_marks_by_threads(int side, void *arg)
{
	pthread_t thread[8];
	int i;

	for (i = 0; i < 8; i++)
		pthread_create(&thread[i], NULL, make_marks_thread, (void *)(long)i);
	for (i = 0; i < 8; i++)
		pthread_join(thread[i], NULL);
}

/* On all CPUs, while the rate changes all the time. */
TEST_F(count, changing)
{
	static const __u32 rates[] = { 0, 1, 7, 1000, 2, 0, 100 };
	struct ior_stats stats;
	struct ior_count sum;
	int i;

	ASSERT_EQ(0, sample_set(self->fd, ALL, 0, 0, 1));
	TRACE(make_marks_by_threads, NULL);
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tell(self->tracee.fd));
	for (i = 0; i < 100; i++) {
		ASSERT_EQ(0, sample_set(self->fd, i % 2 ? ALL : 0, 0, i % 2 ? 0 : MARK_NR,
					rates[i % ARRAY_SIZE(rates)]));
		sum = count_of(self->fd, MARK_NR);
		EXPECT_GE(24000, sum.calls);
		usleep(500);
	}
	ASSERT_EQ(0, tracee_wait(&self->tracee));
	FINISH_UNNAMED();
	sum = count_of(self->fd, MARK_NR);
	EXPECT_STREQ("", count_fault(&sum));
	EXPECT_EQ(24000, sum.calls);
	EXPECT_EQ(count(&self->trace, .nr = MARK_NR), sum.recorded);
	ASSERT_EQ(0, stats_get(self->fd, &stats));
	EXPECT_LE(24000 - sum.recorded, stats.counted);
}

static void read_twice(int side, void *arg)
{
	int i, zero = open("/dev/zero", O_RDONLY), null = open("/dev/null", O_WRONLY);
	char c;

	for (i = 0; i < 20; i++)
		if (read(zero, &c, 1) != 1 || write(null, &c, 1) != 1)
			_exit(1);
	if (hear(side))
		_exit(2);
	for (i = 0; i < 20; i++)
		if (read(zero, &c, 1) != 1 || write(null, &c, 1) != 1)
			_exit(3);
	close(null);
}

/* Names that the session has not got, because it made no records, come then. */
TEST_F(count, silent_no_more)
{
	const struct ior_record *rec = NULL;
	size_t n;

	ASSERT_EQ(0, sample_set(self->fd, ALL, 0, 0, SILENT));
	TRACE(read_twice, NULL);
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tell(self->tracee.fd));
	sleep_ms(100);
	ASSERT_TRUE(task_sleeps(self->tracee.pid, self->tracee.pid));
	EXPECT_EQ(20, count_of(self->fd, SYS_write).calls);
	ASSERT_EQ(0, sample_set(self->fd, ALL, 0, 0, 1));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	FINISH_UNNAMED();	/* of the call that it was in */
	EXPECT_EQ(20, count(&self->trace, .nr = SYS_write));
	EXPECT_EQ(40, count_of(self->fd, SYS_write).calls);
	EXPECT_EQ(20, count_of(self->fd, SYS_write).recorded);
	for (n = 0; (rec = trace_next(&self->trace, rec, WANT(.nr = SYS_write))); n++)
		EXPECT_STREQ("/dev/null", path_of(&self->trace, rec, 0));
	EXPECT_STREQ("/dev/null", path_of(&self->trace, find(&self->trace, .nr = SYS_close), 0));
}

static void sleep_and_read(int side, void *arg)
{
	struct timespec ts = { 0, 400 * NSEC_PER_MSEC };
	int zero = open("/dev/zero", O_RDONLY);
	char c;

	syscall(SYS_nanosleep, &ts, NULL);
	read(zero, &c, 1);
	hear(side);
}

/* What nobody wanted to know when a call began is marked, or found out at its end. */
TEST_F(count, silent_in_a_call)
{
	const struct ior_record *rec;

	ASSERT_EQ(0, sample_set(self->fd, ALL, 0, 0, SILENT));
	TRACE(sleep_and_read, NULL);
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tell(self->tracee.fd));
	ASSERT_TRUE(task_sleeps(self->tracee.pid, self->tracee.pid));
	ASSERT_EQ(0, sample_set(self->fd, ALL, 0, 0, 1));
	sleep_ms(600);
	ASSERT_TRUE(task_sleeps(self->tracee.pid, self->tracee.pid));
	ASSERT_EQ(0, sample_set(self->fd, ALL, 0, 0, SILENT));
	sleep_ms(50);
	ASSERT_EQ(0, sample_set(self->fd, ALL, 0, 0, 1));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	FINISH_UNNAMED();
	rec = find(&self->trace, .nr = SYS_nanosleep);
	ASSERT_NE(NULL, rec);
	if (!(rec->flags & IOR_CALL_NO_ENTER))	/* slow machines were asleep before */
		EXPECT_EQ(400 * NSEC_PER_MSEC, rec->aux);
	EXPECT_EQ(0, rec->flags & IOR_CALL_UNREAD);
	rec = find(&self->trace, .nr = SYS_exit_group);
	ASSERT_NE(NULL, rec);
}

/* A session that records is not bothered by one that does not, nor helped. */
TEST_F(count, two_sessions)
{
	int fd = session_open(0);

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, sample_set(fd, ALL, 0, 0, SILENT));
	TRACE(read_twice, NULL);
	ASSERT_EQ(0, tgid_add(fd, self->tracee.pid));
	ASSERT_EQ(0, session_start(fd));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tell(self->tracee.fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	ASSERT_EQ(0, session_stop(fd));
	FINISH();
	EXPECT_EQ(40, count(&self->trace, .nr = SYS_write));
	EXPECT_STREQ("/dev/null", path_of(&self->trace, find(&self->trace, .nr = SYS_write), 0));
	EXPECT_EQ(40, count_of(fd, SYS_write).calls);
	EXPECT_EQ(0, count_of(fd, SYS_write).recorded);
	EXPECT_EQ(0, count_of(self->fd, SYS_write).calls);
	close(fd);
}

/* By file, too: what does not pass is not counted. */
TEST_F(count, files)
{
	struct ior_files files = { .globs = "/dev/null\0" };

	ASSERT_EQ(0, sample_set(self->fd, ALL, 0, 0, SILENT));
	ASSERT_EQ(0, files_set(self->fd, &files));
	TRACE(read_twice, NULL);
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tell(self->tracee.fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	ASSERT_EQ(0, session_stop(self->fd));
	EXPECT_EQ(40, count_of(self->fd, SYS_write).calls);
	EXPECT_EQ(1, count_of(self->fd, SYS_close).calls);
	EXPECT_EQ(1, count_of(self->fd, SYS_openat).calls);
	EXPECT_EQ(0, count_of(self->fd, SYS_read).calls);
	ASSERT_EQ(0, trace_drain(self->fd, &self->trace));
	EXPECT_EQ(1, self->trace.nr);
}

/* Ends that are left out are not counted. */
TEST_F(count, failed)
{
	struct ior_count sum;

	ASSERT_EQ(0, filter_ends(self->fd, 0, IOR_STATUS_FAILED, 0));
	ASSERT_EQ(0, sample_set(self->fd, ALL, 0, 0, SILENT));
	TRACE(make_known_calls, NULL);
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	ASSERT_EQ(0, session_stop(self->fd));
	EXPECT_EQ(0, count_of(self->fd, MARK_NR).calls);
	sum = count_of(self->fd, SYS_fsync);
	EXPECT_EQ(BAD, sum.calls);
	EXPECT_EQ(BAD, sum.errors);
	EXPECT_STREQ("", count_fault(&sum));
	EXPECT_EQ(PATHS, count_of(self->fd, call_nr(SYS_access)).calls);
}

static void fork_and_exec(int side, void *arg)
{
	int i, status;

	for (i = 0; i < 5; i++) {
		if (!fork()) {
			execl("/bin/true", "true", NULL);
			_exit(1);
		}
		if (wait(&status) < 0 || status)
			_exit(1);
	}
}

/* Each fork, exec and exit is one call, whoever goes on after it. */
TEST_F(count, follow)
{
	struct ior_stats stats;

	ASSERT_EQ(0, filter_every_call(self->fd, IOR_FILTER_FOLLOW));
	ASSERT_EQ(0, sample_set(self->fd, ALL, 0, 0, SILENT));
	TRACE(fork_and_exec, NULL);
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	ASSERT_EQ(0, session_stop(self->fd));
	EXPECT_EQ(5, count_of(self->fd, SYS_clone).calls);
	EXPECT_EQ(5, count_of(self->fd, SYS_execve).calls);
	EXPECT_EQ(6, count_of(self->fd, SYS_exit_group).calls);
	ASSERT_EQ(0, stats_get(self->fd, &stats));
	EXPECT_EQ(0, stats.records);
}

static int *handled;

static void on_signal(int sig)
{
	*handled = 1;
}

/* Reads that are interrupted while they wait, and go on: each is two parts. */
static void read_in_parts(int side, void *arg)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
	int i, fd[2];
	pid_t self = getpid();

	handled = shared(sizeof(*handled));
	sigaction(SIGUSR1, &action, NULL);
	if (pipe(fd))
		_exit(1);
	if (!fork()) {
		for (i = 0; i < 6; i++) {
			interrupt_asleep(self, SIGUSR1, handled);
			if (write(fd[1], "", 1) != 1)
				_exit(1);
			while (__atomic_load_n(handled, __ATOMIC_ACQUIRE))
				sleep_ms(1);
		}
		_exit(0);
	}
	for (i = 0; i < 6; i++) {
		if (hear(fd[0]))
			_exit(2);
		__atomic_store_n(handled, 0, __ATOMIC_RELEASE);
	}
	wait(NULL);
}

/* Who gets one part of a call gets the other, whatever the rate; counted are both. */
TEST_F(count, parts)
{
	const struct ior_record *rec = NULL, *last = NULL;
	struct ior_count sum;
	int fd = session_open(0);

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, sample_set(self->fd, 0, IOR_ABI_NATIVE, SYS_read, 3));
	ASSERT_EQ(0, sample_set(fd, ALL, 0, 0, SILENT));
	TRACE(read_in_parts, NULL);
	ASSERT_EQ(0, tgid_add(fd, self->tracee.pid));
	ASSERT_EQ(0, filter_calls(self->fd, 0, SYS_read));
	ASSERT_EQ(0, filter_calls(fd, 0, SYS_read));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, session_start(fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	ASSERT_EQ(0, session_stop(fd));
	FINISH();
	/* the one in which it waited to be told, and six times two */
	EXPECT_EQ(13, count_of(fd, SYS_read).calls);
	sum = count_of(self->fd, SYS_read);
	EXPECT_EQ(13, sum.calls);
	EXPECT_EQ(0, sum.errors);
	EXPECT_EQ(7, sum.bytes);
	EXPECT_EQ(count(&self->trace, .nr = SYS_read), sum.recorded);
	EXPECT_LE(3, sum.recorded);
	while ((rec = trace_next(&self->trace, rec, WANT(.nr = SYS_read)))) {
		EXPECT_EQ(!!(rec->flags & IOR_CALL_CONTINUES),
			  last && last->flags & IOR_CALL_RESTARTS);
		last = rec;
	}
	EXPECT_FALSE(last->flags & IOR_CALL_RESTARTS);
	close(fd);
}

TEST_F(count, bad)
{
	struct ior_sample sample = { .every = 1, .reserved = { 1 } };
	struct ior_count sum;

	EXPECT_EQ(-EINVAL, sample_set(self->fd, 2, 0, 0, 1));
	EXPECT_EQ(-EINVAL, sample_set(self->fd, ALL, 1, 0, 1));
	EXPECT_EQ(-EINVAL, sample_set(self->fd, ALL, 0, 1, 1));
	EXPECT_EQ(-EINVAL, sample_set(self->fd, 0, IOR_NR_ABIS, 0, 1));
	EXPECT_EQ(-EINVAL, sample_set(self->fd, 0, 0, IOR_CALL_BITS, 1));
	EXPECT_EQ(-EINVAL, result(ioctl(self->fd, IOR_IOC_SAMPLE, &sample)));
	EXPECT_EQ(-EFAULT, result(ioctl(self->fd, IOR_IOC_SAMPLE, 1)));
	EXPECT_EQ(-ENOENT, count_next(self->fd, 0, 0, &sum));

	TRACE(make_marks, NULL);
	ASSERT_EQ(0, session_start(self->fd));
	EXPECT_EQ(-EBUSY, sample_set(self->fd, ALL, 0, 0, 1));
	ASSERT_EQ(0, session_stop(self->fd));
	EXPECT_EQ(0, sample_set(self->fd, ALL, 0, 0, 1));
	EXPECT_EQ(-ENOENT, count_next(self->fd, 0, 0, &sum));
	EXPECT_EQ(-EINVAL, count_next(self->fd, IOR_NR_ABIS + 1, 0, &sum));
	EXPECT_EQ(-EINVAL, count_next(self->fd, IOR_NR_ABIS, 1, &sum));
	EXPECT_EQ(-EINVAL, count_next(self->fd, 0, IOR_CALL_BITS, &sum));
	sum = (struct ior_count){ .calls = 1 };
	EXPECT_EQ(-EINVAL, result(ioctl(self->fd, IOR_IOC_COUNT, &sum)));
	ASSERT_EQ(0, session_start(self->fd));
	EXPECT_EQ(0, sample_set(self->fd, 0, 0, MARK_NR, 5));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	ASSERT_EQ(0, session_stop(self->fd));
	EXPECT_EQ(200, count_of(self->fd, MARK_NR).recorded);
}

TEST_HARNESS_MAIN
