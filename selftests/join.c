// SPDX-License-Identifier: GPL-2.0-only
/*
 * One record for one call: a beginning and an end joined, exactly, and the
 * halves that have no other half told apart and never lost.
 */
#include <linux/sched.h>

#include "ior_trace.h"

#define RING_BYTES	(1UL << 20)

FIXTURE(join) {
	int fd;
	struct tracee tracee;
	struct trace trace;
};

FIXTURE_SETUP(join)
{
	SETUP(RING_BYTES);
}

FIXTURE_TEARDOWN(join)
{
	TEARDOWN();
}

#define CALL	IOR_RECORD_CALL
#define ENTER	IOR_RECORD_ENTER

/* ------------------------------------------------------------ contents -- */

/* Calls with exact results, and what they returned to their caller */
struct known {
	long nr;
	long ret;
	__u64 args[IOR_NR_ARGS];
};

#define NR_KNOWN	9

static void known_calls(int side, void *arg)
{
	static char buf[64];
	struct known known[NR_KNOWN] = {
		{ SYS_getpid, 0, { 1, 2, 3, 4, 5, 6 } },
		{ SYS_getuid, 0, { -1ULL, 1ULL << 63, 0x8000000080000000, 0, 7, 1ULL << 32 } },
		{ SYS_close, 0, { 9999 } },
		{ SYS_lseek, 0, { -1U, 17, 2 } },
		{ SYS_write, 0, { side, (__u64)buf, 5 } },
		{ SYS_openat, 0, { AT_FDCWD, (__u64)"/nonexistent/file", O_RDWR, 0644 } },
		{ SYS_mmap, 0, { 0, 12288, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1ULL, 0 } },
		{ SYS_umask, 0, { 0123 } },
		{ SYS_umask, 0, { 0 } },
	};
	size_t i;

	prctl(PR_SET_NAME, "fifteen letters");
	for (i = 0; i < NR_KNOWN; i++) {
		__u64 *a = known[i].args;
		long ret = syscall(known[i].nr, a[0], a[1], a[2], a[3], a[4], a[5]);

		known[i].ret = ret == -1 ? -errno : ret;
	}
	memcpy(arg, known, sizeof(known));
}

TEST_F(join, exact)
{
	struct known *known = shared(PAGE);
	const struct ior_record *rec, *last = NULL;
	int i, arg;

	ASSERT_NE(MAP_FAILED, known);
	RUN(known_calls, known);
	rec = find(&self->trace, .type = CALL, .nr = SYS_getpid);
	ASSERT_NE(NULL, rec);
	for (i = 0; i < NR_KNOWN; i++) {
		ASSERT_NE(NULL, rec);
		EXPECT_EQ(IOR_ABI_NATIVE, rec->abi);
		EXPECT_EQ(known[i].nr, rec->nr);
		EXPECT_EQ(known[i].ret, rec->ret);
		for (arg = 0; arg < IOR_NR_ARGS; arg++)
			EXPECT_EQ(known[i].args[arg], rec->args[arg]);
		EXPECT_EQ(rec->nr == SYS_write ? IOR_CALL_FD : 0, rec->flags);
		EXPECT_NE(0, rec->family);
		EXPECT_EQ(self->tracee.pid, rec->tgid);
		EXPECT_EQ(self->tracee.pid, rec->tid);
		EXPECT_EQ(0, memcmp(rec->comm, "fifteen letters", IOR_COMM_LEN));
		EXPECT_LT(rec->cpu, sysconf(_SC_NPROCESSORS_CONF));
		/* one family, kind and class for one call */
		if (last && last->nr == rec->nr) {
			EXPECT_EQ(last->family, rec->family);
			EXPECT_EQ(last->kind, rec->kind);
			EXPECT_EQ(last->ret_class, rec->ret_class);
		}
		last = rec;
		rec = trace_next(&self->trace, rec, WANT(.tid = self->tracee.pid));
	}
	EXPECT_EQ(-EBADF, known[2].ret);
	EXPECT_EQ(0123, known[8].ret);
}

static void nap(int side, void *arg)
{
	clockid_t id = *(__s32 *)arg;
	__u64 *seen = arg;
	__u64 before = clock_ns(id);

	syscall(SYS_nanosleep, &(struct timespec){ .tv_nsec = 50 * NSEC_PER_MSEC }, NULL);
	seen[0] = before;
	seen[1] = clock_ns(id);
}

