// SPDX-License-Identifier: GPL-2.0-only
/*
 * TASK records: who was born, runs another program, got another name, died.
 */
#include <linux/sched.h>
#include <signal.h>
#include <spawn.h>

#include "ior_steps.h"

#define CALL	IOR_RECORD_CALL
#define TASK	IOR_RECORD_TASK

FIXTURE(tasks) {
	int fd;
	struct tracee tracee;
	struct trace trace;
};

FIXTURE_SETUP(tasks)
{
	SETUP(1 << 18);
	ASSERT_TRUE(steps_begin());
}

FIXTURE_TEARDOWN(tasks)
{
	TEARDOWN();
	work_remove(work);
}

/* event_find - the first of a task (0: of any) behind a record */
static const struct ior_record *event_find(const struct trace *trace,
					   const struct ior_record *behind, int event, pid_t tid)
{
	const struct ior_record *rec = behind;

	do
		rec = trace_next(trace, rec, WANT(.type = TASK, .tid = tid));
	while (rec && rec->task.event != event);
	return rec;
}

static size_t event_count(const struct trace *trace, int event, pid_t tid)
{
	const struct ior_record *rec = NULL;
	size_t n = 0;

	while ((rec = event_find(trace, rec, event, tid)))
		n++;
	return n;
}

/* comm_is - is this the name of a task? */
#define comm_is(comm, name)	(!strncmp(comm, name, IOR_COMM_LEN))

/* --------------------------------------------------------------- births -- */

static pid_t clone3_child(void)
{
	struct clone_args args = { .exit_signal = SIGCHLD };

	return syscall(SYS_clone3, &args, sizeof(args));
}

static pid_t fork_child(void)
{
	return call_make(SYS_fork);
}

static void have_children(int side, void *arg)
{
	pid_t (*const births[])(void) = { fork_child, clone3_child };
	pid_t *pids = arg, pid;
	size_t i;

	prctl(PR_SET_NAME, "parent");
	for (i = 0; i < ARRAY_SIZE(births); i++) {
		pid = births[i]();
		if (!pid) {
			mark(i, 1);
			_exit(0);
		}
		pids[i] = pid;
		waitpid(pid, NULL, 0);
	}
}

TEST_F(tasks, fork)
{
	const struct ior_record *birth, *rec;
	pid_t *pids = shared(PAGE);
	int i;

	RUN(have_children, pids);
	EXPECT_EQ(2, event_count(&self->trace, IOR_TASK_FORK, 0));
	for (i = 0; i < 2; i++) {
		birth = event_find(&self->trace, NULL, IOR_TASK_FORK, pids[i]);
		ASSERT_NE(NULL, birth);
		EXPECT_EQ(pids[i], birth->tgid);
		EXPECT_EQ(self->tracee.pid, birth->task.other_tgid);
		EXPECT_EQ(self->tracee.pid, birth->task.other_tid);
		EXPECT_TRUE(comm_is(birth->task.comm, "parent"));
		EXPECT_EQ(0, birth->flags);
		EXPECT_EQ(0, birth->task.name);
		EXPECT_EQ(0, birth->task.status);
		/* before all else that is of the child */
		for (rec = self->trace.rec + 1; rec < birth; rec++)
			ASSERT_NE(pids[i], rec->tid);
		rec = mark_find(&self->trace, i, 1);
		ASSERT_NE(NULL, rec);
		EXPECT_TRUE(comm_is(rec->comm, "parent"));
		EXPECT_EQ(1, event_count(&self->trace, IOR_TASK_EXIT, pids[i]));
	}
}

static void *thread_marks(void *arg)
{
	pid_t *tids = arg;

	tids[1] = gettid();
	mark(2, 1);
	syscall(SYS_exit, 77);
	return NULL;
}

static void *thread_makes_thread(void *arg)
{
	pid_t *tids = arg;
	pthread_t thread;

	tids[0] = gettid();
	pthread_create(&thread, NULL, thread_marks, arg);
	pthread_join(thread, NULL);
	return NULL;
}

static void make_threads(int side, void *tids)
{
	pthread_t thread;

	pthread_create(&thread, NULL, thread_makes_thread, tids);
	pthread_join(thread, NULL);
	sleep_ms(50);	/* until the second one is gone for good */
	_exit(3);
}

