/* SPDX-License-Identifier: GPL-2.0-only */
/* What stands before a row: when its call began, and how long after that of the row before. */
#ifndef STAMP_H
#define STAMP_H

#include "look.h"
#include "put.h"
#include "read.h"

extern bool stamp_on;

void stamp_begin(const struct ior_record *header);
char *stamp_put(char *p, uint64_t ns);

/* What of a time is less than a second, with the point before it: mostly it is short. */
static inline char *put_fraction(char *p, uint32_t ns, const struct precision *precision)
{
	static const char zeroes[] = ".000000000";
	uint32_t value = ns / precision->unit;
	char *end = p + 1 + precision->digits, *at = end;

	if (!precision->digits)
		return p;
	memcpy(p, zeroes, sizeof(zeroes) - 1);
	for (; value >= 10; value /= 100) {
		at -= 2;
		memcpy(at, put_digits[value % 100], 2);
	}
	if (value)
		at[-1] = '0' + value;
	return end;
}

static inline char *put_seconds(char *p, uint64_t ns, const struct precision *precision)
{
	if (ns < NS_PER_SEC)
		return put_fraction(put_char(p, '0'), ns, precision);
	return put_fraction(put_u64(p, ns / NS_PER_SEC), ns % NS_PER_SEC, precision);
}

static inline char *put_stamps(char *p, uint64_t ns)
{
	return stamp_on ? stamp_put(p, ns) : p;
}

#endif /* STAMP_H */
