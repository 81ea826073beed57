// SPDX-License-Identifier: GPL-2.0-only
/*
 * A file is opened once and read by pread(2): who traces read(2) or openat(2)
 * sees the same calls however long it takes.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "blocked.h"
#include "workload.h"

#define POLL_MS		2
#define POLLS_MAX	10000
#define PROC_ROOM	64
#define TEXT_ROOM	512

/* What is awaited of a process: its state and, unless nr is -1, its call */
struct state {
	char letter;
	long nr;
	unsigned long arg;
};

static int thread_open(pid_t pid, const char *name)
{
	char path[PROC_ROOM];
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/%s", pid, pid, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		fail("%s: %m", path);
	return fd;
}

static void thread_read(int fd, char text[TEXT_ROOM])
{
	ssize_t n = pread(fd, text, TEXT_ROOM - 1, 0);

	if (n < 0)
		fail("/proc: %m");
	text[n] = 0;
}

static char letter_of(int stat)
{
	char text[TEXT_ROOM];
	const char *name_end;

	thread_read(stat, text);
	name_end = strrchr(text, ')');
	return name_end && name_end[1] == ' ' ? name_end[2] : 0;
}

static bool is_in_call(int call, const struct state *state)
{
	char text[TEXT_ROOM];
	unsigned long arg;
	long nr;

	if (state->nr < 0)
		return true;
	thread_read(call, text);
	return sscanf(text, "%ld %lx", &nr, &arg) == 2 && nr == state->nr &&
	       (state->arg == ANY_ARG || state->arg == arg);
}

/* A process that is not what it should be must not stay stopped. */
static void wait_for(pid_t pid, struct state state)
{
	int stat = thread_open(pid, "stat");
	int call = thread_open(pid, "syscall");
	int polls = 0;

	while (!is_in_call(call, &state) || letter_of(stat) != state.letter) {
		if (polls++ == POLLS_MAX) {
			kill(pid, SIGCONT);
			fail("process %d: state %c, call %ld: %s", pid, state.letter, state.nr,
			     strerror(ETIMEDOUT));
		}
		pause_ms(POLL_MS);
	}
	close(stat);
	close(call);
}

void wait_blocked(pid_t pid, long nr, unsigned long arg)
{
	wait_for(pid, (struct state){ 'S', nr, arg });
}

void wait_stopped(pid_t pid)
{
	wait_for(pid, (struct state){ 'T', -1, ANY_ARG });
}
