// SPDX-License-Identifier: GPL-2.0-only
/*
 * The scenarios of group faultedpath, as a trace must show them: the kernel
 * reads each of these paths from a page that was not there before the call.
 */
#include "scenario.h"

#define NAMES_CALLS	"access,newfstatat,unlinkat,rename"

/* Only what is on a path that matches, and the chdir that begins it all */
#define ONLY(glob)	CALLS(NAMES_CALLS), "-e", "path=" glob ",*path-faulted-names.??????"

/* A path in a page of its own, which is not there yet */
#define expect_page(cursor, file) \
	expect(cursor, "mmap", .any_ret = true, .path = file, .flags = "MAP_PRIVATE")

#define expect_missing(where, name, file, how) do { \
	struct cursor *cursor_ = (where); \
	const char *file_ = (file); \
	char page_[64]; \
	snprintf(page_, sizeof(page_), "page-of-%s", file_); \
	expect_page(cursor_, page_); \
	expect(cursor_, name, .error = ENOENT, .no_fd = true, .path = file_, .flags = how); \
} while (0)

#define expect_rename(cursor, old, new) \
	expect(cursor, "rename", .no_fd = true, .path = new, .path2 = old, .flags = "")

#define expect_move_mount(cursor, from, to) \
	expect(cursor, "move_mount", .error = EINVAL, .no_fd = true, .path = to, .path2 = from, \
	       .flags = "0")

TEST(path_faulted_names)
{
	struct cursor c;

	if (!run(&c, "path-faulted-names", CALLS("mmap," NAMES_CALLS)))
		return;
	expect_missing(&c, "access", "faulted-access-missing", "");
	expect_missing(&c, "newfstatat", "faulted-stat-missing", "0");
	expect_missing(&c, "unlinkat", "faulted-unlink-missing", "0");
	expect_page(&c, "page-of-faulted-both-old");
	expect_page(&c, "page-of-faulted-both-new");
	expect_rename(&c, "faulted-both-old", "faulted-both-new");
	expect_page(&c, "page-of-faulted-oldonly-old");
	expect_rename(&c, "faulted-oldonly-old", "touched-oldonly-new");
	expect_page(&c, "page-of-faulted-newonly-new");
	expect_rename(&c, "touched-newonly-old", "faulted-newonly-new");
	expect_end(&c);
}

/* The program's own start reads paths, too. */
TEST(path_faulted_never_empty)
{
	const struct row *row;
	struct cursor c;

	if (!run(&c, "path-faulted-names", CALLS(NAMES_CALLS)))
		return;
	for (row = c.table->rows; row < c.table->rows + c.table->nr; row++)
		EXPECT_STRNE("", row->text[PATH])
			TH_LOG("%s has no path", row->text[NAME]);
}

/* The end of the scenario is on another path, and so not there. */
TEST(path_faulted_selected)
{
	struct cursor c;

	if (!run(&c, "path-faulted-names", ONLY("*/faulted-unlink-missing")))
		return;
	expect(&c, "unlinkat", .error = ENOENT, .path = "faulted-unlink-missing");
	expect_nothing(&c);
}

/* Either name of two is enough. */
TEST(path_faulted_old_selected)
{
	struct cursor c;

	if (!run(&c, "path-faulted-names", ONLY("*/faulted-both-old")))
		return;
	expect_rename(&c, "faulted-both-old", "faulted-both-new");
	expect_nothing(&c);
}

/* This one is what the end of the scenario finds to remove. */
TEST(path_faulted_new_selected)
{
	struct cursor c;

	if (!run(&c, "path-faulted-names", ONLY("*/faulted-newonly-new")))
		return;
	expect_rename(&c, "touched-newonly-old", "faulted-newonly-new");
	expect(&c, "unlinkat", .path = "faulted-newonly-new", .flags = "0");
	expect_nothing(&c);
}

TEST(path_faulted_move_mount)
{
	struct cursor c;

	if (!run(&c, "path-faulted-move-mount", CALLS("mmap,move_mount")))
		return;
	expect_page(&c, "page-of-faulted-mm-both-from");
	expect_page(&c, "page-of-faulted-mm-both-to");
	expect_move_mount(&c, "faulted-mm-both-from", "faulted-mm-both-to");
	expect_page(&c, "page-of-faulted-mm-fromonly-from");
	expect_move_mount(&c, "faulted-mm-fromonly-from", "touched-mm-fromonly-to");
	expect_page(&c, "page-of-faulted-mm-toonly-to");
	expect_move_mount(&c, "touched-mm-toonly-from", "faulted-mm-toonly-to");
	expect_end(&c);
}

TEST_HARNESS_MAIN
