// SPDX-License-Identifier: GPL-2.0-only
/*
 * Records of calls and of tasks.  Names have their own, see name.c.
 */
#include <linux/sched.h>

#include "call.h"
#include "count.h"
#include "files.h"
#include "record.h"
#include "who.h"

static void fill(struct ior_record *rec, const struct ior_event *ev, u64 time, u64 now,
		 u32 flags, bool named)
{
	const struct ior_syscall *call = ev->call;
	const struct ior_class *class = ior_call_class(call);
	unsigned int i;

	rec->time_ns = time;
	rec->duration_ns = now - time;
	rec->type = ev->type;
	rec->abi = ior_call_abi(call);
	rec->cpu = smp_processor_id();
	rec->flags = flags;
	rec->tgid = current->tgid;
	rec->tid = ev->tid;
	rec->ret = ev->ret;
	for (i = 0; i < IOR_NR_ARGS; i++)
		rec->args[i] = call->args[i];
	ior_copy_comm(rec->comm, current);
	rec->nr = ior_call_nr(call);
	rec->family = class->family;
	rec->kind = class->kind;
	rec->ret_class = ior_ret_is_restart(ev->ret) ? IOR_RET_RESTART : class->ret_class;
	rec->reserved = 0;
	rec->name[0] = named ? call->name[0] : 0;
	rec->name[1] = named ? call->name[1] : 0;
	rec->aux = call->aux;
}

/* Does a record stand for a call, or only for a part of one? */
bool ior_record_is_call(u8 type, u32 flags)
{
	return type == IOR_RECORD_CALL ? !(flags & IOR_CALL_CHILD) : flags & IOR_CALL_NO_RETURN;
}

/* What is special about the record in this session's eyes? */
static u32 flags_for(const struct ior_session *s, const struct ior_event *ev)
{
	const struct ior_syscall *call = ev->call;
	u32 flags = ev->flags | call->flags;

	if ((call->name[0] | call->name[1]) && !(call->named & s->bit) &&
	    ior_record_knows_names(s, ev))
		flags |= IOR_CALL_NAME_LOST;
	if (ev->continues & s->bit)
		flags |= IOR_CALL_CONTINUES;
	if (ev->seen & s->bit || ev->type == IOR_RECORD_ENTER)
		return flags;
	/*
	 * The call began after the task's last one ended.  If the session has
	 * selected it ever since then, there was no sys_enter to see.
	 */
	if (ev->last > READ_ONCE(s->selects_ns) && !(flags & IOR_CALL_CHILD))
		flags |= IOR_CALL_DENIED;
	return flags | IOR_CALL_NO_ENTER;
}

/* A session that selects by file or task: does it select this call? */
static noinline bool is_picked(const struct ior_session *s, const struct ior_event *ev)
{
	return ior_who_has(s, current) && (!(ior_files_live() & s->bit) || ior_files_pass(s, ev));
}

/* Write the record for every session.  Returns when the newest one ended. */
u64 ior_record_call(struct ior_event *ev)
{
	struct ior_session *s;
	u64 newest = ev->now;

	for_each_session(s, ev->sessions) {
		struct ior_ring *ring = this_cpu_ptr(s->ring);
		u64 now = max(ev->now, ring->last);
		u64 time = now;
		u32 flags;
		bool call;

		if (unlikely(ior_picks_live() & s->bit) && !is_picked(s, ev)) {
			ev->withheld &= ~s->bit;
			continue;
		}
		flags = flags_for(s, ev);
		if (ev->type == IOR_RECORD_CALL && !(flags & IOR_CALL_NO_ENTER))
			time = ev->call->time;
		if (unlikely(READ_ONCE(ior_live.judged) & s->bit) &&
		    !ior_count_call(s, ev, flags, now - time))
			continue;
		call = ior_record_is_call(ev->type, flags);
		if (ior_ring_room(ring, 1)) {
			bool named = ev->call->named & s->bit && ior_record_knows_names(s, ev);

			fill(ior_ring_slot(ring, 0), ev, time, now, flags, named);
			ring->others += !call;
			ior_ring_commit(ring, 1);
			ior_record_wake(ring);
			ev->got |= s->bit;
			ev->withheld &= ~s->bit;
		} else {
			ior_ring_lose(ring, now, call, !call);
		}
		ring->last = now;
		newest = max(newest, now);
	}
	return newest;
}

/* What happened to a task: @what has the event, and what goes with it. */
void ior_record_task(u64 sessions, struct task_struct *task, const struct ior_record *what)
{
	bool own = task == current || what->task.event == IOR_TASK_FORK;
	struct ior_session *s;
	struct ior_task *t;
	u64 time;

	sessions &= ~READ_ONCE(ior_live.silent);
	if (unlikely(ior_picks_live() & sessions))
		sessions = ior_who_have_task(sessions, task, what->task.comm);
	if (!sessions)
		return;
	/* the clock of a task that runs elsewhere is its own */
	t = own ? ior_inflight_find(task) : NULL;
	if (t)
		ior_call_settle(t);	/* the call that it is in ends later than this */
	ior_record_begin(sessions);
	time = ior_record_clock(t);
	for_each_session(s, sessions) {
		struct ior_ring *ring = this_cpu_ptr(s->ring);
		u64 now = max(time, ring->last);

		if (ior_ring_room(ring, 1)) {
			struct ior_record *rec = ior_ring_slot(ring, 0);

			*rec = *what;
			rec->time_ns = now;
			rec->type = IOR_RECORD_TASK;
			rec->cpu = smp_processor_id();
			rec->tgid = task->tgid;
			rec->tid = task->pid;
			ring->others++;
			ior_ring_commit(ring, 1);
			ior_record_wake(ring);
		} else {
			ior_ring_lose(ring, now, 0, 1);
		}
		ring->last = now;
		ior_inflight_raise(t, now);
	}
	ior_record_end(sessions);
}
