// SPDX-License-Identifier: GPL-2.0-only
/* The scenarios of groups copy and ioctl, as a trace must show them. */
#include "scenario.h"

#define BAD_FD		99999
#define COPY_SIZE	32
#define TEXT_SIZE	12
#define COPY_CALLS	CALLS("openat,write,lseek,copy_file_range,sendfile,splice,close")
#define IOCTL_CALLS	CALLS("openat,ioctl,fcntl,write,close")
#define CLOEXEC_FLAGS	"O_RDWR|O_CLOEXEC"

/* ---------------------------------------------------------------- copy -- */

static long expect_source(struct __test_metadata *_metadata, struct cursor *c, const char *file)
{
	long fd = expect_created(c, file);

	expect(c, "write", .fd = fd, .ret = COPY_SIZE, .path = file, .flags = "O_RDWR");
	return fd;
}

/* The target is the descriptor and the path, the source the second path. */
TEST(copy_file_range_basic)
{
	const char *from = "copyrangesrc.txt", *to = "copyrangedst.txt";
	struct cursor c;
	long src, dst;

	if (!run(&c, "copy-file-range-basic", COPY_CALLS))
		return;
	src = expect_source(_metadata, &c, from);
	expect(&c, "lseek", .fd = src, .path = from, .flags = "O_RDWR");
	dst = expect_created(&c, to);
	EXPECT_NE(src, dst);
	expect(&c, "copy_file_range", .fd = dst, .ret = COPY_SIZE, .path = to, .path2 = from,
	       .flags = "0");
	expect_close(&c, dst, to, "O_RDWR");
	expect_close(&c, src, from, "O_RDWR");
	expect_end(&c);
}

/* Nothing was copied, but it is known where it should have come from. */
TEST(copy_file_range_bad_dst_fd)
{
	const char *from = "copyrangeebadfsrc.txt";
	struct cursor c;
	long src;

	if (!run(&c, "copy-file-range-bad-dst-fd", COPY_CALLS))
		return;
	src = expect_source(_metadata, &c, from);
	expect(&c, "copy_file_range", .fd = BAD_FD, .error = EBADF, .path = "", .path2 = from,
	       .flags = "0", .bytes = "");
	expect_close(&c, src, from, "O_RDWR");
	expect_end(&c);
}

/* --------------------------------------------------------------- ioctl -- */

TEST(ioctl_basic)
{
	const char *file = "ioctlfile.txt";
	struct cursor c;
	long fd;

	if (!run(&c, "ioctl-basic", IOCTL_CALLS))
		return;
	fd = expect_created(&c, file);
	expect(&c, "ioctl", .fd = fd, .path = file, .flags = "O_RDWR");
	expect_close(&c, fd, file, "O_RDWR");
	expect_end(&c);
}

/* ioctl, F_GETFD and write: the flags are those that the ioctl has left. */
static void expect_cloexec_change(struct __test_metadata *_metadata, struct cursor *c, long fd,
				  const char *file, long fd_flags, const char *flags)
{
	expect(c, "ioctl", .fd = fd, .path = file, .flags = flags);
	expect(c, "fcntl", .fd = fd, .ret = fd_flags, .path = file, .flags = flags);
	expect(c, "write", .fd = fd, .ret = TEXT_SIZE, .path = file, .flags = flags);
}

TEST(ioctl_cloexec)
{
	const char *file = "ioctlcloexecfile.txt";
	struct cursor c;
	long fd;

	if (!run(&c, "ioctl-cloexec", IOCTL_CALLS))
		return;
	fd = expect_created(&c, file);
	expect_cloexec_change(_metadata, &c, fd, file, FD_CLOEXEC, CLOEXEC_FLAGS);
	expect_cloexec_change(_metadata, &c, fd, file, 0, "O_RDWR");
	expect_close(&c, fd, file, "O_RDWR");
	expect_end(&c);
}

/* The ioctl need not be selected for what it did to be seen. */
TEST(ioctl_cloexec_unseen)
{
	const char *file = "ioctlcloexecfile.txt";
	struct cursor c;

	if (!run(&c, "ioctl-cloexec", CALLS("write")))
		return;
	expect(&c, "write", .ret = TEXT_SIZE, .path = file, .flags = CLOEXEC_FLAGS);
	expect(&c, "write", .ret = TEXT_SIZE, .path = file, .flags = "O_RDWR");
	expect_end(&c);
}

TEST_HARNESS_MAIN
