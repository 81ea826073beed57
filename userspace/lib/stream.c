// SPDX-License-Identifier: GPL-2.0-only
/*
 * Records from a descriptor: a recording, a pipe, read(2) of the device.  And
 * what frames a recording.
 */
#include <byteswap.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "libior.h"

#define BUFFER_RECORDS	2048

struct ior_stream {
	ior_read_fn		*read;
	void			*arg;
	enum ior_stream_end	state;
	bool			ends;		/* an END record is to come */
	bool			closed;		/* and came */
	size_t			filled;		/* bytes in buffer */
	size_t			given;		/* bytes of it that were given out */
	bool			counted;	/* a COUNT came: only its like may follow */
	uint8_t			count_abi;	/* of which call the last one was */
	uint32_t		count_nr;
	struct ior_tally	tally;
	struct ior_record	end;
	struct ior_record	buffer[BUFFER_RECORDS];
};

/* -------------------------------------------------------------- frames -- */

void ior_tally_add(struct ior_tally *tally, const struct ior_record *batch, size_t n)
{
	size_t i;

	tally->records += n;
	for (i = 0; i < n; i++) {
		tally->calls += ior_record_is_call(&batch[i]);
		if (batch[i].type == IOR_RECORD_LOST) {
			tally->marks++;
			tally->lost_calls += batch[i].lost.calls;
			tally->lost_others += batch[i].lost.others;
		}
	}
}

void ior_record_header(struct ior_record *rec, const struct ior_info *info)
{
	*rec = (struct ior_record) {
		.time_ns		= info->time_ns,
		.type			= IOR_RECORD_HEADER,
		.header.magic		= IOR_MAGIC,
		.header.version		= info->version,
		.header.record_size	= info->record_size,
		.header.machine		= info->machine,
		.header.clock_id	= info->clock_id,
		.header.mono_ns		= info->mono_ns,
		.header.real_ns		= info->real_ns,
		.header.flags		= IOR_HEADER_ENDS,
	};
}

void ior_record_end(struct ior_record *rec, const struct ior_tally *tally, uint64_t lost,
		    bool incomplete)
{
	*rec = (struct ior_record) {
		.type		= IOR_RECORD_END,
		.end.calls	= tally->calls,
		.end.records	= tally->records,
		.end.lost	= lost,
		.end.flags	= incomplete ? IOR_END_INCOMPLETE : 0,
	};
}

/* Does what was read bear out what the END record says? */
static bool end_agrees(const struct ior_stream *s)
{
	return s->end.end.calls == s->tally.calls && s->end.end.records == s->tally.records &&
	       s->end.end.lost >= s->tally.lost_calls + s->tally.lost_others;
}

/* -------------------------------------------------------------- stream -- */

/* Read once.  Returns bytes, 0 at the end of the input, or a negative errno. */
static ssize_t fill(struct ior_stream *s)
{
	ssize_t n;

	memmove(s->buffer, (char *)s->buffer + s->given, s->filled - s->given);
	s->filled -= s->given;
	s->given = 0;
	n = s->read(s->arg, (char *)s->buffer + s->filled, sizeof(s->buffer) - s->filled);
	if (n > 0)
		s->filled += n;
	return n;
}

static int check_header(const struct ior_stream *s)
{
	const struct ior_record *rec = s->buffer;

	if (!s->filled)
		return -ENODATA;
	if (s->filled < offsetof(struct ior_record, header.version))
		return -ENOMSG;
	if (rec->header.magic == bswap_64(IOR_MAGIC))
		return -EBADMSG;
	if (rec->header.magic != IOR_MAGIC || rec->type != IOR_RECORD_HEADER)
		return -ENOMSG;
	if (s->filled < sizeof(*rec))
		return -ENODATA;
	if (rec->header.version != IOR_ABI_VERSION || rec->header.record_size != IOR_RECORD_SIZE)
		return -EPROTONOSUPPORT;
	return ior_calls_use(rec->header.machine);
}

