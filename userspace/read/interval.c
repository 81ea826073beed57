// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "interval.h"
#include "stamp.h"
#include "summary.h"

#define WHEN_MAX	64
#define HEADING_MAX	128

uint64_t interval_until = UINT64_MAX;

/**
 * struct interval - the one that is being counted
 * @view: where it is shown
 * @ns: how long it is to be
 * @began: when it began; ns of CLOCK_MONOTONIC, or of the recording
 * @first: when the recording did
 * @has_real: the recording says what time that was
 * @real_ns: then what to add to a time of the recording for the real one
 * @lost: calls that were lost by then
 * @lost_seen: calls that a recording says were lost
 * @counted: what the module had counted by then, if it counts
 * @any: there was one before
 */
static struct {
	struct view		view;
	uint64_t		ns;
	uint64_t		began;
	uint64_t		first;
	bool			has_real;
	uint64_t		real_ns;
	uint64_t		lost;
	uint64_t		lost_seen;
	struct ior_counts	*counted;
	bool			any;
} interval;

int interval_parse(struct options *opts, const char *text)
{
	char *end;
	double sec = strtod(text, &end);

	if (end == text || *end || !(sec >= 0.01 && sec <= 1e9))
		return fail("--interval %s: not a number of seconds from 0.01 up (try 1)", text);
	opts->interval_ns = sec * 1e9;
	return 0;
}

/* ---------------------------------------------------------------- print -- */

/* In text as one has it on the wall, in CSV as databases read it. */
static void put_when(char when[WHEN_MAX], uint64_t real_ns, bool is_csv)
{
	time_t sec = real_ns / NS_PER_SEC;
	struct tm tm;
	char *p = when;

	if (is_csv)
		gmtime_r(&sec, &tm);
	else
		localtime_r(&sec, &tm);
	p += strftime(p, WHEN_MAX / 2, is_csv ? "%Y-%m-%dT%H:%M:%S." : "%Y-%m-%d %H:%M:%S", &tm);
	if (is_csv)
		p = put_char(put_padded(p, real_ns % NS_PER_SEC / 1000, 6), 'Z');
	*p = 0;
}

/* At @ns of the recording: by the clock, or in seconds since it began. */
static void put_when_recorded(char when[WHEN_MAX], uint64_t ns, bool is_csv)
{
	uint64_t since = ns > interval.first ? ns - interval.first : 0;

	if (interval.has_real) {
		put_when(when, ns + interval.real_ns, is_csv);
		return;
	}
	*put_str(put_seconds(when, since, precision_us), is_csv ? "" : " s") = 0;
}

static void print_heading(struct view *view, const char *when, const struct table *table,
			  uint64_t lost)
{
	char *line = view_room(view), *p = put_str(line, when);
	double sec = view->wall_ns / 1e9, rate;
	struct ior_count total;

	table_total(table, &total);
	rate = view->wall_ns ? total.calls / sec : 0;
	p += snprintf(p, HEADING_MAX, rate < 100 ? "  %.3f s  %.3g calls/s" :
						   "  %.3f s  %.0f calls/s", sec, rate);
	p = put_str(put_u64(put_str(p, "  "), lost), " lost");
	view_line(view, line, p);
}

static void print(const struct table *table, const char *when, uint64_t wall_ns, uint64_t lost)
{
	struct view *view = &interval.view;
	bool is_csv = view->opts->format == &format_csv;
	bool has_calls = view->opts->summary == SUMMARY_BOTH;

	view->wall_ns = wall_ns;
	view->time = is_csv ? when : NULL;
	if ((interval.any || has_calls) && !is_csv && !view->redraws)
		out_row(view->out, put_char(view_room(view), '\n'));
	interval.any = true;
	view_begin(view);
	if (!is_csv)
		print_heading(view, when, table, lost);
	summary_print(view, table);
	if (has_calls)
		out_row(view->out, put_char(view_room(view), '\n'));
	view_end(view);
	out_flush(view->out);
}

/* --------------------------------------------------------------- device -- */

