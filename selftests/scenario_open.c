// SPDX-License-Identifier: GPL-2.0-only
/* The scenarios of group open, as a trace must show them. */
#include "scenario.h"

#define ROUNDS		5
#define GAP_NS		(800 * (long)NSEC_PER_MSEC)
#define HANDLE_CALLS	CALLS("openat,name_to_handle_at,open_by_handle_at,unlinkat,close")

TEST(open_basic)
{
	struct cursor c;
	long fd;

	if (!run(&c, "open-basic", CALLS("openat,close")))
		return;
	fd = expect_created(&c);
	expect(&c, "close", .fd = fd);
	expect_end(&c);
}

TEST(open_dirfd_paths)
{
	struct cursor c;
	long dfd, fd;

	if (!run(&c, "open-dirfd-paths", CALLS("mkdir,openat,close,statx,utimensat")))
		return;
	expect(&c, "mkdir");
	dfd = expect_opened(&c, "O_RDONLY|O_DIRECTORY");
	fd = expect_created(&c);
	expect(&c, "close", .fd = fd);
	expect(&c, "statx", .fd = dfd);
	expect(&c, "utimensat", .fd = dfd);
	expect(&c, "close", .fd = dfd);
	expect_end(&c);
}

TEST(open_openat2)
{
	struct cursor c;
	long fd;

	if (!run(&c, "open-openat2", CALLS("openat,openat2,close")))
		return;
	fd = expect(&c, "openat2", .new_fd = true);
	expect(&c, "close", .fd = fd);
	expect_end(&c);
}

TEST(open_creat)
{
	struct cursor c;
	long fd;

	if (!run(&c, "open-creat", CALLS("openat,creat,close")))
		return;
	fd = expect(&c, "creat", .new_fd = true, .flags = "O_WRONLY|O_CREAT|O_TRUNC");
	expect(&c, "close", .fd = fd);
	expect_end(&c);
}

TEST(open_handle_at)
{
	struct cursor c;
	long dfd, fd;

	if (!run(&c, "open-by-handle-at", HANDLE_CALLS))
		return;
	expect_made(&c);
	dfd = expect_opened(&c, "O_RDONLY|O_DIRECTORY");
	expect(&c, "name_to_handle_at", .fd = dfd);
	fd = expect(&c, "open_by_handle_at", .new_fd = true, .flags = "O_RDONLY");
	EXPECT_NE(dfd, fd);
	expect(&c, "close", .fd = fd);
	expect(&c, "close", .fd = dfd);
	expect_end(&c);
}

TEST(open_handle_at_fail)
{
	struct cursor c;
	long dfd;
	int i;

	if (!run(&c, "open-by-handle-at-fail", HANDLE_CALLS))
		return;
	for (i = 0; i < 3; i++)
		expect_made(&c);
	dfd = expect_opened(&c, "O_RDONLY|O_DIRECTORY");
	for (i = 0; i < ROUNDS; i++) {
		expect(&c, "name_to_handle_at", .fd = dfd);
		expect(&c, "open_by_handle_at", .error = EBADF);
		expect_made(&c);
		expect(&c, "name_to_handle_at", .fd = dfd);
		expect(&c, "unlinkat", .fd = dfd);
		expect(&c, "open_by_handle_at", .error = ESTALE);
		expect(&c, "name_to_handle_at", .fd = dfd);
		expect(&c, "name_to_handle_at", .fd = dfd);
		expect(&c, "open_by_handle_at", .error = EBADF);
	}
	expect(&c, "close", .fd = dfd);
	expect_end(&c);
}

/* The descriptor of the handle is that of the decoy at once. */
TEST(open_handle_at_reuse)
{
	struct cursor c;
	long dfd, fd, decoys[ROUNDS];
	int i;

	if (!run(&c, "open-by-handle-at-reuse", HANDLE_CALLS))
		return;
	dfd = expect_opened(&c, "O_RDONLY|O_DIRECTORY");
	for (i = 0; i < ROUNDS; i++) {
		expect_made(&c);
		expect_made(&c);
		expect(&c, "name_to_handle_at", .fd = dfd);
		fd = expect(&c, "open_by_handle_at", .new_fd = true);
		expect(&c, "close", .fd = fd);
		decoys[i] = expect_opened(&c, "O_RDONLY");
		EXPECT_EQ(fd, decoys[i]);
	}
	for (i = 0; i < ROUNDS; i++)
		expect(&c, "close", .fd = decoys[i]);
	expect(&c, "close", .fd = dfd);
	expect_end(&c);
}

TEST(open_handle_at_threads)
{
	struct cursor c, thread;
	long dfd, fd, fetched, opened;
	int i;

	if (!run(&c, "open-by-handle-at-threads", HANDLE_CALLS))
		return;
	dfd = expect_opened(&c, "O_RDONLY|O_DIRECTORY");
	for (i = 0; i < ROUNDS; i++) {
		expect_made(&c);

		ASSERT_TRUE(cursor_other(&c, i, &thread));
		expect(&thread, "name_to_handle_at", .fd = dfd);
		fetched = row_ended(thread.row);
		EXPECT_EQ(c.table->pid, row_number(thread.row, PID));
		EXPECT_LT(row_ended(c.row), row_number(thread.row, TIME));
		expect_nothing(&thread);

		expect(&c, "open_by_handle_at", .error = EBADF);
		opened = row_number(c.row, TIME);
		EXPECT_LT(fetched, opened);
		fd = expect(&c, "open_by_handle_at", .new_fd = true);
		expect(&c, "close", .fd = fd);
	}
	EXPECT_FALSE(cursor_other(&c, ROUNDS, &thread));
	expect(&c, "close", .fd = dfd);
	expect_end(&c);
}

