// SPDX-License-Identifier: GPL-2.0-only
#include "names.h"
#include "resend.h"

/* Names are marked with the part that they are in, of which the first is 0. */
static uint32_t part;

/*
 * A name that is not in this part.  What the table has forgotten can't be sent again;
 * nobody has referred to it for long.
 */
static const struct ior_name *find_missing(uint32_t id)
{
	const struct ior_name *name = names_find(id);

	return name && name->mark != part ? name : NULL;
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
static void give_name(const struct ior_record *rec, uint32_t id, const struct ior_name *name,
		      resend_give_fn *give, void *arg)
{
	size_t at = 0, i, nr = pieces_of(name);

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
	names_remark(id);
}

/* The last one is to be given first. */
static void need(struct resend *resend, uint32_t id)
{
	const struct ior_name *name;
	unsigned int i;

	for (i = 0; i < RESEND_BASES && (name = find_missing(id)); i++) {
		resend->id[resend->nr++] = id;
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
		const struct ior_name *name = find_missing(id);

		if (name)
			give_name(rec, id, name, give, arg);
	}
}

void resend_next_part(void)
{
	names_mark(++part);
}
