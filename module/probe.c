// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tracepoints: from a call to a record.
 *
 * What a call costs, cheapest first.  Not our task: one word from the tgid
 * map, tested against the running sessions.  Not our call: one word more, by
 * number.  Both are all that the two small probes do; what remains is out of
 * line, so that a rejected call pays for no stack frame.  Then: the task's
 * state (a hash look-up), the clock once on each side, and for each session
 * one record of two cache lines, written in place.
 *
 * The tracepoints call with preemption off, in task context.
 */
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/timekeeping.h>
#include <linux/tracepoint.h>
#include <trace/events/sched.h>
#include <trace/events/syscalls.h>

#include "classify.h"
#include "compat.h"
#include "filter.h"
#include "inflight.h"
#include "ring.h"

static unsigned int nr_running;		/* sessions; ior_lock */
static unsigned int nr_open;		/* sessions; ior_lock */

/* For each session of a set, the innermost loop of the slow paths. */
#define for_each_session(s, set)					\
	for (u64 __bits = (set);					\
	     __bits && ((s) = ior_live.session[__ffs64(__bits)], true);	\
	     __bits &= __bits - 1)

/* ------------------------------------------------------------- records -- */

/**
 * struct event - one record to be made, for however many sessions
 * @sessions: for these
 * @seen: these saw the call begin
 * @time: when it began, for them
 * @now: when it ended
 * @args: its arguments
 * @ret: what it returned
 * @nr: its number
 * @flags: %IOR_CALL_*
 * @type: enum ior_record_type
 * @abi: enum ior_abi
 */
struct event {
	u64			sessions;
	u64			seen;
	u64			time;
	u64			now;
	const unsigned long	*args;
	long			ret;
	u32			nr;
	u32			flags;
	u8			type;
	u8			abi;
};

static void begin(u64 sessions)
{
	struct ior_session *s;

	for_each_session(s, sessions)
		ior_ring_begin(this_cpu_ptr(s->ring));
	smp_mb();	/* pairs with the reader's (B) */
}

/*
 * The time by which a record of this task ends: later than its last one, on
 * whichever CPU that was and however coarse the clock is.
 */
static u64 task_clock(const struct ior_task *t)
{
	u64 now = ior_clock();

	return t ? max(now, t->last + 1) : now;
}

static void fill(struct ior_record *rec, const struct event *ev, u64 time, u64 now, u32 flags)
{
	const struct ior_class *class = ior_classify(ev->abi, ev->nr);
	unsigned int i;

	rec->time_ns = time;
	rec->duration_ns = now - time;
	rec->type = ev->type;
	rec->abi = ev->abi;
	rec->cpu = smp_processor_id();
	rec->flags = flags;
	rec->tgid = current->tgid;
	rec->tid = current->pid;
	rec->ret = ev->ret;
	for (i = 0; i < IOR_NR_ARGS; i++)
		rec->args[i] = ev->args[i];
	data_race(memcpy(rec->comm, current->comm, IOR_COMM_LEN));	/* a rename may cut in */
	rec->nr = ev->nr;
	rec->family = class->family;
	rec->kind = class->kind;
	rec->ret_class = ior_ret_is_restart(ev->ret) ? IOR_RET_RESTART : class->ret_class;
	rec->reserved = 0;
	rec->name[0] = 0;
	rec->name[1] = 0;
	rec->aux = 0;
}

/* Does a record stand for a call, or only for a part of one? */
static bool is_call(u8 type, u32 flags)
{
	return type == IOR_RECORD_CALL ? !(flags & IOR_CALL_CHILD) : flags & IOR_CALL_NO_RETURN;
}

/* Write the record for every session.  Returns when the newest one ended. */
static u64 emit(const struct event *ev)
{
	struct ior_session *s;
	u64 newest = ev->now;

	for_each_session(s, ev->sessions) {
		struct ior_ring *ring = this_cpu_ptr(s->ring);
		u64 now = max(ev->now, ring->last);
		struct ior_record *rec;
		u64 time = ev->time;
		u32 flags = ev->flags;

		if (ev->type == IOR_RECORD_ENTER) {
			time = now;
		} else if (!(ev->seen & s->bit)) {
			flags |= IOR_CALL_NO_ENTER;
			time = now;
		}
		rec = ior_ring_reserve(ring);
		if (rec) {
			fill(rec, ev, time, now, flags);
			ior_ring_commit(ring);
			if (unlikely(ring->head >= ring->wake_at))
				ior_ring_wake(s, ring);
		} else {
			ior_ring_lose(ring, now, is_call(ev->type, flags));
		}
		ring->last = now;
		ior_ring_end(ring);
		newest = max(newest, now);
	}
	return newest;
}

