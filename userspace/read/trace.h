/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A trace on its way from where the records come to where they go.
 */
#ifndef TRACE_H
#define TRACE_H

#include "fold.h"
#include "table.h"

/**
 * struct trace - a trace on its way
 * @opts: what is wanted
 * @dev: the session; NULL for a recording
 * @reader: its mapped rings, or NULL
 * @stream: or else the stream of records
 * @launch: the command, or NULL
 * @names: of files, if calls are selected by them here; else NULL
 * @fold: makes one row of a call and its restarts
 * @whole: what was counted, if anything is
 * @part: likewise, in this interval
 * @counted: its counts come from who made the records, who knows more than these tell
 * @counts_rows: a restarted call is counted once, if what it comes to is selected
 * @only_counted: calls that left no record, see --sample
 * @detached: calls that the trace ends in are to be printed
 * @takes_all: every call is printed, and none counted
 * @seen: what was given to trace_print(), if not by @stream, which knows
 * @printed: what was printed
 * @begun: when it began; ns of CLOCK_MONOTONIC, or of the recording
 * @ended: likewise
 * @deadline: when to end, in ns of CLOCK_MONOTONIC; 0: never
 * @signaled: a signal ended it, or what is to end a command just as one
 */
struct trace {
	const struct options	*opts;
	struct ior_device	*dev;
	struct ior_reader	*reader;
	struct ior_stream	*stream;
	struct launch		*launch;
	struct ior_names	*names;
	struct fold		fold;
	struct table		whole;
	struct table		part;
	bool			counted;
	bool			counts_rows;
	uint64_t		only_counted;
	bool			detached;
	bool			takes_all;
	struct ior_tally	seen;
	struct ior_tally	printed;
	uint64_t		begun;
	uint64_t		ended;
	uint64_t		deadline;
	bool			signaled;
};

extern struct out trace_out;

int trace_open_device(struct trace *t);
int trace_open_output(struct trace *t);
void trace_close(struct trace *t);

void trace_begin(struct trace *t, const struct ior_record *header);
void trace_print(struct trace *t, const struct ior_record *batch, size_t n);
void trace_take_name(struct trace *t, const struct ior_record *rec);
int trace_end(struct trace *t, struct verdict *v);

bool trace_is_over(struct trace *t);
void trace_stop(struct trace *t);
int trace_timeout_ms(const struct trace *t);
void trace_settle(struct trace *t, struct verdict *v);

#endif /* TRACE_H */
