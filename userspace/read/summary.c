// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "put.h"
#include "summary.h"

#define NAME_MAX_LEN	64

/**
 * struct line - a line of the table
 * @count: what was counted
 * @name: of the call
 * @whole_ns: time of all lines
 */
struct line {
	const struct ior_count	*count;
	char			name[NAME_MAX_LEN];
	uint64_t		whole_ns;
};

/* --------------------------------------------------------------- values -- */

/* In hundredths of a per cent. */
static uint64_t value_share(const struct line *line)
{
	return line->whole_ns ? 1e4 * line->count->ns / line->whole_ns + 0.5 : 0;
}

static uint64_t value_total(const struct line *line)
{
	return line->count->ns;
}

static uint64_t value_mean(const struct line *line)
{
	uint64_t timed = ior_count_timed(line->count);

	return timed ? line->count->ns / timed : 0;
}

static uint64_t value_min(const struct line *line)
{
	return line->count->min_ns;
}

static uint64_t value_p50(const struct line *line)
{
	return ior_count_percentile(line->count, 50);
}

static uint64_t value_p95(const struct line *line)
{
	return ior_count_percentile(line->count, 95);
}

static uint64_t value_p99(const struct line *line)
{
	return ior_count_percentile(line->count, 99);
}

static uint64_t value_max(const struct line *line)
{
	return line->count->max_ns;
}

static uint64_t value_calls(const struct line *line)
{
	return line->count->calls;
}

static uint64_t value_recorded(const struct line *line)
{
	return line->count->recorded;
}

static uint64_t value_errors(const struct line *line)
{
	return line->count->errors;
}

static uint64_t value_bytes(const struct line *line)
{
	return line->count->bytes;
}

static uint64_t value_same(const struct line *line)
{
	(void)line;
	return 0;
}

/* ---------------------------------------------------------------- order -- */

/**
 * struct summary_order - how the table is sorted
 * @name: for -S
 * @value: largest first, and what is as large by ABI and number; NULL: by name
 */
struct summary_order {
	const char	*name;
	uint64_t	(*value)(const struct line *line);
};

/* The first is the default; other names are those that strace has for it, too. */
static const struct summary_order orders[] = {
	{ "time",		value_total },
	{ "time-percent",	value_total },
	{ "time-total",		value_total },
	{ "total-time",		value_total },
	{ "avg-time",		value_mean },
	{ "time-avg",		value_mean },
	{ "min-time",		value_min },
	{ "shortest",		value_min },
	{ "time-min",		value_min },
	{ "p50",		value_p50 },
	{ "p95",		value_p95 },
	{ "p99",		value_p99 },
	{ "max",		value_max },
	{ "max-time",		value_max },
	{ "longest",		value_max },
	{ "time-max",		value_max },
	{ "calls",		value_calls },
	{ "count",		value_calls },
	{ "errors",		value_errors },
	{ "error",		value_errors },
	{ "bytes",		value_bytes },
	{ "name",		NULL },
	{ "syscall",		NULL },
	{ "syscall-name",	NULL },
	{ "nothing",		value_same },
	{ "none",		value_same },
};

int summary_sort_by(struct options *opts, const char *word)
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

static int compare(const void *first, const void *second, void *arg)
{
	const struct line *a = first, *b = second;
	const struct summary_order *order = arg;
	uint64_t x = order->value ? order->value(a) : 0;
	uint64_t y = order->value ? order->value(b) : 0;
	int named = order->value ? 0 : strcmp(a->name, b->name);

	if (named)
		return named;
	if (x != y)
		return x > y ? -1 : 1;
	if (a->count->abi != b->count->abi)
		return a->count->abi < b->count->abi ? -1 : 1;
	return a->count->nr < b->count->nr ? -1 : 1;
}

/* ----------------------------------------------------------------- text -- */

static char *put_percent(char *p, uint64_t hundredths)
{
	return put_padded(put_char(put_u64(p, hundredths / 100), '.'), hundredths, 2);
}

