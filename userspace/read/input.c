// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "input.h"
#include "read.h"

#define BUFFER	(128 * 1024)

static const char magic[] = { 0x28, 0xb5, 0x2f, 0xfd };

struct unpack;

/**
 * struct input - a recording
 * @fd: where it comes from
 * @known: it is known what it is
 * @packed: it is compressed
 * @damaged: it can't be unpacked any further
 * @unpack: what unpacks it
 * @filled: bytes in @buffer
 * @given: bytes of it that were used
 */
struct input {
	int		fd;
	bool		known;
	bool		packed;
	bool		damaged;
	struct unpack	*unpack;
	size_t		filled;
	size_t		given;
	char		buffer[BUFFER];
};

/* Read once.  Returns bytes, 0 at the end of the input, or a negative errno. */
static ssize_t fill(struct input *in)
{
	ssize_t n = read(in->fd, in->buffer + in->filled, sizeof(in->buffer) - in->filled);

	if (n < 0)
		return -errno;
	in->filled += n;
	return n;
}

/* -------------------------------------------------------------- unpack -- */

#ifdef HAVE_ZSTD
#include <zstd.h>
#include <zstd_errors.h>

static int unpack_open(struct input *in)
{
	in->unpack = (struct unpack *)ZSTD_createDCtx();
	return in->unpack ? 0 : -ENOMEM;
}

static void unpack_close(struct unpack *unpack)
{
	ZSTD_freeDCtx((ZSTD_DCtx *)unpack);
}

static int unpack_error(size_t code)
{
	switch (ZSTD_getErrorCode(code)) {
	case ZSTD_error_memory_allocation:
	case ZSTD_error_frameParameter_windowTooLarge:
		return -ENOMEM;
	default:
		return -EUCLEAN;
	}
}

/* Unpack what is in the buffer. */
static ssize_t unpack_some(struct input *in, void *mem, size_t len)
{
	ZSTD_inBuffer from = { .src = in->buffer, .size = in->filled, .pos = in->given };
	ZSTD_outBuffer to = { .dst = mem, .size = len };
	size_t left = ZSTD_decompressStream((ZSTD_DCtx *)in->unpack, &to, &from);

	in->given = from.pos;
	if (!ZSTD_isError(left))
		return to.pos;
	in->damaged = true;
	return to.pos ?: (size_t)unpack_error(left);
}

#else /* HAVE_ZSTD */

static int unpack_open(struct input *in)
{
	(void)in;
	return -ENOPKG;
}

static void unpack_close(struct unpack *unpack)
{
	(void)unpack;
}

static ssize_t unpack_some(struct input *in, void *mem, size_t len)
{
	(void)in;
	(void)mem;
	(void)len;
	return -ENOPKG;
}

#endif /* HAVE_ZSTD */

static ssize_t unpack(struct input *in, void *mem, size_t len)
{
	ssize_t n;

	for (;;) {
		if (in->damaged)
			return -EUCLEAN;
		n = unpack_some(in, mem, len);
		if (n)
			return n;
		if (in->given < in->filled)
			continue;
		in->filled = 0;
		in->given = 0;
		n = fill(in);
		if (n <= 0)
			return n;
	}
}

/* --------------------------------------------------------------- input -- */

int input_open(struct input **inp, int fd)
{
	struct input *in = malloc(sizeof(*in));

	if (!in)
		return -ENOMEM;
	memset(in, 0, offsetof(struct input, buffer));
	in->fd = fd;
	*inp = in;
	return 0;
}

void input_close(struct input *in)
{
	if (!in)
		return;
	unpack_close(in->unpack);
	free(in);
}

/* What is it?  A device gives whole records only, so more is read than that takes. */
static ssize_t look(struct input *in)
{
	ssize_t n = 1;

	while (n > 0 && in->filled < sizeof(magic))
		n = fill(in);
	if (n < 0)
		return n;
	in->packed = in->filled >= sizeof(magic) && !memcmp(in->buffer, magic, sizeof(magic));
	n = in->packed ? unpack_open(in) : 0;
	in->known = !n;
	return n;
}

/* As read(2), but for the errors: a negative errno; -EUCLEAN: it is damaged. */
ssize_t input_read(void *input, void *mem, size_t len)
{
	struct input *in = input;
	size_t left;
	ssize_t n;

	n = in->known ? 0 : look(in);
	if (n < 0)
		return n;
	if (in->packed)
		return unpack(in, mem, len);
	left = in->filled - in->given;
	if (!left) {
		n = read(in->fd, mem, len);
		return n < 0 ? -errno : n;
	}
	if (len > left)
		len = left;
	memcpy(mem, in->buffer + in->given, len);
	in->given += len;
	return len;
}
