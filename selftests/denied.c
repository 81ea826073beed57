// SPDX-License-Identifier: GPL-2.0-only
/*
 * What seccomp does to calls: they end before they began.
 */
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/ptrace.h>
#include <sys/user.h>

#include "ior_trace.h"

#define RING_BYTES	(1UL << 16)
#define CALL		IOR_RECORD_CALL

FIXTURE(denied) {
	int fd;
	struct tracee tracee;
	struct trace trace;
};

FIXTURE_SETUP(denied)
{
	SETUP(RING_BYTES);
}

FIXTURE_TEARDOWN(denied)
{
	TEARDOWN();
}

static int filter_seccomp(long nr, __u32 action)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, nr, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, action),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog prog = { .len = ARRAY_SIZE(code), .filter = code };

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ?:
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog);
}

static void on_signal(int sig)
{
}

static void refused_calls(int side, void *arg)
{
	struct sigaction action = { .sa_handler = on_signal };

	sigaction(SIGSYS, &action, NULL);
	if (filter_seccomp(SYS_getuid, SECCOMP_RET_ERRNO | 77) ||
	    filter_seccomp(SYS_getgid, SECCOMP_RET_TRAP))
		_exit(1);
	syscall(SYS_getpid);
	if (syscall(SYS_getuid, 1, 2, 3) != -1 || errno != 77)
		_exit(2);
	syscall(SYS_getgid, 4, 5, 6);
}

/* seccomp ends a call before it began: an end of its own. */
TEST_F(denied, calls)
{
	const struct ior_record *rec;

	RUN(refused_calls, NULL);
	rec = find(&self->trace, .nr = SYS_getuid);
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(1, count(&self->trace, .nr = SYS_getuid));
	EXPECT_EQ(CALL, rec->type);
	EXPECT_EQ(IOR_CALL_NO_ENTER | IOR_CALL_DENIED, rec->flags);
	EXPECT_EQ(-77, rec->ret);
	EXPECT_EQ(0, rec->duration_ns);
	EXPECT_EQ(3, rec->args[2]);
	rec = find(&self->trace, .nr = SYS_getgid);
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(1, count(&self->trace, .nr = SYS_getgid));
	EXPECT_EQ(IOR_CALL_NO_ENTER | IOR_CALL_DENIED, rec->flags);
	EXPECT_EQ(4, rec->args[0]);
	rec = find(&self->trace, .nr = SYS_getpid);
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(0, rec->flags);
}

static void killed_by_seccomp(int side, void *arg)
{
	if (!filter_seccomp(SYS_getuid, SECCOMP_RET_KILL_PROCESS))
		syscall(SYS_getuid);
	_exit(1);
}

TEST_F(denied, and_killed)
{
	const struct ior_record *rec;

	TRACE(killed_by_seccomp, NULL);
	ASSERT_EQ(0, session_start(self->fd));
	EXPECT_EQ(1000 + SIGSYS, tracee_run(&self->tracee));
	FINISH();
	EXPECT_EQ(0, tgids(self->fd));
	if (!kernel_is_at_least(5, 16)) {
		/* seccomp ended the task itself, and the call came to neither end */
		EXPECT_EQ(0, count(&self->trace, .nr = SYS_getuid));
		return;
	}
	EXPECT_EQ(1, count(&self->trace, .nr = SYS_getuid));
	rec = find(&self->trace, .nr = SYS_getuid);
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(IOR_CALL_NO_ENTER | IOR_CALL_DENIED, rec->flags);
}

/* -------------------------------------------------------------- skipped -- */

#ifdef __x86_64__
static void skipped_call(int side, void *arg)
{
	struct sigaction action = { .sa_handler = on_signal };

	sigaction(SIGUSR1, &action, NULL);
	if (filter_seccomp(SYS_getuid, SECCOMP_RET_TRACE))
		_exit(1);
	tell(side);
	hear(side);
	raise(SIGUSR1);
	if (syscall(SYS_getuid, 1, 2, 3) != 4711)
		_exit(2);
	raise(SIGUSR1);
	mark(0, 1);
}

/* skip_a_call - a tracer has seccomp skip one, and says what it returns */
static void skip_a_call(struct __test_metadata *_metadata, FIXTURE_DATA(denied) * self)
{
	const struct ior_record *rec;
	struct user_regs_struct regs;
	int status;
	pid_t pid;

	TRACE(skipped_call, NULL);
	pid = self->tracee.pid;
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tell(self->tracee.fd) ?: hear(self->tracee.fd));
	ASSERT_EQ(0, ptrace(PTRACE_SEIZE, pid, 0, PTRACE_O_TRACESECCOMP));
	ASSERT_EQ(0, tell(self->tracee.fd));
	while (waitpid(pid, &status, 0) == pid &&
	       status >> 8 != (SIGTRAP | PTRACE_EVENT_SECCOMP << 8))
		ASSERT_EQ(0, ptrace(PTRACE_CONT, pid, 0, WSTOPSIG(status)));
	ASSERT_EQ(0, ptrace(PTRACE_GETREGS, pid, 0, &regs));
	EXPECT_EQ(SYS_getuid, regs.orig_rax);
	regs.orig_rax = -1;
	regs.rax = 4711;
	ASSERT_EQ(0, ptrace(PTRACE_SETREGS, pid, 0, &regs));
	ASSERT_EQ(0, ptrace(PTRACE_DETACH, pid, 0, 0));
	ASSERT_EQ(0, tracee_wait(&self->tracee));
	FINISH();
	EXPECT_EQ(0, count(&self->trace, .nr = SYS_getuid));
	/* neither of the two signal handlers' returns */
	EXPECT_EQ(1, count(&self->trace, .nr = (__u32)-1));
	rec = find(&self->trace, .nr = (__u32)-1);
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(CALL, rec->type);
	EXPECT_EQ(IOR_CALL_NO_ENTER | IOR_CALL_DENIED, rec->flags);
	EXPECT_EQ(4711, rec->ret);
	EXPECT_EQ(2, rec->args[1]);
	EXPECT_EQ(1, marks_seen(&self->trace, 1));
}

