/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the tests of /dev/ior share: one-line wrappers of its calls, processes
 * to be traced, and what they made.  Nothing here is from libior: the tests
 * are a second reading of <linux/ior.h>.
 *
 * Calls return 0 or more, or -errno.
 */
#ifndef IOR_SELFTEST_H
#define IOR_SELFTEST_H

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <time.h>

#include <linux/ior.h>

/* The harness compares what it is given, and leaves arguments unused. */
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include "kselftest_harness.h"

/* A kernel that looks for bugs makes everything slower: so many times, at most. */
static inline void tests_take_longer(void)
{
	const char *times = getenv("IOR_TEST_SLOWER");
	struct __fixture_metadata *f;
	struct __test_metadata *t;

	for (f = times ? __fixture_list : NULL; f; f = f->next)
		for (t = f->tests; t; t = t->next)
			t->timeout *= atoi(times);
}

#define test_harness_run(argc, argv)	(tests_take_longer(), test_harness_run(argc, argv))

/* s for a test that names no limit: kernels that look for bugs are slow */
#undef TEST_TIMEOUT_DEFAULT
#define TEST_TIMEOUT_DEFAULT	120

#define DEVICE		"/dev/ior"
#define X86_ALONE	"only x86 has what it is about"
#define PAGE		4096UL
#define NSEC_PER_SEC	1000000000ULL
#define NSEC_PER_MSEC	1000000ULL

/* A program without its device says so once, not in every test. */
static void __attribute__((constructor)) need_device(void)
{
	const char *why = NULL;

	if (geteuid())
		why = "needs root\n";
	else if (access(DEVICE, F_OK))
		why = "no " DEVICE ": the module is not loaded\n";
	if (!why)
		return;
	ksft_print_header();
	ksft_exit_skip(why);
}

/* Where kernels differ in what there is to be seen */
static inline bool kernel_is_at_least(int major, int minor)
{
	struct utsname name;
	int is_major, is_minor;

	return !uname(&name) && sscanf(name.release, "%d.%d", &is_major, &is_minor) == 2 &&
	       (is_major > major || (is_major == major && is_minor >= minor));
}

/* -------------------------------------------------------------- calls -- */

static inline int result(long ret)
{
	return ret < 0 ? -errno : (int)ret;
}

static inline int session_open(int flags)
{
	return result(open(DEVICE, O_RDWR | O_CLOEXEC | flags));
}

static inline int info_get(int fd, struct ior_info *info)
{
	memset(info, 0xcc, sizeof(*info));
	return result(ioctl(fd, IOR_IOC_INFO, info));
}

static inline int stats_get(int fd, struct ior_stats *stats)
{
	memset(stats, 0xcc, sizeof(*stats));
	return result(ioctl(fd, IOR_IOC_STATS, stats));
}

static inline int setup_set(int fd, __u64 ring_bytes, __u32 watermark)
{
	struct ior_setup setup = { .ring_bytes = ring_bytes, .watermark = watermark };

	return result(ioctl(fd, IOR_IOC_SETUP, &setup));
}

static inline int filter_set(int fd, const struct ior_filter *filter)
{
	return result(ioctl(fd, IOR_IOC_FILTER, filter));
}

static inline int tgid_do(int fd, __u32 op, pid_t pid)
{
	struct ior_tgid tgid = { .op = op, .pid = pid };

	return result(ioctl(fd, IOR_IOC_TGID, &tgid));
}

static inline int tgid_add(int fd, pid_t pid)
{
	return tgid_do(fd, IOR_TGID_ADD, pid);
}

static inline int tgid_del(int fd, pid_t pid)
{
	return tgid_do(fd, IOR_TGID_DEL, pid);
}

static inline int files_set(int fd, const struct ior_files *files)
{
	return result(ioctl(fd, IOR_IOC_FILES, files));
}

static inline int who_set(int fd, const struct ior_who *who)
{
	return result(ioctl(fd, IOR_IOC_WHO, who));
}

static inline int session_start(int fd)
{
	return result(ioctl(fd, IOR_IOC_START, 0));
}

static inline int session_stop(int fd)
{
	return result(ioctl(fd, IOR_IOC_STOP, 0));
}

static inline void filter_init(struct ior_filter *filter, __u32 flags)
{
	memset(filter, 0, sizeof(*filter));
	filter->flags = flags;
}

