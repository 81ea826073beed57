// SPDX-License-Identifier: GPL-2.0-only
/* The scenarios of group open, as a trace must show them. */
#include "scenario.h"

#define ROUNDS		5
#define GAP_NS		(800 * (long)NSEC_PER_MSEC)
#define HANDLE_CALLS	CALLS("openat,name_to_handle_at,open_by_handle_at,unlinkat,close")

TEST(open_basic)
{
	struct cursor c;
	long fd;

	if (!run(&c, "open-basic", CALLS("openat,close")))
		return;
	fd = expect_created(&c, "testfile.txt");
	expect_close(&c, fd, "testfile.txt", "O_RDWR");
	expect_end(&c);
}

TEST(open_dirfd_paths)
{
	struct cursor c;
	long dfd, fd;

	if (!run(&c, "open-dirfd-paths", CALLS("mkdir,openat,close,statx,utimensat")))
		return;
	expect(&c, "mkdir", .path = "dirfd-base", .flags = "", .no_fd = true);
	dfd = expect_dir(&c, "dirfd-base");
	fd = expect_created(&c, "dirfd-base/relative-openat.txt");
	expect_close(&c, fd, "dirfd-base/relative-openat.txt", "O_RDWR");
	expect(&c, "statx", .fd = dfd, .path = "dirfd-base", .flags = "AT_EMPTY_PATH");
	expect(&c, "utimensat", .fd = dfd, .path = "dirfd-base", .flags = "AT_EMPTY_PATH");
	expect_dir_close(&c, dfd, "dirfd-base");
	expect_end(&c);
}

TEST(open_openat2)
{
	struct cursor c;
	long fd;

	if (!run(&c, "open-openat2", CALLS("openat,openat2,close")))
		return;
	fd = expect(&c, "openat2", .new_fd = true, .path = "openat2file.txt",
		    .flags = "O_RDWR|O_CREAT");
	expect_close(&c, fd, "openat2file.txt", "O_RDWR");
	expect_end(&c);
}

TEST(open_creat)
{
	struct cursor c;
	long fd;

	if (!run(&c, "open-creat", CALLS("openat,creat,close")))
		return;
	fd = expect(&c, "creat", .new_fd = true, .path = "creatfile.txt",
		    .flags = "O_WRONLY|O_CREAT|O_TRUNC");
	expect_close(&c, fd, "creatfile.txt", "O_WRONLY");
	expect_end(&c);
}

static void expect_handle(struct __test_metadata *_metadata, struct cursor *c, long dfd,
			  const char *file)
{
	expect(c, "name_to_handle_at", .fd = dfd, .path = file, .flags = "0");
}

static long expect_handle_opened(struct __test_metadata *_metadata, struct cursor *c,
				 const char *file)
{
	return expect(c, "open_by_handle_at", .new_fd = true, .path = file, .flags = "O_RDONLY");
}

/* A handle is not a name: without a file that it opened there is none. */
static void expect_handle_refused(struct __test_metadata *_metadata, struct cursor *c, int error)
{
	expect(c, "open_by_handle_at", .error = error, .path = "", .flags = "O_RDONLY");
}

TEST(open_handle_at)
{
	struct cursor c;
	long dfd, fd;

	if (!run(&c, "open-by-handle-at", HANDLE_CALLS))
		return;
	expect_made(&c, "handlefile.txt");
	dfd = expect_dir(&c, ".");
	expect_handle(_metadata, &c, dfd, "handlefile.txt");
	fd = expect_handle_opened(_metadata, &c, "handlefile.txt");
	EXPECT_NE(dfd, fd);
	expect_close(&c, fd, "handlefile.txt", "O_RDONLY");
	expect_dir_close(&c, dfd, ".");
	expect_end(&c);
}

TEST(open_handle_at_fail)
{
	const char *estale;
	struct cursor c;
	long dfd;
	int i;

	if (!run(&c, "open-by-handle-at-fail", HANDLE_CALLS))
		return;
	expect_made(&c, "handle-ebadf.txt");
	expect_made(&c, "handle-older.txt");
	expect_made(&c, "handle-newer.txt");
	dfd = expect_dir(&c, ".");
	for (i = 0; i < ROUNDS; i++) {
		estale = NUMBERED("handle-estale-%d.txt", i);
		expect_handle(_metadata, &c, dfd, "handle-ebadf.txt");
		expect_handle_refused(_metadata, &c, EBADF);
		expect_made(&c, estale);
		expect_handle(_metadata, &c, dfd, estale);
		expect(&c, "unlinkat", .fd = dfd, .path = estale, .flags = "0");
		expect_handle_refused(_metadata, &c, ESTALE);
		expect_handle(_metadata, &c, dfd, "handle-older.txt");
		expect_handle(_metadata, &c, dfd, "handle-newer.txt");
		expect_handle_refused(_metadata, &c, EBADF);
	}
	expect_dir_close(&c, dfd, ".");
	expect_end(&c);
}

