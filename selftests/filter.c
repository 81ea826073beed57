// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a session traces: which calls, of which processes, and when that
 * changes.
 */
#include <spawn.h>

#include "ior_trace.h"

#define RING_BYTES	(1UL << 18)

#define EXITED		1	/* the TASK record of the tracee's end */

FIXTURE(filter) {
	int fd;
	struct tracee tracee;
	struct trace trace;
};

FIXTURE_SETUP(filter)
{
	SETUP(RING_BYTES);
}

FIXTURE_TEARDOWN(filter)
{
	TEARDOWN();
}

/* --------------------------------------------------------------- calls -- */

static void three_calls(int side, void *arg)
{
	int i;

	for (i = 0; i < 100; i++) {
		mark(i, 1);
		syscall(SYS_getuid);
		syscall(SYS_lseek, -1, 0, 0);
	}
}

TEST_F(filter, selected_calls_only)
{
	TRACE(three_calls, NULL);
	ASSERT_EQ(0, filter_calls(self->fd, 0, MARK_NR, SYS_lseek));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	FINISH();
	EXPECT_EQ(100, marks_seen(&self->trace, 1));
	EXPECT_EQ(100, count(&self->trace, .type = IOR_RECORD_CALL, .nr = SYS_lseek));
	EXPECT_EQ(1 + 200 + EXITED, self->trace.nr);
}

/* Unfiltered: every call and what the default says of children. */
TEST_F(filter, every_call_at_first)
{
	TRACE(three_calls, NULL);
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	FINISH();
	EXPECT_EQ(100, marks_seen(&self->trace, 1));
	EXPECT_EQ(100, count(&self->trace, .type = IOR_RECORD_CALL, .nr = SYS_lseek));
	EXPECT_EQ(100, count(&self->trace, .type = IOR_RECORD_CALL, .nr = SYS_getuid));
	EXPECT_EQ(1, count(&self->trace, .type = IOR_RECORD_ENTER, .nr = SYS_exit_group));
	/* the read in which it waited to be told */
	EXPECT_EQ(1, count(&self->trace, .type = IOR_RECORD_CALL, .nr = SYS_read));
	EXPECT_EQ(302, count(&self->trace));
	/* and the socket that it read from has a name */
	EXPECT_EQ(1 + 302 + 1 + EXITED, self->trace.nr);
}

static void odd_numbers(int side, void *arg)
{
	static const long nr[] = { 1022, 1023, 1024, 5000, INT32_MAX, -5, INT32_MIN };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(nr); i++)
		syscall(nr[i], nr[i]);
}

/* The last bit is for every number that has none of its own. */
TEST_F(filter, last_bit)
{
	const struct ior_record *rec = NULL;
	int n = 0;

	TRACE(odd_numbers, NULL);
	ASSERT_EQ(0, filter_calls(self->fd, 0, 1023));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	FINISH();
	EXPECT_EQ(1 + 6 + EXITED, self->trace.nr);
	while ((rec = trace_next(&self->trace, rec, WANT(.type = IOR_RECORD_CALL)))) {
		EXPECT_NE(1022, rec->nr);
		EXPECT_EQ((__u32)rec->args[0], rec->nr);
		n++;
	}
	EXPECT_EQ(6, n);
}

TEST_F(filter, enter_records)
{
	const struct ior_record *rec = NULL;
	struct want want = { .nr = MARK_NR };
	int i = 0;

	TRACE(three_calls, NULL);
	ASSERT_EQ(0, filter_calls(self->fd, IOR_FILTER_ENTER, MARK_NR));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	FINISH();
	EXPECT_EQ(100, marks_seen(&self->trace, 1));
	EXPECT_EQ(1 + 200 + EXITED, self->trace.nr);
	/* ENTER, CALL, ENTER, CALL: each pair of the same call */
	while ((rec = trace_next(&self->trace, rec, &want))) {
		ASSERT_EQ(i % 2 ? IOR_RECORD_CALL : IOR_RECORD_ENTER, rec->type);
		ASSERT_EQ(i / 2, rec->args[0]);
		ASSERT_EQ(1, rec->args[1]);
		ASSERT_EQ(0, rec->flags);
		if (i % 2) {
			EXPECT_EQ(rec[-1].time_ns, rec->time_ns);
		} else {
			EXPECT_EQ(0, rec->duration_ns);
			EXPECT_EQ(0, rec->ret);
		}
		i++;
	}
}

