// SPDX-License-Identifier: GPL-2.0-only
/*
 * The call table: consistent in itself.  With the kernel's own headers
 * call_numbers.c compares it.  Needs no module, no root.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/ior_calls_arm.h>

#include "ior_call_table.h"
#include "libior.h"

/* Calls of the table's first part: those that x86-64 implements */
#define NR_CLASSIFIED	367

/* ELF's numbers of machines */
#define EM_386		3
#define EM_X86_64	62
#define EM_AARCH64	183

static const struct {
	int call, abi;
	int args[IOR_NR_ARGS];
} variants[] = {
#define IOR_CALL_ARGS(id, abi, ...) \
	{ IOR_CALL_##id, IOR_ABI_##abi, ARGS(__VA_ARGS__) },
#include <linux/ior_calls.h>
};

static const struct {
	int call, nr[2];
} arm_calls[] = {
#define IOR_CALL_ARM(id, arm64, arm)	{ IOR_CALL_##id, { arm64, arm } },
#include <linux/ior_calls_arm.h>
};

static const struct {
	int call, abi;
	int args[IOR_NR_ARGS];
} arm_variants[] = {
#define IOR_CALL_ARGS_ARM(id, abi, ...) \
	{ IOR_CALL_##id, IOR_ABI_##abi, ARGS(__VA_ARGS__) },
#include <linux/ior_calls_arm.h>
};

static const struct {
	int call, trait;
} traits[] = {
#define IOR_CALL_TRAIT(id, trait)	{ IOR_CALL_##id, IOR_TRAIT_##trait },
#include <linux/ior_calls.h>
};

static const struct {
	int call, arg;
	unsigned long long set;
} ret_fd_ifs[] = {
#define IOR_CALL_RET_FD_IF(id, arg, set)	{ IOR_CALL_##id, arg, set },
#include <linux/ior_calls.h>
};

static const struct {
	const char *alias;
	int call;
} aliases[] = {
#define IOR_CALL_ALIAS(alias, id)	{ #alias, IOR_CALL_##id },
#include <linux/ior_calls.h>
};

#define STRING(id, string)	string,
static const char * const family_names[] = { IOR_FAMILIES(STRING) };
static const char * const kind_names[] = { IOR_KINDS(STRING) };
static const char * const ret_names[] = { IOR_RET_CLASSES(STRING) };

static int call_by_number(int abi, int nr)
{
	for (int i = 1; i < IOR_NR_CALLS; i++)
		if (calls[i].nr[abi] == nr)
			return i;
	return IOR_CALL_UNKNOWN;
}

static int count_role(const int *args, int role)
{
	int n = 0;

	for (int i = 0; i < IOR_NR_ARGS; i++)
		n += args[i] == role;
	return n;
}

TEST(names_are_unique)
{
	for (int i = 1; i < IOR_NR_CALLS; i++) {
		ASSERT_NE(NULL, calls[i].name);
		EXPECT_EQ(i, call_by_name(calls[i].name))
			TH_LOG("%s is there twice", calls[i].name);
	}
}

TEST(numbers_are_unique)
{
	for (int abi = 0; abi < IOR_NR_ABIS; abi++) {
		for (int i = 1; i < IOR_NR_CALLS; i++) {
			int nr = calls[i].nr[abi];

			if (nr == -1)
				continue;
			EXPECT_EQ(i, call_by_number(abi, nr))
				TH_LOG("%s: %d of ABI %d is another's", calls[i].name, nr, abi);
			EXPECT_TRUE(nr >= 0 && nr < IOR_CALL_BITS - 1)
				TH_LOG("%s: no call set holds %d", calls[i].name, nr);
		}
	}
}

TEST(calls_are_classified)
{
	for (int i = 1; i < IOR_NR_CALLS; i++) {
		const struct call *c = &calls[i];
		bool numbered = false;

		EXPECT_NE(IOR_FAMILY_UNKNOWN, c->family)
			TH_LOG("%s", c->name);
		EXPECT_NE(IOR_RET_RESTART, c->ret)
			TH_LOG("%s", c->name);
		for (int abi = 0; abi < IOR_NR_ABIS; abi++)
			numbered |= c->nr[abi] >= 0;
		for (int j = 0; j < LEN(arm_calls); j++)
			numbered |= arm_calls[j].call == i;
		EXPECT_TRUE(numbered)
			TH_LOG("%s is a call nowhere", c->name);
		/* One number for all since 424 */
		for (int abi = 0; abi < IOR_NR_ABIS; abi++) {
			if (c->nr[abi] < 424 || c->nr[abi] >= 512)
				continue;
			for (int other = 0; other < IOR_NR_ABIS; other++) {
				EXPECT_EQ(c->nr[abi], c->nr[other])
					TH_LOG("%s", c->name);
			}
		}
		/* x32 is x86-64 but for what it numbers from 512 up */
		if (c->nr[IOR_ABI_X32] < 0 || c->nr[IOR_ABI_X32] >= 512)
			continue;
		EXPECT_EQ(c->nr[IOR_ABI_NATIVE], c->nr[IOR_ABI_X32])
			TH_LOG("%s", c->name);
	}
}

/* What every list of arguments must fulfil, or why this one doesn't */
static const char *args_fault(const int *args, int ret)
{
	static const struct {
		int role, needs;
	} once[] = {
		{ IOR_ARG_FD,		IOR_ARG_NONE },
		{ IOR_ARG_FD2,		IOR_ARG_FD },
		{ IOR_ARG_FD_LAST,	IOR_ARG_FD },
		{ IOR_ARG_FDPAIR,	IOR_ARG_NONE },
		{ IOR_ARG_DIRFD,	IOR_ARG_PATH },
		{ IOR_ARG_DIRFD2,	IOR_ARG_PATH2 },
		{ IOR_ARG_PATH,		IOR_ARG_NONE },
		{ IOR_ARG_PATH2,	IOR_ARG_PATH },
		{ IOR_ARG_PATH_OUT,	IOR_ARG_SIZE },
		{ IOR_ARG_NAME,		IOR_ARG_NONE },
		{ IOR_ARG_LINK_TEXT,	IOR_ARG_PATH },
		{ IOR_ARG_HANDLE,	IOR_ARG_NONE },
		{ IOR_ARG_OPEN_HOW,	IOR_ARG_PATH },
		{ IOR_ARG_CLONE_ARGS,	IOR_ARG_NONE },
		{ IOR_ARG_MSG,		IOR_ARG_FD },
		{ IOR_ARG_MMSG,		IOR_ARG_FD },
		{ IOR_ARG_TIMESPEC,	IOR_ARG_NONE },
		{ IOR_ARG_TIMESPEC32,	IOR_ARG_NONE },
		{ IOR_ARG_LEN_LO,	IOR_ARG_LEN_HI },
		{ IOR_ARG_LEN_HI,	IOR_ARG_LEN_LO },
		{ IOR_ARG_OFF_LO,	IOR_ARG_OFF_HI },
		{ IOR_ARG_OFF_HI,	IOR_ARG_OFF_LO },
	};

	for (int i = 0; i < IOR_NR_ARGS; i++) {
		if (args[i] < 0 || args[i] >= IOR_NR_ARG_ROLES)
			return "no such role";
		if (i && args[i - 1] == IOR_ARG_NONE && args[i] != IOR_ARG_NONE)
			return "an argument after the last";
		if ((args[i] == IOR_ARG_IOV || args[i] == IOR_ARG_MMSG) &&
		    (i + 1 == IOR_NR_ARGS || args[i + 1] != IOR_ARG_COUNT))
			return "an array without its count";
	}
	for (int i = 0; i < LEN(once); i++) {
		int n = count_role(args, once[i].role);

		if (n > 1)
			return "two of a role that can be but once";
		if (n && once[i].needs != IOR_ARG_NONE && !count_role(args, once[i].needs))
			return "half of a pair";
	}
	/* the record has one place for a value */
	if (!!count_role(args, IOR_ARG_OPEN_HOW) + !!count_role(args, IOR_ARG_CLONE_ARGS) +
	    !!count_role(args, IOR_ARG_TIMESPEC) + !!count_role(args, IOR_ARG_TIMESPEC32) +
	    !!count_role(args, IOR_ARG_FDPAIR) + !!count_role(args, IOR_ARG_FD) > 1)
		return "two values for one place";
	if (ret != IOR_RET_UNCLASSIFIED && count_role(args, IOR_ARG_SIZE) > 1)
		return "bytes are moved, but which argument is their number?";
	return NULL;
}

TEST(arguments)
{
	for (int i = 1; i < IOR_NR_CALLS; i++) {
		const char *fault = args_fault(calls[i].args, calls[i].ret);

		EXPECT_EQ(NULL, fault)
			TH_LOG("%s: %s", calls[i].name, fault);
	}
}

/* They move things about, but what a call works on stays, or is in a struct. */
TEST(arguments_of_other_abis)
{
	static const int files[] = {
		IOR_ARG_FD, IOR_ARG_FD2, IOR_ARG_DIRFD, IOR_ARG_DIRFD2, IOR_ARG_PATH,
		IOR_ARG_PATH2, IOR_ARG_PATH_OUT, IOR_ARG_NAME, IOR_ARG_BUF, IOR_ARG_SIZE,
		IOR_ARG_IOV, IOR_ARG_COUNT,
	};

	for (int i = 0; i < LEN(variants); i++) {
		const struct call *c = &calls[variants[i].call];
		const int *args = variants[i].args;

		EXPECT_LE(0, c->nr[variants[i].abi])
			TH_LOG("%s: not in ABI %d", c->name, variants[i].abi);
		EXPECT_NE(0, memcmp(args, c->args, sizeof(c->args)))
			TH_LOG("%s: no other arguments", c->name);
		EXPECT_EQ(NULL, args_fault(args, c->ret))
			TH_LOG("%s: %s", c->name, args_fault(args, c->ret));
		for (int j = 0; j < i; j++) {
			EXPECT_TRUE(variants[i].call != variants[j].call ||
				    variants[i].abi != variants[j].abi)
				TH_LOG("%s is there twice", c->name);
		}
		if (args[0] == IOR_ARG_PTR && args[1] == IOR_ARG_NONE)
			continue;
		for (int j = 0; j < LEN(files); j++) {
			EXPECT_EQ(count_role(c->args, files[j]), count_role(args, files[j]))
				TH_LOG("%s: role %d", c->name, files[j]);
		}
	}
}

static int count_calls(int family, int kind, int ret)
{
	int n = 0;

	for (int i = 1; i <= NR_CLASSIFIED; i++)
		n += (family < 0 || calls[i].family == family) &&
		     (kind < 0 || calls[i].kind == kind) && (ret < 0 || calls[i].ret == ret);
	return n;
}

TEST(families)
{
	static const struct {
		const char *name;
		int calls;
	} want[] = {
		{ "UNKNOWN", 0 }, { "AIO", 9 }, { "FS", 118 }, { "IPC", 44 }, { "Memory", 29 },
		{ "Misc", 16 }, { "Network", 22 }, { "Polling", 10 }, { "Process", 54 },
		{ "Sched", 12 }, { "Security", 21 }, { "Signals", 13 }, { "Time", 19 },
	};

	ASSERT_EQ(LEN(want), IOR_NR_FAMILIES);
	for (int i = 0; i < LEN(want); i++) {
		EXPECT_STREQ(want[i].name, family_names[i]);
		EXPECT_EQ(want[i].calls, count_calls(i, -1, -1))
			TH_LOG("%s", want[i].name);
	}
}

TEST(kinds)
{
	static const struct {
		const char *name;
		int calls;
	} want[] = {
		{ "null", 127 }, { "fd", 74 }, { "two-fd", 3 }, { "fd-pathname", 2 },
		{ "pathname", 56 }, { "name", 7 }, { "open", 3 }, { "open-by-handle-at", 1 },
		{ "open-tree", 2 }, { "mq-open", 1 }, { "pidfd", 1 }, { "eventfd", 16 },
		{ "pipe", 2 }, { "dup3", 1 }, { "fcntl", 2 }, { "socket", 1 },
		{ "socketpair", 1 }, { "accept", 2 }, { "poll", 7 }, { "epoll-ctl", 1 },
		{ "mem", 14 }, { "mmap", 1 }, { "sleep", 2 }, { "timer-obj", 5 },
		{ "futex", 5 }, { "sysv-id", 3 }, { "sysv-op", 9 }, { "proc", 6 },
		{ "exec", 2 }, { "prctl", 1 }, { "ptrace", 1 }, { "seccomp", 1 },
		{ "keyctl", 3 }, { "module", 2 }, { "bpf", 1 }, { "perf-open", 1 },
	};

	ASSERT_EQ(LEN(want), IOR_NR_KINDS);
	for (int i = 0; i < LEN(want); i++) {
		EXPECT_STREQ(want[i].name, kind_names[i]);
		EXPECT_EQ(want[i].calls, count_calls(-1, i, -1))
			TH_LOG("%s", want[i].name);
	}
}

TEST(return_classes)
{
	static const struct {
		const char *name;
		int calls;
	} want[] = {
		{ "UNCLASSIFIED", 329 }, { "READ", 25 }, { "WRITE", 8 }, { "TRANSFER", 5 },
		{ "RESTART", 0 },
	};

	ASSERT_EQ(LEN(want), IOR_NR_RET_CLASSES);
	for (int i = 0; i < LEN(want); i++) {
		EXPECT_STREQ(want[i].name, ret_names[i]);
		EXPECT_EQ(want[i].calls, count_calls(-1, -1, i))
			TH_LOG("%s", want[i].name);
	}
}

TEST(aio_returns_no_bytes)
{
	int n = 0;

	for (int i = 1; i < IOR_NR_CALLS; i++) {
		const struct call *c = &calls[i];

		if (strncmp(c->name, "io_", 3))
			continue;
		n++;
		EXPECT_EQ(IOR_FAMILY_AIO, c->family)
			TH_LOG("%s", c->name);
		EXPECT_EQ(IOR_RET_UNCLASSIFIED, c->ret)
			TH_LOG("%s", c->name);
		/* these two work on a ring's descriptor */
		if (i == IOR_CALL_io_uring_enter || i == IOR_CALL_io_uring_register)
			continue;
		EXPECT_EQ(IOR_KIND_NULL, c->kind)
			TH_LOG("%s", c->name);
	}
	EXPECT_EQ(10, n);
}

/* Numbers that other tracers take for those of x86-64 */
TEST(numbers_of_other_abis)
{
	static const struct {
		int abi, nr;
		const char *name;
	} want[] = {
		{ IOR_ABI_32, 1, "exit" },	{ IOR_ABI_32, 5, "open" },
		{ IOR_ABI_32, 9, "link" },	{ IOR_ABI_32, 11, "execve" },
		{ IOR_ABI_32, 12, "chdir" },	{ IOR_ABI_32, 18, "oldstat" },
		{ IOR_ABI_32, 22, "umount" },	{ IOR_ABI_32, 52, "umount2" },
		{ IOR_ABI_32, 106, "stat" },	{ IOR_ABI_32, 119, "sigreturn" },
		{ IOR_ABI_32, 187, "sendfile" }, { IOR_ABI_32, 239, "sendfile64" },
		{ IOR_ABI_NATIVE, 9, "mmap" },	{ IOR_ABI_NATIVE, 40, "sendfile" },
		{ IOR_ABI_NATIVE, 166, "umount2" }, { IOR_ABI_NATIVE, 219, "restart_syscall" },
		{ IOR_ABI_X32, 0, "read" },	{ IOR_ABI_X32, 514, "ioctl" },
		{ IOR_ABI_X32, 520, "execve" },	{ IOR_ABI_X32, 543, "io_setup" },
	};

	for (int i = 0; i < LEN(want); i++) {
		int call = call_by_number(want[i].abi, want[i].nr);

		ASSERT_NE(IOR_CALL_UNKNOWN, call)
			TH_LOG("%s", want[i].name);
		EXPECT_STREQ(want[i].name, calls[call].name);
	}
	/* holes: 222 and 251 of i386, the x86-64 calls that x32 numbers anew */
	EXPECT_EQ(IOR_CALL_UNKNOWN, call_by_number(IOR_ABI_32, 222));
	EXPECT_EQ(IOR_CALL_UNKNOWN, call_by_number(IOR_ABI_32, 251));
	EXPECT_EQ(IOR_CALL_UNKNOWN, call_by_number(IOR_ABI_X32, 13));
	EXPECT_EQ(IOR_CALL_UNKNOWN, call_by_number(IOR_ABI_X32, 59));
	EXPECT_EQ(IOR_CALL_UNKNOWN, call_by_number(IOR_ABI_NATIVE, 512));
}

TEST(special_calls)
{
	static const int makers[] = {
		IOR_KIND_OPEN, IOR_KIND_OPEN_TREE, IOR_KIND_OPEN_BY_HANDLE_AT, IOR_KIND_MQ_OPEN,
		IOR_KIND_PIDFD, IOR_KIND_DUP3, IOR_KIND_SOCKET, IOR_KIND_ACCEPT, IOR_KIND_PERF_OPEN,
	};
	unsigned int of[IOR_NR_CALLS] = { 0 };

	for (int i = 0; i < LEN(traits); i++) {
		EXPECT_EQ(0, of[traits[i].call])
			TH_LOG("%s has two", calls[traits[i].call].name);
		of[traits[i].call] |= traits[i].trait;
	}
	EXPECT_EQ(IOR_TRAIT_NO_RETURN, of[IOR_CALL_exit]);
	EXPECT_EQ(IOR_TRAIT_NO_RETURN, of[IOR_CALL_exit_group]);
	EXPECT_EQ(IOR_TRAIT_NO_RETURN, of[IOR_CALL_rt_sigreturn]);
	EXPECT_EQ(IOR_TRAIT_NO_RETURN, of[IOR_CALL_sigreturn]);
	EXPECT_EQ(IOR_TRAIT_RET_FD, of[IOR_CALL_openat]);
	EXPECT_EQ(IOR_TRAIT_RET_PTR, of[IOR_CALL_mmap]);
	EXPECT_EQ(IOR_TRAIT_RET_MODE, of[IOR_CALL_umask]);
	EXPECT_EQ(IOR_TRAIT_FD_FLAGS, of[IOR_CALL_fcntl]);
	EXPECT_EQ(IOR_TRAIT_FD_FLAGS, of[IOR_CALL_ioctl]);
	EXPECT_EQ(IOR_TRAIT_FD_FLAGS, of[IOR_CALL_close_range]);
	EXPECT_EQ(IOR_TRAIT_RESTART, of[IOR_CALL_restart_syscall]);
	for (int i = 0; i < LEN(ret_fd_ifs); i++) {
		EXPECT_EQ(IOR_TRAIT_RET_FD, of[ret_fd_ifs[i].call]);
		EXPECT_NE(IOR_ARG_NONE, calls[ret_fd_ifs[i].call].args[ret_fd_ifs[i].arg]);
		EXPECT_NE(0, ret_fd_ifs[i].set);
	}
	for (int i = 1; i < IOR_NR_CALLS; i++) {
		/* a descriptor or an address is no count of bytes */
		EXPECT_TRUE(!of[i] || calls[i].ret == IOR_RET_UNCLASSIFIED)
			TH_LOG("%s", calls[i].name);
		/* what is said of FD needs one */
		EXPECT_TRUE(!(of[i] & (IOR_TRAIT_FD_FLAGS | IOR_TRAIT_FD_MAYBE)) ||
			    count_role(calls[i].args, IOR_ARG_FD))
			TH_LOG("%s has no descriptor", calls[i].name);
		for (int j = 0; j < LEN(makers); j++)
			EXPECT_TRUE(calls[i].kind != makers[j] || of[i] == IOR_TRAIT_RET_FD)
				TH_LOG("%s makes a descriptor", calls[i].name);
	}
}

/*
 * An alias may be a call of its own only where x86-64 has none by that name,
 * and then one of the same sort: to select both does no harm.
 */
TEST(other_names)
{
	static const char * const want[][2] = {
		{ "newstat", "stat" }, { "newfstat", "fstat" }, { "newlstat", "lstat" },
		{ "newuname", "uname" }, { "sendfile64", "sendfile" }, { "umount", "umount2" },
	};

	for (int i = 0; i < LEN(want); i++) {
		int found = 0;

		for (int j = 0; j < LEN(aliases); j++)
			found += !strcmp(want[i][0], aliases[j].alias) &&
				 !strcmp(want[i][1], calls[aliases[j].call].name);
		EXPECT_EQ(1, found)
			TH_LOG("%s", want[i][0]);
	}
	for (int i = 0; i < LEN(aliases); i++) {
		const struct call *c = &calls[aliases[i].call];
		const struct call *namesake = &calls[call_by_name(aliases[i].alias)];

		for (int j = 0; j < i; j++)
			EXPECT_STRNE(aliases[i].alias, aliases[j].alias);
		if (!namesake->name)
			continue;
		EXPECT_EQ(-1, namesake->nr[IOR_ABI_NATIVE]);
		EXPECT_EQ(-1, namesake->nr[IOR_ABI_X32]);
		EXPECT_EQ(c->family, namesake->family);
		EXPECT_EQ(c->kind, namesake->kind);
		EXPECT_EQ(c->ret, namesake->ret);
	}
}

/* Numbers of arm: below those that all have in common, and each once */
TEST(arm_numbers)
{
	static const struct {
		int abi, nr;
		const char *name;
	} want[] = {
		{ 0, 0, "io_setup" },	{ 0, 56, "openat" },	{ 0, 63, "read" },
		{ 0, 80, "fstat" },	{ 0, 221, "execve" },	{ 0, 223, "fadvise64" },
		{ 1, 3, "read" },	{ 1, 5, "open" },	{ 1, 11, "execve" },
		{ 1, 192, "mmap2" },	{ 1, 221, "fcntl64" },	{ 1, 270, "arm_fadvise64_64" },
		{ 1, 322, "openat" },	{ 1, 407, "clock_nanosleep_time64" },
	};
	int found[LEN(want)] = { 0 };

	for (int i = 0; i < LEN(arm_calls); i++) {
		EXPECT_FALSE(arm_calls[i].nr[0] < 0 && arm_calls[i].nr[1] < 0);
		for (int abi = 0; abi < 2; abi++) {
			int nr = arm_calls[i].nr[abi];

			EXPECT_TRUE(nr >= -1 && nr < IOR_CALL_COMMON);
			for (int j = 0; j < i; j++) {
				EXPECT_TRUE(arm_calls[j].call != arm_calls[i].call &&
					    (nr < 0 || arm_calls[j].nr[abi] != nr))
					TH_LOG("%s", calls[arm_calls[i].call].name);
			}
			for (int j = 0; j < LEN(want); j++)
				found[j] += want[j].abi == abi && want[j].nr == nr &&
					    !strcmp(want[j].name, calls[arm_calls[i].call].name);
		}
	}
	for (int j = 0; j < LEN(want); j++) {
		EXPECT_EQ(1, found[j])
			TH_LOG("%d is not %s", want[j].nr, want[j].name);
	}
	for (int i = 0; i < LEN(arm_variants); i++) {
		const char *fault = args_fault(arm_variants[i].args,
					       calls[arm_variants[i].call].ret);

		EXPECT_EQ(NULL, fault)
			TH_LOG("%s: %s", calls[arm_variants[i].call].name, fault);
		EXPECT_EQ(IOR_ABI_32, arm_variants[i].abi);
	}
}

/* What libior makes of them, and that it goes back */
TEST(other_machine)
{
	const struct ior_call_entry *pread64 = ior_call_entry(IOR_CALL_pread64);
	unsigned int own = ior_calls_machine();

	EXPECT_EQ(-EOPNOTSUPP, ior_calls_use(EM_386));
	EXPECT_EQ(own, ior_calls_machine());
	ASSERT_EQ(0, ior_calls_use(EM_AARCH64));
	for (int i = 0; i < LEN(arm_calls); i++) {
		for (int abi = 0; abi < 2; abi++) {
			int nr = arm_calls[i].nr[abi];

			EXPECT_EQ(nr, ior_call_entry(arm_calls[i].call)->nr[abi]);
			if (nr >= 0)
				EXPECT_EQ(arm_calls[i].call, (int)ior_call_find(abi, nr));
		}
	}
	EXPECT_EQ(IOR_CALL_futex_waitv, ior_call_find(IOR_ABI_NATIVE, 449));
	EXPECT_EQ(IOR_CALL_UNKNOWN, ior_call_find(IOR_ABI_NATIVE, 244));
	EXPECT_EQ(-1, ior_call_entry(IOR_CALL_open)->nr[IOR_ABI_NATIVE]);
	EXPECT_EQ(IOR_ARG_OFF_LO, pread64->args[IOR_ABI_32][4]);
	EXPECT_EQ(IOR_CALL_UNKNOWN, ior_call_find(IOR_ABI_X32, 449));
	ASSERT_EQ(0, ior_calls_use(EM_X86_64));
	for (int i = 1; i < IOR_NR_CALLS; i++) {
		for (int abi = 0; abi < IOR_NR_ABIS; abi++)
			EXPECT_EQ(calls[i].nr[abi], ior_call_entry(i)->nr[abi])
				TH_LOG("%s", calls[i].name);
	}
	EXPECT_EQ(IOR_ARG_OFF_LO, pread64->args[IOR_ABI_32][3]);
	EXPECT_EQ(IOR_CALL_execve, ior_call_find(IOR_ABI_NATIVE, 59));
	ior_calls_use(own);
}

TEST_HARNESS_MAIN
