// SPDX-License-Identifier: GPL-2.0-only
/*
 * IOR_IOC_FILES: only calls on some descriptors or on some paths.
 */
#include <sys/sendfile.h>

#include "ior_steps.h"

#define CALL	IOR_RECORD_CALL
#define ENTER	IOR_RECORD_ENTER

/* Descriptors of the tracee, of known numbers */
#define FD_A	100	/* work/a */
#define FD_B	101	/* work/b */
#define FD_NEW	102	/* free */

FIXTURE(files) {
	int fd;
	struct tracee tracee;
	struct trace trace;
};

FIXTURE_SETUP(files)
{
	SETUP(1 << 18);
	ASSERT_TRUE(steps_begin());
	ASSERT_EQ(0, chdir(work));
	ASSERT_EQ(0, file_make("a", "aaaa", 4));
	ASSERT_EQ(0, file_make("b", "bbbb", 4));
	ASSERT_EQ(0, mkdir("dir", 0755));
	ASSERT_EQ(0, file_make("dir/a", "aaaa", 4));
	ASSERT_EQ(FD_A, dup2(open("a", O_RDWR), FD_A));
	ASSERT_EQ(FD_B, dup2(open("b", O_RDWR), FD_B));
}

FIXTURE_TEARDOWN(files)
{
	TEARDOWN();
	if (!chdir("/"))
		work_remove(work);
}

/* files_of - these descriptors, and these patterns (each with a NUL of its own) */
static int files_of(int fd, const char *globs, size_t size, const int *fds, size_t nr)
{
	struct ior_files files = { .nr_fds = nr };

	memcpy(files.fds, fds, nr * sizeof(*fds));
	memcpy(files.globs, globs, size);
	return files_set(fd, &files);
}

#define both_set(fd, globs, ...) \
	files_of(fd, globs, sizeof(globs), (const int[]){ __VA_ARGS__ }, \
		 sizeof((const int[]){ __VA_ARGS__ }) / sizeof(int))
#define fds_set(fd, ...)	both_set(fd, "", __VA_ARGS__)
#define globs_set(fd, globs)	files_of(fd, globs, sizeof(globs), NULL, 0)

/* glob_set - one pattern, which may be put together */
static int glob_set(int fd, const char *glob)
{
	struct ior_files files = {};

	memcpy(files.globs, glob, strlen(glob));
	return files_set(fd, &files);
}

/* ------------------------------------------------------------ what passes -- */

/* A call in one line: its number is enough to tell it from the others. */
static void use_files(int side, void *arg)
{
	char buf[4];
	struct stat st;
	int p[2];

	syscall(SYS_getuid);
	syscall(SYS_read, FD_A, buf, 1);
	syscall(SYS_pread64, FD_B, buf, 1, 0);
	call_make(SYS_dup2, FD_B, FD_NEW);		/* returns FD_NEW */
	syscall(SYS_dup3, FD_A, FD_NEW, 0);
	syscall(SYS_fsync, FD_NEW);
	syscall(SYS_close, FD_NEW);
	syscall(SYS_sendfile, FD_B, FD_A, NULL, 1);
	call_make(SYS_stat, "a", &st);
	call_make(SYS_lstat, "./dir/../b", &st);
	call_make(SYS_access, "none", 0);
	syscall(SYS_openat, AT_FDCWD, "dir/a", O_RDONLY);
	call_make(SYS_rename, "none", "dir/b");
	syscall(SYS_newfstatat, FD_A, "x", &st, 0);
	syscall(SYS_pipe2, p, 0);
	syscall(SYS_umask, 022);
}

/* The numbers of a trace's calls are those of a list that ends with -1. */
static void check_calls(struct __test_metadata *_metadata, const struct trace *trace,
			const int *want)
{
	const struct ior_record *rec = NULL;

	while ((rec = trace_next(trace, rec, WANT()))) {
		EXPECT_EQ(call_nr(*want), rec->nr)
			return;
		want++;
	}
	EXPECT_EQ(-1, *want);
}

#define EXPECT_CALLS(...) \
	check_calls(_metadata, &self->trace, (const int[]){ __VA_ARGS__, -1 })

