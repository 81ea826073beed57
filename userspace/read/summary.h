/* SPDX-License-Identifier: GPL-2.0-only */
/* -c, -C: what was counted, as a table. */
#ifndef SUMMARY_H
#define SUMMARY_H

#include "table.h"
#include "view.h"

void summary_print(struct view *view, const struct table *table);

#endif /* SUMMARY_H */