static char *put_seconds(char *p, uint64_t ns)
{
	return put_padded(put_char(put_u64(p, ns / 1000000000), '.'), ns / 1000, 6);
}

/* In the unit that it needs, with four digits. */
static char *put_ns(char *p, uint64_t ns)
{
	static const char units[][3] = { "us", "ms", "s" };
	unsigned int unit = 0, digits = 3;
	uint64_t one = 1000;

	if (ns < one)
		return put_str(put_u64(p, ns), "ns");
	while (unit + 1 < ARRAY_SIZE(units) && ns / one >= 1000) {
		one *= 1000;
		unit++;
	}
	p = put_u64(p, ns / one);
	if (ns / one >= 10)
		digits = ns / one >= 100 ? 1 : 2;
	if (ns / one < 1000)
		p = put_padded(put_char(p, '.'), ns % one / (one / put_powers[digits]), digits);
	return put_str(p, units[unit]);
}

/* What there mostly is nothing of. */
static char *put_some(char *p, uint64_t value)
{
	return value ? put_u64(p, value) : p;
}

/**
 * struct column - a column, but for that of the name
 * @title: in text; NULL: not there
 * @width: likewise
 * @put: prints it there
 * @name: in CSV, where it is a plain number, but for the share
 * @value: what it has
 * @timed: but nothing where no call has a duration
 */
struct column {
	const char	*title;
	unsigned int	width;
	char		*(*put)(char *p, uint64_t value);
	const char	*name;
	uint64_t	(*value)(const struct line *line);
	bool		timed;
};

static const struct column columns[] = {
	{ "% time",	6, put_percent,	"time_percent",	value_share, false },
	{ "seconds",	11, put_seconds, "total_ns",	value_total, false },
	{ "mean",	8, put_ns,	"mean_ns",	value_mean, true },
	{ NULL,		0, NULL,	"min_ns",	value_min, true },
	{ "p50",	8, put_ns,	"p50_ns",	value_p50, true },
	{ "p95",	8, put_ns,	"p95_ns",	value_p95, true },
	{ "p99",	8, put_ns,	"p99_ns",	value_p99, true },
	{ "max",	8, put_ns,	"max_ns",	value_max, true },
	{ "calls",	9, put_u64,	"calls",	value_calls, false },
	{ NULL,		0, NULL,	"recorded",	value_recorded, false },
	{ "errors",	9, put_some,	"errors",	value_errors, false },
	{ "bytes",	11, put_some,	"bytes",	value_bytes, false },
};

#define NAME_WIDTH	16

/* To the right side of its column, with a space behind it. */
static char *put_cell(char *p, unsigned int width, const char *text, size_t len)
{
	for (; len < width; width--)
		*p++ = ' ';
	return put_char(put_mem(p, text, len), ' ');
}

static bool has_value(const struct column *col, const struct line *line)
{
	return !col->timed || ior_count_timed(line->count);
}

static void print_titles(struct out *out)
{
	char *p = out_room(out);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(columns); i++) {
		if (columns[i].title)
			p = put_cell(p, columns[i].width, columns[i].title,
				     strlen(columns[i].title));
	}
	out_row(out, put_str(p, "syscall\n"));
}

static void print_rule(struct out *out)
{
	char *p = out_room(out);
	unsigned int i, n;

	for (i = 0; i < ARRAY_SIZE(columns); i++) {
		for (n = 0; n < columns[i].width; n++)
			*p++ = '-';
		if (columns[i].title)
			*p++ = ' ';
	}
	for (n = 0; n < NAME_WIDTH; n++)
		*p++ = '-';
	out_row(out, put_char(p, '\n'));
}

static void print_text_line(struct out *out, const struct line *line)
{
	char *p = out_room(out), cell[NAME_MAX_LEN];
	uint32_t abi = line->count->abi;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(columns); i++) {
		const struct column *col = &columns[i];
		char *end = cell;

		if (!col->title)
			continue;
		if (has_value(col, line))
			end = col->put(cell, col->value(line));
		p = put_cell(p, col->width, cell, end - cell);
	}
	if (abi != IOR_ABI_NATIVE && abi < IOR_NR_ABIS)
		p = put_str(put_str(put_char(p, '['), ior_abi_name(abi)), "] ");
	out_row(out, put_char(put_str(p, line->name), '\n'));
}

