// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names and too little room for them: lost ones are told and sent again, none
 * is ever wrong, and the longest fit as soon as the ring has room.
 */
#include "ior_steps.h"

#define FILES		12
#define FIRST_FD	100

/* A session with rings of a page, the one of the CPU that its tracee is on */
FIXTURE(names_lost) {
	int fd;
	struct tracee tracee;
	struct trace trace;
	struct ring ring;
	char *path[FILES];	/* of descriptors from FIRST_FD on */
	__u64 made;		/* calls */
};

/* What the tracee is to do: marks, or reads of a file */
struct order {
	int fd;			/* -1: marks */
	int times;
};

static void do_as_told(int side, void *arg)
{
	struct order order;
	char c;

	pin(cpu_nth(0));
	tell(side);
	while (read(side, &order, sizeof(order)) == sizeof(order)) {
		for (; order.times; order.times--) {
			if (order.fd < 0)
				mark(0, 1);
			else
				syscall(SYS_pread64, order.fd, &c, 1, 0);
		}
		tell(side);
	}
}

/* Paths of all lengths, from one record to a few */
static char *path_make(int i)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
	char name[256];

	memset(name, letters[i], sizeof(name));
	name[1 + i * 20] = 0;
	return below(work, name);
}

FIXTURE_SETUP(names_lost)
{
	int i;

	self->fd = session_open(0);
	ASSERT_GE(self->fd, 0);
	ASSERT_TRUE(steps_begin());
	for (i = 0; i < FILES; i++) {
		self->path[i] = path_make(i);
		ASSERT_EQ(FIRST_FD + i, dup2(open(self->path[i], O_RDWR | O_CREAT, 0600),
					     FIRST_FD + i));
	}
}

FIXTURE_TEARDOWN(names_lost)
{
	TEARDOWN();
	work_remove(work);
}

/* Starts a session with rings of a page, mapped. */
#define START_SMALL() do { \
	ASSERT_EQ(0, setup_set(self->fd, PAGE, 0)); \
	TRACE(do_as_told, NULL); \
	ASSERT_EQ(0, tell(self->tracee.fd) ?: hear(self->tracee.fd)); \
	ASSERT_EQ(0, filter_calls(self->fd, 0, MARK_NR, SYS_pread64)); \
	ASSERT_EQ(0, ring_map(self->fd, cpu_nth(0), &self->ring)); \
	/* the place of the header, which only read(2) gives */ \
	trace_room(&self->trace, 1)->type = IOR_RECORD_HEADER; \
	self->trace.nr++; \
	ASSERT_EQ(0, session_start(self->fd)); \
} while (0)

#define DO(fd_, times_) do { \
	struct order order_ = { fd_, times_ }; \
	ASSERT_EQ(sizeof(order_), write(self->tracee.fd, &order_, sizeof(order_))); \
	ASSERT_EQ(0, hear(self->tracee.fd)); \
	self->made += order_.times; \
} while (0)

#define MARKS(n)	DO(-1, n)
#define TAKE(n)		ring_take(&self->ring, &self->trace, n)

static unsigned int pieces(const char *path)
{
	return (strlen(path) + IOR_NAME_TEXT - 1) / IOR_NAME_TEXT;
}

/* What of a trace concerns names: those that were lost, those that were right */
struct verdict {
	int lost;
	int right;
	int wrong;
};

static struct verdict judge(struct trace *trace, char * const *path)
{
	const struct ior_record *rec = NULL;
	struct verdict verdict = {};

	while ((rec = trace_next(trace, rec, WANT(.nr = SYS_pread64)))) {
		if (rec->flags & IOR_CALL_NAME_LOST && !rec->name[0] && !rec->name[1])
			verdict.lost++;
		else if (!(rec->flags & IOR_CALL_NAME_LOST) &&
			 !strcmp(path_of(trace, rec, 0), path[rec->args[0] - FIRST_FD]))
			verdict.right++;
		else
			verdict.wrong++;
	}
	return verdict;
}

