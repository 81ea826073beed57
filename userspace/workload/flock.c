// SPDX-License-Identifier: GPL-2.0-only
/* Group flock: a lock on a whole file. */
#include <sys/file.h>

#include "workload.h"

static void flock_basic(void)
{
	int fd = file_create("flockfile.txt");

	CALL_IS(0, flock, fd, LOCK_EX);
	CALL_IS(0, flock, fd, LOCK_UN);
	CALL_IS(0, close, fd);
}

const struct scenario flock_scenarios[] = {
	{ "flock-basic", "flock of a file: LOCK_EX, LOCK_UN", flock_basic, NULL },
	{ }
};
