// SPDX-License-Identifier: GPL-2.0-only
/*
 * Processes that are traced come, go, and leave their numbers to others.
 */
#include "ior_trace.h"

#define RING_BYTES	(1UL << 16)

FIXTURE(life) {
	int fd;
	struct tracee tracee;
	struct trace trace;
};

FIXTURE_SETUP(life)
{
	SETUP(RING_BYTES);
	ASSERT_EQ(0, filter_calls(self->fd, IOR_FILTER_FOLLOW, MARK_NR));
}

FIXTURE_TEARDOWN(life)
{
	TEARDOWN();
}

static void ten_marks(int side, void *arg)
{
	marks(0, 10, (unsigned long)arg);
}

TEST_F(life, dead_before_start)
{
	TRACE(ten_marks, NULL);
	EXPECT_EQ(1, tgids(self->fd));
	ASSERT_EQ(0, tracee_kill(&self->tracee));
	EXPECT_EQ(0, tgids(self->fd));
	EXPECT_EQ(-ESRCH, session_start(self->fd));
}

static void marks_twice(int side, void *arg)
{
	marks(0, 10, 1);
	tell(side);
	hear(side);
	marks(0, 10, 2);
	tell(side);
	hear(side);
	marks(0, 10, 3);
}

/* A stopped session keeps its set, and its set loses who dies meanwhile. */
TEST_F(life, set_kept_while_stopped)
{
	TRACE(marks_twice, NULL);
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tell(self->tracee.fd) ?: hear(self->tracee.fd));
	ASSERT_EQ(0, session_stop(self->fd));
	EXPECT_EQ(1, tgids(self->fd));
	ASSERT_EQ(0, tell(self->tracee.fd) ?: hear(self->tracee.fd));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	FINISH();
	EXPECT_EQ(10, marks_seen(&self->trace, 1));
	EXPECT_EQ(0, marks_seen(&self->trace, 2));
	EXPECT_EQ(10, marks_seen(&self->trace, 3));
	EXPECT_EQ(0, tgids(self->fd));
	EXPECT_EQ(-ESRCH, session_start(self->fd));
}

static void fork_then_mark(int side, void *arg)
{
	pid_t child = fork();

	if (!child) {
		tell(side);
		hear(side);
		marks(0, 10, 2);
		_exit(0);
	}
	waitpid(child, NULL, 0);
	marks(0, 10, 1);
}

/* A child that was made before the start, by a process in the set */
TEST_F(life, born_before_start)
{
	TRACE(fork_then_mark, NULL);
	ASSERT_EQ(0, tell(self->tracee.fd) ?: hear(self->tracee.fd));
	EXPECT_EQ(2, tgids(self->fd));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	FINISH();
	EXPECT_EQ(10, marks_seen(&self->trace, 1));
	EXPECT_EQ(10, marks_seen(&self->trace, 2));
	EXPECT_EQ(0, tgids(self->fd));
}

static void *outlive(void *arg)
{
	int side = *(int *)arg;
	pid_t pid = getpid();

	while (task_state(pid, pid) != 'Z')
		sleep_ms(1);
	tell(side);
	hear(side);
	marks(0, 10, 1);
	_exit(0);
}

static void leader_exits(int side, void *arg)
{
	pthread_t thread;

	pthread_create(&thread, NULL, outlive, &side);
	syscall(SYS_exit, 0);
}

