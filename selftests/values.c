// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a record has of the memory behind pointers, and of open files beyond
 * their names: sizes, times, flags, descriptors.
 */
#include <linux/close_range.h>
#include <linux/openat2.h>
#include <linux/sched.h>
#include <sys/time.h>
#include <sys/uio.h>

#include "ior_steps.h"

#define CALL	IOR_RECORD_CALL

FIXTURE(values) {
	int fd;
	struct tracee tracee;
	struct trace trace;
};

/* What the tracee finds: descriptors of known numbers */
#define SOCK		100	/* a datagram socket */
#define FILE_FD		101	/* O_RDWR */
#define PIPE		102	/* the end for writing */
#define NOT_OPEN	9999

static char *nothing;		/* an address without memory behind it */
static char *absent;		/* a page that was not brought in yet */

static bool descriptors_make(void)
{
	int sock[2], p[2];

	return !socketpair(AF_UNIX, SOCK_DGRAM, 0, sock) && dup2(sock[0], SOCK) == SOCK &&
	       dup2(open(work_file, O_RDWR), FILE_FD) == FILE_FD &&
	       !pipe(p) && dup2(p[1], PIPE) == PIPE;
}

/* absent_make - has @data on a page of a file */
static char *absent_make(const void *data, size_t size)
{
	char *path = below(work, "absent"), *map;
	int fd;

	if (file_make(path, data, size))
		return NULL;
	fd = open(path, O_RDONLY);
	map = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	close(fd);
	return map == MAP_FAILED ? NULL : map;
}

FIXTURE_SETUP(values)
{
	SETUP(1 << 18);
	ASSERT_TRUE(steps_begin());
	ASSERT_TRUE(descriptors_make());
	nothing = mmap(NULL, PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, nothing);
}

FIXTURE_TEARDOWN(values)
{
	TEARDOWN();
	work_remove(work);
}

/* rows say what is not 0 */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

/* A call, and what its record must have */
struct value_case {
	long nr;
	unsigned long args[6];
	__u64 value;		/* asked, or aux */
	__u32 flags;		/* of IOR_CALL_FD and IOR_CALL_UNREAD */
};

static void make_calls(int side, void *arg)
{
	const struct value_case *c;
	__u64 i = 0;

	for (c = arg; c->nr; c++) {
		mark(i++, 1);
		syscall(c->nr, c->args[0], c->args[1], c->args[2], c->args[3], c->args[4],
			c->args[5]);
	}
}

/* The record of a case; it must be there whatever could be read for it. */
static const struct ior_record *check_case(struct __test_metadata *_metadata, struct trace *trace,
					   const struct value_case *cases, int i)
{
	const struct ior_record *rec = call_behind(trace, i, 1);
	const __u32 flags = IOR_CALL_FD | IOR_CALL_UNREAD;

	ASSERT_NE(NULL, rec);
	EXPECT_EQ(cases[i].nr, rec->nr);
	EXPECT_EQ(cases[i].flags, rec->flags & flags)
		TH_LOG("case %d: returned %lld", i, rec->ret);
	return rec;
}

#define P(pointer)	((unsigned long)(pointer))
#define FD		IOR_CALL_FD
#define UNREAD		IOR_CALL_UNREAD

/* ---------------------------------------------------------------- sizes -- */

static char buf[256];
static struct iovec iov[] = { { buf, 10 }, { buf, 20 }, { buf, 30 } };
static struct iovec big[] = { { buf, 1UL << 33 } };
static struct iovec sum[] = { { buf, 0xfffffff0 }, { buf, 0x20 } };
static struct msghdr msg = { .msg_iov = iov, .msg_iovlen = 2 };
static struct msghdr no_iov = { .msg_iov = (struct iovec *)16, .msg_iovlen = 2 };
static struct mmsghdr msgs[] = {
	{ .msg_hdr = { .msg_iov = iov, .msg_iovlen = 3 } },
	{ .msg_hdr = { .msg_iov = iov + 1, .msg_iovlen = 1 } },
};

