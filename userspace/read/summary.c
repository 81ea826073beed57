// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "histogram.h"
#include "lines.h"
#include "stamp.h"
#include "summary.h"

/* ----------------------------------------------------------------- text -- */

static char *put_percent(char *p, uint64_t hundredths)
{
	return put_padded(put_char(put_u64(p, hundredths / 100), '.'), hundredths, 2);
}

static char *put_total(char *p, uint64_t ns)
{
	return put_seconds(p, ns, precision_us);
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
 * @narrow: where the terminal is too narrow for that
 * @spare: that is still too wide: what is left out first has 1; 0: it stays
 * @put: prints it there
 * @name: in CSV, where it is a plain number, but for the share; NULL: elsewhere
 * @value: what it has
 * @timed: but nothing where no call has a duration
 */
struct column {
	const char	*title;
	unsigned int	width;
	unsigned int	narrow;
	unsigned int	spare;
	char		*(*put)(char *p, uint64_t value);
	const char	*name;
	uint64_t	(*value)(const struct line *line);
	bool		timed;
};

static const struct column columns[] = {
	{ "% time",	6, 6, 0, put_percent,	"time_percent",	line_share, false },
	{ "% wall",	7, 6, 4, put_percent,	NULL,		line_wall, false },
	{ "seconds",	11, 9, 0, put_total,	"total_ns",	line_total, false },
	{ "mean",	8, 7, 2, put_ns,	"mean_ns",	line_mean, true },
	{ NULL,		0, 0, 0, NULL,		"min_ns",	line_min, true },
	{ "p50",	8, 7, 3, put_ns,	"p50_ns",	line_p50, true },
	{ "p95",	8, 7, 1, put_ns,	"p95_ns",	line_p95, true },
	{ "p99",	8, 7, 5, put_ns,	"p99_ns",	line_p99, true },
	{ "max",	8, 7, 6, put_ns,	"max_ns",	line_max, true },
	{ "calls",	9, 7, 0, put_u64,	"calls",	line_calls, false },
	{ NULL,		0, 0, 0, NULL,		"recorded",	line_recorded, false },
	{ "errors",	9, 6, 8, put_some,	"errors",	line_errors, false },
	{ "bytes",	11, 9, 7, put_some,	"bytes",	line_bytes, false },
};

#define NR_COLUMNS	ARRAY_SIZE(columns)
#define NR_SPARE	8
#define NAME_WIDTH	16
#define NAME_NARROW	14

/**
 * struct layout - how wide the columns are
 * @width: of each, 0: it is not there
 * @name: of that of the names, which may be longer
 */
struct layout {
	unsigned int	width[NR_COLUMNS];
	unsigned int	name;
};

static unsigned int width_of(const struct layout *layout)
{
	unsigned int i, width = layout->name;

	for (i = 0; i < NR_COLUMNS; i++)
		width += layout->width[i] ? layout->width[i] + 1 : 0;
	return width;
}

/* All columns, or as many as the terminal has room for. */
static void lay_out(struct layout *layout, unsigned int room)
{
	unsigned int i, spare;

	layout->name = NAME_WIDTH;
	for (i = 0; i < NR_COLUMNS; i++)
		layout->width[i] = columns[i].width;
	if (!room || width_of(layout) < room)
		return;
	layout->name = NAME_NARROW;
	for (i = 0; i < NR_COLUMNS; i++)
		layout->width[i] = columns[i].narrow;
	for (spare = 1; spare <= NR_SPARE && width_of(layout) >= room; spare++) {
		for (i = 0; i < NR_COLUMNS; i++) {
			if (columns[i].spare == spare)
				layout->width[i] = 0;
		}
	}
}

static bool has_value(const struct column *col, const struct line *line)
{
	if (col->value == line_wall)
		return line->whole->wall_ns;
	return !col->timed || ior_count_timed(line->count);
}

static void print_titles(struct view *view, const struct layout *layout, const struct by *by)
{
	char *line = view_room(view), *p = line;
	unsigned int i;

	for (i = 0; i < NR_COLUMNS; i++) {
		const char *title = columns[i].title;

		if (layout->width[i])
			p = put_char(put_right(p, layout->width[i], title, strlen(title)), ' ');
	}
	view_line(view, line, put_str(p, by->title));
}

static void print_rule(struct view *view, const struct layout *layout)
{
	char *line = view_room(view), *p = line;
	unsigned int i, n;

	for (i = 0; i < NR_COLUMNS; i++) {
		for (n = 0; n < layout->width[i]; n++)
			*p++ = '-';
		if (n)
			*p++ = ' ';
	}
	for (n = 0; n < layout->name; n++)
		*p++ = '-';
	view_line(view, line, p);
}

/* Nothing in it is for the terminal to obey. */
static char *put_line_name(char *p, const struct line *line, const struct by *by)
{
	const struct group_key *key = line->group ? &line->group->key : NULL;
	uint32_t abi = line->count->abi;

	if (abi != IOR_ABI_NATIVE && abi < IOR_NR_ABIS)
		p = put_str(put_str(put_char(p, '['), ior_abi_name(abi)), "] ");
	if (!key || !key->pid)
		return put_quoted(p, line->name, strlen(line->name));
	p = put_char(put_u64(p, key->pid), ' ');
	if (by->has_tid)
		p = put_char(put_u64(p, key->tid), ' ');
	if (!by->has_fd)
		return put_quoted(p, line->name, strlen(line->name));
	p = put_u64(p, key->fd);
	if (!key->len)
		return p;
	return put_char(put_escaped(put_char(p, '<'), key->text, key->len), '>');
}

static void print_text_line(struct view *view, const struct layout *layout, const struct by *by,
			    const struct line *line)
{
	char *start = view_room(view), *p = start, cell[NAME_MAX_LEN];
	unsigned int i;

	for (i = 0; i < NR_COLUMNS; i++) {
		const struct column *col = &columns[i];
		char *end = cell;

		if (!layout->width[i])
			continue;
		if (has_value(col, line))
			end = col->put(cell, col->value(line));
		p = put_char(put_right(p, layout->width[i], cell, end - cell), ' ');
	}
	view_line(view, start, put_line_name(p, line, by));
}

static void print_bars(struct view *view, const struct by *by, const struct line *line)
{
	char *start = view_room(view), *p;

	if (!ior_count_timed(line->count))
		return;
	view_line(view, start, start);
	start = view_room(view);
	p = put_str(put_line_name(start, line, by), ": ");
	p = put_str(put_u64(p, line->count->calls), line->count->calls == 1 ? " call" : " calls");
	view_line(view, start, p);
	histogram_print(view, line->count);
}

/* ------------------------------------------------------------------ CSV -- */

static void print_csv_titles(struct view *view, const struct by *by)
{
	char *start = view_room(view), *p = start;
	unsigned int i;

	if (view->time)
		p = put_str(p, "time,");
	for (i = 0; i < NR_COLUMNS; i++) {
		if (columns[i].name)
			p = put_char(put_str(p, columns[i].name), ',');
	}
	p = put_str(p, by->has_pid ? "pid," : "");
	p = put_str(p, by->has_tid ? "tid," : "");
	p = put_str(p, by->has_fd ? "fd," : "");
	p = put_str(p, by->text);
	p = put_str(p, by->has_abi ? ",abi" : "");
	view_line(view, start, put_str(p, ",wall_percent"));
	view->has_titles = true;
}

/* What tells it from others. */
static char *put_csv_key(char *p, const struct line *line, const struct by *by)
{
	const struct group_key *key = line->group ? &line->group->key : NULL;
	const char *name = line->name;

	if (by->has_pid)
		p = put_char(key && key->pid ? put_u64(p, key->pid) : p, ',');
	if (by->has_tid)
		p = put_char(key && key->pid ? put_u64(p, key->tid) : p, ',');
	if (by->has_fd)
		p = put_char(key && key->pid ? put_u64(p, key->fd) : p, ',');
	p = put_char(put_csv(p, name, strlen(name)), ',');
	if (by->has_abi)
		p = put_char(put_str(p, line->is_rest ? "" : ior_abi_name(line->count->abi)), ',');
	return p;
}

static void print_csv_line(struct view *view, const struct by *by, const struct line *line)
{
	char *start = view_room(view), *p = start;
	unsigned int i;

	if (view->time)
		p = put_char(put_str(p, view->time), ',');
	for (i = 0; i < NR_COLUMNS; i++) {
		const struct column *col = &columns[i];

		if (!col->name)
			continue;
		if (col->put == put_percent)
			p = put_percent(p, col->value(line));
		else if (has_value(col, line))
			p = put_u64(p, col->value(line));
		*p++ = ',';
	}
	p = put_csv_key(p, line, by);
	if (line->whole->wall_ns)
		p = put_percent(p, line_wall(line));
	view_line(view, start, p);
}

/* ---------------------------------------------------------------- table -- */

#define NR_OTHER_LINES	4	/* titles, rules, total */

/* How many lines to show, at most, before that of the others. */
static size_t how_many(const struct view *view, const struct lines *lines)
{
	size_t top = view->opts->top ?: lines->nr, room = 1;

	if (!view->redraws)
		return top;
	if (view->lines > NR_OTHER_LINES + 1)
		room = view->lines - NR_OTHER_LINES;
	if (lines->nr <= room && lines->nr <= top)
		return top;
	if (room > 1)
		room--;
	return top < room ? top : room;
}

static void print_text(struct view *view, const struct lines *lines)
{
	const struct line total = {
		.count = &lines->total, .name = "total", .whole = &lines->whole,
	};
	struct ior_count count;
	struct layout layout;
	struct line line;
	size_t i;

	lay_out(&layout, view->columns);
	print_titles(view, &layout, lines->by);
	print_rule(view, &layout);
	for (i = 0; i < lines->nr; i++) {
		line = line_load(&lines->line[i], &count);
		print_text_line(view, &layout, lines->by, &line);
	}
	print_rule(view, &layout);
	print_text_line(view, &layout, lines->by, &total);
	for (i = 0; view->opts->histogram && i < lines->nr; i++) {
		line = line_load(&lines->line[i], &count);
		print_bars(view, lines->by, &line);
	}
	if (view->opts->histogram && lines->nr > 1)
		print_bars(view, lines->by, &total);
}

static void print_csv(struct view *view, const struct lines *lines)
{
	size_t i;

	if (!view->has_titles)
		print_csv_titles(view, lines->by);
	for (i = 0; i < lines->nr; i++) {
		struct ior_count count;
		struct line line = line_load(&lines->line[i], &count);

		print_csv_line(view, lines->by, &line);
	}
}

void summary_print(struct view *view, const struct table *table)
{
	struct lines lines;

	lines_make(&lines, table, view->opts, view->wall_ns);
	lines_cut(&lines, how_many(view, &lines));
	if (view->opts->format == &format_csv)
		print_csv(view, &lines);
	else
		print_text(view, &lines);
	lines_free(&lines);
}
