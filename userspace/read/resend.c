// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "names.h"
#include "read.h"
#include "resend.h"

#define FIRST_SIZE	1024

/**
 * struct sent - a name that is in this part
 * @id: which; 0: a free place
 * @yes: it is
 */
struct sent {
	uint32_t	id;
	bool		yes;
};

/**
 * struct begun - the name that a ring has begun last
 * @id: which
 * @part: where
 */
struct begun {
	uint32_t	id;
	unsigned int	part;
};

static unsigned int part = 1;
static struct sent *sent_ids;		/* linear probing; a power of two of places */
static size_t size, used;
static struct begun *begun_names;	/* of each CPU */
static size_t nr_begun;

static struct sent *find_sent(uint32_t id)
{
	size_t i = id * 0x9e3779b1u & (size - 1);

	while (sent_ids[i].id && sent_ids[i].id != id)
		i = (i + 1) & (size - 1);
	return &sent_ids[i];
}

static bool is_sent(uint32_t id)
{
	return !id || (used && find_sent(id)->yes);
}

static void grow_sent(void)
{
	struct sent *old = sent_ids;
	size_t i, old_size = size;

	size = size ? 2 * size : FIRST_SIZE;
	sent_ids = calloc(size, sizeof(*sent_ids));
	if (!sent_ids)
		fail_memory("--split", "trace less with -e");
	for (i = 0; i < old_size; i++) {
		if (old[i].id)
			*find_sent(old[i].id) = old[i];
	}
	free(old);
}

static void set_sent(uint32_t id, bool yes)
{
	struct sent *sent;

	if (used * 4 >= size * 3)
		grow_sent();
	sent = find_sent(id);
	used += !sent->id;
	*sent = (struct sent) { .id = id, .yes = yes };
}

static struct begun *begun_of(uint16_t cpu)
{
	size_t nr = cpu + 1;

	if (nr > nr_begun) {
		begun_names = reallocarray(begun_names, nr, sizeof(*begun_names));
		if (!begun_names)
			fail_memory("--split", "trace less with -e");
		memset(begun_names + nr_begun, 0, (nr - nr_begun) * sizeof(*begun_names));
		nr_begun = nr;
	}
	return &begun_names[cpu];
}

/* A name goes by.  It is in this part if all its pieces are. */
void resend_take(const struct ior_record *rec)
{
	struct begun *begun = begun_of(rec->cpu);

	names_take(rec);
	if (!rec->path.offset)
		*begun = (struct begun) { .id = rec->path.id, .part = part };
	if (rec->path.offset + rec->path.len == rec->path.path_len + rec->path.given_len &&
	    rec->path.id)
		set_sent(rec->path.id, begun->id == rec->path.id && begun->part == part);
}

static size_t pieces_of(const struct ior_name *name)
{
	size_t len = name->path_len + name->given_len;

	return len ? (len + IOR_NAME_TEXT - 1) / IOR_NAME_TEXT : 1;
}

/* The bytes of both strings from @offset on, as far as a record has room. */
static size_t copy_piece(char *text, const struct ior_name *name, size_t offset)
{
	size_t len = 0;

	while (len < IOR_NAME_TEXT && offset < name->path_len)
		text[len++] = name->path[offset++];
	while (len < IOR_NAME_TEXT && offset < name->path_len + name->given_len)
		text[len++] = name->given[offset++ - name->path_len];
	return len;
}

/* A name once more, as if it had come just before the record that needs it. */
static void give_name(const struct ior_record *rec, uint32_t id, resend_give_fn *give, void *arg)
{
	const struct ior_name *name = names_find(id);
	size_t at = 0, i, nr = name ? pieces_of(name) : 0;

	for (i = 0; i < nr; i++) {
		struct ior_record piece = {
			.time_ns	= rec->time_ns + rec->duration_ns,
			.type		= IOR_RECORD_NAME,
			.cpu		= rec->cpu,
			.flags		= name->flags,
			.tgid		= rec->tgid,
			.tid		= rec->tid,
			.path		= {
				.id		= id,
				.base		= name->base,
				.path_len	= name->path_len,
				.given_len	= name->given_len,
				.offset		= at,
				.mode		= name->mode,
				.dev_major	= name->dev_major,
				.dev_minor	= name->dev_minor,
				.ino		= name->ino,
			},
		};

		piece.path.len = copy_piece(piece.path.text, name, at);
		at += piece.path.len;
		give(arg, &piece);
	}
	set_sent(id, true);
}

/* The last one is to be given first. */
static void need(struct resend *resend, uint32_t id)
{
	unsigned int i;

	for (i = 0; i < RESEND_BASES && !is_sent(id); i++) {
		const struct ior_name *name = names_find(id);

		resend->id[resend->nr++] = id;
		if (!name)
			return;
		resend->records += pieces_of(name);
		id = name->base;
	}
}

/* What must come before a record. */
void resend_find(struct resend *resend, const struct ior_record *rec)
{
	resend->nr = 0;
	resend->records = 0;
	switch (rec->type) {
	case IOR_RECORD_CALL:
	case IOR_RECORD_ENTER:
		need(resend, rec->name[0]);
		need(resend, rec->name[1]);
		break;
	case IOR_RECORD_TASK:
		if (rec->task.event == IOR_TASK_EXEC)
			need(resend, rec->task.name);
		break;
	case IOR_RECORD_NAME:
		need(resend, rec->path.base);
		break;
	}
}

void resend_give(struct resend *resend, const struct ior_record *rec, resend_give_fn *give,
		 void *arg)
{
	while (resend->nr) {
		uint32_t id = resend->id[--resend->nr];

		if (!is_sent(id))
			give_name(rec, id, give, arg);
	}
}

void resend_next_part(void)
{
	part++;
	if (size)
		memset(sent_ids, 0, size * sizeof(*sent_ids));
	used = 0;
}

void resend_end(void)
{
	free(sent_ids);
	free(begun_names);
	sent_ids = NULL;
	begun_names = NULL;
	size = 0;
	used = 0;
	nr_begun = 0;
}
