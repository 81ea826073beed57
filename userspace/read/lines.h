/* SPDX-License-Identifier: GPL-2.0-only */
/* The lines of a summary: what there is in a table, sorted, and the values of each. */
#ifndef LINES_H
#define LINES_H

#include "table.h"

#define NAME_MAX_LEN	64	/* of a call, and of what stands in any other column */

/**
 * struct whole - what lines have a share in
 * @ns: time of all lines
 * @wall_ns: of the clock on the wall; 0: not known
 */
struct whole {
	uint64_t	ns;
	uint64_t	wall_ns;
};

/**
 * struct line - a line of the table
 * @count: what was counted; NULL: that of @group, see line_load()
 * @group: whose it is, or NULL
 * @name: its name
 * @whole: all lines
 * @is_rest: it is what lines_cut() made of those that did not stay
 * @order: by what it is sorted, the largest first
 * @at: which one it was before
 */
struct line {
	const struct ior_count	*count;
	const struct group	*group;
	const char		*name;
	const struct whole	*whole;
	bool			is_rest;
	uint64_t		order;
	size_t			at;
};

/**
 * struct lines - all lines, sorted
 * @by: what they are of
 * @line: the lines; behind the last there is room for one more
 * @nr: how many
 * @names: of calls
 * @families: sums of these
 * @whole: all of them
 * @total: likewise
 * @others: what lines_cut() made one line of
 * @others_name: its name
 */
struct lines {
	const struct by		*by;
	struct line		*line;
	size_t			nr;
	char			(*names)[NAME_MAX_LEN];
	struct ior_count	*families;
	struct whole		whole;
	struct ior_count	total;
	struct ior_count	others;
	char			others_name[NAME_MAX_LEN];
};

int lines_sort_by(struct options *opts, const char *word);
int lines_set_top(struct options *opts, const char *text);

void lines_make(struct lines *lines, const struct table *table, const struct options *opts,
		uint64_t wall_ns);
void lines_cut(struct lines *lines, size_t top);
void lines_free(struct lines *lines);

struct line line_load(const struct line *line, struct ior_count *count);

uint64_t line_share(const struct line *line);
uint64_t line_wall(const struct line *line);
uint64_t line_total(const struct line *line);
uint64_t line_mean(const struct line *line);
uint64_t line_min(const struct line *line);
uint64_t line_p50(const struct line *line);
uint64_t line_p95(const struct line *line);
uint64_t line_p99(const struct line *line);
uint64_t line_max(const struct line *line);
uint64_t line_calls(const struct line *line);
uint64_t line_recorded(const struct line *line);
uint64_t line_errors(const struct line *line);
uint64_t line_bytes(const struct line *line);

#endif /* LINES_H */
