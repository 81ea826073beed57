/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A trace in the Common Trace Format, version 1.8: a directory with a stream of
 * binary events for each CPU, and "metadata", text that says how to read them.
 *
 * The time of an event is that at which its call ended: in this order, and only
 * in this, do the records of a ring come, and within a stream time must not fall.
 * To order calls by their beginning, each would have to wait for all that began
 * before it, of which one may not end for days.  A stream for each CPU, as the
 * rings are, has each LOST record in its place, too.
 */
#ifndef CTF_H
#define CTF_H

#include "put.h"
#include "read.h"

/* Bytes of an event: two paths, and all the rest. */
#define CTF_EVENT_MAX	(2 * (IOR_NAME_MAX + 1) + 2048)

/* --------------------------------------------------------------- files -- */

struct ctf_stream;

void ctf_open(struct out *out);
void ctf_metadata(char *text, size_t len);
const uint8_t *ctf_uuid(void);
struct ctf_stream *ctf_stream(unsigned int cpu);
char *ctf_begin(struct ctf_stream *s, uint64_t time, uint16_t id);
void ctf_end(struct ctf_stream *s, char *end);
void ctf_cut(struct ctf_stream *s);
void ctf_discard(struct ctf_stream *s, uint64_t since, uint64_t events);
void ctf_close(void);

/* ------------------------------------------------------------- classes -- */

/* Events that are not calls.  Calls have the numbers from CTF_CALLS on. */
enum {
	CTF_LOST,
	CTF_FORK,
	CTF_EXEC,
	CTF_EXIT,
	CTF_RENAME,
	CTF_CALLS	= 8,
};

/**
 * struct ctf_class - which fields the event of a call has
 * @declared: the metadata say so by now
 * @id: number of the event
 * @has_fd: fd
 * @has_path: path
 * @has_path2: path2
 * @has_flags: flags
 * @has_bytes: bytes
 * @nr_args: so many arguments
 * @args: which
 */
struct ctf_class {
	bool		declared;
	uint16_t	id;
	bool		has_fd;
	bool		has_path;
	bool		has_path2;
	bool		has_flags;
	bool		has_bytes;
	uint8_t		nr_args;
	uint8_t		args[IOR_NR_ARGS];
};

void ctf_declare_all(const struct ior_record *header);
const struct ctf_class *ctf_class(const struct row *row);

#endif /* CTF_H */
