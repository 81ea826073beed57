// SPDX-License-Identifier: GPL-2.0-only
/*
 * libior's table of names: pieces put together, in whatever order rings give
 * them.  Needs no module, no root.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "libior.h"

/* The harness compares what it is given, and leaves arguments unused. */
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include "kselftest_harness.h"

#define LONGEST		4095
#define NR_RINGS		3

/* A name as the module has it */
struct sent {
	__u32 id, base;
	__u16 path_len, given_len;
	char text[2 * IOR_NAME_MAX];
};

static void sent_fill(struct sent *s, __u32 id, __u16 path_len, __u16 given_len, unsigned int seed)
{
	size_t i;

	s->id = id;
	s->base = id ^ 0x55;
	s->path_len = path_len;
	s->given_len = given_len;
	for (i = 0; i < path_len + given_len; i++)
		s->text[i] = 1 + (i * 7 + seed * 31 + i / 255) % 255;
}

static unsigned int sent_pieces(const struct sent *s)
{
	unsigned int total = s->path_len + s->given_len;

	return total ? (total + IOR_NAME_TEXT - 1) / IOR_NAME_TEXT : 1;
}

static struct ior_record piece(const struct sent *s, unsigned int nr, unsigned int cpu)
{
	size_t total = s->path_len + s->given_len, offset = nr * IOR_NAME_TEXT;
	struct ior_record rec = {
		.type		= IOR_RECORD_NAME,
		.cpu		= cpu,
		.flags		= IOR_NAME_FILE,
		.path = {
			.id		= s->id,
			.base		= s->base,
			.path_len	= s->path_len,
			.given_len	= s->given_len,
			.offset		= offset,
			.len		= total - offset < IOR_NAME_TEXT ? total - offset :
									   IOR_NAME_TEXT,
			.mode		= 0100644,
			.dev_major	= 8,
			.dev_minor	= 1,
			.ino		= 1ULL << 40 | s->id,
		},
	};

	memcpy(rec.path.text, s->text + offset, rec.path.len);
	return rec;
}

FIXTURE(names) {
	struct ior_names *names;
	struct sent sent, other;
};

FIXTURE_SETUP(names)
{
	ASSERT_EQ(0, ior_names_open(&self->names, 0));
}

FIXTURE_TEARDOWN(names)
{
	ior_names_close(self->names);
}

static void send_by(struct __test_metadata *_metadata, struct ior_names *names,
		    const struct sent *s, unsigned int nr, unsigned int cpu)
{
	struct ior_record rec = piece(s, nr, cpu);

	ASSERT_EQ(0, ior_names_add(names, &rec));
}

static void send_all_by(struct __test_metadata *_metadata, struct ior_names *names,
			const struct sent *s, unsigned int cpu)
{
	unsigned int nr;

	for (nr = 0; nr < sent_pieces(s); nr++)
		send_by(_metadata, names, s, nr, cpu);
}

#define send(s, nr, cpu)	send_by(_metadata, self->names, s, nr, cpu)
#define send_all(s, cpu)	send_all_by(_metadata, self->names, s, cpu)

static bool is_name(const struct ior_name *name, const struct sent *s)
{
	return name && name->path_len == s->path_len && name->given_len == s->given_len &&
	       !memcmp(name->path, s->text, s->path_len) && !name->path[s->path_len] &&
	       !name->given == !s->given_len &&
	       (!s->given_len || (!memcmp(name->given, s->text + s->path_len, s->given_len) &&
				  !name->given[s->given_len])) &&
	       name->base == s->base && name->flags == IOR_NAME_FILE && name->mode == 0100644 &&
	       name->dev_major == 8 && name->dev_minor == 1 && name->ino == (1ULL << 40 | s->id);
}

static void expect_name_by(struct __test_metadata *_metadata, struct ior_names *names,
			   const struct sent *s)
{
	EXPECT_TRUE(is_name(ior_names_find(names, s->id), s))
		TH_LOG("id %#x, %u + %u bytes", s->id, s->path_len, s->given_len);
}

