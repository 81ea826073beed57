// SPDX-License-Identifier: GPL-2.0-only
#include <stdbool.h>

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

unsigned int put_hidden;

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

static const char string_escapes[256] = {
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

static char *put_escape(char *p, unsigned char c, bool is_digit_next)
{
	char letter = string_escapes[c];

	*p++ = '\\';
	if (letter > OCTAL)
		return put_char(p, letter);
	return put_octal(p, c, is_digit_next ? 3 : 1);
}

static char *put_string(char *p, const char *s, size_t len, const char *others)
{
	const char *end = s + len;

	for (; s < end; s++) {
		unsigned char c = *s;

		if (string_escapes[c] || c == others[0] || c == others[1])
			p = put_escape(p, c, s + 1 < end && s[1] >= '0' && s[1] <= '9');
		else
			*p++ = c;
	}
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
	const char *end = s + len;

	if (!needs_quotes(s, len))
		return put_mem(p, s, len);
	*p++ = '"';
	for (; s < end; s++) {
		if (*s == '"')
			*p++ = '"';
		*p++ = *s;
	}
	return put_char(p, '"');
}
