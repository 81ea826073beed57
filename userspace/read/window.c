// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "names.h"
#include "resend.h"
#include "split.h"
#include "stamp.h"
#include "trace.h"
#include "window.h"

#define DIGITS		"0123456789"
#define SEC_MAX		9000000000ULL	/* its ns fit into 63 bits */
#define NS_DIGITS	9
#define RANGE_MAX	256
#define BLOCK		256		/* records that are read at once */

static struct {
	bool			on;
	uint64_t		from;		/* ns by the clock of the recording */
	uint64_t		to;
	bool			resends;	/* names come with what needs them */
	bool			entered;	/* a record of it came */
	bool			stops;		/* no record behind it belongs to it */
	bool			over;
	bool			any;		/* a record was seen */
	uint64_t		first;		/* when that ended */
	uint64_t		last;		/* and the latest one */
	struct ior_tally	lost;		/* in it */
	struct ior_record	header;
	struct ior_record	end;		/* if it stops */
} window;

/* -------------------------------------------------------------- options -- */

static bool take_number(const char **p, uint64_t max, uint64_t *n)
{
	size_t digits = strspn(*p, DIGITS);

	errno = 0;
	*n = strtoull(*p, NULL, 10);
	*p += digits;
	return digits && !errno && *n <= max;
}

/* Maybe ".5" */
static bool take_fraction(const char **p, uint64_t *ns)
{
	const char *begin = *p + 1;
	uint64_t n;

	if (**p != '.')
		return true;
	*p = begin;
	if (!take_number(p, NS_PER_SEC - 1, &n) || *p - begin > NS_DIGITS)
		return false;
	*ns += n * put_powers[NS_DIGITS - (*p - begin)];
	return true;
}

/* Of HH:MM:SS what is behind the hours */
static bool take_day(const char **p, uint64_t *sec)
{
	uint64_t minutes, seconds;

	if (*sec > 23 || *(*p)++ != ':' || !take_number(p, 59, &minutes))
		return false;
	if (*(*p)++ != ':' || !take_number(p, 59, &seconds))
		return false;
	*sec = (*sec * 60 + minutes) * 60 + seconds;
	return true;
}

static bool parse_bound(struct bound *bound, const char *text, const char *end)
{
	bool is_epoch = *text == '@';
	const char *p = text + is_epoch;
	uint64_t sec;

	*bound = (struct bound) { .kind = BOUND_NONE };
	if (text == end)
		return true;
	if (!take_number(&p, SEC_MAX, &sec))
		return false;
	bound->kind = is_epoch ? BOUND_EPOCH : BOUND_BEGIN;
	if (!is_epoch && *p == ':') {
		bound->kind = BOUND_DAY;
		if (!take_day(&p, &sec))
			return false;
	}
	bound->ns = sec * NS_PER_SEC;
	return take_fraction(&p, &bound->ns) && p == end;
}

static int fail_order(const char *text)
{
	return fail("--time %s: FROM is not before TO (try --time 10,12.5)", text);
}

int window_parse(struct options *opts, const char *text)
{
	struct window *w = &opts->window;
	const char *comma = strchr(text, ',');

	w->text = text;
	if (!comma || !strcmp(text, ","))
		return fail("--time %s: not FROM,TO (try 10,12.5; one may be left out)", text);
	if (!parse_bound(&w->from, text, comma) ||
	    !parse_bound(&w->to, comma + 1, comma + 1 + strlen(comma + 1)))
		return fail("--time %s: not two times (use seconds, HH:MM:SS or @SECONDS)", text);
	return 0;
}

int window_check(const struct options *opts)
{
	if (opts->window.text && opts->mode != MODE_FILE)
		return fail("--time: of a recording (add -i FILE; --duration ends a trace)");
	return 0;
}

/* --------------------------------------------------------------- bounds -- */

/* What time of the recording is a real one?  The nearest, if there is none. */
static uint64_t from_real(uint64_t real_ns)
{
	const struct ior_record *header = &window.header;
	uint64_t ns;

	if (real_ns >= header->header.real_ns) {
		if (__builtin_add_overflow(header->time_ns, real_ns - header->header.real_ns, &ns))
			return UINT64_MAX;
	} else if (__builtin_sub_overflow(header->time_ns, header->header.real_ns - real_ns, &ns)) {
		return 0;
	}
	return ns;
}

