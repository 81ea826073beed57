/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * libior: what a reader of ior.ko needs.  A device is a session of /dev/ior, a
 * reader its mapped rings put in order, a stream the same records from a file,
 * a pipe or read(2).
 *
 * Functions that can fail return 0 or more on success and a negative errno
 * else; none prints.  Objects belong to the caller from the open that made
 * them to the close that takes them, and are for one thread at a time.
 */
#ifndef LIBIOR_H
#define LIBIOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <linux/ior.h>
#include <linux/ior_calls.h>

/** IOR_DEVICE_PATH - where udev puts the device */
#define IOR_DEVICE_PATH	"/dev/ior"

/* -------------------------------------------------------------- device -- */

struct ior_device;

/**
 * ior_device_open - make a session
 * @dev: set to the session, for ior_device_close(), on success only
 * @info: set to what the module says of the session; with -EPROTO, @version and
 *	@record_size are what a module of another ABI says, 0 if it says nothing
 *
 * Returns: 0; -ENOENT, -ENODEV or -ENXIO: no module is loaded; -EPERM or
 * -EACCES: not allowed; -EPROTO: the module has another ABI; -ENOMEM; whatever
 * else open(2) gives.
 */
int ior_device_open(struct ior_device **dev, struct ior_info *info);

/**
 * ior_device_close - end a session
 * @dev: the session, or NULL; a running one is stopped, its records are gone
 */
void ior_device_close(struct ior_device *dev);

/**
 * ior_device_fd - the session's file descriptor, for poll(2) and read(2)
 * @dev: the session, which goes on owning it
 */
int ior_device_fd(const struct ior_device *dev);

/**
 * ior_device_info - what the module says of the session now
 * @dev: the session
 * @info: set to it
 *
 * Returns: 0, or a negative errno of ioctl(2).
 */
int ior_device_info(const struct ior_device *dev, struct ior_info *info);

/**
 * ior_device_setup - set the size of the rings
 * @dev: a session that was neither started nor mapped
 * @ring_bytes: bytes of records for each CPU, a power of two; 0: the default
 * @watermark: records in a ring at which its reader is woken; 0: the default
 *
 * Returns: 0; -EINVAL: out of range; -EBUSY: the rings exist.
 */
int ior_device_setup(struct ior_device *dev, uint64_t ring_bytes, uint32_t watermark);

/**
 * ior_device_filter - choose the calls, and how processes are chosen
 * @dev: the session, in any state
 * @filter: copied; what it says replaces what was said before
 *
 * Returns: 0; -EINVAL: unknown flag, or no call selected.
 */
int ior_device_filter(struct ior_device *dev, const struct ior_filter *filter);

/**
 * ior_device_tgid - take a process in, or leave it out
 * @dev: the session, in any state
 * @op: what to do
 * @pid: the process, or any of its threads; 0 for %IOR_TGID_CLEAR
 *
 * Returns: 0; -ESRCH: no such process; -EEXIST: ADD of a traced one; -EINVAL.
 */
int ior_device_tgid(struct ior_device *dev, enum ior_tgid_op op, pid_t pid);

/**
 * ior_device_start - make records from now on
 * @dev: a session that does not run
 *
 * Returns: 0; -EBUSY: it runs; -ESRCH: no process to trace; -ENOMEM: no memory
 * for the rings.
 */
int ior_device_start(struct ior_device *dev);

/**
 * ior_device_stop - make no more records
 * @dev: a running session; what is in its rings stays to be read
 *
 * Returns: 0; -EINVAL: it does not run.
 */
int ior_device_stop(struct ior_device *dev);

/**
 * ior_device_stats - what became of everything
 * @dev: the session
 * @stats: set; exact when the session does not run
 *
 * Returns: 0, or a negative errno of ioctl(2).
 */
int ior_device_stats(const struct ior_device *dev, struct ior_stats *stats);

/* -------------------------------------------------------------- reader -- */

struct ior_reader;

