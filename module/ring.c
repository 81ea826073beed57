// SPDX-License-Identifier: GPL-2.0-only
/*
 * The rings' memory, and what happens when one is full.
 */
#include <linux/cpumask.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/vmalloc.h>

#include "ior.h"
#include "record.h"
#include "ring.h"

struct ior_ring ior_no_ring;

/* The tail was looked at, or there is a loss to be marked, or no more. */
static void set_limit(struct ior_ring *ring)
{
	if (ring->session->overwrite)
		ring->limit = U64_MAX;
	else
		ring->limit = ior_ring_lossy(ring) ? 0 : ring->tail + ring->mask;
}

/* Where records are overwritten: after so many, names are sent again. */
static u64 turn_of(const struct ior_ring *ring)
{
	return (ring->mask + 1) / 4;
}

static u32 stamp_of(unsigned int cpu)
{
	const struct ior_record rec = {
		.type	= IOR_RECORD_CALL,
		.abi	= IOR_ABI_NATIVE,
		.cpu	= cpu,
	};

	return *(const u32 *)&rec.type;
}

/*
 * A ring is one area: the reader's page, the kernel's page, the records.
 * vmalloc_user() memory is zeroed, and a mapping of it holds its pages.
 */
static int ring_alloc(struct ior_session *s, struct ior_ring *ring, unsigned int cpu)
{
	void *area = vmalloc_user(2 * PAGE_SIZE + ior_ring_bytes(s));

	if (!area)
		return -ENOMEM;
	ring->session = s;
	ring->stamp = stamp_of(cpu);
	ring->reader = area;
	ring->page = area + PAGE_SIZE;
	ring->data = area + 2 * PAGE_SIZE;
	ring->mask = s->nr_records - 1;
	set_limit(ring);
	ring->wake_at = s->overwrite ? turn_of(ring) : s->watermark;

	ring->page->version = IOR_ABI_VERSION;
	ring->page->record_size = IOR_RECORD_SIZE;
	ring->page->nr_records = s->nr_records;
	ring->page->data_offset = PAGE_SIZE;
	ring->page->cpu = cpu;
	return 0;
}

static void rings_free(struct ior_ring __percpu *rings)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		vfree(per_cpu_ptr(rings, cpu)->reader);
	free_percpu(rings);
}

/* Make the rings, unless they are there.  They stay until the session goes. */
int ior_rings_alloc(struct ior_session *s)
{
	struct ior_ring __percpu *rings;
	unsigned int cpu;
	int err = 0;

	mutex_lock(&s->ring_lock);
	if (s->ring)
		goto out;
	err = -ENOMEM;
	rings = alloc_percpu(struct ior_ring);
	if (!rings)
		goto out;
	for_each_possible_cpu(cpu) {
		err = ring_alloc(s, per_cpu_ptr(rings, cpu), cpu);
		if (err) {
			rings_free(rings);
			goto out;
		}
	}
	/* pairs with the acquire in ior_session_rings() */
	smp_store_release(&s->ring, rings);
out:
	mutex_unlock(&s->ring_lock);
	return err;
}

void ior_rings_free(struct ior_session *s)
{
	if (s->ring)
		rings_free(s->ring);
}

/* Write the LOST record of what was dropped.  There is a free slot. */
static void mark_loss(struct ior_ring *ring)
{
	*ior_ring_slot(ring, 0) = (struct ior_record) {
		.time_ns	= ring->lost_from,
		.duration_ns	= ring->lost_to - ring->lost_from,
		.type		= IOR_RECORD_LOST,
		.cpu		= ring->page->cpu,
		.lost.calls	= ring->lost_calls,
		.lost.others	= ring->lost_others,
	};
	ring->lost_calls = 0;
	ring->lost_others = 0;
	ring->marks++;
	ring->others++;
	set_limit(ring);
	ior_ring_commit(ring, 1);
}

/* Take over the reader's tail, if it can be true.  Returns the free slots. */
static u64 ring_free(struct ior_ring *ring)
{
	/* pairs with the release of tail in the reader (C) */
	u64 tail = smp_load_acquire(&ring->reader->tail);

	if (ring->head - tail > ring->mask + 1)
		return 0;
	ring->tail = tail;
	set_limit(ring);
	return ring->mask + 1 - (ring->head - tail);
}

bool ior_ring_room_slow(struct ior_ring *ring, unsigned int n)
{
	bool lossy = ior_ring_lossy(ring);

	if (ring_free(ring) < n + 1 + lossy)
		return false;
	if (lossy)
		mark_loss(ring);
	return true;
}

/*
 * The watermark was reached, going by the last tail that was looked at.  Wake
 * only who sleeps: a reader that is behind is awake, and needs no wake-up for
 * each record.  Who falls asleep just now may be missed here, but not by the
 * next record, nor by the tick that ior_poll() arms.
 */
