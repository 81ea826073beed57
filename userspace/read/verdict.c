// SPDX-License-Identifier: GPL-2.0-only
/*
 * The last line: how much was traced, and is that all?
 */
#include <unistd.h>

#include "put.h"
#include "read.h"

#define LINE_SIZE	1024
#define RING_GROWTH	4

/* What is missing made room for what is newer, and nobody asked for it. */
void verdict_overwritten(struct verdict *v)
{
	v->overwritten_calls = v->lost_calls;
	v->overwritten_others = v->lost_others;
	v->lost_calls = 0;
	v->lost_others = 0;
}

bool verdict_is_complete(const struct verdict *v)
{
	return !v->lost_calls && !v->lost_others && !v->not_followed && !v->no_memory &&
	       v->made == v->read && !v->cause;
}

static char *put_count(char *p, uint64_t n, const char *one, const char *many)
{
	return put_str(put_u64(p, n), n == 1 ? one : many);
}

static char *put_size(char *p, uint64_t bytes)
{
	unsigned int unit = 0;

	while (unit < 3 && !(bytes % 1024)) {
		bytes /= 1024;
		unit++;
	}
	return put_mem(put_u64(p, bytes), &"\0KMG"[unit], unit > 0);
}

static char *put_advice(char *p, const struct verdict *v)
{
	p = put_str(p, ": ring full");
	if (!v->ring_bytes)
		return p;
	if (v->ring_bytes >= IOR_RING_BYTES_MAX / RING_GROWTH)
		return put_str(p, ", select fewer calls with -e");
	return put_size(put_str(p, ", try --ring-size "), v->ring_bytes * RING_GROWTH);
}

static char *put_causes(char *p, const struct verdict *v)
{
	if (v->cause)
		p = put_str(put_str(p, ": "), v->cause);
	else if (v->lost_calls || v->lost_others)
		p = put_advice(p, v);
	if (v->not_followed)
		p = put_count(put_str(p, ": "), v->not_followed,
			      " child could not be followed for want of memory",
			      " children could not be followed for want of memory");
	if (v->no_memory)
		p = put_count(put_str(p, ": "), v->no_memory,
			      " call has no beginning for want of memory",
			      " calls have no beginning for want of memory");
	if (v->made != v->read) {
		p = put_count(put_str(p, ": the module made "), v->made, " record", " records");
		p = put_u64(put_str(p, ", of which were read "), v->read);
	}
	return p;
}

void verdict_print(const struct verdict *v)
{
	char line[LINE_SIZE], *p = put_str(line, "ior-read: ");
	uint64_t calls = v->calls - v->folded;

	if (v->what && strlen(v->what) < LINE_SIZE / 2)
		p = put_str(put_str(p, v->what), ": ");
	if (v->shown != calls)
		p = put_str(put_u64(p, v->shown), " of ");
	p = put_count(p, calls, " call", " calls");
	if (v->folded)
		p = put_count(put_str(p, ", "), v->folded, " restart folded",
			      " restarts folded");
	if (v->counted)
		p = put_str(put_u64(put_str(p, ", "), v->counted), " only counted");
	if (v->overwritten_calls)
		p = put_count(put_str(p, ", "), v->overwritten_calls,
			      " older call overwritten (a larger --ring-size keeps it)",
			      " older calls overwritten (a larger --ring-size keeps more)");
	if (v->unfinished)
		p = put_str(put_u64(put_str(p, ", "), v->unfinished), " unfinished");
	p = put_str(put_u64(put_str(p, ", "), v->lost_calls), " lost");
	if (v->lost_others)
		p = put_count(put_str(p, " (and "), v->lost_others, " other record)",
			      " other records)");
	if (verdict_is_complete(v))
		p = put_str(p, ", complete");
	else
		p = put_causes(put_str(p, ", NOT complete"), v);
	*p++ = '\n';
	if (write(STDERR_FILENO, line, p - line) < 0)
		return;		/* there is nobody to tell */
}
