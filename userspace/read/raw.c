// SPDX-License-Identifier: GPL-2.0-only
/*
 * A recording: the records themselves.
 */
#include "read.h"

static void print(struct out *out, const struct ior_record *batch, size_t n)
{
	out_rows(out, (const char *)batch, sizeof(*batch), n);
}

static void frame(struct out *out, const struct ior_record *rec)
{
	print(out, rec, 1);
}

const struct format format_raw = {
	.name	= "raw",
	.binary	= true,
	.begin	= frame,
	.print	= print,
	.end	= frame,
};
