// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ways out of a session: read(2), poll(2), mmap(2).
 */
#include <linux/fs.h>
#include <linux/math64.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#include "clock.h"
#include "compat.h"
#include "filter.h"
#include "name.h"
#include "ring.h"

/**
 * struct ior_cursor - where the merge stands in one ring; read_lock
 * @tail: the next record to deliver
 * @head: records below are safe to deliver
 */
struct ior_cursor {
	u64	tail;
	u64	head;
};

/* -------------------------------------------------------------- waiting -- */

/* Records in a ring that are not consumed, so far as the reader tells. */
static u64 waiting(const struct ior_ring *ring)
{
	u64 n = READ_ONCE(ring->page->head) - READ_ONCE(ring->reader->tail);

	return min(n, ring->mask + 1);
}

static bool is_running(struct ior_session *s)
{
	/* pairs with the release in session_stop(): all records are there */
	return smp_load_acquire(&s->state) == IOR_STATE_RUNNING;
}

/* The fullest ring of a session. */
static u64 most_waiting(struct ior_session *s)
{
	struct ior_ring __percpu *rings = ior_session_rings(s);
	unsigned int cpu;
	u64 most = 0;

	/* where records are overwritten, none is given out before the end */
	if (rings && !(s->overwrite && is_running(s)))
		for_each_possible_cpu(cpu)
			most = max(most, waiting(per_cpu_ptr(rings, cpu)));
	return most;
}

static void wake_readers(struct irq_work *work)
{
	struct ior_session *s = container_of(work, struct ior_session, wake);

	if (s->overwrite)
		queue_work(system_highpri_wq, &s->resend);	/* before a lap is done */
	else
		wake_up_interruptible_poll(&s->wait, EPOLLIN | EPOLLRDNORM | EPOLLPRI);
}

static __poll_t poll_events(struct ior_session *s, u64 most)
{
	if (!most)
		return 0;
	return EPOLLIN | EPOLLRDNORM | (most >= s->watermark ? EPOLLPRI : 0);
}

/*
 * Records below the watermark wake nobody: look for them now and then, as long
 * as somebody sleeps.  Who comes to sleep later arms this again in ior_poll().
 */
static void tick(struct work_struct *work)
{
	struct ior_session *s = container_of(work, struct ior_session, tick.work);
	__poll_t events = poll_events(s, most_waiting(s));

	if (events)
		wake_up_interruptible_poll(&s->wait, events);
	if (waitqueue_active(&s->wait) && is_running(s))	/* else poll rearms */
		schedule_delayed_work(&s->tick, IOR_READER_PERIOD);
}

/* Names that were sent long ago may be overwritten soon. */
static void resend(struct work_struct *work)
{
	struct ior_session *s = container_of(work, struct ior_session, resend);

	ior_names_leave(s);
	ior_here_forget();
}

void ior_read_wake(struct ior_session *s)
{
	wake_up_interruptible_all(&s->wait);
}

void ior_read_init(struct ior_session *s)
{
	mutex_init(&s->read_lock);
	init_waitqueue_head(&s->wait);
	init_irq_work(&s->wake, wake_readers);
	INIT_WORK(&s->resend, resend);
	INIT_DELAYED_WORK(&s->tick, tick);
}

/* The session makes no records and nobody reads it any more. */
void ior_read_exit(struct ior_session *s)
{
	irq_work_sync(&s->wake);
	cancel_work_sync(&s->resend);
	cancel_delayed_work_sync(&s->tick);
	kvfree(s->cursor);
}

__poll_t ior_poll(struct file *file, struct poll_table_struct *table)
{
	struct ior_session *s = file->private_data;
	__poll_t events = 0;
	bool running;
	u64 most;

	poll_wait(file, &s->wait, table);
	running = is_running(s);
	most = most_waiting(s);

	/* read(2) does not block where it would start, or owes the header */
	if (READ_ONCE(s->way) == IOR_WAY_READ ? !READ_ONCE(s->header_read) :
	    READ_ONCE(s->way) == IOR_WAY_NONE && READ_ONCE(s->state) == IOR_STATE_NEW)
		events |= EPOLLIN | EPOLLRDNORM;
	events |= poll_events(s, most);
	if (running)
		schedule_delayed_work(&s->tick, IOR_READER_PERIOD);
	if (!running && !most && READ_ONCE(s->state) == IOR_STATE_STOPPED)
		events |= EPOLLIN | EPOLLRDNORM | EPOLLHUP;
	return events;
}

