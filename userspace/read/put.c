// SPDX-License-Identifier: GPL-2.0-only
#include <limits.h>
#include <stdbool.h>
#include <wchar.h>

#include "put.h"

const char put_digits[100][2] = {
	"00", "01", "02", "03", "04", "05", "06", "07", "08", "09",
	"10", "11", "12", "13", "14", "15", "16", "17", "18", "19",
	"20", "21", "22", "23", "24", "25", "26", "27", "28", "29",
	"30", "31", "32", "33", "34", "35", "36", "37", "38", "39",
	"40", "41", "42", "43", "44", "45", "46", "47", "48", "49",
	"50", "51", "52", "53", "54", "55", "56", "57", "58", "59",
	"60", "61", "62", "63", "64", "65", "66", "67", "68", "69",
	"70", "71", "72", "73", "74", "75", "76", "77", "78", "79",
	"80", "81", "82", "83", "84", "85", "86", "87", "88", "89",
	"90", "91", "92", "93", "94", "95", "96", "97", "98", "99",
};

const uint64_t put_powers[20] = {
	1ULL, 10ULL, 100ULL, 1000ULL, 10000ULL, 100000ULL, 1000000ULL, 10000000ULL, 100000000ULL,
	1000000000ULL, 10000000000ULL, 100000000000ULL, 1000000000000ULL, 10000000000000ULL,
	100000000000000ULL, 1000000000000000ULL, 10000000000000000ULL, 100000000000000000ULL,
	1000000000000000000ULL, 10000000000000000000ULL,
};

static inline char *put_base(char *p, uint64_t value, unsigned int shift, unsigned int min_digits)
{
	unsigned int digits = (63 - __builtin_clzll(value | 1)) / shift + 1;
	char *at, *end;

	if (digits < min_digits)
		digits = min_digits;
	end = p + digits;
	for (at = end; at > p; value >>= shift)
		*--at = "0123456789abcdef"[value & ((1 << shift) - 1)];
	return end;
}

/* As "0x1f"; 0 is "0". */
char *put_hex(char *p, uint64_t value)
{
	if (!value)
		return put_char(p, '0');
	return put_base(put_str(p, "0x"), value, 4, 1);
}

/* With leading zeroes up to @min_digits. */
char *put_octal(char *p, uint64_t value, unsigned int min_digits)
{
	return put_base(p, value, 3, min_digits);
}

/* ---------------------------------------------------------------- texts -- */

#define OCTAL	1	/* in the place of the letter that stands behind a "\" */

static const char all_escapes[256] = {
	[0 ... 8]	= OCTAL,
	['\t']		= 't',
	['\n']		= 'n',
	['\v']		= 'v',
	['\f']		= 'f',
	['\r']		= 'r',
	[14 ... 31]	= OCTAL,
	['"']		= '"',
	['\\']		= '\\',
	[127 ... 255]	= OCTAL,
};

/* Without these no row of text could be told from another. */
static const char few_escapes[256] = {
	['\n']		= 'n',
	['"']		= '"',
	['\\']		= '\\',
};

unsigned int put_hidden;

static const char *escapes = all_escapes;
static enum escape escape;

/* From here on. */
void put_escapes(enum escape which)
{
	escape = which;
	escapes = which == ESCAPE_NONE ? few_escapes : all_escapes;
}

static char *put_escape(char *p, unsigned char c, bool is_digit_next)
{
	char letter = escapes[c];

	*p++ = '\\';
	if (letter > OCTAL)
		return put_char(p, letter);
	return put_octal(p, c, is_digit_next ? 3 : 1);
}

/*
 * Bytes of the character at @s that has columns of its own; 0: there is none.  What
 * has no column may change how others look, or their order.
 */
static size_t character_len(const char *s, const char *end)
{
	mbstate_t state = { 0 };
	wchar_t c;
	size_t len = mbrtowc(&c, s, end - s, &state);
	int width = len - 1 < MB_LEN_MAX ? wcwidth(c) : 0;

	if (width <= 0)
		return 0;
	put_hidden += len - width;
	return len;
}

/* What @s begins with, escaped if need be.  Returns how many bytes that was. */
static size_t put_next(char **p, const char *s, const char *end, const char *others)
{
	unsigned char c = *s;
	size_t len = escape == ESCAPE_UNSAFE && c > 127 ? character_len(s, end) : 0;

	if (len)
		*p = put_mem(*p, s, len);
	else if (escapes[c] || c == others[0] || c == others[1])
		*p = put_escape(*p, c, s + 1 < end && s[1] >= '0' && s[1] <= '9');
	else
		*p = put_char(*p, c);
	return len ?: 1;
}

static char *put_string(char *p, const char *s, size_t len, const char *others)
{
	const char *end = s + len;

	while (s < end)
		s += put_next(&p, s, end, others);
	return p;
}

/* As in a C string, without the quotes. */
char *put_quoted(char *p, const char *s, size_t len)
{
	return put_string(p, s, len, "\"\"");
}

/* Likewise, for what stands between "<" and ">". */
char *put_escaped(char *p, const char *s, size_t len)
{
	return put_string(p, s, len, "<>");
}

static const bool csv_specials[256] = {
	[','] = true, ['"'] = true, ['\n'] = true, ['\r'] = true,
};

static bool needs_quotes(const char *s, size_t len)
{
	bool special = false;
	size_t i;

	for (i = 0; i < len; i++)
		special |= csv_specials[(unsigned char)s[i]];
	return special;
}

/* A field of CSV, whatever is in it. */
char *put_csv(char *p, const char *s, size_t len)
{
	bool quoted = needs_quotes(s, len);
	const char *end = s + len;

	if (!quoted && escape == ESCAPE_NONE)
		return put_mem(p, s, len);
	if (quoted)
		*p++ = '"';
	while (s < end) {
		if (*s == '"')
			*p++ = '"';
		if (escape == ESCAPE_NONE || *s == '"')
			*p++ = *s++;
		else
			s += put_next(&p, s, end, "\\\\");
	}
	return quoted ? put_char(p, '"') : p;
}
