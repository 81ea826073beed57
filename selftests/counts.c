// SPDX-License-Identifier: GPL-2.0-only
/*
 * What libior makes of counts: histograms and their percentiles, the table, the
 * way into a recording and out of it.
 */
#include "ior_recording.h"

/* -------------------------------------------------------------- buckets -- */

TEST(buckets)
{
	unsigned int i, shift;

	for (i = 0; i < IOR_NR_BUCKETS; i++) {
		__u64 from = ior_bucket_ns(i), next = ior_bucket_ns(i + 1);

		EXPECT_EQ(i, ior_bucket(from));
		if (i + 1 == IOR_NR_BUCKETS)
			break;
		EXPECT_EQ(i, ior_bucket(next - 1));
		EXPECT_LE(4 * (next - 1 - from), from);
	}
	for (shift = 0; shift < 64; shift++)
		EXPECT_LT(ior_bucket(~0ULL >> shift), IOR_NR_BUCKETS);
	EXPECT_EQ(IOR_NR_BUCKETS - 1, ior_bucket(~0ULL));
}

/* CALL of read(2) that took so long */
static struct ior_record read_of(__u64 ns)
{
	struct ior_record rec = call_of(IOR_ABI_NATIVE, SYS_read);

	rec.duration_ns = ns;
	return rec;
}

static const struct ior_count *count_of(const struct ior_counts *counts, __u32 abi, __u32 nr)
{
	const struct ior_count *count = NULL;

	while ((count = ior_counts_next(counts, count))) {
		if (count->abi == abi && count->nr == nr)
			return count;
	}
	return NULL;
}

FIXTURE(table) {
	struct ior_counts *counts;
};

FIXTURE_SETUP(table)
{
	ASSERT_EQ(0, ior_counts_open(&self->counts));
}

FIXTURE_TEARDOWN(table)
{
	ior_counts_close(self->counts);
}

static void take_read(struct __test_metadata *_metadata, struct ior_counts *counts, __u64 ns)
{
	struct ior_record rec = read_of(ns);

	ASSERT_EQ(0, ior_counts_take(counts, &rec));
}

TEST_F(table, percentiles)
{
	const struct ior_count *count;
	unsigned int percent;
	__u64 ns, value, last = 0;

	for (ns = 10000; ns; ns--)
		take_read(_metadata, self->counts, ns);
	count = ior_counts_next(self->counts, NULL);
	ASSERT_NE(NULL, count);
	EXPECT_EQ(10000, ior_count_timed(count));
	EXPECT_EQ(1, count->min_ns);
	EXPECT_EQ(10000, count->max_ns);
	EXPECT_EQ(10000 * 10001 / 2, count->ns);
	for (percent = 1; percent <= 100; percent++) {
		value = ior_count_percentile(count, percent);
		/* not too short, and too long by less than a quarter */
		EXPECT_GE(value, 100 * percent);
		EXPECT_LT(4 * value, 5 * 100 * percent);
		EXPECT_GE(value, last);
		EXPECT_EQ(ior_bucket(100 * percent), ior_bucket(value));
		last = value;
	}
	EXPECT_EQ(10000, last);
}

TEST_F(table, percentiles_of_few)
{
	const struct ior_count *count;

	take_read(_metadata, self->counts, 1000);
	count = ior_counts_next(self->counts, NULL);
	EXPECT_EQ(1000, ior_count_percentile(count, 1));
	EXPECT_EQ(1000, ior_count_percentile(count, 50));
	EXPECT_EQ(1000, ior_count_percentile(count, 99));
	take_read(_metadata, self->counts, 3);
	EXPECT_EQ(3, ior_count_percentile(count, 50));
	EXPECT_EQ(1000, ior_count_percentile(count, 51));
	take_read(_metadata, self->counts, 0);
	EXPECT_EQ(0, count->min_ns);
	EXPECT_EQ(0, ior_count_percentile(count, 33));
	EXPECT_EQ(3, ior_count_percentile(count, 34));
}

/* The last bucket has no end, so it is that of the longest call. */
TEST_F(table, percentiles_of_the_longest)
{
	const struct ior_count *count;

	take_read(_metadata, self->counts, 1ULL << 62);
	take_read(_metadata, self->counts, 1ULL << 63);
	count = ior_counts_next(self->counts, NULL);
	EXPECT_EQ(2, count->buckets[IOR_NR_BUCKETS - 1]);
	EXPECT_EQ(1ULL << 63, ior_count_percentile(count, 50));
}