/* Marks until its other side is closed, at a rate that any reader can follow */
static void mark_until_closed(int side, void *arg)
{
	__u64 i = 0;
	char c;

	while (recv(side, &c, 1, MSG_DONTWAIT) != 0) {
		mark(i++, 1);
		syscall(SYS_getuid);
		if (i % 8 == 0)
			usleep(1000);
	}
	mark(i, 2);
}

/* While the filter changes, what both select is not missed. */
TEST_F(filter, changed_while_running)
{
	const struct ior_record *last = NULL, *rec = NULL;
	struct ior_filter one, two;
	struct ior_stats stats;
	int i;

	ASSERT_EQ(0, setup_set(self->fd, 16 * RING_BYTES, 0));
	TRACE(mark_until_closed, NULL);
	filter_init(&one, 0);
	filter_call(&one, 0, MARK_NR);
	two = one;
	two.flags = IOR_FILTER_FOLLOW;
	filter_call(&two, 0, SYS_getuid);
	ASSERT_EQ(0, filter_set(self->fd, &one));
	ASSERT_EQ(0, fcntl(self->fd, F_SETFL, O_NONBLOCK));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tell(self->tracee.fd));
	for (i = 0; i < 100; i++) {
		ASSERT_EQ(0, filter_set(self->fd, i % 2 ? &one : &two));
		while (trace_read(self->fd, &self->trace) > 0)
			;
	}
	shutdown(self->tracee.fd, SHUT_RDWR);
	ASSERT_EQ(0, tracee_wait(&self->tracee));
	ASSERT_EQ(0, stats_get(self->fd, &stats));
	ASSERT_EQ(0, stats.lost_calls);
	FINISH();
	while ((rec = trace_next(&self->trace, rec, WANT(.nr = MARK_NR))))
		last = rec;
	ASSERT_NE(NULL, last);
	ASSERT_EQ(2, last->args[1]);
	EXPECT_EQ(last->args[0], marks_seen(&self->trace, 1));
	EXPECT_LT(0, last->args[0]);
	EXPECT_LT(count(&self->trace, .nr = SYS_getuid), last->args[0]);
}

/* ----------------------------------------------------------- processes -- */

/* Marks (0, b), (1, b), ... ten for every time that it is told to */
static void mark_by_ten(int side, void *arg)
{
	__u64 i = 0;

	do {
		marks(i, i + 10, (unsigned long)arg);
		i += 10;
		tell(side);
	} while (!hear(side));
}

static int ten_more(struct tracee *tracee)
{
	return tell(tracee->fd) ?: hear(tracee->fd);
}

TEST_F(filter, add_and_del)
{
	struct tracee one, two;
	__u64 expect[] = { 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 };
	const struct ior_record *rec = NULL;
	size_t i = 0;

	ASSERT_EQ(0, tracee_fork(&one, mark_by_ten, (void *)1));
	ASSERT_EQ(0, tracee_fork(&two, mark_by_ten, (void *)2));
	ASSERT_EQ(0, filter_calls(self->fd, 0, MARK_NR));
	ASSERT_EQ(0, tgid_add(self->fd, two.pid));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, ten_more(&one));
	ASSERT_EQ(0, ten_more(&two));
	ASSERT_EQ(0, tgid_add(self->fd, one.pid));
	EXPECT_EQ(2, tgids(self->fd));
	ASSERT_EQ(0, ten_more(&one));
	ASSERT_EQ(0, tgid_del(self->fd, one.pid));
	ASSERT_EQ(0, ten_more(&one));
	ASSERT_EQ(0, ten_more(&two));
	ASSERT_EQ(0, tgid_do(self->fd, IOR_TGID_CLEAR, 0));
	EXPECT_EQ(0, tgids(self->fd));
	ASSERT_EQ(0, ten_more(&one));
	ASSERT_EQ(0, ten_more(&two));
	FINISH();
	EXPECT_EQ(20, marks_seen(&self->trace, 2));
	EXPECT_EQ(0, count(&self->trace, .type = IOR_RECORD_TASK));
	while ((rec = trace_next(&self->trace, rec, WANT(.tgid = one.pid)))) {
		ASSERT_LT(i, ARRAY_SIZE(expect));
		EXPECT_TRUE(is_mark_of(rec, expect[i++], 1));
	}
	EXPECT_EQ(ARRAY_SIZE(expect), i);
	EXPECT_EQ(0, tracee_kill(&one));
	EXPECT_EQ(0, tracee_kill(&two));
}

