/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * The ABI between ior.ko and its readers: ioctls, ring pages, and the records
 * in them (linux/ior_record.h).
 *
 * Every open of /dev/ior is a session of its own, with its own filter, its
 * own rings and its own counters.  A session is set up, filtered, started and
 * stopped by ioctl and read in one of two ways:
 *
 *  read(2)	whole records, merged across CPUs;
 *  mmap(2)	one ring per CPU: a page that the kernel writes (struct
 *		ior_ring_page), a page that the reader writes (struct
 *		ior_reader_page) and the records.
 *
 * The layout of every struct is the same for 32-bit and 64-bit programs.
 * Reserved fields must be zero on the way in and are zero on the way out.
 */
#ifndef _UAPI_LINUX_IOR_H
#define _UAPI_LINUX_IOR_H

#include <linux/ioctl.h>
#include <linux/types.h>

#include <linux/ior_record.h>

/* --------------------------------------------------------------- rings -- */

/**
 * struct ior_ring_page - what the kernel says of one CPU's ring; read-only
 *
 * @version: %IOR_ABI_VERSION
 * @record_size: %IOR_RECORD_SIZE
 * @nr_records: how many records the ring holds; a power of two
 * @data_offset: bytes from the start of this page to the first record
 * @cpu: whose ring it is
 * @reserved: 0
 * @head: records ever written; the next goes to index head % nr_records.
 *	The kernel stores it with release after the record: load it with
 *	acquire, then the records below it.
 * @busy: not 0 while the CPU may be about to write.  It is set, and seen by all,
 *	before the clock is read for the record: a reader that loads
 *	heads, then (after a full barrier) sees busy at 0 and loads head again,
 *	holds every record of this ring that is older than what it saw of any
 *	ring at first.  It rarely is for more than some microseconds; but a kernel with
 *	CONFIG_PREEMPT_RT may run others meanwhile, so a reader must not spin for long.
 * @lost_calls: calls of which the record was dropped, counted as in LOST
 * @lost_others: other records that were dropped
 * @reserved2: 0
 */
struct ior_ring_page {
	__u32		version;
	__u32		record_size;
	__u32		nr_records;
	__u32		data_offset;
	__u32		cpu;
	__u32		reserved[11];
	__aligned_u64	head;
	__u32		busy;
	__u32		reserved1;
	__aligned_u64	lost_calls;
	__aligned_u64	lost_others;
	__aligned_u64	reserved2[4];
};

/**
 * struct ior_reader_page - what the reader says of one CPU's ring; writable
 *
 * @tail: records consumed; the kernel overwrites what is below it.  Store it
 *	with release after the last load of a record.  A tail that is beyond
 *	head, or more than nr_records behind it, makes the ring count as full.
 */
struct ior_reader_page {
	__aligned_u64	tail;
};

/* -------------------------------------------------------------- ioctls -- */

/**
 * enum ior_state - what a session does
 * @IOR_STATE_NEW: never started
 * @IOR_STATE_RUNNING: records are being made
 * @IOR_STATE_STOPPED: started before, not running
 */
enum ior_state {
	IOR_STATE_NEW,
	IOR_STATE_RUNNING,
	IOR_STATE_STOPPED,
};

/**
 * struct ior_info - IOR_IOC_INFO: what one needs to read this session
 *
 * @version: %IOR_ABI_VERSION of the module
 * @record_size: %IOR_RECORD_SIZE of the module
 * @nr_cpus: CPU numbers go from 0 to here, less one; mmap(2) of the ring of a
 *	number that no CPU can have fails with ENXIO
 * @state: enum ior_state
 * @machine: ELF machine number of the kernel
 * @clock_id: the clock of every time_ns, a CLOCK_* of clock_gettime(2)
 * @nr_records: records in each ring
 * @watermark: records in a ring at which its reader is woken
 * @ring_stride: bytes from the mmap offset of one CPU's ring to the next one's
 * @reader_offset: mmap offset of CPU 0's struct ior_reader_page
 * @reader_size: bytes to map there
 * @ring_offset: mmap offset of CPU 0's struct ior_ring_page
 * @ring_size: bytes to map there: the page and the records behind it
 * @time_ns: now, by @clock_id, in ns
 * @mono_ns: now, by CLOCK_MONOTONIC, in ns
 * @real_ns: now, by CLOCK_REALTIME, in ns
 * @reserved: 0
 */
