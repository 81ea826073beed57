/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * The ABI between ior.ko and its readers: ioctls, records, ring pages.
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

#define IOR_ABI_VERSION		1

/** IOR_RECORD_SIZE - bytes of every record, of whatever type */
#define IOR_RECORD_SIZE		128

/** IOR_COMM_LEN - bytes of a task's name, its NUL included */
#define IOR_COMM_LEN		16

/** IOR_NR_ARGS - arguments that a system call can have */
#define IOR_NR_ARGS		6

/**
 * enum ior_abi - which numbering a call's number belongs to
 * @IOR_ABI_NATIVE: the kernel's own (x86-64: asm/unistd_64.h)
 * @IOR_ABI_32: 32-bit programs (x86-64: asm/unistd_32.h)
 * @IOR_ABI_X32: x32 programs; numbers are kept without bit 30
 * @IOR_NR_ABIS: how many there are
 */
enum ior_abi {
	IOR_ABI_NATIVE,
	IOR_ABI_32,
	IOR_ABI_X32,
	IOR_NR_ABIS,
};

/* ------------------------------------------------------------- records -- */

/**
 * enum ior_record_type - what a record says
 * @IOR_RECORD_HEADER: first of a stream: where and when it was made
 * @IOR_RECORD_CALL: a call that ended; one for every call
 * @IOR_RECORD_ENTER: a call that began: for calls that never return, and for
 *	every call where %IOR_FILTER_ENTER is set
 * @IOR_RECORD_LOST: records were dropped here because the ring was full
 * @IOR_RECORD_END: last of a recording: its totals (written by libior)
 */
enum ior_record_type {
	IOR_RECORD_HEADER	= 1,
	IOR_RECORD_CALL		= 2,
	IOR_RECORD_ENTER	= 3,
	IOR_RECORD_LOST		= 4,
	IOR_RECORD_END		= 5,
};

/* What is special about a CALL or ENTER record: ior_record.flags */

/** IOR_CALL_NO_ENTER - its beginning was not seen: begun before the session,
 * or seccomp or ptrace ended it before it began.  time_ns is that of the end,
 * duration_ns 0, the arguments are the registers at the end (or, if another
 * session saw it begin, at the beginning).
 */
#define IOR_CALL_NO_ENTER	(1U << 0)
/** IOR_CALL_NO_EXIT - its task died in it; ret is 0 and means nothing */
#define IOR_CALL_NO_EXIT	(1U << 1)
/** IOR_CALL_NO_RETURN - ENTER of a call that never returns: no CALL follows */
#define IOR_CALL_NO_RETURN	(1U << 2)
/** IOR_CALL_CHILD - the second return of a fork or clone, in the new task: no
 * call of its own, so not counted as one
 */
#define IOR_CALL_CHILD		(1U << 3)

