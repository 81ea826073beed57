// SPDX-License-Identifier: GPL-2.0-only
/*
 * What all traces have in common.
 */
#include <errno.h>
#include <string.h>

#include "detached.h"
#include "interval.h"
#include "outcome.h"
#include "progress.h"
#include "split.h"
#include "summary.h"
#include "trace.h"
#include "who.h"
#include "window.h"

#define PERIOD_MS	100
#define NS_PER_MS	1000000ULL
#define RING_BYTES_MIN	4096

struct out trace_out;

static void print(struct trace *t, const struct ior_record *batch, size_t n)
{
	t->opts->format->print(&trace_out, batch, n);
	ior_tally_add(&t->printed, batch, n);
}

static void count(struct trace *t, const struct ior_record *rec)
{
	if (t->opts->summary != SUMMARY_NONE)
		table_take(t->opts->interval_ns ? &t->part : &t->whole, rec);
}

/* How a call ends is known by now, also one whose parts the module had to let pass. */
static void print_one(void *arg, const struct ior_record *rec)
{
	struct trace *t = arg;

	if (!t->opts->raw_restarts && !outcome_passes_whole(&t->opts->selection.filter, rec))
		return;
	if (t->counts_rows)
		count(t, rec);
	if (t->opts->summary != SUMMARY_ONLY)
		print(t, rec, 1);
}

/* Calls may be selected by it, whether it is printed or not. */
void trace_take_name(struct trace *t, const struct ior_record *rec)
{
	if (t->names && rec->type == IOR_RECORD_NAME && ior_names_add(t->names, rec) == -ENOMEM)
		fail_memory("-e path", "select other calls");
}

/* Is it to be printed?  The module has seen to that where it was asked to. */
static bool is_selected(struct trace *t, const struct ior_record *rec)
{
	const struct selection *sel = &t->opts->selection;

	if (t->reader)
		return !t->detached ||
		       (who_has(&sel->who, rec) && outcome_passes(&sel->filter, rec));
	trace_take_name(t, rec);
	return select_has(sel, t->names, rec) && outcome_passes(&sel->filter, rec);
}

/* How long is the recording, and in which interval are we? */
static void see_time(struct trace *t, const struct ior_record *rec)
{
	uint64_t end = rec->time_ns + rec->duration_ns;

	if (rec->type != IOR_RECORD_LOST && !ior_record_is_call(rec))
		return;
	if (end > t->ended)
		t->ended = end;
	interval_see(t, rec);
}

/*
 * What was counted while it was recorded takes the place of what is counted here.
 * Returns whether it is what is selected.
 */
static bool take_count(struct trace *t, const struct ior_record *rec)
{
	if (rec->type == IOR_RECORD_COUNT && rec->count.calls > rec->count.recorded)
		t->only_counted += rec->count.calls - rec->count.recorded;
	if (!select_has_count(&t->opts->selection, rec))
		return false;
	if (t->whole.counts && !t->counted)
		ior_counts_clear(t->whole.counts);
	t->counted = true;
	if (t->whole.counts && ior_counts_take(t->whole.counts, rec) == -ENOMEM)
		fail_memory("-c", "select other calls");
	return true;
}

/* Nobody else has counted it, or could. */
static bool counts_here(const struct trace *t)
{
	return !t->counted || by_needs_records(t->opts);
}

/* Count it, if need be; is it to be printed, or to be counted when its end is known? */
static bool see(struct trace *t, const struct ior_record *rec)
{
	if (t->takes_all && rec->type < IOR_RECORD_COUNT)
		return true;
	if (rec->type == IOR_RECORD_COUNT || rec->type == IOR_RECORD_BUCKETS)
		return take_count(t, rec) && t->opts->format->binary;
	if (!t->dev && t->whole.counts)
		see_time(t, rec);
	if (t->detached)
		detached_see(rec);
	if (!is_selected(t, rec))
		return false;
	if (t->detached && detached_keep(rec))
		return t->opts->enter;
	if (t->counts_rows && fold_wants(rec))
		return true;
	if (counts_here(t))
		count(t, rec);
	return t->opts->summary != SUMMARY_ONLY;
}

