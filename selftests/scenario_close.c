// SPDX-License-Identifier: GPL-2.0-only
/* The scenarios of group close, as a trace must show them. */
#include "scenario_attach.h"

#define NR_FILES	3
#define ROUNDS		5
#define BAD_FD		99999
#define TEXT_SIZE	11

/* New files with descriptors in a row: the first of these */
static long expect_files(struct __test_metadata *_metadata, struct cursor *c, const char *format)
{
	long first = expect_created(c, NUMBERED(format, 0));
	int i;

	for (i = 1; i < NR_FILES; i++)
		EXPECT_EQ(first + i, expect_created(c, NUMBERED(format, i)));
	return first;
}

static void expect_write(struct __test_metadata *_metadata, struct cursor *c, long fd,
			 const char *file, const char *flags)
{
	expect(c, "write", .fd = fd, .ret = TEXT_SIZE, .path = file, .flags = flags);
}

TEST(close_basic)
{
	struct cursor c;
	long fd[NR_FILES];
	int i;

	if (!run(&c, "close-basic", CALLS("openat,close")))
		return;
	for (i = 0; i < NR_FILES; i++)
		fd[i] = expect_created(&c, NUMBERED("closefile-%d.txt", i));
	for (i = 0; i < NR_FILES; i++)
		expect_close(&c, fd[i], NUMBERED("closefile-%d.txt", i), "O_RDWR");
	expect_end(&c);
}

/* The file of close_range is that of its first descriptor. */
TEST(close_range_all)
{
	struct cursor c;
	long first;

	if (!run(&c, "close-range", CALLS("openat,close,close_range")))
		return;
	first = expect_files(_metadata, &c, "closerangefile-%d.txt");
	expect(&c, "close_range", .fd = first, .path = "closerangefile-0.txt", .flags = "O_RDWR");
	expect_end(&c);
}

TEST(close_range_bounded)
{
	struct cursor c;
	long first, high;

	if (!run(&c, "close-range-bounded", CALLS("openat,write,close,close_range")))
		return;
	first = expect_files(_metadata, &c, "closerangelow-%d.txt");
	high = expect_created(&c, "closerangehigh.txt");
	expect(&c, "close_range", .fd = first, .path = "closerangelow-0.txt", .flags = "O_RDWR");
	expect_write(_metadata, &c, high, "closerangehigh.txt", "O_RDWR");
	expect_close(&c, high, "closerangehigh.txt", "O_RDWR");
	expect_end(&c);
}

/* Nothing is closed, only marked: the flags are those of after the call. */
TEST(close_range_cloexec)
{
	const char *low = "closerangecloexec-low-%d.txt", *high = "closerangecloexec-high.txt";
	struct cursor c;
	long first, last;
	int i;

	if (!run(&c, "close-range-cloexec", CALLS("openat,write,close,close_range")))
		return;
	first = expect_files(_metadata, &c, low);
	last = expect_created(&c, high);
	expect(&c, "close_range", .fd = first, .path = NUMBERED(low, 0),
	       .flags = "O_RDWR|O_CLOEXEC");
	for (i = 0; i < NR_FILES; i++)
		expect_write(_metadata, &c, first + i, NUMBERED(low, i), "O_RDWR|O_CLOEXEC");
	expect_write(_metadata, &c, last, high, "O_RDWR");
	for (i = 0; i < NR_FILES; i++)
		expect_close(&c, first + i, NUMBERED(low, i), "O_RDWR|O_CLOEXEC");
	expect_close(&c, last, high, "O_RDWR");
	expect_end(&c);
}

TEST(close_invalid_fd)
{
	struct cursor c;
	int i;

	if (!run(&c, "close-invalid-fd", CALLS("close")))
		return;
	for (i = 0; i < ROUNDS; i++)
		expect(&c, "close", .fd = BAD_FD, .error = EBADF, .path = "", .flags = "");
	expect_end(&c);
}

/* The second close has a number, but no file. */
TEST(close_double_close)
{
	struct cursor c;
	long fd;

	if (!run(&c, "close-double-close", CALLS("openat,close")))
		return;
	fd = expect_created(&c, "doubleclosefile.txt");
	expect_close(&c, fd, "doubleclosefile.txt", "O_RDWR");
	expect(&c, "close", .fd = fd, .error = EBADF, .path = "", .flags = "");
	expect_end(&c);
}

