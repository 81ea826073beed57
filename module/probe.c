// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tracepoints: from a call to a record.
 *
 * What a call costs, cheapest first.  Not our task: one word from the tgid
 * map, tested against the running sessions.  Not our call: one word more, by
 * number.  Both are all that the two small probes do; what remains is out of
 * line, so that a rejected call pays for no stack frame.  Then: the task's
 * state (a hash look-up), for a call on a file its name (another one, that
 * compares and sends nothing if the name was sent), the clock once on each
 * side, and for each session one record of two cache lines, written in place.
 *
 * The tracepoints call with preemption off, in task context.
 */
#include <linux/binfmts.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>

#include "call.h"
#include "compat.h"
#include "filter.h"
#include "path.h"
#include "probe.h"
#include "restart.h"

/* A task for which there was no memory: its calls have no beginning. */
static void no_memory(u64 sessions)
{
	struct ior_session *s;

	for_each_session(s, sessions)
		atomic64_inc(&s->no_memory);
}

/* A call of a task for which there was no memory, as long as a probe takes. */
static DEFINE_PER_CPU(struct ior_syscall, lone);

/* ------------------------------------------------------------- syscalls -- */

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
	WRITE_ONCE(call->nr, nr);
	WRITE_ONCE(call->abi, abi);
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

/* A call on a descriptor and no more: the quick way to its name, if there is one. */
static __always_inline bool is_quick(struct ior_task *t, const struct ior_class *class,
				     u64 sessions)
{
	return (class->work & IOR_WORK_ENTER) == IOR_WORK_FD && t &&
	       ior_name_quick(t, t->call.args[class->fd - 1], sessions);
}

