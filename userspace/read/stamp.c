// SPDX-License-Identifier: GPL-2.0-only
#include <time.h>

#include "paint.h"
#include "read.h"
#include "stamp.h"

#define RELATIVE_WIDTH	6	/* of the seconds */
#define CLOCK_MAX	32

bool stamp_on;

/* What has to be added to a time of the records to get one of the day. */
static uint64_t offset;

/* The header says what time it was when the trace began. */
void stamp_begin(const struct ior_record *header)
{
	stamp_on = look_now.stamp != STAMP_NONE || look_now.relative;
	tzset();
	offset = header->header.real_ns ? header->header.real_ns - header->time_ns : 0;
}

/* Rows of the same second have it in common. */
static struct {
	uint64_t	sec;
	size_t		len;		/* 0: there was no row yet */
	char		text[CLOCK_MAX];
} clock_text;

static void fill_clock(uint64_t sec)
{
	time_t t = sec;
	struct tm tm;

	clock_text.sec = sec;
	if (look_now.stamp == STAMP_TIME && localtime_r(&t, &tm))
		clock_text.len = strftime(clock_text.text, CLOCK_MAX, "%T", &tm);
	else
		clock_text.len = put_u64(clock_text.text, sec) - clock_text.text;
}

static char *put_clock(char *p, uint64_t ns)
{
	uint64_t sec = ns / NS_PER_SEC;

	if (sec != clock_text.sec || !clock_text.len)
		fill_clock(sec);
	p = put_mem(p, clock_text.text, clock_text.len);
	return put_fraction(p, ns % NS_PER_SEC, look_now.stamp_precision);
}

/* The call of the row before. */
static struct {
	bool		known;
	uint64_t	ns;
} before;

/*
 * Rows come in the order in which their calls ended: the one before may have begun
 * later.  Seconds have a column of their own, with the sign in it if nothing else
 * stands before.
 */
static char *put_relative(char *p, uint64_t ns)
{
	int64_t since = before.known ? ns - before.ns : 0;
	uint64_t length = since < 0 ? -(uint64_t)since : (uint64_t)since;
	bool is_signed = look_now.stamp == STAMP_NONE && since < 0;
	unsigned int width;

	before.known = true;
	before.ns = ns;
	if (look_now.stamp != STAMP_NONE)
		p = put_str(p, since < 0 ? " (-" : " (+");
	for (width = put_length(length / NS_PER_SEC) + is_signed; width < RELATIVE_WIDTH; width++)
		*p++ = ' ';
	if (is_signed)
		*p++ = '-';
	p = put_seconds(p, length, look_now.relative);
	return look_now.stamp != STAMP_NONE ? put_char(p, ')') : p;
}

char *stamp_put(char *p, uint64_t ns)
{
	p = put_paint(p, PAINT_TIME);
	if (look_now.stamp != STAMP_NONE)
		p = put_clock(p, ns + offset);
	if (look_now.relative)
		p = put_relative(p, ns);
	return put_char(put_unpaint(p), ' ');
}
