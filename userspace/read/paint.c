// SPDX-License-Identifier: GPL-2.0-only
#include "paint.h"
#include "put.h"

#define RESET	"\033[0m"

bool paint_on;

/* Which colours these are is up to the terminal's owner, so they can all be read. */
static const char * const orders[] = {
	[PAINT_TASK]	= "\033[36m",	/* cyan */
	[PAINT_TIME]	= "\033[2m",	/* dim */
	[PAINT_CALL]	= "\033[1m",	/* bold */
	[PAINT_FILE]	= "\033[32m",	/* green */
	[PAINT_ERROR]	= "\033[31m",	/* red */
};

/* Orders take no column. */
static char *put_order(char *p, const char *order)
{
	put_hidden += strlen(order);
	return put_str(p, order);
}

char *paint_begin(char *p, enum paint paint)
{
	return put_order(p, orders[paint]);
}

char *paint_end(char *p)
{
	return put_order(p, RESET);
}
