// SPDX-License-Identifier: GPL-2.0-only
/*
 * A traced program that gets no further within a probe: it waits, maybe for ever, for the
 * page that a path is in, or for its CPU.
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

static void open_and_close(int side, void *arg)
{
	for (;;)
		close(open("/dev/null", O_RDONLY));
}

#define LONGEST_MS	300	/* one that spins is only stopped after 950 (sched_rt_runtime_us) */

/* A reader that comes before what it reads of, on the same CPU, and maybe amid a probe. */
TEST_F(stuck, reader_goes_first)
{
	const struct sched_param first = { .sched_priority = 50 };
	__u64 end, begun, took, longest = 0, bytes = 0;
	static char records[65536];
	unsigned int reads = 0;
	ssize_t n;

	ASSERT_EQ(0, pin(cpu_nth(0)));
	TRACE(open_and_close, NULL);
	if (sched_setscheduler(0, SCHED_FIFO, &first))
		SKIP(return, "no real-time tasks: error %d", errno);
	ASSERT_EQ(0, fcntl(self->fd, F_SETFL, O_NONBLOCK));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tell(self->tracee.fd));
	end = clock_ns(CLOCK_MONOTONIC) + 3 * NSEC_PER_SEC;
	do {
		usleep(200);
		begun = clock_ns(CLOCK_MONOTONIC);
		n = read(self->fd, records, sizeof(records));
		took = clock_ns(CLOCK_MONOTONIC) - begun;
		if (took > longest)
			longest = took;
		ASSERT_TRUE(n > 0 || errno == EAGAIN);
		bytes += n > 0 ? n : 0;
		reads++;
	} while (clock_ns(CLOCK_MONOTONIC) < end);
	EXPECT_EQ(0, tracee_kill(&self->tracee));
	TH_LOG("%u reads of %llu bytes, the longest took %llu us", reads, bytes, longest / 1000);
	EXPECT_LT(100, reads);
	EXPECT_LT(0, bytes);
	EXPECT_GT(LONGEST_MS * NSEC_PER_MSEC, longest);
}

TEST_HARNESS_MAIN