void ior_ring_wake(struct ior_ring *ring)
{
	struct ior_session *s = ring->session;

	if (s->overwrite) {
		ring->wake_at = ring->head + turn_of(ring);
		irq_work_queue(&s->wake);
		return;
	}
	ring_free(ring);
	if (ring->head - ring->tail < s->watermark)
		ring->wake_at = ring->tail + s->watermark;
	else if (waitqueue_active(&s->wait))	/* see above */
		irq_work_queue(&s->wake);
}

/* Records are gone that nobody has read: the next mark is to say so. */
static void add_lost(struct ior_ring *ring, u64 from, u64 to, u64 calls, u64 others)
{
	if (!ior_ring_lossy(ring))
		ring->lost_from = from;
	ring->lost_to = to;
	ring->lost_calls += calls;
	ring->lost_others += others;
	set_limit(ring);
	WRITE_ONCE(ring->page->lost_calls, ring->page->lost_calls + calls);
	WRITE_ONCE(ring->page->lost_others, ring->page->lost_others + others);
}

void ior_ring_lose(struct ior_ring *ring, u64 now, unsigned int calls, unsigned int others)
{
	add_lost(ring, now, now, calls, others);
}

/* What is in a ring from one place to another. */
struct kinds {
	u64	calls;
	u64	others;
	u64	marks;		/* of the others, */
	u64	marked_calls;	/* which say that these are gone */
	u64	marked_others;
};

static struct kinds look_at(const struct ior_ring *ring, u64 from, u64 to)
{
	struct kinds k = {};

	for (; from < to; from++) {
		const struct ior_record *rec = &ring->data[from & ring->mask];

		if (ior_record_is_call(rec->type, rec->flags))
			k.calls++;
		else
			k.others++;
		if (rec->type == IOR_RECORD_LOST) {
			k.marks++;
			k.marked_calls += rec->lost.calls;
			k.marked_others += rec->lost.others;
		}
		if (!(from % 4096))
			cond_resched();
	}
	return k;
}

/* These were written, and are there no more. */
static void add_gone(struct ior_ring *ring, u64 calls, u64 others, u64 to)
{
	add_lost(ring, ring->session->started_ns, to, calls, others);
	ring->gone += calls + others;
	ring->gone_calls += calls;
}

/*
 * The session stopped, which overwrites: say what went.  All that was written
 * is known, by kind, and what is left can be looked at.  The mark itself may take
 * the place of one more.
 */
static void settle(struct ior_ring *ring)
{
	u64 made = ring->head - ring->base, others = ring->others - ring->base_others;
	u64 kept = min(made, ring->mask);
	struct kinds left;

	if (ring->settled == ring->head && !ior_ring_lossy(ring))
		return;
	if (made > ring->mask + 1 || (made > kept && ior_ring_lossy(ring))) {
		left = look_at(ring, ring->head - kept, ring->head);
		add_gone(ring, made - others - left.calls, others - left.others,
			 ior_record_ended(&ring->data[(ring->head - kept) & ring->mask]));
	}
	if (ior_ring_lossy(ring))
		mark_loss(ring);
	ring->settled = ring->head;
}

/*
 * A session that overwrites starts: what nobody has read goes.  So what is there
 * when it stops is of one run.
 */
void ior_rings_restart(struct ior_session *s)
{
	unsigned int cpu;

	lockdep_assert_held(&ior_lock);
	for_each_possible_cpu(cpu) {
		struct ior_ring *ring = per_cpu_ptr(s->ring, cpu);
		u64 unread = ring->head - READ_ONCE(ring->reader->tail);
		struct kinds left;

		unread = min(unread, min(ring->head - ring->base, ring->mask + 1));
		if (unread) {
			left = look_at(ring, ring->head - unread, ring->head);
			add_gone(ring, left.calls, left.others,
				 ior_record_ended(&ring->data[(ring->head - 1) & ring->mask]));
			ring->marks -= left.marks;
			ring->lost_calls += left.marked_calls;
			ring->lost_others += left.marked_others;
		}
		ring->base = ring->head;
		ring->base_others = ring->others;
		WRITE_ONCE(ring->reader->tail, ring->head);
	}
}

/* Mark the losses that no later record marked.  The session does not run. */
void ior_rings_flush(struct ior_session *s)
{
	unsigned int cpu;

	lockdep_assert_held(&ior_lock);
	for_each_possible_cpu(cpu) {
		struct ior_ring *ring = per_cpu_ptr(s->ring, cpu);

		if (s->overwrite)
			settle(ring);
		else if (ior_ring_lossy(ring) && ring_free(ring) > 0)
			mark_loss(ring);
	}
}

void ior_rings_stats(struct ior_session *s, struct ior_stats *stats)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		struct ior_ring *ring = per_cpu_ptr(s->ring, cpu);

		u64 head = READ_ONCE(ring->page->head), others;

		stats->records += head - READ_ONCE(ring->gone);
		others = READ_ONCE(ring->others) + READ_ONCE(ring->gone_calls);
		stats->calls += head - min(others, head);	/* one may just be written */
		stats->lost_calls += READ_ONCE(ring->page->lost_calls);
		stats->lost_others += READ_ONCE(ring->page->lost_others);
		stats->lost_marks += READ_ONCE(ring->marks);
	}
}
