// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which ends of calls a session wants, counting them, and choosing those that
 * leave a record.
 *
 * A session that does any of this is in ior_live.judged.  Of those, the quick way
 * (probe.c) ends most calls by itself, by what is in count.h.
 */
#include <linux/percpu.h>
#include <linux/slab.h>

#include "classify.h"
#include "count.h"
#include "record.h"

/* What calls take in silent sessions; there as soon as one counts. */
struct ior_class *ior_count_classes;

/* --------------------------------------------------------------- judging -- */

static u32 status_of(long ret, u32 flags)
{
	if (flags & (IOR_CALL_NO_RETURN | IOR_CALL_NO_EXIT))
		return IOR_STATUS_UNFINISHED;
	if (ior_ret_is_error(ret) && !(flags & IOR_CALL_RESTARTS))
		return IOR_STATUS_FAILED;
	return IOR_STATUS_OK;
}

/* Has it a duration?  The second return of a fork is no call that could. */
static bool has_duration(u32 flags)
{
	return !(flags & (IOR_CALL_NO_ENTER | IOR_CALL_NO_RETURN));
}

/* Is it one that the session wants?  See struct ior_filter. */
static bool is_wanted(const struct ior_session *s, long ret, u32 flags, u64 ns)
{
	if (flags & (IOR_CALL_RESTARTS | IOR_CALL_CONTINUES))
		return true;
	if (!(READ_ONCE(s->statuses) & status_of(ret, flags)))
		return false;
	return ns >= READ_ONCE(s->min_ns) ||
	       (flags & (IOR_CALL_NO_ENTER | IOR_CALL_CHILD)) == IOR_CALL_NO_ENTER;
}

/* -------------------------------------------------------------- counting -- */

static void counter_init(struct ior_counter *c, const struct ior_class *class)
{
	c->min_ns = U64_MAX;
	if (class->ret_class == IOR_RET_READ || class->ret_class == IOR_RET_WRITE ||
	    class->ret_class == IOR_RET_TRANSFER)
		c->moves = -1;
}

/* A probe can't wait for memory. */
static struct ior_counter *counter_of(struct ior_counters *counters, unsigned int abi,
				      unsigned int index)
{
	struct ior_counter **place = &counters->call[abi][index];
	struct ior_counter *c = *place;

	if (likely(c))
		return c;
	BUILD_BUG_ON(sizeof(*c) > 2048);	/* what kmalloc would make it, and no more */
	c = kzalloc(sizeof(*c), GFP_NOWAIT | __GFP_NOWARN);
	if (!c)
		return &counters->rest;
	counter_init(c, ior_classify(abi, index));
	/* pairs with the acquire in counter_at() */
	smp_store_release(place, c);
	return c;
}

/* One of so many calls leaves a record; a part that continues another does as that. */
static bool leaves_record(struct ior_counter *c, const struct ior_session *s,
			  const struct ior_event *ev, u32 flags, u32 every)
{
	if (flags & IOR_CALL_CONTINUES)
		return !(ev->withheld & s->bit);
	if (ior_counter_skip(c, every))
		return false;
	c->left = every;
	return true;
}

static bool count(struct ior_session *s, const struct ior_event *ev, u32 flags, u64 ns,
		  bool silent)
{
	unsigned int index = ior_call_index(ior_call_nr(ev->call));
	unsigned int abi = ior_call_abi(ev->call);
	struct ior_counter *c = counter_of(this_cpu_ptr(s->sampling->cpu), abi, index);
	u32 every = READ_ONCE(s->sampling->every[abi][index]);
	bool record = !silent && leaves_record(c, s, ev, flags, every);

	ior_counter_end(c, flags & IOR_CALL_RESTARTS ? 0 : ev->ret,
			status_of(ev->ret, flags) == IOR_STATUS_FAILED);
	if (has_duration(flags))
		ior_counter_time(c, ns);
	c->recorded += record;
	return record;
}

/*
 * The end of a call, for a session that is in ior_live.judged.  Returns whether
 * it leaves a record.
 */
bool ior_count_call(struct ior_session *s, struct ior_event *ev, u32 flags, u64 ns)
{
	bool silent = READ_ONCE(ior_live.silent) & s->bit;
	bool record;

	if (ev->type == IOR_RECORD_ENTER && !(flags & IOR_CALL_NO_RETURN))
		return !silent;
	if (!is_wanted(s, ev->ret, flags, ns)) {
		ev->withheld &= ~s->bit;
		return false;
	}
	if (flags & IOR_CALL_CHILD)
		return !silent;
	record = !s->sampling || count(s, ev, flags, ns, silent);
	if (record)
		ev->withheld &= ~s->bit;
	else
		ev->withheld |= s->bit;
	return record;
}