static void expect_none_by(struct __test_metadata *_metadata, struct ior_names *names, __u32 id)
{
	EXPECT_EQ(NULL, ior_names_find(names, id))
		TH_LOG("id %#x", id);
}

#define expect_name(s)		expect_name_by(_metadata, self->names, s)
#define expect_none(id)		expect_none_by(_metadata, self->names, id)

/* --------------------------------------------------------------- whole -- */

TEST_F(names, none)
{
	expect_none(0);
	expect_none(1);
	expect_none(~0U);
}

/* Every length around the edges of a piece, of both strings. */
TEST_F(names, every_length)
{
	static const __u16 lengths[] = { 0, 1, 2, 55, 56, 57, 111, 112, 113, 168, 4094, LONGEST,
					 IOR_NAME_MAX };
	unsigned int i, j, id = 1;

	for (i = 0; i < sizeof(lengths) / sizeof(*lengths); i++) {
		for (j = 0; j < sizeof(lengths) / sizeof(*lengths); j++, id++) {
			sent_fill(&self->sent, id, lengths[i], lengths[j], id);
			send_all(&self->sent, 0);
			expect_name(&self->sent);
		}
	}
}

TEST_F(names, any_id)
{
	static const __u32 ids[] = { 1, 2, 1023, 1024, 1025, 0x7fffffff, 0x80000000, ~0U - 1, ~0U };
	unsigned int i, round;

	for (round = 0; round < 2; round++) {
		for (i = 0; i < sizeof(ids) / sizeof(*ids); i++) {
			sent_fill(&self->sent, ids[i], 10 + i, i, i);
			if (!round)
				send_all(&self->sent, 0);
			expect_name(&self->sent);
		}
	}
}

TEST_F(names, not_before_its_last_piece)
{
	unsigned int i;

	sent_fill(&self->sent, 5, LONGEST, LONGEST, 1);
	for (i = 0; i < sent_pieces(&self->sent); i++) {
		expect_none(5);
		send(&self->sent, i, 0);
	}
	expect_name(&self->sent);
}

/* The old one stays until the new one is whole. */
TEST_F(names, replaced)
{
	unsigned int i;

	sent_fill(&self->other, 5, 300, 20, 1);
	send_all(&self->other, 0);
	sent_fill(&self->sent, 5, 1000, 0, 2);
	for (i = 0; i < sent_pieces(&self->sent); i++) {
		expect_name(&self->other);
		send(&self->sent, i, 1);
	}
	expect_name(&self->sent);
}

/* -------------------------------------------------------------- mixed -- */

TEST_F(names, of_two_rings_at_once)
{
	unsigned int i, pieces;

	sent_fill(&self->sent, 5, LONGEST, 0, 1);
	sent_fill(&self->other, 6, LONGEST, 0, 2);
	pieces = sent_pieces(&self->sent);
	for (i = 0; i < pieces; i++) {
		send(&self->sent, i, 0);
		send(&self->other, i, 1);
	}
	expect_name(&self->sent);
	expect_name(&self->other);
}

/*
 * The same name from two rings, in every order that keeps each ring's own: it
 * is there as soon as one of them has sent the last piece.
 */
TEST_F(names, twice_at_once)
{
	const unsigned int pieces = 4;
	unsigned int order, i, nr;

	for (order = 0; order < 1 << 2 * pieces; order++) {
		unsigned int next[2] = { 0, 0 };

		if (__builtin_popcount(order) != pieces)
			continue;
		sent_fill(&self->sent, order + 1, pieces * IOR_NAME_TEXT - 1, 0, order);
		for (i = 0; i < 2 * pieces; i++) {
			unsigned int cpu = order >> i & 1;

			if (next[0] < pieces && next[1] < pieces)
				expect_none(order + 1);
			nr = next[cpu]++;
			send(&self->sent, nr, cpu);
			if (nr + 1 == pieces)
				expect_name(&self->sent);
		}
	}
}

