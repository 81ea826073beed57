// SPDX-License-Identifier: GPL-2.0-only
/*
 * Text, as "strace -f -T -y" prints it; what of that is otherwise is in look.h.
 */
#include <stdlib.h>
#include <string.h>

#include "names.h"
#include "paint.h"
#include "put.h"
#include "read.h"
#include "stamp.h"
#include "symbols.h"

#define RESULT_COLUMN	40
#define RESTARTS_MAX	UINT8_MAX	/* so many, or more */

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

/* What every row of a task begins with. */
static char *put_prefix(char *p, uint32_t tid, uint64_t ns)
{
	put_hidden = 0;
	if (several) {
		p = put_u64(put_str(put_paint(p, PAINT_TASK), "[pid "), tid);
		p = put_char(put_unpaint(put_char(p, ']')), ' ');
	}
	return put_stamps(p, ns);
}

static char *put_abi(char *p, const struct ior_record *rec)
{
	if (rec->abi == IOR_ABI_NATIVE)
		return p;
	return put_str(put_str(put_char(p, '['), ior_abi_name(rec->abi)), "] ");
}

/* " = ", so far right that the results of short calls stand below each other. */
static char *put_equals(char *p, const char *row)
{
	size_t column = p + 1 - row - put_hidden;

	*p++ = ' ';
	if (column < RESULT_COLUMN) {
		memset(p, ' ', RESULT_COLUMN);
		p += RESULT_COLUMN - column;
	}
	return put_str(p, "= ");
}

static char *put_error(char *p, unsigned int error)
{
	const char *text = strerrordesc_np(error);

	p = put_str(p, "-1 ");
	if (!text)
		return put_char(put_u64(put_str(p, "(errno "), error), ')');
	return put_char(put_str(put_str(put_errno(p, error), " ("), text), ')');
}

static char *put_result(char *p, const struct row *row)
{
	unsigned int traits = row->call ? row->call->traits : 0;
	int64_t ret = row->rec->ret;

	if (ret_is_restart(ret))
		return put_str(put_str(p, "? "), restart_text(ret));
	if (ior_ret_is_error(ret))
		return put_unpaint(put_error(put_paint(p, PAINT_ERROR), -ret));
	if (traits & IOR_TRAIT_RET_PTR)
		return put_hex(p, row->rec->abi == IOR_ABI_NATIVE ? ret : (uint32_t)ret);
	if (traits & IOR_TRAIT_RET_MODE)
		return put_octal(put_char(p, '0'), ret, 1);
	return put_file(put_s64(p, ret), row->files.made);
}

/* What has to be known of a call besides, behind its result. */
static char *put_remarks(char *p, const struct ior_record *rec)
{
	unsigned int restarts = rec->reserved;

	if (rec->flags & IOR_CALL_DENIED)
		p = put_str(p, " (DENIED)");
	if (rec->flags & IOR_CALL_NAME_LOST)
		p = put_str(p, " (NAME LOST)");
	if (!restarts)
		return p;
	p = put_u64(put_str(p, " (restarted "), restarts);
	if (restarts == RESTARTS_MAX)
		return put_str(p, " times or more)");
	return put_str(p, restarts == 1 ? " time)" : " times)");
}

static char *put_time(char *p, uint64_t ns)
{
	p = put_char(put_paint(put_char(p, ' '), PAINT_TIME), '<');
	p = put_seconds(p, ns, look_now.duration);
	return put_unpaint(put_char(p, '>'));
}

static char *put_call_name(char *p, const struct row *row)
{
	return put_unpaint(put_name(put_paint(p, PAINT_CALL), row));
}

static char *put_call(char *p, const struct ior_record *rec)
{
	bool no_return = rec->flags & IOR_CALL_NO_RETURN;
	const char *start = p;
	struct row row = {
		.rec	= rec,
		.call	= ior_record_call(rec),
	};

	ior_record_files(rec, row.call, &row.files);
	p = put_abi(put_prefix(p, rec->tid, rec->time_ns), rec);
	if (rec->flags & IOR_CALL_NO_ENTER && !(rec->flags & IOR_CALL_DENIED)) {
		p = put_str(put_call_name(put_str(p, "<... "), &row), " resumed>)");
	} else {
		p = put_args(put_char(put_call_name(p, &row), '('), &row);
		if (rec->type == IOR_RECORD_ENTER && !no_return)
			return put_str(p, " <unfinished ...>\n");
		if (rec->flags & CALL_DETACHED)
			return put_str(p, " <detached ...>\n");
		p = put_str(p, ior_record_has_result(rec) ? ")" : " <unfinished ...>)");
	}
	p = put_equals(p, start);
	if (no_return || !ior_record_has_result(rec))
		return put_char(put_remarks(put_char(p, '?'), rec), '\n');
	p = put_remarks(put_result(p, &row), rec);
	if (!(rec->flags & IOR_CALL_NO_ENTER) && !look_now.no_duration)
		p = put_time(p, rec->duration_ns);
	return put_char(p, '\n');
}

