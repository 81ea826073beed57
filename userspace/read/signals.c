// SPDX-License-Identifier: GPL-2.0-only
/*
 * Signals that end a trace are noted and looked for; what was set before is
 * what a command gets.
 */
#include <string.h>

#include "read.h"

static volatile sig_atomic_t caught;

static const int ending[] = { SIGINT, SIGTERM, SIGHUP };

#define NR_ENDING	ARRAY_SIZE(ending)

static struct sigaction before[NR_ENDING], before_pipe, before_size, before_child;

static void catch(int sig)
{
	caught = sig;
}

/* Its only use is to end a poll(2). */
static void wake(int sig)
{
	(void)sig;
}

/* What is ignored stays so: a shell does that for jobs in the background. */
void signals_catch(void)
{
	struct sigaction act = { .sa_handler = catch };
	unsigned int i;

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
}

void signals_restore(void)
{
	unsigned int i;

	for (i = 0; i < NR_ENDING; i++)
		sigaction(ending[i], &before[i], NULL);
	sigaction(SIGPIPE, &before_pipe, NULL);
	sigaction(SIGXFSZ, &before_size, NULL);
	sigaction(SIGCHLD, &before_child, NULL);
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
