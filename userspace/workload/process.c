// SPDX-License-Identifier: GPL-2.0-only
/* Group process: programs that take another's place, forks, kcmp. */
#include <fcntl.h>
#include <linux/kcmp.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "blocked.h"
#include "workload.h"

#define ROUNDS		5
#define PAUSE_MS	10

#ifndef SYS_fork
#define SYS_fork	-1
#endif

/* ---------------------------------------------------------------- exec -- */

static void exec_lifecycle(void)
{
	char *argv[] = { "missing", NULL };
	char *envp[] = { NULL };
	int i;

	for (i = 0; i < ROUNDS; i++) {
		CALL_FAILS(ENOENT, execve, IN_DIR("ior-missing-execve-only"), argv, envp);
		CALL_FAILS(ENOENT, execveat, AT_FDCWD, "ior-missing-execveat-only", argv, envp, 0);
		pause_ms(PAUSE_MS);
	}
}

/* What a thread executes, once it is told to and the first thread sleeps */
static struct program {
	char path[PATH_MAX];
	char *argv[4];
	sem_t go;
} program;

static void *program_exec(void *unused)
{
	(void)unused;
	while (sem_wait(&program.go))
		if (errno != EINTR)
			fail("sem_wait: %m");
	wait_blocked(getpid(), SYS_ppoll, 0);
	execve(program.path, program.argv, environ);
	fail("%s: %m", program.path);
}

static void program_park(void)
{
	pthread_t thread;

	sem_init(&program.go, 0, 0);
	errno = pthread_create(&thread, NULL, program_exec, NULL);
	if (errno)
		fail("pthread_create: %m");
}

/* Nobody would remove the directory, neither this program nor the next. */
static void __attribute__((noreturn)) program_go(void)
{
	CALL_IS(0, chdir, "/");
	CALL_IS(0, unlinkat, AT_FDCWD, IN_DIR(""), AT_REMOVEDIR);
	sem_post(&program.go);
	for (;;)
		syscall(SYS_ppoll, NULL, 0, NULL, NULL, 0);
}

static void true_find(void)
{
	static const char * const paths[] = { "/bin/true", "/usr/bin/true" };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(paths); i++) {
		snprintf(program.path, sizeof(program.path), "%s", paths[i]);
		program.argv[0] = "true";
		if (!access(program.path, X_OK))
			return;
	}
	skip("no /bin/true");
}

static void exec_non_leader_thread(void)
{
	true_find();
	program_park();
	program_go();
}

static void exec_parked(void)
{
	true_find();
	program_park();
}

static void exec_non_leader_into_open(void)
{
	if (readlink("/proc/self/exe", program.path, sizeof(program.path) - 1) < 0)
		fail("/proc/self/exe: %m");
	program.argv[0] = "ior-workload";
	program.argv[1] = "open-basic";
	program_park();
	program_go();
}

/* ---------------------------------------------------------------- kcmp -- */

static void kcmp_of(int type)
{
	int fd = file_create("kcmp-target");
	long ret = syscall(SYS_kcmp, getpid(), getpid(), type, fd, fd);

	if (ret < 0 && errno == EPERM)
		skip("kcmp: %m");
	must_return("kcmp", 0, ret);
	CALL_IS(0, close, fd);
}

static void kcmp_file(void)
{
	kcmp_of(KCMP_FILE);
}

/* The kernel does not look at the descriptors. */
static void kcmp_vm(void)
{
	kcmp_of(KCMP_VM);
}

/* ---------------------------------------------------------------- fork -- */

static void fork_inherit_fds(void)
{
	int end[2], status;
	char byte;
	pid_t pid;

	CALL_IS(0, pipe2, end, 0);
	CALL_IS(1, write, end[1], "1", 1L);
	pid = CALL(fork);
	if (!pid) {
		CALL_IS(1, read, end[0], &byte, 1L);
		syscall(SYS_exit_group, 0);
	}
	CALL_IS(pid, wait4, pid, &status, 0, NULL);
	must_return("the child", 0, status);
	CALL_IS(0, close, end[0]);
	CALL_IS(0, close, end[1]);
}

const struct scenario process_scenarios[] = {
	{ "process-exec-lifecycle", "execve and execveat of what is not there, 5 times: ENOENT",
	  exec_lifecycle, NULL },
	{ "exec-non-leader-thread", "a second thread executes true, and the program ends",
	  exec_non_leader_thread, "/bin/true" },
	{ "exec-non-leader-thread-tid", "the same of a thread that is there before --wait",
	  program_go, "/bin/true", exec_parked },
	{ "exec-non-leader-into-open", "a second thread executes ior-workload open-basic",
	  exec_non_leader_into_open, NULL },
	{ "process-kcmp-file", "kcmp(KCMP_FILE) of a descriptor with itself", kcmp_file,
	  "CONFIG_KCMP" },
	{ "process-kcmp-vm", "kcmp(KCMP_VM), which takes no descriptors", kcmp_vm,
	  "CONFIG_KCMP" },
	{ "fork-inherit-fds", "a pipe, written to, that a fork's child reads from",
	  fork_inherit_fds, "a machine that has fork" },
	{ }
};
