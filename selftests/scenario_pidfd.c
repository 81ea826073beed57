// SPDX-License-Identifier: GPL-2.0-only
/* The scenarios of group pidfd, as a trace must show them. */
#include "scenario.h"

#define PIDFD		"anon_inode:[pidfd]"
#define PIDFD_CALLS	CALLS("openat,pidfd_open,pidfd_getfd,pidfd_send_signal,write,close")

#define expect_pidfd(cursor) \
	expect(cursor, "pidfd_open", .new_fd = true, .path = PIDFD, .flags = "0")
#define expect_pidfd_close(cursor, pidfd) \
	expect_close(cursor, pidfd, PIDFD, "O_RDWR|O_CLOEXEC")

/* The row has the number of the pidfd, and the name of what it took. */
TEST(pidfd_getfd_success)
{
	const char *source = "pidfd-getfd-source.txt";
	long fd, pidfd, taken;
	struct cursor c;

	if (!run(&c, "pidfd-getfd-success", PIDFD_CALLS))
		return;
	fd = expect_created(&c, source);
	pidfd = expect_pidfd(&c);
	taken = expect(&c, "pidfd_getfd", .any_ret = true, .fd = pidfd, .path = source,
		       .flags = "0");
	EXPECT_GT(taken, pidfd);
	expect(&c, "write", .fd = taken, .ret = 12, .path = source, .flags = "O_RDWR|O_CLOEXEC");
	expect_close(&c, taken, source, "O_RDWR|O_CLOEXEC");
	expect_pidfd_close(&c, pidfd);
	expect_close(&c, fd, source, "O_RDWR");
	expect_end(&c);
}

/* Nothing was taken: the file that there is, is the pidfd. */
TEST(pidfd_getfd_failure)
{
	struct cursor c;
	long pidfd;

	if (!run(&c, "pidfd-getfd-failure", PIDFD_CALLS))
		return;
	pidfd = expect_pidfd(&c);
	expect(&c, "pidfd_getfd", .error = EBADF, .fd = pidfd, .path = PIDFD, .flags = "0");
	expect_pidfd_close(&c, pidfd);
	expect_end(&c);
}

TEST(pidfd_send_signal)
{
	struct cursor c;
	long pidfd;

	if (!run(&c, "pidfd-send-signal", PIDFD_CALLS))
		return;
	pidfd = expect_pidfd(&c);
	expect(&c, "pidfd_send_signal", .fd = pidfd, .path = PIDFD, .flags = "0");
	expect_pidfd_close(&c, pidfd);
	expect_end(&c);
}

TEST_HARNESS_MAIN
