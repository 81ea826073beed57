/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the programs of the bench share: figures, a process to be measured, and
 * sessions.
 *
 * A program prints its figures as rows for ./report: name, figure, unit and,
 * if there is one, the bar, with tabs between.  It fails only if it could not
 * measure; whether a bar was kept is for the report to say.
 */
#ifndef BENCH_H
#define BENCH_H

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <linux/ior.h>

/* ------------------------------------------------------------- figures -- */

#define NO_BAR	NAN

/* row - "insn" and "insn/rec" are compared with an earlier run; no other unit is, nor "~insn" */
static inline void __attribute__((format(printf, 4, 5)))
row(double figure, const char *unit, double bar, const char *name, ...)
{
	va_list args;

	va_start(args, name);
	vprintf(name, args);
	va_end(args);
	printf("\t%.1f\t%s\t", figure, unit);
	if (!isnan(bar))
		printf("%.1f", bar);
	putchar('\n');
	fflush(stdout);
}

/* row_without - a row that says why it has no figure */
static inline void row_without(const char *why, const char *name)
{
	printf("%s\t%s\t\t\n", name, why);
	fflush(stdout);
}

static inline void heading(const char *text)
{
	printf("# %s\n", text);
	fflush(stdout);
}

static inline double clock_ns(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return ts.tv_sec * 1e9 + ts.tv_nsec;
}

/* rusage_ns - what it used of a processor; exact, for all of it, to a microsecond */
static inline double rusage_ns(const struct rusage *use)
{
	return (use->ru_utime.tv_sec + use->ru_stime.tv_sec) * 1e9 +
	       (use->ru_utime.tv_usec + use->ru_stime.tv_usec) * 1e3;
}

static inline void sleep_ms(long ms)
{
	usleep(ms * 1000);
}

/* ------------------------------------------- calls, and who makes them -- */

#define WARM_UP		2000

enum { GETPPID, READ, NR_CALLS };

static int zero = -1;	/* /dev/zero */

static inline void call_getppid(void)
{
	syscall(SYS_getppid);
}

static inline void call_read(void)
{
	char c;

	syscall(SYS_read, zero, &c, 1);
}

static const struct {
	const char *name;
	void (*call)(void);
} calls[NR_CALLS] = {
	[GETPPID]	= { "getppid", call_getppid },
	[READ]		= { "read", call_read },
};

/* What was measured of each sort of call; an order may leave other things here. */
struct figures {
	double call[NR_CALLS];
};

/**
 * struct order - what a worker does next
 * @job: a function of this program, of which the worker is a copy
 * @arg: for it
 */
struct order {
	void (*job)(long arg, struct figures *figures);
	long arg;
};

/* A process that does what it is told, and can be traced meanwhile. */
struct worker {
	pid_t pid;
	int side;
};

static inline void transfer(bool out, int fd, void *data, size_t size)
{
	ssize_t done = out ? write(fd, data, size) : read(fd, data, size);

	if (done != (ssize_t)size)
		errx(1, "the other process is gone");
}

static inline void __attribute__((noreturn)) worker_run(int side)
{
	struct order order;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	zero = open("/dev/zero", O_RDONLY);
	if (zero < 0)
		err(1, "/dev/zero");
	for (;;) {
		struct figures figures = { 0 };

		transfer(false, side, &order, sizeof(order));
		if (!order.job)
			exit(0);
		order.job(order.arg, &figures);
		transfer(true, side, &figures, sizeof(figures));
	}
}

static inline struct worker worker_start(void)
{
	struct worker w;
	int side[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, side))
		err(1, "socketpair");
	w.pid = fork();
	if (w.pid < 0)
		err(1, "fork");
	if (!w.pid) {
		close(side[0]);
		worker_run(side[1]);
	}
	close(side[1]);
	w.side = side[0];
	return w;
}

static inline void worker_tell(const struct worker *w,
			       void (*job)(long arg, struct figures *figures), long arg)
{
	struct order order = { .job = job, .arg = arg };

	transfer(true, w->side, &order, sizeof(order));
}

static inline struct figures worker_hear(const struct worker *w)
{
	struct figures figures;

	transfer(false, w->side, &figures, sizeof(figures));
	return figures;
}

static inline struct figures worker_do(const struct worker *w,
				       void (*job)(long arg, struct figures *figures), long arg)
{
	worker_tell(w, job, arg);
	return worker_hear(w);
}

static inline void worker_end(const struct worker *w)
{
	int status;

	worker_tell(w, NULL, 0);
	close(w->side);
	if (waitpid(w->pid, &status, 0) != w->pid || status)
		errx(1, "the measured process ended with status %#x", status);
}

/* job_measure - what @count calls of each sort take, for each of them */
static inline void job_measure(long count, struct figures *figures)
{
	double start;
	long i;
	int c;

	for (c = 0; c < NR_CALLS; c++) {
		for (i = 0; i < WARM_UP; i++)
			calls[c].call();
		start = clock_ns(CLOCK_THREAD_CPUTIME_ID);
		for (i = 0; i < count; i++)
			calls[c].call();
		figures->call[c] = (clock_ns(CLOCK_THREAD_CPUTIME_ID) - start) / count;
	}
}

/* made_by - calls that job_measure() makes */
static inline unsigned long long made_by(long count)
{
	return NR_CALLS * (count + WARM_UP);
}

/* ------------------------------------------------------------ sessions -- */

/* session_open - with room for so many bytes of records: nobody reads meanwhile */
static inline int session_open(unsigned long long ring_bytes)
{
	struct ior_setup setup = {
		.ring_bytes = ring_bytes,
		.watermark = ring_bytes / IOR_RECORD_SIZE,
	};
	int fd = open("/dev/ior", O_RDWR | O_CLOEXEC);

	if (fd < 0)
		err(1, "/dev/ior");
	if (ioctl(fd, IOR_IOC_SETUP, &setup))
		err(1, "rings of %llu bytes", ring_bytes);
	return fd;
}

static inline void session_add(int session, pid_t pid)
{
	struct ior_tgid tgid = { .op = IOR_TGID_ADD, .pid = pid };

	if (ioctl(session, IOR_IOC_TGID, &tgid))
		err(1, "to trace process %d", pid);
}

static inline void session_start(int session)
{
	if (ioctl(session, IOR_IOC_START, 0))
		err(1, "start of a session");
}

/* session_settle - the module's clock has to get into its stride */
static inline void session_settle(void)
{
	sleep_ms(100);
}

static inline void session_stop(int session)
{
	if (ioctl(session, IOR_IOC_STOP, 0))
		err(1, "end of a session");
}

/* session_records - how many it made; none of them may be lost */
static inline unsigned long long session_records(int session)
{
	struct ior_stats stats;

	if (ioctl(session, IOR_IOC_STATS, &stats))
		err(1, "what a session says");
	if (stats.lost_calls || stats.lost_others || stats.no_memory || stats.not_followed)
		errx(1, "%llu calls and %llu others were lost; no memory %llu, not followed %llu",
		     stats.lost_calls, stats.lost_others, stats.no_memory, stats.not_followed);
	return stats.records;
}

#endif