static const struct value_case sizes[] = {
	{ SYS_readv, { FILE_FD, P(iov), 3 },		60, FD },
	{ SYS_writev, { FILE_FD, P(iov), 2 },		30, FD },
	{ SYS_preadv, { FILE_FD, P(iov), 3, 0 },	60, FD },
	{ SYS_pwritev, { FILE_FD, P(iov), 1, 0 },	10, FD },
	{ SYS_preadv2, { FILE_FD, P(iov), 3, 0, 0, 0 },	60, FD },
	{ SYS_pwritev2, { FILE_FD, P(iov), 1, 0, 0, 0 }, 10, FD },
	{ SYS_vmsplice, { PIPE, P(iov), 2, 0 },		30, FD },
	{ SYS_readv, { FILE_FD, P(iov), 0 },		0, FD },
	{ SYS_readv, { NOT_OPEN, P(iov), 2 },		30 },
	{ SYS_readv, { FILE_FD, 16, 2 },		0, FD | UNREAD },
	{ SYS_readv, { NOT_OPEN, P(big), 1 },		0xffffffff },
	{ SYS_readv, { NOT_OPEN, P(sum), 2 },		0xffffffff },
	{ SYS_readv, { NOT_OPEN, P(sum), 1 },		0xfffffff0 },
	{ SYS_sendmsg, { SOCK, P(&msg), 0 },		30, FD },
	{ SYS_recvmsg, { SOCK, P(&msg), MSG_DONTWAIT },	30, FD },
	{ SYS_recvmsg, { SOCK, 16, MSG_DONTWAIT },	0, FD | UNREAD },
	{ SYS_recvmsg, { SOCK, P(&no_iov), MSG_DONTWAIT }, 0, FD | UNREAD },
	{ SYS_recvmsg, { NOT_OPEN, 16, 0 },		0, UNREAD },
	{ SYS_sendmmsg, { SOCK, P(msgs), 2, 0 },	80, FD },
	{ SYS_recvmmsg, { SOCK, P(msgs), 2, MSG_DONTWAIT, 0 }, 80, FD },
	{ SYS_recvmmsg, { SOCK, P(msgs), 1, MSG_DONTWAIT, 0 }, 60, FD },
	{ SYS_recvmmsg, { SOCK, 16, 2, MSG_DONTWAIT, 0 }, 0, FD | UNREAD },
	{ SYS_read, { FILE_FD, P(buf), 10 },		0, FD },
	{ SYS_process_vm_readv, { 1, P(iov), 0, P(iov), 0, 0 }, 0 },
	{ }
};

TEST_F(values, sizes)
{
	const struct ior_record *rec;
	int i;

	RUN(make_calls, (void *)sizes);
	for (i = 0; sizes[i].nr; i++) {
		rec = check_case(_metadata, &self->trace, sizes, i);
		EXPECT_EQ(sizes[i].value, rec->asked)
			TH_LOG("case %d", i);
	}
}

/* ---------------------------------------------------------------- times -- */

#define SLEEP(clock, abs, ts)	{ SYS_clock_nanosleep, { clock, abs, P(ts), 0 } }
#define T(...)			(&(struct timespec){ __VA_ARGS__ })

