// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a quick call must not get wrong: that what a CPU knows of a task or of a
 * file is so no more, though no call that was selected has told.
 */
#include <limits.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>

#include "ior_trace.h"

#define ROUNDS		500
#define BAD		0xbad

FIXTURE(quick) {
	int fd;
	struct tracee tracee;
	struct trace trace;
};

FIXTURE_SETUP(quick)
{
	SETUP(0);
}

FIXTURE_TEARDOWN(quick)
{
	TEARDOWN();
}

/* The same dentry is another task's root, but by another mount. */
static void change_root(int side, void *arg)
{
	char dir[] = "/tmp/ior-quick.XXXXXX", file[64];
	int fd;

	if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    !mkdtemp(dir) || mount("/", dir, NULL, MS_BIND, NULL))
		_exit(1);
	snprintf(file, sizeof(file), "%s/etc/passwd", dir);
	fd = open(file, O_RDONLY);
	if (fd < 0)
		_exit(2);
	lseek(fd, 1, SEEK_SET);
	lseek(fd, 2, SEEK_SET);
	if (chroot(dir))
		_exit(3);
	lseek(fd, 3, SEEK_SET);
	/* the root is here, too: it goes with the namespace, its place by hand */
}

TEST_F_TIMEOUT(quick, another_root, 60)
{
	const struct ior_record *rec = NULL;
	char gone[PATH_MAX];
	const char *path;
	size_t len;
	int i;

	ASSERT_EQ(0, filter_calls(self->fd, 0, SYS_lseek));
	RUN(change_root, NULL);
	for (i = 1; i <= 3; i++) {
		rec = trace_next(&self->trace, rec, WANT(.nr = SYS_lseek,
							 .type = IOR_RECORD_CALL));
		ASSERT_NE(NULL, rec);
		ASSERT_EQ(i, rec->args[1]);
		path = path_of(&self->trace, rec, 0);
		len = strlen(path);
		if (i == 3) {
			EXPECT_STREQ("/etc/passwd", path);
			continue;
		}
		ASSERT_LT(strlen("/etc/passwd"), len);
		EXPECT_STREQ("/etc/passwd", path + len - strlen("/etc/passwd"));
		snprintf(gone, sizeof(gone), "%.*s", (int)(len - strlen("/etc/passwd")), path);
	}
	rmdir(gone);
}

/* One pipe after the other, most often with the same memory, by the same number */
static void use_pipes(int side, void *arg)
{
	struct stat st;
	int fds[2], i;

	for (i = 0; i < ROUNDS; i++) {
		if (pipe(fds) || fstat(fds[0], &st))
			_exit(1);
		syscall(SYS_read, fds[0], NULL, 0, st.st_ino);
		syscall(SYS_read, fds[0], NULL, 0, st.st_ino);
		close(fds[0]);
		close(fds[1]);
	}
}

TEST_F_TIMEOUT(quick, another_pipe, 60)
{
	const struct ior_record *rec = NULL;
	char name[32];
	int n = 0;

	ASSERT_EQ(0, filter_calls(self->fd, 0, SYS_read));
	RUN(use_pipes, NULL);
	while ((rec = trace_next(&self->trace, rec, WANT(.nr = SYS_read,
							 .type = IOR_RECORD_CALL)))) {
		if (rec->args[1] || rec->args[2])
			continue;	/* of the tracee's beginning or end */
		snprintf(name, sizeof(name), "pipe:[%llu]", rec->args[3]);
		ASSERT_STREQ(name, path_of(&self->trace, rec, 0));
		n++;
	}
	EXPECT_EQ(2 * ROUNDS, n);
}

