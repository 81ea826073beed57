// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names for numbers.  The values are those of x86: a recording may be read on
 * another machine, and userspace headers hide some (O_LARGEFILE).
 */
#include <elf.h>
#include <string.h>

#include "put.h"
#include "read.h"
#include "symbols.h"

#define TABLE(what, mask)						\
	const struct symbols symbols_##what = {				\
		what##_names, ARRAY_SIZE(what##_names), mask		\
	}

#define NR_ACCESS_MODES	4

static const struct symbol open_names[] = {
	{ 0, "O_RDONLY" },
	{ 1, "O_WRONLY" },
	{ 2, "O_RDWR" },
	{ 3, "O_ACCMODE" },
	{ 020200000, "O_TMPFILE" },
	{ 04010000, "O_SYNC" },
	{ 010000, "O_DSYNC" },
	{ 0100, "O_CREAT" },
	{ 0200, "O_EXCL" },
	{ 0400, "O_NOCTTY" },
	{ 01000, "O_TRUNC" },
	{ 02000, "O_APPEND" },
	{ 04000, "O_NONBLOCK" },
	{ 020000, "O_ASYNC" },
	{ 040000, "O_DIRECT" },
	{ 0100000, "O_LARGEFILE" },
	{ 0200000, "O_DIRECTORY" },
	{ 0400000, "O_NOFOLLOW" },
	{ 01000000, "O_NOATIME" },
	{ 02000000, "O_CLOEXEC" },
	{ 010000000, "O_PATH" },
};

TABLE(open, 3);

const struct symbols symbols_fd_flags = {
	open_names + NR_ACCESS_MODES, ARRAY_SIZE(open_names) - NR_ACCESS_MODES, 0
};

static const struct symbol at_names[] = {
	{ 0x100, "AT_SYMLINK_NOFOLLOW" },
	{ 0x200, "AT_REMOVEDIR" },
	{ 0x400, "AT_SYMLINK_FOLLOW" },
	{ 0x800, "AT_NO_AUTOMOUNT" },
	{ 0x1000, "AT_EMPTY_PATH" },
	{ 0x2000, "AT_STATX_FORCE_SYNC" },
	{ 0x4000, "AT_STATX_DONT_SYNC" },
	{ 0x8000, "AT_RECURSIVE" },
};

TABLE(at, 0);

static const struct symbol msg_names[] = {
	{ 0x1, "MSG_OOB" },
	{ 0x2, "MSG_PEEK" },
	{ 0x4, "MSG_DONTROUTE" },
	{ 0x8, "MSG_CTRUNC" },
	{ 0x10, "MSG_PROBE" },
	{ 0x20, "MSG_TRUNC" },
	{ 0x40, "MSG_DONTWAIT" },
	{ 0x80, "MSG_EOR" },
	{ 0x100, "MSG_WAITALL" },
	{ 0x200, "MSG_FIN" },
	{ 0x400, "MSG_SYN" },
	{ 0x800, "MSG_CONFIRM" },
	{ 0x1000, "MSG_RST" },
	{ 0x2000, "MSG_ERRQUEUE" },
	{ 0x4000, "MSG_NOSIGNAL" },
	{ 0x8000, "MSG_MORE" },
	{ 0x10000, "MSG_WAITFORONE" },
	{ 0x40000, "MSG_BATCH" },
	{ 0x4000000, "MSG_ZEROCOPY" },
	{ 0x20000000, "MSG_FASTOPEN" },
	{ 0x40000000, "MSG_CMSG_CLOEXEC" },
};

TABLE(msg, 0);

static const struct symbol prot_names[] = {
	{ 0, "PROT_NONE" },
	{ 1, "PROT_READ" },
	{ 2, "PROT_WRITE" },
	{ 4, "PROT_EXEC" },
	{ 8, "PROT_SEM" },
	{ 0x01000000, "PROT_GROWSDOWN" },
	{ 0x02000000, "PROT_GROWSUP" },
};

TABLE(prot, 0);