static const struct value_case sleeps[] = {
	{ SYS_nanosleep, { P(T(0, 1000)), 0 },			1000 },
	{ SYS_nanosleep, { P(T(0, 0)), 0 },			0 },
	{ SYS_nanosleep, { P(T(1, -1)), 0 },			-1 },
	{ SYS_nanosleep, { P(T(1, 1000000000)), 0 },		-1 },
	{ SYS_nanosleep, { P(T(-1, 0)), 0 },			-1 },
	{ SYS_nanosleep, { 0, 0 },				-1 },
	{ SYS_nanosleep, { 16, 0 },				0, UNREAD },
	{ SYS_clock_nanosleep, { CLOCK_MONOTONIC, 0, P(T(0, 2000)), 0 }, 2000 },
	{ SYS_clock_nanosleep, { CLOCK_MONOTONIC, TIMER_ABSTIME, P(T(1, 7)), 0 },
								1000000007 },
	{ SYS_clock_nanosleep, { CLOCK_MONOTONIC, TIMER_ABSTIME, P(T(1, -7)), 0 }, -1 },
	{ SYS_clock_nanosleep, { 9999, 0, P(T(2, 3)), 0 },	2000000003 },
	{ SYS_clock_nanosleep, { CLOCK_MONOTONIC, 0, 0, 0 },	-1 },
	{ SYS_clock_nanosleep, { CLOCK_MONOTONIC, 0, 16, 0 },	0, UNREAD },
	/* only a bad clock keeps these from sleeping for ever */
	{ SYS_clock_nanosleep, { 9999, 0, P(T(9223372036, 854775807)), 0 }, INT64_MAX },
	{ SYS_clock_nanosleep, { 9999, 0, P(T(9223372037, 0)), 0 }, INT64_MAX },
	{ SYS_clock_nanosleep, { 9999, 0, P(T(INT64_MAX, 5)), 0 }, INT64_MAX },
	{ SYS_clock_nanosleep, { 9999, 0, P(T(4000000000, 5)), 0 }, 4000000000000000005 },
	{ }
};

TEST_F(values, sleeps)
{
	const struct ior_record *rec;
	int i;

	RUN(make_calls, (void *)sleeps);
	for (i = 0; sleeps[i].nr; i++) {
		rec = check_case(_metadata, &self->trace, sleeps, i);
		EXPECT_EQ(IOR_KIND_SLEEP, rec->kind);
		EXPECT_EQ(sleeps[i].value, rec->aux)
			TH_LOG("case %d", i);
	}
}

static void on_signal(int sig)
{
}

static void sleep_until_signal(int side, void *arg)
{
	struct sigaction action = { .sa_handler = on_signal };
	/* again and again: the first one may come before the task sleeps */
	struct itimerval timer = { { 0, 50000 }, { 0, 50000 } };

	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &timer, NULL);
	syscall(SYS_nanosleep, T(100, 1), NULL);
}

/* The program gets EINTR: one call, which asked for all of it. */
TEST_F(values, sleep_interrupted)
{
	const struct ior_record *rec;

	RUN(sleep_until_signal, NULL);
	EXPECT_EQ(1, count(&self->trace, .nr = SYS_nanosleep));
	rec = find(&self->trace, .type = CALL, .nr = SYS_nanosleep);
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(100 * NSEC_PER_SEC + 1, rec->aux);
	EXPECT_EQ(-516, rec->ret);
	EXPECT_EQ(IOR_RET_RESTART, rec->ret_class);
	EXPECT_EQ(0, rec->flags);
}

/* ------------------------------------------------------- structs of flags -- */

static struct open_how how = {
	.flags = O_RDWR | O_CREAT | O_CLOEXEC, .mode = 0640, .resolve = RESOLVE_NO_SYMLINKS,
};

static struct open_how bad_how = { .flags = 1ULL << 40 | O_RDWR, .mode = 1ULL << 33 | 7 };
static struct clone_args clone_bad = { .flags = 1ULL << 50 | CLONE_FS, .exit_signal = SIGCHLD };

static void use_structs(int side, void *arg)
{
	static struct clone_args clone = { .flags = CLONE_FS, .exit_signal = SIGCHLD };
	pid_t child;

	chdir(work);
	mark(0, 1);
	syscall(SYS_openat2, AT_FDCWD, "new", &how, sizeof(how));
	mark(1, 1);
	syscall(SYS_openat2, AT_FDCWD, "new", nothing, sizeof(how));
	mark(2, 1);
	syscall(SYS_openat2, AT_FDCWD, "file", absent, sizeof(how));
	mark(3, 1);
	syscall(SYS_openat2, AT_FDCWD, "new", &bad_how, sizeof(how));
	mark(4, 1);
	child = syscall(SYS_clone3, &clone, sizeof(clone));
	if (!child)
		_exit(0);
	waitpid(child, NULL, 0);
	mark(5, 1);
	syscall(SYS_clone3, nothing, sizeof(clone));
	mark(6, 1);
	syscall(SYS_clone3, &clone_bad, sizeof(clone_bad));
}

