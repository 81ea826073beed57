// SPDX-License-Identifier: GPL-2.0-only
/*
 * Text, as "strace -f -T" prints it.
 */
#include <string.h>

#include "put.h"
#include "read.h"
#include "symbols.h"

#define RESULT_COLUMN	40

static uint32_t first_tid;
static bool several;		/* tasks were seen: each row says whose it is */

static const struct {
	int		ret;
	const char	*text;
} restarts[] = {
	{ -512, "ERESTARTSYS (To be restarted if SA_RESTART is set)" },
	{ -513, "ERESTARTNOINTR (To be restarted)" },
	{ -514, "ERESTARTNOHAND (To be restarted if no handler)" },
	{ -516, "ERESTART_RESTARTBLOCK (Interrupted by signal)" },
};

static const char *restart_text(int64_t ret)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(restarts); i++) {
		if (restarts[i].ret == ret)
			return restarts[i].text;
	}
	return NULL;
}

static void see_task(uint32_t tid)
{
	if (!first_tid)
		first_tid = tid;
	several |= tid != first_tid;
}

static char *put_prefix(char *p, const struct ior_record *rec)
{
	if (several)
		p = put_str(put_u64(put_str(p, "[pid "), rec->tid), "] ");
	if (rec->abi != IOR_ABI_NATIVE)
		p = put_str(put_str(put_char(p, '['), ior_abi_name(rec->abi)), "] ");
	return p;
}

/* " = ", so far right that the results of short calls stand below each other. */
static char *put_equals(char *p, const char *row)
{
	do {
		*p++ = ' ';
	} while (p - row < RESULT_COLUMN);
	return put_str(p, "= ");
}

static char *put_result(char *p, const struct ior_record *rec, const struct ior_call_entry *call)
{
	unsigned int traits = call ? call->traits : 0;
	int64_t ret = rec->ret;
	const char *text;

	if (ret_is_restart(ret))
		return put_str(put_str(p, "? "), restart_text(ret));
	if (ret_is_error(ret)) {
		text = strerrordesc_np(-ret);
		p = put_str(p, "-1 ");
		if (!text)
			return put_char(put_u64(put_str(p, "(errno "), -ret), ')');
		return put_char(put_str(put_str(put_errno(p, -ret), " ("), text), ')');
	}
	if (traits & IOR_TRAIT_RET_PTR)
		return put_hex(p, rec->abi == IOR_ABI_NATIVE ? ret : (uint32_t)ret);
	if (traits & IOR_TRAIT_RET_MODE)
		return put_octal(put_char(p, '0'), ret, 1);
	return put_s64(p, ret);
}

static char *put_time(char *p, uint64_t ns)
{
	p = put_u64(put_str(p, " <"), ns / 1000000000);
	p = put_padded(put_char(p, '.'), ns / 1000 % 1000000, 6);
	return put_char(p, '>');
}

static char *put_call(char *p, const struct ior_record *rec)
{
	const struct ior_call_entry *call = ior_call_entry(ior_call_find(rec->abi, rec->nr));
	bool no_return = rec->flags & IOR_CALL_NO_RETURN;
	const char *row = p;

	p = put_prefix(p, rec);
	if (rec->flags & IOR_CALL_NO_ENTER) {
		p = put_str(put_name(put_str(p, "<... "), rec, call), " resumed>)");
	} else {
		p = put_args(put_char(put_name(p, rec, call), '('), rec, call);
		if (rec->type == IOR_RECORD_ENTER && !no_return)
			return put_str(p, " <unfinished ...>\n");
		p = put_str(p, rec->flags & IOR_CALL_NO_EXIT ? " <unfinished ...>)" : ")");
	}
	p = put_equals(p, row);
	if (no_return || rec->flags & IOR_CALL_NO_EXIT)
		return put_str(p, "?\n");
	p = put_result(p, rec, call);
	if (!(rec->flags & IOR_CALL_NO_ENTER))
		p = put_time(p, rec->duration_ns);
	return put_char(p, '\n');
}

static char *put_lost(char *p, const struct ior_record *rec)
{
	uint64_t calls = rec->lost.calls;

	if (calls || !rec->lost.others) {
		p = put_u64(put_str(p, "--- "), calls);
		return put_str(p, calls == 1 ? " call lost ---\n" : " calls lost ---\n");
	}
	p = put_u64(put_str(p, "--- "), rec->lost.others);
	return put_str(p, " records of no call lost ---\n");
}

static void print(struct out *out, const struct ior_record *batch, size_t n)
{
	const struct ior_record *rec;

	for (rec = batch; rec < batch + n; rec++) {
		if (rec->type == IOR_RECORD_LOST) {
			out_row(out, put_lost(out_room(out), rec));
			continue;
		}
		see_task(rec->tid);
		if (!(rec->flags & IOR_CALL_CHILD))
			out_row(out, put_call(out_room(out), rec));
	}
}

const struct format format_text = {
	.name	= "text",
	.print	= print,
};