/* --------------------------------------------------------------- changes -- */

/* What the probes look at first. */
static void set_live(struct ior_session *s)
{
	bool silent = s->sampling &&
		      !memchr_inv(s->sampling->every, 0, sizeof(s->sampling->every));
	bool picks = s->statuses != IOR_STATUS_ALL || s->min_ns;

	WRITE_ONCE(s->counts, s->sampling && !picks);
	ior_set_session(&ior_live.judged, s->bit, s->sampling || picks);
	ior_set_session(&ior_live.silent, s->bit, silent);
	ior_here_forget();
}

/* Which ends of calls the session wants from now on. */
void ior_count_judge(struct ior_session *s, u32 statuses, u64 min_ns)
{
	lockdep_assert_held(&ior_lock);
	WRITE_ONCE(s->statuses, statuses ?: IOR_STATUS_ALL);
	WRITE_ONCE(s->min_ns, min_ns > 1 ? min_ns : 0);	/* none takes less than 1 ns */
	set_live(s);
}

/* In a silent session, a call takes nothing but what makes it rare; so does exec,
 * of which another session wants the arguments, and they are not there at its end.
 */
static int make_classes(void)
{
	unsigned int i;

	if (ior_count_classes)
		return 0;
	ior_count_classes = kvcalloc(ior_nr_classes, sizeof(*ior_count_classes), GFP_KERNEL);
	if (!ior_count_classes)
		return -ENOMEM;
	for (i = 0; i < ior_nr_classes; i++)
		ior_count_classes[i].work = ior_classes[i].kind == IOR_KIND_EXEC ?
			IOR_WORK_RARE : ior_classes[i].work & IOR_WORK_RARE;
	return 0;
}

static struct ior_sampling *sampling_alloc(void)
{
	struct ior_sampling *sampling = kvzalloc(sizeof(*sampling), GFP_KERNEL);
	unsigned int cpu;

	if (!sampling)
		return NULL;
	sampling->cpu = alloc_percpu(struct ior_counters);
	if (!sampling->cpu) {
		kvfree(sampling);
		return NULL;
	}
	for_each_possible_cpu(cpu)
		counter_init(&per_cpu_ptr(sampling->cpu, cpu)->rest, &ior_classes[0]);
	memset32(&sampling->every[0][0], 1, IOR_NR_ABIS * IOR_CALL_BITS);
	return sampling;
}

int ior_count_sample(struct ior_session *s, const struct ior_sample *sample)
{
	bool all = sample->flags & IOR_SAMPLE_EVERY_CALL;

	lockdep_assert_held(&ior_lock);
	if (sample->flags & ~IOR_SAMPLE_FLAGS ||
	    memchr_inv(sample->reserved, 0, sizeof(sample->reserved)) ||
	    (all ? sample->abi || sample->nr :
		   sample->abi >= IOR_NR_ABIS || sample->nr >= IOR_CALL_BITS))
		return -EINVAL;
	if (!s->sampling) {
		if (s->state == IOR_STATE_RUNNING)
			return -EBUSY;
		if (make_classes())
			return -ENOMEM;
		s->sampling = sampling_alloc();
		if (!s->sampling)
			return -ENOMEM;
	}
	if (all) {
		u32 *every = &s->sampling->every[0][0];
		unsigned int i;

		for (i = 0; i < IOR_NR_ABIS * IOR_CALL_BITS; i++)
			WRITE_ONCE(every[i], sample->every);
	} else {
		WRITE_ONCE(s->sampling->every[sample->abi][sample->nr], sample->every);
	}
	set_live(s);
	return 0;
}

/* Nothing stays that the next session of this slot could inherit. */
void ior_count_close(struct ior_session *s)
{
	lockdep_assert_held(&ior_lock);
	ior_set_session(&ior_live.judged, s->bit, false);
	ior_set_session(&ior_live.silent, s->bit, false);
}

/* The last session was closed, and no probe is under way any more. */
void ior_count_put(void)
{
	lockdep_assert_held(&ior_lock);
	kvfree(ior_count_classes);
	ior_count_classes = NULL;
}

