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

#include "libior_count.h"
#include "libior_stream.h"

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
 * -EACCES: not allowed; -EPROTO: the module has another ABI; -EOPNOTSUPP: see
 * ior_calls_use(); -ENOMEM; whatever else open(2) gives.
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
 * ior_device_setup - set the size of the rings, and what they do when they are full
 * @dev: a session that was neither started nor mapped
 * @ring_bytes: bytes of records for each CPU, a power of two; 0: the default
 * @watermark: records in a ring at which its reader is woken; 0: the default
 * @flags: %IOR_SETUP_*
 *
 * Returns: 0; -EINVAL: out of range, unknown flag; -EBUSY: the rings exist.
 */
int ior_device_setup(struct ior_device *dev, uint64_t ring_bytes, uint32_t watermark,
		     uint32_t flags);

/**
 * ior_device_filter - choose the calls, and how processes are chosen
 * @dev: the session, in any state
 * @filter: copied; what it says replaces what was said before
 *
 * Returns: 0; -EINVAL: unknown flag, or no call selected.
 */
int ior_device_filter(struct ior_device *dev, const struct ior_filter *filter);

/**
 * ior_device_files - choose calls by the files that they are on
 * @dev: the session, in any state
 * @files: copied; what it says replaces what was said before
 *
 * Returns: 0; -EINVAL: too many descriptors, a negative one, patterns without an
 * end; -ENOMEM.
 */
int ior_device_files(struct ior_device *dev, const struct ior_files *files);

/**
 * ior_device_who - choose tasks by what they are: users, control groups, names
 * @dev: the session, in any state
 * @who: copied; what it says replaces what was said before
 *
 * Returns: 0; -EINVAL: too many, no such user here, patterns without an end;
 * -EBADF: no descriptor of a version 2 control group; -ENOENT: one that was removed;
 * -ENOTTY: the module is too old; -EOPNOTSUPP; -ENOMEM.
 */
int ior_device_who(struct ior_device *dev, const struct ior_who *who);

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
 *
 * Of a session with %IOR_SETUP_OVERWRITE this is all that there is: before it,
 * ior_reader_next() may give records that are being overwritten.  The LOST records
 * of what was overwritten come first.
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

/* --------------------------------------------------------------- names -- */

/** IOR_NAME_MAX - bytes of a path or of what was given for it, at most: a
 * relative path and a directory that is deeper than a path can say
 */
#define IOR_NAME_MAX	12288

/**
 * struct ior_name - what NAME records say of an id
 * @path: as in the record, and a NUL
 * @given: as the program gave it, and a NUL; NULL: just like @path, or the program
 *	gave none
 * @path_len: bytes of @path
 * @given_len: bytes of @given
 * @plain: both are of bytes that no format has to quote: ASCII that can be
 *	printed, without any of "\,<>
 * @flags: %IOR_NAME_*
 * @base: id of the directory where a relative path starts; 0: none
 * @mark: see ior_names_mark()
 * @mode: type and permissions; this and the next three of %IOR_NAME_FILE only
 * @dev_major: its device
 * @dev_minor: likewise
 * @ino: its inode
 */
struct ior_name {
	const char	*path;
	const char	*given;
	uint32_t	path_len;
	uint32_t	given_len;
	bool		plain;
	uint32_t	flags;
	uint32_t	base;
	uint32_t	mark;
	uint32_t	mode;
	uint32_t	dev_major;
	uint32_t	dev_minor;
	uint64_t	ino;
};

struct ior_names;

/**
 * ior_names_open - a table of names
 * @names: set to an empty one, for ior_names_close(), on success only
 * @max_bytes: of memory for names; 0 for what some million of them need.  When
 *	there are more the oldest go, but rather those that nobody looked for
 *
 * Returns: 0; -ENOMEM.
 */
int ior_names_open(struct ior_names **names, size_t max_bytes);