static noinline void enter(struct pt_regs *regs, u64 sessions, unsigned int abi, unsigned int nr)
{
	const struct ior_class *class = ior_classify(abi, nr);
	bool no_return = class->traits & IOR_TRAIT_NO_RETURN;
	struct ior_syscall *call;
	u64 continues = 0, tell, now;
	struct ior_task *t;

	sessions = ior_filter_readers(sessions, current->tgid);
	if (!sessions)
		return;
	t = ior_inflight_current();
	if (unlikely(t && t->pause))
		continues = ior_restart_enter(t, regs, class, abi, nr) & sessions;
	if (unlikely(class->watch)) {
		sessions &= ior_filter_watched(abi, class->watch) | continues;
		if (!sessions)
			return;
	}
	if (!t) {
		t = ior_inflight_add(current, sessions);
		if (!t)
			no_memory(sessions);
	} else if (unlikely(sessions & ~READ_ONCE(t->traced))) {
		ior_inflight_trace(t, sessions);
	}
	call = t ? &t->call : this_cpu_ptr(&lone);
	set_call(call, regs, abi, nr);
	if (class->work & IOR_WORK_ENTER && !is_quick(t, class, sessions))
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
	return (t->due == IOR_DUE_NO_RETURN && nr == t->call.nr) ||
	       (t->due == IOR_DUE_EXEC && !ret && class->kind == IOR_KIND_EXEC);
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

/* The end of a call that was not seen to begin. */
static noinline void leave_unseen(struct pt_regs *regs, struct ior_task *t,
				  const struct ior_class *class, unsigned int abi,
				  unsigned int nr, struct ior_event *ev)
{
	struct ior_syscall *call = t ? &t->call : this_cpu_ptr(&lone);

	if (is_no_end(t, class, nr, ev->ret)) {
		if (t)
			t->due = IOR_DUE_NONE;
		return;
	}
	if (is_child_return(t, class, ev->ret))
		ev->flags = IOR_CALL_CHILD;
	ev->call = call;
	ev->last = t && !READ_ONCE(t->sessions) ? t->ended : 0;
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
 * tells.  One of -1 that did not begin is the return of a signal handler:
 * rt_sigreturn, which was recorded when it began, puts it there.
 */
static noinline void leave(struct pt_regs *regs, long ret, u64 sessions, unsigned int abi,
			   unsigned int nr)
{
	const struct ior_class *class = ior_classify(abi, nr);
	struct ior_task *t = ior_inflight_current();
	u64 seen = t ? READ_ONCE(t->sessions) : 0;
	struct ior_event ev = {
		.ret	= ret,
		.tid	= current->pid,
		.type	= IOR_RECORD_CALL,
	};

	ev.sessions = ior_filter_readers(sessions, current->tgid);
	if (unlikely(class->watch))
		ev.sessions &= ior_filter_watched(abi, class->watch) | seen;
	if (!ev.sessions) {	/* a reader since it began the call */
		if (seen)
			WRITE_ONCE(t->sessions, 0);
		return;
	}
	if (unlikely(t && t->pause == IOR_PAUSE_OPEN)) {
		ior_restart_end(t, 0);	/* seccomp ended what was to be made again */
		seen = 0;
	}
	if (!seen || t->call.nr != nr) {
		leave_unseen(regs, t, class, abi, nr, &ev);
		return;
	}
	ev.call = &t->call;
	ev.seen = seen;
	if (ior_ret_is_restart(ret) && ior_restart_pause(t, regs, &ev))
		return;
	ev.continues = t->continues & seen;
	ior_call_end(t, &t->call, &ev);
}

void ior_probe_sys_enter(void *data, struct pt_regs *regs, long id)
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

void ior_probe_sys_exit(void *data, struct pt_regs *regs, long ret)
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

/* A signal that the current task is about to act on; with its siglock held. */
void ior_probe_signal(void *data, int sig, struct kernel_siginfo *info, struct k_sigaction *ka)
{
	struct ior_task *t = ior_inflight_find(current);

	if (unlikely(t))
		ior_restart_signal(t, ka);
}

/* ---------------------------------------------------------------- tasks -- */

/* The running sessions that want to know what happens to a task. */
static u64 sessions_of(const struct task_struct *task)
{
	return ior_filter_readers(ior_filter_task(task->tgid), task->tgid);
}

/* Before the child first runs: it is traced from its first call on. */
void ior_probe_fork(void *data, struct task_struct *parent, struct task_struct *child)
{
	struct ior_record what = {
		.task.event		= IOR_TASK_FORK,
		.task.other_tgid	= parent->tgid,
		.task.other_tid		= parent->pid,
	};
	struct ior_task *t;
	u64 sessions;

	rcu_read_lock();
	if (child->tgid != parent->tgid)
		ior_filter_fork(parent->tgid, child->tgid);
	sessions = ior_filter_task(child->tgid);
	if (sessions) {
		t = ior_inflight_add(child, sessions);
		if (t)
			t->due = parent->flags & PF_KTHREAD ? IOR_DUE_EXEC : IOR_DUE_FORK;
		else
			no_memory(sessions);
		memcpy(what.task.comm, child->comm, IOR_COMM_LEN);
		ior_record_task(sessions_of(child), child, &what);
	}
	rcu_read_unlock();
}

/* The table of tasks is there as long as a session runs. */
static bool is_any_running(void)
{
	/* pairs with the release in ior_probe_start() */
	return smp_load_acquire(&ior_live.running);
}

/* The program that a task runs from now on. */
static void record_exec(struct task_struct *task, struct ior_task *t, pid_t old_pid,
			const struct linux_binprm *bprm)
{
	u64 sessions = sessions_of(task);
	struct ior_naming nm = { .sessions = sessions, .named = sessions };
	struct ior_record what = {
		.task.event	= IOR_TASK_EXEC,
		.task.other_tid	= old_pid,
	};

	if (!sessions)
		return;
	what.task.name = ior_name_path(&nm, &bprm->file->f_path);
	if (nm.named != sessions)
		what.task.name = 0;
	ior_inflight_raise(t, nm.newest);
	memcpy(what.task.comm, task->comm, IOR_COMM_LEN);
	ior_record_task(sessions, task, &what);
}

/*
 * Exec succeeded.  Its record is written now, because the number at its exit
 * is not its own: it is that of execve in the ABI of the new program
 * (arch/x86/kernel/process_64.c, set_personality_64bit() and its siblings).
 */
void ior_probe_exec(void *data, struct task_struct *task, pid_t old_pid,
		    struct linux_binprm *bprm)
{
	struct ior_task *t;
	struct ior_event ev;
	u64 others;

	rcu_read_lock();
	if (is_any_running()) {
		t = ior_inflight_find(task);
		if (t && READ_ONCE(t->sessions)) {
			others = ior_filter_task(task->tgid) &
				 ior_filter_call(t->call.abi, t->call.nr);
			ev = ior_call_in_flight(t, others, 0);
			ev.tid = old_pid;
			ior_call_exec(t, ev.sessions, bprm);
			ior_call_end(t, &t->call, &ev);
			t->due = IOR_DUE_EXEC;
		}
		if (t)
			ior_inflight_exec(t);
		record_exec(task, t, old_pid, bprm);
	}
	rcu_read_unlock();
}

/* The task makes no more calls; if it dies in one, that is recorded. */
void ior_probe_exit(void *data, struct task_struct *task)
{
	struct ior_record what = {
		.flags		= ior_group_dead(task) ? IOR_TASK_LAST : 0,
		.task.event	= IOR_TASK_EXIT,
		.task.status	= task->exit_code,
	};
	struct ior_task *t;
	struct ior_event ev;
	u64 sessions;

	rcu_read_lock();
	if (is_any_running()) {
		t = ior_inflight_find(task);
		sessions = sessions_of(task);
		if (t)
			sessions |= ior_filter_readers(READ_ONCE(t->traced) &
						       READ_ONCE(ior_live.running), task->tgid);
		if (t && t->pause == IOR_PAUSE_OPEN) {
			ior_restart_end(t, 0);
		} else if (t && READ_ONCE(t->sessions)) {
			ev = ior_call_in_flight(t, 0, IOR_CALL_NO_EXIT);
			ior_call_end(t, &t->call, &ev);
		}
		memcpy(what.task.comm, task->comm, IOR_COMM_LEN);
		if (!ior_is_io_worker(task))	/* nor was its beginning */
			ior_record_task(sessions, task, &what);
		if (t)
			ior_inflight_del(t);
	}
	if (ior_group_dead(task))
		ior_filter_dead(task->tgid);
	rcu_read_unlock();
}

/* Before the new name is stored, maybe by another task. */
void ior_probe_rename(void *data, struct task_struct *task, const char *comm)
{
	struct ior_record what = { .task.event = IOR_TASK_RENAME };

	rcu_read_lock();
	if (is_any_running()) {
		strscpy_pad(what.task.comm, comm, IOR_COMM_LEN);
		ior_record_task(sessions_of(task), task, &what);
	}
	rcu_read_unlock();
}