/* A task for which there was no memory: its calls have no beginning. */
static void no_memory(u64 sessions)
{
	struct ior_session *s;

	for_each_session(s, sessions)
		atomic64_inc(&s->no_memory);
}

/* ------------------------------------------------------------- syscalls -- */

/* A 32-bit call takes half of each register; the other half means nothing. */
static void get_args(struct pt_regs *regs, unsigned int abi, unsigned long *args)
{
	unsigned int i;

	syscall_get_arguments(current, regs, args);
	if (abi == IOR_ABI_32)
		for (i = 0; i < IOR_NR_ARGS; i++)
			args[i] = (u32)args[i];
}

static noinline void enter(struct pt_regs *regs, u64 sessions, unsigned int abi, unsigned int nr)
{
	const struct ior_class *class = ior_classify(abi, nr);
	u64 announce = class->no_return ? sessions : sessions & READ_ONCE(ior_live.enter);
	unsigned long args[IOR_NR_ARGS];
	struct ior_task *t;
	u64 now;

	sessions = ior_filter_readers(sessions, current->tgid);
	if (!sessions)
		return;
	announce &= sessions;

	t = ior_inflight_find(current);
	if (!t) {
		t = ior_inflight_add(current);
		if (!t)
			no_memory(sessions);
	}
	get_args(regs, abi, args);
	if (announce)
		begin(announce);
	now = task_clock(t);

	if (announce) {
		const struct event ev = {
			.sessions	= announce,
			.seen		= announce,
			.time		= now,
			.now		= now,
			.args		= args,
			.nr		= nr,
			.flags		= class->no_return ? IOR_CALL_NO_RETURN : 0,
			.type		= IOR_RECORD_ENTER,
			.abi		= abi,
		};

		now = emit(&ev);
	}
	if (!t)
		return;
	t->due = class->no_return ? IOR_DUE_NO_RETURN : IOR_DUE_NONE;
	t->time = now;
	t->last = now;
	WRITE_ONCE(t->nr, nr);
	WRITE_ONCE(t->abi, abi);
	memcpy(t->args, args, sizeof(args));
	WRITE_ONCE(t->sessions, class->no_return ? 0 : sessions);
}

/* The call that the task was in, if any, ends with this record. */
static void end_call(struct ior_task *t, struct event *ev)
{
	u64 newest;

	begin(ev->sessions);
	ev->now = task_clock(t);
	newest = emit(ev);
	if (t) {
		t->last = newest;
		t->due = IOR_DUE_NONE;
		WRITE_ONCE(t->sessions, 0);
	}
}

/* A new task leaves the kernel by way of the exit of its fork. */
static bool is_child_return(const struct ior_task *t, const struct ior_class *class, long ret)
{
	return t && t->due == IOR_DUE_FORK && !ret && class->kind == IOR_KIND_PROC;
}

/* An exit that ends no call, or one that is recorded already. */
static bool is_no_end(const struct ior_task *t, const struct ior_class *class, unsigned int nr,
		      long ret)
{
	if (nr == (unsigned int)-1)
		return true;
	if (!t)
		return false;
	return (t->due == IOR_DUE_NO_RETURN && nr == t->nr) ||
	       (t->due == IOR_DUE_EXEC && !ret && class->kind == IOR_KIND_EXEC);
}

/*
 * The call that ends is the one that began, unless seccomp or ptrace ended it
 * before its sys_enter, or it began before the task was traced: the number
 * tells.  One of -1 that did not begin is the return of a signal handler:
 * rt_sigreturn, which was recorded when it began, puts it there.
 */
