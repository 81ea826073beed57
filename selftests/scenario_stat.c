// SPDX-License-Identifier: GPL-2.0-only
/* The scenarios of group stat, as a trace must show them. */
#include "scenario.h"

#define ROUNDS		5
#define EBADF_ROUNDS	20
#define EBADF_PAUSE_NS	(20 * (long)NSEC_PER_MSEC)
#define BAD_FD		99999
#define STAT_CALLS	CALLS("openat,close,stat,lstat,fstat,newfstatat,statx,access,faccessat")

static void by_no_path(struct __test_metadata *_metadata, const char *scenario, const char *call,
		       const char *file)
{
	struct cursor c;
	int i;

	if (!run(&c, scenario, STAT_CALLS))
		return;
	for (i = 0; i < ROUNDS; i++)
		expect(&c, call, .error = ENOENT, .path = file, .flags = "", .no_fd = true);
	expect_end(&c);
}

TEST(stat_basic)
{
	run_by_path("stat-basic", "stat", "statfile.txt", "", STAT_CALLS);
}

/* The kernel's name of the call selects it, too. */
TEST(stat_basic_by_alias)
{
	struct cursor c;

	if (!run(&c, "stat-basic", CALLS("newstat")))
		return;
	expect(&c, "stat", .path = "statfile.txt", .flags = "", .no_fd = true);
	expect_end(&c);
	EXPECT_EQ(0, rows_count(&c, "openat", 0));
}

TEST(stat_fstat)
{
	struct cursor c;
	long fd;

	if (!run(&c, "stat-fstat", STAT_CALLS))
		return;
	fd = expect_created(&c, "fstatfile.txt");
	expect(&c, "fstat", .fd = fd, .path = "fstatfile.txt", .flags = "O_RDWR");
	expect_close(&c, fd, "fstatfile.txt", "O_RDWR");
	expect_end(&c);
}

TEST(stat_lstat)
{
	run_by_path("stat-lstat", "lstat", "lstatfile.txt", "", STAT_CALLS);
}

TEST(stat_newfstatat)
{
	run_by_path("stat-newfstatat", "newfstatat", "fstatatfile.txt", "0", STAT_CALLS);
}

TEST(stat_statx)
{
	run_by_path("stat-statx", "statx", "statxfile.txt", "0", STAT_CALLS);
}

TEST(stat_access)
{
	run_by_path("stat-access", "access", "accessfile.txt", "", STAT_CALLS);
}

TEST(stat_faccessat)
{
	run_by_path("stat-faccessat", "faccessat", "faccessatfile.txt", "", STAT_CALLS);
}

TEST(stat_enoent)
{
	by_no_path(_metadata, "stat-enoent", "stat", "stat-enoent-missing.txt");
}

TEST(stat_access_enoent)
{
	by_no_path(_metadata, "stat-access-enoent", "access", "access-enoent-missing.txt");
}

TEST(stat_fstat_ebadf)
{
	struct cursor c;
	int i;

	if (!run(&c, "stat-fstat-ebadf", STAT_CALLS))
		return;
	for (i = 0; i < EBADF_ROUNDS; i++) {
		expect(&c, "fstat", .fd = BAD_FD, .error = EBADF, .path = "", .flags = "");
		if (i)
			EXPECT_LE(EBADF_PAUSE_NS, row_number(c.row, GAP));
	}
	expect_end(&c);
}

TEST(stat_statfs)
{
	struct cursor c;
	long fd;

	if (!run(&c, "stat-statfs", CALLS("openat,statfs,fstatfs,close")))
		return;
	fd = expect_created(&c, "statfsfile.txt");
	expect(&c, "statfs", .path = "statfsfile.txt", .flags = "", .no_fd = true);
	expect(&c, "fstatfs", .fd = fd, .path = "statfsfile.txt", .flags = "O_RDWR");
	expect_close(&c, fd, "statfsfile.txt", "O_RDWR");
	expect_end(&c);
}

TEST_HARNESS_MAIN
