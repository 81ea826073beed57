// SPDX-License-Identifier: GPL-2.0-only
/*
 * IOR_IOC_WHO: only calls of tasks of some users and names.  Control groups are in
 * who_groups.c.
 */
#include <sys/stat.h>

#include "ior_who.h"

#define ALICE	4001	/* users that nobody is */
#define BOB	4002

FIXTURE(who) {
	int fd;
	struct tracee tracee;
	struct trace trace;
};

FIXTURE_SETUP(who)
{
	SETUP(1 << 18);
	ASSERT_EQ(0, filter_every_call(self->fd, IOR_FILTER_FOLLOW));
}

FIXTURE_TEARDOWN(who)
{
	TEARDOWN();
}

/* ----------------------------------------------------------------- users -- */

/* The effective one counts, from the call on that changes it. */
static void change_users(int side, void *arg)
{
	mark(0, 0);
	syscall(SYS_setresuid, -1, ALICE, -1);
	mark(1, 0);
	syscall(SYS_setresuid, -1, 0, -1);
	mark(2, 0);
	syscall(SYS_setresuid, BOB, ALICE, 0);
	mark(3, 0);
	syscall(SYS_setresuid, -1, 0, -1);
	syscall(SYS_setresuid, BOB, BOB, BOB);
	mark(4, 0);
}

TEST_F(who, none)
{
	ASSERT_EQ(0, who_set(self->fd, &(struct ior_who){}));
	RUN(change_users, NULL);
	EXPECT_EQ(0x1f, marks_of(&self->trace, 0));
}

TEST_F(who, user)
{
	ASSERT_EQ(0, uids_set(self->fd, 0, ALICE));
	RUN(change_users, NULL);
	EXPECT_EQ(0x0a, marks_of(&self->trace, 0));
	/* that it became, and no longer is */
	EXPECT_EQ(2, count(&self->trace, .nr = SYS_setresuid));
	EXPECT_EQ(4, count(&self->trace));
	EXPECT_EQ(0, count(&self->trace, .type = IOR_RECORD_TASK));
}

TEST_F(who, users)
{
	ASSERT_EQ(0, uids_set(self->fd, 0, 1, BOB, ALICE));
	RUN(change_users, NULL);
	EXPECT_EQ(0x1a, marks_of(&self->trace, 0));
	/* it dies as one of them */
	EXPECT_EQ(1, count(&self->trace, .nr = SYS_exit_group));
	EXPECT_EQ(1, count(&self->trace, .type = IOR_RECORD_TASK));
}

TEST_F(who, not_users)
{
	ASSERT_EQ(0, uids_set(self->fd, IOR_WHO_NOT_UIDS, BOB, ALICE));
	RUN(change_users, NULL);
	EXPECT_EQ(0x05, marks_of(&self->trace, 0));
}

/* Nobody: nothing is made, and nothing lost, however full the ring would be. */
TEST_F(who, nobody)
{
	struct ior_stats stats;

	ASSERT_EQ(0, setup_set(self->fd, PAGE, 0));
	ASSERT_EQ(0, uids_set(self->fd, 0, 4242));
	RUN(change_users, NULL);
	ASSERT_EQ(0, stats_get(self->fd, &stats));
	EXPECT_EQ(0, stats.records);
	EXPECT_EQ(0, stats.in_flight);
	EXPECT_EQ(1, self->trace.nr);
}

static void try_namespace(int side, void *arg)
{
	int fd = *(int *)arg, map;

	if (unshare(CLONE_NEWUSER))
		_exit(4);
	map = open("/proc/self/uid_map", O_WRONLY);
	if (map < 0 || write(map, "7 0 1", 5) != 5)
		_exit(4);
	if (uids_set(fd, 0, 7) || uids_set(fd, 0, 8) != -EINVAL ||
	    uids_set(fd, 0, 7, 0) != -EINVAL)
		_exit(1);
}

/* A number is one of the caller's user namespace. */
TEST_F(who, user_namespace)
{
	struct tracee other;
	int status;

	ASSERT_EQ(0, tracee_fork(&other, try_namespace, &self->fd));
	status = tracee_run(&other);
	if (status == 4)
		SKIP(return, "no user namespaces");
	ASSERT_EQ(0, status);
	RUN(change_users, NULL);
	EXPECT_EQ(0x05, marks_of(&self->trace, 0));
}

/* ----------------------------------------------------------------- names -- */

