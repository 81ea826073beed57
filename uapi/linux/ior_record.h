/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * The records of a session: what was called, on which files, by which tasks.
 * <linux/ior.h> includes this; a program that reads recordings needs no more.
 */
#ifndef _UAPI_LINUX_IOR_RECORD_H
#define _UAPI_LINUX_IOR_RECORD_H

#include <linux/types.h>

#define IOR_ABI_VERSION		3

/** IOR_RECORD_SIZE - bytes of every record, of whatever type */
#define IOR_RECORD_SIZE		128

/** IOR_COMM_LEN - bytes of a task's name, its NUL included */
#define IOR_COMM_LEN		16

/** IOR_NAME_TEXT - bytes of a name in one record */
#define IOR_NAME_TEXT		56

/** IOR_RECORD_BUCKETS_MAX - buckets of a histogram in one record */
#define IOR_RECORD_BUCKETS_MAX	11

/** IOR_NR_BUCKETS - buckets of a histogram of durations: four for each power of
 * two from 4 ns up, one for each ns below.  The last one has no end.
 */
#define IOR_NR_BUCKETS		240

/** IOR_NR_ARGS - arguments that a system call can have */
#define IOR_NR_ARGS		6

/**
 * enum ior_abi - which numbering a call's number belongs to
 * @IOR_ABI_NATIVE: the kernel's own (x86-64: asm/unistd_64.h)
 * @IOR_ABI_32: 32-bit programs (x86-64: asm/unistd_32.h; arm64: of arm's EABI)
 * @IOR_ABI_X32: x32 programs; numbers are kept without bit 30
 * @IOR_NR_ABIS: how many there are
 */
enum ior_abi {
	IOR_ABI_NATIVE,
	IOR_ABI_32,
	IOR_ABI_X32,
	IOR_NR_ABIS,
};

/**
 * enum ior_record_type - what a record says
 * @IOR_RECORD_HEADER: first of a stream: where and when it was made
 * @IOR_RECORD_CALL: a call that ended; one for every call
 * @IOR_RECORD_ENTER: a call that began: for calls that never return, and for
 *	every call where %IOR_FILTER_ENTER is set
 * @IOR_RECORD_LOST: records were dropped here because the ring was full
 * @IOR_RECORD_END: last of a recording: its totals (written by libior)
 * @IOR_RECORD_NAME: the path of a file, or a piece of it
 * @IOR_RECORD_TASK: a task began, execed, was renamed or died
 * @IOR_RECORD_COUNT: what was counted of a call (written by libior)
 * @IOR_RECORD_BUCKETS: a piece of its histogram, behind it
 */
