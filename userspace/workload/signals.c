// SPDX-License-Identifier: GPL-2.0-only
/* Group signals: a signal that is blocked, sent in every way, and waited for. */
#include <linux/time_types.h>
#include <signal.h>

#include "workload.h"

#define WAIT_MS		100

/* What rt_sigaction(2) takes: libc's struct sigaction has another layout. */
struct kernel_action {
	void (*handler)(int sig);
	unsigned long flags;
	void (*restorer)(void);
	unsigned long mask;
};

#define SET_SIZE	sizeof(unsigned long)

static void alternate_stack(void)
{
	static char memory[1 << 16];
	stack_t stack = { .ss_sp = memory, .ss_size = sizeof(memory) };

	CALL_IS(0, sigaltstack, &stack, NULL);
	stack.ss_flags = SS_DISABLE;
	CALL_IS(0, sigaltstack, &stack, NULL);
}

static void send_to_self(void)
{
	siginfo_t info = { .si_signo = SIGUSR1, .si_code = SI_QUEUE };
	pid_t pid = getpid(), tid = gettid();

	CALL_IS(0, kill, pid, SIGUSR1);
	CALL_IS(0, tgkill, pid, tid, SIGUSR1);
	CALL_IS(0, tkill, tid, SIGUSR1);
	CALL_IS(0, rt_sigqueueinfo, pid, SIGUSR1, &info);
}

/*
 * What is blocked is pending even if it is ignored.  The thread has one, which
 * is waited for; the process has one, which nobody gets.
 */
static void signals_basic(void)
{
	static const struct __kernel_timespec limit = { 0, WAIT_MS * 1000000L };
	struct kernel_action ignore = { .handler = SIG_IGN }, before;
	const unsigned long set = 1UL << (SIGUSR1 - 1);
	unsigned long mask, pending;

	CALL_IS(0, rt_sigaction, SIGUSR1, &ignore, &before, SET_SIZE);
	CALL_IS(0, rt_sigprocmask, SIG_BLOCK, &set, &mask, SET_SIZE);
	alternate_stack();
	send_to_self();
	CALL_IS(0, rt_sigpending, &pending, SET_SIZE);
	if (!(pending & set))
		fail("rt_sigpending: SIGUSR1 is not pending");
	CALL_IS(SIGUSR1, rt_sigtimedwait, &set, NULL, &limit, SET_SIZE);
	CALL_IS(0, rt_sigprocmask, SIG_SETMASK, &mask, NULL, SET_SIZE);
	CALL_IS(0, rt_sigaction, SIGUSR1, &before, NULL, SET_SIZE);
}

const struct scenario signals_scenarios[] = {
	{ "signals-basic", "SIGUSR1 blocked, sent to itself in 4 ways, and waited for",
	  signals_basic, NULL },
	{ }
};
