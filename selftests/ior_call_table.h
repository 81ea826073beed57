/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The call table as an array, for tests of it.
 */
#ifndef IOR_CALL_TABLE_H
#define IOR_CALL_TABLE_H

#include <string.h>

#include <linux/ior.h>
#include <linux/ior_calls.h>

/* The harness compares what it is given, and leaves arguments unused. */
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include "kselftest_harness.h"

#define LEN(array)	((int)(sizeof(array) / sizeof((array)[0])))

struct call {
	const char *name;
	int nr[IOR_NR_ABIS];
	int family, kind, ret;
	int args[IOR_NR_ARGS];
};

#define ARGS(a, b, c, d, e, f) \
	{ IOR_ARG_##a, IOR_ARG_##b, IOR_ARG_##c, IOR_ARG_##d, IOR_ARG_##e, IOR_ARG_##f }

static const struct call calls[IOR_NR_CALLS] = {
#define IOR_CALL(id, native, i386, x32, family, kind, ret, ...) \
	[IOR_CALL_##id] = { #id, { native, i386, x32 }, IOR_FAMILY_##family, \
			    IOR_KIND_##kind, IOR_RET_##ret, ARGS(__VA_ARGS__) },
#include <linux/ior_calls.h>
};

static inline int call_by_name(const char *name)
{
	for (int i = 1; i < IOR_NR_CALLS; i++)
		if (!strcmp(calls[i].name, name))
			return i;
	return IOR_CALL_UNKNOWN;
}

#endif /* IOR_CALL_TABLE_H */
