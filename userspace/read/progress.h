/* SPDX-License-Identifier: GPL-2.0-only */
/* A line on the terminal that says how far it is, while that goes elsewhere. */
#ifndef PROGRESS_H
#define PROGRESS_H

#include "trace.h"

int progress_parse(struct options *opts, const char *when);
void progress_begin(const struct trace *t);
void progress_draw(const struct trace *t);
void progress_erase(void);
void progress_end(void);

extern bool progress_on;

static inline void progress_tick(const struct trace *t)
{
	if (progress_on)
		progress_draw(t);
}

#endif /* PROGRESS_H */