static void mark_when_told(int side, void *arg)
{
	char c[2];
	__u64 i = 0;

	/* two reads, told apart by their sizes */
	read(side, c, 1);
	mark(i++, 1);
	read(side, c, 2);
	mark(i, 1);
}

/* The tracee goes on, into its next call, which waits. */
#define TELL_INTO_CALL() do { \
	ASSERT_EQ(0, tell(self->tracee.fd)); \
	sleep_ms(50); \
	ASSERT_TRUE(task_sleeps(self->tracee.pid, self->tracee.pid)); \
} while (0)

/*
 * Out of the set in one call, in again in the next: what began with the first
 * must not end with the second.
 */
TEST_F(filter, no_pair_across_del)
{
	const struct ior_record *rec;

	TRACE(mark_when_told, NULL);
	ASSERT_EQ(0, filter_calls(self->fd, 0, SYS_read));
	ASSERT_EQ(0, session_start(self->fd));
	TELL_INTO_CALL();
	ASSERT_EQ(0, tgid_del(self->fd, self->tracee.pid));
	TELL_INTO_CALL();
	ASSERT_EQ(0, tgid_add(self->fd, self->tracee.pid));
	ASSERT_EQ(0, tell(self->tracee.fd));
	ASSERT_EQ(0, tracee_wait(&self->tracee));
	FINISH();
	/* the one in which it waited for its start, and the last one */
	ASSERT_EQ(2, count(&self->trace));
	rec = trace_next(&self->trace, find(&self->trace), WANT());
	EXPECT_EQ(2, rec->args[2]);
	EXPECT_EQ(IOR_CALL_NO_ENTER | IOR_CALL_FD, rec->flags);
	EXPECT_EQ(0, rec->duration_ns);
}

/* The same, where the call leaves the set of calls and comes back. */
TEST_F(filter, no_pair_across_change)
{
	const struct ior_record *rec;

	TRACE(mark_when_told, NULL);
	ASSERT_EQ(0, filter_calls(self->fd, 0, SYS_read));
	ASSERT_EQ(0, session_start(self->fd));
	TELL_INTO_CALL();
	ASSERT_EQ(0, filter_calls(self->fd, 0, SYS_getuid));
	TELL_INTO_CALL();
	ASSERT_EQ(0, filter_calls(self->fd, 0, SYS_read));
	ASSERT_EQ(0, tell(self->tracee.fd));
	ASSERT_EQ(0, tracee_wait(&self->tracee));
	FINISH();
	ASSERT_EQ(2, count(&self->trace));
	rec = trace_next(&self->trace, find(&self->trace), WANT());
	EXPECT_EQ(2, rec->args[2]);
	EXPECT_EQ(IOR_CALL_NO_ENTER | IOR_CALL_FD, rec->flags);
}

/* Traced no more, it is not even traced to its death. */
TEST_F(filter, del_in_call)
{
	TRACE(mark_when_told, NULL);
	ASSERT_EQ(0, session_start(self->fd));
	TELL_INTO_CALL();
	ASSERT_EQ(0, tgid_del(self->fd, self->tracee.pid));
	ASSERT_EQ(0, tracee_kill(&self->tracee));
	FINISH();
	EXPECT_EQ(0, count(&self->trace, .nr = SYS_exit_group));
	EXPECT_EQ(1, count(&self->trace));	/* the read before it was told */
	EXPECT_EQ(0, count(&self->trace, .type = IOR_RECORD_TASK));
}

static void *thread_marks(void *arg)
{
	marks(0, 10, (unsigned long)arg);
	return NULL;
}

struct shared_tid {
	pid_t tid;
};