TEST(percentile_of_none)
{
	const struct ior_count none = { .calls = 3 };

	EXPECT_EQ(0, ior_count_timed(&none));
	EXPECT_EQ(0, ior_count_percentile(&none, 50));
	EXPECT_EQ(0, ior_count_percentile(&none, 100));
}

/* So many calls that their number times 100 does not fit. */
TEST(percentile_of_very_many)
{
	struct ior_count many = { .max_ns = 1000 };

	many.buckets[1] = 1ULL << 62;
	many.buckets[2] = 1ULL << 62;
	EXPECT_EQ(1, ior_count_percentile(&many, 50));
	EXPECT_EQ(2, ior_count_percentile(&many, 51));
}

/* --------------------------------------------------------------- counts -- */

/* What counts as what: a record, and what it adds to the count of its call. */
TEST_F(table, calls)
{
	static const struct {
		__u8 type;
		__u32 flags;
		__s64 ret;
		__u64 calls, errors, bytes, timed;
	} cases[] = {
		{ IOR_RECORD_CALL, 0, 8, 1, 0, 8, 1 },
		{ IOR_RECORD_CALL, 0, 0, 1, 0, 0, 1 },
		{ IOR_RECORD_CALL, 0, -EIO, 1, 1, 0, 1 },
		{ IOR_RECORD_CALL, 0, -4096, 1, 0, 0, 1 },
		{ IOR_RECORD_CALL, 0, -512, 1, 1, 0, 1 },
		{ IOR_RECORD_CALL, IOR_CALL_RESTARTS, -512, 1, 0, 0, 1 },
		{ IOR_RECORD_CALL, IOR_CALL_CONTINUES, 8, 1, 0, 8, 1 },
		{ IOR_RECORD_CALL, IOR_CALL_NO_ENTER, 8, 1, 0, 8, 0 },
		{ IOR_RECORD_CALL, IOR_CALL_NO_ENTER | IOR_CALL_DENIED, 8, 1, 0, 0, 0 },
		{ IOR_RECORD_CALL, IOR_CALL_NO_EXIT, 0, 1, 0, 0, 1 },
		{ IOR_RECORD_CALL, IOR_CALL_CHILD, 0, 0, 0, 0, 0 },
		{ IOR_RECORD_ENTER, 0, 0, 0, 0, 0, 0 },
		{ IOR_RECORD_ENTER, IOR_CALL_NO_RETURN, 0, 1, 0, 0, 0 },
		{ IOR_RECORD_LOST, 0, 8, 0, 0, 0, 0 },
	};
	const struct ior_count *count;
	unsigned int i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct ior_record rec = read_of(5);

		rec.type = cases[i].type;
		rec.flags = cases[i].flags;
		rec.ret = cases[i].ret;
		ior_counts_clear(self->counts);
		ASSERT_EQ(0, ior_counts_take(self->counts, &rec));
		count = ior_counts_next(self->counts, NULL);
		EXPECT_EQ(!!cases[i].calls, !!count) TH_LOG("case %u", i);
		if (!count)
			continue;
		EXPECT_EQ(1, count->calls);
		EXPECT_EQ(1, count->recorded);
		EXPECT_EQ(cases[i].errors, count->errors) TH_LOG("case %u", i);
		EXPECT_EQ(cases[i].bytes, count->bytes) TH_LOG("case %u", i);
		EXPECT_EQ(cases[i].timed, ior_count_timed(count)) TH_LOG("case %u", i);
		EXPECT_EQ(5 * cases[i].timed, count->ns);
		EXPECT_EQ(5 * cases[i].timed, count->min_ns);
		EXPECT_EQ(5 * cases[i].timed, count->max_ns);
	}
}

/* Each call of each ABI by itself, in order; numbers beyond the last one together. */
TEST_F(table, order)
{
	static const struct { __u8 abi; __u32 nr, then; } calls[] = {
		{ IOR_ABI_X32, 3, 3 }, { IOR_ABI_NATIVE, 5000, IOR_CALL_BITS - 1 },
		{ IOR_ABI_32, 0, 0 }, { IOR_ABI_NATIVE, ~0U, IOR_CALL_BITS - 1 },
		{ IOR_ABI_NATIVE, 7, 7 }, { IOR_ABI_32, 1022, 1022 },
	};
	struct ior_record rec = { .type = IOR_RECORD_CALL }, others = {
		.type = IOR_RECORD_COUNT, .abi = IOR_NR_ABIS, .count.calls = 9,
	};
	const struct ior_count *count = NULL;
	unsigned int i, n = 0;
	__u64 last = 0, key;

	for (i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
		rec.abi = calls[i].abi;
		rec.nr = calls[i].nr;
		ASSERT_EQ(0, ior_counts_take(self->counts, &rec));
	}
	ASSERT_EQ(0, ior_counts_take(self->counts, &others));
	for (; (count = ior_counts_next(self->counts, count)); n++) {
		key = (__u64)count->abi * IOR_CALL_BITS + count->nr;
		EXPECT_GT(key, last);
		last = key;
	}
	EXPECT_EQ(6, n);
	for (i = 0; i < sizeof(calls) / sizeof(*calls); i++)
		EXPECT_NE(NULL, count_of(self->counts, calls[i].abi, calls[i].then));
	EXPECT_EQ(2, count_of(self->counts, IOR_ABI_NATIVE, IOR_CALL_BITS - 1)->calls);
	EXPECT_EQ(9, count_of(self->counts, IOR_NR_ABIS, 0)->calls);
}

