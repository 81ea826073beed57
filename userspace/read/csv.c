// SPDX-License-Identifier: GPL-2.0-only
/*
 * CSV, as RFC 4180 has it but for the line ends.
 */
#include <string.h>

#include "names.h"
#include "put.h"
#include "read.h"
#include "symbols.h"
#include "tasks.h"

static const char * const columns[] = {
	"time_ns", "duration_ns", "gap_ns", "comm", "pid", "tid", "name", "family", "kind",
	"ret_class", "ret", "error", "bytes", "fd", "path", "path2", "flags", "abi",
};

static void begin(struct out *out, const struct ior_record *header)
{
	char *p = out_room(out);
	unsigned int i;

	(void)header;
	for (i = 0; i < ARRAY_SIZE(columns); i++)
		p = put_char(put_str(p, columns[i]), i + 1 < ARRAY_SIZE(columns) ? ',' : '\n');
	out_row(out, p);
}

/* Rows of the same millisecond have all but six digits in common. */
#define WHEN_MAX	16

static struct {
	uint64_t	ms;
	size_t		len;
	char		text[WHEN_MAX];
} when;

static char *put_when(char *p, uint64_t ns)
{
	uint64_t ms = ns / 1000000;

	if (!ms)
		return put_u64(p, ns);
	if (ms != when.ms) {
		when.ms = ms;
		when.len = put_u64(when.text, ms) - when.text;
	}
	memcpy(p, when.text, WHEN_MAX);
	return put_padded(p + when.len, ns % 1000000, 6);
}

/* Time since the thread's previous call; nothing for its first. */
static char *put_gap(char *p, const struct ior_record *rec)
{
	struct task *task = task_find(rec->tid);

	if (task->last_end && !(rec->flags & IOR_CALL_NO_ENTER))
		p = put_s64(p, rec->time_ns - task->last_end);
	task->last_end = rec->time_ns + rec->duration_ns;
	return p;
}

/*
 * Whose call it is: mostly the same one's as that of the row before.  Copied in
 * one go, with what is behind it.
 */
#define WHO_MAX	96

static struct {
	char		comm[IOR_COMM_LEN];
	uint32_t	tgid;
	uint32_t	tid;
	size_t		len;		/* 0: there was no row yet */
	char		text[WHO_MAX];
} who;

static void fill_who(const struct ior_record *rec)
{
	char *p = who.text;

	p = put_char(put_csv(p, rec->comm, strnlen(rec->comm, IOR_COMM_LEN)), ',');
	p = put_char(put_u64(p, rec->tgid), ',');
	p = put_char(put_u64(p, rec->tid), ',');
	memcpy(who.comm, rec->comm, IOR_COMM_LEN);
	who.tgid = rec->tgid;
	who.tid = rec->tid;
	who.len = p - who.text;
}

static char *put_who(char *p, const struct ior_record *rec)
{
	if (who.tid != rec->tid || who.tgid != rec->tgid || !who.len ||
	    memcmp(who.comm, rec->comm, IOR_COMM_LEN))
		fill_who(rec);
	memcpy(p, who.text, WHO_MAX);
	return p + who.len;
}

/*
 * What is the same in most rows of a call: its name, family, kind and class.
 * Copied in one go, with what is behind it.
 */
#define HEAD_MAX	96

struct head {
	uint8_t	family;
	uint8_t	kind;
	uint8_t	ret_class;
	uint8_t	len;		/* 0: there was no row yet */
	char	text[HEAD_MAX];
};

static struct head heads[IOR_NR_CALLS];

static void fill_head(struct head *head, const struct row *row)
{
	const struct ior_record *rec = row->rec;
	char *p = head->text;

	p = put_char(put_name(p, row), ',');
	p = put_char(put_str(p, ior_family_name(rec->family)), ',');
	p = put_char(put_str(p, ior_kind_name(rec->kind)), ',');
	p = put_char(put_str(p, ior_ret_class_name(rec->ret_class)), ',');
	head->family = rec->family;
	head->kind = rec->kind;
	head->ret_class = rec->ret_class;
	head->len = p - head->text;
}

static char *put_head(char *p, const struct row *row)
{
	struct head *head = &heads[row->call ? row->call->call : IOR_CALL_UNKNOWN];
	const struct ior_record *rec = row->rec;

	if (!row->call || !head->len || head->family != rec->family ||
	    head->kind != rec->kind || head->ret_class != rec->ret_class)
		fill_head(head, row);
	memcpy(p, head->text, HEAD_MAX);
	return p + head->len;
}

static char *put_ret(char *p, const struct ior_record *rec)
{
	if (ior_record_has_result(rec))
		p = put_s64(p, rec->ret);
	*p++ = ',';
	return ret_error(rec->ret) ? put_errno(p, ret_error(rec->ret)) : p;
}

static char *put_bytes(char *p, const struct row *row)
{
	uint64_t bytes = ior_record_bytes(row->rec, row->call);

	return bytes ? put_u64(p, bytes) : p;
}

static char *put_fd(char *p, const struct row *row)
{
	int32_t fd;

	return ior_record_fd(row->rec, row->call, &fd) ? put_s64(p, fd) : p;
}

static char *put_resolved(char *p, uint32_t id)
{
	const struct ior_name *name = names_find(id);

	if (!name)
		return p;
	return name->plain ? put_mem(p, name->path, name->path_len) :
			     put_csv(p, name->path, name->path_len);
}

/* How a row ends: the ABI of most is that of the row before. */
#define END_MAX	8

static struct {
	unsigned int	abi;
	size_t		len;		/* 0: there was no row yet */
	char		text[END_MAX];
} row_end;

static char *put_end(char *p, unsigned int abi)
{
	if (abi != row_end.abi || !row_end.len) {
		row_end.abi = abi;
		row_end.len = put_char(put_str(row_end.text, ior_abi_name(abi)), '\n') -
			      row_end.text;
	}
	memcpy(p, row_end.text, END_MAX);
	return p + row_end.len;
}

static char *put_row(char *p, const struct ior_record *rec)
{
	struct row row = {
		.rec	= rec,
		.call	= ior_record_call(rec),
	};
	uint32_t paths[2];

	ior_record_paths(rec, row.call, paths);
	p = put_char(put_when(p, rec->time_ns), ',');
	p = put_char(put_u64(p, rec->duration_ns), ',');
	p = put_char(put_gap(p, rec), ',');
	p = put_who(p, rec);
	p = put_head(p, &row);
	p = put_char(put_ret(p, rec), ',');
	p = put_char(put_bytes(p, &row), ',');
	p = put_char(put_fd(p, &row), ',');
	p = put_char(put_resolved(p, paths[0]), ',');
	p = put_char(put_resolved(p, paths[1]), ',');
	p = put_char(put_flags_column(p, &row), ',');
	return put_end(p, rec->abi);
}

static void print(struct out *out, const struct ior_record *batch, size_t n)
{
	const struct ior_record *rec;

	for (rec = batch; rec < batch + n; rec++) {
		if (rec->type == IOR_RECORD_NAME)
			names_take(rec);
		else if (ior_record_is_call(rec))
			out_row(out, put_row(out_room(out), rec));
		else if (rec->type == IOR_RECORD_CALL)
			task_find(rec->tid)->last_end = 0;	/* a new thread */
	}
}

const struct format format_csv = {
	.name	= "csv",
	.begin	= begin,
	.print	= print,
};
