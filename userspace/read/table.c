// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <string.h>

#include "names.h"
#include "table.h"

void table_open(struct table *table, const struct options *opts)
{
	*table = (struct table) { .by = opts->by ?: &by_call };
	groups_init(&table->groups);
	if (ior_counts_open(&table->counts))
		fail_memory("-c", "select fewer calls with -e");
}

static void take_group(struct table *table, const struct ior_record *rec)
{
	struct group_key key = { .text = NULL };
	struct group *group;

	if (ior_record_is_call(rec)) {
		table->by->key(rec, &key);
		group = groups_find(&table->groups, &key);
		group_take(group, rec);
		group_name(group, rec->comm, rec->tid == rec->tgid);
	} else if (rec->type == IOR_RECORD_NAME && table->by->has_names) {
		names_take_ahead(rec);
	} else if (rec->type == IOR_RECORD_TASK && table->by->end) {
		if (table->by->end(rec, &key))
			groups_end(&table->groups, &key, table->is_part);
	}
}

/* Count what a record stands for, if it does for a call. */
void table_take(struct table *table, const struct ior_record *rec)
{
	if (table->by->key)
		take_group(table, rec);
	else if (ior_counts_take(table->counts, rec) == -ENOMEM)
		fail_memory("-c", "select fewer calls with -e");
}

static void add_count(struct table *table, const struct ior_count *count)
{
	if (ior_counts_add(table->counts, count) == -ENOMEM)
		fail_memory("-c", "select fewer calls with -e");
}

void table_add(struct table *table, const struct table *part)
{
	const struct ior_count *count = NULL;
	const struct group *group;

	while ((count = ior_counts_next(part->counts, count)))
		add_count(table, count);
	STAILQ_FOREACH(group, &part->groups.list, others)
		groups_add(&table->groups, group);
}

/* Add what the module counted since then. */
void table_add_since(struct table *table, const struct ior_counts *now,
		     const struct ior_counts *before)
{
	const struct ior_count *count = NULL, *old;
	struct ior_count since;

	while ((count = ior_counts_next(now, count))) {
		since = *count;
		old = ior_counts_find(before, count->abi, count->nr);
		if (old)
			ior_count_subtract(&since, old);
		add_count(table, &since);
	}
}

void table_total(const struct table *table, struct ior_count *total)
{
	const struct ior_count *count = NULL;
	const struct group *group;
	struct ior_count one;

	*total = (struct ior_count) { .abi = IOR_ABI_NATIVE };
	if (!table->by->key) {
		while ((count = ior_counts_next(table->counts, count)))
			ior_count_add(total, count);
		return;
	}
	STAILQ_FOREACH(group, &table->groups.list, others) {
		group_count(group, &one);
		ior_count_add(total, &one);
	}
}

void table_clear(struct table *table)
{
	ior_counts_clear(table->counts);
	groups_clear(&table->groups);
}

void table_close(struct table *table)
{
	if (!table->counts)
		return;
	ior_counts_close(table->counts);
	groups_clear(&table->groups);
	table->counts = NULL;
}
