// SPDX-License-Identifier: GPL-2.0-only
#include "names.h"
#include "symbols.h"
#include "tasks.h"
#include "values.h"

const char * const value_names[NR_VALUES] = {
	[VALUE_TIME]		= "time_ns",
	[VALUE_DURATION]	= "duration_ns",
	[VALUE_GAP]		= "gap_ns",
	[VALUE_COMM]		= "comm",
	[VALUE_PID]		= "pid",
	[VALUE_TID]		= "tid",
	[VALUE_NAME]		= "name",
	[VALUE_FAMILY]		= "family",
	[VALUE_KIND]		= "kind",
	[VALUE_RET_CLASS]	= "ret_class",
	[VALUE_RET]		= "ret",
	[VALUE_ERROR]		= "error",
	[VALUE_BYTES]		= "bytes",
	[VALUE_FD]		= "fd",
	[VALUE_PATH]		= "path",
	[VALUE_PATH2]		= "path2",
	[VALUE_FLAGS]		= "flags",
	[VALUE_ABI]		= "abi",
};

/* ---------------------------------------------------------------- style -- */

#define LEAD_MAX	16
#define NONE_MAX	4

/* What the style comes to, so that it is copied in one go. */
static struct {
	struct {
		char	text[LEAD_MAX];
		size_t	len;
	} leads[NR_VALUES];
	char	none[NONE_MAX];
	size_t	none_len;
	char	quote;
	size_t	quotes;
} around;

static const struct style *style;

void values_begin(const struct style *of)
{
	unsigned int i;

	style = of;
	for (i = 0; i < NR_VALUES; i++) {
		char *start = around.leads[i].text;
		char *p = put_str(start, i ? of->next : of->first);

		if (of->named)
			p = put_str(put_str(put_char(p, '"'), value_names[i]), "\":");
		around.leads[i].len = p - start;
	}
	around.none_len = put_str(around.none, of->none) - around.none;
	around.quote = *of->quote;
	around.quotes = strlen(of->quote);
}

static char *put_lead(char *p, enum value value)
{
	memcpy(p, around.leads[value].text, LEAD_MAX);
	return p + around.leads[value].len;
}

static char *put_quote(char *p)
{
	*p = around.quote;
	return p + around.quotes;
}

static char *put_none(char *p)
{
	memcpy(p, around.none, NONE_MAX);
	return p + around.none_len;
}

/* A value that needs no more than quotes. */
static char *put_word(char *p, enum value value, const char *word)
{
	return put_quote(put_str(put_quote(put_lead(p, value)), word));
}

/*
 * What is the same in many rows is copied, with what is around it, in one go or,
 * if it is long, in two.
 */
#define COPY_MAX	64

static char *put_copy(char *p, const char *text, size_t len, size_t max)
{
	memcpy(p, text, COPY_MAX);
	if (len > COPY_MAX)
		memcpy(p + COPY_MAX, text + COPY_MAX, max - COPY_MAX);
	return p + len;
}

/* --------------------------------------------------------------- values -- */

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
	else
		p = put_none(p);
	task->last_end = rec->time_ns + rec->duration_ns;
	return p;
}

/* Whose call it is: mostly the same one's as that of the row before. */
#define WHO_MAX	256

static struct {
	char		comm[IOR_COMM_LEN];
	uint32_t	tgid;
	uint32_t	tid;
	size_t		len;		/* 0: there was no row yet */
	char		text[WHO_MAX];
} who;

static void fill_who(const struct ior_record *rec)
{
	char *p = put_lead(who.text, VALUE_COMM);

	p = style->put_text(p, VALUE_COMM, rec->comm, strnlen(rec->comm, IOR_COMM_LEN));
	p = put_u64(put_lead(p, VALUE_PID), rec->tgid);
	p = put_u64(put_lead(p, VALUE_TID), rec->tid);
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
	return put_copy(p, who.text, who.len, WHO_MAX);
}