/**
 * struct ior_record - one record of a stream
 *
 * @time_ns: when it began, in ns of the clock that ior_info.clock_id names.
 *	HEADER: when the stream began.  LOST: when the first record was lost.
 * @duration_ns: ns from its beginning to its end; 0 for ENTER.
 *	LOST: ns from the first to the last loss.
 * @type: enum ior_record_type
 * @abi: enum ior_abi
 * @cpu: the CPU that wrote the record; its ring is that CPU's
 * @flags: %IOR_CALL_* bits; 0 in other types
 * @tgid: process id in the initial pid namespace
 * @tid: thread id in the initial pid namespace
 * @ret: what the call returned: -4095 to -1 is an error, and of these -512 to
 *	-516 (without -515) say that the kernel may restart the call
 * @args: the arguments as the program gave them
 * @comm: the task's name at the end of the call, NUL-padded
 * @nr: the call's number in @abi
 * @family: enum ior_family
 * @kind: enum ior_kind
 * @ret_class: enum ior_ret_class
 * @reserved: 0
 * @name: reserved for the ids of the files that the call works on; 0: none
 * @aux: reserved for a value behind one of the arguments
 * @lost: LOST only, in the place of @ret and what follows
 * @lost.calls: dropped records that stood for a call of their own: CALL
 *	without %IOR_CALL_CHILD, and ENTER with %IOR_CALL_NO_RETURN
 * @lost.others: dropped records of any other kind
 * @header: HEADER only, in the place of @ret and what follows
 * @header.magic: %IOR_MAGIC; tells the byte order, too
 * @header.version: %IOR_ABI_VERSION
 * @header.record_size: %IOR_RECORD_SIZE
 * @header.machine: the ELF machine number of the kernel (EM_X86_64 is 62)
 * @header.clock_id: the clock of time_ns, a CLOCK_* of clock_gettime(2)
 * @header.mono_ns: CLOCK_MONOTONIC at the time @time_ns, in ns
 * @header.real_ns: CLOCK_REALTIME at the time @time_ns, in ns
 * @header.flags: %IOR_HEADER_*
 * @end: END only, in the place of @ret and what follows
 * @end.calls: calls in the stream, counted as in @lost.calls
 * @end.records: records in the stream, without HEADER and END
 * @end.lost: records lost
 * @end.flags: %IOR_END_*
 *
 * time_ns + duration_ns orders a stream: it never falls within one ring, and
 * rises from each record of a thread to its next, on whichever CPU.  Only LOST
 * may come late, after younger records of other rings: it is written when its
 * ring has room again.
 */
struct ior_record {
	__aligned_u64	time_ns;
	__aligned_u64	duration_ns;
	__u8		type;
	__u8		abi;
	__u16		cpu;
	__u32		flags;
	__u32		tgid;
	__u32		tid;
	union {
		struct {
			__s64		ret;
			__aligned_u64	args[IOR_NR_ARGS];
			char		comm[IOR_COMM_LEN];
			__u32		nr;
			__u8		family;
			__u8		kind;
			__u8		ret_class;
			__u8		reserved;
			__u32		name[2];
			__aligned_u64	aux;
		};
		struct {
			__aligned_u64	calls;
			__aligned_u64	others;
			__aligned_u64	reserved[10];
		} lost;
		struct {
			__aligned_u64	magic;
			__u32		version;
			__u32		record_size;
			__u32		machine;
			__s32		clock_id;
			__aligned_u64	mono_ns;
			__aligned_u64	real_ns;
			__u32		flags;
			__u32		reserved32;
			__aligned_u64	reserved[6];
		} header;
		struct {
			__aligned_u64	calls;
			__aligned_u64	records;
			__aligned_u64	lost;
			__u32		flags;
			__u32		reserved32;
			__aligned_u64	reserved[8];
		} end;
	};
};

/** IOR_MAGIC - "ior.ring" read as a little-endian number */
#define IOR_MAGIC		0x676e69722e726f69ULL
/** IOR_HEADER_ENDS - an END record closes this stream: without it, it is cut */
#define IOR_HEADER_ENDS		(1U << 0)
/** IOR_END_INCOMPLETE - something that was to be traced is not in the stream */
#define IOR_END_INCOMPLETE	(1U << 0)

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
 * @busy: not 0 while the CPU may be about to write.  It is set, with a full
 *	barrier, before the clock is read for the record: a reader that loads
 *	heads, then (after a full barrier) sees busy at 0 and loads head again,
 *	holds every record of this ring that is older than what it saw of any
 *	ring at first.
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
 * @ring_bytes: bytes of records for each CPU: a power of two from one page
 *	(4096) to %IOR_RING_BYTES_MAX; 0 for the default, 4 MiB
 * @watermark: records in a ring at which its reader is woken, 1 to the ring's
 *	size; 0 for the default, a quarter of the ring
 * @flags: 0
 * @reserved: 0
 *
 * EINVAL: a value out of range, a flag or reserved field not 0.
 * EBUSY: the rings exist: the session was started or mapped before.
 */
