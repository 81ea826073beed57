// SPDX-License-Identifier: GPL-2.0-only
/*
 * A traced program that waits in the kernel, maybe for ever, for the page that a path
 * is in.
 */
#include <linux/userfaultfd.h>
#include <sys/mman.h>

#include "ior_trace.h"

FIXTURE(stuck) {
	int fd;
	struct tracee tracee;
	struct trace trace;
};

FIXTURE_SETUP(stuck)
{
	SETUP(65536);
}

FIXTURE_TEARDOWN(stuck)
{
	TEARDOWN();
}

#define RESCUE_MS	20000	/* then the tracee is killed, and whoever waits for it goes on */

static void open_missing(int side, void *arg)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register range = { .mode = UFFDIO_REGISTER_MODE_MISSING };
	char *page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int fd = syscall(SYS_userfaultfd, O_CLOEXEC);

	range.range.start = (unsigned long)page;
	range.range.len = PAGE;
	if (page == MAP_FAILED || fd < 0 || ioctl(fd, UFFDIO_API, &api) ||
	    ioctl(fd, UFFDIO_REGISTER, &range))
		_exit(1);
	tell(side);
	open(page, O_RDONLY);
	_exit(2);
}

static pid_t kill_later(pid_t pid)
{
	pid_t child = fork();

	if (!child) {
		sleep_ms(RESCUE_MS);
		kill(pid, SIGKILL);
		_exit(0);
	}
	return child;
}

/* Who waits for a page, and may do so for ever, holds up nobody else. */
TEST_F(stuck, page_never_comes)
{
	pid_t pid, rescuer;
	__u64 begun;
	int fd;

	TRACE(open_missing, NULL);
	pid = self->tracee.pid;
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tell(self->tracee.fd) ?: hear(self->tracee.fd));
	ASSERT_TRUE(task_sleeps(pid, pid));
	rescuer = kill_later(pid);
	begun = clock_ns(CLOCK_MONOTONIC);
	EXPECT_EQ(0, session_stop(self->fd));
	fd = session_open(0);
	EXPECT_LE(0, fd);
	EXPECT_EQ(0, tgid_add(fd, pid));
	EXPECT_EQ(0, session_start(fd));
	EXPECT_EQ(0, tgid_del(fd, pid));
	EXPECT_EQ(0, session_stop(fd));
	close(fd);
	close(self->fd);
	EXPECT_GT(RESCUE_MS * NSEC_PER_MSEC / 2, clock_ns(CLOCK_MONOTONIC) - begun);
	kill(rescuer, SIGKILL);
	/* it goes on where all that it was traced with is gone */
	EXPECT_EQ(0, tracee_kill(&self->tracee));
	self->fd = session_open(0);
}

TEST_HARNESS_MAIN