static void change_names(int side, void *arg)
{
	int fd;

	name_set("first");
	mark(0, 0);
	name_set("second");
	mark(1, 0);
	name_set("a name of 15 by");
	mark(2, 0);
	fd = open("/proc/self/comm", O_WRONLY);
	if (write(fd, "f*", 2) != 2)
		_exit(1);
	mark(3, 0);
	name_set("");
	mark(4, 0);
}

TEST_F(who, name)
{
	ASSERT_EQ(0, comms_set(self->fd, 0, "first\0"));
	RUN(change_names, NULL);
	EXPECT_EQ(0x01, marks_of(&self->trace, 0));
	EXPECT_STREQ("first", find(&self->trace, .nr = SYS_prctl)->comm);
	EXPECT_EQ(2, count(&self->trace));
	/* it got the name, and another one */
	EXPECT_EQ(2, count(&self->trace, .type = IOR_RECORD_TASK));
}

TEST_F(who, patterns)
{
	ASSERT_EQ(0, comms_set(self->fd, 0, "nobody\0?eco*\0*by\0"));
	RUN(change_names, NULL);
	EXPECT_EQ(0x06, marks_of(&self->trace, 0));
}

TEST_F(who, not_names)
{
	ASSERT_EQ(0, comms_set(self->fd, IOR_WHO_NOT_COMMS, "f*\0*by\0"));
	RUN(change_names, NULL);
	EXPECT_EQ(0x12, marks_of(&self->trace, 0));
}

/* The write that renames it is of the new name, and its file is known. */
TEST_F(who, renamed_by_a_call)
{
	const struct ior_record *rec;

	ASSERT_EQ(0, comms_set(self->fd, 0, "f\\*\0"));
	RUN(change_names, NULL);
	EXPECT_EQ(0x08, marks_of(&self->trace, 0));
	rec = find(&self->trace, .nr = SYS_write);
	ASSERT_NE(NULL, rec);
	EXPECT_NE(NULL, strstr(path_of(&self->trace, rec, 0), "/comm"));
	EXPECT_EQ(0, count(&self->trace, .nr = SYS_openat));
	EXPECT_EQ(1, names_sent(&self->trace, path_of(&self->trace, rec, 0)));
}

static int reads;	/* that the first thread is about to make, and made */

/* Each time that the first thread waits in read(2), it gets another name. */
static void *rename_first(void *arg)
{
	static const char * const names[] = { "left", "right", "left" };
	const int *ends = arg;
	char path[64];
	int turn, fd;

	snprintf(path, sizeof(path), "/proc/self/task/%d/comm", getpid());
	for (turn = 0; turn < 3; turn++) {
		while (__atomic_load_n(&reads, __ATOMIC_ACQUIRE) <= turn)
			sched_yield();
		task_sleeps(getpid(), getpid());
		fd = open(path, O_WRONLY);
		if (write(fd, names[turn], strlen(names[turn])) < 0)
			_exit(1);
		close(fd);
		if (write(ends[1], "", 1) != 1)
			_exit(1);
	}
	return NULL;
}

static void be_renamed(int side, void *arg)
{
	pthread_t thread;
	int ends[2], turn;
	char c;

	if (pipe(ends) || pthread_create(&thread, NULL, rename_first, ends))
		_exit(1);
	for (turn = 0; turn < 3; turn++) {
		mark(turn, 0);
		__atomic_store_n(&reads, turn + 1, __ATOMIC_RELEASE);
		if (syscall(SYS_read, ends[0], &c, 1) != 1)
			_exit(1);
	}
	mark(3, 0);
	pthread_join(thread, NULL);
}

/* By another thread, while it waits in a call */
TEST_F(who, renamed_by_another)
{
	const struct ior_record *rec = NULL;

	ASSERT_EQ(0, comms_set(self->fd, 0, "right\0"));
	RUN(be_renamed, NULL);
	EXPECT_EQ(0x04, marks_of(&self->trace, 0));
	/* that in which it got the name is there, with its file; where it lost it, not */
	EXPECT_EQ(1, count(&self->trace, .nr = SYS_read));
	EXPECT_EQ(0, strncmp(path_of(&self->trace, find(&self->trace, .nr = SYS_read), 0),
			     "pipe:", 5));
	while ((rec = trace_next(&self->trace, rec, WANT())))
		EXPECT_STREQ("right", rec->comm);
}

static void *be_other(void *arg)
{
	name_set("other");
	mark(0, 1);
	mark(1, 1);
	return NULL;
}

static void run_thread(int side, void *arg)
{
	pthread_t thread;

	name_set("main");
	mark(0, 0);
	pthread_create(&thread, NULL, be_other, NULL);
	pthread_join(thread, NULL);
	mark(1, 0);
}