/* Pieces of a name that was cut, or of which the rest is missing. */
TEST_F(names, pieces_without_those_before)
{
	sent_fill(&self->sent, 5, 4 * IOR_NAME_TEXT, 0, 1);
	send(&self->sent, 1, 0);
	send(&self->sent, 2, 0);
	send(&self->sent, 3, 0);
	expect_none(5);
	send(&self->sent, 0, 0);
	send(&self->sent, 1, 0);
	send(&self->sent, 3, 0);
	expect_none(5);
	send(&self->sent, 2, 0);
	expect_none(5);
	send(&self->sent, 3, 0);
	expect_name(&self->sent);
}

TEST_F(names, begun_again)
{
	sent_fill(&self->other, 5, 4 * IOR_NAME_TEXT, 0, 1);
	send(&self->other, 0, 0);
	send(&self->other, 1, 0);
	sent_fill(&self->sent, 5, 3 * IOR_NAME_TEXT, 0, 2);
	send_all(&self->sent, 0);
	expect_name(&self->sent);
	send(&self->other, 2, 0);
	send(&self->other, 3, 0);
	expect_name(&self->sent);
}

/* Each ring sends one name after the other; they take turns at random. */
TEST_F(names, at_random)
{
	static struct sent at[NR_RINGS], latest[16];
	unsigned int next[NR_RINGS] = { 0 }, round, i;

	srandom(1);
	for (i = 0; i < NR_RINGS; i++)
		sent_fill(&at[i], i + 1, 500, 0, i);
	for (round = 0; round < 20000; round++) {
		i = random() % NR_RINGS;
		send(&at[i], next[i], i);
		if (++next[i] < sent_pieces(&at[i]))
			continue;
		latest[at[i].id] = at[i];
		ASSERT_TRUE(is_name(ior_names_find(self->names, at[i].id), &at[i]));
		sent_fill(&at[i], 1 + random() % 15, random() % 700, random() % 300, random());
		next[i] = 0;
	}
	for (i = 1; i < 16; i++) {
		self->sent = latest[i];
		expect_name(&self->sent);
	}
}

/* -------------------------------------------------------------- marks -- */

#define mark_of(id)	(ior_names_find(self->names, id)->mark)

/* A name has the mark of when it began, or was marked again; nothing else changes it. */
TEST_F(names, marks)
{
	sent_fill(&self->sent, 1, 3 * IOR_NAME_TEXT, 0, 1);
	sent_fill(&self->other, 2, 10, 0, 2);
	send_all(&self->sent, 0);
	EXPECT_EQ(0, mark_of(1));
	ior_names_mark(self->names, 5);
	EXPECT_EQ(0, mark_of(1));
	send(&self->sent, 0, 0);
	send(&self->sent, 1, 0);
	send_all(&self->other, 1);
	EXPECT_EQ(5, mark_of(2));
	ior_names_mark(self->names, 6);
	EXPECT_EQ(0, mark_of(1));
	send(&self->sent, 2, 0);
	EXPECT_EQ(5, mark_of(1));
	ior_names_remark(self->names, 1);
	EXPECT_EQ(6, mark_of(1));
	EXPECT_EQ(5, mark_of(2));
	expect_name(&self->sent);
	expect_name(&self->other);
	ior_names_remark(self->names, 3);
	ior_names_remark(self->names, 0);
	expect_none(3);
	send_all(&self->other, 1);
	EXPECT_EQ(6, mark_of(2));
}

/* ------------------------------------------------------------- memory -- */

#define BOUND	(1UL << 20)
#define MANY	100000

static void sent_number(struct sent *s, __u32 id)
{
	s->id = id;
	s->base = id ^ 0x55;
	s->given_len = 0;
	s->path_len = snprintf(s->text, sizeof(s->text), "/some/where/there/is/file-number-%u", id);
}

