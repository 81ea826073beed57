// SPDX-License-Identifier: GPL-2.0-only
/*
 * Putting the probes on their tracepoints, and taking them off.
 */
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/tracepoint.h>
#include <trace/events/sched.h>
#include <trace/events/signal.h>
#include <trace/events/syscalls.h>
#include <trace/events/task.h>

#include "clock.h"
#include "count.h"
#include "filter.h"
#include "inflight.h"
#include "name.h"
#include "probe.h"

static unsigned int nr_running;		/* sessions; ior_lock */
static unsigned int nr_open;		/* sessions; ior_lock */

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
	{ "sched_process_fork", ior_probe_fork },
	{ "sched_process_exec", ior_probe_exec },
	{ "sched_process_exit", ior_probe_exit },
	{ "task_rename",	ior_probe_rename },
};

/* While a session runs: registering them puts every task on the slow path. */
static struct probe call_probes[] = {
	{ "signal_deliver", ior_probe_signal },
	{ "sys_exit", ior_probe_sys_exit },
	{ "sys_enter", ior_probe_sys_enter },
};

/* A tracepoint that changed its arguments fails the build, not the kernel. */
static void __maybe_unused check_types(void)
{
	check_trace_callback_type_sys_enter(ior_probe_sys_enter);
	check_trace_callback_type_sys_exit(ior_probe_sys_exit);
	check_trace_callback_type_sched_process_fork(ior_probe_fork);
	check_trace_callback_type_sched_process_exec(ior_probe_exec);
	check_trace_callback_type_sched_process_exit(ior_probe_exit);
	check_trace_callback_type_signal_deliver(ior_probe_signal);
	check_trace_callback_type_task_rename(ior_probe_rename);
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
			pr_err("this kernel has no tracepoint %s\n", probes[i].name);
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

/*
 * What every probe that was under way had looked at is looked at no more when this
 * returns, for on any kernel they work with preemption off (or, see rt.c, in a read side
 * of RCU).  From 6.13 on, one may be called late, and one that brings in a path waits for
 * whoever has the page, maybe for ever: nobody waits for those.  They look, or look
 * again, at which session runs, and at who is in its set; if none does, at nothing else.
 */
void ior_probe_sync(void)
{
	synchronize_rcu();
}

/* A session was opened: from now on processes may be in its set. */
int ior_probe_open(void)
{
	int err;

	lockdep_assert_held(&ior_lock);
	if (!nr_open) {
		err = ior_names_open();
		if (err)
			return err;
		err = hook(task_probes, ARRAY_SIZE(task_probes));
		if (err) {
			ior_probe_sync();
			ior_names_close();
			return err;
		}
		ior_clock_open();
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
	ior_clock_close();
	ior_names_close();
	ior_count_put();
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
	ior_filter_changes(s);
	/* pairs with the acquire in ior_filter_task() */
	smp_store_release(&ior_live.running, ior_live.running | s->bit);
	ior_filter_changed(s);
	return 0;
}

void ior_probe_stop(struct ior_session *s)
{
	lockdep_assert_held(&ior_lock);
	WRITE_ONCE(ior_live.running, ior_live.running & ~s->bit);
	ior_here_forget();
	if (!--nr_running)
		unhook(call_probes, ARRAY_SIZE(call_probes));
	ior_probe_sync();
	s->in_flight = ior_inflight_drop(s);
	if (!nr_running)
		ior_inflight_close();
}
