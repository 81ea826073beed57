// SPDX-License-Identifier: GPL-2.0-only
/*
 * All that was put in can be read back, whenever we are killed: each write ends a
 * block.  From time to time one ends a frame, which has a checksum.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "pack.h"
#include "read.h"

bool pack_is_wanted(const char *path)
{
	size_t len = strlen(path), suffix = sizeof(PACK_SUFFIX) - 1;

	return len > suffix && !strcmp(path + len - suffix, PACK_SUFFIX);
}

#ifdef HAVE_ZSTD
#include <zstd.h>

#define LEVEL		(-1)		/* as small as 1, and faster; -5: half as large again */
#define FRAME_BYTES	(16 << 20)	/* of what is put in */
#define BUFFER		(128 * 1024)

/**
 * struct pack - a compressed file
 * @ctx: zstd's
 * @in_frame: bytes put into this frame so far
 * @buffer: what is compressed
 */
struct pack {
	ZSTD_CCtx	*ctx;
	size_t		in_frame;
	char		buffer[BUFFER];
};

int pack_open(struct pack **packp, const char *path)
{
	struct pack *pack = calloc(1, sizeof(*pack));

	if (pack)
		pack->ctx = ZSTD_createCCtx();
	if (!pack || !pack->ctx) {
		free(pack);
		return fail("-o %s: out of memory", path);
	}
	ZSTD_CCtx_setParameter(pack->ctx, ZSTD_c_compressionLevel, LEVEL);
	ZSTD_CCtx_setParameter(pack->ctx, ZSTD_c_checksumFlag, 1);
	*packp = pack;
	return 0;
}

void pack_close(struct pack *pack)
{
	if (!pack)
		return;
	ZSTD_freeCCtx(pack->ctx);
	free(pack);
}

static int compress(struct pack *pack, const char *mem, size_t len, ZSTD_EndDirective how,
		    pack_write_fn *write, void *arg)
{
	ZSTD_inBuffer in = { .src = mem, .size = len };
	size_t left;
	int err;

	do {
		ZSTD_outBuffer out = { .dst = pack->buffer, .size = sizeof(pack->buffer) };

		left = ZSTD_compressStream2(pack->ctx, &out, &in, how);
		if (ZSTD_isError(left))
			return ENOMEM;		/* there is nothing else that it may lack */
		err = out.pos ? write(arg, pack->buffer, out.pos) : 0;
	} while (!err && left);
	return err;
}

/* Returns 0, or the errno of @write: then none of this can be read back for certain. */
int pack_put(struct pack *pack, const char *mem, size_t len, pack_write_fn *write, void *arg)
{
	bool full;

	pack->in_frame += len;
	full = pack->in_frame >= FRAME_BYTES;
	if (full)
		pack->in_frame = 0;
	return compress(pack, mem, len, full ? ZSTD_e_end : ZSTD_e_flush, write, arg);
}

int pack_end(struct pack *pack, pack_write_fn *write, void *arg)
{
	return compress(pack, NULL, 0, ZSTD_e_end, write, arg);
}

#else /* HAVE_ZSTD */

int pack_open(struct pack **pack, const char *path)
{
	*pack = NULL;
	return fail("-o %s: this ior-read was built without zstd " PACK_BUILD, path);
}

void pack_close(struct pack *pack)
{
	(void)pack;
}

int pack_put(struct pack *pack, const char *mem, size_t len, pack_write_fn *write, void *arg)
{
	(void)pack;
	return write(arg, mem, len);
}

int pack_end(struct pack *pack, pack_write_fn *write, void *arg)
{
	(void)pack;
	(void)write;
	(void)arg;
	return 0;
}

#endif /* HAVE_ZSTD */
