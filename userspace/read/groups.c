// SPDX-License-Identifier: GPL-2.0-only
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "groups.h"

#define FIRST_BUCKETS	2

_Static_assert(IOR_NR_BUCKETS <= 256, "the number of a bucket is in a byte");

/* ------------------------------------------------------------ one group -- */

static struct group_bucket *get_bucket(struct group *group, unsigned int at)
{
	unsigned int i = group->nr_buckets;

	while (i && group->buckets[i - 1].at > at)
		i--;
	if (i && group->buckets[i - 1].at == at)
		return &group->buckets[i - 1];
	if (group->nr_buckets == group->room) {
		group->room = group->room ? 2 * group->room : FIRST_BUCKETS;
		group->buckets = reallocarray(group->buckets, group->room,
					      sizeof(*group->buckets));
		if (!group->buckets)
			fail_memory("--by", "select fewer calls with -e");
	}
	memmove(&group->buckets[i + 1], &group->buckets[i],
		(group->nr_buckets - i) * sizeof(*group->buckets));
	group->nr_buckets++;
	group->buckets[i] = (struct group_bucket) { .at = at };
	return &group->buckets[i];
}

/* So many calls that took @min_ns to @max_ns, and @ns in all. */
static void add_times(struct group *group, uint64_t timed, uint64_t ns, uint64_t min_ns,
		      uint64_t max_ns)
{
	if (!timed)
		return;
	if (!group->timed || min_ns < group->count.min_ns)
		group->count.min_ns = min_ns;
	if (max_ns > group->count.max_ns)
		group->count.max_ns = max_ns;
	if (__builtin_add_overflow(group->count.ns, ns, &group->count.ns))
		group->count.ns = UINT64_MAX;
	group->timed += timed;
}

/* As libior counts it: see ior_counts_take(). */
void group_take(struct group *group, const struct ior_record *rec)
{
	uint64_t ns = rec->duration_ns;

	if (ior_record_has_duration(rec)) {
		add_times(group, 1, ns, ns, ns);
		get_bucket(group, ior_bucket(ns))->calls++;
	}
	group->count.calls++;
	group->count.errors += ior_record_status(rec) == IOR_STATUS_FAILED;
	group->count.bytes += ior_record_returned_bytes(rec);
}

/* A process has the name of its first thread, if that calls at all. */
void group_name(struct group *group, const char comm[IOR_COMM_LEN], bool is_first)
{
	if (group->key.tid || is_first || !group->comm[0])
		memcpy(group->comm, comm, IOR_COMM_LEN);
	group->has_first |= is_first;
}

/* What was counted, as of a call. */
void group_count(const struct group *group, struct ior_count *count)
{
	unsigned int i;

	*count = (struct ior_count) {
		.calls		= group->count.calls,
		.recorded	= group->count.calls,
		.errors		= group->count.errors,
		.bytes		= group->count.bytes,
		.ns		= group->count.ns,
		.min_ns		= group->count.min_ns,
		.max_ns		= group->count.max_ns,
	};
	for (i = 0; i < group->nr_buckets; i++)
		count->buckets[group->buckets[i].at] = group->buckets[i].calls;
}

/* ----------------------------------------------------------- all groups -- */

void groups_init(struct groups *groups)
{
	*groups = (struct groups) { .tree = NULL };
	STAILQ_INIT(&groups->list);
}

/* FNV-1a: what is compared first, to look at a text only if it is the same. */
static uint64_t hash_of(const char *text, size_t len)
{
	uint64_t hash = 0xcbf29ce484222325;
	size_t i;

	for (i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)text[i]) * 0x100000001b3;
	return hash;
}

static int compare(const void *first, const void *second)
{
	const struct group *a = first, *b = second;

	if (a->key.pid != b->key.pid)
		return a->key.pid < b->key.pid ? -1 : 1;
	if (a->key.tid != b->key.tid)
		return a->key.tid < b->key.tid ? -1 : 1;
	if (a->key.fd != b->key.fd)
		return a->key.fd < b->key.fd ? -1 : 1;
	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	if (a->key.len != b->key.len)
		return a->key.len < b->key.len ? -1 : 1;
	return a->key.len ? memcmp(a->key.text, b->key.text, a->key.len) : 0;
}

/* Those of one process are together in the tree, and there those of one thread. */
static int compare_task(const void *first, const void *second)
{
	const struct group *a = first, *b = second;

	if (a->key.pid != b->key.pid)
		return a->key.pid < b->key.pid ? -1 : 1;
	if (!a->key.tid || !b->key.tid || a->key.tid == b->key.tid)
		return 0;
	return a->key.tid < b->key.tid ? -1 : 1;
}

static struct group *make(struct groups *groups, const struct group *wanted)
{
	struct group *group = calloc(1, sizeof(*group) + wanted->key.len + 1);

	if (!group)
		fail_memory("--by", "select fewer calls with -e");
	group->key = wanted->key;
	group->key.text = group->text;
	group->hash = wanted->hash;
	if (wanted->key.len)
		memcpy(group->text, wanted->key.text, wanted->key.len);
	STAILQ_INSERT_TAIL(&groups->list, group, others);
	groups->nr++;
	return group;
}

/* The group, a new one if need be. */
struct group *groups_find(struct groups *groups, const struct group_key *key)
{
	const struct group wanted = { .key = *key, .hash = hash_of(key->text, key->len) };
	struct group **node;

	if (groups->last && !compare(groups->last, &wanted))
		return groups->last;
	node = tfind(&wanted, &groups->tree, compare);
	if (!node) {
		node = tsearch(make(groups, &wanted), &groups->tree, compare);
		if (!node)
			fail_memory("--by", "select fewer calls with -e");
	}
	groups->last = *node;
	return *node;
}

static void nothing(void *group)
{
	(void)group;
}

static void end(struct groups *groups, struct group *group)
{
	group->ended = true;
	tdelete(group, &groups->tree, compare);
	groups->last = NULL;
}

/*
 * A number is free to be that of others: all groups of this process, or thread, stay,
 * but get no more calls.  With @marked there is one more, to end those of another table.
 */
void groups_end(struct groups *groups, const struct group_key *key, bool marked)
{
	const struct group wanted = { .key = *key };
	struct group **node;

	while ((node = tfind(&wanted, &groups->tree, compare_task)))
		end(groups, *node);
	if (marked)
		end(groups, groups_find(groups, key));
}

/* Add what was counted elsewhere to the group of the same key. */
void groups_add(struct groups *groups, const struct group *part)
{
	struct group *sum;
	unsigned int i;

	if (part->ended && !part->count.calls) {
		groups_end(groups, &part->key, false);
		return;
	}
	sum = groups_find(groups, &part->key);
	if (part->comm[0])
		group_name(sum, part->comm, part->has_first);
	sum->count.calls += part->count.calls;
	sum->count.errors += part->count.errors;
	sum->count.bytes += part->count.bytes;
	add_times(sum, part->timed, part->count.ns, part->count.min_ns, part->count.max_ns);
	for (i = 0; i < part->nr_buckets; i++)
		get_bucket(sum, part->buckets[i].at)->calls += part->buckets[i].calls;
	if (part->ended)
		end(groups, sum);
}

void groups_clear(struct groups *groups)
{
	struct group *group;

	tdestroy(groups->tree, nothing);
	while ((group = STAILQ_FIRST(&groups->list))) {
		STAILQ_REMOVE_HEAD(&groups->list, others);
		free(group->buckets);
		free(group);
	}
	groups_init(groups);
}
