// SPDX-License-Identifier: GPL-2.0-only
/*
 * read(2) and poll(2) of /dev/ior: whole records in order, from the header to
 * the end, and a reader that wakes in time.
 */
#include <sys/epoll.h>
#include <sys/time.h>

#include "ior_trace.h"

#define RING_BYTES	65536UL
#define MARK_COUNT	400
/* HEADER, the marks, and the end of the task that made them */
#define RECORDS		(1 + MARK_COUNT + 1)

/* Later than this, a reader was not woken but gave up: slow guests included. */
#define WAKE_MS		2000

static void make_marks(int side, void *arg)
{
	marks(0, MARK_COUNT, 1);
}

/* A session that traces the marks of one child, which waits to be told */
FIXTURE(read) {
	int fd;
	struct tracee tracee;
	struct trace trace;
};

FIXTURE_SETUP(read)
{
	SETUP(RING_BYTES);
	ASSERT_EQ(0, tracee_fork(&self->tracee, make_marks, NULL));
	ASSERT_EQ(0, tgid_add(self->fd, self->tracee.pid));
	ASSERT_EQ(0, filter_calls(self->fd, 0, MARK_NR));
}

FIXTURE_TEARDOWN(read)
{
	TEARDOWN();
}

static int set_nonblock(int fd)
{
	return result(fcntl(fd, F_SETFL, O_NONBLOCK));
}

static int poll_now(int fd, short events)
{
	struct pollfd pfd = { .fd = fd, .events = events };

	return poll(&pfd, 1, 0) < 0 ? -errno : pfd.revents;
}

TEST_F(read, header)
{
	struct ior_record rec;
	struct ior_info info;
	__u64 before, after, real;
	size_t i;

	ASSERT_EQ(0, info_get(self->fd, &info));
	before = clock_ns(info.clock_id);
	ASSERT_EQ(0, session_start(self->fd));
	memset(&rec, 0xcc, sizeof(rec));
	ASSERT_EQ(sizeof(rec), read(self->fd, &rec, sizeof(rec)));
	after = clock_ns(info.clock_id);
	EXPECT_EQ(IOR_RECORD_HEADER, rec.type);
	EXPECT_LE(before, rec.time_ns);
	EXPECT_LE(rec.time_ns, after);
	EXPECT_EQ(0, rec.duration_ns);
	EXPECT_EQ(0, rec.flags);
	EXPECT_EQ(IOR_MAGIC, rec.header.magic);
	EXPECT_EQ(IOR_ABI_VERSION, rec.header.version);
	EXPECT_EQ(128, rec.header.record_size);
	EXPECT_EQ(info.machine, rec.header.machine);
	EXPECT_EQ(info.clock_id, rec.header.clock_id);
	EXPECT_EQ(0, rec.header.flags);
	EXPECT_EQ(0, rec.header.reserved32);
	for (i = 0; i < ARRAY_SIZE(rec.header.reserved); i++)
		EXPECT_EQ(0, rec.header.reserved[i]);
	/* The anchors are of one moment: as far from now as time_ns is. */
	real = clock_ns(CLOCK_REALTIME);
	EXPECT_LE(rec.header.real_ns, real);
	EXPECT_LE(real - rec.header.real_ns, 10 * NSEC_PER_SEC);
	EXPECT_LE(rec.header.mono_ns, clock_ns(CLOCK_MONOTONIC));
}

TEST_F(read, size_bad)
{
	char buf[sizeof(struct ior_record)];

	ASSERT_EQ(0, session_start(self->fd));
	EXPECT_EQ(-EINVAL, result(read(self->fd, buf, 127)));
	EXPECT_EQ(-EINVAL, result(read(self->fd, buf, 1)));
	EXPECT_EQ(128, read(self->fd, buf, 128));
}

