/* SPDX-License-Identifier: GPL-2.0-only */
/* What is counted of a trace, by calls or by groups. */
#ifndef TABLE_H
#define TABLE_H

#include "by.h"

/**
 * struct table - what was counted
 * @by: what of
 * @counts: by calls; empty if it is by groups, unless the module counts all the same
 * @groups: by groups
 * @is_part: to be added to another table
 */
struct table {
	const struct by		*by;
	struct ior_counts	*counts;
	struct groups		groups;
	bool			is_part;
};

void table_open(struct table *table, const struct options *opts);
void table_take(struct table *table, const struct ior_record *rec);
void table_add(struct table *table, const struct table *part);
void table_add_since(struct table *table, const struct ior_counts *now,
		     const struct ior_counts *before);
void table_total(const struct table *table, struct ior_count *total);
void table_clear(struct table *table);
void table_close(struct table *table);

#endif /* TABLE_H */