/**
 * ior_names_close - forget all names
 * @names: the table, or NULL
 */
void ior_names_close(struct ior_names *names);

/**
 * ior_names_add - take over a NAME record
 * @names: the table
 * @rec: any NAME record of the stream, in the order of the stream
 *
 * A name can be found when its last piece is there; up to then, what had its id
 * before.  A piece without those before it is passed over.
 *
 * Returns: 0; -EINVAL: no NAME record, or one that can't be true; -ENOMEM.
 */
int ior_names_add(struct ior_names *names, const struct ior_record *rec);

/**
 * ior_names_find - the name of an id
 * @names: the table, which owns the answer: good until a name is added
 * @id: which
 *
 * Returns: the name; NULL: none came yet, it was forgotten, or @id is 0.
 */
const struct ior_name *ior_names_find(struct ior_names *names, uint32_t id);

/**
 * ior_names_mark - mark the names that come from here on
 * @names: the table
 * @mark: what is in those whose first piece is yet to come; till this is called, 0
 */
void ior_names_mark(struct ior_names *names, uint32_t mark);

/**
 * ior_names_remark - mark a name as if it had just come
 * @names: the table
 * @id: which; nothing happens if it has none
 */
void ior_names_remark(struct ior_names *names, uint32_t id);

/* -------------------------------------------------------------- decode -- */

/**
 * struct ior_call_places - which argument plays a part; -1: none
 * @fd: %IOR_ARG_FD
 * @fd2: %IOR_ARG_FD2
 * @fdpair: %IOR_ARG_FDPAIR
 * @dirfd: %IOR_ARG_DIRFD
 * @dirfd2: %IOR_ARG_DIRFD2
 * @path: %IOR_ARG_PATH, %IOR_ARG_NAME or %IOR_ARG_PATH_OUT
 * @path2: %IOR_ARG_PATH2 or %IOR_ARG_LINK_TEXT
 * @size: %IOR_ARG_SIZE, the first
 * @flags: flags of the call: the first, but the protection of a mapping only
 *	where there are no others
 * @how: %IOR_ARG_OPEN_HOW
 */
struct ior_call_places {
	int8_t	fd;
	int8_t	fd2;
	int8_t	fdpair;
	int8_t	dirfd;
	int8_t	dirfd2;
	int8_t	path;
	int8_t	path2;
	int8_t	size;
	int8_t	flags;
	int8_t	how;
};

/**
 * struct ior_call_entry - a line of the call table
 * @call: enum ior_call, its place there
 * @name: as man pages have it
 * @nr: its number in each ABI, -1 where it has none; see ior_calls_use()
 * @family: enum ior_family
 * @kind: enum ior_kind
 * @ret_class: enum ior_ret_class
 * @traits: enum ior_trait bits
 * @ret_fd_arg: with %IOR_TRAIT_RET_FD: the argument that says whether it returns
 *	a descriptor; -1: always
 * @ret_fd_set: bits of its values for which it does
 * @args: enum ior_arg of its arguments, in each ABI
 * @places: the same the other way round
 */
struct ior_call_entry {
	uint16_t	call;
	const char	*name;
	int16_t		nr[IOR_NR_ABIS];
	uint8_t		family;
	uint8_t		kind;
	uint8_t		ret_class;
	uint8_t		traits;
	int8_t		ret_fd_arg;
	uint64_t	ret_fd_set;
	uint8_t		args[IOR_NR_ABIS][IOR_NR_ARGS];
	struct ior_call_places places[IOR_NR_ABIS];
};

/**
 * ior_calls_use - choose the machine whose calls the table has
 * @machine: ELF machine number of a kernel, as in struct ior_info and in HEADER:
 *	x86-64's (62) or arm64's (183)
 *
 * The table is the process's, and begins as that of the machine that libior was
 * built for.  Opening a device or a stream chooses theirs; so records of two
 * machines can't be looked at side by side.
 *
 * Returns: 0; -EOPNOTSUPP: calls of that machine are not known.
 */
