// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which tasks a session selects by what they are: their user, their control
 * group, their name.  All of that may change while a task runs, so it is looked at
 * whenever there may be a record.
 */
#include <linux/cred.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uidgid.h>
#include <linux/user_namespace.h>

#include "compat.h"
#include "files.h"
#include "who.h"

/**
 * struct ior_whom - what a session selects tasks by
 * @flags: see struct ior_who
 * @nr_uids: likewise
 * @nr_cgroups: likewise, of those in @cgroups so far while it is made
 * @uids: users
 * @cgroups: with a reference to each
 * @comms: see struct ior_who
 *
 * Constant once a session has it.
 */
struct ior_whom {
	u32		flags;
	unsigned int	nr_uids;
	unsigned int	nr_cgroups;
	kuid_t		uids[IOR_WHO_UIDS];
	struct cgroup	*cgroups[IOR_WHO_CGROUPS];
	char		comms[IOR_WHO_COMMS];
};

/* --------------------------------------------------------------- changes -- */

static bool is_valid(const struct ior_who *who)
{
	u32 not = (who->nr_uids ? 0 : IOR_WHO_NOT_UIDS) |
		  (who->nr_cgroups ? 0 : IOR_WHO_NOT_CGROUPS) |
		  (who->comms[0] ? 0 : IOR_WHO_NOT_COMMS);

	return !(who->flags & ~IOR_WHO_FLAGS) && !(who->flags & not) && !who->reserved1 &&
	       !memchr_inv(who->reserved, 0, sizeof(who->reserved)) &&
	       who->nr_uids <= IOR_WHO_UIDS && who->nr_cgroups <= IOR_WHO_CGROUPS &&
	       ior_globs_end(who->comms, sizeof(who->comms));
}

static void whom_free(struct ior_whom *whom)
{
	unsigned int i;

	for (i = 0; whom && i < whom->nr_cgroups; i++)
		ior_cgroup_put(whom->cgroups[i]);
	kfree(whom);
}

static int fill(struct ior_whom *whom, const struct ior_who *who)
{
	unsigned int i;

	whom->flags = who->flags;
	whom->nr_uids = who->nr_uids;
	memcpy(whom->comms, who->comms, sizeof(whom->comms));
	for (i = 0; i < who->nr_uids; i++) {
		whom->uids[i] = make_kuid(current_user_ns(), who->uids[i]);
		if (!uid_valid(whom->uids[i]))
			return -EINVAL;
	}
	for (i = 0; i < who->nr_cgroups; i++) {
		struct cgroup *cgroup = ior_cgroup_get(who->cgroups[i]);

		if (IS_ERR(cgroup))
			return PTR_ERR(cgroup);
		whom->cgroups[whom->nr_cgroups++] = cgroup;
	}
	return 0;
}

/* A probe may still look at the old one until it was waited for. */
int ior_who_set(struct ior_session *s, const struct ior_who *who)
{
	bool selects = who->nr_uids || who->nr_cgroups || who->comms[0];
	struct ior_whom *old = s->who, *new = NULL;
	int err;

	lockdep_assert_held(&ior_lock);
	if (!is_valid(who))
		return -EINVAL;
	if (selects) {
		new = kzalloc(sizeof(*new), GFP_KERNEL);
		if (!new)
			return -ENOMEM;
		err = fill(new, who);
		if (err) {
			whom_free(new);
			return err;
		}
		/* pairs with the acquire in whom_of() */
		smp_store_release(&s->who, new);
	}
	smp_wmb();	/* pairs with the acquire in ior_picks_live() */
	ior_set_session(&ior_live.picks, s->bit, selects || s->files);
	ior_here_forget();
	if (!selects)
		WRITE_ONCE(s->who, NULL);
	ior_probe_sync();
	whom_free(old);
	return 0;
}

/* No probe knows the session any more. */
void ior_who_close(struct ior_session *s)
{
	lockdep_assert_held(&ior_lock);
	if (!s->who)
		return;
	ior_set_session(&ior_live.picks, s->bit, s->files);
	ior_probe_sync();
	whom_free(s->who);
	s->who = NULL;
}

/* ---------------------------------------------------------------- probes -- */

static const struct ior_whom *whom_of(const struct ior_session *s)
{
	/* pairs with the release in ior_who_set() */
	return smp_load_acquire(&s->who);
}

static bool has_uid(const struct ior_whom *whom, struct task_struct *task)
{
	kuid_t uid = task_cred_xxx(task, euid);
	unsigned int i;

	for (i = 0; i < whom->nr_uids; i++)
		if (uid_eq(whom->uids[i], uid))
			return true;
	return false;
}

static bool has_cgroup(const struct ior_whom *whom, struct task_struct *task)
{
	bool has = false;
	unsigned int i;

	rcu_read_lock();
	for (i = 0; i < whom->nr_cgroups && !has; i++)
		has = ior_cgroup_has(whom->cgroups[i], task);
	rcu_read_unlock();
	return has;
}

static bool has(const struct ior_whom *whom, struct task_struct *task, const char *name)
{
	char comm[IOR_COMM_LEN];

	/* another task's, which it changes meanwhile, may be without an end */
	memcpy(comm, name, sizeof(comm));
	comm[sizeof(comm) - 1] = 0;
	if (whom->nr_uids && has_uid(whom, task) == !!(whom->flags & IOR_WHO_NOT_UIDS))
		return false;
	if (whom->comms[0] &&
	    ior_globs_match(whom->comms, comm) == !!(whom->flags & IOR_WHO_NOT_COMMS))
		return false;
	return !whom->nr_cgroups ||
	       has_cgroup(whom, task) != !!(whom->flags & IOR_WHO_NOT_CGROUPS);
}

/* Does the session select the task, as it is now? */
bool ior_who_has(const struct ior_session *s, struct task_struct *task)
{
	const struct ior_whom *whom = whom_of(s);
	char comm[IOR_COMM_LEN];

	if (!whom)
		return true;
	ior_copy_comm(comm, task);
	return has(whom, task, comm);
}

/* Of these sessions, those that select the current task by what it is. */
u64 ior_who_have(u64 sessions)
{
	struct ior_session *s;
	u64 have = 0;

	for_each_session(s, sessions)
		if (whom_of(s) && ior_who_has(s, current))
			have |= s->bit;
	return have;
}

/* Likewise, and those that take any. */
u64 ior_who_may_have(u64 sessions)
{
	struct ior_session *s;
	u64 have = 0;

	for_each_session(s, sessions)
		if (ior_who_has(s, current))
			have |= s->bit;
	return have;
}

/* Likewise of a task that has the name, or gets it. */
u64 ior_who_have_task(u64 sessions, struct task_struct *task, const char *comm)
{
	struct ior_session *s;
	u64 have = 0;

	for_each_session(s, sessions) {
		const struct ior_whom *whom = whom_of(s);

		if (!whom || has(whom, task, comm) || ior_who_has(s, task))
			have |= s->bit;
	}
	return have;
}