static noinline void leave(struct pt_regs *regs, long ret, u64 sessions, unsigned int abi,
			   unsigned int nr)
{
	unsigned long args[IOR_NR_ARGS];
	struct event ev = {
		.ret	= ret,
		.nr	= nr,
		.type	= IOR_RECORD_CALL,
		.abi	= abi,
	};
	const struct ior_class *class = ior_classify(abi, nr);
	struct ior_task *t = ior_inflight_find(current);
	u64 seen = t ? READ_ONCE(t->sessions) : 0;

	ev.sessions = ior_filter_readers(sessions, current->tgid);
	if (!ev.sessions) {	/* a reader since it began the call */
		if (seen)
			WRITE_ONCE(t->sessions, 0);
		return;
	}
	if (seen && t->nr == nr) {
		ev.seen = seen;
		ev.time = t->time;
		ev.args = t->args;
		ev.abi = t->abi;
	} else {
		if (is_no_end(t, class, nr, ret)) {
			if (t)
				t->due = IOR_DUE_NONE;
			return;
		}
		if (is_child_return(t, class, ret))
			ev.flags = IOR_CALL_CHILD;
		get_args(regs, abi, args);
		ev.args = args;
	}
	end_call(t, &ev);
}

static void probe_sys_enter(void *data, struct pt_regs *regs, long id)
{
	u64 sessions = ior_filter_task(current->tgid);
	unsigned int abi;
	int nr = id;

	if (likely(!sessions))
		return;
	abi = ior_abi(&nr);
	sessions &= ior_filter_call(abi, nr);
	if (sessions)
		enter(regs, sessions, abi, nr);
}

static void probe_sys_exit(void *data, struct pt_regs *regs, long ret)
{
	u64 sessions = ior_filter_task(current->tgid);
	unsigned int abi;
	int nr;

	if (likely(!sessions))
		return;
	nr = syscall_get_nr(current, regs);
	abi = ior_abi(&nr);
	sessions &= ior_filter_call(abi, nr);
	if (sessions)
		leave(regs, ret, sessions, abi, nr);
}

/* ---------------------------------------------------------------- tasks -- */

/* Before the child first runs: it is traced from its first call on. */
static void probe_fork(void *data, struct task_struct *parent, struct task_struct *child)
{
	struct ior_task *t;
	u64 sessions;

	rcu_read_lock();
	if (child->tgid != parent->tgid)
		ior_filter_fork(parent->tgid, child->tgid);
	sessions = ior_filter_task(child->tgid);
	if (sessions) {
		t = ior_inflight_add(child);
		if (t)
			t->due = parent->flags & PF_KTHREAD ? IOR_DUE_EXEC : IOR_DUE_FORK;
		else
			no_memory(sessions);
	}
	rcu_read_unlock();
}

/* The call that the task is in, for those that saw it begin, and @others. */
static struct event event_in_flight(const struct ior_task *t, u64 others, u32 flags)
{
	u64 seen = READ_ONCE(t->sessions);
	u64 sessions = (seen | others) & READ_ONCE(ior_live.running);

	return (struct event) {
		.sessions	= ior_filter_readers(sessions, current->tgid),
		.seen		= seen,
		.time		= t->time,
		.args		= t->args,
		.nr		= t->nr,
		.flags		= flags,
		.type		= IOR_RECORD_CALL,
		.abi		= t->abi,
	};
}

/* The table of tasks is there as long as a session runs. */
static bool is_any_running(void)
{
	/* pairs with the release in ior_probe_start() */
	return smp_load_acquire(&ior_live.running);
}

/*
 * Exec succeeded.  Its record is written now, because the number at its exit
 * is not its own: it is that of execve in the ABI of the new program
 * (arch/x86/kernel/process_64.c, set_personality_64bit() and its siblings).
 */
static void probe_exec(void *data, struct task_struct *task, pid_t old_pid,
		       struct linux_binprm *bprm)
{
	struct ior_task *t;
	struct event ev;
	u64 others;

	rcu_read_lock();
	t = is_any_running() ? ior_inflight_find(task) : NULL;
	if (t && READ_ONCE(t->sessions)) {
		others = ior_filter_task(task->tgid) & ior_filter_call(t->abi, t->nr);
		ev = event_in_flight(t, others, 0);
		end_call(t, &ev);
		t->due = IOR_DUE_EXEC;
	}
	rcu_read_unlock();
}

/* The task makes no more calls; if it dies in one, that is recorded. */
static void probe_exit(void *data, struct task_struct *task)
{
	struct ior_task *t;
	struct event ev;

	rcu_read_lock();
	if (is_any_running()) {
		t = ior_inflight_find(task);
		if (t && READ_ONCE(t->sessions)) {
			ev = event_in_flight(t, 0, IOR_CALL_NO_EXIT);
			end_call(t, &ev);
		}
		if (t)
			ior_inflight_del(t);
	}
	if (ior_group_dead(task))
		ior_filter_dead(task->tgid);
	rcu_read_unlock();
}

