/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * The call table: what ior knows of every system call, one line a call.
 *
 * Include it once as it is for the enums; then define any of
 *
 *   IOR_CALL(name, native, i386, x32, family, kind, ret, a0, ..., a5)
 *	a call: its number in each ABI (-1: it has none there), enum
 *	ior_family, enum ior_kind, enum ior_ret_class, and enum ior_arg of its
 *	arguments, all without their prefixes
 *   IOR_CALL_ARGS(name, abi, a0, ..., a5)
 *	a call that takes other arguments in that ABI (32 or X32)
 *   IOR_CALL_TRAIT(name, trait)
 *	something special about a call: enum ior_trait
 *   IOR_CALL_ALIAS(alias, name)
 *	what else a call is known as
 *
 * and include it again, as often as needed: it repeats what was defined and
 * undefines it.  An array of the names, by enum ior_call, is
 *
 *	static const char * const names[IOR_NR_CALLS] = {
 *	#define IOR_CALL(name, ...) [IOR_CALL_##name] = #name,
 *	#include <linux/ior_calls.h>
 *	};
 *
 * Such a macro may use what it is given with # and ## only: READ, NULL or
 * stat64 can be macros themselves where the table is included.
 *
 * The numbers are those of x86, and in <linux/ior_calls_arm.h> those of arm64, and
 * not taken from <asm/unistd.h>, because a recording is also read elsewhere;
 * selftests/call_numbers.c compares them.  A number that no line has is a call newer
 * than this table: its family is UNKNOWN, its kind null and its return class
 * UNCLASSIFIED.
 */
#ifndef _UAPI_LINUX_IOR_CALLS_H
#define _UAPI_LINUX_IOR_CALLS_H

#ifdef IOR_CALL
#error "include <linux/ior_calls.h> before defining IOR_CALL"
#endif

/** IOR_FAMILIES - what calls are about: enum ior_family, and its names */
#define IOR_FAMILIES(X)				\
	X(UNKNOWN,	"UNKNOWN")		\
	X(AIO,		"AIO")			\
	X(FS,		"FS")			\
	X(IPC,		"IPC")			\
	X(MEMORY,	"Memory")		\
	X(MISC,		"Misc")			\
	X(NETWORK,	"Network")		\
	X(POLLING,	"Polling")		\
	X(PROCESS,	"Process")		\
	X(SCHED,	"Sched")		\
	X(SECURITY,	"Security")		\
	X(SIGNALS,	"Signals")		\
	X(TIME,		"Time")

/** IOR_KINDS - what there is to know of a call beyond its header: enum
 * ior_kind, and its names
 */
#define IOR_KINDS(X)				\
	X(NULL,			"null")		\
	X(FD,			"fd")		\
	X(TWO_FD,		"two-fd")	\
	X(FD_PATHNAME,		"fd-pathname")	\
	X(PATHNAME,		"pathname")	\
	X(NAME,			"name")		\
	X(OPEN,			"open")		\
	X(OPEN_BY_HANDLE_AT,	"open-by-handle-at") \
	X(OPEN_TREE,		"open-tree")	\
	X(MQ_OPEN,		"mq-open")	\
	X(PIDFD,		"pidfd")	\
	X(EVENTFD,		"eventfd")	\
	X(PIPE,			"pipe")		\
	X(DUP3,			"dup3")		\
	X(FCNTL,		"fcntl")	\
	X(SOCKET,		"socket")	\
	X(SOCKETPAIR,		"socketpair")	\
	X(ACCEPT,		"accept")	\
	X(POLL,			"poll")		\
	X(EPOLL_CTL,		"epoll-ctl")	\
	X(MEM,			"mem")		\
	X(MMAP,			"mmap")		\
	X(SLEEP,		"sleep")	\
	X(TIMER_OBJ,		"timer-obj")	\
	X(FUTEX,		"futex")	\
	X(SYSV_ID,		"sysv-id")	\
	X(SYSV_OP,		"sysv-op")	\
	X(PROC,			"proc")		\
	X(EXEC,			"exec")		\
	X(PRCTL,		"prctl")	\
	X(PTRACE,		"ptrace")	\
	X(SECCOMP,		"seccomp")	\
	X(KEYCTL,		"keyctl")	\
	X(MODULE,		"module")	\
	X(BPF,			"bpf")		\
	X(PERF_OPEN,		"perf-open")

/** IOR_RET_CLASSES - what a positive return value counts: enum ior_ret_class,
 * and its names.  READ, WRITE and TRANSFER are bytes moved; UNCLASSIFIED is
 * anything else.  No call is a RESTART: that is for returns of -512 to -516
 * (without -515), which say that the kernel may restart the call.
 */
#define IOR_RET_CLASSES(X)			\
	X(UNCLASSIFIED,	"UNCLASSIFIED")		\
	X(READ,		"READ")			\
	X(WRITE,	"WRITE")		\
	X(TRANSFER,	"TRANSFER")		\
	X(RESTART,	"RESTART")

enum ior_family {
#define IOR_FAMILY(id, string)	IOR_FAMILY_##id,
	IOR_FAMILIES(IOR_FAMILY)
#undef IOR_FAMILY
	IOR_NR_FAMILIES
};

enum ior_kind {
#define IOR_KIND(id, string)	IOR_KIND_##id,
	IOR_KINDS(IOR_KIND)
#undef IOR_KIND
	IOR_NR_KINDS
};

enum ior_ret_class {
#define IOR_RET(id, string)	IOR_RET_##id,
	IOR_RET_CLASSES(IOR_RET)
#undef IOR_RET
	IOR_NR_RET_CLASSES
};

/**
 * enum ior_arg - the part that an argument plays
 *
 * @IOR_ARG_NONE: there is no such argument, nor any after it
 * @IOR_ARG_UNUSED: there is one, but the kernel ignores it
 *
 * Numbers.  Registers hold more bits than an int: what is beyond the type is
 * noise.  long is 64 bits wide in the native ABI and 32 in the others.
 *
 * @IOR_ARG_INT: int
 * @IOR_ARG_UINT: unsigned int
 * @IOR_ARG_LONG: long
 * @IOR_ARG_ULONG: unsigned long
 * @IOR_ARG_HEX: unsigned long: a mask, an id, or of a type that depends
 * @IOR_ARG_SIZE: size_t: bytes of a buffer or range
 * @IOR_ARG_COUNT: unsigned long: elements of an array
 * @IOR_ARG_LEN: long: bytes of a file, 64 bits wide in x32, too
 * @IOR_ARG_LEN_LO: low half of a LEN, the high half is LEN_HI
 * @IOR_ARG_LEN_HI: high half of a LEN
 * @IOR_ARG_OFF: long: position in a file, 64 bits wide in x32, too
 * @IOR_ARG_OFF_LO: low half of an OFF, next to its OFF_HI
 * @IOR_ARG_OFF_HI: high half of an OFF
 * @IOR_ARG_PGOFF: unsigned long: position in a file, in units of 4096 bytes
 *
 * Files.  A call has at most one of each.
 *
 * @IOR_ARG_FD: int: the descriptor that the call works on
 * @IOR_ARG_FD2: int: a second one; the source where FD is the target
 * @IOR_ARG_FD_LAST: unsigned int: last of the descriptors that begin at FD
 * @IOR_ARG_FDNUM: int: number of a descriptor that names no file of the
 *	record: to be made, of another process, or of a file in passing
 * @IOR_ARG_FDPAIR: pointer to two ints, written: the descriptors made
 * @IOR_ARG_DIRFD: int: where a relative PATH starts, or AT_FDCWD
 * @IOR_ARG_DIRFD2: int: where a relative PATH2 starts, or AT_FDCWD
 * @IOR_ARG_PATH: pointer to a path
 * @IOR_ARG_PATH2: pointer to a second path; the old one where PATH is new
 * @IOR_ARG_PATH_OUT: pointer to a buffer that a path is written to
 * @IOR_ARG_NAME: pointer to a name that stands for the path: of a message
 *	queue, a file in memory, a file system type
 * @IOR_ARG_LINK_TEXT: pointer to what a symbolic link shall say, the second
 *	path
 * @IOR_ARG_HANDLE: pointer to a struct file_handle
 *
 * Other memory.
 *
 * @IOR_ARG_PTR: pointer or address
 * @IOR_ARG_BUF: pointer to data, the SIZE of which comes next
 * @IOR_ARG_IOV: pointer to an array of struct iovec, the COUNT comes next
 * @IOR_ARG_STR: pointer to a string that the record has no place for
 * @IOR_ARG_MSG: pointer to a struct msghdr
 * @IOR_ARG_MMSG: pointer to an array of struct mmsghdr, the COUNT comes next
 * @IOR_ARG_TIMESPEC: pointer to a struct __kernel_timespec: how long to sleep
 * @IOR_ARG_TIMESPEC32: likewise, to a struct old_timespec32
 * @IOR_ARG_OPEN_HOW: pointer to a struct open_how
 * @IOR_ARG_CLONE_ARGS: pointer to a struct clone_args
 *
 * Flags and the like, all of int's size unless stated.
 *
 * @IOR_ARG_OPEN_FLAGS: O_*, with the access mode
 * @IOR_ARG_FD_FLAGS: O_* of a new descriptor, without access mode
 * @IOR_ARG_AT_FLAGS: AT_*
 * @IOR_ARG_MSG_FLAGS: MSG_*
 * @IOR_ARG_MMAP_PROT: unsigned long: PROT_*
 * @IOR_ARG_MMAP_FLAGS: unsigned long: MAP_*
 * @IOR_ARG_FLAGS: unsigned long: others, of the call's own
 * @IOR_ARG_MODE: permissions, with S_IF* for mknod; octal
 * @IOR_ARG_ACCESS: F_OK, R_OK, W_OK, X_OK
 * @IOR_ARG_CMD: one value of a set: command, option, type
 * @IOR_ARG_IOCTL: request of ioctl: _IOC(...)
 * @IOR_ARG_WHENCE: SEEK_*
 * @IOR_ARG_SIGNAL: SIG*
 * @IOR_ARG_CLOCK: CLOCK_*
 * @IOR_ARG_PID: a process, thread, group or session; signed
 * @IOR_ARG_UID: user id, -1 for none; 16 bits wide in old i386 calls
 * @IOR_ARG_GID: group id, likewise
 * @IOR_ARG_DEV: device number
 * @IOR_ARG_SOCK_FAMILY: AF_*
 * @IOR_ARG_SOCK_TYPE: SOCK_*, the flags among them
 * @IOR_NR_ARG_ROLES: how many there are
 */
enum ior_arg {
	IOR_ARG_NONE,
	IOR_ARG_UNUSED,
	IOR_ARG_INT,
	IOR_ARG_UINT,
	IOR_ARG_LONG,
	IOR_ARG_ULONG,
	IOR_ARG_HEX,
	IOR_ARG_SIZE,
	IOR_ARG_COUNT,
	IOR_ARG_LEN,
	IOR_ARG_LEN_LO,
	IOR_ARG_LEN_HI,
	IOR_ARG_OFF,
	IOR_ARG_OFF_LO,
	IOR_ARG_OFF_HI,
	IOR_ARG_PGOFF,
	IOR_ARG_FD,
	IOR_ARG_FD2,
	IOR_ARG_FD_LAST,
	IOR_ARG_FDNUM,
	IOR_ARG_FDPAIR,
	IOR_ARG_DIRFD,
	IOR_ARG_DIRFD2,
	IOR_ARG_PATH,
	IOR_ARG_PATH2,
	IOR_ARG_PATH_OUT,
	IOR_ARG_NAME,
	IOR_ARG_LINK_TEXT,
	IOR_ARG_HANDLE,
	IOR_ARG_PTR,
	IOR_ARG_BUF,
	IOR_ARG_IOV,
	IOR_ARG_STR,
	IOR_ARG_MSG,
	IOR_ARG_MMSG,
	IOR_ARG_TIMESPEC,
	IOR_ARG_TIMESPEC32,
	IOR_ARG_OPEN_HOW,
	IOR_ARG_CLONE_ARGS,
	IOR_ARG_OPEN_FLAGS,
	IOR_ARG_FD_FLAGS,
	IOR_ARG_AT_FLAGS,
	IOR_ARG_MSG_FLAGS,
	IOR_ARG_MMAP_PROT,
	IOR_ARG_MMAP_FLAGS,
	IOR_ARG_FLAGS,
	IOR_ARG_MODE,
	IOR_ARG_ACCESS,
	IOR_ARG_CMD,
	IOR_ARG_IOCTL,
	IOR_ARG_WHENCE,
	IOR_ARG_SIGNAL,
	IOR_ARG_CLOCK,
	IOR_ARG_PID,
	IOR_ARG_UID,
	IOR_ARG_GID,
	IOR_ARG_DEV,
	IOR_ARG_SOCK_FAMILY,
	IOR_ARG_SOCK_TYPE,
	IOR_NR_ARG_ROLES
};

