/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _IOR_CLASSIFY_H
#define _IOR_CLASSIFY_H

#include <linux/err.h>
#include <linux/errno.h>
#include <linux/ior_calls.h>

#include "filter.h"
#include "inflight.h"

/* What is to be done for a call beyond copying its registers: ior_class.work */
#define IOR_WORK_FD		BIT(0)	/* just a descriptor to name when it begins */
#define IOR_WORK_FILES		BIT(1)	/* paths, or more or special descriptors */
#define IOR_WORK_VALUE		BIT(2)	/* a value to read when it begins */
#define IOR_WORK_EXIT		BIT(3)	/* something to look at when it ends */
#define IOR_WORK_RARE		BIT(4)	/* not for the quick way for other reasons */
#define IOR_WORK_ENTER		(IOR_WORK_FD | IOR_WORK_FILES | IOR_WORK_VALUE)

/**
 * struct ior_class - what the call table says of a call
 * @family: enum ior_family
 * @kind: enum ior_kind
 * @ret_class: enum ior_ret_class
 * @reserved: 0; these four as they are in a record
 * @traits: enum ior_trait bits
 * @work: IOR_WORK_*
 * @watch: enum ior_watch
 * @fd: place of the argument FD, counted from 1; 0: it has none; likewise:
 * @fd2: FD2
 * @path: PATH, NAME or PATH_OUT; and PATH2 or LINK_TEXT
 * @path_role: enum ior_arg of these
 * @dirfd: DIRFD, DIRFD2
 * @at_flags: AT_FLAGS, or what else says that a path may be empty
 * @empty: bits of that, for each path: if it is empty, it means the directory
 * @null: a path that is NULL does
 * @value: what points to a value, or to an FDPAIR
 * @value_role: enum ior_arg of that
 * @ret_fd_arg: what says whether a descriptor is returned; 0: nothing does
 * @ret_fd_set: bits of its values for which one is
 */
struct ior_class {
	u8	family;
	u8	kind;
	u8	ret_class;
	u8	reserved;
	u8	traits;
	u8	work;
	u8	watch;
	u8	fd;
	u8	fd2;
	u8	path[2];
	u8	path_role[2];
	u8	dirfd[2];
	u8	at_flags;
	u16	empty[2];
	bool	null;
	u8	value;
	u8	value_role;
	u8	ret_fd_arg;
	u64	ret_fd_set;
} __aligned(32);

extern struct ior_class ior_classes[];
extern const unsigned int ior_nr_classes;
extern u16 ior_class_index[IOR_NR_ABIS][IOR_CALL_BITS];

/* A number that the table lacks is of family UNKNOWN, which is all zeroes. */
static __always_inline const struct ior_class *ior_classify(unsigned int abi, unsigned int nr)
{
	return &ior_classes[ior_class_index[abi][ior_call_index(nr)]];
}

static __always_inline const struct ior_class *ior_call_class(const struct ior_syscall *call)
{
	return ior_classify(ior_call_abi(call), ior_call_nr(call));
}

/* Likewise, by ior_native_index(), in a table of that kind. */
static __always_inline const struct ior_class *
ior_classify_native(const struct ior_class *classes, unsigned long nr)
{
	const struct ior_class *class = &classes[ior_class_index[IOR_ABI_NATIVE][nr]];

	OPTIMIZER_HIDE_VAR(class);	/* or the address is worked out for each field */
	return class;
}

/* Does it return a new descriptor, if it succeeds? */
static inline bool ior_makes_fd(const struct ior_class *class, const unsigned long *args)
{
	u32 value;

	if (!class->ret_fd_arg)
		return class->traits & IOR_TRAIT_RET_FD;
	value = args[class->ret_fd_arg - 1];
	return value < 64 && class->ret_fd_set >> value & 1;
}

static __always_inline bool ior_ret_is_error(long ret)
{
	return IS_ERR_VALUE(ret);
}

/* The call may be restarted: -515 (ENOIOCTLCMD) is none of these codes. */
static __always_inline bool ior_ret_is_restart(long ret)
{
	return unlikely(ret >= -ERESTART_RESTARTBLOCK && ret <= -ERESTARTSYS &&
			ret != -ENOIOCTLCMD);
}

void ior_classify_init(void);

#endif /* _IOR_CLASSIFY_H */
