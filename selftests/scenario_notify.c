// SPDX-License-Identifier: GPL-2.0-only
/* inotify and fanotify of group ipc, as a trace must show them. */
#include "scenario.h"

#define NR_TARGETS	3
#define GROUP		"anon_inode:[fanotify]"
#define GROUP_FLAGS	"O_RDWR|O_NONBLOCK|O_CLOEXEC"
#define MADE		"0x3"		/* FAN_CLOEXEC | FAN_NONBLOCK */
#define ADD		"0x1"
#define FLUSH		"0x80"
#define INOTIFY		"anon_inode:inotify"
#define INOTIFY_FLAGS	"O_RDONLY|O_CLOEXEC"
#define NOTIFY_CALLS \
	CALLS("openat,close,mkdirat,fanotify_init,fanotify_mark,inotify_init1," \
	      "inotify_add_watch,inotify_rm_watch")

TEST(fanotify_flags)
{
	struct cursor c;
	long group;

	if (!run(&c, "fanotify-flags", NOTIFY_CALLS))
		return;
	group = expect(&c, "fanotify_init", .new_fd = true, .path = GROUP, .flags = MADE);
	expect_close(&c, group, GROUP, GROUP_FLAGS);
	expect_end(&c);
}

/*
 * A mark is on the path; where that is NULL, on the file of the descriptor, which
 * has to be one.  To flush, the kernel looks at no path.
 */
TEST(fanotify_marks)
{
	long target[NR_TARGETS], dir, group;
	struct cursor c;
	int i;

	if (!run(&c, "fanotify-marks", NOTIFY_CALLS))
		return;
	for (i = 0; i < NR_TARGETS; i++)
		target[i] = expect_created(&c, NUMBERED("fanotify-target-%d.txt", i));
	dir = expect_dir(&c, ".");
	group = expect(&c, "fanotify_init", .new_fd = true, .path = GROUP, .flags = MADE);
	for (i = 0; i < NR_TARGETS; i++)
		expect(&c, "fanotify_mark", .fd = group, .flags = ADD, .bytes = "",
		       .path = NUMBERED("fanotify-target-%d.txt", i));
	expect(&c, "fanotify_mark", .error = ENOENT, .fd = group, .path = "", .flags = ADD);
	expect(&c, "fanotify_mark", .error = EBADF, .fd = group, .path = "", .flags = ADD);
	expect(&c, "fanotify_mark", .fd = group, .path = GROUP, .flags = FLUSH);
	expect_close(&c, group, GROUP, GROUP_FLAGS);
	expect_dir_close(&c, dir, ".");
	for (i = 0; i < NR_TARGETS; i++)
		expect_close(&c, target[i], NUMBERED("fanotify-target-%d.txt", i), "O_RDWR");
	expect_end(&c);
	EXPECT_EQ(NULL, strstr(c.table->csv, "ignored-flush-target"));
}

/* A watch has the descriptor of its group, and the path that it is on. */
TEST(inotify_basic)
{
	struct cursor c;
	long group;

	if (!run(&c, "inotify-basic", NOTIFY_CALLS))
		return;
	expect(&c, "mkdirat", .path = "watched");
	group = expect(&c, "inotify_init1", .new_fd = true, .path = INOTIFY,
		       .flags = "O_CLOEXEC");
	expect(&c, "inotify_add_watch", .ret = 1, .fd = group, .path = "watched", .bytes = "",
	       .flags = INOTIFY_FLAGS);
	expect(&c, "inotify_rm_watch", .fd = group, .path = INOTIFY, .flags = INOTIFY_FLAGS);
	expect(&c, "inotify_add_watch", .error = ENOENT, .fd = group, .path = "missing",
	       .flags = INOTIFY_FLAGS);
	expect_close(&c, group, INOTIFY, INOTIFY_FLAGS);
	expect_end(&c);
}

TEST_HARNESS_MAIN
