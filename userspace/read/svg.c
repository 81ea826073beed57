// SPDX-License-Identifier: GPL-2.0-only
/*
 * --svg: stacks drawn by flamegraph.pl.  It gets them all, and then all that it made is
 * taken, so neither waits for the other, and a graph that was not made is none.
 */
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "folded.h"

/* Where Debian has it, in libdevel-nytprof-perl */
#define ELSEWHERE	"/usr/share/perl5/Devel/NYTProf/" PROGRAM
#define PROGRAM		"flamegraph.pl"
#define PACKAGE		"libdevel-nytprof-perl of Debian, or FlameGraph into PATH"

static char *program;

/* Better now than when there is a trace. */
int svg_prepare(const struct options *opts)
{
	if (!opts->output && isatty(STDOUT_FILENO))
		return fail("--svg: not to a terminal (use -o FILE)");
	if (launch_search(PROGRAM, &program) && !access(ELSEWHERE, X_OK))
		program = strdup(ELSEWHERE);
	if (program)
		return 0;
	return fail("--svg: there is no %s (install %s)", PROGRAM, PACKAGE);
}

static int open_memory(void)
{
	int fd = memfd_create(PROGRAM, MFD_CLOEXEC);

	if (fd < 0)
		fail_memory("--svg", "choose other frames with --fold");
	return fd;
}

/* What is written there, it will read. */
struct out *svg_begin(void)
{
	struct out *stacks = calloc(1, sizeof(*stacks));

	if (!stacks)
		fail_memory("--svg", "choose other frames with --fold");
	stacks->name = PROGRAM;
	stacks->fd = open_memory();
	return stacks;
}

/* Returns 0, or an errno. */
static int start(pid_t *pid, int in, int out, const char *unit)
{
	char *argv[] = { program, "--hash", "--title", "System calls", "--nametype", "Frame:",
			 "--countname", (char *)unit, NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t set;
	int err;

	/* names are of characters, which must not be cut in the middle */
	setenv("PERL_UNICODE", "SD", true);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
	posix_spawnattr_init(&attr);
	sigemptyset(&set);
	posix_spawnattr_setsigmask(&attr, &set);
	sigaddset(&set, SIGPIPE);
	sigaddset(&set, SIGXFSZ);
	posix_spawnattr_setsigdefault(&attr, &set);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	err = posix_spawn(pid, program, &files, &attr, argv, environ);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&files);
	return err;
}

/* It ends by itself, or with the next signal that we get. */
static int await(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0) {
		if (errno != EINTR)
			return -1;
		if (signals_take())
			kill(pid, SIGTERM);
	}
	return status;
}

static int draw(int in, int out, const char *unit)
{
	pid_t pid;
	int status;
	int err;

	if (lseek(in, 0, SEEK_SET))
		return fail("--svg: %s", strerror(errno));
	err = start(&pid, in, out, unit);
	if (err)
		return fail("%s: %s (check that it is a program, and its first line)", program,
			    strerror(err));
	status = await(pid);
	if (WIFSIGNALED(status))
		return fail("%s: %s (there is no graph)", program, strsignal(WTERMSIG(status)));
	if (status)
		return fail("%s: exit status %d (it does not take these stacks)", program,
			    WEXITSTATUS(status));
	return 0;
}

static void copy(struct out *out, int fd)
{
	FILE *file = fdopen(fd, "r");

	if (!file)
		fail_memory("--svg", "choose other frames with --fold");
	rewind(file);
	for (;;) {
		char *line = out_room(out);

		if (!fgets(line, OUT_ROW_MAX, file))
			break;
		out_row(out, line + strlen(line));
	}
	fclose(file);
}

/* The stacks are complete: draw them, in a unit. */
void svg_end(struct out *stacks, struct out *out, const char *unit)
{
	int graph = open_memory();

	out_flush(stacks);
	if (stacks->failed) {
		out->failed = true;
	} else if (!stacks->written) {
		out->failed = true;
		fail("--svg: there is nothing to draw (no call has a weight)");
	} else if (draw(stacks->fd, graph, unit)) {
		out->failed = true;
	}
	if (!out->failed)
		copy(out, graph);
	else
		close(graph);
	close(stacks->fd);
	free(stacks);
	free(program);
}