static void print_text(struct out *out, const struct line *lines, size_t n,
		       const struct line *total)
{
	size_t i;

	print_titles(out);
	print_rule(out);
	for (i = 0; i < n; i++)
		print_text_line(out, &lines[i]);
	print_rule(out);
	print_text_line(out, total);
}

/* ------------------------------------------------------------------ CSV -- */

static void print_csv(struct out *out, const struct line *lines, size_t n)
{
	char *p = out_room(out);
	unsigned int i;
	size_t at;

	for (i = 0; i < ARRAY_SIZE(columns); i++)
		p = put_char(put_str(p, columns[i].name), ',');
	out_row(out, put_str(p, "name,abi\n"));
	for (at = 0; at < n; at++) {
		const struct line *line = &lines[at];

		p = out_room(out);
		for (i = 0; i < ARRAY_SIZE(columns); i++) {
			const struct column *col = &columns[i];

			if (col->put == put_percent)
				p = put_percent(p, col->value(line));
			else if (has_value(col, line))
				p = put_u64(p, col->value(line));
			*p++ = ',';
		}
		p = put_char(put_str(p, line->name), ',');
		out_row(out, put_char(put_str(p, ior_abi_name(line->count->abi)), '\n'));
	}
}

/* ---------------------------------------------------------------- table -- */

/* As in rows; what a number stands for that others share says so. */
static void name_line(struct line *line)
{
	const struct ior_count *count = line->count;
	struct ior_record rec = { .type = IOR_RECORD_CALL, .abi = count->abi, .nr = count->nr };
	struct row row = { .rec = &rec };
	char *p;

	if (count->abi >= IOR_NR_ABIS) {
		p = put_str(line->name, "(others)");
	} else {
		row.call = ior_record_call(&rec);
		p = put_name(line->name, &row);
		if (count->nr == IOR_CALL_BITS - 1)
			p = put_str(p, "+");
	}
	*p = 0;
}

void summary_total(const struct ior_counts *counts, struct ior_count *total)
{
	const struct ior_count *count = NULL;

	*total = (struct ior_count) { .abi = IOR_ABI_NATIVE };
	while ((count = ior_counts_next(counts, count)))
		ior_count_add(total, count);
}

/* Sorted, and with the total behind the last. */
static struct line *make_lines(const struct ior_counts *counts, const struct ior_count *total,
			       const struct options *opts, size_t *nr)
{
	const struct ior_count *count = NULL;
	struct line *lines;
	size_t n = 1;

	while ((count = ior_counts_next(counts, count)))
		n++;
	lines = calloc(n, sizeof(*lines));
	if (!lines)
		fail_memory("-c", "select fewer calls with -e");
	for (n = 0; (count = ior_counts_next(counts, count)); n++) {
		lines[n] = (struct line) { .count = count, .whole_ns = total->ns };
		name_line(&lines[n]);
	}
	lines[n] = (struct line) { .count = total, .name = "total", .whole_ns = total->ns };
	qsort_r(lines, n, sizeof(*lines), compare, (void *)(opts->order ?: &orders[0]));
	*nr = n;
	return lines;
}

void summary_print(struct out *out, const struct ior_counts *counts, const struct options *opts)
{
	struct ior_count total;
	struct line *lines;
	size_t n;

	summary_total(counts, &total);
	lines = make_lines(counts, &total, opts, &n);
	if (opts->format == &format_csv) {
		/* another table than that of the calls */
		if (opts->summary == SUMMARY_BOTH)
			out_row(out, put_char(out_room(out), '\n'));
		print_csv(out, lines, n);
	} else {
		print_text(out, lines, n, &lines[n]);
	}
	free(lines);
}
