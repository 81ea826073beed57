/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Calls that the kernel interrupts and makes again.
 *
 * To the tracepoints "the kernel makes it again" and "the program tries again"
 * look the same.  What is different lies between: after a restart code, either
 * no handler runs, and the task's next call is the same one again (or
 * restart_syscall, after -ERESTART_RESTARTBLOCK); or handlers run, the first of
 * which decides whether it is made again when the last has returned, at the
 * same place of the program, with the same stack (arch/x86/kernel/signal.c,
 * handle_signal() and arch_do_signal_or_restart()).  So the record of a call
 * that ended with such a code waits until that is known.
 */
#ifndef _IOR_RESTART_H
#define _IOR_RESTART_H

#include "classify.h"
#include "inflight.h"

struct ior_event;
struct k_sigaction;
struct pt_regs;

bool ior_restart_pause(struct ior_task *t, struct pt_regs *regs, struct ior_event *ev);
void ior_restart_signal(struct ior_task *t, const struct k_sigaction *ka);
u64 ior_restart_enter(struct ior_task *t, struct pt_regs *regs, const struct ior_class *class,
		      unsigned int abi, unsigned int nr);
void ior_restart_forget(struct ior_task *t);
void ior_restart_end(struct ior_task *t, u32 flags);

#endif /* _IOR_RESTART_H */