/**
 * ior_reader_open - map the rings of every CPU
 * @dev: the session, which must outlive the reader
 * @reader: set to the reader, for ior_reader_close(), on success only
 *
 * Makes the rings, if they are not there: ior_device_setup() comes before it.
 *
 * Returns: 0; -ENOMEM; -EPROTO: a ring that is not as ior_device_info() says; a
 * negative errno of mmap(2).
 */
int ior_reader_open(struct ior_device *dev, struct ior_reader **reader);

/**
 * ior_reader_close - unmap the rings
 * @reader: the reader, or NULL
 */
void ior_reader_close(struct ior_reader *reader);

/**
 * ior_reader_wait - sleep until a ring has reached its watermark
 * @reader: the reader
 * @timeout_ms: but at most so many ms; -1: without limit
 *
 * Returns: 1: it has; 0: the time is up, or a signal came; -EIO: the device
 * reports an error; a negative errno of poll(2).
 */
int ior_reader_wait(struct ior_reader *reader, int timeout_ms);

/**
 * ior_reader_next - the next records, in causal order
 * @reader: the reader
 * @batch: set to the first of them; they lie one behind the other in the ring
 *	and may be read, but not written, until the next call
 *
 * Frees the room of the batch before.  Records of one thread come in the order
 * in which they were made, on whichever CPUs; so do records of different
 * threads of which one caused the other.
 *
 * Returns: how many; 0: none can be given now.
 */
size_t ior_reader_next(struct ior_reader *reader, const struct ior_record **batch);

/**
 * ior_reader_finish - the session was stopped: give out all that is left
 * @reader: the reader; ior_reader_next() has the rest
 */
void ior_reader_finish(struct ior_reader *reader);

/* -------------------------------------------------------------- totals -- */

/**
 * struct ior_tally - what was in a stream
 * @records: records, without HEADER and END
 * @calls: of these, the ones that stand for a call of their own
 * @marks: of these, the LOST ones
 * @lost_calls: calls that LOST records say are missing
 * @lost_others: likewise other records
 */
struct ior_tally {
	uint64_t	records;
	uint64_t	calls;
	uint64_t	marks;
	uint64_t	lost_calls;
	uint64_t	lost_others;
};

/**
 * ior_record_is_call - does a record stand for a call of its own?
 * @rec: the record
 *
 * A CALL does, but for the second return of a fork; an ENTER does if the call
 * never returns.
 */
static inline bool ior_record_is_call(const struct ior_record *rec)
{
	if (rec->type == IOR_RECORD_CALL)
		return !(rec->flags & IOR_CALL_CHILD);
	return rec->type == IOR_RECORD_ENTER && (rec->flags & IOR_CALL_NO_RETURN);
}

/**
 * ior_tally_add - count records
 * @tally: what they are added to
 * @batch: the records
 * @n: how many
 */
void ior_tally_add(struct ior_tally *tally, const struct ior_record *batch, size_t n);

/**
 * ior_record_header - the first record of a recording
 * @rec: set to it
 * @info: of the session that is recorded
 *
 * Says that an END record closes the recording.
 */
void ior_record_header(struct ior_record *rec, const struct ior_info *info);

/**
 * ior_record_end - the last record of a recording
 * @rec: set to it
 * @tally: of the records between
 * @lost: records lost, of any kind
 * @incomplete: something that was to be traced is missing
 */
void ior_record_end(struct ior_record *rec, const struct ior_tally *tally, uint64_t lost,
		    bool incomplete);

/* -------------------------------------------------------------- stream -- */

struct ior_stream;

/**
 * enum ior_stream_end - how a stream ended
 * @IOR_STREAM_MORE: it did not end yet
 * @IOR_STREAM_ENDED: as it should
 * @IOR_STREAM_CUT: before its END record, or within a record
 * @IOR_STREAM_DAMAGED: what is there can't have been written by libior or the
 *	module: a record of no known type, numbers that contradict the END record,
 *	records behind it
 */
enum ior_stream_end {
	IOR_STREAM_MORE,
	IOR_STREAM_ENDED,
	IOR_STREAM_CUT,
	IOR_STREAM_DAMAGED,
};

