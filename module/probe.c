// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tracepoints of calls: from a call to a record.
 *
 * What a call costs, cheapest first.  Not our task: what this CPU knows of the
 * task that it saw last says so, by one comparison.  Not our call: one word
 * more, by number.  Then comes the quick way, which most calls take: the record
 * is written in place, in two cache lines, from the registers, when the call
 * ends; when it begins, little but the time is kept.  On each side the clock is
 * read once.  A descriptor's name costs comparing the file with the last one.
 * Some 160 instructions in all, 200 with a name, on top of what the kernel
 * spends to get here twice ("make bench"); nothing is called, so that there is
 * no stack frame either.  A further session costs another record, 82.  Where a
 * session looks at how a call ended first, and that leaves no record, it ends
 * after some 110 (it did not fail), 120 (it was too fast) or 140 (it is counted).
 * All else goes the long way, which does the same for any ABI, and all that can
 * happen to a call.
 *
 * The tracepoints call in task context.  All is done with preemption off, but
 * that where the kernel lets a probe fault, the paths that a call takes are
 * brought in before.
 */
#include <linux/percpu.h>
#include <linux/sched.h>

#include "call.h"
#include "compat.h"
#include "count.h"
#include "filter.h"
#include "name.h"
#include "path.h"
#include "probe.h"
#include "restart.h"

/* A call of a task for which there was no memory, as long as a probe takes. */
static DEFINE_PER_CPU(struct ior_syscall, lone);

/* --------------------------------------------------------- the long way -- */

/* The registers of a call.  A 32-bit one takes half of each; the rest is noise. */
static void set_call(struct ior_syscall *call, struct pt_regs *regs, unsigned int abi,
		     unsigned int nr)
{
	unsigned int i;

	syscall_get_arguments(current, regs, call->args);
	if (abi == IOR_ABI_32)
		for (i = 0; i < IOR_NR_ARGS; i++)
			call->args[i] = (u32)call->args[i];
	call->name[0] = 0;
	call->name[1] = 0;
	call->aux = 0;
	call->named = ~0ULL;	/* it has no names yet */
	call->match = 0;
	call->flags = 0;
	call->quick = NULL;
	WRITE_ONCE(call->id, ior_call_id(abi, nr));
}

/* An ENTER record.  Returns when the newest one ended. */
static u64 announce(struct ior_task *t, const struct ior_syscall *call, u64 sessions, u32 flags)
{
	struct ior_event ev = {
		.call		= call,
		.sessions	= sessions,
		.seen		= sessions,
		.flags		= flags,
		.tid		= current->pid,
		.type		= IOR_RECORD_ENTER,
	};
	u64 newest;

	ior_record_begin(sessions);
	ev.now = ior_record_clock(t);
	newest = ior_record_call(&ev);
	ior_record_end(sessions);
	return newest;
}

static noinline void enter(struct ior_task *t, struct pt_regs *regs, u64 sessions,
			   unsigned int abi, unsigned int nr)
{
	const struct ior_class *class = ior_classify(abi, nr);
	bool no_return = class->traits & IOR_TRAIT_NO_RETURN;
	struct ior_syscall *call;
	u64 continues = 0, tell, now;

	if (unlikely(t && t->pause))
		continues = ior_restart_enter(t, regs, class, abi, nr) & sessions;
	if (unlikely(class->watch)) {
		sessions &= ior_filter_watched(abi, class->watch) | continues;
		if (!sessions) {
			if (t && no_return) {	/* its exit is no call's, all the same */
				t->due = IOR_DUE_NO_RETURN;
				WRITE_ONCE(t->call.id, ior_call_id(abi, nr));
			}
			return;
		}
	}
	call = t ? &t->call : this_cpu_ptr(&lone);
	set_call(call, regs, abi, nr);
	if (class->work & IOR_WORK_ENTER)
		ior_call_look(t, call, class, sessions, true);

	tell = no_return ? sessions : sessions & READ_ONCE(ior_live.enter);
	if (unlikely(tell))
		now = announce(t, call, tell, no_return ? IOR_CALL_NO_RETURN : 0);
	else
		now = ior_record_clock(t);
	if (!t)
		return;
	t->due = no_return ? IOR_DUE_NO_RETURN : IOR_DUE_NONE;
	t->last = now;
	t->continues = continues;
	call->time = now;
	WRITE_ONCE(t->sessions, no_return ? 0 : sessions);
}