struct ior_info {
	__u32		version;
	__u32		record_size;
	__u32		nr_cpus;
	__u32		state;
	__u32		machine;
	__s32		clock_id;
	__u32		nr_records;
	__u32		watermark;
	__aligned_u64	ring_stride;
	__aligned_u64	reader_offset;
	__aligned_u64	reader_size;
	__aligned_u64	ring_offset;
	__aligned_u64	ring_size;
	__aligned_u64	time_ns;
	__aligned_u64	mono_ns;
	__aligned_u64	real_ns;
	__aligned_u64	reserved[8];
};

/**
 * struct ior_setup - IOR_IOC_SETUP: the size of the rings
 *
 * @ring_bytes: bytes of records for each CPU: a power of two from the size of
 *	a page to %IOR_RING_BYTES_MAX; 0 for the default, 4 MiB
 * @watermark: records in a ring at which its reader is woken, 1 to the ring's
 *	size; 0 for the default, a quarter of the ring
 * @flags: %IOR_SETUP_*
 * @reserved: 0
 *
 * EINVAL: a value out of range, an unknown flag, a reserved field not 0.
 * EBUSY: the rings exist: the session was started or mapped before.
 */
struct ior_setup {
	__aligned_u64	ring_bytes;
	__u32		watermark;
	__u32		flags;
	__aligned_u64	reserved[4];
};

#define IOR_RING_BYTES_MAX	(1U << 30)

/** IOR_SETUP_OVERWRITE - a flight recorder: where a ring is full, the oldest
 * record goes, not the new one.  While the session runs read(2) and poll(2) wait,
 * and what is mapped changes at any time.  Once it has stopped, every ring holds
 * its newest records, the last of them a LOST record if others went.  When it
 * starts again, what was not read yet goes, too: the kernel moves the tails.
 * Names are sent again each time that a ring has gone round by a quarter: those of
 * the oldest records may be gone, and those of CPUs that make fewer records, and
 * of calls that took long.
 */
#define IOR_SETUP_OVERWRITE	(1U << 0)
#define IOR_SETUP_FLAGS		IOR_SETUP_OVERWRITE

/** IOR_CALL_BITS - numbers in a call set; the last one stands for every number
 * from there up, and for negative ones
 */
#define IOR_CALL_BITS		1024
#define IOR_CALL_WORDS		(IOR_CALL_BITS / 64)

/** IOR_FILTER_ALL - every process but those that read the session; without it,
 * those that IOR_IOC_TGID named
 */
#define IOR_FILTER_ALL		(1U << 0)
/** IOR_FILTER_FOLLOW - with a process, also the children that it makes */
#define IOR_FILTER_FOLLOW	(1U << 1)
/** IOR_FILTER_ENTER - an ENTER record for every call, when it begins */
#define IOR_FILTER_ENTER	(1U << 2)
#define IOR_FILTER_FLAGS	(IOR_FILTER_ALL | IOR_FILTER_FOLLOW | \
				 IOR_FILTER_ENTER)

/** IOR_STATUS_OK - calls that did not fail */
#define IOR_STATUS_OK		(1U << 0)
/** IOR_STATUS_FAILED - calls that returned an error; also those that returned a
 * restart code and are not restarted: the program sees EINTR, or was killed
 */
#define IOR_STATUS_FAILED	(1U << 1)
/** IOR_STATUS_UNFINISHED - calls that never returned: by their nature, or because
 * their task died in them
 */
