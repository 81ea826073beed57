/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What ior-read's own objects get in the place of some functions of the C library,
 * so that one process can run it again and again: its input is memory, its output
 * goes to memory, and in the end all is as it was before.
 */
#ifndef SANDBOX_H
#define SANDBOX_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/**
 * struct sandbox - a run of ior-read
 * @in: its standard input
 * @in_len: bytes of it
 * @in_at: of these, how many were read
 * @chunk: bytes that one read(2) gives at most
 * @out: its standard output, a NUL behind it
 * @out_len: bytes of it
 * @out_max: bytes that there is room for
 * @said: what it said on standard error, likewise
 * @said_len: bytes of it
 */
struct sandbox {
	const uint8_t	*in;
	size_t		in_len;
	size_t		in_at;
	size_t		chunk;
	char		*out;
	size_t		out_len;
	size_t		out_max;
	char		said[4096];
	size_t		said_len;
};

extern struct sandbox sandbox;

/* The variables of these objects, with a value at first and without one */
extern char __start_ior_data[], __stop_ior_data[], __start_ior_bss[], __stop_ior_bss[];

/* What they call in the place of malloc(3) and so on */
void *sandbox_malloc(size_t size);
void *sandbox_calloc(size_t n, size_t size);
void *sandbox_reallocarray(void *block, size_t n, size_t size);
void sandbox_free(void *block);
ssize_t sandbox_read(int fd, void *to, size_t len);
ssize_t sandbox_write(int fd, const void *from, size_t len);
int sandbox_isatty(int fd);
_Noreturn void sandbox_exit(int status);

void sandbox_init(void);
void sandbox_begin(const uint8_t *in, size_t len, size_t chunk);
void sandbox_end(void);

#endif /* SANDBOX_H */
