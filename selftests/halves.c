// SPDX-License-Identifier: GPL-2.0-only
/*
 * What others do to a call between its beginning and its end: exec, ptrace,
 * signals, and thousands of calls that wait at once.
 */
#include <elf.h>
#include <stddef.h>
#include <sys/ptrace.h>
#include <sys/user.h>

#include "ior_trace.h"

#define RING_BYTES	(1UL << 21)
#define CALL		IOR_RECORD_CALL
#define ENTER		IOR_RECORD_ENTER

FIXTURE(halves) {
	int fd;
	struct tracee tracee;
	struct trace trace;
};

FIXTURE_SETUP(halves)
{
	SETUP(RING_BYTES);
}

FIXTURE_TEARDOWN(halves)
{
	TEARDOWN();
}

/* ---------------------------------------------------------------- exec -- */

static void *thread_pauses(void *arg)
{
	call_make(SYS_pause, arg);
	return NULL;
}

static void *thread_execs(void *arg)
{
	char *argv[] = { "true", NULL }, *env[] = { NULL };

	sleep_ms(50);
	execve("/nonexistent", argv, env);
	execve("/bin/true", argv, env);
	_exit(1);
}

static void exec_in_thread(int side, void *arg)
{
	pthread_t thread;

	pthread_create(&thread, NULL, thread_pauses, (void *)1);
	pthread_create(&thread, NULL, thread_execs, NULL);
	call_make(SYS_pause, 2);
}

/*
 * The caller takes over its leader's number in the middle of the call; the
 * leader, and another thread, are killed in calls of their own.
 */
TEST_F(halves, exec_in_thread)
{
	const struct ior_record *rec = NULL;
	pid_t pid;

	RUN(exec_in_thread, NULL);
	pid = self->tracee.pid;
	EXPECT_EQ(2, count(&self->trace, .type = CALL, .nr = SYS_execve));
	rec = find(&self->trace, .type = CALL, .nr = SYS_execve);
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(-ENOENT, rec->ret);
	EXPECT_NE(pid, rec->tid);
	rec = trace_next(&self->trace, rec, WANT(.type = CALL, .nr = SYS_execve));
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(0, rec->ret);
	EXPECT_EQ(0, rec->flags);
	EXPECT_EQ(pid, rec->tgid);
	EXPECT_LT(0, rec->duration_ns);
	EXPECT_EQ(0, strncmp(rec->comm, "true", IOR_COMM_LEN));
	EXPECT_EQ(0, count(&self->trace, .tid = pid, .type = CALL, .nr = SYS_exit));
	EXPECT_EQ(1, count(&self->trace, .tid = pid, .type = ENTER, .nr = SYS_exit_group));
	/* what follows is made by the leader's number alone */
	while ((rec = trace_next(&self->trace, rec, WANT(.type = CALL))))
		EXPECT_EQ(pid, rec->tid);
	EXPECT_EQ(2, count(&self->trace, .type = CALL, .nr = call_nr(SYS_pause)));
	while ((rec = trace_next(&self->trace, rec,
				 WANT(.type = CALL, .nr = call_nr(SYS_pause))))) {
		EXPECT_EQ(-514, rec->ret);
		EXPECT_EQ(0, rec->flags);
	}
}

#ifdef __x86_64__
#define MACHINE_32	EM_386
#define FLAGS_32	0
#else
#define MACHINE_32	EM_ARM
#define FLAGS_32	EF_ARM_EABI_VER5
#endif

/* A 32-bit program, i386's or arm's, whose numbers are the same: getpid(), exit(42) */
#define GETPID_32	20
#define EXIT_32		1