/* Does it need no more than to be printed? */
static bool is_plain(const struct trace *t, const struct ior_record *rec)
{
	if (t->opts->format->binary || (t->opts->summary == SUMMARY_ONLY && !t->counts_rows))
		return true;
	return !fold_wants(rec);
}

/*
 * Records go to the recording as they come: nobody has to look at any of them, for
 * the module says in the end what they were.
 */
static bool passes_on(const struct trace *t)
{
	return t->reader && t->opts->format->binary && t->opts->summary == SUMMARY_NONE;
}

/* Print what is selected, as much as possible at once. */
static void print_selected(struct trace *t, const struct ior_record *batch, size_t n)
{
	size_t i, first;

	if (passes_on(t)) {
		t->opts->format->print(&trace_out, batch, n);
		t->seen.records += n;
		return;
	}
	if (!t->stream)
		ior_tally_add(&t->seen, batch, n);
	for (i = 0; i < n; i++) {
		for (first = i; i < n && is_plain(t, &batch[i]) && see(t, &batch[i]); i++)
			;
		if (i > first)
			print(t, &batch[first], i - first);
		if (i < n && !is_plain(t, &batch[i]))
			fold_take(&t->fold, &batch[i], see(t, &batch[i]));
	}
}

/*
 * A table of an interval stands behind the calls that it is of, before the next; and
 * one by files takes the names that rows have too, of which a later one may have the
 * number of one before.
 */
static bool goes_one_by_one(const struct options *opts)
{
	return opts->summary == SUMMARY_BOTH &&
	       (opts->interval_ns || (opts->by && opts->by->has_names));
}

void trace_print(struct trace *t, const struct ior_record *batch, size_t n)
{
	size_t i;

	if (!goes_one_by_one(t->opts)) {
		print_selected(t, batch, n);
		return;
	}
	for (i = 0; i < n; i++)
		print_selected(t, &batch[i], 1);
}

/* Print what comes first, and let the time run. */
void trace_begin(struct trace *t, const struct ior_record *header)
{
	const struct selection *sel = &t->opts->selection;
	struct ior_record copy = *header;

	if (!t->reader && sel->files.globs[0] && ior_names_open(&t->names, 0))
		fail_memory("-e path", "select other calls");
	if (t->opts->summary != SUMMARY_NONE || t->counted)
		table_open(&t->whole, t->opts);
	if (t->opts->interval_ns) {
		table_open(&t->part, t->opts);
		t->part.is_part = true;
	}
	t->begun = t->dev ? clock_ns() : window_since(header->time_ns);
	t->takes_all = !t->whole.counts && !t->detached &&
		       (t->reader || (sel->all && !outcome_is_set(&sel->filter)));
	t->counts_rows = t->opts->summary != SUMMARY_NONE && counts_here(t) &&
			 outcome_is_set(&sel->filter) && !t->opts->raw_restarts;
	fold_begin(&t->fold, print_one, t, t->opts->raw_restarts);
	copy.header.flags |= IOR_HEADER_ENDS;
	look_begin(t->opts, header);
	if (t->opts->format->begin && t->opts->summary != SUMMARY_ONLY)
		t->opts->format->begin(&trace_out, &copy);
	if (t->opts->duration_ns)
		t->deadline = clock_ns() + t->opts->duration_ns;
	interval_begin(t, header);
	progress_begin(t);
}

/* A recording of a session that counted has what it counted. */
static void print_counts(struct trace *t)
{
	struct ior_record recs[IOR_COUNT_RECORDS];
	const struct ior_count *count = NULL;

	while ((count = ior_counts_next(t->whole.counts, count)))
		print(t, recs, ior_count_records(count, recs));
}

/* They are no calls that are done: what is said of these does not count them. */
static void print_detached(void *arg, const struct ior_record *rec)
{
	const struct trace *t = arg;

	t->opts->format->print(&trace_out, rec, 1);
}

