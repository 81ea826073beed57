/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * --time: a part of a recording.
 *
 * A record is in it by its end, for that is what a recording is ordered by: so the part
 * is what a trace of that time would have recorded, and what comes behind it need not
 * be read.  Names stand before the first record that has them, maybe long before it.
 */
#ifndef WINDOW_H
#define WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ior_record;
struct options;
struct trace;
struct verdict;

/**
 * enum bound_kind - what a time is counted from
 * @BOUND_NONE: there is none
 * @BOUND_BEGIN: the beginning of the trace
 * @BOUND_DAY: midnight
 * @BOUND_EPOCH: the epoch
 */
enum bound_kind {
	BOUND_NONE,
	BOUND_BEGIN,
	BOUND_DAY,
	BOUND_EPOCH,
};

/**
 * struct bound - a time, as it was said
 * @kind: counted from what
 * @ns: how long after that
 */
struct bound {
	enum bound_kind	kind;
	uint64_t	ns;
};

/**
 * struct window - the part, as it was said
 * @text: all of it; NULL: none was
 * @from: where it begins
 * @to: the first that is not in it
 */
struct window {
	const char	*text;
	struct bound	from;
	struct bound	to;
};

int window_parse(struct options *opts, const char *text);
int window_check(const struct options *opts);

/* window_begin - which times are meant, and does the recording @fd have them? */
int window_begin(const struct options *opts, const struct ior_record *header, int fd);

/* window_since - when what is printed begins, of a recording that began then */
uint64_t window_since(uint64_t begun);

/* window_print - trace_print(), of what is in it */
void window_print(struct trace *t, const struct ior_record *batch, size_t n);

/* window_is_over - nothing that is still to be read is in it */
bool window_is_over(void);

/*
 * window_judge - the verdict is that on the whole recording, which @was_read up to its
 * end; of what is lost, only this part is to be told.  Returns 0, or what fail() returns.
 */
int window_judge(struct trace *t, struct verdict *v, bool was_read);

/* window_end_record - what the recording ends with, if window_is_over() */
const struct ior_record *window_end_record(void);

#endif /* WINDOW_H */