static const struct {
	Elf32_Ehdr ehdr;
	Elf32_Phdr phdr;
	unsigned char code[24];
} program32 = {
	.ehdr = {
		.e_ident = { 0x7f, 'E', 'L', 'F', ELFCLASS32, ELFDATA2LSB, EV_CURRENT },
		.e_type = ET_EXEC, .e_machine = MACHINE_32, .e_version = EV_CURRENT,
		.e_entry = 0x08048000 + sizeof(Elf32_Ehdr) + sizeof(Elf32_Phdr),
		.e_phoff = sizeof(Elf32_Ehdr), .e_ehsize = sizeof(Elf32_Ehdr),
		.e_phentsize = sizeof(Elf32_Phdr), .e_phnum = 1, .e_flags = FLAGS_32,
	},
	.phdr = {
		.p_type = PT_LOAD, .p_vaddr = 0x08048000, .p_flags = PF_R | PF_X, .p_align = PAGE,
		.p_filesz = sizeof(program32), .p_memsz = sizeof(program32),
	},
	.code = {
#ifdef __x86_64__
		0xb8, 20, 0, 0, 0,	/* mov $20, %eax */
		0xcd, 0x80,		/* int $0x80 */
		0xbb, 42, 0, 0, 0,	/* mov $42, %ebx */
		0xb8, 1, 0, 0, 0,	/* mov $1, %eax */
		0xcd, 0x80,		/* int $0x80 */
#else
		20, 0x70, 0xa0, 0xe3,	/* mov r7, #20 */
		0, 0, 0, 0xef,		/* svc #0 */
		42, 0, 0xa0, 0xe3,	/* mov r0, #42 */
		1, 0x70, 0xa0, 0xe3,	/* mov r7, #1 */
		0, 0, 0, 0xef,		/* svc #0 */
#endif
	},
};

static void exec_32_bit(int side, void *nr)
{
	char *argv[] = { "program32", NULL }, path[32];
	int fd = syscall(SYS_memfd_create, "program32", 0);

	if (fd < 0 || write(fd, &program32, sizeof(program32)) != sizeof(program32))
		_exit(1);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if ((long)nr == SYS_execve)
		syscall(SYS_execve, path, argv, NULL);
	else
		syscall(SYS_execveat, fd, "", argv, NULL, AT_EMPTY_PATH);
	_exit(errno == ENOEXEC ? 2 : 3);
}

/* At its end, the call shows the ABI of the new program, on x86 with its number, too. */
TEST_F(halves, exec_of_32_bit)
{
	static const long nrs[] = { SYS_execve, SYS_execveat };
	const struct ior_record *rec;
	struct tracee tracee[2];
	size_t i;
	int ret;

	for (i = 0; i < 2; i++) {
		ASSERT_EQ(0, tracee_fork(&tracee[i], exec_32_bit, (void *)nrs[i]));
		ASSERT_EQ(0, tgid_add(self->fd, tracee[i].pid));
	}
	ASSERT_EQ(0, session_start(self->fd));
	for (i = 0; i < 2; i++) {
		ret = tracee_run(&tracee[i]);
		if (ret == 2)
			SKIP(return, "the kernel runs no 32-bit programs");
		EXPECT_EQ(42, ret);
	}
	FINISH();
	for (i = 0; i < 2; i++) {
		rec = find(&self->trace, .type = CALL, .tgid = tracee[i].pid, .nr = nrs[i]);
		ASSERT_NE(NULL, rec);
		EXPECT_EQ(IOR_ABI_NATIVE, rec->abi);
		EXPECT_EQ(0, rec->ret);
		EXPECT_EQ(i ? IOR_PATH_EMPTY << IOR_CALL_PATH_SHIFT(0) : 0, rec->flags);
		EXPECT_LT(0, rec->duration_ns);
		rec = trace_next(&self->trace, rec, WANT(.tgid = tracee[i].pid));
		ASSERT_NE(NULL, rec);
		EXPECT_EQ(IOR_ABI_32, rec->abi);
		EXPECT_EQ(GETPID_32, rec->nr);
		EXPECT_EQ(tracee[i].pid, rec->ret);
		EXPECT_EQ(0, rec->flags);
		rec = trace_next(&self->trace, rec, WANT(.tgid = tracee[i].pid));
		ASSERT_NE(NULL, rec);
		EXPECT_EQ(ENTER, rec->type);
		EXPECT_EQ(IOR_ABI_32, rec->abi);
		EXPECT_EQ(EXIT_32, rec->nr);
		EXPECT_EQ(42, rec->args[0]);
		EXPECT_EQ(NULL, trace_next(&self->trace, rec, WANT(.tgid = tracee[i].pid)));
	}
}

static void return_of_no_frame(int side, void *arg)
{
#ifdef __x86_64__
	asm volatile("mov $8, %%rsp\n\tmov %0, %%eax\n\tsyscall" : : "i"(SYS_rt_sigreturn));
#else
	asm volatile("mov x9, #16\n\tmov sp, x9\n\tmov x8, %0\n\tsvc #0" : : "i"(SYS_rt_sigreturn));
#endif
}

