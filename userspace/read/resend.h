/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names that records of one part of a recording refer to, and that stand in an earlier
 * part: they are sent again.
 */
#ifndef RESEND_H
#define RESEND_H

#include "libior.h"

#define RESEND_BASES	4	/* names may be relative to another one, that to another ... */

/**
 * struct resend - names that a record refers to and this part has not, and what
 * these are relative to, before them
 * @id: which
 * @nr: how many
 * @records: that they take
 */
struct resend {
	uint32_t	id[2 * RESEND_BASES];
	unsigned int	nr;
	size_t		records;
};

/* Takes a record. */
typedef void resend_give_fn(void *arg, const struct ior_record *rec);

void resend_next_part(void);
void resend_find(struct resend *resend, const struct ior_record *rec);
void resend_give(struct resend *resend, const struct ior_record *rec, resend_give_fn *give,
		 void *arg);

#endif /* RESEND_H */
