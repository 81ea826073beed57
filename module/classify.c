// SPDX-License-Identifier: GPL-2.0-only
/*
 * The call table, turned round: from number to what is to be done for a call.
 */
#include <linux/fcntl.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <uapi/linux/mount.h>

#include "classify.h"
#include "compat.h"

struct call {
	s16	nr[IOR_NR_ABIS];	/* -1: no such call there */
	u8	family;
	u8	kind;
	u8	ret_class;
	u8	args[IOR_NR_ARGS];
};

static struct call calls[IOR_NR_CALLS] __initdata = {
#define IOR_CALL(name, native, i386, x32, family_, kind_, ret, a0, a1, a2, a3, a4, a5)	\
	[IOR_CALL_##name] = {							\
		.nr		= { native, i386, x32 },			\
		.family		= IOR_FAMILY_##family_,				\
		.kind		= IOR_KIND_##kind_,				\
		.ret_class	= IOR_RET_##ret,				\
		.args		= { IOR_ARG_##a0, IOR_ARG_##a1, IOR_ARG_##a2,	\
				    IOR_ARG_##a3, IOR_ARG_##a4, IOR_ARG_##a5 },	\
	},
#include <linux/ior_calls.h>
};

/* Calls whose arguments are others in one ABI. */
struct variant {
	u16	call;
	u8	abi;
	u8	args[IOR_NR_ARGS];
};

static const struct variant variants[] __initconst = {
#define IOR_CALL_VARIANT(name, abi_, a0, a1, a2, a3, a4, a5)			\
	{									\
		.call	= IOR_CALL_##name,					\
		.abi	= IOR_ABI_##abi_,					\
		.args	= { IOR_ARG_##a0, IOR_ARG_##a1, IOR_ARG_##a2,		\
			    IOR_ARG_##a3, IOR_ARG_##a4, IOR_ARG_##a5 },		\
	},
#define IOR_CALL_ARGS IOR_CALL_VARIANT
#include <linux/ior_calls.h>
#ifdef IOR_ARM_CALLS
#define IOR_CALL_ARGS_ARM IOR_CALL_VARIANT
#include <linux/ior_calls_arm.h>
#endif
};

struct trait {
	u16	call;
	u16	trait;
};

struct ret_fd_if {
	u16	call;
	u8	arg;
	u64	set;
};

static const struct ret_fd_if ret_fd_ifs[] __initconst = {
#define IOR_CALL_RET_FD_IF(name, arg_, set_) { IOR_CALL_##name, arg_, set_ },
#include <linux/ior_calls.h>
};

static const struct trait traits[] __initconst = {
#define IOR_CALL_TRAIT(name, trait_) { IOR_CALL_##name, IOR_TRAIT_##trait_ },
#include <linux/ior_calls.h>
};

/* Calls where it is not AT_EMPTY_PATH, for any path, that makes it the directory. */
struct special {
	u16	call;
	u8	at_flags;
	u16	empty[2];
	bool	null;
};

static const struct special specials[] __initconst = {
	{ IOR_CALL_move_mount, 5, { MOVE_MOUNT_T_EMPTY_PATH, MOVE_MOUNT_F_EMPTY_PATH } },
	{ IOR_CALL_open_tree, 3, { AT_EMPTY_PATH } },
	{ IOR_CALL_open_tree_attr, 3, { AT_EMPTY_PATH } },
	{ IOR_CALL_fspick, 3, { FSPICK_EMPTY_PATH } },
	{ IOR_CALL_linkat, 5, { 0, AT_EMPTY_PATH } },
	{ IOR_CALL_utimensat, 4, { AT_EMPTY_PATH }, true },
	{ IOR_CALL_utimensat_time64, 4, { AT_EMPTY_PATH }, true },
	{ IOR_CALL_futimesat, 0, { 0 }, true },
	{ IOR_CALL_fanotify_mark, 0, { 0 }, true },
};

/* By call, the variants behind; and from number to place, 0 being UNKNOWN. */
struct ior_class ior_classes[IOR_NR_CALLS + ARRAY_SIZE(variants)] __ro_after_init;
const unsigned int ior_nr_classes = ARRAY_SIZE(ior_classes);
u16 ior_class_index[IOR_NR_ABIS][IOR_CALL_BITS] __ro_after_init;

static void __init add_arg(struct ior_class *class, u8 role, u8 place)
{
	switch (role) {
	case IOR_ARG_FD:
		class->fd = place;
		break;
	case IOR_ARG_FD2:
		class->fd2 = place;
		break;
	case IOR_ARG_DIRFD:
		class->dirfd[0] = place;
		break;
	case IOR_ARG_DIRFD2:
		class->dirfd[1] = place;
		break;
	case IOR_ARG_AT_FLAGS:
		class->at_flags = place;
		class->empty[0] = AT_EMPTY_PATH;
		class->empty[1] = AT_EMPTY_PATH;
		break;
	case IOR_ARG_PATH:
	case IOR_ARG_NAME:
	case IOR_ARG_PATH_OUT:
		class->path[0] = place;
		class->path_role[0] = role;
		break;
	case IOR_ARG_PATH2:
	case IOR_ARG_LINK_TEXT:
		class->path[1] = place;
		class->path_role[1] = role;
		break;
	case IOR_ARG_IOV:
	case IOR_ARG_MSG:
	case IOR_ARG_MMSG:
	case IOR_ARG_TIMESPEC:
	case IOR_ARG_TIMESPEC32:
	case IOR_ARG_OPEN_HOW:
	case IOR_ARG_CLONE_ARGS:
	case IOR_ARG_FDPAIR:
		class->value = place;
		class->value_role = role;
		break;
	}
}

static u8 __init work_of(const struct ior_class *class)
{
	bool path_out = class->path_role[0] == IOR_ARG_PATH_OUT;
	bool path_in = (class->path[0] && !path_out) || class->path[1];
	bool maybe = class->traits & IOR_TRAIT_FD_MAYBE || class->kind == IOR_KIND_MMAP;
	u8 work = 0;

	if (path_in || class->fd2 || (class->fd && maybe))
		work |= IOR_WORK_FILES;
	else if (class->fd)
		work |= IOR_WORK_FD;
	if (class->value && class->value_role != IOR_ARG_FDPAIR)
		work |= IOR_WORK_VALUE;
	if (path_in || path_out || class->value ||
	    class->traits & (IOR_TRAIT_RET_FD | IOR_TRAIT_FD_FLAGS | IOR_TRAIT_FD_MAYBE))
		work |= IOR_WORK_EXIT;
	/* PROC: a tracer may change the registers of a fork while it lasts */
	if (class->traits & IOR_TRAIT_NO_RETURN || class->watch || class->fd > 1 ||
	    class->kind == IOR_KIND_PROC)
		work |= IOR_WORK_RARE;
	return work;
}

static void __init set_args(struct ior_class *class, unsigned int nr, const u8 *args)
{
	unsigned int i;

	for (i = 0; i < IOR_NR_ARGS; i++)
		add_arg(class, args[i], i + 1);
	for (i = 0; i < ARRAY_SIZE(specials); i++) {
		if (specials[i].call != nr)
			continue;
		class->at_flags = specials[i].at_flags;
		class->empty[0] = specials[i].empty[0];
		class->empty[1] = specials[i].empty[1];
		class->null = specials[i].null;
	}
	/* sizes are told next to the file's flags, so only where there is a file */
	if (class->value_role == IOR_ARG_IOV && !class->fd) {
		class->value = 0;
		class->value_role = IOR_ARG_NONE;
	}
	class->work = work_of(class);
}

static void __init set_head(struct ior_class *class, unsigned int nr)
{
	unsigned int i;

	*class = (struct ior_class) {
		.family		= calls[nr].family,
		.kind		= calls[nr].kind,
		.ret_class	= calls[nr].ret_class,
	};
	for (i = 0; i < ARRAY_SIZE(traits); i++)
		if (traits[i].call == nr)
			class->traits |= traits[i].trait;
	for (i = 0; i < ARRAY_SIZE(ret_fd_ifs); i++) {
		if (ret_fd_ifs[i].call != nr)
			continue;
		class->ret_fd_arg = ret_fd_ifs[i].arg + 1;
		class->ret_fd_set = ret_fd_ifs[i].set;
	}

	if (nr == IOR_CALL_rt_sigreturn)
		class->watch = IOR_WATCH_SIGRETURN;
	else if (nr == IOR_CALL_sigreturn)
		class->watch = IOR_WATCH_OLD_SIGRETURN;
	else if (nr == IOR_CALL_restart_syscall)
		class->watch = IOR_WATCH_RESTART;
}

#ifdef IOR_ARM_CALLS
struct number {
	u16	call;
	s16	native;
	s16	arm;
};

static const struct number numbers[] __initconst = {
#define IOR_CALL_ARM(name, arm64, arm_)	{ IOR_CALL_##name, arm64, arm_ },
#include <linux/ior_calls_arm.h>
};

/* In place of x86's. */
static void __init set_numbers(void)
{
	unsigned int i;

	for (i = 0; i < IOR_NR_CALLS; i++) {
		if (calls[i].nr[IOR_ABI_NATIVE] < IOR_CALL_COMMON) {
			calls[i].nr[IOR_ABI_NATIVE] = -1;
			calls[i].nr[IOR_ABI_32] = -1;
		}
		calls[i].nr[IOR_ABI_X32] = -1;
	}
	for (i = 0; i < ARRAY_SIZE(numbers); i++) {
		calls[numbers[i].call].nr[IOR_ABI_NATIVE] = numbers[i].native;
		calls[numbers[i].call].nr[IOR_ABI_32] = numbers[i].arm;
	}
}
#else
static void __init set_numbers(void)
{
}
#endif

void __init ior_classify_init(void)
{
	unsigned int i, abi;
	int nr;

	/* a record gets all four in one go */
	BUILD_BUG_ON(offsetof(struct ior_record, ret_class) - offsetof(struct ior_record, family) !=
		     offsetof(struct ior_class, ret_class) - offsetof(struct ior_class, family));
	set_numbers();
	for (i = IOR_CALL_UNKNOWN + 1; i < IOR_NR_CALLS; i++) {
		set_head(&ior_classes[i], i);
		set_args(&ior_classes[i], i, calls[i].args);
		for (abi = 0; abi < IOR_NR_ABIS; abi++)
			if (calls[i].nr[abi] >= 0)
				ior_class_index[abi][calls[i].nr[abi]] = i;
	}
	for (i = 0; i < ARRAY_SIZE(variants); i++) {
		const struct variant *v = &variants[i];
		struct ior_class *class = &ior_classes[IOR_NR_CALLS + i];

		set_head(class, v->call);
		set_args(class, v->call, v->args);
		nr = calls[v->call].nr[v->abi];
		if (nr >= 0)
			ior_class_index[v->abi][nr] = IOR_NR_CALLS + i;
	}
}
