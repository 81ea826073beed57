// SPDX-License-Identifier: GPL-2.0-only
/*
 * The Makefile renames the sections and the calls of ior-read's objects to what
 * stands here.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sandbox.h"
#include "trace.h"

#define BLOCKS_MAX	65536

struct sandbox sandbox;

/* -------------------------------------------------------------- variables -- */

struct area {
	char	*at;
	char	*end;
	char	*before;	/* what was there before the first run */
};

static struct area areas[3];

/* There are red zones between variables, which memcpy() may not touch. */
__attribute__((no_sanitize("address", "undefined", "coverage"), no_builtin("memcpy")))
static void copy(char *to, const char *from, size_t len)
{
	size_t i, words = len / sizeof(uint64_t);

	for (i = 0; i < words; i++)
		((uint64_t *)to)[i] = ((const uint64_t *)from)[i];
	for (i = words * sizeof(uint64_t); i < len; i++)
		to[i] = from[i];
}

/* The buffers of the output are large, and nobody reads what he has not written there. */
void sandbox_init(void)
{
	size_t i;

	areas[0] = (struct area){ __start_ior_data, __stop_ior_data, NULL };
	areas[1] = (struct area){ __start_ior_bss, (char *)trace_out.ends, NULL };
	areas[2] = (struct area){ (char *)(&trace_out + 1), __stop_ior_bss, NULL };
	for (i = 0; i < ARRAY_SIZE(areas); i++) {
		size_t len = areas[i].end - areas[i].at;

		areas[i].before = malloc(len);
		if (!areas[i].before)
			abort();
		copy(areas[i].before, areas[i].at, len);
	}
}

static void restore_variables(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(areas); i++)
		copy(areas[i].at, areas[i].before, areas[i].end - areas[i].at);
}

/* ----------------------------------------------------------------- memory -- */

/* What ior-read leaves to its end to be freed, and may have in use at a time */
static void *blocks[BLOCKS_MAX];
static size_t nr_blocks;
static bool running;

static void *keep(void *block)
{
	if (!block || !running)
		return block;
	if (nr_blocks == BLOCKS_MAX) {
		fprintf(stderr, "more than %d blocks of memory in use\n", BLOCKS_MAX);
		abort();
	}
	blocks[nr_blocks++] = block;
	return block;
}

/* Most are freed soon: look for it among the last ones first. */
static void forget(const void *block)
{
	size_t i;

	for (i = nr_blocks; i--;) {
		if (blocks[i] == block) {
			blocks[i] = blocks[--nr_blocks];
			return;
		}
	}
}

void *sandbox_malloc(size_t size)
{
	return keep(malloc(size));
}

void *sandbox_calloc(size_t n, size_t size)
{
	return keep(calloc(n, size));
}

void *sandbox_reallocarray(void *block, size_t n, size_t size)
{
	void *moved = reallocarray(block, n, size);

	if (!moved)
		return NULL;
	forget(block);
	return keep(moved);
}

void sandbox_free(void *block)
{
	forget(block);
	free(block);
}

/* ------------------------------------------------------------------ files -- */

ssize_t sandbox_read(int fd, void *to, size_t len)
{
	size_t left = sandbox.in_len - sandbox.in_at;

	if (fd != STDIN_FILENO) {
		errno = EBADF;
		return -1;
	}
	if (len > left)
		len = left;
	if (len > sandbox.chunk)
		len = sandbox.chunk;
	memcpy(to, sandbox.in + sandbox.in_at, len);
	sandbox.in_at += len;
	return len;
}

static void say(const char *text, size_t len)
{
	if (len > sizeof(sandbox.said) - 1 - sandbox.said_len)
		abort();
	memcpy(sandbox.said + sandbox.said_len, text, len);
	sandbox.said_len += len;
	sandbox.said[sandbox.said_len] = 0;
}

ssize_t sandbox_write(int fd, const void *from, size_t len)
{
	if (fd == STDERR_FILENO) {
		say(from, len);
		return len;
	}
	if (sandbox.out_len + len + 1 > sandbox.out_max) {
		sandbox.out_max = 2 * (sandbox.out_len + len + 1);
		sandbox.out = realloc(sandbox.out, sandbox.out_max);
		if (!sandbox.out)
			abort();
	}
	memcpy(sandbox.out + sandbox.out_len, from, len);
	sandbox.out_len += len;
	sandbox.out[sandbox.out_len] = 0;
	return len;
}

int sandbox_isatty(int fd)
{
	(void)fd;
	return 0;
}

/* It ends in the middle for want of memory only, which there is. */
_Noreturn void sandbox_exit(int status)
{
	fprintf(stderr, "exit(%d): %s", status, sandbox.said);
	abort();
}

/* In the place of main.c */
void vnote(const char *format, va_list args)
{
	char line[1024];
	int len = vsnprintf(line, sizeof(line) - 1, format, args);

	if (len < 0 || len >= (int)sizeof(line) - 1)
		abort();
	line[len++] = '\n';
	say("ior-read: ", strlen("ior-read: "));
	say(line, len);
}

/* ------------------------------------------------------------------- runs -- */

void sandbox_begin(const uint8_t *in, size_t len, size_t chunk)
{
	sandbox.in = in;
	sandbox.in_len = len;
	sandbox.in_at = 0;
	sandbox.chunk = chunk;
	sandbox.out_len = 0;
	sandbox.said_len = 0;
	sandbox.said[0] = 0;
	sandbox_write(STDOUT_FILENO, "", 0);
	running = true;
}

void sandbox_end(void)
{
	running = false;
	restore_variables();
	while (nr_blocks)
		free(blocks[--nr_blocks]);
}