static bool end_detached(struct trace *t)
{
	return detached_end(t->dev ? t->ended : 0, t->opts->selection.filter.min_duration_ns,
			    print_detached, t);
}

static void print_summary(struct trace *t, const struct verdict *v)
{
	struct view view = {
		.out = &trace_out,
		.opts = t->opts,
		.wall_ns = t->ended > t->begun ? t->ended - t->begun : 0,
	};

	if (t->opts->interval_ns) {
		interval_end(t, v);
		return;
	}
	/* another table than that of the calls */
	if (t->opts->format == &format_csv && t->opts->summary == SUMMARY_BOTH)
		out_row(&trace_out, put_char(out_room(&trace_out), '\n'));
	view_begin(&view);
	summary_print(&view, &t->whole);
}

/* What was counted stands behind all else. */
static void end_counts(struct trace *t, struct verdict *v)
{
	struct ior_count total;

	if (t->opts->summary != SUMMARY_NONE)
		print_summary(t, v);
	else if (t->reader && t->counted && t->opts->format->binary)
		print_counts(t);
	if (t->opts->summary != SUMMARY_ONLY)
		return;
	table_total(&t->whole, &total);
	v->shown = total.calls;
	/* not what nobody looked at, for it tells less than what is selected by */
	if (by_needs_records(t->opts) || !t->counted)
		return;
	v->calls += v->counted;
	v->counted = 0;
}

/* Print the end and the last line.  Returns 0 or EXIT_IOR. */
int trace_end(struct trace *t, struct verdict *v)
{
	bool is_split = t->opts->format == &format_split;
	struct ior_record rec;

	progress_end();
	fold_end(&t->fold);
	if (t->detached && !end_detached(t) && !t->dev)
		note("-e status=detached: no call is seen to begin (record with --enter)");
	v->shown = t->printed.calls;
	v->folded = t->fold.folded;
	v->counted = t->only_counted;
	end_counts(t, v);
	ior_record_end(&rec, &t->printed, v->lost_calls + v->lost_others +
		       v->overwritten_calls + v->overwritten_others, !verdict_is_complete(v));
	if (is_split)
		split_judge(v);
	if (t->opts->format->end)
		t->opts->format->end(&trace_out, &rec);
	out_close(&trace_out);
	if (trace_out.failed)
		return EXIT_IOR;
	if (is_split)
		split_say();
	verdict_print(v);
	return 0;
}

/* Is it time to end, whatever comes? */
bool trace_is_over(struct trace *t)
{
	bool is_late = t->deadline && clock_ns() >= t->deadline;

	if (signals_take())
		t->signaled = true;
	if (is_late && t->opts->ends_command && t->launch && !t->signaled) {
		launch_say_late(t->opts->command[0]);
		t->signaled = true;
	}
	return t->signaled || trace_out.failed || is_late;
}

int trace_timeout_ms(const struct trace *t)
{
	uint64_t now = clock_ns(), until = now + PERIOD_MS * NS_PER_MS;

	if (t->deadline && t->deadline < until)
		until = t->deadline;
	if (interval_until < until)
		until = interval_until;
	return until > now ? (until - now + NS_PER_MS - 1) / NS_PER_MS : 0;
}

void trace_stop(struct trace *t)
{
	ior_device_stop(t->dev);
	t->ended = clock_ns();
	interval_until = UINT64_MAX;	/* what is still to be read is of the last one */
}

/* --------------------------------------------------------------- device -- */

#define LOAD_ANOTHER	"(load the ior.ko that belongs to it)"

