// SPDX-License-Identifier: GPL-2.0-only
/*
 * Patterns, as the kernel has them in struct ior_files.  They differ from those
 * of fnmatch(3): "[^a]" and "[[:alpha:]]" mean nothing special, nor does "\" in
 * "[...]".
 */
#include <string.h>

#include "glob.h"
#include "read.h"

/*
 * A class, from behind its "[" on.  Returns what is behind its "]", with @in
 * set; NULL if there is none, for then it is no class.
 */
static const char *match_class(const char *class, unsigned char c, bool *in)
{
	const unsigned char *at = (const unsigned char *)class;
	bool but = *at == '!';

	*in = but;
	at += but;
	do {
		unsigned char from = *at, to = from;

		if (from && at[1] == '-' && at[2] != ']') {
			at += 2;
			to = *at;
		}
		if (!to)
			return NULL;
		if (from <= c && c <= to)
			*in = !but;
	} while (*++at != ']');
	return (const char *)at + 1;
}

/* One byte.  Returns what is behind the part that it matches, NULL if it does not. */
static const char *match_byte(const char *glob, char c)
{
	const char *behind;
	bool in;

	if (*glob == '?')
		return glob + 1;
	if (*glob == '[') {
		behind = match_class(glob + 1, c, &in);
		if (behind)
			return in ? behind : NULL;
	} else if (*glob == '\\') {
		glob++;
	}
	return *glob == c ? glob + 1 : NULL;
}

/* Does the whole text match? */
bool glob_matches(const char *glob, const char *text)
{
	const char *behind_star = NULL, *from = NULL, *behind;

	while (*text || *glob) {
		if (*glob == '*') {
			behind_star = ++glob;
			from = text;
			continue;
		}
		behind = *text ? match_byte(glob, *text) : NULL;
		if (behind) {
			glob = behind;
			text++;
		} else if (behind_star && *from) {
			glob = behind_star;	/* the last "*" takes one more */
			text = ++from;
		} else {
			return false;
		}
	}
	return true;
}

size_t glob_least(const char *glob)
{
	size_t len = 0;

	while (*glob) {
		const char *behind = NULL;
		bool in;

		if (*glob == '*') {
			glob++;
			continue;
		}
		if (*glob == '[')
			behind = match_class(glob + 1, 0, &in);
		if (!behind)
			behind = glob + (*glob == '\\' && glob[1] ? 2 : 1);
		glob = behind;
		len++;
	}
	return len;
}

/* How long the first pattern of a list is: up to a comma that no "\" quotes. */
static size_t glob_len(const char *list)
{
	size_t len = 0;

	while (list[len] && list[len] != ',')
		len += list[len] == '\\' && list[len + 1] ? 2 : 1;
	return len;
}

int globs_add(char *globs, size_t size, const char *key, const char *list, const char *not_here)
{
	const char *glob = list;
	size_t at = 0;

	memset(globs, 0, size);
	for (;;) {
		size_t len = glob_len(glob);

		if (!len)
			return fail("-e %s=%s: a pattern is empty (try -e '%s=a*,*z')", key, list,
				    key);
		if (*glob == '!')
			return fail("-e %s=%s: %s (try -e '%s=%s')", key, list, not_here, key,
				    glob + 1);
		if (at + len + 2 > size)
			return fail("-e %s: more than %zu bytes (shorten the patterns with *)",
				    key, size - 2);
		memcpy(globs + at, glob, len);
		at += len + 1;
		if (!glob[len])
			return 0;
		glob += len + 1;
	}
}
