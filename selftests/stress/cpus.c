// SPDX-License-Identifier: GPL-2.0-only
/*
 * The machine changes under a trace: CPUs go and come back, or have no time, the
 * wall clock is set back, all tasks are frozen.  What was made is seen or counted
 * as lost, all of it, and in order.
 */
#include "ior_trace.h"

#define RING_BYTES	8388608UL
#define CALLERS		4
#define SECONDS		15

/**
 * struct caller - in memory that it shares with the test
 * @made: marks (0, @nr) to (@made - 1, @nr)
 * @others: calls between two marks
 * @pause_us: and a sleep
 */
struct caller {
	__u64 made;
	unsigned int nr;
	unsigned int others;
	unsigned int pause_us;
};

FIXTURE(cpus) {
	int fd;
	struct tracee callers[CALLERS];
	struct caller *caller;
	struct trace trace;
};

static void call_until_told(int side, void *arg)
{
	struct caller *caller = arg;
	unsigned int i;
	char c;

	while (recv(side, &c, 1, MSG_DONTWAIT) < 0) {
		mark(caller->made++, caller->nr);
		for (i = 0; i < caller->others; i++)
			syscall(SYS_lseek, -1, 0, 0);
		usleep(caller->pause_us);
	}
}

FIXTURE_SETUP(cpus)
{
	unsigned int i;

	SETUP(RING_BYTES);
	self->caller = shared(CALLERS * sizeof(*self->caller));
	ASSERT_NE(MAP_FAILED, self->caller);
	for (i = 0; i < CALLERS; i++) {
		struct caller *caller = &self->caller[i];

		/* slow enough for the rings to have room until the end */
		*caller = (struct caller){ .nr = i, .others = 100, .pause_us = 1000 };
		ASSERT_EQ(0, tracee_fork(&self->callers[i], call_until_told, caller));
		ASSERT_EQ(0, tgid_add(self->fd, self->callers[i].pid));
	}
	ASSERT_EQ(0, filter_calls(self->fd, 0, MARK_NR));
	ASSERT_EQ(0, session_start(self->fd));
	for (i = 0; i < CALLERS; i++)
		ASSERT_EQ(0, tell(self->callers[i].fd));
}

FIXTURE_TEARDOWN(cpus)
{
	unsigned int i;

	for (i = 0; i < CALLERS; i++)
		tracee_kill(&self->callers[i]);
	close(self->fd);
	trace_free(&self->trace);
}

static int write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC), err;

	if (fd < 0)
		return -errno;
	err = write(fd, text, strlen(text)) == (ssize_t)strlen(text) ? 0 : -errno;
	close(fd);
	return err;
}

static int cpu_set_online(const char *text)
{
	return write_text("/sys/devices/system/cpu/cpu1/online", text);
}

/* Ends the callers and the session */
#define END() do { \
	unsigned int i_; \
	for (i_ = 0; i_ < CALLERS; i_++) \
		EXPECT_EQ(0, tracee_run(&self->callers[i_])); \
	ASSERT_EQ(0, session_stop(self->fd)); \
} while (0)

static __u64 made_by_all(const struct caller *caller)
{
	__u64 made = 0;
	int i;

	for (i = 0; i < CALLERS; i++)
		made += caller[i].made;
	return made;
}

/* Ends, and reads all: seen + lost = made, and each in order */
#define COUNT() do { \
	__u64 made_; \
	END(); \
	ASSERT_EQ(0, trace_drain(self->fd, &self->trace)); \
	made_ = made_by_all(self->caller); \
	TH_LOG("%llu made, %llu seen, %llu lost", made_, \
	       trace_calls(&self->trace), trace_lost(&self->trace)); \
	/* or little of what is to be tested would be in the rings */ \
	EXPECT_LT(trace_lost(&self->trace), trace_calls(&self->trace)); \
	EXPECT_EQ(made_, trace_calls(&self->trace) + trace_lost(&self->trace)); \
	EXPECT_SOUND(&self->trace); \
} while (0)

