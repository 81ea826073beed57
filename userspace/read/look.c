// SPDX-License-Identifier: GPL-2.0-only
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "paint.h"
#include "put.h"
#include "read.h"
#include "stamp.h"
#include "trace.h"

struct look look_now;

/* -------------------------------------------------------------- options -- */

#define USE_PRECISIONS	"(use s, ms, us or ns)"
#define USE_DURATIONS	"(use s, ms, us, ns or none)"
#define USE_STAMPS	"(use none, time or unix; s, ms, us or ns)"

static const struct precision precisions[] = {
	{ "s", 0, 1000000000 },
	{ "ms", 3, 1000000 },
	{ "us", 6, 1000 },
	{ "ns", 9, 1 },
};

static const struct precision * const seconds = &precisions[0];
const struct precision * const precision_us = &precisions[2];

/* How precise a word of so many bytes says; NULL: it says no such thing. */
static const struct precision *find_precision(const char *word, size_t len)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(precisions); i++) {
		if (strlen(precisions[i].word) == len && !memcmp(precisions[i].word, word, len))
			return &precisions[i];
	}
	return NULL;
}

/* -t, -tt, -ttt */
int look_more_stamps(struct options *opts)
{
	unsigned int nr = ++opts->look.nr_t;

	opts->look.stamp = nr < 3 ? STAMP_TIME : STAMP_UNIX;
	opts->look.stamp_precision = nr < 2 ? seconds : precision_us;
	return 0;
}

static const struct {
	const char	*word;
	enum stamp	stamp;
} stamps[] = {
	{ "none", STAMP_NONE },
	{ "time", STAMP_TIME },
	{ "unix", STAMP_UNIX },
};

static bool find_stamp(const char *word, size_t len, enum stamp *stamp)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(stamps); i++) {
		if (strlen(stamps[i].word) == len && !memcmp(stamps[i].word, word, len)) {
			*stamp = stamps[i].stamp;
			return true;
		}
	}
	return false;
}

/* Is it the next thing there?  Then go behind it. */
static bool skip(const char **at, const char *name)
{
	size_t len = strlen(name);
	bool is_next = !strncmp(*at, name, len);

	*at += is_next ? len : 0;
	return is_next;
}

/* A format and a precision, each of which may be left out, or have its name before it. */
int look_stamps(struct options *opts, const char *words)
{
	const struct precision *precision = seconds, *found;
	const char *at = words ?: "time";
	enum stamp stamp = STAMP_TIME;
	bool is_format, is_precision;
	size_t len;

	for (;; at += len + 1) {
		is_format = skip(&at, "format:");
		is_precision = !is_format && skip(&at, "precision:");
		len = strcspn(at, ",");
		found = is_format ? NULL : find_precision(at, len);
		if (found)
			precision = found;
		else if (is_precision || !find_stamp(at, len, &stamp))
			return fail("--absolute-timestamps=%s: no format or precision " USE_STAMPS,
				    words);
		if (!at[len])
			break;
	}
	opts->look.stamp = stamp;
	opts->look.stamp_precision = precision;
	return 0;
}

int look_relative(struct options *opts, const char *word)
{
	const struct precision *found = word ? find_precision(word, strlen(word)) : precision_us;

	if (!found)
		return fail("--relative-timestamps=%s: there is no such precision " USE_PRECISIONS,
			    word);
	opts->look.relative = found;
	return 0;
}

int look_durations(struct options *opts, const char *word)
{
	const struct precision *found = word ? find_precision(word, strlen(word)) : NULL;
	bool none = word && !strcmp(word, "none");

	if (word && !found && !none)
		return fail("--syscall-times=%s: there is no such precision " USE_DURATIONS, word);
	opts->look.duration = found;
	opts->look.no_duration = none;
	return 0;
}

/* Of the words that strace has, what more they mean than a path is not recorded. */
int look_files(struct options *opts, const char *word)
{
	opts->look.no_files = word && !strcmp(word, "none");
	if (!word || opts->look.no_files || !strcmp(word, "path"))
		return 0;
	return fail("--decode-fds=%s: there is no such word (use none or path)", word);
}

