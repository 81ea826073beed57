/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of the module share.
 *
 * main.c	loading and unloading
 * session.c	the device: open, ioctl, release; start and stop
 * read.c	the ways out: read, poll, mmap
 * ring.c	the rings' memory, losses
 * filter.c	which tasks and which calls
 * files.c	which files
 * who.c	which tasks, by what they are
 * hook.c	putting the probes on their tracepoints
 * probe.c	the tracepoints of calls: from a call to a record
 * task.c	those of tasks
 * inflight.c	what is known of a task between two probes
 * restart.c	calls that the kernel interrupts and makes again
 * classify.c	from a number to what is to be done for a call
 * call.c	what a call begins and ends with beyond its registers
 * path.c	from descriptors and path arguments to names
 * uring.c	io_uring's registered rings
 * value.c	values behind pointers
 * count.c	which ends of calls, counting, sampling
 * clock.c	the clock of every record
 * name.c	the table of names, and the records that carry them
 * record.c	records of calls and tasks
 */
#ifndef _IOR_H
#define _IOR_H

#include <linux/bitops.h>
#include <linux/cache.h>
#include <linux/irq_work.h>
#include <linux/mutex.h>
#include <linux/percpu-defs.h>
#include <linux/types.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include <linux/ior.h>

/* Sessions open at once: the filter has a bit for each in one word. */
#define IOR_MAX_SESSIONS	64

/* A reader that sleeps looks for records at least this often. */
#define IOR_READER_PERIOD	(HZ / 10)

struct file;
struct poll_table_struct;
struct vm_area_struct;

/**
 * enum ior_way - how a session is read; the first use decides
 * @IOR_WAY_NONE: not yet
 * @IOR_WAY_READ: by read(2): the kernel moves the tails
 * @IOR_WAY_MAP: by mmap(2): the reader moves the tails
 */
enum ior_way {
	IOR_WAY_NONE,
	IOR_WAY_READ,
	IOR_WAY_MAP,
};

struct ior_ring;
struct ior_cursor;
struct ior_whom;
struct ior_sampling;

/**
 * struct ior_session - one open of /dev/ior
 *
 * @slot: index in ior_live.session, from open to release
 * @bit: 1 << @slot, the session's bit in every mask
 * @state: enum ior_state; written under ior_lock, read anywhere
 * @configured: a filter or a tgid was given: no defaults at start; ior_lock
 * @ring: one for each possible CPU; set once under @ring_lock, then constant
 * @nr_records: in each ring; ior_lock and @ring_lock, constant once @ring is
 * @watermark: likewise
 * @overwrite: likewise: a full ring loses its oldest record
 * @started_ns: when it last started, for the HEADER record; ior_lock, before
 *	@state is set
 * @started_real_ns: the same by CLOCK_REALTIME
 * @no_memory: see struct ior_stats
 * @not_followed: see struct ior_stats
 * @in_flight: see struct ior_stats; ior_lock
 * @selects_ns: when it began to select what it does now, or some of it; ior_lock
 * @files: which files it selects, or NULL: every call; under ior_lock, read by
 *	probes
 * @statuses: see struct ior_filter, %IOR_STATUS_ALL instead of 0; under ior_lock,
 *	read by probes; likewise
 * @min_ns: see there
 * @counts: there is a @sampling, and these leave no call out
 * @sampling: counts and samples, or NULL; set once under ior_lock, when the session
 *	does not run
 * @who: which tasks it selects by what they are, or NULL: every one; under ior_lock,
 *	read by probes
 * @ring_lock: makes the rings; inside ior_lock and mmap_lock
 * @read_lock: one read(2) at a time; outside ior_lock and mmap_lock
 * @way: enum ior_way, by cmpxchg
 * @cursor: the state of the merge; @read_lock
 * @header_read: the HEADER record was delivered; @read_lock
 * @wait: readers and pollers
 * @wake: wakes @wait from a probe, where no lock of the scheduler's may be
 *	taken
 * @resend: makes names be sent again, where records are overwritten
 * @tick: wakes @wait where records are waiting below the watermark; armed
 *	while somebody polls
 */
struct ior_session {
	unsigned int		slot;
	u64			bit;
	unsigned int		state;
	bool			configured;
	struct ior_ring __percpu *ring;
	u32			nr_records;
	u32			watermark;
	bool			overwrite;
	u64			started_ns;
	u64			started_real_ns;
	atomic64_t		no_memory;
	atomic64_t		not_followed;
	u64			in_flight;
	u64			selects_ns;
	struct ior_files	*files;
	u32			statuses;
	u64			min_ns;
	bool			counts;
	struct ior_sampling	*sampling;
	struct ior_whom		*who;
	struct mutex		ring_lock;	/* see above */
	struct mutex		read_lock;	/* see above */
	int			way;
	struct ior_cursor	*cursor;
	bool			header_read;
	wait_queue_head_t	wait;
	struct irq_work		wake;
	struct work_struct	resend;
	struct delayed_work	tick;
};

/**
 * struct ior_live - what the probes look at first
 *
 * @running: bits of the sessions that make records
 * @all: of those that trace every process
 * @follow: of those that trace children, too
 * @enter: of those that want ENTER records of every call
 * @files: of those that select files; @globs: by pattern
 * @picks: of those, and of those that select tasks by what they are
 * @judged: of those that look at how a call ended before there is a record
 * @silent: of those that make no records, but count
 * @session: by slot; set by open, cleared by release
 *
 * Written under ior_lock; read by the probes without one.  Who clears a bit of
 * @running waits for the probes (ior_probe_sync) before it goes on; so does a
 * session that goes, before it takes its pointer away.
 */
struct ior_live {
	u64			running;
	u64			all;
	u64			follow;
	u64			enter;
	u64			files;
	u64			globs;
	u64			picks;
	u64			judged;
	u64			silent;
	struct ior_session	*session[IOR_MAX_SESSIONS];
};

extern struct ior_live ior_live;

/* For each session of a set of running ones, in a probe. */
#define for_each_session(s, set)					\
	for (u64 __bits = (set);					\
	     __bits && ((s) = ior_live.session[__ffs64(__bits)], true);	\
	     __bits &= __bits - 1)

extern struct mutex ior_lock;	/* every change of state of every session */

/* Put a session into a word of sessions, or take it out; under ior_lock.  By one
 * store: what stays in it is never out.
 */
static inline void ior_set_session(u64 *word, u64 bit, bool on)
{
	WRITE_ONCE(*word, on ? *word | bit : *word & ~bit);
}

/* session.c */
extern const struct file_operations ior_fops;
int ior_session_start(struct ior_session *s);

/* read.c */
ssize_t ior_read(struct file *file, char __user *buf, size_t count, loff_t *pos);
__poll_t ior_poll(struct file *file, struct poll_table_struct *table);
int ior_mmap(struct file *file, struct vm_area_struct *vma);
void ior_read_init(struct ior_session *s);
void ior_read_exit(struct ior_session *s);
void ior_read_wake(struct ior_session *s);

/* hook.c */
int ior_probe_init(void);
int ior_probe_open(void);
void ior_probe_close(void);
int ior_probe_start(struct ior_session *s);
void ior_probe_stop(struct ior_session *s);
void ior_probe_sync(void);

#endif /* _IOR_H */
