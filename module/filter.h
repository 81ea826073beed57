/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which sessions trace a task, and which a call: each answer is one word with
 * a bit for every session, so that "none" is one test for all of them.
 */
#ifndef _IOR_FILTER_H
#define _IOR_FILTER_H

#include <linux/atomic.h>
#include <linux/nospec.h>
#include <linux/sched.h>
#include <linux/threads.h>

#include "ior.h"

/**
 * enum ior_watch - calls that the probes look at even if nobody selected them
 * @IOR_WATCH_NONE: not this one
 * @IOR_WATCH_SIGRETURN: the end of a signal handler
 * @IOR_WATCH_OLD_SIGRETURN: likewise, of old 32-bit programs
 * @IOR_WATCH_RESTART: restart_syscall, by which another call goes on
 * @IOR_NR_WATCHES: how many there are
 */
enum ior_watch {
	IOR_WATCH_NONE,
	IOR_WATCH_SIGRETURN,
	IOR_WATCH_OLD_SIGRETURN,
	IOR_WATCH_RESTART,
	IOR_NR_WATCHES,
};

/*
 * A map from tgid to a word of session bits, in leaves that are made when a bit
 * is first set in them, which hang on branches that are made for the first leaf.
 * No pointer is NULL: what is not there leads to a leaf of zeroes, so that a
 * look-up has no branch.
 *
 * Bits are changed atomically, by ioctl under ior_lock, and by the fork and exit
 * probes; leaves and branches appear by cmpxchg and stay until the last session
 * closes, and a grace period longer.
 */
#define IOR_LEAF_TGIDS		(PAGE_SIZE / sizeof(atomic64_t))
#define IOR_BRANCH_LEAVES	128
#define IOR_BRANCH_TGIDS	(IOR_BRANCH_LEAVES * IOR_LEAF_TGIDS)
#define IOR_MAP_BRANCHES	DIV_ROUND_UP(PID_MAX_LIMIT, IOR_BRANCH_TGIDS)

struct ior_leaf {
	atomic64_t	bits[IOR_LEAF_TGIDS];
};

struct ior_branch {
	struct ior_leaf	*leaf[IOR_BRANCH_LEAVES];
	struct rcu_head	rcu;
};

struct ior_map {
	struct ior_branch *branch[IOR_MAP_BRANCHES];
};

extern struct ior_map ior_filter_in;	/* traced; a child may get its parent's bits */
extern struct ior_map ior_filter_out;	/* readers, left out by sessions that trace all */
extern u64 ior_filter_calls[IOR_NR_ABIS][IOR_CALL_BITS];
extern u64 ior_filter_watches[IOR_NR_ABIS][IOR_NR_WATCHES];

static __always_inline u64 ior_map_bits(const struct ior_map *map, pid_t tgid)
{
	struct ior_branch *branch = READ_ONCE(map->branch[tgid / IOR_BRANCH_TGIDS]);
	struct ior_leaf *leaf = READ_ONCE(branch->leaf[tgid / IOR_LEAF_TGIDS % IOR_BRANCH_LEAVES]);

	return atomic64_read(&leaf->bits[tgid % IOR_LEAF_TGIDS]);
}

/*
 * The running sessions that trace this process.  The first thing that a probe
 * does, and for most tasks the last.
 */
static __always_inline u64 ior_filter_task(pid_t tgid)
{
	u64 in = ior_map_bits(&ior_filter_in, tgid);

	/* pairs with the release in ior_probe_start(): the session is whole */
	return (in | READ_ONCE(ior_live.all)) & smp_load_acquire(&ior_live.running);
}

/* Of these sessions, the ones that do not read in this process. */
static __always_inline u64 ior_filter_readers(u64 sessions, pid_t tgid)
{
	u64 all = sessions & READ_ONCE(ior_live.all);

	if (all)
		sessions &= ~(all & ior_map_bits(&ior_filter_out, tgid));
	return sessions;
}

/*
 * A number as an index: the program chose it, and the range test of the kernel
 * comes after the tracepoint.  The last index is for all that have none.
 */
static __always_inline unsigned int ior_call_index(unsigned int nr)
{
	return array_index_nospec(min_t(unsigned int, nr, IOR_CALL_BITS - 1), IOR_CALL_BITS);
}

/* The sessions, running or not, that select this call. */
static __always_inline u64 ior_filter_call(unsigned int abi, unsigned int nr)
{
	return READ_ONCE(ior_filter_calls[abi][ior_call_index(nr)]);
}

/*
 * The number of a call for which ior_abi_is_native() says yes, so that it does
 * not lead out of a table even where the processor only guesses that it did.
 */
static __always_inline unsigned long ior_native_index(unsigned long nr)
{
	OPTIMIZER_HIDE_VAR(nr);		/* the compiler would trust the test */
	return nr % IOR_CALL_BITS;
}

static __always_inline u64 ior_filter_native(unsigned long nr)
{
	return READ_ONCE(ior_filter_calls[IOR_ABI_NATIVE][nr]);
}

/* Of a call that the probes watch, the sessions that did select it. */
static __always_inline u64 ior_filter_watched(unsigned int abi, unsigned int watch)
{
	return READ_ONCE(ior_filter_watches[abi][watch]);
}

void ior_filter_changes(struct ior_session *s);
void ior_filter_changed(struct ior_session *s);
void ior_filter_init(void);
void ior_filter_open(struct ior_session *s);
void ior_filter_close(struct ior_session *s);
int ior_filter_set(struct ior_session *s, const struct ior_filter *filter);
int ior_filter_tgid(struct ior_session *s, const struct ior_tgid *arg);
int ior_filter_defaults(struct ior_session *s, pid_t pid);
int ior_filter_leave_out(struct ior_session *s);
unsigned int ior_filter_tgids(struct ior_session *s);
void ior_filter_put(void);
void ior_filter_fork(pid_t parent, pid_t child);
void ior_filter_dead(pid_t tgid);

#endif /* _IOR_FILTER_H */
