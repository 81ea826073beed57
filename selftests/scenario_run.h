/* SPDX-License-Identifier: GPL-2.0-only */
/* Running a scenario with ior-read, and what can be said of any trace of one. */
#ifndef IOR_SCENARIO_RUN_H
#define IOR_SCENARIO_RUN_H

#include <libgen.h>
#include <limits.h>
#include <sys/wait.h>

#include "ior_selftest.h"
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

/* How rmdir(3) removes a scenario's directory: newer machines have no such call */
#ifdef SYS_rmdir
#define RMDIR	"rmdir"
#else
#define RMDIR	"unlinkat"
#endif

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

/* tool_begin - in a child that is about to be one of the tools: it dies with the
 * test; its messages come behind those that are there
 */
static inline void tool_begin(const char *messages)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	path_add_build();
	if (!freopen(messages, "a", stderr))
		_exit(126);
}

static inline void __attribute__((noreturn))
tools_exec(const char *csv, const char *messages, const char *name, const char * const *options)
{
	const char *argv[16] = { "ior-read", "-F", "csv", "-o", csv };
	size_t n = 5;

	for (; *options && n < 12; options++)
		argv[n++] = *options;
	argv[n++] = "--";
	argv[n++] = "ior-workload";
	argv[n++] = name;
	tool_begin(messages);
	execvp(argv[0], (char **)argv);
	fprintf(stderr, "%s: %m\n", argv[0]);
	_exit(125);
}

/* tools_run - the status of ior-read; what it wrote is in the table then */
static inline void tools_run(struct __test_metadata *_metadata, struct table *table,
			     const char *name, const char * const *options)
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

/* table_expect_end - tools_run() or the like came to this end */
static inline void table_expect_end(struct __test_metadata *_metadata, const struct table *table,
				    int status)
{
	ASSERT_EQ(status, table->status)
		TH_LOG("%s", table->messages);
	ASSERT_NE(NULL, table->csv);
}

/* table_expect_whole - the last message: so many calls are all that there were */
static inline void table_expect_whole(struct __test_metadata *_metadata,
				      const struct table *table, size_t nr)
{
	const char *last = messages_last(table);
	size_t shown;

	EXPECT_TRUE(sscanf(last, "ior-read: %zu", &shown) == 1 && shown == nr &&
		    strstr(last, ", 0 lost, complete"))
		TH_LOG("%zu calls, but the last line is \"%s\"", nr, last);
}

/* table_is_skipped - the scenario was, and so the test is */
static inline bool table_is_skipped(struct __test_metadata *_metadata, const struct table *table)
{
	if (table->status != KSFT_SKIP)
		return false;
	SKIP(return true, "%s", messages_find(table, "skipped: "));
}

/* table_parse - the rows that tools_run() or the like has left, whole */
static inline void table_parse(struct __test_metadata *_metadata, struct table *table, int status)
{
	const char *fault;

	table_expect_end(_metadata, table, status);
	fault = csv_parse(table->csv, &table->rows, &table->nr);
	ASSERT_EQ(NULL, fault)
		TH_LOG("%s", fault);
	table_expect_whole(_metadata, table, table->nr);
	table_check_times(_metadata, table);
}

/* table_find_begin - the cursor where the scenario begins, in its main thread */
static inline void table_find_begin(struct __test_metadata *_metadata, struct table *table,
				    struct cursor *cursor, const char *name)
{
	size_t i;

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
}

/* table_begin - both; false: the scenario is skipped */
static inline bool table_begin(struct __test_metadata *_metadata, struct table *table,
			       struct cursor *cursor, const char *name)
{
	if (table_is_skipped(_metadata, table))
		return false;
	table_parse(_metadata, table, 0);
	table_find_begin(_metadata, table, cursor, name);
	return true;
}

static inline bool run_with(struct __test_metadata *_metadata, struct cursor *cursor,
			    const char *name, const char * const *options)
{
	static struct table table;

	tools_run(_metadata, &table, name, options);
	return table_begin(_metadata, &table, cursor, name);
}

static inline bool run_rows_with(struct __test_metadata *_metadata, struct table *table,
				 const char *name, const char * const *options)
{
	tools_run(_metadata, table, name, options);
	if (table_is_skipped(_metadata, table))
		return false;
	table_parse(_metadata, table, 0);
	return true;
}

/* OPTIONS(option...) - of ior-read, if any */
#define OPTIONS(...)	((const char *[]) { NULL, ##__VA_ARGS__, NULL } + 1)

/*
 * run(cursor, name, option...) - the scenario, traced with these options, which
 * must select chdir; the cursor is where the scenario begins, in its main
 * thread.  false: it cannot run here, and the test is skipped.
 */
#define run(cursor, name, ...) \
	run_with(_metadata, cursor, name, OPTIONS(__VA_ARGS__))

/*
 * run_rows(table, name, option...) - the same without a cursor, where the rows as
 * a whole are looked at: chdir need not be selected.
 */
#define run_rows(table, name, ...) \
	run_rows_with(_metadata, table, name, OPTIONS(__VA_ARGS__))

/* CALLS - the option that selects these calls, and what encloses them */
#define CALLS(list)	"-e", "trace=chdir," list

#endif /* IOR_SCENARIO_RUN_H */
