// SPDX-License-Identifier: GPL-2.0-only
/*
 * 6.17: lock and seq of fs_struct are one
 * (a683a5b2ba23, "fold fs_struct->{lock,seq} into a seqlock").
 */
#include <linux/fs_struct.h>

void probe(struct fs_struct *fs);

void probe(struct fs_struct *fs)
{
	read_seqlock_excl(&fs->seq);
	read_sequnlock_excl(&fs->seq);
}
