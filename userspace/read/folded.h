/* SPDX-License-Identifier: GPL-2.0-only */
/* -F folded: what calls have in common, as stacks for flame graphs. */
#ifndef FOLDED_H
#define FOLDED_H

#include "read.h"

int folded_by(struct options *opts, const char *list);
int folded_weigh(struct options *opts, const char *word);
int folded_prepare(const struct options *opts);

/* ----------------------------------------------------------------- svg -- */

int svg_prepare(const struct options *opts);
struct out *svg_begin(void);
void svg_end(struct out *stacks, struct out *out, const char *unit);

#endif /* FOLDED_H */