static inline void filter_call(struct ior_filter *filter, int abi, unsigned int nr)
{
	filter->calls[abi][nr / 64] |= 1ULL << nr % 64;
}

/* filter_ends - every call that ends like this */
static inline int filter_ends(int fd, __u32 flags, __u32 statuses, __u64 min_ns)
{
	struct ior_filter filter;

	filter_init(&filter, flags);
	memset(filter.calls, 0xff, sizeof(filter.calls));
	filter.statuses = statuses;
	filter.min_duration_ns = min_ns;
	return filter_set(fd, &filter);
}

static inline int filter_every_call(int fd, __u32 flags)
{
	return filter_ends(fd, flags, 0, 0);
}

static inline int filter_calls_of(int fd, __u32 flags, const int *nr, size_t n)
{
	struct ior_filter filter;
	size_t i;

	filter_init(&filter, flags);
	for (i = 0; i < n; i++)
		filter_call(&filter, IOR_ABI_NATIVE, nr[i]);
	return filter_set(fd, &filter);
}

/* filter_calls(fd, flags, SYS_..., ...) - these calls and no other */
#define filter_calls(fd, flags, ...) \
	filter_calls_of(fd, flags, (const int[]){ __VA_ARGS__ }, \
			sizeof((const int[]){ __VA_ARGS__ }) / sizeof(int))

static inline __u64 clock_ns(clockid_t id)
{
	struct timespec ts;

	clock_gettime(id, &ts);
	return ts.tv_sec * NSEC_PER_SEC + ts.tv_nsec;
}

static inline void sleep_ms(unsigned int ms)
{
	struct timespec ts = { ms / 1000, ms % 1000 * NSEC_PER_MSEC };

	while (nanosleep(&ts, &ts))
		;
}

static inline bool all_zero(const void *mem, size_t size)
{
	const char *p = mem;

	while (size && !*p) {
		p++;
		size--;
	}
	return !size;
}

/* shared - memory that a test and the processes that it makes have in common */
static inline void *shared(size_t size)
{
	return mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

/* -------------------------------------------------------------- marks -- */

/*
 * A mark is a call that has no effect and whose arguments, which the kernel
 * ignores, say which one it is.
 */
#define MARK_NR		SYS_getppid

static inline long mark(__u64 a, __u64 b)
{
	return syscall(MARK_NR, a, b, ~a, ~b, a ^ b, 0x0123456789abcdefULL);
}

static inline bool is_mark(const struct ior_record *rec)
{
	return rec->type == IOR_RECORD_CALL && rec->nr == MARK_NR && rec->abi == IOR_ABI_NATIVE &&
	       rec->args[5] == 0x0123456789abcdefULL;
}

static inline bool is_mark_of(const struct ior_record *rec, __u64 a, __u64 b)
{
	return is_mark(rec) && rec->args[0] == a && rec->args[1] == b && rec->args[2] == ~a &&
	       rec->args[3] == ~b && rec->args[4] == (a ^ b);
}

/* marks - makes the marks (from, b) to (to - 1, b) */
static inline void marks(__u64 from, __u64 to, __u64 b)
{
	for (; from < to; from++)
		mark(from, b);
}

/* ------------------------------------------------------------ tracees -- */

struct tracee {
	pid_t pid;
	int fd;		/* to tell it things, and to hear of it */
	bool alive;
};

/* tell - sends one byte to the other side, hear - waits for one */
static inline int tell(int fd)
{
	return send(fd, "", 1, MSG_NOSIGNAL) == 1 ? 0 : -errno;
}

static inline int hear(int fd)
{
	char c;
	ssize_t n;

	do
		n = read(fd, &c, 1);
	while (n < 0 && errno == EINTR);
	return n == 1 ? 0 : -EPIPE;
}

/* task_state - the letter of /proc/PID/task/TID/stat, 0 if there is none */
static inline char task_state(pid_t pid, pid_t tid)
{
	char path[64], buf[512], *p;
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/stat", pid, tid);
	fd = open(path, O_RDONLY);
	if (fd < 0)
		return 0;
	n = read(fd, buf, sizeof(buf) - 1);
	close(fd);
	if (n <= 0)
		return 0;
	buf[n] = 0;
	p = strrchr(buf, ')');
	return p && p[1] ? p[2] : 0;
}

/* task_sleeps - waits until it sleeps in a call */
static inline bool task_sleeps(pid_t pid, pid_t tid)
{
	int i;

	for (i = 0; i < 5000 && task_state(pid, tid) != 'S'; i++)
		sleep_ms(1);
	return i < 5000;
}

/* interrupt_asleep - waits until it sleeps, sends it a signal, and waits until its
 * handler has set *handled and it sleeps again
 */
static inline void interrupt_asleep(pid_t pid, int sig, const int *handled)
{
	task_sleeps(pid, pid);
	kill(pid, sig);
	while (!__atomic_load_n(handled, __ATOMIC_ACQUIRE))
		sleep_ms(1);
	task_sleeps(pid, pid);
}

/* tracee_fork - a child that runs fn(side, arg) when told to, and exits.  On
 * return it waits to be told, in read(2).
 */
static inline int tracee_fork(struct tracee *tracee, void (*fn)(int side, void *arg), void *arg)
{
	int side[2];

	memset(tracee, 0, sizeof(*tracee));
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, side))
		return -errno;
	tracee->fd = side[0];
	tracee->pid = fork();
	if (tracee->pid < 0)
		return -errno;
	if (!tracee->pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		close(side[0]);
		if (hear(side[1]))
			_exit(100);
		fn(side[1], arg);
		_exit(0);
	}
	close(side[1]);
	tracee->alive = true;
	return task_sleeps(tracee->pid, tracee->pid) ? 0 : -ETIMEDOUT;
}

