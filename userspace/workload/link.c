// SPDX-License-Identifier: GPL-2.0-only
/* Group link: hard and symbolic links, made and read. */
#include <fcntl.h>
#include <string.h>

#include "workload.h"

#define ROUNDS		3
#define TARGET_ROOM	256

static void link_basic(void)
{
	const char *file = IN_DIR("linkfile.txt");
	char target[PATH_MAX];
	long len = strlen(file);

	file_make("linkfile.txt", NULL, 0);
	CALL_IS(0, link, file, IN_DIR("hardlink.txt"));
	CALL_IS(0, symlink, file, IN_DIR("symlink.txt"));
	CALL_IS(len, readlink, IN_DIR("symlink.txt"), target, sizeof(target));
	if (memcmp(target, file, len))
		fail("readlink(symlink.txt): expected %s, got %.*s", file, (int)len, target);
}

static void link_linkat(void)
{
	int dfd;

	file_make("linkat-file.txt", NULL, 0);
	dfd = dir_open("");
	CALL_IS(0, linkat, dfd, "linkat-file.txt", dfd, "linkat-hard.txt", 0);
	CALL_IS(0, close, dfd);
}

static void link_symlinkat(void)
{
	int dfd = dir_open("");

	CALL_IS(0, symlinkat, "symlinkat-target", dfd, "symlinkat-link.txt");
	CALL_IS(0, close, dfd);
}

static void link_readlinkat(void)
{
	static const char text[] = "readlinkat-target";
	char target[TARGET_ROOM];
	int dfd;

	CALL_IS(0, symlink, text, IN_DIR("readlinkat-link.txt"));
	dfd = dir_open("");
	CALL_IS((long)strlen(text), readlinkat, dfd, "readlinkat-link.txt", target,
		sizeof(target));
	CALL_IS(0, close, dfd);
	if (memcmp(target, text, strlen(text)))
		fail("readlinkat(readlinkat-link.txt): not what was linked to");
}

static void link_enoent(void)
{
	int i;

	for (i = 0; i < ROUNDS; i++)
		CALL_FAILS(ENOENT, link, IN_DIR("link-enoent-missing.txt"),
			   IN_DIR("link-enoent-new.txt"));
}

static void link_symlink_eexist(void)
{
	file_make("symlink-eexist.txt", NULL, 0);
	CALL_FAILS(EEXIST, symlink, "symlink-eexist-target", IN_DIR("symlink-eexist.txt"));
}

static void link_readlinkat_einval(void)
{
	char target[TARGET_ROOM];

	file_make("readlinkat-einval.txt", NULL, 0);
	CALL_FAILS(EINVAL, readlinkat, AT_FDCWD, IN_DIR("readlinkat-einval.txt"), target,
		   sizeof(target));
}

const struct scenario link_scenarios[] = {
	{ "link-basic", "link, symlink and readlink of a file", link_basic,
	  "a machine that has link" },
	{ "link-linkat", "linkat by the descriptor of a directory", link_linkat, NULL },
	{ "link-symlinkat", "symlinkat by the descriptor of a directory", link_symlinkat, NULL },
	{ "link-readlinkat", "readlinkat by the descriptor of a directory", link_readlinkat,
	  "a machine that has symlink" },
	{ "link-enoent", "link of no file, 3 times: ENOENT", link_enoent,
	  "a machine that has link" },
	{ "link-symlink-eexist", "symlink where a file is: EEXIST", link_symlink_eexist,
	  "a machine that has symlink" },
	{ "link-readlinkat-einval", "readlinkat of a regular file: EINVAL",
	  link_readlinkat_einval, NULL },
	{ }
};
