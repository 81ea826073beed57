/* SPDX-License-Identifier: GPL-2.0-only */
/* Calls that the headers may be too old for, or that not every machine has. */
#ifndef IOR_WORKLOAD_NUMBERS_H
#define IOR_WORKLOAD_NUMBERS_H

#include <sys/syscall.h>

/* Younger than the headers of Debian 12; the same number on every machine. */
#ifndef SYS_cachestat
#define SYS_cachestat	451
#endif
#ifndef SYS_fchmodat2
#define SYS_fchmodat2	452
#endif
#ifndef SYS_statmount
#define SYS_statmount	457
#endif
#ifndef SYS_listmount
#define SYS_listmount	458
#endif
#ifndef SYS_setxattrat
#define SYS_setxattrat	463
#endif
#ifndef SYS_getxattrat
#define SYS_getxattrat	464
#endif
#ifndef SYS_listxattrat
#define SYS_listxattrat	465
#endif
#ifndef SYS_removexattrat
#define SYS_removexattrat	466
#endif
#ifndef SYS_open_tree_attr
#define SYS_open_tree_attr	467
#endif
#ifndef SYS_listns
#define SYS_listns	470
#endif

/* 32-bit x86 knows it by this name. */
#if defined(SYS_fstatat64) && !defined(SYS_newfstatat)
#define SYS_newfstatat	SYS_fstatat64
#endif

/* Without them: -1, which is ENOSYS everywhere. */
#ifndef SYS_accept
#define SYS_accept	-1
#endif
#ifndef SYS_access
#define SYS_access	-1
#endif
#ifndef SYS_alarm
#define SYS_alarm	-1
#endif
#ifndef SYS_chmod
#define SYS_chmod	-1
#endif
#ifndef SYS_chown
#define SYS_chown	-1
#endif
#ifndef SYS_creat
#define SYS_creat	-1
#endif
#ifndef SYS_dup2
#define SYS_dup2	-1
#endif
#ifndef SYS_epoll_wait
#define SYS_epoll_wait	-1
#endif
#ifndef SYS_eventfd
#define SYS_eventfd	-1
#endif
#ifndef SYS_futimesat
#define SYS_futimesat	-1
#endif
#ifndef SYS_lchown
#define SYS_lchown	-1
#endif
#ifndef SYS_link
#define SYS_link	-1
#endif
#ifndef SYS_lstat
#define SYS_lstat	-1
#endif
#ifndef SYS_memfd_secret
#define SYS_memfd_secret	-1
#endif
#ifndef SYS_mkdir
#define SYS_mkdir	-1
#endif
#ifndef SYS_open
#define SYS_open	-1
#endif
#ifndef SYS_pipe
#define SYS_pipe	-1
#endif
#ifndef SYS_poll
#define SYS_poll	-1
#endif
#ifndef SYS_readlink
#define SYS_readlink	-1
#endif
#ifndef SYS_rename
#define SYS_rename	-1
#endif
#ifndef SYS_rmdir
#define SYS_rmdir	-1
#endif
#ifndef SYS_select
#define SYS_select	-1
#endif
#ifndef SYS_semop
#define SYS_semop	-1
#endif
#ifndef SYS_signalfd
#define SYS_signalfd	-1
#endif
#ifndef SYS_stat
#define SYS_stat	-1
#endif
#ifndef SYS_symlink
#define SYS_symlink	-1
#endif
#ifndef SYS_unlink
#define SYS_unlink	-1
#endif
#ifndef SYS_utime
#define SYS_utime	-1
#endif
#ifndef SYS_utimes
#define SYS_utimes	-1
#endif

#endif /* IOR_WORKLOAD_NUMBERS_H */
