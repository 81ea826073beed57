/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the scenarios are made of: the table's row, and calls whose results
 * are checked.  A check that fails ends the program, from any thread, with a
 * message, the scenario's directory removed; so scenarios have no error paths.
 */
#ifndef IOR_WORKLOAD_H
#define IOR_WORKLOAD_H

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <unistd.h>

#include "numbers.h"

/* A row of a table ends where the rest is nothing. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

enum exit_status {
	EXIT_DONE	= 0,
	EXIT_FAILED	= 1,
	EXIT_USAGE	= 2,
	EXIT_SKIPPED	= 4,	/* kselftest's */
};

/**
 * struct scenario - one row of the table
 * @name: what the user types: its group, a dash, what it is about
 * @about: what it does, in one line of --list
 * @run: makes its calls; returns if every one of them did what it should
 * @needs: what a kernel or user must have for it, for the message of a skip;
 *	NULL: nothing special
 * @prepare: what it does before a tracer comes (--wait), if anything
 */
struct scenario {
	const char *name;
	const char *about;
	void (*run)(void);
	const char *needs;
	void (*prepare)(void);
};

/* The rows of each file; the row without a name is the last. */
extern const struct scenario aio_scenarios[];
extern const struct scenario noreturn_scenarios[];
extern const struct scenario open_scenarios[];
extern const struct scenario readwrite_scenarios[];
extern const struct scenario transfer_scenarios[];
extern const struct scenario stat_scenarios[];
extern const struct scenario dir_scenarios[];
extern const struct scenario link_scenarios[];
extern const struct scenario rename_scenarios[];
extern const struct scenario unlink_scenarios[];
extern const struct scenario close_scenarios[];
extern const struct scenario dup_scenarios[];
extern const struct scenario fcntl_scenarios[];
extern const struct scenario pidfd_scenarios[];
extern const struct scenario iouring_scenarios[];
extern const struct scenario faultedpath_scenarios[];
extern const struct scenario threads_scenarios[];
extern const struct scenario process_scenarios[];
extern const struct scenario restart_scenarios[];
extern const struct scenario seccomp_scenarios[];
extern const struct scenario xattr_scenarios[];
extern const struct scenario chmod_scenarios[];
extern const struct scenario chown_scenarios[];
extern const struct scenario utime_scenarios[];
extern const struct scenario sync_scenarios[];
extern const struct scenario truncate_scenarios[];
extern const struct scenario mmap_scenarios[];
extern const struct scenario copy_scenarios[];
extern const struct scenario flock_scenarios[];
extern const struct scenario ioctl_scenarios[];
extern const struct scenario misc_scenarios[];
extern const struct scenario sched_scenarios[];
extern const struct scenario priority_scenarios[];
extern const struct scenario security_scenarios[];
extern const struct scenario family_scenarios[];
extern const struct scenario socket_scenarios[];
extern const struct scenario ipc_scenarios[];
extern const struct scenario mountfs_scenarios[];
extern const struct scenario polling_scenarios[];
extern const struct scenario time_scenarios[];
extern const struct scenario signals_scenarios[];
extern const struct scenario harness_scenarios[];
extern const struct scenario accounting_scenarios[];
extern const struct scenario notify_scenarios[];
extern const struct scenario sysv_scenarios[];

/* ---------------------------------------------------------------- run -- */

/* scenario_run - one scenario, with a new directory of its own, as the cwd;
 * ready (or NULL) is called where it is about to begin
 */
void scenario_run(const struct scenario *scenario, void (*ready)(void));

/* scenario_interruptible - SIGINT, SIGTERM, SIGHUP remove the directory, too */
void scenario_interruptible(void);

/* fail, skip - end of the program, with the reason on stderr */
void fail(const char *fmt, ...) __attribute__((noreturn, format(printf, 1, 2)));
void skip(const char *fmt, ...) __attribute__((noreturn, format(printf, 1, 2)));

/* path_in_dir - the path of a file in the scenario's directory, "" of itself */
char *path_in_dir(char path[PATH_MAX], const char *name);

/* IN_DIR - the same, in memory of the enclosing block */
#define IN_DIR(name)	path_in_dir((char[PATH_MAX]) { 0 }, name)

/* ------------------------------------------------------------- checks -- */

/*
 * What a call must return: anything but an error, exactly this, an error.
 * ENOSYS is a skip: this kernel, or this machine, has no such call.
 */
long must(const char *call, long ret);
long must_return(const char *call, long want, long ret);
void must_fail(const char *call, int error, long ret);

/* may_fail - a result of which nobody can say beforehand if it is one of some
 * errors, a list that 0 ends: -1 then
 */
long may_fail(const char *call, const int *errors, long ret);

/*
 * One system call, of this very name, whatever libc would make of it.
 * CALL(close, fd), CALL_IS(0, close, fd), CALL_FAILS(EBADF, close, -1).
 */
#define CALL(name, ...) \
	must(#name "(" #__VA_ARGS__ ")", syscall(SYS_##name, ##__VA_ARGS__))
#define CALL_IS(want, name, ...) \
	must_return(#name "(" #__VA_ARGS__ ")", want, syscall(SYS_##name, ##__VA_ARGS__))
#define CALL_FAILS(error, name, ...) \
	must_fail(#name "(" #__VA_ARGS__ ")", error, syscall(SYS_##name, ##__VA_ARGS__))
#define CALL_MAY_FAIL(errors, name, ...) \
	may_fail(#name "(" #__VA_ARGS__ ")", errors, syscall(SYS_##name, ##__VA_ARGS__))

/* ------------------------------------------------------- what many need -- */

#define FILE_MODE	0644
#define BAD_FD		99999	/* a number that no descriptor has */

/* NUMBERED("file-%d.txt", i) - a name, in memory of the enclosing block */
#define NAME_ROOM	64
#define NUMBERED(format, i)	numbered((char[NAME_ROOM]) { 0 }, format, i)
const char *numbered(char name[NAME_ROOM], const char *format, int i)
	__attribute__((format(printf, 2, 0)));

/* file_create - openat(O_RDWR | O_CREAT) in the directory: the descriptor */
int file_create(const char *name);

/* dir_open - openat(O_RDONLY | O_DIRECTORY) of a directory in it, "" of itself */
int dir_open(const char *name);

/* file_make - openat, write (unless size is 0), close */
void file_make(const char *name, const char *data, size_t size);

/* pause_ms - nanosleep(2) */
void pause_ms(unsigned int ms);

/* thread_run - runs fn(arg) in a second thread, to its end */
void thread_run(void *(*fn)(void *arg), void *arg);

#endif /* IOR_WORKLOAD_H */
