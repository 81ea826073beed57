// SPDX-License-Identifier: GPL-2.0-only
/*
 * Starting a command so that its first traced call is its execve.
 *
 * The child gets itself ready and then spins, making no call, until the parent
 * has armed the session: any way to sleep would end with a call of its own.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "read.h"

#define SPINS_MAX	0x1000000000	/* about a minute: the parent must be gone */

/**
 * struct gate - what parent and child share
 * @ready: the child makes no calls any more
 * @go: it shall execute the command
 * @error: errno of its execve, if that failed
 */
struct gate {
	int	ready;
	int	go;
	int	error;
};

/**
 * struct launch - a command
 * @gate: between it and us
 * @pid: its process
 * @sig: what ends it when the next signal comes to us
 */
struct launch {
	struct gate	*gate;
	pid_t		pid;
	int		sig;
};

/* --------------------------------------------------------------- lookup -- */

/* 0: it can be executed; else a negative errno. */
static int check_file(const char *path)
{
	struct stat st;

	if (stat(path, &st))
		return -errno;
	if (!S_ISREG(st.st_mode))
		return S_ISDIR(st.st_mode) ? -EISDIR : -EACCES;
	return faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) ? -errno : 0;
}

static char *join(const char *dir, size_t len, const char *name)
{
	size_t size = len + strlen(name) + 2;
	char *path = malloc(size);

	if (!path)
		return NULL;
	memcpy(path, dir, len);
	path[len] = '/';
	memcpy(path + len + 1, name, size - len - 1);
	return path;
}

/*
 * Search PATH as a shell does; an empty part of it is the working directory.
 * Returns 0, or a negative errno.
 */
int launch_search(const char *name, char **path)
{
	const char *dir = getenv("PATH") ?: "/bin:/usr/bin", *end;
	int found = -ENOENT, err;

	for (;; dir = end + 1) {
		end = strchrnul(dir, ':');
		*path = end > dir ? join(dir, end - dir, name) : join(".", 1, name);
		if (!*path)
			return -ENOMEM;
		err = check_file(*path);
		if (!err)
			return 0;
		free(*path);
		*path = NULL;
		if (err != -ENOENT && err != -ENOTDIR && err != -EISDIR)
			found = err;
		if (!*end)
			return found;
	}
}

static int fail_command(const char *name, int err)
{
	bool found = err != -ENOENT && err != -ENOTDIR;
	bool sought = !found && !strchr(name, '/');

	fail("%s: %s (%s)", name, sought ? "command not found" : strerror(-err),
	     found ? "it must be a program that you may execute" :
	     sought ? "check its name and PATH" : "check its name");
	return found ? EXIT_NOT_EXECUTABLE : EXIT_NOT_FOUND;
}

/* Find a command.  Returns 0, or the exit status of a shell that can't. */
int launch_find(const char *name, char **path)
{
	int err;

	if (!*name) {
		err = -ENOENT;
	} else if (strchr(name, '/')) {
		err = check_file(name);
		*path = err ? NULL : strdup(name);
		if (!err && !*path)
			err = -ENOMEM;
	} else {
		err = launch_search(name, path);
	}
	return err ? fail_command(name, err) : 0;
}

/* --------------------------------------------------------------- launch -- */

_Noreturn static void child(struct gate *gate, const char *path, char **argv)
{
	uint64_t spins;

	signals_restore();
	__atomic_store_n(&gate->ready, 1, __ATOMIC_RELEASE);
	for (spins = 0; !__atomic_load_n(&gate->go, __ATOMIC_ACQUIRE); spins++) {
		if (spins == SPINS_MAX)
			_exit(EXIT_IOR);
	}
	execve(path, argv, environ);
	gate->error = errno;
	_exit(EXIT_NOT_EXECUTABLE);
}

/* Fork a child that is ready to execute the command, and makes no call till then. */
int launch_prepare(struct launch **launchp, const char *path, char **argv)
{
	struct launch *l = calloc(1, sizeof(*l));
	int err;

	if (!l)
		return -ENOMEM;
	l->sig = SIGTERM;
	l->gate = mmap(NULL, sizeof(*l->gate), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		       -1, 0);
	if (l->gate == MAP_FAILED)
		goto err_free;
	l->pid = fork();
	if (l->pid < 0)
		goto err_unmap;
	if (!l->pid)
		child(l->gate, path, argv);
	while (!__atomic_load_n(&l->gate->ready, __ATOMIC_ACQUIRE)) {
		if (waitpid(l->pid, NULL, WNOHANG) == l->pid) {
			errno = ECHILD;
			goto err_unmap;
		}
		sched_yield();
	}
	*launchp = l;
	return 0;
err_unmap:
	err = -errno;
	munmap(l->gate, sizeof(*l->gate));
	free(l);
	return err;
err_free:
	err = -errno;
	free(l);
	return err;
}

pid_t launch_pid(const struct launch *l)
{
	return l->pid;
}

void launch_go(struct launch *l)
{
	__atomic_store_n(&l->gate->go, 1, __ATOMIC_RELEASE);
}

/* A signal came that ends the trace: the command ends with it, for certain if again. */
void launch_end(struct launch *l)
{
	kill(l->pid, l->sig);
	l->sig = SIGKILL;
}

static void release(struct launch *l)
{
	munmap(l->gate, sizeof(*l->gate));
	free(l);
}

/* The command shall not run: end the child that would have become it. */
void launch_cancel(struct launch *l)
{
	if (!l)
		return;
	kill(l->pid, SIGKILL);
	while (waitpid(l->pid, NULL, 0) < 0 && errno == EINTR)
		;
	release(l);
}

void launch_say_late(const char *name)
{
	note("the time is up, %s gets SIGTERM", name);
}

/* Sleep with @mask until a signal comes, or till @deadline if that is not 0. */
static void sleep_until(uint64_t deadline, const sigset_t *mask)
{
	uint64_t now = clock_ns(), ns = deadline > now ? deadline - now : 0;
	struct timespec left = { .tv_sec = ns / NS_PER_SEC, .tv_nsec = ns % NS_PER_SEC };

	ppoll(NULL, 0, deadline ? &left : NULL, mask);
}

/*
 * Wait for the command to end.  A signal that is to end ior-read ends the
 * command, too; after a first one, which the trace may have got, for certain.
 * So does @deadline, if it is not 0: the trace may have ended before it.
 *
 * Returns its exit status, as a shell has it.
 */
int launch_wait(struct launch *l, const char *name, uint64_t deadline)
{
	int status, err;
	sigset_t old;

	signals_block(&old);
	while (waitpid(l->pid, &status, WNOHANG) != l->pid) {
		if (signals_take()) {
			launch_end(l);
			deadline = 0;
		} else if (deadline && clock_ns() >= deadline) {
			launch_say_late(name);
			launch_end(l);
			deadline = 0;
		}
		sleep_until(deadline, &old);
	}
	sigprocmask(SIG_SETMASK, &old, NULL);
	err = -l->gate->error;
	release(l);
	if (err)
		return fail_command(name, err);
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