TEST_F(join, times)
{
	const struct ior_record *rec;
	__u64 *seen = shared(PAGE);
	struct ior_info info;

	ASSERT_NE(MAP_FAILED, seen);
	ASSERT_EQ(0, info_get(self->fd, &info));
	memcpy(seen, &info.clock_id, sizeof(info.clock_id));
	RUN(nap, seen);
	rec = find(&self->trace, .nr = SYS_nanosleep);
	ASSERT_NE(NULL, rec);
	EXPECT_LE(seen[0], rec->time_ns);
	EXPECT_LE(rec->time_ns + rec->duration_ns, seen[1]);
	EXPECT_LE(50 * NSEC_PER_MSEC, rec->duration_ns);
	EXPECT_EQ(0, rec->ret);
}

static const long odd_nr[] = {
	1000, 1022, 1023, 1024, 4096, 65536, 0x3fffffff, INT32_MAX, -1, -2, -5, -1000, INT32_MIN,
};

static void odd_numbers(int side, void *arg)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(odd_nr); i++)
		if (syscall(odd_nr[i], i, 0x0ddULL) != -1 || errno != ENOSYS)
			_exit(1);
}

/* A number that no kernel has is a call as well: unknown, but not misnamed. */
TEST_F(join, unknown_numbers)
{
	const struct ior_record *rec = NULL;
	size_t n = 0;

	RUN(odd_numbers, NULL);
	while ((rec = trace_next(&self->trace, rec, WANT(.type = CALL)))) {
		if (rec->args[1] != 0x0dd)
			continue;
		ASSERT_LT(n, ARRAY_SIZE(odd_nr));
		EXPECT_EQ(n, rec->args[0]);
		EXPECT_EQ((__u32)odd_nr[n], rec->nr);
		EXPECT_EQ(0, rec->family);
		EXPECT_EQ(IOR_ABI_NATIVE, rec->abi);
		EXPECT_EQ(-ENOSYS, rec->ret);
		EXPECT_EQ(0, rec->flags);
		n++;
	}
	EXPECT_EQ(ARRAY_SIZE(odd_nr), n);
}

#ifdef __x86_64__
/* A call by the 32-bit entry, whose numbers mean other calls */
static long int80(long nr, long a, long b, long c)
{
	long ret;

	asm volatile("int $0x80"
		     : "=a" (ret)
		     : "a" (nr), "b" (a), "c" (b), "d" (c)
		     : "memory", "r8", "r9", "r10", "r11");
	return (int)ret;
}

#define I386_LINK	9	/* natively: mmap */
#define I386_EXECVE	11	/* munmap */
#define I386_GETPID	20	/* writev */

static void calls_of_32_bit(int side, void *arg)
{
	if (int80(I386_GETPID, -1, 2, 3) != getpid())
		_exit(4);
	int80(I386_LINK, 16, 32, 48);
	int80(I386_EXECVE, 16, 32, 48);
	int80(100000, 1, 2, 3);
	syscall(0x40000000 + SYS_getpid, 0x32, 0x32);
}

TEST_F(join, other_abis)
{
	enum {
		UNREAD = IOR_PATH_UNREAD << IOR_CALL_PATH_SHIFT(0),
		UNREAD2 = IOR_PATH_UNREAD << IOR_CALL_PATH_SHIFT(1),
	};
	static const struct { __u32 nr; long ret; __u64 arg; __u32 flags; } expect[] = {
		{ I386_GETPID, 0, 0xffffffff, 0 },
		{ I386_LINK, -EFAULT, 16, UNREAD | UNREAD2 },
		{ I386_EXECVE, -EFAULT, 16, UNREAD },
		{ 100000, -ENOSYS, 1, 0 },
	};
	const struct ior_record *rec = NULL;
	size_t i = 0;

	if (int80(I386_GETPID, 0, 0, 0) != getpid())
		SKIP(return, "the kernel has no 32-bit calls");
	RUN(calls_of_32_bit, NULL);
	while ((rec = trace_next(&self->trace, rec, WANT(.type = CALL)))) {
		EXPECT_FALSE(rec->abi == IOR_ABI_NATIVE && rec->nr == SYS_munmap);
		if (rec->abi != IOR_ABI_32)
			continue;
		ASSERT_LT(i, ARRAY_SIZE(expect));
		EXPECT_EQ(expect[i].nr, rec->nr);
		EXPECT_EQ(expect[i].ret ?: self->tracee.pid, rec->ret);
		EXPECT_EQ(expect[i].arg, rec->args[0]);
		EXPECT_EQ(expect[i].flags, rec->flags);
		i++;
	}
	EXPECT_EQ(ARRAY_SIZE(expect), i);
	/* x32, whether this kernel has it or not: once, and not as getpid */
	for (rec = NULL, i = 0; (rec = trace_next(&self->trace, rec, WANT(.type = CALL)));) {
		if (rec->args[0] != 0x32 || rec->args[1] != 0x32)
			continue;
		EXPECT_TRUE((rec->abi == IOR_ABI_X32 && rec->nr == SYS_getpid) ||
			    (rec->abi == IOR_ABI_NATIVE && rec->nr == 0x40000000 + SYS_getpid));
		i++;
	}
	EXPECT_EQ(1, i);
}
#else
TEST_F(join, other_abis)
{
	SKIP(return, X86_ALONE);
}
#endif