TEST_F(read, whole_records)
{
	static const size_t sizes[] = { 128, 129, 255, 256, 300, 383, 4096, 5000 };
	struct trace *trace = &self->trace;
	char *buf = malloc(5000);
	size_t i = 0;
	ssize_t n;

	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	ASSERT_EQ(0, session_stop(self->fd));
	while ((n = read(self->fd, buf, sizes[i]))) {
		ASSERT_GT(n, 0);
		ASSERT_EQ(0, n % 128);
		ASSERT_LE(n, sizes[i]);
		memcpy(trace_room(trace, n / 128), buf, n);
		trace->nr += n / 128;
		i = (i + 1) % ARRAY_SIZE(sizes);
	}
	EXPECT_EQ(RECORDS, trace->nr);
	EXPECT_EQ(MARK_COUNT, marks_seen(trace, 1));
	EXPECT_SOUND(trace);
}

/* Neither filtered nor started: reading starts it, with the defaults. */
TEST_F(read, defaults)
{
	int fd = session_open(O_NONBLOCK), param, n, i;
	char buf[16] = "0";
	struct ior_info info;

	param = open("/sys/module/ior/parameters/tgid", O_RDONLY);
	if (param >= 0 && read(param, buf, sizeof(buf) - 1) > 0 && atoi(buf) > 0)
		SKIP(return, "the module was loaded with tgid=%d", atoi(buf));
	ASSERT_GE(fd, 0);
	EXPECT_EQ(1, trace_read(fd, &self->trace));
	EXPECT_EQ(IOR_RECORD_HEADER, self->trace.rec[0].type);
	ASSERT_EQ(0, info_get(fd, &info));
	EXPECT_EQ(IOR_STATE_RUNNING, info.state);
	marks(0, 10, 99);
	ASSERT_EQ(0, tracee_run(&self->tracee));
	for (i = 0; i < 50 && marks_seen(&self->trace, 1) < MARK_COUNT; i++) {
		while ((n = trace_read(fd, &self->trace)) > 0)
			;
		ASSERT_EQ(-EAGAIN, n);
		sleep_ms(20);
	}
	EXPECT_EQ(MARK_COUNT, marks_seen(&self->trace, 1));
	/* every call of it, but none of the reader */
	EXPECT_EQ(1, count(&self->trace, .tid = self->tracee.pid, .nr = SYS_exit_group));
	EXPECT_EQ(0, count(&self->trace, .tgid = getpid()));
	EXPECT_SOUND(&self->trace);
	close(fd);
}

TEST_F(read, starts_with_filter)
{
	struct ior_info info;

	ASSERT_EQ(1, trace_read(self->fd, &self->trace));
	ASSERT_EQ(0, info_get(self->fd, &info));
	EXPECT_EQ(IOR_STATE_RUNNING, info.state);
	ASSERT_EQ(0, tracee_run(&self->tracee));
	ASSERT_EQ(0, session_stop(self->fd));
	ASSERT_EQ(0, trace_drain(self->fd, &self->trace));
	EXPECT_EQ(RECORDS, self->trace.nr);
	EXPECT_EQ(MARK_COUNT, marks_seen(&self->trace, 1));
}

TEST_F(read, nothing_to_start)
{
	struct ior_info info;

	ASSERT_EQ(0, tgid_do(self->fd, IOR_TGID_CLEAR, 0));
	EXPECT_EQ(-ESRCH, trace_read(self->fd, &self->trace));
	ASSERT_EQ(0, info_get(self->fd, &info));
	EXPECT_EQ(IOR_STATE_NEW, info.state);
}

TEST_F(read, nothing_there)
{
	ASSERT_EQ(0, set_nonblock(self->fd));
	ASSERT_EQ(0, session_start(self->fd));
	EXPECT_EQ(1, trace_read(self->fd, &self->trace));
	EXPECT_EQ(-EAGAIN, trace_read(self->fd, &self->trace));
	ASSERT_EQ(0, session_stop(self->fd));
	EXPECT_EQ(0, trace_read(self->fd, &self->trace));
}

