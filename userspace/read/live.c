// SPDX-License-Identifier: GPL-2.0-only
/*
 * A command, processes or all, by mapped rings.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "detached.h"
#include "interval.h"
#include "progress.h"
#include "sample.h"
#include "targets.h"
#include "trace.h"
#include "who.h"

static int set_filter(struct trace *t)
{
	struct ior_filter filter = t->opts->selection.filter;
	int err;

	filter.flags = (t->opts->mode == MODE_ALL ? IOR_FILTER_ALL : 0) |
		       (t->opts->no_follow ? 0 : IOR_FILTER_FOLLOW) |
		       (t->opts->enter ? IOR_FILTER_ENTER : 0);
	if (t->detached)
		detached_ask(&filter);
	err = ior_device_filter(t->dev, &filter);
	if (err)
		return fail("-e: %s (select more calls)", strerror(-err));
	if (t->opts->selection.on_files)
		err = ior_device_files(t->dev, &t->opts->selection.files);
	if (err)
		return fail("-e: %s (name fewer paths and descriptors)", strerror(-err));
	return who_choose(&t->opts->selection, t->dev);
}

/* Arm the session; with a command, between its fork and its execve. */
static int start(struct trace *t, const char *path)
{
	int err;

	err = ior_reader_open(t->dev, &t->reader);
	if (err)
		return fail("%s: %s (try a smaller --ring-size)", IOR_DEVICE_PATH, strerror(-err));
	if (path) {
		err = launch_prepare(&t->launch, path, t->opts->command);
		if (err)
			return fail("%s: %s (it could not be started)", path, strerror(-err));
		err = ior_device_tgid(t->dev, IOR_TGID_ADD, launch_pid(t->launch));
		if (err)
			return fail("%s: %s (it ended before it began)", path, strerror(-err));
	}
	err = ior_device_start(t->dev);
	if (err == -ESRCH)
		return fail("-p: %s (what was to be traced has ended)", strerror(-err));
	if (err)
		return fail("%s: %s (the trace could not be started)", IOR_DEVICE_PATH,
			    strerror(-err));
	return 0;
}

/* The session has stopped: print the rest. */
static void drain(struct trace *t)
{
	const struct ior_record *batch;
	size_t n;

	while (!trace_out.failed && (n = ior_reader_next(t->reader, &batch)))
		trace_print(t, batch, n);
}

/* Nobody is left to be traced. */
static bool is_empty(const struct trace *t)
{
	struct ior_stats stats;

	return t->opts->mode != MODE_ALL && !ior_device_stats(t->dev, &stats) && !stats.tgids;
}

static void run(struct trace *t)
{
	const struct ior_record *batch;
	size_t n;
	int err;

	for (;;) {
		while (!t->opts->overwrite && !trace_is_over(t) &&
		       (n = ior_reader_next(t->reader, &batch))) {
			trace_print(t, batch, n);
			progress_tick(t);
			interval_tick(t);
		}
		if (trace_is_over(t))
			return;
		out_flush(&trace_out);
		progress_tick(t);
		interval_tick(t);
		if (is_empty(t)) {
			if (t->opts->mode == MODE_PIDS)
				note("the last traced process has ended");
			return;
		}
		err = ior_reader_wait(t->reader, trace_timeout_ms(t));
		if (err < 0) {
			note("%s: %s (the trace ends here)", IOR_DEVICE_PATH, strerror(-err));
			return;
		}
	}
}

static int finish(struct trace *t)
{
	struct verdict v = { .what = NULL };

	trace_stop(t);
	if (t->signaled && t->launch)
		launch_end(t->launch);
	ior_reader_finish(t->reader);
	drain(t);
	trace_settle(t, &v);
	return trace_end(t, &v);
}

static int trace_session(struct trace *t, const char *path)
{
	struct ior_record header;
	struct ior_info info;
	int status;

	status = trace_open_device(t) ?: set_filter(t) ?: sample_start(t->opts, t->dev) ?:
		 targets_trace(t->opts, t->dev);
	if (status)
		return status;
	status = trace_open_output(t);
	if (status)
		return status;
	status = start(t, path);
	if (status) {
		out_abandon(&trace_out);
		return status;
	}
	t->counted = by_counts(t->opts) || t->opts->nr_samples;
	ior_device_info(t->dev, &info);
	ior_record_header(&header, &info);
	trace_begin(t, &header);
	if (t->launch)
		launch_go(t->launch);
	run(t);
	status = finish(t);
	if (t->launch) {
		bool is_ended = t->signaled || !t->opts->ends_command;
		int command = launch_wait(t->launch, t->opts->command[0],
					  is_ended ? 0 : t->deadline);

		t->launch = NULL;
		status = status ?: command;
	}
	return status;
}

/* A command, processes, or all. */
int trace_live(const struct options *opts)
{
	struct trace t = { .opts = opts, .detached = detached_is_selected(opts) };
	char *path = NULL;
	int status = 0;

	if (opts->mode == MODE_COMMAND)
		status = launch_find(opts->command[0], &path);
	else
		status = targets_check(opts);
	if (!status)
		status = trace_session(&t, path);
	trace_close(&t);
	free(path);
	return status;
}
