// SPDX-License-Identifier: GPL-2.0-only
/*
 * The scenarios of group restart, as a trace must show them: calls that the
 * kernel made again are one row, or with --raw-restarts each of their parts.
 */
#include "scenario.h"

#define NR_READS	32
#define FIRST_FD	300
#define ROUNDS_FD	200

/* What a part of a call returns: the kernel's own codes */
#define RESTARTSYS		512
#define RESTART_RESTARTBLOCK	516

#define MS(n)		((n) * (long)NSEC_PER_MSEC)
#define RAW		"--raw-restarts"

/*
 * The next row is of a call that was interrupted: neither an error nor a count,
 * whether it is made again or the program gets EINTR.
 */
static void expect_part_at(struct __test_metadata *_metadata, struct cursor *c, int line,
			   const struct expected *expected)
{
	const struct class *class = class_of(expected->call);
	const struct row *row = cursor_take_at(_metadata, c, line, expected->call);

	expect_number(_metadata, c, line, RET, -expected->error);
	expect_text(_metadata, c, line, RET_CLASS, "RESTART");
	expect_text(_metadata, c, line, ERROR, "");
	expect_text(_metadata, c, line, BYTES, "");
	expect_text(_metadata, c, line, FAMILY, class->family);
	expect_text(_metadata, c, line, KIND, class->kind);
	if (expected->no_fd)
		expect_text(_metadata, c, line, FD, "");
	else
		expect_number(_metadata, c, line, FD, expected->fd);
	expect_path(_metadata, c, line, PATH, expected->path);
	expect_text(_metadata, c, line, PATH2, "");
	expect_text(_metadata, c, line, FLAGS, expected->flags);
	expect_text(_metadata, c, line, COMM, "ior-workload");
	expect_text(_metadata, c, line, ABI, "64");
	EXPECT_GT(row_number(row, DURATION), 0)
		TH_LOG("line %d: duration of %s", line, expected->call);
}

#define expect_part(cursor, name, ...) \
	expect_part_at(_metadata, cursor, __LINE__, \
		       &(const struct expected) { .call = name, __VA_ARGS__ })

/* The reading end of a pipe, of which nothing but the number may differ */
#define expect_read_part(cursor, number, pipe) \
	expect_part(cursor, "read", .error = RESTARTSYS, .fd = number, .path = pipe, \
		    .flags = "O_RDONLY")
#define expect_read(cursor, number, pipe, n) \
	expect(cursor, "read", .ret = n, .fd = number, .path = pipe, .flags = "O_RDONLY")

#define expect_sleep_part(cursor, name, how) \
	expect_part(cursor, name, .error = RESTART_RESTARTBLOCK, .path = "", .flags = how, \
		    .no_fd = true)
#define expect_sleep(cursor, name, how) \
	expect_no_file(cursor, name, how)

#define expect_handler_end(cursor) \
	expect(cursor, "rt_sigreturn", .no_return = true, .path = "", .flags = "", .no_fd = true)

/* No trace may take what was interrupted for an error. */
static void expect_no_errors(struct __test_metadata *_metadata, const struct cursor *c)
{
	const struct row *row;

	for (row = c->table->rows; row < c->table->rows + c->table->nr; row++)
		if (row_number(row, TID) == c->table->pid)
			EXPECT_STREQ("", row->text[ERROR])
				TH_LOG("%s, which returned %s", row->text[NAME], row->text[RET]);
}

/* ----------------------------------------------------------- handlers -- */

#define SIGNAL_RESTART_CALLS	"pipe2,read,write,clock_nanosleep,tgkill,rt_sigreturn"

TEST(signal_restart)
{
	struct cursor c, thread;
	long reader, began;
	const char *pipe;

	if (!run(&c, "signal-restart", CALLS(SIGNAL_RESTART_CALLS)))
		return;
	pipe = expect_pipe(&c, "0", &reader);
	expect_handler_end(&c);
	expect_read(&c, reader, pipe, 1);
	began = row_number(c.row, TIME);

	/* both the signal and the byte came in the one call that is left */
	ASSERT_TRUE(cursor_other(&c, 0, &thread));
	expect(&thread, "tgkill", .path = "", .flags = "", .no_fd = true);
	EXPECT_LT(began, row_number(thread.row, TIME));
	expect(&thread, "write", .ret = 1, .path = pipe, .flags = "O_WRONLY");
	EXPECT_LT(row_number(thread.row, TIME), row_ended(c.row));
	EXPECT_EQ(c.table->pid, row_number(thread.row, PID));

	expect_sleep_part(&c, "clock_nanosleep", "0");
	EXPECT_LT(row_number(c.row, DURATION), MS(2000));
	expect(&thread, "tgkill", .path = "", .flags = "", .no_fd = true);
	EXPECT_LT(row_number(c.row, TIME), row_number(thread.row, TIME));
	EXPECT_LT(row_number(thread.row, TIME), row_ended(c.row));
	expect_nothing(&thread);
	EXPECT_FALSE(cursor_other(&c, 1, &thread));
	expect_handler_end(&c);
	expect_end(&c);
	expect_no_errors(_metadata, &c);
}

