/* SPDX-License-Identifier: GPL-2.0-only */
/* Sessions that want calls of some tasks only: IOR_IOC_WHO. */
#ifndef _IOR_WHO_H
#define _IOR_WHO_H

#include "ior.h"

struct task_struct;

/* The sessions that select by file, or by task; what they select is there. */
static __always_inline u64 ior_picks_live(void)
{
	/* pairs with the barriers in ior_files_set() and ior_who_set() */
	return smp_load_acquire(&ior_live.picks);
}

int ior_who_set(struct ior_session *s, const struct ior_who *who);
void ior_who_close(struct ior_session *s);
bool ior_who_has(const struct ior_session *s, struct task_struct *task);
u64 ior_who_have(u64 sessions);
u64 ior_who_may_have(u64 sessions);
u64 ior_who_have_task(u64 sessions, struct task_struct *task, const char *comm);

#endif /* _IOR_WHO_H */