enum ior_record_type {
	IOR_RECORD_HEADER	= 1,
	IOR_RECORD_CALL		= 2,
	IOR_RECORD_ENTER	= 3,
	IOR_RECORD_LOST		= 4,
	IOR_RECORD_END		= 5,
	IOR_RECORD_NAME		= 6,
	IOR_RECORD_TASK		= 7,
	IOR_RECORD_COUNT	= 8,
	IOR_RECORD_BUCKETS	= 9,
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
/** IOR_CALL_DENIED - with %IOR_CALL_NO_ENTER: it never began, because seccomp or
 * ptrace ended it first.  Set where that is certain.
 */
#define IOR_CALL_DENIED		(1U << 4)
/** IOR_CALL_RESTARTS - with a return class of RESTART: the kernel makes the
 * task go on with this call, in its CALL with %IOR_CALL_CONTINUES.  If no such
 * record follows, a signal handler did not return, or the task died.  A call
 * that another session did not see begin is not followed: then there are two
 * calls.
 */
#define IOR_CALL_RESTARTS	(1U << 5)
/** IOR_CALL_CONTINUES - this is the call of the task's newest record with
 * %IOR_CALL_RESTARTS, restarted by the kernel: by its own number, or by that
 * of restart_syscall
 */
#define IOR_CALL_CONTINUES	(1U << 6)
/** IOR_CALL_NAME_LOST - a NAME did not fit in the ring, or was left out when the
 * call began because of a filter (struct ior_files, struct ior_who) or a rate
 * (struct ior_sample) and its file is not to be found any more, or no session
 * wanted it: the ids in name[] are 0
 */
#define IOR_CALL_NAME_LOST	(1U << 7)
/** IOR_CALL_UNREAD - the memory behind a pointer could not be read: what was to
 * be taken from there is 0 in this record
 */
#define IOR_CALL_UNREAD		(1U << 8)
/** IOR_CALL_FD - the descriptor FD was open: fd_flags are valid */
#define IOR_CALL_FD		(1U << 9)

/**
 * enum ior_path_state - what became of a path argument
 * @IOR_PATH_READ: it was read, whole; or the call takes none
 * @IOR_PATH_NULL: the pointer is NULL
 * @IOR_PATH_EMPTY: the string is empty
 * @IOR_PATH_UNREAD: the memory could not be read
 * @IOR_PATH_CUT: it has no end within 4096 bytes; the NAME has the first 4095
 *
 * Where an empty or a NULL path stands for the directory itself, name[] has
 * the id of that.
 */
enum ior_path_state {
	IOR_PATH_READ,
	IOR_PATH_NULL,
	IOR_PATH_EMPTY,
	IOR_PATH_UNREAD,
	IOR_PATH_CUT,
};

/** IOR_CALL_PATH_STATE - enum ior_path_state of the call's path: that of
 * %IOR_ARG_PATH, %IOR_ARG_NAME or %IOR_ARG_PATH_OUT (for i = 0), of
 * %IOR_ARG_PATH2 or %IOR_ARG_LINK_TEXT (1)
 */
#define IOR_CALL_PATH_SHIFT(i)		(16 + 4 * (i))
#define IOR_CALL_PATH_STATE(flags, i)	((flags) >> IOR_CALL_PATH_SHIFT(i) & 7)

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
 * @flags: CALL and ENTER: %IOR_CALL_* bits; NAME: %IOR_NAME_*; TASK:
 *	%IOR_TASK_*; 0 in other types
 * @tgid: process id in the initial pid namespace.  CALL, ENTER: of the caller;
 *	TASK: of the task that it is about; NAME: of a process that uses the file
 * @tid: thread id, likewise; that of an exec is the one before it
 * @ret: what the call returned: -4095 to -1 is an error, and of these -512 to
 *	-516 (without -515) say that the kernel may restart the call
 * @args: the arguments as the program gave them
 * @comm: the task's name at the end of the call, NUL-padded
 * @nr: the call's number in @abi
 * @family: enum ior_family
 * @kind: enum ior_kind
 * @ret_class: enum ior_ret_class
 * @reserved: 0
 * @name: ids of the files that the call works on; 0: none, or not known.  The
 *	NAME of an id stands before the first record that has it.
 *	name[0] is that of the path (see IOR_CALL_PATH_STATE()), for calls without
 *	one that of the descriptor FD, of the first of an FDPAIR.
 *	name[1] is that of the descriptor that was returned, for calls that
 *	return one (%IOR_TRAIT_RET_FD); for others that of the second path, else
 *	of FD2, of the second of an FDPAIR, or of FD where name[0] is a path.
 * @aux: a value behind a pointer.  Calls of kind SLEEP: ns requested, or until
 *	when if the time is absolute, -1 if it is not valid.  clone3: flags.
 *	0 in all that are not named here or below.
 * @fd_flags: calls with FD: flags of the open file, O_* as fcntl(F_GETFL) gives
 *	them, and O_CLOEXEC of the descriptor; as they were when the call began,
 *	but after the call if it can change them (%IOR_TRAIT_FD_FLAGS)
 * @asked: calls with FD that take an array of struct iovec, or one or several
 *	struct msghdr: bytes that there is room for; 2^32 - 1 if there are more.
 *	Of more than 1024 struct iovec it is not added up: %IOR_CALL_UNREAD.
 *	io_uring_enter, io_uring_register of a registered ring: the ring's
 *	descriptor, -1 if it has none any more
 * @how_flags: calls with OPEN_HOW: its flags
 * @how_mode: likewise its mode
 * @fds: calls with FDPAIR that succeeded: the descriptors
 * @lost: LOST only, in the place of @ret and what follows
 * @lost.calls: dropped records that stood for a call of their own: CALL
 *	without %IOR_CALL_CHILD, and ENTER with %IOR_CALL_NO_RETURN
 * @lost.others: dropped records of any other kind
 * @header: HEADER only, in the place of @ret and what follows
 * @header.magic: %IOR_MAGIC; tells the byte order, too
 * @header.version: %IOR_ABI_VERSION
 * @header.record_size: %IOR_RECORD_SIZE
 * @header.machine: the ELF machine number of the kernel (EM_X86_64 is 62,
 *	EM_AARCH64 183)
 * @header.clock_id: the clock of time_ns, a CLOCK_* of clock_gettime(2)
 * @header.mono_ns: CLOCK_MONOTONIC at the time @time_ns, in ns
 * @header.real_ns: CLOCK_REALTIME at the time @time_ns, in ns
 * @header.flags: %IOR_HEADER_*
 * @path: NAME only, in the place of @ret and what follows
 * @path.id: which name this is; 0 is none
 * @path.base: id of the directory where the path starts if it is relative: of
 *	its descriptor, or the working directory; 0: none, or not known
 * @path.path_len: bytes of the path: absolute, as the task itself sees the
 *	file system, without "." and "..", which were resolved as text; for what
 *	is in no directory the name that /proc/PID/fd has for it
 * @path.given_len: bytes of the path as the program gave it; 0: just like the
 *	path, or the program gave none
 * @path.offset: where this piece belongs in both strings, the path first; the
 *	pieces of a name follow each other within their ring
 * @path.len: bytes of @path.text
 * @path.mode: type and permissions of the file; 0 where it was named by a path
 *	argument, which does not say which file it is
 * @path.dev_major: device of its file system, likewise
 * @path.dev_minor: likewise
 * @path.ino: number of its inode, likewise
 * @path.text: bytes of the strings; no NUL
 * @task: TASK only, in the place of @ret and what follows
 * @task.event: enum ior_task_event
 * @task.other_tgid: FORK: the parent's process id
 * @task.other_tid: FORK: the parent's thread id; EXEC: the task's own one before,
 *	which differs if it was not its process's first thread
 * @task.status: EXIT: as wait(2) has it
 * @task.comm: the task's name: FORK: which it begins with; RENAME: the new one
 * @task.name: EXEC: id of the program's file
 * @count: COUNT only, in the place of @ret and what follows: what struct
 *	ior_count says of the call @count.nr of @abi, or of those that have no
 *	count of their own, where @abi is %IOR_NR_ABIS.  The records of a session
 *	that counts stand between its last other record and END.
 * @count.nr: the call's number
 * @count.calls: see struct ior_count; likewise the following
 * @count.recorded: and so on
 * @count.errors: and so on
 * @count.bytes: and so on
 * @count.ns: and so on
 * @count.min_ns: and so on
 * @count.max_ns: and so on
 * @buckets: BUCKETS only, in the place of @ret and what follows: more of the
 *	COUNT before it
 * @buckets.nr: the call's number
 * @buckets.first: number of the bucket that @buckets.calls begins with
 * @buckets.calls: calls in this bucket and the following ones
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
			union {
				__aligned_u64	aux;
				struct {
					__u32	fd_flags;
					__u32	asked;
				};
				struct {
					__u32	how_flags;
					__u32	how_mode;
				};
				__s32		fds[2];
			};
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
		struct {
			__u32		id;
			__u32		base;
			__u16		path_len;
			__u16		given_len;
			__u16		offset;
			__u16		len;
			__u32		mode;
			__u32		dev_major;
			__u32		dev_minor;
			__u32		reserved32;
			__aligned_u64	ino;
			char		text[IOR_NAME_TEXT];
		} path;
		struct {
			__u32		nr;
			__u32		reserved32;
			__aligned_u64	calls;
			__aligned_u64	recorded;
			__aligned_u64	errors;
			__aligned_u64	bytes;
			__aligned_u64	ns;
			__aligned_u64	min_ns;
			__aligned_u64	max_ns;
			__aligned_u64	reserved[4];
		} count;
		struct {
			__u32		nr;
			__u32		first;
			__aligned_u64	calls[IOR_RECORD_BUCKETS_MAX];
		} buckets;
		struct {
			__u32		event;
			__u32		other_tgid;
			__u32		other_tid;
			__s32		status;
			char		comm[IOR_COMM_LEN];
			__u32		name;
			__u32		reserved32;
			__aligned_u64	reserved[7];
		} task;
	};
};