static int fail_open(int err, const struct ior_info *info)
{
	switch (-err) {
	case ENOENT:
	case ENODEV:
	case ENXIO:
		return fail("%s: %s (load the module: modprobe ior, or insmod ior.ko)",
			    IOR_DEVICE_PATH, strerror(-err));
	case EPERM:
	case EACCES:
		return fail("%s: %s (tracing needs CAP_PERFMON or CAP_SYS_ADMIN: run it as root)",
			    IOR_DEVICE_PATH, strerror(-err));
	case EPROTO:
		if (info->version == IOR_ABI_VERSION || !info->version)
			return fail("%s: the loaded module does not speak ABI %d " LOAD_ANOTHER,
				    IOR_DEVICE_PATH, IOR_ABI_VERSION);
		return fail("%s: the loaded module speaks ABI %u, this ior-read ABI %d "
			    LOAD_ANOTHER, IOR_DEVICE_PATH, info->version, IOR_ABI_VERSION);
	default:
		return fail("%s: %s (is it ior's device?)", IOR_DEVICE_PATH, strerror(-err));
	}
}

int trace_open_device(struct trace *t)
{
	struct ior_info info;
	int err = ior_device_open(&t->dev, &info);
	uint64_t ring_bytes = t->opts->ring_bytes;

	if (err)
		return fail_open(err, &info);
	/* what is only counted needs no room */
	if (!ring_bytes && t->opts->summary == SUMMARY_ONLY && by_counts(t->opts) &&
	    t->opts->mode != MODE_DEFAULT)
		ring_bytes = RING_BYTES_MIN;
	err = ior_device_setup(t->dev, ring_bytes, 0,
			       t->opts->overwrite ? IOR_SETUP_OVERWRITE : 0);
	if (err)
		return fail("--ring-size: %s (a power of two from 4K to 1G)", strerror(-err));
	return 0;
}

int trace_open_output(struct trace *t)
{
	if (t->opts->format->directory)
		return out_open_directory(&trace_out, t->opts->output);
	return out_open(&trace_out, t->opts->output);
}

void trace_close(struct trace *t)
{
	launch_cancel(t->launch);
	table_close(&t->part);
	table_close(&t->whole);
	ior_names_close(t->names);
	ior_stream_close(t->stream);
	ior_reader_close(t->reader);
	ior_device_close(t->dev);
}

/* What the session counted, if it did so. */
static void settle_counts(struct trace *t, struct verdict *v)
{
	const struct ior_count *count = NULL;
	struct ior_count total = { .calls = 0 };
	int err;

	if (!t->counted)
		return;
	err = ior_counts_load(t->whole.counts, t->dev);
	if (err == -ENOMEM)
		fail_memory("--sample", "select other calls");
	while ((count = ior_counts_next(t->whole.counts, count)))
		ior_count_add(&total, count);
	if (err || total.calls - total.recorded != t->only_counted)
		v->cause = "the module does not tell what it counted";
}

/* The session has stopped: does what was read account for all that it made? */
void trace_settle(struct trace *t, struct verdict *v)
{
	const struct ior_tally *seen = t->stream ? ior_stream_tally(t->stream) : &t->seen;
	struct ior_stats stats;
	struct ior_info info;

	if (ior_device_stats(t->dev, &stats) || ior_device_info(t->dev, &info)) {
		v->cause = "the module does not tell what it made";
		return;
	}
	if (passes_on(t)) {
		t->seen = (struct ior_tally) {
			.records	= seen->records,
			.calls		= stats.calls,
			.marks		= stats.lost_marks,
			.lost_calls	= stats.lost_calls,
			.lost_others	= stats.lost_others,
		};
		t->printed = t->seen;
	}
	v->calls = seen->calls;
	v->lost_calls = stats.lost_calls;
	v->lost_others = stats.lost_others;
	t->only_counted = stats.counted;
	v->unfinished = stats.in_flight;
	v->not_followed = stats.not_followed;
	v->no_memory = stats.no_memory;
	v->made = stats.records;
	v->read = seen->records;
	v->ring_bytes = (uint64_t)info.nr_records * IOR_RECORD_SIZE;
	if (!trace_out.failed && v->made == v->read &&
	    (seen->marks != stats.lost_marks || seen->lost_calls != stats.lost_calls ||
	     seen->lost_others != stats.lost_others))
		v->cause = "the LOST records contradict what the module counts as lost";
	if (t->opts->overwrite)
		verdict_overwritten(v);
	settle_counts(t, v);
}
