// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>

#include "names.h"
#include "paint.h"
#include "put.h"
#include "read.h"

#define DELETED		" (deleted)"

static struct ior_names *names;
static bool is_ahead;		/* they were taken when they came, before they are printed */

static void need_table(void)
{
	if (!names && ior_names_open(&names, 0))
		fail_memory("names of files", "trace less with -e");
}

static void take(const struct ior_record *rec)
{
	need_table();
	if (ior_names_add(names, rec) == -ENOMEM)
		fail_memory("names of files", "trace less with -e");
}

/* A NAME record of the stream.  One that can't be true leaves its id without a name. */
void names_take(const struct ior_record *rec)
{
	if (!is_ahead)
		take(rec);
}

/* Likewise, for who can't wait until a format does so with all of them. */
void names_take_ahead(const struct ior_record *rec)
{
	is_ahead = true;
	take(rec);
}

const struct ior_name *names_find(uint32_t id)
{
	return id && names ? ior_names_find(names, id) : NULL;
}

/* What comes from here on is marked so: see ior_names_mark(). */
void names_mark(uint32_t mark)
{
	need_table();
	ior_names_mark(names, mark);
}

/* It is as if it came once more. */
void names_remark(uint32_t id)
{
	if (names)
		ior_names_remark(names, id);
}

static size_t without_deleted(const struct ior_name *name)
{
	size_t len = sizeof(DELETED) - 1;

	if (name->path_len < len || memcmp(name->path + name->path_len - len, DELETED, len))
		return name->path_len;
	return name->path_len - len;
}

/* The name behind a descriptor, if it is known: "</etc/passwd>". */
char *put_file(char *p, uint32_t id)
{
	const struct ior_name *name = look_now.no_files ? NULL : names_find(id);
	size_t len;

	if (!name)
		return p;
	len = without_deleted(name);
	p = put_char(put_paint(p, PAINT_FILE), '<');
	p = name->plain ? put_mem(p, name->path, len) : put_escaped(p, name->path, len);
	p = put_char(p, '>');
	return put_unpaint(len < name->path_len ? put_str(p, "(deleted)") : p);
}

/*
 * As the program gave it, a path or another string: of @max bytes at most, and dots
 * if that is not all of it, or if it was @cut before.
 */
char *put_path(char *p, const struct ior_name *name, size_t max, bool cut)
{
	const char *text = name->given ?: name->path;
	size_t len = name->given ? name->given_len : name->path_len;

	cut |= len > max;
	len = len > max ? max : len;
	p = put_char(put_paint(p, PAINT_FILE), '"');
	p = name->plain ? put_mem(p, text, len) : put_quoted(p, text, len);
	p = put_unpaint(put_char(p, '"'));
	return cut ? put_str(p, "...") : p;
}
