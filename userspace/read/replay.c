// SPDX-License-Identifier: GPL-2.0-only
/*
 * Streams of records: the device by read(2), and recordings.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "detached.h"
#include "input.h"
#include "interval.h"
#include "pack.h"
#include "progress.h"
#include "trace.h"
#include "who.h"
#include "window.h"

/* -------------------------------------------------------------- default -- */

/* Read until there is no more for now.  Returns 0, or a negative errno. */
static ssize_t drain_stream(struct trace *t)
{
	const struct ior_record *batch;
	ssize_t n;

	while ((n = ior_stream_next(t->stream, &batch)) > 0) {
		trace_print(t, batch, n);
		progress_tick(t);
		interval_tick(t);
		if (trace_is_over(t))
			break;
	}
	out_flush(&trace_out);
	return n < 0 && n != -EAGAIN && n != -EINTR ? n : 0;
}

static int run_default(struct trace *t)
{
	struct pollfd pfd = { .fd = ior_device_fd(t->dev), .events = POLLPRI };
	ssize_t err = 0;

	while (!trace_is_over(t) && !err) {
		poll(&pfd, 1, trace_timeout_ms(t));
		err = drain_stream(t);
		progress_tick(t);
		interval_tick(t);
	}
	trace_stop(t);
	t->signaled = false;
	t->deadline = 0;
	while (!err && !trace_out.failed && ior_stream_end(t->stream, NULL) == IOR_STREAM_MORE)
		err = drain_stream(t);
	return err;
}

static int trace_read(struct trace *t)
{
	struct verdict v = { .what = NULL };
	struct ior_record header;
	int err, fd;

	err = trace_open_device(t) ?: who_choose(&t->opts->selection, t->dev);
	if (err)
		return err;
	fd = ior_device_fd(t->dev);
	err = ior_stream_open(fd, &t->stream, &header);
	if (err)
		return fail("%s: %s (is the process of the module's parameter tgid= alive?)",
			    IOR_DEVICE_PATH, strerror(-err));
	err = trace_open_output(t);
	if (err)
		return err;
	trace_begin(t, &header);
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
	err = run_default(t);
	trace_settle(t, &v);
	if (err)
		v.cause = strerror(-err);
	return trace_end(t, &v) ?: err ? EXIT_IOR : 0;
}

/* What the module's parameters select, by read(2). */
int trace_default(const struct options *opts)
{
	struct trace t = { .opts = opts };
	int status = trace_read(&t);

	trace_close(&t);
	return status;
}

/* ------------------------------------------------------------ recording -- */

#define USE_ITS_OWN	"(use the ior-read that belongs to it)"

static int fail_recording(const char *name, int err, const struct ior_record *header)
{
	switch (-err) {
	case ENODATA:
		return fail("%s: empty, or cut in its first record (record it again)", name);
	case ENOMSG:
		return fail("%s: not an ior recording (make one with ior-read -o)", name);
	case EUCLEAN:
		return fail("%s: damaged in its first record (record it again)", name);
	case ENOPKG:
		return fail("%s: this ior-read was built without zstd " PACK_BUILD, name);
	case EBADMSG:
		return fail("%s: a recording of the other byte order (read it where it was made)",
			    name);
	case EOPNOTSUPP:
		return fail("%s: of ELF machine %u, whose calls are not known " USE_ITS_OWN,
			    name, header->header.machine);
	case EPROTONOSUPPORT:
		if (header->header.version == IOR_ABI_VERSION)
			return fail("%s: its records have %u bytes instead of %d " USE_ITS_OWN,
				    name, header->header.record_size, IOR_RECORD_SIZE);
		return fail("%s: a recording of ABI %u, this ior-read has ABI %d " USE_ITS_OWN,
			    name, header->header.version, IOR_ABI_VERSION);
	default:
		return fail("%s: %s (it can't be read)", name, strerror(-err));
	}
}

/* Would the output go over the recording that it is made from? */
static bool is_output(int fd, const char *output)
{
	struct stat in, to;

	return output && !fstat(fd, &in) && !stat(output, &to) &&
	       in.st_dev == to.st_dev && in.st_ino == to.st_ino;
}

