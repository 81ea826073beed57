/* SPDX-License-Identifier: GPL-2.0-only */
/* -c, -C: what was counted of each call, as a table. */
#ifndef SUMMARY_H
#define SUMMARY_H

#include "read.h"

int summary_sort_by(struct options *opts, const char *word);
void summary_total(const struct ior_counts *counts, struct ior_count *total);
void summary_print(struct out *out, const struct ior_counts *counts, const struct options *opts);

#endif /* SUMMARY_H */
