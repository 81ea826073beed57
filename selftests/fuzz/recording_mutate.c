// SPDX-License-Identifier: GPL-2.0-only
/*
 * How recordings are changed: a fuzzer that knows nothing of records makes heaps
 * that end in the first one.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "libfuzzer.h"
#include "libior.h"

#define RECORD	sizeof(struct ior_record)

/* A recording of at most so many records, header included */
struct recording {
	struct ior_record	*rec;
	size_t			nr;
	size_t			max;
};

static unsigned int state;

static unsigned int below(unsigned int n)
{
	return rand_r(&state) % n;
}

static struct ior_record *any(const struct recording *r)
{
	return &r->rec[below(r->nr)];
}

/* -------------------------------------------------------------- mutations -- */

static void change_bytes(struct recording *r)
{
	LLVMFuzzerMutate((uint8_t *)any(r), RECORD, RECORD);
}

/* Where things of a kind are: any other size would only shift what follows. */
static const struct { unsigned int at, size; } fields[] = {
	{ 0, 8 }, { 8, 8 }, { 16, 1 }, { 17, 1 }, { 18, 2 }, { 20, 4 }, { 24, 4 }, { 28, 4 },
	{ 32, 4 }, { 32, 8 }, { 36, 4 }, { 40, 2 }, { 42, 2 }, { 44, 2 }, { 46, 2 }, { 40, 4 },
	{ 44, 4 }, { 40, 8 }, { 48, 8 }, { 56, 8 }, { 64, 8 }, { 72, 8 }, { 80, 8 }, { 104, 4 },
	{ 108, 1 }, { 109, 1 }, { 110, 1 }, { 111, 1 }, { 112, 4 }, { 116, 4 }, { 120, 4 },
	{ 124, 4 },
};

static const uint64_t values[] = {
	0, 1, 2, 3, 10, 55, 56, 57, 127, 128, 239, 240, 255, 256, 1023, 1024, 4095, 4096, 65535,
	0x7fffffff, 0x80000000, 0xffffffff, 1000000000, 0x7fffffffffffffff, 0x8000000000000000,
	-1ULL, -4ULL, -512ULL, -516ULL, -4095ULL, -4096ULL,
};

static void change_field(struct recording *r)
{
	unsigned int i = below(sizeof(fields) / sizeof(fields[0]));
	uint64_t value = values[below(sizeof(values) / sizeof(values[0]))];

	memcpy((char *)any(r) + fields[i].at, &value, fields[i].size);
}

/* So that records come to be about the same thing */
static void copy_field(struct recording *r)
{
	unsigned int i = below(sizeof(fields) / sizeof(fields[0]));
	char field[8];

	memcpy(field, (char *)any(r) + fields[i].at, fields[i].size);
	memcpy((char *)any(r) + fields[i].at, field, fields[i].size);
}

static void change_type(struct recording *r)
{
	any(r)->type = 1 + below(IOR_RECORD_BUCKETS);
}

static void flip_flag(struct recording *r)
{
	any(r)->flags ^= 1U << below(24);
}

static void change_call(struct recording *r)
{
	struct ior_record *rec = any(r);
	const struct ior_call_entry *call;

	rec->nr = below(IOR_CALL_BITS / 2);
	rec->abi = below(IOR_NR_ABIS);
	call = ior_call_entry(ior_call_find(rec->abi, rec->nr));
	if (!call)
		return;
	rec->family = call->family;
	rec->kind = call->kind;
	rec->ret_class = call->ret_class;
}

/* What some format has to quote, and what lies beside that */
static void change_text(struct recording *r)
{
	static const char odd[] = "\",\\<>\n\033\037 ~\177\200\377";
	struct ior_record *rec = any(r);

	if (rec->type == IOR_RECORD_NAME)
		rec->path.text[below(IOR_NAME_TEXT)] = odd[below(sizeof(odd))];
	else if (rec->type == IOR_RECORD_CALL)
		rec->comm[below(IOR_COMM_LEN)] = odd[below(sizeof(odd))];
}

static void insert_copy(struct recording *r)
{
	size_t at = below(r->nr + 1);
	struct ior_record rec = *any(r);

	if (r->nr == r->max)
		return;
	memmove(&r->rec[at + 1], &r->rec[at], (r->nr - at) * RECORD);
	r->rec[at] = rec;
	r->nr++;
}

static void remove_some(struct recording *r)
{
	size_t at = below(r->nr), n = 1 + below(8);

	if (n > r->nr - at)
		n = r->nr - at;
	if (n == r->nr)
		return;
	memmove(&r->rec[at], &r->rec[at + n], (r->nr - at - n) * RECORD);
	r->nr -= n;
}

static void swap(struct recording *r)
{
	struct ior_record *a = any(r), *b = any(r), rec = *a;

	*a = *b;
	*b = rec;
}

static void (* const mutations[])(struct recording *r) = {
	change_bytes, change_field, change_field, copy_field, change_type, flip_flag, change_call,
	change_text, insert_copy, remove_some, swap,
};

/* ----------------------------------------------------------------- frames -- */

/* The first and the last record as they have to be, so that what is between is read. */
static void close_frame(struct recording *r)
{
	struct ior_info info = {
		.version	= IOR_ABI_VERSION,
		.record_size	= IOR_RECORD_SIZE,
		.machine	= 62,
	};
	struct ior_tally tally = {};

	if (r->nr < 2)
		return;
	ior_record_header(&r->rec[0], &info);
	ior_tally_add(&tally, &r->rec[1], r->nr - 2);
	ior_record_end(&r->rec[r->nr - 1], &tally, tally.lost_calls + tally.lost_others, below(2));
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned int seed)
{
	struct recording r = { NULL, size / RECORD, max / RECORD };
	unsigned int n;

	state = seed;
	if (!r.nr || !below(20))
		return LLVMFuzzerMutate(data, size, max);
	/* data need not be where a record may be */
	r.rec = malloc(r.max * RECORD);
	if (!r.rec)
		return size;
	memcpy(r.rec, data, r.nr * RECORD);
	for (n = 1 + below(5); n; n--)
		mutations[below(sizeof(mutations) / sizeof(mutations[0]))](&r);
	if (below(10))
		close_frame(&r);
	size = r.nr * RECORD;
	memcpy(data, r.rec, size);
	free(r.rec);
	/* cut within a record, now and then */
	return below(40) ? size : size - below(RECORD);
}

/* The beginning of one and the end of another one */
size_t LLVMFuzzerCustomCrossOver(const uint8_t *data1, size_t size1, const uint8_t *data2,
				 size_t size2, uint8_t *out, size_t max, unsigned int seed)
{
	struct recording r = { NULL, 0, max / RECORD };
	size_t head, tail;

	state = seed;
	head = below(size1 / RECORD + 1);
	tail = below(size2 / RECORD + 1);
	if (head > r.max)
		head = r.max;
	if (tail > r.max - head)
		tail = r.max - head;
	r.nr = head + tail;
	if (!r.nr)
		return 0;
	r.rec = malloc(r.nr * RECORD);
	if (!r.rec)
		return 0;
	memcpy(r.rec, data1, head * RECORD);
	memcpy(r.rec + head, data2 + (size2 / RECORD - tail) * RECORD, tail * RECORD);
	close_frame(&r);
	memcpy(out, r.rec, r.nr * RECORD);
	free(r.rec);
	return r.nr * RECORD;
}
