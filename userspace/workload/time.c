// SPDX-License-Identifier: GPL-2.0-only
/* Group time: sleeps, and timers of POSIX and of before. */
#include <linux/time_types.h>
#include <sys/time.h>
#include <time.h>

#include "workload.h"

#define ROUNDS		20
#define MS(n)		((n) * 1000000L)
#define NSEC_PER_SEC	1000000000L
#define LATER_SEC	3600	/* after the scenario, in any case */

static struct __kernel_timespec ms_from_now(unsigned int ms)
{
	struct timespec now;
	long ns;

	if (clock_gettime(CLOCK_MONOTONIC, &now))
		fail("clock_gettime: %m");
	ns = now.tv_nsec + MS(ms);
	return (struct __kernel_timespec) {
		.tv_sec		= now.tv_sec + ns / NSEC_PER_SEC,
		.tv_nsec	= ns % NSEC_PER_SEC,
	};
}

static void sleep_syscalls(void)
{
	static const struct __kernel_timespec two_ms = { 0, MS(2) }, three_ms = { 0, MS(3) };
	struct __kernel_timespec until;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		CALL_IS(0, nanosleep, &two_ms, NULL);
		CALL_IS(0, clock_nanosleep, CLOCK_MONOTONIC, 0, &three_ms, NULL);
		until = ms_from_now(2);
		CALL_IS(0, clock_nanosleep, CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
	}
}

static void posix_timer_lifecycle(void)
{
	struct __kernel_itimerspec once = { .it_value = { .tv_sec = LATER_SEC } }, left;
	int id;		/* the kernel's timer_t, which is not libc's */

	CALL_IS(0, timer_create, CLOCK_MONOTONIC, NULL, &id);
	CALL_IS(0, timer_settime, id, 0, &once, NULL);
	CALL_IS(0, timer_gettime, id, &left);
	if (left.it_value.tv_sec < LATER_SEC - 60 || left.it_value.tv_sec > LATER_SEC)
		fail("timer_gettime: %lld s are left", left.it_value.tv_sec);
	CALL_IS(0, timer_getoverrun, id);
	CALL_IS(0, timer_delete, id);
}

static void interval_timer_noop(void)
{
	struct itimerval timer = { };

	CALL_IS(0, setitimer, ITIMER_REAL, &timer, NULL);
	CALL_IS(0, getitimer, ITIMER_REAL, &timer);
	if (timer.it_value.tv_sec || timer.it_value.tv_usec)
		fail("getitimer: a timer runs");
}

const struct scenario time_scenarios[] = {
	{ "sleep-syscalls", "nanosleep, clock_nanosleep for and until, 20 times", sleep_syscalls,
	  NULL },
	{ "posix-timer-lifecycle", "a timer made, set, asked and deleted", posix_timer_lifecycle,
	  NULL },
	{ "interval-timer-noop", "setitimer of no time, getitimer", interval_timer_noop, NULL },
	{ }
};
