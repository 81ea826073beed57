// SPDX-License-Identifier: GPL-2.0-only
/* Group harness: what a harness around a workload has to cope with. */
#include "workload.h"

static void crash(void)
{
	fail("it fails, which is all that it is for");
}

const struct scenario harness_scenarios[] = {
	{ "crash", "nothing: an error, and exit status 1", crash, NULL },
	{ }
};