/* What is the same in most rows of a call: its name, family, kind and class. */
#define HEAD_MAX	128

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
	char *p = put_quote(put_lead(head->text, VALUE_NAME));

	p = put_quote(put_name(p, row));
	p = put_word(p, VALUE_FAMILY, ior_family_name(rec->family));
	p = put_word(p, VALUE_KIND, ior_kind_name(rec->kind));
	p = put_word(p, VALUE_RET_CLASS, ior_ret_class_name(rec->ret_class));
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
	return put_copy(p, head->text, head->len, HEAD_MAX);
}

static char *put_ret(char *p, const struct ior_record *rec)
{
	unsigned int error = ret_error(rec->ret);

	p = put_lead(p, VALUE_RET);
	p = ior_record_has_result(rec) ? put_s64(p, rec->ret) : put_none(p);
	p = put_lead(p, VALUE_ERROR);
	return error ? put_quote(put_errno(put_quote(p), error)) : put_none(p);
}

static char *put_bytes(char *p, const struct row *row)
{
	uint64_t bytes = ior_record_bytes(row->rec, row->call);

	p = put_lead(p, VALUE_BYTES);
	return bytes ? put_u64(p, bytes) : put_none(p);
}

static char *put_fd(char *p, const struct row *row)
{
	int32_t fd;

	p = put_lead(p, VALUE_FD);
	return ior_record_fd(row->rec, row->call, &fd) ? put_s64(p, fd) : put_none(p);
}

static char *put_found(char *p, enum value value, uint32_t id)
{
	const struct ior_name *name = names_find(id);

	if (!name)
		return put_none(p);
	if (!name->plain)
		return style->put_text(p, value, name->path, name->path_len);
	return put_quote(put_mem(put_quote(p), name->path, name->path_len));
}

static char *put_resolved(char *p, enum value value, uint32_t id)
{
	p = put_lead(p, value);
	return id ? put_found(p, value, id) : put_none(p);
}

static char *put_flags(char *p, const struct row *row)
{
	char *start, *end;

	p = put_lead(p, VALUE_FLAGS);
	start = put_quote(p);
	end = put_flags_column(start, row);
	return end == start ? put_none(p) : put_quote(end);
}

/* How a row ends: the ABI of most is that of the row before. */
#define TAIL_MAX	32

static struct {
	unsigned int	abi;
	size_t		len;		/* 0: there was no row yet */
	char		text[TAIL_MAX];
} tail;

static char *put_tail(char *p, unsigned int abi)
{
	if (abi != tail.abi || !tail.len) {
		tail.abi = abi;
		tail.len = put_str(put_word(tail.text, VALUE_ABI, ior_abi_name(abi)),
				   style->last) - tail.text;
	}
	memcpy(p, tail.text, TAIL_MAX);
	return p + tail.len;
}

/* ----------------------------------------------------------------- rows -- */

static char *put_row(char *p, const struct ior_record *rec)
{
	struct row row = {
		.rec	= rec,
		.call	= ior_record_call(rec),
	};
	uint32_t paths[2];

	ior_record_paths(rec, row.call, paths);
	p = put_when(put_lead(p, VALUE_TIME), rec->time_ns);
	p = put_u64(put_lead(p, VALUE_DURATION), rec->duration_ns);
	p = put_gap(put_lead(p, VALUE_GAP), rec);
	p = put_who(p, rec);
	p = put_head(p, &row);
	p = put_ret(p, rec);
	p = put_bytes(p, &row);
	p = put_fd(p, &row);
	p = put_resolved(p, VALUE_PATH, paths[0]);
	p = put_resolved(p, VALUE_PATH2, paths[1]);
	p = put_flags(p, &row);
	p = put_tail(p, rec->abi);
	return style->put_more ? style->put_more(p, &row) : p;
}

/* A row for each call. */
void values_print(struct out *out, const struct ior_record *batch, size_t n)
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
