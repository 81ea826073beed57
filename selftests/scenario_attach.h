/* SPDX-License-Identifier: GPL-2.0-only */
/* A scenario that is on its way already when its tracer comes. */
#ifndef IOR_SCENARIO_ATTACH_H
#define IOR_SCENARIO_ATTACH_H

#include <sys/stat.h>

#include "scenario.h"

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME	0x00000080
#endif

#define ATTACH_LIMIT_MS	20000

/* attach_workload - starts the scenario: its process, which waits; 0: it does not */
static inline pid_t attach_workload(const char *name, const char *messages, pid_t *child)
{
	char text[32] = { 0 };
	int out[2];
	ssize_t n;

	if (pipe2(out, O_CLOEXEC))
		return 0;
	*child = fork();
	if (!*child) {
		tool_begin(messages);
		dup2(out[1], STDOUT_FILENO);
		execlp("ior-workload", "ior-workload", "--wait", name, NULL);
		_exit(125);
	}
	close(out[1]);
	n = read(out[0], text, sizeof(text) - 1);
	close(out[0]);
	return n > 0 ? atoi(text) : 0;
}

/* The children of this process live in a time that is off by so many seconds. */
static inline bool time_shift(long seconds)
{
	FILE *file;

	if (unshare(CLONE_NEWTIME))
		return false;
	file = fopen("/proc/self/timens_offsets", "w");
	if (!file)
		return false;
	fprintf(file, "monotonic %ld 0\nboottime %ld 0\n", seconds, seconds);
	return !fclose(file);
}

/* attach_reader - starts ior-read on a process; it is ready when the file has text */
static inline pid_t attach_reader(pid_t target, long seconds, const char *csv,
				  const char *messages, const char *select)
{
	char pid[16];
	pid_t child = fork();
	int status;

	if (child)
		return child;
	tool_begin(messages);
	if (seconds) {
		if (!time_shift(seconds)) {
			fprintf(stderr, "skipped: a time namespace: %m\n");
			_exit(KSFT_SKIP);
		}
		child = fork();
		if (child) {
			if (child < 0 || waitpid(child, &status, 0) != child)
				_exit(126);
			_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 126);
		}
		prctl(PR_SET_PDEATHSIG, SIGKILL);
	}
	snprintf(pid, sizeof(pid), "%d", target);
	execlp("ior-read", "ior-read", "-F", "csv", "-o", csv, "-e", select, "-p", pid, NULL);
	_exit(125);
}

static inline int attach_status(pid_t child)
{
	int status;

	if (child <= 0 || waitpid(child, &status, 0) != child)
		return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Until the file has text, or the process that is to write it is dead */
static inline void attach_wait(const char *csv, pid_t reader)
{
	struct stat st;
	siginfo_t end;
	int ms;

	for (ms = 0; ms < ATTACH_LIMIT_MS && (stat(csv, &st) || !st.st_size); ms += 10) {
		end.si_pid = 0;
		if (waitid(P_PID, reader, &end, WEXITED | WNOHANG | WNOWAIT) || end.si_pid)
			return;
		sleep_ms(10);
	}
}

static inline bool attach_with(struct __test_metadata *_metadata, struct cursor *cursor,
			       const char *name, long seconds, const char *select)
{
	static struct table table;
	char dir[] = "/tmp/ior-attach.XXXXXX";
	char csv[64], messages[64];
	pid_t child = -1, target, reader;
	int status;

	ASSERT_NE(NULL, mkdtemp(dir));
	snprintf(csv, sizeof(csv), "%s/csv", dir);
	snprintf(messages, sizeof(messages), "%s/messages", dir);
	target = attach_workload(name, messages, &child);
	if (target) {
		reader = attach_reader(target, seconds, csv, messages, select);
		attach_wait(csv, reader);
		kill(target, SIGUSR1);
		table.status = attach_status(child);
		status = attach_status(reader);
		table.status = table.status ?: status;
	} else {
		table.status = attach_status(child);
	}
	table.csv = slurp(csv);
	table.messages = slurp(messages);
	rmdir(dir);
	return table_begin(_metadata, &table, cursor, name);
}

/*
 * attach(cursor, name, select) - as run(), but the scenario is prepared already
 * when ior-read begins to trace it; attach_shifted - by an ior-read in a time
 * namespace, of which the clocks are so many seconds off
 */
#define attach(cursor, name, select) \
	attach_with(_metadata, cursor, name, 0, "trace=chdir," select)
#define attach_shifted(cursor, name, seconds, select) \
	attach_with(_metadata, cursor, name, seconds, "trace=chdir," select)

#endif /* IOR_SCENARIO_ATTACH_H */
