/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What tests in a crowd have in common: they do what they do at random, for some
 * time, and a session that nobody disturbs counts to the call meanwhile and
 * afterwards.
 *
 * $IOR_SEED repeats a run, as far as its timing allows; $IOR_STRESS_SECONDS is
 * how long each test goes on, or longer where it has done too little by then.
 */
#ifndef IOR_CROWDED_H
#define IOR_CROWDED_H

#include "crowd.h"
#include "exact.h"

FIXTURE(crowded) {
	struct tracee keeper;
	struct crowd *crowd;
	unsigned int seed;
	__u64 end;		/* CLOCK_MONOTONIC, ns */
	struct exact_sum sum;
};

static unsigned int env_number(const char *name, unsigned int otherwise)
{
	const char *text = getenv(name);

	return text ? strtoul(text, NULL, 0) : otherwise;
}

FIXTURE_SETUP(crowded)
{
	self->seed = env_number("IOR_SEED", clock_ns(CLOCK_REALTIME) / NSEC_PER_MSEC);
	TH_LOG("IOR_SEED=%u", self->seed);
	self->crowd = shared(sizeof(*self->crowd));
	ASSERT_NE(MAP_FAILED, self->crowd);
	self->crowd->seed = self->seed;
	ASSERT_EQ(0, tracee_fork(&self->keeper, crowd_keep, self->crowd));
	ASSERT_EQ(0, tell(self->keeper.fd));
	self->end = clock_ns(CLOCK_MONOTONIC) +
		    env_number("IOR_STRESS_SECONDS", 12) * NSEC_PER_SEC;
}

FIXTURE_TEARDOWN(crowded)
{
	EXPECT_EQ(0, tracee_kill(&self->keeper));
}

/* GO_ON - until the time is over, and as long as less than that was done, or
 * there was no crowd yet
 */
#define GO_ON(done, least) \
	(clock_ns(CLOCK_MONOTONIC) < self->end || (done) < (least) || \
	 __atomic_load_n(&self->crowd->born, __ATOMIC_RELAXED) < 2 * CROWD_PROCESSES)

/* Nobody hindered the crowd, and a last count is right as well. */
#define END_WELL() do { \
	EXPECT_EQ(0, waitpid(self->keeper.pid, NULL, WNOHANG)); \
	EXPECT_EXACT(rand_r(&self->seed), &self->sum); \
	TH_LOG("a crowd of %u processes", self->crowd->born); \
	TH_LOG("%u counts: %llu made, %llu seen, %llu lost", self->sum.counts, \
	       self->sum.made, self->sum.seen, self->sum.lost); \
} while (0)

#endif /* IOR_CROWDED_H */