/* The end is one for now: a session that starts again has more to say. */
TEST_F(read, end_and_on)
{
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, session_stop(self->fd));
	ASSERT_EQ(0, trace_drain(self->fd, &self->trace));
	EXPECT_EQ(1, self->trace.nr);
	EXPECT_EQ(0, trace_read(self->fd, &self->trace));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	ASSERT_EQ(0, session_stop(self->fd));
	ASSERT_EQ(0, trace_drain(self->fd, &self->trace));
	EXPECT_EQ(MARK_COUNT, marks_seen(&self->trace, 1));
	EXPECT_SOUND(&self->trace);
}

TEST_F(read, bad_address)
{
	struct trace *trace = &self->trace;
	ssize_t n;
	char *map;

	map = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, map);
	ASSERT_EQ(0, munmap(map + PAGE, PAGE));
	ASSERT_EQ(0, session_start(self->fd));
	EXPECT_EQ(-EFAULT, result(read(self->fd, map + PAGE, 4096)));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	ASSERT_EQ(0, session_stop(self->fd));
	EXPECT_EQ(-EFAULT, result(read(self->fd, map + PAGE, 4096)));
	ASSERT_EQ(1, read(self->fd, trace_room(trace, 1), 128) / 128);
	trace->nr++;
	EXPECT_EQ(-EFAULT, result(read(self->fd, map + PAGE, 4096)));
	EXPECT_EQ(-EFAULT, result(read(self->fd, map + PAGE - 100, 4096)));
	/* Room for 7 records and a half, then none: what fits may come. */
	n = read(self->fd, map + PAGE - 960, 4096);
	if (n < 0)
		EXPECT_EQ(EFAULT, errno);
	if (n > 0) {
		ASSERT_LE(n, 7 * 128);
		ASSERT_EQ(0, n % 128);
		memcpy(trace_room(trace, n / 128), map + PAGE - 960, n);
		trace->nr += n / 128;
	}
	ASSERT_EQ(0, trace_drain(self->fd, trace));
	EXPECT_EQ(MARK_COUNT, marks_seen(trace, 1));
	EXPECT_EQ(RECORDS, trace->nr);
	EXPECT_SOUND(trace);
}

TEST_F(read, no_file)
{
	char buf[4096] = "";

	ASSERT_EQ(0, session_start(self->fd));
	EXPECT_EQ(-1, write(self->fd, buf, sizeof(buf)));
	EXPECT_TRUE(errno == EINVAL || errno == EBADF);
	EXPECT_EQ(-ESPIPE, result(lseek(self->fd, 0, SEEK_SET)));
	EXPECT_EQ(-ESPIPE, result(lseek(self->fd, 0, SEEK_END)));
	EXPECT_EQ(-ESPIPE, result(pread(self->fd, buf, sizeof(buf), 0)));
	EXPECT_EQ(-ESPIPE, result(pwrite(self->fd, buf, sizeof(buf), 0)));
}

static void on_signal(int sig)
{
}

/* Again and again: the first one may come before the task waits.  0: no more. */
static void signal_every(unsigned int ms, int flags)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = flags };
	struct itimerval timer = { { 0, ms * 1000 }, { 0, ms * 1000 } };

	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &timer, NULL);
}

static void *tell_later(void *side)
{
	sleep_ms(300);
	tell(*(int *)side);
	return NULL;
}

TEST_F(read, signal)
{
	pthread_t thread;
	int n, tries = 0;

	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(1, trace_read(self->fd, &self->trace));
	signal_every(100, 0);
	EXPECT_EQ(-EINTR, trace_read(self->fd, &self->trace));
	/* With SA_RESTART it goes on to wait. */
	signal_every(100, SA_RESTART);
	ASSERT_EQ(0, pthread_create(&thread, NULL, tell_later, &self->tracee.fd));
	do	/* the signal may come when the thread was to be run */
		n = trace_read(self->fd, &self->trace);
	while (n == -EINTR && tries++ < 3);
	EXPECT_LT(0, n);
	signal_every(0, SA_RESTART);
	pthread_join(thread, NULL);
}

