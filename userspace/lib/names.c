// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names of files by their ids: NAME records put together again.
 *
 * An id that was sent long ago and not looked for since then belongs to a name
 * that the module has forgotten, too: the oldest go first when there are too
 * many.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "libior.h"

#define DEFAULT_BYTES	(192UL << 20)	/* about a million names */
#define FIRST_BUCKETS	1024
#define MAX_PENDING	4096		/* a ring has one at most, if it is sound */
#define MAX_CHANCES	8

/**
 * struct entry - a name, whole or not
 * @name: what it is; its strings are in @text, a NUL behind each
 * @id: which
 * @have: bytes of it that came, path and given counted together
 * @cpu: the ring that they come from
 * @used: it was looked for since it was put at the young end
 * @replaced: by another one with its id: it is in no chain any more
 * @younger: next in the order of age, or among those that are not whole
 * @chain: next in its bucket
 */
struct entry {
	struct ior_name	name;
	uint32_t	id;
	uint32_t	have;
	uint16_t	cpu;
	bool		used;
	bool		replaced;
	struct entry	*younger;
	struct entry	*chain;
	char		text[];
};

struct ior_names {
	struct entry	**buckets;
	unsigned int	shift;		/* 32 - log2 of how many */
	size_t		nr;
	size_t		bytes;
	size_t		max_bytes;
	uint32_t	mark;
	struct entry	*oldest;
	struct entry	**youngest;	/* the end of that list */
	struct entry	*pending;	/* not whole, the newest first */
	size_t		nr_pending;
};

static struct entry **bucket_of(const struct ior_names *names, uint32_t id)
{
	return &names->buckets[id * 0x9e3779b1u >> names->shift];
}

/* Where an id is, or would be, in its chain. */
static struct entry **find_place(const struct ior_names *names, uint32_t id)
{
	struct entry **place = bucket_of(names, id);

	while (*place && (*place)->id != id)
		place = &(*place)->chain;
	return place;
}

static size_t text_len(const struct entry *e)
{
	return e->name.path_len + e->name.given_len;
}

static size_t size_of(const struct entry *e)
{
	return sizeof(*e) + text_len(e) + 2;
}

/* ---------------------------------------------------------------- table -- */

int ior_names_open(struct ior_names **namesp, size_t max_bytes)
{
	struct ior_names *names = calloc(1, sizeof(*names));

	if (!names)
		return -ENOMEM;
	names->buckets = calloc(FIRST_BUCKETS, sizeof(*names->buckets));
	if (!names->buckets) {
		free(names);
		return -ENOMEM;
	}
	names->shift = __builtin_clz(FIRST_BUCKETS) + 1;
	names->youngest = &names->oldest;
	names->max_bytes = max_bytes ?: DEFAULT_BYTES;
	*namesp = names;
	return 0;
}

static void free_list(struct entry *e)
{
	struct entry *next;

	for (; e; e = next) {
		next = e->younger;
		free(e);
	}
}

void ior_names_close(struct ior_names *names)
{
	if (!names)
		return;
	free_list(names->oldest);
	free_list(names->pending);
	free(names->buckets);
	free(names);
}

static void append(struct ior_names *names, struct entry *e)
{
	e->younger = NULL;
	*names->youngest = e;
	names->youngest = &e->younger;
}

static struct entry *take_oldest(struct ior_names *names)
{
	struct entry *e = names->oldest;

	names->oldest = e->younger;
	if (!names->oldest)
		names->youngest = &names->oldest;
	return e;
}

/*
 * Make room for the one that was just put there.  One that was in use since it
 * was put there itself gets another round.
 */
static void shrink(struct ior_names *names, const struct entry *fresh)
{
	unsigned int chances = MAX_CHANCES;

	while (names->bytes > names->max_bytes && names->oldest->younger) {
		struct entry *e = take_oldest(names);

		if (e == fresh || (e->used && !e->replaced && chances)) {
			chances -= e != fresh;
			e->used = false;
			append(names, e);
			continue;
		}
		if (!e->replaced) {
			*find_place(names, e->id) = e->chain;
			names->nr--;
		}
		names->bytes -= size_of(e);
		free(e);
	}
}

/* Twice as many buckets, if there is memory for them; it works without, too. */
static void grow(struct ior_names *names)
{
	size_t i, nr = (size_t)1 << (32 - names->shift);
	struct entry **old = names->buckets, *e, *next;

	if (names->nr < nr || names->shift == 1)
		return;
	names->buckets = calloc(2 * nr, sizeof(*names->buckets));
	if (!names->buckets) {
		names->buckets = old;
		return;
	}
	names->shift--;
	for (i = 0; i < nr; i++) {
		for (e = old[i]; e; e = next) {
			struct entry **bucket = bucket_of(names, e->id);

			next = e->chain;
			e->chain = *bucket;
			*bucket = e;
		}
	}
	free(old);
}