/* ----------------------------------------------------------------- read -- */

static const struct ior_record *next_record(const struct ior_ring *ring,
					    const struct ior_cursor *cursor)
{
	return &ring->data[cursor->tail & ring->mask];
}

/* What was overwritten, or given up by a new start, comes no more. */
static void skip_overwritten(const struct ior_ring *ring, struct ior_cursor *cursor)
{
	cursor->tail = ring->reader->tail;	/* of what is read only we write it */
	if (cursor->head - cursor->tail > ring->mask + 1)
		cursor->tail = cursor->head - ring->mask - 1;
}

/*
 * Find out what can be delivered now: all that ended by the time that is
 * returned.  The two looks are explained in ring.h.
 */
static u64 look(struct ior_session *s)
{
	unsigned int cpu;
	u64 until = 0;

	for_each_possible_cpu(cpu) {
		struct ior_ring *ring = per_cpu_ptr(s->ring, cpu);
		u64 head = smp_load_acquire(&ring->page->head);	/* (D) */

		if (head != s->cursor[cpu].tail)
			until = max(until,
				    ior_record_ended(&ring->data[(head - 1) & ring->mask]));
	}
	smp_mb();	/* (B) */
	for_each_possible_cpu(cpu) {
		struct ior_ring *ring = per_cpu_ptr(s->ring, cpu);

		ior_probe_wait(cpu, &ring->page->busy);		/* (A) */
		s->cursor[cpu].head = smp_load_acquire(&ring->page->head); /* (D) */
		if (s->overwrite)
			skip_overwritten(ring, &s->cursor[cpu]);
	}
	return until;
}

/* The CPU whose next record ended first, if that was by @until; else -1. */
static int oldest(struct ior_session *s, u64 until)
{
	unsigned int cpu;
	int found = -1;

	for_each_possible_cpu(cpu) {
		struct ior_cursor *cursor = &s->cursor[cpu];
		u64 end;

		if (cursor->tail == cursor->head)
			continue;
		end = ior_record_ended(next_record(per_cpu_ptr(s->ring, cpu), cursor));
		if (end < until || (end == until && found < 0)) {
			until = end;
			found = cpu;
		}
	}
	return found;
}

/* Deliver what can be delivered.  Returns bytes, or -EFAULT if none could be. */
static ssize_t merge(struct ior_session *s, char __user *buf, size_t count, bool running)
{
	u64 until = look(s);
	ssize_t done = 0;
	int next;

	if (!running)		/* nothing younger can come */
		until = U64_MAX;
	while (count - done >= IOR_RECORD_SIZE && (next = oldest(s, until)) >= 0) {
		struct ior_cursor *cursor = &s->cursor[next];
		struct ior_ring *ring = per_cpu_ptr(s->ring, next);

		if (copy_to_user(buf + done, next_record(ring, cursor), IOR_RECORD_SIZE))
			return done ?: -EFAULT;
		/* pairs with the acquire in ring_free() (C) */
		smp_store_release(&ring->reader->tail, ++cursor->tail);
		done += IOR_RECORD_SIZE;
		if (done % SZ_64K == 0) {
			if (fatal_signal_pending(current))
				break;
			cond_resched();
		}
	}
	return done;
}

/* The first record of a stream is made when it is first read. */
static ssize_t deliver_header(struct ior_session *s, char __user *buf)
{
	struct ior_record rec = {
		.time_ns		= s->started_ns,
		.type			= IOR_RECORD_HEADER,
		.header.magic		= IOR_MAGIC,
		.header.version		= IOR_ABI_VERSION,
		.header.record_size	= IOR_RECORD_SIZE,
		.header.machine		= IOR_MACHINE,
		.header.clock_id	= IOR_CLOCK_ID,
		.header.mono_ns		= s->started_ns,
		.header.real_ns		= s->started_real_ns,
	};

	if (copy_to_user(buf, &rec, sizeof(rec)))
		return -EFAULT;
	WRITE_ONCE(s->header_read, true);
	return sizeof(rec);
}

static bool worth_waking(struct ior_session *s)
{
	return !is_running(s) || most_waiting(s) >= s->watermark;
}