TEST(sums)
{
	struct ior_count sum = { .calls = 0 };
	struct ior_count a = { .calls = 3, .recorded = 1, .errors = 2, .bytes = 10, .ns = 30,
			       .min_ns = 10, .max_ns = 20 };
	const struct ior_count untimed = { .calls = 1, .recorded = 1 };
	struct ior_count b = { .calls = 1, .ns = 7, .min_ns = 7, .max_ns = 7 };

	a.buckets[ior_bucket(10)] = 1;
	a.buckets[ior_bucket(20)] = 1;
	b.buckets[ior_bucket(7)] = 1;
	ior_count_add(&sum, &untimed);
	ior_count_add(&sum, &a);
	ior_count_add(&sum, &b);
	ior_count_add(&sum, &untimed);
	EXPECT_EQ(6, sum.calls);
	EXPECT_EQ(3, sum.recorded);
	EXPECT_EQ(2, sum.errors);
	EXPECT_EQ(10, sum.bytes);
	EXPECT_EQ(37, sum.ns);
	EXPECT_EQ(7, sum.min_ns);
	EXPECT_EQ(20, sum.max_ns);
	EXPECT_EQ(3, ior_count_timed(&sum));
}

/* Of what came since then: what the histogram tells, and what is known of all. */
TEST(differences)
{
	struct ior_count before = { .calls = 3, .recorded = 1, .errors = 2, .bytes = 10, .ns = 1200,
				    .min_ns = 100, .max_ns = 1000 };
	struct ior_count now = { .calls = 6, .recorded = 2, .errors = 2, .bytes = 15, .ns = 2400,
				 .min_ns = 100, .max_ns = 1000 };
	struct ior_count since;

	before.buckets[ior_bucket(100)] = 2;
	before.buckets[ior_bucket(1000)] = 1;
	now.buckets[ior_bucket(100)] = 2;
	now.buckets[ior_bucket(600)] = 2;
	now.buckets[ior_bucket(1000)] = 1;
	since = now;
	ior_count_subtract(&since, &before);
	EXPECT_EQ(3, since.calls);
	EXPECT_EQ(1, since.recorded);
	EXPECT_EQ(0, since.errors);
	EXPECT_EQ(5, since.bytes);
	EXPECT_EQ(1200, since.ns);
	EXPECT_EQ(2, ior_count_timed(&since));
	EXPECT_EQ(512, since.min_ns);
	EXPECT_EQ(639, since.max_ns);

	/* the shortest and the longest of all, where they are in what is left */
	now.buckets[ior_bucket(99)]++;
	now.buckets[ior_bucket(1000)]++;
	now.min_ns = 99;
	since = now;
	ior_count_subtract(&since, &before);
	EXPECT_EQ(99, since.min_ns);
	EXPECT_EQ(1000, since.max_ns);

	/* what has no end */
	now.max_ns = ~0ULL;
	now.buckets[IOR_NR_BUCKETS - 1] = 1;
	since = now;
	ior_count_subtract(&since, &before);
	EXPECT_EQ(~0ULL, since.max_ns);

	since = now;
	ior_count_subtract(&since, &now);
	EXPECT_EQ(0, since.calls);
	EXPECT_EQ(0, ior_count_timed(&since));
	EXPECT_EQ(0, since.min_ns);
	EXPECT_EQ(0, since.max_ns);
}

