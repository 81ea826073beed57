// SPDX-License-Identifier: GPL-2.0-only
/* Group unlink: files and directories removed. */
#include <fcntl.h>

#include "workload.h"

#define ROUNDS		5
#define DIR_MODE	0755

static void unlink_basic(void)
{
	file_make("unlinkme.txt", NULL, 0);
	CALL_IS(0, unlink, IN_DIR("unlinkme.txt"));
}

static void unlink_unlinkat(void)
{
	int dfd;

	file_make("unlinkat-file.txt", NULL, 0);
	dfd = dir_open("");
	CALL_IS(0, unlinkat, dfd, "unlinkat-file.txt", 0);
	CALL_IS(0, close, dfd);
}

static void unlink_rmdir(void)
{
	int i;

	for (i = 0; i < ROUNDS; i++)
		CALL_IS(0, mkdirat, AT_FDCWD, IN_DIR(NUMBERED("rmdir-me-%d", i)), DIR_MODE);
	for (i = 0; i < ROUNDS; i++)
		CALL_IS(0, rmdir, IN_DIR(NUMBERED("rmdir-me-%d", i)));
}

static void unlink_enoent(void)
{
	int i;

	for (i = 0; i < ROUNDS; i++)
		CALL_FAILS(ENOENT, unlink, IN_DIR("unlink-enoent-missing.txt"));
}

static void unlink_rmdir_notempty(void)
{
	CALL_IS(0, mkdir, IN_DIR("rmdir-notempty"), DIR_MODE);
	file_make("rmdir-notempty/file.txt", NULL, 0);
	CALL_FAILS(ENOTEMPTY, rmdir, IN_DIR("rmdir-notempty"));
}

static void unlink_unlinkat_enoent(void)
{
	int i;

	for (i = 0; i < ROUNDS; i++)
		CALL_FAILS(ENOENT, unlinkat, AT_FDCWD, IN_DIR("unlinkat-enoent-missing.txt"), 0);
}

const struct scenario unlink_scenarios[] = {
	{ "unlink-basic", "unlink of a file", unlink_basic, "a machine that has unlink" },
	{ "unlink-unlinkat", "unlinkat by the descriptor of a directory", unlink_unlinkat, NULL },
	{ "unlink-rmdir", "mkdirat and rmdir of 5 directories", unlink_rmdir,
	  "a machine that has rmdir" },
	{ "unlink-enoent", "unlink of no file, 5 times: ENOENT", unlink_enoent,
	  "a machine that has unlink" },
	{ "unlink-rmdir-notempty", "rmdir of a directory with a file in it: ENOTEMPTY",
	  unlink_rmdir_notempty, "a machine that has rmdir" },
	{ "unlink-unlinkat-enoent", "unlinkat of no file, 5 times: ENOENT",
	  unlink_unlinkat_enoent, NULL },
	{ }
};
