/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is known of a task from one probe to the next.  Keyed by the task
 * itself: exec by a thread that is not the leader swaps the numbers.
 */
#ifndef _IOR_INFLIGHT_H
#define _IOR_INFLIGHT_H

#include <linux/rcupdate.h>
#include <linux/rhashtable-types.h>

#include "ior.h"

/**
 * enum ior_due - an exit that a task has before it and that is no call's
 * @IOR_DUE_NONE: there is none
 * @IOR_DUE_FORK: the return, in the new task, of the fork that made it
 * @IOR_DUE_NO_RETURN: that of a call that was recorded as never to return:
 *	rt_sigreturn does when the frame is bad
 * @IOR_DUE_EXEC: the end of an exec that is recorded, or was no call: the
 *	kernel's own
 */
enum ior_due {
	IOR_DUE_NONE,
	IOR_DUE_FORK,
	IOR_DUE_NO_RETURN,
	IOR_DUE_EXEC,
};

/**
 * struct ior_task - one traced task
 *
 * @node: in the table of all
 * @task: the key
 * @rcu: frees it
 * @time: when the call in flight began
 * @last: when the task's newest record ended; its next one ends later
 * @sessions: those that saw it begin; 0 when no call is in flight
 * @args: of the call in flight
 * @nr: likewise
 * @abi: likewise
 * @due: enum ior_due; void with the next call that begins
 *
 * Made by the task itself, or by its parent before it runs; afterwards only
 * the task looks at it, but for walks under ior_lock, when a session stops or
 * selects less: they read @nr and @abi and take the session's bit from
 * @sessions by cmpxchg.
 * Freed when the task dies, or with the table.
 */
struct ior_task {
	struct rhash_head	node;
	struct task_struct	*task;
	struct rcu_head		rcu;
	u64			time;
	u64			last;
	u64			sessions;
	unsigned long		args[IOR_NR_ARGS];
	u32			nr;
	u8			abi;
	u8			due;
};

int ior_inflight_open(void);
void ior_inflight_close(void);
struct ior_task *ior_inflight_find(struct task_struct *task);
struct ior_task *ior_inflight_add(struct task_struct *task);
void ior_inflight_del(struct ior_task *t);
u64 ior_inflight_drop(const struct ior_session *s);
void ior_inflight_forget(const struct ior_session *s);

#endif /* _IOR_INFLIGHT_H */
