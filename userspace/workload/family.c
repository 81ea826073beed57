// SPDX-License-Identifier: GPL-2.0-only
/* Group family: one call or more of each of several families. */
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>

#include "workload.h"

#define BLOCK	4096L

static void close_both(const int fds[2])
{
	CALL_IS(0, close, fds[0]);
	CALL_IS(0, close, fds[1]);
}

static void family_mixed(void)
{
	struct timespec moment = { .tv_nsec = 1000 };
	int pipe[2], sockets[2];
	long addr;

	file_make("familyfile.txt", "family", sizeof("family"));
	addr = CALL(mmap, NULL, BLOCK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		    0L);
	CALL_IS(0, munmap, addr, BLOCK);
	CALL_IS(0, pipe2, pipe, 0);
	CALL_IS(0, socketpair, AF_UNIX, SOCK_STREAM, 0, sockets);
	CALL(getpid);
	CALL_IS(0, sched_yield);
	CALL_IS(0, nanosleep, &moment, NULL);
	close_both(pipe);
	close_both(sockets);
}

const struct scenario family_scenarios[] = {
	{ "family-mixed", "calls on a file, memory, a pipe, sockets, itself, and time",
	  family_mixed, NULL },
	{ }
};