/* A read sleeps until there is something, and no longer than it takes to see. */
TEST_F(read, wakes)
{
	__u64 start, told;

	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(1, trace_read(self->fd, &self->trace));
	start = clock_ns(CLOCK_MONOTONIC);
	signal_every(400, 0);
	EXPECT_EQ(-EINTR, trace_read(self->fd, &self->trace));
	EXPECT_LE(390 * NSEC_PER_MSEC, clock_ns(CLOCK_MONOTONIC) - start);
	signal_every(0, 0);
	told = clock_ns(CLOCK_MONOTONIC);
	ASSERT_EQ(0, tell(self->tracee.fd));
	EXPECT_LT(0, trace_read(self->fd, &self->trace));
	EXPECT_GE(WAKE_MS * NSEC_PER_MSEC, clock_ns(CLOCK_MONOTONIC) - told);
}

struct reading {
	int fd;
	int ret;
	struct trace trace;
};

static void *read_on(void *arg)
{
	struct reading *reading = arg;

	reading->ret = trace_drain(reading->fd, &reading->trace);
	return NULL;
}

TEST_F(read, stop_ends_sleep)
{
	struct reading reading = { .fd = self->fd, .ret = -1 };
	pthread_t thread;

	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, pthread_create(&thread, NULL, read_on, &reading));
	sleep_ms(100);
	ASSERT_EQ(0, session_stop(self->fd));
	pthread_join(thread, NULL);
	EXPECT_EQ(0, reading.ret);
	EXPECT_EQ(1, reading.trace.nr);
}

/* Several readers share a stream: each record comes to one of them. */
TEST_F(read, several_readers)
{
	struct reading reading[4] = {};
	static bool seen[MARK_COUNT];
	pthread_t thread[4];
	size_t i, j, n = 0, tasks = 0;

	ASSERT_EQ(0, session_start(self->fd));
	for (i = 0; i < 4; i++) {
		reading[i].fd = self->fd;
		ASSERT_EQ(0, pthread_create(&thread[i], NULL, read_on, &reading[i]));
	}
	ASSERT_EQ(0, tracee_run(&self->tracee));
	ASSERT_EQ(0, session_stop(self->fd));
	for (i = 0; i < 4; i++) {
		pthread_join(thread[i], NULL);
		EXPECT_EQ(0, reading[i].ret);
		for (j = 0; j < reading[i].trace.nr; j++) {
			struct ior_record *rec = &reading[i].trace.rec[j];

			tasks += rec->type == IOR_RECORD_TASK;
			if (rec->type == IOR_RECORD_HEADER || rec->type == IOR_RECORD_TASK)
				continue;
			ASSERT_TRUE(is_mark_of(rec, rec->args[0], 1));
			ASSERT_LT(rec->args[0], MARK_COUNT);
			ASSERT_FALSE(seen[rec->args[0]]);
			seen[rec->args[0]] = true;
			n++;
		}
	}
	EXPECT_EQ(MARK_COUNT, n);
	EXPECT_EQ(1, tasks);
}

TEST_F(read, poll)
{
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(1, trace_read(self->fd, &self->trace));
	EXPECT_EQ(0, poll_now(self->fd, POLLIN | POLLRDNORM | POLLPRI));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	/* 400 marks are behind one CPU's watermark or both's: 512 / 4 */
	EXPECT_EQ(POLLIN | POLLRDNORM | POLLPRI,
		  poll_now(self->fd, POLLIN | POLLRDNORM | POLLPRI));
	ASSERT_LT(0, trace_read(self->fd, &self->trace));
	ASSERT_EQ(0, session_stop(self->fd));
	ASSERT_EQ(0, trace_drain(self->fd, &self->trace));
	EXPECT_EQ(MARK_COUNT, marks_seen(&self->trace, 1));
	EXPECT_EQ(POLLIN | POLLHUP, poll_now(self->fd, POLLIN));
	EXPECT_EQ(POLLHUP, poll_now(self->fd, POLLPRI));
	ASSERT_EQ(-ESRCH, session_start(self->fd));
}

