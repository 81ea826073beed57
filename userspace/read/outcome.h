/* SPDX-License-Identifier: GPL-2.0-only */
/* -e status=, --min-duration: how calls end, and how long they take. */
#ifndef OUTCOME_H
#define OUTCOME_H

#include "read.h"

int outcome_set_statuses(struct ior_filter *filter, const char *list);
int outcome_set_duration(struct ior_filter *filter, const char *text);
bool outcome_passes(const struct ior_filter *filter, const struct ior_record *rec);
bool outcome_passes_whole(const struct ior_filter *filter, const struct ior_record *rec);

/* One that has not ended when the trace does.  Of ior-read alone: see detached.h */
#define STATUS_DETACHED	(1U << 31)

/* Does it matter? */
static inline bool outcome_is_set(const struct ior_filter *filter)
{
	return filter->statuses || filter->min_duration_ns;
}

#endif /* OUTCOME_H */
