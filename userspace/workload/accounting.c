// SPDX-License-Identifier: GPL-2.0-only
/* Group accounting: more calls than a reader can keep up with. */
#include "workload.h"

#define BURST	1500000

static void getppid_burst(void)
{
	int i;

	for (i = 0; i < BURST; i++)
		CALL(getppid);
}

const struct scenario accounting_scenarios[] = {
	{ "getppid-burst", "getppid, 1500000 times without a pause", getppid_burst, NULL },
	{ }
};