/* It ends after all, as no other rt_sigreturn does: that is no second call. */
TEST_F(halves, sigreturn_without_frame)
{
	const struct ior_record *rec;

	TRACE(return_of_no_frame, NULL);
	ASSERT_EQ(0, session_start(self->fd));
	EXPECT_EQ(1000 + SIGSEGV, tracee_run(&self->tracee));
	FINISH();
	EXPECT_EQ(1, count(&self->trace, .nr = SYS_rt_sigreturn));
	rec = find(&self->trace, .nr = SYS_rt_sigreturn);
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(IOR_RECORD_ENTER, rec->type);
	EXPECT_EQ(IOR_CALL_NO_RETURN, rec->flags);
}

/* -------------------------------------------------------------- ptrace -- */

#ifdef __x86_64__
static void steered_calls(int side, void *arg)
{
	tell(side);
	hear(side);
	mark(0, 1);
	syscall(SYS_getuid, 1);
	mark(1, 1);
	syscall(SYS_getgid, 2);
	mark(2, 1);
	syscall(SYS_geteuid, 3);
	mark(3, 1);
}

/* to_call - runs on to where the tracee is about to make this call */
static int to_call(pid_t pid, long nr, int request)
{
	struct user_regs_struct regs;
	int status, i;

	for (i = 0; i < 1000; i++) {
		if (ptrace(request, pid, 0, 0) || waitpid(pid, &status, 0) != pid ||
		    !WIFSTOPPED(status) || ptrace(PTRACE_GETREGS, pid, 0, &regs))
			return -ESRCH;
		if ((long)regs.orig_rax == nr && (long)regs.rax == -ENOSYS)
			return 0;
	}
	return -ETIMEDOUT;
}

static int set_orig_rax(pid_t pid, long nr)
{
	return result(ptrace(PTRACE_POKEUSER, pid,
			     offsetof(struct user_regs_struct, orig_rax), nr));
}

/* A debugger turns getuid into getpid, skips getgid, and emulates geteuid. */
TEST_F(halves, ptrace)
{
	const struct ior_record *rec = NULL;
	struct user_regs_struct regs;
	pid_t pid;
	int n = 0;

	TRACE(steered_calls, NULL);
	pid = self->tracee.pid;
	ASSERT_EQ(0, tell(self->tracee.fd) ?: hear(self->tracee.fd));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, ptrace(PTRACE_ATTACH, pid, 0, 0));
	ASSERT_EQ(pid, waitpid(pid, NULL, 0));
	ASSERT_EQ(0, tell(self->tracee.fd));
	ASSERT_EQ(0, to_call(pid, SYS_getuid, PTRACE_SYSCALL));
	ASSERT_EQ(0, set_orig_rax(pid, SYS_getpid));
	ASSERT_EQ(0, to_call(pid, SYS_getgid, PTRACE_SYSCALL));
	ASSERT_EQ(0, set_orig_rax(pid, -1));
	ASSERT_EQ(0, to_call(pid, MARK_NR, PTRACE_SYSCALL));
	ASSERT_EQ(0, to_call(pid, SYS_geteuid, PTRACE_SYSEMU));
	ASSERT_EQ(0, ptrace(PTRACE_GETREGS, pid, 0, &regs));
	regs.rax = 4711;
	ASSERT_EQ(0, ptrace(PTRACE_SETREGS, pid, 0, &regs));
	ASSERT_EQ(0, ptrace(PTRACE_DETACH, pid, 0, 0));
	ASSERT_EQ(0, tracee_wait(&self->tracee));
	FINISH();

	/* the number is the one that the kernel went by */
	EXPECT_EQ(0, count(&self->trace, .nr = SYS_getuid));
	rec = find(&self->trace, .nr = SYS_getpid);
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(0, rec->flags);
	EXPECT_EQ(1, rec->args[0]);
	EXPECT_EQ(pid, rec->ret);
	EXPECT_EQ(0, count(&self->trace, .nr = SYS_getgid));
	rec = NULL;
	while ((rec = trace_next(&self->trace, rec, WANT(.type = CALL, .nr = (__u32)-1)))) {
		EXPECT_EQ(2, rec->args[0]);
		EXPECT_EQ(-ENOSYS, rec->ret);
		n++;
	}
	EXPECT_EQ(1, n);
	/* emulated: an end only */
	EXPECT_EQ(1, count(&self->trace, .nr = SYS_geteuid));
	rec = find(&self->trace, .nr = SYS_geteuid);
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(IOR_CALL_NO_ENTER | IOR_CALL_DENIED, rec->flags);
	EXPECT_EQ(4711, rec->ret);
	EXPECT_EQ(4, marks_seen(&self->trace, 1));
}
#else
TEST_F(halves, ptrace)
{
	SKIP(return, "the test changes registers of x86");
}
#endif

