// SPDX-License-Identifier: GPL-2.0-only
/*
 * By 7.2 lock and seq of fs_struct had become one.
 */
#include <linux/fs_struct.h>

void probe(struct fs_struct *fs);

void probe(struct fs_struct *fs)
{
	read_seqlock_excl(&fs->seq);
	read_sequnlock_excl(&fs->seq);
}