/**
 * enum ior_trait - what else is special about a call; bits
 * @IOR_TRAIT_NO_RETURN: it has no exit: it ends its task, or what follows it
 *	is not its own return
 * @IOR_TRAIT_RET_FD: it returns a new descriptor when it succeeds, always or, if
 *	it has a line of IOR_CALL_RET_FD_IF, as that says
 * @IOR_TRAIT_RET_PTR: it returns an address
 * @IOR_TRAIT_RET_MODE: it returns permissions
 * @IOR_TRAIT_FD_FLAGS: it can change the flags of FD or of its open file
 * @IOR_TRAIT_RESTART: the kernel has the task make it to go on with another
 * @IOR_TRAIT_FD_MAYBE: FD is no descriptor, or is ignored, where another
 *	argument says so
 * @IOR_TRAIT_FORK: it returns a second time, 0, in the task that it makes
 */
enum ior_trait {
	IOR_TRAIT_NO_RETURN	= 1 << 0,
	IOR_TRAIT_RET_FD	= 1 << 1,
	IOR_TRAIT_RET_PTR	= 1 << 2,
	IOR_TRAIT_RET_MODE	= 1 << 3,
	IOR_TRAIT_FD_FLAGS	= 1 << 4,
	IOR_TRAIT_RESTART	= 1 << 5,
	IOR_TRAIT_FD_MAYBE	= 1 << 6,
	IOR_TRAIT_FORK		= 1 << 7,
};

/*
 * enum ior_call - a call's place in the table, starting at 1: a map of numbers
 * leaves 0 in its holes.  Good for one build only, not part of the ABI.
 */
enum ior_call {
	IOR_CALL_UNKNOWN,
#define IOR_CALL(name, ...)	IOR_CALL_##name,
#include <linux/ior_calls.h>
	IOR_NR_CALLS
};

#endif /* _UAPI_LINUX_IOR_CALLS_H */

#ifdef IOR_CALL

