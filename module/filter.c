// SPDX-License-Identifier: GPL-2.0-only
/*
 * Changing what sessions trace, by ioctl and as processes come and go.
 */
#include <linux/bitops.h>
#include <linux/mm.h>
#include <linux/pid.h>
#include <linux/rcupdate.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include "classify.h"
#include "clock.h"
#include "compat.h"
#include "count.h"
#include "filter.h"
#include "inflight.h"

struct ior_map ior_filter_in;
struct ior_map ior_filter_out;

/* By ABI and number: the sessions that select the call.  Under ior_lock. */
u64 ior_filter_calls[IOR_NR_ABIS][IOR_CALL_BITS];

/* What is selected of those that are always looked at: above, every bit is set. */
u64 ior_filter_watches[IOR_NR_ABIS][IOR_NR_WATCHES];

/* What leads to the leaf of every tgid in whose leaf no bit was ever set. */
static struct ior_branch no_branch;

static unsigned int nr_open;	/* sessions; ior_lock */

/* ---------------------------------------------------------------- maps -- */

/* A page of zeroes, which nobody can write to. */
static struct ior_leaf *no_leaf(void)
{
	return page_address(ZERO_PAGE(0));
}

static void branch_init(struct ior_branch *branch)
{
	unsigned int i;

	for (i = 0; i < IOR_BRANCH_LEAVES; i++)
		branch->leaf[i] = no_leaf();
}

static void __init map_init(struct ior_map *map)
{
	unsigned int i;

	for (i = 0; i < IOR_MAP_BRANCHES; i++)
		map->branch[i] = &no_branch;
}

void __init ior_filter_init(void)
{
	BUILD_BUG_ON(sizeof(struct ior_leaf) > PAGE_SIZE);
	branch_init(&no_branch);
	map_init(&ior_filter_in);
	map_init(&ior_filter_out);
}

static void branch_free(struct rcu_head *rcu)
{
	struct ior_branch *branch = container_of(rcu, struct ior_branch, rcu);
	unsigned int i;

	for (i = 0; i < IOR_BRANCH_LEAVES; i++)
		if (branch->leaf[i] != no_leaf())
			kfree(branch->leaf[i]);
	kfree(branch);
}

/* Nobody has a bit in it any more, and no probe sets one; but one may be late and look. */
static void map_clear(struct ior_map *map)
{
	struct ior_branch *branch;
	unsigned int i;

	for (i = 0; i < IOR_MAP_BRANCHES; i++) {
		branch = map->branch[i];
		if (branch == &no_branch)
			continue;
		WRITE_ONCE(map->branch[i], &no_branch);
		call_rcu(&branch->rcu, branch_free);
	}
}

static struct ior_branch *make_branch(struct ior_branch **place, gfp_t gfp)
{
	struct ior_branch *new = kmalloc(sizeof(*new), gfp), *old;

	if (!new)
		return NULL;
	branch_init(new);
	old = cmpxchg(place, &no_branch, new);
	if (old == &no_branch)
		return new;
	kfree(new);
	return old;
}

static struct ior_leaf *make_leaf(struct ior_leaf **place, gfp_t gfp)
{
	struct ior_leaf *new = kzalloc(sizeof(*new), gfp), *old;

	if (!new)
		return NULL;
	old = cmpxchg(place, no_leaf(), new);
	if (old == no_leaf())
		return new;
	kfree(new);
	return old;
}

/* The word of a tgid, to change it.  NULL: no memory for what it is in. */
static atomic64_t *map_word(struct ior_map *map, pid_t tgid, gfp_t gfp)
{
	struct ior_branch **branch_at = &map->branch[tgid / IOR_BRANCH_TGIDS];
	struct ior_branch *branch = READ_ONCE(*branch_at);
	struct ior_leaf **leaf_at, *leaf;

	if (branch == &no_branch) {
		branch = make_branch(branch_at, gfp);
		if (!branch)
			return NULL;
	}
	leaf_at = &branch->leaf[tgid / IOR_LEAF_TGIDS % IOR_BRANCH_LEAVES];
	leaf = READ_ONCE(*leaf_at);
	if (leaf == no_leaf()) {
		leaf = make_leaf(leaf_at, gfp);
		if (!leaf)
			return NULL;
	}
	return &leaf->bits[tgid % IOR_LEAF_TGIDS];
}

/* The word of a tgid, to clear bits in it.  NULL: it has none. */
static atomic64_t *map_word_used(struct ior_map *map, pid_t tgid)
{
	return ior_map_bits(map, tgid) ? map_word(map, tgid, GFP_NOWAIT) : NULL;
}

static unsigned int leaf_walk(struct ior_leaf *leaf, u64 bit, bool clear)
{
	unsigned int i, n = 0;

	if (leaf == no_leaf())
		return 0;
	for (i = 0; i < IOR_LEAF_TGIDS; i++) {
		if (!(atomic64_read(&leaf->bits[i]) & bit))
			continue;
		if (clear)
			atomic64_andnot(bit, &leaf->bits[i]);
		n++;
	}
	cond_resched();
	return n;
}