/* A thread has a name of its own. */
TEST_F(who, thread)
{
	ASSERT_EQ(0, comms_set(self->fd, 0, "other\0"));
	RUN(run_thread, NULL);
	EXPECT_EQ(0, marks_of(&self->trace, 0));
	EXPECT_EQ(3, marks_of(&self->trace, 1));
}

static void run_child(int side, void *arg)
{
	pid_t pid;

	name_set("parent");
	pid = fork();
	if (!pid) {
		mark(0, 1);
		name_set("child");
		mark(1, 1);
		_exit(0);
	}
	waitpid(pid, NULL, 0);
	mark(0, 0);
}

/* A child begins as what its parent is. */
TEST_F(who, child)
{
	const struct ior_record *rec = NULL;
	size_t begun = 0, ended = 0;

	ASSERT_EQ(0, comms_set(self->fd, 0, "parent\0"));
	RUN(run_child, NULL);
	EXPECT_EQ(1, marks_of(&self->trace, 0));
	EXPECT_EQ(1, marks_of(&self->trace, 1));
	while ((rec = trace_next(&self->trace, rec, WANT(.type = IOR_RECORD_TASK)))) {
		begun += rec->task.event == IOR_TASK_FORK;
		ended += rec->task.event == IOR_TASK_EXIT;
	}
	EXPECT_EQ(1, begun);
	EXPECT_EQ(1, ended);	/* of the parent: the child had another name by then */
}

static void run_program(int side, void *arg)
{
	char * const argv[] = { "true", NULL };

	name_set("before");
	mark(0, 0);
	execve("/bin/true", argv, NULL);
	_exit(1);
}

/* An exec is of the program that it begins, with its path. */
TEST_F(who, exec)
{
	const struct ior_record *rec;

	ASSERT_EQ(0, comms_set(self->fd, 0, "true\0"));
	RUN(run_program, NULL);
	EXPECT_EQ(0, marks_of(&self->trace, 0));
	rec = find(&self->trace, .nr = SYS_execve);
	ASSERT_NE(NULL, rec);
	EXPECT_STREQ("/bin/true", path_of(&self->trace, rec, 0));
	EXPECT_EQ(1, count(&self->trace, .nr = SYS_exit_group));
}

static void open_files(int side, void *arg)
{
	struct stat st;

	name_set("first");
	call_make(SYS_stat, "/etc/passwd", &st);
	syscall(SYS_openat, AT_FDCWD, "/etc/passwd", O_RDONLY);
	name_set("second");
	call_make(SYS_stat, "/etc/group", &st);
}

/* What other tasks use is not named. */
TEST_F(who, names_of_files)
{
	const struct ior_record *rec = NULL;

	ASSERT_EQ(0, comms_set(self->fd, 0, "second\0"));
	RUN(open_files, NULL);
	EXPECT_EQ(1, count(&self->trace, .nr = call_nr(SYS_stat)));
	EXPECT_STREQ("/etc/group",
		     path_of(&self->trace, find(&self->trace, .nr = call_nr(SYS_stat)), 0));
	while ((rec = trace_next(&self->trace, rec, WANT(.type = IOR_RECORD_NAME))))
		EXPECT_EQ(NULL, memmem(rec->path.text, sizeof(rec->path.text), "passwd", 6));
}

/* -------------------------------------------------------------- sessions -- */

TEST_F(who, enter_records)
{
	ASSERT_EQ(0, filter_every_call(self->fd, IOR_FILTER_ENTER));
	ASSERT_EQ(0, uids_set(self->fd, 0, ALICE));
	RUN(change_users, NULL);
	/* a call that makes it another user is of the one at first, of the other in the end */
	EXPECT_EQ(2, count(&self->trace, .type = IOR_RECORD_CALL, .nr = SYS_setresuid));
	EXPECT_EQ(2, count(&self->trace, .type = IOR_RECORD_ENTER, .nr = SYS_setresuid));
	EXPECT_EQ(2, count(&self->trace, .type = IOR_RECORD_ENTER, .nr = MARK_NR));
	EXPECT_EQ(2, count(&self->trace, .type = IOR_RECORD_CALL, .nr = MARK_NR));
}

