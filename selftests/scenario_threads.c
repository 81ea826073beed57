// SPDX-License-Identifier: GPL-2.0-only
/* The scenarios of group threads, as a trace must show them. */
#include "scenario.h"

#define NR_THREADS	40
#define NR_WORKERS	12
#define NR_IO		4
#define SIZE		8
#define PAUSE_NS	(500 * (long)NSEC_PER_MSEC)

/* The call that makes a thread, whichever libc takes: the thread's id */
static long expect_thread(struct __test_metadata *_metadata, struct cursor *c)
{
	const struct row *row = cursor_peek(c);

	if (row && row_is(row, NAME, "clone"))
		return expect(c, "clone", .any_ret = true, .path = "");
	return expect(c, "clone3", .any_ret = true, .path = "");
}

static void expect_exit(struct __test_metadata *_metadata, struct cursor *c, const char *comm)
{
	expect(c, "exit", .no_return = true, .comm = comm, .path = "", .flags = "");
	expect_nothing(c);
}

/* n rows of pread64 or pwrite64, on a file of the directory */
static void expect_io(struct __test_metadata *_metadata, struct cursor *c, const char *call,
		      int n, long fd, const char *file, const char *comm)
{
	while (n--)
		expect_at(_metadata, c, __LINE__, &(const struct expected) {
			.call = call, .ret = SIZE, .fd = fd, .path = file, .flags = "O_RDWR",
			.comm = comm,
		});
}

/* ------------------------------------------------------- their end -- */

TEST(thread_exit_keeps_fd)
{
	struct cursor c, thread;
	long reader, writer, tid, written, ended;
	const char *pipe;

	if (!run(&c, "thread-exit-keeps-fd", CALLS("pipe2,write,clone,clone3,exit,close")))
		return;
	pipe = expect_pipe(&c, "O_CLOEXEC", &reader);
	expect(&c, "write", .ret = 1, .path = pipe, .flags = "O_WRONLY|O_CLOEXEC");
	writer = row_number(c.row, FD);
	EXPECT_NE(reader, writer);
	written = row_ended(c.row);
	tid = expect_thread(_metadata, &c);

	ASSERT_TRUE(cursor_other(&c, 0, &thread));
	EXPECT_EQ(tid, thread.tid);
	expect_exit(_metadata, &thread, NULL);
	ended = row_number(thread.row, TIME);
	EXPECT_LT(written, ended);
	EXPECT_EQ(c.table->pid, row_number(thread.row, PID));
	EXPECT_FALSE(cursor_other(&c, 1, &thread));

	expect(&c, "write", .fd = writer, .ret = 1, .path = pipe,
	       .flags = "O_WRONLY|O_CLOEXEC");
	EXPECT_LT(ended, row_number(c.row, TIME));
	expect_close(&c, reader, pipe, "O_RDONLY|O_CLOEXEC");
	expect_close(&c, writer, pipe, "O_WRONLY|O_CLOEXEC");
	expect_end(&c);
}

TEST(thread_exit_tid_worker)
{
	struct cursor c, worker;
	long reader, ended;
	const char *pipe;

	if (!run(&c, "thread-exit-tid-worker", CALLS("pipe2,write,close,exit,exit_group")))
		return;
	ASSERT_TRUE(cursor_other(&c, 0, &worker));
	pipe = expect_pipe(&worker, "0", &reader);
	EXPECT_EQ(c.table->pid, row_number(worker.row, PID));
	expect(&worker, "write", .ret = 1, .path = pipe, .flags = "O_WRONLY");
	EXPECT_NE(reader, row_number(worker.row, FD));
	expect_close(&worker, reader, pipe, "O_RDONLY");
	expect(&worker, "close", .path = pipe, .flags = "O_WRONLY");
	expect_exit(_metadata, &worker, NULL);
	ended = row_number(worker.row, TIME);
	EXPECT_FALSE(cursor_other(&c, 1, &worker));

	expect_end(&c);
	expect(&c, "exit_group", .no_return = true, .path = "", .flags = "");
	EXPECT_LT(ended, row_number(c.row, TIME));
	expect_nothing(&c);
}

