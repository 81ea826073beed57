// SPDX-License-Identifier: GPL-2.0-only
/*
 * Arguments as text, by the part that each plays in its call.
 */
#include <sys/sysmacros.h>

#include "deref.h"
#include "put.h"
#include "read.h"
#include "symbols.h"

#define O_CREAT_FLAGS	01101			/* O_WRONLY|O_CREAT|O_TRUNC */
#define PAGE_SHIFT	12
#define O_LARGEFILE_BIT	0100000

static char *put_uint(char *p, uint64_t value)
{
	return put_u64(p, (uint32_t)value);
}

static char *put_id(char *p, uint64_t value)
{
	return (uint32_t)value == UINT32_MAX ? put_str(p, "-1") : put_uint(p, value);
}

static char *put_cmd(char *p, uint64_t value)
{
	value = (uint32_t)value;
	return value < 0x10000 ? put_u64(p, value) : put_hex(p, value);
}

static char *put_hex32(char *p, uint64_t value)
{
	return put_hex(p, (uint32_t)value);
}

char *put_mode(char *p, uint64_t value)
{
	uint32_t type = value & 0170000;

	if (type)
		p = put_char(put_symbols(p, &symbols_file_type, type), '|');
	return put_octal(put_char(p, '0'), value & 07777, 2);
}

static char *put_dev(char *p, uint64_t value)
{
	p = put_hex(put_str(p, "makedev("), major((uint32_t)value));
	p = put_hex(put_str(p, ", "), minor((uint32_t)value));
	return put_char(p, ')');
}

static char *put_sig(char *p, uint64_t value)
{
	return put_signal(p, value);
}

static char *put_clock(char *p, uint64_t value)
{
	return put_symbols(p, &symbols_clock, (uint32_t)value);
}

static char *put_pgoff(char *p, uint64_t value)
{
	return put_hex(p, value << PAGE_SHIFT);
}

/**
 * struct role - how to print an argument that plays a part
 * @put: prints it
 * @deref: or prints what it refers to, in a record
 * @symbols: or the names of its values; if there are none of these: a number
 * @is_long: it has the ABI's full width, not that of an int
 * @is_signed: so it has to be extended with its sign
 */
struct role {
	char			*(*put)(char *p, uint64_t value);
	char			*(*deref)(char *p, const struct row *row, unsigned int role,
					  uint64_t value);
	const struct symbols	*symbols;
	bool			is_long;
	bool			is_signed;
};

