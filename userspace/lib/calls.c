// SPDX-License-Identifier: GPL-2.0-only
/*
 * The call table, by number and by name.
 */
#include <elf.h>
#include <errno.h>
#include <string.h>

#include <linux/ior_calls_arm.h>

#include "libior.h"

#ifdef __aarch64__
#define OWN_MACHINE	EM_AARCH64
#else
#define OWN_MACHINE	EM_X86_64
#endif

static struct ior_call_entry table[IOR_NR_CALLS] = {
#define IOR_CALL(call, native, i386, n32, fam, knd, ret, a0, a1, a2, a3, a4, a5)	\
	[IOR_CALL_##call] = {							\
		.name		= #call,					\
		.family		= IOR_FAMILY_##fam,				\
		.kind		= IOR_KIND_##knd,				\
		.ret_class	= IOR_RET_##ret,				\
		.args[IOR_ABI_NATIVE] = {					\
			IOR_ARG_##a0, IOR_ARG_##a1, IOR_ARG_##a2,		\
			IOR_ARG_##a3, IOR_ARG_##a4, IOR_ARG_##a5,		\
		},								\
	},
#include <linux/ior_calls.h>
};

struct numbers {
	uint16_t	call;
	int16_t		nr[IOR_NR_ABIS];
};

static const struct numbers x86_numbers[] = {
#define IOR_CALL(call, native, i386, n32, ...)					\
	{ IOR_CALL_##call, { native, i386, n32 } },
#include <linux/ior_calls.h>
};

static const struct numbers arm_numbers[] = {
#define IOR_CALL_ARM(call, arm64, arm)	{ IOR_CALL_##call, { arm64, arm, -1 } },
#include <linux/ior_calls_arm.h>
};

static const uint8_t traits[IOR_NR_CALLS] = {
#define IOR_CALL_TRAIT(call, trait)						\
	[IOR_CALL_##call] = IOR_TRAIT_##trait,
#include <linux/ior_calls.h>
};

/* Calls that return a descriptor only sometimes. */
static const struct {
	uint16_t	call;
	int8_t		arg;
	uint64_t	set;
} ret_fd_ifs[] = {
#define IOR_CALL_RET_FD_IF(call, arg, set)	{ IOR_CALL_##call, arg, set },
#include <linux/ior_calls.h>
};

/* Calls whose arguments differ between ABIs, the first part everywhere. */
#define VARIANT(name, abi, a0, a1, a2, a3, a4, a5)				\
	{ IOR_CALL_##name, IOR_ABI_##abi, {					\
		IOR_ARG_##a0, IOR_ARG_##a1, IOR_ARG_##a2,			\
		IOR_ARG_##a3, IOR_ARG_##a4, IOR_ARG_##a5 } },

struct variant {
	uint16_t	call;
	uint8_t		abi;
	uint8_t		args[IOR_NR_ARGS];
};

static const struct variant variants[] = {
#define IOR_CALL_ARGS	VARIANT
#include <linux/ior_calls.h>
};

static const struct variant arm_variants[] = {
#define IOR_CALL_ARGS_ARM	VARIANT
#include <linux/ior_calls_arm.h>
};

static const struct {
	const char	*alias;
	uint16_t	call;
} aliases[] = {
#define IOR_CALL_ALIAS(alias, name)	{ #alias, IOR_CALL_##name },
#include <linux/ior_calls.h>
};

static uint16_t by_number[IOR_NR_ABIS][IOR_CALL_BITS];

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

/* Which member of struct ior_call_places an argument fills; the first one does. */
static const uint8_t members[IOR_NR_ARG_ROLES] = {
#define PLACE(role, member)							\
	[IOR_ARG_##role] = offsetof(struct ior_call_places, member) + 1
	PLACE(FD, fd),
	PLACE(FD2, fd2),
	PLACE(FDPAIR, fdpair),
	PLACE(DIRFD, dirfd),
	PLACE(DIRFD2, dirfd2),
	PLACE(PATH, path),
	PLACE(NAME, path),
	PLACE(PATH_OUT, path),
	PLACE(PATH2, path2),
	PLACE(LINK_TEXT, path2),
	PLACE(SIZE, size),
	PLACE(OPEN_FLAGS, flags),
	PLACE(FD_FLAGS, flags),
	PLACE(AT_FLAGS, flags),
	PLACE(MSG_FLAGS, flags),
	PLACE(MMAP_FLAGS, flags),
	PLACE(FLAGS, flags),
	PLACE(OPEN_HOW, how),
#undef PLACE
};

static void find_places(struct ior_call_places *places, const uint8_t *args)
{
	int i;

	memset(places, -1, sizeof(*places));
	for (i = IOR_NR_ARGS - 1; i >= 0; i--) {
		if (members[args[i]])
			((int8_t *)places)[members[args[i]] - 1] = i;
	}
	for (i = IOR_NR_ARGS - 1; i >= 0 && places->flags < 0; i--) {
		if (args[i] == IOR_ARG_MMAP_PROT)
			places->flags = i;
	}
}

static void set_numbers(const struct numbers *numbers, unsigned int n)
{
	unsigned int i, abi;

	for (i = 0; i < n; i++) {
		memcpy(table[numbers[i].call].nr, numbers[i].nr, sizeof(numbers[i].nr));
		for (abi = 0; abi < IOR_NR_ABIS; abi++) {
			if (numbers[i].nr[abi] >= 0)
				by_number[abi][numbers[i].nr[abi]] = numbers[i].call;
		}
	}
}

/* Numbers that are the same everywhere. */
static void set_common(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(x86_numbers); i++) {
		struct numbers common = x86_numbers[i];

		common.nr[IOR_ABI_X32] = -1;
		if (common.nr[IOR_ABI_NATIVE] >= IOR_CALL_COMMON)
			set_numbers(&common, 1);
	}
}

static void set_args(const struct variant *variant, unsigned int n)
{
	struct ior_call_entry *e;
	unsigned int i, abi;

	for (i = 0; i < n; i++) {
		e = &table[variant[i].call];
		abi = variant[i].abi;
		memcpy(e->args[abi], variant[i].args, sizeof(e->args[abi]));
		find_places(&e->places[abi], e->args[abi]);
	}
}

static void set_args_native(void)
{
	struct ior_call_entry *e;
	unsigned int abi;

	for (e = table + 1; e < table + IOR_NR_CALLS; e++) {
		for (abi = 0; abi < IOR_NR_ABIS; abi++) {
			memcpy(e->args[abi], e->args[IOR_ABI_NATIVE], sizeof(e->args[abi]));
			find_places(&e->places[abi], e->args[abi]);
		}
	}
}

static unsigned int in_use;

int ior_calls_use(unsigned int machine)
{
	if (machine == in_use)
		return 0;
	if (machine != EM_X86_64 && machine != EM_AARCH64)
		return -EOPNOTSUPP;
	memset(by_number, 0, sizeof(by_number));
	for (struct ior_call_entry *e = table; e < table + IOR_NR_CALLS; e++)
		memset(e->nr, -1, sizeof(e->nr));
	set_args_native();
	set_args(variants, ARRAY_SIZE(variants));
	if (machine == EM_X86_64) {
		set_numbers(x86_numbers, ARRAY_SIZE(x86_numbers));
	} else {
		set_common();
		set_numbers(arm_numbers, ARRAY_SIZE(arm_numbers));
		set_args(arm_variants, ARRAY_SIZE(arm_variants));
	}
	in_use = machine;
	return 0;
}

unsigned int ior_calls_machine(void)
{
	return in_use;
}

__attribute__((constructor))
static void index_table(void)
{
	unsigned int call, i;

	for (call = 1; call < IOR_NR_CALLS; call++) {
		struct ior_call_entry *e = &table[call];

		e->call = call;
		e->traits = traits[call];
		e->ret_fd_arg = -1;
	}
	for (i = 0; i < ARRAY_SIZE(ret_fd_ifs); i++) {
		table[ret_fd_ifs[i].call].ret_fd_arg = ret_fd_ifs[i].arg;
		table[ret_fd_ifs[i].call].ret_fd_set = ret_fd_ifs[i].set;
	}
	ior_calls_use(OWN_MACHINE);
}

enum ior_call ior_call_find(unsigned int abi, uint32_t nr)
{
	if (abi >= IOR_NR_ABIS || nr >= IOR_CALL_BITS)
		return IOR_CALL_UNKNOWN;
	return by_number[abi][nr];
}

const struct ior_call_entry *ior_call_entry(enum ior_call call)
{
	return call > IOR_CALL_UNKNOWN && call < IOR_NR_CALLS ? &table[call] : NULL;
}

const struct ior_call_entry *ior_record_call(const struct ior_record *rec)
{
	enum ior_call call = ior_call_find(rec->abi, rec->nr);

	return call == IOR_CALL_UNKNOWN ? NULL : &table[call];
}

bool ior_call_is_named(enum ior_call call, const char *name)
{
	unsigned int i;

	if (!strcmp(table[call].name, name))
		return true;
	for (i = 0; i < ARRAY_SIZE(aliases); i++) {
		if (aliases[i].call == call && !strcmp(aliases[i].alias, name))
			return true;
	}
	return false;
}

/* --------------------------------------------------------------- names -- */

#define NAME(id, string)	string,

static const char * const families[] = { IOR_FAMILIES(NAME) };
static const char * const kinds[] = { IOR_KINDS(NAME) };
static const char * const ret_classes[] = { IOR_RET_CLASSES(NAME) };
static const char * const abis[IOR_NR_ABIS] = {
	[IOR_ABI_NATIVE]	= "64",
	[IOR_ABI_32]		= "32",
	[IOR_ABI_X32]		= "x32",
};

const char *ior_family_name(unsigned int family)
{
	return families[family < IOR_NR_FAMILIES ? family : IOR_FAMILY_UNKNOWN];
}

const char *ior_kind_name(unsigned int kind)
{
	return kinds[kind < IOR_NR_KINDS ? kind : IOR_KIND_NULL];
}

const char *ior_ret_class_name(unsigned int ret_class)
{
	return ret_classes[ret_class < IOR_NR_RET_CLASSES ? ret_class : IOR_RET_UNCLASSIFIED];
}

const char *ior_abi_name(unsigned int abi)
{
	return abi < IOR_NR_ABIS ? abis[abi] : "?";
}
