/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The rings: one for each session and CPU, written by that CPU alone with
 * preemption off, so that no lock and no atomic is needed to write.
 *
 * What orders what:
 *
 *	the CPU (probe)			the reader
 *
 *	busy = 1			(1) load head of every ring	(A)
 *	ior_mb_before_clock()	(B)	    smp_mb()			(B)
 *	read the clock			(2) until busy is 0
 *	load tail, acquire	(C)	    load head again, acquire	(D)
 *	write the record		    read the records
 *	store head, release	(D)	    store tail, release		(C)
 *	store busy = 0, release	(A)
 *
 * (D) the record is whole before head says so; (C) the reader is done with it
 * before the CPU writes over it.  (A) and (B) let the reader put the records
 * of all CPUs in order without a clock of its own: a record that it can't see
 * in (2) was begun after (1), so it is younger than all that (1) showed.
 */
#ifndef _IOR_RING_H
#define _IOR_RING_H

#include "ior.h"

/**
 * struct ior_ring - the kernel's side of one ring
 *
 * Written by the ring's CPU in a probe; by anyone under ior_lock while the
 * session does not run and no probe does (ior_probe_sync).
 *
 * @session: whose it is
 * @page: what the reader sees of it
 * @data: the records
 * @reader: what the reader says; never trusted
 * @mask: number of records, less one
 * @stamp: how a CALL of the native ABI begins: type, ABI, CPU
 * @head: as in @page
 * @tail: the last good value of @reader's: at most @head, at least
 *	@head - @mask - 1
 * @limit: @head up to which records fit without another look at @reader; 0 while
 *	there is a loss to be marked
 * @wake_at: @head at which the reader may have to be woken
 * @last: when the newest record ended, lost or not; no younger one says earlier
 * @marks: LOST records written
 * @others: records written that are no calls
 * @base: with overwriting: @head when the session last started, likewise:
 * @base_others: @others then
 * @settled: @head when it was last found out what had been overwritten
 * @gone: records that were overwritten before they were read
 * @gone_calls: of these, the calls
 * @lost_calls: dropped since the last LOST record, likewise the following
 * @lost_others: records of other kinds
 * @lost_from: when the first was dropped
 * @lost_to: when the last was
 */
struct ior_ring {
	struct ior_session	*session;
	struct ior_ring_page	*page;
	struct ior_record	*data;
	struct ior_reader_page	*reader;
	u64			mask;
	u32			stamp;
	u64			head;
	u64			tail;
	u64			limit;
	u64			wake_at;
	u64			last;
	u64			marks;
	u64			others;
	u64			base;
	u64			base_others;
	u64			settled;
	u64			gone;
	u64			gone_calls;
	u64			lost_calls;
	u64			lost_others;
	u64			lost_from;
	u64			lost_to;
} ____cacheline_aligned;

/* A ring where nothing fits. */
extern struct ior_ring ior_no_ring;

int ior_rings_alloc(struct ior_session *s);
void ior_rings_free(struct ior_session *s);
void ior_rings_flush(struct ior_session *s);
void ior_rings_restart(struct ior_session *s);
void ior_rings_stats(struct ior_session *s, struct ior_stats *stats);
bool ior_ring_room_slow(struct ior_ring *ring, unsigned int n);
void ior_ring_wake(struct ior_ring *ring);
void ior_ring_lose(struct ior_ring *ring, u64 now, unsigned int calls, unsigned int others);

#define IOR_RING_BYTES_DEFAULT	(4U << 20)

static inline u64 ior_ring_bytes(const struct ior_session *s)
{
	return (u64)s->nr_records * IOR_RECORD_SIZE;
}

/* The rings, or NULL as long as there are none. */
static inline struct ior_ring __percpu *ior_session_rings(struct ior_session *s)
{
	/* pairs with the release in ior_rings_alloc() */
	return smp_load_acquire(&s->ring);
}

static inline bool ior_ring_lossy(const struct ior_ring *ring)
{
	return ring->lost_calls || ring->lost_others;
}

/* Before the clock is read; the caller adds the barrier (B), compat.h's. */
static __always_inline void ior_ring_begin(struct ior_ring *ring)
{
	WRITE_ONCE(ring->page->busy, 1);
}

/*
 * Is there room for so many records?  One slot is kept back, so that a loss
 * can always be marked when the session stops.
 */
static __always_inline bool ior_ring_room(struct ior_ring *ring, unsigned int n)
{
	if (likely(ring->head + n <= ring->limit))
		return true;
	return ior_ring_room_slow(ring, n);
}

/* What orders the records of a ring. */
static inline u64 ior_record_ended(const struct ior_record *rec)
{
	return rec->time_ns + rec->duration_ns;
}

/* The slot of the nth record from here. */
static __always_inline struct ior_record *ior_ring_slot(struct ior_ring *ring, unsigned int n)
{
	return &ring->data[(ring->head + n) & ring->mask];
}

static __always_inline void ior_ring_commit(struct ior_ring *ring, unsigned int n)
{
	u64 head = ring->head + n;

	ring->head = head;
	/* pairs with the acquire of head in the reader (D) */
	smp_store_release(&ring->page->head, head);
}

static __always_inline void ior_ring_end(struct ior_ring *ring)
{
	/* pairs with the acquire of busy in the reader (A) */
	smp_store_release(&ring->page->busy, 0);
}

#endif /* _IOR_RING_H */
