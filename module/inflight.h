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
 * enum ior_birth - what the first exit of a task means, which no enter preceded
 * @IOR_BIRTH_NONE: it is not the first
 * @IOR_BIRTH_FORK: the return of the fork that made the task
 * @IOR_BIRTH_KERNEL: nothing: a thread of the kernel became a program
 */
enum ior_birth {
	IOR_BIRTH_NONE,
	IOR_BIRTH_FORK,
	IOR_BIRTH_KERNEL,
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
 * @birth: how it came to be, until it shows its first call
 *
 * Made by the task itself, or by its parent before it runs; afterwards only
 * the task looks at it, but for walks under ior_lock: they read @sessions,
 * @time, @nr and @abi, and take bits from @sessions by cmpxchg.
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
	u8			birth;
};

int ior_inflight_open(void);
void ior_inflight_close(void);
struct ior_task *ior_inflight_find(struct task_struct *task);
struct ior_task *ior_inflight_add(struct task_struct *task);
void ior_inflight_del(struct ior_task *t);
u64 ior_inflight_count(const struct ior_session *s);
void ior_inflight_forget(const struct ior_session *s);

#endif /* _IOR_INFLIGHT_H */