TEST_F(tasks, threads)
{
	const struct ior_record *rec;
	pid_t *tids = shared(PAGE);

	RUN_TO(3, make_threads, tids);
	EXPECT_EQ(2, event_count(&self->trace, IOR_TASK_FORK, 0));
	rec = event_find(&self->trace, NULL, IOR_TASK_FORK, tids[0]);
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(self->tracee.pid, rec->tgid);
	EXPECT_EQ(self->tracee.pid, rec->task.other_tid);
	rec = event_find(&self->trace, NULL, IOR_TASK_FORK, tids[1]);
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(self->tracee.pid, rec->tgid);
	EXPECT_EQ(self->tracee.pid, rec->task.other_tgid);
	EXPECT_EQ(tids[0], rec->task.other_tid);

	EXPECT_EQ(3, event_count(&self->trace, IOR_TASK_EXIT, 0));
	rec = event_find(&self->trace, NULL, IOR_TASK_EXIT, tids[1]);
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(77 << 8, rec->task.status);
	EXPECT_EQ(0, rec->flags);
	rec = event_find(&self->trace, NULL, IOR_TASK_EXIT, self->tracee.pid);
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(3 << 8, rec->task.status);
	EXPECT_EQ(IOR_TASK_LAST, rec->flags);
}

/* A session that does not follow hears nothing of children, but of threads. */
TEST_F(tasks, not_followed)
{
	pid_t *pids = shared(PAGE);

	ASSERT_EQ(0, filter_every_call(self->fd, 0));
	RUN(have_children, pids);
	EXPECT_EQ(0, event_count(&self->trace, IOR_TASK_FORK, 0));
	EXPECT_EQ(1, event_count(&self->trace, IOR_TASK_EXIT, 0));
	EXPECT_EQ(0, count(&self->trace, .type = TASK, .tgid = pids[0]));
}

/* Tasks are told of whatever calls are selected. */
TEST_F(tasks, no_call_selected)
{
	pid_t *pids = shared(PAGE);

	ASSERT_EQ(0, filter_calls(self->fd, IOR_FILTER_FOLLOW, SYS_getuid));
	RUN(have_children, pids);
	EXPECT_EQ(0, count(&self->trace));
	EXPECT_EQ(2, event_count(&self->trace, IOR_TASK_FORK, 0));
	EXPECT_EQ(3, event_count(&self->trace, IOR_TASK_EXIT, 0));
	EXPECT_EQ(1, event_count(&self->trace, IOR_TASK_RENAME, 0));
}

/* --------------------------------------------------------------- deaths -- */

static void die_by_signal(int side, void *arg)
{
	signal((long)arg, SIG_DFL);
	kill(getpid(), (long)arg);
	pause();
}

TEST_F(tasks, killed)
{
	const struct ior_record *rec;

	RUN_TO(1000 + SIGKILL, die_by_signal, (void *)SIGKILL);
	EXPECT_EQ(1, event_count(&self->trace, IOR_TASK_EXIT, 0));
	rec = event_find(&self->trace, NULL, IOR_TASK_EXIT, self->tracee.pid);
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(SIGKILL, rec->task.status);
	EXPECT_EQ(IOR_TASK_LAST, rec->flags);
}

static void *exit_as_last(void *arg)
{
	pid_t pid = getpid();

	while (task_state(pid, pid) != 'Z')
		sleep_ms(1);
	mark(0, 1);
	_exit(5);
}

static void leave_to_thread(int side, void *arg)
{
	pthread_t thread;

	pthread_create(&thread, NULL, exit_as_last, NULL);
	syscall(SYS_exit, 9);
}

/* The first thread may go first: it is not the last then. */
TEST_F(tasks, leader_goes_first)
{
	const struct ior_record *rec, *last;

	TRACE(leave_to_thread, NULL);
	ASSERT_EQ(0, session_start(self->fd));
	/* wait(2) goes by what exit_group said, or by the first thread */
	ASSERT_NE(0, tracee_run(&self->tracee));
	FINISH();
	EXPECT_EQ(2, event_count(&self->trace, IOR_TASK_EXIT, 0));
	rec = event_find(&self->trace, NULL, IOR_TASK_EXIT, self->tracee.pid);
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(9 << 8, rec->task.status);
	EXPECT_EQ(0, rec->flags);
	EXPECT_LT(rec, mark_find(&self->trace, 0, 1));
	last = event_find(&self->trace, rec, IOR_TASK_EXIT, 0);
	ASSERT_NE(NULL, last);
	EXPECT_EQ(self->tracee.pid, last->tgid);
	EXPECT_EQ(5 << 8, last->task.status);
	EXPECT_EQ(IOR_TASK_LAST, last->flags);
	EXPECT_EQ(last, self->trace.rec + self->trace.nr - 1);
}