/* A new task leaves the kernel by way of the exit of its fork, known or not. */
static bool is_child_return(const struct ior_task *t, const struct ior_class *class, long ret)
{
	return class->traits & IOR_TRAIT_FORK && !ret && (!t || t->due == IOR_DUE_FORK);
}

/* Did every session select the task's calls since before its last record? */
static bool selected_since(u64 sessions, u64 last)
{
	struct ior_session *s;

	for_each_session(s, sessions)
		if (last <= READ_ONCE(s->selects_ns))
			return false;
	return true;
}

/*
 * An exit that ends no call, or one that is recorded already.  That of a signal
 * handler's return has the number -1, which rt_sigreturn puts there, as a tracer does
 * that has seccomp skip a call: this one is a call.
 */
static bool is_no_end(const struct ior_task *t, const struct ior_class *class, unsigned int nr,
		      const struct ior_event *ev)
{
	if (nr == (unsigned int)-1)
		return !t || t->due == IOR_DUE_NO_RETURN ||
		       !selected_since(ev->sessions, ev->last);
	if (!t)
		return false;
	return (t->due == IOR_DUE_NO_RETURN && nr == ior_call_nr(&t->call)) ||
	       (t->due == IOR_DUE_EXEC && !ev->ret &&
		(class->kind == IOR_KIND_EXEC || nr == ior_call_nr(&t->call)));
}

/* The end of a call that was not seen to begin. */
static noinline void leave_unseen(struct pt_regs *regs, struct ior_task *t,
				  const struct ior_class *class, unsigned int abi,
				  unsigned int nr, struct ior_event *ev)
{
	struct ior_syscall *call = t ? &t->call : this_cpu_ptr(&lone);

	ev->last = t && !READ_ONCE(t->sessions) ? t->call.time : 0;
	if (is_no_end(t, class, nr, ev)) {
		if (t)
			t->due = IOR_DUE_NONE;
		return;
	}
	if (is_child_return(t, class, ev->ret))
		ev->flags = IOR_CALL_CHILD;
	ev->call = call;
	if (t && t->pause == IOR_PAUSE_HANDLER && !t->handlers)
		ior_restart_forget(t);	/* seccomp denied that it be made again */
	set_call(call, regs, abi, nr);
	if (class->work & IOR_WORK_ENTER && !ev->flags)
		ior_call_look(t, call, class, ev->sessions,
			      selected_since(ev->sessions, ev->last));
	ior_call_end(t, call, ev);
}

/*
 * The call that ends is the one that began, unless seccomp or ptrace ended it
 * before its sys_enter, or it began before the task was traced: the number
 * tells.
 */
static noinline void leave(struct ior_task *t, struct pt_regs *regs, long ret, u64 sessions,
			   unsigned int abi, unsigned int nr)
{
	const struct ior_class *class = ior_classify(abi, nr);
	u64 seen = t ? READ_ONCE(t->sessions) : 0;
	struct ior_event ev = {
		.sessions	= sessions,
		.ret		= ret,
		.tid		= current->pid,
		.type		= IOR_RECORD_CALL,
	};

	if (unlikely(class->watch)) {
		ev.sessions &= ior_filter_watched(abi, class->watch) | seen;
		if (!ev.sessions)
			return;
	}
	if (seen)
		ior_call_settle(t);
	if (unlikely(t && t->pause == IOR_PAUSE_OPEN)) {
		ior_restart_end(t, 0);	/* seccomp ended what was to be made again */
		seen = 0;
	}
	if (!seen || ior_call_nr(&t->call) != nr) {
		leave_unseen(regs, t, class, abi, nr, &ev);
		return;
	}
	ev.call = &t->call;
	ev.seen = seen;
	if (ior_ret_is_restart(ret) && ior_restart_pause(t, regs, &ev))
		return;
	ev.continues = t->continues & seen;
	ev.withheld = ev.continues & t->withheld;
	ior_call_end(t, &t->call, &ev);
}

/* A task's first call, or its first for some of the sessions. */
static struct ior_task *begin_tracing(struct ior_task *t, u64 sessions)
{
	if (t)
		ior_inflight_trace(t, sessions);
	else
		t = ior_inflight_add(current, sessions);
	return t;
}

