// SPDX-License-Identifier: GPL-2.0-only
/*
 * What ior-read makes of records: each is made by hand, with the names that it
 * refers to, and has one row of CSV and one of text.
 */
#include "ior_recording.h"

#define STATE(i, state)		(IOR_PATH_##state << IOR_CALL_PATH_SHIFT(i))
#define FDCWD			((__u32)AT_FDCWD)

/* Of one call: what it has, the columns "bytes,fd,path,path2,flags", and the text */
struct example {
	unsigned int nr;
	__s64 ret;
	__u64 args[IOR_NR_ARGS];
	__u32 name[2];
	__u32 flags;
	__u64 aux;
	const char *csv, *text;
};

#define ASKED(bytes)		((__u64)(bytes) << 32)
#define ENOENT_TEXT		"-1 ENOENT (No such file or directory)"
#define DENIED			" (DENIED)\n"
#define CLONES			"CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_CLEAR_SIGHAND"
#define A			"</home/me/dir/a>"
#define ODD_CSV			"\"/<o>,\"\"\n\\\t\0331\033x\303\244\""
#define ODD_TEXT(lt, gt)	"/" lt "o" gt ",\\\"\\n\\\\\\t\\0331\\33x\\303\\244"

static const struct example examples[] = {
	/* paths and what they start at */
	{ SYS_openat, 4, { FDCWD, 0x1000, O_RDONLY | O_CLOEXEC }, { REL2, FILE_B }, 0, 0,
	  ",4,/etc/b,,O_RDONLY|O_CLOEXEC",
	  "openat(AT_FDCWD</home/me>, \"../b\", O_RDONLY|O_CLOEXEC) = 4</etc/b>" TIME },
	{ SYS_openat, 4, { 3, 0x1000, O_RDWR | O_CREAT, 0640 }, { REL, FILE_A }, 0, 0,
	  ",4,/home/me/dir/a,,O_RDWR|O_CREAT",
	  "openat(3</home/me/dir>, \"./a\", O_RDWR|O_CREAT, 0640) = 4" A TIME },
	{ SYS_openat, -ENOENT, { 3, 0x1000, 0 }, { REL }, 0, 0,
	  ",-1,/home/me/dir/a,,O_RDONLY",
	  "openat(3</home/me/dir>, \"./a\", O_RDONLY) = " ENOENT_TEXT TIME },
	{ SYS_openat, 4, { 3, 0x1000, 0 }, { REL, 0 }, IOR_CALL_NAME_LOST, 0,
	  ",4,/home/me/dir/a,,O_RDONLY",
	  "openat(3</home/me/dir>, \"./a\", O_RDONLY) = 4 (NAME LOST)" TIME },
	{ SYS_openat, 4, { 3, 0x1000, 0 }, { UNKNOWN, UNKNOWN }, 0, 0, ",4,,,O_RDONLY",
	  "openat(3, 0x1000, O_RDONLY)             = 4" TIME },
#ifdef __NR_open
	{ SYS_open, 4, { 0x1000, O_WRONLY }, { ABS, FILE_B }, 0, 0, ",4,/etc/b,,O_WRONLY",
	  "open(\"/etc/b\", O_WRONLY)                = 4</etc/b>" TIME },
	{ SYS_creat, 4, { 0x1000, 0600 }, { ODD, ODD }, 0, 0,
	  ",4," ODD_CSV ",,O_WRONLY|O_CREAT|O_TRUNC",
	  "creat(\"" ODD_TEXT("<", ">") "\", 0600) = 4<" ODD_TEXT("\\74", "\\76") ">" TIME },
	{ SYS_stat, -EFAULT, { 0, 0x2000 }, { 0 }, STATE(0, NULL), 0, ",,,,",
	  "stat(NULL, 0x2000)                      = -1 EFAULT (Bad address)" TIME },
	{ SYS_stat, -EFAULT, { 16, 0x2000 }, { 0 }, STATE(0, UNREAD), 0, ",,,,",
	  "stat(0x10, 0x2000)                      = -1 EFAULT (Bad address)" TIME },
	{ SYS_stat, -ENOENT, { 0x1000, 0x2000 }, { 0 }, STATE(0, EMPTY), 0, ",,,,",
	  "stat(\"\", 0x2000)                        = " ENOENT_TEXT TIME },
	{ SYS_stat, -ENAMETOOLONG, { 0x1000, 0x2000 }, { ABS }, STATE(0, CUT), 0, ",,/etc/b,,",
	  "stat(\"/etc/b\"..., 0x2000)               = -1 ENAMETOOLONG (File name too long)" TIME },
#endif
	{ SYS_newfstatat, 0, { 3, 0x1000, 0x2000, 0x1000 }, { DIR }, STATE(0, EMPTY), 0,
	  ",3,/home/me/dir,,AT_EMPTY_PATH",
	  "newfstatat(3</home/me/dir>, \"\", 0x2000, AT_EMPTY_PATH) = 0" TIME },
	{ SYS_utimensat, 0, { 3, 0, 0x2000, 0 }, { DIR }, STATE(0, NULL), 0, ",3,/home/me/dir,,0",
	  "utimensat(3</home/me/dir>, NULL, 0x2000, 0) = 0" TIME },
#ifdef __NR_rename
	{ SYS_rename, 0, { 0x1000, 0x2000 }, { ABS, REL2 }, 0, 0, ",,/etc/b,/home/b,",
	  "rename(\"../b\", \"/etc/b\")                = 0" TIME },
#endif
	{ SYS_renameat2, 0, { FDCWD, 0x1000, 3, 0x2000, 1 }, { REL, REL2 }, 0, 0,
	  ",3,/home/me/dir/a,/home/b,0x1",
	  "renameat2(AT_FDCWD</home/me>, \"../b\", 3</home/me/dir>, \"./a\", 0x1) = 0" TIME },
	{ SYS_renameat2, 0, { FDCWD, 0x1000, 3, 0x2000, 0 }, { REL }, STATE(1, UNREAD), 0,
	  ",3,/home/me/dir/a,,0",
	  "renameat2(AT_FDCWD, 0x1000, 3</home/me/dir>, \"./a\", 0) = 0" TIME },
	{ SYS_symlinkat, 0, { 0x1000, 3, 0x2000 }, { REL, TEXT }, 0, 0,
	  ",3,/home/me/dir/a,\"../anything\r\",",
	  "symlinkat(\"../anything\\r\", 3</home/me/dir>, \"./a\") = 0" TIME },
	{ SYS_getcwd, 9, { 0x1000, 100 }, { CWD }, 0, 0, "9,,/home/me,,",
	  "getcwd(\"/home/me\", 100)                 = 9" TIME },
	{ SYS_getcwd, -ERANGE, { 0x1000, 3 }, { 0 }, 0, 0, ",,,,",
	  "getcwd(0x1000, 3)                       = -1 ERANGE (Numerical result out of range)"
	  TIME },
	{ SYS_execve, 0, { 0x1000, 0x2000, 0x3000 }, { ABS }, 0, 0, ",,/etc/b,,",
	  "execve(\"/etc/b\", 0x2000, 0x3000)        = 0" TIME },
	{ SYS_inotify_add_watch, 1, { 5, 0x1000, 2 }, { REL2, PIPE }, IOR_CALL_FD, FILE_FLAGS(0),
	  ",5,/home/b,,O_RDONLY",
	  "inotify_add_watch(5<pipe:[77]>, \"../b\", 0x2) = 1" TIME },

	/* descriptors */
	{ SYS_read, 5, { 3, 0x1000, 10 }, { FILE_A }, IOR_CALL_FD, FILE_FLAGS(0),
	  "5,3,/home/me/dir/a,,O_RDONLY",
	  "read(3</home/me/dir/a>, 0x1000, 10)     = 5" TIME },
	{ SYS_write, -EBADF, { 99999, 0x1000, 10 }, { 0 }, 0, 0, ",99999,,,",
	  "write(99999, 0x1000, 10)                = -1 EBADF (Bad file descriptor)" TIME },
	{ SYS_close, 0, { 3 }, { GONE }, IOR_CALL_FD, FILE_FLAGS(O_RDWR | O_APPEND | O_CLOEXEC),
	  ",3,/tmp/gone (deleted),,O_RDWR|O_APPEND|O_CLOEXEC",
	  "close(3</tmp/gone>(deleted))            = 0" TIME },
	{ SYS_close, -EBADF, { -1 }, { 0 }, 0, 0, ",-1,,,",
	  "close(-1)                               = -1 EBADF (Bad file descriptor)" TIME },
	{ SYS_dup, 7, { 3 }, { FILE_A, FILE_A }, IOR_CALL_FD, FILE_FLAGS(O_RDWR),
	  ",3,/home/me/dir/a,,O_RDWR",
	  "dup(3</home/me/dir/a>)                  = 7</home/me/dir/a>" TIME },
	{ SYS_dup3, 7, { 3, 7, O_CLOEXEC }, { FILE_A, FILE_A }, IOR_CALL_FD, FILE_FLAGS(O_RDWR),
	  ",3,/home/me/dir/a,,O_CLOEXEC",
	  "dup3(3</home/me/dir/a>, 7, O_CLOEXEC)   = 7</home/me/dir/a>" TIME },
	{ SYS_dup, 7, { 3 }, { FILE_A, 0 }, IOR_CALL_FD, FILE_FLAGS(0), ",3,,,O_RDONLY",
	  "dup(3</home/me/dir/a>)                  = 7" TIME },
	/* BPF_OBJ_GET, BPF_MAP_LOOKUP_ELEM; a ruleset, the version of landlock */
	{ SYS_bpf, 7, { 7, 0x1000, 8 }, { 0, PIPE }, 0, 0, ",7,pipe:[77],,",
	  "bpf(7, 0x1000, 8)                       = 7<pipe:[77]>" TIME },
	{ SYS_bpf, -EPERM, { 7, 0x1000, 8 }, { 0 }, 0, 0, ",-1,,,",
	  "bpf(7, 0x1000, 8)                       = -1 EPERM (Operation not permitted)" TIME },
	{ SYS_bpf, 0, { 1, 0x1000, 8 }, { 0 }, 0, 0, ",,,,",
	  "bpf(1, 0x1000, 8)                       = 0" TIME },
	{ SYS_landlock_create_ruleset, 7, { 0x1000, 8, 0 }, { 0, PIPE }, 0, 0, ",7,pipe:[77],,0",
	  "landlock_create_ruleset(0x1000, 8, 0)   = 7<pipe:[77]>" TIME },
	{ SYS_landlock_create_ruleset, 7, { 0, 0, 1 }, { 0 }, 0, 0, ",,,,0x1",
	  "landlock_create_ruleset(NULL, 0, 0x1)   = 7" TIME },
	{ SYS_fcntl, 9, { 3, 0, 9 }, { FILE_A }, IOR_CALL_FD, FILE_FLAGS(O_RDWR | O_CLOEXEC),
	  ",3,/home/me/dir/a,,O_RDWR|O_CLOEXEC",
	  "fcntl(3</home/me/dir/a>, 0, 0x9)        = 9</home/me/dir/a>" TIME },
	{ SYS_fcntl, 0, { 3, 4, O_APPEND }, { FILE_A }, IOR_CALL_FD,
	  FILE_FLAGS(O_WRONLY | O_APPEND), ",3,/home/me/dir/a,,O_WRONLY|O_APPEND",
	  "fcntl(3</home/me/dir/a>, 4, 0x400)      = 0" TIME },
	{ SYS_close_range, 0, { 3, 9, 4 }, { FILE_A }, IOR_CALL_FD, FILE_FLAGS(O_RDWR | O_CLOEXEC),
	  ",3,/home/me/dir/a,,O_RDWR|O_CLOEXEC",
	  "close_range(3</home/me/dir/a>, 9, 0x4)  = 0" TIME },
	{ SYS_close_range, 0, { 9000, 9001, 0 }, { 0 }, 0, 0, ",9000,,,",
	  "close_range(9000, 9001, 0)              = 0" TIME },
	{ SYS_socket, 3, { 2, 1, 0 }, { 0, SOCK }, 0, 0, ",3,socket:[78],,",
	  "socket(AF_INET, SOCK_STREAM, 0)         = 3<socket:[78]>" TIME },
	{ SYS_accept4, 8, { 3, 0, 0, 04000 }, { SOCK, FILE_B }, IOR_CALL_FD, FILE_FLAGS(O_RDWR),
	  ",3,/etc/b,,0x800",
	  "accept4(3<socket:[78]>, NULL, NULL, 0x800) = 8</etc/b>" TIME },
	{ SYS_accept4, 8, { 3, 0, 0, 0 }, { 0, 0 }, IOR_CALL_NAME_LOST, 0, ",3,,,0",
	  "accept4(3, NULL, NULL, 0)               = 8 (NAME LOST)" TIME },
	{ SYS_pidfd_getfd, 8, { 3, 5, 0 }, { PIPE, FILE_A }, IOR_CALL_FD, 0, ",3,/home/me/dir/a,,0",
	  "pidfd_getfd(3<pipe:[77]>, 5, 0)         = 8</home/me/dir/a>" TIME },
	{ SYS_pidfd_getfd, 8, { 3, 5, 0 }, { PIPE, 0 }, IOR_CALL_FD, 0, ",3,,,0",
	  "pidfd_getfd(3<pipe:[77]>, 5, 0)         = 8" TIME },
	{ SYS_memfd_create, 3, { 0x1000, 1 }, { TEXT, MEM }, 0, 0, ",3,/memfd:mem (deleted),,0x1",
	  "memfd_create(\"../anything\\r\", 0x1)      = 3</memfd:mem>(deleted)" TIME },
	{ SYS_pipe2, 0, { 0x1000, O_CLOEXEC }, { PIPE, PIPE }, 0, 3 | 4ULL << 32,
	  ",3,pipe:[77],pipe:[77],O_CLOEXEC",
	  "pipe2([3<pipe:[77]>, 4<pipe:[77]>], O_CLOEXEC) = 0" TIME },
	{ SYS_pipe2, 0, { 0x1000, 0 }, { 0 }, IOR_CALL_UNREAD, 0, ",-1,,,0",
	  "pipe2(0x1000, 0)                        = 0" TIME },
	{ SYS_pipe2, -EMFILE, { 0x1000, 0 }, { 0 }, 0, 0, ",-1,,,0",
	  "pipe2(0x1000, 0)                        = -1 EMFILE (Too many open files)" TIME },
	{ SYS_socketpair, 0, { 1, 1, 0, 0x1000 }, { SOCK, PIPE }, 0, 5 | 6ULL << 32,
	  ",5,socket:[78],pipe:[77],",
	  "socketpair(AF_UNIX, SOCK_STREAM, 0, [5<socket:[78]>, 6<pipe:[77]>]) = 0" TIME },
	{ SYS_sendfile, 9, { 5, 3, 0, 100 }, { SOCK, FILE_A }, IOR_CALL_FD, FILE_FLAGS(O_RDWR),
	  "9,5,socket:[78],/home/me/dir/a,O_RDWR",
	  "sendfile(5<socket:[78]>, 3</home/me/dir/a>, NULL, 100) = 9" TIME },
	{ SYS_splice, 9, { 3, 0, 5, 0, 100, 0 }, { SOCK, PIPE }, IOR_CALL_FD, 0,
	  "9,5,socket:[78],pipe:[77],0",
	  "splice(3<pipe:[77]>, NULL, 5<socket:[78]>, NULL, 100, 0) = 9" TIME },
	{ SYS_kcmp, 0, { 1, 1, 0, 3, 4 }, { FILE_A, FILE_B }, IOR_CALL_FD, 0,
	  ",3,/home/me/dir/a,/etc/b,O_RDONLY",
	  "kcmp(1, 1, 0, 3</home/me/dir/a>, 4</etc/b>) = 0" TIME },
	{ SYS_kcmp, 0, { 1, 1, 1, 3, 4 }, { 0 }, 0, 0, ",-1,,,",
	  "kcmp(1, 1, 1, 3, 4)                     = 0" TIME },
	{ SYS_io_uring_enter, 0, { 0, 1, 1, 0x10 }, { RING }, 0, ASKED(6),
	  ",6,anon_inode:[io_uring],,0x10",
	  "io_uring_enter(0<anon_inode:[io_uring]>, 1, 1, 0x10, NULL, 0) = 0" TIME },
	{ SYS_io_uring_enter, 0, { 6, 1, 1, 0 }, { RING }, IOR_CALL_FD, FILE_FLAGS(O_RDWR),
	  ",6,anon_inode:[io_uring],,0",
	  "io_uring_enter(6<anon_inode:[io_uring]>, 1, 1, 0, NULL, 0) = 0" TIME },
	{ SYS_io_uring_register, 1, { 0, 0x80000000 | 20, 0, 1 }, { RING }, 0, ASKED(-1U),
	  ",-1,anon_inode:[io_uring],,",
	  "io_uring_register(0<anon_inode:[io_uring]>, 0x80000014, NULL, 1) = 1" TIME },
	{ SYS_mmap, 0x7f0000000000, { 0, 4096, 1, 2, 3, 0 }, { FILE_A }, IOR_CALL_FD, 0,
	  ",3,/home/me/dir/a,,MAP_PRIVATE",
	  "mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 3</home/me/dir/a>, 0) = 0x7f0000000000" TIME },

	/* bytes */
	{ SYS_recvfrom, 9, { 3, 0x1000, 10, MSG_PEEK }, { SOCK }, 0, 0, ",3,socket:[78],,MSG_PEEK",
	  "recvfrom(3<socket:[78]>, 0x1000, 10, MSG_PEEK, NULL, NULL) = 9" TIME },
	{ SYS_recvfrom, 99, { 3, 0x1000, 10, MSG_TRUNC }, { SOCK }, 0, 0,
	  "10,3,socket:[78],,MSG_TRUNC",
	  "recvfrom(3<socket:[78]>, 0x1000, 10, MSG_TRUNC, NULL, NULL) = 99" TIME },
	{ SYS_recvfrom, 9, { 3, 0x1000, 10, MSG_TRUNC }, { SOCK }, 0, 0,
	  "9,3,socket:[78],,MSG_TRUNC",
	  "recvfrom(3<socket:[78]>, 0x1000, 10, MSG_TRUNC, NULL, NULL) = 9" TIME },
	{ SYS_recvmsg, 99, { 3, 0x1000, MSG_TRUNC }, { SOCK }, IOR_CALL_FD, ASKED(30),
	  "30,3,socket:[78],,MSG_TRUNC",
	  "recvmsg(3<socket:[78]>, 0x1000, MSG_TRUNC) = 99" TIME },
	{ SYS_recvmsg, 99, { 3, 0x1000, MSG_TRUNC }, { SOCK }, IOR_CALL_FD | IOR_CALL_UNREAD, 0,
	  ",3,socket:[78],,MSG_TRUNC",
	  "recvmsg(3<socket:[78]>, 0x1000, MSG_TRUNC) = 99" TIME },
	{ SYS_recvmsg, 20, { 3, 0x1000, 0 }, { SOCK }, IOR_CALL_FD | IOR_CALL_UNREAD, 0,
	  "20,3,socket:[78],,0",
	  "recvmsg(3<socket:[78]>, 0x1000, 0)      = 20" TIME },
	{ SYS_sendto, 9, { 3, 0x1000, 9, MSG_PEEK }, { SOCK }, 0, 0, "9,3,socket:[78],,MSG_PEEK",
	  "sendto(3<socket:[78]>, 0x1000, 9, MSG_PEEK, NULL, 0) = 9" TIME },
	{ SYS_getxattr, 17, { 0x1000, 0x2000, 0, 0 }, { ABS }, 0, 0, ",,/etc/b,,",
	  "getxattr(\"/etc/b\", 0x2000, NULL, 0)     = 17" TIME },
	{ SYS_getxattr, 17, { 0x1000, 0x2000, 0x3000, 20 }, { ABS }, 0, 0, "17,,/etc/b,,",
	  "getxattr(\"/etc/b\", 0x2000, 0x3000, 20)  = 17" TIME },
	{ SYS_lseek, 100, { 3, 100, 0 }, { FILE_A }, IOR_CALL_FD, 0, ",3,/home/me/dir/a,,O_RDONLY",
	  "lseek(3</home/me/dir/a>, 100, SEEK_SET) = 100" TIME },
	{ SYS_readv, 70, { 3, 0x1000, 2 }, { FILE_A }, IOR_CALL_FD, ASKED(100),
	  "70,3,/home/me/dir/a,,O_RDONLY",
	  "readv(3</home/me/dir/a>, 0x1000, 2)     = 70" TIME },

	/* structs */
	{ SYS_openat2, 4, { 3, 0x1000, 0x2000, 24 }, { REL, FILE_A }, 0,
	  O_RDWR | O_CREAT | 0644ULL << 32, ",4,/home/me/dir/a,,O_RDWR|O_CREAT",
	  "openat2(3</home/me/dir>, \"./a\", {flags=O_RDWR|O_CREAT, mode=0644, ...}, 24) = 4" A
	  TIME },
	{ SYS_openat2, 4, { 3, 0x1000, 0x2000, 24 }, { REL, FILE_A }, 0, 0,
	  ",4,/home/me/dir/a,,O_RDONLY",
	  "openat2(3</home/me/dir>, \"./a\", {flags=O_RDONLY, ...}, 24) = 4" A TIME },
	{ SYS_openat2, -EFAULT, { 3, 0x1000, 16, 24 }, { REL }, IOR_CALL_UNREAD, 0,
	  ",-1,/home/me/dir/a,,",
	  "openat2(3</home/me/dir>, \"./a\", 0x10, 24) = -1 EFAULT (Bad address)" TIME },
	{ SYS_nanosleep, 0, { 0x1000, 0 }, { 0 }, 0, 600000000, ",,,,",
	  "nanosleep({tv_sec=0, tv_nsec=600000000}, NULL) = 0" TIME },
	{ SYS_clock_nanosleep, 0, { 1, 1, 0x1000, 0 }, { 0 }, 0, 12000000034, ",,,,0x1",
	  "clock_nanosleep(CLOCK_MONOTONIC, 0x1, {tv_sec=12, tv_nsec=34}, NULL) = 0" TIME },
	{ SYS_nanosleep, -EFAULT, { 16, 0 }, { 0 }, IOR_CALL_UNREAD, 0, ",,,,",
	  "nanosleep(0x10, NULL)                   = -1 EFAULT (Bad address)" TIME },
	{ SYS_nanosleep, -EINVAL, { 0x1000, 0 }, { 0 }, 0, -1ULL, ",,,,",
	  "nanosleep(0x1000, NULL)                 = -1 EINVAL (Invalid argument)" TIME },
	{ SYS_nanosleep, 0, { 0x1000, 0 }, { 0 }, 0, INT64_MAX, ",,,,",
	  "nanosleep(0x1000, NULL)                 = 0" TIME },
	{ SYS_clone3, 123, { 0x1000, 88 }, { 0 }, 0, 0x100000f00,
	  ",,,," CLONES,
	  "clone3({flags=" CLONES ", ...}, 88) = 123" TIME },
	{ SYS_clone3, -EFAULT, { 16, 88 }, { 0 }, IOR_CALL_UNREAD, 0, ",,,,",
	  "clone3(0x10, 88)                        = -1 EFAULT (Bad address)" TIME },

	/* half a call */
	{ SYS_fchmod, -EPERM, { 3, 0644 }, { FILE_A }, IOR_CALL_NO_ENTER | IOR_CALL_DENIED, 0,
	  ",3,/home/me/dir/a,,",
	  "fchmod(3</home/me/dir/a>, 0644)         = -1 EPERM (Operation not permitted)" DENIED },
	{ SYS_write, 1, { 3, 0x1000, 9 }, { FILE_A }, IOR_CALL_NO_ENTER | IOR_CALL_DENIED, 0,
	  ",3,/home/me/dir/a,,",
	  "write(3</home/me/dir/a>, 0x1000, 9)     = 1" DENIED },
	{ SYS_read, 5, { 3, 0x1000, 10 }, { FILE_A }, IOR_CALL_NO_ENTER, 0,
	  "5,3,/home/me/dir/a,,",
	  "<... read resumed>)                     = 5\n" },
	{ SYS_read, 0, { 3, 0x1000, 10 }, { FILE_A }, IOR_CALL_NO_EXIT, 0,
	  ",3,/home/me/dir/a,,",
	  "read(3</home/me/dir/a>, 0x1000, 10 <unfinished ...>) = ?\n" },
};

