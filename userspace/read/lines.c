// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "lines.h"
#include "put.h"

#define SHARE_MAX	1e18	/* of a recording that is damaged */

/* --------------------------------------------------------------- values -- */

/* In hundredths of a per cent. */
uint64_t line_share(const struct line *line)
{
	return line->whole->ns ? 1e4 * line->count->ns / line->whole->ns + 0.5 : 0;
}

uint64_t line_wall(const struct line *line)
{
	double share = line->whole->wall_ns ? 1e4 * line->count->ns / line->whole->wall_ns : 0;

	return share < SHARE_MAX ? share + 0.5 : SHARE_MAX;
}

uint64_t line_total(const struct line *line)
{
	return line->count->ns;
}

uint64_t line_mean(const struct line *line)
{
	uint64_t timed = ior_count_timed(line->count);

	return timed ? line->count->ns / timed : 0;
}

uint64_t line_min(const struct line *line)
{
	return line->count->min_ns;
}

uint64_t line_p50(const struct line *line)
{
	return ior_count_percentile(line->count, 50);
}

uint64_t line_p95(const struct line *line)
{
	return ior_count_percentile(line->count, 95);
}

uint64_t line_p99(const struct line *line)
{
	return ior_count_percentile(line->count, 99);
}

uint64_t line_max(const struct line *line)
{
	return line->count->max_ns;
}

uint64_t line_calls(const struct line *line)
{
	return line->count->calls;
}

uint64_t line_recorded(const struct line *line)
{
	return line->count->recorded;
}

uint64_t line_errors(const struct line *line)
{
	return line->count->errors;
}

uint64_t line_bytes(const struct line *line)
{
	return line->count->bytes;
}

static uint64_t line_same(const struct line *line)
{
	(void)line;
	return 0;
}

/* ---------------------------------------------------------------- order -- */

/**
 * struct summary_order - how the table is sorted
 * @name: for -S
 * @value: largest first, and what is as large as it came; NULL: by name
 */
struct summary_order {
	const char	*name;
	uint64_t	(*value)(const struct line *line);
};

/* The first is the default; other names are those that strace has for it, too. */
static const struct summary_order orders[] = {
	{ "time",		line_total },
	{ "time-percent",	line_total },
	{ "time-total",		line_total },
	{ "total-time",		line_total },
	{ "avg-time",		line_mean },
	{ "time-avg",		line_mean },
	{ "min-time",		line_min },
	{ "shortest",		line_min },
	{ "time-min",		line_min },
	{ "p50",		line_p50 },
	{ "p95",		line_p95 },
	{ "p99",		line_p99 },
	{ "max",		line_max },
	{ "max-time",		line_max },
	{ "longest",		line_max },
	{ "time-max",		line_max },
	{ "calls",		line_calls },
	{ "count",		line_calls },
	{ "errors",		line_errors },
	{ "error",		line_errors },
	{ "bytes",		line_bytes },
	{ "name",		NULL },
	{ "syscall",		NULL },
	{ "syscall-name",	NULL },
	{ "nothing",		line_same },
	{ "none",		line_same },
};

int lines_sort_by(struct options *opts, const char *word)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(orders); i++) {
		if (!strcmp(orders[i].name, word)) {
			opts->order = &orders[i];
			return 0;
		}
	}
	return fail("-S %s: unknown (use time, calls, errors, bytes, name, p99, max or nothing)",
		    word);
}

int lines_set_top(struct options *opts, const char *text)
{
	unsigned long long top;
	char *end;

	errno = 0;
	top = strtoull(text, &end, 10);
	if (*text < '0' || *text > '9' || *end || errno || !top || top > UINT_MAX)
		return fail("--top %s: not a number of rows (try --top 10)", text);
	opts->top = top;
	return 0;
}

static int compare(const void *first, const void *second, void *by_name)
{
	const struct line *a = first, *b = second;
	int named = by_name ? strcmp(a->name, b->name) : 0;

	if (named)
		return named;
	if (a->order != b->order)
		return a->order > b->order ? -1 : 1;
	return a->at < b->at ? -1 : 1;
}

/* ---------------------------------------------------------------- lines -- */

static bool is_empty(const struct ior_count *count)
{
	return !count->calls && !count->errors && !count->bytes && !count->ns;
}

/* As in rows; what a number stands for that others share says so. */
static void name_call(char *name, const struct ior_count *count)
{
	struct ior_record rec = { .type = IOR_RECORD_CALL, .abi = count->abi, .nr = count->nr };
	struct row row = { .rec = &rec };
	char *p;

	if (count->abi >= IOR_NR_ABIS) {
		p = put_str(name, "(others)");
	} else {
		row.call = ior_record_call(&rec);
		p = put_name(name, &row);
		if (count->nr == IOR_CALL_BITS - 1)
			p = put_str(p, "+");
	}
	*p = 0;
}