#define IOR_STATUS_UNFINISHED	(1U << 2)
#define IOR_STATUS_ALL		(IOR_STATUS_OK | IOR_STATUS_FAILED | \
				 IOR_STATUS_UNFINISHED)

/**
 * struct ior_filter - IOR_IOC_FILTER: which calls of which processes
 *
 * @flags: %IOR_FILTER_*
 * @statuses: %IOR_STATUS_*: only calls that end like that; 0: however they do
 * @calls: bit number % 64 of calls[abi][number / 64] selects a call
 * @min_duration_ns: only calls that took so many ns or more.  Calls that never
 *	return by their nature have no duration, and do not pass; those whose
 *	beginning was not seen may have taken any time, and do
 * @reserved: 0
 *
 * A call that @statuses or @min_duration_ns leave out has no CALL record and is
 * not lost.  They say nothing of ENTER records of calls that return, and
 * nothing of the parts of a restarted call, which always pass: who reads them can
 * tell what they come to.
 *
 * Replaces the filter in force (at first: %IOR_FILTER_FOLLOW and every call),
 * at any time; a call that both select is not missed meanwhile.
 *
 * EINVAL: unknown flag, reserved field not 0, or no call selected at all.
 */
struct ior_filter {
	__u32		flags;
	__u32		statuses;
	__aligned_u64	calls[IOR_NR_ABIS][IOR_CALL_WORDS];
	__aligned_u64	min_duration_ns;
	__aligned_u64	reserved[7];
};

#define IOR_FILES_FDS		32
#define IOR_FILES_GLOBS		1024

/**
 * struct ior_files - IOR_IOC_FILES: only calls on these files
 *
 * @flags: 0
 * @nr_fds: numbers in @fds; 0: of whatever descriptor
 * @fds: a call passes if a descriptor that it takes or returns is among them
 * @globs: patterns, each with its NUL, up to an empty one; none: of whatever
 *	path.  A call passes if a path of its names matches one: "*" is any
 *	string, with "/" in it, too, "?" any byte, "[a-z]" one of these
 * @reserved: 0
 *
 * Replaces what was said before, at any time.  At first every call passes, on
 * a file or not.  A call that does not pass leaves no record and is not lost.
 *
 * EINVAL: a flag or reserved field not 0, too many fds, a negative one, globs
 * without an end.
 * ENOMEM: no memory for it.
 */
struct ior_files {
	__u32		flags;
	__u32		nr_fds;
	__s32		fds[IOR_FILES_FDS];
	char		globs[IOR_FILES_GLOBS];
	__aligned_u64	reserved[4];
};

#define IOR_WHO_UIDS		64
#define IOR_WHO_CGROUPS		16
#define IOR_WHO_COMMS		1024

/** IOR_WHO_NOT_UIDS - those whose user is not among @uids */
#define IOR_WHO_NOT_UIDS	(1U << 0)
/** IOR_WHO_NOT_CGROUPS - those that are not in one of @cgroups */
#define IOR_WHO_NOT_CGROUPS	(1U << 1)
/** IOR_WHO_NOT_COMMS - those whose name matches none of @comms */
#define IOR_WHO_NOT_COMMS	(1U << 2)
#define IOR_WHO_FLAGS		(IOR_WHO_NOT_UIDS | IOR_WHO_NOT_CGROUPS | \
				 IOR_WHO_NOT_COMMS)