/** IOR_NAME_FILE - the name of an open file or a directory, not of a path
 * argument: device, inode and mode are valid
 */
#define IOR_NAME_FILE		(1U << 0)
/** IOR_NAME_UNRESOLVED - the path is as it was given: what it is relative to is
 * not known, or it is none that is looked up in a directory: the text of a
 * symbolic link, the name of a memory file
 */
#define IOR_NAME_UNRESOLVED	(1U << 1)

/** IOR_TASK_LAST - EXIT: no thread of its process makes a call any more.  More
 * than one has it if they died at the same time.
 */
#define IOR_TASK_LAST		(1U << 0)

/**
 * enum ior_task_event - what happened to a task
 * @IOR_TASK_FORK: its parent made it
 * @IOR_TASK_EXEC: it runs another program now
 * @IOR_TASK_EXIT: it makes no more calls
 * @IOR_TASK_RENAME: its name changed, maybe by another task
 */
enum ior_task_event {
	IOR_TASK_FORK	= 1,
	IOR_TASK_EXEC	= 2,
	IOR_TASK_EXIT	= 3,
	IOR_TASK_RENAME	= 4,
};

/* The bucket of a duration in ns. */
static inline __u32 ior_bucket(__u64 ns)
{
	__u32 shift, bucket;

	if (ns < 4)
		return ns;
	shift = (63 ^ __builtin_clzll(ns)) - 2;
	bucket = 4 * shift + (__u32)(ns >> shift);
	return bucket < IOR_NR_BUCKETS ? bucket : IOR_NR_BUCKETS - 1;
}