static const struct role roles[IOR_NR_ARG_ROLES] = {
	[IOR_ARG_INT]		= { .put = put_int, .is_signed = true },
	[IOR_ARG_UINT]		= { .put = put_uint },
	[IOR_ARG_LONG]		= { .put = NULL, .is_long = true, .is_signed = true },
	[IOR_ARG_ULONG]		= { .put = put_u64, .is_long = true },
	[IOR_ARG_HEX]		= { .put = put_hex, .is_long = true },
	[IOR_ARG_SIZE]		= { .put = put_u64, .is_long = true },
	[IOR_ARG_COUNT]		= { .put = put_u64, .is_long = true },
	[IOR_ARG_LEN]		= { .put = NULL, .is_long = true, .is_signed = true },
	[IOR_ARG_LEN_LO]	= { .put = put_u64 },
	[IOR_ARG_LEN_HI]	= { .put = put_u64 },
	[IOR_ARG_OFF]		= { .put = NULL, .is_long = true, .is_signed = true },
	[IOR_ARG_OFF_LO]	= { .put = put_u64 },
	[IOR_ARG_OFF_HI]	= { .put = put_u64 },
	[IOR_ARG_PGOFF]		= { .put = put_pgoff, .is_long = true },
	[IOR_ARG_FD]		= { .deref = deref_fd, .is_signed = true },
	[IOR_ARG_FD2]		= { .deref = deref_fd, .is_signed = true },
	[IOR_ARG_FD_LAST]	= { .put = put_uint },
	[IOR_ARG_FDNUM]		= { .put = put_int, .is_signed = true },
	[IOR_ARG_FDPAIR]	= { .deref = deref_fdpair, .is_long = true },
	[IOR_ARG_DIRFD]		= { .deref = deref_dirfd, .is_signed = true },
	[IOR_ARG_DIRFD2]	= { .deref = deref_dirfd, .is_signed = true },
	[IOR_ARG_PATH]		= { .deref = deref_path, .is_long = true },
	[IOR_ARG_PATH2]		= { .deref = deref_path, .is_long = true },
	[IOR_ARG_PATH_OUT]	= { .deref = deref_path, .is_long = true },
	[IOR_ARG_NAME]		= { .deref = deref_path, .is_long = true },
	[IOR_ARG_LINK_TEXT]	= { .deref = deref_path, .is_long = true },
	[IOR_ARG_HANDLE]	= { .put = put_pointer, .is_long = true },
	[IOR_ARG_PTR]		= { .put = put_pointer, .is_long = true },
	[IOR_ARG_BUF]		= { .put = put_pointer, .is_long = true },
	[IOR_ARG_IOV]		= { .put = put_pointer, .is_long = true },
	[IOR_ARG_STR]		= { .put = put_pointer, .is_long = true },
	[IOR_ARG_MSG]		= { .put = put_pointer, .is_long = true },
	[IOR_ARG_MMSG]		= { .put = put_pointer, .is_long = true },
	[IOR_ARG_TIMESPEC]	= { .deref = deref_timespec, .is_long = true },
	[IOR_ARG_TIMESPEC32]	= { .deref = deref_timespec, .is_long = true },
	[IOR_ARG_CLONE_ARGS]	= { .deref = deref_clone_args, .is_long = true },
	[IOR_ARG_OPEN_HOW]	= { .deref = deref_how, .is_long = true },
	[IOR_ARG_OPEN_FLAGS]	= { .symbols = &symbols_open },
	[IOR_ARG_FD_FLAGS]	= { .symbols = &symbols_fd_flags },
	[IOR_ARG_AT_FLAGS]	= { .symbols = &symbols_at },
	[IOR_ARG_MSG_FLAGS]	= { .symbols = &symbols_msg },
	[IOR_ARG_MMAP_PROT]	= { .symbols = &symbols_prot, .is_long = true },
	[IOR_ARG_MMAP_FLAGS]	= { .symbols = &symbols_map, .is_long = true },
	[IOR_ARG_FLAGS]		= { .put = put_hex, .is_long = true },
	[IOR_ARG_MODE]		= { .put = put_mode },
	[IOR_ARG_ACCESS]	= { .symbols = &symbols_access },
	[IOR_ARG_CMD]		= { .put = put_cmd },
	[IOR_ARG_IOCTL]		= { .put = put_hex32 },
	[IOR_ARG_WHENCE]	= { .symbols = &symbols_whence },
	[IOR_ARG_SIGNAL]	= { .put = put_sig, .is_signed = true },
	[IOR_ARG_CLOCK]		= { .put = put_clock, .is_signed = true },
	[IOR_ARG_PID]		= { .put = put_int, .is_signed = true },
	[IOR_ARG_UID]		= { .put = put_id, .is_signed = true },
	[IOR_ARG_GID]		= { .put = put_id, .is_signed = true },
	[IOR_ARG_DEV]		= { .put = put_dev },
	[IOR_ARG_SOCK_FAMILY]	= { .symbols = &symbols_sock_family },
	[IOR_ARG_SOCK_TYPE]	= { .symbols = &symbols_sock_type },
};

/*
 * Does an argument have 64 bits?  x32 has such file positions, though its long is of 32
 * bits.
 */
bool arg_is_wide(unsigned int abi, unsigned int role)
{
	if (abi == IOR_ABI_X32)
		return role == IOR_ARG_OFF || role == IOR_ARG_LEN;
	return abi == IOR_ABI_NATIVE && roles[role].is_long;
}

bool arg_is_signed(unsigned int role)
{
	return roles[role].is_signed;
}

/* An argument as its call takes it, of 64 bits; of a call that is not known, as it is. */
int64_t arg_value(const struct row *row, unsigned int i)
{
	const struct ior_record *rec = row->rec;
	unsigned int role;

	if (!row->call)
		return rec->args[i];
	role = row->call->args[rec->abi][i];
	if (arg_is_wide(rec->abi, role))
		return rec->args[i];
	return roles[role].is_signed ? (int64_t)(int32_t)rec->args[i] : (uint32_t)rec->args[i];
}

