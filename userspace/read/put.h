/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Text, appended: each function writes at p and returns where it ended.  The
 * row that is being written has room for all that it can hold (OUT_ROW_MAX).
 */
#ifndef PUT_H
#define PUT_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

extern const char put_digits[100][2];	/* "00" to "99" */
extern const uint64_t put_powers[20];	/* of ten */

static inline char *put_char(char *p, char c)
{
	*p = c;
	return p + 1;
}

static inline char *put_mem(char *p, const void *s, size_t len)
{
	memcpy(p, s, len);
	return p + len;
}

static inline char *put_str(char *p, const char *s)
{
	return put_mem(p, s, strlen(s));
}

/* How many digits a number has: log10 from log2, corrected. */
static inline unsigned int put_length(uint64_t value)
{
	unsigned int log2 = 64 - __builtin_clzll(value | 1);
	unsigned int log10 = log2 * 1233 >> 12;

	return log10 + ((value | 1) >= put_powers[log10]);
}

static inline char *put_u64(char *p, uint64_t value)
{
	char *end = p + (put_length(value));
	char *at = end;

	while (value >= 100) {
		at -= 2;
		memcpy(at, put_digits[value % 100], 2);
		value /= 100;
	}
	if (value >= 10)
		memcpy(at - 2, put_digits[value], 2);
	else
		at[-1] = '0' + value;
	return end;
}

static inline char *put_s64(char *p, int64_t value)
{
	if (value >= 0)
		return put_u64(p, value);
	return put_u64(put_char(p, '-'), -(uint64_t)value);
}

/* The last @digits digits, leading zeroes included. */
static inline char *put_padded(char *p, uint64_t value, unsigned int digits)
{
	unsigned int i;

	for (i = digits; i > 1; value /= 100) {
		i -= 2;
		memcpy(p + i, put_digits[value % 100], 2);
	}
	if (i)
		*p = '0' + value % 10;
	return p + digits;
}

/**
 * enum escape - which bytes of a name are escaped, as in C
 * @ESCAPE_ALL: all that are not ASCII that can be printed
 * @ESCAPE_UNSAFE: but no characters of UTF-8 that can be printed: a terminal takes
 *	none of what is left for an order
 * @ESCAPE_NONE: only those that rows of text could not be told apart with; in CSV none
 */
enum escape {
	ESCAPE_ALL,
	ESCAPE_UNSAFE,
	ESCAPE_NONE,
};

void put_escapes(enum escape which);

/* Bytes that were put and take no column of a terminal: set to 0 where a row begins. */
extern unsigned int put_hidden;

char *put_hex(char *p, uint64_t value);
char *put_octal(char *p, uint64_t value, unsigned int min_digits);
char *put_quoted(char *p, const char *s, size_t len);
char *put_escaped(char *p, const char *s, size_t len);
char *put_csv(char *p, const char *s, size_t len);
char *put_json(char *p, const char *s, size_t len);
char *put_frame(char *p, const char *s, size_t len);
char *put_octets(char *p, const char *s, size_t len);
bool text_is_utf8(const char *s, size_t len);

#endif /* PUT_H */
