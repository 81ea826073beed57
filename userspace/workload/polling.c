// SPDX-License-Identifier: GPL-2.0-only
/* Group polling: every way to wait for the reading end of a pipe. */
#include <fcntl.h>
#include <linux/time_types.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/time.h>

#include "workload.h"

#define ROUNDS		20
#define MAX_EVENTS	4
#define WAIT_MS		100
#define PAUSE_MS	2

#define WAIT_TIMESPEC	{ 0, WAIT_MS * 1000000L }
#define WAIT_TIMEVAL	{ 0, WAIT_MS * 1000L }

static void wait_on_epoll(int epoll)
{
	struct __kernel_timespec limit = WAIT_TIMESPEC;
	struct epoll_event events[MAX_EVENTS];
	long ret;

	CALL_IS(1, epoll_wait, epoll, events, MAX_EVENTS, WAIT_MS);
	CALL_IS(1, epoll_pwait, epoll, events, MAX_EVENTS, WAIT_MS, NULL, 0L);
	ret = syscall(SYS_epoll_pwait2, epoll, events, MAX_EVENTS, &limit, NULL, 0L);
	if (ret >= 0 || errno != ENOSYS)
		must_return("epoll_pwait2", 1, ret);
}

/* The kernel writes what is left of a limit into it, and clears sets. */
static void wait_on_file(int fd)
{
	struct __kernel_timespec poll_limit = WAIT_TIMESPEC, select_limit = WAIT_TIMESPEC;
	struct pollfd pfd = { .fd = fd, .events = POLLIN };
	struct timeval limit = WAIT_TIMEVAL;
	fd_set set;

	CALL_IS(1, poll, &pfd, 1L, WAIT_MS);
	CALL_IS(1, ppoll, &pfd, 1L, &poll_limit, NULL, 0L);
	FD_ZERO(&set);
	FD_SET(fd, &set);
	CALL_IS(1, select, fd + 1, &set, NULL, NULL, &limit);
	CALL_IS(1, pselect6, fd + 1, &set, NULL, NULL, &select_limit, NULL);
}

static void polling_epoll(void)
{
	struct epoll_event event = { .events = EPOLLIN };
	int pipe[2], epoll, i;
	char byte = 'x';

	epoll = CALL(epoll_create1, EPOLL_CLOEXEC);
	CALL_IS(0, pipe2, pipe, 0);
	CALL_IS(0, epoll_ctl, epoll, EPOLL_CTL_ADD, pipe[0], &event);
	for (i = 0; i < ROUNDS; i++) {
		CALL_IS(1, write, pipe[1], &byte, 1L);
		wait_on_epoll(epoll);
		wait_on_file(pipe[0]);
		CALL_IS(1, read, pipe[0], &byte, 1L);
		pause_ms(PAUSE_MS);
	}
	CALL_IS(0, close, pipe[1]);
	CALL_IS(0, close, pipe[0]);
	CALL_IS(0, close, epoll);
}

const struct scenario polling_scenarios[] = {
	{ "polling-epoll", "a pipe with a byte in it, waited for in 7 ways, 20 times",
	  polling_epoll, "a machine that has epoll_wait, poll and select" },
	{ }
};