/* tracee_wait - waits for its end: 0, or what is wrong about it */
static inline int tracee_wait(struct tracee *tracee)
{
	int status;

	if (!tracee->alive || waitpid(tracee->pid, &status, 0) != tracee->pid)
		return -ECHILD;
	tracee->alive = false;
	close(tracee->fd);
	if (WIFSIGNALED(status))
		return 1000 + WTERMSIG(status);
	return WEXITSTATUS(status);
}

static inline int tracee_run(struct tracee *tracee)
{
	return tell(tracee->fd) ?: tracee_wait(tracee);
}

static inline int tracee_kill(struct tracee *tracee)
{
	if (!tracee->alive)
		return -ECHILD;
	kill(tracee->pid, SIGKILL);
	return tracee_wait(tracee) == 1000 + SIGKILL ? 0 : -ECHILD;
}

/* fd_send - hands a descriptor to the other side: 1; fd_receive - the one that is taken */
static inline int fd_send(int sock, int fd)
{
	union { char buf[CMSG_SPACE(sizeof(int))]; struct cmsghdr align; } control = {};
	struct iovec iov = { .iov_base = "", .iov_len = 1 };
	struct msghdr msg = {
		.msg_iov = &iov, .msg_iovlen = 1,
		.msg_control = &control, .msg_controllen = sizeof(control),
	};
	struct cmsghdr *cmsg = CMSG_FIRSTHDR(&msg);

	cmsg->cmsg_level = SOL_SOCKET;
	cmsg->cmsg_type = SCM_RIGHTS;
	cmsg->cmsg_len = CMSG_LEN(sizeof(fd));
	memcpy(CMSG_DATA(cmsg), &fd, sizeof(fd));
	return result(sendmsg(sock, &msg, 0));
}

static inline int fd_receive(int sock)
{
	union { char buf[CMSG_SPACE(sizeof(int))]; struct cmsghdr align; } control = {};
	char c;
	struct iovec iov = { .iov_base = &c, .iov_len = 1 };
	struct msghdr msg = {
		.msg_iov = &iov, .msg_iovlen = 1,
		.msg_control = &control, .msg_controllen = sizeof(control),
	};
	int fd = -EBADMSG;

	if (recvmsg(sock, &msg, 0) == 1 && CMSG_FIRSTHDR(&msg))
		memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&msg)), sizeof(fd));
	return fd;
}

/* cpu_nth - number of the nth CPU that this program may run on, or -1 */
static inline int cpu_nth(int n)
{
	cpu_set_t set;
	int cpu;

	sched_getaffinity(0, sizeof(set), &set);
	for (cpu = 0; cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET(cpu, &set) && !n--)
			return cpu;
	return -1;
}

static inline int pin(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	return result(sched_setaffinity(0, sizeof(set), &set));
}

#endif /* IOR_SELFTEST_H */