/* What does not pass is not counted. */
TEST_F(who, counts)
{
	struct ior_sample sample = { .flags = IOR_SAMPLE_EVERY_CALL };
	struct ior_count sum = { .nr = MARK_NR };
	int every;

	for (every = 0; every < 2; every++) {
		close(self->fd);
		SETUP(1 << 18);
		sample.every = every;
		ASSERT_EQ(0, result(ioctl(self->fd, IOR_IOC_SAMPLE, &sample)));
		ASSERT_EQ(0, uids_set(self->fd, 0, ALICE));
		RUN(change_users, NULL);
		sum = (struct ior_count){ .nr = MARK_NR };
		ASSERT_EQ(0, result(ioctl(self->fd, IOR_IOC_COUNT, &sum)));
		EXPECT_EQ(MARK_NR, sum.nr);
		EXPECT_EQ(2, sum.calls);
		EXPECT_EQ(every ? 2 : 0, sum.recorded);
		EXPECT_EQ(every ? 4 : 0, count(&self->trace));
		trace_free(&self->trace);
	}
}

/* Failed calls of some files and users: all have to agree. */
TEST_F(who, and_other_choices)
{
	struct ior_files files = { .globs = "/etc/pass*" };

	ASSERT_EQ(0, files_set(self->fd, &files));
	ASSERT_EQ(0, comms_set(self->fd, 0, "first\0"));
	RUN(open_files, NULL);
	EXPECT_EQ(2, count(&self->trace));
	EXPECT_EQ(1, count(&self->trace, .nr = call_nr(SYS_stat)));
	/* without names, files are still chosen; and the other way round */
	ASSERT_EQ(0, who_set(self->fd, &(struct ior_who){}));
	trace_free(&self->trace);
	close(self->fd);
	SETUP(1 << 18);
	ASSERT_EQ(0, files_set(self->fd, &files));
	ASSERT_EQ(0, comms_set(self->fd, 0, "second\0"));
	ASSERT_EQ(0, files_set(self->fd, &(struct ior_files){}));
	RUN(open_files, NULL);
	EXPECT_EQ(1, count(&self->trace, .nr = call_nr(SYS_stat)));
	EXPECT_STREQ("/etc/group",
		     path_of(&self->trace, find(&self->trace, .nr = call_nr(SYS_stat)), 0));
}

/* One session's choice is none of another's. */
TEST_F(who, two_sessions)
{
	struct trace trace = {};
	int fd = session_open(0);

	ASSERT_GE(fd, 0);
	TRACE(change_users, NULL);
	ASSERT_EQ(0, setup_set(fd, 1 << 18, 0));
	ASSERT_EQ(0, tgid_add(fd, self->tracee.pid));
	ASSERT_EQ(0, uids_set(fd, 0, ALICE));
	ASSERT_EQ(0, session_start(fd));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	FINISH();
	EXPECT_EQ(0x1f, marks_of(&self->trace, 0));
	ASSERT_EQ(0, session_stop(fd));
	ASSERT_EQ(0, trace_drain(fd, &trace));
	EXPECT_SOUND(&trace);
	EXPECT_EQ(0x0a, marks_of(&trace, 0));
	EXPECT_EQ(4, count(&trace));
	trace_free(&trace);
	close(fd);
}

static void mark_by_turns(int side, void *arg)
{
	int turn = 0;

	do {
		mark(turn++, 0);
		tell(side);
	} while (!hear(side));
}

/* Each turn makes a mark, with what is selected then. */
TEST_F(who, changed_while_running)
{
	int i;

	TRACE(mark_by_turns, NULL);
	ASSERT_EQ(0, session_start(self->fd));
	for (i = 0; i < 12; i++) {
		if (i % 4 == 0)
			ASSERT_EQ(0, uids_set(self->fd, 0, ALICE));
		if (i % 4 == 1)
			ASSERT_EQ(0, uids_set(self->fd, IOR_WHO_NOT_UIDS, ALICE));
		if (i % 4 == 2)
			ASSERT_EQ(0, comms_set(self->fd, IOR_WHO_NOT_COMMS, "*\0"));
		if (i % 4 == 3)
			ASSERT_EQ(0, who_set(self->fd, &(struct ior_who){}));
		ASSERT_EQ(0, tell(self->tracee.fd) ?: hear(self->tracee.fd));
	}
	FINISH();
	EXPECT_EQ(0xaaa, marks_of(&self->trace, 0));
}

static void wait_in_call(int side, void *arg)
{
	tell(side);
	hear(side);
}

/* Calls in flight are those of tasks that are selected. */
TEST_F(who, in_flight)
{
	struct ior_stats stats;
	int i;

	for (i = 0; i < 2; i++) {
		TRACE(wait_in_call, NULL);
		ASSERT_EQ(0, uids_set(self->fd, i ? IOR_WHO_NOT_UIDS : 0, 0));
		ASSERT_EQ(0, session_start(self->fd));
		ASSERT_EQ(0, tell(self->tracee.fd) ?: hear(self->tracee.fd));
		ASSERT_TRUE(task_sleeps(self->tracee.pid, self->tracee.pid));
		ASSERT_EQ(0, session_stop(self->fd));
		ASSERT_EQ(0, stats_get(self->fd, &stats));
		EXPECT_EQ(!i, stats.in_flight);
		ASSERT_EQ(0, tracee_kill(&self->tracee));
	}
}

