// SPDX-License-Identifier: GPL-2.0-only
/*
 * What was counted of calls: by the module, from a recording, or record by
 * record.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "libior.h"

/* ------------------------------------------------------------ one count -- */

/* A minimum of 0 is none yet, unless there is a call that took no time. */
static void add_min(struct ior_count *count, uint64_t ns)
{
	if (ns < count->min_ns || (!count->min_ns && !count->buckets[0]))
		count->min_ns = ns;
}

static void add_max(struct ior_count *count, uint64_t ns)
{
	if (ns > count->max_ns)
		count->max_ns = ns;
}

/* What is more than a u64 has, some 584 years, is cut: a share of it is 100 % at most. */
static void add_ns(struct ior_count *count, uint64_t ns)
{
	if (__builtin_add_overflow(count->ns, ns, &count->ns))
		count->ns = UINT64_MAX;
}

void ior_count_add(struct ior_count *sum, const struct ior_count *count)
{
	unsigned int i;

	if (ior_count_timed(count))
		add_min(sum, count->min_ns);
	add_max(sum, count->max_ns);
	sum->calls += count->calls;
	sum->recorded += count->recorded;
	sum->errors += count->errors;
	sum->bytes += count->bytes;
	add_ns(sum, count->ns);
	for (i = 0; i < IOR_NR_BUCKETS; i++)
		sum->buckets[i] += count->buckets[i];
}

/* Of what a difference does not tell, what its histogram does. */
void ior_count_subtract(struct ior_count *count, const struct ior_count *before)
{
	uint64_t min_ns = count->min_ns, max_ns = count->max_ns, longest;
	unsigned int i, last = 0;

	count->calls -= before->calls;
	count->recorded -= before->recorded;
	count->errors -= before->errors;
	count->bytes -= before->bytes;
	count->ns -= before->ns;
	count->min_ns = 0;
	count->max_ns = 0;
	for (i = 0; i < IOR_NR_BUCKETS; i++) {
		count->buckets[i] -= before->buckets[i];
		if (count->buckets[i])
			last = i + 1;
	}
	if (!last)
		return;
	for (i = 0; !count->buckets[i]; i++)
		;
	count->min_ns = ior_bucket_ns(i) > min_ns ? ior_bucket_ns(i) : min_ns;
	longest = last < IOR_NR_BUCKETS ? ior_bucket_ns(last) - 1 : max_ns;
	count->max_ns = longest < max_ns ? longest : max_ns;
}

uint64_t ior_count_timed(const struct ior_count *count)
{
	uint64_t timed = 0;
	unsigned int i;

	for (i = 0; i < IOR_NR_BUCKETS; i++)
		timed += count->buckets[i];
	return timed;
}

uint64_t ior_count_percentile(const struct ior_count *count, unsigned int percent)
{
	uint64_t timed = ior_count_timed(count), below = 0, longest;
	/* rounded up, and no product that could overflow */
	uint64_t rank = timed / 100 * percent + (timed % 100 * percent + 99) / 100;
	unsigned int i;

	if (!timed)
		return 0;
	for (i = 0; i < IOR_NR_BUCKETS - 1; i++) {
		below += count->buckets[i];
		if (below >= rank)
			break;
	}
	if (i == IOR_NR_BUCKETS - 1)
		return count->max_ns;
	longest = ior_bucket_ns(i + 1) - 1;
	return longest < count->max_ns ? longest : count->max_ns;
}

size_t ior_count_records(const struct ior_count *count, struct ior_record *recs)
{
	unsigned int i = 0, room;
	size_t n = 1;

	recs[0] = (struct ior_record) {
		.type		= IOR_RECORD_COUNT,
		.abi		= count->abi,
		.count = {
			.nr		= count->nr,
			.calls		= count->calls,
			.recorded	= count->recorded,
			.errors		= count->errors,
			.bytes		= count->bytes,
			.ns		= count->ns,
			.min_ns		= count->min_ns,
			.max_ns		= count->max_ns,
		},
	};
	for (;;) {
		while (i < IOR_NR_BUCKETS && !count->buckets[i])
			i++;
		if (i == IOR_NR_BUCKETS)
			return n;
		room = IOR_NR_BUCKETS - i;
		if (room > IOR_RECORD_BUCKETS_MAX)
			room = IOR_RECORD_BUCKETS_MAX;
		recs[n] = (struct ior_record) {
			.type		= IOR_RECORD_BUCKETS,
			.abi		= count->abi,
			.buckets.nr	= count->nr,
			.buckets.first	= i,
		};
		memcpy(recs[n].buckets.calls, &count->buckets[i], room * sizeof(*count->buckets));
		i += room;
		n++;
	}
}

/* ---------------------------------------------------------------- table -- */

#define NR_PLACES	(IOR_NR_ABIS * IOR_CALL_BITS + 1)	/* the last for all others */

struct ior_counts {
	struct ior_count *at[NR_PLACES];
};

int ior_counts_open(struct ior_counts **counts)
{
	*counts = calloc(1, sizeof(**counts));
	return *counts ? 0 : -ENOMEM;
}