/**
 * struct ior_who - IOR_IOC_WHO: of those that are traced, only these tasks
 *
 * @flags: %IOR_WHO_*
 * @nr_uids: numbers in @uids, 64 at most; 0: of whatever user
 * @nr_cgroups: numbers in @cgroups, 16 at most; 0: in whatever group
 * @reserved1: 0
 * @uids: a task passes if its effective user id is among them, as the caller's
 *	user namespace numbers it
 * @cgroups: a task passes if it is in one of these groups, or in a group below.
 *	Descriptors of folders of version 2; they may be closed afterwards
 * @comms: patterns as in struct ior_files, each with its NUL, up to an empty one;
 *	none: of whatever name.  A task passes if its name, as in the record, which
 *	is of 15 bytes at most, matches one
 * @reserved: 0
 *
 * A call has to pass each of the three, with what is true of its task when it ends;
 * an ENTER record, with what is true when the call begins.  Of a task that does not
 * pass there are no TASK records; one of %IOR_TASK_RENAME passes by either name.
 * What does not pass leaves no record, is not counted and not lost.
 *
 * Replaces what was said before, at any time.  At first every task passes.
 *
 * EINVAL: an unknown flag, a reserved field not 0, too many uids or groups, a uid
 * that is none or has no meaning in the caller's user namespace, comms without an
 * end, a flag of a list that is empty.
 * EBADF: a descriptor that is not open, or is of no such folder.
 * ENOENT: a group that was removed.
 * EOPNOTSUPP: a group, and the kernel has none.
 * ENOMEM: no memory for it.
 */
struct ior_who {
	__u32		flags;
	__u32		nr_uids;
	__u32		nr_cgroups;
	__u32		reserved1;
	__u32		uids[IOR_WHO_UIDS];
	__s32		cgroups[IOR_WHO_CGROUPS];
	char		comms[IOR_WHO_COMMS];
	__aligned_u64	reserved[4];
};

/**
 * enum ior_tgid_op - what IOR_IOC_TGID does
 * @IOR_TGID_ADD: trace this process from now on
 * @IOR_TGID_DEL: trace it no more
 * @IOR_TGID_CLEAR: trace none
 */
enum ior_tgid_op {
	IOR_TGID_ADD	= 1,
	IOR_TGID_DEL	= 2,
	IOR_TGID_CLEAR	= 3,
};

/**
 * struct ior_tgid - IOR_IOC_TGID: one process in or out, at any time
 *
 * @op: enum ior_tgid_op
 * @pid: the process, or any thread of it, as the caller's pid namespace
 *	numbers it; 0 for %IOR_TGID_CLEAR
 * @reserved: 0
 *
 * A process leaves by itself when its last thread has died.
 *
 * EINVAL: unknown op, pid out of range, reserved field not 0.
 * ESRCH: there is no such process, or it is dead, or (DEL) not traced.
 * EEXIST: ADD of a process that is traced already.
 * ENOMEM: ADD, and there is no memory for it.
 */
struct ior_tgid {
	__u32		op;
	__s32		pid;
	__aligned_u64	reserved[2];
};

/** IOR_SAMPLE_EVERY_CALL - every call of every ABI */
#define IOR_SAMPLE_EVERY_CALL	(1U << 0)
#define IOR_SAMPLE_FLAGS	IOR_SAMPLE_EVERY_CALL

/**
 * struct ior_sample - IOR_IOC_SAMPLE: count calls, and record some of them
 *
 * @flags: %IOR_SAMPLE_*
 * @abi: enum ior_abi; 0 with %IOR_SAMPLE_EVERY_CALL
 * @nr: the call's number, less than %IOR_CALL_BITS - 1, or that for all from
 *	there up; 0 with %IOR_SAMPLE_EVERY_CALL
 * @every: one of so many calls leaves a record, on each CPU: the first and then
 *	each @every-th; 1: all do; 0: none does.  A part that continues another
 *	one of a restarted call has a record if that has.
 * @reserved: 0
 *
 * From its first use on, the session counts every call that it selects, recorded
 * or not: see IOR_IOC_COUNT.  What is counted only is not lost.  With @every at
 * 0 for every call, the session makes no records at all, LOST ones included.
 *
 * EINVAL: out of range, unknown flag, reserved field not 0.
 * EBUSY: the first use, while the session runs.
 * ENOMEM: no memory for the counts.
 */
