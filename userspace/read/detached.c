// SPDX-License-Identifier: GPL-2.0-only
#include <search.h>
#include <stdlib.h>

#include "detached.h"
#include "outcome.h"

/**
 * struct begun - a thread's call
 * @tid: the key; never 0 here
 * @open: it has not ended
 * @rec: its ENTER
 */
struct begun {
	uint32_t		tid;
	bool			open;
	struct ior_record	rec;
};

static void *threads;		/* a tree of struct begun, of tsearch(3) */
static bool any;		/* a beginning was seen, of whatever call */
static uint64_t newest;		/* when the newest record ended */
static uint64_t lost_until;	/* when the last end was lost, as far as is known */

/* -------------------------------------------------------------- options -- */

static bool is_wanted(const struct options *opts)
{
	return opts->selection.filter.statuses & STATUS_DETACHED;
}

/*
 * A call may end as another user's, or by another name, than it began: so the module
 * must not choose by these, or the end would seem to be missing.
 */
static int check_who(struct options *opts)
{
	struct selection *sel = &opts->selection;

	if (sel->who.nr_uids || sel->who.nr_cgroups)
		return fail("-e status=detached: not with uid= or cgroup= (try comm=)");
	if (!sel->of_some || opts->mode == MODE_FILE)
		return 0;
	if (opts->format->binary)
		return fail("-e status=detached: a recording is of all (use comm= with -i on it)");
	sel->of_some = false;	/* ior-read looks at names itself */
	return 0;
}

int detached_check(struct options *opts)
{
	int err;

	if (!is_wanted(opts))
		return 0;
	if (opts->format->directory)
		return fail("-e status=detached: -F %s has no call that did not end (use -F text)",
			    opts->format->name);
	if (opts->format->binary && opts->mode == MODE_FILE)
		return fail("-e status=detached: a recording is of all (leave out -o, or -F raw)");
	err = check_who(opts);
	if (err)
		return err;
	if (opts->mode == MODE_DEFAULT)
		return fail("-e status=detached needs a COMMAND, -p, -a or -i");
	if (opts->summary != SUMMARY_NONE || opts->nr_samples)
		return fail("-e status=detached: only ends are counted (without -c, -C, --sample)");
	/* who reads it has to have all of it */
	if (opts->format->binary) {
		opts->selection.filter.statuses = 0;
		opts->selection.filter.min_duration_ns = 0;
		opts->enter = true;
	}
	return 0;
}

bool detached_is_selected(const struct options *opts)
{
	return is_wanted(opts);
}

void detached_ask(struct ior_filter *filter)
{
	filter->flags |= IOR_FILTER_ENTER;
	filter->statuses = 0;
	filter->min_duration_ns = 0;
}

/* -------------------------------------------------------------- records -- */

static int by_tid(const void *a, const void *b)
{
	const struct begun *x = a, *y = b;

	return (x->tid > y->tid) - (x->tid < y->tid);
}

static struct begun *find(uint32_t tid)
{
	const struct begun key = { .tid = tid };
	struct begun **place = tfind(&key, &threads, by_tid);

	return place ? *place : NULL;
}

static struct begun *add(uint32_t tid)
{
	struct begun *b = find(tid);

	if (b)
		return b;
	b = calloc(1, sizeof(*b));
	if (b)
		b->tid = tid;
	if (!b || !tsearch(b, &threads, by_tid))
		fail_memory("-e status=detached", "trace fewer processes");
	return b;
}

/* A thread that is no more has no call, and there may be very many such. */
static void forget(uint32_t tid)
{
	struct begun *b = find(tid);

	if (!b)
		return;
	tdelete(b, &threads, by_tid);
	free(b);
}

static void see_task(const struct ior_record *rec)
{
	switch (rec->task.event) {
	case IOR_TASK_FORK:
	case IOR_TASK_EXIT:
		forget(rec->tid);
		break;
	case IOR_TASK_EXEC:
		/* what it begins as that thread, it ends as the first one */
		if (rec->task.other_tid && rec->task.other_tid != rec->tid)
			forget(rec->task.other_tid);
		break;
	}
}

void detached_see(const struct ior_record *rec)
{
	uint64_t end = rec->time_ns + rec->duration_ns;
	struct begun *b;

	if (end > newest)
		newest = end;
	switch (rec->type) {
	case IOR_RECORD_LOST:
		if (rec->lost.calls && end > lost_until)
			lost_until = end;
		break;
	case IOR_RECORD_TASK:
		see_task(rec);
		break;
	case IOR_RECORD_CALL:
	case IOR_RECORD_ENTER:
		any = any || (rec->type == IOR_RECORD_ENTER &&
			      !(rec->flags & IOR_CALL_NO_RETURN));
		b = find(rec->tid);
		if (b)
			b->open = false;
		break;
	}
}

bool detached_keep(const struct ior_record *rec)
{
	struct begun *b;

	if (rec->type != IOR_RECORD_ENTER || rec->flags & IOR_CALL_NO_RETURN)
		return false;
	b = add(rec->tid);
	b->rec = *rec;
	b->open = true;
	return true;
}

/* ------------------------------------------------------------------ end -- */

static const struct begun **left;
static size_t nr_left;

/* One whose end may have been lost is not said to have none. */
static void collect(const void *node, VISIT visit, int depth)
{
	const struct begun *b = *(const struct begun * const *)node, **more;

	(void)depth;
	if ((visit != postorder && visit != leaf) || !b->open || b->rec.time_ns < lost_until)
		return;
	more = reallocarray(left, nr_left + 1, sizeof(*left));
	if (!more)
		fail_memory("-e status=detached", "trace fewer processes");
	left = more;
	left[nr_left++] = b;
}

static int by_time(const void *a, const void *b)
{
	const struct ior_record *x = &(*(const struct begun * const *)a)->rec;
	const struct ior_record *y = &(*(const struct begun * const *)b)->rec;

	return (x->time_ns > y->time_ns) - (x->time_ns < y->time_ns);
}

bool detached_end(uint64_t ended, uint64_t min_ns,
		  void (*print)(void *arg, const struct ior_record *rec), void *arg)
{
	size_t i;

	if (ended < newest)
		ended = newest;
	twalk(threads, collect);
	if (nr_left)
		qsort(left, nr_left, sizeof(*left), by_time);
	for (i = 0; i < nr_left; i++) {
		struct ior_record rec = left[i]->rec;

		rec.type = IOR_RECORD_CALL;
		rec.flags |= IOR_CALL_NO_EXIT | CALL_DETACHED;
		rec.duration_ns = ended - rec.time_ns;
		if (rec.duration_ns >= min_ns)
			print(arg, &rec);
	}
	free(left);
	tdestroy(threads, free);
	return any;
}
