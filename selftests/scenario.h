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

#include <libgen.h>
#include <limits.h>
#include <sys/wait.h>

#include "ior_selftest.h"
#include "scenario_classes.h"
#include "scenario_csv.h"

/* One run of one scenario */
struct table {
	struct row *rows;
	size_t nr;
	long pid;
	int status;
	char *csv;
	char *messages;		/* standard error */
};

/* A place in the rows of one thread */
struct cursor {
	struct table *table;
	long tid;
	size_t next;
	const char *dir;	/* the scenario's, absolute */
	const struct row *row;	/* the last one that was taken */
};

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

/* ------------------------------------------------------------ columns -- */

/* row_number - a column that must hold a number */
static inline long row_number_of(struct __test_metadata *_metadata, const struct row *row,
				 enum column column)
{
	const char *text = row->text[column];
	char *end;
	long value;

	errno = 0;
	value = strtol(text, &end, 10);
	ASSERT_TRUE(*text && !*end && !errno)
		TH_LOG("%s of %s is no number: \"%s\"", column_names[column], row->text[NAME],
		       text);
	return value;
}

#define row_number(row, column)	row_number_of(_metadata, row, column)

/* row_ended - when its call ended */
static inline long row_ended_of(struct __test_metadata *_metadata, const struct row *row)
{
	return row_number(row, TIME) + row_number(row, DURATION);
}

#define row_ended(row)		row_ended_of(_metadata, row)

static inline bool row_has_no_return(const struct row *row)
{
	return row_is(row, NAME, "exit") || row_is(row, NAME, "exit_group") ||
	       row_is(row, NAME, "rt_sigreturn");
}

/* ------------------------------------------------------------ running -- */

/* The tools are in $PATH, or in the build that this program is in. */
static inline void path_add_build(void)
{
	char self[PATH_MAX / 2] = { 0 }, path[PATH_MAX];
	const char *dir;

	if (readlink("/proc/self/exe", self, sizeof(self) - 1) < 0)
		return;
	dir = dirname(self);
	snprintf(path, sizeof(path), "%s:%s/../bin:%s/../build/bin",
		 getenv("PATH") ?: "/usr/bin:/bin", dir, dir);
	setenv("PATH", path, 1);
}

static inline void __attribute__((noreturn))
tools_exec(const char *csv, const char *messages, const char *name, char **options)
{
	const char *argv[16] = { "ior-read", "-F", "csv", "-o", csv };
	size_t n = 5;

	for (; *options && n < 12; options++)
		argv[n++] = *options;
	argv[n++] = "--";
	argv[n++] = "ior-workload";
	argv[n++] = name;
	if (!freopen(messages, "w", stderr))
		_exit(126);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	path_add_build();
	execvp(argv[0], (char **)argv);
	fprintf(stderr, "%s: %m\n", argv[0]);
	_exit(125);
}

/* tools_run - the status of ior-read; what it wrote is in the table then */
static inline void tools_run(struct __test_metadata *_metadata, struct table *table,
			     const char *name, char **options)
{
	char dir[] = "/tmp/ior-scenario.XXXXXX";
	char csv[64], messages[64];
	int status;
	pid_t pid;

	memset(table, 0, sizeof(*table));
	ASSERT_NE(NULL, mkdtemp(dir));
	snprintf(csv, sizeof(csv), "%s/csv", dir);
	snprintf(messages, sizeof(messages), "%s/messages", dir);
	pid = fork();
	if (!pid)
		tools_exec(csv, messages, name, options);
	if (pid > 0 && waitpid(pid, &status, 0) != pid)
		pid = -1;
	table->csv = slurp(csv);
	table->messages = slurp(messages);
	rmdir(dir);
	ASSERT_GT(pid, 0);
	ASSERT_TRUE(WIFEXITED(status));
	table->status = WEXITSTATUS(status);
}

/* messages_find - the first line of standard error that has a word; "" if none */
static inline const char *messages_find(const struct table *table, const char *word)
{
	static char line[256];
	const char *p = strstr(table->messages, word);

	if (!p)
		return "";
	while (p > table->messages && p[-1] != '\n')
		p--;
	snprintf(line, sizeof(line), "%.*s", (int)strcspn(p, "\n"), p);
	return line;
}

/* messages_last - the last line of standard error */
static inline const char *messages_last(const struct table *table)
{
	static char line[256];
	size_t len = strlen(table->messages);
	const char *p;

	while (len && table->messages[len - 1] == '\n')
		len--;
	p = table->messages + len;
	while (p > table->messages && p[-1] != '\n')
		p--;
	snprintf(line, sizeof(line), "%.*s", (int)(table->messages + len - p), p);
	return line;
}

/* An execve ends in the thread that made it; its process's first one goes on. */
static inline bool row_is_of_thread(const struct row *row, const struct row *thread)
{
	return row_is(row, TID, thread->text[TID]) ||
	       (row_is(thread, TID, thread->text[PID]) && row_is(row, PID, thread->text[PID]) &&
		row_is(row, NAME, "execve") && row_is(row, RET, "0"));
}