/* -------------------------------------------------------- registration -- */

/**
 * struct probe - a tracepoint and what hangs on it
 * @name: of the tracepoint, which is not exported: it is found by name
 * @func: the probe
 * @tp: the tracepoint; constant since the module was loaded
 */
struct probe {
	const char		*name;
	void			*func;
	struct tracepoint	*tp;
};

/* While a session is open: who comes and goes.  Costs a system call nothing. */
static struct probe task_probes[] = {
	{ "sched_process_fork", probe_fork },
	{ "sched_process_exec", probe_exec },
	{ "sched_process_exit", probe_exit },
};

/* While a session runs: registering them puts every task on the slow path. */
static struct probe call_probes[] = {
	{ "sys_exit", probe_sys_exit },
	{ "sys_enter", probe_sys_enter },
};

/* A tracepoint that changed its arguments fails the build, not the kernel. */
static void __maybe_unused check_types(void)
{
	check_trace_callback_type_sys_enter(probe_sys_enter);
	check_trace_callback_type_sys_exit(probe_sys_exit);
	check_trace_callback_type_sched_process_fork(probe_fork);
	check_trace_callback_type_sched_process_exec(probe_exec);
	check_trace_callback_type_sched_process_exit(probe_exit);
}

static void match(struct tracepoint *tp, void *data)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(task_probes); i++)
		if (!strcmp(tp->name, task_probes[i].name))
			task_probes[i].tp = tp;
	for (i = 0; i < ARRAY_SIZE(call_probes); i++)
		if (!strcmp(tp->name, call_probes[i].name))
			call_probes[i].tp = tp;
}

static int check_found(const struct probe *probes, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++) {
		if (!probes[i].tp) {
			pr_err("this kernel has no tracepoint %s (CONFIG_FTRACE_SYSCALLS)\n",
			       probes[i].name);
			return -ENODEV;
		}
	}
	return 0;
}

int ior_probe_init(void)
{
	int err;

	for_each_kernel_tracepoint(match, NULL);
	err = check_found(task_probes, ARRAY_SIZE(task_probes));
	if (err)
		return err;
	return check_found(call_probes, ARRAY_SIZE(call_probes));
}

static void unhook(struct probe *probes, unsigned int n)
{
	while (n--)
		tracepoint_probe_unregister(probes[n].tp, probes[n].func, NULL);
}

static int hook(struct probe *probes, unsigned int n)
{
	unsigned int i;
	int err;

	for (i = 0; i < n; i++) {
		err = tracepoint_probe_register(probes[i].tp, probes[i].func, NULL);
		if (err) {
			unhook(probes, i);
			return err;
		}
	}
	return 0;
}

/* Every probe that was under way has ended when this returns. */
void ior_probe_sync(void)
{
	tracepoint_synchronize_unregister();
}

/* A session was opened: from now on processes may be in its set. */
int ior_probe_open(void)
{
	int err;

	lockdep_assert_held(&ior_lock);
	if (!nr_open) {
		err = hook(task_probes, ARRAY_SIZE(task_probes));
		if (err)
			return err;
	}
	nr_open++;
	return 0;
}

void ior_probe_close(void)
{
	lockdep_assert_held(&ior_lock);
	if (--nr_open)
		return;
	unhook(task_probes, ARRAY_SIZE(task_probes));
	ior_probe_sync();
}

int ior_probe_start(struct ior_session *s)
{
	int err;

	lockdep_assert_held(&ior_lock);
	if (!nr_running) {
		err = ior_inflight_open();
		if (err)
			return err;
		err = hook(call_probes, ARRAY_SIZE(call_probes));
		if (err) {
			ior_probe_sync();
			ior_inflight_close();
			return err;
		}
	}
	nr_running++;
	/* pairs with the acquire in ior_filter_task() */
	smp_store_release(&ior_live.running, ior_live.running | s->bit);
	return 0;
}

void ior_probe_stop(struct ior_session *s)
{
	lockdep_assert_held(&ior_lock);
	WRITE_ONCE(ior_live.running, ior_live.running & ~s->bit);
	if (!--nr_running)
		unhook(call_probes, ARRAY_SIZE(call_probes));
	ior_probe_sync();
	s->in_flight = ior_inflight_drop(s);
	if (!nr_running)
		ior_inflight_close();
}
