// SPDX-License-Identifier: GPL-2.0-only
/*
 * The clock of the records: it never steps back, on whichever CPU, and is
 * CLOCK_MONOTONIC but for what it takes to look at the two.
 */
#include <limits.h>
#include <sched.h>

#include "ior_selftest.h"

#define ROUNDS		150
#define PAUSE_US	10000		/* 1.5 s in all: it is adjusted some times */
#define TRIES		20
#define MOST_TRIES	500		/* where an emulated clock takes long to be read */
#define LIMIT_NS	20000
#define SOON_NS		5000000		/* for as long as a change has not been noticed */

#define SOURCES		"/sys/devices/system/clocksource/clocksource0/"

FIXTURE(clock) {
	int fd;
	cpu_set_t cpus;		/* those that this may run on */
};

FIXTURE_SETUP(clock)
{
	self->fd = session_open(0);
	ASSERT_LE(0, self->fd);
	ASSERT_EQ(0, sched_getaffinity(0, sizeof(self->cpus), &self->cpus));
}

FIXTURE_TEARDOWN(clock)
{
	sched_setaffinity(0, sizeof(self->cpus), &self->cpus);
	close(self->fd);
}

/* on_next - to run on another CPU than before, if there is one */
static void on_next(const cpu_set_t *cpus, int *cpu)
{
	cpu_set_t one;

	do {
		*cpu += 1;
		*cpu %= CPU_SETSIZE;
	} while (!CPU_ISSET(*cpu, cpus));
	CPU_ZERO(&one);
	CPU_SET(*cpu, &one);
	sched_setaffinity(0, sizeof(one), &one);
}

/* Returns false if it went back, or how far it was off at its worst otherwise. */
static bool goes_on(int fd, const cpu_set_t *cpus, int rounds, long long *worst)
{
	static long long last;
	static int cpu;
	struct ior_info info;
	long long least, off;
	int n;

	for (*worst = 0; rounds--; usleep(PAUSE_US)) {
		least = LLONG_MAX;
		on_next(cpus, &cpu);
		for (n = 0; n < TRIES || (n < MOST_TRIES && llabs(least) >= LIMIT_NS); n++) {
			if (ioctl(fd, IOR_IOC_INFO, &info) || info.clock_id != CLOCK_MONOTONIC ||
			    (long long)info.time_ns < last)
				return false;
			last = info.time_ns;
			off = info.time_ns - info.mono_ns;
			if (llabs(off) < llabs(least))
				least = off;
		}
		if (llabs(least) > llabs(*worst))
			*worst = least;
	}
	return true;
}

TEST_F_TIMEOUT(clock, is_monotonic, 120)
{
	long long worst;

	ASSERT_TRUE(goes_on(self->fd, &self->cpus, ROUNDS, &worst));
	EXPECT_GT(LIMIT_NS, llabs(worst))
		TH_LOG("%lld ns from CLOCK_MONOTONIC", worst);
}

static bool word(const char *file, const char *mode, char name[32])
{
	FILE *f = fopen(file, mode);
	bool ok;

	if (!f)
		return false;
	ok = *mode == 'r' ? fscanf(f, "%31s", name) == 1 : fputs(name, f) >= 0;
	return !fclose(f) && ok;
}

/* To another clocksource, which may disagree on how long a second is.  That it is another one
 * is noticed within a quarter of one, plus what a busy machine takes.
 */
static int check_source(struct __test_metadata *_metadata, FIXTURE_DATA(clock) * self,
			char *source)
{
	char now[32];
	long long worst;

	if (!word(SOURCES "current_clocksource", "w", source) ||
	    !word(SOURCES "current_clocksource", "r", now) || strcmp(now, source))
		return -ENODEV;
	EXPECT_TRUE(goes_on(self->fd, &self->cpus, ROUNDS / 3, &worst));
	EXPECT_GT(SOON_NS, llabs(worst))
		TH_LOG("%lld ns from CLOCK_MONOTONIC soon after %s", worst, source);
	EXPECT_TRUE(goes_on(self->fd, &self->cpus, ROUNDS / 3, &worst));
	EXPECT_GT(LIMIT_NS, llabs(worst))
		TH_LOG("%lld ns from CLOCK_MONOTONIC with %s", worst, source);
	return 0;
}

/* The kernel's clocksource goes, and comes back. */
TEST_F_TIMEOUT(clock, goes_on_with_another_source, 120)
{
	char now[32], other[32];

	if (!getenv("IOR_VM"))
		SKIP(return, "not on a machine that others use");
#ifdef __aarch64__
	SKIP(return, "arm64 has one clocksource");
#endif
	ASSERT_TRUE(word(SOURCES "current_clocksource", "r", now));
	snprintf(other, sizeof(other), "%s", strcmp(now, "hpet") ? "hpet" : "acpi_pm");
	ASSERT_EQ(0, check_source(_metadata, self, other));
	ASSERT_EQ(0, check_source(_metadata, self, now));
}

TEST_HARNESS_MAIN