/* What some format has to quote. */
static const bool specials[256] = {
	[0 ... 31] = true, ['"'] = true, [','] = true, ['<'] = true, ['>'] = true,
	['\\'] = true, [127 ... 255] = true,
};

static bool is_plain(const char *text, size_t len)
{
	bool special = false;
	size_t i;

	for (i = 0; i < len; i++)
		special |= specials[(unsigned char)text[i]];
	return !special;
}

/* A whole name takes the place of the one that had its id. */
static void publish(struct ior_names *names, struct entry *e)
{
	struct entry **place = find_place(names, e->id), *old = *place;
	size_t path_len = e->name.path_len;

	e->name.plain = is_plain(e->text, text_len(e));
	memmove(e->text + path_len + 1, e->text + path_len, e->name.given_len);
	e->text[path_len] = 0;
	e->text[path_len + 1 + e->name.given_len] = 0;
	e->name.path = e->text;
	e->name.given = e->name.given_len ? e->text + path_len + 1 : NULL;

	e->chain = old ? old->chain : NULL;
	if (old)
		old->replaced = true;
	else
		names->nr++;
	*place = e;
	append(names, e);
	names->bytes += size_of(e);
	grow(names);
	shrink(names, e);
}

const struct ior_name *ior_names_find(struct ior_names *names, uint32_t id)
{
	struct entry *e;

	if (!id)
		return NULL;
	e = *find_place(names, id);
	if (!e)
		return NULL;
	e->used = true;
	return &e->name;
}

void ior_names_mark(struct ior_names *names, uint32_t mark)
{
	names->mark = mark;
}

void ior_names_remark(struct ior_names *names, uint32_t id)
{
	struct entry *e = *find_place(names, id);

	if (e)
		e->name.mark = names->mark;
}

/* --------------------------------------------------------------- pieces -- */

/* Take what this ring has of this name so far out of the list. */
static struct entry *take_pending(struct ior_names *names, const struct ior_record *rec)
{
	struct entry **place, *e;

	for (place = &names->pending; (e = *place); place = &e->younger) {
		if (e->id == rec->path.id && e->cpu == rec->cpu) {
			*place = e->younger;
			names->nr_pending--;
			return e;
		}
	}
	return NULL;
}

/* Keep it for the next piece.  What gets none within so many was cut. */
static void keep_pending(struct ior_names *names, struct entry *e)
{
	struct entry **place = &names->pending;

	e->younger = names->pending;
	names->pending = e;
	if (++names->nr_pending <= MAX_PENDING)
		return;
	while ((*place)->younger)
		place = &(*place)->younger;
	free(*place);
	*place = NULL;
	names->nr_pending--;
}

static struct entry *begin(const struct ior_names *names, const struct ior_record *rec)
{
	struct entry *e = malloc(sizeof(*e) + rec->path.path_len + rec->path.given_len + 2);

	if (!e)
		return NULL;
	*e = (struct entry) {
		.name = {
			.path_len	= rec->path.path_len,
			.given_len	= rec->path.given_len,
			.flags		= rec->flags,
			.base		= rec->path.base,
			.mark		= names->mark,
			.mode		= rec->path.mode,
			.dev_major	= rec->path.dev_major,
			.dev_minor	= rec->path.dev_minor,
			.ino		= rec->path.ino,
		},
		.id	= rec->path.id,
		.cpu	= rec->cpu,
	};
	return e;
}

static bool is_sound(const struct ior_record *rec)
{
	size_t total = rec->path.path_len + rec->path.given_len;

	return rec->path.id && rec->path.path_len <= IOR_NAME_MAX &&
	       rec->path.given_len <= IOR_NAME_MAX && rec->path.len <= IOR_NAME_TEXT &&
	       (size_t)rec->path.offset + rec->path.len <= total && (rec->path.len || !total);
}

/* Is this the piece that comes next? */
static bool is_next(const struct entry *e, const struct ior_record *rec)
{
	return e->have == rec->path.offset && e->name.path_len == rec->path.path_len &&
	       e->name.given_len == rec->path.given_len;
}

int ior_names_add(struct ior_names *names, const struct ior_record *rec)
{
	struct entry *e;

	if (rec->type != IOR_RECORD_NAME || !is_sound(rec))
		return -EINVAL;
	e = take_pending(names, rec);
	if (e && !rec->path.offset) {
		free(e);
		e = NULL;
	}
	if (!e && rec->path.offset)
		return 0;
	if (!e)
		e = begin(names, rec);
	if (!e)
		return -ENOMEM;
	if (is_next(e, rec)) {
		memcpy(e->text + e->have, rec->path.text, rec->path.len);
		e->have += rec->path.len;
	}
	if (e->have == text_len(e))
		publish(names, e);
	else
		keep_pending(names, e);
	return 0;
}