/* Who reads a session for the first time is in a call then: in one that nobody else makes. */
TEST_F_TIMEOUT(quick, reader_in_a_call, 60)
{
	struct ior_record rec[64];
	struct iovec room = { .iov_base = rec, .iov_len = sizeof(rec) };
	struct ior_stats stats;
	int done[2];
	pid_t pid;
	char c;

	ASSERT_EQ(0, filter_calls(self->fd, IOR_FILTER_ALL, SYS_readv));
	ASSERT_EQ(0, fcntl(self->fd, F_SETFL, O_NONBLOCK));
	ASSERT_EQ(0, pipe(done));
	ASSERT_EQ(0, session_start(self->fd));
	pid = fork();
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		syscall(SYS_readv, -1, NULL, 0);
		if (readv(self->fd, &room, 1) < 0 || write(done[1], "", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	close(done[1]);
	EXPECT_EQ(1, read(done[0], &c, 1));
	close(done[0]);
	EXPECT_EQ(0, session_stop(self->fd));
	EXPECT_EQ(0, stats_get(self->fd, &stats));
	EXPECT_EQ(0, stats.in_flight);
	kill(pid, SIGKILL);
	EXPECT_EQ(pid, waitpid(pid, NULL, 0));
}

static void rename_itself(int side, void *arg)
{
	int i;

	for (i = 0; i < ROUNDS; i++) {
		getppid();
		prctl(PR_SET_NAME, i % 2 ? "one" : "another");
	}
}

/* The CALL ends later than the TASK record that it caused. */
TEST_F_TIMEOUT(quick, renamed_within_a_call, 60)
{
	const struct ior_record *rec;
	__u64 last = 0;
	int n = 0;

	ASSERT_EQ(0, filter_calls(self->fd, 0, SYS_prctl));
	RUN(rename_itself, NULL);
	for (rec = self->trace.rec; rec < self->trace.rec + self->trace.nr; rec++) {
		if (rec->tid != (__u32)self->tracee.pid ||
		    (rec->type != IOR_RECORD_CALL && rec->type != IOR_RECORD_TASK))
			continue;
		ASSERT_LT(last, order_of(rec))
			TH_LOG("record %d", n);
		last = order_of(rec);
		n++;
	}
	EXPECT_LE(2 * ROUNDS, n);
}

#ifdef __x86_64__
static const __u64 fork_args[] = { 0x11, 0x22, 0x33, 0x44, 0x55, 0x66 };

static void be_traced(int side, void *arg)
{
	ptrace(PTRACE_TRACEME, 0, 0, 0);
	raise(SIGSTOP);
	syscall(SYS_fork, fork_args[0], fork_args[1], fork_args[2], fork_args[3], fork_args[4],
		fork_args[5]);
	_exit(0);
}

/* A tracer stops a fork in its middle, and may put anything into registers. */
TEST_F_TIMEOUT(quick, registers_changed_in_a_fork, 60)
{
	struct user_regs_struct regs;
	const struct ior_record *rec;
	unsigned long child;
	int status, i;
	pid_t pid;

	TRACE(be_traced, NULL);
	pid = self->tracee.pid;
	ASSERT_EQ(0, filter_every_call(self->fd, 0));
	ASSERT_EQ(0, session_start(self->fd));
	tell(self->tracee.fd);
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	ptrace(PTRACE_SETOPTIONS, pid, 0, PTRACE_O_TRACEFORK | PTRACE_O_EXITKILL);
	ptrace(PTRACE_CONT, pid, 0, 0);
	while (waitpid(pid, &status, 0) == pid && !WIFEXITED(status)) {
		if (status >> 8 == (SIGTRAP | PTRACE_EVENT_FORK << 8)) {
			ptrace(PTRACE_GETREGS, pid, 0, &regs);
			regs.rdi = BAD;
			regs.r9 = BAD;
			ptrace(PTRACE_SETREGS, pid, 0, &regs);
			ptrace(PTRACE_GETEVENTMSG, pid, 0, &child);
			waitpid(child, NULL, __WALL);
			ptrace(PTRACE_DETACH, child, 0, 0);
		}
		ptrace(PTRACE_CONT, pid, 0, 0);
	}
	self->tracee.alive = false;
	ASSERT_EQ(0, session_stop(self->fd));
	ASSERT_EQ(0, trace_drain(self->fd, &self->trace));
	rec = find(&self->trace, .nr = SYS_fork, .type = IOR_RECORD_CALL);
	ASSERT_NE(NULL, rec);
	for (i = 0; i < IOR_NR_ARGS; i++)
		EXPECT_EQ(fork_args[i], rec->args[i]);
}
#else
TEST_F_TIMEOUT(quick, registers_changed_in_a_fork, 60)
{
	SKIP(return, X86_ALONE);
}
#endif

static void make_marks_and_read(int side, void *arg)
{
	int i, zero = open("/dev/zero", O_RDONLY);
	char c;

	marks(0, 3000, 1);
	for (i = 0; i < ROUNDS; i++)
		if (read(zero, &c, 1) != 1)
			_exit(1);
}

/*
 * Three sessions of one task: a ring that is soon full, a large one, and one that
 * does not want every call.  What is read while they run shows that no ring is
 * left busy.
 */
TEST_F_TIMEOUT(quick, several_sessions, 60)
{
	static const size_t bytes[] = { PAGE, 8 << 20, 8 << 20 };
	struct trace trace[3] = {};
	struct ior_stats stats;
	int fd[3], i;

	ASSERT_EQ(0, tracee_fork(&self->tracee, make_marks_and_read, NULL));
	for (i = 0; i < 3; i++) {
		fd[i] = session_open(O_NONBLOCK);
		ASSERT_LE(0, fd[i]);
		ASSERT_EQ(0, setup_set(fd[i], bytes[i], 0));
		ASSERT_EQ(0, tgid_add(fd[i], self->tracee.pid));
		if (i == 2)
			ASSERT_EQ(0, filter_calls(fd[i], 0, SYS_read, SYS_openat));
		ASSERT_EQ(0, session_start(fd[i]));
	}
	ASSERT_EQ(0, tracee_run(&self->tracee));
	for (i = 0; i < 3; i++) {
		EXPECT_EQ(-EAGAIN, trace_drain(fd[i], &trace[i]));
		ASSERT_EQ(0, session_stop(fd[i]));
		ASSERT_EQ(0, trace_drain(fd[i], &trace[i]));
		ASSERT_EQ(0, stats_get(fd[i], &stats));
		EXPECT_EQ(stats.records + 1, trace[i].nr);
		EXPECT_EQ(stats.calls, trace_calls(&trace[i]));
		/* also open, exit_group, and the read in which it waited to be told */
		EXPECT_EQ(i == 2 ? ROUNDS + 2 : 3000 + ROUNDS + 3,
			  trace_calls(&trace[i]) + trace_lost(&trace[i]));
		EXPECT_SOUND(&trace[i]);
	}
	EXPECT_LT(0, trace_lost(&trace[0]));
	EXPECT_EQ(0, trace_lost(&trace[1]));
	EXPECT_EQ(3000, marks_seen(&trace[1], 1));
	for (i = 1; i < 3; i++) {
		const struct ior_record *rec = NULL;
		int n = 0;

		while ((rec = trace_next(&trace[i], rec, WANT(.nr = SYS_read))))
			n += !strcmp("/dev/zero", path_of(&trace[i], rec, 0));
		EXPECT_EQ(ROUNDS, n);
	}
	for (i = 0; i < 3; i++) {
		trace_free(&trace[i]);
		close(fd[i]);
	}
}

TEST_HARNESS_MAIN