static void *allocate(size_t nr, size_t size)
{
	void *mem = calloc(nr, size);

	if (!mem)
		fail_memory("-c", "select fewer calls with -e");
	return mem;
}

static void add_line(struct lines *lines, const struct ior_count *count,
		     const struct group *group, const char *name)
{
	size_t at = lines->nr++;

	lines->line[at] = (struct line) {
		.count = count, .group = group, .name = name, .whole = &lines->whole, .at = at,
	};
}

static void add_calls(struct lines *lines, const struct table *table)
{
	const struct ior_count *count = NULL;
	size_t n = 0;

	while ((count = ior_counts_next(table->counts, count)))
		n++;
	lines->line = allocate(n + 1, sizeof(*lines->line));
	lines->names = allocate(n + 1, sizeof(*lines->names));
	while ((count = ior_counts_next(table->counts, count))) {
		if (is_empty(count))
			continue;
		name_call(lines->names[lines->nr], count);
		add_line(lines, count, NULL, lines->names[lines->nr]);
	}
}

static void add_families(struct lines *lines, const struct table *table)
{
	const struct ior_count *count = NULL;
	unsigned int i;

	lines->line = allocate(IOR_NR_FAMILIES + 1, sizeof(*lines->line));
	lines->families = allocate(IOR_NR_FAMILIES, sizeof(*lines->families));
	while ((count = ior_counts_next(table->counts, count))) {
		const struct ior_call_entry *call = NULL;

		if (count->abi < IOR_NR_ABIS)
			call = ior_call_entry(ior_call_find(count->abi, count->nr));
		i = call && call->family < IOR_NR_FAMILIES ? call->family : IOR_FAMILY_UNKNOWN;
		ior_count_add(&lines->families[i], count);
	}
	for (i = 0; i < IOR_NR_FAMILIES; i++) {
		if (!is_empty(&lines->families[i]))
			add_line(lines, &lines->families[i], NULL, ior_family_name(i));
	}
}

static void add_groups(struct lines *lines, const struct table *table)
{
	const struct group *group;

	lines->line = allocate(table->groups.nr + 1, sizeof(*lines->line));
	STAILQ_FOREACH(group, &table->groups.list, others) {
		if (group->count.calls)
			add_line(lines, NULL, group,
				 table->by->has_comm ? group->comm : group->text);
	}
}

/* A line with its count, which is in @count if it is of a group. */
struct line line_load(const struct line *line, struct ior_count *count)
{
	struct line loaded = *line;

	if (line->group) {
		group_count(line->group, count);
		loaded.count = count;
	}
	return loaded;
}

void lines_make(struct lines *lines, const struct table *table, const struct options *opts,
		uint64_t wall_ns)
{
	const struct summary_order *order = opts->order ?: &orders[0];
	size_t i;

	*lines = (struct lines) { .by = table->by, .whole.wall_ns = wall_ns };
	table_total(table, &lines->total);
	lines->whole.ns = lines->total.ns;
	if (table->by->key)
		add_groups(lines, table);
	else if (table->by->families)
		add_families(lines, table);
	else
		add_calls(lines, table);
	for (i = 0; i < lines->nr && order->value; i++) {
		struct ior_count count;
		struct line line = line_load(&lines->line[i], &count);

		lines->line[i].order = order->value(&line);
	}
	qsort_r(lines->line, lines->nr, sizeof(*lines->line), compare,
		order->value ? NULL : lines);
}

/* The first lines stay, the others become one. */
void lines_cut(struct lines *lines, size_t top)
{
	char *p;
	size_t i;

	if (lines->nr <= top)
		return;
	lines->others = (struct ior_count) { .abi = IOR_NR_ABIS };
	for (i = top; i < lines->nr; i++) {
		struct ior_count count;
		struct line line = line_load(&lines->line[i], &count);

		ior_count_add(&lines->others, line.count);
	}
	p = put_u64(put_char(lines->others_name, '('), lines->nr - top);
	*put_str(p, lines->nr - top == 1 ? " other)" : " others)") = 0;
	lines->nr = top;
	add_line(lines, &lines->others, NULL, lines->others_name);
	lines->line[top].is_rest = true;
}

void lines_free(struct lines *lines)
{
	free(lines->families);
	free(lines->names);
	free(lines->line);
}