/* A stopped session may have a loss to mark, now that there is room. */
static bool marked_losses(struct ior_session *s)
{
	mutex_lock(&ior_lock);
	if (s->state == IOR_STATE_STOPPED)
		ior_rings_flush(s);
	mutex_unlock(&ior_lock);
	return most_waiting(s);
}

static ssize_t read_locked(struct ior_session *s, char __user *buf, size_t count, bool block)
{
	ssize_t done;
	bool running;
	long left;

	if (!s->cursor) {
		s->cursor = kvcalloc(nr_cpu_ids, sizeof(*s->cursor), GFP_KERNEL);
		if (!s->cursor)
			return -ENOMEM;
	}
	if (!s->header_read)
		return deliver_header(s, buf);
	for (;;) {
		running = is_running(s);
		done = running && s->overwrite ? 0 : merge(s, buf, count, running);
		if (done)
			return done;
		if (!running) {
			if (marked_losses(s))
				continue;
			return 0;
		}
		if (!block)
			return -EAGAIN;
		left = wait_event_interruptible_timeout(s->wait, worth_waking(s),
							IOR_READER_PERIOD);
		if (left < 0)
			return left;
	}
}

/* The first use decides whether a session is read or mapped. */
static int choose_way(struct ior_session *s, enum ior_way way)
{
	int old = cmpxchg(&s->way, IOR_WAY_NONE, way);

	return old == IOR_WAY_NONE || old == way ? 0 : -EBUSY;
}

static int start_if_new(struct ior_session *s)
{
	int err = 0;

	/* pairs with the release in ior_session_start() */
	if (smp_load_acquire(&s->state) != IOR_STATE_NEW)
		return 0;
	mutex_lock(&ior_lock);
	if (s->state == IOR_STATE_NEW)
		err = ior_session_start(s);
	mutex_unlock(&ior_lock);
	return err;
}

ssize_t ior_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	struct ior_session *s = file->private_data;
	bool block = !(file->f_flags & O_NONBLOCK);
	ssize_t ret;

	if (count < IOR_RECORD_SIZE)
		return -EINVAL;
	ret = choose_way(s, IOR_WAY_READ);
	if (!ret)
		ret = start_if_new(s);
	if (!ret)
		ret = ior_filter_leave_out(s);
	if (ret)
		return ret;

	if (block)
		ret = mutex_lock_interruptible(&s->read_lock);
	else
		ret = mutex_trylock(&s->read_lock) ? 0 : -EAGAIN;
	if (ret)
		return ret;
	ret = read_locked(s, buf, count, block);
	mutex_unlock(&s->read_lock);
	return ret;
}

/* ----------------------------------------------------------------- mmap -- */

int ior_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct ior_session *s = file->private_data;
	u64 offset = (u64)vma->vm_pgoff << PAGE_SHIFT;
	size_t size = vma->vm_end - vma->vm_start;
	u32 nr_records = READ_ONCE(s->nr_records);
	u64 ring_bytes = (u64)nr_records * IOR_RECORD_SIZE;
	u64 cpu = div64_u64_rem(offset, 2 * PAGE_SIZE + ring_bytes, &offset);
	bool is_ring = offset == PAGE_SIZE;
	int err;

	/* VM_SHARED goes where the file can't be written, VM_MAYSHARE stays */
	if (!(vma->vm_flags & VM_MAYSHARE) || offset > PAGE_SIZE || offset & ~PAGE_MASK ||
	    (size != PAGE_SIZE && !(is_ring && size == PAGE_SIZE + ring_bytes)))
		return -EINVAL;
	if (cpu >= nr_cpu_ids || !cpu_possible(cpu))
		return -ENXIO;
	if (vma->vm_flags & VM_EXEC || (is_ring && vma->vm_flags & VM_WRITE))
		return -EPERM;

	err = choose_way(s, IOR_WAY_MAP);
	if (!err)
		err = ior_rings_alloc(s);
	if (!err)
		err = ior_filter_leave_out(s);
	if (err)
		return err;
	if (s->nr_records != nr_records)	/* set up meanwhile */
		return -EINVAL;

	ior_vma_forbid(vma, is_ring ? VM_MAYEXEC | VM_MAYWRITE : VM_MAYEXEC);
	return remap_vmalloc_range(vma, per_cpu_ptr(s->ring, cpu)->reader, offset >> PAGE_SHIFT);
}