TEST(close_range_empty)
{
	struct cursor c;
	int i;

	if (!run(&c, "close-range-empty", CALLS("close_range")))
		return;
	for (i = 0; i < ROUNDS; i++)
		expect(&c, "close_range", .fd = 9000, .path = "", .flags = "");
	expect_end(&c);
}

/* ----------------------------------------------------- close-untracked -- */

#define NR_UNTRACKED	64
#define BLOCKING	(256 << 10)
#define FIFO		"closeuntracked-fifo"
#define UNTRACKED_CALLS	"openat,mknodat,write,close,pipe2,read,close_range"

/* The pipe that has the number of what was closed: its name */
static const char *expect_pipe_at(struct __test_metadata *_metadata, struct cursor *c, long fd)
{
	long reader;
	const char *pipe = expect_pipe(c, "O_CLOEXEC", &reader);

	EXPECT_EQ(fd, reader);
	return pipe;
}

/* The blocked write has the file that it began with. */
static void expect_blocked(struct __test_metadata *_metadata, struct cursor *c, long fifo)
{
	long closing, reused, total = 0;
	struct cursor thread;

	expect_close(c, fifo, FIFO, "O_RDWR");
	closing = row_number(c->row, TIME);
	expect_pipe_at(_metadata, c, fifo);
	reused = row_ended(c->row);
	while (total < BLOCKING)
		total += expect(c, "read", .fd = fifo + 1, .any_ret = true, .path = FIFO,
				.flags = "O_RDWR");
	EXPECT_EQ(BLOCKING, total);

	ASSERT_TRUE(cursor_other(c, 0, &thread));
	expect(&thread, "write", .fd = fifo, .ret = BLOCKING, .path = FIFO, .flags = "O_RDWR");
	EXPECT_LT(row_number(thread.row, TIME), closing);
	EXPECT_LT(reused, row_ended(thread.row));
	expect_nothing(&thread);
	EXPECT_FALSE(cursor_other(c, 1, &thread));
}

static void expect_untracked(struct __test_metadata *_metadata, struct cursor *c)
{
	const char *pipe = NULL, *next, *file;
	const struct row *row;
	long first, fifo;
	int i;

	expect_write(_metadata, c, 0, NUMBERED("closeuntracked-%d.txt", 0), "O_RDWR");
	first = row_number(c->row, FD);
	for (i = 0; i < NR_UNTRACKED; i++) {
		file = NUMBERED("closeuntracked-%d.txt", i);
		if (i % 2)
			expect_write(_metadata, c, first + i, file, "O_RDWR");
		expect_close(c, first + i, file, "O_RDWR");
		next = expect_pipe_at(_metadata, c, first + i);
		pipe = pipe ?: next;
	}
	fifo = first + NR_UNTRACKED;
	expect_close(c, fifo + 2, "/", DIR_FLAGS);
	expect_pipe_at(_metadata, c, fifo + 2);
	expect_blocked(_metadata, c, fifo);
	expect_close(c, fifo + 1, FIFO, "O_RDWR");
	expect(c, "close_range", .fd = first, .path = pipe, .flags = "O_RDONLY|O_CLOEXEC");
	expect_end(c);

	/* Nothing is from before the tracer came. */
	EXPECT_STREQ("chdir", c->table->rows->text[NAME]);
	for (row = c->table->rows; row < c->table->rows + c->table->nr; row++)
		if (row_is(row, NAME, "close") || row_is(row, NAME, "write"))
			EXPECT_EQ(NULL, strstr(row->text[PATH], "pipe:"));
}

TEST(close_untracked)
{
	struct cursor c;

	if (attach(&c, "close-untracked", UNTRACKED_CALLS))
		expect_untracked(_metadata, &c);
}

/* Names do not hang on clocks. */
TEST(close_untracked_ahead)
{
	struct cursor c;

	if (attach_shifted(&c, "close-untracked", 1000, UNTRACKED_CALLS))
		expect_untracked(_metadata, &c);
}

/* No clock can be set to before the machine's start. */
TEST(close_untracked_behind)
{
	long uptime = clock_ns(CLOCK_MONOTONIC) / NSEC_PER_SEC;
	struct cursor c;

	if (attach_shifted(&c, "close-untracked", uptime > 2000 ? -1000 : -uptime / 2,
			   UNTRACKED_CALLS))
		expect_untracked(_metadata, &c);
}

TEST_HARNESS_MAIN
