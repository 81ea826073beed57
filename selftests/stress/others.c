// SPDX-License-Identifier: GPL-2.0-only
/*
 * Programs that others wrote to break kernels, on a machine of which everything is
 * traced.  The kernel's own counter of the tracepoint tells how many calls there were.
 */
#include <linux/perf_event.h>
#include <sys/mount.h>
#include <sys/sysinfo.h>

#include "ior_trace.h"

#define NOBODY		65534
#define CPUS_MAX	64
#define ENTER_ID	"/sys/kernel/tracing/events/raw_syscalls/sys_enter/id"
#define CALLS_LEAST	1000000
#define SECONDS_MOST	1500

/* -------------------------------------------------------------- witness -- */

struct witness {
	int fd[CPUS_MAX];
	unsigned int nr;
};

static int tracepoint_id(void)
{
	char text[16] = "";
	int fd = open(ENTER_ID, O_RDONLY);

	if (fd >= 0) {
		(void)!read(fd, text, sizeof(text) - 1);
		close(fd);
	}
	return atoi(text);
}

/* witness_open - counts what every task but this process enters, from now on */
static int witness_open(struct witness *witness)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_TRACEPOINT,
		.size = sizeof(attr),
		.config = tracepoint_id(),
		.disabled = true,
	};
	char filter[32];
	int cpu;

	snprintf(filter, sizeof(filter), "common_pid != %d", getpid());
	for (cpu = 0; cpu < get_nprocs_conf() && cpu < CPUS_MAX; cpu++) {
		int fd = syscall(SYS_perf_event_open, &attr, -1, cpu, -1, PERF_FLAG_FD_CLOEXEC);

		if (fd < 0)
			return -errno;
		witness->fd[witness->nr++] = fd;
		if (ioctl(fd, PERF_EVENT_IOC_SET_FILTER, filter) ||
		    ioctl(fd, PERF_EVENT_IOC_ENABLE, 0))
			return -errno;
	}
	return 0;
}

/* witness_close - how many that were */
static __u64 witness_close(struct witness *witness)
{
	__u64 sum = 0, n;
	unsigned int i;

	for (i = 0; i < witness->nr; i++) {
		if (ioctl(witness->fd[i], PERF_EVENT_IOC_DISABLE, 0) ||
		    read(witness->fd[i], &n, sizeof(n)) != sizeof(n))
			n = 0;
		sum += n;
		close(witness->fd[i]);
	}
	return sum;
}

/* ---------------------------------------------------------------- seen -- */

/*
 * struct seen - of a session that has everybody
 * @entered: calls from their beginning on, as the witness counts them
 * @others: calls of which only the end was seen
 */
struct seen {
	__u64 entered;
	__u64 others;
	__u64 lost;
};

static int see(int fd, struct seen *seen)
{
	static struct ior_record rec[4096];
	int n = result(read(fd, rec, sizeof(rec))), i;

	for (i = 0; i < n / (int)sizeof(*rec); i++) {
		const struct trace one = { .rec = &rec[i], .nr = 1 };

		seen->lost += trace_lost(&one);
		if (!trace_calls(&one) || rec[i].tgid == (__u32)getpid())
			continue;
		if (rec[i].flags & IOR_CALL_NO_ENTER)
			seen->others++;
		else
			seen->entered++;
	}
	return n;
}

/* ------------------------------------------------------------- programs -- */

struct command {
	char *const *argv;
	uid_t uid;
};

static void exec_command(const struct command *command)
{
	int null = open("/dev/null", O_RDWR);

	dup2(null, 0);
	dup2(null, 1);
	dup2(null, 2);
	if (chdir("/tmp") || setgid(command->uid) || setuid(command->uid))
		_exit(126);
	execvp(command->argv[0], command->argv);
	_exit(127);
}

/*
 * The first process of a namespace, with which all others end, in a /tmp that goes
 * away with it: so that nothing is left of what they do.
 */
static void first_process(const struct command *command)
{
	int status;
	pid_t pid;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("none", "/proc", "proc", 0, NULL) ||
	    mount("none", "/tmp", "tmpfs", 0, "size=128m,mode=1777"))
		_exit(125);
	pid = fork();
	if (!pid)
		exec_command(command);
	while (waitpid(pid, &status, 0) != pid)
		;
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 0);
}

