// SPDX-License-Identifier: GPL-2.0-only
/*
 * Patterns, as the kernel has them in struct ior_files.  They differ from those
 * of fnmatch(3): "[^a]" and "[[:alpha:]]" mean nothing special, nor does "\" in
 * "[...]".
 */
#include <stddef.h>

#include "glob.h"

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