TEST_F(table, added_and_found)
{
	struct ior_count count = { .nr = 5, .calls = 3, .bytes = 7 };

	EXPECT_EQ(NULL, ior_counts_find(self->counts, IOR_ABI_NATIVE, 5));
	EXPECT_EQ(0, ior_counts_add(self->counts, &count));
	EXPECT_EQ(0, ior_counts_add(self->counts, &count));
	ASSERT_NE(NULL, ior_counts_find(self->counts, IOR_ABI_NATIVE, 5));
	EXPECT_EQ(6, ior_counts_find(self->counts, IOR_ABI_NATIVE, 5)->calls);
	EXPECT_EQ(14, ior_counts_find(self->counts, IOR_ABI_NATIVE, 5)->bytes);
	count.abi = IOR_NR_ABIS;
	EXPECT_EQ(-EINVAL, ior_counts_add(self->counts, &count));
	EXPECT_EQ(NULL, ior_counts_find(self->counts, IOR_NR_ABIS, 5));
	count.nr = 0;
	EXPECT_EQ(0, ior_counts_add(self->counts, &count));
	EXPECT_EQ(3, ior_counts_find(self->counts, IOR_NR_ABIS, 0)->calls);
	count.abi = 0;
	count.nr = IOR_CALL_BITS;
	EXPECT_EQ(-EINVAL, ior_counts_add(self->counts, &count));
	EXPECT_EQ(NULL, ior_counts_find(self->counts, 0, IOR_CALL_BITS));
	/* times the numbers of an ABI that is none again, in 32 bits */
	count.abi = (1ULL << 32) / IOR_CALL_BITS;
	count.nr = 5;
	EXPECT_EQ(-EINVAL, ior_counts_add(self->counts, &count));
	EXPECT_EQ(NULL, ior_counts_find(self->counts, count.abi, 5));
}

/* A sum that began anew would be less than its parts: shares of it were beyond 100 %. */
TEST(sums_of_the_longest)
{
	struct ior_count sum = { .calls = 0 }, half = { .ns = 1ULL << 63 };
	struct ior_record rec = read_of(1ULL << 63);
	struct ior_counts *counts;
	const struct ior_count *count;
	int i;

	ASSERT_EQ(0, ior_counts_open(&counts));
	for (i = 0; i < 3; i++) {
		ior_count_add(&sum, &half);
		EXPECT_EQ(0, ior_counts_take(counts, &rec));
	}
	count = ior_counts_next(counts, NULL);
	ASSERT_NE(NULL, count);
	EXPECT_EQ(~0ULL, sum.ns);
	EXPECT_EQ(~0ULL, count->ns);
	ior_counts_close(counts);
}

/* -------------------------------------------------------------- records -- */

static bool same_count(const struct ior_count *a, const struct ior_count *b)
{
	return !memcmp(a, b, sizeof(*a));
}

/* Into records and out of them: with @n buckets, @step apart. */
static size_t round_trip(struct __test_metadata *_metadata, struct ior_counts *counts,
			 unsigned int n, unsigned int step)
{
	struct ior_count count = {
		.abi = IOR_ABI_32, .nr = 295, .calls = 100, .recorded = 7, .errors = 3,
		.bytes = 1ULL << 40, .ns = 1ULL << 50, .min_ns = 5, .max_ns = 1ULL << 45,
	};
	struct ior_record recs[IOR_COUNT_RECORDS];
	size_t nr, i;

	for (i = 0; i < n; i++)
		count.buckets[IOR_NR_BUCKETS - 1 - i * step] = i + 1;
	nr = ior_count_records(&count, recs);
	EXPECT_LE(nr, IOR_COUNT_RECORDS);
	for (i = 0; i < nr; i++) {
		EXPECT_EQ(i ? IOR_RECORD_BUCKETS : IOR_RECORD_COUNT, recs[i].type);
		EXPECT_EQ(IOR_ABI_32, recs[i].abi);
		EXPECT_EQ(0, ior_counts_take(counts, &recs[i]));
	}
	EXPECT_TRUE(same_count(&count, count_of(counts, IOR_ABI_32, 295)));
	return nr;
}

TEST_F(table, round_trips)
{
	EXPECT_EQ(1, round_trip(_metadata, self->counts, 0, 1));
	EXPECT_EQ(2, round_trip(_metadata, self->counts, 1, 1));
	EXPECT_EQ(2, round_trip(_metadata, self->counts, 11, 1));
	EXPECT_EQ(3, round_trip(_metadata, self->counts, 12, 1));
	EXPECT_EQ(5, round_trip(_metadata, self->counts, 4, 11));
	EXPECT_EQ(IOR_COUNT_RECORDS, round_trip(_metadata, self->counts, IOR_NR_BUCKETS, 1));
}

