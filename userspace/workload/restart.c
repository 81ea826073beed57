// SPDX-License-Identifier: GPL-2.0-only
/*
 * Group restart: calls that are interrupted while they wait, and what the
 * kernel or the program makes of it.
 */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>

#include "blocked.h"
#include "workload.h"

#define NR_READS	32
#define FIRST_FD	300	/* of as many */
#define ROUNDS_FD	200
#define SIZE		64
#define STOPPED_MS	200
#define NEEDS		"/proc/PID/task/TID/syscall"

static const char text[SIZE] = "what is read when the wait is over";

struct ends {
	int reader, writer;
};

static struct ends pipe_make(void)
{
	int end[2];

	CALL_IS(0, pipe2, end, 0);
	return (struct ends){ end[0], end[1] };
}

static void write_bytes(int fd, long n)
{
	CALL_IS(n, write, fd, text, n);
}

static void read_bytes(int fd, long n)
{
	char buf[SIZE];

	CALL_IS(n, read, fd, buf, sizeof(buf));
}

/* To be passed to must_return() or one of its kin */
static long sleep_for(unsigned int ms)
{
	const struct timespec time = { ms / 1000, ms % 1000 * 1000000L };

	return syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, &time, NULL);
}

/* ------------------------------------------------------------ handlers -- */

static atomic_int handled;

static void handler(int sig)
{
	(void)sig;
	handled++;
}

static void handle(int sig, int flags, struct sigaction *before)
{
	struct sigaction action = { .sa_handler = handler, .sa_flags = flags };

	handled = 0;
	must("sigaction", sigaction(sig, &action, before));
}

static void unhandle(int sig, const struct sigaction *before)
{
	must("sigaction", sigaction(sig, before, NULL));
}

/* ------------------------------------------------------------- helpers -- */

/*
 * A process that acts on this one, which goes from one wait to the next.  When
 * it does what depends on where that is, not on time.  If there is a pipe, it
 * alone has the writing end: a wait ends when it dies.
 */
static pid_t helper_start(void (*act)(pid_t pid, int writer), int writer)
{
	pid_t pid = getpid(), helper;

	/* Yama lets but parents look at what a process does, else. */
	prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0);
	helper = must("fork()", fork());
	if (!helper) {
		must("prctl(PR_SET_PDEATHSIG)", prctl(PR_SET_PDEATHSIG, SIGKILL));
		act(pid, writer);
		_exit(EXIT_DONE);
	}
	if (writer >= 0)
		CALL_IS(0, close, writer);
	return helper;
}

static void helper_end(pid_t helper)
{
	int status;

	must_return("waitpid(helper)", helper, waitpid(helper, &status, 0));
	must_return("the helper", 0, status);
}

static void stop_and_continue(pid_t pid)
{
	CALL_IS(0, kill, pid, SIGSTOP);
	wait_stopped(pid);
	pause_ms(STOPPED_MS);
	CALL_IS(0, kill, pid, SIGCONT);
}

/* ---------------------------------------------------------- by handlers -- */

static void interrupt(pid_t pid, long nr, unsigned long arg)
{
	wait_blocked(pid, nr, arg);
	CALL_IS(0, tgkill, pid, pid, SIGUSR1);
}

static void *interrupt_both(void *arg)
{
	const struct ends *end = arg;
	pid_t pid = getpid();

	interrupt(pid, SYS_read, end->reader);
	wait_blocked(pid, SYS_read, end->reader);
	write_bytes(end->writer, 1);
	interrupt(pid, SYS_clock_nanosleep, CLOCK_MONOTONIC);
	return NULL;
}

static void signal_restart(void)
{
	struct ends end = pipe_make();
	struct sigaction before;
	pthread_t thread;

	handle(SIGUSR1, SA_RESTART, &before);
	errno = pthread_create(&thread, NULL, interrupt_both, &end);
	if (errno)
		fail("pthread_create: %m");
	read_bytes(end.reader, 1);
	must_return("handled SIGUSR1", 1, handled);
	must_fail("clock_nanosleep(2 s)", EINTR, sleep_for(2000));
	must_return("handled SIGUSR1", 2, handled);
	errno = pthread_join(thread, NULL);
	if (errno)
		fail("pthread_join: %m");
	CALL_IS(0, close, end.reader);
	CALL_IS(0, close, end.writer);
	unhandle(SIGUSR1, &before);
}

/* One round each: stopped, a handler that restarts, a handler that doesn't */
static void interrupt_rounds(pid_t pid, int writer)
{
	static const int signals[] = { SIGSTOP, SIGUSR1, SIGUSR2 };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(signals); i++) {
		wait_blocked(pid, SYS_read, ROUNDS_FD);
		if (signals[i] == SIGSTOP)
			stop_and_continue(pid);
		else
			CALL_IS(0, kill, pid, signals[i]);
		wait_blocked(pid, SYS_read, ROUNDS_FD);
		write_bytes(writer, i + 1);
	}
}

