// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tracepoints of tasks: how one begins, runs another program, gets a name,
 * a signal, and dies.
 *
 * They call in task context.
 */
#include <linux/binfmts.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/string.h>

#include "call.h"
#include "compat.h"
#include "filter.h"
#include "path.h"
#include "probe.h"
#include "restart.h"
#include "who.h"

/* The table of tasks is there as long as a session runs. */
static bool is_any_running(void)
{
	/* pairs with the release in ior_probe_start() */
	return smp_load_acquire(&ior_live.running);
}

/* A signal that the current task is about to act on; with its siglock held. */
void ior_probe_signal(void *data, int sig, struct kernel_siginfo *info, struct k_sigaction *ka)
{
	struct ior_task *t;

	ior_probe_begin();
	t = is_any_running() ? ior_inflight_find(current) : NULL;
	if (unlikely(t))
		ior_restart_signal(t, ka);
	ior_probe_end();
}

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

	ior_probe_begin();
	rcu_read_lock();
	if (child->tgid != parent->tgid)
		ior_filter_fork(parent->tgid, child->tgid);
	sessions = ior_filter_task(child->tgid);
	if (sessions) {
		ior_here_forget();	/* its address may have been another's */
		t = ior_inflight_add(child, sessions);
		if (t)
			t->due = parent->flags & PF_KTHREAD ? IOR_DUE_EXEC : IOR_DUE_FORK;
		ior_copy_comm(what.task.comm, child);
		ior_record_task(sessions_of(child), child, &what);
	}
	rcu_read_unlock();
	ior_probe_end();
}

/* The program that a task runs from now on. */
static void record_exec(struct task_struct *task, struct ior_task *t, pid_t old_pid,
			const struct linux_binprm *bprm)
{
	u64 sessions = sessions_of(task) & ~READ_ONCE(ior_live.silent);
	struct ior_record what = {
		.task.event	= IOR_TASK_EXEC,
		.task.other_tid	= old_pid,
	};
	struct ior_naming nm;

	ior_copy_comm(what.task.comm, task);
	if (unlikely(ior_picks_live() & sessions))
		sessions = ior_who_have_task(sessions, task, what.task.comm);
	if (!sessions)
		return;
	nm = (struct ior_naming) { .sessions = sessions, .named = sessions };
	what.task.name = ior_name_path(&nm, &bprm->file->f_path);
	if (nm.named != sessions)
		what.task.name = 0;
	ior_inflight_raise(t, nm.newest);
	ior_record_task(sessions, task, &what);
}

/*
 * Exec succeeded.  Its record is written now, because the number at its exit
 * is not its own: on x86 it is that of execve in the ABI of the new program
 * (arch/x86/kernel/process_64.c, set_personality_64bit() and its siblings), on
 * arm64 it is its own, but in that ABI (start_thread_common()).
 */
void ior_probe_exec(void *data, struct task_struct *task, pid_t old_pid,
		    struct linux_binprm *bprm)
{
	struct ior_task *t;
	struct ior_event ev;
	u64 others;

	ior_probe_begin();
	rcu_read_lock();
	if (is_any_running()) {
		t = ior_inflight_find(task);
		if (t && READ_ONCE(t->sessions)) {
			others = ior_filter_task(task->tgid) &
				 ior_filter_call(ior_call_abi(&t->call), ior_call_nr(&t->call));
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
	ior_probe_end();
}

/* The task makes no more calls; if it dies in one, that is recorded. */
IOR_EXIT_PROBE(ior_probe_exit)
{
	struct ior_record what = {
		.flags		= ior_group_dead(task) ? IOR_TASK_LAST : 0,
		.task.event	= IOR_TASK_EXIT,
		.task.status	= task->exit_code,
	};
	struct ior_task *t;
	struct ior_event ev;
	u64 sessions;

	ior_probe_begin();
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
		ior_copy_comm(what.task.comm, task);
		if (!ior_is_worker(task))	/* nor was its beginning */
			ior_record_task(sessions, task, &what);
		if (t)
			ior_inflight_del(t);
		if (t || ior_filter_task(task->tgid))
			ior_here_forget();
	}
	if (ior_group_dead(task))
		ior_filter_dead(task->tgid);
	rcu_read_unlock();
	ior_probe_end();
}

/* Before the new name is stored, maybe by another task. */
void ior_probe_rename(void *data, struct task_struct *task, const char *comm)
{
	struct ior_record what = { .task.event = IOR_TASK_RENAME };

	ior_probe_begin();
	rcu_read_lock();
	if (is_any_running()) {
		strscpy_pad(what.task.comm, comm, IOR_COMM_LEN);
		ior_record_task(sessions_of(task), task, &what);
	}
	rcu_read_unlock();
	ior_probe_end();
}
