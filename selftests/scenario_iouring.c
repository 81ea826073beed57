// SPDX-License-Identifier: GPL-2.0-only
/* The scenarios of group iouring, as a trace must show them. */
#include "scenario.h"

#define ROUNDS		5
#define BAD_FD		99999
#define RING		"anon_inode:[io_uring]"
#define RING_FLAGS	"O_RDWR|O_CLOEXEC"
#define BY_INDEX	"0x10"			/* IORING_ENTER_REGISTERED_RING */
#define UNREGISTERED	"io_uring:reg[5]"
#define IOURING_CALLS	"io_uring_setup,io_uring_enter,io_uring_register,openat,dup3,close"

#define expect_ring(cursor) \
	expect(cursor, "io_uring_setup", .new_fd = true, .path = RING, .flags = "")
#define expect_ring_close(cursor, ring) \
	expect_close(cursor, ring, RING, RING_FLAGS)

/* No call of io_uring is named after a file, of whichever thread. */
static void expect_no_decoy(struct __test_metadata *_metadata, const struct cursor *c)
{
	const struct table *table = c->table;
	size_t i;

	for (i = 0; i < table->nr; i++) {
		const struct row *row = &table->rows[i];

		if (strncmp(row->text[NAME], "io_uring_", strlen("io_uring_")))
			continue;
		EXPECT_EQ(NULL, strchr(row->text[PATH], '/'))
			TH_LOG("%s of %s", row->text[NAME], row->text[PATH]);
		EXPECT_STREQ("", row->text[PATH2]);
	}
}

TEST(iouring_setup)
{
	struct cursor c;
	long ring;

	if (!run(&c, "iouring-setup", CALLS(IOURING_CALLS)))
		return;
	ring = expect_ring(&c);
	expect_ring_close(&c, ring);
	expect_end(&c);
}

TEST(iouring_enter)
{
	struct cursor c;
	long ring;

	if (!run(&c, "iouring-enter", CALLS(IOURING_CALLS)))
		return;
	ring = expect_ring(&c);
	expect(&c, "io_uring_enter", .fd = ring, .path = RING, .flags = "0");
	expect_ring_close(&c, ring);
	expect_end(&c);
}

TEST(iouring_register)
{
	struct cursor c;
	long ring;

	if (!run(&c, "iouring-register", CALLS(IOURING_CALLS)))
		return;
	ring = expect_ring(&c);
	expect(&c, "io_uring_register", .fd = ring, .path = RING, .flags = RING_FLAGS);
	expect_ring_close(&c, ring);
	expect_end(&c);
}

TEST(iouring_enter_ebadf)
{
	struct cursor c;
	int i;

	if (!run(&c, "iouring-enter-ebadf", CALLS(IOURING_CALLS)))
		return;
	for (i = 0; i < ROUNDS; i++)
		expect(&c, "io_uring_enter", .error = EBADF, .fd = BAD_FD, .path = "",
		       .flags = "0");
	expect_end(&c);
}

TEST(iouring_register_ebadf)
{
	struct cursor c;
	int i;

	if (!run(&c, "iouring-register-ebadf", CALLS(IOURING_CALLS)))
		return;
	for (i = 0; i < ROUNDS; i++)
		expect(&c, "io_uring_register", .error = EBADF, .fd = BAD_FD, .path = "",
		       .flags = "");
	expect_end(&c);
}

/* A kernel before 6.3 knows no index in io_uring_register, but the trace does. */
static long expect_registered_by_index(struct __test_metadata *_metadata, struct cursor *c,
				       long want, long ring)
{
	long ret = expect(c, "io_uring_register", .any_ret = true, .fd = ring, .path = RING,
			  .flags = "");

	EXPECT_TRUE(ret == want || ret == -EINVAL)
		TH_LOG("io_uring_register by index: %ld", ret);
	return ret;
}

