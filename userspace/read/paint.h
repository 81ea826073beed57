/* SPDX-License-Identifier: GPL-2.0-only */
/* Colours of a terminal: each piece of a row that has one begins and ends with an order. */
#ifndef PAINT_H
#define PAINT_H

#include <stdbool.h>

/**
 * enum paint - what is to be told apart
 * @PAINT_TASK: a thread: its number, and how it ended
 * @PAINT_TIME: when, or how long
 * @PAINT_CALL: the name of a call
 * @PAINT_FILE: that of a file
 * @PAINT_ERROR: what went wrong
 */
enum paint {
	PAINT_TASK,
	PAINT_TIME,
	PAINT_CALL,
	PAINT_FILE,
	PAINT_ERROR,
};

extern bool paint_on;

char *paint_begin(char *p, enum paint paint);
char *paint_end(char *p);

static inline char *put_paint(char *p, enum paint paint)
{
	return paint_on ? paint_begin(p, paint) : p;
}

static inline char *put_unpaint(char *p)
{
	return paint_on ? paint_end(p) : p;
}

#endif /* PAINT_H */
