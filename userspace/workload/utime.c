// SPDX-License-Identifier: GPL-2.0-only
/* Group utime: the times of a file, by each of the calls that set them. */
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <utime.h>

#include "workload.h"

#define ROUNDS		5
#define SOME_TIME	1000000000

static const struct utimbuf seconds = { SOME_TIME, SOME_TIME };
static const struct timeval microseconds[] = { { SOME_TIME, 0 }, { SOME_TIME, 0 } };

static void utime_basic(void)
{
	file_make("utimefile.txt", NULL, 0);
	CALL_IS(0, utime, IN_DIR("utimefile.txt"), &seconds);
}

static void utime_utimes(void)
{
	file_make("utimesfile.txt", NULL, 0);
	CALL_IS(0, utimes, IN_DIR("utimesfile.txt"), microseconds);
}

static void utime_futimesat(void)
{
	file_make("futimesatfile.txt", NULL, 0);
	CALL_IS(0, futimesat, AT_FDCWD, IN_DIR("futimesatfile.txt"), microseconds);
}

static void utime_utimensat(void)
{
	const struct timespec times[] = { { SOME_TIME, 0 }, { SOME_TIME, 0 } };

	file_make("utimensatfile.txt", NULL, 0);
	CALL_IS(0, utimensat, AT_FDCWD, IN_DIR("utimensatfile.txt"), times, 0);
}

/* With nothing to set, the kernel does not look for the file. */
static void utime_utimensat_double_omit(void)
{
	const struct timespec times[] = { { 0, UTIME_OMIT }, { 0, UTIME_OMIT } };
	int dir = dir_open("");

	CALL_IS(0, utimensat, dir, "ignored-relative-target", times, 0);
	CALL_IS(0, close, dir);
}

static void utime_utimensat_one_omit(void)
{
	const struct timespec times[] = { { 0, UTIME_OMIT }, { SOME_TIME, 0 } };
	int dir = dir_open("");

	file_make("one-omit-target", NULL, 0);
	CALL_IS(0, utimensat, dir, "one-omit-target", times, 0);
	CALL_IS(0, close, dir);
}

static void utime_enoent(void)
{
	int i;

	for (i = 0; i < ROUNDS; i++)
		CALL_FAILS(ENOENT, utime, IN_DIR("utime-enoent-missing.txt"), &seconds);
}

const struct scenario utime_scenarios[] = {
	{ "utime-basic", "utime of a file", utime_basic, "a machine that has utime" },
	{ "utime-utimes", "utimes of a file", utime_utimes, "a machine that has utimes" },
	{ "utime-futimesat", "futimesat of a file", utime_futimesat,
	  "a machine that has futimesat" },
	{ "utime-utimensat", "utimensat of a file", utime_utimensat, NULL },
	{ "utime-utimensat-double-omit", "utimensat of no file, with no time to set",
	  utime_utimensat_double_omit, NULL },
	{ "utime-utimensat-one-omit", "utimensat of a file, with one time to set",
	  utime_utimensat_one_omit, NULL },
	{ "utime-enoent", "utime where nothing is, 5 times: ENOENT", utime_enoent,
	  "a machine that has utime" },
	{ }
};