static void *sleep_on(void *arg)
{
	pause();
	return arg;
}

static void wait_with_others(int side, void *arg)
{
	pthread_t thread;
	int i;

	for (i = 0; i < 8; i++)
		pthread_create(&thread, NULL, sleep_on, NULL);
	wait_in_call(side, arg);
}

/* What is looked at of those in flight is there, also if they die meanwhile. */
TEST_F(who, die_while_it_stops)
{
	int i;

	for (i = 0; i < 10; i++) {
		TRACE(wait_with_others, NULL);
		ASSERT_EQ(0, uids_set(self->fd, IOR_WHO_NOT_UIDS, ALICE));
		ASSERT_EQ(0, session_start(self->fd));
		ASSERT_EQ(0, tell(self->tracee.fd) ?: hear(self->tracee.fd));
		ASSERT_EQ(0, kill(self->tracee.pid, SIGKILL));
		ASSERT_EQ(0, session_stop(self->fd));
		ASSERT_EQ(0, tracee_kill(&self->tracee));
	}
}

/* ------------------------------------------------------------- bad input -- */

TEST_F(who, bad)
{
	struct ior_who who;
	size_t i;

	ASSERT_EQ(0, uids_set(self->fd, 0, ALICE));
	for (i = 0; i < 32; i++) {
		/* of the known ones, there is no list that they could be of */
		who = (struct ior_who){ .flags = 1U << i };
		EXPECT_EQ(-EINVAL, who_set(self->fd, &who));
	}
	who = (struct ior_who){ .flags = IOR_WHO_NOT_COMMS, .nr_uids = 1 };
	EXPECT_EQ(-EINVAL, who_set(self->fd, &who));
	who = (struct ior_who){ .reserved1 = 1 };
	EXPECT_EQ(-EINVAL, who_set(self->fd, &who));
	for (i = 0; i < ARRAY_SIZE(who.reserved); i++) {
		who = (struct ior_who){};
		who.reserved[i] = 1ULL << 63;
		EXPECT_EQ(-EINVAL, who_set(self->fd, &who));
	}
	who = (struct ior_who){ .nr_uids = IOR_WHO_UIDS + 1 };
	EXPECT_EQ(-EINVAL, who_set(self->fd, &who));
	who.nr_uids = ~0U;
	EXPECT_EQ(-EINVAL, who_set(self->fd, &who));
	who = (struct ior_who){ .nr_cgroups = IOR_WHO_CGROUPS + 1 };
	EXPECT_EQ(-EINVAL, who_set(self->fd, &who));
	who.nr_cgroups = ~0U;
	EXPECT_EQ(-EINVAL, who_set(self->fd, &who));
	/* no user */
	EXPECT_EQ(-EINVAL, uids_set(self->fd, 0, 0, -1));
	/* no end of the last pattern; none of the list */
	who = (struct ior_who){};
	memset(who.comms, 'a', sizeof(who.comms));
	EXPECT_EQ(-EINVAL, who_set(self->fd, &who));
	who.comms[IOR_WHO_COMMS - 1] = 0;
	EXPECT_EQ(-EINVAL, who_set(self->fd, &who));

	/* What was refused has changed nothing. */
	RUN(change_users, NULL);
	EXPECT_EQ(0x0a, marks_of(&self->trace, 0));
}

/* As much as there is room for */
TEST_F(who, most)
{
	struct ior_who who = { .nr_uids = IOR_WHO_UIDS };
	size_t i;

	for (i = 0; i < IOR_WHO_UIDS; i++)
		who.uids[i] = i == IOR_WHO_UIDS - 1 ? ALICE : 0xfffffffe - i;
	memset(who.comms, 'x', sizeof(who.comms));
	for (i = 9; i < 1000; i += 10)
		who.comms[i] = 0;
	who.comms[1000] = '*';
	who.comms[1001] = 0;
	who.comms[IOR_WHO_COMMS - 2] = 0;
	who.comms[IOR_WHO_COMMS - 1] = 0;
	ASSERT_EQ(0, who_set(self->fd, &who));
	RUN(change_users, NULL);
	EXPECT_EQ(0x0a, marks_of(&self->trace, 0));
}

TEST_HARNESS_MAIN