static char *put_arg(char *p, const struct row *row, unsigned int i)
{
	unsigned int role = row->call->args[row->rec->abi][i];
	uint64_t value = arg_value(row, i);
	const struct role *r = &roles[role];

	if (r->deref)
		return r->deref(p, row, role, value);
	if (r->symbols)
		return put_symbols(p, r->symbols, value);
	return r->put ? r->put(p, value) : put_s64(p, value);
}

/* If two arguments are the halves of one number: that number. */
static bool join_halves(unsigned int first, unsigned int second, const __u64 *args, int64_t *value)
{
	bool low_first = first == IOR_ARG_OFF_LO || first == IOR_ARG_LEN_LO;
	uint32_t low = args[!low_first], high = args[low_first];

	if (!low_first && first != IOR_ARG_OFF_HI && first != IOR_ARG_LEN_HI)
		return false;
	if (second != first + 1 && second + 1 != first)
		return false;
	*value = (uint64_t)high << 32 | low;
	return true;
}

/* Six numbers: all that is known of a call that the table lacks. */
static char *put_registers(char *p, const struct ior_record *rec)
{
	unsigned int i;

	for (i = 0; i < IOR_NR_ARGS; i++) {
		if (i)
			p = put_str(p, ", ");
		p = put_hex(p, rec->args[i]);
	}
	return p;
}

/* The arguments of a call with commas between. */
char *put_args(char *p, const struct row *row)
{
	const struct ior_record *rec = row->rec;
	const char *start = p;
	const uint8_t *role;
	bool creates = true;
	int64_t joined;
	unsigned int i;

	if (!row->call)
		return put_registers(p, rec);
	role = row->call->args[rec->abi];
	for (i = 0; i < IOR_NR_ARGS && role[i] != IOR_ARG_NONE; i++) {
		if (role[i] == IOR_ARG_UNUSED)
			continue;
		if (role[i] == IOR_ARG_MODE && !creates)
			break;
		if (role[i] == IOR_ARG_OPEN_FLAGS)
			creates = rec->args[i] & O_CREATES;
		if (p != start)
			p = put_str(p, ", ");
		if (i + 1 < IOR_NR_ARGS &&
		    join_halves(role[i], role[i + 1], &rec->args[i], &joined)) {
			p = put_s64(p, joined);
			i++;
		} else {
			p = put_arg(p, row, i);
		}
	}
	return p;
}

char *put_name(char *p, const struct row *row)
{
	if (row->call)
		return put_str(p, row->call->name);
	return put_hex(put_str(p, "syscall_"), row->rec->nr);
}

/* ------------------------------------------------------------- columns -- */

static char *put_file_flags(char *p, const struct ior_record *rec)
{
	uint32_t flags = rec->fd_flags;

	if (!(rec->flags & IOR_CALL_FD))
		return p;
	/* the kernel sets it for every 64-bit program */
	if (rec->abi == IOR_ABI_NATIVE)
		flags &= ~(uint32_t)swap_open_flags(O_LARGEFILE_BIT);
	return put_symbols(p, &symbols_open, flags);
}

/*
 * The flags of a call, wherever it has them; creat implies them.  If it has none
 * those of its open file, and where it is these that it is about.
 */
char *put_flags_column(char *p, const struct row *row)
{
	const struct ior_record *rec = row->rec;
	const struct ior_call_places *at;

	if (!row->call)
		return p;
	at = &row->call->places[rec->abi];
	if (at->flags >= 0 && !(row->call->traits & IOR_TRAIT_FD_FLAGS))
		return put_arg(p, row, at->flags);
	if (at->how >= 0)
		return rec->flags & IOR_CALL_UNREAD ? p :
						      put_symbols(p, &symbols_open, rec->how_flags);
	if (at->fd >= 0)
		return put_file_flags(p, rec);
	if (row->call == ior_call_entry(IOR_CALL_creat))
		return put_symbols(p, &symbols_open, O_CREAT_FLAGS);
	if (row->call == ior_call_entry(IOR_CALL_clone3))
		return rec->flags & IOR_CALL_UNREAD ? p :
						      put_symbols(p, &symbols_clone, rec->aux);
	return p;
}
