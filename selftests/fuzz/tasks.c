// SPDX-License-Identifier: GPL-2.0-only
/*
 * Operations that are there to be traced: calls, processes, threads; and the helper, a
 * thread that does an operation while the program goes on.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "device_maps.h"

#define CHILDREN_MAX	6
#define CALLS_MAX	200

/* ------------------------------------------------------------------ calls -- */

static void call_mark(unsigned int i)
{
	syscall(SYS_getppid, i, 0);
}

static void call_open(unsigned int i)
{
	int fd = open(i % 2 ? "/proc/self/status" : "/tmp", O_RDONLY | O_CLOEXEC);
	char buf[64];

	if (fd < 0)
		return;
	(void)!read(fd, buf, sizeof(buf));
	close(fd);
}

static void call_fail(unsigned int i)
{
	open("/nowhere/to/be/found", O_RDONLY | O_CLOEXEC);
	syscall(SYS_openat, -1, (void *)(i % 2 ? 8UL : 0xffff888000001000), 0);
}

static void call_long_name(unsigned int i)
{
	char name[4200];
	struct stat st;

	memset(name, '/', sizeof(name));
	name[i * 97 % sizeof(name)] = 'x';
	name[sizeof(name) - 1 - i % 2 * 200] = 0;
	stat(name, &st);
}

static void call_rename(unsigned int i)
{
	char from[32], to[32];

	snprintf(from, sizeof(from), "/tmp/fuzz.%d.%u", getpid(), i % 2);
	snprintf(to, sizeof(to), "/tmp/fuzz.%d.%u", getpid(), (i + 1) % 2);
	close(open(from, O_CREAT | O_RDWR | O_CLOEXEC, 0600));
	rename(from, to);
	unlink(to);
}

static void call_name(unsigned int i)
{
	char name[16] = "fuzz\n\"x";

	name[4] = i;
	prctl(PR_SET_NAME, name);
}

static void call_sleep(unsigned int i)
{
	nanosleep(&(struct timespec){ 0, i % 8 * 100000 }, NULL);
}

/* Numbers of 32-bit programs, of x32 and of none */
static void call_odd(unsigned int i)
{
	long ret;

	asm volatile("int $0x80" : "=a"(ret) : "0"(i % 2 ? 20 : 100000 + i), "b"(0), "c"(0), "d"(0)
		     : "memory", "cc", "r8", "r9", "r10", "r11");
	syscall(0x40000000L + SYS_getppid);
	syscall(1000 + i % 100);
}

static void (* const calls[])(unsigned int i) = {
	call_mark, call_open, call_fail, call_long_name, call_rename, call_name, call_sleep,
	call_odd,
};

static void make_calls(uint64_t which, uint64_t n)
{
	unsigned int i;

	for (i = 0; i < n % CALLS_MAX; i++)
		calls[(which < COUNT_OF(calls) ? which : which + i) % COUNT_OF(calls)](i);
}

long op_calls(const uint64_t *arg)
{
	make_calls(arg[0], arg[1]);
	return 0;
}

/* -------------------------------------------------------------- processes -- */

static pid_t children[CHILDREN_MAX];
static unsigned int nr_children;

static pid_t dead_pid = 4000000;

pid_t task_pid(uint64_t which)
{
	switch (which) {
	case 0:
		return getpid();
	case 1:
		return nr_children ? children[nr_children - 1] : getpid();
	case 2:
		return getppid();
	case 3:
		return 1;
	case 4:
		return dead_pid;
	default:
		return which;
	}
}

/* The smallest program there is: it exits. */
static const unsigned char tiny[] = {
	0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 62, 0, 1, 0, 0, 0,
	0x78, 0, 0x40, 0, 0, 0, 0, 0, 64, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 64, 0, 56, 0, 1, 0, 0, 0, 0, 0, 0, 0,
	1, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0,
	0, 0, 0x40, 0, 0, 0, 0, 0, 0x81, 0, 0, 0, 0, 0, 0, 0, 0x81, 0, 0, 0, 0, 0, 0, 0,
	0, 0x10, 0, 0, 0, 0, 0, 0,
	0x31, 0xff, 0xb8, 60, 0, 0, 0, 0x0f, 0x05,		/* exit(0) */
};

static void exec_tiny(void)
{
	int fd = memfd_create("tiny", MFD_CLOEXEC);
	char * const args[] = { "tiny", NULL };

	if (fd < 0 || write(fd, tiny, sizeof(tiny)) != sizeof(tiny))
		return;
	fexecve(fd, args, environ);
}

static void *exec_in_thread(void *arg)
{
	exec_tiny();
	return arg;
}

static void child_calls(void)
{
	make_calls(100, 40);
}

static void child_sleeps(void)
{
	for (;;)
		pause();
}

/* The sessions are its, too: it starts, stops and reads what it has. */
static void child_uses(void)
{
	struct ior_record rec[32];
	unsigned int i;

	for (i = 0; i < NR_SLOTS; i++) {
		int fd = slot_fd(i), flags = fcntl(fd, F_GETFL);

		if (fd < 0)
			continue;
		fcntl(fd, F_SETFL, flags | O_NONBLOCK);
		ioctl(fd, IOR_IOC_STOP, 0);
		(void)!read(fd, rec, sizeof(rec));
		fcntl(fd, F_SETFL, flags);
		close(fd);
	}
}

