// SPDX-License-Identifier: GPL-2.0-only
/* The scenarios of groups sync, truncate and flock, as a trace must show them. */
#include "scenario_text.h"

#define ROUNDS		5
#define BAD_FD		99999
#define SYNC_SIZE	20
#define TRUNCATE_SIZE	17
#define FILE_CALLS	CALLS("openat,write,sync,fsync,fdatasync,sync_file_range,syncfs," \
			      "truncate,ftruncate,close")

/* A new file with so much in it: its descriptor */
static long expect_written(struct __test_metadata *_metadata, struct cursor *c, const char *file,
			   long size)
{
	long fd = expect_created(c, file);

	expect(c, "write", .fd = fd, .ret = size, .path = file, .flags = "O_RDWR");
	return fd;
}

/* Nothing but a call that fails for want of a file, some times */
static void failing(struct __test_metadata *_metadata, const char *scenario,
		    const struct expected *expected)
{
	struct cursor c;
	int i;

	if (!run(&c, scenario, FILE_CALLS))
		return;
	for (i = 0; i < ROUNDS; i++)
		expect_at(_metadata, &c, __LINE__, expected);
	expect_end(&c);
}

#define expect_failures(scenario, name, ...) \
	failing(_metadata, scenario, &(const struct expected) { .call = name, __VA_ARGS__ })

/* A file with so much in it, and then this call on it */
static void on_written(struct __test_metadata *_metadata, const char *scenario, const char *call,
		       const char *file, long size, const char *flags)
{
	struct cursor c;
	long fd;

	if (!run(&c, scenario, FILE_CALLS))
		return;
	fd = expect_written(_metadata, &c, file, size);
	expect(&c, call, .fd = fd, .path = file, .flags = flags);
	expect_close(&c, fd, file, "O_RDWR");
	expect_end(&c);
}

/* ---------------------------------------------------------------- sync -- */

TEST(sync_basic)
{
	on_written(_metadata, "sync-basic", "fsync", "syncfile.txt", SYNC_SIZE, "O_RDWR");
}

TEST(sync_fdatasync)
{
	on_written(_metadata, "sync-fdatasync", "fdatasync", "fdatasyncfile.txt", SYNC_SIZE,
		   "O_RDWR");
}

/* It is about every file, and so about none. */
TEST(sync_sync)
{
	struct cursor c;

	if (!run(&c, "sync-sync", FILE_CALLS))
		return;
	expect_no_file(&c, "sync", "");
	expect_end(&c);
	EXPECT_EQ(1, rows_count(&c, "sync", 0));
}

/* It has flags of its own. */
TEST(sync_sync_file_range)
{
	on_written(_metadata, "sync-sync-file-range", "sync_file_range", "syncrangefile.txt",
		   SYNC_SIZE, "0");
}

TEST(sync_sync_file_range_to_eof)
{
	on_written(_metadata, "sync-sync-file-range-to-eof", "sync_file_range",
		   "syncrangeeoffile.txt", SYNC_SIZE, "0");
}

TEST(sync_fsync_ebadf)
{
	expect_failures("sync-fsync-ebadf", "fsync", .error = EBADF, .fd = BAD_FD, .path = "",
			.flags = "");
}

TEST(sync_fdatasync_ebadf)
{
	expect_failures("sync-fdatasync-ebadf", "fdatasync", .error = EBADF, .fd = BAD_FD,
			.path = "", .flags = "");
}

TEST(sync_file_range_ebadf)
{
	expect_failures("sync-file-range-ebadf", "sync_file_range", .error = EBADF, .fd = BAD_FD,
			.path = "", .flags = "0");
}

/* ------------------------------------------------------------ truncate -- */

TEST(truncate_basic)
{
	const char *file = "truncfile.txt";
	struct cursor c;
	long fd;

	if (!run(&c, "truncate-basic", FILE_CALLS))
		return;
	fd = expect_written(_metadata, &c, file, TRUNCATE_SIZE);
	expect_close(&c, fd, file, "O_RDWR");
	expect_by_path(&c, "truncate", file, "");
	expect_end(&c);
}

TEST(truncate_ftruncate)
{
	on_written(_metadata, "truncate-ftruncate", "ftruncate", "ftruncfile.txt", TRUNCATE_SIZE,
		   "O_RDWR");
}

/* Where nothing is, there is still the path that was asked for. */
TEST(truncate_enoent)
{
	expect_failures("truncate-enoent", "truncate", .error = ENOENT,
			.path = "truncate-missing.txt", .flags = "", .no_fd = true);
}

TEST(truncate_ftruncate_ebadf)
{
	expect_failures("truncate-ftruncate-ebadf", "ftruncate", .error = EBADF, .fd = BAD_FD,
			.path = "", .flags = "");
}

/* --------------------------------------------------------------- flock -- */

TEST(flock_basic)
{
	const char *file = "flockfile.txt";
	struct cursor c;
	long fd;
	int i;

	if (!run(&c, "flock-basic", CALLS("openat,flock,close")))
		return;
	fd = expect_created(&c, file);
	for (i = 0; i < 2; i++)
		expect(&c, "flock", .fd = fd, .path = file, .flags = "O_RDWR");
	expect_close(&c, fd, file, "O_RDWR");
	expect_end(&c);
}

/* ---------------------------------------------------------------- text -- */

/* The range, the length, and what kind of a lock */
TEST(sync_truncate_flock_text)
{
	static const struct text texts[] = {
		{ "sync-sync-file-range", 1, {
			"sync_file_range(*<*/syncrangefile.txt>, 0, 20, 0) = 0",
		} },
		{ "sync-sync-file-range-to-eof", 1, {
			"sync_file_range(*<*/syncrangeeoffile.txt>, 0, 0, 0) = 0",
		} },
		{ "sync-file-range-ebadf", ROUNDS, {
			"sync_file_range(99999, 0, 0, 0) = -1 EBADF (Bad file descriptor)",
		} },
		{ "truncate-basic", 1, { "truncate(\"*/truncfile.txt\", 5) = 0" } },
		{ "truncate-ftruncate", 1, { "ftruncate(*<*/ftruncfile.txt>, 5) = 0" } },
		{ "truncate-enoent", ROUNDS, {
			"truncate(\"*/truncate-missing.txt\", 5) = -1 ENOENT (*)",
		} },
		{ "truncate-ftruncate-ebadf", ROUNDS, {
			"ftruncate(99999, 0) = -1 EBADF (Bad file descriptor)",
		} },
		{ "flock-basic", 1, {
			"flock(*<*/flockfile.txt>, 2) = 0",
			"flock(*<*/flockfile.txt>, 8) = 0",
		} },
		{ }
	};

	expect_texts(texts, CALLS("sync_file_range,truncate,ftruncate,flock"));
}

TEST_HARNESS_MAIN