TEST_F(values, structs)
{
	static const struct value_case cases[] = {
		{ SYS_openat2 }, { SYS_openat2, .flags = UNREAD }, { SYS_openat2 }, { SYS_openat2 },
		{ SYS_clone3 }, { SYS_clone3, .flags = UNREAD }, { SYS_clone3 },
	};
	struct open_how simple = { .flags = O_WRONLY };
	const struct ior_record *rec[ARRAY_SIZE(cases)];
	size_t i;

	absent = absent_make(&simple, sizeof(simple));
	ASSERT_NE(NULL, absent);
	RUN(use_structs, NULL);
	for (i = 0; i < ARRAY_SIZE(cases); i++)
		rec[i] = check_case(_metadata, &self->trace, cases, i);
	EXPECT_LT(0, rec[0]->ret);
	EXPECT_EQ(how.flags, rec[0]->how_flags);
	EXPECT_EQ(0640, rec[0]->how_mode);
	EXPECT_EQ(-EFAULT, rec[1]->ret);
	EXPECT_EQ(0, rec[1]->how_flags);
	EXPECT_EQ(0, rec[1]->how_mode);
	EXPECT_STREQ(below(work, "new"), path_of(&self->trace, rec[1], 0));
	EXPECT_LT(0, rec[2]->ret);
	EXPECT_EQ(O_WRONLY, rec[2]->how_flags);
	EXPECT_EQ(0, rec[2]->how_mode);
	EXPECT_EQ(-EINVAL, rec[3]->ret);
	EXPECT_EQ(O_RDWR, rec[3]->how_flags);
	EXPECT_EQ(7, rec[3]->how_mode);
	EXPECT_LT(0, rec[4]->ret);
	EXPECT_EQ(CLONE_FS, rec[4]->aux);
	EXPECT_EQ(-EFAULT, rec[5]->ret);
	EXPECT_EQ(0, rec[5]->aux);
	EXPECT_EQ(-EINVAL, rec[6]->ret);
	EXPECT_EQ(1ULL << 50 | CLONE_FS, rec[6]->aux);
}

/* O_LARGEFILE as the kernel has it, which sets it in every 64-bit program */
#ifdef __aarch64__
#define LARGEFILE	0400000
#else
#define LARGEFILE	0100000
#endif

/* -------------------------------------------------------- pairs of fds -- */

static void make_pairs(int side, void *arg)
{
	int (*fds)[2] = arg;

	mark(0, 1);
	syscall(SYS_pipe2, fds[0], O_CLOEXEC);
	mark(1, 1);
	call_make(SYS_pipe, fds[1]);
	mark(2, 1);
	syscall(SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, fds[2]);
	mark(3, 1);
	syscall(SYS_pipe2, fds[3], -1);
	mark(4, 1);
	syscall(SYS_pipe2, nothing, 0);
	mark(5, 1);
	syscall(SYS_socketpair, AF_UNIX, 77, 0, fds[3]);
}

TEST_F(values, pairs)
{
	static const struct value_case cases[] = {
		{ SYS_pipe2 }, { call_nr(SYS_pipe) }, { SYS_socketpair },
		{ SYS_pipe2 }, { SYS_pipe2 }, { SYS_socketpair },
	};
	int (*fds)[2] = shared(PAGE), i;
	const struct ior_record *rec;

	RUN(make_pairs, fds);
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		rec = check_case(_metadata, &self->trace, cases, i);
		EXPECT_EQ(i < 3, !rec->ret);
		EXPECT_EQ(i < 3 ? fds[i][0] : 0, rec->fds[0]);
		EXPECT_EQ(i < 3 ? fds[i][1] : 0, rec->fds[1]);
		EXPECT_EQ(i < 3, !!rec->name[0]);
		EXPECT_EQ(i < 3, !!rec->name[1]);
	}
}

/* ----------------------------------------------------- flags of open files -- */