/* The shortest duration of a bucket, in ns. */
static inline __u64 ior_bucket_ns(__u32 bucket)
{
	return bucket < 4 ? bucket : (4ULL + bucket % 4) << (bucket / 4 - 1);
}

/** IOR_MAGIC - "ior.ring" read as a little-endian number */
#define IOR_MAGIC		0x676e69722e726f69ULL
/** IOR_HEADER_ENDS - an END record closes this stream: without it, it is cut */
#define IOR_HEADER_ENDS		(1U << 0)
/** IOR_END_INCOMPLETE - something that was to be traced is not in the stream */
#define IOR_END_INCOMPLETE	(1U << 0)

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
IOR_AT(ior_record, fd_flags, 120);
IOR_AT(ior_record, asked, 124);
IOR_AT(ior_record, how_mode, 124);
IOR_AT(ior_record, fds, 120);
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
IOR_AT(ior_record, path.base, 36);
IOR_AT(ior_record, path.path_len, 40);
IOR_AT(ior_record, path.len, 46);
IOR_AT(ior_record, path.mode, 48);
IOR_AT(ior_record, path.ino, 64);
IOR_AT(ior_record, path.text, 72);
IOR_AT(ior_record, count.calls, 40);
IOR_AT(ior_record, count.max_ns, 88);
IOR_AT(ior_record, buckets.first, 36);
IOR_AT(ior_record, buckets.calls, 40);
IOR_AT(ior_record, task.other_tid, 40);
IOR_AT(ior_record, task.status, 44);
IOR_AT(ior_record, task.comm, 48);
IOR_AT(ior_record, task.name, 64);
#undef IOR_SIZE
#undef IOR_AT
#endif

#endif /* _UAPI_LINUX_IOR_RECORD_H */
