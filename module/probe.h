/* SPDX-License-Identifier: GPL-2.0-only */
/* What hangs on the tracepoints: probe.c, put there by hook.c. */
#ifndef _IOR_PROBE_H
#define _IOR_PROBE_H

#include "compat.h"
#include "ior.h"

struct k_sigaction;
struct kernel_siginfo;
struct linux_binprm;
struct pt_regs;
struct task_struct;

void ior_probe_sys_enter(void *data, struct pt_regs *regs, long id);
void ior_probe_sys_exit(void *data, struct pt_regs *regs, long ret);
void ior_probe_signal(void *data, int sig, struct kernel_siginfo *info, struct k_sigaction *ka);
void ior_probe_fork(void *data, struct task_struct *parent, struct task_struct *child);
void ior_probe_exec(void *data, struct task_struct *task, pid_t old_pid,
		    struct linux_binprm *bprm);
IOR_EXIT_PROBE(ior_probe_exit);
void ior_probe_rename(void *data, struct task_struct *task, const char *comm);

#endif /* _IOR_PROBE_H */
