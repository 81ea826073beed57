// SPDX-License-Identifier: GPL-2.0-only
/* Group sync: having the kernel write out what it keeps of files. */
#include "workload.h"

#define ROUNDS	5

static const char text[20] = "to be on the disk";

static int file_written(const char *name)
{
	int fd = file_create(name);

	CALL_IS((long)sizeof(text), write, fd, text, sizeof(text));
	return fd;
}

static void sync_basic(void)
{
	int fd = file_written("syncfile.txt");

	CALL_IS(0, fsync, fd);
	CALL_IS(0, close, fd);
}

static void sync_fdatasync(void)
{
	int fd = file_written("fdatasyncfile.txt");

	CALL_IS(0, fdatasync, fd);
	CALL_IS(0, close, fd);
}

static void sync_sync(void)
{
	CALL_IS(0, sync);
}

static void sync_range(const char *name, long size)
{
	int fd = file_written(name);

	CALL_IS(0, sync_file_range, fd, 0L, size, 0);
	CALL_IS(0, close, fd);
}

static void sync_sync_file_range(void)
{
	sync_range("syncrangefile.txt", sizeof(text));
}

/* No bytes are all that there are. */
static void sync_sync_file_range_to_eof(void)
{
	sync_range("syncrangeeoffile.txt", 0);
}

static void sync_fsync_ebadf(void)
{
	int i;

	for (i = 0; i < ROUNDS; i++)
		CALL_FAILS(EBADF, fsync, BAD_FD);
}

static void sync_fdatasync_ebadf(void)
{
	int i;

	for (i = 0; i < ROUNDS; i++)
		CALL_FAILS(EBADF, fdatasync, BAD_FD);
}

static void sync_file_range_ebadf(void)
{
	int i;

	for (i = 0; i < ROUNDS; i++)
		CALL_FAILS(EBADF, sync_file_range, BAD_FD, 0L, 0L, 0);
}

const struct scenario sync_scenarios[] = {
	{ "sync-basic", "fsync of a file", sync_basic, NULL },
	{ "sync-fdatasync", "fdatasync of a file", sync_fdatasync, NULL },
	{ "sync-sync", "sync of all files", sync_sync, NULL },
	{ "sync-sync-file-range", "sync_file_range of 20 bytes", sync_sync_file_range, NULL },
	{ "sync-sync-file-range-to-eof", "sync_file_range of 0 bytes: up to the end",
	  sync_sync_file_range_to_eof, NULL },
	{ "sync-fsync-ebadf", "fsync of no file, 5 times: EBADF", sync_fsync_ebadf, NULL },
	{ "sync-fdatasync-ebadf", "fdatasync of no file, 5 times: EBADF", sync_fdatasync_ebadf,
	  NULL },
	{ "sync-file-range-ebadf", "sync_file_range of no file, 5 times: EBADF",
	  sync_file_range_ebadf, NULL },
	{ }
};
