/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From what happened to records in the rings of those that want to know.
 *
 *	ior_record_begin(sessions);
 *	now = ior_record_clock(t);
 *	... one record or several, which end at now or later ...
 *	ior_record_end(sessions);
 */
#ifndef _IOR_RECORD_H
#define _IOR_RECORD_H

#include "clock.h"
#include "inflight.h"
#include "ring.h"

/**
 * struct ior_event - a CALL or ENTER record to be made, for however many sessions
 * @call: the call
 * @sessions: for these
 * @seen: these saw the call begin
 * @continues: these know the part that it continues
 * @withheld: of these, those that only counted that; set to those that only count
 *	this one
 * @now: when it ended
 * @last: when the task's call before ended; 0 if that is not known
 * @got: set to those in whose rings it is
 * @ret: what it returned
 * @flags: %IOR_CALL_*, more than @call has
 * @tid: who made it
 * @type: enum ior_record_type
 * @looked: ior_call_look_end() was called
 */
struct ior_event {
	const struct ior_syscall	*call;
	u64			sessions;
	u64			seen;
	u64			continues;
	u64			withheld;
	u64			now;
	u64			last;
	u64			got;
	long			ret;
	u32			flags;
	u32			tid;
	u8			type;
	bool			looked;
};

u64 ior_record_call(struct ior_event *ev);
bool ior_record_is_call(u8 type, u32 flags);
void ior_record_task(u64 sessions, struct task_struct *task, const struct ior_record *what);

/*
 * Does the session know the call's names?  Those that a call began with were
 * not sent to one that did not see it begin, when others did.
 */
static inline bool ior_record_knows_names(const struct ior_session *s, const struct ior_event *ev)
{
	return !ev->seen || ev->seen & s->bit;
}

static __always_inline void ior_record_begin(u64 sessions)
{
	struct ior_session *s;

	for_each_session(s, sessions)
		ior_ring_begin(this_cpu_ptr(s->ring));
	ior_mb_before_clock();	/* pairs with the reader's (B) */
}

static __always_inline void ior_record_end(u64 sessions)
{
	struct ior_session *s;

	for_each_session(s, sessions)
		ior_ring_end(this_cpu_ptr(s->ring));
}

/*
 * The time by which a record of this task ends: later than its last one, on
 * whichever CPU that was and however coarse the clock is.
 */
static __always_inline u64 ior_record_clock(const struct ior_task *t)
{
	u64 now = ior_clock();

	return t ? max(now, t->last + 1) : now;
}

/* After records were written: the reader may have slept long enough. */
static __always_inline void ior_record_wake(struct ior_ring *ring)
{
	if (unlikely(ring->head >= ring->wake_at))
		ior_ring_wake(ring);
}

#endif /* _IOR_RECORD_H */