static void child_is_nobody(void)
{
	struct ior_stats stats;

	if (setgid(65534) || setuid(65534) || open(DEVICE, O_RDWR | O_CLOEXEC) >= 0)
		_exit(1);
	if (slot_fd(0) >= 0 && ioctl(slot_fd(0), IOR_IOC_STATS, &stats))
		_exit(2);
}

static void child_forks(void)
{
	if (!fork())
		make_calls(0, 20);
}

static void child_threads(void)
{
	pthread_t thread;

	if (!pthread_create(&thread, NULL, exec_in_thread, NULL))
		pthread_join(thread, NULL);
}

static void child_dies(void)
{
	make_calls(0, 3);
	kill(getpid(), SIGKILL);
}

static const struct {
	void	(*run)(void);
	bool	uses;		/* what is read of the sessions is not all */
} lives[] = {
	{ child_calls, false }, { child_sleeps, false }, { exec_tiny, false },
	{ child_uses, true }, { child_is_nobody, false }, { child_forks, false },
	{ child_threads, false }, { child_dies, false },
};

long op_fork(const uint64_t *arg)
{
	unsigned int life = arg[0] % COUNT_OF(lives);
	pid_t pid;

	if (nr_children == CHILDREN_MAX || helper_runs())
		return NOT_DONE;
	if (lives[life].uses) {
		unsigned int i;

		for (i = 0; i < NR_SLOTS; i++)
			if (slot_session(i) && !session_may_grow(slot_session(i)))
				return NOT_DONE;
		sessions_away();
	}
	pid = fork();
	if (pid < 0)
		return -errno;
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		signal(SIGSEGV, SIG_DFL);
		lives[life].run();
		_exit(0);
	}
	children[nr_children++] = pid;
	return 0;
}

/* What a child that came to its own end has to say */
static void reap(pid_t pid)
{
	int status;

	if (waitpid(pid, &status, 0) != pid)
		wrong("a child is gone");
	else if (WIFEXITED(status) && WEXITSTATUS(status))
		wrong("a child says %d: nobody could open the device (1), or not ask (2)",
		      WEXITSTATUS(status));
	else if (WIFSIGNALED(status) && WTERMSIG(status) != SIGKILL)
		wrong("a child died of signal %d", WTERMSIG(status));
}

/* Kill the newest one, or wait for it for a while. */
long op_kill(const uint64_t *arg)
{
	if (!nr_children)
		return NOT_DONE;
	dead_pid = children[--nr_children];
	if (arg[0] % 2)
		usleep(2000);
	kill(dead_pid, SIGKILL);
	reap(dead_pid);
	return 0;
}

void tasks_end(void)
{
	static const uint64_t at_once[] = { 0 };

	while (nr_children)
		op_kill(at_once);
}

/* Anywhere, or on one processor */
long op_pin(const uint64_t *arg)
{
	cpu_set_t set;
	unsigned int cpu;

	CPU_ZERO(&set);
	for (cpu = 0; cpu < 8; cpu++)
		if (!arg[0] || cpu == (arg[0] - 1) % 8)
			CPU_SET(cpu, &set);
	return sched_setaffinity(0, sizeof(set), &set) ? -errno : 0;
}

/* ---------------------------------------------------------------- threads -- */

static void *calls_of_thread(void *arg)
{
	make_calls(100, (uintptr_t)arg);
	return NULL;
}

long op_thread(const uint64_t *arg)
{
	pthread_t thread;
	int err = pthread_create(&thread, NULL, calls_of_thread, (void *)(arg[0] % 64));

	if (!err)
		pthread_join(thread, NULL);
	return -err;
}

static __thread bool is_helper;
static bool running;
static pthread_t helper;
static struct op its_op;

bool in_helper(void)
{
	return is_helper;
}

bool helper_runs(void)
{
	return running;
}

static void *help(void *arg)
{
	sigset_t set;

	is_helper = true;
	sigemptyset(&set);
	sigaddset(&set, SIGALRM);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	run_op(&its_op);
	return arg;
}

void helper_start(const struct op *op)
{
	helper_join();
	its_op = *op;
	running = !pthread_create(&helper, NULL, help, NULL);
}

/* It may wait for something that does not come any more: interrupt it. */
void helper_join(void)
{
	struct timespec until;

	if (!running)
		return;
	for (;;) {
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_nsec += 5000000;
		if (until.tv_nsec >= 1000000000) {
			until.tv_nsec -= 1000000000;
			until.tv_sec++;
		}
		if (!pthread_timedjoin_np(helper, NULL, &until))
			break;
		pthread_kill(helper, SIGUSR1);
	}
	running = false;
}

/* run.c gives the operation behind it to the helper. */
long op_beside(const uint64_t *arg)
{
	(void)arg;
	return NOT_DONE;
}

static void wake(int sig)
{
	(void)sig;
}

void tasks_init(void)
{
	struct sigaction act = { .sa_handler = wake };

	sigaction(SIGALRM, &act, NULL);
	sigaction(SIGUSR1, &act, NULL);
}
