/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Calls that newer machines don't have, by their names and with the arguments that
 * they have on others.  call_make() makes the one that took the place of such a call,
 * call_nr() is its number, which alone is told to the kernel and in records.
 */
#ifndef IOR_OLD_CALLS_H
#define IOR_OLD_CALLS_H

#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef __NR_stat

#define call_nr(nr)	(nr)
#define call_make	syscall

#else

/* in place of which call */
enum old_call {
	OLD_ACCESS = 1,
	OLD_DUP2,
	OLD_FORK,
	OLD_LINK,
	OLD_LSTAT,
	OLD_PAUSE,
	OLD_PIPE,
	OLD_READLINK,
	OLD_RENAME,
	OLD_STAT,
	OLD_SYMLINK,
};

#define SYS_access	(SYS_faccessat | OLD_ACCESS << 16)
#define SYS_dup2	(SYS_dup3 | OLD_DUP2 << 16)
#define SYS_fork	(SYS_clone | OLD_FORK << 16)
#define SYS_link	(SYS_linkat | OLD_LINK << 16)
#define SYS_lstat	(SYS_newfstatat | OLD_LSTAT << 16)
#define SYS_pause	(SYS_ppoll | OLD_PAUSE << 16)
#define SYS_pipe	(SYS_pipe2 | OLD_PIPE << 16)
#define SYS_readlink	(SYS_readlinkat | OLD_READLINK << 16)
#define SYS_rename	(SYS_renameat | OLD_RENAME << 16)
#define SYS_stat	(SYS_newfstatat | OLD_STAT << 16)
#define SYS_symlink	(SYS_symlinkat | OLD_SYMLINK << 16)

#define call_nr(nr)	((nr) & 0xffff)

/* dup2: to another number; pause: of its arguments the first is the first still */
static inline long call_make_old(long nr, long a, long b, long c, long d, long e)
{
	long in_place = call_nr(nr);

	switch (nr >> 16) {
	case OLD_DUP2:
		return syscall(in_place, a, b, 0);
	case OLD_FORK:
		return syscall(in_place, SIGCHLD, 0, 0, 0, 0);
	case OLD_LSTAT:
		return syscall(in_place, AT_FDCWD, a, b, AT_SYMLINK_NOFOLLOW);
	case OLD_PAUSE:
		return syscall(in_place, a, 0, 0, 0, c);
	case OLD_PIPE:
		return syscall(in_place, a, 0);
	case OLD_LINK:
	case OLD_RENAME:
		return syscall(in_place, AT_FDCWD, a, AT_FDCWD, b, 0);
	case OLD_SYMLINK:
		return syscall(in_place, a, AT_FDCWD, b);
	case OLD_ACCESS:
	case OLD_READLINK:
	case OLD_STAT:
		return syscall(in_place, AT_FDCWD, a, b, c);
	default:
		return syscall(nr, a, b, c, d, e);
	}
}

/* as syscall(), which takes what there is */
#define call_make(...)		call_make_6(__VA_ARGS__, 0, 0, 0, 0, 0, 0)
#define call_make_6(nr, a, b, c, d, e, ...) \
	call_make_old(nr, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e))

#endif

#endif /* IOR_OLD_CALLS_H */
