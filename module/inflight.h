/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is known of a task from one probe to the next.  Keyed by the task
 * itself: exec by a thread that is not the leader swaps the numbers.
 */
#ifndef _IOR_INFLIGHT_H
#define _IOR_INFLIGHT_H

#include <linux/atomic.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/rhashtable-types.h>
#include <linux/sched.h>

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
 * struct ior_syscall - a call, from its beginning to its record
 *
 * @time: when it began
 * @args: its arguments
 * @name: see struct ior_record
 * @aux: likewise
 * @named: sessions that have every NAME in @name
 * @match: sessions with a pattern that one of the names matches
 * @flags: what is known of its flags, %IOR_CALL_*
 * @nr: its number
 * @abi: enum ior_abi
 */
struct ior_syscall {
	u64		time;
	unsigned long	args[IOR_NR_ARGS];
	u32		name[2];
	u64		aux;
	u64		named;
	u64		match;
	u32		flags;
	u32		nr;
	u8		abi;
};

struct ior_rings;

/**
 * enum ior_pause - a call of a task that the kernel may restart
 * @IOR_PAUSE_NONE: there is none
 * @IOR_PAUSE_OPEN: the call in flight ended with a restart code; whether it
 *	goes on is known with the next signal that is handled, or call that begins
 * @IOR_PAUSE_HANDLER: it goes on when the signal handlers have returned
 */
enum ior_pause {
	IOR_PAUSE_NONE,
	IOR_PAUSE_OPEN,
	IOR_PAUSE_HANDLER,
};

/**
 * struct ior_task - one traced task
 *
 * @node: in the table of all
 * @task: the key
 * @rcu: frees it
 * @traced: sessions that traced it when this was made: the last thread of its
 *	process may take it out of their sets before this one has died
 * @last: when the task's newest record ended; its next one ends later
 * @ended: when its newest call ended
 * @sessions: those that saw the call in flight begin; 0 when there is none
 * @call: the call in flight
 * @continues: of @sessions, those that have the part which this call continues
 * @due: enum ior_due; void with the next call that begins
 * @pause: enum ior_pause, and what it is about:
 * @handlers: signal handlers that have not returned
 * @paused: sessions that have the part which is to be continued
 * @ret: its restart code
 * @nr: its number
 * @ip: where the program goes on
 * @sp: with which stack
 * @base: for each path of the call that could not be read when it began: the
 *	directory that it would start at; kmalloc'ed, its id in @base_id
 * @base_id: likewise
 * @rings: io_uring's registered rings, kmalloc'ed when the first appears
 *
 * Made by the task itself, or by its parent before it runs; afterwards only
 * the task looks at it, but for walks under ior_lock, when a session stops or
 * selects less: they read nr and abi of @call and take the session's bit from
 * @sessions, @paused and @traced by cmpxchg.
 * Freed when the task dies, or with the table.
 */
struct ior_task {
	struct rhash_head	node;
	struct task_struct	*task;
	struct rcu_head		rcu;
	u64			traced;
	u64			last;
	u64			ended;
	u64			sessions;
	struct ior_syscall		call;
	u64			continues;
	u8			due;
	u8			pause;
	u16			handlers;
	u32			nr;
	u64			paused;
	long			ret;
	unsigned long		ip;
	unsigned long		sp;
	char			*base[2];
	u32			base_id[2];
	struct ior_rings	*rings;
};

/**
 * struct ior_newest - what a CPU found last: the next one is often the same
 * @task: for this task
 * @t: this
 * @gen: ior_inflight_gen then
 *
 * Written and read by its CPU with preemption off.  @t is good as long as no
 * task died: another one at the address of @task can't run before that shows.
 */
struct ior_newest {
	struct task_struct	*task;
	struct ior_task		*t;
	int			gen;
};

DECLARE_PER_CPU(struct ior_newest, ior_newest);
extern atomic_t ior_inflight_gen;

int ior_inflight_open(void);
void ior_inflight_close(void);
struct ior_task *ior_inflight_find(struct task_struct *task);
struct ior_task *ior_inflight_find_slow(void);
struct ior_task *ior_inflight_add(struct task_struct *task, u64 sessions);
void ior_inflight_trace(struct ior_task *t, u64 sessions);
void ior_inflight_exec(struct ior_task *t);
void ior_inflight_del(struct ior_task *t);
u64 ior_inflight_drop(const struct ior_session *s);
void ior_inflight_forget(const struct ior_session *s);

/* A record that concerns the task ended then: its next one ends later. */
static __always_inline void ior_inflight_raise(struct ior_task *t, u64 time)
{
	if (t && unlikely(t->last < time))
		t->last = time;
}

/* That of the current task, or NULL. */
static __always_inline struct ior_task *ior_inflight_current(void)
{
	const struct ior_newest *newest = this_cpu_ptr(&ior_newest);

	if (likely(newest->task == current && newest->gen == atomic_read(&ior_inflight_gen)))
		return newest->t;
	return ior_inflight_find_slow();
}

#endif /* _IOR_INFLIGHT_H */