/*       name                     x64 i386  x32  family    kind               return        arguments 0 to 5 */
IOR_CALL(read,                      0,   3,   0, FS,       FD,                READ,         FD,          BUF,        SIZE,       NONE,       NONE,       NONE)
IOR_CALL(write,                     1,   4,   1, FS,       FD,                WRITE,        FD,          BUF,        SIZE,       NONE,       NONE,       NONE)
IOR_CALL(open,                      2,   5,   2, FS,       OPEN,              UNCLASSIFIED, PATH,        OPEN_FLAGS, MODE,       NONE,       NONE,       NONE)
IOR_CALL(close,                     3,   6,   3, FS,       FD,                UNCLASSIFIED, FD,          NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(stat,                      4, 106,   4, FS,       PATHNAME,          UNCLASSIFIED, PATH,        PTR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(fstat,                     5, 108,   5, FS,       FD,                UNCLASSIFIED, FD,          PTR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(lstat,                     6, 107,   6, FS,       PATHNAME,          UNCLASSIFIED, PATH,        PTR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(poll,                      7, 168,   7, POLLING,  POLL,              UNCLASSIFIED, PTR,         COUNT,      INT,        NONE,       NONE,       NONE)
IOR_CALL(lseek,                     8,  19,   8, FS,       FD,                UNCLASSIFIED, FD,          OFF,        WHENCE,     NONE,       NONE,       NONE)
IOR_CALL(mmap,                      9,  90,   9, MEMORY,   MMAP,              UNCLASSIFIED, PTR,         SIZE,       MMAP_PROT,  MMAP_FLAGS, FD,         HEX)
IOR_CALL(mprotect,                 10, 125,  10, MEMORY,   MEM,               UNCLASSIFIED, PTR,         SIZE,       MMAP_PROT,  NONE,       NONE,       NONE)
IOR_CALL(munmap,                   11,  91,  11, MEMORY,   MEM,               UNCLASSIFIED, PTR,         SIZE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(brk,                      12,  45,  12, MEMORY,   MEM,               UNCLASSIFIED, PTR,         NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(rt_sigaction,             13, 174, 512, SIGNALS,  NULL,              UNCLASSIFIED, SIGNAL,      PTR,        PTR,        ULONG,      NONE,       NONE)
IOR_CALL(rt_sigprocmask,           14, 175,  14, SIGNALS,  NULL,              UNCLASSIFIED, CMD,         PTR,        PTR,        ULONG,      NONE,       NONE)
IOR_CALL(rt_sigreturn,             15, 173, 513, SIGNALS,  NULL,              UNCLASSIFIED, NONE,        NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(ioctl,                    16,  54, 514, FS,       FCNTL,             UNCLASSIFIED, FD,          IOCTL,      HEX,        NONE,       NONE,       NONE)
IOR_CALL(pread64,                  17, 180,  17, FS,       FD,                READ,         FD,          BUF,        SIZE,       OFF,        NONE,       NONE)
IOR_CALL(pwrite64,                 18, 181,  18, FS,       FD,                WRITE,        FD,          BUF,        SIZE,       OFF,        NONE,       NONE)
IOR_CALL(readv,                    19, 145, 515, FS,       FD,                READ,         FD,          IOV,        COUNT,      NONE,       NONE,       NONE)
IOR_CALL(writev,                   20, 146, 516, FS,       FD,                WRITE,        FD,          IOV,        COUNT,      NONE,       NONE,       NONE)
IOR_CALL(access,                   21,  33,  21, FS,       PATHNAME,          UNCLASSIFIED, PATH,        ACCESS,     NONE,       NONE,       NONE,       NONE)
IOR_CALL(pipe,                     22,  42,  22, IPC,      PIPE,              UNCLASSIFIED, FDPAIR,      NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(select,                   23,  82,  23, POLLING,  POLL,              UNCLASSIFIED, INT,         PTR,        PTR,        PTR,        PTR,        NONE)
IOR_CALL(sched_yield,              24, 158,  24, SCHED,    NULL,              UNCLASSIFIED, NONE,        NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(mremap,                   25, 163,  25, MEMORY,   MEM,               UNCLASSIFIED, PTR,         SIZE,       SIZE,       FLAGS,      PTR,        NONE)
IOR_CALL(msync,                    26, 144,  26, FS,       MEM,               UNCLASSIFIED, PTR,         SIZE,       FLAGS,      NONE,       NONE,       NONE)
IOR_CALL(mincore,                  27, 218,  27, MEMORY,   MEM,               UNCLASSIFIED, PTR,         SIZE,       PTR,        NONE,       NONE,       NONE)
IOR_CALL(madvise,                  28, 219,  28, MEMORY,   MEM,               UNCLASSIFIED, PTR,         SIZE,       CMD,        NONE,       NONE,       NONE)
IOR_CALL(shmget,                   29, 395,  29, IPC,      SYSV_ID,           UNCLASSIFIED, HEX,         SIZE,       FLAGS,      NONE,       NONE,       NONE)
IOR_CALL(shmat,                    30, 397,  30, IPC,      SYSV_OP,           UNCLASSIFIED, INT,         PTR,        FLAGS,      NONE,       NONE,       NONE)
IOR_CALL(shmctl,                   31, 396,  31, IPC,      SYSV_OP,           UNCLASSIFIED, INT,         CMD,        PTR,        NONE,       NONE,       NONE)
IOR_CALL(dup,                      32,  41,  32, FS,       FD,                UNCLASSIFIED, FD,          NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(dup2,                     33,  63,  33, FS,       FD,                UNCLASSIFIED, FD,          FDNUM,      NONE,       NONE,       NONE,       NONE)
IOR_CALL(pause,                    34,  29,  34, SIGNALS,  NULL,              UNCLASSIFIED, NONE,        NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(nanosleep,                35, 162,  35, TIME,     SLEEP,             UNCLASSIFIED, TIMESPEC,    PTR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(getitimer,                36, 105,  36, TIME,     NULL,              UNCLASSIFIED, CMD,         PTR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(alarm,                    37,  27,  37, TIME,     NULL,              UNCLASSIFIED, UINT,        NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(setitimer,                38, 104,  38, TIME,     NULL,              UNCLASSIFIED, CMD,         PTR,        PTR,        NONE,       NONE,       NONE)
IOR_CALL(getpid,                   39,  20,  39, PROCESS,  NULL,              UNCLASSIFIED, NONE,        NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(sendfile,                 40, 187,  40, NETWORK,  FD,                TRANSFER,     FD,          FD2,        PTR,        SIZE,       NONE,       NONE)
IOR_CALL(socket,                   41, 359,  41, NETWORK,  SOCKET,            UNCLASSIFIED, SOCK_FAMILY, SOCK_TYPE,  INT,        NONE,       NONE,       NONE)
IOR_CALL(connect,                  42, 362,  42, NETWORK,  FD,                UNCLASSIFIED, FD,          PTR,        INT,        NONE,       NONE,       NONE)
IOR_CALL(accept,                   43,  -1,  43, NETWORK,  ACCEPT,            UNCLASSIFIED, FD,          PTR,        PTR,        NONE,       NONE,       NONE)
IOR_CALL(sendto,                   44, 369,  44, NETWORK,  FD,                WRITE,        FD,          BUF,        SIZE,       MSG_FLAGS,  PTR,        INT)
IOR_CALL(recvfrom,                 45, 371, 517, NETWORK,  FD,                READ,         FD,          BUF,        SIZE,       MSG_FLAGS,  PTR,        PTR)
IOR_CALL(sendmsg,                  46, 370, 518, NETWORK,  FD,                WRITE,        FD,          MSG,        MSG_FLAGS,  NONE,       NONE,       NONE)
IOR_CALL(recvmsg,                  47, 372, 519, NETWORK,  FD,                READ,         FD,          MSG,        MSG_FLAGS,  NONE,       NONE,       NONE)
IOR_CALL(shutdown,                 48, 373,  48, NETWORK,  FD,                UNCLASSIFIED, FD,          CMD,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(bind,                     49, 361,  49, NETWORK,  FD,                UNCLASSIFIED, FD,          PTR,        INT,        NONE,       NONE,       NONE)
IOR_CALL(listen,                   50, 363,  50, NETWORK,  FD,                UNCLASSIFIED, FD,          INT,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(getsockname,              51, 367,  51, NETWORK,  FD,                UNCLASSIFIED, FD,          PTR,        PTR,        NONE,       NONE,       NONE)
IOR_CALL(getpeername,              52, 368,  52, NETWORK,  FD,                UNCLASSIFIED, FD,          PTR,        PTR,        NONE,       NONE,       NONE)
IOR_CALL(socketpair,               53, 360,  53, NETWORK,  SOCKETPAIR,        UNCLASSIFIED, SOCK_FAMILY, SOCK_TYPE,  INT,        FDPAIR,     NONE,       NONE)
IOR_CALL(setsockopt,               54, 366, 541, NETWORK,  FD,                UNCLASSIFIED, FD,          CMD,        CMD,        BUF,        INT,        NONE)
IOR_CALL(getsockopt,               55, 365, 542, NETWORK,  FD,                UNCLASSIFIED, FD,          CMD,        CMD,        BUF,        PTR,        NONE)
IOR_CALL(clone,                    56, 120,  56, PROCESS,  PROC,              UNCLASSIFIED, FLAGS,       PTR,        PTR,        PTR,        PTR,        NONE)
IOR_CALL(fork,                     57,   2,  57, PROCESS,  PROC,              UNCLASSIFIED, NONE,        NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(vfork,                    58, 190,  58, PROCESS,  PROC,              UNCLASSIFIED, NONE,        NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(execve,                   59,  11, 520, PROCESS,  EXEC,              UNCLASSIFIED, PATH,        PTR,        PTR,        NONE,       NONE,       NONE)
IOR_CALL(exit,                     60,   1,  60, PROCESS,  NULL,              UNCLASSIFIED, INT,         NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(wait4,                    61, 114,  61, PROCESS,  PROC,              UNCLASSIFIED, PID,         PTR,        FLAGS,      PTR,        NONE,       NONE)
IOR_CALL(kill,                     62,  37,  62, SIGNALS,  NULL,              UNCLASSIFIED, PID,         SIGNAL,     NONE,       NONE,       NONE,       NONE)
IOR_CALL(uname,                    63, 122,  63, MISC,     NULL,              UNCLASSIFIED, PTR,         NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(semget,                   64, 393,  64, IPC,      SYSV_ID,           UNCLASSIFIED, HEX,         INT,        FLAGS,      NONE,       NONE,       NONE)
IOR_CALL(semop,                    65,  -1,  65, IPC,      SYSV_OP,           UNCLASSIFIED, INT,         PTR,        COUNT,      NONE,       NONE,       NONE)
IOR_CALL(semctl,                   66, 394,  66, IPC,      SYSV_OP,           UNCLASSIFIED, INT,         INT,        CMD,        HEX,        NONE,       NONE)
IOR_CALL(shmdt,                    67, 398,  67, IPC,      SYSV_OP,           UNCLASSIFIED, PTR,         NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(msgget,                   68, 399,  68, IPC,      SYSV_ID,           UNCLASSIFIED, HEX,         FLAGS,      NONE,       NONE,       NONE,       NONE)
IOR_CALL(msgsnd,                   69, 400,  69, IPC,      SYSV_OP,           UNCLASSIFIED, INT,         PTR,        SIZE,       FLAGS,      NONE,       NONE)
IOR_CALL(msgrcv,                   70, 401,  70, IPC,      SYSV_OP,           READ,         INT,         PTR,        SIZE,       LONG,       FLAGS,      NONE)
IOR_CALL(msgctl,                   71, 402,  71, IPC,      SYSV_OP,           UNCLASSIFIED, INT,         CMD,        PTR,        NONE,       NONE,       NONE)
IOR_CALL(fcntl,                    72,  55,  72, FS,       FCNTL,             UNCLASSIFIED, FD,          CMD,        HEX,        NONE,       NONE,       NONE)
IOR_CALL(flock,                    73, 143,  73, FS,       FD,                UNCLASSIFIED, FD,          CMD,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(fsync,                    74, 118,  74, FS,       FD,                UNCLASSIFIED, FD,          NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(fdatasync,                75, 148,  75, FS,       FD,                UNCLASSIFIED, FD,          NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(truncate,                 76,  92,  76, FS,       PATHNAME,          UNCLASSIFIED, PATH,        LEN,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(ftruncate,                77,  93,  77, FS,       FD,                UNCLASSIFIED, FD,          LEN,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(getdents,                 78, 141,  78, FS,       FD,                READ,         FD,          BUF,        SIZE,       NONE,       NONE,       NONE)
IOR_CALL(getcwd,                   79, 183,  79, FS,       NULL,              READ,         PATH_OUT,    SIZE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(chdir,                    80,  12,  80, FS,       PATHNAME,          UNCLASSIFIED, PATH,        NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(fchdir,                   81, 133,  81, FS,       FD,                UNCLASSIFIED, FD,          NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(rename,                   82,  38,  82, FS,       NAME,              UNCLASSIFIED, PATH2,       PATH,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(mkdir,                    83,  39,  83, FS,       PATHNAME,          UNCLASSIFIED, PATH,        MODE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(rmdir,                    84,  40,  84, FS,       PATHNAME,          UNCLASSIFIED, PATH,        NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(creat,                    85,   8,  85, FS,       PATHNAME,          UNCLASSIFIED, PATH,        MODE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(link,                     86,   9,  86, FS,       NAME,              UNCLASSIFIED, PATH2,       PATH,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(unlink,                   87,  10,  87, FS,       PATHNAME,          UNCLASSIFIED, PATH,        NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(symlink,                  88,  83,  88, FS,       NAME,              UNCLASSIFIED, LINK_TEXT,   PATH,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(readlink,                 89,  85,  89, FS,       PATHNAME,          READ,         PATH,        BUF,        SIZE,       NONE,       NONE,       NONE)
IOR_CALL(chmod,                    90,  15,  90, FS,       PATHNAME,          UNCLASSIFIED, PATH,        MODE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(fchmod,                   91,  94,  91, FS,       FD,                UNCLASSIFIED, FD,          MODE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(chown,                    92, 182,  92, FS,       PATHNAME,          UNCLASSIFIED, PATH,        UID,        GID,        NONE,       NONE,       NONE)
IOR_CALL(fchown,                   93,  95,  93, FS,       FD,                UNCLASSIFIED, FD,          UID,        GID,        NONE,       NONE,       NONE)
IOR_CALL(lchown,                   94,  16,  94, FS,       PATHNAME,          UNCLASSIFIED, PATH,        UID,        GID,        NONE,       NONE,       NONE)
IOR_CALL(umask,                    95,  60,  95, PROCESS,  NULL,              UNCLASSIFIED, MODE,        NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(gettimeofday,             96,  78,  96, TIME,     NULL,              UNCLASSIFIED, PTR,         PTR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(getrlimit,                97,  76,  97, PROCESS,  NULL,              UNCLASSIFIED, CMD,         PTR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(getrusage,                98,  77,  98, PROCESS,  NULL,              UNCLASSIFIED, CMD,         PTR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(sysinfo,                  99, 116,  99, MISC,     NULL,              UNCLASSIFIED, PTR,         NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(times,                   100,  43, 100, TIME,     NULL,              UNCLASSIFIED, PTR,         NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(ptrace,                  101,  26, 521, SECURITY, PTRACE,            UNCLASSIFIED, CMD,         PID,        HEX,        HEX,        NONE,       NONE)
IOR_CALL(getuid,                  102,  24, 102, PROCESS,  NULL,              UNCLASSIFIED, NONE,        NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(syslog,                  103, 103, 103, MISC,     NULL,              UNCLASSIFIED, CMD,         BUF,        SIZE,       NONE,       NONE,       NONE)
IOR_CALL(getgid,                  104,  47, 104, PROCESS,  NULL,              UNCLASSIFIED, NONE,        NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(setuid,                  105,  23, 105, PROCESS,  NULL,              UNCLASSIFIED, UID,         NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(setgid,                  106,  46, 106, PROCESS,  NULL,              UNCLASSIFIED, GID,         NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(geteuid,                 107,  49, 107, PROCESS,  NULL,              UNCLASSIFIED, NONE,        NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(getegid,                 108,  50, 108, PROCESS,  NULL,              UNCLASSIFIED, NONE,        NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(setpgid,                 109,  57, 109, PROCESS,  NULL,              UNCLASSIFIED, PID,         PID,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(getppid,                 110,  64, 110, PROCESS,  NULL,              UNCLASSIFIED, NONE,        NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(getpgrp,                 111,  65, 111, PROCESS,  NULL,              UNCLASSIFIED, NONE,        NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(setsid,                  112,  66, 112, PROCESS,  NULL,              UNCLASSIFIED, NONE,        NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(setreuid,                113,  70, 113, PROCESS,  NULL,              UNCLASSIFIED, UID,         UID,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(setregid,                114,  71, 114, PROCESS,  NULL,              UNCLASSIFIED, GID,         GID,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(getgroups,               115,  80, 115, PROCESS,  NULL,              UNCLASSIFIED, INT,         PTR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(setgroups,               116,  81, 116, PROCESS,  NULL,              UNCLASSIFIED, INT,         PTR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(setresuid,               117, 164, 117, PROCESS,  NULL,              UNCLASSIFIED, UID,         UID,        UID,        NONE,       NONE,       NONE)
IOR_CALL(getresuid,               118, 165, 118, PROCESS,  NULL,              UNCLASSIFIED, PTR,         PTR,        PTR,        NONE,       NONE,       NONE)
IOR_CALL(setresgid,               119, 170, 119, PROCESS,  NULL,              UNCLASSIFIED, GID,         GID,        GID,        NONE,       NONE,       NONE)
IOR_CALL(getresgid,               120, 171, 120, PROCESS,  NULL,              UNCLASSIFIED, PTR,         PTR,        PTR,        NONE,       NONE,       NONE)
IOR_CALL(getpgid,                 121, 132, 121, PROCESS,  NULL,              UNCLASSIFIED, PID,         NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(setfsuid,                122, 138, 122, PROCESS,  NULL,              UNCLASSIFIED, UID,         NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(setfsgid,                123, 139, 123, PROCESS,  NULL,              UNCLASSIFIED, GID,         NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(getsid,                  124, 147, 124, PROCESS,  NULL,              UNCLASSIFIED, PID,         NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(capget,                  125, 184, 125, SECURITY, NULL,              UNCLASSIFIED, PTR,         PTR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(capset,                  126, 185, 126, SECURITY, NULL,              UNCLASSIFIED, PTR,         PTR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(rt_sigpending,           127, 176, 522, SIGNALS,  NULL,              UNCLASSIFIED, PTR,         ULONG,      NONE,       NONE,       NONE,       NONE)
IOR_CALL(rt_sigtimedwait,         128, 177, 523, SIGNALS,  NULL,              UNCLASSIFIED, PTR,         PTR,        PTR,        ULONG,      NONE,       NONE)
IOR_CALL(rt_sigqueueinfo,         129, 178, 524, SIGNALS,  NULL,              UNCLASSIFIED, PID,         SIGNAL,     PTR,        NONE,       NONE,       NONE)
IOR_CALL(rt_sigsuspend,           130, 179, 130, SIGNALS,  NULL,              UNCLASSIFIED, PTR,         ULONG,      NONE,       NONE,       NONE,       NONE)
IOR_CALL(sigaltstack,             131, 186, 525, SIGNALS,  NULL,              UNCLASSIFIED, PTR,         PTR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(utime,                   132,  30, 132, FS,       PATHNAME,          UNCLASSIFIED, PATH,        PTR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(mknod,                   133,  14, 133, FS,       PATHNAME,          UNCLASSIFIED, PATH,        MODE,       DEV,        NONE,       NONE,       NONE)
IOR_CALL(personality,             135, 136, 135, PROCESS,  NULL,              UNCLASSIFIED, HEX,         NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(ustat,                   136,  62, 136, FS,       NULL,              UNCLASSIFIED, DEV,         PTR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(statfs,                  137,  99, 137, FS,       PATHNAME,          UNCLASSIFIED, PATH,        PTR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(fstatfs,                 138, 100, 138, FS,       FD,                UNCLASSIFIED, FD,          PTR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(sysfs,                   139, 135, 139, MISC,     NULL,              UNCLASSIFIED, CMD,         HEX,        HEX,        NONE,       NONE,       NONE)
IOR_CALL(getpriority,             140,  96, 140, PROCESS,  NULL,              UNCLASSIFIED, CMD,         INT,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(setpriority,             141,  97, 141, PROCESS,  NULL,              UNCLASSIFIED, CMD,         INT,        INT,        NONE,       NONE,       NONE)
IOR_CALL(sched_setparam,          142, 154, 142, SCHED,    NULL,              UNCLASSIFIED, PID,         PTR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(sched_getparam,          143, 155, 143, SCHED,    NULL,              UNCLASSIFIED, PID,         PTR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(sched_setscheduler,      144, 156, 144, SCHED,    NULL,              UNCLASSIFIED, PID,         CMD,        PTR,        NONE,       NONE,       NONE)
IOR_CALL(sched_getscheduler,      145, 157, 145, SCHED,    NULL,              UNCLASSIFIED, PID,         NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(sched_get_priority_max,  146, 159, 146, SCHED,    NULL,              UNCLASSIFIED, CMD,         NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(sched_get_priority_min,  147, 160, 147, SCHED,    NULL,              UNCLASSIFIED, CMD,         NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(sched_rr_get_interval,   148, 161, 148, SCHED,    NULL,              UNCLASSIFIED, PID,         PTR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(mlock,                   149, 150, 149, MEMORY,   MEM,               UNCLASSIFIED, PTR,         SIZE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(munlock,                 150, 151, 150, MEMORY,   MEM,               UNCLASSIFIED, PTR,         SIZE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(mlockall,                151, 152, 151, MEMORY,   NULL,              UNCLASSIFIED, FLAGS,       NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(munlockall,              152, 153, 152, MEMORY,   NULL,              UNCLASSIFIED, NONE,        NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(vhangup,                 153, 111, 153, PROCESS,  NULL,              UNCLASSIFIED, NONE,        NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(modify_ldt,              154, 123, 154, MISC,     NULL,              UNCLASSIFIED, CMD,         BUF,        SIZE,       NONE,       NONE,       NONE)
IOR_CALL(pivot_root,              155, 217, 155, PROCESS,  PATHNAME,          UNCLASSIFIED, PATH,        STR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(prctl,                   157, 172, 157, PROCESS,  PRCTL,             UNCLASSIFIED, CMD,         HEX,        HEX,        HEX,        HEX,        NONE)
IOR_CALL(arch_prctl,              158, 384, 158, PROCESS,  NULL,              UNCLASSIFIED, CMD,         HEX,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(adjtimex,                159, 124, 159, TIME,     NULL,              UNCLASSIFIED, PTR,         NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(setrlimit,               160,  75, 160, PROCESS,  NULL,              UNCLASSIFIED, CMD,         PTR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(chroot,                  161,  61, 161, FS,       PATHNAME,          UNCLASSIFIED, PATH,        NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(sync,                    162,  36, 162, FS,       NULL,              UNCLASSIFIED, NONE,        NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(acct,                    163,  51, 163, MISC,     PATHNAME,          UNCLASSIFIED, PATH,        NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(settimeofday,            164,  79, 164, TIME,     NULL,              UNCLASSIFIED, PTR,         PTR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(mount,                   165,  21, 165, FS,       PATHNAME,          UNCLASSIFIED, STR,         PATH,       STR,        FLAGS,      PTR,        NONE)
IOR_CALL(umount2,                 166,  52, 166, FS,       PATHNAME,          UNCLASSIFIED, PATH,        FLAGS,      NONE,       NONE,       NONE,       NONE)
IOR_CALL(swapon,                  167,  87, 167, FS,       PATHNAME,          UNCLASSIFIED, PATH,        FLAGS,      NONE,       NONE,       NONE,       NONE)
IOR_CALL(swapoff,                 168, 115, 168, FS,       PATHNAME,          UNCLASSIFIED, PATH,        NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(reboot,                  169,  88, 169, PROCESS,  NULL,              UNCLASSIFIED, HEX,         HEX,        HEX,        PTR,        NONE,       NONE)
IOR_CALL(sethostname,             170,  74, 170, MISC,     NULL,              UNCLASSIFIED, STR,         INT,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(setdomainname,           171, 121, 171, MISC,     NULL,              UNCLASSIFIED, STR,         INT,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(iopl,                    172, 110, 172, MISC,     NULL,              UNCLASSIFIED, UINT,        NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(ioperm,                  173, 101, 173, MISC,     NULL,              UNCLASSIFIED, HEX,         HEX,        INT,        NONE,       NONE,       NONE)
IOR_CALL(init_module,             175, 128, 175, SECURITY, MODULE,            UNCLASSIFIED, BUF,         SIZE,       STR,        NONE,       NONE,       NONE)
IOR_CALL(delete_module,           176, 129, 176, SECURITY, MODULE,            UNCLASSIFIED, STR,         FLAGS,      NONE,       NONE,       NONE,       NONE)
IOR_CALL(quotactl,                179, 131, 179, FS,       PATHNAME,          UNCLASSIFIED, CMD,         PATH,       UID,        PTR,        NONE,       NONE)
IOR_CALL(gettid,                  186, 224, 186, PROCESS,  NULL,              UNCLASSIFIED, NONE,        NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(readahead,               187, 225, 187, FS,       FD,                UNCLASSIFIED, FD,          OFF,        SIZE,       NONE,       NONE,       NONE)
IOR_CALL(setxattr,                188, 226, 188, FS,       PATHNAME,          UNCLASSIFIED, PATH,        STR,        BUF,        SIZE,       FLAGS,      NONE)
IOR_CALL(lsetxattr,               189, 227, 189, FS,       PATHNAME,          UNCLASSIFIED, PATH,        STR,        BUF,        SIZE,       FLAGS,      NONE)
IOR_CALL(fsetxattr,               190, 228, 190, FS,       FD,                UNCLASSIFIED, FD,          STR,        BUF,        SIZE,       FLAGS,      NONE)
IOR_CALL(getxattr,                191, 229, 191, FS,       PATHNAME,          READ,         PATH,        STR,        BUF,        SIZE,       NONE,       NONE)
IOR_CALL(lgetxattr,               192, 230, 192, FS,       PATHNAME,          READ,         PATH,        STR,        BUF,        SIZE,       NONE,       NONE)
IOR_CALL(fgetxattr,               193, 231, 193, FS,       FD,                READ,         FD,          STR,        BUF,        SIZE,       NONE,       NONE)
IOR_CALL(listxattr,               194, 232, 194, FS,       PATHNAME,          READ,         PATH,        BUF,        SIZE,       NONE,       NONE,       NONE)
IOR_CALL(llistxattr,              195, 233, 195, FS,       PATHNAME,          READ,         PATH,        BUF,        SIZE,       NONE,       NONE,       NONE)
IOR_CALL(flistxattr,              196, 234, 196, FS,       FD,                READ,         FD,          BUF,        SIZE,       NONE,       NONE,       NONE)
IOR_CALL(removexattr,             197, 235, 197, FS,       PATHNAME,          UNCLASSIFIED, PATH,        STR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(lremovexattr,            198, 236, 198, FS,       PATHNAME,          UNCLASSIFIED, PATH,        STR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(fremovexattr,            199, 237, 199, FS,       FD,                UNCLASSIFIED, FD,          STR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(tkill,                   200, 238, 200, SIGNALS,  NULL,              UNCLASSIFIED, PID,         SIGNAL,     NONE,       NONE,       NONE,       NONE)
IOR_CALL(time,                    201,  13, 201, TIME,     NULL,              UNCLASSIFIED, PTR,         NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(futex,                   202, 240, 202, IPC,      FUTEX,             UNCLASSIFIED, PTR,         CMD,        UINT,       PTR,        PTR,        UINT)
IOR_CALL(sched_setaffinity,       203, 241, 203, SCHED,    NULL,              UNCLASSIFIED, PID,         SIZE,       PTR,        NONE,       NONE,       NONE)
IOR_CALL(sched_getaffinity,       204, 242, 204, SCHED,    NULL,              READ,         PID,         SIZE,       PTR,        NONE,       NONE,       NONE)
IOR_CALL(io_setup,                206, 245, 543, AIO,      NULL,              UNCLASSIFIED, UINT,        PTR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(io_destroy,              207, 246, 207, AIO,      NULL,              UNCLASSIFIED, HEX,         NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(io_getevents,            208, 247, 208, AIO,      NULL,              UNCLASSIFIED, HEX,         LONG,       LONG,       PTR,        PTR,        NONE)
IOR_CALL(io_submit,               209, 248, 544, AIO,      NULL,              UNCLASSIFIED, HEX,         LONG,       PTR,        NONE,       NONE,       NONE)
IOR_CALL(io_cancel,               210, 249, 210, AIO,      NULL,              UNCLASSIFIED, HEX,         PTR,        PTR,        NONE,       NONE,       NONE)
IOR_CALL(epoll_create,            213, 254, 213, POLLING,  EVENTFD,           UNCLASSIFIED, INT,         NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(remap_file_pages,        216, 257, 216, MEMORY,   MEM,               UNCLASSIFIED, PTR,         SIZE,       MMAP_PROT,  ULONG,      MMAP_FLAGS, NONE)
IOR_CALL(getdents64,              217, 220, 217, FS,       FD,                READ,         FD,          BUF,        SIZE,       NONE,       NONE,       NONE)
IOR_CALL(set_tid_address,         218, 258, 218, PROCESS,  NULL,              UNCLASSIFIED, PTR,         NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(restart_syscall,         219,   0, 219, PROCESS,  NULL,              UNCLASSIFIED, NONE,        NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(semtimedop,              220,  -1, 220, IPC,      SYSV_OP,           UNCLASSIFIED, INT,         PTR,        COUNT,      PTR,        NONE,       NONE)
IOR_CALL(fadvise64,               221, 250, 221, FS,       FD,                UNCLASSIFIED, FD,          OFF,        SIZE,       CMD,        NONE,       NONE)
IOR_CALL(timer_create,            222, 259, 526, TIME,     TIMER_OBJ,         UNCLASSIFIED, CLOCK,       PTR,        PTR,        NONE,       NONE,       NONE)
IOR_CALL(timer_settime,           223, 260, 223, TIME,     TIMER_OBJ,         UNCLASSIFIED, INT,         FLAGS,      PTR,        PTR,        NONE,       NONE)
IOR_CALL(timer_gettime,           224, 261, 224, TIME,     TIMER_OBJ,         UNCLASSIFIED, INT,         PTR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(timer_getoverrun,        225, 262, 225, TIME,     TIMER_OBJ,         UNCLASSIFIED, INT,         NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(timer_delete,            226, 263, 226, TIME,     TIMER_OBJ,         UNCLASSIFIED, INT,         NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(clock_settime,           227, 264, 227, TIME,     NULL,              UNCLASSIFIED, CLOCK,       PTR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(clock_gettime,           228, 265, 228, TIME,     NULL,              UNCLASSIFIED, CLOCK,       PTR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(clock_getres,            229, 266, 229, TIME,     NULL,              UNCLASSIFIED, CLOCK,       PTR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(clock_nanosleep,         230, 267, 230, TIME,     SLEEP,             UNCLASSIFIED, CLOCK,       FLAGS,      TIMESPEC,   PTR,        NONE,       NONE)
IOR_CALL(exit_group,              231, 252, 231, PROCESS,  NULL,              UNCLASSIFIED, INT,         NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(epoll_wait,              232, 256, 232, POLLING,  POLL,              UNCLASSIFIED, FD,          PTR,        INT,        INT,        NONE,       NONE)
IOR_CALL(epoll_ctl,               233, 255, 233, POLLING,  EPOLL_CTL,         UNCLASSIFIED, FD,          CMD,        FD2,        PTR,        NONE,       NONE)
IOR_CALL(tgkill,                  234, 270, 234, SIGNALS,  NULL,              UNCLASSIFIED, PID,         PID,        SIGNAL,     NONE,       NONE,       NONE)
IOR_CALL(utimes,                  235, 271, 235, FS,       PATHNAME,          UNCLASSIFIED, PATH,        PTR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(mbind,                   237, 274, 237, MEMORY,   NULL,              UNCLASSIFIED, PTR,         SIZE,       CMD,        PTR,        ULONG,      FLAGS)
IOR_CALL(set_mempolicy,           238, 276, 238, MEMORY,   NULL,              UNCLASSIFIED, CMD,         PTR,        ULONG,      NONE,       NONE,       NONE)
IOR_CALL(get_mempolicy,           239, 275, 239, MEMORY,   NULL,              UNCLASSIFIED, PTR,         PTR,        ULONG,      PTR,        FLAGS,      NONE)
IOR_CALL(mq_open,                 240, 277, 240, IPC,      MQ_OPEN,           UNCLASSIFIED, NAME,        OPEN_FLAGS, MODE,       PTR,        NONE,       NONE)
IOR_CALL(mq_unlink,               241, 278, 241, IPC,      PATHNAME,          UNCLASSIFIED, NAME,        NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(mq_timedsend,            242, 279, 242, IPC,      FD,                UNCLASSIFIED, FD,          BUF,        SIZE,       UINT,       PTR,        NONE)
IOR_CALL(mq_timedreceive,         243, 280, 243, IPC,      FD,                READ,         FD,          BUF,        SIZE,       PTR,        PTR,        NONE)
IOR_CALL(mq_notify,               244, 281, 527, IPC,      FD,                UNCLASSIFIED, FD,          PTR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(mq_getsetattr,           245, 282, 245, IPC,      FD,                UNCLASSIFIED, FD,          PTR,        PTR,        NONE,       NONE,       NONE)
IOR_CALL(kexec_load,              246, 283, 528, SECURITY, NULL,              UNCLASSIFIED, PTR,         COUNT,      PTR,        FLAGS,      NONE,       NONE)
IOR_CALL(waitid,                  247, 284, 529, PROCESS,  PROC,              UNCLASSIFIED, CMD,         PID,        PTR,        FLAGS,      PTR,        NONE)
IOR_CALL(add_key,                 248, 286, 248, SECURITY, KEYCTL,            UNCLASSIFIED, STR,         STR,        BUF,        SIZE,       INT,        NONE)
IOR_CALL(request_key,             249, 287, 249, SECURITY, KEYCTL,            UNCLASSIFIED, STR,         STR,        STR,        INT,        NONE,       NONE)
IOR_CALL(keyctl,                  250, 288, 250, SECURITY, KEYCTL,            UNCLASSIFIED, CMD,         HEX,        HEX,        HEX,        HEX,        NONE)
IOR_CALL(ioprio_set,              251, 289, 251, PROCESS,  NULL,              UNCLASSIFIED, CMD,         INT,        HEX,        NONE,       NONE,       NONE)
IOR_CALL(ioprio_get,              252, 290, 252, PROCESS,  NULL,              UNCLASSIFIED, CMD,         INT,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(inotify_init,            253, 291, 253, IPC,      EVENTFD,           UNCLASSIFIED, NONE,        NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(inotify_add_watch,       254, 292, 254, IPC,      FD_PATHNAME,       UNCLASSIFIED, FD,          PATH,       HEX,        NONE,       NONE,       NONE)
IOR_CALL(inotify_rm_watch,        255, 293, 255, IPC,      FD,                UNCLASSIFIED, FD,          INT,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(migrate_pages,           256, 294, 256, MEMORY,   NULL,              UNCLASSIFIED, PID,         ULONG,      PTR,        PTR,        NONE,       NONE)
IOR_CALL(openat,                  257, 295, 257, FS,       OPEN,              UNCLASSIFIED, DIRFD,       PATH,       OPEN_FLAGS, MODE,       NONE,       NONE)
IOR_CALL(mkdirat,                 258, 296, 258, FS,       PATHNAME,          UNCLASSIFIED, DIRFD,       PATH,       MODE,       NONE,       NONE,       NONE)
IOR_CALL(mknodat,                 259, 297, 259, FS,       PATHNAME,          UNCLASSIFIED, DIRFD,       PATH,       MODE,       DEV,        NONE,       NONE)
IOR_CALL(fchownat,                260, 298, 260, FS,       PATHNAME,          UNCLASSIFIED, DIRFD,       PATH,       UID,        GID,        AT_FLAGS,   NONE)
IOR_CALL(futimesat,               261, 299, 261, FS,       PATHNAME,          UNCLASSIFIED, DIRFD,       PATH,       PTR,        NONE,       NONE,       NONE)
IOR_CALL(newfstatat,              262,  -1, 262, FS,       PATHNAME,          UNCLASSIFIED, DIRFD,       PATH,       PTR,        AT_FLAGS,   NONE,       NONE)
IOR_CALL(unlinkat,                263, 301, 263, FS,       PATHNAME,          UNCLASSIFIED, DIRFD,       PATH,       AT_FLAGS,   NONE,       NONE,       NONE)
IOR_CALL(renameat,                264, 302, 264, FS,       NAME,              UNCLASSIFIED, DIRFD2,      PATH2,      DIRFD,      PATH,       NONE,       NONE)
IOR_CALL(linkat,                  265, 303, 265, FS,       NAME,              UNCLASSIFIED, DIRFD2,      PATH2,      DIRFD,      PATH,       AT_FLAGS,   NONE)
IOR_CALL(symlinkat,               266, 304, 266, FS,       NAME,              UNCLASSIFIED, LINK_TEXT,   DIRFD,      PATH,       NONE,       NONE,       NONE)
IOR_CALL(readlinkat,              267, 305, 267, FS,       PATHNAME,          READ,         DIRFD,       PATH,       BUF,        SIZE,       NONE,       NONE)
IOR_CALL(fchmodat,                268, 306, 268, FS,       PATHNAME,          UNCLASSIFIED, DIRFD,       PATH,       MODE,       NONE,       NONE,       NONE)
IOR_CALL(faccessat,               269, 307, 269, FS,       PATHNAME,          UNCLASSIFIED, DIRFD,       PATH,       ACCESS,     NONE,       NONE,       NONE)
IOR_CALL(pselect6,                270, 308, 270, POLLING,  POLL,              UNCLASSIFIED, INT,         PTR,        PTR,        PTR,        PTR,        PTR)
IOR_CALL(ppoll,                   271, 309, 271, POLLING,  POLL,              UNCLASSIFIED, PTR,         COUNT,      PTR,        PTR,        ULONG,      NONE)
IOR_CALL(unshare,                 272, 310, 272, PROCESS,  NULL,              UNCLASSIFIED, FLAGS,       NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(set_robust_list,         273, 311, 530, MISC,     NULL,              UNCLASSIFIED, PTR,         ULONG,      NONE,       NONE,       NONE,       NONE)
IOR_CALL(get_robust_list,         274, 312, 531, MISC,     NULL,              UNCLASSIFIED, PID,         PTR,        PTR,        NONE,       NONE,       NONE)
IOR_CALL(splice,                  275, 313, 275, NETWORK,  FD,                TRANSFER,     FD2,         PTR,        FD,         PTR,        SIZE,       FLAGS)
IOR_CALL(tee,                     276, 315, 276, NETWORK,  FD,                TRANSFER,     FD2,         FD,         SIZE,       FLAGS,      NONE,       NONE)
IOR_CALL(sync_file_range,         277, 314, 277, FS,       FD,                UNCLASSIFIED, FD,          OFF,        LEN,        FLAGS,      NONE,       NONE)
IOR_CALL(vmsplice,                278, 316, 532, NETWORK,  FD,                TRANSFER,     FD,          IOV,        COUNT,      FLAGS,      NONE,       NONE)
IOR_CALL(move_pages,              279, 317, 533, MEMORY,   NULL,              UNCLASSIFIED, PID,         COUNT,      PTR,        PTR,        PTR,        FLAGS)
IOR_CALL(utimensat,               280, 320, 280, FS,       PATHNAME,          UNCLASSIFIED, DIRFD,       PATH,       PTR,        AT_FLAGS,   NONE,       NONE)
IOR_CALL(epoll_pwait,             281, 319, 281, POLLING,  POLL,              UNCLASSIFIED, FD,          PTR,        INT,        INT,        PTR,        ULONG)
IOR_CALL(signalfd,                282, 321, 282, IPC,      EVENTFD,           UNCLASSIFIED, FD,          PTR,        ULONG,      NONE,       NONE,       NONE)
IOR_CALL(timerfd_create,          283, 322, 283, IPC,      EVENTFD,           UNCLASSIFIED, CLOCK,       FD_FLAGS,   NONE,       NONE,       NONE,       NONE)
IOR_CALL(eventfd,                 284, 323, 284, IPC,      EVENTFD,           UNCLASSIFIED, UINT,        NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(fallocate,               285, 324, 285, FS,       FD,                UNCLASSIFIED, FD,          FLAGS,      OFF,        LEN,        NONE,       NONE)
IOR_CALL(timerfd_settime,         286, 325, 286, IPC,      FD,                UNCLASSIFIED, FD,          FLAGS,      PTR,        PTR,        NONE,       NONE)
IOR_CALL(timerfd_gettime,         287, 326, 287, IPC,      FD,                UNCLASSIFIED, FD,          PTR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(accept4,                 288, 364, 288, NETWORK,  ACCEPT,            UNCLASSIFIED, FD,          PTR,        PTR,        FLAGS,      NONE,       NONE)
IOR_CALL(signalfd4,               289, 327, 289, IPC,      EVENTFD,           UNCLASSIFIED, FD,          PTR,        ULONG,      FD_FLAGS,   NONE,       NONE)
IOR_CALL(eventfd2,                290, 328, 290, IPC,      EVENTFD,           UNCLASSIFIED, UINT,        FD_FLAGS,   NONE,       NONE,       NONE,       NONE)
IOR_CALL(epoll_create1,           291, 329, 291, POLLING,  EVENTFD,           UNCLASSIFIED, FD_FLAGS,    NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(dup3,                    292, 330, 292, FS,       DUP3,              UNCLASSIFIED, FD,          FDNUM,      FD_FLAGS,   NONE,       NONE,       NONE)
IOR_CALL(pipe2,                   293, 331, 293, IPC,      PIPE,              UNCLASSIFIED, FDPAIR,      FD_FLAGS,   NONE,       NONE,       NONE,       NONE)
IOR_CALL(inotify_init1,           294, 332, 294, IPC,      EVENTFD,           UNCLASSIFIED, FD_FLAGS,    NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(preadv,                  295, 333, 534, FS,       FD,                READ,         FD,          IOV,        COUNT,      OFF,        UNUSED,     NONE)
IOR_CALL(pwritev,                 296, 334, 535, FS,       FD,                WRITE,        FD,          IOV,        COUNT,      OFF,        UNUSED,     NONE)
IOR_CALL(rt_tgsigqueueinfo,       297, 335, 536, SIGNALS,  NULL,              UNCLASSIFIED, PID,         PID,        SIGNAL,     PTR,        NONE,       NONE)
IOR_CALL(perf_event_open,         298, 336, 298, SECURITY, PERF_OPEN,         UNCLASSIFIED, PTR,         PID,        INT,        FD,         FLAGS,      NONE)
IOR_CALL(recvmmsg,                299, 337, 537, NETWORK,  FD,                UNCLASSIFIED, FD,          MMSG,       COUNT,      MSG_FLAGS,  PTR,        NONE)
IOR_CALL(fanotify_init,           300, 338, 300, IPC,      EVENTFD,           UNCLASSIFIED, FLAGS,       OPEN_FLAGS, NONE,       NONE,       NONE,       NONE)
IOR_CALL(fanotify_mark,           301, 339, 301, IPC,      FD_PATHNAME,       UNCLASSIFIED, FD,          FLAGS,      HEX,        DIRFD,      PATH,       NONE)
IOR_CALL(prlimit64,               302, 340, 302, PROCESS,  NULL,              UNCLASSIFIED, PID,         CMD,        PTR,        PTR,        NONE,       NONE)
IOR_CALL(name_to_handle_at,       303, 341, 303, FS,       PATHNAME,          UNCLASSIFIED, DIRFD,       PATH,       HANDLE,     PTR,        AT_FLAGS,   NONE)
IOR_CALL(open_by_handle_at,       304, 342, 304, FS,       OPEN_BY_HANDLE_AT, UNCLASSIFIED, FDNUM,       HANDLE,     OPEN_FLAGS, NONE,       NONE,       NONE)
IOR_CALL(clock_adjtime,           305, 343, 305, TIME,     NULL,              UNCLASSIFIED, CLOCK,       PTR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(syncfs,                  306, 344, 306, FS,       FD,                UNCLASSIFIED, FD,          NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(sendmmsg,                307, 345, 538, NETWORK,  FD,                UNCLASSIFIED, FD,          MMSG,       COUNT,      MSG_FLAGS,  NONE,       NONE)
IOR_CALL(setns,                   308, 346, 308, PROCESS,  FD,                UNCLASSIFIED, FD,          FLAGS,      NONE,       NONE,       NONE,       NONE)
IOR_CALL(getcpu,                  309, 318, 309, MISC,     NULL,              UNCLASSIFIED, PTR,         PTR,        PTR,        NONE,       NONE,       NONE)
IOR_CALL(process_vm_readv,        310, 347, 539, MEMORY,   NULL,              READ,         PID,         IOV,        COUNT,      IOV,        COUNT,      FLAGS)
IOR_CALL(process_vm_writev,       311, 348, 540, MEMORY,   NULL,              WRITE,        PID,         IOV,        COUNT,      IOV,        COUNT,      FLAGS)
IOR_CALL(kcmp,                    312, 349, 312, PROCESS,  TWO_FD,            UNCLASSIFIED, PID,         PID,        CMD,        FD,         FD2,        NONE)
IOR_CALL(finit_module,            313, 350, 313, SECURITY, FD,                UNCLASSIFIED, FD,          STR,        FLAGS,      NONE,       NONE,       NONE)
IOR_CALL(sched_setattr,           314, 351, 314, SCHED,    NULL,              UNCLASSIFIED, PID,         PTR,        FLAGS,      NONE,       NONE,       NONE)
IOR_CALL(sched_getattr,           315, 352, 315, SCHED,    NULL,              UNCLASSIFIED, PID,         PTR,        UINT,       FLAGS,      NONE,       NONE)
IOR_CALL(renameat2,               316, 353, 316, FS,       NAME,              UNCLASSIFIED, DIRFD2,      PATH2,      DIRFD,      PATH,       FLAGS,      NONE)
IOR_CALL(seccomp,                 317, 354, 317, SECURITY, SECCOMP,           UNCLASSIFIED, CMD,         FLAGS,      PTR,        NONE,       NONE,       NONE)
IOR_CALL(getrandom,               318, 355, 318, SECURITY, NULL,              READ,         BUF,         SIZE,       FLAGS,      NONE,       NONE,       NONE)
IOR_CALL(memfd_create,            319, 356, 319, IPC,      EVENTFD,           UNCLASSIFIED, NAME,        FLAGS,      NONE,       NONE,       NONE,       NONE)
IOR_CALL(kexec_file_load,         320,  -1, 320, SECURITY, FD,                UNCLASSIFIED, FD,          FDNUM,      ULONG,      STR,        FLAGS,      NONE)
IOR_CALL(bpf,                     321, 357, 321, SECURITY, BPF,               UNCLASSIFIED, CMD,         PTR,        UINT,       NONE,       NONE,       NONE)
IOR_CALL(execveat,                322, 358, 545, PROCESS,  EXEC,              UNCLASSIFIED, DIRFD,       PATH,       PTR,        PTR,        AT_FLAGS,   NONE)
IOR_CALL(userfaultfd,             323, 374, 323, IPC,      EVENTFD,           UNCLASSIFIED, FD_FLAGS,    NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(membarrier,              324, 375, 324, MEMORY,   NULL,              UNCLASSIFIED, CMD,         FLAGS,      INT,        NONE,       NONE,       NONE)
IOR_CALL(mlock2,                  325, 376, 325, MEMORY,   MEM,               UNCLASSIFIED, PTR,         SIZE,       FLAGS,      NONE,       NONE,       NONE)
IOR_CALL(copy_file_range,         326, 377, 326, FS,       FD,                TRANSFER,     FD2,         PTR,        FD,         PTR,        SIZE,       FLAGS)
IOR_CALL(preadv2,                 327, 378, 546, FS,       FD,                READ,         FD,          IOV,        COUNT,      OFF,        UNUSED,     FLAGS)
IOR_CALL(pwritev2,                328, 379, 547, FS,       FD,                WRITE,        FD,          IOV,        COUNT,      OFF,        UNUSED,     FLAGS)
IOR_CALL(pkey_mprotect,           329, 380, 329, MEMORY,   MEM,               UNCLASSIFIED, PTR,         SIZE,       MMAP_PROT,  INT,        NONE,       NONE)
IOR_CALL(pkey_alloc,              330, 381, 330, MEMORY,   NULL,              UNCLASSIFIED, FLAGS,       HEX,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(pkey_free,               331, 382, 331, MEMORY,   NULL,              UNCLASSIFIED, INT,         NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(statx,                   332, 383, 332, FS,       PATHNAME,          UNCLASSIFIED, DIRFD,       PATH,       AT_FLAGS,   HEX,        PTR,        NONE)
IOR_CALL(io_pgetevents,           333, 385, 333, AIO,      NULL,              UNCLASSIFIED, HEX,         LONG,       LONG,       PTR,        PTR,        PTR)
IOR_CALL(rseq,                    334, 386, 334, MISC,     NULL,              UNCLASSIFIED, PTR,         UINT,       FLAGS,      HEX,        NONE,       NONE)
IOR_CALL(uretprobe,               335,  -1, 335, MISC,     NULL,              UNCLASSIFIED, NONE,        NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(uprobe,                  336,  -1, 336, MISC,     NULL,              UNCLASSIFIED, NONE,        NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(pidfd_send_signal,       424, 424, 424, IPC,      FD,                UNCLASSIFIED, FD,          SIGNAL,     PTR,        FLAGS,      NONE,       NONE)
IOR_CALL(io_uring_setup,          425, 425, 425, AIO,      NULL,              UNCLASSIFIED, UINT,        PTR,        NONE,       NONE,       NONE,       NONE)
IOR_CALL(io_uring_enter,          426, 426, 426, AIO,      FD,                UNCLASSIFIED, FD,          UINT,       UINT,       FLAGS,      PTR,        ULONG)
IOR_CALL(io_uring_register,       427, 427, 427, AIO,      FD,                UNCLASSIFIED, FD,          CMD,        PTR,        COUNT,      NONE,       NONE)
IOR_CALL(open_tree,               428, 428, 428, FS,       OPEN_TREE,         UNCLASSIFIED, DIRFD,       PATH,       FLAGS,      NONE,       NONE,       NONE)
IOR_CALL(move_mount,              429, 429, 429, FS,       TWO_FD,            UNCLASSIFIED, DIRFD2,      PATH2,      DIRFD,      PATH,       FLAGS,      NONE)
IOR_CALL(fsopen,                  430, 430, 430, FS,       EVENTFD,           UNCLASSIFIED, NAME,        FLAGS,      NONE,       NONE,       NONE,       NONE)
IOR_CALL(fsconfig,                431, 431, 431, FS,       FD,                UNCLASSIFIED, FD,          CMD,        STR,        PTR,        INT,        NONE)
IOR_CALL(fsmount,                 432, 432, 432, FS,       EVENTFD,           UNCLASSIFIED, FD,          FLAGS,      FLAGS,      NONE,       NONE,       NONE)
IOR_CALL(fspick,                  433, 433, 433, FS,       PATHNAME,          UNCLASSIFIED, DIRFD,       PATH,       FLAGS,      NONE,       NONE,       NONE)
IOR_CALL(pidfd_open,              434, 434, 434, IPC,      PIDFD,             UNCLASSIFIED, PID,         FLAGS,      NONE,       NONE,       NONE,       NONE)
IOR_CALL(clone3,                  435, 435, 435, PROCESS,  PROC,              UNCLASSIFIED, CLONE_ARGS,  ULONG,      NONE,       NONE,       NONE,       NONE)
IOR_CALL(close_range,             436, 436, 436, FS,       TWO_FD,            UNCLASSIFIED, FD,          FD_LAST,    FLAGS,      NONE,       NONE,       NONE)
IOR_CALL(openat2,                 437, 437, 437, FS,       OPEN,              UNCLASSIFIED, DIRFD,       PATH,       OPEN_HOW,   ULONG,      NONE,       NONE)
IOR_CALL(pidfd_getfd,             438, 438, 438, IPC,      FD,                UNCLASSIFIED, FD,          FDNUM,      FLAGS,      NONE,       NONE,       NONE)
IOR_CALL(faccessat2,              439, 439, 439, FS,       PATHNAME,          UNCLASSIFIED, DIRFD,       PATH,       ACCESS,     AT_FLAGS,   NONE,       NONE)
IOR_CALL(process_madvise,         440, 440, 440, MEMORY,   FD,                UNCLASSIFIED, FD,          IOV,        COUNT,      CMD,        FLAGS,      NONE)
IOR_CALL(epoll_pwait2,            441, 441, 441, POLLING,  POLL,              UNCLASSIFIED, FD,          PTR,        INT,        PTR,        PTR,        ULONG)
IOR_CALL(mount_setattr,           442, 442, 442, FS,       PATHNAME,          UNCLASSIFIED, DIRFD,       PATH,       AT_FLAGS,   PTR,        ULONG,      NONE)
IOR_CALL(quotactl_fd,             443, 443, 443, FS,       FD,                UNCLASSIFIED, FD,          CMD,        UID,        PTR,        NONE,       NONE)
IOR_CALL(landlock_create_ruleset, 444, 444, 444, SECURITY, EVENTFD,           UNCLASSIFIED, PTR,         ULONG,      FLAGS,      NONE,       NONE,       NONE)
IOR_CALL(landlock_add_rule,       445, 445, 445, SECURITY, FD,                UNCLASSIFIED, FD,          CMD,        PTR,        FLAGS,      NONE,       NONE)
IOR_CALL(landlock_restrict_self,  446, 446, 446, SECURITY, FD,                UNCLASSIFIED, FD,          FLAGS,      NONE,       NONE,       NONE,       NONE)
IOR_CALL(memfd_secret,            447, 447, 447, IPC,      EVENTFD,           UNCLASSIFIED, FD_FLAGS,    NONE,       NONE,       NONE,       NONE,       NONE)
IOR_CALL(process_mrelease,        448, 448, 448, MEMORY,   FD,                UNCLASSIFIED, FD,          FLAGS,      NONE,       NONE,       NONE,       NONE)
IOR_CALL(futex_waitv,             449, 449, 449, IPC,      FUTEX,             UNCLASSIFIED, PTR,         COUNT,      FLAGS,      PTR,        CLOCK,      NONE)
IOR_CALL(set_mempolicy_home_node, 450, 450, 450, MEMORY,   NULL,              UNCLASSIFIED, PTR,         SIZE,       ULONG,      FLAGS,      NONE,       NONE)
IOR_CALL(cachestat,               451, 451, 451, FS,       FD,                UNCLASSIFIED, FD,          PTR,        PTR,        FLAGS,      NONE,       NONE)
IOR_CALL(fchmodat2,               452, 452, 452, FS,       PATHNAME,          UNCLASSIFIED, DIRFD,       PATH,       MODE,       AT_FLAGS,   NONE,       NONE)
IOR_CALL(map_shadow_stack,        453, 453, 453, MEMORY,   MEM,               UNCLASSIFIED, PTR,         SIZE,       FLAGS,      NONE,       NONE,       NONE)
IOR_CALL(futex_wake,              454, 454, 454, IPC,      FUTEX,             UNCLASSIFIED, PTR,         HEX,        INT,        FLAGS,      NONE,       NONE)
IOR_CALL(futex_wait,              455, 455, 455, IPC,      FUTEX,             UNCLASSIFIED, PTR,         ULONG,      HEX,        FLAGS,      PTR,        CLOCK)
IOR_CALL(futex_requeue,           456, 456, 456, IPC,      FUTEX,             UNCLASSIFIED, PTR,         FLAGS,      INT,        INT,        NONE,       NONE)
IOR_CALL(statmount,               457, 457, 457, FS,       NULL,              UNCLASSIFIED, PTR,         BUF,        SIZE,       FLAGS,      NONE,       NONE)
IOR_CALL(listmount,               458, 458, 458, FS,       NULL,              UNCLASSIFIED, PTR,         PTR,        COUNT,      FLAGS,      NONE,       NONE)
IOR_CALL(lsm_get_self_attr,       459, 459, 459, SECURITY, NULL,              UNCLASSIFIED, CMD,         PTR,        PTR,        FLAGS,      NONE,       NONE)
IOR_CALL(lsm_set_self_attr,       460, 460, 460, SECURITY, NULL,              UNCLASSIFIED, CMD,         PTR,        UINT,       FLAGS,      NONE,       NONE)
IOR_CALL(lsm_list_modules,        461, 461, 461, SECURITY, NULL,              UNCLASSIFIED, PTR,         PTR,        FLAGS,      NONE,       NONE,       NONE)
IOR_CALL(mseal,                   462, 462, 462, MEMORY,   MEM,               UNCLASSIFIED, PTR,         SIZE,       FLAGS,      NONE,       NONE,       NONE)
IOR_CALL(setxattrat,              463, 463, 463, FS,       PATHNAME,          UNCLASSIFIED, DIRFD,       PATH,       AT_FLAGS,   STR,        PTR,        ULONG)
IOR_CALL(getxattrat,              464, 464, 464, FS,       PATHNAME,          READ,         DIRFD,       PATH,       AT_FLAGS,   STR,        PTR,        ULONG)
IOR_CALL(listxattrat,             465, 465, 465, FS,       PATHNAME,          READ,         DIRFD,       PATH,       AT_FLAGS,   BUF,        SIZE,       NONE)
IOR_CALL(removexattrat,           466, 466, 466, FS,       PATHNAME,          UNCLASSIFIED, DIRFD,       PATH,       AT_FLAGS,   STR,        NONE,       NONE)
IOR_CALL(open_tree_attr,          467, 467, 467, FS,       OPEN_TREE,         UNCLASSIFIED, DIRFD,       PATH,       FLAGS,      PTR,        ULONG,      NONE)
IOR_CALL(file_getattr,            468, 468, 468, FS,       PATHNAME,          UNCLASSIFIED, DIRFD,       PATH,       PTR,        ULONG,      AT_FLAGS,   NONE)
IOR_CALL(file_setattr,            469, 469, 469, FS,       PATHNAME,          UNCLASSIFIED, DIRFD,       PATH,       PTR,        ULONG,      AT_FLAGS,   NONE)
IOR_CALL(listns,                  470, 470, 470, FS,       NULL,              UNCLASSIFIED, PTR,         PTR,        COUNT,      FLAGS,      NONE,       NONE)

/* What x86-64 has no call for, or none any more, and the newest calls */

/*       name              x64 i386  x32  family   kind      return        arguments 0 to 5 */
IOR_CALL(uselib,           134,  86,  -1, FS,      PATHNAME, UNCLASSIFIED, PATH,  NONE,     NONE, NONE, NONE, NONE)
IOR_CALL(_sysctl,          156, 149,  -1, MISC,    NULL,     UNCLASSIFIED, PTR,   NONE,     NONE, NONE, NONE, NONE)
IOR_CALL(create_module,    174, 127,  -1, MISC,    NULL,     UNCLASSIFIED, NONE,  NONE,     NONE, NONE, NONE, NONE)
IOR_CALL(get_kernel_syms,  177, 130,  -1, MISC,    NULL,     UNCLASSIFIED, NONE,  NONE,     NONE, NONE, NONE, NONE)
IOR_CALL(query_module,     178, 167,  -1, MISC,    NULL,     UNCLASSIFIED, NONE,  NONE,     NONE, NONE, NONE, NONE)
IOR_CALL(nfsservctl,       180, 169,  -1, MISC,    NULL,     UNCLASSIFIED, NONE,  NONE,     NONE, NONE, NONE, NONE)
IOR_CALL(getpmsg,          181, 188, 181, MISC,    NULL,     UNCLASSIFIED, NONE,  NONE,     NONE, NONE, NONE, NONE)
IOR_CALL(putpmsg,          182, 189, 182, MISC,    NULL,     UNCLASSIFIED, NONE,  NONE,     NONE, NONE, NONE, NONE)
IOR_CALL(afs_syscall,      183, 137, 183, MISC,    NULL,     UNCLASSIFIED, NONE,  NONE,     NONE, NONE, NONE, NONE)
IOR_CALL(tuxcall,          184,  -1, 184, MISC,    NULL,     UNCLASSIFIED, NONE,  NONE,     NONE, NONE, NONE, NONE)
IOR_CALL(security,         185,  -1, 185, MISC,    NULL,     UNCLASSIFIED, NONE,  NONE,     NONE, NONE, NONE, NONE)
IOR_CALL(set_thread_area,  205, 243,  -1, PROCESS, NULL,     UNCLASSIFIED, PTR,   NONE,     NONE, NONE, NONE, NONE)
IOR_CALL(get_thread_area,  211, 244,  -1, PROCESS, NULL,     UNCLASSIFIED, PTR,   NONE,     NONE, NONE, NONE, NONE)
IOR_CALL(lookup_dcookie,   212, 253, 212, FS,      NULL,     READ,         ULONG, PATH_OUT, SIZE, NONE, NONE, NONE)
IOR_CALL(epoll_ctl_old,    214,  -1,  -1, MISC,    NULL,     UNCLASSIFIED, NONE,  NONE,     NONE, NONE, NONE, NONE)
IOR_CALL(epoll_wait_old,   215,  -1,  -1, MISC,    NULL,     UNCLASSIFIED, NONE,  NONE,     NONE, NONE, NONE, NONE)
IOR_CALL(vserver,          236, 273,  -1, MISC,    NULL,     UNCLASSIFIED, NONE,  NONE,     NONE, NONE, NONE, NONE)
IOR_CALL(rseq_slice_yield, 471, 471, 471, MISC,    NULL,     UNCLASSIFIED, NONE,  NONE,     NONE, NONE, NONE, NONE)
IOR_CALL(fchroot,          472, 472, 472, FS,      FD,       UNCLASSIFIED, FD,    FLAGS,    NONE, NONE, NONE, NONE)

/* Calls of i386 alone; like their relatives above */

/*       name                          x64 i386  x32  family   kind       return        arguments 0 to 5 */
IOR_CALL(waitpid,                       -1,   7,  -1, PROCESS, PROC,      UNCLASSIFIED, PID,    PTR,    FLAGS,     NONE,       NONE,   NONE)
IOR_CALL(break,                         -1,  17,  -1, MISC,    NULL,      UNCLASSIFIED, NONE,   NONE,   NONE,      NONE,       NONE,   NONE)
IOR_CALL(oldstat,                       -1,  18,  -1, FS,      PATHNAME,  UNCLASSIFIED, PATH,   PTR,    NONE,      NONE,       NONE,   NONE)
IOR_CALL(umount,                        -1,  22,  -1, FS,      PATHNAME,  UNCLASSIFIED, PATH,   NONE,   NONE,      NONE,       NONE,   NONE)
IOR_CALL(stime,                         -1,  25,  -1, TIME,    NULL,      UNCLASSIFIED, PTR,    NONE,   NONE,      NONE,       NONE,   NONE)
IOR_CALL(oldfstat,                      -1,  28,  -1, FS,      FD,        UNCLASSIFIED, FD,     PTR,    NONE,      NONE,       NONE,   NONE)
IOR_CALL(stty,                          -1,  31,  -1, MISC,    NULL,      UNCLASSIFIED, NONE,   NONE,   NONE,      NONE,       NONE,   NONE)
IOR_CALL(gtty,                          -1,  32,  -1, MISC,    NULL,      UNCLASSIFIED, NONE,   NONE,   NONE,      NONE,       NONE,   NONE)
IOR_CALL(nice,                          -1,  34,  -1, PROCESS, NULL,      UNCLASSIFIED, INT,    NONE,   NONE,      NONE,       NONE,   NONE)
IOR_CALL(ftime,                         -1,  35,  -1, MISC,    NULL,      UNCLASSIFIED, NONE,   NONE,   NONE,      NONE,       NONE,   NONE)
IOR_CALL(prof,                          -1,  44,  -1, MISC,    NULL,      UNCLASSIFIED, NONE,   NONE,   NONE,      NONE,       NONE,   NONE)
IOR_CALL(signal,                        -1,  48,  -1, SIGNALS, NULL,      UNCLASSIFIED, SIGNAL, PTR,    NONE,      NONE,       NONE,   NONE)
IOR_CALL(lock,                          -1,  53,  -1, MISC,    NULL,      UNCLASSIFIED, NONE,   NONE,   NONE,      NONE,       NONE,   NONE)
IOR_CALL(mpx,                           -1,  56,  -1, MISC,    NULL,      UNCLASSIFIED, NONE,   NONE,   NONE,      NONE,       NONE,   NONE)
IOR_CALL(ulimit,                        -1,  58,  -1, MISC,    NULL,      UNCLASSIFIED, NONE,   NONE,   NONE,      NONE,       NONE,   NONE)
IOR_CALL(oldolduname,                   -1,  59,  -1, MISC,    NULL,      UNCLASSIFIED, PTR,    NONE,   NONE,      NONE,       NONE,   NONE)
IOR_CALL(sigaction,                     -1,  67,  -1, SIGNALS, NULL,      UNCLASSIFIED, SIGNAL, PTR,    PTR,       NONE,       NONE,   NONE)
IOR_CALL(sgetmask,                      -1,  68,  -1, SIGNALS, NULL,      UNCLASSIFIED, NONE,   NONE,   NONE,      NONE,       NONE,   NONE)
IOR_CALL(ssetmask,                      -1,  69,  -1, SIGNALS, NULL,      UNCLASSIFIED, HEX,    NONE,   NONE,      NONE,       NONE,   NONE)
IOR_CALL(sigsuspend,                    -1,  72,  -1, SIGNALS, NULL,      UNCLASSIFIED, UNUSED, UNUSED, HEX,       NONE,       NONE,   NONE)
IOR_CALL(sigpending,                    -1,  73,  -1, SIGNALS, NULL,      UNCLASSIFIED, PTR,    NONE,   NONE,      NONE,       NONE,   NONE)
IOR_CALL(oldlstat,                      -1,  84,  -1, FS,      PATHNAME,  UNCLASSIFIED, PATH,   PTR,    NONE,      NONE,       NONE,   NONE)
IOR_CALL(readdir,                       -1,  89,  -1, FS,      FD,        UNCLASSIFIED, FD,     PTR,    UNUSED,    NONE,       NONE,   NONE)
IOR_CALL(profil,                        -1,  98,  -1, MISC,    NULL,      UNCLASSIFIED, NONE,   NONE,   NONE,      NONE,       NONE,   NONE)
IOR_CALL(socketcall,                    -1, 102,  -1, NETWORK, NULL,      UNCLASSIFIED, CMD,    PTR,    NONE,      NONE,       NONE,   NONE)
IOR_CALL(olduname,                      -1, 109,  -1, MISC,    NULL,      UNCLASSIFIED, PTR,    NONE,   NONE,      NONE,       NONE,   NONE)
IOR_CALL(idle,                          -1, 112,  -1, MISC,    NULL,      UNCLASSIFIED, NONE,   NONE,   NONE,      NONE,       NONE,   NONE)
IOR_CALL(vm86old,                       -1, 113,  -1, MISC,    NULL,      UNCLASSIFIED, PTR,    NONE,   NONE,      NONE,       NONE,   NONE)
IOR_CALL(ipc,                           -1, 117,  -1, IPC,     SYSV_OP,   UNCLASSIFIED, CMD,    INT,    HEX,       HEX,        PTR,    HEX)
IOR_CALL(sigreturn,                     -1, 119,  -1, SIGNALS, NULL,      UNCLASSIFIED, NONE,   NONE,   NONE,      NONE,       NONE,   NONE)
IOR_CALL(sigprocmask,                   -1, 126,  -1, SIGNALS, NULL,      UNCLASSIFIED, CMD,    PTR,    PTR,       NONE,       NONE,   NONE)
IOR_CALL(bdflush,                       -1, 134,  -1, MISC,    NULL,      UNCLASSIFIED, NONE,   NONE,   NONE,      NONE,       NONE,   NONE)
IOR_CALL(_llseek,                       -1, 140,  -1, FS,      FD,        UNCLASSIFIED, FD,     OFF_HI, OFF_LO,    PTR,        WHENCE, NONE)
IOR_CALL(_newselect,                    -1, 142,  -1, POLLING, POLL,      UNCLASSIFIED, INT,    PTR,    PTR,       PTR,        PTR,    NONE)
IOR_CALL(vm86,                          -1, 166,  -1, MISC,    NULL,      UNCLASSIFIED, CMD,    PTR,    NONE,      NONE,       NONE,   NONE)
IOR_CALL(ugetrlimit,                    -1, 191,  -1, PROCESS, NULL,      UNCLASSIFIED, CMD,    PTR,    NONE,      NONE,       NONE,   NONE)
IOR_CALL(mmap2,                         -1, 192,  -1, MEMORY,  MMAP,      UNCLASSIFIED, PTR,    SIZE,   MMAP_PROT, MMAP_FLAGS, FD,     PGOFF)
IOR_CALL(truncate64,                    -1, 193,  -1, FS,      PATHNAME,  UNCLASSIFIED, PATH,   LEN_LO, LEN_HI,    NONE,       NONE,   NONE)
IOR_CALL(ftruncate64,                   -1, 194,  -1, FS,      FD,        UNCLASSIFIED, FD,     LEN_LO, LEN_HI,    NONE,       NONE,   NONE)
IOR_CALL(stat64,                        -1, 195,  -1, FS,      PATHNAME,  UNCLASSIFIED, PATH,   PTR,    NONE,      NONE,       NONE,   NONE)
IOR_CALL(lstat64,                       -1, 196,  -1, FS,      PATHNAME,  UNCLASSIFIED, PATH,   PTR,    NONE,      NONE,       NONE,   NONE)
IOR_CALL(fstat64,                       -1, 197,  -1, FS,      FD,        UNCLASSIFIED, FD,     PTR,    NONE,      NONE,       NONE,   NONE)
IOR_CALL(lchown32,                      -1, 198,  -1, FS,      PATHNAME,  UNCLASSIFIED, PATH,   UID,    GID,       NONE,       NONE,   NONE)
IOR_CALL(getuid32,                      -1, 199,  -1, PROCESS, NULL,      UNCLASSIFIED, NONE,   NONE,   NONE,      NONE,       NONE,   NONE)
IOR_CALL(getgid32,                      -1, 200,  -1, PROCESS, NULL,      UNCLASSIFIED, NONE,   NONE,   NONE,      NONE,       NONE,   NONE)
IOR_CALL(geteuid32,                     -1, 201,  -1, PROCESS, NULL,      UNCLASSIFIED, NONE,   NONE,   NONE,      NONE,       NONE,   NONE)
IOR_CALL(getegid32,                     -1, 202,  -1, PROCESS, NULL,      UNCLASSIFIED, NONE,   NONE,   NONE,      NONE,       NONE,   NONE)
IOR_CALL(setreuid32,                    -1, 203,  -1, PROCESS, NULL,      UNCLASSIFIED, UID,    UID,    NONE,      NONE,       NONE,   NONE)
IOR_CALL(setregid32,                    -1, 204,  -1, PROCESS, NULL,      UNCLASSIFIED, GID,    GID,    NONE,      NONE,       NONE,   NONE)
IOR_CALL(getgroups32,                   -1, 205,  -1, PROCESS, NULL,      UNCLASSIFIED, INT,    PTR,    NONE,      NONE,       NONE,   NONE)
IOR_CALL(setgroups32,                   -1, 206,  -1, PROCESS, NULL,      UNCLASSIFIED, INT,    PTR,    NONE,      NONE,       NONE,   NONE)
IOR_CALL(fchown32,                      -1, 207,  -1, FS,      FD,        UNCLASSIFIED, FD,     UID,    GID,       NONE,       NONE,   NONE)
IOR_CALL(setresuid32,                   -1, 208,  -1, PROCESS, NULL,      UNCLASSIFIED, UID,    UID,    UID,       NONE,       NONE,   NONE)
IOR_CALL(getresuid32,                   -1, 209,  -1, PROCESS, NULL,      UNCLASSIFIED, PTR,    PTR,    PTR,       NONE,       NONE,   NONE)
IOR_CALL(setresgid32,                   -1, 210,  -1, PROCESS, NULL,      UNCLASSIFIED, GID,    GID,    GID,       NONE,       NONE,   NONE)
IOR_CALL(getresgid32,                   -1, 211,  -1, PROCESS, NULL,      UNCLASSIFIED, PTR,    PTR,    PTR,       NONE,       NONE,   NONE)
IOR_CALL(chown32,                       -1, 212,  -1, FS,      PATHNAME,  UNCLASSIFIED, PATH,   UID,    GID,       NONE,       NONE,   NONE)
IOR_CALL(setuid32,                      -1, 213,  -1, PROCESS, NULL,      UNCLASSIFIED, UID,    NONE,   NONE,      NONE,       NONE,   NONE)
IOR_CALL(setgid32,                      -1, 214,  -1, PROCESS, NULL,      UNCLASSIFIED, GID,    NONE,   NONE,      NONE,       NONE,   NONE)
IOR_CALL(setfsuid32,                    -1, 215,  -1, PROCESS, NULL,      UNCLASSIFIED, UID,    NONE,   NONE,      NONE,       NONE,   NONE)
IOR_CALL(setfsgid32,                    -1, 216,  -1, PROCESS, NULL,      UNCLASSIFIED, GID,    NONE,   NONE,      NONE,       NONE,   NONE)
IOR_CALL(fcntl64,                       -1, 221,  -1, FS,      FCNTL,     UNCLASSIFIED, FD,     CMD,    HEX,       NONE,       NONE,   NONE)
IOR_CALL(sendfile64,                    -1, 239,  -1, NETWORK, FD,        TRANSFER,     FD,     FD2,    PTR,       SIZE,       NONE,   NONE)
IOR_CALL(statfs64,                      -1, 268,  -1, FS,      PATHNAME,  UNCLASSIFIED, PATH,   ULONG,  PTR,       NONE,       NONE,   NONE)
IOR_CALL(fstatfs64,                     -1, 269,  -1, FS,      FD,        UNCLASSIFIED, FD,     ULONG,  PTR,       NONE,       NONE,   NONE)
IOR_CALL(fadvise64_64,                  -1, 272,  -1, FS,      FD,        UNCLASSIFIED, FD,     OFF_LO, OFF_HI,    LEN_LO,     LEN_HI, CMD)
IOR_CALL(fstatat64,                     -1, 300,  -1, FS,      PATHNAME,  UNCLASSIFIED, DIRFD,  PATH,   PTR,       AT_FLAGS,   NONE,   NONE)
IOR_CALL(clock_gettime64,               -1, 403,  -1, TIME,    NULL,      UNCLASSIFIED, CLOCK,  PTR,    NONE,      NONE,       NONE,   NONE)
IOR_CALL(clock_settime64,               -1, 404,  -1, TIME,    NULL,      UNCLASSIFIED, CLOCK,  PTR,    NONE,      NONE,       NONE,   NONE)
IOR_CALL(clock_adjtime64,               -1, 405,  -1, TIME,    NULL,      UNCLASSIFIED, CLOCK,  PTR,    NONE,      NONE,       NONE,   NONE)
IOR_CALL(clock_getres_time64,           -1, 406,  -1, TIME,    NULL,      UNCLASSIFIED, CLOCK,  PTR,    NONE,      NONE,       NONE,   NONE)
IOR_CALL(clock_nanosleep_time64,        -1, 407,  -1, TIME,    SLEEP,     UNCLASSIFIED, CLOCK,  FLAGS,  TIMESPEC,  PTR,        NONE,   NONE)
IOR_CALL(timer_gettime64,               -1, 408,  -1, TIME,    TIMER_OBJ, UNCLASSIFIED, INT,    PTR,    NONE,      NONE,       NONE,   NONE)
IOR_CALL(timer_settime64,               -1, 409,  -1, TIME,    TIMER_OBJ, UNCLASSIFIED, INT,    FLAGS,  PTR,       PTR,        NONE,   NONE)
IOR_CALL(timerfd_gettime64,             -1, 410,  -1, IPC,     FD,        UNCLASSIFIED, FD,     PTR,    NONE,      NONE,       NONE,   NONE)
IOR_CALL(timerfd_settime64,             -1, 411,  -1, IPC,     FD,        UNCLASSIFIED, FD,     FLAGS,  PTR,       PTR,        NONE,   NONE)
IOR_CALL(utimensat_time64,              -1, 412,  -1, FS,      PATHNAME,  UNCLASSIFIED, DIRFD,  PATH,   PTR,       AT_FLAGS,   NONE,   NONE)
IOR_CALL(pselect6_time64,               -1, 413,  -1, POLLING, POLL,      UNCLASSIFIED, INT,    PTR,    PTR,       PTR,        PTR,    PTR)
IOR_CALL(ppoll_time64,                  -1, 414,  -1, POLLING, POLL,      UNCLASSIFIED, PTR,    COUNT,  PTR,       PTR,        ULONG,  NONE)
IOR_CALL(io_pgetevents_time64,          -1, 416,  -1, AIO,     NULL,      UNCLASSIFIED, HEX,    LONG,   LONG,      PTR,        PTR,    PTR)
IOR_CALL(recvmmsg_time64,               -1, 417,  -1, NETWORK, FD,        UNCLASSIFIED, FD,     MMSG,   COUNT,     MSG_FLAGS,  PTR,    NONE)
IOR_CALL(mq_timedsend_time64,           -1, 418,  -1, IPC,     FD,        UNCLASSIFIED, FD,     BUF,    SIZE,      UINT,       PTR,    NONE)
IOR_CALL(mq_timedreceive_time64,        -1, 419,  -1, IPC,     FD,        READ,         FD,     BUF,    SIZE,      PTR,        PTR,    NONE)
IOR_CALL(semtimedop_time64,             -1, 420,  -1, IPC,     SYSV_OP,   UNCLASSIFIED, INT,    PTR,    COUNT,     PTR,        NONE,   NONE)
IOR_CALL(rt_sigtimedwait_time64,        -1, 421,  -1, SIGNALS, NULL,      UNCLASSIFIED, PTR,    PTR,    PTR,       ULONG,      NONE,   NONE)
IOR_CALL(futex_time64,                  -1, 422,  -1, IPC,     FUTEX,     UNCLASSIFIED, PTR,    CMD,    UINT,      PTR,        PTR,    UINT)
IOR_CALL(sched_rr_get_interval_time64,  -1, 423,  -1, SCHED,   NULL,      UNCLASSIFIED, PID,    PTR,    NONE,      NONE,       NONE,   NONE)

/* Calls of 32-bit arm alone */

/*       name              x64 i386  x32  family   kind      return        arguments 0 to 5 */
IOR_CALL(arm_fadvise64_64,  -1,  -1,  -1, FS,      FD,       UNCLASSIFIED, FD,    CMD,   OFF_LO, OFF_HI,    LEN_LO, LEN_HI)
IOR_CALL(sync_file_range2,  -1,  -1,  -1, FS,      FD,       UNCLASSIFIED, FD,    FLAGS, OFF_LO, OFF_HI,    LEN_LO, LEN_HI)
IOR_CALL(send,              -1,  -1,  -1, NETWORK, FD,       UNCLASSIFIED, FD,    BUF,   SIZE,   MSG_FLAGS, NONE,   NONE)
IOR_CALL(recv,              -1,  -1,  -1, NETWORK, FD,       READ,         FD,    BUF,   SIZE,   MSG_FLAGS, NONE,   NONE)
IOR_CALL(pciconfig_iobase,  -1,  -1,  -1, MISC,    NULL,     UNCLASSIFIED, CMD,   ULONG, ULONG,  NONE,      NONE,   NONE)
IOR_CALL(pciconfig_read,    -1,  -1,  -1, MISC,    NULL,     UNCLASSIFIED, ULONG, ULONG, ULONG,  ULONG,     PTR,    NONE)
IOR_CALL(pciconfig_write,   -1,  -1,  -1, MISC,    NULL,     UNCLASSIFIED, ULONG, ULONG, ULONG,  ULONG,     PTR,    NONE)

#undef IOR_CALL
#endif /* IOR_CALL */

#ifdef IOR_CALL_ARGS

/*
 * i386 splits 64-bit arguments, and packs those of its oldest calls into a
 * struct; x32 does not split what x86-64 takes as halves.
 */
/*            name             ABI  arguments 0 to 5 */
IOR_CALL_ARGS(mmap,            32,  PTR, NONE,   NONE,     NONE,   NONE,   NONE)
IOR_CALL_ARGS(select,          32,  PTR, NONE,   NONE,     NONE,   NONE,   NONE)
IOR_CALL_ARGS(pread64,         32,  FD,  BUF,    SIZE,     OFF_LO, OFF_HI, NONE)
IOR_CALL_ARGS(pwrite64,        32,  FD,  BUF,    SIZE,     OFF_LO, OFF_HI, NONE)
IOR_CALL_ARGS(preadv,          32,  FD,  IOV,    COUNT,    OFF_LO, OFF_HI, NONE)
IOR_CALL_ARGS(pwritev,         32,  FD,  IOV,    COUNT,    OFF_LO, OFF_HI, NONE)
IOR_CALL_ARGS(preadv2,         32,  FD,  IOV,    COUNT,    OFF_LO, OFF_HI, FLAGS)
IOR_CALL_ARGS(pwritev2,        32,  FD,  IOV,    COUNT,    OFF_LO, OFF_HI, FLAGS)
IOR_CALL_ARGS(readahead,       32,  FD,  OFF_LO, OFF_HI,   SIZE,   NONE,   NONE)
IOR_CALL_ARGS(fadvise64,       32,  FD,  OFF_LO, OFF_HI,   SIZE,   CMD,    NONE)
IOR_CALL_ARGS(fallocate,       32,  FD,  FLAGS,  OFF_LO,   OFF_HI, LEN_LO, LEN_HI)
IOR_CALL_ARGS(sync_file_range, 32,  FD,  OFF_LO, OFF_HI,   LEN_LO, LEN_HI, FLAGS)
IOR_CALL_ARGS(fanotify_mark,   32,  FD,  FLAGS,  HEX,      HEX,    DIRFD,  PATH)
IOR_CALL_ARGS(lookup_dcookie,  32,  HEX, HEX,    PATH_OUT, SIZE,   NONE,   NONE)
IOR_CALL_ARGS(nanosleep,       32,  TIMESPEC32, PTR, NONE, NONE,   NONE,   NONE)
IOR_CALL_ARGS(clock_nanosleep, 32,  CLOCK, FLAGS, TIMESPEC32, PTR, NONE,   NONE)
IOR_CALL_ARGS(preadv,          X32, FD,  IOV,    COUNT,    OFF,    NONE,   NONE)
IOR_CALL_ARGS(pwritev,         X32, FD,  IOV,    COUNT,    OFF,    NONE,   NONE)
IOR_CALL_ARGS(preadv2,         X32, FD,  IOV,    COUNT,    OFF,    FLAGS,  NONE)
IOR_CALL_ARGS(pwritev2,        X32, FD,  IOV,    COUNT,    OFF,    FLAGS,  NONE)

#undef IOR_CALL_ARGS
#endif /* IOR_CALL_ARGS */

#ifdef IOR_CALL_TRAIT

IOR_CALL_TRAIT(exit,              NO_RETURN)
IOR_CALL_TRAIT(exit_group,        NO_RETURN)
IOR_CALL_TRAIT(rt_sigreturn,      NO_RETURN)
IOR_CALL_TRAIT(sigreturn,         NO_RETURN)
IOR_CALL_TRAIT(open,              RET_FD)
IOR_CALL_TRAIT(openat,            RET_FD)
IOR_CALL_TRAIT(openat2,           RET_FD)
IOR_CALL_TRAIT(creat,             RET_FD)
IOR_CALL_TRAIT(open_by_handle_at, RET_FD)
IOR_CALL_TRAIT(open_tree,         RET_FD)
IOR_CALL_TRAIT(open_tree_attr,    RET_FD)
IOR_CALL_TRAIT(dup,               RET_FD)
IOR_CALL_TRAIT(dup2,              RET_FD)
IOR_CALL_TRAIT(dup3,              RET_FD)
IOR_CALL_TRAIT(socket,            RET_FD)
IOR_CALL_TRAIT(accept,            RET_FD)
IOR_CALL_TRAIT(accept4,           RET_FD)
IOR_CALL_TRAIT(epoll_create,      RET_FD)
IOR_CALL_TRAIT(epoll_create1,     RET_FD)
IOR_CALL_TRAIT(eventfd,           RET_FD)
IOR_CALL_TRAIT(eventfd2,          RET_FD)
IOR_CALL_TRAIT(signalfd,          RET_FD)
IOR_CALL_TRAIT(signalfd4,         RET_FD)
IOR_CALL_TRAIT(timerfd_create,    RET_FD)
IOR_CALL_TRAIT(inotify_init,      RET_FD)
IOR_CALL_TRAIT(inotify_init1,     RET_FD)
IOR_CALL_TRAIT(fanotify_init,     RET_FD)
IOR_CALL_TRAIT(userfaultfd,       RET_FD)
IOR_CALL_TRAIT(memfd_create,      RET_FD)
IOR_CALL_TRAIT(memfd_secret,      RET_FD)
IOR_CALL_TRAIT(mq_open,           RET_FD)
IOR_CALL_TRAIT(pidfd_open,        RET_FD)
IOR_CALL_TRAIT(pidfd_getfd,       RET_FD)
IOR_CALL_TRAIT(fsopen,            RET_FD)
IOR_CALL_TRAIT(fsmount,           RET_FD)
IOR_CALL_TRAIT(fspick,            RET_FD)
IOR_CALL_TRAIT(perf_event_open,   RET_FD)
IOR_CALL_TRAIT(io_uring_setup,    RET_FD)
IOR_CALL_TRAIT(bpf,               RET_FD)
IOR_CALL_TRAIT(seccomp,           RET_FD)
IOR_CALL_TRAIT(landlock_create_ruleset, RET_FD)
IOR_CALL_TRAIT(brk,               RET_PTR)
IOR_CALL_TRAIT(mmap,              RET_PTR)
IOR_CALL_TRAIT(mmap2,             RET_PTR)
IOR_CALL_TRAIT(mremap,            RET_PTR)
IOR_CALL_TRAIT(shmat,             RET_PTR)
IOR_CALL_TRAIT(map_shadow_stack,  RET_PTR)
IOR_CALL_TRAIT(umask,             RET_MODE)
IOR_CALL_TRAIT(fcntl,             FD_FLAGS)
IOR_CALL_TRAIT(fcntl64,           FD_FLAGS)
IOR_CALL_TRAIT(ioctl,             FD_FLAGS)
IOR_CALL_TRAIT(close_range,       FD_FLAGS)
IOR_CALL_TRAIT(restart_syscall,   RESTART)
IOR_CALL_TRAIT(kcmp,              FD_MAYBE)
IOR_CALL_TRAIT(io_uring_enter,    FD_MAYBE)
IOR_CALL_TRAIT(io_uring_register, FD_MAYBE)
IOR_CALL_TRAIT(clone,             FORK)
IOR_CALL_TRAIT(fork,              FORK)
IOR_CALL_TRAIT(vfork,             FORK)
IOR_CALL_TRAIT(clone3,            FORK)

#undef IOR_CALL_TRAIT
#endif /* IOR_CALL_TRAIT */

#ifdef IOR_CALL_RET_FD_IF

/*
 * Calls that return a descriptor where the lower half of one argument has some
 * values below 64, and a number else: the argument, and a bit for each value.
 *
 * bpf: commands that make or open a map, a program, a link and the like (enum
 * bpf_cmd).  seccomp: SECCOMP_FILTER_FLAG_NEW_LISTENER, bit 3, which no other
 * operation takes.  landlock_create_ruleset: without flags, which ask for
 * numbers.
 */
IOR_CALL_RET_FD_IF(bpf,                     0, 0x00000013500e60a1)
IOR_CALL_RET_FD_IF(seccomp,                 1, 0xff00ff00ff00ff00)
IOR_CALL_RET_FD_IF(landlock_create_ruleset, 2, 0x0000000000000001)

#undef IOR_CALL_RET_FD_IF
#endif /* IOR_CALL_RET_FD_IF */

#ifdef IOR_CALL_ALIAS

/*
 * Names that the kernel has for its functions.  umount and sendfile64 are
 * calls of i386 as well: such a name selects both.
 */
IOR_CALL_ALIAS(newstat,    stat)
IOR_CALL_ALIAS(newfstat,   fstat)
IOR_CALL_ALIAS(newlstat,   lstat)
IOR_CALL_ALIAS(newuname,   uname)
IOR_CALL_ALIAS(sendfile64, sendfile)
IOR_CALL_ALIAS(umount,     umount2)

#undef IOR_CALL_ALIAS
#endif /* IOR_CALL_ALIAS */
