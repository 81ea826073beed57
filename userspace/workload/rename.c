// SPDX-License-Identifier: GPL-2.0-only
/* Group rename: a new path in the place of an old one. */
#include <fcntl.h>
#include <stdio.h>

#include "workload.h"

#define ROUNDS	5

static void rename_basic(void)
{
	file_make("oldname.txt", NULL, 0);
	CALL_IS(0, rename, IN_DIR("oldname.txt"), IN_DIR("newname.txt"));
}

static void rename_renameat(void)
{
	int dfd;

	file_make("renameat-old.txt", NULL, 0);
	dfd = dir_open("");
	CALL_IS(0, renameat, dfd, "renameat-old.txt", dfd, "renameat-new.txt");
	CALL_IS(0, close, dfd);
}

static void rename_renameat2(void)
{
	int dfd;

	file_make("renameat2-old.txt", NULL, 0);
	dfd = dir_open("");
	CALL_IS(0, renameat2, dfd, "renameat2-old.txt", dfd, "renameat2-new.txt", 0L);
	CALL_IS(0, close, dfd);
}

static void rename_enoent(void)
{
	int i;

	for (i = 0; i < ROUNDS; i++)
		CALL_FAILS(ENOENT, rename, IN_DIR("rename-enoent-missing.txt"),
			   IN_DIR("rename-enoent-new.txt"));
}

static void rename_noreplace(void)
{
	long ret;

	file_make("noreplace-src.txt", NULL, 0);
	file_make("noreplace-dst.txt", NULL, 0);
	ret = syscall(SYS_renameat2, AT_FDCWD, IN_DIR("noreplace-src.txt"), AT_FDCWD,
		      IN_DIR("noreplace-dst.txt"), (long)RENAME_NOREPLACE);
	if (ret < 0 && errno == EINVAL)
		skip("renameat2(RENAME_NOREPLACE): %m");
	must_fail("renameat2(RENAME_NOREPLACE)", EEXIST, ret);
}

const struct scenario rename_scenarios[] = {
	{ "rename-basic", "rename of a file", rename_basic, "a machine that has rename" },
	{ "rename-renameat", "renameat by the descriptor of a directory", rename_renameat,
	  "a machine that has renameat" },
	{ "rename-renameat2", "renameat2 by the descriptor of a directory", rename_renameat2,
	  "Linux 3.15" },
	{ "rename-enoent", "rename of no file, 5 times: ENOENT", rename_enoent,
	  "a machine that has rename" },
	{ "rename-noreplace", "renameat2 with RENAME_NOREPLACE to a file: EEXIST",
	  rename_noreplace, "Linux 3.15, a file system with RENAME_NOREPLACE" },
	{ }
};