/* ------------------------------------------------------------- signals -- */

static void on_signal(int sig)
{
}

static void read_interrupted(int side, void *arg)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
	char c;

	sigaction(SIGUSR1, &action, NULL);
	tell(side);
	read(side, &c, 1);
	syscall(SYS_nanosleep, &(struct timespec){ .tv_nsec = 300 * NSEC_PER_MSEC }, NULL);
}

/*
 * Each time that the kernel runs a call is a record: -512, then the rest, and
 * both say that they belong together.
 */
TEST_F(halves, restarts)
{
	const struct ior_record *rec;
	pid_t pid;

	TRACE(read_interrupted, NULL);
	pid = self->tracee.pid;
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tell(self->tracee.fd) ?: hear(self->tracee.fd));
	ASSERT_TRUE(task_sleeps(pid, pid));
	kill(pid, SIGUSR1);
	sleep_ms(50);
	ASSERT_TRUE(task_sleeps(pid, pid));
	ASSERT_EQ(0, tell(self->tracee.fd));
	sleep_ms(50);
	ASSERT_TRUE(task_sleeps(pid, pid));
	kill(pid, SIGSTOP);
	ASSERT_EQ(pid, waitpid(pid, NULL, WUNTRACED));
	kill(pid, SIGCONT);
	ASSERT_EQ(0, tracee_wait(&self->tracee));
	FINISH();

	rec = find(&self->trace, .nr = SYS_sendto);
	ASSERT_NE(NULL, rec);
	rec = trace_next(&self->trace, rec, WANT(.tid = pid));
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(SYS_read, rec->nr);
	EXPECT_EQ(-512, rec->ret);
	EXPECT_EQ(IOR_RET_RESTART, rec->ret_class);
	EXPECT_EQ(IOR_CALL_RESTARTS | IOR_CALL_FD, rec->flags);
	rec = trace_next(&self->trace, rec, WANT(.tid = pid));
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(SYS_rt_sigreturn, rec->nr);
	EXPECT_EQ(ENTER, rec->type);
	rec = trace_next(&self->trace, rec, WANT(.tid = pid));
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(SYS_read, rec->nr);
	EXPECT_EQ(1, rec->ret);
	EXPECT_EQ(IOR_CALL_CONTINUES | IOR_CALL_FD, rec->flags);
	rec = trace_next(&self->trace, rec, WANT(.tid = pid));
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(SYS_nanosleep, rec->nr);
	EXPECT_EQ(-516, rec->ret);
	EXPECT_EQ(IOR_CALL_RESTARTS, rec->flags);
	EXPECT_EQ(300 * NSEC_PER_MSEC, rec->aux);
	rec = trace_next(&self->trace, rec, WANT(.tid = pid));
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(SYS_restart_syscall, rec->nr);
	EXPECT_EQ(0, rec->ret);
	EXPECT_EQ(IOR_CALL_CONTINUES, rec->flags);
}

/* -------------------------------------------------------- many at once -- */

#define THREADS	2000

static void many_wait(int side, void *arg)
{
	pthread_attr_t attr;
	pthread_t thread;
	size_t i;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, 1 << 14);
	for (i = 0; i < THREADS; i++)
		if (pthread_create(&thread, &attr, thread_pauses, (void *)i))
			_exit(1);
	tell(side);
	hear(side);
	_exit(0);
}

