/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The clock of every record: CLOCK_MONOTONIC, read more cheaply.
 *
 * Where the kernel's own clocksource is the processor's counter, so is this:
 * a line through that counter, which work in the background bends towards
 * CLOCK_MONOTONIC, without a step as long as there is a line.  It is as good as
 * the counter is: the kernel trusts it to be the same on every CPU.  Everywhere
 * else, it is the kernel's.  That the clocksource was changed shows when that work
 * looks, four times a second; until then times go on at the rate of the one before.
 */
#ifndef _IOR_CLOCK_H
#define _IOR_CLOCK_H

#include <linux/timekeeping.h>

#include "compat.h"

#define IOR_CLOCK_ID	CLOCK_MONOTONIC

/* The slope is in ns per cycle, times this. */
#define IOR_SLOPE_SHIFT	29

/**
 * struct ior_line - what makes ns of the counter
 * @cycles: where the line begins: at this count
 * @ns: and at this time
 * @slope: how it goes on
 * @most: and for how many cycles that is good; 0: there is no line
 *
 * Constant while a probe may see it by ior_line, which RCU protects.
 */
struct ior_line {
	u64	cycles;
	u64	ns;
	u64	slope;
	u64	most;
};

extern const struct ior_line *ior_line;

/* With preemption off. */
static __always_inline const struct ior_line *ior_clock_line(void)
{
	return READ_ONCE(ior_line);	/* an address dependency orders the rest */
}

/* Where the counter is on the line: if it is good there, the time is known. */
static __always_inline u64 ior_line_now(const struct ior_line *line)
{
	return ior_cycles() - line->cycles;
}

static __always_inline bool ior_line_is_good(const struct ior_line *line, u64 cycles)
{
	return likely(cycles < line->most);
}

static __always_inline u64 ior_line_ns(const struct ior_line *line, u64 cycles)
{
	return line->ns + (cycles * line->slope >> IOR_SLOPE_SHIFT);
}

u64 ior_clock(void);
int ior_clock_init(void);
void ior_clock_exit(void);
void ior_clock_open(void);
void ior_clock_close(void);

#endif /* _IOR_CLOCK_H */
