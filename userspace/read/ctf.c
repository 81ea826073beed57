// SPDX-License-Identifier: GPL-2.0-only
/*
 * A trace for other viewers: events of the Common Trace Format.  What stands in one,
 * in which order, is in ctf_class.c.
 */
#include "ctf.h"
#include "names.h"

static uint64_t end_of(const struct ior_record *rec)
{
	return rec->time_ns + rec->duration_ns;
}

static char *put_u32(char *p, uint32_t value)
{
	return put_mem(p, &value, sizeof(value));
}

static char *put_64(char *p, uint64_t value)
{
	return put_mem(p, &value, sizeof(value));
}

static char *put_string(char *p, const char *s, size_t len)
{
	return put_char(put_mem(p, s, strnlen(s, len)), '\0');
}

static char *put_resolved(char *p, uint32_t id)
{
	const struct ior_name *name = names_find(id);

	return name ? put_string(p, name->path, name->path_len) : put_char(p, '\0');
}

static char *put_task(char *p, const struct ior_record *rec, const char *comm)
{
	return put_u32(put_u32(put_mem(p, comm, IOR_COMM_LEN), rec->tgid), rec->tid);
}

/* --------------------------------------------------------------- calls -- */

static char *put_files(char *p, const struct row *row, const struct ctf_class *class)
{
	uint32_t paths[2];
	int32_t fd;

	if (class->has_fd)
		p = put_u32(p, ior_record_fd(row->rec, row->call, &fd) ? fd : -1);
	ior_record_paths(row->rec, row->call, paths);
	if (class->has_path)
		p = put_resolved(p, paths[0]);
	return class->has_path2 ? put_resolved(p, paths[1]) : p;
}

static char *put_result(char *p, const struct ior_record *rec)
{
	uint16_t error = ret_error(rec->ret);

	p = put_mem(put_64(p, rec->ret), &error, sizeof(error));
	return put_char(p, ior_record_status(rec));
}

static void print_call(const struct ior_record *rec)
{
	struct row row = {
		.rec	= rec,
		.call	= ior_record_call(rec),
	};
	const struct ctf_class *class = ctf_class(&row);
	struct ctf_stream *s = ctf_stream(rec->cpu);
	char *p = ctf_begin(s, end_of(rec), class->id);
	unsigned int i;

	p = put_task(p, rec, rec->comm);
	p = put_64(put_64(p, rec->time_ns), rec->duration_ns);
	if (!row.call)
		p = put_u32(p, rec->nr);
	p = put_files(p, &row, class);
	for (i = 0; i < class->nr_args; i++)
		p = put_64(p, arg_value(&row, class->args[i]));
	if (class->has_flags)
		p = put_char(put_flags_column(p, &row), '\0');
	p = put_result(p, rec);
	if (class->has_bytes)
		p = put_64(p, ior_record_bytes(rec, row.call));
	p = put_char(put_char(p, rec->family), rec->kind);
	p = put_char(put_char(p, rec->ret_class), rec->abi);
	ctf_end(s, put_u32(p, rec->flags));
}

/* -------------------------------------------------------------- others -- */

static void print_task(const struct ior_record *rec)
{
	struct ctf_stream *s = ctf_stream(rec->cpu);
	char *p;

	if (rec->task.event < IOR_TASK_FORK || rec->task.event > IOR_TASK_RENAME)
		return;
	p = ctf_begin(s, end_of(rec), CTF_FORK + rec->task.event - IOR_TASK_FORK);
	p = put_task(p, rec, rec->task.comm);
	if (rec->task.event == IOR_TASK_FORK)
		p = put_u32(put_u32(p, rec->task.other_tgid), rec->task.other_tid);
	else if (rec->task.event == IOR_TASK_EXEC)
		p = put_resolved(put_u32(p, rec->task.other_tid), rec->task.name);
	else if (rec->task.event == IOR_TASK_EXIT)
		p = put_char(put_u32(p, rec->task.status), !!(rec->flags & IOR_TASK_LAST));
	ctf_end(s, p);
}

/*
 * In a packet of its own: viewers take what was discarded for lost between the end
 * of the packet before and that of the one that says so.
 */
static void print_lost(const struct ior_record *rec)
{
	static const char nobody[IOR_COMM_LEN];
	struct ctf_stream *s = ctf_stream(rec->cpu);
	char *p;

	ctf_discard(s, rec->time_ns, rec->lost.calls + rec->lost.others);
	p = put_task(ctf_begin(s, end_of(rec), CTF_LOST), rec, nobody);
	p = put_64(put_64(p, rec->time_ns), rec->duration_ns);
	ctf_end(s, put_64(put_64(p, rec->lost.calls), rec->lost.others));
	ctf_cut(s);
}

static void print(struct out *out, const struct ior_record *batch, size_t n)
{
	const struct ior_record *rec;

	for (rec = batch; rec < batch + n && !out->failed; rec++) {
		if (rec->type == IOR_RECORD_NAME)
			names_take(rec);
		else if (ior_record_is_call(rec))
			print_call(rec);
		else if (rec->type == IOR_RECORD_TASK)
			print_task(rec);
		else if (rec->type == IOR_RECORD_LOST)
			print_lost(rec);
	}
}

static void begin(struct out *out, const struct ior_record *header)
{
	ctf_open(out);
	ctf_declare_all(header);
}

static void end(struct out *out, const struct ior_record *rec)
{
	(void)out;
	(void)rec;
	ctf_close();
}

const struct format format_ctf = {
	.name		= "ctf",
	.directory	= true,
	.begin		= begin,
	.print		= print,
	.end		= end,
};
