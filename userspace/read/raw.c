// SPDX-License-Identifier: GPL-2.0-only
/*
 * A recording: the records themselves.
 */
#include "put.h"
#include "read.h"

static void print(struct out *out, const struct ior_record *batch, size_t n)
{
	const struct ior_record *rec;

	for (rec = batch; rec < batch + n; rec++)
		out_row(out, put_mem(out_room(out), (const char *)rec, sizeof(*rec)));
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