void ior_counts_clear(struct ior_counts *counts)
{
	unsigned int i;

	for (i = 0; i < NR_PLACES; i++) {
		free(counts->at[i]);
		counts->at[i] = NULL;
	}
}

void ior_counts_close(struct ior_counts *counts)
{
	if (!counts)
		return;
	ior_counts_clear(counts);
	free(counts);
}

static unsigned int place_of(uint32_t abi, uint32_t nr)
{
	return abi * IOR_CALL_BITS + nr;
}

static bool has_place(uint32_t abi, uint32_t nr)
{
	return abi <= IOR_NR_ABIS && nr < IOR_CALL_BITS && place_of(abi, nr) < NR_PLACES;
}

/* The count of a call, a new one if need be; NULL: no memory. */
static struct ior_count *get(struct ior_counts *counts, uint32_t abi, uint32_t nr)
{
	struct ior_count **at = &counts->at[place_of(abi, nr)];

	if (!*at) {
		*at = calloc(1, sizeof(**at));
		if (*at) {
			(*at)->abi = abi;
			(*at)->nr = nr;
		}
	}
	return *at;
}

int ior_counts_add(struct ior_counts *counts, const struct ior_count *count)
{
	struct ior_count *sum;

	if (!has_place(count->abi, count->nr))
		return -EINVAL;
	sum = get(counts, count->abi, count->nr);
	if (!sum)
		return -ENOMEM;
	ior_count_add(sum, count);
	return 0;
}

const struct ior_count *ior_counts_find(const struct ior_counts *counts, uint32_t abi, uint32_t nr)
{
	if (!has_place(abi, nr))
		return NULL;
	return counts->at[place_of(abi, nr)];
}

static int take_call(struct ior_counts *counts, const struct ior_record *rec)
{
	uint32_t nr = rec->nr < IOR_CALL_BITS ? rec->nr : IOR_CALL_BITS - 1;
	uint64_t ns = rec->duration_ns;
	struct ior_count *count;

	if (rec->abi >= IOR_NR_ABIS)
		return 0;
	count = get(counts, rec->abi, nr);
	if (!count)
		return -ENOMEM;
	if (ior_record_has_duration(rec)) {
		add_min(count, ns);
		add_max(count, ns);
		add_ns(count, ns);
		count->buckets[ior_bucket(ns)]++;
	}
	count->calls++;
	count->recorded++;
	count->errors += ior_record_status(rec) == IOR_STATUS_FAILED;
	count->bytes += ior_record_returned_bytes(rec);
	return 0;
}

static int take_count(struct ior_counts *counts, const struct ior_record *rec)
{
	struct ior_count *count = get(counts, rec->abi, rec->count.nr);

	if (!count)
		return -ENOMEM;
	*count = (struct ior_count) {
		.abi		= rec->abi,
		.nr		= rec->count.nr,
		.calls		= rec->count.calls,
		.recorded	= rec->count.recorded,
		.errors		= rec->count.errors,
		.bytes		= rec->count.bytes,
		.ns		= rec->count.ns,
		.min_ns		= rec->count.min_ns,
		.max_ns		= rec->count.max_ns,
	};
	return 0;
}

static int take_buckets(struct ior_counts *counts, const struct ior_record *rec)
{
	struct ior_count *count = get(counts, rec->abi, rec->buckets.nr);
	unsigned int i, at = rec->buckets.first;

	if (!count)
		return -ENOMEM;
	for (i = 0; i < IOR_RECORD_BUCKETS_MAX && at < IOR_NR_BUCKETS; i++, at++)
		count->buckets[at] = rec->buckets.calls[i];
	return 0;
}

int ior_counts_take(struct ior_counts *counts, const struct ior_record *rec)
{
	if (ior_record_is_call(rec))
		return take_call(counts, rec);
	if (rec->type != IOR_RECORD_COUNT && rec->type != IOR_RECORD_BUCKETS)
		return 0;
	if (!has_place(rec->abi, rec->count.nr))
		return -EINVAL;
	return rec->type == IOR_RECORD_COUNT ? take_count(counts, rec) :
					       take_buckets(counts, rec);
}

int ior_counts_load(struct ior_counts *counts, const struct ior_device *dev)
{
	struct ior_count count;
	unsigned int next;
	int err;

	for (next = 0; next < NR_PLACES; next = place_of(count.abi, count.nr) + 1) {
		err = ior_device_count(dev, next / IOR_CALL_BITS, next % IOR_CALL_BITS, &count);
		if (err)
			return err == -ENOENT ? 0 : err;
		err = ior_counts_add(counts, &count);
		if (err)
			return err;
	}
	return 0;
}

const struct ior_count *ior_counts_next(const struct ior_counts *counts,
					const struct ior_count *after)
{
	unsigned int i = after ? place_of(after->abi, after->nr) + 1 : 0;

	while (i < NR_PLACES && !counts->at[i])
		i++;
	return i < NR_PLACES ? counts->at[i] : NULL;
}
