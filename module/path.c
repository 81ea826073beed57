// SPDX-License-Identifier: GPL-2.0-only
/*
 * From descriptors and path arguments to names.
 *
 * A path is read when the call begins: the kernel takes its own copy then, and
 * whoever waits in open(2) of a FIFO may find other text there afterwards.  If
 * the page is not present, it is read when the call ends, because by then the
 * kernel has brought it in; the directory is the one from the beginning, as
 * chdir(2) and other threads may have changed it.  Where the kernel lets probes
 * fault, ior_path_touch() does first, and the page is there; nothing else here
 * faults.
 */
#include <linux/binfmts.h>
#include <linux/fanotify.h>
#include <linux/fcntl.h>
#include <linux/kcmp.h>
#include <linux/mman.h>
#include <linux/pid.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "compat.h"
#include "path.h"
#include "uring.h"

/* ----------------------------------------------------------- descriptors -- */

/* The name of a descriptor's file; @flags, unless NULL: as fd_flags has them. */
u32 ior_path_fd(struct ior_naming *nm, struct ior_syscall *call, int fd, u32 *flags)
{
	struct file *file;
	bool put;
	u32 id;

	if (fd < 0)
		return 0;
	file = ior_file_get(fd, &put);
	if (!file)
		return 0;
	id = ior_name_path(nm, &file->f_path);
	if (unlikely(!id))
		call->flags |= IOR_CALL_NAME_LOST;
	if (flags) {
		*flags = ior_fd_flags(file, fd, ior_fdtable());
		call->flags |= IOR_CALL_FD;
	}
	ior_file_put(file, put);
	return id;
}

/* fd_flags is the lower half of what the record has there. */
static void set_fd_flags(struct ior_syscall *call, u32 flags)
{
	call->aux = (call->aux & ~(u64)U32_MAX) | flags;
}

/* kcmp(pid1, pid2, type, fd1, fd2): whose descriptor it is depends. */
static bool is_own_kcmp_fd(const struct ior_syscall *call, unsigned int which)
{
	pid_t pid = call->args[which];

	return (int)call->args[2] == KCMP_FILE &&
	       (pid == task_tgid_vnr(current) || pid == task_pid_vnr(current));
}

/* Is this argument really a descriptor? */
static bool is_fd(const struct ior_syscall *call, const struct ior_class *class, unsigned int which)
{
	if (class->kind == IOR_KIND_MMAP)
		return !(call->args[3] & MAP_ANONYMOUS);
	if (class->traits & IOR_TRAIT_FD_MAYBE && class->family == IOR_FAMILY_PROCESS)
		return is_own_kcmp_fd(call, which);
	return true;
}

static void name_fds(struct ior_naming *nm, struct ior_task *t, struct ior_syscall *call,
		     const struct ior_class *class)
{
	unsigned int slot = class->path[0] ? 1 : 0;
	u32 flags = 0;

	if (unlikely(class->traits & IOR_TRAIT_FD_MAYBE && class->family == IOR_FAMILY_AIO) &&
	    ior_uring_fd(nm, t, call))
		return;
	if (class->fd && is_fd(call, class, 0)) {
		u32 id = ior_path_fd(nm, call, call->args[class->fd - 1], &flags);

		if (!class->path[1])
			call->name[slot] = id;
		set_fd_flags(call, flags);
	}
	if (class->fd2 && is_fd(call, class, 1) && !class->path[0])
		call->name[1] = ior_path_fd(nm, call, call->args[class->fd2 - 1], NULL);
}

/* ----------------------------------------------------------- directories -- */

/*
 * Where a relative path starts.  Holding the lock keeps another thread's
 * chdir(2) from dropping the directory under us; a reference we could not drop,
 * because that may sleep.
 */
static u32 name_dir(struct ior_naming *nm, struct ior_syscall *call, int dirfd)
{
	struct fs_struct *fs = current->fs;
	u32 id;

	if (dirfd != AT_FDCWD)
		return ior_path_fd(nm, call, dirfd, NULL);
	ior_fs_lock(fs);
	id = ior_name_path(nm, &fs->pwd);
	ior_fs_unlock(fs);
	return id;
}

/*
 * Its id and its path, in the scratch text, of which one tells the other: it may be
 * another directory than name_dir() found.  0: there is none.
 */
static u32 name_dir_text(struct ior_naming *nm, int dirfd, size_t *len)
{
	struct fs_struct *fs = current->fs;
	struct ior_naming dir = *nm;	/* it is no name of the call */
	struct file *file;
	u32 id = 0;
	bool put;

	if (dirfd == AT_FDCWD) {
		ior_fs_lock(fs);
		id = ior_name_path_text(&dir, &fs->pwd, len);
		ior_fs_unlock(fs);
	} else {
		file = dirfd >= 0 ? ior_file_get(dirfd, &put) : NULL;
		if (file) {
			id = ior_name_path_text(&dir, &file->f_path, len);
			ior_file_put(file, put);
		}
	}
	nm->newest = dir.newest;
	return id;
}

