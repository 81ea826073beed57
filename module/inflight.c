// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table of tasks between two probes.  It is there while a session runs,
 * grows with the tasks, and forgets none before it dies.
 */
#include <linux/hash.h>
#include <linux/log2.h>
#include <linux/rhashtable.h>
#include <linux/sched/task.h>
#include <linux/slab.h>

#include "compat.h"
#include "count.h"
#include "filter.h"
#include "inflight.h"
#include "ring.h"
#include "who.h"

static struct rhashtable tasks;

DEFINE_PER_CPU(struct ior_here, ior_here);
atomic64_t ior_here_gen = ATOMIC64_INIT(GOLDEN_RATIO_64);

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
	put_task_struct(t->task);
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
	ior_here_forget();
	rhashtable_free_and_destroy(&tasks, free_entry, NULL);
}

struct ior_task *ior_inflight_find(struct task_struct *task)
{
	return rhashtable_lookup_fast(&tasks, &task, params);
}

/* A probe can't wait for memory.  NULL: there is none, and calls will have no beginning. */
struct ior_task *ior_inflight_add(struct task_struct *task, u64 sessions)
{
	struct ior_task *t = kzalloc(sizeof(*t), GFP_NOWAIT | __GFP_NOWARN);
	struct ior_session *s;

	if (t) {
		t->task = task;
		t->traced = sessions;
		if (!rhashtable_insert_fast(&tasks, &t->node, params)) {
			/* it may die while a session stops: walk() looks at it */
			get_task_struct(task);
			return t;
		}
		kfree(t);
	}
	for_each_session(s, sessions)
		atomic64_inc(&s->no_memory);
	return NULL;
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
	t->handlers = 0;
	WRITE_ONCE(t->paused, 0);
}

void ior_inflight_del(struct ior_task *t)
{
	rhashtable_remove_fast(&tasks, &t->node, params);
	call_rcu(&t->rcu, free_rcu);
}

static bool still_traced(const struct ior_session *s, const struct ior_task *t)
{
	return (ior_map_bits(&ior_filter_in, t->task->tgid) | ior_live.all) & s->bit;
}

/* Does the session still select the call that the task is in? */
static bool still_selected(const struct ior_session *s, const struct ior_task *t)
{
	return ior_filter_call(ior_call_abi(&t->call), ior_call_nr(&t->call)) & s->bit;
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
 * bit to those meanwhile (ior_probe_sync).  Returns how many there were of tasks
 * that it selects.
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
			n += ior_who_has(s, t->task);
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

/* ------------------------------------------------------------------ here -- */

/*
 * May calls for these sessions be quick?  None wants more than a call at its end.
 * Several do not look at the ends first.
 */
static bool may_be_quick(u64 sessions)
{
	u64 wants_more = READ_ONCE(ior_live.enter) | READ_ONCE(ior_live.picks);

	if (!is_power_of_2(sessions))
		wants_more |= READ_ONCE(ior_live.judged);
	return !(sessions & wants_more);
}

/* Where the records of quick calls go, and what else is to be known for them. */
static void prepare_quick(struct ior_here *here, u64 sessions)
{
	struct ior_session *s = ior_live.session[__ffs64(sessions)];
	bool judged = sessions & READ_ONCE(ior_live.judged);
	bool silent = sessions & READ_ONCE(ior_live.silent);

	here->ring = judged || !is_power_of_2(sessions) ? &ior_no_ring : this_cpu_ptr(s->ring);
	here->judged = judged ? s : NULL;
	here->classes = silent ? ior_count_classes : ior_classes;
}

/* Find out what ior_here_find() is to say. */
u64 ior_here_look(struct ior_task **t)
{
	struct ior_here *here = this_cpu_ptr(&ior_here);
	/* pairs with the barrier in ior_here_forget() */
	u64 key = (unsigned long)current + atomic64_read_acquire(&ior_here_gen);
	u64 traced = ior_filter_task(current->tgid);
	u64 sessions = ior_filter_readers(traced, current->tgid);
	bool known, quick;

	/* who reads may have come to do so in a call */
	*t = traced ? ior_inflight_find(current) : NULL;
	if (!sessions) {
		here->others = key;
		return 0;
	}
	known = *t && !(sessions & ~READ_ONCE((*t)->traced));
	quick = known && may_be_quick(sessions);
	if (quick)
		prepare_quick(here, sessions);
	here->sessions = sessions;
	here->t = *t;
	here->file.fd = IOR_NO_FD;
	here->file.file = IOR_NO_FILE;
	here->known = known ? key : 0;
	here->key = quick ? key : 0;
	return sessions;
}
