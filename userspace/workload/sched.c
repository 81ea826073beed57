// SPDX-License-Identifier: GPL-2.0-only
/* Group sched: how, and where, the scheduler runs this very task. */
#include <linux/sched.h>
#include <linux/sched/types.h>
#include <linux/time_types.h>

#include "workload.h"

#define MASK_ROOM	1024L	/* bytes: for 8192 CPUs */

static void sched_basic(void)
{
	unsigned long mask[MASK_ROOM / sizeof(unsigned long)];
	struct __kernel_timespec interval;
	struct sched_attr attr = { 0 };
	int priority;			/* all that a struct sched_param is */
	long size;

	CALL_IS(0, sched_yield);
	size = CALL(sched_getaffinity, 0, MASK_ROOM, mask);
	CALL_IS(0, sched_setaffinity, 0, size, mask);
	CALL(sched_getscheduler, 0);
	CALL_IS(0, sched_getparam, 0, &priority);
	CALL_IS(0, sched_getattr, 0, &attr, SCHED_ATTR_SIZE_VER0, 0);
	if (attr.size != SCHED_ATTR_SIZE_VER0)
		fail("sched_getattr: the size is %u", attr.size);
	CALL_IS(0, sched_get_priority_max, SCHED_NORMAL);
	CALL_IS(0, sched_get_priority_min, SCHED_NORMAL);
	CALL_IS(0, sched_rr_get_interval, 0, &interval);
}

const struct scenario sched_scenarios[] = {
	{ "sched-basic", "sched_yield, affinity, policy and priorities of its own", sched_basic,
	  "Linux 3.14" },
	{ }
};
