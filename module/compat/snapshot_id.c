// SPDX-License-Identifier: GPL-2.0-only
/*
 * 7.2: which clock a snapshot is of is an argument
 * (00b5006ead25, "timekeeping: Provide ktime_get_snapshot_id()").
 */
#include <linux/timekeeping.h>

void probe(struct system_time_snapshot *snapshot);

void probe(struct system_time_snapshot *snapshot)
{
	ktime_get_snapshot_id(CLOCK_MONOTONIC, snapshot);
}
