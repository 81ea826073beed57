// SPDX-License-Identifier: GPL-2.0-only
/*
 * What keeps a CPU for one probe on PREEMPT_RT.
 *
 * There d_path() and the allocator take locks that sleep, so that a probe can't work
 * with preemption off.  It holds a lock of the CPU that it can't leave meanwhile.
 */
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>

#include "rt.h"

/**
 * struct rt_cpu - whose probe works on a CPU
 * @lock: held by a probe.  Tracepoints are called with a siglock, or a task's alloc_lock;
 *	inside it are the locks of fs_struct, of names and of memory.  None of those may
 *	wait for the former, so softirqs stay on: with them off siglocks are taken
 * @was_off: the tracepoint called with preemption off; of who holds @lock
 */
struct rt_cpu {
	spinlock_t	lock;		/* see above */
	bool		was_off;
};

static DEFINE_PER_CPU(struct rt_cpu, rt_cpu) = { .lock = __SPIN_LOCK_UNLOCKED(rt_cpu.lock) };

/*
 * A tracepoint that switches preemption off does so for what it calls next to be there as
 * long as RCU says (tracepoint.h; not all do since 6.13).  A read side that begins before
 * preemption is on, and ends when it is off again, does that as well, and one may sleep on
 * a lock in it.
 */
void ior_rt_begin(void)
	__acquires(RCU) __acquires(rt_cpu.lock)
{
	bool was_off = preempt_count();
	struct rt_cpu *cpu;

	rcu_read_lock();
	if (was_off)
		preempt_enable_notrace();
	migrate_disable();
	cpu = this_cpu_ptr(&rt_cpu);
	spin_lock(&cpu->lock);
	cpu->was_off = was_off;
}

void ior_rt_end(void)
	__releases(rt_cpu.lock) __releases(RCU)
{
	struct rt_cpu *cpu = this_cpu_ptr(&rt_cpu);
	bool was_off = cpu->was_off;

	spin_unlock(&cpu->lock);
	migrate_enable();
	if (was_off)
		preempt_disable_notrace();
	rcu_read_unlock();
}

/*
 * Until the probe has ended that @cpu was in.  It may have been preempted by the caller, who
 * must not spin, then, but lends it his priority.
 */
void ior_rt_wait(unsigned int cpu)
{
	struct rt_cpu *c = per_cpu_ptr(&rt_cpu, cpu);

	spin_lock(&c->lock);
	spin_unlock(&c->lock);
}
