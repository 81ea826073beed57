// SPDX-License-Identifier: GPL-2.0-only
/*
 * Calls that the kernel interrupts and makes again: see restart.h.
 *
 * Where there is doubt there are two calls: when a handler leaves by
 * siglongjmp(3), when a call is interrupted within a handler, when a tracer
 * changes what the registers say.
 */
#include <linux/ptrace.h>
#include <linux/sched/signal.h>
#include <linux/signal.h>

#include "call.h"
#include "restart.h"

/* What waits for signal handlers is not followed any more. */
void ior_restart_forget(struct ior_task *t)
{
	t->pause = IOR_PAUSE_NONE;
	t->handlers = 0;
	WRITE_ONCE(t->paused, 0);
}

/* A handler's stack is below, or elsewhere; one that was left by a jump is not. */
static bool is_in_handler(const struct ior_task *t, struct pt_regs *regs)
{
	unsigned long sp = user_stack_pointer(regs);

	return sp < t->sp || on_sig_stack(sp);
}

/*
 * The call ended with a restart code.  Returns true if its record waits: false
 * while handlers run, because then another call waits already, and where a
 * session did not see it begin.
 *
 * What it ends with is looked at now: ior_restart_signal() can't, with a lock
 * held that interrupts take, too.
 */
bool ior_restart_pause(struct ior_task *t, struct pt_regs *regs, struct ior_event *ev)
{
	const struct ior_class *class = ior_call_class(&t->call);

	if (t->pause == IOR_PAUSE_HANDLER && !is_in_handler(t, regs))
		ior_restart_forget(t);
	if (t->pause != IOR_PAUSE_NONE || ev->sessions & ~ev->seen)
		return false;
	t->pause = IOR_PAUSE_OPEN;
	t->ret = ev->ret;
	t->nr = ior_call_nr(&t->call);
	t->ip = instruction_pointer(regs);
	t->sp = user_stack_pointer(regs);
	if (class->work & IOR_WORK_EXIT)
		ior_call_look_end(t, &t->call, class, ev);
	return true;
}

/* It is decided what becomes of the call whose record waits. */
void ior_restart_end(struct ior_task *t, u32 flags)
{
	struct ior_event ev = ior_call_in_flight(t, 0, flags);

	ev.ret = t->ret;
	ior_restart_forget(t);
	if (ev.sessions)
		ior_call_end(t, &t->call, &ev);
	else
		WRITE_ONCE(t->sessions, 0);
	if (flags & IOR_CALL_RESTARTS)
		WRITE_ONCE(t->paused, (ev.got | ev.withheld) & ev.sessions);
	t->withheld = ev.withheld & ev.sessions;
}

static bool is_handled(const struct k_sigaction *ka)
{
	return ka->sa.sa_handler != SIG_IGN && ka->sa.sa_handler != SIG_DFL;
}

/* A signal is about to be acted on. */
void ior_restart_signal(struct ior_task *t, const struct k_sigaction *ka)
{
	if (t->pause == IOR_PAUSE_NONE || !is_handled(ka))
		return;
	if (t->pause == IOR_PAUSE_HANDLER) {
		if (t->handlers < U16_MAX)
			t->handlers++;
		return;
	}
	if (t->ret != -ERESTARTNOINTR &&
	    !(t->ret == -ERESTARTSYS && ka->sa.sa_flags & SA_RESTART)) {
		ior_restart_end(t, 0);		/* the program gets EINTR */
		return;
	}
	ior_restart_end(t, IOR_CALL_RESTARTS);
	t->pause = IOR_PAUSE_HANDLER;
	t->handlers = 1;
}

/* Is this the place where the call that waits was made? */
static bool is_place(const struct ior_task *t, struct pt_regs *regs)
{
	return instruction_pointer(regs) == t->ip && user_stack_pointer(regs) == t->sp;
}

/*
 * A call begins.  Returns the sessions for which it continues another, whose
 * part they have got.
 */
u64 ior_restart_enter(struct ior_task *t, struct pt_regs *regs, const struct ior_class *class,
		      unsigned int abi, unsigned int nr)
{
	bool returns = class->watch == IOR_WATCH_SIGRETURN ||
		       class->watch == IOR_WATCH_OLD_SIGRETURN;
	bool same = is_place(t, regs);
	u64 continues;

	if (t->pause == IOR_PAUSE_HANDLER) {
		if (t->handlers) {
			t->handlers -= returns;
			return 0;
		}
		continues = same && nr == t->nr ? READ_ONCE(t->paused) : 0;
		ior_restart_forget(t);
		return continues;
	}
	same = same && abi == ior_call_abi(&t->call);	/* nothing else was called meanwhile */
	if (t->ret == -ERESTART_RESTARTBLOCK)
		same = same && class->watch == IOR_WATCH_RESTART;
	else
		same = same && nr == t->nr;
	ior_restart_end(t, same ? IOR_CALL_RESTARTS : 0);
	continues = READ_ONCE(t->paused);
	WRITE_ONCE(t->paused, 0);
	return same ? continues : 0;
}