TEST(signal_restart_raw)
{
	struct cursor c;
	const char *pipe;
	long reader;

	if (!run(&c, "signal-restart", RAW, CALLS(SIGNAL_RESTART_CALLS)))
		return;
	pipe = expect_pipe(&c, "0", &reader);
	expect_read_part(&c, reader, pipe);
	expect_handler_end(&c);
	expect_read(&c, reader, pipe, 1);
	expect_sleep_part(&c, "clock_nanosleep", "0");
	expect_handler_end(&c);
	expect_end(&c);
	expect_no_errors(_metadata, &c);
}

#define ROUNDS_CALLS	"pipe2,dup3,read,rt_sigreturn"

/*
 * A handler ends before the call that it interrupted, unless that is over.  The
 * last round is EINTR to the program, and its own second try.
 */
TEST(signal_reexec)
{
	struct cursor c, other;
	const char *pipe;
	long reader;

	if (!run(&c, "signal-reexec", CALLS(ROUNDS_CALLS)))
		return;
	pipe = expect_pipe(&c, "0", &reader);
	expect(&c, "dup3", .ret = ROUNDS_FD, .fd = reader, .path = pipe, .flags = "0");
	expect_read(&c, ROUNDS_FD, pipe, 1);
	expect_handler_end(&c);
	expect_read(&c, ROUNDS_FD, pipe, 2);
	expect_read_part(&c, ROUNDS_FD, pipe);
	expect_handler_end(&c);
	expect_read(&c, ROUNDS_FD, pipe, 3);
	expect_end(&c);
	EXPECT_FALSE(cursor_other(&c, 0, &other));
	expect_no_errors(_metadata, &c);
}

TEST(signal_reexec_raw)
{
	struct cursor c;
	const char *pipe;
	long reader;

	if (!run(&c, "signal-reexec", RAW, CALLS(ROUNDS_CALLS)))
		return;
	pipe = expect_pipe(&c, "0", &reader);
	expect(&c, "dup3", .ret = ROUNDS_FD, .fd = reader, .path = pipe, .flags = "0");
	expect_read_part(&c, ROUNDS_FD, pipe);
	expect_read(&c, ROUNDS_FD, pipe, 1);
	expect_read_part(&c, ROUNDS_FD, pipe);
	expect_handler_end(&c);
	expect_read(&c, ROUNDS_FD, pipe, 2);
	expect_read_part(&c, ROUNDS_FD, pipe);
	expect_handler_end(&c);
	expect_read(&c, ROUNDS_FD, pipe, 3);
	expect_end(&c);
	expect_no_errors(_metadata, &c);
}

/*
 * The continuation of a sleep that nobody selected is not that of the one before
 * it, which the program knows to be over.
 */
TEST(signal_handled_sleep)
{
	struct cursor c, other;

	if (!run(&c, "signal-handled-sleep", CALLS("clock_nanosleep,restart_syscall")))
		return;
	expect_sleep_part(&c, "clock_nanosleep", "0");
	EXPECT_LT(row_number(c.row, DURATION), MS(3000));
	expect_sleep(&c, "restart_syscall", "");
	EXPECT_LT(row_number(c.row, DURATION), MS(1000));
	expect_end(&c);
	EXPECT_FALSE(cursor_other(&c, 0, &other));
	expect_no_errors(_metadata, &c);
}

#define SLEEPS_CALLS	"clock_nanosleep,nanosleep,restart_syscall,rt_sigreturn"

TEST(signal_handled_sleep_seen)
{
	struct cursor c;

	if (!run(&c, "signal-handled-sleep", CALLS(SLEEPS_CALLS)))
		return;
	expect_sleep_part(&c, "clock_nanosleep", "0");
	expect_handler_end(&c);
	expect_sleep(&c, "nanosleep", "");
	EXPECT_LE(MS(1000), row_number(c.row, DURATION));
	expect_end(&c);
	EXPECT_EQ(0, rows_count(&c, "restart_syscall", 0));
	expect_no_errors(_metadata, &c);
}

