// SPDX-License-Identifier: GPL-2.0-only
/*
 * 6.2: rhashtable takes the lock of a bucket with interrupts off; before, with softirqs off
 * (e47877c7aa82, "rhashtable: Allow rhashtable to be used from irq-safe contexts"), which
 * PREEMPT_RT does by a lock that sleeps, and that others hold who want a siglock: see rt.c.
 */
#include <linux/rhashtable.h>

unsigned long lock(struct bucket_table *table, struct rhash_lock_head __rcu **bucket);

unsigned long lock(struct bucket_table *table, struct rhash_lock_head __rcu **bucket)
{
	return rht_lock(table, bucket);
}
