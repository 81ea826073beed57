// SPDX-License-Identifier: GPL-2.0-only
/*
 * What all traces have in common.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "trace.h"

#define PERIOD_MS	100
#define NS_PER_MS	1000000ULL

struct out trace_out;

static uint64_t clock_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

static void print(struct trace *t, const struct ior_record *batch, size_t n)
{
	t->opts->format->print(&trace_out, batch, n);
	ior_tally_add(&t->printed, batch, n);
}

static void print_one(void *arg, const struct ior_record *rec)
{
	print(arg, rec, 1);
}

_Noreturn static void fail_memory(void)
{
	exit(fail("-e path: out of memory (select by something else)"));
}

/* Is it to be printed?  The module has seen to that where it was asked to. */
static bool is_selected(struct trace *t, const struct ior_record *rec)
{
	if (t->reader || t->opts->selection.all)
		return true;
	if (t->names && rec->type == IOR_RECORD_NAME && ior_names_add(t->names, rec) == -ENOMEM)
		fail_memory();
	return select_has(&t->opts->selection, t->names, rec);
}

/* Does it need no more than to be printed? */
static bool is_plain(const struct trace *t, const struct ior_record *rec)
{
	return t->opts->format->binary || !fold_wants(rec);
}

/* Print what is selected, as much as possible at once. */
void trace_print(struct trace *t, const struct ior_record *batch, size_t n)
{
	size_t i, first;

	ior_tally_add(&t->seen, batch, n);
	for (i = 0; i < n; i++) {
		for (first = i; i < n && is_plain(t, &batch[i]) && is_selected(t, &batch[i]); i++)
			;
		if (i > first)
			print(t, &batch[first], i - first);
		if (i < n && !is_plain(t, &batch[i]))
			fold_take(&t->fold, &batch[i], is_selected(t, &batch[i]));
	}
}

/* Print what comes first, and let the time run. */
void trace_begin(struct trace *t, const struct ior_record *header)
{
	const struct selection *sel = &t->opts->selection;
	struct ior_record copy = *header;

	if (!t->reader && sel->files.globs[0] && ior_names_open(&t->names, 0))
		fail_memory();
	fold_begin(&t->fold, print_one, t, t->opts->raw_restarts);
	copy.header.flags |= IOR_HEADER_ENDS;
	if (t->opts->format->begin)
		t->opts->format->begin(&trace_out, &copy);
	if (t->opts->duration_ns)
		t->deadline = clock_ns() + t->opts->duration_ns;
}

/* Print the end and the last line.  Returns 0 or EXIT_IOR. */
int trace_end(struct trace *t, struct verdict *v)
{
	struct ior_record rec;

	fold_end(&t->fold);
	v->shown = t->printed.calls;
	v->folded = t->fold.folded;
	ior_record_end(&rec, &t->printed, v->lost_calls + v->lost_others, !verdict_is_complete(v));
	if (t->opts->format->end)
		t->opts->format->end(&trace_out, &rec);
	out_close(&trace_out);
	if (trace_out.failed)
		return EXIT_IOR;
	verdict_print(v);
	return 0;
}

/* Is it time to end, whatever comes? */
bool trace_is_over(struct trace *t)
{
	if (signals_take())
		t->signaled = true;
	return t->signaled || trace_out.failed || (t->deadline && clock_ns() >= t->deadline);
}

int trace_timeout_ms(const struct trace *t)
{
	uint64_t now = clock_ns();

	if (!t->deadline || t->deadline > now + PERIOD_MS * NS_PER_MS)
		return PERIOD_MS;
	return t->deadline > now ? (t->deadline - now + NS_PER_MS - 1) / NS_PER_MS : 0;
}

/* --------------------------------------------------------------- device -- */

#define LOAD_ANOTHER	"(load the ior.ko that belongs to it)"

static int fail_open(int err, const struct ior_info *info)
{
	switch (-err) {
	case ENOENT:
	case ENODEV:
	case ENXIO:
		return fail("%s: %s (load the module: modprobe ior, or insmod ior.ko)",
			    IOR_DEVICE_PATH, strerror(-err));
	case EPERM:
	case EACCES:
		return fail("%s: %s (tracing needs CAP_PERFMON or CAP_SYS_ADMIN: run it as root)",
			    IOR_DEVICE_PATH, strerror(-err));
	case EPROTO:
		if (info->version == IOR_ABI_VERSION || !info->version)
			return fail("%s: the loaded module does not speak ABI %d " LOAD_ANOTHER,
				    IOR_DEVICE_PATH, IOR_ABI_VERSION);
		return fail("%s: the loaded module speaks ABI %u, this ior-read ABI %d "
			    LOAD_ANOTHER, IOR_DEVICE_PATH, info->version, IOR_ABI_VERSION);
	default:
		return fail("%s: %s (is it ior's device?)", IOR_DEVICE_PATH, strerror(-err));
	}
}

int trace_open_device(struct trace *t)
{
	struct ior_info info;
	int err = ior_device_open(&t->dev, &info);

	if (err)
		return fail_open(err, &info);
	if (!t->opts->ring_bytes)
		return 0;
	err = ior_device_setup(t->dev, t->opts->ring_bytes, 0, 0);
	if (err)
		return fail("--ring-size: %s (a power of two from 4K to 1G)", strerror(-err));
	return 0;
}

void trace_close(struct trace *t)
{
	launch_cancel(t->launch);
	ior_names_close(t->names);
	ior_stream_close(t->stream);
	ior_reader_close(t->reader);
	ior_device_close(t->dev);
}

/* The session has stopped: does what was read account for all that it made? */
void trace_settle(const struct trace *t, struct verdict *v)
{
	const struct ior_tally *seen = &t->seen;
	struct ior_stats stats;
	struct ior_info info;

	v->calls = seen->calls;
	if (ior_device_stats(t->dev, &stats) || ior_device_info(t->dev, &info)) {
		v->cause = "the module does not tell what it made";
		return;
	}
	v->lost_calls = stats.lost_calls;
	v->lost_others = stats.lost_others;
	v->unfinished = stats.in_flight;
	v->not_followed = stats.not_followed;
	v->no_memory = stats.no_memory;
	v->made = stats.records;
	v->read = seen->records;
	v->ring_bytes = (uint64_t)info.nr_records * IOR_RECORD_SIZE;
	if (!trace_out.failed && v->made == v->read &&
	    (seen->marks != stats.lost_marks || seen->lost_calls != stats.lost_calls ||
	     seen->lost_others != stats.lost_others))
		v->cause = "the LOST records contradict what the module counts as lost";
}