static int dirfd_of(const struct ior_syscall *call, const struct ior_class *class, unsigned int i)
{
	return class->dirfd[i] ? (int)call->args[class->dirfd[i] - 1] : AT_FDCWD;
}

/* Keep the directory, if it is known, for a path that can't be read yet. */
static void keep_dir(struct ior_naming *nm, struct ior_task *t, unsigned int i, int dirfd,
		     bool known)
{
	size_t len;
	u32 id;

	if (!t)
		return;
	kfree(t->base[i]);
	id = known ? name_dir_text(nm, dirfd, &len) : 0;
	t->base[i] = id ? kmemdup_nul(ior_scratch()->text, len, GFP_NOWAIT | __GFP_NOWARN) : NULL;
	t->base_id[i] = t->base[i] ? id : 0;
}

/* --------------------------------------------------------------- strings -- */

/*
 * A string of the program, at most PATH_MAX with its NUL, as the kernel reads
 * it.  By pieces that are in one page each.  Returns its length, PATH_MAX if
 * there is no NUL, -EFAULT.
 */
static ssize_t read_string(char *to, unsigned long from)
{
	const size_t piece = 64;
	size_t done = 0, n, len;

	while (done < PATH_MAX) {
		n = min(piece - ((from + done) & (piece - 1)), PATH_MAX - done);
		if (copy_from_user_nofault(to + done, (void __user *)(from + done), n))
			return -EFAULT;
		len = strnlen(to + done, n);
		done += len;
		if (len < n)
			return done;
	}
	return done;
}

/*
 * Bring in the paths that a call takes, as the kernel does next.  With preemption
 * on, and in no session's name: what is not there when they are read, isn't.
 */
void ior_path_touch(struct pt_regs *regs, const struct ior_class *class, unsigned int abi)
{
	unsigned long args[IOR_NR_ARGS], from;
	unsigned int i;

	syscall_get_arguments(current, regs, args);
	for (i = 0; i < ARRAY_SIZE(class->path) && class->path[i]; i++) {
		if (class->path_role[i] == IOR_ARG_PATH_OUT)
			continue;
		from = args[class->path[i] - 1];
		if (abi == IOR_ABI_32)
			from = (u32)from;
		if (from && !strnlen_user((const char __user *)from, PATH_MAX))
			break;		/* so does the kernel */
	}
}

/* Add the components of a path to one that has no "." and ".." in it. */
static size_t append(char *to, size_t len, const char *from, size_t n)
{
	const char *end = from + n, *slash;

	if (len == 1 && *to == '/')
		len = 0;
	for (; from < end; from = slash + 1) {
		slash = memchr(from, '/', end - from) ?: end;
		n = slash - from;
		if (!n || (n == 1 && from[0] == '.'))
			continue;
		if (n == 2 && from[0] == '.' && from[1] == '.') {
			while (len && to[--len] != '/')
				;
			continue;
		}
		to[len++] = '/';
		memcpy(to + len, from, n);
		len += n;
	}
	if (!len)
		to[len++] = '/';
	return len;
}

/**
 * struct given - a path argument
 * @text: as it was given
 * @len: its length
 * @base: id of the directory that it starts at; 0: not known
 * @base_text: the path of that; NULL: that of @dirfd
 * @dirfd: the directory
 * @resolve: it is a path; else it is text that stands for one
 */
struct given {
	const char	*text;
	size_t		len;
	u32		base;
	const char	*base_text;
	int		dirfd;
	bool		resolve;
};

/* The absolute path, in the scratch text, from @g->base on, as it is now.  0: none. */
static size_t resolve(struct ior_naming *nm, struct given *g)
{
	char *to = ior_scratch()->text;
	size_t len = 0;

	if (!g->resolve)
		return 0;
	if (*g->text == '/')
		return append(to, 0, g->text, g->len);
	if (!g->base)
		return 0;
	if (g->base_text) {
		len = strlen(g->base_text);
		memcpy(to, g->base_text, len);
	} else {
		g->base = name_dir_text(nm, g->dirfd, &len);
		if (!g->base)
			return 0;
	}
	return append(to, len, g->text, g->len);
}

/* What of its key is not the text. */
static u64 given_kind(const struct given *g)
{
	return (u64)g->base << 32 | g->len << 2 | g->resolve << 1 | 1;
}

