// SPDX-License-Identifier: GPL-2.0-only
/*
 * Signals that end a trace are noted and looked for; what was set before is
 * what a command gets.
 */
#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "read.h"

#define TICK_NS		100000000	/* how soon a write ends that a signal did not */

static volatile sig_atomic_t caught, seen, in_write;
static timer_t ticks;
static bool has_ticks;

static const int ending[] = { SIGINT, SIGTERM, SIGHUP };

#define NR_ENDING	ARRAY_SIZE(ending)

static struct sigaction before[NR_ENDING], before_pipe, before_size, before_child;
static sigset_t before_mask;

static void tick(long ns)
{
	struct itimerspec spec = { .it_interval.tv_nsec = ns, .it_value.tv_nsec = ns };

	if (has_ticks)
		timer_settime(ticks, 0, &spec, NULL);
}

static void catch(int sig)
{
	int err = errno;

	caught = sig;
	seen = true;
	if (in_write)
		tick(TICK_NS);
	errno = err;
}

/* Its only use is to end a poll(2), or a write(2). */
static void wake(int sig)
{
	(void)sig;
}

/* What is ignored stays so: a shell does that for jobs in the background. */
void signals_catch(void)
{
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGCHLD };
	struct sigaction act = { .sa_handler = catch };
	unsigned int i;
	sigset_t set;

	has_ticks = !timer_create(CLOCK_MONOTONIC, &event, &ticks);
	for (i = 0; i < NR_ENDING; i++) {
		sigaction(ending[i], NULL, &before[i]);
		if (before[i].sa_handler != SIG_IGN)
			sigaction(ending[i], &act, NULL);
	}
	act.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &act, &before_pipe);
	sigaction(SIGXFSZ, &act, &before_size);
	act.sa_handler = wake;
	act.sa_flags = SA_NOCLDSTOP;
	sigaction(SIGCHLD, &act, &before_child);
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);	/* whoever started us may have blocked it */
	sigprocmask(SIG_UNBLOCK, &set, &before_mask);
}

void signals_restore(void)
{
	unsigned int i;

	for (i = 0; i < NR_ENDING; i++)
		sigaction(ending[i], &before[i], NULL);
	sigaction(SIGPIPE, &before_pipe, NULL);
	sigaction(SIGXFSZ, &before_size, NULL);
	sigaction(SIGCHLD, &before_child, NULL);
	sigprocmask(SIG_SETMASK, &before_mask, NULL);
}

/* Hold them back, SIGCHLD too, to wait for them with sigsuspend(2). */
void signals_block(sigset_t *old)
{
	sigset_t set;
	unsigned int i;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	for (i = 0; i < NR_ENDING; i++)
		sigaddset(&set, ending[i]);
	sigprocmask(SIG_BLOCK, &set, old);
}

/* A signal that came since the last time, or 0. */
int signals_take(void)
{
	/* in one step: one that comes between a load and a store would be lost */
	return __atomic_exchange_n(&caught, 0, __ATOMIC_RELAXED);
}

/* Did any come so far? */
bool signals_seen(void)
{
	return seen;
}

/*
 * write(2), which may block, once.  A signal ends that for certain, also one that
 * comes just before it: from the first on there are ticks, each of which is one.
 * Returns bytes, or a negative errno.
 */
ssize_t signals_write(int fd, const void *mem, size_t len)
{
	ssize_t n;

	in_write = true;
	if (seen)
		tick(TICK_NS);
	n = write(fd, mem, len);
	if (n < 0)
		n = -errno;
	in_write = false;
	if (seen)
		tick(0);
	return n;
}
