// SPDX-License-Identifier: GPL-2.0-only
/* Group ioctl: what every file understands. */
#include <fcntl.h>
#include <sys/ioctl.h>

#include "workload.h"

static const char text[] = "after ioctl";

static void ioctl_basic(void)
{
	int fd = file_create("ioctlfile.txt"), waiting = -1;

	CALL_IS(0, ioctl, fd, FIONREAD, &waiting);
	if (waiting)
		fail("FIONREAD of an empty file: %d bytes", waiting);
	CALL_IS(0, close, fd);
}

static void cloexec_change(int fd, unsigned long request, int flags)
{
	CALL_IS(0, ioctl, fd, request, 0L);
	CALL_IS(flags, fcntl, fd, F_GETFD, 0L);
	CALL_IS((long)sizeof(text), write, fd, text, sizeof(text));
}

static void ioctl_cloexec(void)
{
	int fd = file_create("ioctlcloexecfile.txt");

	cloexec_change(fd, FIOCLEX, FD_CLOEXEC);
	cloexec_change(fd, FIONCLEX, 0);
	CALL_IS(0, close, fd);
}

const struct scenario ioctl_scenarios[] = {
	{ "ioctl-basic", "FIONREAD of a file", ioctl_basic, NULL },
	{ "ioctl-cloexec", "FIOCLEX, FIONCLEX: F_GETFD and write after each", ioctl_cloexec, NULL },
	{ }
};
