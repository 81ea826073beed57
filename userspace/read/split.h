/* SPDX-License-Identifier: GPL-2.0-only */
/* A recording in parts, each of which is one. */
#ifndef SPLIT_H
#define SPLIT_H

#include "read.h"

int split_add(struct options *opts, const char *text);
int split_keep(struct options *opts, const char *text);
int split_prepare(struct options *opts);
void split_judge(const struct verdict *v);
void split_say(void);

#endif /* SPLIT_H */
