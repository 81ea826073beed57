// SPDX-License-Identifier: GPL-2.0-only
/* The scenarios of group seccomp, as a trace must show them. */
#include "scenario.h"

#define FILE_NAME	"denied.txt"
#define NR_DENIED	3

/*
 * One that was made, and those that never began: they have a result, but took
 * no time, and nobody knows what was before them.
 */
static void expect_fchmods(struct __test_metadata *_metadata, struct cursor *thread, long fd,
			   bool others)
{
	long ended;
	int i;

	expect(thread, "fchmod", .fd = fd, .path = FILE_NAME, .flags = "O_RDWR");
	if (others) {
		expect(thread, "prctl", .path = "", .flags = "", .no_fd = true);
		expect(thread, "seccomp", .path = "", .flags = "0", .no_fd = true);
	}
	for (i = 0; i < NR_DENIED; i++) {
		ended = row_ended(thread->row);
		expect(thread, "fchmod", .error = EPERM, .no_return = true, .fd = fd,
		       .path = FILE_NAME, .flags = "O_RDWR");
		EXPECT_STREQ("", thread->row->text[GAP]);
		EXPECT_LT(ended, row_number(thread->row, TIME));
	}
	expect_nothing(thread);
}

TEST(seccomp_denied)
{
	struct cursor c, thread;
	long fd;

	if (!run(&c, "seccomp-denied", CALLS("openat,fchmod,prctl,seccomp,close")))
		return;
	fd = expect_created(&c, FILE_NAME);
	ASSERT_TRUE(cursor_other(&c, 0, &thread));
	expect_fchmods(_metadata, &thread, fd, true);
	EXPECT_EQ(c.table->pid, row_number(thread.row, PID));
	EXPECT_FALSE(cursor_other(&c, 1, &thread));
	EXPECT_EQ(1 + NR_DENIED, rows_count(&c, "fchmod", 0));
	expect_close(&c, fd, FILE_NAME, "O_RDWR");
	expect_end(&c);
}

/* What else the thread does is not needed to tell. */
TEST(seccomp_denied_only_fchmod)
{
	struct cursor c, thread;
	long fd;

	if (!run(&c, "seccomp-denied", CALLS("openat,fchmod")))
		return;
	fd = expect_created(&c, FILE_NAME);
	ASSERT_TRUE(cursor_other(&c, 0, &thread));
	expect_fchmods(_metadata, &thread, fd, false);
	expect_end(&c);
}

TEST_HARNESS_MAIN