int ior_calls_use(unsigned int machine);

/**
 * ior_calls_machine - the machine that ior_calls_use() chose last
 */
unsigned int ior_calls_machine(void);

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
 * ior_record_call - the line of a record's call
 * @rec: CALL or ENTER
 *
 * Returns: the line, good for ever; NULL if the table has none.  The functions
 * below take that from their caller.
 */
const struct ior_call_entry *ior_record_call(const struct ior_record *rec);

/**
 * ior_record_makes_fd - does its call return a new descriptor, if it succeeds?
 * @rec: CALL or ENTER
 * @call: its line in the table, or NULL
 */
bool ior_record_makes_fd(const struct ior_record *rec, const struct ior_call_entry *call);

/**
 * struct ior_record_files - ids of the files that a call works on; 0: none, or
 * not known
 * @path: of its path, and of the second one
 * @fd: of its descriptor, and of the second one; of the two of an FDPAIR
 * @made: of the descriptor that it returned
 */
struct ior_record_files {
	uint32_t	path[2];
	uint32_t	fd[2];
	uint32_t	made;
};

/**
 * ior_record_files - which of a record's names is what
 * @rec: CALL or ENTER
 * @call: its line, or NULL
 * @files: set
 */
void ior_record_files(const struct ior_record *rec, const struct ior_call_entry *call,
		      struct ior_record_files *files);

/**
 * ior_record_paths - what a record is about
 * @rec: CALL or ENTER
 * @call: its line, or NULL
 * @ids: set to the id of the descriptor that the call made, else of its path,
 *	else of its descriptor; and to that of the second path or descriptor.
 *	0: none, or not known
 */
void ior_record_paths(const struct ior_record *rec, const struct ior_call_entry *call,
		      uint32_t ids[2]);

/**
 * ior_record_fd - the descriptor that a record is about
 * @rec: CALL or ENTER
 * @call: its line, or NULL
 * @fd: set to the one that the call works on, else to the one that it made, the
 *	first of two, else to the directory that its path starts at; -1: what
 *	there is in its place is none
 *
 * Returns: false if there is none to tell of.
 */
bool ior_record_fd(const struct ior_record *rec, const struct ior_call_entry *call, int32_t *fd);

/**
 * ior_record_bytes - how many bytes a call moved
 * @rec: CALL or ENTER
 * @call: its line, or NULL
 *
 * What it returned, if that counts bytes; less where it returned the size of
 * what did not fit, 0 where it only looked.
 */
uint64_t ior_record_bytes(const struct ior_record *rec, const struct ior_call_entry *call);

/**
 * ior_ret_is_bytes - do calls of a return class return how many bytes they moved?
 * @ret_class: one of %IOR_RET_*
 */
static inline bool ior_ret_is_bytes(unsigned int ret_class)
{
	return ret_class == IOR_RET_READ || ret_class == IOR_RET_WRITE ||
	       ret_class == IOR_RET_TRANSFER;
}

/**
 * ior_ret_is_error - is it a negative errno?
 * @ret: what a call returned; restart codes are errors, too
 */
static inline bool ior_ret_is_error(int64_t ret)
{
	return ret < 0 && ret >= -4095;
}

/**
 * ior_record_status - how did a call end?
 * @rec: CALL or ENTER
 *
 * Returns: one of %IOR_STATUS_*; 0: it goes on: an ENTER of a call that returns,
 * or a part that is restarted.
 */
unsigned int ior_record_status(const struct ior_record *rec);

/**
 * ior_record_has_result - did the call return?
 * @rec: CALL or ENTER
 *
 * One that never returns counts as one that returned 0; one in which its task
 * died does not.
 */
static inline bool ior_record_has_result(const struct ior_record *rec)
{
	return !(rec->flags & IOR_CALL_NO_EXIT);
}

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