#define THREADS	32

static void *thread_waits(void *arg)
{
	pause();
	return NULL;
}

static void *thread_ends(void *arg)
{
	return NULL;
}

static void die_together(int side, void *arg)
{
	pthread_t thread[THREADS];
	int i;

	for (i = 0; i < THREADS; i++)
		pthread_create(&thread[i], NULL, i % 2 ? thread_ends : thread_waits, NULL);
	for (i = 1; i < THREADS; i += 2)
		pthread_join(thread[i], NULL);
	_exit(1);
}

/* Many at once: each is told of, and the one that comes last is the last. */
TEST_F(tasks, die_together)
{
	const struct ior_record *rec = NULL, *last = NULL;
	int round;

	for (round = 0; round < 20; round++) {
		close(self->fd);
		self->fd = session_open(0);
		RUN_TO(1, die_together, NULL);
		EXPECT_EQ(THREADS + 1, event_count(&self->trace, IOR_TASK_EXIT, 0));
		for (rec = NULL; (rec = event_find(&self->trace, rec, IOR_TASK_EXIT, 0));)
			last = rec;
		ASSERT_NE(NULL, last);
		EXPECT_EQ(IOR_TASK_LAST, last->flags);
		trace_free(&self->trace);
	}
}

/* ---------------------------------------------------------------- names -- */

static void rename_self(int side, void *arg)
{
	prctl(PR_SET_NAME, "before");
	mark(0, 1);
	prctl(PR_SET_NAME, "exactly fifteen chars");
	mark(1, 1);
}

TEST_F(tasks, renamed)
{
	const struct ior_record *rec, *call;

	RUN(rename_self, NULL);
	EXPECT_EQ(2, event_count(&self->trace, IOR_TASK_RENAME, 0));
	rec = event_find(&self->trace, NULL, IOR_TASK_RENAME, self->tracee.pid);
	ASSERT_NE(NULL, rec);
	EXPECT_TRUE(comm_is(rec->task.comm, "before"));
	rec = mark_find(&self->trace, 0, 1);
	ASSERT_NE(NULL, rec);
	EXPECT_TRUE(comm_is(rec->comm, "before"));
	rec = event_find(&self->trace, rec, IOR_TASK_RENAME, self->tracee.pid);
	ASSERT_NE(NULL, rec);
	EXPECT_TRUE(comm_is(rec->task.comm, "exactly fifteen"));
	EXPECT_EQ(self->tracee.pid, rec->tgid);
	/* within the call that does it */
	call = trace_next(&self->trace, rec, WANT(.type = CALL));
	ASSERT_NE(NULL, call);
	EXPECT_EQ(SYS_prctl, call->nr);
	EXPECT_LE(call->time_ns, rec->time_ns);
	EXPECT_TRUE(comm_is(call->comm, "exactly fifteen"));
	rec = mark_find(&self->trace, 1, 1);
	ASSERT_NE(NULL, rec);
	EXPECT_TRUE(comm_is(rec->comm, "exactly fifteen"));
}

static void *thread_marks_by_turns(void *arg)
{
	int turn = *(int *)arg;

	prctl(PR_SET_NAME, "mine");
	mark(0, 1);
	tell(turn);
	hear(turn);
	mark(1, 1);
	return NULL;
}

static void rename_sibling(int side, void *arg)
{
	pid_t pid = getpid();
	int turn[2], fd, tid;
	pthread_t thread;
	char path[64];

	socketpair(AF_UNIX, SOCK_STREAM, 0, turn);
	pthread_create(&thread, NULL, thread_marks_by_turns, &turn[1]);
	hear(turn[0]);
	for (tid = pid + 1; ; tid++) {
		snprintf(path, sizeof(path), "/proc/self/task/%d/comm", tid);
		fd = open(path, O_WRONLY);
		if (fd >= 0)
			break;
	}
	write(fd, "yours", 5);
	tell(turn[0]);
	pthread_join(thread, NULL);
}

