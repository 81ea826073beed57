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

enum { GETPPID, READ, NR_CASES };

static const struct {
	const char *name;
	void (*call)(void);
	double bar;
} cases[NR_CASES] = {
	[GETPPID]	= { "getppid, a call without a file", call_getppid, 240 },
	[READ]		= { "read of a byte, the name already sent", call_read, 280 },
};

enum { UNTRACED, TRACED, NR_ROUNDS };

struct results {
	double ns[NR_ROUNDS][NR_CASES];		/* for each call */
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
		for (i = 0; i < NR_CASES; i++)
			results->ns[round][i] = measure(cases[i].call);
		tell(side);
	}
}

static int session_make(pid_t pid)
{
	struct ior_setup setup = {
		.ring_bytes = RING_BYTES,
		.watermark = RING_BYTES / IOR_RECORD_SIZE,
	};
	struct ior_tgid tgid = { .op = IOR_TGID_ADD, .pid = pid };
	int fd = open("/dev/ior", O_RDWR | O_CLOEXEC);

	if (fd < 0)
		err(1, "/dev/ior");
	if (ioctl(fd, IOR_IOC_SETUP, &setup) || ioctl(fd, IOR_IOC_TGID, &tgid))
		err(1, "a session for process %d", pid);
	return fd;
}

/* session_end - all that was to be measured must have been recorded */
static void session_end(int fd)
{
	struct ior_stats stats;

	if (ioctl(fd, IOR_IOC_STOP, 0) || ioctl(fd, IOR_IOC_STATS, &stats))
		err(1, "end of the session");
	if (stats.lost_calls || stats.lost_others)
		errx(1, "records were lost: %llu", stats.lost_calls + stats.lost_others);
	if (stats.records < NR_CASES * (CALLS + WARM_UP))
		errx(1, "%llu records only", stats.records);
}

/* report - returns whether every bar was kept */
static bool report(const struct results *results)
{
	static const char * const verdict[] = { "MISSED", "ok" };
	double added[NR_CASES];
	bool kept = true;
	int i;

	printf("%-40s %10s %10s %10s  %s\n", "ns (instructions) per call",
	       "untraced", "traced", "added", "bar");
	for (i = 0; i < NR_CASES; i++) {
		bool ok;

		added[i] = results->ns[TRACED][i] - results->ns[UNTRACED][i];
		ok = added[i] <= cases[i].bar;
		kept &= ok;
		printf("%-40s %10.1f %10.1f %10.1f  <= %.0f %s\n", cases[i].name,
		       results->ns[UNTRACED][i], results->ns[TRACED][i], added[i], cases[i].bar,
		       verdict[ok]);
	}
	printf("%-40s %10s %10s %10.1f\n", "what the name adds: read over getppid", "", "",
	       added[READ] - added[GETPPID]);
	return kept;
}

int main(void)
{
	struct results *results;
	int side[2], fd, status;
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
	tell(side[0]);
	hear(side[0]);
	fd = session_make(pid);
	if (ioctl(fd, IOR_IOC_START, 0))
		err(1, "start of the session");
	usleep(100000);		/* the module's clock has to get into its stride */
	tell(side[0]);
	hear(side[0]);
	session_end(fd);
	if (waitpid(pid, &status, 0) != pid || status)
		errx(1, "the measured process ended with status %#x", status);
	return !report(results);
}