/* Bring in the paths that the call takes, if somebody wants to know them. */
static void touch_paths(struct pt_regs *regs, int nr)
{
	struct ior_task *t;
	u64 sessions = ior_here_find(&t);
	const struct ior_class *class;
	unsigned int abi;

	if (!sessions)
		return;
	abi = ior_abi(&nr);
	class = ior_classify(abi, nr);
	if (!class->path[0] || !(ior_count_curious(sessions) & ior_filter_call(abi, nr)))
		return;
	ior_probe_end();
	ior_path_touch(regs, class, abi);
	ior_probe_begin();
}

/* Any call, of any task; @data is not used, and keeps the others where they are. */
static noinline __noclone void enter_any(void *data, struct pt_regs *regs, long id)
{
	struct ior_task *t;
	unsigned int abi;
	u64 sessions;
	int nr = id;

	if (IOR_MAY_FAULT)
		touch_paths(regs, nr);
	sessions = ior_here_find(&t);
	if (!sessions)
		return;
	/* if it selects no call of the task, too: so that the next one is quick */
	if (unlikely(!t || sessions & ~READ_ONCE(t->traced)))
		t = begin_tracing(t, sessions);
	abi = ior_abi(&nr);
	sessions &= ior_filter_call(abi, nr);
	if (sessions)
		enter(t, regs, sessions, abi, nr);
}

static noinline __noclone void leave_any(void *data, struct pt_regs *regs, long ret)
{
	struct ior_task *t;
	u64 sessions = ior_here_find(&t);
	unsigned int abi;
	int nr;

	if (!sessions) {
		if (t)		/* a reader since it began the call */
			WRITE_ONCE(t->sessions, 0);
		return;
	}
	nr = syscall_get_nr(current, regs);
	abi = ior_abi(&nr);
	sessions &= ior_filter_call(abi, nr);
	if (sessions)
		leave(t, regs, ret, sessions, abi, nr);
}

/* -------------------------------------------------------- the quick way -- */

/*
 * The commonest case, put together: one session traces the task and wants all
 * of its calls and no more; the call is of the kernel's own ABI, and there is at
 * most a descriptor to be named, whose file's name was sent; nothing else is
 * known of the task that a call has to do with.  When it begins, only what its
 * end can't tell is kept: the arguments are still in the registers then (only a
 * tracer could change them, where a fork stops for it: no fork is quick).  Who
 * needs the rest before asks for it by ior_call_settle().
 *
 * What is not so goes the long way.  That is called last, so that these need no
 * stack frame.
 */
static __always_inline void begin(struct ior_task *t, u64 sessions, u64 now)
{
	t->call.time = max(now, t->last + 1);
	WRITE_ONCE(t->sessions, sessions);
}

static noinline void begin_by_ktime(struct ior_task *t, u64 sessions)
{
	begin(t, sessions, ktime_get_ns());
}

static __always_inline void begin_quick(struct ior_task *t, u64 sessions)
{
	const struct ior_line *line = ior_clock_line();
	u64 cycles = ior_line_now(line);

	if (ior_line_is_good(line, cycles))
		begin(t, sessions, ior_line_ns(line, cycles));
	else
		begin_by_ktime(t, sessions);
}

/* A call on a descriptor, but not the one that was used last. */
static noinline void enter_fd(struct ior_here *here, struct pt_regs *regs, unsigned int nr,
			      u64 sessions)
{
	if (ior_name_quick(here, sessions, ior_first_arg(regs), &here->t->call)) {
		begin_quick(here->t, sessions);
	} else {
		here->t->call.quick = NULL;
		enter_any(NULL, regs, nr);
	}
}

/* One record of a call.  Returns when it ended. */
static __always_inline u64 write_record(const struct ior_task *t, struct ior_ring *ring,
					struct pt_regs *regs, long ret, u64 clock)
{
	struct ior_record *rec = ior_ring_slot(ring, 0);
	u64 time = t->call.time, now = max3(clock, time + 1, ring->last);
	const struct ior_class *class;