/* What a descriptor had before a step, and has after it */
struct flags_seen {
	int before;
	int after;
};

static int flags_now(int fd)
{
	int flags = syscall(SYS_fcntl, fd, F_GETFL), cloexec = syscall(SYS_fcntl, fd, F_GETFD);

	return flags < 0 ? -1 : (flags & ~O_CLOEXEC) | (cloexec ? O_CLOEXEC : 0);
}

#define FLAGS_STEP(i, fd, call) do { \
	int i_ = (i), fd_ = (fd); \
	seen[i_].before = flags_now(fd_); \
	mark(i_, 1); \
	call; \
	seen[i_].after = flags_now(fd_); \
} while (0)

static void change_flags(int side, void *arg)
{
	struct flags_seen *seen = arg;
	int fd, other;

	fd = open(work_file, O_RDWR | O_CREAT | O_TRUNC | O_APPEND);
	FLAGS_STEP(0, fd, read(fd, buf, 1));
	FLAGS_STEP(1, fd, syscall(SYS_fcntl, fd, F_SETFL, O_NONBLOCK));
	FLAGS_STEP(2, fd, write(fd, buf, 1));
	FLAGS_STEP(3, fd, syscall(SYS_fcntl, fd, F_SETFD, FD_CLOEXEC));
	FLAGS_STEP(4, fd, read(fd, buf, 1));
	FLAGS_STEP(5, fd, syscall(SYS_fcntl, fd, F_SETFD, 0));
	FLAGS_STEP(6, fd, syscall(SYS_ioctl, fd, FIOCLEX, 0));
	FLAGS_STEP(7, fd, syscall(SYS_ioctl, fd, FIONCLEX, 0));
	FLAGS_STEP(8, fd, syscall(SYS_close_range, fd, fd, CLOSE_RANGE_CLOEXEC));
	FLAGS_STEP(9, fd, syscall(SYS_fcntl, fd, F_GETFL));
	FLAGS_STEP(10, fd, syscall(SYS_dup, fd));
	FLAGS_STEP(11, fd, syscall(SYS_fcntl, fd, 9999));
	FLAGS_STEP(12, fd, syscall(SYS_close_range, fd, fd, 0));
	other = open("/dev/null", O_WRONLY | O_CLOEXEC);
	FLAGS_STEP(13, other, write(other, buf, 1));
	FLAGS_STEP(14, other, close(other));
	other = open(work, O_PATH);
	FLAGS_STEP(15, other, syscall(SYS_fchdir, other));
	FLAGS_STEP(16, NOT_OPEN, read(NOT_OPEN, buf, 1));
	FLAGS_STEP(17, -1, close(-1));
}

#define FLAGS_STEPS	18

/* As they were when a call began, but those that it changes as they are then */
TEST_F(values, file_flags)
{
	struct flags_seen *seen = shared(PAGE);
	const struct ior_record *rec;
	bool changes;
	int i, want;

	RUN(change_flags, seen);
	for (i = 0; i < FLAGS_STEPS; i++) {
		rec = call_behind(&self->trace, i, 1);
		ASSERT_NE(NULL, rec);
		changes = rec->nr == SYS_fcntl || rec->nr == SYS_ioctl ||
			  rec->nr == SYS_close_range;
		want = changes && seen[i].after >= 0 ? seen[i].after : seen[i].before;
		EXPECT_EQ(want < 0 ? 0 : IOR_CALL_FD, rec->flags)
			TH_LOG("step %d", i);
		EXPECT_EQ(want < 0 ? 0 : want, rec->fd_flags)
			TH_LOG("step %d: call %u", i, rec->nr);
	}
	/* what the kernel keeps of the flags of open, and what it does not */
	EXPECT_EQ(O_RDWR | O_APPEND, seen[0].before & ~LARGEFILE);
	EXPECT_EQ(O_RDWR | O_NONBLOCK | O_CLOEXEC, seen[3].after & ~LARGEFILE);
	EXPECT_EQ(-1, seen[12].after);
}

TEST_HARNESS_MAIN