static time_t begun_sec(void)
{
	return window.header.header.real_ns / NS_PER_SEC;
}

/* When it is that time of the day on which the trace began, or so many days later. */
static time_t day_sec(uint64_t ns, int days)
{
	unsigned int of_day = ns / NS_PER_SEC;
	time_t sec = begun_sec();
	struct tm tm;

	if (!localtime_r(&sec, &tm))
		return sec;
	tm.tm_mday += days;
	tm.tm_hour = of_day / 3600;
	tm.tm_min = of_day / 60 % 60;
	tm.tm_sec = of_day % 60;
	tm.tm_isdst = -1;
	return mktime(&tm);
}

static uint64_t from_day(uint64_t ns, int days)
{
	time_t sec = day_sec(ns, days);

	return sec < 0 ? 0 : from_real(sec * NS_PER_SEC + ns % NS_PER_SEC);
}

static uint64_t resolve(const struct bound *bound, uint64_t none)
{
	uint64_t ns = none;

	switch (bound->kind) {
	case BOUND_NONE:
		break;
	case BOUND_BEGIN:
		if (__builtin_add_overflow(window.header.time_ns, bound->ns, &ns))
			ns = UINT64_MAX;
		break;
	case BOUND_DAY:
		/* one in the second in which it began, as -t shows that, is not before it */
		ns = from_day(bound->ns, day_sec(bound->ns, 0) < begun_sec());
		break;
	case BOUND_EPOCH:
		ns = from_real(bound->ns);
		break;
	}
	return ns;
}

static int resolve_both(const struct window *w)
{
	bool is_real = w->from.kind > BOUND_BEGIN || w->to.kind > BOUND_BEGIN;

	if (is_real && !window.header.header.real_ns)
		return fail("--time %s: the recording does not say what time it was (use seconds)",
			    w->text);
	tzset();
	window.from = resolve(&w->from, 0);
	window.to = resolve(&w->to, UINT64_MAX);
	/* the day after the end is not what was meant */
	if (window.from >= window.to && w->from.kind == BOUND_DAY)
		window.from = from_day(w->from.ns, 0);
	return window.from < window.to ? 0 : fail_order(w->text);
}

/* ------------------------------------------------------------- the file -- */

static uint64_t end_of(const struct ior_record *rec)
{
	return rec->time_ns + rec->duration_ns;
}

static void see(const struct ior_record *rec)
{
	uint64_t end = end_of(rec);

	if (!window.any || end < window.first)
		window.first = end;
	if (!window.any || end > window.last)
		window.last = end;
	window.any = true;
}

static bool is_counted(const struct ior_record *rec)
{
	return rec->type == IOR_RECORD_COUNT || rec->type == IOR_RECORD_BUCKETS;
}

static ssize_t read_at(int fd, off_t at, struct ior_record *recs, size_t n)
{
	ssize_t got = pread(fd, recs, n * sizeof(*recs), at * sizeof(*recs));

	return got < 0 ? 0 : got / (ssize_t)sizeof(*recs);
}

/* The last records of so many, of those that have a time. */
static void see_last(int fd, off_t nr)
{
	struct ior_record recs[BLOCK];
	bool found = false;

	while (!found && nr > 1) {
		off_t first = nr - 1 > BLOCK ? nr - BLOCK : 1;
		ssize_t i, n = read_at(fd, first, recs, nr - first);

		for (i = 0; i < n; i++) {
			if (is_counted(&recs[i]))
				continue;
			see(&recs[i]);
			found = true;
		}
		nr = first;
	}
}

/*
 * A file that is neither compressed nor cut tells at its end how long it is, and if
 * anything was lost: a LOST record comes late, and may be far behind its time.
 */
static void look_ahead(int fd)
{
	struct ior_record rec;
	struct stat st;
	off_t nr;

	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || st.st_size % (off_t)sizeof(rec))
		return;
	nr = st.st_size / sizeof(rec);
	if (nr < 3 || read_at(fd, 0, &rec, 1) != 1 || memcmp(&rec, &window.header, sizeof(rec)) ||
	    read_at(fd, nr - 1, &window.end, 1) != 1 || window.end.type != IOR_RECORD_END ||
	    window.end.end.records != (uint64_t)nr - 2)
		return;
	window.stops = !window.end.end.lost;
	if (read_at(fd, 1, &rec, 1) == 1 && !is_counted(&rec))
		see(&rec);
	see_last(fd, nr - 1);
}