/* No probe sees the session any more. */
void ior_count_free(struct ior_session *s)
{
	unsigned int cpu, abi, i;

	if (!s->sampling)
		return;
	for_each_possible_cpu(cpu) {
		struct ior_counters *counters = per_cpu_ptr(s->sampling->cpu, cpu);

		for (abi = 0; abi < IOR_NR_ABIS; abi++)
			for (i = 0; i < IOR_CALL_BITS; i++)
				kfree(counters->call[abi][i]);
	}
	free_percpu(s->sampling->cpu);
	kvfree(s->sampling);
}

/* --------------------------------------------------------------- results -- */

static void add(struct ior_count *sum, const struct ior_counter *c)
{
	unsigned int i;

	sum->calls += READ_ONCE(c->calls);
	sum->recorded += READ_ONCE(c->recorded);
	sum->errors += READ_ONCE(c->errors);
	sum->bytes += READ_ONCE(c->bytes);
	sum->ns += READ_ONCE(c->ns);
	sum->min_ns = min(sum->min_ns, READ_ONCE(c->min_ns));
	sum->max_ns = max(sum->max_ns, READ_ONCE(c->max_ns));
	for (i = 0; i < IOR_NR_BUCKETS; i++)
		sum->buckets[i] += READ_ONCE(c->buckets[i]);
}

/* The counter of a call, or NULL as long as there is none; for others than its CPU. */
static const struct ior_counter *counter_at(const struct ior_counters *counters,
					    unsigned int abi, unsigned int index)
{
	/* pairs with the release in counter_of() */
	return smp_load_acquire(&counters->call[abi][index]);
}

/* The counts of one call on all CPUs; with @abi at IOR_NR_ABIS, of the rest. */
static void add_up(const struct ior_sampling *sampling, unsigned int abi, unsigned int index,
		   struct ior_count *sum)
{
	unsigned int cpu;

	*sum = (struct ior_count) {
		.abi	= abi,
		.nr	= index,
		.min_ns	= U64_MAX,
	};
	for_each_possible_cpu(cpu) {
		struct ior_counters *counters = per_cpu_ptr(sampling->cpu, cpu);
		const struct ior_counter *c;

		c = abi == IOR_NR_ABIS ? &counters->rest : counter_at(counters, abi, index);
		if (c)
			add(sum, c);
	}
	if (sum->min_ns == U64_MAX)
		sum->min_ns = 0;
}

static bool is_used(const struct ior_sampling *sampling, unsigned int abi, unsigned int index)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		if (counter_at(per_cpu_ptr(sampling->cpu, cpu), abi, index))
			return true;
	return false;
}

int ior_count_get(const struct ior_session *s, struct ior_count *sum)
{
	const struct ior_sampling *sampling = s->sampling;
	unsigned int abi = sum->abi, nr = sum->nr;

	lockdep_assert_held(&ior_lock);
	if (abi > IOR_NR_ABIS || nr >= IOR_CALL_BITS || (abi == IOR_NR_ABIS && nr) ||
	    memchr_inv(&sum->calls, 0, sizeof(*sum) - offsetof(struct ior_count, calls)))
		return -EINVAL;
	if (!sampling)
		return -ENOENT;
	for (; abi < IOR_NR_ABIS; abi++, nr = 0) {
		for (; nr < IOR_CALL_BITS; nr++) {
			if (!is_used(sampling, abi, nr))
				continue;
			add_up(sampling, abi, nr, sum);
			return 0;
		}
	}
	add_up(sampling, IOR_NR_ABIS, 0, sum);
	return sum->calls ? 0 : -ENOENT;
}

static u64 unrecorded(const struct ior_counter *c)
{
	u64 recorded = c ? READ_ONCE(c->recorded) : 0;
	u64 calls = c ? READ_ONCE(c->calls) : 0;

	return calls - min(recorded, calls);	/* one may just be being counted */
}

/* How many calls were counted only. */
u64 ior_count_unrecorded(const struct ior_session *s)
{
	unsigned int cpu, abi, i;
	u64 n = 0;

	if (!s->sampling)
		return 0;
	for_each_possible_cpu(cpu) {
		struct ior_counters *counters = per_cpu_ptr(s->sampling->cpu, cpu);

		n += unrecorded(&counters->rest);
		for (abi = 0; abi < IOR_NR_ABIS; abi++)
			for (i = 0; i < IOR_CALL_BITS; i++)
				n += unrecorded(counter_at(counters, abi, i));
	}
	return n;
}