/* The pause is the gap of what comes next, if the pause itself is not seen. */
TEST(open_duration_gap)
{
	struct cursor c;
	long fd;
	int i;

	if (!run(&c, "open-duration-gap", CALLS("openat,close")))
		return;
	for (i = 0; i < ROUNDS; i++) {
		fd = expect_created(&c);
		expect(&c, "close", .fd = fd);
		fd = expect_created(&c);
		EXPECT_LE(GAP_NS, row_number(c.row, GAP));
		expect(&c, "close", .fd = fd);
	}
	expect_end(&c);
}

/* If it is, it is a duration. */
TEST(open_duration_sleep)
{
	struct cursor c;
	long fd;
	int i;

	if (!run(&c, "open-duration-gap", CALLS("openat,close,nanosleep")))
		return;
	for (i = 0; i < ROUNDS; i++) {
		fd = expect_created(&c);
		expect(&c, "close", .fd = fd);
		expect(&c, "nanosleep");
		EXPECT_LE(GAP_NS, row_number(c.row, DURATION));
		fd = expect_created(&c);
		expect(&c, "close", .fd = fd);
	}
	expect_end(&c);
}

TEST(open_enoent)
{
	struct cursor c;
	int i;

	if (!run(&c, "open-enoent", CALLS("openat,close")))
		return;
	for (i = 0; i < ROUNDS; i++)
		expect(&c, "openat", .error = ENOENT, .flags = "O_RDONLY");
	expect_end(&c);
}

TEST(open_rdonly_write)
{
	struct cursor c;
	long fd;

	if (!run(&c, "open-rdonly-write", CALLS("openat,write,close")))
		return;
	expect_made(&c);
	fd = expect_opened(&c, "O_RDONLY");
	expect(&c, "write", .fd = fd, .error = EBADF);
	expect(&c, "close", .fd = fd);
	expect_end(&c);
}

/* What is not selected is not there. */
TEST(open_rdonly_write_only_openat)
{
	struct cursor c;

	if (!run(&c, "open-rdonly-write", CALLS("openat")))
		return;
	expect_created(&c);
	expect_opened(&c, "O_RDONLY");
	expect_end(&c);
	EXPECT_EQ(0, rows_count(&c, "write", 0));
}

TEST(open_rdonly_write_all_but_openat)
{
	struct cursor c;

	if (!run(&c, "open-rdonly-write", "-e", "trace=!openat"))
		return;
	expect(&c, "close");
	expect(&c, "write", .error = EBADF);
	expect(&c, "close");
	expect_end(&c);
	EXPECT_EQ(0, rows_count(&c, "openat", 0));
}

TEST(open_rdonly_write_in_and_out)
{
	struct cursor c;

	if (!run(&c, "open-rdonly-write", CALLS("openat,write,!openat")))
		return;
	expect(&c, "write", .error = EBADF);
	expect_end(&c);
	EXPECT_EQ(0, rows_count(&c, "openat", 0));
}

#define FILTER_CALLS	CALLS("openat,close,clone,execve,wait4")

/* The child's own calls: those of fork, exec, and of touch creating a file */
TEST(open_pid_filter_follow)
{
	struct cursor c, child;
	const struct row *row;
	int created = 0;
	long fd, pid;

	if (!run(&c, "open-pid-filter", FILTER_CALLS))
		return;
	fd = expect_created(&c);
	expect(&c, "close", .fd = fd);
	pid = expect(&c, "clone", .any_ret = true);
	EXPECT_EQ(pid, expect(&c, "wait4", .ret = pid));
	expect_end(&c);

	ASSERT_TRUE(cursor_other(&c, 0, &child));
	EXPECT_EQ(pid, child.tid);
	expect(&child, "execve", .comm = "touch");
	for (; (row = cursor_peek(&child)); child.next++) {
		EXPECT_STREQ("touch", row->text[COMM]);
		if (row_is(row, NAME, "openat") && strstr(row->text[FLAGS], "O_CREAT"))
			created++;
	}
	EXPECT_EQ(1, created);
	EXPECT_FALSE(cursor_other(&c, 1, &child));
}

TEST(open_pid_filter_no_follow)
{
	struct cursor c, child;
	long fd, pid;

	if (!run(&c, "open-pid-filter", FILTER_CALLS, "--no-follow"))
		return;
	fd = expect_created(&c);
	expect(&c, "close", .fd = fd);
	pid = expect(&c, "clone", .any_ret = true);
	expect(&c, "wait4", .ret = pid);
	expect_end(&c);
	EXPECT_FALSE(cursor_other(&c, 0, &child));
}

TEST_HARNESS_MAIN