/* The descriptor of the handle is that of the decoy at once. */
TEST(open_handle_at_reuse)
{
	struct cursor c;
	long dfd, fd, decoys[ROUNDS];
	int i;

	if (!run(&c, "open-by-handle-at-reuse", HANDLE_CALLS))
		return;
	dfd = expect_dir(&c, ".");
	for (i = 0; i < ROUNDS; i++) {
		const char *reuse = NUMBERED("handle-reuse-%d.txt", i);
		const char *decoy = NUMBERED("decoy-%d.txt", i);

		expect_made(&c, reuse);
		expect_made(&c, decoy);
		expect_handle(_metadata, &c, dfd, reuse);
		fd = expect_handle_opened(_metadata, &c, reuse);
		expect_close(&c, fd, reuse, "O_RDONLY");
		decoys[i] = expect_opened(&c, decoy, "O_RDONLY");
		EXPECT_EQ(fd, decoys[i]);
	}
	for (i = 0; i < ROUNDS; i++)
		expect_close(&c, decoys[i], NUMBERED("decoy-%d.txt", i), "O_RDONLY");
	expect_dir_close(&c, dfd, ".");
	expect_end(&c);
}

TEST(open_handle_at_threads)
{
	long dfd, fd, fetched, opened;
	struct cursor c, thread;
	const char *file;
	int i;

	if (!run(&c, "open-by-handle-at-threads", HANDLE_CALLS))
		return;
	dfd = expect_dir(&c, ".");
	for (i = 0; i < ROUNDS; i++) {
		file = NUMBERED("handle-thread-%d.txt", i);
		expect_made(&c, file);

		ASSERT_TRUE(cursor_other(&c, i, &thread));
		expect_handle(_metadata, &thread, dfd, file);
		fetched = row_ended(thread.row);
		EXPECT_EQ(c.table->pid, row_number(thread.row, PID));
		EXPECT_LT(row_ended(c.row), row_number(thread.row, TIME));
		expect_nothing(&thread);

		expect_handle_refused(_metadata, &c, EBADF);
		opened = row_number(c.row, TIME);
		EXPECT_LT(fetched, opened);
		fd = expect_handle_opened(_metadata, &c, file);
		expect_close(&c, fd, file, "O_RDONLY");
	}
	EXPECT_FALSE(cursor_other(&c, ROUNDS, &thread));
	expect_dir_close(&c, dfd, ".");
	expect_end(&c);
}

/* The pause is the gap of what comes next, if the pause itself is not seen. */
TEST(open_duration_gap)
{
	struct cursor c;
	long fd;
	int i;

	if (!run(&c, "open-duration-gap", CALLS("openat,close")))
		return;
	for (i = 0; i < ROUNDS; i++) {
		expect_made(&c, "gap-shared.txt");
		fd = expect_created(&c, "gap-shared.txt");
		EXPECT_LE(GAP_NS, row_number(c.row, GAP));
		expect_close(&c, fd, "gap-shared.txt", "O_RDWR");
	}
	expect_end(&c);
}

/* If it is, it is a duration. */
TEST(open_duration_sleep)
{
	struct cursor c;
	int i;

	if (!run(&c, "open-duration-gap", CALLS("openat,close,nanosleep")))
		return;
	for (i = 0; i < ROUNDS; i++) {
		expect_made(&c, "gap-shared.txt");
		expect(&c, "nanosleep", .path = "", .flags = "", .no_fd = true);
		EXPECT_LE(GAP_NS, row_number(c.row, DURATION));
		expect_made(&c, "gap-shared.txt");
	}
	expect_end(&c);
}

TEST(open_enoent)
{
	struct cursor c;
	int i;

	if (!run(&c, "open-enoent", CALLS("openat,close")))
		return;
	for (i = 0; i < ROUNDS; i++)
		expect(&c, "openat", .error = ENOENT, .flags = "O_RDONLY",
		       .path = "nonexistent/enoentfile.txt");
	expect_end(&c);
}

