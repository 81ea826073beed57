// SPDX-License-Identifier: GPL-2.0-only
/*
 * CSV, as RFC 4180 has it but for the line ends.
 */
#include <string.h>

#include "put.h"
#include "read.h"
#include "symbols.h"
#include "tasks.h"

static const char * const columns[] = {
	"time_ns", "duration_ns", "gap_ns", "comm", "pid", "tid", "name", "family", "kind",
	"ret_class", "ret", "error", "bytes", "fd", "path", "path2", "flags", "abi",
};

static struct layout layouts[IOR_NR_ABIS][IOR_NR_CALLS];

static void begin(struct out *out, const struct ior_record *header)
{
	char *p = out_room(out);
	unsigned int abi, call, i;

	(void)header;
	for (abi = 0; abi < IOR_NR_ABIS; abi++) {
		for (call = 1; call < IOR_NR_CALLS; call++)
			layouts[abi][call] = args_layout(ior_call_entry(call), abi);
	}
	for (i = 0; i < ARRAY_SIZE(columns); i++)
		p = put_char(put_str(p, columns[i]), i + 1 < ARRAY_SIZE(columns) ? ',' : '\n');
	out_row(out, p);
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

/* A task's name may hold anything. */
static char *put_comm(char *p, const char *comm)
{
	size_t len = strnlen(comm, IOR_COMM_LEN), i;
	bool quote = false;

	for (i = 0; i < len; i++)
		quote |= comm[i] == ',' || comm[i] == '"' || comm[i] == '\n' || comm[i] == '\r';
	if (!quote)
		return put_mem(p, comm, len);
	*p++ = '"';
	for (i = 0; i < len; i++) {
		if (comm[i] == '"')
			*p++ = '"';
		*p++ = comm[i];
	}
	return put_char(p, '"');
}

/* A call that never returns counts as one that returned 0; one that died does not. */
static bool has_result(const struct ior_record *rec)
{
	return !(rec->flags & IOR_CALL_NO_EXIT);
}

static bool counts_bytes(const struct ior_record *rec)
{
	return rec->ret > 0 && (rec->ret_class == IOR_RET_READ || rec->ret_class == IOR_RET_WRITE ||
				rec->ret_class == IOR_RET_TRANSFER);
}

/* The descriptor that the call works on, else the one that it makes. */
static char *put_fd(char *p, const struct ior_record *rec, const struct ior_call_entry *call,
		    const struct layout *at)
{
	int32_t fd = at->fd >= 0 ? (int32_t)rec->args[at->fd] : -1;
	bool makes = call->traits & IOR_TRAIT_RET_FD;

	if (at->fd >= 0 && (fd >= 0 || !makes))
		return put_s64(p, fd);
	if (makes)
		return has_result(rec) && rec->ret >= 0 ? put_s64(p, rec->ret) : put_str(p, "-1");
	if (at->dirfd < 0)
		return p;
	fd = rec->args[at->dirfd];
	return fd >= 0 ? put_s64(p, fd) : p;
}

static char *put_row(char *p, const struct ior_record *rec)
{
	enum ior_call nr = ior_call_find(rec->abi, rec->nr);
	const struct ior_call_entry *call = ior_call_entry(nr);

	p = put_char(put_u64(p, rec->time_ns), ',');
	p = put_char(put_u64(p, rec->duration_ns), ',');
	p = put_char(put_gap(p, rec), ',');
	p = put_char(put_comm(p, rec->comm), ',');
	p = put_char(put_u64(p, rec->tgid), ',');
	p = put_char(put_u64(p, rec->tid), ',');
	p = put_char(put_name(p, rec, call), ',');
	p = put_char(put_str(p, ior_family_name(rec->family)), ',');
	p = put_char(put_str(p, ior_kind_name(rec->kind)), ',');
	p = put_char(put_str(p, ior_ret_class_name(rec->ret_class)), ',');
	if (has_result(rec))
		p = put_s64(p, rec->ret);
	*p++ = ',';
	if (ret_is_error(rec->ret) && !ret_is_restart(rec->ret))
		p = put_errno(p, -rec->ret);
	*p++ = ',';
	if (counts_bytes(rec))
		p = put_u64(p, rec->ret);
	*p++ = ',';
	if (call)
		p = put_fd(p, rec, call, &layouts[rec->abi][nr]);
	p = put_mem(p, ",,,", 3);
	if (call)
		p = put_flags_column(p, rec, call, layouts[rec->abi][nr].flags);
	*p++ = ',';
	return put_char(put_str(p, ior_abi_name(rec->abi)), '\n');
}

static void print(struct out *out, const struct ior_record *batch, size_t n)
{
	const struct ior_record *rec;

	for (rec = batch; rec < batch + n; rec++) {
		if (ior_record_is_call(rec))
			out_row(out, put_row(out_room(out), rec));
		else if (rec->flags & IOR_CALL_CHILD)
			task_find(rec->tid)->last_end = 0;	/* a new thread */
	}
}

const struct format format_csv = {
	.name	= "csv",
	.begin	= begin,
	.print	= print,
};
