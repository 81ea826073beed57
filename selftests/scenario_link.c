// SPDX-License-Identifier: GPL-2.0-only
/*
 * The scenarios of groups link, rename and unlink, as a trace must show them:
 * of two paths the new one is path, the old one or the link's text path2.
 */
#include "scenario.h"

#define LINK_ROUNDS	3
#define ROUNDS		5

/* A call that has its files by their paths alone */
#define expect_path_call(cursor, name, file, ...) \
	expect(cursor, name, .path = file, .no_fd = true, ##__VA_ARGS__)

/* ---------------------------------------------------------------- link -- */

TEST(link_basic)
{
	struct cursor c;
	long len;

	if (!run(&c, "link-basic", CALLS("openat,close,link,symlink,readlink")))
		return;
	len = strlen(c.dir) + strlen("/linkfile.txt");
	expect_made(&c, "linkfile.txt");
	expect_path_call(&c, "link", "hardlink.txt", .path2 = "linkfile.txt", .flags = "");
	expect_path_call(&c, "symlink", "symlink.txt", .path2 = "linkfile.txt", .flags = "");
	expect_path_call(&c, "readlink", "symlink.txt", .ret = len, .flags = "");
	expect_end(&c);
}

TEST(link_linkat)
{
	struct cursor c;
	long dfd;

	if (!run(&c, "link-linkat", CALLS("openat,close,linkat")))
		return;
	expect_made(&c, "linkat-file.txt");
	dfd = expect_dir(&c, ".");
	expect(&c, "linkat", .fd = dfd, .path = "linkat-hard.txt", .path2 = "linkat-file.txt",
	       .flags = "0");
	expect_dir_close(&c, dfd, ".");
	expect_end(&c);
}

TEST(link_symlinkat)
{
	struct cursor c;
	long dfd;

	if (!run(&c, "link-symlinkat", CALLS("openat,close,symlinkat")))
		return;
	dfd = expect_dir(&c, ".");
	expect(&c, "symlinkat", .fd = dfd, .path = "symlinkat-link.txt",
	       .link_text = "symlinkat-target", .flags = "");
	expect_dir_close(&c, dfd, ".");
	expect_end(&c);
}

TEST(link_readlinkat)
{
	struct cursor c;
	long dfd;

	if (!run(&c, "link-readlinkat", CALLS("openat,close,symlink,readlinkat")))
		return;
	expect_path_call(&c, "symlink", "readlinkat-link.txt",
			 .link_text = "readlinkat-target", .flags = "");
	dfd = expect_dir(&c, ".");
	expect(&c, "readlinkat", .fd = dfd, .ret = strlen("readlinkat-target"),
	       .path = "readlinkat-link.txt", .flags = "");
	expect_dir_close(&c, dfd, ".");
	expect_end(&c);
}

TEST(link_enoent)
{
	struct cursor c;
	int i;

	if (!run(&c, "link-enoent", CALLS("link")))
		return;
	for (i = 0; i < LINK_ROUNDS; i++)
		expect_path_call(&c, "link", "link-enoent-new.txt", .error = ENOENT,
				 .path2 = "link-enoent-missing.txt", .flags = "");
	expect_end(&c);
}

TEST(link_symlink_eexist)
{
	struct cursor c;

	if (!run(&c, "link-symlink-eexist", CALLS("openat,close,symlink")))
		return;
	expect_made(&c, "symlink-eexist.txt");
	expect_path_call(&c, "symlink", "symlink-eexist.txt", .error = EEXIST,
			 .link_text = "symlink-eexist-target", .flags = "");
	expect_end(&c);
}

TEST(link_readlinkat_einval)
{
	struct cursor c;

	if (!run(&c, "link-readlinkat-einval", CALLS("openat,close,readlinkat")))
		return;
	expect_made(&c, "readlinkat-einval.txt");
	expect_path_call(&c, "readlinkat", "readlinkat-einval.txt", .error = EINVAL,
			 .flags = "");
	expect_end(&c);
}

/* -------------------------------------------------------------- rename -- */

TEST(rename_basic)
{
	struct cursor c;

	if (!run(&c, "rename-basic", CALLS("openat,close,rename")))
		return;
	expect_made(&c, "oldname.txt");
	expect_path_call(&c, "rename", "newname.txt", .path2 = "oldname.txt", .flags = "");
	expect_end(&c);
}

TEST(rename_renameat)
{
	struct cursor c;
	long dfd;

	if (!run(&c, "rename-renameat", CALLS("openat,close,renameat")))
		return;
	expect_made(&c, "renameat-old.txt");
	dfd = expect_dir(&c, ".");
	expect(&c, "renameat", .fd = dfd, .path = "renameat-new.txt",
	       .path2 = "renameat-old.txt", .flags = "");
	expect_dir_close(&c, dfd, ".");
	expect_end(&c);
}

TEST(rename_renameat2)
{
	struct cursor c;
	long dfd;

	if (!run(&c, "rename-renameat2", CALLS("openat,close,renameat2")))
		return;
	expect_made(&c, "renameat2-old.txt");
	dfd = expect_dir(&c, ".");
	expect(&c, "renameat2", .fd = dfd, .path = "renameat2-new.txt",
	       .path2 = "renameat2-old.txt", .flags = "0");
	expect_dir_close(&c, dfd, ".");
	expect_end(&c);
}

TEST(rename_enoent)
{
	struct cursor c;
	int i;

	if (!run(&c, "rename-enoent", CALLS("rename")))
		return;
	for (i = 0; i < ROUNDS; i++)
		expect_path_call(&c, "rename", "rename-enoent-new.txt", .error = ENOENT,
				 .path2 = "rename-enoent-missing.txt", .flags = "");
	expect_end(&c);
}

TEST(rename_noreplace)
{
	struct cursor c;

	if (!run(&c, "rename-noreplace", CALLS("openat,close,renameat2")))
		return;
	expect_made(&c, "noreplace-src.txt");
	expect_made(&c, "noreplace-dst.txt");
	expect_path_call(&c, "renameat2", "noreplace-dst.txt", .error = EEXIST,
			 .path2 = "noreplace-src.txt", .flags = "0x1");
	expect_end(&c);
}

/* -------------------------------------------------------------- unlink -- */

TEST(unlink_basic)
{
	struct cursor c;

	if (!run(&c, "unlink-basic", CALLS("openat,close,unlink")))
		return;
	expect_made(&c, "unlinkme.txt");
	expect_path_call(&c, "unlink", "unlinkme.txt", .flags = "");
	expect_end(&c);
}

TEST(unlink_unlinkat)
{
	struct cursor c;
	long dfd;

	if (!run(&c, "unlink-unlinkat", CALLS("openat,close,unlinkat")))
		return;
	expect_made(&c, "unlinkat-file.txt");
	dfd = expect_dir(&c, ".");
	expect(&c, "unlinkat", .fd = dfd, .path = "unlinkat-file.txt", .flags = "0");
	expect_dir_close(&c, dfd, ".");
	expect_end(&c);
}

TEST(unlink_rmdir)
{
	struct cursor c;
	int i;

	if (!run(&c, "unlink-rmdir", CALLS("mkdirat,rmdir")))
		return;
	for (i = 0; i < ROUNDS; i++)
		expect_path_call(&c, "mkdirat", NUMBERED("rmdir-me-%d", i), .flags = "");
	for (i = 0; i < ROUNDS; i++)
		expect_path_call(&c, "rmdir", NUMBERED("rmdir-me-%d", i), .flags = "");
	expect_end(&c);
}

TEST(unlink_enoent)
{
	struct cursor c;
	int i;

	if (!run(&c, "unlink-enoent", CALLS("unlink")))
		return;
	for (i = 0; i < ROUNDS; i++)
		expect_path_call(&c, "unlink", "unlink-enoent-missing.txt", .error = ENOENT,
				 .flags = "");
	expect_end(&c);
}

TEST(unlink_rmdir_notempty)
{
	struct cursor c;

	if (!run(&c, "unlink-rmdir-notempty", CALLS("mkdir,openat,close,rmdir")))
		return;
	expect_path_call(&c, "mkdir", "rmdir-notempty", .flags = "");
	expect_made(&c, "rmdir-notempty/file.txt");
	expect_path_call(&c, "rmdir", "rmdir-notempty", .error = ENOTEMPTY, .flags = "");
	expect_end(&c);
}

/* The end of the scenario removes nothing more: its directory is empty. */
TEST(unlink_unlinkat_enoent)
{
	struct cursor c;
	int i;

	if (!run(&c, "unlink-unlinkat-enoent", CALLS("unlinkat")))
		return;
	for (i = 0; i < ROUNDS; i++)
		expect_path_call(&c, "unlinkat", "unlinkat-enoent-missing.txt", .error = ENOENT,
				 .flags = "0");
	expect_end(&c);
	if (!strcmp(RMDIR, "unlinkat"))
		expect(&c, RMDIR, .path = ".", .no_fd = true);
	expect_nothing(&c);
}

TEST_HARNESS_MAIN
