// SPDX-License-Identifier: GPL-2.0-only
/* The scenarios of group dir, as a trace must show them. */
#include "scenario.h"

#define ROUNDS		5
#define LATE_NS		(300 * (long)NSEC_PER_MSEC)
#define NO_FD		9999
#define EBADF_ROUNDS	40

/* A call that has its file by a path alone */
#define expect_path_call(cursor, name, file, ...) \
	expect(cursor, name, .path = file, .flags = "", .no_fd = true, ##__VA_ARGS__)

TEST(dir_basic)
{
	struct cursor c;

	if (!run(&c, "dir-basic", CALLS("mkdir,access,rmdir")))
		return;
	expect_path_call(&c, "mkdir", "subdir");
	expect_path_call(&c, "access", "subdir");
	expect_path_call(&c, "rmdir", "subdir");
	expect_end(&c);
}

TEST(dir_mkdirat)
{
	struct cursor c;
	long dfd;

	if (!run(&c, "dir-mkdirat", CALLS("openat,mkdirat,close")))
		return;
	dfd = expect_dir(&c, ".");
	expect(&c, "mkdirat", .fd = dfd, .path = "mkdirat-subdir", .flags = "");
	expect_dir_close(&c, dfd, ".");
	expect_end(&c);
}

TEST(dir_mknodat_fifo)
{
	struct cursor c;

	if (!run(&c, "dir-mknodat-fifo", CALLS("mknodat,unlink")))
		return;
	expect_path_call(&c, "mknodat", "mknodat-fifo");
	expect_path_call(&c, "unlink", "mknodat-fifo");
	expect_end(&c);
}

/* run() has taken the scenario's first chdir: what is left are its own. */
TEST(dir_chdir)
{
	char parent[PATH_MAX];
	struct cursor c;

	if (!run(&c, "dir-chdir", CALLS("chdir")))
		return;
	snprintf(parent, sizeof(parent), "%s", c.dir);
	expect_path_call(&c, "chdir", dirname(parent));
	expect_path_call(&c, "chdir", ".");
	expect_end(&c);
	expect_nothing(&c);
}

/* The path is what the call wrote: it takes none. */
TEST(dir_getcwd)
{
	struct cursor c;
	long len;

	if (!run(&c, "dir-getcwd", CALLS("getcwd")))
		return;
	len = strlen(c.dir);
	expect(&c, "getcwd", .ret = len + 1, .path = ".", .flags = "");
	expect_end(&c);
	EXPECT_LE(LATE_NS, row_number(c.row, GAP));
}

TEST(dir_getdents)
{
	struct cursor c;
	long dfd, size;

	if (!run(&c, "dir-getdents", CALLS("openat,getdents64,close")))
		return;
	dfd = expect_dir(&c, ".");
	size = expect(&c, "getdents64", .fd = dfd, .any_ret = true, .path = ".",
		      .flags = DIR_FLAGS);
	EXPECT_GT(size, 0);
	expect_dir_close(&c, dfd, ".");
	expect_end(&c);
}

TEST(dir_mkdir_eexist)
{
	struct cursor c;

	if (!run(&c, "dir-mkdir-eexist", CALLS("mkdir")))
		return;
	expect_path_call(&c, "mkdir", "mkdir-eexist-subdir");
	expect_path_call(&c, "mkdir", "mkdir-eexist-subdir", .error = EEXIST);
	expect_end(&c);
}

TEST(dir_chdir_enoent)
{
	struct cursor c;
	int i;

	if (!run(&c, "dir-chdir-enoent", CALLS("chdir")))
		return;
	for (i = 0; i < ROUNDS; i++)
		expect_path_call(&c, "chdir", "chdir-enoent-missing", .error = ENOENT);
	expect_end(&c);
}

TEST(dir_getdents_ebadf)
{
	struct cursor c;
	int i;

	if (!run(&c, "dir-getdents-ebadf", CALLS("getdents64")))
		return;
	for (i = 0; i < EBADF_ROUNDS; i++)
		expect(&c, "getdents64", .fd = NO_FD, .error = EBADF, .path = "", .flags = "");
	expect_end(&c);
}

TEST_HARNESS_MAIN