/**
 * ior_stream_open - read records from a descriptor
 * @fd: a recording, a pipe or a session of /dev/ior; stays the caller's
 * @stream: set to the stream, for ior_stream_close(), on success only
 * @header: set to the first record; with -EPROTONOSUPPORT, too
 *
 * Returns: 0; -ENODATA: empty; -ENOMSG: no stream of records; -EBADMSG: one of
 * another byte order; -EPROTONOSUPPORT: one of another ABI version or record
 * size; -EINTR: a signal came before anything was read; -ENOMEM; a negative
 * errno of read(2).
 */
int ior_stream_open(int fd, struct ior_stream **stream, struct ior_record *header);

/**
 * ior_stream_close - forget a stream
 * @stream: the stream, or NULL
 */
void ior_stream_close(struct ior_stream *stream);

/**
 * ior_stream_next - the next records
 * @stream: the stream
 * @batch: set to the first of them; they may be read until the next call
 *
 * HEADER and END are not given out.
 *
 * Returns: how many; 0: the stream ended, see ior_stream_end(); -EINTR and
 * -EAGAIN: call again; a negative errno of read(2).
 */
ssize_t ior_stream_next(struct ior_stream *stream, const struct ior_record **batch);

/**
 * ior_stream_end - how a stream ended
 * @stream: the stream
 * @end: set to the END record; all zeroes if there was none; may be NULL
 */
enum ior_stream_end ior_stream_end(const struct ior_stream *stream, struct ior_record *end);

/**
 * ior_stream_tally - what ior_stream_next() gave out so far
 * @stream: the stream, which owns the answer
 */
const struct ior_tally *ior_stream_tally(const struct ior_stream *stream);

/* -------------------------------------------------------------- decode -- */

/**
 * struct ior_call_entry - a line of the call table
 * @name: as man pages have it
 * @nr: its number in each ABI, -1 where it has none
 * @family: enum ior_family
 * @kind: enum ior_kind
 * @ret_class: enum ior_ret_class
 * @traits: enum ior_trait bits
 * @args: enum ior_arg of its arguments, in each ABI
 */
struct ior_call_entry {
	const char	*name;
	int16_t		nr[IOR_NR_ABIS];
	uint8_t		family;
	uint8_t		kind;
	uint8_t		ret_class;
	uint8_t		traits;
	uint8_t		args[IOR_NR_ABIS][IOR_NR_ARGS];
};

/**
 * ior_call_find - what the table knows of a number
 * @abi: enum ior_abi
 * @nr: the number
 *
 * Returns: the enum ior_call, %IOR_CALL_UNKNOWN for numbers and ABIs that are
 * not in the table.
 */
enum ior_call ior_call_find(unsigned int abi, uint32_t nr);

/**
 * ior_call_entry - a line of the table
 * @call: which; from 1 to %IOR_NR_CALLS - 1
 *
 * Returns: the line, good for ever; NULL if there is no such.
 */
const struct ior_call_entry *ior_call_entry(enum ior_call call);

/**
 * ior_call_is_named - is this the call's name, or one that the kernel has for it?
 * @call: which; from 1 to %IOR_NR_CALLS - 1
 * @name: the name
 */
bool ior_call_is_named(enum ior_call call, const char *name);

/**
 * ior_family_name - the name of a family; "UNKNOWN" for what is none
 * @family: enum ior_family
 */
const char *ior_family_name(unsigned int family);

/**
 * ior_kind_name - the name of a kind; "null" for what is none
 * @kind: enum ior_kind
 */
const char *ior_kind_name(unsigned int kind);

/**
 * ior_ret_class_name - the name of a return class; "UNCLASSIFIED" for what is
 * none
 * @ret_class: enum ior_ret_class
 */
const char *ior_ret_class_name(unsigned int ret_class);

/**
 * ior_abi_name - the name of an ABI: "64", "32" or "x32"; "?" for what is none
 * @abi: enum ior_abi
 */
const char *ior_abi_name(unsigned int abi);

#endif /* LIBIOR_H */
