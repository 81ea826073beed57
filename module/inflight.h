/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is known of a task from one probe to the next.  Keyed by the task
 * itself: exec by a thread that is not the leader swaps the numbers.
 */
#ifndef _IOR_INFLIGHT_H
#define _IOR_INFLIGHT_H

#include <linux/atomic.h>
#include <linux/err.h>
#include <linux/hash.h>
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

struct dentry;
struct file;
struct ior_class;

/**
 * struct ior_syscall - a call, from its beginning to its record
 *
 * @time: when it began; after its end: between that and then
 * @args: its arguments
 * @name: see struct ior_record
 * @aux: likewise
 * @named: sessions that have every NAME in @name
 * @match: sessions with a pattern that one of the names matches
 * @id: ABI and number, see ior_call_id()
 * @quick: its class, if it began the quick way: then ior_call_settle() sets
 *	what is still to be known; else NULL
 * @flags: what is known of its flags, %IOR_CALL_*
 */
struct ior_syscall {
	u64		time;
	unsigned long	args[IOR_NR_ARGS];
	u32		name[2];
	u64		aux;
	u64		named;
	u64		match;
	u64		id;
	const struct ior_class *quick;
	u32		flags;
};

/* One word: whoever looks at the call of another task does not get half of it. */
static __always_inline u64 ior_call_id(unsigned int abi, unsigned int nr)
{
	return (u64)abi << 32 | nr;
}

static __always_inline unsigned int ior_call_abi(const struct ior_syscall *call)
{
	return READ_ONCE(call->id) >> 32;
}

static __always_inline unsigned int ior_call_nr(const struct ior_syscall *call)
{
	return READ_ONCE(call->id);
}

struct ior_ring;
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
 * @sessions: those that saw the call in flight begin; 0 when there is none
 * @call: the call in flight
 * @continues: of @sessions, those that know the part which this call continues
 * @due: enum ior_due; void with the next call that begins
 * @pause: enum ior_pause, and what it is about:
 * @handlers: signal handlers that have not returned
 * @unusual: these three; 0: nothing is due, nothing paused, no handler runs
 * @paused: sessions that know the part which is to be continued
 * @withheld: of these, and of @continues, those that only counted it
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
 * selects less: they read the id of @call and take the session's bit from
 * @sessions, @paused and @traced by cmpxchg.
 * Freed when the task dies, or with the table.
 */
struct ior_task {
	struct rhash_head	node;
	struct task_struct	*task;
	struct rcu_head		rcu;
	u64			traced;
	u64			last;
	u64			sessions;
	struct ior_syscall	call;
	u64			continues;
	union {
		struct {
			u8	due;
			u8	pause;
			u16	handlers;
		};
		u32		unusual;
	};
	u32			nr;
	u64			paused;
	u64			withheld;
	long			ret;
	unsigned long		ip;
	unsigned long		sp;
	char			*base[2];
	u32			base_id[2];
	struct ior_rings	*rings;
};

/**
 * struct ior_here_file - a descriptor whose file's name was sent
 * @file: the file, or IOR_NO_FILE
 * @sum: see ior_file_sum()
 * @renames: rename_lock
 * @id: of its name
 * @fd: the descriptor
 */
struct ior_here_file {
	const struct file	*file;
	u64			sum;
	u32			renames;
	u32			id;
	u32			fd;
};

/* What no descriptor is and has, not even one that is not open. */
#define IOR_NO_FD	U32_MAX
#define IOR_NO_FILE	ERR_PTR(-EBADF)

/**
 * struct ior_here - what a CPU knows of the task whose call it saw last
 *
 * The next call is most often of the same task, and little changes meanwhile.
 *
 * @key: ior_here_key() of a task whose calls may be quick (probe.c), or 0
 * @others: ior_here_key() of a task that no session traces, or 0
 * @known: ior_here_key() of the task that the following is about, or 0
 * @sessions: those that trace it, and run
 * @t: what is known of it
 * @ring: if only one traces it: where the records go; else, or where that has to
 *	be found out for each call, ior_no_ring
 * @classes: what is to be done for its calls: ior_classes, or ior_count_classes
 * @judged: the session that finds it out when the call ends, or NULL
 * @file: the file that it used last
 *
 * Written and read by its CPU, with preemption off.
 */
struct ior_here {
	u64			key;
	u64			others;
	u64			known;
	u64			sessions;
	struct ior_task		*t;
	struct ior_ring		*ring;
	const struct ior_class	*classes;
	struct ior_here_file	file;
	const struct ior_session *judged;
};

DECLARE_PER_CPU(struct ior_here, ior_here);
extern atomic64_t ior_here_gen;

/*
 * The current task, and the state of all that decides what is known of it: a
 * number that changes with each task that is traced and dies or begins, each
 * start and stop, each change of what a session selects, each new reader, and
 * each look of the clock's work.  That another task gets the same sum is
 * possible, with odds of 1 to 2^64.
 */
static __always_inline u64 ior_here_key(void)
{
	return (unsigned long)current + atomic64_read(&ior_here_gen);
}

/* What was known may be so no more.  Whoever changed something says so then. */
static inline void ior_here_forget(void)
{
	smp_mb__before_atomic();	/* pairs with the acquire in ior_here_find() */
	atomic64_add(GOLDEN_RATIO_64, &ior_here_gen);
}

u64 ior_here_look(struct ior_task **t);

/*
 * The running sessions that trace the current task, and what is known of it.
 * While calls are traced; with preemption off.
 */
static __always_inline u64 ior_here_find(struct ior_task **t)
{
	if (likely(this_cpu_read(ior_here.known) == ior_here_key())) {
		*t = this_cpu_read(ior_here.t);
		return this_cpu_read(ior_here.sessions);
	}
	return ior_here_look(t);
}

int ior_inflight_open(void);
void ior_inflight_close(void);
struct ior_task *ior_inflight_find(struct task_struct *task);
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

#endif /* _IOR_INFLIGHT_H */