static void *thread_waits(void *arg)
{
	struct shared_tid *shared = arg;

	shared->tid = gettid();
	call_make(SYS_pause);
	return NULL;
}

static void threads_mark(int side, void *arg)
{
	pthread_t thread[2];
	unsigned long i;

	if (arg)
		pthread_create(&thread[0], NULL, thread_waits, arg);
	else
		pthread_create(&thread[0], NULL, thread_marks, (void *)4);
	tell(side);
	hear(side);
	for (i = 0; i < 2; i++) {
		pthread_create(&thread[1], NULL, thread_marks, (void *)i);
		pthread_join(thread[1], NULL);
	}
	marks(0, 10, 2);
}

/* Any thread's number stands for the process, and all its threads are in. */
TEST_F(filter, by_thread)
{
	struct shared_tid *shared;

	shared = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, shared);
	ASSERT_EQ(0, tracee_fork(&self->tracee, threads_mark, shared));
	ASSERT_EQ(0, ten_more(&self->tracee));
	while (!shared->tid)
		sleep_ms(1);
	ASSERT_NE(self->tracee.pid, shared->tid);
	ASSERT_EQ(0, filter_calls(self->fd, 0, MARK_NR));
	ASSERT_EQ(0, tgid_add(self->fd, shared->tid));
	EXPECT_EQ(-EEXIST, tgid_add(self->fd, self->tracee.pid));
	EXPECT_EQ(1, tgids(self->fd));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	FINISH();
	EXPECT_EQ(10, marks_seen(&self->trace, 0));
	EXPECT_EQ(10, marks_seen(&self->trace, 1));
	EXPECT_EQ(10, marks_seen(&self->trace, 2));
	EXPECT_EQ(20, count(&self->trace, .tgid = self->tracee.pid) -
		  count(&self->trace, .tid = self->tracee.pid));
}

/* A child's first act is a mark, without any call of libc's before. */
static void family(int side, void *arg)
{
	pid_t child = call_make(SYS_fork);

	if (!child) {
		mark(0, 1);
		child = call_make(SYS_fork);
		if (!child) {
			mark(0, 2);
			_exit(0);
		}
		waitpid(child, NULL, 0);
		mark(1, 1);
		_exit(0);
	}
	waitpid(child, NULL, 0);
	marks(0, 3, 0);
}

TEST_F(filter, children)
{
	TRACE(family, NULL);
	ASSERT_EQ(0, filter_calls(self->fd, IOR_FILTER_FOLLOW, MARK_NR));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	FINISH();
	EXPECT_EQ(3, marks_seen(&self->trace, 0));
	EXPECT_EQ(2, marks_seen(&self->trace, 1));
	EXPECT_EQ(1, marks_seen(&self->trace, 2));
	EXPECT_EQ(6, count(&self->trace));
	/* two births, three deaths */
	EXPECT_EQ(5, count(&self->trace, .type = IOR_RECORD_TASK));
	EXPECT_EQ(1 + 6 + 5, self->trace.nr);
	EXPECT_EQ(0, tgids(self->fd));
}

TEST_F(filter, no_children)
{
	TRACE(family, NULL);
	ASSERT_EQ(0, filter_calls(self->fd, 0, MARK_NR));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	FINISH();
	EXPECT_EQ(3, marks_seen(&self->trace, 0));
	EXPECT_EQ(1 + 3 + EXITED, self->trace.nr);
}

static void spawn_true(int side, void *arg)
{
	char *argv[] = { "true", NULL };
	pid_t pid;

	if (posix_spawnp(&pid, "true", NULL, NULL, argv, (char *[]){ NULL }))
		_exit(1);
	waitpid(pid, NULL, 0);
}

/* A child that is made by vfork and executes a program */
TEST_F(filter, spawned)
{
	const struct ior_record *rec;
	__u32 child;

	TRACE(spawn_true, NULL);
	ASSERT_EQ(0, filter_calls(self->fd, IOR_FILTER_FOLLOW, SYS_execve, SYS_exit_group));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	FINISH();
	rec = find(&self->trace, .type = IOR_RECORD_CALL, .nr = SYS_execve);
	ASSERT_NE(NULL, rec);
	child = rec->tgid;
	while (rec->ret) {	/* PATH is searched: only the last one succeeds */
		rec = trace_next(&self->trace, rec, WANT(.type = IOR_RECORD_CALL, .tgid = child));
		ASSERT_NE(NULL, rec);
	}
	EXPECT_EQ(0, rec->flags);
	EXPECT_EQ(0, strncmp(rec->comm, "true", IOR_COMM_LEN));
	EXPECT_EQ(1, count(&self->trace, .type = IOR_RECORD_ENTER, .tgid = child));
	EXPECT_EQ(2, count(&self->trace, .type = IOR_RECORD_ENTER));
}