static const int every_call[] = {
	SYS_read /* that of the order to begin */,
	SYS_getuid, SYS_read, SYS_pread64, SYS_dup2, SYS_dup3, SYS_fsync, SYS_close,
	SYS_sendfile, SYS_stat, SYS_lstat, SYS_access, SYS_openat, SYS_rename,
	SYS_newfstatat, SYS_pipe2, SYS_umask, SYS_exit_group, -1
};

TEST_F(files, none)
{
	ASSERT_EQ(0, globs_set(self->fd, ""));
	RUN(use_files, NULL);
	check_calls(_metadata, &self->trace, every_call);
}

TEST_F(files, one_descriptor)
{
	ASSERT_EQ(0, fds_set(self->fd, FD_A));
	RUN(use_files, NULL);
	/* as the first, as the second, as a folder */
	EXPECT_CALLS(SYS_read, SYS_dup3, SYS_sendfile, SYS_newfstatat);
}

/* One that is returned */
TEST_F(files, returned_descriptor)
{
	ASSERT_EQ(0, fds_set(self->fd, FD_NEW));
	RUN(use_files, NULL);
	EXPECT_CALLS(SYS_dup2, SYS_dup3, SYS_fsync, SYS_close);
}

TEST_F(files, descriptors)
{
	ASSERT_EQ(0, fds_set(self->fd, 9999, FD_B, FD_NEW, FD_A));
	RUN(use_files, NULL);
	EXPECT_CALLS(SYS_read, SYS_pread64, SYS_dup2, SYS_dup3, SYS_fsync, SYS_close,
		     SYS_sendfile, SYS_newfstatat);
}

static void make_pairs(int side, void *arg)
{
	int p[2], *seen = arg;

	pipe(seen);
	close(seen[0]);
	close(seen[1]);
	tell(side);
	hear(side);
	syscall(SYS_pipe2, p, 0);	/* these numbers again */
	syscall(SYS_pipe2, p, 0);	/* others */
	syscall(SYS_pipe2, p, -1);
}

/* Either of two that are made */
TEST_F(files, pair)
{
	const struct ior_record *rec;
	int *fds = shared(PAGE), i;

	for (i = 0; i < 2; i++) {
		close(self->fd);
		self->fd = session_open(0);
		TRACE(make_pairs, fds);
		ASSERT_EQ(0, tell(self->tracee.fd) ?: hear(self->tracee.fd));
		ASSERT_EQ(0, fds_set(self->fd, fds[i]));
		ASSERT_EQ(0, session_start(self->fd));
		ASSERT_EQ(0, tracee_run(&self->tracee));
		FINISH();
		EXPECT_EQ(1, count(&self->trace, .nr = SYS_pipe2));
		rec = find(&self->trace, .nr = SYS_pipe2);
		ASSERT_NE(NULL, rec);
		EXPECT_EQ(fds[i], rec->fds[i]);
		trace_free(&self->trace);
	}
}

TEST_F(files, path)
{
	ASSERT_EQ(0, glob_set(self->fd, below(work, "a")));
	RUN(use_files, NULL);
	/* whatever descriptor or string it is named by */
	EXPECT_CALLS(SYS_read, SYS_dup3, SYS_fsync, SYS_close, SYS_sendfile, SYS_stat);
}

TEST_F(files, any_below)
{
	ASSERT_EQ(0, glob_set(self->fd, below(work, "dir/*")));
	RUN(use_files, NULL);
	EXPECT_CALLS(SYS_openat, SYS_rename);
}

/* "*" is any string, "/" or none included. */
TEST_F(files, any_string)
{
	ASSERT_EQ(0, glob_set(self->fd, "/tmp/*a"));
	RUN(use_files, NULL);
	EXPECT_CALLS(SYS_read, SYS_dup3, SYS_fsync, SYS_close, SYS_sendfile, SYS_stat, SYS_openat);
}

TEST_F(files, any_byte)
{
	ASSERT_EQ(0, glob_set(self->fd, below(work, "?")));
	RUN(use_files, NULL);
	EXPECT_CALLS(SYS_read, SYS_pread64, SYS_dup2, SYS_dup3, SYS_fsync, SYS_close, SYS_sendfile,
		     SYS_stat, SYS_lstat);
}

