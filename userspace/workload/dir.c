// SPDX-License-Identifier: GPL-2.0-only
/* Group dir: directories made, entered and listed. */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "workload.h"

#define ROUNDS		5
#define DIR_MODE	0755
#define LATE_MS		300	/* a tracer that looks a name up late is late by now */
#define NO_FD		9999
#define EBADF_ROUNDS	40
#define EBADF_PAUSE_MS	25

static void dir_basic(void)
{
	CALL_IS(0, mkdir, IN_DIR("subdir"), DIR_MODE);
	CALL_IS(0, access, IN_DIR("subdir"), F_OK);
	CALL_IS(0, rmdir, IN_DIR("subdir"));
}

static void dir_mkdirat(void)
{
	int dfd = dir_open("");

	CALL_IS(0, mkdirat, dfd, "mkdirat-subdir", DIR_MODE);
	CALL_IS(0, close, dfd);
}

static void dir_mknodat_fifo(void)
{
	CALL_IS(0, mknodat, AT_FDCWD, IN_DIR("mknodat-fifo"), S_IFIFO | 0600, 0);
	CALL_IS(0, unlink, IN_DIR("mknodat-fifo"));
}

static void dir_chdir(void)
{
	CALL_IS(0, chdir, "..");
	CALL_IS(0, chdir, IN_DIR(""));
}

static void dir_getcwd(void)
{
	const char *dir = IN_DIR("");
	char buf[PATH_MAX];

	CALL_IS((long)strlen(dir) + 1, getcwd, buf, sizeof(buf));
	pause_ms(LATE_MS);
	if (strcmp(buf, dir))
		fail("getcwd: expected %s, got %s", dir, buf);
}

static void dir_getdents(void)
{
	int dfd = dir_open("");
	char buf[4096];

	if (!CALL(getdents64, dfd, buf, sizeof(buf)))
		fail("getdents64(dfd, buf, 4096): expected entries, got none");
	CALL_IS(0, close, dfd);
}

static void dir_mkdir_eexist(void)
{
	CALL_IS(0, mkdir, IN_DIR("mkdir-eexist-subdir"), DIR_MODE);
	CALL_FAILS(EEXIST, mkdir, IN_DIR("mkdir-eexist-subdir"), DIR_MODE);
}

static void dir_chdir_enoent(void)
{
	int i;

	for (i = 0; i < ROUNDS; i++)
		CALL_FAILS(ENOENT, chdir, IN_DIR("chdir-enoent-missing"));
}

static void dir_getdents_ebadf(void)
{
	char buf[4096];
	int i;

	for (i = 0; i < EBADF_ROUNDS; i++) {
		CALL_FAILS(EBADF, getdents64, NO_FD, buf, sizeof(buf));
		pause_ms(EBADF_PAUSE_MS);
	}
}

const struct scenario dir_scenarios[] = {
	{ "dir-basic", "mkdir, access, rmdir", dir_basic, "a machine that has mkdir" },
	{ "dir-mkdirat", "mkdirat by the descriptor of a directory", dir_mkdirat, NULL },
	{ "dir-mknodat-fifo", "mknodat of a FIFO, unlink", dir_mknodat_fifo,
	  "a machine that has unlink" },
	{ "dir-chdir", "chdir to the parent, and back", dir_chdir, NULL },
	{ "dir-getcwd", "getcwd", dir_getcwd, NULL },
	{ "dir-getdents", "getdents64 of a directory", dir_getdents, NULL },
	{ "dir-mkdir-eexist", "mkdir twice: the second time EEXIST", dir_mkdir_eexist,
	  "a machine that has mkdir" },
	{ "dir-chdir-enoent", "chdir where nothing is, 5 times: ENOENT", dir_chdir_enoent, NULL },
	{ "dir-getdents-ebadf", "getdents64 of no file, 40 times, 25 ms apart: EBADF",
	  dir_getdents_ebadf, NULL },
	{ }
};