struct ior_sample {
	__u32		flags;
	__u32		abi;
	__u32		nr;
	__u32		every;
	__aligned_u64	reserved[2];
};

/**
 * struct ior_count - IOR_IOC_COUNT: what was counted of a call
 *
 * @abi: enum ior_abi.  In: where to begin.  Out: of the call; %IOR_NR_ABIS: calls
 *	for whose own counts there was no memory
 * @nr: the call's number, or %IOR_CALL_BITS - 1 for all from there up.  In: where
 *	to begin.  Out: of the call; 0 where @abi is %IOR_NR_ABIS
 * @calls: calls that were selected and ended, or never return; every part of a
 *	restarted one is a call
 * @recorded: of these, those for which a record was made, or lost
 * @errors: of these, those that failed, as %IOR_STATUS_FAILED has it
 * @bytes: sum of what they returned, where that is a number of bytes; 0 for those
 *	without a count of their own
 * @ns: sum of their durations
 * @min_ns: the shortest of these.  A call has a duration if its beginning was
 *	seen and it is none that never returns
 * @max_ns: the longest
 * @reserved: 0
 * @buckets: calls that have one, by their duration: see ior_bucket()
 *
 * Gives the first call from @abi and @nr on, in the order of ABIs and numbers,
 * that was counted at all.  Exact while the session does not run; while it does,
 * a call that is just being counted may be in some fields only.
 *
 * ENOENT: there is none from there on, or the session does not count.
 * EINVAL: @abi or @nr out of range, a field that is only out not 0.
 */
struct ior_count {
	__u32		abi;
	__u32		nr;
	__aligned_u64	calls;
	__aligned_u64	recorded;
	__aligned_u64	errors;
	__aligned_u64	bytes;
	__aligned_u64	ns;
	__aligned_u64	min_ns;
	__aligned_u64	max_ns;
	__aligned_u64	reserved[8];
	__aligned_u64	buckets[IOR_NR_BUCKETS];
};

/**
 * struct ior_stats - IOR_IOC_STATS: what became of everything, since open
 *
 * @records: records written to the rings, LOST records included
 * @lost_calls: calls whose record was dropped because a ring was full
 * @lost_others: other records dropped because a ring was full
 * @lost_marks: LOST records among @records.  A drop that no LOST record shows
 *	yet gets one when the ring has room: with a later record, when the
 *	session stops, or with this ioctl once it has stopped.
 * @in_flight: calls that had begun, but not ended, when the session last
 *	stopped, of tasks that struct ior_who then let pass; those that end while it
 *	stops are counted only where no other session saw them
 * @no_memory: calls for whose beginning no state could be allocated: they
 *	were recorded as %IOR_CALL_NO_ENTER
 * @not_followed: children that could not be traced for want of memory
 * @tgids: processes that the session traces now, those of %IOR_FILTER_ALL
 *	not counted
 * @state: enum ior_state
 * @calls: of @records, those that stand for a call of their own, as in
 *	@lost_calls
 * @counted: calls that were counted and have no record, because of
 *	IOR_IOC_SAMPLE
 * @reserved: 0
 *
 * With %IOR_SETUP_OVERWRITE, what was overwritten is lost and not among @records;
 * what that is, is known once the session has stopped.
 *
 * Exact when the session is not running.
 */
struct ior_stats {
	__aligned_u64	records;
	__aligned_u64	lost_calls;
	__aligned_u64	lost_others;
	__aligned_u64	lost_marks;
	__aligned_u64	in_flight;
	__aligned_u64	no_memory;
	__aligned_u64	not_followed;
	__u32		tgids;
	__u32		state;
	__aligned_u64	calls;
	__aligned_u64	counted;
	__aligned_u64	reserved[6];
};