/* ----------------------------------------------------- their names -- */

TEST(thread_comm_short_lived)
{
	const char *file = "short-lived.txt";
	struct cursor c, thread;
	long fd, ended = 0;
	int i;

	if (!run(&c, "thread-comm-short-lived", CALLS("openat,pread64,exit,close")))
		return;
	fd = expect_created(&c, file);
	for (i = 0; i < NR_THREADS; i++) {
		ASSERT_TRUE(cursor_other(&c, i, &thread));
		EXPECT_LT(ended, row_number(cursor_peek(&thread), TIME));
		expect_io(_metadata, &thread, "pread64", NR_IO, fd, file, NULL);
		EXPECT_EQ(c.table->pid, row_number(thread.row, PID));
		expect_exit(_metadata, &thread, NULL);
		ended = row_number(thread.row, TIME);
	}
	EXPECT_FALSE(cursor_other(&c, NR_THREADS, &thread));
	expect_close(&c, fd, file, "O_RDWR");
	expect_end(&c);
}

TEST(thread_comm_renamed)
{
	const char *file = "renamed.txt", *name = "iorworker";
	struct cursor c, thread;
	long fd;
	int i;

	if (!run(&c, "thread-comm-renamed",
		 CALLS("openat,prctl,pwrite64,nanosleep,pread64,exit,close")))
		return;
	fd = expect_created(&c, file);
	for (i = 0; i < NR_THREADS; i++) {
		ASSERT_TRUE(cursor_other(&c, i, &thread));
		expect(&thread, "prctl", .comm = name, .path = "", .flags = "");
		expect_io(_metadata, &thread, "pwrite64", 1, fd, file, name);
		expect(&thread, "nanosleep", .comm = name, .path = "");
		EXPECT_LE(PAUSE_NS, row_number(thread.row, DURATION));
		expect_io(_metadata, &thread, "pread64", NR_IO, fd, file, name);
		EXPECT_EQ(c.table->pid, row_number(thread.row, PID));
		expect_exit(_metadata, &thread, name);
	}
	EXPECT_FALSE(cursor_other(&c, NR_THREADS, &thread));
	expect_close(&c, fd, file, "O_RDWR");
	expect_end(&c);
}

/* By comm of /proc; the write itself ends with the new name, if it is one's own. */
static void expect_rename_by_file(struct __test_metadata *_metadata, struct cursor *c, long tid,
				  const char *name, const char *comm)
{
	char path[64];
	long fd;

	snprintf(path, sizeof(path), "/proc/%ld/task/%ld/comm", c->table->pid, tid);
	fd = expect_opened(c, path, "O_WRONLY");
	expect(c, "write", .ret = strlen(name), .fd = fd, .path = path,
	       .flags = "O_WRONLY", .comm = comm);
	expect(c, "close", .fd = fd, .path = path, .flags = "O_WRONLY",
	       .comm = comm);
}

TEST(thread_comm_late_rename)
{
	static const char * const names[] = { "wk-prctl", "wk-procself", "wk-sibling" };
	const char *file = "late-rename.txt", *renamed = "main-renamed";
	struct cursor c, worker;
	long fd, seen;
	int i;

	if (!run(&c, "thread-comm-late-rename", CALLS("openat,prctl,write,pread64,pwrite64,close")))
		return;
	fd = expect_created(&c, file);
	expect_io(_metadata, &c, "pwrite64", 1, fd, file, NULL);
	expect(&c, "prctl", .path = "", .flags = "");
	expect_io(_metadata, &c, "pread64", NR_IO, fd, file, NULL);
	expect(&c, "prctl", .comm = renamed, .path = "", .flags = "");
	expect_io(_metadata, &c, "pwrite64", NR_IO, fd, file, renamed);
	expect(&c, "prctl", .path = "", .flags = "");

	for (i = 0; i < NR_WORKERS; i++) {
		const char *name = names[i % ARRAY_SIZE(names)];

		ASSERT_TRUE(cursor_other(&c, i, &worker));
		expect_io(_metadata, &worker, "pread64", NR_IO, fd, file, NULL);
		EXPECT_EQ(c.table->pid, row_number(worker.row, PID));
		seen = row_ended(worker.row);
		if (name == names[0]) {
			expect(&worker, "prctl", .comm = name, .path = "",
			       .flags = "");
		} else if (name == names[1]) {
			expect_rename_by_file(_metadata, &worker, worker.tid, name, name);
		} else {
			expect_rename_by_file(_metadata, &c, worker.tid, name, NULL);
			EXPECT_LT(seen, row_number(c.row, TIME));
			EXPECT_LT(row_ended(c.row), row_number(cursor_peek(&worker), TIME));
		}
		expect_io(_metadata, &worker, "pwrite64", NR_IO, fd, file, name);
		expect_nothing(&worker);
	}
	EXPECT_FALSE(cursor_other(&c, NR_WORKERS, &worker));
	expect_close(&c, fd, file, "O_RDWR");
	expect_end(&c);
}