/* No table is too small for the calls that wait: each is joined in the end. */
TEST_F_TIMEOUT(halves, many_waiting, 60)
{
	const struct ior_record *rec = NULL;
	static bool seen[THREADS];
	struct ior_stats stats;
	size_t n = 0;

	TRACE(many_wait, NULL);
	ASSERT_EQ(0, filter_calls(self->fd, 0, call_nr(SYS_pause)));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tell(self->tracee.fd) ?: hear(self->tracee.fd));
	sleep_ms(200);
	ASSERT_EQ(0, tracee_run(&self->tracee));
	FINISH();
	ASSERT_EQ(0, stats_get(self->fd, &stats));
	EXPECT_EQ(0, stats.no_memory);
	EXPECT_EQ(0, stats.in_flight);
	while ((rec = trace_next(&self->trace, rec, WANT(.nr = call_nr(SYS_pause))))) {
		ASSERT_EQ(CALL, rec->type);
		ASSERT_EQ(0, rec->flags);
		ASSERT_EQ(-514, rec->ret);
		ASSERT_LT(rec->args[0], THREADS);
		ASSERT_FALSE(seen[rec->args[0]]);
		seen[rec->args[0]] = true;
		n++;
	}
	EXPECT_EQ(THREADS, n);
}

TEST_F_TIMEOUT(halves, many_in_flight, 60)
{
	struct ior_stats stats;

	TRACE(many_wait, NULL);
	ASSERT_EQ(0, filter_calls(self->fd, 0, call_nr(SYS_pause)));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tell(self->tracee.fd) ?: hear(self->tracee.fd));
	sleep_ms(200);
	FINISH();
	/* no call, but the threads were made meanwhile */
	EXPECT_EQ(1 + THREADS, self->trace.nr);
	EXPECT_EQ(THREADS, count(&self->trace, .type = IOR_RECORD_TASK));
	ASSERT_EQ(0, stats_get(self->fd, &stats));
	EXPECT_EQ(THREADS, stats.in_flight);
	EXPECT_EQ(1, stats.tgids);
	ASSERT_EQ(0, tracee_run(&self->tracee));
}

/* ----------------------------------------------------- kernel's helpers -- */

#define MODPROBE	"/proc/sys/kernel/modprobe"

static int modprobe_set(const char *path)
{
	int fd = open(MODPROBE, O_WRONLY), ret;

	ret = result(write(fd, path, strlen(path)));
	close(fd);
	return ret < 0 ? ret : 0;
}

/* A program in the root of process 1, which is the one that the kernel knows */
static const char *program_of_init(void)
{
	if (!access("/proc/1/root/sbin/modprobe", X_OK))
		return "/sbin/modprobe";
	return access("/proc/1/root/bin/busybox", X_OK) ? NULL : "/bin/busybox";
}

static void need_module(int side, void *arg)
{
	/* a family that has a number, but no module in any kernel: it runs modprobe */
	socket(AF_NETBEUI, SOCK_STREAM, 0);
}

/*
 * A program that the kernel itself runs leaves through the end of a call that
 * never was: no call may come of it.
 */
TEST_F(halves, kernel_helper)
{
	const char *program = program_of_init();
	const struct ior_record *rec;
	char old[64] = "";
	__u32 pid;
	int fd;

	fd = open(MODPROBE, O_RDONLY);
	if (fd < 0 || read(fd, old, sizeof(old) - 1) <= 0 || !program)
		SKIP(return, "no program that the kernel would run");
	close(fd);
	ASSERT_EQ(0, filter_every_call(self->fd, IOR_FILTER_ALL));
	ASSERT_EQ(0, tracee_fork(&self->tracee, need_module, NULL));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, modprobe_set(program));
	EXPECT_EQ(0, tracee_run(&self->tracee));
	ASSERT_EQ(0, modprobe_set(old));
	FINISH();
	program = strrchr(program, '/') + 1;
	for (rec = self->trace.rec; rec < self->trace.rec + self->trace.nr; rec++)
		if (rec->type == CALL && !strncmp(rec->comm, program, IOR_COMM_LEN))
			break;
	ASSERT_LT(rec, self->trace.rec + self->trace.nr);
	pid = rec->tgid;
	rec = find(&self->trace, .tgid = pid);
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(0, rec->flags)
		TH_LOG("call %u returned %lld", rec->nr, rec->ret);
	EXPECT_EQ(1, count(&self->trace, .tgid = pid, .nr = SYS_exit_group));
}

TEST_HARNESS_MAIN