struct ior_setup {
	__aligned_u64	ring_bytes;
	__u32		watermark;
	__u32		flags;
	__aligned_u64	reserved[4];
};

#define IOR_RING_BYTES_MAX	(1U << 30)

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

/**
 * struct ior_filter - IOR_IOC_FILTER: which calls of which processes
 *
 * @flags: %IOR_FILTER_*
 * @reserved32: 0
 * @calls: bit number % 64 of calls[abi][number / 64] selects a call
 * @reserved: 0
 *
 * Replaces the filter in force (at first: %IOR_FILTER_FOLLOW and every call),
 * at any time; a call that both select is not missed meanwhile.
 *
 * EINVAL: unknown flag, reserved field not 0, or no call selected at all.
 */
struct ior_filter {
	__u32		flags;
	__u32		reserved32;
	__aligned_u64	calls[IOR_NR_ABIS][IOR_CALL_WORDS];
	__aligned_u64	reserved[8];
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
 */
struct ior_tgid {
	__u32		op;
	__s32		pid;
	__aligned_u64	reserved[2];
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
 *	stopped; those that end while it stops are counted only where no other
 *	session saw them
 * @no_memory: tasks for which no state could be allocated: their calls were
 *	recorded as %IOR_CALL_NO_ENTER
 * @not_followed: children that could not be traced for want of memory
 * @tgids: processes that the session traces now, those of %IOR_FILTER_ALL
 *	not counted
 * @state: enum ior_state
 * @reserved: 0
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
	__aligned_u64	reserved[8];
};

/*
 * IOR_IOC_START	(no argument: 0) starts the session.  One that nobody
 *			filtered gets the module's defaults: the process of the
 *			parameter tgid=, else every process but the caller's.
 *	EBUSY		it runs already
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

/* A layout that moved would be another ABI: better not to build. */
#if defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define IOR_SIZE(type, size) \
	_Static_assert(sizeof(struct type) == (size), #type)
#define IOR_AT(type, field, offset) \
	_Static_assert(__builtin_offsetof(struct type, field) == (offset), \
		       #type "." #field)
IOR_SIZE(ior_record, IOR_RECORD_SIZE);
IOR_AT(ior_record, duration_ns, 8);
IOR_AT(ior_record, type, 16);
IOR_AT(ior_record, abi, 17);
IOR_AT(ior_record, cpu, 18);
IOR_AT(ior_record, flags, 20);
IOR_AT(ior_record, tgid, 24);
IOR_AT(ior_record, tid, 28);
IOR_AT(ior_record, ret, 32);
IOR_AT(ior_record, args, 40);
IOR_AT(ior_record, comm, 88);
IOR_AT(ior_record, nr, 104);
IOR_AT(ior_record, family, 108);
IOR_AT(ior_record, kind, 109);
IOR_AT(ior_record, ret_class, 110);
IOR_AT(ior_record, name, 112);
IOR_AT(ior_record, aux, 120);
IOR_AT(ior_record, lost.calls, 32);
IOR_AT(ior_record, lost.others, 40);
IOR_AT(ior_record, header.magic, 32);
IOR_AT(ior_record, header.version, 40);
IOR_AT(ior_record, header.clock_id, 52);
IOR_AT(ior_record, header.mono_ns, 56);
IOR_AT(ior_record, header.real_ns, 64);
IOR_AT(ior_record, header.flags, 72);
IOR_AT(ior_record, end.calls, 32);
IOR_AT(ior_record, end.records, 40);
IOR_AT(ior_record, end.lost, 48);
IOR_AT(ior_record, end.flags, 56);
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
IOR_SIZE(ior_tgid, 24);
IOR_SIZE(ior_stats, 128);
IOR_AT(ior_stats, tgids, 56);
#undef IOR_SIZE
#undef IOR_AT
#endif

#endif /* _UAPI_LINUX_IOR_H */
