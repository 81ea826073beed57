/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the tests of scenarios share: run "ior-read -F csv -- ior-workload
 * NAME", and go through the rows of each of its threads, in order, telling
 * what every row must say.
 *
 *	struct cursor c;
 *	long fd;
 *
 *	if (!run(&c, "readwrite-pwrite", CALLS("openat,pwrite64,close")))
 *		return;
 *	fd = expect_created(&c, "pwritefile.txt");
 *	expect(&c, "pwrite64", .fd = fd, .ret = 16, .path = "pwritefile.txt",
 *	       .flags = "O_RDWR");
 *	expect_close(&c, fd, "pwritefile.txt", "O_RDWR");
 *	expect_end(&c);
 *
 * What follows from the call alone (its class, which error has which name,
 * what counts as bytes) is checked of every expected row, and the order and
 * the gaps of all rows.
 */
#ifndef IOR_SCENARIO_H
#define IOR_SCENARIO_H

#include "scenario_classes.h"
#include "scenario_run.h"

/*
 * A row as it must be.  ret is compared unless new_fd or any_ret is set; fd,
 * flags and the paths if they are set, path2 also (as "") if only path is.  A
 * path with no '/' in front and no ':' is that of a file in the scenario's
 * directory, "." the directory itself; the column is empty for "".
 */
struct expected {
	const char *call;
	long ret;
	int error;		/* errno: in the place of ret */
	bool new_fd;		/* ret is a descriptor, not a standard one */
	bool any_ret;
	bool no_return;		/* it never ends: no result, no duration */
	bool no_fd;		/* the column is empty */
	long fd;
	const char *bytes;	/* NULL: what follows from the call and its ret */
	const char *flags;
	const char *path, *path2;
	const char *link_text;	/* in the place of path2, and as it is */
	const char *comm;	/* NULL: ior-workload */
};

/* ------------------------------------------------------------ checking -- */

/* The row that the cursor is at, which is the next one of its thread, or NULL */
static inline const struct row *cursor_peek_of(struct __test_metadata *_metadata,
					       struct cursor *cursor)
{
	const struct table *table = cursor->table;

	for (; cursor->next < table->nr; cursor->next++)
		if (row_number(&table->rows[cursor->next], TID) == cursor->tid)
			return &table->rows[cursor->next];
	return NULL;
}

#define cursor_peek(cursor)	cursor_peek_of(_metadata, cursor)

/* cursor_other - to the first row of the nth thread (from 0) but the main one,
 * of whichever process; false: there is none
 */
static inline bool cursor_other_of(struct __test_metadata *_metadata, const struct cursor *main,
				   unsigned int n, struct cursor *other)
{
	const struct table *table = main->table;
	const struct row *row, *before;

	for (row = table->rows; row < table->rows + table->nr; row++) {
		if (row_number(row, TID) == table->pid)
			continue;
		for (before = table->rows; !row_is(before, TID, row->text[TID]); before++)
			;
		if (before != row || n--)
			continue;
		*other = (struct cursor){
			.table = main->table,
			.tid = row_number(row, TID),
			.next = row - table->rows,
			.dir = main->dir,
		};
		return true;
	}
	return false;
}

#define cursor_other(main, n, other)	cursor_other_of(_metadata, main, n, other)

static inline const struct class *class_of(const char *call)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(classes); i++)
		if (!strcmp(classes[i].name, call))
			return &classes[i];
	return NULL;
}

static inline void expect_text(struct __test_metadata *_metadata, const struct cursor *cursor,
			       int line, enum column column, const char *text)
{
	EXPECT_STREQ(text, cursor->row->text[column])
		TH_LOG("line %d: %s of %s", line, column_names[column], cursor->row->text[NAME]);
}

static inline void expect_number(struct __test_metadata *_metadata, const struct cursor *cursor,
				 int line, enum column column, long number)
{
	EXPECT_EQ(number, row_number(cursor->row, column))
		TH_LOG("line %d: %s of %s", line, column_names[column], cursor->row->text[NAME]);
}

static inline void expect_path(struct __test_metadata *_metadata, const struct cursor *cursor,
			       int line, enum column column, const char *path)
{
	char full[2 * PATH_MAX];

	if (!strcmp(path, "."))
		snprintf(full, sizeof(full), "%s", cursor->dir);
	else if (*path && *path != '/' && !strchr(path, ':'))
		snprintf(full, sizeof(full), "%s/%s", cursor->dir, path);
	else
		snprintf(full, sizeof(full), "%s", path);
	expect_text(_metadata, cursor, line, column, full);
}