TEST_F(files, one_of_some)
{
	ASSERT_EQ(0, glob_set(self->fd, below(work, "[b-z]")));
	RUN(use_files, NULL);
	EXPECT_CALLS(SYS_pread64, SYS_dup2, SYS_sendfile, SYS_lstat);
}

/* The old name, of which there is no file */
TEST_F(files, second_path)
{
	ASSERT_EQ(0, glob_set(self->fd, "*/none"));
	RUN(use_files, NULL);
	EXPECT_CALLS(SYS_access, SYS_rename);
}

TEST_F(files, patterns)
{
	ASSERT_EQ(0, globs_set(self->fd, "/nonexistent\0*/none\0pipe:*\0"));
	RUN(use_files, NULL);
	EXPECT_CALLS(SYS_access, SYS_rename, SYS_pipe2);
}

/* Both: a call has to pass each. */
TEST_F(files, descriptors_and_path)
{
	ASSERT_EQ(0, both_set(self->fd, "*/b\0", FD_A, FD_NEW));
	RUN(use_files, NULL);
	EXPECT_CALLS(SYS_dup2, SYS_sendfile);
}

/* What does not pass leaves nothing, however full the ring, but what does. */
TEST_F(files, no_loss)
{
	struct ior_stats stats;
	struct trace *trace = &self->trace;

	ASSERT_EQ(0, setup_set(self->fd, PAGE, 0));
	ASSERT_EQ(0, both_set(self->fd, "/nonexistent\0", 9999));
	RUN(use_files, NULL);
	ASSERT_EQ(0, stats_get(self->fd, &stats));
	EXPECT_EQ(0, stats.lost_calls);
	EXPECT_EQ(0, stats.lost_others);
	EXPECT_EQ(0, count(trace));
	EXPECT_EQ(0, count(trace, .type = IOR_RECORD_NAME));
	/* tasks are no calls */
	EXPECT_EQ(1, count(trace, .type = IOR_RECORD_TASK));
}

TEST_F(files, enter_records)
{
	ASSERT_EQ(0, filter_every_call(self->fd, IOR_FILTER_ENTER));
	ASSERT_EQ(0, glob_set(self->fd, below(work, "dir/a")));
	RUN(use_files, NULL);
	EXPECT_EQ(1, count(&self->trace, .type = ENTER));
	EXPECT_EQ(1, count(&self->trace, .type = ENTER, .nr = SYS_openat));
	EXPECT_EQ(1, count(&self->trace, .type = CALL));
	EXPECT_EQ(1, count(&self->trace, .type = CALL, .nr = SYS_openat));
}

/* --------------------------------------------------------------- changes -- */

static void use_by_turns(int side, void *arg)
{
	char c;

	do {
		syscall(SYS_pread64, FD_A, &c, 1, 0);
		syscall(SYS_pread64, FD_B, &c, 1, 0);
		tell(side);
	} while (!hear(side));
}

static size_t reads_of(const struct trace *trace, int fd)
{
	const struct ior_record *rec = NULL;
	size_t n = 0;

	while ((rec = trace_next(trace, rec, WANT(.type = CALL, .nr = SYS_pread64))))
		n += rec->args[0] == fd;
	return n;
}

/* Each turn adds so many calls on FD_A and on FD_B, which show their names. */
#define TURN(of_a, of_b) do { \
	ASSERT_EQ(0, tell(self->tracee.fd) ?: hear(self->tracee.fd)); \
	a += of_a; \
	b += of_b; \
} while (0)

TEST_F(files, changed_while_running)
{
	const struct ior_record *rec = NULL;
	size_t a = 0, b = 0;
	int i;

	TRACE(use_by_turns, NULL);
	ASSERT_EQ(0, session_start(self->fd));
	TURN(1, 1);
	for (i = 0; i < 3; i++) {
		ASSERT_EQ(0, fds_set(self->fd, FD_A));
		TURN(1, 0);
		ASSERT_EQ(0, glob_set(self->fd, "*/b"));
		TURN(0, 1);
		TURN(0, 1);
		ASSERT_EQ(0, both_set(self->fd, "*/b\0", FD_A));
		TURN(0, 0);
		ASSERT_EQ(0, glob_set(self->fd, "*/[ab]"));
		TURN(1, 1);
		ASSERT_EQ(0, globs_set(self->fd, ""));
		TURN(1, 1);
	}
	FINISH_UNNAMED();
	EXPECT_EQ(a, reads_of(&self->trace, FD_A));
	EXPECT_EQ(b, reads_of(&self->trace, FD_B));
	while ((rec = trace_next(&self->trace, rec, WANT(.nr = SYS_pread64))))
		EXPECT_STREQ(below(work, rec->args[0] == FD_A ? "a" : "b"),
			     path_of(&self->trace, rec, 0));
}