/* ------------------------------------------------------- half of a call -- */

static void read_then_mark(int side, void *arg)
{
	char c;

	read(side, &c, 1);
	mark(0, 1);
}

/* In flight at the start: an end only.  In flight at the stop: none. */
TEST_F(join, in_flight)
{
	const struct ior_record *rec;
	struct ior_stats stats;
	__u64 started, ended;
	struct ior_info info;

	TRACE(read_then_mark, NULL);
	ASSERT_EQ(0, info_get(self->fd, &info));
	ASSERT_EQ(0, session_start(self->fd));
	started = clock_ns(info.clock_id);
	sleep_ms(20);
	ASSERT_EQ(0, tell(self->tracee.fd));
	sleep_ms(50);
	ASSERT_TRUE(task_sleeps(self->tracee.pid, self->tracee.pid));
	ended = clock_ns(info.clock_id);
	ASSERT_EQ(0, session_stop(self->fd));
	ASSERT_EQ(0, stats_get(self->fd, &stats));
	EXPECT_EQ(1, stats.in_flight);
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	FINISH();
	ASSERT_EQ(0, stats_get(self->fd, &stats));
	EXPECT_EQ(0, stats.in_flight);

	EXPECT_EQ(2, count(&self->trace, .type = CALL, .nr = SYS_read));
	rec = find(&self->trace, .type = CALL, .nr = SYS_read);
	ASSERT_NE(NULL, rec);
	/* no other task has its descriptors: what it reads from is certain */
	EXPECT_EQ(IOR_CALL_NO_ENTER | IOR_CALL_FD, rec->flags);
	EXPECT_EQ(0, rec->duration_ns);
	EXPECT_LE(started + 20 * NSEC_PER_MSEC, rec->time_ns);
	EXPECT_LE(rec->time_ns, ended);
	EXPECT_EQ(1, rec->ret);
	EXPECT_EQ(1, rec->args[2]);
	rec = trace_next(&self->trace, rec, WANT(.type = CALL, .nr = SYS_read));
	EXPECT_EQ(IOR_CALL_NO_ENTER | IOR_CALL_FD, rec->flags);
	EXPECT_EQ(0, rec->duration_ns);
	EXPECT_LE(ended, rec->time_ns);
	EXPECT_EQ(1, marks_seen(&self->trace, 1));
}

static pid_t clone3_child(void)
{
	struct clone_args args = { .exit_signal = SIGCHLD };

	return syscall(SYS_clone3, &args, sizeof(args));
}

static pid_t clone_child(void)
{
	return syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
}

#ifdef __NR_fork
static pid_t fork_child(void)
{
	return syscall(SYS_fork);
}
#endif

static const struct { long nr; pid_t (*fn)(void); } births[] = {
#ifdef __NR_fork
	{ SYS_fork, fork_child },
#endif
	{ SYS_clone, clone_child },
	{ SYS_clone3, clone3_child },
};

#ifdef __NR_vfork
#define NR_BIRTHS	(ARRAY_SIZE(births) + 1)
#else
/* vfork(3) is one more clone */
#define NR_BIRTHS	ARRAY_SIZE(births)
#define SYS_vfork	(-1)
#endif

/* A parent that keeps its CPU to itself until it is told to sleep: then its child runs */
struct unborn {
	int cpu;
	pid_t child;
	int sleep;
};