TEST(signal_handled_sleep_raw)
{
	struct cursor c;

	if (!run(&c, "signal-handled-sleep", RAW, CALLS(SLEEPS_CALLS)))
		return;
	expect_sleep_part(&c, "clock_nanosleep", "0");
	expect_handler_end(&c);
	expect_sleep_part(&c, "nanosleep", "");
	expect_sleep(&c, "restart_syscall", "");
	expect_end(&c);
	expect_no_errors(_metadata, &c);
}

/* -------------------------------------------------------------- stops -- */

/* It is one row, whether or not that of the continuation is selected as well. */
static void expect_slept(struct __test_metadata *_metadata, const char *name, char *calls,
			 long at_least)
{
	struct cursor c, other;

	if (!run(&c, name, "-e", calls))
		return;
	expect_sleep(&c, "clock_nanosleep", "0");
	EXPECT_LE(at_least, row_number(c.row, DURATION));
	expect_end(&c);
	EXPECT_FALSE(cursor_other(&c, 0, &other));
	EXPECT_EQ(1, rows_count(&c, "clock_nanosleep", 0));
	EXPECT_EQ(0, rows_count(&c, "restart_syscall", 0));
}

static void expect_slept_in_parts(struct __test_metadata *_metadata, const char *name,
				  unsigned int stops, long at_least)
{
	struct cursor c;
	long began;

	if (!run(&c, name, RAW, CALLS("clock_nanosleep,restart_syscall")))
		return;
	expect_sleep_part(&c, "clock_nanosleep", "0");
	began = row_number(c.row, TIME);
	while (--stops)
		expect_sleep_part(&c, "restart_syscall", "");
	expect_sleep(&c, "restart_syscall", "");
	EXPECT_LE(at_least, row_ended(c.row) - began);
	expect_end(&c);
	expect_no_errors(_metadata, &c);
}

TEST(stop_restart)
{
	expect_slept(_metadata, "stop-restart", "trace=chdir,clock_nanosleep", MS(600));
}

TEST(stop_restart_both)
{
	expect_slept(_metadata, "stop-restart", "trace=chdir,clock_nanosleep,restart_syscall",
		     MS(600));
}

TEST(stop_restart_raw)
{
	expect_slept_in_parts(_metadata, "stop-restart", 1, MS(600));
}

TEST(stop_restart_twice)
{
	expect_slept(_metadata, "stop-restart-twice", "trace=chdir,clock_nanosleep", MS(1500));
}

TEST(stop_restart_twice_both)
{
	expect_slept(_metadata, "stop-restart-twice",
		     "trace=chdir,clock_nanosleep,restart_syscall", MS(1500));
}

TEST(stop_restart_twice_raw)
{
	expect_slept_in_parts(_metadata, "stop-restart-twice", 2, MS(1500));
}

static const char *expect_many(struct __test_metadata *_metadata, struct cursor *c)
{
	const char *pipe;
	long reader;
	int i;

	pipe = expect_pipe(c, "0", &reader);
	for (i = 0; i < NR_READS; i++)
		expect(c, "dup3", .ret = FIRST_FD + i, .fd = reader, .path = pipe, .flags = "0");
	return pipe;
}

/* Each read is one row, and none has a part of another. */
TEST(signal_reexec_many)
{
	struct cursor c, other;
	const char *pipe;
	int i;

	if (!run(&c, "signal-reexec-many", CALLS(ROUNDS_CALLS)))
		return;
	pipe = expect_many(_metadata, &c);
	for (i = 0; i < NR_READS; i++)
		expect_read(&c, FIRST_FD + i, pipe, i + 1);
	expect_end(&c);
	EXPECT_FALSE(cursor_other(&c, 0, &other));
}

TEST(signal_reexec_many_raw)
{
	const char *pipe;
	struct cursor c;
	int i;

	if (!run(&c, "signal-reexec-many", RAW, CALLS(ROUNDS_CALLS)))
		return;
	pipe = expect_many(_metadata, &c);
	for (i = 0; i < NR_READS; i++) {
		expect_read_part(&c, FIRST_FD + i, pipe);
		expect_read(&c, FIRST_FD + i, pipe, i + 1);
	}
	expect_end(&c);
	expect_no_errors(_metadata, &c);
}

TEST_HARNESS_MAIN