/* How many tgids have a session's bit; take it from them, if so wished. */
static unsigned int map_walk(const struct ior_map *map, u64 bit, bool clear)
{
	unsigned int i, j, n = 0;

	for (i = 0; i < IOR_MAP_BRANCHES; i++) {
		const struct ior_branch *branch = READ_ONCE(map->branch[i]);

		if (branch == &no_branch)
			continue;
		for (j = 0; j < IOR_BRANCH_LEAVES; j++)
			n += leaf_walk(READ_ONCE(branch->leaf[j]), bit, clear);
	}
	return n;
}

/* ------------------------------------------------------------ sessions -- */

/* Returns true if a call was selected that is so no more. */
static bool select_calls(u64 bit, const struct ior_filter *filter)
{
	unsigned int abi, nr;
	bool less = false;

	for (abi = 0; abi < IOR_NR_ABIS; abi++) {
		for (nr = 0; nr < IOR_CALL_BITS; nr++) {
			u64 *word = &ior_filter_calls[abi][nr];
			bool on = !filter || filter->calls[abi][nr / 64] & BIT_ULL(nr % 64);
			unsigned int watch = ior_classify(abi, nr)->watch;

			if (watch) {
				ior_set_session(word, bit, true);
				word = &ior_filter_watches[abi][watch];
			}
			less |= *word & bit && !on;
			ior_set_session(word, bit, on);
		}
	}
	return less;
}

static void select_flags(u64 bit, u32 flags)
{
	ior_set_session(&ior_live.all, bit, flags & IOR_FILTER_ALL);
	ior_set_session(&ior_live.follow, bit, flags & IOR_FILTER_FOLLOW);
	ior_set_session(&ior_live.enter, bit, flags & IOR_FILTER_ENTER);
	ior_here_forget();
}

void ior_filter_open(struct ior_session *s)
{
	lockdep_assert_held(&ior_lock);
	nr_open++;
	select_calls(s->bit, NULL);
	select_flags(s->bit, IOR_FILTER_FOLLOW);
	ior_count_judge(s, IOR_STATUS_ALL, 0);
}

/*
 * The session begins to select other calls: as long as that lasts, and for
 * calls that began before it was over, it can't be said that a call which was
 * not seen to begin never did.
 */
void ior_filter_changes(struct ior_session *s)
{
	WRITE_ONCE(s->selects_ns, U64_MAX);
	smp_mb();	/* before anything changes; see below */
}

void ior_filter_changed(struct ior_session *s)
{
	ior_here_forget();
	ior_mb_before_clock();	/* all has changed by then */
	WRITE_ONCE(s->selects_ns, ior_clock());
}

/*
 * A running session selects less than before: don't pair what it can't see.  Now and then
 * that takes the session from a call which has just begun instead of the one before, so
 * that this comes before ior_filter_changed().
 */
static void selects_less(struct ior_session *s)
{
	if (!(ior_live.running & s->bit))
		return;
	ior_here_forget();
	ior_probe_sync();
	ior_inflight_forget(s);
}

/*
 * Forget whom a session traces.  While a fork may still give a child its
 * parent's bit, a walk could pass the child by: so follow nobody meanwhile.
 */
static void clear_set(struct ior_session *s)
{
	u64 follow = ior_live.follow & s->bit;

	WRITE_ONCE(ior_live.follow, ior_live.follow & ~s->bit);
	ior_probe_sync();
	map_walk(&ior_filter_in, s->bit, true);
	WRITE_ONCE(ior_live.follow, ior_live.follow | follow);
	selects_less(s);
}

/* Leave nothing that the next session of this slot could inherit. */
void ior_filter_close(struct ior_session *s)
{
	lockdep_assert_held(&ior_lock);
	select_flags(s->bit, 0);
	clear_set(s);
	map_walk(&ior_filter_out, s->bit, true);
}

/* The last session is gone, and with it the probes. */
void ior_filter_put(void)
{
	lockdep_assert_held(&ior_lock);
	if (--nr_open)
		return;
	map_clear(&ior_filter_in);
	map_clear(&ior_filter_out);
}

static bool selects_nothing(const struct ior_filter *filter)
{
	return !memchr_inv(filter->calls, 0, sizeof(filter->calls));
}

int ior_filter_set(struct ior_session *s, const struct ior_filter *filter)
{
	bool less = ior_live.all & s->bit && !(filter->flags & IOR_FILTER_ALL);

	lockdep_assert_held(&ior_lock);
	if (filter->flags & ~IOR_FILTER_FLAGS || filter->statuses & ~IOR_STATUS_ALL ||
	    memchr_inv(filter->reserved, 0, sizeof(filter->reserved)) ||
	    selects_nothing(filter))
		return -EINVAL;
	ior_filter_changes(s);
	/* or else every process would meanwhile be traced in the calls that are new */
	if (less)
		select_flags(s->bit, filter->flags);
	less |= select_calls(s->bit, filter);
	select_flags(s->bit, filter->flags);
	ior_count_judge(s, filter->statuses, filter->min_duration_ns);
	if (less)
		selects_less(s);
	ior_filter_changed(s);
	s->configured = true;
	return 0;
}