static uint64_t lost_calls(const struct trace *t)
{
	struct ior_stats stats;

	if (!t->dev)
		return interval.lost_seen;
	return ior_device_stats(t->dev, &stats) ? interval.lost : stats.lost_calls;
}

static bool module_counts(const struct trace *t)
{
	return t->reader && by_counts(t->opts);
}

/* What the module has counted since the interval began. */
static void load(struct trace *t)
{
	struct ior_counts *now;

	if (ior_counts_open(&now) || ior_counts_load(now, t->dev) == -ENOMEM)
		fail_memory("--interval", "select fewer calls with -e");
	table_add_since(&t->part, now, interval.counted);
	ior_counts_close(interval.counted);
	interval.counted = now;
}

/* ------------------------------------------------------------- interval -- */

static uint64_t real_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec * NS_PER_SEC + now.tv_nsec;
}

/* It is over: print it, and go on with the next. */
static void turn(struct trace *t, uint64_t now, bool even_if_empty)
{
	uint64_t lost = lost_calls(t) - interval.lost;
	bool is_csv = t->opts->format == &format_csv;
	struct ior_count total;
	char when[WHEN_MAX];

	table_total(&t->part, &total);
	if (even_if_empty || total.calls || lost) {
		if (t->dev)
			put_when(when, real_now(), is_csv);
		else
			put_when_recorded(when, now, is_csv);
		print(&t->part, when, now > interval.began ? now - interval.began : 0, lost);
	}
	if (!t->counted || by_needs_records(t->opts))
		table_add(&t->whole, &t->part);
	table_clear(&t->part);
	interval.lost += lost;
	interval.began = now;
}

/* A tick that was missed is over. */
void interval_draw(struct trace *t)
{
	uint64_t now = clock_ns();

	if (module_counts(t))
		load(t);
	turn(t, now, true);
	interval_until += (now - interval_until) / interval.ns * interval.ns + interval.ns;
}

/*
 * Of a recording, intervals are those of its own time.  There is none in which
 * nothing happened: one that is damaged may have centuries of them.
 */
void interval_see(struct trace *t, const struct ior_record *rec)
{
	uint64_t end = rec->time_ns + rec->duration_ns, until;

	if (!interval.ns || t->dev || (rec->type != IOR_RECORD_LOST && !ior_record_is_call(rec)))
		return;
	if (end >= interval.began && end - interval.began >= interval.ns) {
		until = interval.began + interval.ns;
		turn(t, until, false);
		interval.began += (end - until) / interval.ns * interval.ns;
	}
	if (rec->type == IOR_RECORD_LOST)
		interval.lost_seen += rec->lost.calls;
}

void interval_begin(struct trace *t, const struct ior_record *header)
{
	bool is_live = t->dev;

	if (!t->opts->interval_ns)
		return;
	interval.ns = t->opts->interval_ns;
	interval.began = t->begun;
	interval.first = header->time_ns;
	interval.has_real = header->header.real_ns;
	interval.real_ns = header->header.real_ns - header->time_ns;
	/* a command may write to the terminal itself */
	interval.view = (struct view) {
		.out = &trace_out,
		.opts = t->opts,
		.redraws = is_live && t->opts->mode != MODE_COMMAND &&
			   t->opts->summary == SUMMARY_ONLY && t->opts->format != &format_csv &&
			   isatty(trace_out.fd),
	};
	if (is_live)
		interval_until = interval.began + interval.ns;
	if (module_counts(t) && ior_counts_open(&interval.counted))
		fail_memory("--interval", "select fewer calls with -e");
}

/* The last one, which may be shorter; and what all come to, but not in CSV. */
void interval_end(struct trace *t, const struct verdict *v)
{
	uint64_t wall_ns = t->ended > t->begun ? t->ended - t->begun : 0;

	interval_until = UINT64_MAX;
	if (module_counts(t))
		load(t);
	turn(t, t->ended, false);
	ior_counts_close(interval.counted);
	interval.counted = NULL;
	view_leave(&interval.view);
	if (t->opts->format != &format_csv)
		print(&t->whole, "total", wall_ns, v->lost_calls);
}
