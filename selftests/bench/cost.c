// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a traced call costs the task that makes it: CPU time for each call, by
 * the task's own clock, over that of an untraced one.  In a guest that counts
 * instructions a nanosecond is one of them, and the figures are the same on
 * any machine.
 */
#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <linux/ior.h>

#define CALLS		100000
#define WARM_UP		2000

/* room for every record: nobody reads meanwhile */
#define RING_BYTES	(64ULL << 20)

static int zero;	/* /dev/zero */

static void call_getppid(void)
{
	syscall(SYS_getppid);
}

static void call_read(void)
{
	char c;

	syscall(SYS_read, zero, &c, 1);
}

enum { GETPPID, READ, NR_CALLS };

static const struct {
	const char *name;
	void (*call)(void);
} calls[NR_CALLS] = {
	[GETPPID]	= { "getppid", call_getppid },
	[READ]		= { "read", call_read },
};

/* What is traced while the same calls are made, and what that may add to each */
enum { UNTRACED, STOPPED, OTHER, UNSELECTED, EMITTED, NR_ROUNDS };

static const struct {
	const char *name;
	double bar[NR_CALLS];
} rounds[NR_ROUNDS] = {
	[STOPPED]	= { "module loaded, no session runs", { 0, 0 } },
	[OTHER]		= { "another process is traced", { 100, 100 } },
	[UNSELECTED]	= { "this process, other calls", { 110, 110 } },
	[EMITTED]	= { "this process and call (read: a named file)", { 240, 280 } },
};

struct results {
	double ns[NR_ROUNDS][NR_CALLS];		/* for each call */
};

static double cpu_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
	return ts.tv_sec * 1e9 + ts.tv_nsec;
}

static double measure(void (*call)(void))
{
	double start;
	int i;

	for (i = 0; i < WARM_UP; i++)
		call();
	start = cpu_ns();
	for (i = 0; i < CALLS; i++)
		call();
	return (cpu_ns() - start) / CALLS;
}

static void tell(int fd)
{
	if (write(fd, "", 1) != 1)
		err(1, "write");
}

static void hear(int fd)
{
	char c;

	if (read(fd, &c, 1) != 1)
		errx(1, "the other process is gone");
}

static void make_calls(int side, struct results *results)
{
	int round, i;

	for (round = 0; round < NR_ROUNDS; round++) {
		hear(side);
		for (i = 0; i < NR_CALLS; i++)
			results->ns[round][i] = measure(calls[i].call);
		tell(side);
	}
}

/* session_make - a session as the round has it, about the process or another */
static int session_make(int round, pid_t pid)
{
	struct ior_setup setup = {
		.ring_bytes = RING_BYTES,
		.watermark = RING_BYTES / IOR_RECORD_SIZE,
	};
	struct ior_tgid tgid = { .op = IOR_TGID_ADD, .pid = round == OTHER ? getpid() : pid };
	struct ior_filter filter = { .flags = IOR_FILTER_FOLLOW };
	int fd = open("/dev/ior", O_RDWR | O_CLOEXEC);

	if (fd < 0)
		err(1, "/dev/ior");
	if (ioctl(fd, IOR_IOC_SETUP, &setup) || ioctl(fd, IOR_IOC_TGID, &tgid))
		err(1, "a session for process %d", pid);
	if (round == UNSELECTED) {
		filter.calls[IOR_ABI_NATIVE][SYS_acct / 64] = 1ULL << SYS_acct % 64;
		if (ioctl(fd, IOR_IOC_FILTER, &filter))
			err(1, "a session for other calls");
	}
	if (round != STOPPED) {
		if (ioctl(fd, IOR_IOC_START, 0))
			err(1, "start of the session");
		usleep(100000);		/* the module's clock has to get into its stride */
	}
	return fd;
}

/* session_end - all that was to be measured must have been recorded */
static void session_end(int round, int fd)
{
	struct ior_stats stats;

	if (round != STOPPED && ioctl(fd, IOR_IOC_STOP, 0))
		err(1, "end of the session");
	if (ioctl(fd, IOR_IOC_STATS, &stats))
		err(1, "what the session says");
	if (stats.lost_calls || stats.lost_others)
		errx(1, "records were lost: %llu", stats.lost_calls + stats.lost_others);
	if (stats.records >= NR_CALLS * (CALLS + WARM_UP) ? round != EMITTED : round == EMITTED)
		errx(1, "%s: %llu records", rounds[round].name, stats.records);
	close(fd);
}

/* report - returns whether every bar was kept */
static bool report(const struct results *results)
{
	bool kept = true;
	int round, i;

	printf("instructions (ns) that are added to one call\n%-44s", "");
	for (i = 0; i < NR_CALLS; i++)
		printf(" %10s%14s", calls[i].name, "");
	printf("\n%-44s", "untraced, all of it");
	for (i = 0; i < NR_CALLS; i++)
		printf(" %10.1f%14s", results->ns[UNTRACED][i], "");
	for (round = UNTRACED + 1; round < NR_ROUNDS; round++) {
		printf("\n%-44s", rounds[round].name);
		for (i = 0; i < NR_CALLS; i++) {
			double added = results->ns[round][i] - results->ns[UNTRACED][i];
			bool ok = added < rounds[round].bar[i] + 0.5;

			printf(" %10.1f  <= %3.0f %-6s", added, rounds[round].bar[i],
			       ok ? "ok" : "MISSED");
			kept &= ok;
		}
	}
	putchar('\n');
	return kept;
}

int main(void)
{
	struct results *results;
	int side[2], round, fd = -1, status;
	pid_t pid;

	zero = open("/dev/zero", O_RDONLY);
	results = mmap(NULL, sizeof(*results), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		       -1, 0);
	if (zero < 0 || results == MAP_FAILED || socketpair(AF_UNIX, SOCK_STREAM, 0, side))
		err(1, "set-up");
	pid = fork();
	if (pid < 0)
		err(1, "fork");
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		make_calls(side[1], results);
		exit(0);
	}
	close(side[1]);
	for (round = 0; round < NR_ROUNDS; round++) {
		if (round != UNTRACED)
			fd = session_make(round, pid);
		tell(side[0]);
		hear(side[0]);
		if (round != UNTRACED)
			session_end(round, fd);
	}
	if (waitpid(pid, &status, 0) != pid || status)
		errx(1, "the measured process ended with status %#x", status);
	return !report(results);
}