	rec->time_ns = time;
	rec->duration_ns = now - time;
	ring->last = now;
	*(u32 *)&rec->type = ring->stamp;
	rec->tgid = current->tgid;
	rec->tid = current->pid;
	rec->ret = ret;
	ior_args_native(regs, (unsigned long *)rec->args);
	ior_copy_comm(rec->comm, current);
	rec->nr = ior_call_nr(&t->call);
	class = t->call.quick;
	*(u32 *)&rec->family = *(const u32 *)&class->family;
	if (class->work) {
		rec->flags = IOR_CALL_FD;
		rec->name[0] = t->call.name[0];
		rec->name[1] = 0;
		rec->aux = t->call.aux;
	} else {
		rec->flags = 0;
		rec->name[0] = 0;
		rec->name[1] = 0;
		rec->aux = 0;
	}
	ior_ring_commit(ring, 1);
	ior_ring_end(ring);
	return now;
}

static __always_inline void end(struct ior_task *t, struct ior_ring *ring, struct pt_regs *regs,
				long ret, u64 clock)
{
	t->last = write_record(t, ring, regs, ret, clock);
	WRITE_ONCE(t->sessions, 0);
	ior_record_wake(ring);
}

/* In the order that the arguments are already in. */
static noinline void end_by_ktime(struct ior_task *t, struct pt_regs *regs, long ret,
				  struct ior_ring *ring)
{
	end(t, ring, regs, ret, ktime_get_ns());
}

static __always_inline void end_quick(struct ior_task *t, struct ior_ring *ring,
				      struct pt_regs *regs, long ret)
{
	const struct ior_line *line;
	u64 cycles;

	ior_ring_begin(ring);
	ior_mb_before_clock();	/* pairs with the reader's (B) */
	line = ior_clock_line();
	cycles = ior_line_now(line);
	if (ior_line_is_good(line, cycles))
		end(t, ring, regs, ret, ior_line_ns(line, cycles));
	else
		end_by_ktime(t, regs, ret, ring);
}

/* Is this the end of the call that began, and of no other? */
static __always_inline bool is_quick_end(const struct ior_task *t, unsigned int nr, u64 sessions,
					 long ret)
{
	return t->call.quick && t->call.id == ior_call_id(IOR_ABI_NATIVE, nr) &&
	       READ_ONCE(t->sessions) == sessions && !ior_ret_is_restart(ret);
}

/*
 * For a session that wants only some ends of calls: is it none of them?  If it may
 * be one, the long way looks again.
 */
static noinline void leave_picky(struct ior_task *t, struct pt_regs *regs, long ret,
				 const struct ior_session *s)
{
	u32 statuses = READ_ONCE(s->statuses);
	const struct ior_line *line;
	u64 cycles, time;

	if (statuses != IOR_STATUS_ALL &&
	    !(statuses & (ior_ret_is_error(ret) ? IOR_STATUS_FAILED : IOR_STATUS_OK)))
		goto none;
	line = ior_clock_line();
	cycles = ior_line_now(line);
	if (!ior_line_is_good(line, cycles))
		goto any;
	time = t->call.time;
	if (max(ior_line_ns(line, cycles), time) - time < READ_ONCE(s->min_ns))
		goto none;
any:
	leave_any(NULL, regs, ret);
	return;
none:
	WRITE_ONCE(t->sessions, 0);
}

/* Several sessions: a record for each, if there is room for all. */
static noinline void leave_several(struct ior_task *t, struct pt_regs *regs, long ret)
{
	u64 sessions = READ_ONCE(t->sessions), last = 0, clock;
	struct ior_session *s;
	struct ior_ring *ring;

	for_each_session(s, sessions) {
		ring = this_cpu_ptr(s->ring);
		if (ring->head >= ring->limit)
			goto any;
		ior_ring_begin(ring);
	}
	ior_mb_before_clock();	/* pairs with the reader's (B) */
	clock = ior_clock();
	for_each_session(s, sessions) {
		ring = this_cpu_ptr(s->ring);
		last = max(last, write_record(t, ring, regs, ret, clock));
		ior_record_wake(ring);
	}
	t->last = last;
	WRITE_ONCE(t->sessions, 0);
	return;
any:
	ior_record_end(sessions);
	leave_any(NULL, regs, ret);
}

/*
 * There is no room in the ring, or there are several, or the session looks at ends
 * of calls first: it leaves some out, or counts all of them.  Then most leave no
 * record.
 */
