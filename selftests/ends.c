// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sessions that want only some ends of calls: by how they end, by how long they
 * took.
 */
#include <sys/wait.h>

#include "ior_trace.h"

#define ROUNDS	200
#define LONG_NS	(20 * NSEC_PER_MSEC)

FIXTURE(ends) {
	int fd;
	struct tracee tracee;
	struct trace trace;
};

FIXTURE_SETUP(ends)
{
	SETUP(0);
}

FIXTURE_TEARDOWN(ends)
{
	TEARDOWN();
}

/* Calls that fail: close(BAD_FD + i) and, the long way, openat; and some that don't. */
#define BAD_FD	10000

static void fail_some(int side, void *arg)
{
	int i;

	for (i = 0; i < ROUNDS; i++) {
		mark(i, 1);
		close(BAD_FD + i);
		open("/proc/self/none", O_RDONLY);
		close(open("/dev/null", O_RDONLY));
	}
}

static size_t failed(const struct trace *trace)
{
	size_t i, n = 0;

	for (i = 0; i < trace->nr; i++)
		n += trace->rec[i].type == IOR_RECORD_CALL && trace->rec[i].ret < 0;
	return n;
}

TEST_F(ends, failed)
{
	size_t i;

	ASSERT_EQ(0, filter_ends(self->fd, 0, IOR_STATUS_FAILED, 0));
	RUN(fail_some, NULL);
	EXPECT_EQ(ROUNDS, count(&self->trace, .nr = SYS_close));
	EXPECT_EQ(ROUNDS, count(&self->trace, .nr = SYS_openat));
	EXPECT_EQ(2 * ROUNDS, count(&self->trace));
	for (i = 0; i < self->trace.nr; i++) {
		const struct ior_record *rec = &self->trace.rec[i];

		if (rec->type != IOR_RECORD_CALL)
			continue;
		EXPECT_EQ(rec->nr == SYS_close ? -EBADF : -ENOENT, rec->ret);
		if (rec->nr == SYS_openat)
			EXPECT_NE(0, rec->name[0]);
	}
}

TEST_F(ends, ok)
{
	ASSERT_EQ(0, filter_ends(self->fd, 0, IOR_STATUS_OK, 0));
	RUN(fail_some, NULL);
	EXPECT_EQ(ROUNDS, marks_seen(&self->trace, 1));
	EXPECT_EQ(ROUNDS, count(&self->trace, .nr = SYS_close));
	EXPECT_EQ(ROUNDS, count(&self->trace, .nr = SYS_openat));
	EXPECT_EQ(0, failed(&self->trace));
	EXPECT_EQ(0, count(&self->trace, .nr = SYS_exit_group));
}

static void *end_thread(void *arg)
{
	return NULL;
}

/* Calls that never return, by their nature: exit, and exit_group. */
static void end_twice(int side, void *arg)
{
	pthread_t thread;

	pthread_create(&thread, NULL, end_thread, NULL);
	pthread_join(thread, NULL);
	fail_some(side, arg);
}

TEST_F(ends, unfinished)
{
	ASSERT_EQ(0, filter_ends(self->fd, 0, IOR_STATUS_UNFINISHED, 0));
	RUN(end_twice, NULL);
	EXPECT_EQ(2, count(&self->trace));
	EXPECT_EQ(1, count(&self->trace, .nr = SYS_exit));
	EXPECT_EQ(1, count(&self->trace, .nr = SYS_exit_group));
}

/* Quick calls, and five that take long, one of them the long way. */
static void be_slow(int side, void *arg)
{
	struct timespec ts = { 0, 2 * LONG_NS };
	int i, fd[2];

	for (i = 0; i < 4; i++) {
		marks(0, 500, 1);
		syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, &ts, NULL);
	}
	if (pipe(fd))
		_exit(1);
	if (!fork()) {
		sleep_ms(60);
		_exit(write(fd[1], "", 1) != 1);
	}
	hear(fd[0]);
	wait(NULL);
}

TEST_F(ends, min_duration)
{
	size_t i;

	ASSERT_EQ(0, filter_ends(self->fd, 0, 0, LONG_NS));
	RUN(be_slow, NULL);
	/* of 2000, some may take as long where others keep the machine busy: see below */
	EXPECT_GT(20, count(&self->trace, .nr = MARK_NR));
	EXPECT_EQ(4, count(&self->trace, .nr = SYS_clock_nanosleep));
	/* this one, and the one in which it waited to be told, of unknown length */
	EXPECT_EQ(2, count(&self->trace, .nr = SYS_read));
	EXPECT_EQ(0, count(&self->trace, .nr = SYS_exit_group));
	for (i = 0; i < self->trace.nr; i++) {
		const struct ior_record *rec = &self->trace.rec[i];

		if (rec->type == IOR_RECORD_CALL && !(rec->flags & IOR_CALL_NO_ENTER))
			EXPECT_LE(LONG_NS, rec->duration_ns);
	}
}

TEST_F(ends, min_duration_and_failed)
{
	ASSERT_EQ(0, filter_ends(self->fd, 0, IOR_STATUS_FAILED, LONG_NS));
	RUN(be_slow, NULL);
	EXPECT_EQ(0, count(&self->trace));
}

static int *handled;

static void on_signal(int sig)
{
	*handled = 1;
}