static const struct symbol map_names[] = {
	{ 1, "MAP_SHARED" },
	{ 2, "MAP_PRIVATE" },
	{ 3, "MAP_SHARED_VALIDATE" },
	{ 0x10, "MAP_FIXED" },
	{ 0x20, "MAP_ANONYMOUS" },
	{ 0x40, "MAP_32BIT" },
	{ 0x100, "MAP_GROWSDOWN" },
	{ 0x800, "MAP_DENYWRITE" },
	{ 0x1000, "MAP_EXECUTABLE" },
	{ 0x2000, "MAP_LOCKED" },
	{ 0x4000, "MAP_NORESERVE" },
	{ 0x8000, "MAP_POPULATE" },
	{ 0x10000, "MAP_NONBLOCK" },
	{ 0x20000, "MAP_STACK" },
	{ 0x40000, "MAP_HUGETLB" },
	{ 0x80000, "MAP_SYNC" },
	{ 0x100000, "MAP_FIXED_NOREPLACE" },
};

TABLE(map, 0xf);

static const struct symbol access_names[] = {
	{ 0, "F_OK" },
	{ 4, "R_OK" },
	{ 2, "W_OK" },
	{ 1, "X_OK" },
};

TABLE(access, 0);

static const struct symbol whence_names[] = {
	{ 0, "SEEK_SET" },
	{ 1, "SEEK_CUR" },
	{ 2, "SEEK_END" },
	{ 3, "SEEK_DATA" },
	{ 4, "SEEK_HOLE" },
};

TABLE(whence, UINT64_MAX);

static const struct symbol clock_names[] = {
	{ 0, "CLOCK_REALTIME" },
	{ 1, "CLOCK_MONOTONIC" },
	{ 2, "CLOCK_PROCESS_CPUTIME_ID" },
	{ 3, "CLOCK_THREAD_CPUTIME_ID" },
	{ 4, "CLOCK_MONOTONIC_RAW" },
	{ 5, "CLOCK_REALTIME_COARSE" },
	{ 6, "CLOCK_MONOTONIC_COARSE" },
	{ 7, "CLOCK_BOOTTIME" },
	{ 8, "CLOCK_REALTIME_ALARM" },
	{ 9, "CLOCK_BOOTTIME_ALARM" },
	{ 11, "CLOCK_TAI" },
};

TABLE(clock, UINT64_MAX);

static const struct symbol sock_family_names[] = {
	{ 0, "AF_UNSPEC" },
	{ 1, "AF_UNIX" },
	{ 2, "AF_INET" },
	{ 10, "AF_INET6" },
	{ 15, "AF_KEY" },
	{ 16, "AF_NETLINK" },
	{ 17, "AF_PACKET" },
	{ 29, "AF_CAN" },
	{ 30, "AF_TIPC" },
	{ 31, "AF_BLUETOOTH" },
	{ 38, "AF_ALG" },
	{ 40, "AF_VSOCK" },
	{ 44, "AF_XDP" },
};

TABLE(sock_family, UINT64_MAX);

static const struct symbol sock_type_names[] = {
	{ 1, "SOCK_STREAM" },
	{ 2, "SOCK_DGRAM" },
	{ 3, "SOCK_RAW" },
	{ 4, "SOCK_RDM" },
	{ 5, "SOCK_SEQPACKET" },
	{ 6, "SOCK_DCCP" },
	{ 10, "SOCK_PACKET" },
	{ 04000, "SOCK_NONBLOCK" },
	{ 02000000, "SOCK_CLOEXEC" },
};

TABLE(sock_type, 0xf);

static const struct symbol file_type_names[] = {
	{ 0010000, "S_IFIFO" },
	{ 0020000, "S_IFCHR" },
	{ 0040000, "S_IFDIR" },
	{ 0060000, "S_IFBLK" },
	{ 0100000, "S_IFREG" },
	{ 0120000, "S_IFLNK" },
	{ 0140000, "S_IFSOCK" },
};

TABLE(file_type, 0170000);