TEST_F(table, forged)
{
	struct ior_record rec = { .type = IOR_RECORD_COUNT, .abi = IOR_NR_ABIS + 1 };

	EXPECT_EQ(-EINVAL, ior_counts_take(self->counts, &rec));
	rec.abi = IOR_NR_ABIS;
	rec.count.nr = 1;
	EXPECT_EQ(-EINVAL, ior_counts_take(self->counts, &rec));
	rec.abi = IOR_ABI_NATIVE;
	rec.count.nr = IOR_CALL_BITS;
	EXPECT_EQ(-EINVAL, ior_counts_take(self->counts, &rec));
	rec.count.nr = ~0U;
	EXPECT_EQ(-EINVAL, ior_counts_take(self->counts, &rec));
	rec.type = IOR_RECORD_BUCKETS;
	EXPECT_EQ(-EINVAL, ior_counts_take(self->counts, &rec));
	EXPECT_EQ(NULL, ior_counts_next(self->counts, NULL));
	/* what is beyond the last bucket is nowhere */
	rec.buckets.nr = 0;
	rec.buckets.first = ~0U;
	memset(rec.buckets.calls, 1, sizeof(rec.buckets.calls));
	EXPECT_EQ(0, ior_counts_take(self->counts, &rec));
	rec.buckets.first = IOR_NR_BUCKETS - 1;
	EXPECT_EQ(0, ior_counts_take(self->counts, &rec));
	EXPECT_EQ(0x0101010101010101ULL,
		  ior_count_timed(ior_counts_next(self->counts, NULL)));
}

/* --------------------------------------------------------------- stream -- */

/* How a stream of such records ends. */
static enum ior_stream_end end_of(struct __test_metadata *_metadata, struct stream *s,
				  const __u8 *types, size_t n)
{
	const struct ior_record *batch;
	struct ior_stream *stream;
	struct ior_record rec;
	enum ior_stream_end end;
	size_t i;
	int fd;

	for (i = 0; i < n; i++) {
		rec = (struct ior_record) { .type = types[i] & 0xf };
		if (types[i] & 0x80)
			rec.abi = IOR_ABI_32;
		if (types[i] & 0x40)
			rec.count.nr = 3;
		add(s, &rec);
	}
	ior_record_end(&rec, &s->tally, 0, false);
	put_record(s->file, &rec);
	fflush(s->file);
	fd = open(s->path, O_RDONLY);
	ASSERT_LE(0, fd);
	ASSERT_EQ(0, ior_stream_open(fd, &stream, &rec));
	while (ior_stream_next(stream, &batch) > 0)
		;
	end = ior_stream_end(stream, NULL);
	ior_stream_close(stream);
	close(fd);
	return end;
}

#define END_OF(...)								\
	end_of(_metadata, &self->stream, (const __u8[]) { __VA_ARGS__ },		\
	       sizeof((const __u8[]) { __VA_ARGS__ }))

#define CALL	IOR_RECORD_CALL
#define COUNT	IOR_RECORD_COUNT
#define BUCKETS	IOR_RECORD_BUCKETS

TEST_F(recording, counts)
{
	EXPECT_EQ(IOR_STREAM_ENDED, END_OF(CALL, COUNT, BUCKETS, BUCKETS, COUNT, COUNT | 0x40,
					   BUCKETS | 0x40, COUNT | 0x80, BUCKETS | 0x80));
}

TEST_F(recording, a_call_behind_counts)
{
	EXPECT_EQ(IOR_STREAM_DAMAGED, END_OF(CALL, COUNT, CALL));
}

TEST_F(recording, buckets_of_no_count)
{
	EXPECT_EQ(IOR_STREAM_DAMAGED, END_OF(CALL, BUCKETS));
}

TEST_F(recording, buckets_of_another_call)
{
	EXPECT_EQ(IOR_STREAM_DAMAGED, END_OF(COUNT, BUCKETS | 0x40));
}

TEST_F(recording, buckets_of_another_abi)
{
	EXPECT_EQ(IOR_STREAM_DAMAGED, END_OF(COUNT, BUCKETS | 0x80));
}

/* They are none of the calls, and no row. */
TEST_F(recording, counts_are_no_rows)
{
	struct ior_record rec = call_of(IOR_ABI_NATIVE, SYS_getpid);
	struct ior_record five = { .type = COUNT, .count.nr = SYS_getpid, .count.calls = 5 };

	add(&self->stream, &rec);
	add(&self->stream, &five);
	EXPECT_EQ(1, self->stream.tally.calls);
	EXPECT_EQ(2, self->stream.tally.records);
	EXPECT_STREQ("getpid()                                = 0" TIME, PRINTED("text"));
	EXPECT_EQ(2, count(PRINTED("csv"), "\n"));
}

TEST_HARNESS_MAIN