static const char * const ends[] = {
	[IOR_STREAM_CUT]	= "the recording is cut, all before the cut was read",
	[IOR_STREAM_DAMAGED]	= "the recording is damaged, all before the damage was read",
};

/* The recording is whole: what does its recorder say of what is not in it? */
static void judge_end(struct verdict *v, const struct ior_record *end)
{
	bool incomplete = end->end.flags & IOR_END_INCOMPLETE;

	if (!incomplete && end->end.lost == v->lost_calls + v->lost_others)
		verdict_overwritten(v);		/* as it was told to */
	else if (verdict_is_complete(v))
		v->cause = "its recorder missed something";
}

static int print_recording(struct trace *t, const char *name, bool has_end)
{
	const struct ior_tally *seen = ior_stream_tally(t->stream);
	struct verdict v = { .what = NULL };
	struct ior_record rec;
	enum ior_stream_end end;
	ssize_t err = 0;
	int status;

	while (!trace_is_over(t) && !window_is_over()) {
		const struct ior_record *batch;

		err = ior_stream_next(t->stream, &batch);
		if (err > 0)
			window_print(t, batch, err);
		else if (err != -EINTR)
			break;
		err = 0;
		out_flush(&trace_out);	/* who writes to a pipe may take his time */
		progress_tick(t);
	}
	end = ior_stream_end(t->stream, &rec);
	v.calls = seen->calls;
	v.lost_calls = seen->lost_calls;
	v.lost_others = seen->lost_others;
	if (window_is_over()) {
		rec = *window_end_record();
		v.calls = rec.end.calls;
		end = IOR_STREAM_ENDED;
	}
	if (end == IOR_STREAM_MORE)
		v.cause = err < 0 ? strerror(-err) : "the rest of the recording was not read";
	else if (end != IOR_STREAM_ENDED)
		v.cause = ends[end];
	else if (!has_end)
		v.cause = "it has no end mark, what came last may be missing";
	else
		judge_end(&v, &rec);
	if (v.cause)
		v.what = name;
	status = window_judge(t, &v, end != IOR_STREAM_MORE);
	return trace_end(t, &v) ?: err < 0 || end > IOR_STREAM_ENDED ? EXIT_IOR : status;
}

static int open_recording(struct trace *t, struct input *input, int fd, const char *name)
{
	static struct options opts;	/* as they are for the recording's machine */
	struct ior_record header;
	int err;

	do {
		err = ior_stream_open_from(input_read, input, &t->stream, &header);
	} while (err == -EINTR && !trace_is_over(t));
	if (err == -EINTR) {
		note("%s: ended by a signal before anything was read", name);
		return 0;
	}
	if (err)
		return fail_recording(name, err, &header);
	opts = *t->opts;
	t->opts = &opts;
	err = select_renumber(&opts.selection) ?: window_begin(&opts, &header, fd);
	if (err)
		return err;
	err = trace_open_output(t);
	if (err)
		return err;
	trace_begin(t, &header);
	return print_recording(t, name, header.header.flags & IOR_HEADER_ENDS);
}

int trace_file(const struct options *opts)
{
	struct trace t = { .opts = opts, .detached = detached_is_selected(opts) };
	bool is_stdin = !strcmp(opts->input, "-");
	const char *name = is_stdin ? "standard input" : opts->input;
	int fd = is_stdin ? STDIN_FILENO : open(opts->input, O_RDONLY | O_CLOEXEC);
	struct input *input = NULL;
	int status;

	if (fd < 0)
		return fail("%s: %s (give a recording to -i)", name, strerror(errno));
	if (is_output(fd, opts->output))
		status = fail("-o %s: that is the recording itself (name another file)", name);
	else if (input_open(&input, fd))
		status = fail("%s: out of memory", name);
	else
		status = open_recording(&t, input, fd, name);
	trace_close(&t);
	input_close(input);
	if (!is_stdin)
		close(fd);
	return status;
}
