// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a call begins and ends with beyond its registers, and its end.
 */
#include <linux/ptrace.h>

#include "call.h"
#include "compat.h"
#include "count.h"
#include "files.h"
#include "path.h"
#include "value.h"
#include "who.h"

static void look_at_files(struct ior_naming *nm, struct ior_task *t, struct ior_syscall *call,
			  const struct ior_class *class, bool certain)
{
	if (class->work & IOR_WORK_FD)
		ior_path_enter_fd(nm, call, class, certain);
	else if (class->work & IOR_WORK_FILES)
		ior_path_enter(nm, t, call, class, certain);
}

/* These sessions are to know the call's files, too, that they were not told of. */
static void tell(struct ior_naming *nm, struct ior_task *t, struct ior_syscall *call,
		 const struct ior_class *class, u64 again, const struct ior_event *end)
{
	struct ior_syscall then;

	nm->sessions = again;
	nm->named = again;
	nm->force = again;
	then = *call;
	/* what is not found again must not seem to be the same */
	call->name[0] = 0;
	call->name[1] = 0;
	look_at_files(nm, t, call, class, true);
	if (end)
		ior_path_exit(nm, t, call, class, end->ret);
	/* when the call ends, its arguments may mean other files than they did */
	if (call->name[0] == then.name[0] && call->name[1] == then.name[1])
		then.named |= nm->named;
	*call = then;
}

/*
 * One file of the call matches a pattern: now the session is to know the others,
 * too, that it was not told because they don't.
 */
static void tell_others(struct ior_naming *nm, struct ior_task *t, struct ior_syscall *call,
			const struct ior_class *class, u64 sessions, const struct ior_event *end)
{
	u64 silent = READ_ONCE(ior_live.silent);
	u64 again = READ_ONCE(ior_live.globs) & sessions & call->match & ~(call->named | silent);

	if (unlikely(again))
		tell(nm, t, call, class, again, end);
}

/* Likewise a session that selects the task only since the call began. */
static noinline void tell_late(struct ior_task *t, struct ior_syscall *call,
			       const struct ior_class *class, struct ior_event *ev)
{
	u64 late = ior_picks_live() & ev->sessions & ~(call->named | READ_ONCE(ior_live.silent));
	struct ior_naming nm = { .now = ev->now, .began = true };

	if (class->kind == IOR_KIND_EXEC || !(class->work & (IOR_WORK_FD | IOR_WORK_FILES)))
		return;
	/* nor are files that no pattern of the session matches */
	late = ior_who_have(late & (~READ_ONCE(ior_live.globs) | call->match));
	if (!late)
		return;
	tell(&nm, t, call, class, late, ev);
	if (ev->now <= nm.newest)
		ev->now = nm.newest + 1;
}

/* Nobody was curious when it began, but somebody may be when it ends. */
static u32 flags_unlooked(const struct ior_class *class)
{
	return (class->work & IOR_WORK_VALUE ? IOR_CALL_UNREAD : 0) |
	       (class->work & (IOR_WORK_FD | IOR_WORK_FILES) ? IOR_CALL_NAME_LOST : 0);
}

/* A call in flight that began the quick way: what that left out, see probe.c. */
void ior_call_settle(struct ior_task *t)
{
	struct ior_syscall *call = &t->call;
	const struct ior_class *class;

	if (!call->quick)
		return;
	class = ior_call_class(call);
	if (!call->quick->work) {
		call->name[0] = 0;
		call->aux = 0;
	}
	call->name[1] = 0;
	if (call->quick->work == class->work)
		call->flags = class->work ? IOR_CALL_FD : 0;
	else
		call->flags = flags_unlooked(class);
	call->quick = NULL;
	ior_args_native(task_pt_regs(current), call->args);
	call->named = ~0ULL;
	call->match = 0;
	t->continues = 0;
	ior_inflight_raise(t, call->time);
}

