// SPDX-License-Identifier: GPL-2.0-only
/*
 * A libFuzzer target: ior-read -i of whatever the fuzzer comes up with, the way
 * that a user has it, with several command lines one after the other.  What is
 * printed has to be what a row, a table or a recording looks like.
 */
#include <ctype.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "libfuzzer.h"
#include "read.h"
#include "sandbox.h"

#define CALL_COLUMNS	18
#define TABLE_COLUMNS	15
#define INTERVAL_COLUMNS	17	/* by thread */
#define RECORD		sizeof(struct ior_record)
#define ARGS_MAX	8

/* --------------------------------------------------------------- findings -- */

__attribute__((format(printf, 1, 2)))
_Noreturn static void found(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fputs("FOUND: ", stderr);
	vfprintf(stderr, format, args);
	fprintf(stderr, "\nit said: %s\n", sandbox.said);
	va_end(args);
	abort();
}

/* Calls that the last line says were printed; -1: there is no such line. */
static long long calls_told(void)
{
	const char *call, *line = strstr(sandbox.said, "ior-read: "), *next;

	while (line && (next = strstr(line + 1, "ior-read: ")))
		line = next;
	call = line ? strstr(line, " call") : NULL;
	if (!call)
		return -1;
	while (call > line && isdigit(call[-1]))
		call--;
	if (call - line > 4 && !memcmp(call - 4, " of ", 4)) {
		call -= 4;
		while (call > line && isdigit(call[-1]))
			call--;
	}
	return strtoll(call, NULL, 10);
}

/* --------------------------------------------------------------- outputs -- */

/* Every row has its end, and nothing that a terminal would take for an order. */
static void check_text(void)
{
	size_t i;

	if (sandbox.out_len && sandbox.out[sandbox.out_len - 1] != '\n')
		found("the last row has no end");
	for (i = 0; i < sandbox.out_len; i++) {
		unsigned char c = sandbox.out[i];

		if ((c < ' ' && c != '\n') || c > '~')
			found("byte %#x in text, at %zu", c, i);
	}
}

/* One line of CSV, with quoted fields that may have line ends in them.  Returns fields. */
static unsigned int csv_line(const char **at)
{
	const char *end = sandbox.out + sandbox.out_len, *p;
	unsigned int fields = 1;
	bool quoted = false;

	for (p = *at; p < end && (quoted || *p != '\n'); p++) {
		if (*p == '"')
			quoted = !quoted;
		fields += *p == ',' && !quoted;
	}
	if (p == end)
		found("row of CSV without an end");
	*at = p + 1;
	return fields;
}

static void check_csv_lines(const char *at, unsigned int columns, long long rows)
{
	const char *end = sandbox.out + sandbox.out_len;
	long long lines = 0;
	unsigned int n;

	for (; at < end; lines++) {
		n = csv_line(&at);
		if (n != columns)
			found("line %lld of CSV has %u fields, not %u", lines, n, columns);
	}
	if (rows >= 0 && lines != rows + 1)
		found("%lld lines of CSV for %lld calls", lines, rows);
}

static void check_csv(void)
{
	if (sandbox.out_len)
		check_csv_lines(sandbox.out, CALL_COLUMNS, calls_told());
}

static void check_escaped_csv(void)
{
	check_text();
	check_csv();
}

static void check_csv_table(void)
{
	check_csv_lines(sandbox.out, TABLE_COLUMNS, -1);
}

static void check_csv_intervals(void)
{
	check_csv_lines(sandbox.out, INTERVAL_COLUMNS, -1);
}

/* One line of JSON: its brackets and quotes are closed.  Returns how it ends. */
static const char *json_line(const char *at)
{
	const char *end = sandbox.out + sandbox.out_len;
	bool quoted = false;
	int depth = 0;

	for (; at < end && *at != '\n'; at++) {
		if ((unsigned char)*at < ' ' || *at == 0x7f)
			found("byte %#x in JSON", *at);
		if (*at == '"')
			quoted = !quoted;
		else if (*at == '\\')
			at++;
		else if (!quoted && strchr("{[", *at))
			depth++;
		else if (!quoted && strchr("}]", *at))
			depth--;
	}
	if (at == end)
		found("line of JSON without an end");
	if (quoted || depth)
		found("line of JSON that is not whole");
	return at + 1;
}

static void check_jsonl(void)
{
	const char *at, *end = sandbox.out + sandbox.out_len;
	long long lines = 0;

	for (at = sandbox.out; at < end; at = json_line(at))
		lines++;
	if (calls_told() >= 0 && lines != calls_told())
		found("%lld lines of JSON for %lld calls", lines, calls_told());
}

static void check_chrome(void)
{
	const char *at, *end = sandbox.out + sandbox.out_len - 2;
	long long calls = 0;

	if (sandbox.out_len < 4 || memcmp(sandbox.out, "[\n", 2) || memcmp(end, "]\n", 2))
		found("no array");
	for (at = sandbox.out + 2; at < end; at = json_line(at))
		calls += !strncmp(at, "{\"ph\":\"X\"", 9);
	if (calls_told() >= 0 && calls != calls_told())
		found("%lld events for %lld calls", calls, calls_told());
}