TEST_F_TIMEOUT(cpus, off_and_on, 300)
{
	__u64 end = clock_ns(CLOCK_MONOTONIC) + SECONDS * 1000000000ULL;
	unsigned int turns = 0;
	int err;

	err = cpu_set_online("1");
	if (err == -ENOENT || err == -EACCES)
		SKIP(return, "no CPU that can be taken off");
	ASSERT_EQ(0, err);
	while (clock_ns(CLOCK_MONOTONIC) < end && turns < 200) {
		ASSERT_EQ(0, cpu_set_online("0"));
		sleep_ms(turns % 20);
		ASSERT_EQ(0, cpu_set_online("1"));
		sleep_ms(turns % 30);
		turns++;
	}
	TH_LOG("%u times", turns);
	EXPECT_LT(3, turns);
	COUNT();
}

/* A real-time task has a CPU nearly for itself, and comes to run in the middle of
 * whatever another caller does there.
 */
TEST_F_TIMEOUT(cpus, real_time, 300)
{
	const struct sched_param param = { .sched_priority = 50 };
	int cpu = cpu_nth(1), i;
	cpu_set_t set;
	__u64 before;

	CPU_ZERO(&set);
	CPU_SET(cpu < 0 ? cpu_nth(0) : cpu, &set);
	for (i = 0; i < 2; i++)
		ASSERT_EQ(0, sched_setaffinity(self->callers[i].pid, sizeof(set), &set));
	self->caller[0].others = 1;
	self->caller[0].pause_us = 50;
	if (sched_setscheduler(self->callers[0].pid, SCHED_FIFO, &param))
		SKIP(return, "no real-time tasks: error %d", errno);
	before = self->caller[0].made;
	sleep_ms(4000);
	before = self->caller[0].made - before;
	TH_LOG("it woke %llu times in 4 s", before);
	EXPECT_LT(100, before);
	COUNT();
}

static __u64 header_real_ns(struct trace *trace)
{
	return trace->nr && trace->rec[0].type == IOR_RECORD_HEADER ?
	       trace->rec[0].header.real_ns : 0;
}

/* An hour back and forth: what orders records is not the wall clock, of which a
 * stream says what it was when its session started.
 */
TEST_F_TIMEOUT(cpus, clock_set_back, 300)
{
	const __u64 hour = 3600 * NSEC_PER_SEC, minute = 60 * NSEC_PER_SEC;
	struct trace later = {};
	struct timespec ts;
	__u64 back;
	int i, fd;

	for (i = 0; i < 21; i++) {
		ASSERT_EQ(0, clock_gettime(CLOCK_REALTIME, &ts));
		ts.tv_sec += i % 2 ? 3600 : -3600;
		ASSERT_EQ(0, clock_settime(CLOCK_REALTIME, &ts));
		sleep_ms(100);
	}
	fd = session_open(0);
	ASSERT_GE(fd, 0);
	ASSERT_EQ(0, filter_calls(fd, IOR_FILTER_ALL, MARK_NR));
	ASSERT_EQ(0, session_start(fd));
	sleep_ms(100);
	ASSERT_EQ(0, session_stop(fd));
	ASSERT_EQ(0, trace_drain(fd, &later));
	COUNT();
	EXPECT_SOUND(&later);
	EXPECT_LT(self->trace.rec[0].time_ns, later.rec[0].time_ns);
	/* an hour, but for what the test takes */
	back = header_real_ns(&self->trace) - header_real_ns(&later);
	EXPECT_LT(hour - 5 * minute, back);
	EXPECT_LE(back, hour);
	ts.tv_sec += 3600;
	EXPECT_EQ(0, clock_settime(CLOCK_REALTIME, &ts));
	trace_free(&later);
	close(fd);
}

/* ---------------------------------------------------------- suspended -- */

/* As far as a guest can go without a way to be woken: all tasks are frozen for
 * some seconds, in the middle of calls, and thawed; the clock is told.
 */
TEST_F_TIMEOUT(cpus, frozen, 300)
{
	__u64 made;
	int i;

	if (write_text("/sys/power/pm_test", "freezer"))
		SKIP(return, "no /sys/power/pm_test");
	for (i = 0; i < 2; i++) {
		made = made_by_all(self->caller);
		ASSERT_EQ(0, write_text("/sys/power/state", "freeze"));
		sleep_ms(500);
		/* who was frozen goes on */
		EXPECT_LT(made, made_by_all(self->caller));
	}
	EXPECT_EQ(0, write_text("/sys/power/pm_test", "none"));
	COUNT();
}

TEST_HARNESS_MAIN
