// SPDX-License-Identifier: GPL-2.0-only
/*
 * 6.16: sched_process_exit says whether the whole process is dead
 * ("exit: move and extend sched_process_exit() tracepoint",
 * https://lore.kernel.org/r/20250402180925.90914-1-andrii@kernel.org).
 */
#include <linux/sched.h>
#include <linux/tracepoint.h>
#include <trace/events/sched.h>

static void on_exit(void *data, struct task_struct *task, bool group_dead)
{
}

void probe(void);

void probe(void)
{
	check_trace_callback_type_sched_process_exit(on_exit);
}
