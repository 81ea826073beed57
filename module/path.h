/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which files a call works on: its descriptors and its path arguments.
 */
#ifndef _IOR_PATH_H
#define _IOR_PATH_H

#include "classify.h"
#include "inflight.h"
#include "name.h"

struct linux_binprm;

void ior_path_touch(struct pt_regs *regs, const struct ior_class *class, unsigned int abi);
void ior_path_enter(struct ior_naming *nm, struct ior_task *t, struct ior_syscall *call,
		    const struct ior_class *class, bool certain);
void ior_path_enter_fd(struct ior_naming *nm, struct ior_syscall *call,
		       const struct ior_class *class, bool certain);
void ior_path_exec(struct ior_naming *nm, struct ior_task *t, struct ior_syscall *call,
		   const struct linux_binprm *bprm);
void ior_path_exit(struct ior_naming *nm, struct ior_task *t, struct ior_syscall *call,
		   const struct ior_class *class, long ret);
u32 ior_path_literal(struct ior_naming *nm, const char *text, size_t len);
u32 ior_path_fd(struct ior_naming *nm, struct ior_syscall *call, int fd, u32 *flags);

#endif /* _IOR_PATH_H */