/* Its name; @g->base is where that starts then. */
static u32 name_given(struct ior_naming *nm, struct given *g)
{
	struct ior_key key = { given_kind(g), ior_name_hash(g->text, g->len) };
	u32 id = ior_name_look_up(nm, key);
	char *to = ior_scratch()->text;
	struct ior_record what = {};
	size_t len;

	if (id)
		return id;
	len = resolve(nm, g);
	key.a = given_kind(g);
	what.path.base = g->base;
	if (!len) {
		memcpy(to, g->text, g->len);
		what.flags = IOR_NAME_UNRESOLVED;
		what.path.path_len = g->len;
	} else {
		what.path.path_len = len;
		if (len != g->len || memcmp(to, g->text, len)) {
			memcpy(to + len, g->text, g->len);
			what.path.given_len = g->len;
		}
	}
	return ior_name_add(nm, key, &what);
}

/* A name that nobody gave: text that says what it is. */
u32 ior_path_literal(struct ior_naming *nm, const char *text, size_t len)
{
	struct given g = { .text = text, .len = len };

	return name_given(nm, &g);
}

static void set_state(struct ior_syscall *call, unsigned int i, enum ior_path_state state)
{
	call->flags &= ~(7U << IOR_CALL_PATH_SHIFT(i));
	call->flags |= state << IOR_CALL_PATH_SHIFT(i);
}

/* Read the string and say what became of it.  Is there one? */
static bool read_given(struct ior_syscall *call, const struct ior_class *class, unsigned int i,
		       struct given *g)
{
	unsigned long from = call->args[class->path[i] - 1];
	char *to = ior_scratch()->given;
	ssize_t len;

	if (!from) {
		set_state(call, i, IOR_PATH_NULL);
		return false;
	}
	len = read_string(to, from);
	if (len < 0) {
		set_state(call, i, IOR_PATH_UNREAD);
		return false;
	}
	if (!len) {
		set_state(call, i, IOR_PATH_EMPTY);
		return false;
	}
	set_state(call, i, len == PATH_MAX ? IOR_PATH_CUT : IOR_PATH_READ);
	g->text = to;
	g->len = min_t(size_t, len, PATH_MAX - 1);
	return true;
}

/* An empty or NULL path that stands for the directory itself. */
static bool means_dir(const struct ior_syscall *call, const struct ior_class *class, unsigned int i)
{
	if (IOR_CALL_PATH_STATE(call->flags, i) == IOR_PATH_NULL)
		return class->null && dirfd_of(call, class, i) != AT_FDCWD;
	return IOR_CALL_PATH_STATE(call->flags, i) == IOR_PATH_EMPTY && class->at_flags &&
	       call->args[class->at_flags - 1] & class->empty[i];
}

/* fanotify_mark(2) flushes all marks of a group: the kernel looks at no path. */
static bool takes_no_path(const struct ior_syscall *call, const struct ior_class *class)
{
	return class->null && class->fd && call->args[1] & FAN_MARK_FLUSH;
}

static void name_path_arg(struct ior_naming *nm, struct ior_task *t, struct ior_syscall *call,
			  const struct ior_class *class, unsigned int i, bool certain)
{
	u8 role = class->path_role[i];
	struct given g = {
		.dirfd		= dirfd_of(call, class, i),
		.resolve	= role == IOR_ARG_PATH || role == IOR_ARG_PATH2,
	};
	struct ior_naming dir = *nm;

	/* where a path starts is no name of the call, unless it is the path */
	if (g.resolve && certain)
		g.base = name_dir(&dir, call, g.dirfd);
	nm->newest = dir.newest;
	if (read_given(call, class, i, &g)) {
		call->name[i] = name_given(nm, &g);
	} else if (means_dir(call, class, i)) {
		call->name[i] = g.base;
		nm->named = dir.named;
		nm->match = dir.match;
	} else if (IOR_CALL_PATH_STATE(call->flags, i) == IOR_PATH_UNREAD) {
		keep_dir(nm, t, i, g.dirfd, g.base);
	}
}

/* ------------------------------------------------------------ the phases -- */

/*
 * The files that a call begins with.  Where its beginning was not seen, and it
 * is not @certain that it never had one, other threads or the call itself may
 * have closed or changed what it used: then only what nobody could is named.
 */
void ior_path_enter(struct ior_naming *nm, struct ior_task *t, struct ior_syscall *call,
		    const struct ior_class *class, bool certain)
{
	unsigned int i;

	for (i = 0; i < 2; i++)
		if (class->path[i] && class->path_role[i] != IOR_ARG_PATH_OUT &&
		    !takes_no_path(call, class))
			name_path_arg(nm, t, call, class, i, certain);
	if (certain || atomic_read(&current->files->count) == 1)
		name_fds(nm, t, call, class);
}