/*
 * IOR_IOC_START	(no argument: 0) starts the session.  One that nobody
 *			filtered gets the module's defaults: the process of the
 *			parameter tgid=, else every process but the caller's.
 *	EBUSY		it runs already, or is being read (%IOR_SETUP_OVERWRITE)
 *	ESRCH		the filter names no living process
 *	ENOMEM		no memory for the rings
 *	EINVAL		argument not 0
 * IOR_IOC_STOP		(no argument: 0) stops it.  On return no more records
 *			are made; what is in the rings stays to be read.
 *	EINVAL		it does not run, or argument not 0
 * Every ioctl: ENOTTY for a number (size included) that is not one of these,
 * EFAULT for memory that cannot be read or written.
 */
#define IOR_IOC_MAGIC		'i'
#define IOR_IOC_INFO		_IOR(IOR_IOC_MAGIC, 0xc0, struct ior_info)
#define IOR_IOC_SETUP		_IOW(IOR_IOC_MAGIC, 0xc1, struct ior_setup)
#define IOR_IOC_FILTER		_IOW(IOR_IOC_MAGIC, 0xc2, struct ior_filter)
#define IOR_IOC_TGID		_IOW(IOR_IOC_MAGIC, 0xc3, struct ior_tgid)
#define IOR_IOC_START		_IO(IOR_IOC_MAGIC,  0xc4)
#define IOR_IOC_STOP		_IO(IOR_IOC_MAGIC,  0xc5)
#define IOR_IOC_STATS		_IOR(IOR_IOC_MAGIC, 0xc6, struct ior_stats)
#define IOR_IOC_FILES		_IOW(IOR_IOC_MAGIC, 0xc7, struct ior_files)
#define IOR_IOC_SAMPLE		_IOW(IOR_IOC_MAGIC, 0xc8, struct ior_sample)
#define IOR_IOC_COUNT		_IOWR(IOR_IOC_MAGIC, 0xc9, struct ior_count)
#define IOR_IOC_WHO		_IOW(IOR_IOC_MAGIC, 0xca, struct ior_who)

/* A layout that moved would be another ABI: better not to build. */

#if defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define IOR_SIZE(type, size) \
	_Static_assert(sizeof(struct type) == (size), #type)
#define IOR_AT(type, field, offset) \
	_Static_assert(__builtin_offsetof(struct type, field) == (offset), \
		       #type "." #field)
IOR_SIZE(ior_ring_page, 128);
IOR_AT(ior_ring_page, head, 64);
IOR_AT(ior_ring_page, busy, 72);
IOR_AT(ior_ring_page, lost_calls, 80);
IOR_AT(ior_ring_page, lost_others, 88);
IOR_SIZE(ior_reader_page, 8);
IOR_SIZE(ior_info, 160);
IOR_AT(ior_info, ring_stride, 32);
IOR_AT(ior_info, time_ns, 72);
IOR_SIZE(ior_setup, 48);
IOR_SIZE(ior_filter, 456);
IOR_AT(ior_filter, calls, 8);
IOR_AT(ior_filter, min_duration_ns, 392);
IOR_SIZE(ior_tgid, 24);
IOR_SIZE(ior_stats, 128);
IOR_AT(ior_stats, tgids, 56);
IOR_AT(ior_stats, calls, 64);
IOR_AT(ior_stats, counted, 72);
IOR_SIZE(ior_sample, 32);
IOR_SIZE(ior_count, 2048);
IOR_AT(ior_count, calls, 8);
IOR_AT(ior_count, buckets, 128);
IOR_SIZE(ior_files, 1192);
IOR_AT(ior_files, fds, 8);
IOR_AT(ior_files, globs, 136);
IOR_SIZE(ior_who, 1392);
IOR_AT(ior_who, uids, 16);
IOR_AT(ior_who, cgroups, 272);
IOR_AT(ior_who, comms, 336);
#undef IOR_SIZE
#undef IOR_AT
#endif

#endif /* _UAPI_LINUX_IOR_H */