static char *put_lost(char *p, const struct ior_record *rec)
{
	uint64_t calls = rec->lost.calls;

	p = put_str(put_paint(put_stamps(p, rec->time_ns), PAINT_ERROR), "--- ");
	if (calls || !rec->lost.others)
		p = put_str(put_u64(p, calls), calls == 1 ? " call lost ---" : " calls lost ---");
	else
		p = put_str(put_u64(p, rec->lost.others), " records of no call lost ---");
	return put_char(put_unpaint(p), '\n');
}

/* ---------------------------------------------------------------- tasks -- */

/*
 * A process's first thread that ended before the others.  Nobody gets to know
 * until they have ended, too, or one of them has taken its place.
 */
struct zombie {
	uint32_t	tid;
	int32_t		status;
	struct zombie	*next;
};

static struct zombie *zombies;

/* How a thread ended, by its status as of wait(2), and when that got known. */
static char *put_exit(char *p, uint32_t tid, int32_t status, uint64_t ns)
{
	unsigned int sig = status & 0x7f;

	p = put_paint(put_prefix(p, tid, ns), PAINT_TASK);
	if (sig) {
		p = put_signal(put_str(p, "+++ killed by "), sig);
		if (status & 0x80)
			p = put_str(p, " (core dumped)");
	} else {
		p = put_u64(put_str(p, "+++ exited with "), status >> 8 & 0xff);
	}
	return put_char(put_unpaint(put_str(p, " +++")), '\n');
}

/* A thread took the place of its process's first one to run another program. */
static char *put_superseded(char *p, const struct ior_record *rec)
{
	p = put_paint(put_prefix(p, rec->tid, rec->time_ns), PAINT_TASK);
	p = put_u64(put_str(p, "+++ superseded by execve in pid "), rec->task.other_tid);
	return put_char(put_unpaint(put_str(p, " +++")), '\n');
}

static void add_zombie(const struct ior_record *rec)
{
	struct zombie *z = malloc(sizeof(*z));

	if (!z)
		fail_memory("processes", "trace fewer");
	*z = (struct zombie) { rec->tid, rec->task.status, zombies };
	zombies = z;
}

/* Returns whether there was one; its status. */
static bool take_zombie(uint32_t tid, int32_t *status)
{
	struct zombie **place, *z;

	for (place = &zombies; (z = *place); place = &z->next) {
		if (z->tid == tid) {
			*place = z->next;
			*status = z->status;
			free(z);
			return true;
		}
	}
	return false;
}

static void print_exit(struct out *out, const struct ior_record *rec)
{
	bool last = rec->flags & IOR_TASK_LAST;
	int32_t status;

	if (rec->tid == rec->tgid && !last) {
		add_zombie(rec);
		return;
	}
	see_task(rec->tid);
	out_row(out, put_exit(out_room(out), rec->tid, rec->task.status, rec->time_ns));
	if (last && take_zombie(rec->tgid, &status))
		out_row(out, put_exit(out_room(out), rec->tgid, status, rec->time_ns));
}

static void print_task(struct out *out, const struct ior_record *rec)
{
	int32_t status;

	switch (rec->task.event) {
	case IOR_TASK_EXIT:
		print_exit(out, rec);
		break;
	case IOR_TASK_EXEC:
		if (rec->task.other_tid == rec->tid)
			break;
		take_zombie(rec->tid, &status);
		see_task(rec->tid);
		out_row(out, put_superseded(out_room(out), rec));
		break;
	case IOR_TASK_FORK:
		take_zombie(rec->tid, &status);		/* its end was lost */
		break;
	}
}

/* -------------------------------------------------------------- records -- */

static void print_call(struct out *out, const struct ior_record *rec)
{
	see_task(rec->tid);
	if (!(rec->flags & IOR_CALL_CHILD))
		out_row(out, put_call(out_room(out), rec));
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
			out_row(out, put_lost(out_room(out), rec));
		else
			print_call(out, rec);
	}
}

const struct format format_text = {
	.name	= "text",
	.print	= print,
};
