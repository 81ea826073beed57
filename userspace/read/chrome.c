// SPDX-License-Identifier: GPL-2.0-only
/*
 * Trace events as Chrome has them in JSON, which Perfetto reads, too: an array with an
 * object for each call.  That its end may be missing is part of that format.
 */
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "names.h"
#include "symbols.h"

static bool begun;		/* there is an event before the next one */

static char *put_start(char *p, char phase)
{
	p = put_str(p, begun ? ",\n{\"ph\":\"" : "\n{\"ph\":\"");
	begun = true;
	return put_str(put_char(p, phase), "\"");
}

static char *put_task(char *p, uint32_t tgid, uint32_t tid)
{
	p = put_u64(put_str(p, ",\"pid\":"), tgid);
	return put_u64(put_str(p, ",\"tid\":"), tid);
}

/* In us, as the format has it; with all digits. */
static char *put_us(char *p, const char *key, uint64_t ns)
{
	p = put_u64(put_str(p, key), ns / 1000);
	return put_padded(put_char(p, '.'), ns % 1000, 3);
}

/* ---------------------------------------------------------------- names -- */

/**
 * struct thread - a thread, as the output names it so far
 * @tid: its number
 * @tgid: that of its process
 * @comm: its name; empty: none yet
 */
struct thread {
	uint32_t	tid;
	uint32_t	tgid;
	char		comm[IOR_COMM_LEN];
};

static void *threads;		/* a tree, by number */
static struct thread *last;	/* the one that was found last, or NULL */

static int compare(const void *a, const void *b)
{
	const struct thread *x = a, *y = b;

	return x->tid < y->tid ? -1 : x->tid > y->tid;
}

static struct thread *find(uint32_t tid)
{
	struct thread key = { .tid = tid };
	struct thread **place;

	place = tfind(&key, &threads, compare);
	return place ? *place : NULL;
}

static struct thread *add(uint32_t tid)
{
	struct thread *thread = calloc(1, sizeof(*thread));

	if (thread)
		thread->tid = tid;
	if (!thread || !tsearch(thread, &threads, compare))
		fail_memory("threads", "trace fewer processes");
	return thread;
}

static void forget(uint32_t tid)
{
	struct thread *thread = find(tid);

	if (!thread)
		return;
	tdelete(thread, &threads, compare);
	last = NULL;
	free(thread);
}

static void print_name(struct out *out, const char *what, uint32_t tgid, uint32_t tid,
		       const char *comm)
{
	char *p = put_start(out_room(out), 'M');

	p = put_task(put_str(put_str(put_str(p, ",\"name\":\""), what), "\""), tgid, tid);
	p = put_json(put_str(p, ",\"args\":{\"name\":"), comm, strnlen(comm, IOR_COMM_LEN));
	out_row(out, put_str(p, "}}"));
}

/* A process has the name of its first thread; until that is known, that of another one. */
static void rename_thread(struct out *out, struct thread *thread, uint32_t tgid, const char *comm)
{
	if (tgid != thread->tid && !find(tgid)) {
		add(tgid)->tgid = tgid;
		print_name(out, "process_name", tgid, tgid, comm);
	}
	if (tgid == thread->tid)
		print_name(out, "process_name", tgid, tgid, comm);
	print_name(out, "thread_name", tgid, thread->tid, comm);
	thread->tgid = tgid;
	memcpy(thread->comm, comm, IOR_COMM_LEN);
}

/* What viewers know of threads is the number alone: say whatever else is new. */
static void see_thread(struct out *out, const struct ior_record *rec, const char *comm)
{
	if (!last || last->tid != rec->tid)
		last = find(rec->tid) ?: add(rec->tid);
	if (last->tgid != rec->tgid || memcmp(last->comm, comm, IOR_COMM_LEN))
		rename_thread(out, last, rec->tgid, comm);
}

/* --------------------------------------------------------------- events -- */

static char *put_resolved(char *p, enum value value, uint32_t id)
{
	const struct ior_name *name = names_find(id);

	if (!name)
		return p;
	p = put_str(put_str(put_str(p, ",\""), value_names[value]), "\":");
	if (name->plain)
		return put_char(put_mem(put_char(p, '"'), name->path, name->path_len), '"');
	return put_json_text(p, value, name->path, name->path_len);
}

