// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said on standard error.
 */
#include <stdlib.h>

#include "progress.h"

void note(const char *format, ...)
{
	va_list args;

	progress_erase();
	va_start(args, format);
	vnote(format, args);
	va_end(args);
}

int fail(const char *format, ...)
{
	va_list args;

	progress_erase();
	va_start(args, format);
	vnote(format, args);
	va_end(args);
	return EXIT_IOR;
}

void fail_memory(const char *what, const char *advice)
{
	exit(fail("%s: out of memory (%s)", what, advice));
}
