// SPDX-License-Identifier: GPL-2.0-only
/* Group noreturn: calls that begin and never return to where they were made. */
#include <signal.h>
#include <stddef.h>

#include "workload.h"

#define ROUNDS	3

static volatile sig_atomic_t handled;

static void handler(int sig)
{
	(void)sig;
	handled++;
}

static void *exit_raw(void *unused)
{
	(void)unused;
	syscall(SYS_exit, 0);
	fail("exit: it returned");
}

/* The exit_group(2) is that of the program's own end. */
static void noreturn_syscalls(void)
{
	struct sigaction action = { .sa_handler = handler };
	struct sigaction before;
	int i;

	handled = 0;
	must("sigaction(SIGUSR1)", sigaction(SIGUSR1, &action, &before));
	for (i = 1; i <= ROUNDS; i++) {
		CALL_IS(0, tgkill, getpid(), gettid(), SIGUSR1);
		must_return("handled SIGUSR1", i, handled);
	}
	must("sigaction(SIGUSR1)", sigaction(SIGUSR1, &before, NULL));
	thread_run(exit_raw, NULL);
}

const struct scenario noreturn_scenarios[] = {
	{ "noreturn-syscalls", "3 handled signals (rt_sigreturn), a thread's exit, exit_group",
	  noreturn_syscalls, NULL },
	{ }
};
