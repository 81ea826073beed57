// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which files a session selects.  A pattern is tried once for each name, when
 * the name gets into the table; a call tests a bit.
 */
#include <linux/glob.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "classify.h"
#include "files.h"
#include "name.h"

static bool has_globs(const struct ior_files *files)
{
	return files->globs[0];
}

/* Have patterns an end: the last one's NUL, and the empty one behind it? */
bool ior_globs_end(const char *globs, size_t size)
{
	return !globs[size - 1] && (!globs[0] || !globs[size - 2]);
}

bool ior_globs_match(const char *globs, const char *text)
{
	const char *glob;

	for (glob = globs; *glob; glob += strlen(glob) + 1)
		if (glob_match(glob, text))
			return true;
	return false;
}

static bool is_valid(const struct ior_files *files)
{
	unsigned int i;

	if (files->flags || memchr_inv(files->reserved, 0, sizeof(files->reserved)) ||
	    files->nr_fds > IOR_FILES_FDS ||
	    !ior_globs_end(files->globs, sizeof(files->globs)))
		return false;
	for (i = 0; i < files->nr_fds; i++)
		if (files->fds[i] < 0)
			return false;
	return true;
}

/* A probe may still look at the old one until it was waited for. */
int ior_files_set(struct ior_session *s, const struct ior_files *files)
{
	bool selects = files->nr_fds || has_globs(files);
	struct ior_files *old = s->files, *new = NULL;

	lockdep_assert_held(&ior_lock);
	if (!is_valid(files))
		return -EINVAL;
	if (selects) {
		new = kmemdup(files, sizeof(*files), GFP_KERNEL);
		if (!new)
			return -ENOMEM;
		/* pairs with the acquire in files_of() */
		smp_store_release(&s->files, new);
	}
	smp_wmb();	/* pairs with the acquire in ior_files_live() */
	ior_set_session(&ior_live.globs, s->bit, new && has_globs(new));
	ior_set_session(&ior_live.files, s->bit, selects);
	ior_set_session(&ior_live.picks, s->bit, selects || s->who);
	ior_here_forget();
	ior_probe_sync();
	ior_names_forget();	/* what was tried on the old patterns */
	if (!selects)
		s->files = NULL;
	kfree(old);
	return 0;
}

/* No probe knows the session any more. */
void ior_files_close(struct ior_session *s)
{
	lockdep_assert_held(&ior_lock);
	if (!s->files)
		return;
	ior_set_session(&ior_live.globs, s->bit, false);
	ior_set_session(&ior_live.files, s->bit, false);
	ior_set_session(&ior_live.picks, s->bit, s->who);
	ior_probe_sync();
	kfree(s->files);
	s->files = NULL;
}

static const struct ior_files *files_of(const struct ior_session *s)
{
	/* pairs with the release in ior_files_set() */
	return smp_load_acquire(&s->files);
}

/* The sessions with a pattern that a path matches; it has room for a NUL. */
u64 ior_files_match(char *path, size_t len)
{
	u64 globs = smp_load_acquire(&ior_live.globs), match = 0;	/* as ior_files_live() */
	struct ior_session *s;
	char behind;

	if (likely(!globs))
		return 0;
	behind = path[len];
	path[len] = 0;
	for_each_session(s, globs) {
		if (ior_globs_match(files_of(s)->globs, path))
			match |= s->bit;
	}
	path[len] = behind;
	return match;
}

static bool has_fd(const struct ior_files *files, long fd)
{
	unsigned int i;

	for (i = 0; i < files->nr_fds; i++)
		if (files->fds[i] == fd)
			return true;
	return false;
}

/* Does the call take one of the descriptors? */
static bool takes_fd(const struct ior_files *files, const struct ior_class *class,
		     const struct ior_syscall *call)
{
	const u8 places[] = { class->fd, class->fd2, class->dirfd[0], class->dirfd[1] };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(places); i++)
		if (places[i] && has_fd(files, (int)call->args[places[i] - 1]))
			return true;
	return false;
}

/* Does it return one? */
static bool returns_fd(const struct ior_files *files, const struct ior_class *class,
		       const struct ior_event *ev)
{
	u64 pair = ev->call->aux;

	if (ev->type != IOR_RECORD_CALL || ev->ret < 0)
		return false;
	if (class->value_role == IOR_ARG_FDPAIR)
		return has_fd(files, (int)pair) || has_fd(files, (int)(pair >> 32));
	return ior_makes_fd(class, ev->call->args) && has_fd(files, ev->ret);
}

/* The sessions in whose set the call's descriptors are, or those that it makes may be. */
u64 ior_files_may_pass(u64 sessions, const struct ior_class *class, const struct ior_syscall *call)
{
	bool makes = class->traits & IOR_TRAIT_RET_FD || class->value_role == IOR_ARG_FDPAIR;
	u64 pass = sessions;
	struct ior_session *s;

	if (makes)
		return sessions;
	for_each_session(s, sessions & ior_files_live()) {
		const struct ior_files *files = files_of(s);

		if (files->nr_fds && !takes_fd(files, class, call))
			pass &= ~s->bit;
	}
	return pass;
}

bool ior_files_pass(const struct ior_session *s, const struct ior_event *ev)
{
	const struct ior_syscall *call = ev->call;
	const struct ior_class *class = ior_call_class(call);
	const struct ior_files *files = files_of(s);

	if (files->nr_fds && !takes_fd(files, class, call) && !returns_fd(files, class, ev))
		return false;
	return !has_globs(files) || (call->match & s->bit && ior_record_knows_names(s, ev));
}
