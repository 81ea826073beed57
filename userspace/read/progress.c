// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "progress.h"

#define PERIOD_NS	500000000ULL
#define LINE_SIZE	256
#define ERASE		"\r\033[K"

bool progress_on;

static bool drawn;
static uint64_t drawn_at, drawn_records;

int progress_parse(struct options *opts, const char *when)
{
	return when_parse(&opts->progress, "--progress", when);
}

/* A command that is run here may write to the terminal itself. */
static bool is_wanted(const struct options *opts)
{
	if (opts->progress != WHEN_AUTO)
		return opts->progress == WHEN_ALWAYS;
	return opts->mode != MODE_COMMAND && isatty(STDERR_FILENO) && !isatty(trace_out.fd);
}

void progress_begin(const struct trace *t)
{
	progress_on = is_wanted(t->opts);
	drawn_at = clock_ns();
}

static void say(const char *text, size_t len)
{
	if (write(STDERR_FILENO, text, len) < 0)
		progress_on = false;	/* there is nobody to tell */
}

void progress_erase(void)
{
	if (drawn)
		say(ERASE, sizeof(ERASE) - 1);
	drawn = false;
}

void progress_end(void)
{
	progress_erase();
	progress_on = false;
}

static int put_size(char *text, size_t size, uint64_t bytes)
{
	static const char * const units[] = { "B", "KiB", "MiB", "GiB", "TiB" };
	double value = bytes;
	unsigned int i;

	for (i = 0; i + 1 < ARRAY_SIZE(units) && value >= 1000; i++)
		value /= 1024;
	return snprintf(text, size, "%.*f %s", i && value < 10, value, units[i]);
}

/* What is longer than the terminal is wide could not be erased. */
static size_t columns(void)
{
	struct winsize size;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) || !size.ws_col)
		return LINE_SIZE;
	return size.ws_col - 1;
}

/* Somebody else has the terminal. */
static bool is_background(void)
{
	pid_t group = tcgetpgrp(STDERR_FILENO);

	return group >= 0 && group != getpgrp();
}

static void draw(const struct trace *t, uint64_t now)
{
	const struct ior_tally *seen = t->stream ? ior_stream_tally(t->stream) : &t->seen;
	uint64_t records = seen->records, lost = seen->lost_calls + seen->lost_others, rate;
	char line[LINE_SIZE] = ERASE;
	const size_t erase = sizeof(ERASE) - 1;
	struct ior_stats stats;
	size_t width = columns();
	int len;

	if (t->dev && !ior_device_stats(t->dev, &stats)) {
		lost = t->opts->overwrite ? 0 : stats.lost_calls + stats.lost_others;
		if (t->opts->overwrite)
			records = stats.records;
	}
	rate = (records - drawn_records) * 1e9 / (now - drawn_at);
	drawn_records = records;
	len = snprintf(line + erase, sizeof(line) - erase,
		       "ior-read: %llu records, %llu/s, %llu lost, ", (unsigned long long)records,
		       (unsigned long long)rate, (unsigned long long)lost);
	len += put_size(line + erase + len, sizeof(line) - erase - len, out_bytes(&trace_out));
	say(line, erase + ((size_t)len < width ? (size_t)len : width));
	drawn = true;
}

/* Not more often than can be read. */
void progress_draw(const struct trace *t)
{
	uint64_t now = clock_ns();

	if (now - drawn_at < PERIOD_NS || is_background())
		return;
	draw(t, now);
	drawn_at = now;
}