static void run_command(int side, void *arg)
{
	int status;
	pid_t pid;

	if (unshare(CLONE_NEWPID | CLONE_NEWNS))
		_exit(124);
	pid = fork();
	if (!pid)
		first_process(arg);
	waitpid(pid, &status, 0);
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 0);
}

static bool is_there(const char *program)
{
	char command[64];

	snprintf(command, sizeof(command), "command -v %s >/dev/null", program);
	return !system(command);
}

/* ----------------------------------------------------------------- tests -- */

/* go_on - reads until the process is dead, or the time over: 0, or -errno */
static int go_on(int fd, const struct tracee *tracee, __u64 end, struct seen *seen)
{
	int n = 0;

	while (!strchr("ZX", task_state(tracee->pid, tracee->pid)) &&
	       clock_ns(CLOCK_MONOTONIC) < end) {
		n = see(fd, seen);
		if (n == -EAGAIN)
			n = result(poll(&(struct pollfd){ .fd = fd, .events = POLLIN }, 1, 10));
		if (n < 0)
			return n;
	}
	return 0;
}

/* Run it again and again, until it has made so many calls: all of them are there. */
static void trace_all_of(struct __test_metadata *_metadata, const struct command *command)
{
	const __u64 end = clock_ns(CLOCK_MONOTONIC) + SECONDS_MOST * NSEC_PER_SEC;
	struct witness witness = {};
	struct seen seen = {};
	unsigned int runs = 0;
	struct ior_stats stats;
	struct tracee tracee;
	int fd = session_open(O_NONBLOCK), ret;
	__u64 made;

	ASSERT_EQ(0, setup_set(fd, 8 << 20, 0));
	ASSERT_EQ(0, filter_every_call(fd, IOR_FILTER_ALL));
	ASSERT_EQ(0, tracee_fork(&tracee, run_command, (void *)command));
	/* between these two, nobody else does anything */
	ASSERT_EQ(0, witness_open(&witness));
	ASSERT_EQ(0, session_start(fd));
	for (;;) {
		runs++;
		ASSERT_EQ(0, tell(tracee.fd));
		ASSERT_EQ(0, go_on(fd, &tracee, end, &seen));
		if (clock_ns(CLOCK_MONOTONIC) >= end)
			kill(tracee.pid, SIGKILL);
		ret = tracee_wait(&tracee);
		ASSERT_FALSE(ret >= 124 && ret <= 127);
		if (seen.entered + seen.lost >= CALLS_LEAST || clock_ns(CLOCK_MONOTONIC) >= end)
			break;
		ASSERT_EQ(0, tracee_fork(&tracee, run_command, (void *)command));
	}
	sleep_ms(1000);		/* whoever was killed with it is dead by then */
	made = witness_close(&witness);
	ASSERT_EQ(0, session_stop(fd));
	while (see(fd, &seen) > 0)
		;
	ASSERT_EQ(0, stats_get(fd, &stats));
	close(fd);
	TH_LOG("%s: %u runs, %llu calls made, %llu seen, %llu lost, %llu without a beginning",
	       command->argv[0], runs, made, seen.entered, seen.lost, seen.others);
	EXPECT_LE(CALLS_LEAST, made);
	EXPECT_EQ(stats.lost_calls, seen.lost);
	EXPECT_EQ(made, seen.entered + seen.lost + stats.no_memory);
}

FIXTURE(others) {
};

FIXTURE_SETUP(others)
{
}

FIXTURE_TEARDOWN(others)
{
}

TEST_F_TIMEOUT(others, trinity, SECONDS_MOST + 120)
{
	char *const argv[] = { "trinity", "-q", "-l", "off", "-C", "4", "-N", "100000", NULL };
	const struct command command = { argv, NOBODY };

	if (!is_there(argv[0]))
		SKIP(return, "no %s: selftests/vm/deps stress", argv[0]);
	trace_all_of(_metadata, &command);
}

TEST_F_TIMEOUT(others, stress_ng, SECONDS_MOST + 120)
{
	char *const argv[] = {
		"stress-ng", "--class", "filesystem,io,scheduler,pipe,network",
		"--sequential", "2", "--timeout", "2", "--oomable", NULL
	};
	const struct command command = { argv, 0 };

	if (!is_there(argv[0]))
		SKIP(return, "no %s: selftests/vm/deps stress", argv[0]);
	trace_all_of(_metadata, &command);
}

TEST_HARNESS_MAIN