static void give_birth_later(int side, void *arg)
{
	struct sched_param first = { .sched_priority = 1 };
	struct unborn *unborn = arg;
	pid_t child;

	if (pin(unborn->cpu) || sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &first))
		_exit(1);
	child = clone_child();
	if (!child) {
		mark(0, 1);
		_exit(0);
	}
	__atomic_store_n(&unborn->child, child, __ATOMIC_RELEASE);
	while (!__atomic_load_n(&unborn->sleep, __ATOMIC_ACQUIRE))
		;
	waitpid(child, NULL, 0);
}

/* A task that was made before the trace began, and begins to run after that */
TEST_F(join, unborn)
{
	struct unborn *unborn = shared(sizeof(*unborn));
	const struct ior_record *rec;
	int other = session_open(0);
	pid_t child;

	unborn->cpu = cpu_nth(1);
	if (unborn->cpu < 0)
		SKIP(return, "one CPU: the child would run before it is traced");
	ASSERT_EQ(0, pin(cpu_nth(0)));
	/* the first start takes longer than the kernel lets anybody keep a CPU to himself */
	ASSERT_EQ(0, filter_calls(other, 0, MARK_NR));
	ASSERT_EQ(0, tgid_add(other, getpid()));
	ASSERT_EQ(0, session_start(other));
	ASSERT_EQ(0, tracee_fork(&self->tracee, give_birth_later, unborn));
	ASSERT_EQ(0, tell(self->tracee.fd));
	while (!(child = __atomic_load_n(&unborn->child, __ATOMIC_ACQUIRE)))
		;
	ASSERT_EQ(0, tgid_add(self->fd, child));
	ASSERT_EQ(0, session_start(self->fd));
	__atomic_store_n(&unborn->sleep, 1, __ATOMIC_RELEASE);
	ASSERT_EQ(0, tracee_wait(&self->tracee));
	FINISH();
	close(other);
	EXPECT_EQ(1, marks_seen(&self->trace, 1));
	rec = find(&self->trace, .nr = SYS_clone);
#ifdef __x86_64__
	EXPECT_EQ(1, count(&self->trace, .nr = SYS_clone));
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(child, rec->tid);
	EXPECT_EQ(IOR_CALL_NO_ENTER | IOR_CALL_CHILD, rec->flags);
#else
	EXPECT_EQ(NULL, rec);
#endif
}

static void give_birth(int side, void *arg)
{
	pid_t child;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(births); i++) {
		child = births[i].fn();
		if (!child)
			_exit(i);
		waitpid(child, NULL, 0);
	}
	if (i == NR_BIRTHS)
		return;
	child = vfork();
	if (!child)
		_exit(3);
	waitpid(child, NULL, 0);
}

/* A birth returns twice: a call in the parent, and a record that is none. */
TEST_F(join, births)
{
	const struct ior_record *parent, *child;
	size_t i;

	RUN(give_birth, NULL);
	for (i = 0; i < NR_BIRTHS; i++) {
		long nr = i < ARRAY_SIZE(births) ? births[i].nr : SYS_vfork;

		parent = find(&self->trace, .tid = self->tracee.pid, .nr = nr);
		ASSERT_NE(NULL, parent);
		EXPECT_EQ(CALL, parent->type);
		EXPECT_EQ(0, parent->flags);
		ASSERT_LT(0, parent->ret);
		child = find(&self->trace, .tid = parent->ret);
		ASSERT_NE(NULL, child);
#ifdef __aarch64__
		/* it leaves the kernel past the tracepoint */
		EXPECT_EQ(ENTER, child->type);
		EXPECT_EQ(SYS_exit_group, child->nr);
		EXPECT_EQ(1, count(&self->trace, .tid = parent->ret));
		continue;
#endif
		EXPECT_EQ(CALL, child->type);
		EXPECT_EQ(nr, child->nr);
		EXPECT_EQ(IOR_CALL_CHILD | IOR_CALL_NO_ENTER, child->flags);
		EXPECT_EQ(0, child->ret);
		EXPECT_EQ(0, child->duration_ns);
		EXPECT_EQ(parent->ret, child->tgid);
		EXPECT_EQ(2, count(&self->trace, .nr = nr));
		/* then its end, which never ends */
		child = trace_next(&self->trace, child, WANT(.tid = parent->ret));
		ASSERT_NE(NULL, child);
		EXPECT_EQ(ENTER, child->type);
		EXPECT_EQ(SYS_exit_group, child->nr);
		EXPECT_EQ(IOR_CALL_NO_RETURN, child->flags);
		EXPECT_EQ(i, child->args[0]);
		EXPECT_EQ(2, count(&self->trace, .tid = parent->ret));
	}
}