static struct ior_record record_of(const struct example *e)
{
	struct ior_record rec = call_of(IOR_ABI_NATIVE, e->nr);

	rec.ret = e->ret;
	memcpy(rec.args, e->args, sizeof(rec.args));
	memcpy(rec.name, e->name, sizeof(rec.name));
	rec.flags = e->flags;
	rec.aux = e->aux;
	return rec;
}

/* The columns "bytes,fd,path,path2,flags", which stand between the error and "64" */
static void expect_csv(struct __test_metadata *_metadata, const struct example *e,
		       const char *csv)
{
	const struct ior_call_entry *entry = ior_call_entry(ior_call_find(0, e->nr));
	char start[128], end[1024];
	const char *at;

	snprintf(start, sizeof(start), ",%s,", entry->name);
	at = strstr(csv, start);
	ASSERT_NE(NULL, at)
		TH_LOG("%s: %s", e->text, csv);
	snprintf(end, sizeof(end), "%s,64\n", e->csv);
	EXPECT_TRUE(strlen(at) > strlen(end) && !strcmp(at + strlen(at) - strlen(end), end) &&
		    at[strlen(at) - strlen(end) - 1] == ',')
		TH_LOG("%sexpected: %sgot: %s", e->text, end, at);
}

/* Each is printed twice, by a process of its own. */
TEST_F_TIMEOUT(recording, examples, 200)
{
	const struct example *e;
	const char *header, *csv;

	if (ior_calls_machine() != MACHINE_X86_64)
		SKIP(return, "the records are of x86");
	add_names(&self->stream);
	for (e = examples; e < examples + sizeof(examples) / sizeof(*examples); e++) {
		struct ior_record rec = record_of(e);
		struct ior_tally tally = self->stream.tally;
		long at = ftell(self->stream.file);

		add(&self->stream, &rec);
		EXPECT_STREQ(e->text, PRINTED("text"));
		csv = PRINTED("csv");
		header = strchr(csv, '\n');
		ASSERT_NE(NULL, header);
		expect_csv(_metadata, e, header + 1);
		self->stream.tally = tally;
		fseek(self->stream.file, at, SEEK_SET);
	}
}

TEST_HARNESS_MAIN
