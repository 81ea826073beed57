/* SPDX-License-Identifier: GPL-2.0-only */
/* What goes into a file is compressed: by zstd, if the name of the file says so. */
#ifndef PACK_H
#define PACK_H

#include <stdbool.h>
#include <stddef.h>

#define PACK_SUFFIX	".zst"
#define PACK_BUILD	"(install libzstd-dev and build it again)"

struct pack;

/* Takes what is compressed.  Returns 0 or an errno. */
typedef int pack_write_fn(void *arg, const char *mem, size_t len);

bool pack_is_wanted(const char *path);
int pack_open(struct pack **pack, const char *path);
void pack_close(struct pack *pack);
int pack_put(struct pack *pack, const char *mem, size_t len, pack_write_fn *write, void *arg);
int pack_end(struct pack *pack, pack_write_fn *write, void *arg);

#endif /* PACK_H */
