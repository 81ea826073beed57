// SPDX-License-Identifier: GPL-2.0-only
/*
 * 5.19: try_cmpxchg64()
 * (0aa7be05d83c, "locking/atomic: Add generic try_cmpxchg64 support").
 */
#include <linux/atomic.h>

bool probe(u64 *word, u64 *old);

bool probe(u64 *word, u64 *old)
{
	return try_cmpxchg64(word, old, 0);
}