/* Room for the call, but not for its name; then for both. */
TEST_F(names_lost, sent_again)
{
	const struct ior_record *rec;
	int fd = FIRST_FD + 8;

	ASSERT_LT(2, pieces(self->path[8]));
	START_SMALL();
	MARKS(29);
	DO(fd, 1);
	EXPECT_EQ(pieces(self->path[8]), self->ring.page->lost_others);
	EXPECT_EQ(0, self->ring.page->lost_calls);
	TAKE(-1);
	EXPECT_EQ(pieces(self->path[8]), trace_lost_others(&self->trace));
	EXPECT_EQ(0, trace_lost(&self->trace));
	rec = find(&self->trace, .nr = SYS_pread64);
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(IOR_CALL_NAME_LOST | IOR_CALL_FD, rec->flags);
	EXPECT_EQ(0, rec->name[0]);
	EXPECT_EQ(fd, rec->args[0]);
	EXPECT_EQ(1, rec->args[2]);
	EXPECT_EQ(0, names_sent(&self->trace, self->path[8]));

	DO(fd, 1);
	TAKE(-1);
	DO(fd, 5);
	TAKE(-1);
	ASSERT_EQ(0, session_stop(self->fd));
	TAKE(-1);
	EXPECT_SOUND(&self->trace);
	EXPECT_EQ(1, names_sent(&self->trace, self->path[8]));
	while ((rec = trace_next(&self->trace, rec, WANT(.nr = SYS_pread64)))) {
		EXPECT_EQ(IOR_CALL_FD, rec->flags);
		EXPECT_STREQ(self->path[8], path_of(&self->trace, rec, 0));
	}
	EXPECT_EQ(7, count(&self->trace, .nr = SYS_pread64));
}

/* Neither for the name nor for the call: afterwards both come. */
TEST_F(names_lost, call_lost)
{
	const struct ior_record *rec;
	struct ior_stats stats;

	START_SMALL();
	MARKS(31);
	DO(FIRST_FD + 5, 1);
	EXPECT_EQ(pieces(self->path[5]), self->ring.page->lost_others);
	EXPECT_EQ(1, self->ring.page->lost_calls);
	TAKE(-1);
	DO(FIRST_FD + 5, 1);
	TAKE(-1);
	rec = find(&self->trace, .nr = SYS_pread64);
	ASSERT_NE(NULL, rec);
	EXPECT_STREQ(self->path[5], path_of(&self->trace, rec, 0));
	EXPECT_EQ(1, count(&self->trace, .nr = SYS_pread64));
	EXPECT_EQ(1, trace_lost(&self->trace));
	EXPECT_EQ(pieces(self->path[5]), trace_lost_others(&self->trace));
	EXPECT_SOUND(&self->trace);
	ASSERT_EQ(0, stats_get(self->fd, &stats));
	EXPECT_EQ(pieces(self->path[5]), stats.lost_others);
}

/* Any files, any room: not one wrong name, and every loss is told. */
TEST_F_TIMEOUT(names_lost, never_wrong, 100)
{
	struct verdict verdict;
	unsigned int seed = 3;
	struct ior_stats stats;
	char path[512];
	int i, file;

	START_SMALL();
	for (i = 0; i < 1000; i++) {
		file = rand_r(&seed) % FILES;
		if (i % 3)
			DO(FIRST_FD + file, 1 + rand_r(&seed) % 3);
		else
			MARKS(rand_r(&seed) % 12);
		TAKE(rand_r(&seed) % 7);
		/* so that names have to be sent again */
		if (i % 5 == 4) {
			snprintf(path, sizeof(path), "%s-", self->path[file]);
			ASSERT_EQ(0, rename(self->path[file], path));
			ASSERT_EQ(0, rename(path, self->path[file]));
		}
	}
	ASSERT_EQ(0, session_stop(self->fd));
	TAKE(-1);
	ASSERT_EQ(0, stats_get(self->fd, &stats));	/* marks a loss at the end */
	TAKE(-1);
	ASSERT_EQ(0, stats_get(self->fd, &stats));
	EXPECT_SOUND(&self->trace);
	verdict = judge(&self->trace, self->path);
	EXPECT_EQ(0, verdict.wrong);
	EXPECT_LT(10, verdict.lost);
	EXPECT_LT(50, verdict.right);
	EXPECT_EQ(stats.lost_others, trace_lost_others(&self->trace));
	EXPECT_EQ(stats.lost_calls, trace_lost(&self->trace));
	EXPECT_EQ(self->made, count(&self->trace) + stats.lost_calls);
	EXPECT_EQ(stats.records + 1, self->trace.nr);
}

