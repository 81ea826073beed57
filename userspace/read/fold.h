/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A call that the kernel interrupted and restarted, as one row.
 *
 * A CALL with IOR_CALL_RESTARTS is held back until its thread's CALL with
 * IOR_CALL_CONTINUES comes, and the two are made one.  Where that never comes,
 * or may have been lost, it is given out as it is: late, but not dropped.
 */
#ifndef FOLD_H
#define FOLD_H

#include <sys/queue.h>

#include "read.h"

struct held;

TAILQ_HEAD(held_list, held);

/**
 * struct fold - calls on their way
 * @print: where records go
 * @arg: for @print
 * @off: hold nothing back: keep what is known of threads only
 * @folded: how many records became part of the one before them
 * @held: what is held back, in the order of the stream
 */
struct fold {
	void			(*print)(void *arg, const struct ior_record *rec);
	void			*arg;
	bool			off;
	uint64_t		folded;
	struct held_list	held;
};

void fold_begin(struct fold *f, void (*print)(void *arg, const struct ior_record *rec), void *arg,
		bool off);
void fold_take(struct fold *f, const struct ior_record *rec, bool selected);
void fold_end(struct fold *f);

/* Is there anything for fold_take() to see?  Other records go their own way. */
static inline bool fold_wants(const struct ior_record *rec)
{
	if (rec->type == IOR_RECORD_CALL)
		return rec->flags & (IOR_CALL_RESTARTS | IOR_CALL_CONTINUES) &&
		       ior_record_is_call(rec);
	return rec->type == IOR_RECORD_TASK || rec->type == IOR_RECORD_LOST;
}

#endif /* FOLD_H */
