// SPDX-License-Identifier: GPL-2.0-only
/*
 * The machine changes under a trace: CPUs go and come back, the wall clock is
 * set back.  What was made is seen or counted as lost, all of it, and in order.
 */
#include "ior_trace.h"

#define RING_BYTES	8388608UL
#define CALLERS		4
#define SECONDS		15

FIXTURE(cpus) {
	int fd;
	struct tracee callers[CALLERS];
	struct trace trace;
	__u64 *made;		/* by each caller; in memory that all share */
};

struct caller {
	__u64 *made;
	unsigned int nr;
};

static void call_until_told(int side, void *arg)
{
	struct caller *caller = arg;
	char c;
	int i;

	while (recv(side, &c, 1, MSG_DONTWAIT) < 0) {
		mark(caller->made[caller->nr]++, caller->nr);
		/* slow enough for the rings to have room until the end */
		for (i = 0; i < 100; i++)
			syscall(SYS_lseek, -1, 0, 0);
		usleep(1000);
	}
}

FIXTURE_SETUP(cpus)
{
	unsigned int i;

	SETUP(RING_BYTES);
	self->made = shared(CALLERS * sizeof(*self->made));
	ASSERT_NE(NULL, self->made);
	for (i = 0; i < CALLERS; i++) {
		struct caller caller = { self->made, i };

		ASSERT_EQ(0, tracee_fork(&self->callers[i], call_until_told, &caller));
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

static int cpu_set_online(const char *text)
{
	int fd = open("/sys/devices/system/cpu/cpu1/online", O_WRONLY | O_CLOEXEC);
	int err;

	if (fd < 0)
		return -errno;
	err = write(fd, text, 1) == 1 ? 0 : -errno;
	close(fd);
	return err;
}

/* Ends the callers and the session: seen + lost = made, and each in order */
#define COUNT() do { \
	__u64 made_ = 0; \
	unsigned int i_; \
	for (i_ = 0; i_ < CALLERS; i_++) \
		EXPECT_EQ(0, tracee_run(&self->callers[i_])); \
	ASSERT_EQ(0, session_stop(self->fd)); \
	ASSERT_EQ(0, trace_drain(self->fd, &self->trace)); \
	for (i_ = 0; i_ < CALLERS; i_++) \
		made_ += self->made[i_]; \
	TH_LOG("%llu made, %llu seen, %llu lost", made_, \
	       trace_calls(&self->trace), trace_lost(&self->trace)); \
	/* or little of what is to be tested would be in the rings */ \
	EXPECT_LT(trace_lost(&self->trace), trace_calls(&self->trace)); \
	EXPECT_EQ(made_, trace_calls(&self->trace) + trace_lost(&self->trace)); \
	EXPECT_EQ(NULL, trace_fault(&self->trace)); \
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

/* An hour back and forth: what orders records is not the wall clock. */
TEST_F_TIMEOUT(cpus, clock_set_back, 300)
{
	struct timespec ts;
	int i;

	for (i = 0; i < 20; i++) {
		ASSERT_EQ(0, clock_gettime(CLOCK_REALTIME, &ts));
		ts.tv_sec += i % 2 ? 3600 : -3600;
		ASSERT_EQ(0, clock_settime(CLOCK_REALTIME, &ts));
		sleep_ms(100);
	}
	COUNT();
}

TEST_HARNESS_MAIN