static void signal_reexec(void)
{
	struct sigaction before1, before2;
	struct ends end = pipe_make();
	char buf[SIZE];
	pid_t helper;

	handle(SIGUSR1, SA_RESTART, &before1);
	handle(SIGUSR2, 0, &before2);
	CALL_IS(ROUNDS_FD, dup3, end.reader, ROUNDS_FD, 0);
	helper = helper_start(interrupt_rounds, end.writer);
	read_bytes(ROUNDS_FD, 1);
	read_bytes(ROUNDS_FD, 2);
	must_return("handled SIGUSR1", 1, handled);
	CALL_FAILS(EINTR, read, ROUNDS_FD, buf, sizeof(buf));
	must_return("handled SIGUSR2", 2, handled);
	read_bytes(ROUNDS_FD, 3);
	helper_end(helper);
	CALL_IS(0, close, ROUNDS_FD);
	CALL_IS(0, close, end.reader);
	unhandle(SIGUSR2, &before2);
	unhandle(SIGUSR1, &before1);
}

static void interrupt_and_stop(pid_t pid, int writer)
{
	(void)writer;
	interrupt(pid, SYS_clock_nanosleep, CLOCK_MONOTONIC);
	wait_blocked(pid, SYS_nanosleep, ANY_ARG);
	stop_and_continue(pid);
}

static void signal_handled_sleep(void)
{
	const struct timespec second = { 1, 0 };
	struct sigaction before;
	pid_t helper;

	handle(SIGUSR1, 0, &before);
	helper = helper_start(interrupt_and_stop, -1);
	must_fail("clock_nanosleep(3 s)", EINTR, sleep_for(3000));
	must_return("handled SIGUSR1", 1, handled);
	CALL_IS(0, nanosleep, &second, NULL);
	helper_end(helper);
	unhandle(SIGUSR1, &before);
}

/* ------------------------------------------------------------- by stops -- */

static void stop_sleep(pid_t pid, int writer)
{
	(void)writer;
	wait_blocked(pid, SYS_clock_nanosleep, CLOCK_MONOTONIC);
	stop_and_continue(pid);
}

static void stop_sleep_twice(pid_t pid, int writer)
{
	stop_sleep(pid, writer);
	wait_blocked(pid, SYS_restart_syscall, ANY_ARG);
	stop_and_continue(pid);
}

static void sleep_stopped(void (*act)(pid_t pid, int writer), unsigned int ms)
{
	pid_t helper = helper_start(act, -1);

	must_return("clock_nanosleep", 0, sleep_for(ms));
	helper_end(helper);
}

static void stop_restart(void)
{
	sleep_stopped(stop_sleep, 600);
}

static void stop_restart_twice(void)
{
	sleep_stopped(stop_sleep_twice, 1500);
}

static void stop_reads(pid_t pid, int writer)
{
	int i;

	for (i = 0; i < NR_READS; i++) {
		wait_blocked(pid, SYS_read, FIRST_FD + i);
		CALL_IS(0, kill, pid, SIGSTOP);
		wait_stopped(pid);
		CALL_IS(0, kill, pid, SIGCONT);
		wait_blocked(pid, SYS_read, FIRST_FD + i);
		write_bytes(writer, i + 1);
	}
}

static void signal_reexec_many(void)
{
	struct ends end = pipe_make();
	pid_t helper;
	int i;

	for (i = 0; i < NR_READS; i++)
		CALL_IS(FIRST_FD + i, dup3, end.reader, FIRST_FD + i, 0);
	helper = helper_start(stop_reads, end.writer);
	for (i = 0; i < NR_READS; i++)
		read_bytes(FIRST_FD + i, i + 1);
	helper_end(helper);
	for (i = 0; i < NR_READS; i++)
		CALL_IS(0, close, FIRST_FD + i);
	CALL_IS(0, close, end.reader);
}

const struct scenario restart_scenarios[] = {
	{ "signal-restart", "a read and a clock_nanosleep, interrupted by a handled signal",
	  signal_restart, NEEDS },
	{ "stop-restart", "clock_nanosleep of 600 ms, stopped and continued",
	  stop_restart, NEEDS },
	{ "stop-restart-twice", "clock_nanosleep of 1500 ms, stopped and continued twice",
	  stop_restart_twice, NEEDS },
	{ "signal-reexec", "reads stopped, restarted by a handler, ended by a handler",
	  signal_reexec, NEEDS },
	{ "signal-reexec-many", "32 reads, each stopped and continued",
	  signal_reexec_many, NEEDS },
	{ "signal-handled-sleep", "clock_nanosleep cut by a handler, nanosleep stopped",
	  signal_handled_sleep, NEEDS },
	{ }
};
