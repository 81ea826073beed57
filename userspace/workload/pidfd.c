// SPDX-License-Identifier: GPL-2.0-only
/* Group pidfd: processes by descriptor, and descriptors taken from them. */
#include "workload.h"

#define LATE_MS	500	/* a tracer that looks a name up late is late by now */

static void pidfd_getfd_success(void)
{
	static const char text[] = "pidfd-getfd\n";
	int fd, pidfd, taken;

	fd = file_create("pidfd-getfd-source.txt");
	pidfd = CALL(pidfd_open, getpid(), 0);
	taken = CALL(pidfd_getfd, pidfd, fd, 0);
	CALL_IS((long)sizeof(text) - 1, write, taken, text, sizeof(text) - 1);
	pause_ms(LATE_MS);
	CALL_IS(0, close, taken);
	CALL_IS(0, close, pidfd);
	CALL_IS(0, close, fd);
}

/* Who may not look into process 1 is told so first. */
static void pidfd_getfd_failure(void)
{
	int pidfd = CALL(pidfd_open, 1, 0);
	long ret = syscall(SYS_pidfd_getfd, pidfd, BAD_FD, 0);

	must_fail("pidfd_getfd(pidfd, BAD_FD, 0)", ret < 0 && errno == EPERM ? EPERM : EBADF,
		  ret);
	CALL_IS(0, close, pidfd);
}

static void pidfd_send_signal(void)
{
	int pidfd = CALL(pidfd_open, getpid(), 0);

	CALL_IS(0, pidfd_send_signal, pidfd, 0, NULL, 0);
	CALL_IS(0, close, pidfd);
}

const struct scenario pidfd_scenarios[] = {
	{ "pidfd-getfd-success", "pidfd_getfd of a file of its own, write to what it took",
	  pidfd_getfd_success, "Linux 5.6" },
	{ "pidfd-getfd-failure", "pidfd_getfd of what process 1 does not have: EBADF or EPERM",
	  pidfd_getfd_failure, "Linux 5.6" },
	{ "pidfd-send-signal", "pidfd_send_signal of signal 0 to itself", pidfd_send_signal,
	  "Linux 5.3" },
	{ }
};
