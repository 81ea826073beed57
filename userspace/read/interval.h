/* SPDX-License-Identifier: GPL-2.0-only */
/* --interval: a table of every so many seconds. */
#ifndef INTERVAL_H
#define INTERVAL_H

#include "trace.h"

int interval_parse(struct options *opts, const char *text);
void interval_begin(struct trace *t, const struct ior_record *header);
void interval_see(struct trace *t, const struct ior_record *rec);
void interval_draw(struct trace *t);
void interval_end(struct trace *t, const struct verdict *v);

extern uint64_t interval_until;		/* ns of CLOCK_MONOTONIC; UINT64_MAX: no matter when */

/* While it runs: is one over? */
static inline void interval_tick(struct trace *t)
{
	if (interval_until != UINT64_MAX && clock_ns() >= interval_until)
		interval_draw(t);
}

#endif /* INTERVAL_H */