TEST_F(denied, and_skipped)
{
	skip_a_call(_metadata, self);
}

/* Returns of signal handlers are known, whether they are selected or not. */
TEST_F(denied, and_skipped_without_sigreturn)
{
	struct ior_filter filter;

	filter_init(&filter, 0);
	memset(filter.calls, 0xff, sizeof(filter.calls));
	filter.calls[IOR_ABI_NATIVE][SYS_rt_sigreturn / 64] &= ~(1ULL << SYS_rt_sigreturn % 64);
	ASSERT_EQ(0, filter_set(self->fd, &filter));
	skip_a_call(_metadata, self);
	EXPECT_EQ(0, count(&self->trace, .nr = SYS_rt_sigreturn));
}
#else
TEST_F(denied, and_skipped)
{
	SKIP(return, "the test changes registers of x86");
}
#endif

/* ------------------------------------------------------------- restarts -- */

static void sleep_on(int side, void *arg)
{
	struct timespec long_time = { .tv_sec = 20 };

	if (filter_seccomp(SYS_restart_syscall, SECCOMP_RET_ERRNO | 77))
		_exit(1);
	tell(side);
	if (syscall(SYS_nanosleep, &long_time, NULL) != -1 || errno != 77)
		_exit(2);
	mark(0, 1);
}

/* A call that was interrupted may not be made again: two calls, the first of them
 * without an end that the program saw
 */
TEST_F(denied, restart)
{
	const struct ior_record *rec;
	pid_t pid;

	TRACE(sleep_on, NULL);
	pid = self->tracee.pid;
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tell(self->tracee.fd) ?: hear(self->tracee.fd));
	ASSERT_TRUE(task_sleeps(pid, pid));
	kill(pid, SIGSTOP);
	ASSERT_EQ(pid, waitpid(pid, NULL, WUNTRACED));
	kill(pid, SIGCONT);
	ASSERT_EQ(0, tracee_wait(&self->tracee));
	FINISH();
	rec = find(&self->trace, .nr = SYS_nanosleep);
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(1, count(&self->trace, .nr = SYS_nanosleep));
	EXPECT_EQ(-516, rec->ret);
	EXPECT_EQ(0, rec->flags);
	rec = trace_next(&self->trace, rec, WANT(.tid = pid));
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(SYS_restart_syscall, rec->nr);
	EXPECT_EQ(IOR_CALL_NO_ENTER | IOR_CALL_DENIED, rec->flags);
	EXPECT_EQ(-77, rec->ret);
	EXPECT_EQ(1, marks_seen(&self->trace, 1));
}

static void deny_reads(int sig)
{
	if (filter_seccomp(SYS_read, SECCOMP_RET_ERRNO | 77))
		_exit(1);
}

static void read_on(int side, void *arg)
{
	struct sigaction action = { .sa_handler = deny_reads, .sa_flags = SA_RESTART };
	char c;

	sigaction(SIGUSR1, &action, NULL);
	tell(side);
	if (read(side, &c, 1) != -1 || errno != 77)
		_exit(2);
	mark(0, 1);
}

/* Likewise, where it is the signal's handler that forbids it */
TEST_F(denied, restart_behind_handler)
{
	const struct ior_record *rec;
	pid_t pid;

	TRACE(read_on, NULL);
	pid = self->tracee.pid;
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tell(self->tracee.fd) ?: hear(self->tracee.fd));
	ASSERT_TRUE(task_sleeps(pid, pid));
	kill(pid, SIGUSR1);
	ASSERT_EQ(0, tracee_wait(&self->tracee));
	FINISH();
	rec = find(&self->trace, .nr = SYS_sendto);
	ASSERT_NE(NULL, rec);
	rec = trace_next(&self->trace, rec, WANT(.tid = pid));
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(SYS_read, rec->nr);
	EXPECT_EQ(-512, rec->ret);
	EXPECT_EQ(IOR_CALL_RESTARTS | IOR_CALL_FD, rec->flags);
	rec = trace_next(&self->trace, rec, WANT(.nr = SYS_read));
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(IOR_CALL_NO_ENTER | IOR_CALL_DENIED | IOR_CALL_FD, rec->flags);
	EXPECT_EQ(-77, rec->ret);
	EXPECT_EQ(NULL, trace_next(&self->trace, rec, WANT(.nr = SYS_read)));
	EXPECT_EQ(1, marks_seen(&self->trace, 1));
}

TEST_HARNESS_MAIN
