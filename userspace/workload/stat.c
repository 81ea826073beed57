// SPDX-License-Identifier: GPL-2.0-only
/* Group stat: what there is to ask of a file, by its path or its descriptor. */
#include <fcntl.h>
#include <linux/stat.h>
#include <sys/stat.h>
#include <sys/statfs.h>

#include "workload.h"

#define ROUNDS		5
#define EBADF_ROUNDS	20
#define EBADF_PAUSE_MS	20

static void stat_basic(void)
{
	struct stat st;

	file_make("statfile.txt", NULL, 0);
	CALL_IS(0, stat, IN_DIR("statfile.txt"), &st);
}

static void stat_fstat(void)
{
	int fd = file_create("fstatfile.txt");
	struct stat st;

	CALL_IS(0, fstat, fd, &st);
	CALL_IS(0, close, fd);
}

static void stat_lstat(void)
{
	struct stat st;

	file_make("lstatfile.txt", NULL, 0);
	CALL_IS(0, lstat, IN_DIR("lstatfile.txt"), &st);
}

static void stat_newfstatat(void)
{
	struct stat st;

	file_make("fstatatfile.txt", NULL, 0);
	CALL_IS(0, newfstatat, AT_FDCWD, IN_DIR("fstatatfile.txt"), &st, 0);
}

static void stat_statx(void)
{
	struct statx stx;

	file_make("statxfile.txt", NULL, 0);
	CALL_IS(0, statx, AT_FDCWD, IN_DIR("statxfile.txt"), 0, STATX_BASIC_STATS, &stx);
}

static void stat_access(void)
{
	file_make("accessfile.txt", NULL, 0);
	CALL_IS(0, access, IN_DIR("accessfile.txt"), R_OK);
}

static void stat_faccessat(void)
{
	file_make("faccessatfile.txt", NULL, 0);
	CALL_IS(0, faccessat, AT_FDCWD, IN_DIR("faccessatfile.txt"), R_OK);
}

static void stat_enoent(void)
{
	struct stat st;
	int i;

	for (i = 0; i < ROUNDS; i++)
		CALL_FAILS(ENOENT, stat, IN_DIR("stat-enoent-missing.txt"), &st);
}

static void stat_access_enoent(void)
{
	int i;

	for (i = 0; i < ROUNDS; i++)
		CALL_FAILS(ENOENT, access, IN_DIR("access-enoent-missing.txt"), F_OK);
}

static void stat_fstat_ebadf(void)
{
	struct stat st;
	int i;

	for (i = 0; i < EBADF_ROUNDS; i++) {
		CALL_FAILS(EBADF, fstat, BAD_FD, &st);
		pause_ms(EBADF_PAUSE_MS);
	}
}

static void stat_statfs(void)
{
	int fd = file_create("statfsfile.txt");
	struct statfs fs;

	CALL_IS(0, statfs, IN_DIR("statfsfile.txt"), &fs);
	CALL_IS(0, fstatfs, fd, &fs);
	CALL_IS(0, close, fd);
}

const struct scenario stat_scenarios[] = {
	{ "stat-basic", "stat of a file", stat_basic, "a machine that has stat" },
	{ "stat-fstat", "fstat of a file", stat_fstat, NULL },
	{ "stat-lstat", "lstat of a file", stat_lstat, "a machine that has lstat" },
	{ "stat-newfstatat", "newfstatat of a file", stat_newfstatat, NULL },
	{ "stat-statx", "statx of a file", stat_statx, "Linux 4.11" },
	{ "stat-access", "access of a file", stat_access, "a machine that has access" },
	{ "stat-faccessat", "faccessat of a file", stat_faccessat, NULL },
	{ "stat-enoent", "stat where nothing is, 5 times: ENOENT", stat_enoent,
	  "a machine that has stat" },
	{ "stat-access-enoent", "access where nothing is, 5 times: ENOENT", stat_access_enoent,
	  "a machine that has access" },
	{ "stat-fstat-ebadf", "fstat of no file, 20 times, 20 ms apart: EBADF",
	  stat_fstat_ebadf, NULL },
	{ "stat-statfs", "statfs and fstatfs of a file", stat_statfs, NULL },
	{ }
};