/* Likewise of a call that has just a descriptor. */
void ior_path_enter_fd(struct ior_naming *nm, struct ior_syscall *call,
		       const struct ior_class *class, bool certain)
{
	u32 flags = 0;

	if (!certain && atomic_read(&current->files->count) != 1)
		return;
	call->name[0] = ior_path_fd(nm, call, call->args[class->fd - 1], &flags);
	set_fd_flags(call, flags);
}

/* A path that could not be read before. */
static void read_again(struct ior_naming *nm, struct ior_task *t, struct ior_syscall *call,
		       const struct ior_class *class, unsigned int i)
{
	u8 role = class->path_role[i];
	struct given g = {
		.base		= t ? t->base_id[i] : 0,
		.base_text	= t ? t->base[i] : NULL,
		.resolve	= role == IOR_ARG_PATH || role == IOR_ARG_PATH2,
	};

	if (read_given(call, class, i, &g))
		call->name[i] = name_given(nm, &g);
	else if (means_dir(call, class, i))
		call->name[i] = g.base;
}

/*
 * The path of an exec that succeeded, by the kernel's own copy: in a child of a
 * fork, the page with the program's is often not present, and now it is gone.
 * What is relative to a descriptor has "/dev/fd/N/" in front (fs/exec.c,
 * alloc_bprm()).
 */
void ior_path_exec(struct ior_naming *nm, struct ior_task *t, struct ior_syscall *call,
		   const struct linux_binprm *bprm)
{
	static const char dev_fd[] = "/dev/fd/";
	struct given g = {
		.text		= bprm->filename,
		.base		= t->base_id[0],
		.base_text	= t->base[0],
		.resolve	= true,
	};

	if (bprm->fdpath)
		g.text = strchrnul(bprm->fdpath + sizeof(dev_fd) - 1, '/');
	if (bprm->fdpath && *g.text)
		g.text++;
	g.len = strlen(g.text);
	set_state(call, 0, g.len ? IOR_PATH_READ : IOR_PATH_EMPTY);
	call->name[0] = g.len ? name_given(nm, &g) : g.base;
}

/* The path that the call wrote: it is as it should be. */
static void name_path_out(struct ior_naming *nm, struct ior_syscall *call,
			  const struct ior_class *class)
{
	struct given g = { .resolve = false };

	if (read_given(call, class, 0, &g))
		call->name[0] = name_given(nm, &g);
}

/* Flags of a descriptor that the call may have changed, if it is the same file. */
static void look_again(struct ior_naming *nm, struct ior_syscall *call,
		       const struct ior_class *class)
{
	u32 flags;

	if (!(call->flags & IOR_CALL_FD))
		return;
	if (ior_path_fd(nm, call, call->args[class->fd - 1], &flags) == call->name[0] &&
	    call->name[0])
		set_fd_flags(call, flags);
}

static void name_pair(struct ior_naming *nm, struct ior_syscall *call,
		      const struct ior_class *class)
{
	const void __user *from = (void __user *)call->args[class->value - 1];
	int fds[2];

	if (copy_from_user_nofault(fds, from, sizeof(fds))) {
		call->flags |= IOR_CALL_UNREAD;
		return;
	}
	call->name[0] = ior_path_fd(nm, call, fds[0], NULL);
	call->name[1] = ior_path_fd(nm, call, fds[1], NULL);
	call->aux = (u64)(u32)fds[1] << 32 | (u32)fds[0];
}

/* The files that a call ends with. */
void ior_path_exit(struct ior_naming *nm, struct ior_task *t, struct ior_syscall *call,
		   const struct ior_class *class, long ret)
{
	bool gone = class->kind == IOR_KIND_EXEC && !ret;	/* and its arguments with it */
	unsigned int i;

	for (i = 0; i < 2; i++)
		if (IOR_CALL_PATH_STATE(call->flags, i) == IOR_PATH_UNREAD && !gone)
			read_again(nm, t, call, class, i);
	if (class->path_role[0] == IOR_ARG_PATH_OUT && ret > 0)
		name_path_out(nm, call, class);
	if (ior_makes_fd(class, call->args) && ret >= 0)
		call->name[1] = ior_path_fd(nm, call, ret, NULL);
	if (class->value_role == IOR_ARG_FDPAIR && !ret)
		name_pair(nm, call, class);
	if (class->traits & IOR_TRAIT_FD_FLAGS)
		look_again(nm, call, class);
	if (class->traits & IOR_TRAIT_FD_MAYBE && class->family == IOR_FAMILY_AIO)
		ior_uring_exit(t, call, ret);
}