TEST(open_rdonly_write)
{
	struct cursor c;
	long fd;

	if (!run(&c, "open-rdonly-write", CALLS("openat,write,close")))
		return;
	expect_made(&c, "rdonlyfile.txt");
	fd = expect_opened(&c, "rdonlyfile.txt", "O_RDONLY");
	expect(&c, "write", .fd = fd, .error = EBADF, .path = "rdonlyfile.txt",
	       .flags = "O_RDONLY");
	expect_close(&c, fd, "rdonlyfile.txt", "O_RDONLY");
	expect_end(&c);
}

/* What is not selected is not there. */
TEST(open_rdonly_write_only_openat)
{
	struct cursor c;

	if (!run(&c, "open-rdonly-write", CALLS("openat")))
		return;
	expect_created(&c, "rdonlyfile.txt");
	expect_opened(&c, "rdonlyfile.txt", "O_RDONLY");
	expect_end(&c);
	EXPECT_EQ(0, rows_count(&c, "write", 0));
}

TEST(open_rdonly_write_all_but_openat)
{
	struct cursor c;

	if (!run(&c, "open-rdonly-write", "-e", "trace=!openat"))
		return;
	expect(&c, "close", .path = "rdonlyfile.txt", .flags = "O_RDWR");
	expect(&c, "write", .error = EBADF, .path = "rdonlyfile.txt", .flags = "O_RDONLY");
	expect(&c, "close", .path = "rdonlyfile.txt", .flags = "O_RDONLY");
	expect_end(&c);
	EXPECT_EQ(0, rows_count(&c, "openat", 0));
}

TEST(open_rdonly_write_in_and_out)
{
	struct cursor c;

	if (!run(&c, "open-rdonly-write", CALLS("openat,write,!openat")))
		return;
	expect(&c, "write", .error = EBADF, .path = "rdonlyfile.txt", .flags = "O_RDONLY");
	expect_end(&c);
	EXPECT_EQ(0, rows_count(&c, "openat", 0));
}

#define FILTER_CALLS	CALLS("openat,close,clone,execve,wait4")

/* What the parent does: the child's id */
static long expect_parent(struct __test_metadata *_metadata, struct cursor *c)
{
	long pid;

	expect_made(c, "parentfile.txt");
	pid = expect(c, "clone", .any_ret = true, .path = "", .no_fd = true);
	EXPECT_GT(pid, c->table->pid);
	expect(c, "wait4", .ret = pid, .path = "", .flags = "0", .no_fd = true);
	expect_end(c);
	return pid;
}

/* The child's own calls: those of fork, exec, and of touch creating a file */
TEST(open_pid_filter_follow)
{
	char created_path[PATH_MAX];
	struct cursor c, child;
	const struct row *row;
	int created = 0;
	long pid;

	if (!run(&c, "open-pid-filter", FILTER_CALLS))
		return;
	pid = expect_parent(_metadata, &c);

	ASSERT_TRUE(cursor_other(&c, 0, &child));
	EXPECT_EQ(pid, child.tid);
	expect(&child, "execve", .comm = "touch", .flags = "", .no_fd = true);
	EXPECT_EQ('/', child.row->text[PATH][0]);
	EXPECT_STREQ("/touch", strrchr(child.row->text[PATH], '/'));
	snprintf(created_path, sizeof(created_path), "%s/childfile.txt", c.dir);
	for (; (row = cursor_peek(&child)); child.next++) {
		EXPECT_STREQ("touch", row->text[COMM]);
		if (row_is(row, NAME, "openat") && strstr(row->text[FLAGS], "O_CREAT")) {
			EXPECT_STREQ(created_path, row->text[PATH]);
			created++;
		}
	}
	EXPECT_EQ(1, created);
	EXPECT_FALSE(cursor_other(&c, 1, &child));
}

TEST(open_pid_filter_no_follow)
{
	struct cursor c, child;
	const struct row *row;

	if (!run(&c, "open-pid-filter", FILTER_CALLS, "--no-follow"))
		return;
	expect_parent(_metadata, &c);
	EXPECT_FALSE(cursor_other(&c, 0, &child));
	for (row = c.table->rows; row < c.table->rows + c.table->nr; row++)
		EXPECT_EQ(NULL, strstr(row->text[PATH], "childfile.txt"));
}

TEST_HARNESS_MAIN
