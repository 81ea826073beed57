// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "fold.h"
#include "tasks.h"

#define FOLDED_MAX	UINT8_MAX	/* restarts that a record can tell */

/* What the beginning of a call knows of it; the rest is known at its end. */
#define BEGIN_FLAGS	(IOR_CALL_NO_ENTER | IOR_CALL_NAME_LOST | IOR_CALL_UNREAD | IOR_CALL_FD | \
			 7U << IOR_CALL_PATH_SHIFT(0) | 7U << IOR_CALL_PATH_SHIFT(1))
#define END_FLAGS	(IOR_CALL_NO_EXIT | IOR_CALL_DENIED | IOR_CALL_NAME_LOST | \
			 IOR_CALL_RESTARTS)

/**
 * struct held - a call that is to be restarted
 * @others: in the order of the stream
 * @rec: its parts so far, as one record
 * @end: when the last of them ended
 * @last_end: when the call before it ended, see struct task
 * @selected: it is to be printed
 */
struct held {
	TAILQ_ENTRY(held)	others;
	struct ior_record	rec;
	uint64_t		end;
	uint64_t		last_end;
	bool			selected;
};

static uint64_t end_of(const struct ior_record *rec)
{
	return rec->time_ns + rec->duration_ns;
}

/*
 * Calls of signal handlers come between the parts.  For their gap the call ends
 * with its first part, and for its own gap they never were.
 */
static void put(struct fold *f, const struct held *h)
{
	struct task *task;
	uint64_t last_end;

	if (!h->selected)
		return;
	task = task_own(h->rec.tid);
	last_end = task->last_end;
	task->last_end = h->last_end;
	f->print(f->arg, &h->rec);
	task = task_own(h->rec.tid);
	if (task->last_end < last_end)
		task->last_end = last_end;
}

static void hold(struct fold *f, struct held *h)
{
	struct task *task = task_own(h->rec.tid);

	task->held = h;
	if (h->selected)
		task->last_end = h->end;
	TAILQ_INSERT_TAIL(&f->held, h, others);
}

static void unhold(struct fold *f, struct held *h)
{
	task_own(h->rec.tid)->held = NULL;
	TAILQ_REMOVE(&f->held, h, others);
}

/* It is not continued, as far as can be known. */
static void give_up(struct fold *f, struct held *h)
{
	unhold(f, h);
	put(f, h);
	free(h);
}

/* Of a thread as it is, not as an exec has renumbered it. */
static void give_up_task(struct fold *f, uint32_t tid)
{
	const struct task *task = task_peek(tid);

	if (task && task->held)
		give_up(f, task->held);
}

static void give_up_all(struct fold *f)
{
	while (!TAILQ_EMPTY(&f->held))
		give_up(f, TAILQ_FIRST(&f->held));
}

static void begin(struct fold *f, const struct ior_record *rec, bool selected)
{
	struct held *h = malloc(sizeof(*h));

	if (!h)
		fail_memory("restarted calls", "use --raw-restarts");
	*h = (struct held) {
		.rec		= *rec,
		.end		= end_of(rec),
		.last_end	= task_own(rec->tid)->last_end,
		.selected	= selected,
	};
	hold(f, h);
}

/* ---------------------------------------------------------------- join -- */

/*
 * The module says that it is.  But it can't know that a part between was lost,
 * in a ring that has yet to tell: so it must look like it, too.
 */
static bool is_next(const struct held *h, const struct ior_record *rec)
{
	const struct ior_call_entry *call = ior_call_entry(ior_call_find(rec->abi, rec->nr));

	if (rec->abi != h->rec.abi)
		return false;
	if (call && call->traits & IOR_TRAIT_RESTART)
		return true;
	return rec->nr == h->rec.nr && !memcmp(rec->args, h->rec.args, sizeof(rec->args));
}

static void join(struct held *h, const struct ior_record *rec)
{
	const struct ior_call_entry *call = ior_call_entry(ior_call_find(h->rec.abi, h->rec.nr));
	struct ior_record *whole = &h->rec;

	h->end = end_of(rec);
	if (whole->flags & IOR_CALL_NO_ENTER)
		whole->time_ns = h->end;
	whole->duration_ns = h->end - whole->time_ns;
	whole->flags = (whole->flags & BEGIN_FLAGS) | (rec->flags & END_FLAGS);
	whole->cpu = rec->cpu;
	whole->ret = rec->ret;
	whole->ret_class = rec->ret_class;
	if (call && rec->ret_class != IOR_RET_RESTART)
		whole->ret_class = call->ret_class;
	if (call && call->traits & IOR_TRAIT_RET_FD)
		whole->name[1] = rec->name[1];
	memcpy(whole->comm, rec->comm, sizeof(whole->comm));
	if (whole->reserved < FOLDED_MAX)
		whole->reserved++;
}

/* Returns false if the record continues nothing that is held. */
static bool go_on(struct fold *f, const struct ior_record *rec, bool selected)
{
	struct held *h = task_own(rec->tid)->held;

	if (!h || !is_next(h, rec) || (selected && !h->selected))
		return false;
	join(h, rec);
	f->folded++;
	unhold(f, h);
	if (h->rec.flags & IOR_CALL_RESTARTS) {
		hold(f, h);
	} else {
		put(f, h);
		free(h);
	}
	return true;
}

/* --------------------------------------------------------------- stream -- */

void fold_begin(struct fold *f, void (*print)(void *arg, const struct ior_record *rec), void *arg,
		bool off)
{
	*f = (struct fold) { .print = print, .arg = arg, .off = off };
	TAILQ_INIT(&f->held);
}

static void take_call(struct fold *f, const struct ior_record *rec, bool selected)
{
	struct held *h;

	if (!f->off) {
		if (rec->flags & IOR_CALL_CONTINUES && go_on(f, rec, selected))
			return;
		h = task_own(rec->tid)->held;
		if (h)
			give_up(f, h);
		if (rec->flags & IOR_CALL_RESTARTS) {
			begin(f, rec, selected);
			return;
		}
	}
	if (selected)
		f->print(f->arg, rec);
}

static void take_task(struct fold *f, const struct ior_record *rec, bool selected)
{
	bool renumbered = rec->task.event == IOR_TASK_EXEC && rec->task.other_tid != rec->tid;

	if (rec->task.event != IOR_TASK_RENAME)
		give_up_task(f, rec->tid);
	if (renumbered) {
		give_up_task(f, rec->task.other_tid);
		task_renumber(rec->task.other_tid, rec->tid);
	}
	if (rec->task.event == IOR_TASK_FORK)
		task_forget(rec->tid);
	if (selected)
		f->print(f->arg, rec);
	if (rec->task.event == IOR_TASK_EXIT)
		task_forget(rec->tid);
}

/*
 * The next record, if fold_wants() it; else whoever prints it does so himself.
 * A part of a call whose first part is selected need not be so itself.
 */
void fold_take(struct fold *f, const struct ior_record *rec, bool selected)
{
	if (rec->type == IOR_RECORD_CALL) {
		take_call(f, rec, selected);
	} else if (rec->type == IOR_RECORD_TASK) {
		take_task(f, rec, selected);
	} else {
		give_up_all(f);
		f->print(f->arg, rec);
	}
}

/* There will be no more. */
void fold_end(struct fold *f)
{
	give_up_all(f);
}