TEST_F(tasks, renamed_by_sibling)
{
	const struct ior_record *rec, *before, *after;

	RUN(rename_sibling, NULL);
	before = mark_find(&self->trace, 0, 1);
	after = mark_find(&self->trace, 1, 1);
	ASSERT_NE(NULL, before);
	ASSERT_NE(NULL, after);
	EXPECT_NE(self->tracee.pid, before->tid);
	EXPECT_TRUE(comm_is(before->comm, "mine"));
	EXPECT_TRUE(comm_is(after->comm, "yours"));
	rec = event_find(&self->trace, before, IOR_TASK_RENAME, 0);
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(before->tid, rec->tid);
	EXPECT_EQ(self->tracee.pid, rec->tgid);
	EXPECT_TRUE(comm_is(rec->task.comm, "yours"));
	EXPECT_LT(rec, after);
	/* the one who did it keeps its own */
	rec = trace_next(&self->trace, rec, WANT(.type = CALL, .tid = self->tracee.pid));
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(SYS_write, rec->nr);
	EXPECT_FALSE(comm_is(rec->comm, "yours"));
}

/* -------------------------------------------------------------- programs -- */

static void run_link(int side, void *arg)
{
	pid_t child = fork();

	if (!child) {
		execl("./a link", "argv[0]", NULL);
		_exit(127);
	}
	waitpid(child, NULL, 0);
}

TEST_F(tasks, exec)
{
	char *program = realpath("/bin/true", NULL), *link = below(work, "a link");
	const struct ior_record *call, *rec;
	const struct name *name;

	ASSERT_NE(NULL, program);
	ASSERT_EQ(0, symlink(program, link));
	ASSERT_EQ(0, chdir(work));
	RUN(run_link, NULL);
	ASSERT_EQ(0, chdir("/"));
	EXPECT_EQ(1, event_count(&self->trace, IOR_TASK_EXEC, 0));
	rec = event_find(&self->trace, NULL, IOR_TASK_EXEC, 0);
	ASSERT_NE(NULL, rec);
	EXPECT_NE(self->tracee.pid, rec->tgid);
	EXPECT_EQ(rec->tid, rec->tgid);
	EXPECT_EQ(rec->tid, rec->task.other_tid);
	/* the file, whatever way it was found */
	name = name_by_id(&self->trace, rec, rec->task.name);
	ASSERT_NE(NULL, name);
	EXPECT_STREQ(program, name->path);
	EXPECT_EQ(IOR_NAME_FILE, name->flags);
	EXPECT_EQ(1, event_count(&self->trace, IOR_TASK_RENAME, rec->tid));
	call = find(&self->trace, .type = CALL, .nr = SYS_execve);
	ASSERT_NE(NULL, call);
	EXPECT_STREQ(link, path_of(&self->trace, call, 0));
	EXPECT_TRUE(comm_is(call->comm, "a link"));
	/* the program's own first call comes behind it */
	call = trace_next(&self->trace, call, WANT(.type = CALL, .tid = rec->tid));
	EXPECT_LT(rec, call);
}

static void *thread_execs(void *arg)
{
	*(pid_t *)arg = gettid();
	execl("/bin/true", "true", NULL);
	_exit(1);
}

static void exec_in_thread(int side, void *arg)
{
	pthread_t thread;

	pthread_create(&thread, NULL, thread_execs, arg);
	pause();
}

/* It takes over the number of its process's first thread, whose end is told. */
TEST_F(tasks, exec_in_thread)
{
	const struct ior_record *rec, *call;
	pid_t *tid = shared(PAGE), pid;

	RUN(exec_in_thread, tid);
	pid = self->tracee.pid;
	rec = event_find(&self->trace, NULL, IOR_TASK_EXEC, 0);
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(pid, rec->tgid);
	EXPECT_EQ(pid, rec->tid);
	EXPECT_EQ(*tid, rec->task.other_tid);
	EXPECT_NE(0, rec->task.name);
	call = find(&self->trace, .type = CALL, .nr = SYS_execve);
	ASSERT_NE(NULL, call);
	EXPECT_EQ(*tid, call->tid);
	EXPECT_LT(call, rec);
	/* one thread ended before, and one process after it */
	EXPECT_EQ(2, event_count(&self->trace, IOR_TASK_EXIT, 0));
	rec = event_find(&self->trace, NULL, IOR_TASK_EXIT, 0);
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(0, rec->flags);
	EXPECT_LT(rec, call);
	rec = event_find(&self->trace, rec, IOR_TASK_EXIT, 0);
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(pid, rec->tid);
	EXPECT_EQ(0, rec->task.status);
	EXPECT_EQ(IOR_TASK_LAST, rec->flags);
}

TEST_HARNESS_MAIN