/* The name at the end of the call counts. */
TEST(thread_comm_rename_in_open)
{
	const char *file = "rename-in-open.txt", *name = "wk-in-open";
	long fd, stat, fifo, renamed, began;
	struct cursor c, reader;
	char path[64];

	if (!run(&c, "thread-comm-rename-in-open", CALLS("mknodat,openat,write,pwrite64,close")))
		return;
	expect(&c, "mknodat", .path = "fifo", .flags = "");
	fd = expect_created(&c, file);
	ASSERT_TRUE(cursor_other(&c, 0, &reader));
	snprintf(path, sizeof(path), "/proc/%ld/task/%ld/stat", c.table->pid, reader.tid);
	stat = expect_opened(&c, path, "O_RDONLY");
	expect_close(&c, stat, path, "O_RDONLY");
	expect_rename_by_file(_metadata, &c, reader.tid, name, NULL);
	renamed = row_ended(c.row);
	fifo = expect_opened(&c, "fifo", "O_WRONLY");
	began = row_number(c.row, TIME);
	expect_close(&c, fifo, "fifo", "O_WRONLY");
	expect_close(&c, fd, file, "O_RDWR");
	expect_end(&c);

	fifo = expect(&reader, "openat", .new_fd = true, .path = "fifo",
		      .flags = "O_RDONLY", .comm = name);
	EXPECT_LT(row_number(reader.row, TIME), renamed);
	EXPECT_GT(row_ended(reader.row), began);
	EXPECT_EQ(c.table->pid, row_number(reader.row, PID));
	expect_io(_metadata, &reader, "pwrite64", 1, fd, file, name);
	expect(&reader, "close", .fd = fifo, .path = "fifo", .flags = "O_RDONLY",
	       .comm = name);
	expect_nothing(&reader);
	EXPECT_FALSE(cursor_other(&c, 1, &reader));
}

/* ------------------------------------------------- their descriptors -- */

TEST(thread_comm_fdtable)
{
	struct cursor c, thread;
	long a, b, opened;

	if (!run(&c, "thread-comm-fdtable", CALLS("openat,dup3,pread64,close")))
		return;
	a = expect_created(&c, "fdtable-a.txt");
	b = expect_created(&c, "fdtable-b.txt");
	opened = row_ended(c.row);

	ASSERT_TRUE(cursor_other(&c, 0, &thread));
	expect(&thread, "dup3", .fd = b, .ret = a, .path = "fdtable-b.txt",
	       .flags = "0");
	EXPECT_LT(opened, row_number(thread.row, TIME));
	EXPECT_EQ(c.table->pid, row_number(thread.row, PID));
	expect_nothing(&thread);
	EXPECT_FALSE(cursor_other(&c, 1, &thread));

	expect_io(_metadata, &c, "pread64", 1, a, "fdtable-b.txt", NULL);
	expect_close(&c, a, "fdtable-b.txt", "O_RDWR");
	expect_close(&c, b, "fdtable-b.txt", "O_RDWR");
	expect_end(&c);
}

TEST_HARNESS_MAIN