/* A process is alive as long as any thread of it, and can be added. */
TEST_F(life, leader_gone)
{
	ASSERT_EQ(0, tracee_fork(&self->tracee, leader_exits, NULL));
	ASSERT_EQ(0, tell(self->tracee.fd) ?: hear(self->tracee.fd));
	ASSERT_EQ(0, tgid_add(self->fd, self->tracee.pid));
	ASSERT_EQ(0, session_start(self->fd));
	EXPECT_EQ(1, tgids(self->fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	EXPECT_EQ(0, tgids(self->fd));
	FINISH();
	EXPECT_EQ(10, marks_seen(&self->trace, 1));
}

TEST_F(life, leader_goes)
{
	TRACE(leader_exits, NULL);
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tell(self->tracee.fd) ?: hear(self->tracee.fd));
	EXPECT_EQ(1, tgids(self->fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	EXPECT_EQ(0, tgids(self->fd));
	FINISH();
	EXPECT_EQ(10, marks_seen(&self->trace, 1));
}

/* tracee_fork_as - tracee_fork, of a process with this number: it was free */
static int tracee_fork_as(struct tracee *tracee, pid_t pid,
			  void (*fn)(int side, void *arg), void *arg)
{
	char buf[16];
	int fd, i, n, ret;

	for (i = 0; i < 100; i++) {
		fd = open("/proc/sys/kernel/ns_last_pid", O_WRONLY);
		if (fd < 0)
			return -ENOENT;
		n = snprintf(buf, sizeof(buf), "%d", pid - 1);
		ret = write(fd, buf, n) == n ? 0 : -errno;
		close(fd);
		ret = ret ?: tracee_fork(tracee, fn, arg);
		if (ret || tracee->pid == pid)
			return ret;
		tracee_kill(tracee);
	}
	return -EAGAIN;
}

/* A number that was traced is another's now, who is not traced. */
TEST_F(life, number_recycled)
{
	struct tracee other, next;
	pid_t pid;
	int ret;

	ASSERT_EQ(0, tracee_fork(&other, marks_twice, NULL));
	ASSERT_EQ(0, tgid_add(self->fd, other.pid));
	TRACE(ten_marks, (void *)4);
	pid = self->tracee.pid;
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	ret = tracee_fork_as(&next, pid, ten_marks, (void *)5);
	if (ret == -ENOENT)
		SKIP(return, "no /proc/sys/kernel/ns_last_pid (CONFIG_CHECKPOINT_RESTORE)");
	ASSERT_EQ(0, ret);
	EXPECT_EQ(1, tgids(self->fd));
	EXPECT_EQ(-ESRCH, tgid_del(self->fd, pid));
	ASSERT_EQ(0, tracee_run(&next));
	FINISH();
	EXPECT_EQ(10, marks_seen(&self->trace, 4));
	EXPECT_EQ(0, marks_seen(&self->trace, 5));
	EXPECT_EQ(0, tracee_kill(&other));
}

static void read_some(int side, void *arg)
{
	struct ior_record rec[8];

	read((long)arg, rec, sizeof(rec));
}

/* A number that read the session is another's now, who is traced. */
TEST_F(life, reader_recycled)
{
	struct tracee reader;
	pid_t pid;
	int ret;

	ASSERT_EQ(0, filter_calls(self->fd, IOR_FILTER_ALL, MARK_NR));
	ASSERT_EQ(0, tracee_fork(&reader, read_some, (void *)(long)self->fd));
	pid = reader.pid;
	ASSERT_EQ(0, tracee_run(&reader));
	ret = tracee_fork_as(&self->tracee, pid, ten_marks, (void *)5);
	if (ret == -ENOENT)
		SKIP(return, "no /proc/sys/kernel/ns_last_pid (CONFIG_CHECKPOINT_RESTORE)");
	ASSERT_EQ(0, ret);
	ASSERT_EQ(0, tracee_run(&self->tracee));
	ASSERT_EQ(0, session_stop(self->fd));
	ASSERT_EQ(0, trace_drain(self->fd, &self->trace));
	EXPECT_EQ(10, marks_seen(&self->trace, 5));
}

/* What the member of a pid namespace saw of its session */
struct seen {
	int ret;
	__u32 tgid;
	long marks;
};

/* Process 1 of a namespace traces process 2, and knows no other numbers. */
static void trace_second(int side, void *arg)
{
	struct seen *seen = arg;
	struct trace trace = {};
	int fd = session_open(0);

	if (tgid_add(fd, 12345) != -ESRCH)
		_exit(1);
	if (setup_set(fd, RING_BYTES, 0) || filter_calls(fd, 0, MARK_NR) || tgid_add(fd, 2) ||
	    session_start(fd))
		_exit(2);
	tell(side);
	hear(side);
	if (tgids(fd) || session_stop(fd) || trace_drain(fd, &trace) || trace.nr < 2)
		_exit(3);
	seen->tgid = trace.rec[1].tgid;
	seen->marks = marks_seen(&trace, 6);
}

/* Numbers go in as the caller knows them, and come out as init does. */
TEST_F(life, pid_namespace)
{
	struct tracee first, second;
	struct seen *seen;
	pid_t pid;

	seen = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, seen);
	if (unshare(CLONE_NEWPID))
		SKIP(return, "no pid namespaces here");
	ASSERT_EQ(0, tracee_fork(&first, trace_second, seen));
	ASSERT_EQ(0, tracee_fork(&second, ten_marks, (void *)6));
	pid = second.pid;
	ASSERT_EQ(0, tell(first.fd) ?: hear(first.fd));
	ASSERT_EQ(0, tracee_run(&second));
	ASSERT_EQ(0, tracee_run(&first));
	EXPECT_EQ(10, seen->marks);
	EXPECT_EQ(pid, seen->tgid);
}

#define MANY	100

/* As many as there are: half of them leave again before they do anything. */
TEST_F(life, many)
{
	static struct tracee tracees[MANY];
	size_t i;

	for (i = 0; i < MANY; i++) {
		ASSERT_EQ(0, tracee_fork(&tracees[i], ten_marks, (void *)i));
		ASSERT_EQ(0, tgid_add(self->fd, tracees[i].pid));
	}
	EXPECT_EQ(MANY, tgids(self->fd));
	ASSERT_EQ(0, session_start(self->fd));
	for (i = 1; i < MANY; i += 2)
		EXPECT_EQ(0, tgid_del(self->fd, tracees[i].pid));
	EXPECT_EQ(MANY / 2, tgids(self->fd));
	ASSERT_EQ(1, trace_read(self->fd, &self->trace));
	for (i = 0; i < MANY; i++) {
		ASSERT_EQ(0, tracee_run(&tracees[i]));
		if (i % 20 == 18)
			ASSERT_LT(0, trace_read(self->fd, &self->trace));
	}
	EXPECT_EQ(0, tgids(self->fd));
	FINISH();
	for (i = 0; i < MANY; i++)
		EXPECT_EQ(i % 2 ? 0 : 10, marks_seen(&self->trace, i));
}

/* A process that comes and goes while it is added: in the set or not, alone. */
TEST_F(life, add_races_with_exit)
{
	int added = 0, i, ret;
	pid_t pid;

	for (i = 0; i < 100; i++) {
		pid = fork();
		if (!pid)
			_exit(0);
		if (i % 3)
			sched_yield();
		ret = tgid_add(self->fd, pid);
		if (!ret)
			added++;
		else
			ASSERT_EQ(-ESRCH, ret);
		ASSERT_EQ(pid, waitpid(pid, NULL, 0));
		EXPECT_EQ(0, tgids(self->fd));
	}
	EXPECT_LT(0, added);
}

TEST_HARNESS_MAIN
