/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _IOR_CLASSIFY_H
#define _IOR_CLASSIFY_H

#include <linux/errno.h>
#include <linux/ior_calls.h>

#include "filter.h"

/**
 * struct ior_class - what the call table says of a number
 * @family: enum ior_family
 * @kind: enum ior_kind
 * @ret_class: enum ior_ret_class
 * @no_return: it never returns to its caller
 */
struct ior_class {
	u8	family;
	u8	kind;
	u8	ret_class;
	bool	no_return;
};

extern struct ior_class ior_classes[IOR_NR_ABIS][IOR_CALL_BITS];

/* A number that the table lacks is of family UNKNOWN, which is all zeroes. */
static __always_inline const struct ior_class *ior_classify(unsigned int abi, unsigned int nr)
{
	return &ior_classes[abi][ior_call_index(nr)];
}

/* The call may be restarted: -515 (ENOIOCTLCMD) is none of these codes. */
static __always_inline bool ior_ret_is_restart(long ret)
{
	return unlikely(ret >= -ERESTART_RESTARTBLOCK && ret <= -ERESTARTSYS &&
			ret != -ENOIOCTLCMD);
}

void ior_classify_init(void);

#endif /* _IOR_CLASSIFY_H */
