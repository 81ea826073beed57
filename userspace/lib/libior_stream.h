/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * libior: streams of records from a descriptor, or from anywhere.  Part of libior.h.
 */
#ifndef LIBIOR_STREAM_H
#define LIBIOR_STREAM_H

#include <stddef.h>
#include <sys/types.h>

#include <linux/ior.h>

struct ior_tally;
struct ior_stream;

/**
 * enum ior_stream_end - how a stream ended
 * @IOR_STREAM_MORE: it did not end yet
 * @IOR_STREAM_ENDED: as it should
 * @IOR_STREAM_CUT: before its END record, or within a record
 * @IOR_STREAM_DAMAGED: what is there can't have been written by libior or the
 *	module: a record of no known type, one in a place where it can't be, numbers
 *	that contradict the END record, records behind it
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
 * @header: set to the first record; with -EPROTONOSUPPORT and -EOPNOTSUPP, too
 *
 * Returns: 0; -ENODATA: empty; -ENOMSG: no stream of records; -EBADMSG: one of
 * another byte order; -EPROTONOSUPPORT: one of another ABI version or record
 * size; -EOPNOTSUPP: one of a machine whose calls are not known, see
 * ior_calls_use(); -EINTR: a signal came before anything was read; -ENOMEM; a negative
 * errno of read(2).
 */
int ior_stream_open(int fd, struct ior_stream **stream, struct ior_record *header);

/**
 * ior_read_fn - reads from where ior_stream_open_from() is told
 * @arg: as it was told
 * @mem: where to
 * @len: so many bytes at most
 *
 * Returns: as read(2), but a negative errno; -EUCLEAN: what is there is damaged,
 * all before it was given out.
 */
typedef ssize_t ior_read_fn(void *arg, void *mem, size_t len);

/**
 * ior_stream_open_from - read records from anywhere
 * @read: reads them
 * @arg: for @read; stays the caller's
 * @stream: as for ior_stream_open(); so are @header and what is returned
 * @header: set to the first record
 */
int ior_stream_open_from(ior_read_fn *read, void *arg, struct ior_stream **stream,
			 struct ior_record *header);

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

#endif /* LIBIOR_STREAM_H */
