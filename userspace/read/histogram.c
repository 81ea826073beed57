// SPDX-License-Identifier: GPL-2.0-only
#include "histogram.h"

#define PER_OCTAVE	4
#define NR_OCTAVES	(IOR_NR_BUCKETS / PER_OCTAVE)
#define COLUMNS		80	/* of what is no terminal */
#define LABEL_WIDTH	20
#define CALLS_WIDTH	9
#define BAR_MIN		10

/* In the unit that it needs, with four digits. */
char *put_ns(char *p, uint64_t ns)
{
	static const char units[][3] = { "us", "ms", "s" };
	unsigned int unit = 0, digits = 3;
	uint64_t one = 1000;

	if (ns < one)
		return put_str(put_u64(p, ns), "ns");
	while (unit + 1 < ARRAY_SIZE(units) && ns / one >= 1000) {
		one *= 1000;
		unit++;
	}
	p = put_u64(p, ns / one);
	if (ns / one >= 10)
		digits = ns / one >= 100 ? 1 : 2;
	if (ns / one < 1000)
		p = put_padded(put_char(p, '.'), ns % one / (one / put_powers[digits]), digits);
	return put_str(p, units[unit]);
}

/* The last one has no end. */
static char *put_label(char *p, unsigned int octave)
{
	char *label = p;

	p = put_ns(put_char(p, '['), ior_bucket_ns(octave * PER_OCTAVE));
	p = put_str(p, ", ");
	if (octave + 1 < NR_OCTAVES)
		p = put_ns(p, ior_bucket_ns((octave + 1) * PER_OCTAVE));
	else
		p = put_str(p, "...");
	*p++ = ')';
	while (p - label < LABEL_WIDTH)
		*p++ = ' ';
	return p;
}

/* What is not 0 can be seen. */
static char *put_bar(char *p, unsigned int width, uint64_t calls, uint64_t most)
{
	unsigned int i, len = (double)calls / most * width + 0.5;

	if (calls && !len)
		len = 1;
	*p++ = '|';
	for (i = 0; i < width; i++)
		*p++ = i < len ? '@' : ' ';
	return put_char(p, '|');
}

/* The calls of four buckets each: from one power of two to the next. */
static unsigned int sum_up(const struct ior_count *count, uint64_t calls[NR_OCTAVES],
			   uint64_t *most)
{
	unsigned int i, nr = 0;

	*most = 0;
	for (i = 0; i < NR_OCTAVES; i++)
		calls[i] = 0;
	for (i = 0; i < IOR_NR_BUCKETS; i++)
		calls[i / PER_OCTAVE] += count->buckets[i];
	for (i = 0; i < NR_OCTAVES; i++) {
		if (calls[i])
			nr = i + 1;
		if (calls[i] > *most)
			*most = calls[i];
	}
	return nr;
}

/* A line for each octave, from the first to the last that has a call. */
void histogram_print(struct view *view, const struct ior_count *count)
{
	unsigned int nr, i = 0, columns = view->columns ? view->columns - 1 : COLUMNS;
	unsigned int width = BAR_MIN;
	uint64_t calls[NR_OCTAVES], most;
	char number[24], *p, *line;

	nr = sum_up(count, calls, &most);
	if (columns > LABEL_WIDTH + CALLS_WIDTH + BAR_MIN + 3)
		width = columns - LABEL_WIDTH - CALLS_WIDTH - 3;
	if (width > OUT_ROW_MAX / 2)
		width = OUT_ROW_MAX / 2;
	while (i < nr && !calls[i])
		i++;
	for (; i < nr; i++) {
		line = view_room(view);
		p = put_label(line, i);
		p = put_right(p, CALLS_WIDTH, number, put_u64(number, calls[i]) - number);
		p = put_bar(put_char(p, ' '), width, calls[i], most);
		view_line(view, line, p);
	}
}
