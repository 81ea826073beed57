/* SPDX-License-Identifier: GPL-2.0-only */
/* A call, from its beginning to its record. */
#ifndef _IOR_CALL_H
#define _IOR_CALL_H

#include "classify.h"
#include "record.h"

struct linux_binprm;

void ior_call_settle(struct ior_task *t);
void ior_call_look(struct ior_task *t, struct ior_syscall *call, const struct ior_class *class,
		   u64 sessions, bool certain);
void ior_call_look_end(struct ior_task *t, struct ior_syscall *call,
		       const struct ior_class *class, struct ior_event *ev);
void ior_call_exec(struct ior_task *t, u64 sessions, const struct linux_binprm *bprm);
void ior_call_end(struct ior_task *t, struct ior_syscall *call, struct ior_event *ev);
struct ior_event ior_call_in_flight(struct ior_task *t, u64 others, u32 flags);

#endif /* _IOR_CALL_H */
