// SPDX-License-Identifier: GPL-2.0-only
/*
 * The scenarios of groups dup and fcntl, as a trace must show them: the
 * descriptor is the one that the call was given, the flags are its file's, for
 * fcntl as they are after the call.
 */
#include "scenario.h"

#define ROUNDS		5
#define BAD_FD		99999
#define DUP_CALLS	CALLS("openat,dup,dup2,dup3,write,close")
#define FCNTL_CALLS	CALLS("openat,fcntl,write,close")

static void expect_write(struct __test_metadata *_metadata, struct cursor *c, long fd, long size,
			 const char *file, const char *flags)
{
	expect(c, "write", .fd = fd, .ret = size, .path = file, .flags = flags);
}

/* ----------------------------------------------------------------- dup -- */

#define DUP_TEXT_SIZE	22

/* A new file, its duplicate, by this call, and a write to that */
static void duplicate(struct __test_metadata *_metadata, const char *scenario, const char *call,
		      const char *file, const char *call_flags, const char *flags, long number)
{
	struct cursor c;
	long fd, copy;

	if (!run(&c, scenario, DUP_CALLS))
		return;
	fd = expect_created(&c, file);
	copy = expect(&c, call, .fd = fd, .ret = number, .any_ret = !number, .path = file,
		      .flags = call_flags);
	EXPECT_GT(copy, STDERR_FILENO);
	EXPECT_NE(fd, copy);
	expect_write(_metadata, &c, copy, DUP_TEXT_SIZE, file, flags);
	expect_close(&c, copy, file, flags);
	expect_close(&c, fd, file, "O_RDWR");
	expect_end(&c);
}

TEST(dup_basic)
{
	duplicate(_metadata, "dup-basic", "dup", "dupfile.txt", "O_RDWR", "O_RDWR", 0);
}

TEST(dup_dup2)
{
	duplicate(_metadata, "dup-dup2", "dup2", "dup2file.txt", "O_RDWR", "O_RDWR", 500);
}

/* dup3 has flags of its own. */
TEST(dup_dup3)
{
	duplicate(_metadata, "dup-dup3", "dup3", "dup3file.txt", "O_CLOEXEC",
		  "O_RDWR|O_CLOEXEC", 501);
}

TEST(dup_invalid_fd)
{
	struct cursor c;
	int i;

	if (!run(&c, "dup-invalid-fd", DUP_CALLS))
		return;
	for (i = 0; i < ROUNDS; i++)
		expect(&c, "dup", .fd = BAD_FD, .error = EBADF, .path = "", .flags = "");
	expect_end(&c);
}

TEST(dup2_same_fd)
{
	const char *file = "dup2samefile.txt";
	struct cursor c;
	long fd;

	if (!run(&c, "dup2-same-fd", DUP_CALLS))
		return;
	fd = expect_created(&c, file);
	expect(&c, "dup2", .fd = fd, .ret = fd, .path = file, .flags = "O_RDWR");
	expect_close(&c, fd, file, "O_RDWR");
	expect_end(&c);
}

/* No duplicate was made: the file is that of the descriptor. */
TEST(dup3_invalid_flags)
{
	const char *file = "dup3flagsfile.txt";
	struct cursor c;
	long fd;

	if (!run(&c, "dup3-invalid-flags", DUP_CALLS))
		return;
	fd = expect_created(&c, file);
	expect(&c, "dup3", .fd = fd, .error = EINVAL, .path = file,
	       .flags = "O_EXCL|O_NOCTTY|O_TRUNC|O_NONBLOCK|0x2d");
	expect_close(&c, fd, file, "O_RDWR");
	expect_end(&c);
}

/* --------------------------------------------------------------- fcntl -- */

#define FCNTL_TEXT_SIZE	12

static void duplicate_by_fcntl(struct __test_metadata *_metadata, const char *scenario,
			       const char *file, const char *flags)
{
	struct cursor c;
	long fd, copy;

	if (!run(&c, scenario, FCNTL_CALLS))
		return;
	fd = expect_created(&c, file);
	copy = expect(&c, "fcntl", .fd = fd, .any_ret = true, .path = file, .flags = "O_RDWR");
	EXPECT_GT(copy, STDERR_FILENO);
	EXPECT_NE(fd, copy);
	expect_write(_metadata, &c, copy, FCNTL_TEXT_SIZE, file, flags);
	expect_close(&c, copy, file, flags);
	expect_close(&c, fd, file, "O_RDWR");
	expect_end(&c);
}

TEST(fcntl_dupfd)
{
	duplicate_by_fcntl(_metadata, "fcntl-dupfd", "fcntlfile.txt", "O_RDWR");
}

/* The return of F_GETFL has what the kernel keeps: no O_CREAT. */
TEST(fcntl_setfl)
{
	const char *file = "fcntlsetflfile.txt";
	struct cursor c;
	long fd, flags;

	if (!run(&c, "fcntl-setfl", FCNTL_CALLS))
		return;
	fd = expect_created(&c, file);
	flags = expect(&c, "fcntl", .fd = fd, .any_ret = true, .path = file, .flags = "O_RDWR");
	EXPECT_EQ(O_RDWR, flags & (O_ACCMODE | O_CREAT | O_APPEND));
	expect(&c, "fcntl", .fd = fd, .path = file, .flags = "O_RDWR|O_APPEND");
	expect_write(_metadata, &c, fd, FCNTL_TEXT_SIZE, file, "O_RDWR|O_APPEND");
	expect_close(&c, fd, file, "O_RDWR|O_APPEND");
	expect_end(&c);
}

TEST(fcntl_setfd)
{
	const char *file = "fcntlsetfdfile.txt";
	struct cursor c;
	long fd;

	if (!run(&c, "fcntl-setfd", FCNTL_CALLS))
		return;
	fd = expect_created(&c, file);
	expect(&c, "fcntl", .fd = fd, .path = file, .flags = "O_RDWR|O_CLOEXEC");
	expect(&c, "fcntl", .fd = fd, .ret = FD_CLOEXEC, .path = file,
	       .flags = "O_RDWR|O_CLOEXEC");
	expect(&c, "fcntl", .fd = fd, .path = file, .flags = "O_RDWR");
	expect(&c, "fcntl", .fd = fd, .path = file, .flags = "O_RDWR");
	expect_write(_metadata, &c, fd, FCNTL_TEXT_SIZE, file, "O_RDWR");
	expect_close(&c, fd, file, "O_RDWR");
	expect_end(&c);
}

TEST(fcntl_dupfd_cloexec)
{
	duplicate_by_fcntl(_metadata, "fcntl-dupfd-cloexec", "fcntlcloexecfile.txt",
			   "O_RDWR|O_CLOEXEC");
}

TEST(fcntl_invalid_fd)
{
	struct cursor c;
	int i;

	if (!run(&c, "fcntl-invalid-fd", FCNTL_CALLS))
		return;
	for (i = 0; i < ROUNDS; i++)
		expect(&c, "fcntl", .fd = BAD_FD, .error = EBADF, .path = "", .flags = "");
	expect_end(&c);
}

TEST(fcntl_dupfd_max)
{
	const char *file = "fcntldupfdmaxfile.txt";
	struct cursor c;
	long fd;
	int i;

	if (!run(&c, "fcntl-dupfd-max", FCNTL_CALLS))
		return;
	fd = expect_created(&c, file);
	for (i = 0; i < ROUNDS; i++)
		expect(&c, "fcntl", .fd = fd, .error = EINVAL, .path = file, .flags = "O_RDWR");
	expect_close(&c, fd, file, "O_RDWR");
	expect_end(&c);
}

TEST_HARNESS_MAIN