/* The newest are there, the oldest are not, none is wrong; one in use stays. */
TEST_F(names, the_oldest_go)
{
	size_t found = 0, bytes = 0;
	unsigned int id, first = 0;

	ior_names_close(self->names);
	ASSERT_EQ(0, ior_names_open(&self->names, BOUND));
	for (id = 1; id <= MANY; id++) {
		sent_number(&self->sent, id);
		send_all(&self->sent, 0);
		ASSERT_TRUE(is_name(ior_names_find(self->names, id), &self->sent));
		sent_number(&self->sent, 7);
		EXPECT_TRUE(id < 7 || is_name(ior_names_find(self->names, 7), &self->sent));
	}
	expect_none(1);
	expect_none(8);
	for (id = 8; id <= MANY; id++) {
		const struct ior_name *name = ior_names_find(self->names, id);

		if (!name) {
			EXPECT_TRUE(!first)
				TH_LOG("%u is there, but not %u", first, id);
			continue;
		}
		sent_number(&self->sent, id);
		expect_name(&self->sent);
		first = first ?: id;
		bytes += self->sent.path_len;
		found++;
	}
	EXPECT_GT(found, 1000);
	EXPECT_LT(bytes, BOUND);
}

/* One id a million times takes no more memory than many. */
TEST_F(names, replaced_ever_again)
{
	unsigned int round;

	ior_names_close(self->names);
	ASSERT_EQ(0, ior_names_open(&self->names, BOUND));
	sent_fill(&self->other, 2, 100, 0, 3);
	send_all(&self->other, 0);
	for (round = 0; round < MANY; round++) {
		sent_fill(&self->sent, 1, 200, 0, round);
		send_all(&self->sent, 0);
		expect_name(&self->other);
	}
	expect_name(&self->sent);
}

/* One that is larger than all the room stays alone. */
TEST_F(names, no_room_at_all)
{
	ior_names_close(self->names);
	ASSERT_EQ(0, ior_names_open(&self->names, 1));
	sent_fill(&self->other, 1, 10, 0, 1);
	send_all(&self->other, 0);
	expect_name(&self->other);
	sent_fill(&self->sent, 2, LONGEST, 0, 2);
	send_all(&self->sent, 0);
	expect_name(&self->sent);
	expect_none(1);
}

/* What never gets its last piece does not pile up, nor is it in the way. */
TEST_F(names, cut_ones)
{
	unsigned int id;

	sent_fill(&self->other, 1, 2 * IOR_NAME_TEXT, 0, 1);
	for (id = 2; id < MANY / 4; id++) {
		sent_fill(&self->sent, id, 2 * IOR_NAME_TEXT, 0, 2);
		send(&self->sent, 0, id % NR_RINGS);
		expect_none(id);
	}
	send_all(&self->other, 0);
	expect_name(&self->other);
}

/* ------------------------------------------------------------- untrue -- */

TEST_F(names, refused)
{
	struct ior_record good, bad;

	sent_fill(&self->sent, 5, 100, 10, 1);
	send_all(&self->sent, 0);
	good = piece(&self->sent, 0, 0);

#define EXPECT_REFUSED(change) do { \
	bad = good; \
	bad.change; \
	EXPECT_EQ(-EINVAL, ior_names_add(self->names, &bad)) \
		TH_LOG("%s", #change); \
	expect_name(&self->sent); \
} while (0)
	EXPECT_REFUSED(type = IOR_RECORD_CALL);
	EXPECT_REFUSED(path.id = 0);
	EXPECT_REFUSED(path.path_len = IOR_NAME_MAX + 1);
	EXPECT_REFUSED(path.path_len = 0xffff);
	EXPECT_REFUSED(path.given_len = IOR_NAME_MAX + 1);
	EXPECT_REFUSED(path.len = IOR_NAME_TEXT + 1);
	EXPECT_REFUSED(path.len = 0xffff);
	EXPECT_REFUSED(path.len = 0);
	EXPECT_REFUSED(path.offset = 55);
	EXPECT_REFUSED(path.offset = 0xffff);
	expect_none(0);
}

TEST_HARNESS_MAIN
