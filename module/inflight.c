// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table of tasks between two probes.  It is there while a session runs,
 * grows with the tasks, and forgets none before it dies.
 */
#include <linux/hash.h>
#include <linux/rhashtable.h>
#include <linux/slab.h>

#include "filter.h"
#include "inflight.h"

static struct rhashtable tasks;

DEFINE_PER_CPU(struct ior_newest, ior_newest);
atomic_t ior_inflight_gen;

static u32 task_hash(const void *key, u32 len, u32 seed)
{
	return hash_ptr(*(void * const *)key, 32) ^ seed;
}

static const struct rhashtable_params params = {
	.head_offset		= offsetof(struct ior_task, node),
	.key_offset		= offsetof(struct ior_task, task),
	.key_len		= sizeof(struct task_struct *),
	.hashfn			= task_hash,
	.automatic_shrinking	= true,
};

int ior_inflight_open(void)
{
	return rhashtable_init(&tasks, &params);
}

static void task_free(struct ior_task *t)
{
	kfree(t->base[0]);
	kfree(t->base[1]);
	kfree(t->rings);
	kfree(t);
}

static void free_entry(void *ptr, void *arg)
{
	task_free(ptr);
}

static void free_rcu(struct rcu_head *rcu)
{
	task_free(container_of(rcu, struct ior_task, rcu));
}

/* No probe is under way any more (ior_probe_sync). */
void ior_inflight_close(void)
{
	atomic_inc(&ior_inflight_gen);
	rhashtable_free_and_destroy(&tasks, free_entry, NULL);
}

struct ior_task *ior_inflight_find(struct task_struct *task)
{
	return rhashtable_lookup_fast(&tasks, &task, params);
}

struct ior_task *ior_inflight_find_slow(void)
{
	int gen = atomic_read(&ior_inflight_gen);
	struct ior_task *t = ior_inflight_find(current);

	if (t)
		*this_cpu_ptr(&ior_newest) = (struct ior_newest){ current, t, gen };
	return t;
}

/* A probe can't wait for memory.  NULL: there is none. */
struct ior_task *ior_inflight_add(struct task_struct *task, u64 sessions)
{
	struct ior_task *t = kzalloc(sizeof(*t), GFP_NOWAIT | __GFP_NOWARN);

	if (!t)
		return NULL;
	t->task = task;
	t->traced = sessions;
	if (rhashtable_insert_fast(&tasks, &t->node, params)) {
		kfree(t);
		return NULL;
	}
	return t;
}

/* More sessions trace the task than when this was made. */
void ior_inflight_trace(struct ior_task *t, u64 sessions)
{
	u64 old = READ_ONCE(t->traced);

	while (!try_cmpxchg64(&t->traced, &old, old | sessions))
		;
}

/* Another program: the kernel has dropped what belonged to the one before. */
void ior_inflight_exec(struct ior_task *t)
{
	kfree(t->rings);
	t->rings = NULL;
	t->pause = IOR_PAUSE_NONE;
	WRITE_ONCE(t->paused, 0);
}

void ior_inflight_del(struct ior_task *t)
{
	atomic_inc(&ior_inflight_gen);
	rhashtable_remove_fast(&tasks, &t->node, params);
	call_rcu(&t->rcu, free_rcu);
}

static bool still_traced(const struct ior_session *s, const struct ior_task *t)
{
	return (ior_leaf_bits(ior_filter_maps->in, t->task->tgid) | ior_live.all) & s->bit;
}

/* Does the session still select the call that the task is in? */
static bool still_selected(const struct ior_session *s, const struct ior_task *t)
{
	return ior_filter_call(READ_ONCE(t->call.abi), READ_ONCE(t->call.nr)) & s->bit;
}

/*
 * Take a session's bit from a word of a task.  Returns false if it is not there.
 * The task may store to the word meanwhile, but no bit that it can't get any more.
 */
static bool take_bit(const struct ior_session *s, u64 *word)
{
	u64 old = READ_ONCE(*word);

	do {
		if (!(old & s->bit))
			return false;
	} while (!try_cmpxchg64(word, &old, old & ~s->bit));
	return true;
}

/*
 * Let go of the calls in flight that a session saw begin: of all, or of those
 * that its filter does not select any more.  No probe can give the session's
 * bit to those meanwhile (ior_probe_sync).  Returns how many there were.
 *
 * A table that is being resized may show a task twice; it has the bit once.
 */
static u64 walk(const struct ior_session *s, bool all)
{
	struct rhashtable_iter iter;
	struct ior_task *t;
	u64 n = 0;

	rhashtable_walk_enter(&tasks, &iter);
	rhashtable_walk_start(&iter);
	while ((t = rhashtable_walk_next(&iter))) {
		if (IS_ERR(t))		/* resized: it goes on in the new table */
			continue;
		/* what waits to be continued may be of a call that is left out now */
		take_bit(s, &t->paused);
		if (all || !still_traced(s, t))
			take_bit(s, &t->traced);
		else if (still_selected(s, t))
			continue;
		if (take_bit(s, &t->sessions))
			n++;
	}
	rhashtable_walk_stop(&iter);
	rhashtable_walk_exit(&iter);
	return n;
}

/* The session stopped: what it saw begin, it won't see end. */
u64 ior_inflight_drop(const struct ior_session *s)
{
	return walk(s, true);
}

/*
 * The filter selects less: were the end of a call that it left out for a while
 * paired by number alone, it could be that of another one.
 */
void ior_inflight_forget(const struct ior_session *s)
{
	walk(s, false);
}
