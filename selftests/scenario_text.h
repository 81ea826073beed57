/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the tests share that look for what CSV has no column for: run "ior-read
 * -F text -- ior-workload NAME", and go through the lines, in order, telling what
 * every line must be.
 *
 *	struct lines l;
 *	long addr;
 *
 *	if (!run_text(&l, "mmap-basic", CALLS("mmap,munmap")))
 *		return;
 *	addr = expect_line(&l, "mmap(NULL, 21, *, *, *<%s/mmapfile.txt>, 0) = 0x*", l.dir);
 *	expect_line(&l, "munmap(0x%lx, 21) = 0", addr);
 *	expect_lines_end(&l);
 *
 * Where nothing depends on what was before, a table of such lines will do:
 *
 *	static const struct text texts[] = {
 *		{ "flock-basic", 1, { "flock(3<*>, 2) = 0", "flock(3<*>, 8) = 0" } },
 *		{ }
 *	};
 *
 *	expect_texts(texts, CALLS("flock"));
 *
 * A "*" is anything without a comma in it: no more than one argument.  How long
 * the call took is left out of a line, and so are the spaces that align its
 * result; both are checked of every line, and that the trace is whole.
 */
#ifndef IOR_SCENARIO_TEXT_H
#define IOR_SCENARIO_TEXT_H

#include <stdarg.h>
#include <sys/param.h>

#include "scenario.h"

#define RESULT_COLUMN	40	/* of the "=", unless the call is longer */

/* A place in the lines of a scenario that has one thread */
struct lines {
	char *line;		/* the last one that was taken */
	char *next;		/* all that is behind it */
	char *dir;		/* the scenario's, absolute */
};

/* The lines of a scenario: how often they come, all of them */
struct text {
	const char *scenario;
	int times;
	const char *lines[6];
};

/* lines_take - goes on to the next line */
static inline void lines_take(struct __test_metadata *_metadata, struct lines *lines)
{
	char *line = lines->next, *end = strchr(line, '\n'), *result, *time, *equals;
	double took = -1;
	int len = 0;

	ASSERT_NE(NULL, end)
		TH_LOG("no line is left but \"%s\"", line);
	*end = 0;
	lines->line = line;
	lines->next = end + 1;

	equals = strstr(line, " = ");
	time = strrchr(line, ' ');
	ASSERT_TRUE(equals && time > equals + 2 && sscanf(time, " <%lf>%n", &took, &len) == 1 &&
		    !time[len] && took >= 0)
		TH_LOG("no call: \"%s\"", line);
	*time = 0;
	for (result = equals; result > line && result[-1] == ' '; result--)
		;
	EXPECT_EQ(MAX(RESULT_COLUMN, result + 1 - line), equals + 1 - line)
		TH_LOG("\"=\" is not where it should be: \"%s\"", line);
	memmove(result, equals, strlen(equals) + 1);
}

static inline bool line_matches(const char *pattern, const char *line)
{
	for (; *pattern != '*'; pattern++, line++) {
		if (*pattern != *line)
			return false;
		if (!*pattern)
			return true;
	}
	do {
		if (line_matches(pattern + 1, line))
			return true;
	} while (*line && *line++ != ',');
	return false;
}

/* expect_line - the next line is this: what the call returned */
#define expect_line(lines, ...)	expect_line_at(_metadata, lines, __LINE__, __VA_ARGS__)

static inline long __attribute__((format(printf, 4, 5)))
expect_line_at(struct __test_metadata *_metadata, struct lines *lines, int at, const char *fmt,
	       ...)
{
	char pattern[2 * PATH_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(pattern, sizeof(pattern), fmt, ap);
	va_end(ap);
	lines_take(_metadata, lines);
	EXPECT_TRUE(line_matches(pattern, lines->line))
		TH_LOG("line %d: \"%s\" is not \"%s\"", at, lines->line, pattern);
	return strtol(strstr(lines->line, " = ") + 3, NULL, 0);
}

/* expect_lines_end - the scenario is over, and then the program, which has cleaned up */
#define expect_lines_end(lines)	expect_lines_end_at(_metadata, lines, __LINE__)

static inline void expect_lines_end_at(struct __test_metadata *_metadata, struct lines *lines,
				       int at)
{
	expect_line_at(_metadata, lines, at, "chdir(\"/\") = 0");
	while (*lines->next != '+')
		lines_take(_metadata, lines);
	EXPECT_STREQ("+++ exited with 0 +++\n", lines->next);
}

static inline bool run_text_with(struct __test_metadata *_metadata, struct lines *lines,
				 const char *name, const char * const *options)
{
	struct table table;
	size_t nr = 0;
	char *p;

	tools_run(_metadata, &table, name, options);
	if (table_is_skipped(_metadata, &table))
		return false;
	table_expect_end(_metadata, &table, 0);
	for (p = table.csv; (p = strchr(p, '\n')); p++)
		nr++;
	/* the last line is of no call */
	table_expect_whole(_metadata, &table, nr - 1);

	for (p = table.csv; strncmp(p, "chdir(", strlen("chdir(")); p++) {
		p = strchr(p, '\n');
		ASSERT_NE(NULL, p)
			TH_LOG("no chdir begins the scenario");
	}
	lines->next = p;
	lines_take(_metadata, lines);
	ASSERT_TRUE(sscanf(lines->line, "chdir(\"%m[^\"]\") = 0", &lines->dir) == 1);
	EXPECT_NE(NULL, strstr(lines->dir, name));
	return true;
}

/*
 * run_text(lines, name, option...) - the scenario, as run() has it, but as text:
 * the next line is its first one.
 */
#define run_text(lines, name, ...) \
	run_text_with(_metadata, lines, name, OPTIONS("-F", "text", ##__VA_ARGS__))

/* expect_texts(texts, option...) - each of these scenarios, run by run_text() */
#define expect_texts(texts, ...) \
	expect_texts_at(_metadata, texts, __LINE__, OPTIONS("-F", "text", ##__VA_ARGS__))

static inline void expect_texts_at(struct __test_metadata *_metadata, const struct text *text,
				   int at, const char * const *options)
{
	struct lines l;
	int round;
	size_t i;

	for (; text->scenario; text++) {
		if (!run_text_with(_metadata, &l, text->scenario, options))
			return;
		for (round = 0; round < text->times; round++)
			for (i = 0; i < ARRAY_SIZE(text->lines) && text->lines[i]; i++)
				expect_line_at(_metadata, &l, at, "%s", text->lines[i]);
		expect_lines_end_at(_metadata, &l, at);
	}
}

#endif /* IOR_SCENARIO_TEXT_H */