int ior_stream_open_from(ior_read_fn *read, void *arg, struct ior_stream **stream,
			 struct ior_record *header)
{
	struct ior_stream *s = malloc(sizeof(*s));
	ssize_t n;
	int err;

	if (!s)
		return -ENOMEM;
	memset(s, 0, offsetof(struct ior_stream, buffer));
	s->read = read;
	s->arg = arg;
	do {
		n = fill(s);
	} while (s->filled < sizeof(*header) && (n > 0 || (n == -EINTR && s->filled)));
	err = n < 0 ? n : check_header(s);
	if (!err || err == -EPROTONOSUPPORT || err == -EOPNOTSUPP)
		*header = s->buffer[0];
	if (err) {
		ior_stream_close(s);
		return err;
	}
	s->ends = header->header.flags & IOR_HEADER_ENDS;
	s->given = sizeof(*header);
	*stream = s;
	return 0;
}

static ssize_t read_fd(void *arg, void *mem, size_t len)
{
	ssize_t n = read((intptr_t)arg, mem, len);

	return n < 0 ? -errno : n;
}

int ior_stream_open(int fd, struct ior_stream **stream, struct ior_record *header)
{
	return ior_stream_open_from(read_fd, (void *)(intptr_t)fd, stream, header);
}

void ior_stream_close(struct ior_stream *s)
{
	free(s);
}

/* May it stand here, between HEADER and END? */
static bool is_inner(struct ior_stream *s, const struct ior_record *rec)
{
	switch (rec->type) {
	case IOR_RECORD_COUNT:
		s->counted = true;
		s->count_abi = rec->abi;
		s->count_nr = rec->count.nr;
		return true;
	case IOR_RECORD_BUCKETS:
		return s->counted && s->count_abi == rec->abi && s->count_nr == rec->buckets.nr;
	case IOR_RECORD_CALL:
	case IOR_RECORD_ENTER:
	case IOR_RECORD_LOST:
	case IOR_RECORD_NAME:
	case IOR_RECORD_TASK:
		return !s->counted;
	default:
		return false;
	}
}

/* The input has ended. */
static enum ior_stream_end judge(const struct ior_stream *s)
{
	if (s->filled != s->given)
		return s->closed ? IOR_STREAM_DAMAGED : IOR_STREAM_CUT;
	return s->ends && !s->closed ? IOR_STREAM_CUT : IOR_STREAM_ENDED;
}

/* A record that is none of the usual: the END, if the stream is sound. */
static void close_frame(struct ior_stream *s, const struct ior_record *rec)
{
	s->given += sizeof(*rec);
	if (rec->type != IOR_RECORD_END) {
		s->state = IOR_STREAM_DAMAGED;
		return;
	}
	s->end = *rec;
	s->closed = true;
	if (!end_agrees(s))
		s->state = IOR_STREAM_DAMAGED;
}

ssize_t ior_stream_next(struct ior_stream *s, const struct ior_record **batch)
{
	const struct ior_record *rec;
	size_t left, n;
	ssize_t got;

	while (s->state == IOR_STREAM_MORE) {
		rec = &s->buffer[s->given / sizeof(*rec)];
		left = (s->filled - s->given) / sizeof(*rec);
		if (left && s->closed) {
			s->state = IOR_STREAM_DAMAGED;
			break;
		}
		for (n = 0; n < left && is_inner(s, &rec[n]); n++)
			;
		if (n) {
			ior_tally_add(&s->tally, rec, n);
			s->given += n * sizeof(*rec);
			*batch = rec;
			return n;
		}
		if (left) {
			close_frame(s, rec);
			continue;
		}
		got = fill(s);
		if (got == -EUCLEAN)
			s->state = IOR_STREAM_DAMAGED;
		else if (got < 0)
			return got;
		else if (!got)
			s->state = judge(s);
	}
	return 0;
}

enum ior_stream_end ior_stream_end(const struct ior_stream *s, struct ior_record *end)
{
	if (end)
		*end = s->end;
	return s->state;
}

const struct ior_tally *ior_stream_tally(const struct ior_stream *s)
{
	return &s->tally;
}
