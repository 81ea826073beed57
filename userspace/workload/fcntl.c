// SPDX-License-Identifier: GPL-2.0-only
/* Group fcntl: duplicates, and flags of a file and of its descriptor. */
#include <fcntl.h>

#include "workload.h"

#define ROUNDS		5
#define BEYOND_LIMIT	0x40000000	/* no limit of descriptors is that high */

static const char text[] = "after fcntl";

static void finish(int fd, int written)
{
	CALL_IS((long)sizeof(text), write, written, text, sizeof(text));
	if (written != fd)
		CALL_IS(0, close, written);
	CALL_IS(0, close, fd);
}

static void fcntl_dupfd(void)
{
	int fd = file_create("fcntlfile.txt");

	finish(fd, CALL(fcntl, fd, F_DUPFD, 0L));
}

static void fcntl_setfl(void)
{
	int fd = file_create("fcntlsetflfile.txt");
	long old = CALL(fcntl, fd, F_GETFL, 0L);

	CALL_IS(0, fcntl, fd, F_SETFL, old | O_APPEND);
	finish(fd, fd);
}

static void fcntl_setfd(void)
{
	int fd = file_create("fcntlsetfdfile.txt");

	CALL_IS(0, fcntl, fd, F_SETFD, (long)FD_CLOEXEC);
	CALL_IS(FD_CLOEXEC, fcntl, fd, F_GETFD, 0L);
	CALL_IS(0, fcntl, fd, F_SETFD, 0L);
	CALL_IS(0, fcntl, fd, F_GETFD, 0L);
	finish(fd, fd);
}

static void fcntl_dupfd_cloexec(void)
{
	int fd = file_create("fcntlcloexecfile.txt");

	finish(fd, CALL(fcntl, fd, F_DUPFD_CLOEXEC, 0L));
}

static void fcntl_invalid_fd(void)
{
	int i;

	for (i = 0; i < ROUNDS; i++)
		CALL_FAILS(EBADF, fcntl, BAD_FD, F_GETFL, 0L);
}

static void fcntl_dupfd_max(void)
{
	int fd = file_create("fcntldupfdmaxfile.txt");
	int i;

	for (i = 0; i < ROUNDS; i++)
		CALL_FAILS(EINVAL, fcntl, fd, F_DUPFD, (long)BEYOND_LIMIT);
	CALL_IS(0, close, fd);
}

const struct scenario fcntl_scenarios[] = {
	{ "fcntl-dupfd", "F_DUPFD, write to the duplicate", fcntl_dupfd, NULL },
	{ "fcntl-setfl", "F_GETFL, F_SETFL with O_APPEND, write", fcntl_setfl, NULL },
	{ "fcntl-setfd", "F_SETFD with and without FD_CLOEXEC, F_GETFD, write", fcntl_setfd,
	  NULL },
	{ "fcntl-dupfd-cloexec", "F_DUPFD_CLOEXEC, write to the duplicate", fcntl_dupfd_cloexec,
	  NULL },
	{ "fcntl-invalid-fd", "fcntl of no file, 5 times: EBADF", fcntl_invalid_fd, NULL },
	{ "fcntl-dupfd-max", "F_DUPFD beyond the limit, 5 times: EINVAL", fcntl_dupfd_max, NULL },
	{ }
};
