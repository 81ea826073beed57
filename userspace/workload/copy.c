// SPDX-License-Identifier: GPL-2.0-only
/* Group copy: from file to file, within the kernel. */
#include "workload.h"

static const char text[32] = "from one file into another";

static int source_create(const char *name)
{
	int fd = file_create(name);

	CALL_IS((long)sizeof(text), write, fd, text, sizeof(text));
	return fd;
}

/* Both from where the files stand: there is something to copy from the start on. */
static void copy_file_range_basic(void)
{
	int src = source_create("copyrangesrc.txt"), dst;

	CALL_IS(0, lseek, src, 0L, SEEK_SET);
	dst = file_create("copyrangedst.txt");
	CALL_IS((long)sizeof(text), copy_file_range, src, NULL, dst, NULL, sizeof(text), 0);
	CALL_IS(0, close, dst);
	CALL_IS(0, close, src);
}

static void copy_file_range_bad_dst_fd(void)
{
	int src = source_create("copyrangeebadfsrc.txt");

	CALL_FAILS(EBADF, copy_file_range, src, NULL, BAD_FD, NULL, sizeof(text), 0);
	CALL_IS(0, close, src);
}

const struct scenario copy_scenarios[] = {
	{ "copy-file-range-basic", "copy_file_range of 32 bytes", copy_file_range_basic,
	  "Linux 4.5" },
	{ "copy-file-range-bad-dst-fd", "copy_file_range into no file: EBADF",
	  copy_file_range_bad_dst_fd, "Linux 4.5" },
	{ }
};