/* Names and values that a call begins with.  @certain: see ior_path_enter(). */
void ior_call_look(struct ior_task *t, struct ior_syscall *call, const struct ior_class *class,
		   u64 sessions, bool certain)
{
	struct ior_naming nm;

	sessions = ior_count_curious(sessions);
	if (!sessions) {
		call->flags |= flags_unlooked(class);
		return;
	}
	nm = (struct ior_naming) { .sessions = sessions, .named = sessions };
	if (unlikely(ior_picks_live() & sessions)) {
		nm.sessions = ior_files_may_pass(sessions, class, call);
		/* an exec is of the task that it makes of this one */
		if (class->kind != IOR_KIND_EXEC)
			nm.sessions = ior_who_may_have(nm.sessions);
	}
	look_at_files(&nm, t, call, class, certain);
	if (class->work & IOR_WORK_VALUE)
		ior_value_read(call, class);
	call->named = nm.named;
	call->match = nm.match;
	tell_others(&nm, t, call, class, nm.sessions, NULL);
	/* the call's records end later than those of its names, in whichever ring */
	ior_inflight_raise(t, nm.newest);
}

/* What it ends with.  If @ev has a time, its rings are being written to. */
noinline void ior_call_look_end(struct ior_task *t, struct ior_syscall *call,
				const struct ior_class *class, struct ior_event *ev)
{
	bool gone = class->kind == IOR_KIND_EXEC && !ev->ret;
	u64 sessions = ior_count_curious(ev->sessions);
	struct ior_naming nm = {
		.sessions	= sessions,
		.named		= sessions,
		.force		= call->match,
		.now		= ev->now,
		.began		= ev->now,
	};

	if (!sessions)
		return;
	if (unlikely(ior_picks_live() & sessions))
		nm.sessions = ior_who_may_have(sessions);
	ior_path_exit(&nm, t, call, class, ev->ret);
	if (call->flags & IOR_CALL_UNREAD && class->work & IOR_WORK_VALUE && !gone)
		ior_value_read(call, class);
	call->named &= nm.named;
	call->match |= nm.match;
	if (!gone)
		tell_others(&nm, t, call, class, nm.sessions, ev);
	if (!ev->now)
		ior_inflight_raise(t, nm.newest);
	else if (ev->now <= nm.newest)
		ev->now = nm.newest + 1;
}

/* Exec succeeded: the kernel's own copy, where the program's could not be read. */
void ior_call_exec(struct ior_task *t, u64 sessions, const struct linux_binprm *bprm)
{
	struct ior_naming nm = { .sessions = sessions, .named = sessions };
	struct ior_syscall *call = &t->call;

	if (IOR_CALL_PATH_STATE(call->flags, 0) != IOR_PATH_UNREAD)
		return;
	if (unlikely(ior_picks_live() & sessions))
		nm.sessions = ior_who_may_have(sessions);
	ior_path_exec(&nm, t, call, bprm);
	call->named &= nm.named;
	call->match |= nm.match;
	ior_inflight_raise(t, nm.newest);
}

/* The call ends with this record, if any, and so does what is known of it. */
void ior_call_end(struct ior_task *t, struct ior_syscall *call, struct ior_event *ev)
{
	const struct ior_class *class = ior_call_class(call);
	u64 newest;

	ior_record_begin(ev->sessions);
	ev->now = ior_record_clock(t);
	if (class->work & IOR_WORK_EXIT && !ev->looked)
		ior_call_look_end(t, call, class, ev);
	if (unlikely(ior_picks_live() & ev->sessions) && !ev->looked)
		tell_late(t, call, class, ev);
	newest = ior_record_call(ev);
	ior_record_end(ev->sessions);
	if (t) {
		t->last = newest;
		call->time = newest;
		t->due = IOR_DUE_NONE;
		WRITE_ONCE(t->sessions, 0);
	}
}

/*
 * The call that the task is in, for those that saw it begin, and @others.  What
 * it would end with is not looked at any more.
 */
struct ior_event ior_call_in_flight(struct ior_task *t, u64 others, u32 flags)
{
	u64 seen = READ_ONCE(t->sessions);
	u64 sessions = (seen | others) & READ_ONCE(ior_live.running);

	ior_call_settle(t);
	return (struct ior_event) {
		.call		= &t->call,
		.sessions	= ior_filter_readers(sessions, current->tgid),
		.seen		= seen,
		.continues	= t->continues & seen,
		.withheld	= t->continues & seen & t->withheld,
		.flags		= flags,
		.tid		= current->pid,
		.type		= IOR_RECORD_CALL,
		.looked		= true,
	};
}