/* A call within another one is of a signal handler: its gap is from the other's
 * first part, which no row tells.
 */
static inline bool row_is_inner_of(struct __test_metadata *_metadata, const struct table *table,
				   const struct row *row)
{
	const struct row *later;

	for (later = row + 1; later < table->rows + table->nr; later++)
		if (row_is(later, TID, row->text[TID]) &&
		    row_number(later, TIME) < row_number(row, TIME))
			return true;
	return false;
}

/* Every row comes behind those that ended before it, and its gap is the time
 * since the last one of its thread that ended before it began, if that one has
 * an end at all.  One that never began has none.
 */
static inline void table_check_times(struct __test_metadata *_metadata, const struct table *table)
{
	const struct row *row, *before;
	long order = 0;
	char gap[32];

	for (row = table->rows; row < table->rows + table->nr; row++) {
		EXPECT_LE(order, row_ended(row))
			TH_LOG("%s comes too late", row->text[NAME]);
		order = row_ended(row);
		if (row_is_inner_of(_metadata, table, row))
			continue;
		*gap = 0;
		for (before = row - 1; before >= table->rows; before--)
			if (row_is_of_thread(before, row) &&
			    row_ended(before) <= row_number(row, TIME))
				break;
		if (before >= table->rows && row_has_no_return(before))
			continue;
		if (before >= table->rows && (row_number(row, DURATION) || row_has_no_return(row)))
			snprintf(gap, sizeof(gap), "%ld",
				 row_number(row, TIME) - row_ended(before));
		EXPECT_STREQ(gap, row->text[GAP])
			TH_LOG("gap of %s", row->text[NAME]);
	}
}

/* table_begin - what tools_run() or the like has left: whole, and the cursor where
 * the scenario begins; false: it is skipped
 */
static inline bool table_begin(struct __test_metadata *_metadata, struct table *table,
			       struct cursor *cursor, const char *name)
{
	const char *fault, *last;
	size_t i, shown;

	if (table->status == KSFT_SKIP)
		SKIP(return false, "%s", messages_find(table, "skipped: "));
	ASSERT_EQ(0, table->status)
		TH_LOG("%s", table->messages);
	ASSERT_NE(NULL, table->csv);
	fault = csv_parse(table->csv, &table->rows, &table->nr);
	ASSERT_EQ(NULL, fault)
		TH_LOG("%s", fault);
	last = messages_last(table);
	EXPECT_TRUE(sscanf(last, "ior-read: %zu", &shown) == 1 && shown == table->nr &&
		    strstr(last, ", 0 lost, complete"))
		TH_LOG("%zu rows, but the last line is \"%s\"", table->nr, last);
	table_check_times(_metadata, table);

	for (i = 0; i < table->nr && !row_is(&table->rows[i], NAME, "chdir"); i++)
		;
	ASSERT_LT(i, table->nr)
		TH_LOG("no chdir begins the scenario");
	table->pid = row_number(&table->rows[i], PID);
	EXPECT_STREQ(table->rows[i].text[PID], table->rows[i].text[TID]);
	*cursor = (struct cursor) {
		.table = table,
		.tid = table->pid,
		.next = i + 1,
		.dir = table->rows[i].text[PATH],
	};
	EXPECT_EQ('/', *cursor->dir);
	EXPECT_NE(NULL, strstr(cursor->dir, name));
	return true;
}

static inline bool run_with(struct __test_metadata *_metadata, struct cursor *cursor,
			    const char *name, char **options)
{
	static struct table table;

	tools_run(_metadata, &table, name, options);
	return table_begin(_metadata, &table, cursor, name);
}

/*
 * run(cursor, name, option...) - the scenario, traced with these options, which
 * must select chdir; the cursor is where the scenario begins, in its main
 * thread.  false: it cannot run here, and the test is skipped.
 */
#define run(cursor, name, ...) \
	run_with(_metadata, cursor, name, (char *[]) { __VA_ARGS__, NULL })

/* CALLS - the option that selects these calls, and what encloses them */
#define CALLS(list)	"-e", "trace=chdir," list

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

/* expect(cursor, call, ...) - the next row of the thread is as expected: its ret */
static inline long expect_at(struct __test_metadata *_metadata, struct cursor *cursor, int line,
			     const struct expected *expected)
{
	const struct row *row = cursor_peek(cursor);

	ASSERT_NE(NULL, row)
		TH_LOG("line %d: the thread has no row left for %s", line, expected->call);
	ASSERT_STREQ(expected->call, row->text[NAME])
		TH_LOG("line %d: another call, with ret %s", line, row->text[RET]);
	cursor->row = row;
	cursor->next++;

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

/* expect_end - the thread made no other call before the scenario was over */
#define expect_end(cursor)	expect(cursor, "chdir", .path = "/", .no_fd = true)

/* expect_nothing - the thread has no row left */
#define expect_nothing(cursor) do { \
	const struct row *row_ = cursor_peek(cursor); \
	EXPECT_EQ(NULL, row_) \
		TH_LOG("another call: %s", row_->text[NAME]); \
} while (0)

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
