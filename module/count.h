/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What becomes of a call that ended: whether it is one that the session wants,
 * by how it ended and how long it took; counting it; and whether it leaves a
 * record.
 */
#ifndef _IOR_COUNT_H
#define _IOR_COUNT_H

#include "classify.h"
#include "inflight.h"

struct ior_event;

/**
 * struct ior_counter - what one CPU counted of one call
 * @calls: see struct ior_count; likewise the following
 * @recorded: and so on
 * @errors: and so on
 * @bytes: and so on
 * @ns: and so on
 * @min_ns: and so on, but U64_MAX while there is none
 * @max_ns: and so on
 * @left: calls until one is recorded, that one included; 0: the next is
 * @moves: all ones if what the call returns is a number of bytes, else 0
 * @buckets: see struct ior_count
 *
 * Written by its CPU with preemption off, read by anyone.
 */
struct ior_counter {
	u64	calls;
	u64	recorded;
	u64	errors;
	u64	bytes;
	u64	ns;
	u64	min_ns;
	u64	max_ns;
	s64	moves;
	u32	left;
	u64	buckets[IOR_NR_BUCKETS];
};

/**
 * struct ior_counters - what one CPU counted for a session
 * @call: by ABI and index; made when the call first ends, freed with the session
 * @rest: calls for whose counter there was no memory
 */
struct ior_counters {
	struct ior_counter	*call[IOR_NR_ABIS][IOR_CALL_BITS];
	struct ior_counter	rest;
};

/**
 * struct ior_sampling - a session that counts
 * @cpu: what each CPU counted; constant
 * @every: see struct ior_sample; written under ior_lock, read by probes
 */
struct ior_sampling {
	struct ior_counters __percpu *cpu;
	u32	every[IOR_NR_ABIS][IOR_CALL_BITS];
};

/*
 * The sessions that want to know of a call's names and values: all but those
 * that only count, and don't select by file.
 */
static inline u64 ior_count_curious(u64 sessions)
{
	return sessions & (~READ_ONCE(ior_live.silent) | READ_ONCE(ior_live.files));
}

/* One of so many calls leaves a record: is this another one?  If so, go past it. */
static __always_inline bool ior_counter_skip(struct ior_counter *c, u32 every)
{
	if (!every)
		return true;
	if (every == 1 || c->left <= 1)
		return false;
	c->left = min(c->left, every) - 1;	/* @every was larger then, maybe */
	return true;
}

/* @ret: if it is an error, @failed is set; one that is to be restarted returned 0. */
static __always_inline void ior_counter_end(struct ior_counter *c, long ret, bool failed)
{
	c->calls++;
	if (failed)
		c->errors++;
	else
		c->bytes += ret & c->moves;
}

/* It has a duration. */
static __always_inline void ior_counter_time(struct ior_counter *c, u64 ns)
{
	c->ns += ns;
	if (ns < c->min_ns)
		c->min_ns = ns;
	if (ns > c->max_ns)
		c->max_ns = ns;
	c->buckets[ior_bucket(ns)]++;
}

extern struct ior_class *ior_count_classes;

bool ior_count_call(struct ior_session *s, struct ior_event *ev, u32 flags, u64 ns);

void ior_count_judge(struct ior_session *s, u32 statuses, u64 min_ns);
int ior_count_sample(struct ior_session *s, const struct ior_sample *sample);
int ior_count_get(const struct ior_session *s, struct ior_count *count);
u64 ior_count_unrecorded(const struct ior_session *s);
void ior_count_close(struct ior_session *s);
void ior_count_free(struct ior_session *s);
void ior_count_put(void);

#endif /* _IOR_COUNT_H */