/* What there is of it; the first is there in any case. */
static char *put_values(char *p, const struct row *row)
{
	const struct ior_record *rec = row->rec;
	uint64_t bytes = ior_record_bytes(rec, row->call);
	unsigned int error = ret_error(rec->ret);
	uint32_t paths[2];
	int32_t fd;

	p = put_str(p, ",\"args\":{\"ret\":");
	p = ior_record_has_result(rec) ? put_s64(p, rec->ret) : put_str(p, "null");
	if (error)
		p = put_char(put_errno(put_str(p, ",\"error\":\""), error), '"');
	if (bytes)
		p = put_u64(put_str(p, ",\"bytes\":"), bytes);
	if (ior_record_fd(rec, row->call, &fd))
		p = put_s64(put_str(p, ",\"fd\":"), fd);
	ior_record_paths(rec, row->call, paths);
	p = put_resolved(p, VALUE_PATH, paths[0]);
	p = put_resolved(p, VALUE_PATH2, paths[1]);
	return put_str(p, "}}");
}

static void print_call(struct out *out, const struct ior_record *rec)
{
	struct row row = {
		.rec	= rec,
		.call	= ior_record_call(rec),
	};
	char *p;

	see_thread(out, rec, rec->comm);
	p = put_start(out_room(out), 'X');
	p = put_str(put_name(put_str(p, ",\"name\":\""), &row), "\",\"cat\":\"");
	p = put_char(put_str(p, ior_family_name(rec->family)), '"');
	p = put_us(p, ",\"ts\":", rec->time_ns);
	p = put_us(p, ",\"dur\":", rec->duration_ns);
	out_row(out, put_values(put_task(p, rec->tgid, rec->tid), &row));
}

/* Of no thread: a line through all of them. */
static void print_lost(struct out *out, const struct ior_record *rec)
{
	char *p = put_start(out_room(out), 'i');

	p = put_str(p, ",\"s\":\"g\",\"name\":\"lost\",\"cat\":\"ior\"");
	p = put_task(put_us(p, ",\"ts\":", rec->time_ns), rec->tgid, rec->tid);
	p = put_us(put_str(p, ",\"args\":{"), "\"duration_us\":", rec->duration_ns);
	p = put_u64(put_str(p, ",\"calls\":"), rec->lost.calls);
	p = put_u64(put_str(p, ",\"others\":"), rec->lost.others);
	out_row(out, put_str(p, "}}"));
}

static void print_task(struct out *out, const struct ior_record *rec)
{
	switch (rec->task.event) {
	case IOR_TASK_FORK:
		forget(rec->tid);		/* who had the number before */
		see_thread(out, rec, rec->task.comm);
		break;
	case IOR_TASK_RENAME:
		see_thread(out, rec, rec->task.comm);
		break;
	case IOR_TASK_EXIT:
		if (rec->tid != rec->tgid)
			forget(rec->tid);
		if (rec->flags & IOR_TASK_LAST)
			forget(rec->tgid);
		break;
	}
}

static void print(struct out *out, const struct ior_record *batch, size_t n)
{
	const struct ior_record *rec;

	for (rec = batch; rec < batch + n; rec++) {
		if (rec->type == IOR_RECORD_NAME)
			names_take(rec);
		else if (rec->type == IOR_RECORD_TASK)
			print_task(out, rec);
		else if (rec->type == IOR_RECORD_LOST)
			print_lost(out, rec);
		else if (ior_record_is_call(rec))
			print_call(out, rec);
	}
}

static void begin(struct out *out, const struct ior_record *header)
{
	(void)header;
	out_row(out, put_char(out_room(out), '['));
}

static void end(struct out *out, const struct ior_record *rec)
{
	(void)rec;
	out_row(out, put_str(out_room(out), "\n]\n"));
	tdestroy(threads, free);
	threads = NULL;
	last = NULL;
}

const struct format format_chrome = {
	.name	= "chrome",
	.alone	= true,
	.begin	= begin,
	.print	= print,
	.end	= end,
};
