// SPDX-License-Identifier: GPL-2.0-only
/* Group ipc: descriptors that come from no path. */
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/memfd.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <time.h>

#include "workload.h"

#define KERNEL_SIGSET	8	/* bytes of the kernel's sigset_t */

static void pipe_use(const int *fds)
{
	CALL_IS(1, write, fds[1], "x", 1);
	CALL_IS(0, close, fds[0]);
	CALL_IS(0, close, fds[1]);
}

static void pipe_basic(void)
{
	int fds[2];

	CALL_IS(0, pipe, fds);
	pipe_use(fds);
}

static void pipe2_basic(void)
{
	int fds[2];

	CALL_IS(0, pipe2, fds, O_CLOEXEC | O_NONBLOCK);
	pipe_use(fds);
}

static void eventfd_basic(void)
{
	int fd = CALL(eventfd, 1);

	CALL_IS(0, close, fd);
}

static void eventfd2_basic(void)
{
	int fd = CALL(eventfd2, 1, EFD_CLOEXEC | EFD_NONBLOCK);

	CALL_IS(0, close, fd);
}

/* What a kernel may be built without, or may keep from its users */
static const int impossible[] = { ENOSYS, EPERM, 0 };

static void fd_from_air(void)
{
	struct itimerspec second = { .it_value.tv_sec = 1 }, left;
	int fds[6], timer;
	sigset_t set;
	size_t i;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	fds[0] = CALL(memfd_create, "ior-memfd", MFD_CLOEXEC);
	fds[1] = CALL_MAY_FAIL(impossible, memfd_secret, 0);
	fds[2] = CALL_MAY_FAIL(impossible, userfaultfd, O_CLOEXEC);
	fds[3] = CALL(signalfd, -1, &set, KERNEL_SIGSET);
	fds[4] = CALL(signalfd4, -1, &set, KERNEL_SIGSET, SFD_CLOEXEC);
	sigaddset(&set, SIGUSR2);
	CALL_IS(fds[4], signalfd4, fds[4], &set, KERNEL_SIGSET, SFD_CLOEXEC);
	timer = CALL(timerfd_create, CLOCK_MONOTONIC, TFD_CLOEXEC);
	fds[5] = timer;
	CALL_IS(0, timerfd_settime, timer, 0, &second, NULL);
	CALL_IS(0, timerfd_gettime, timer, &left);
	if (left.it_value.tv_sec > 1 || (!left.it_value.tv_sec && !left.it_value.tv_nsec))
		fail("timerfd_gettime: %ld s left", (long)left.it_value.tv_sec);
	for (i = 0; i < ARRAY_SIZE(fds); i++)
		if (fds[i] >= 0)
			CALL_IS(0, close, fds[i]);
}

static void bpf_map_create_basic(void)
{
	union bpf_attr attr = {
		.map_type	= BPF_MAP_TYPE_ARRAY,
		.key_size	= 4,
		.value_size	= 8,
		.max_entries	= 1,
		.map_name	= "ior_s4_map",
	};
	int map = CALL_MAY_FAIL(impossible, bpf, BPF_MAP_CREATE, &attr, sizeof(attr));

	if (map < 0)
		return;
	CALL(getpriority, PRIO_PROCESS, 0);
	CALL_IS(0, close, map);
}

const struct scenario ipc_scenarios[] = {
	{ "pipe-basic", "pipe, a byte into it", pipe_basic, "a machine that has pipe" },
	{ "pipe2-basic", "pipe2 with flags, a byte into it", pipe2_basic, NULL },
	{ "eventfd-basic", "eventfd", eventfd_basic, "a machine that has eventfd" },
	{ "eventfd2-basic", "eventfd2 with flags", eventfd2_basic, NULL },
	{ "fd-from-air-eventfd-users", "memfd, userfaultfd, signalfd, timerfd", fd_from_air,
	  "a machine that has signalfd" },
	{ "bpf-map-create-basic", "a map of BPF, if that is allowed", bpf_map_create_basic, NULL },
	{ }
};