/* The same, of a session that is mapped: its tails say what was read. */
TEST_F(read, poll_mapped)
{
	struct rings rings;
	unsigned int cpu;

	ASSERT_EQ(0, rings_map(self->fd, &rings));
	ASSERT_EQ(0, session_start(self->fd));
	EXPECT_EQ(0, poll_now(self->fd, POLLIN | POLLPRI));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	EXPECT_EQ(POLLIN | POLLPRI, poll_now(self->fd, POLLIN | POLLPRI));
	EXPECT_EQ(POLLPRI, poll_now(self->fd, POLLPRI));
	for (cpu = 0; cpu < rings.nr; cpu++)
		if (rings.ring[cpu].page)
			ring_take(&rings.ring[cpu], &self->trace, -1);
	EXPECT_EQ(0, poll_now(self->fd, POLLIN | POLLPRI));
	ASSERT_EQ(0, session_stop(self->fd));
	EXPECT_NE(0, poll_now(self->fd, POLLIN) & POLLHUP);
	EXPECT_EQ(RECORDS - 1, self->trace.nr);		/* a ring has no HEADER */
}

TEST_F(read, poll_wakes)
{
	struct pollfd pfd = { .fd = self->fd, .events = POLLIN };
	__u64 told;

	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(1, trace_read(self->fd, &self->trace));
	EXPECT_EQ(0, poll(&pfd, 1, 300));
	told = clock_ns(CLOCK_MONOTONIC);
	ASSERT_EQ(0, tell(self->tracee.fd));
	EXPECT_EQ(1, poll(&pfd, 1, 10 * WAKE_MS));
	EXPECT_EQ(POLLIN, pfd.revents);
	EXPECT_GE(WAKE_MS * NSEC_PER_MSEC, clock_ns(CLOCK_MONOTONIC) - told);
}

/* Who waits for a mapped session before it starts is told of records below the watermark. */
TEST_F(read, poll_before_start)
{
	struct epoll_event event = { .events = EPOLLIN };
	int epoll = epoll_create1(EPOLL_CLOEXEC);
	struct rings rings;

	ASSERT_EQ(0, setup_set(self->fd, 65536, 512));
	ASSERT_EQ(0, rings_map(self->fd, &rings));
	ASSERT_EQ(0, epoll_ctl(epoll, EPOLL_CTL_ADD, self->fd, &event));
	EXPECT_EQ(0, epoll_wait(epoll, &event, 1, 0));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	EXPECT_EQ(1, epoll_wait(epoll, &event, 1, WAKE_MS));
	EXPECT_EQ(EPOLLIN, event.events);
}

TEST_F(read, epoll)
{
	struct epoll_event event = { .events = EPOLLIN | EPOLLPRI };
	int epoll = epoll_create1(EPOLL_CLOEXEC);

	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(1, trace_read(self->fd, &self->trace));
	ASSERT_EQ(0, epoll_ctl(epoll, EPOLL_CTL_ADD, self->fd, &event));
	EXPECT_EQ(0, epoll_wait(epoll, &event, 1, 0));
	ASSERT_EQ(0, tell(self->tracee.fd));
	EXPECT_EQ(1, epoll_wait(epoll, &event, 1, WAKE_MS));
	EXPECT_NE(0, event.events & EPOLLIN);
	ASSERT_EQ(0, tracee_wait(&self->tracee));
	ASSERT_EQ(0, session_stop(self->fd));
	ASSERT_EQ(0, trace_drain(self->fd, &self->trace));
	EXPECT_EQ(1, epoll_wait(epoll, &event, 1, WAKE_MS));
	EXPECT_NE(0, event.events & EPOLLHUP);
	EXPECT_EQ(MARK_COUNT, marks_seen(&self->trace, 1));
}

TEST_HARNESS_MAIN
