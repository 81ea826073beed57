// SPDX-License-Identifier: GPL-2.0-only
/* Group priority: of the CPU and of I/O, set to what they are. */
#include <linux/ioprio.h>
#include <sys/resource.h>

#include "workload.h"

#define NICE_BASE	20	/* the call itself returns this, less the nice value */
#define MIDDLE		4	/* of the best-effort levels */

static void priority_basic(void)
{
	long raw = CALL(getpriority, PRIO_PROCESS, 0);

	CALL_IS(0, setpriority, PRIO_PROCESS, 0, NICE_BASE - raw);
}

/* "None" may come with a level, which nobody can set. */
static void ioprio_basic(void)
{
	long prio = CALL(ioprio_get, IOPRIO_WHO_PROCESS, 0);

	if (IOPRIO_PRIO_CLASS(prio) == IOPRIO_CLASS_NONE)
		prio = IOPRIO_CLASS_BE << IOPRIO_CLASS_SHIFT | MIDDLE;
	CALL_IS(0, ioprio_set, IOPRIO_WHO_PROCESS, 0, prio);
}

const struct scenario priority_scenarios[] = {
	{ "priority-basic", "getpriority, setpriority to the same", priority_basic, NULL },
	{ "ioprio-basic", "ioprio_get, ioprio_set to the same, or to best-effort", ioprio_basic,
	  "CONFIG_BLOCK" },
	{ }
};