static struct task_struct *get_task(pid_t pid)
{
	struct task_struct *task;

	rcu_read_lock();
	task = pid_task(find_vpid(pid), PIDTYPE_PID);
	if (task)
		get_task_struct(task);
	rcu_read_unlock();
	return task;
}

/*
 * Add a process, by the number of one of its threads as the caller knows it.
 *
 * The exit probe takes the bit away when the last thread dies.  Where that was
 * before the bit was set, ior_group_dead() is true by now, because the probe
 * runs after signal->live has dropped to 0: so it is asked after setting it.
 */
static int filter_add(struct ior_session *s, pid_t pid)
{
	struct task_struct *task = get_task(pid);
	atomic64_t *word;
	int err = 0;

	lockdep_assert_held(&ior_lock);
	if (!task)
		return -ESRCH;
	word = map_word(&ior_filter_in, task->tgid, GFP_KERNEL);
	if (!word) {
		err = -ENOMEM;
	} else if (ior_group_dead(task)) {
		err = -ESRCH;
	} else if (atomic64_fetch_or(s->bit, word) & s->bit) {
		err = -EEXIST;
	} else if (ior_group_dead(task)) {
		atomic64_andnot(s->bit, word);
		err = -ESRCH;
	}
	put_task_struct(task);
	return err;
}

static int filter_del(struct ior_session *s, pid_t pid)
{
	struct task_struct *task = get_task(pid);
	atomic64_t *word;
	int err = -ESRCH;

	if (!task)
		return err;
	word = map_word_used(&ior_filter_in, task->tgid);
	if (word && atomic64_fetch_andnot(s->bit, word) & s->bit) {
		selects_less(s);
		err = 0;
	}
	put_task_struct(task);
	return err;
}

int ior_filter_tgid(struct ior_session *s, const struct ior_tgid *arg)
{
	int err = 0;

	lockdep_assert_held(&ior_lock);
	if (memchr_inv(arg->reserved, 0, sizeof(arg->reserved)) ||
	    (arg->op == IOR_TGID_CLEAR ? arg->pid : arg->pid <= 0))
		return -EINVAL;
	ior_filter_changes(s);
	switch (arg->op) {
	case IOR_TGID_ADD:
		err = filter_add(s, arg->pid);
		break;
	case IOR_TGID_DEL:
		err = filter_del(s, arg->pid);
		break;
	case IOR_TGID_CLEAR:
		clear_set(s);
		break;
	default:
		err = -EINVAL;
	}
	ior_filter_changed(s);
	if (!err)
		s->configured = true;
	return err;
}

/* What an unfiltered session gets: one process, or (0) all of them. */
int ior_filter_defaults(struct ior_session *s, pid_t pid)
{
	lockdep_assert_held(&ior_lock);
	if (pid)
		return filter_add(s, pid);
	select_flags(s->bit, IOR_FILTER_ALL | IOR_FILTER_FOLLOW);
	return 0;
}

/* How many processes a session traces by number. */
unsigned int ior_filter_tgids(struct ior_session *s)
{
	lockdep_assert_held(&ior_lock);
	return map_walk(&ior_filter_in, s->bit, false);
}

/* The caller reads this session: its own calls are not what it looks for. */
int ior_filter_leave_out(struct ior_session *s)
{
	atomic64_t *word = map_word(&ior_filter_out, current->tgid, GFP_KERNEL);

	if (!word)
		return -ENOMEM;
	if (!(atomic64_read(word) & s->bit)) {
		atomic64_or(s->bit, word);
		ior_here_forget();
	}
	return 0;
}

/* -------------------------------------------------------------- probes -- */

/* A new process, before it runs, gets the bits of the sessions that follow. */
void ior_filter_fork(pid_t parent, pid_t child)
{
	u64 bits = ior_map_bits(&ior_filter_in, parent) & READ_ONCE(ior_live.follow);
	atomic64_t *word;

	if (!bits)
		return;
	word = map_word(&ior_filter_in, child, GFP_NOWAIT | __GFP_NOWARN);
	if (word) {
		atomic64_or(bits, word);
		return;
	}
	for (; bits; bits &= bits - 1)
		atomic64_inc(&ior_live.session[__ffs64(bits)]->not_followed);
}

/* A process is gone: its number may soon be another one's. */
void ior_filter_dead(pid_t tgid)
{
	atomic64_t *in = map_word_used(&ior_filter_in, tgid);
	atomic64_t *out = map_word_used(&ior_filter_out, tgid);

	if (in)
		atomic64_set(in, 0);
	if (out)
		atomic64_set(out, 0);
}
