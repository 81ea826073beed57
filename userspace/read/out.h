/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where the rows go.  What stands in a file is whole rows, whatever happens:
 * a row that did not fit is cut off again.
 */
#ifndef OUT_H
#define OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "libior.h"

/*
 * Bytes that a row may have: four names (two paths, and the directory where
 * each starts) of which each byte is escaped as "\ooo", and all the rest.  Or two
 * paths as "\uoooo", and once more in hexadecimal.
 */
#define OUT_ROW_MAX	(4 * 4 * IOR_NAME_MAX + 4096)
#define OUT_BUFFER	(512 * 1024)
#define OUT_BUFFER_ROWS	(16 * 1024)

/* Bytes that are not worth to be copied first */
#define OUT_DIRECT	(16 * 1024)

struct pack;

/**
 * struct out - an output
 * @fd: where it goes; or the directory for a format that makes files itself
 * @name: what errors call it
 * @path: of the file; NULL for standard output
 * @created: the file was not there before
 * @begun: something was written, so it is a trace by now
 * @failed: an error was reported: all else is thrown away
 * @patience: until when it may take nothing, after a signal; ns of CLOCK_MONOTONIC,
 *	0: no matter when
 * @pack: compresses what goes into the file, or NULL
 * @taken: bytes that the file took of what is being written
 * @len: bytes in @buffer, all of them whole rows
 * @rows: rows in @buffer
 * @written: bytes in the file, of whole rows; or in the files of the directory
 * @rows_written: rows in the file
 * @before: bytes in other files, see out_open_next()
 * @ends: where the rows in @buffer end
 * @buffer: rows to be written
 */
struct out {
	int		fd;
	const char	*name;
	const char	*path;
	bool		created;
	bool		begun;
	bool		failed;
	uint64_t	patience;
	struct pack	*pack;
	uint64_t	taken;
	size_t		len;
	unsigned int	rows;
	uint64_t	written;
	uint64_t	rows_written;
	uint64_t	before;
	uint32_t	ends[OUT_BUFFER_ROWS];
	char		buffer[OUT_BUFFER];
};

int out_open(struct out *out, const char *path);
void out_open_next(struct out *out, const char *path);
int out_open_directory(struct out *out, const char *path);
void out_flush(struct out *out);
void out_rows(struct out *out, const char *mem, size_t size, size_t n);
void out_close(struct out *out);
void out_abandon(struct out *out);

/* Bytes that went to it so far. */
static inline uint64_t out_bytes(const struct out *out)
{
	return out->before + out->written;
}

/* Room for one row of up to OUT_ROW_MAX bytes, to be ended by out_row(). */
static inline char *out_room(struct out *out)
{
	if (out->len > OUT_BUFFER - OUT_ROW_MAX || out->rows == OUT_BUFFER_ROWS)
		out_flush(out);
	return out->buffer + out->len;
}

static inline void out_row(struct out *out, const char *end)
{
	out->len = end - out->buffer;
	out->ends[out->rows++] = out->len;
}

#endif /* OUT_H */
