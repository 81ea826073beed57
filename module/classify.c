// SPDX-License-Identifier: GPL-2.0-only
/*
 * The call table, turned round: from number to family, kind and return class.
 */
#include <linux/init.h>
#include <linux/kernel.h>

#include "classify.h"

struct ior_class ior_classes[IOR_NR_ABIS][IOR_CALL_BITS] __ro_after_init;

struct call {
	s16			nr[IOR_NR_ABIS];	/* -1: no such call there */
	struct ior_class	class;
};

static const struct call calls[IOR_NR_CALLS] __initconst = {
#define IOR_CALL(name, native, i386, x32, family_, kind_, ret, ...)		\
	[IOR_CALL_##name] = {							\
		.nr = { native, i386, x32 },					\
		.class = {							\
			.family		= IOR_FAMILY_##family_,			\
			.kind		= IOR_KIND_##kind_,			\
			.ret_class	= IOR_RET_##ret,			\
		},								\
	},
#include <linux/ior_calls.h>
};

struct trait {
	u16	call;
	u16	trait;
};

static const struct trait traits[] __initconst = {
#define IOR_CALL_TRAIT(name, trait_) { IOR_CALL_##name, IOR_TRAIT_##trait_ },
#include <linux/ior_calls.h>
};

void __init ior_classify_init(void)
{
	bool no_return[IOR_NR_CALLS] = {};
	unsigned int i, abi;

	for (i = 0; i < ARRAY_SIZE(traits); i++)
		if (traits[i].trait == IOR_TRAIT_NO_RETURN)
			no_return[traits[i].call] = true;

	for (i = IOR_CALL_UNKNOWN + 1; i < IOR_NR_CALLS; i++) {
		for (abi = 0; abi < IOR_NR_ABIS; abi++) {
			int nr = calls[i].nr[abi];

			if (nr < 0)
				continue;
			ior_classes[abi][nr] = calls[i].class;
			ior_classes[abi][nr].no_return = no_return[i];
		}
	}
}