/* A read that is interrupted once while it waits, and then has something to read. */
static void interrupt_read(int side, void *arg)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = (long)arg };
	pid_t self = getpid();
	int fd[2];
	char c;

	handled = shared(sizeof(*handled));
	sigaction(SIGALRM, &action, NULL);
	if (pipe(fd))
		_exit(1);
	if (!fork()) {
		interrupt_asleep(self, SIGALRM, handled);
		_exit(write(fd[1], "", 1) != 1);
	}
	while (read(fd[0], &c, 1) < 0)
		;
	wait(NULL);
}

/* The parts of a restarted call come whatever they are: one can't tell from one. */
TEST_F(ends, restarted)
{
	const struct ior_record *rec;

	ASSERT_EQ(0, filter_ends(self->fd, 0, IOR_STATUS_FAILED, 3600 * NSEC_PER_SEC));
	RUN(interrupt_read, (void *)SA_RESTART);
	EXPECT_EQ(2, count(&self->trace));
	rec = find(&self->trace, .nr = SYS_read);
	ASSERT_NE(NULL, rec);
	EXPECT_NE(0, rec->flags & IOR_CALL_RESTARTS);
	rec = trace_next(&self->trace, rec, WANT(.nr = SYS_read));
	ASSERT_NE(NULL, rec);
	EXPECT_NE(0, rec->flags & IOR_CALL_CONTINUES);
	EXPECT_EQ(1, rec->ret);
}

/* Without SA_RESTART, the program gets EINTR: that is an error. */
TEST_F(ends, interrupted)
{
	const struct ior_record *rec;

	ASSERT_EQ(0, filter_ends(self->fd, 0, IOR_STATUS_FAILED, 0));
	RUN(interrupt_read, NULL);
	EXPECT_EQ(1, count(&self->trace, .tgid = self->tracee.pid));
	rec = find(&self->trace, .nr = SYS_read);
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(-512, rec->ret);
	EXPECT_EQ(0, rec->flags & IOR_CALL_RESTARTS);
}

/* ENTER says nothing of an end. */
TEST_F(ends, enter)
{
	ASSERT_EQ(0, filter_ends(self->fd, IOR_FILTER_ENTER, IOR_STATUS_FAILED, 0));
	RUN(fail_some, NULL);
	EXPECT_EQ(2 * ROUNDS, count(&self->trace, .type = IOR_RECORD_ENTER, .nr = SYS_close));
	EXPECT_EQ(ROUNDS, count(&self->trace, .type = IOR_RECORD_CALL, .nr = SYS_close));
	EXPECT_EQ(ROUNDS, count(&self->trace, .type = IOR_RECORD_ENTER, .nr = MARK_NR));
	EXPECT_EQ(0, count(&self->trace, .type = IOR_RECORD_CALL, .nr = MARK_NR));
}

static void fail_always(int side, void *arg)
{
	volatile bool *over = arg;
	int i;

	for (i = 0; !*over; i++) {
		close(BAD_FD + i);
		getppid();
	}
}

/* What both filters want is not missed while one replaces the other. */
TEST_F(ends, change)
{
	bool *over = shared(sizeof(*over));
	const struct ior_record *rec = NULL;
	int i;

	close(self->fd);
	SETUP(64 << 20);
	TRACE(fail_always, over);
	ASSERT_EQ(0, filter_ends(self->fd, 0, IOR_STATUS_FAILED, 0));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tell(self->tracee.fd));
	for (i = 0; i < 100; i++) {
		ASSERT_EQ(0, filter_ends(self->fd, 0, i % 3 ? IOR_STATUS_FAILED : 0, i % 2));
		sleep_ms(1);
	}
	ASSERT_EQ(0, filter_ends(self->fd, 0, IOR_STATUS_FAILED, 0));
	*over = true;
	ASSERT_EQ(0, tracee_wait(&self->tracee));
	FINISH();
	EXPECT_EQ(0, trace_lost(&self->trace));
	for (i = 0; (rec = trace_next(&self->trace, rec, WANT(.nr = SYS_close))); i++)
		ASSERT_EQ(BAD_FD + i, rec->args[0]);
	EXPECT_LT(1000, i);
	EXPECT_LT(0, count(&self->trace, .nr = SYS_getppid));
}

/* Another session wants all, and gets it. */
TEST_F(ends, two_sessions)
{
	struct trace all = {};
	int fd = session_open(0);

	ASSERT_LE(0, fd);
	TRACE(fail_some, NULL);
	ASSERT_EQ(0, tgid_add(fd, self->tracee.pid));
	ASSERT_EQ(0, filter_ends(self->fd, 0, IOR_STATUS_FAILED, 0));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, session_start(fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	ASSERT_EQ(0, session_stop(fd));
	FINISH();
	EXPECT_EQ(2 * ROUNDS, count(&self->trace));
	ASSERT_EQ(0, trace_drain(fd, &all));
	EXPECT_EQ(ROUNDS, marks_seen(&all, 1));
	EXPECT_EQ(2 * ROUNDS, count(&all, .nr = SYS_close));
	EXPECT_SOUND(&all);
	trace_free(&all);
	close(fd);
}

TEST_F(ends, bad)
{
	EXPECT_EQ(-EINVAL, filter_ends(self->fd, 0, 8, 0));
	EXPECT_EQ(-EINVAL, filter_ends(self->fd, 0, ~0U, 0));
	EXPECT_EQ(0, filter_ends(self->fd, 0, IOR_STATUS_ALL, ~0ULL));
}

TEST_HARNESS_MAIN
