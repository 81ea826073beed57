/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names of files: which were sent, and sending those that were not.
 *
 * The table holds no file, mount or text: only what is needed to tell that a
 * name is still the one that was sent.  It is as large as it ever gets when it
 * is made; a name that is pushed out of it gets another id, and is sent again.
 */
#ifndef _IOR_NAME_H
#define _IOR_NAME_H

#include <linux/build_bug.h>
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/hash.h>
#include <linux/nospec.h>
#include <linux/path.h>

#include "compat.h"
#include "inflight.h"
#include "ior.h"

/**
 * struct ior_key - what a name is the name of: two numbers that no other has
 * @a: the address of a dentry, or an odd number
 * @b: all else
 */
struct ior_key {
	u64	a;
	u64	b;
};

/**
 * struct ior_naming - the names of one call, as they are found
 * @sessions: that are to know them
 * @named: of these, those that know every one so far
 * @match: those with a pattern that one of them matches
 * @force: those that get every name, though they have patterns
 * @now: when records of names end, at least
 * @newest: when the newest name that was found ended
 * @began: ior_record_begin() was called, and @now is set
 */
struct ior_naming {
	u64	sessions;
	u64	named;
	u64	match;
	u64	force;
	u64	now;
	u64	newest;
	bool	began;
};

/**
 * struct ior_scratch - where a CPU puts names together
 * @given: as the program gave it
 * @text: what is sent: the path, and behind it what was given
 *
 * One user at a time: a probe, with preemption off.  A name that is longer
 * than its room is none.
 */
#define IOR_PATH_ROOM	(2 * PATH_MAX)

struct ior_scratch {
	char	given[PATH_MAX];
	char	text[IOR_PATH_ROOM + 2 * PATH_MAX];
};

int ior_names_open(void);
void ior_names_close(void);
void ior_names_leave(const struct ior_session *s);
void ior_names_forget(void);
struct ior_scratch *ior_scratch(void);
bool ior_name_quick(struct ior_here *here, u64 sessions, unsigned int fd,
		    struct ior_syscall *call);
u32 ior_name_path(struct ior_naming *nm, const struct path *path);
u32 ior_name_path_text(struct ior_naming *nm, const struct path *path, size_t *len);
u32 ior_name_look_up(struct ior_naming *nm, struct ior_key key);
u32 ior_name_add(struct ior_naming *nm, struct ior_key key, struct ior_record *what);
u64 ior_name_hash(const char *text, size_t len);

static __always_inline u32 ior_renames(void)
{
	return READ_ONCE(rename_lock.seqcount.seqcount.sequence);
}

/* Its flags and sequence count: one load, where they lie side by side. */
static __always_inline u64 ior_dentry_state(const struct dentry *dentry)
{
	if (offsetof(struct dentry, d_seq) == offsetof(struct dentry, d_flags) + sizeof(u32))
		return *(const u64 *)&dentry->d_flags;
	return (u64)dentry->d_seq.seqcount.sequence << 32 | dentry->d_flags;
}

/*
 * What tells an open file's name from that of another file at the same address,
 * as long as nothing is renamed: the sum of which dentry and mount, below which
 * root, its name and parent (both are in the hash), inode, and how often the
 * dentry was hashed or not.  The numbers of inodes, of pipes above all, are as
 * regular as addresses are: multiplied, one can't make up for the other.
 */
static __always_inline u64 ior_file_sum(const struct file *file)
{
	const struct dentry *dentry = file->f_path.dentry;

	/* a rename that cuts in shows in rename_lock */
	return data_race((unsigned long)current->fs->root.dentry +
			 (unsigned long)current->fs->root.mnt + (unsigned long)dentry +
			 (unsigned long)file->f_path.mnt + ior_dentry_state(dentry) +
			 dentry->d_name.hash_len + dentry->d_inode->i_ino * GOLDEN_RATIO_32);
}

/*
 * The commonest of all: the descriptor that was used last, which no other task
 * can close.  Sets the call's name and flags, or returns false.
 */
static __always_inline bool ior_name_last(const struct ior_here_file *last, unsigned int fd,
					  struct ior_syscall *call)
{
	const struct files_struct *files = current->files;
	const struct fdtable *fdt = ior_fdtable();
	unsigned int known = last->fd;		/* the processor can't guess this one */
	const struct file *file;

	if (fd != known || known >= fdt->max_fds || atomic_read(&files->count) != 1)
		return false;
	file = rcu_dereference_protected(fdt->fd[known], true);	/* from others */
	if (file != last->file)
		return false;
	call->aux = ior_file_flags(file, ior_close_on_exec(known, fdt));
	call->name[0] = last->id;
	return ior_file_sum(file) == last->sum && ior_renames() == last->renames;
}

#endif /* _IOR_NAME_H */