/* The index is 0, and descriptor 0 is the decoy. */
TEST(iouring_registered_ring)
{
	const char *name = "decoy.txt", *input;
	long ring, decoy, saved;
	struct cursor c;
	int i;

	if (!run(&c, "iouring-registered-ring", CALLS(IOURING_CALLS)))
		return;
	decoy = expect_created(&c, name);
	expect(&c, "dup3", .fd = decoy, .ret = STDIN_FILENO, .path = name, .flags = "0");
	ring = expect_ring(&c);
	expect(&c, "io_uring_register", .ret = 1, .fd = ring, .path = RING, .flags = RING_FLAGS);
	for (i = 0; i < ROUNDS; i++) {
		expect(&c, "io_uring_enter", .fd = ring, .path = RING, .flags = BY_INDEX);
		expect_registered_by_index(_metadata, &c, 0, ring);
	}
	expect(&c, "io_uring_register", .ret = 1, .fd = ring, .path = RING, .flags = RING_FLAGS);
	expect_ring_close(&c, ring);
	expect(&c, "dup3", .ret = STDIN_FILENO, .flags = "0");
	saved = row_number(c.row, FD);
	input = c.row->text[PATH];
	expect_close(&c, decoy, name, "O_RDWR");
	expect(&c, "close", .fd = saved, .path = input);
	expect_end(&c);
	expect_no_decoy(_metadata, &c);
}

/*
 * The ring lives on without a descriptor, whose number a file gets, until it
 * is unregistered: by its index, or (before Linux 6.3) by way of another ring.
 */
TEST(iouring_ring_lifecycle)
{
	const char *name = "decoy.txt";
	struct cursor c, thread;
	long ring, other, ret;
	int i;

	if (!run(&c, "iouring-ring-lifecycle", CALLS(IOURING_CALLS)))
		return;
	ring = expect_ring(&c);
	expect(&c, "io_uring_register", .ret = 1, .fd = ring, .path = RING, .flags = RING_FLAGS);
	for (i = 0; i < 3; i++)
		expect(&c, "io_uring_enter", .fd = ring, .path = RING, .flags = BY_INDEX);
	expect_ring_close(&c, ring);
	EXPECT_EQ(ring, expect_created(&c, name));
	for (i = 0; i < 4; i++)
		expect(&c, "io_uring_enter", .fd = -1, .path = RING, .flags = BY_INDEX);

	ASSERT_TRUE(cursor_other(&c, 0, &thread));
	ret = expect(&thread, "io_uring_enter", .any_ret = true, .fd = -1, .path = UNREGISTERED,
		     .flags = BY_INDEX);
	EXPECT_TRUE(ret == -EINVAL || ret == -EBADF)
		TH_LOG("io_uring_enter of another thread: %ld", ret);
	EXPECT_EQ(c.table->pid, row_number(thread.row, PID));
	expect_nothing(&thread);
	EXPECT_FALSE(cursor_other(&c, 1, &thread));

	if (expect_registered_by_index(_metadata, &c, 1, -1) < 0) {
		other = expect_ring(&c);
		expect(&c, "io_uring_register", .ret = 1, .fd = other, .path = RING,
		       .flags = RING_FLAGS);
		expect_ring_close(&c, other);
	}
	for (i = 0; i < 2; i++)
		expect(&c, "io_uring_enter", .error = EBADF, .fd = -1, .path = UNREGISTERED,
		       .flags = BY_INDEX);
	expect_close(&c, ring, name, "O_RDWR");
	expect_end(&c);
	expect_no_decoy(_metadata, &c);
}

/* No openat or close says that the descriptor is that of another file. */
TEST(iouring_reopen)
{
	const char *first = "iouring-first.txt", *second = "iouring-second.txt";
	struct cursor c, thread;
	long fd, ring;
	int i;

	if (!run(&c, "iouring-reopen", CALLS(IOURING_CALLS ",pread64")))
		return;
	expect_made(&c, first);
	expect_made(&c, second);
	fd = expect_opened(&c, first, "O_RDONLY");
	for (i = 0; i < 2; i++)
		expect(&c, "pread64", .fd = fd, .ret = 3, .path = first, .flags = "O_RDONLY");
	ring = expect_ring(&c);
	for (i = 0; i < 2; i++)
		expect(&c, "io_uring_enter", .fd = ring, .ret = 1, .path = RING, .flags = "0x1");
	for (i = 0; i < 3; i++)
		expect(&c, "pread64", .fd = fd, .ret = 5, .path = second, .flags = "O_RDWR");
	expect_close(&c, fd, second, "O_RDWR");
	expect_ring_close(&c, ring);
	expect_end(&c);
	EXPECT_FALSE(cursor_other(&c, 0, &thread));
}

TEST_HARNESS_MAIN
