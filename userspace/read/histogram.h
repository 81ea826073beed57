/* SPDX-License-Identifier: GPL-2.0-only */
/* --histogram: how many calls took how long, as bars. */
#ifndef HISTOGRAM_H
#define HISTOGRAM_H

#include "view.h"

char *put_ns(char *p, uint64_t ns);
void histogram_print(struct view *view, const struct ior_count *count);

#endif /* HISTOGRAM_H */