/* What follows from the call and its ret */
static inline void expect_class(struct __test_metadata *_metadata, const struct cursor *cursor,
				int line, const struct expected *expected)
{
	const struct class *class = class_of(expected->call);
	long ret = row_number(cursor->row, RET);
	bool error = ret < 0 && ret >= -4095;
	char bytes[32] = "";

	ASSERT_NE(NULL, class)
		TH_LOG("line %d: the class of %s is not known", line, expected->call);
	expect_text(_metadata, cursor, line, FAMILY, class->family);
	expect_text(_metadata, cursor, line, KIND, class->kind);
	expect_text(_metadata, cursor, line, RET_CLASS, class->ret_class);
	expect_text(_metadata, cursor, line, ERROR, error ? strerrorname_np(-ret) : "");
	if (ret > 0 && strcmp(class->ret_class, "UNCLASSIFIED"))
		snprintf(bytes, sizeof(bytes), "%ld", ret);
	expect_text(_metadata, cursor, line, BYTES, expected->bytes ?: bytes);
	if (expected->no_fd || (!strcmp(class->kind, "null") && !expected->new_fd))
		expect_text(_metadata, cursor, line, FD, "");
	if (expected->new_fd || strstr(class->kind, "open"))
		expect_number(_metadata, cursor, line, FD, error ? -1 : ret);
}

/* cursor_take_at - the next row of the thread, which is of this call, is the last one then */
static inline const struct row *cursor_take_at(struct __test_metadata *_metadata,
					       struct cursor *cursor, int line, const char *call)
{
	const struct row *row = cursor_peek(cursor);

	ASSERT_NE(NULL, row)
		TH_LOG("line %d: the thread has no row left for %s", line, call);
	ASSERT_STREQ(call, row->text[NAME])
		TH_LOG("line %d: another call, with ret %s", line, row->text[RET]);
	cursor->row = row;
	cursor->next++;
	return row;
}

/* expect(cursor, call, ...) - the next row of the thread is as expected: its ret */
static inline long expect_at(struct __test_metadata *_metadata, struct cursor *cursor, int line,
			     const struct expected *expected)
{
	const struct row *row = cursor_take_at(_metadata, cursor, line, expected->call);

	if (expected->new_fd) {
		EXPECT_GT(row_number(row, RET), STDERR_FILENO)
			TH_LOG("line %d: ret of %s", line, expected->call);
	} else if (!expected->any_ret) {
		expect_number(_metadata, cursor, line, RET,
			      expected->error ? -expected->error : expected->ret);
	}
	if (expected->no_return) {
		expect_number(_metadata, cursor, line, DURATION, 0);
	} else {
		EXPECT_GT(row_number(row, DURATION), 0)
			TH_LOG("line %d: duration of %s", line, expected->call);
	}
	if (expected->fd)
		expect_number(_metadata, cursor, line, FD, expected->fd);
	if (expected->flags)
		expect_text(_metadata, cursor, line, FLAGS, expected->flags);
	if (expected->path)
		expect_path(_metadata, cursor, line, PATH, expected->path);
	if (expected->link_text)
		expect_text(_metadata, cursor, line, PATH2, expected->link_text);
	else if (expected->path || expected->path2)
		expect_path(_metadata, cursor, line, PATH2, expected->path2 ?: "");
	expect_text(_metadata, cursor, line, COMM, expected->comm ?: "ior-workload");
	expect_text(_metadata, cursor, line, ABI, "64");
	expect_class(_metadata, cursor, line, expected);
	return row_number(row, RET);
}