/* ---------------------------------------------------------- long names -- */

#define LONG_FD		(FIRST_FD + FILES)

/* deep_make - goes down until a file there has a path of that length, and opens it */
static char *deep_make(size_t length)
{
	char *path = must_have(calloc(1, length + 1)), name[256];
	size_t len = strlen(work), n;

	memcpy(path, work, len);
	if (chdir(work))
		return NULL;
	while (len + 1 < length) {
		n = length - len - 1;
		if (n > 200)
			n = n > 400 ? 200 : n / 2;	/* the last one has room for a name */
		memset(name, 'a' + n % 26, n);
		name[n] = 0;
		path[len] = '/';
		memcpy(path + len + 1, name, n);
		len += 1 + n;
		if (len == length)
			break;
		if ((mkdir(name, 0755) && errno != EEXIST) || chdir(name))
			return NULL;
	}
	if (dup2(open(name, O_RDWR | O_CREAT, 0600), LONG_FD) != LONG_FD)
		return NULL;
	return path;
}

static void use_deep(int side, void *arg)
{
	char c;

	mark(0, 1);
	openat(AT_FDCWD, strrchr(arg, '/') + 1, O_RDONLY);
	mark(1, 1);
	pread(LONG_FD, &c, 1, 0);
}

static const size_t lengths[] = { 4000, 4094, 4095 };

TEST_F(names_lost, long_paths)
{
	const struct ior_record *rec;
	const struct name *name;
	char *path;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lengths); i++) {
		close(self->fd);
		self->fd = session_open(0);
		path = deep_make(lengths[i]);
		ASSERT_NE(NULL, path);
		ASSERT_EQ(lengths[i], strlen(path));
		TRACE(use_deep, path);
		ASSERT_EQ(0, session_start(self->fd));
		ASSERT_EQ(0, tracee_run(&self->tracee));
		FINISH();
		rec = call_behind(&self->trace, 0, 1);
		ASSERT_NE(NULL, rec);
		EXPECT_STREQ(path, path_of(&self->trace, rec, 0));
		EXPECT_STREQ(path, path_of(&self->trace, rec, 1));
		name = name_of(&self->trace, rec, 0);
		ASSERT_NE(NULL, name);
		EXPECT_STREQ(strrchr(path, '/') + 1, name->given);
		rec = call_behind(&self->trace, 1, 1);
		EXPECT_STREQ(path, path_of(&self->trace, rec, 0));
		trace_free(&self->trace);
	}
	ASSERT_EQ(0, chdir("/"));
}

/* Longer than any path that can be given: whole or lost, but not cut */
TEST_F(names_lost, longer_than_paths)
{
	char *path = deep_make(7000);
	const struct ior_record *rec;
	struct trace *trace = &self->trace;

	ASSERT_NE(NULL, path);
	TRACE(use_deep, path);
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	ASSERT_EQ(0, session_stop(self->fd));
	ASSERT_EQ(0, trace_drain(self->fd, trace));
	EXPECT_SOUND(trace);
	rec = call_behind(trace, 1, 1);
	ASSERT_NE(NULL, rec);
	EXPECT_STREQ(is_name_lost(rec) ? "" : path, path_of(trace, rec, 0));
	ASSERT_EQ(0, chdir("/"));
}

/* A name that no ring of this size can hold is lost each time, and the calls are not. */
TEST_F(names_lost, longer_than_the_ring)
{
	char *path = deep_make(4000);
	const struct ior_record *rec = NULL;
	int i;

	ASSERT_NE(NULL, path);
	START_SMALL();
	for (i = 0; i < 20; i++) {
		DO(LONG_FD, 1);
		TAKE(-1);
	}
	EXPECT_EQ(0, self->ring.page->lost_calls);
	EXPECT_EQ(20 * pieces(path), self->ring.page->lost_others);
	EXPECT_EQ(20, count(&self->trace, .nr = SYS_pread64));
	while ((rec = trace_next(&self->trace, rec, WANT(.nr = SYS_pread64)))) {
		EXPECT_TRUE(is_name_lost(rec));
		EXPECT_EQ(0, rec->name[0]);
	}
	EXPECT_SOUND(&self->trace);
	ASSERT_EQ(0, chdir("/"));
}

TEST_HARNESS_MAIN
