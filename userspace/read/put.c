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

/* By the letter that @table has for it, or in octal. */
static char *put_escape(char *p, const char *table, unsigned char c, bool is_digit_next)
{
	char letter = table[c];

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
		*p = put_escape(*p, escapes, c, s + 1 < end && s[1] >= '0' && s[1] <= '9');
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

/* ---------------------------------------------------------------- UTF-8 -- */

#define REPLACEMENT	"\xef\xbf\xbd"	/* U+FFFD */

/* Bytes of the character that @s begins with; 0: that is none. */
static unsigned int utf8_length(const char *s, size_t len)
{
	static const uint32_t least[] = { [2] = 0x80, [3] = 0x800, [4] = 0x10000 };
	unsigned char first = *s;
	unsigned int i, n = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
	uint32_t code = first & (0x7f >> n);

	if (first < 0x80)
		return 1;
	if (first < 0xc0 || first > 0xf4 || n > len)
		return 0;
	for (i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (s[i] & 0x3f);
	}
	return code < least[n] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? 0 : n;
}

/* U+0080 to U+009F, which some terminals take for orders */
static bool is_control(const char *s, unsigned int len)
{
	return len == 2 && s[0] == '\xc2' && (unsigned char)s[1] < 0xa0;
}

bool text_is_utf8(const char *s, size_t len)
{
	unsigned int n;

	for (; len; s += n, len -= n) {
		n = utf8_length(s, len);
		if (!n)
			return false;
	}
	return true;
}

static char *put_json_escape(char *p, unsigned char c)
{
	if (all_escapes[c] > OCTAL && c != '\v')
		return put_char(put_char(p, '\\'), all_escapes[c]);
	return put_base(put_str(p, "\\u"), c, 4, 4);
}

/* A string of JSON, with its quotes.  A byte that is no UTF-8 becomes U+FFFD. */
char *put_json(char *p, const char *s, size_t len)
{
	const char *end = s + len;
	unsigned int n;

	*p++ = '"';
	for (; s < end; s += n) {
		n = utf8_length(s, end - s);
		if (!n) {
			p = put_str(p, REPLACEMENT);
			n = 1;
		} else if (is_control(s, n)) {
			p = put_json_escape(p, s[1]);
		} else if (n == 1 && all_escapes[(unsigned char)*s]) {
			p = put_json_escape(p, *s);
		} else {
			p = put_mem(p, s, n);
		}
	}
	return put_char(p, '"');
}

/* A frame of a stack: as in a C string, and so is ";"; but UTF-8 stays as it is. */
char *put_frame(char *p, const char *s, size_t len)
{
	const char *end = s + len;
	unsigned int n, i;
	bool escape;

	for (; s < end; s += n) {
		n = utf8_length(s, end - s) ?: 1;
		escape = n > 1 ? is_control(s, n) :
				 *s == ';' || (*s != '"' && all_escapes[(unsigned char)*s]);
		for (i = 0; escape && i < n; i++)
			p = put_escape(p, all_escapes, s[i], true);
		if (!escape)
			p = put_mem(p, s, n);
	}
	return p;
}

/* Two hexadecimal digits for each byte. */
char *put_octets(char *p, const char *s, size_t len)
{
	const char *end = s + len;

	for (; s < end; s++)
		p = put_base(p, (unsigned char)*s, 4, 2);
	return p;
}
