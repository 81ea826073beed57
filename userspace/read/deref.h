/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Arguments that refer to something: a descriptor with its file, a path, a
 * struct of which the record has a part.  What the record does not have is
 * printed as the number or the pointer that it is.
 */
#ifndef DEREF_H
#define DEREF_H

#include "put.h"
#include "read.h"

#define O_CREATES	(0100 | 020000000)	/* O_CREAT, or the bit of O_TMPFILE */

static inline char *put_int(char *p, uint64_t value)
{
	return put_s64(p, (int32_t)value);
}

static inline char *put_pointer(char *p, uint64_t value)
{
	return value ? put_hex(p, value) : put_str(p, "NULL");
}

char *put_mode(char *p, uint64_t value);

char *deref_fd(char *p, const struct row *row, unsigned int role, uint64_t value);
char *deref_fdpair(char *p, const struct row *row, unsigned int role, uint64_t value);
char *deref_dirfd(char *p, const struct row *row, unsigned int role, uint64_t value);
char *deref_path(char *p, const struct row *row, unsigned int role, uint64_t value);
char *deref_timespec(char *p, const struct row *row, unsigned int role, uint64_t value);
char *deref_how(char *p, const struct row *row, unsigned int role, uint64_t value);
char *deref_clone_args(char *p, const struct row *row, unsigned int role, uint64_t value);

#endif /* DEREF_H */