int look_strings(struct options *opts, const char *size)
{
	char *end;
	unsigned long bytes = strtoul(size, &end, 10);

	if (*size < '0' || *size > '9' || *end || bytes > UINT32_MAX)
		return fail("-s %s: not a number of bytes (try 32)", size);
	opts->look.has_string_max = true;
	opts->look.string_max = bytes;
	return 0;
}

/* --------------------------------------------------------------- checks -- */

/* The option that changes rows of text, and where CSV has that; NULL: there is none. */
static const char *text_only(const struct look *asked, const char **column)
{
	const struct {
		bool		is_asked;
		const char	*option;
		const char	*column;
	} options[] = {
		{ asked->stamp != STAMP_NONE, "-t", "time_ns" },
		{ asked->relative, "-r", "time_ns" },
		{ asked->duration || asked->no_duration, "--syscall-times", "duration_ns" },
		{ asked->no_files, "--decode-fds=none", "fd" },
		{ asked->has_string_max, "-s", "path" },
		{ asked->color == WHEN_ALWAYS, "--color=always", NULL },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(options); i++) {
		if (options[i].is_asked) {
			*column = options[i].column;
			return options[i].option;
		}
	}
	return NULL;
}

/* Is there something that can look so? */
int look_check(const struct options *opts)
{
	const struct format *format = opts->format;
	const char *column = NULL, *option = text_only(&opts->look, &column);
	bool has_names = format == &format_text || format == &format_csv;
	bool is_as_it_is = format->binary || format->directory;

	if (opts->look.escape == WHEN_ALWAYS && is_as_it_is)
		return fail("--escape=always: -F %s has names as they are (use -F text or csv)",
			    format->name);
	if (opts->look.escape != WHEN_AUTO && !has_names && !is_as_it_is)
		return fail("--escape: -F %s escapes as its readers want it (use -F text or csv)",
			    format->name);
	if (!option)
		return 0;
	if (opts->summary == SUMMARY_ONLY)
		return fail("%s: -c prints no calls (use -C)", option);
	if (format == &format_text)
		return 0;
	if (format->binary)
		return fail("%s: it is for rows of text (use -F text, or it with -i FILE)",
			    option);
	if (format == &format_csv && column)
		return fail("%s: it is for rows of text (use -F text, or the column %s)", option,
			    column);
	return fail("%s: it is for rows of text (use -F text)", option);
}

/* ------------------------------------------------------------- decisions -- */

/* As is written at no-color.org; and nothing is known of a terminal without a name. */
static bool wants_color(bool is_terminal)
{
	const char *term = getenv("TERM"), *no_color = getenv("NO_COLOR");

	if (look_now.color != WHEN_AUTO)
		return look_now.color == WHEN_ALWAYS;
	return is_terminal && term && *term && strcmp(term, "dumb") &&
	       !(no_color && *no_color);
}

/* Does the terminal show UTF-8?  Nothing but that is taken from the locale. */
static bool is_utf8(void)
{
	return setlocale(LC_CTYPE, "") && !strcmp(nl_langinfo(CODESET), "UTF-8");
}

static enum escape wanted_escape(const struct format *format, bool is_terminal)
{
	if (look_now.escape == WHEN_ALWAYS)
		return ESCAPE_ALL;
	if (look_now.escape == WHEN_NEVER)
		return ESCAPE_NONE;
	if (is_terminal)
		return is_utf8() ? ESCAPE_UNSAFE : ESCAPE_ALL;
	return format == &format_text ? ESCAPE_ALL : ESCAPE_NONE;
}

void look_begin(const struct options *opts, const struct ior_record *header)
{
	bool is_terminal = isatty(trace_out.fd);

	look_now = opts->look;
	look_now.duration = look_now.duration ?: precision_us;
	paint_on = opts->format == &format_text && wants_color(is_terminal);
	put_escapes(wanted_escape(opts->format, is_terminal));
	stamp_begin(header);
}
