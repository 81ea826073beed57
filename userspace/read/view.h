/* SPDX-License-Identifier: GPL-2.0-only */
/* Where tables are shown: a file, or a terminal of so many lines and columns. */
#ifndef VIEW_H
#define VIEW_H

#include "put.h"
#include "read.h"

/**
 * struct view - where a table is shown
 * @out: where it goes
 * @opts: what of it
 * @wall_ns: the time that it is of; 0: not known
 * @time: what stands before each row of CSV, or NULL
 * @columns: of the terminal; 0: it is none
 * @lines: that there is still room for, if @redraws
 * @redraws: over what was there before: nothing may be longer than the terminal is
 *	wide, or more than it has lines
 * @has_titles: of CSV, from the table before
 */
struct view {
	struct out		*out;
	const struct options	*opts;
	uint64_t		wall_ns;
	const char		*time;
	unsigned int		columns;
	unsigned int		lines;
	bool			redraws;
	bool			has_titles;
};

void view_begin(struct view *view);
void view_end(struct view *view);
void view_leave(struct view *view);
void view_line(struct view *view, char *line, char *end);

static inline char *view_room(const struct view *view)
{
	return out_room(view->out);
}

/* To the right side of a column. */
static inline char *put_right(char *p, unsigned int width, const char *text, size_t len)
{
	for (; len < width; width--)
		*p++ = ' ';
	return put_mem(p, text, len);
}

#endif /* VIEW_H */
