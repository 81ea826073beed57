// SPDX-License-Identifier: GPL-2.0-only
/* Group dup: one open file under two numbers. */
#include <fcntl.h>
#include <sys/resource.h>

#include "workload.h"

#define ROUNDS		5
#define BAD_FLAGS	0xbad

static const char text[] = "through the duplicate";

/* The limit has to be above the number that a descriptor is to have. */
static void need_number(int fd)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit))
		fail("getrlimit(RLIMIT_NOFILE): %m");
	if (limit.rlim_cur <= (rlim_t)fd)
		skip("descriptors end below %d", fd);
}

static void finish(int fd, int copy)
{
	CALL_IS((long)sizeof(text), write, copy, text, sizeof(text));
	CALL_IS(0, close, copy);
	CALL_IS(0, close, fd);
}

static void dup_basic(void)
{
	int fd = file_create("dupfile.txt");

	finish(fd, CALL(dup, fd));
}

static void dup_dup2(void)
{
	int fd;

	need_number(500);
	fd = file_create("dup2file.txt");
	finish(fd, CALL_IS(500, dup2, fd, 500));
}

static void dup_dup3(void)
{
	int fd;

	need_number(501);
	fd = file_create("dup3file.txt");
	finish(fd, CALL_IS(501, dup3, fd, 501, O_CLOEXEC));
}

static void dup_invalid_fd(void)
{
	int i;

	for (i = 0; i < ROUNDS; i++)
		CALL_FAILS(EBADF, dup, BAD_FD);
}

static void dup2_same_fd(void)
{
	int fd = file_create("dup2samefile.txt");

	CALL_IS(fd, dup2, fd, fd);
	CALL_IS(0, close, fd);
}

static void dup3_invalid_flags(void)
{
	int fd = file_create("dup3flagsfile.txt");

	CALL_FAILS(EINVAL, dup3, fd, 502, BAD_FLAGS);
	CALL_IS(0, close, fd);
}

const struct scenario dup_scenarios[] = {
	{ "dup-basic", "dup, write to the duplicate", dup_basic, NULL },
	{ "dup-dup2", "dup2 to number 500, write there", dup_dup2,
	  "RLIMIT_NOFILE above 500, a machine that has dup2" },
	{ "dup-dup3", "dup3 to number 501 with O_CLOEXEC, write there", dup_dup3,
	  "RLIMIT_NOFILE above 501" },
	{ "dup-invalid-fd", "dup of no file, 5 times: EBADF", dup_invalid_fd, NULL },
	{ "dup2-same-fd", "dup2 to its own number", dup2_same_fd, "a machine that has dup2" },
	{ "dup3-invalid-flags", "dup3 with flags that are none: EINVAL", dup3_invalid_flags,
	  NULL },
	{ }
};