/* All stacks together have all calls. */
static void check_folded(void)
{
	const char *at, *end = sandbox.out + sandbox.out_len, *space, *next;
	long long calls = 0;

	for (at = sandbox.out; at < end; at = next) {
		next = memchr(at, '\n', end - at);
		space = next ? memrchr(at, ' ', next - at) : NULL;
		if (!space || space == at)
			found("line of no stack");
		calls += strtoll(space + 1, NULL, 10);
		next++;
	}
	if (calls_told() >= 0 && calls != calls_told())
		found("stacks of %lld calls for %lld calls", calls, calls_told());
}

/* What is between the first and the last record is a piece of what was read. */
static void check_inner(const uint8_t *data)
{
	if (sandbox.out_len % RECORD || (sandbox.out_len && sandbox.out_len < 2 * RECORD))
		found("a copy of %zu bytes", sandbox.out_len);
	if (sandbox.out_len &&
	    memcmp(sandbox.out + RECORD, data + RECORD, sandbox.out_len - 2 * RECORD))
		found("a copy has other records");
}

/* ------------------------------------------------------------------ runs -- */

/**
 * struct command - a command line
 * @args: what comes between ior-read and -i -
 * @check: looks at what was printed
 * @copies: it makes recordings
 * @chunk: what one read(2) gives
 */
struct command {
	char		*args[ARGS_MAX];
	void		(*check)(void);
	bool		copies;
	size_t		chunk;
};

static const struct command commands[] = {
	{ { "-F", "text" },			check_text, false, -1 },
	{ { "-F", "csv" },			check_csv, false, 4096 },
	{ { "-F", "raw" },			NULL, true, 77 },
	{ { "-F", "text", "--raw-restarts", "-C", "-S", "name" }, check_text, false, -1 },
	{ { "-F", "csv", "-e", "path=*e*,/[a-z]*", "-e", "fd=0,3" }, check_csv, false, -1 },
	{ { "-F", "raw", "-e", "trace=!close", "--min-duration", "1us" }, NULL, true, -1 },
	{ { "-F", "csv", "-Z", "--raw-restarts" }, check_csv, false, -1 },
	{ { "-F", "csv", "-c" },		check_csv_table, false, -1 },
	{ { "-F", "text", "-ttr", "-s", "3", "--syscall-times=ns" }, check_text, false, -1 },
	{ { "-F", "text", "--timestamps=ns", "--decode-fds=none" }, check_text, false, -1 },
	{ { "-F", "csv", "--escape=always" },	check_escaped_csv, false, -1 },
	{ { "-F", "jsonl" },			check_jsonl, false, -1 },
	{ { "-F", "chrome", "--raw-restarts" },	check_chrome, false, -1 },
	{ { "-F", "folded", "--fold", "process,call,tree,path2" }, check_folded, false, -1 },
	{ { "--by=fd", "--top=3", "--histogram" }, check_text, false, -1 },
	{ { "--by=dir", "-C", "--interval=2" },	check_text, false, -1 },
	{ { "-F", "csv", "--by=thread", "--interval=0.01" }, check_csv_intervals, false, -1 },
	{ { "-F", "text", "-C", "--time", "0.000001,5" }, check_text, false, -1 },
	{ { "-F", "raw", "-e", "path=*e*", "--time", "0.000001," }, NULL, true, -1 },
};

static struct options options[ARRAY_SIZE(commands)];	/* the same, parsed */

/* Returns its exit status; what it printed is in the sandbox until sandbox_begin(). */
static int run(size_t i, const uint8_t *data, size_t size)
{
	int status;

	sandbox_begin(data, size, commands[i].chunk);
	status = trace_file(&options[i]);
	sandbox_end();
	if (status && status != EXIT_IOR)
		found("exit status %d", status);
	if (!sandbox.said_len || sandbox.said[sandbox.said_len - 1] != '\n')
		found("no last line");
	return status;
}

#define PLAIN_COPY	2	/* among the commands */

/* A copy is a recording, whatever it is of, and a copy of it is the same. */
static void check_copy(size_t i)
{
	size_t len = sandbox.out_len;
	uint8_t *copy;

	if (!len)
		return;
	copy = malloc(len);
	if (!copy)
		abort();
	memcpy(copy, sandbox.out, len);
	if (run(PLAIN_COPY, copy, len))
		found("a copy can't be read (%s)", commands[i].args[2] ?: "all");
	if (len != sandbox.out_len || memcmp(copy, sandbox.out, len))
		found("a copy of a copy differs (%s)", commands[i].args[2] ?: "all");
	free(copy);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	size_t i;

	(void)argc;
	(void)argv;
	for (i = 0; i < ARRAY_SIZE(commands); i++) {
		char *args[ARGS_MAX + 4] = { "ior-read", "-i", "-" };
		int n = 3, j;

		for (j = 0; j < ARGS_MAX && commands[i].args[j]; j++)
			args[n++] = commands[i].args[j];
		optind = 0;	/* anew */
		if (options_parse(&options[i], n, args) >= 0) {
			fprintf(stderr, "command line %zu: %s", i, sandbox.said);
			exit(1);
		}
	}
	sandbox_init();
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(commands); i++) {
		run(i, data, size);
		if (commands[i].check && sandbox.out_len)
			commands[i].check();
		if (commands[i].copies && options[i].selection.all)
			check_inner(data);
		if (commands[i].copies)
			check_copy(i);
	}
	return 0;
}