/* One session's choice is none of another's. */
TEST_F(files, of_one_session)
{
	struct trace trace = {};
	int fd = session_open(0);

	ASSERT_GE(fd, 0);
	TRACE(use_files, NULL);
	ASSERT_EQ(0, setup_set(fd, 1 << 16, 0));
	ASSERT_EQ(0, tgid_add(fd, self->tracee.pid));
	ASSERT_EQ(0, glob_set(fd, below(work, "dir/*")));
	ASSERT_EQ(0, session_start(fd));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	FINISH();
	check_calls(_metadata, &self->trace, every_call);
	ASSERT_EQ(0, session_stop(fd));
	ASSERT_EQ(0, trace_drain(fd, &trace));
	EXPECT_SOUND(&trace);
	check_calls(_metadata, &trace, (const int[]){ SYS_openat, SYS_rename, -1 });
	close(fd);
}

/* ------------------------------------------------------------- bad input -- */

TEST_F(files, bad)
{
	struct ior_files files;
	size_t i;

	ASSERT_EQ(0, glob_set(self->fd, below(work, "dir/*")));
	for (i = 0; i < 32; i++) {
		files = (struct ior_files){ .flags = 1U << i };
		EXPECT_EQ(-EINVAL, files_set(self->fd, &files));
	}
	for (i = 0; i < ARRAY_SIZE(files.reserved); i++) {
		files = (struct ior_files){};
		files.reserved[i] = 1ULL << 63;
		EXPECT_EQ(-EINVAL, files_set(self->fd, &files));
	}
	files = (struct ior_files){ .nr_fds = IOR_FILES_FDS + 1 };
	EXPECT_EQ(-EINVAL, files_set(self->fd, &files));
	files.nr_fds = ~0U;
	EXPECT_EQ(-EINVAL, files_set(self->fd, &files));
	files = (struct ior_files){ .nr_fds = 2, .fds = { 1, -1 } };
	EXPECT_EQ(-EINVAL, files_set(self->fd, &files));
	files.fds[1] = INT32_MIN;
	EXPECT_EQ(-EINVAL, files_set(self->fd, &files));
	/* no end of the last pattern; none of the list */
	files = (struct ior_files){};
	memset(files.globs, 'a', sizeof(files.globs));
	EXPECT_EQ(-EINVAL, files_set(self->fd, &files));
	files.globs[IOR_FILES_GLOBS - 1] = 0;
	EXPECT_EQ(-EINVAL, files_set(self->fd, &files));

	/* What was refused has changed nothing. */
	RUN(use_files, NULL);
	EXPECT_CALLS(SYS_openat, SYS_rename);
}

/* As much as there is room for */
TEST_F(files, most)
{
	struct ior_files files = { .nr_fds = IOR_FILES_FDS };
	size_t i;

	for (i = 0; i < IOR_FILES_FDS; i++)
		files.fds[i] = i == IOR_FILES_FDS - 1 ? FD_A : INT32_MAX;
	memset(files.globs, 'x', sizeof(files.globs));
	for (i = 9; i < 500; i += 10)
		files.globs[i] = 0;
	files.globs[500] = '*';
	files.globs[501] = 0;
	files.globs[IOR_FILES_GLOBS - 2] = 0;
	files.globs[IOR_FILES_GLOBS - 1] = 0;
	ASSERT_EQ(0, files_set(self->fd, &files));
	RUN(use_files, NULL);
	EXPECT_CALLS(SYS_read, SYS_dup3, SYS_sendfile, SYS_newfstatat);
}

TEST_HARNESS_MAIN
