/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * libior: what was counted of calls, by a session, in a recording, or record by
 * record.  Part of libior.h.
 */
#ifndef LIBIOR_COUNT_H
#define LIBIOR_COUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/ior.h>

struct ior_device;

/* ------------------------------------------------------------- session -- */

/**
 * ior_device_sample - count calls, and record only some of them
 * @dev: the session; one that does not run, the first time
 * @sample: of which call, and how many; copied
 *
 * Returns: 0; -EINVAL: out of range, unknown flag; -EBUSY: it runs, and does not
 * count yet; -ENOMEM.
 */
int ior_device_sample(struct ior_device *dev, const struct ior_sample *sample);

/**
 * ior_device_count - what was counted of one call
 * @dev: the session; what it says is exact when it does not run
 * @abi: enum ior_abi: where to begin
 * @nr: likewise the number
 * @count: set to the count of the first call from there on that has one
 *
 * Returns: 0; -ENOENT: there is none from there on, or the session does not
 * count; -EINVAL: @abi or @nr out of range.
 */
int ior_device_count(const struct ior_device *dev, uint32_t abi, uint32_t nr,
		     struct ior_count *count);

/* ------------------------------------------------------------- records -- */

/**
 * ior_record_returned_bytes - what it returned, if that is a number of bytes
 * @rec: CALL or ENTER
 *
 * Returns: bytes, also those of which ior_record_bytes() knows that they were not
 * moved; 0: none, or something else.
 */
uint64_t ior_record_returned_bytes(const struct ior_record *rec);

/**
 * ior_record_has_duration - is it known how long the call took?
 * @rec: CALL or ENTER
 */
static inline bool ior_record_has_duration(const struct ior_record *rec)
{
	return rec->type == IOR_RECORD_CALL && !(rec->flags & IOR_CALL_NO_ENTER);
}

/* -------------------------------------------------------------- counts -- */

/** IOR_COUNT_RECORDS - records that a struct ior_count needs, at most */
#define IOR_COUNT_RECORDS							\
	(1 + (IOR_NR_BUCKETS + IOR_RECORD_BUCKETS_MAX - 1) / IOR_RECORD_BUCKETS_MAX)

/**
 * ior_count_add - sum up
 * @sum: what @count is added to; all zeroes at first.  Its @abi and @nr stay
 * @count: of another call, or of the same one elsewhere
 */
void ior_count_add(struct ior_count *sum, const struct ior_count *count);

/**
 * ior_count_subtract - what was counted since then
 * @count: of a call; what is left of it is what came after @before
 * @before: an earlier count of that call
 *
 * The shortest and the longest duration become those of all that was counted, but not
 * shorter, or longer, than a call of the buckets that are left can have been.
 */
void ior_count_subtract(struct ior_count *count, const struct ior_count *before);

/**
 * ior_count_timed - how many of the calls have a duration
 * @count: what was counted
 */
uint64_t ior_count_timed(const struct ior_count *count);

/**
 * ior_count_percentile - a duration that so many calls did not exceed
 * @count: what was counted
 * @percent: of the calls that have a duration; 1 to 100
 *
 * The calls in order of their duration, it is that of the first one up to which
 * there are @percent of them; more exactly, the longest duration of its bucket, but
 * not more than that of the longest call.  So it is not too short, and too long by
 * less than a quarter.
 *
 * Returns: ns; 0 if no call has a duration.
 */
uint64_t ior_count_percentile(const struct ior_count *count, unsigned int percent);

/**
 * ior_count_records - a count as it stands in a recording
 * @count: what was counted
 * @recs: set to a COUNT and the BUCKETS that follow it; room for
 *	%IOR_COUNT_RECORDS
 *
 * Returns: how many.
 */
size_t ior_count_records(const struct ior_count *count, struct ior_record *recs);

struct ior_counts;

/**
 * ior_counts_open - a table of counts, by call
 * @counts: set to an empty one, for ior_counts_close(), on success only
 *
 * Returns: 0; -ENOMEM.
 */
int ior_counts_open(struct ior_counts **counts);

/**
 * ior_counts_close - forget all counts
 * @counts: the table, or NULL
 */
void ior_counts_close(struct ior_counts *counts);

/**
 * ior_counts_clear - begin again
 * @counts: the table
 */
void ior_counts_clear(struct ior_counts *counts);

/**
 * ior_counts_take - take over what a record tells
 * @counts: the table
 * @rec: any record of a stream.  One that stands for a call is counted, as the
 *	module would do it; COUNT and the BUCKETS behind it take the place of what is
 *	known of their call: see ior_counts_clear() for that of other calls
 *
 * Returns: 0; -EINVAL: a COUNT or BUCKETS that can't be true; -ENOMEM.
 */
int ior_counts_take(struct ior_counts *counts, const struct ior_record *rec);

/**
 * ior_counts_add - add a count to that of its call
 * @counts: the table
 * @count: what was counted elsewhere
 *
 * Returns: 0; -EINVAL: its @abi or @nr out of range; -ENOMEM.
 */
int ior_counts_add(struct ior_counts *counts, const struct ior_count *count);

/**
 * ior_counts_find - the count of a call
 * @counts: the table, which owns the answer: good until it is cleared or closed
 * @abi: enum ior_abi, or %IOR_NR_ABIS
 * @nr: as in struct ior_count
 *
 * Returns: the count; NULL: there is none.
 */
const struct ior_count *ior_counts_find(const struct ior_counts *counts, uint32_t abi,
					uint32_t nr);

/**
 * ior_counts_load - add all that a session has counted
 * @counts: the table
 * @dev: the session; what it says is exact when it does not run
 *
 * Returns: 0, also if the session does not count; -ENOMEM; a negative errno of
 * ioctl(2).
 */
int ior_counts_load(struct ior_counts *counts, const struct ior_device *dev);

/**
 * ior_counts_next - go through a table
 * @counts: the table, which owns the answer: good until it is cleared or closed
 * @after: the one before; NULL to begin
 *
 * Returns: the next count, in the order of ABIs and numbers; NULL: no more.
 */
const struct ior_count *ior_counts_next(const struct ior_counts *counts,
					const struct ior_count *after);

#endif /* LIBIOR_COUNT_H */
