// SPDX-License-Identifier: GPL-2.0-only
/* inotify and fanotify of group ipc, as a trace must show them. */
#include "scenario_text.h"

#define NR_TARGETS	3
#define GROUP		"anon_inode:[fanotify]"
#define GROUP_FLAGS	"O_RDWR|O_NONBLOCK|O_CLOEXEC"
#define MADE		"0x3"		/* FAN_CLOEXEC | FAN_NONBLOCK */
#define ADD		"0x1"
#define FLUSH		"0x80"
#define INOTIFY		"anon_inode:inotify"
#define INOTIFY_FLAGS	"O_RDONLY|O_CLOEXEC"
#define MARK		"fanotify_mark(%ld<" GROUP ">, 0x1, 0x2, "
#define WATCH		"inotify_add_watch(%ld<" INOTIFY ">, "

/* By family: there is no call of them but those of the scenario. */
#define NOTIFY_CALLS	"-e", "family=IPC,FS"

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
}

/* A watch has the descriptor of its group, and the path that it is on. */
TEST(inotify_basic)
{
	struct cursor c;
	long group;

	if (!run(&c, "inotify-basic", NOTIFY_CALLS))
		return;
	expect_by_path(&c, "mkdirat", "watched", "");
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

/* ---------------------------------------------------------------- text -- */

/* Masks, where a path starts, and that there is none where marks are flushed */
TEST(fanotify_marks_text)
{
	struct lines l;
	long group;

	if (!run_text(&l, "fanotify-marks", CALLS("fanotify_init,fanotify_mark")))
		return;
	group = expect_line(&l, "fanotify_init(0x3, O_RDONLY) = *<" GROUP ">");
	expect_line(&l, MARK "-1, \"%s/fanotify-target-0.txt\") = 0", group, l.dir);
	expect_line(&l, MARK "*<%s>, \"fanotify-target-1.txt\") = 0", group, l.dir);
	expect_line(&l, MARK "*<%s/fanotify-target-2.txt>, NULL) = 0", group, l.dir);
	expect_line(&l, MARK "AT_FDCWD*, \"\") = -1 ENOENT (No such file or directory)", group);
	expect_line(&l, MARK "AT_FDCWD*, NULL) = -1 EBADF (Bad file descriptor)", group);
	expect_line(&l, "fanotify_mark(%ld<" GROUP ">, 0x80, 0, AT_FDCWD*, 0x*) = 0", group);
	expect_lines_end(&l);
}

/* The watch that is removed is the one that was added. */
TEST(inotify_basic_text)
{
	long group, watch;
	struct lines l;

	if (!run_text(&l, "inotify-basic",
		      CALLS("inotify_init1,inotify_add_watch,inotify_rm_watch")))
		return;
	group = expect_line(&l, "inotify_init1(O_CLOEXEC) = *<" INOTIFY ">");
	watch = expect_line(&l, WATCH "\"%s/watched\", 0x302) = *", group, l.dir);
	expect_line(&l, "inotify_rm_watch(%ld<" INOTIFY ">, %ld) = 0", group, watch);
	expect_line(&l, WATCH "\"%s/missing\", 0x100) = -1 ENOENT (No such file or directory)",
		    group, l.dir);
	expect_lines_end(&l);
}

TEST_HARNESS_MAIN