static void *thread_exits(void *arg)
{
	syscall(SYS_exit, 77);
	return NULL;
}

static void on_signal(int sig)
{
}

static void no_returns(int side, void *arg)
{
	struct sigaction action = { .sa_handler = on_signal };
	pthread_t thread;

	pthread_create(&thread, NULL, thread_exits, NULL);
	pthread_join(thread, NULL);
	sigaction(SIGUSR1, &action, NULL);
	raise(SIGUSR1);
	raise(SIGUSR1);
}

TEST_F(join, no_returns)
{
	const struct ior_record *rec = NULL;

	RUN(no_returns, NULL);
	rec = find(&self->trace, .nr = SYS_exit);
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(77, rec->args[0]);
	EXPECT_NE(self->tracee.pid, rec->tid);
	EXPECT_EQ(1, count(&self->trace, .nr = SYS_exit));
	EXPECT_EQ(1, count(&self->trace, .nr = SYS_exit_group));
	EXPECT_EQ(2, count(&self->trace, .nr = SYS_rt_sigreturn));
	EXPECT_EQ(0, count(&self->trace, .nr = (__u32)-1));
	while ((rec = trace_next(&self->trace, rec, WANT(.type = ENTER))))
		EXPECT_EQ(IOR_CALL_NO_RETURN, rec->flags);
	EXPECT_EQ(4, count(&self->trace, .type = ENTER));
}

static void sleep_for_ever(int side, void *arg)
{
	tell(side);
	call_make(SYS_pause, 1, 2, 3);
}

/* SIGKILL ends a call before it ends its task: with a restart code. */
TEST_F(join, killed)
{
	const struct ior_record *rec;
	pid_t pid;

	TRACE(sleep_for_ever, NULL);
	pid = self->tracee.pid;
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tell(self->tracee.fd) ?: hear(self->tracee.fd));
	ASSERT_TRUE(task_sleeps(pid, pid));
	sleep_ms(50);
	ASSERT_EQ(0, tracee_kill(&self->tracee));
	FINISH();
	rec = find(&self->trace, .tid = pid, .nr = call_nr(SYS_pause));
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(1, count(&self->trace, .nr = call_nr(SYS_pause)));
	EXPECT_EQ(CALL, rec->type);
	EXPECT_EQ(0, rec->flags);
	EXPECT_EQ(1, rec->args[0]);
	EXPECT_EQ(3, rec->args[call_nr(SYS_pause) == SYS_pause ? 2 : 4]);
	EXPECT_EQ(-514, rec->ret);
	EXPECT_LE(50 * NSEC_PER_MSEC, rec->duration_ns);
}

static void reboot_namespace(int side, void *arg)
{
	pid_t child;

	if (unshare(CLONE_NEWPID))
		_exit(7);
	child = fork();
	if (!child) {
		child = fork();
		if (!child) {
			syscall(SYS_reboot, 0xfee1dead, 672274793, 0x1234567, 0);
			_exit(9);
		}
		while (1)
			call_make(SYS_pause);
	}
	waitpid(child, NULL, 0);
}

/* reboot(2) in a pid namespace kills its init, and ends its caller in the call. */
TEST_F(join, died_in_call)
{
	const struct ior_record *rec;

	TRACE(reboot_namespace, NULL);
	ASSERT_EQ(0, session_start(self->fd));
	if (tracee_run(&self->tracee) == 7)
		SKIP(return, "no pid namespaces here");
	FINISH();
	rec = find(&self->trace, .nr = SYS_reboot);
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(1, count(&self->trace, .nr = SYS_reboot));
	EXPECT_EQ(CALL, rec->type);
	EXPECT_EQ(IOR_CALL_NO_EXIT, rec->flags);
	EXPECT_EQ(0, rec->ret);
	EXPECT_EQ(0x1234567, rec->args[2]);
	EXPECT_LT(0, rec->duration_ns);
	/* its last record */
	EXPECT_EQ(NULL, trace_next(&self->trace, rec, WANT(.tid = rec->tid)));
}

TEST_HARNESS_MAIN