/* Every process, but not those that read. */
TEST_F(filter, all)
{
	struct tracee other;

	ASSERT_EQ(0, tracee_fork(&self->tracee, mark_by_ten, (void *)1));
	ASSERT_EQ(0, tracee_fork(&other, mark_by_ten, (void *)2));
	ASSERT_EQ(0, filter_calls(self->fd, IOR_FILTER_ALL, MARK_NR));
	ASSERT_EQ(0, session_start(self->fd));
	EXPECT_EQ(0, tgids(self->fd));
	marks(0, 100, 3);
	ASSERT_EQ(0, ten_more(&self->tracee));
	ASSERT_EQ(1, trace_read(self->fd, &self->trace));
	ASSERT_LT(0, trace_read(self->fd, &self->trace));
	marks(0, 100, 4);
	ASSERT_EQ(0, ten_more(&other));
	FINISH();
	EXPECT_EQ(10, marks_seen(&self->trace, 1));
	EXPECT_EQ(10, marks_seen(&self->trace, 2));
	EXPECT_EQ(0, count(&self->trace, .tgid = getpid()));
	EXPECT_EQ(0, tracee_kill(&other));
}

/* A session of its own that must see ten marks of somebody else's */
static void watch_all(int side, void *arg)
{
	struct trace trace = {};
	int fd = session_open(0);

	if (fd < 0 || setup_set(fd, RING_BYTES, 0) ||
	    filter_calls(fd, IOR_FILTER_ALL, MARK_NR) || session_start(fd))
		_exit(1);
	tell(side);
	hear(side);
	if (session_stop(fd) || trace_drain(fd, &trace))
		_exit(2);
	_exit(marks_seen(&trace, 5) == 10 ? 0 : 3);
}

/* One session's reader is to another session a process like any other. */
TEST_F(filter, readers_of_others)
{
	ASSERT_EQ(0, tracee_fork(&self->tracee, watch_all, NULL));
	ASSERT_EQ(0, filter_calls(self->fd, IOR_FILTER_ALL, MARK_NR));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(1, trace_read(self->fd, &self->trace));
	ASSERT_EQ(0, ten_more(&self->tracee));
	marks(0, 10, 5);
	EXPECT_EQ(0, tracee_run(&self->tracee));
	FINISH();
	EXPECT_EQ(0, marks_seen(&self->trace, 5));
}

static int put_parameter(pid_t pid)
{
	char text[16];
	int fd = open("/sys/module/ior/parameters/tgid", O_WRONLY), n;

	n = snprintf(text, sizeof(text), "%d", pid);
	n = fd < 0 || write(fd, text, n) != n ? -errno : 0;
	close(fd);
	return n;
}

/* Who filters nothing has the process that the module's parameter names. */
TEST_F(filter, parameter)
{
	struct tracee other;
	int ret;

	ASSERT_EQ(0, tracee_fork(&self->tracee, three_calls, NULL));
	ASSERT_EQ(0, tracee_fork(&other, three_calls, NULL));
	ASSERT_EQ(0, put_parameter(1 << 22));
	EXPECT_EQ(-ESRCH, session_start(self->fd));
	ASSERT_EQ(0, put_parameter(self->tracee.pid));
	ret = session_start(self->fd);
	ASSERT_EQ(0, put_parameter(0));
	ASSERT_EQ(0, ret);
	EXPECT_EQ(0, tracee_run(&other));
	EXPECT_EQ(0, tracee_run(&self->tracee));
	FINISH();
	EXPECT_EQ(100, marks_seen(&self->trace, 1));
	EXPECT_EQ(0, count(&self->trace, .tid = other.pid));
}

TEST_HARNESS_MAIN