static noinline void leave_judged(struct ior_task *t, struct pt_regs *regs, long ret)
{
	const struct ior_session *s = this_cpu_read(ior_here.judged);
	unsigned long nr = t->call.id % IOR_CALL_BITS;
	const struct ior_sampling *sampling;
	const struct ior_line *line;
	struct ior_counter *c;
	u64 time, cycles;
	u32 every;

	if (!s) {
		leave_several(t, regs, ret);
		return;
	}
	if (!READ_ONCE(s->counts)) {
		leave_picky(t, regs, ret, s);
		return;
	}
	sampling = s->sampling;
	every = READ_ONCE(sampling->every[IOR_ABI_NATIVE][nr]);
	c = this_cpu_ptr(sampling->cpu)->call[IOR_ABI_NATIVE][nr];
	line = ior_clock_line();
	cycles = ior_line_now(line);
	if (!c || !ior_line_is_good(line, cycles) || !ior_counter_skip(c, every))
		goto any;
	time = t->call.time;
	ior_counter_end(c, ret, ior_ret_is_error(ret));
	ior_counter_time(c, max(ior_line_ns(line, cycles), time + 1) - time);
	WRITE_ONCE(t->sessions, 0);
	return;
any:
	leave_any(NULL, regs, ret);
}

/* The key of a task that no session traces?  True on whichever CPU it is asked. */
static __always_inline bool is_other(u64 key)
{
	return this_cpu_read(ior_here.others) == key;
}

static __always_inline void enter_here(void *data, struct pt_regs *regs, long id)
{
	u64 key = ior_here_key(), sessions;
	const struct ior_class *class;
	unsigned long nr = id;
	struct ior_here *here;
	struct ior_task *t;

	if (unlikely(this_cpu_read(ior_here.key) != key)) {
		if (likely(is_other(key)))
			return;
		goto any;
	}
	if (unlikely(!ior_abi_is_native(nr)))
		goto any;
	nr = ior_native_index(nr);
	sessions = this_cpu_read(ior_here.sessions) & ior_filter_native(nr);
	if (!sessions)
		return;
	here = this_cpu_ptr(&ior_here);
	class = ior_classify_native(here->classes, nr);
	t = here->t;
	if (unlikely(t->unusual || class->work & ~IOR_WORK_FD))
		goto any;
	t->call.quick = class;
	WRITE_ONCE(t->call.id, ior_call_id(IOR_ABI_NATIVE, nr));
	if (!class->work || ior_name_last(&here->file, ior_first_arg(regs), &t->call))
		begin_quick(t, sessions);
	else
		enter_fd(here, regs, nr, sessions);
	return;
any:
	enter_any(NULL, regs, nr);
}

void ior_probe_sys_enter(void *data, struct pt_regs *regs, long id)
{
	if (IOR_LOCKS && is_other(ior_here_key()))
		return;
	ior_probe_begin();
	enter_here(data, regs, id);
	ior_probe_end();
}

static __always_inline void leave_here(void *data, struct pt_regs *regs, long ret)
{
	u64 key = ior_here_key(), sessions;
	struct ior_ring *ring;
	struct ior_task *t;
	unsigned long nr;

	if (unlikely(this_cpu_read(ior_here.key) != key)) {
		if (likely(is_other(key)))
			return;
		goto any;
	}
	nr = (unsigned int)syscall_get_nr(current, regs);
	if (unlikely(!ior_abi_is_native(nr)))
		goto any;
	nr = ior_native_index(nr);
	sessions = this_cpu_read(ior_here.sessions) & ior_filter_native(nr);
	if (!sessions)
		return;
	t = this_cpu_read(ior_here.t);
	ring = this_cpu_read(ior_here.ring);
	if (unlikely(!is_quick_end(t, nr, sessions, ret)))
		goto any;
	if (likely(ring->head < ring->limit))
		end_quick(t, ring, regs, ret);
	else
		leave_judged(t, regs, ret);
	return;
any:
	leave_any(NULL, regs, ret);
}

void ior_probe_sys_exit(void *data, struct pt_regs *regs, long ret)
{
	if (IOR_LOCKS && is_other(ior_here_key()))
		return;
	ior_probe_begin();
	leave_here(data, regs, ret);
	ior_probe_end();
}