static const struct symbol clone_names[] = {
	{ 0x100, "CLONE_VM" },
	{ 0x200, "CLONE_FS" },
	{ 0x400, "CLONE_FILES" },
	{ 0x800, "CLONE_SIGHAND" },
	{ 0x1000, "CLONE_PIDFD" },
	{ 0x2000, "CLONE_PTRACE" },
	{ 0x4000, "CLONE_VFORK" },
	{ 0x8000, "CLONE_PARENT" },
	{ 0x10000, "CLONE_THREAD" },
	{ 0x20000, "CLONE_NEWNS" },
	{ 0x40000, "CLONE_SYSVSEM" },
	{ 0x80000, "CLONE_SETTLS" },
	{ 0x100000, "CLONE_PARENT_SETTID" },
	{ 0x200000, "CLONE_CHILD_CLEARTID" },
	{ 0x400000, "CLONE_DETACHED" },
	{ 0x800000, "CLONE_UNTRACED" },
	{ 0x1000000, "CLONE_CHILD_SETTID" },
	{ 0x2000000, "CLONE_NEWCGROUP" },
	{ 0x4000000, "CLONE_NEWUTS" },
	{ 0x8000000, "CLONE_NEWIPC" },
	{ 0x10000000, "CLONE_NEWUSER" },
	{ 0x20000000, "CLONE_NEWPID" },
	{ 0x40000000, "CLONE_NEWNET" },
	{ 0x80000000, "CLONE_IO" },
	{ 0x100000000, "CLONE_CLEAR_SIGHAND" },
	{ 0x200000000, "CLONE_INTO_CGROUP" },
	{ 0x80, "CLONE_NEWTIME" },
};

TABLE(clone, 0);

static char *put_bar(char *p, const char *start)
{
	return p == start ? p : put_char(p, '|');
}

static char *spell(char *p, const struct symbols *symbols, uint64_t value)
{
	uint64_t rest = value & ~symbols->field;
	uint64_t field = value & symbols->field;
	const char *start = p;
	unsigned int i;

	for (i = 0; i < symbols->nr; i++) {
		const struct symbol *s = &symbols->symbol[i];

		if (s->value & ~symbols->field) {
			if ((rest & s->value) != s->value)
				continue;
			rest &= ~s->value;
		} else if (symbols->field) {
			if (field != s->value)
				continue;
			field = 0;
		} else if (value) {
			continue;
		}
		p = put_str(put_bar(p, start), s->name);
		if (!(rest | field))
			return p;
	}
	rest |= field;
	return rest || p == start ? put_hex(put_bar(p, start), rest) : p;
}

/*
 * Values come again and again: so the text that was made of one is kept, in the
 * place of another one, and copied in one go, with what is behind it.
 */
#define MEMO_BITS	6
#define MEMO_MAX	112

static struct memo {
	const struct symbols	*symbols;
	uint64_t		value;
	size_t			len;
	char			text[MEMO_MAX];
} memos[1 << MEMO_BITS];

/*
 * On arm O_DIRECTORY and O_NOFOLLOW are bits 14 and 15, O_DIRECT and O_LARGEFILE 16 and
 * 17; on x86 it is the other way round.
 */
uint64_t swap_open_flags(uint64_t flags)
{
	if (ior_calls_machine() != EM_AARCH64)
		return flags;
	return (flags & ~(0xfULL << 14)) | (flags >> 14 & 3) << 16 | (flags >> 16 & 3) << 14;
}

static bool is_of_open(const struct symbols *symbols)
{
	return symbols == &symbols_open || symbols == &symbols_fd_flags;
}

/* The names of @value with a bar between, what has none in hexadecimal. */
char *put_symbols(char *p, const struct symbols *symbols, uint64_t value)
{
	uint64_t hash = (value ^ (uintptr_t)symbols) * 0x9e3779b97f4a7c15;
	struct memo *memo = &memos[hash >> (64 - MEMO_BITS)];
	const char *start = p;

	if (memo->symbols == symbols && memo->value == value) {
		memcpy(p, memo->text, MEMO_MAX);
		return p + memo->len;
	}
	p = spell(p, symbols, is_of_open(symbols) ? swap_open_flags(value) : value);
	if (p - start > MEMO_MAX)
		return p;
	memo->symbols = symbols;
	memo->value = value;
	memo->len = p - start;
	memcpy(memo->text, start, memo->len);
	return p;
}

char *put_signal(char *p, int sig)
{
	const char *name = sigabbrev_np(sig);

	if (name && sig)
		return put_str(put_str(p, "SIG"), name);
	if (sig > 32 && sig <= 64)
		return put_s64(put_str(p, "SIGRT_"), sig - 32);
	return put_s64(p, sig);
}

char *put_errno(char *p, int error)
{
	const char *name = strerrorname_np(error);

	return name ? put_str(p, name) : put_u64(p, error);
}