#define expect(cursor, name, ...) \
	expect_at(_metadata, cursor, __LINE__, \
		  &(const struct expected) { .call = name, ##__VA_ARGS__ })

/* expect_no_file - a call that is about no file; expect_by_path - one that has a
 * path, but no descriptor
 */
#define expect_no_file(cursor, name, how, ...) \
	expect_by_path(cursor, name, "", how, ##__VA_ARGS__)
#define expect_by_path(cursor, name, file, how, ...) \
	expect(cursor, name, .path = file, .flags = how, .no_fd = true, ##__VA_ARGS__)

/* error_if_missing - ENOSYS if the kernel does not have the call, which is made with
 * arguments that no call succeeds with, or 0
 */
static inline int error_if_missing(long nr)
{
	return syscall(nr, -1L, 0L, 0L, -1L, 0L) == -1 && errno == ENOSYS ? ENOSYS : 0;
}

/* NUMBERED("file-%d.txt", i) - a name, in memory of the enclosing block */
#define NUMBERED(format, i)	numbered((char[NAME_MAX]) { 0 }, format, i)

static inline const char *numbered(char name[NAME_MAX], const char *format, int i)
{
	snprintf(name, NAME_MAX, format, i);
	return name;
}

/* expect_opened - openat of a file with these flags: its descriptor */
#define expect_opened(cursor, file, how) \
	expect(cursor, "openat", .new_fd = true, .path = file, .flags = how)

/* expect_created - openat of a new file: its descriptor */
#define expect_created(cursor, file)	expect_opened(cursor, file, "O_RDWR|O_CREAT")

/* expect_close - close of a descriptor, by its file and that one's flags */
#define expect_close(cursor, number, file, how) \
	expect(cursor, "close", .fd = number, .path = file, .flags = how)

/* expect_made - a new file, closed at once */
#define expect_made(cursor, file)	expect_made_by(_metadata, cursor, file)

static inline void expect_made_by(struct __test_metadata *_metadata, struct cursor *cursor,
				  const char *file)
{
	long fd = expect_created(cursor, file);

	expect_close(cursor, fd, file, "O_RDWR");
}

/* expect_dir - openat of a directory: its descriptor; expect_dir_close - of it */
#define DIR_FLAGS	"O_RDONLY|O_DIRECTORY"
#define expect_dir(cursor, file)	expect_opened(cursor, file, DIR_FLAGS)
#define expect_dir_close(cursor, number, file) \
	expect_close(cursor, number, file, DIR_FLAGS)

/* is_nodev - does a text say "TYPE:[NUMBER]", as of a file that is in no directory? */
static inline bool is_nodev(const char *text, const char *type)
{
	size_t len = strlen(type);

	return !strncmp(text, type, len) && !strncmp(text + len, ":[", 2) &&
	       strspn(text + len + 2, "0123456789") &&
	       !strcmp(text + len + 2 + strspn(text + len + 2, "0123456789"), "]");
}

/* expect_pipe - pipe2 with these flags: the pipe's name, and its reading descriptor */
#define expect_pipe(cursor, how, reader) \
	expect_pipe_by(_metadata, cursor, "pipe2", how, reader)

static inline const char *expect_pipe_by(struct __test_metadata *_metadata,
					 struct cursor *cursor, const char *call,
					 const char *flags, long *reader)
{
	const char *name;

	expect(cursor, call, .flags = flags);
	name = cursor->row->text[PATH];
	EXPECT_TRUE(is_nodev(name, "pipe"))
		TH_LOG("the pipe is called \"%s\"", name);
	EXPECT_STREQ(name, cursor->row->text[PATH2]);
	*reader = row_number(cursor->row, FD);
	EXPECT_GT(*reader, STDERR_FILENO);
	return name;
}

/* expect_end - the thread made no other call before the scenario was over */
#define expect_end(cursor)	expect(cursor, "chdir", .path = "/", .no_fd = true)

/* expect_nothing - the thread has no row left */
#define expect_nothing(cursor) do { \
	const struct row *row_ = cursor_peek(cursor); \
	EXPECT_EQ(NULL, row_) \
		TH_LOG("another call: %s", row_->text[NAME]); \
} while (0)

/* run_by_path - a whole scenario: a new file, and then this call on its path */
#define run_by_path(scenario, call, file, how, ...) \
	run_by_path_with(_metadata, scenario, call, file, how, OPTIONS(__VA_ARGS__))

static inline void run_by_path_with(struct __test_metadata *_metadata, const char *scenario,
				    const char *call, const char *file, const char *flags,
				    const char * const *options)
{
	struct cursor c;

	if (!run_with(_metadata, &c, scenario, options))
		return;
	expect_made(&c, file);
	expect_by_path(&c, call, file, flags);
	expect_end(&c);
}

/* rows_count - rows of a call, by a process or (pid 0) by all */
static inline size_t rows_count_of(struct __test_metadata *_metadata, const struct cursor *cursor,
				   const char *call, long pid)
{
	const struct table *table = cursor->table;
	size_t i, n = 0;

	for (i = 0; i < table->nr; i++)
		if (row_is(&table->rows[i], NAME, call) &&
		    (!pid || row_number(&table->rows[i], PID) == pid))
			n++;
	return n;
}

#define rows_count(cursor, call, pid)	rows_count_of(_metadata, cursor, call, pid)

#endif /* IOR_SCENARIO_H */