static char *put_since(char *p, uint64_t ns)
{
	uint64_t begun = window.header.time_ns;

	return put_seconds(p, ns > begun ? ns - begun : 0, precision_us);
}

static char *put_clock(char *p, uint64_t ns)
{
	time_t sec = (ns - window.header.time_ns + window.header.header.real_ns) / NS_PER_SEC;
	struct tm tm;

	if (!localtime_r(&sec, &tm))
		return p;
	return p + strftime(p, RANGE_MAX / 4, "%T", &tm);
}

/* Is all of the recording before it, or behind it? */
static int check_range(const struct options *opts)
{
	char range[RANGE_MAX], *p = range;

	if (!window.any || (window.first < window.to && window.last >= window.from))
		return 0;
	p = put_since(put_str(put_since(p, window.first), " to "), window.last);
	if (window.header.header.real_ns) {
		p = put_clock(put_str(p, ", "), window.first);
		p = put_clock(put_str(p, " to "), window.last);
	}
	*p = 0;
	return fail("--time %s: the recording is from %s (use times in it)", opts->window.text,
		    range);
}

int window_begin(const struct options *opts, const struct ior_record *header, int fd)
{
	int err;

	memset(&window, 0, sizeof(window));
	if (!opts->window.text)
		return 0;
	window.on = true;
	window.header = *header;
	window.resends = opts->format->binary && !opts->format->directory;
	err = resolve_both(&opts->window);
	if (err)
		return err;
	look_ahead(fd);
	return check_range(opts);
}

uint64_t window_since(uint64_t begun)
{
	return window.on && window.from > begun ? window.from : begun;
}

/* -------------------------------------------------------------- records -- */

/* When a call was lost is not known, but that of these some may be in it. */
static bool has_lost(const struct ior_record *rec)
{
	if (rec->time_ns >= window.to || end_of(rec) < window.from)
		return false;
	ior_tally_add(&window.lost, rec, 1);
	return true;
}

/* What was counted while it was recorded tells nothing of a part. */
static bool has(const struct ior_record *rec)
{
	uint64_t end = end_of(rec);

	if (is_counted(rec))
		return false;
	see(rec);
	if (rec->type == IOR_RECORD_LOST)
		return has_lost(rec);
	if (end >= window.to) {
		window.over = window.stops;
		return false;
	}
	return end >= window.from || rec->type == IOR_RECORD_NAME;
}

static void give_one(void *arg, const struct ior_record *rec)
{
	trace_print(arg, rec, 1);
}

/* A recording gets those names that it needs; --split sees to that itself. */
static void copy(struct trace *t, const struct ior_record *rec)
{
	struct resend resend;

	if (rec->type == IOR_RECORD_NAME && end_of(rec) < window.from) {
		trace_take_name(t, rec);
		names_take(rec);
		return;
	}
	if (!window.entered)
		resend_next_part();
	window.entered = true;
	if (t->opts->format != &format_split) {
		resend_find(&resend, rec);
		resend_give(&resend, rec, give_one, t);
		if (rec->type == IOR_RECORD_NAME)
			names_take(rec);
	}
	trace_print(t, rec, 1);
}

void window_print(struct trace *t, const struct ior_record *batch, size_t n)
{
	size_t i, first;

	if (!window.on) {
		trace_print(t, batch, n);
		return;
	}
	for (i = 0; i < n && !window.over; i++) {
		for (first = i; i < n && has(&batch[i]); i++) {
			if (window.resends)
				copy(t, &batch[i]);
		}
		if (i > first && !window.resends)
			trace_print(t, &batch[first], i - first);
	}
}

bool window_is_over(void)
{
	return window.over;
}

const struct ior_record *window_end_record(void)
{
	return &window.end;
}

int window_judge(struct trace *t, struct verdict *v, bool was_read)
{
	bool overwritten = v->overwritten_calls || v->overwritten_others;

	if (!window.on)
		return 0;
	v->lost_calls = window.lost.lost_calls;
	v->lost_others = window.lost.lost_others;
	if (overwritten)
		verdict_overwritten(v);
	if (window.last >= window.to)
		t->ended = window.to;
	return was_read ? check_range(t->opts) : 0;
}
