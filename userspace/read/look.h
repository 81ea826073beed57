/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How rows look, by the conventions of strace: what of them is left out, how fine
 * times are, colours.
 */
#ifndef LOOK_H
#define LOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "when.h"

struct ior_record;
struct options;

/**
 * enum stamp - what says when a call began
 * @STAMP_NONE: nothing
 * @STAMP_TIME: hours, minutes and seconds of the day
 * @STAMP_UNIX: seconds since the epoch
 */
enum stamp {
	STAMP_NONE,
	STAMP_TIME,
	STAMP_UNIX,
};

/**
 * struct precision - how fine a time is
 * @word: what it is called
 * @digits: behind the point
 * @unit: ns in the last of these
 */
struct precision {
	const char	*word;
	unsigned int	digits;
	uint32_t	unit;
};

/**
 * struct look - how rows look
 * @stamp: what says when a call began
 * @nr_t: how many -t asked for that
 * @stamp_precision: how fine that is
 * @relative: how fine the time since the row before is; NULL: it is not said
 * @duration: how fine the time is that a call took; NULL: as usual
 * @no_duration: it is not said
 * @no_files: it is not said which files descriptors are of
 * @has_string_max: strings that are no names of files may be cut
 * @string_max: behind so many bytes
 * @color: whether there are colours
 * @escape: whether what can't be printed is escaped
 */
struct look {
	enum stamp		stamp;
	unsigned int		nr_t;
	const struct precision	*stamp_precision;
	const struct precision	*relative;
	const struct precision	*duration;
	bool			no_duration;
	bool			no_files;
	bool			has_string_max;
	uint32_t		string_max;
	enum when		color;
	enum when		escape;
};

/** precision_us - microseconds, which most times have */
extern const struct precision * const precision_us;

/** look_now - that of the trace which is being printed, with nothing left to be decided */
extern struct look look_now;

int look_more_stamps(struct options *opts);
int look_stamps(struct options *opts, const char *words);
int look_relative(struct options *opts, const char *word);
int look_durations(struct options *opts, const char *word);
int look_files(struct options *opts, const char *word);
int look_strings(struct options *opts, const char *size);
int look_check(const struct options *opts);

void look_begin(const struct options *opts, const struct ior_record *header);

#endif /* LOOK_H */
