// SPDX-License-Identifier: GPL-2.0-only
/*
 * The metadata: what there is in an event, in TSDL.  Each call that occurs has an
 * event of its own, with the fields that it can have; of another ABI, another one.
 */
#include <endian.h>
#include <stdio.h>
#include <stdlib.h>

#include "ctf.h"
#include "symbols.h"

#define NR_ERRNOS	4096
#define TEXT_MAX	512

static struct ctf_class classes[IOR_NR_ABIS][IOR_NR_CALLS];

/*
 * The names of arguments, and how to show them.  What has none is named by its place,
 * and so is what a call has twice; what other fields tell is left out.
 */
static const struct arg {
	const char	*name;
	uint8_t		base;		/* 0: 10 */
	bool		is_left_out;
} args[IOR_NR_ARG_ROLES] = {
	[IOR_ARG_UNUSED]	= { .is_left_out = true },
	[IOR_ARG_HEX]		= { .base = 16 },
	[IOR_ARG_SIZE]		= { .name = "size" },
	[IOR_ARG_COUNT]		= { .name = "count" },
	[IOR_ARG_LEN]		= { .name = "length" },
	[IOR_ARG_LEN_LO]	= { .name = "length_low" },
	[IOR_ARG_LEN_HI]	= { .name = "length_high" },
	[IOR_ARG_OFF]		= { .name = "offset" },
	[IOR_ARG_OFF_LO]	= { .name = "offset_low" },
	[IOR_ARG_OFF_HI]	= { .name = "offset_high" },
	[IOR_ARG_PGOFF]		= { .name = "page_offset" },
	[IOR_ARG_FD]		= { .is_left_out = true },
	[IOR_ARG_FD2]		= { .name = "fd2" },
	[IOR_ARG_FD_LAST]	= { .name = "last_fd" },
	[IOR_ARG_FDNUM]		= { .name = "fd_number" },
	[IOR_ARG_FDPAIR]	= { .base = 16 },
	[IOR_ARG_DIRFD]		= { .name = "dirfd" },
	[IOR_ARG_DIRFD2]	= { .name = "dirfd2" },
	[IOR_ARG_PATH]		= { .is_left_out = true },
	[IOR_ARG_PATH2]		= { .is_left_out = true },
	[IOR_ARG_PATH_OUT]	= { .is_left_out = true },
	[IOR_ARG_NAME]		= { .is_left_out = true },
	[IOR_ARG_LINK_TEXT]	= { .is_left_out = true },
	[IOR_ARG_HANDLE]	= { .name = "handle", .base = 16 },
	[IOR_ARG_PTR]		= { .base = 16 },
	[IOR_ARG_BUF]		= { .name = "buffer", .base = 16 },
	[IOR_ARG_IOV]		= { .name = "iov", .base = 16 },
	[IOR_ARG_STR]		= { .base = 16 },
	[IOR_ARG_MSG]		= { .name = "msg", .base = 16 },
	[IOR_ARG_MMSG]		= { .name = "msgs", .base = 16 },
	[IOR_ARG_TIMESPEC]	= { .name = "timespec", .base = 16 },
	[IOR_ARG_TIMESPEC32]	= { .name = "timespec", .base = 16 },
	[IOR_ARG_OPEN_HOW]	= { .name = "how", .base = 16 },
	[IOR_ARG_CLONE_ARGS]	= { .name = "clone_args", .base = 16 },
	[IOR_ARG_OPEN_FLAGS]	= { .name = "open_flags", .base = 16 },
	[IOR_ARG_FD_FLAGS]	= { .name = "fd_flags", .base = 16 },
	[IOR_ARG_AT_FLAGS]	= { .name = "at_flags", .base = 16 },
	[IOR_ARG_MSG_FLAGS]	= { .name = "msg_flags", .base = 16 },
	[IOR_ARG_MMAP_PROT]	= { .name = "prot", .base = 16 },
	[IOR_ARG_MMAP_FLAGS]	= { .name = "map_flags", .base = 16 },
	[IOR_ARG_FLAGS]		= { .name = "flag_bits", .base = 16 },
	[IOR_ARG_MODE]		= { .name = "mode", .base = 8 },
	[IOR_ARG_ACCESS]	= { .name = "access", .base = 8 },
	[IOR_ARG_CMD]		= { .name = "cmd" },
	[IOR_ARG_IOCTL]		= { .name = "request", .base = 16 },
	[IOR_ARG_WHENCE]	= { .name = "whence" },
	[IOR_ARG_SIGNAL]	= { .name = "sig" },
	[IOR_ARG_CLOCK]		= { .name = "clock_id" },
	[IOR_ARG_PID]		= { .name = "target" },
	[IOR_ARG_UID]		= { .name = "uid" },
	[IOR_ARG_GID]		= { .name = "gid" },
	[IOR_ARG_DEV]		= { .name = "dev", .base = 16 },
	[IOR_ARG_SOCK_FAMILY]	= { .name = "sock_family" },
	[IOR_ARG_SOCK_TYPE]	= { .name = "sock_type", .base = 16 },
};

/* ---------------------------------------------------------------- text -- */

struct text {
	FILE	*file;
	char	*mem;
	size_t	len;
};

static FILE *begin(struct text *text)
{
	*text = (struct text) { .mem = NULL };
	text->file = open_memstream(&text->mem, &text->len);
	if (!text->file)
		fail_memory("-F ctf", "trace less with -e");
	return text->file;
}

static void end(struct text *text)
{
	if (fclose(text->file))
		fail_memory("-F ctf", "trace less with -e");
	ctf_metadata(text->mem, text->len);
	free(text->mem);
}

/* --------------------------------------------------------------- calls -- */

static void say_arg(FILE *f, const struct ctf_class *class, const uint8_t *roles, unsigned int n)
{
	unsigned int i = class->args[n], j;
	const struct arg *arg = &args[roles[i]];
	const char *name = arg->name;

	for (j = 0; j < n && name; j++) {
		if (args[roles[class->args[j]]].name == name)
			name = NULL;
	}
	fprintf(f, "\t\t%s%s ", arg_is_signed(roles[i]) ? "int64_t" : "uint64_t",
		arg->base == 16 ? "_hex" : arg->base == 8 ? "_octal" : "");
	if (name)
		fprintf(f, "%s;\n", name);
	else
		fprintf(f, "arg%u;\n", i);
}

static void say_call(const struct ctf_class *class, const struct ior_call_entry *call,
		     const uint8_t *roles)
{
	struct text text;
	FILE *f = begin(&text);
	unsigned int n;

	fprintf(f, "\nevent {\n\tname = \"%s\";\n\tid = %u;\n\tstream_id = 0;\n",
		call ? call->name : "syscall", class->id);
	fputs("\tfields := struct {\n\t\tuint64_t time_ns;\n\t\tuint64_t duration_ns;\n", f);
	if (!call)
		fputs("\t\tuint32_t nr;\n", f);
	if (class->has_fd)
		fputs("\t\tint32_t fd;\n", f);
	if (class->has_path)
		fputs("\t\tstring path;\n", f);
	if (class->has_path2)
		fputs("\t\tstring path2;\n", f);
	for (n = 0; n < class->nr_args; n++)
		say_arg(f, class, roles, n);
	if (class->has_flags)
		fputs("\t\tstring flags;\n", f);
	fprintf(f, "\t\t%s ret;\n\t\terror_t error;\n\t\tstatus_t status;\n",
		call && call->traits & IOR_TRAIT_RET_PTR ? "int64_t_hex" : "int64_t");
	if (class->has_bytes)
		fputs("\t\tuint64_t bytes;\n", f);
	fputs("\t\tfamily_t family;\n\t\tkind_t kind;\n\t\tret_class_t ret_class;\n"
	      "\t\tabi_t abi;\n\t\tuint32_t_hex record_flags;\n\t};\n};\n", f);
	end(&text);
}

static bool has_flags(const struct ior_call_entry *call, const struct ior_call_places *at)
{
	return at->flags >= 0 || at->how >= 0 || at->fd >= 0 ||
	       call == ior_call_entry(IOR_CALL_creat) || call == ior_call_entry(IOR_CALL_clone3);
}

static void fill(struct ctf_class *class, const struct ior_call_entry *call, unsigned int abi,
		 const uint8_t *roles)
{
	const struct ior_call_places *at;
	bool makes_fd;
	unsigned int i;

	for (i = 0; i < IOR_NR_ARGS && roles[i] != IOR_ARG_NONE; i++) {
		if (!args[roles[i]].is_left_out)
			class->args[class->nr_args++] = i;
	}
	if (!call)
		return;
	at = &call->places[abi];
	makes_fd = call->traits & IOR_TRAIT_RET_FD;
	class->has_fd = makes_fd || at->fd >= 0 || at->fdpair >= 0 || at->dirfd >= 0;
	class->has_path2 = at->path2 >= 0 || at->fd2 >= 0 || at->fdpair >= 0;
	class->has_path = class->has_path2 || makes_fd || at->fd >= 0 || at->path >= 0;
	class->has_flags = has_flags(call, at);
	class->has_bytes = ior_ret_is_bytes(call->ret_class);
}

/* The event of a call; the first time, it is declared. */
const struct ctf_class *ctf_class(const struct row *row)
{
	static const uint8_t registers[IOR_NR_ARGS] = {
		IOR_ARG_HEX, IOR_ARG_HEX, IOR_ARG_HEX, IOR_ARG_HEX, IOR_ARG_HEX, IOR_ARG_HEX,
	};
	unsigned int abi = row->rec->abi < IOR_NR_ABIS ? row->rec->abi : IOR_ABI_NATIVE;
	unsigned int nr = row->call ? row->call->call : IOR_CALL_UNKNOWN;
	const uint8_t *roles = row->call ? row->call->args[abi] : registers;
	struct ctf_class *class = &classes[abi][nr];

	if (class->declared)
		return class;
	class->declared = true;
	class->id = CTF_CALLS + abi * IOR_NR_CALLS + nr;
	fill(class, row->call, abi, roles);
	say_call(class, row->call, roles);
	return class;
}

/* ---------------------------------------------------------------- head -- */

/* Octets, in the order of the machine that writes. */
static const char types[] =
"typealias integer { size = 8; align = 8; signed = false; } := uint8_t;\n"
"typealias integer { size = 8; align = 8; signed = false; encoding = UTF8; } := char_t;\n"
"typealias integer { size = 16; align = 8; signed = false; } := uint16_t;\n"
"typealias integer { size = 32; align = 8; signed = false; } := uint32_t;\n"
"typealias integer { size = 32; align = 8; signed = false; base = 16; } := uint32_t_hex;\n"
"typealias integer { size = 32; align = 8; signed = true; } := int32_t;\n"
"typealias integer { size = 64; align = 8; signed = false; } := uint64_t;\n"
"typealias integer { size = 64; align = 8; signed = false; base = 16; } := uint64_t_hex;\n"
"typealias integer { size = 64; align = 8; signed = false; base = 8; } := uint64_t_octal;\n"
"typealias integer { size = 64; align = 8; signed = true; } := int64_t;\n"
"typealias integer { size = 64; align = 8; signed = true; base = 16; } := int64_t_hex;\n\n";

static const char stream[] =
"typealias integer { size = 64; align = 8; signed = false; map = clock.ior.value; } := when_t;\n\n"
"stream {\n"
"\tid = 0;\n"
"\tpacket.context := struct {\n"
"\t\twhen_t timestamp_begin;\n"
"\t\twhen_t timestamp_end;\n"
"\t\tuint64_t content_size;\n"
"\t\tuint64_t packet_size;\n"
"\t\tuint64_t events_discarded;\n"
"\t\tuint32_t cpu_id;\n"
"\t};\n"
"\tevent.header := struct {\n"
"\t\tuint16_t id;\n"
"\t\twhen_t timestamp;\n"
"\t};\n"
"\tevent.context := struct {\n"
"\t\tchar_t comm[16];\n"
"\t\tuint32_t pid;\n"
"\t\tuint32_t tid;\n"
"\t};\n"
"};\n";

static const struct {
	const char	*name;
	const char	*fields;
} others[] = {
	[CTF_LOST]	= { "lost", "\t\tuint64_t time_ns;\n\t\tuint64_t duration_ns;\n"
				    "\t\tuint64_t calls;\n\t\tuint64_t others;\n" },
	[CTF_FORK]	= { "task_fork", "\t\tuint32_t parent_pid;\n\t\tuint32_t parent_tid;\n" },
	[CTF_EXEC]	= { "task_exec", "\t\tuint32_t old_tid;\n\t\tstring path;\n" },
	[CTF_EXIT]	= { "task_exit", "\t\tint32_t status;\n\t\tuint8_t last;\n" },
	[CTF_RENAME]	= { "task_rename", "" },
};

static void say_enum(FILE *f, const char *name, const char *(*label)(unsigned int), unsigned int nr)
{
	unsigned int i;

	fputs("typealias enum : uint8_t {\n", f);
	for (i = 0; i < nr; i++)
		fprintf(f, "\t\"%s\" = %u,\n", label(i), i);
	fprintf(f, "} := %s;\n\n", name);
}

static void say_errors(FILE *f)
{
	char name[TEXT_MAX];
	unsigned int i;

	fputs("typealias enum : uint16_t {\n\t\"none\" = 0,\n", f);
	for (i = 1; i < NR_ERRNOS; i++) {
		*put_errno(name, i) = '\0';
		if (*name == 'E')
			fprintf(f, "\t\"%s\" = %u,\n", name, i);
	}
	fputs("} := error_t;\n\n", f);
}

static void say_enums(FILE *f)
{
	say_errors(f);
	fprintf(f, "typealias enum : uint8_t {\n\t\"restarts\" = 0,\n\t\"successful\" = %u,\n"
		"\t\"failed\" = %u,\n\t\"unfinished\" = %u,\n} := status_t;\n\n",
		IOR_STATUS_OK, IOR_STATUS_FAILED, IOR_STATUS_UNFINISHED);
	say_enum(f, "family_t", ior_family_name, IOR_NR_FAMILIES);
	say_enum(f, "kind_t", ior_kind_name, IOR_NR_KINDS);
	say_enum(f, "ret_class_t", ior_ret_class_name, IOR_NR_RET_CLASSES);
	say_enum(f, "abi_t", ior_abi_name, IOR_NR_ABIS);
}

static void say_trace(FILE *f)
{
	const uint8_t *uuid = ctf_uuid();
	unsigned int i;

	fputs("trace {\n\tmajor = 1;\n\tminor = 8;\n\tuuid = \"", f);
	for (i = 0; i < 16; i++)
		fprintf(f, i == 4 || i == 6 || i == 8 || i == 10 ? "-%02x" : "%02x", uuid[i]);
	fprintf(f, "\";\n\tbyte_order = %s;\n", htole16(1) == 1 ? "le" : "be");
	fputs("\tpacket.header := struct {\n\t\tuint32_t magic;\n\t\tuint8_t uuid[16];\n"
	      "\t\tuint32_t stream_id;\n\t};\n};\n\n", f);
}

/*
 * The clock of the records is not one that tells the time: the header says what time
 * it was when the trace began.  One that does not say it leaves the clock as it is.
 */
static void say_clock(FILE *f, const struct ior_record *header)
{
	int64_t offset = header->header.real_ns ? header->header.real_ns - header->time_ns : 0;
	const int64_t per_sec = NS_PER_SEC;
	int64_t sec = offset / per_sec, ns = offset % per_sec;
	char name[TEXT_MAX];

	if (ns < 0) {
		ns += per_sec;
		sec--;
	}
	*put_symbols(name, &symbols_clock, header->header.clock_id) = '\0';
	fprintf(f, "env {\n\tsysname = \"Linux\";\n\ttracer_name = \"ior\";\n"
		"\ttracer_version = \"%s\";\n\tior_abi = %u;\n\telf_machine = %u;\n};\n\n",
		IOR_READ_VERSION, header->header.version, header->header.machine);
	fprintf(f, "clock {\n\tname = \"ior\";\n\tdescription = \"%s\";\n\tfreq = %lld;\n"
		"\toffset_s = %lld;\n\toffset = %lld;\n\tabsolute = %s;\n};\n\n",
		name, (long long)per_sec, (long long)sec, (long long)ns,
		header->header.real_ns ? "TRUE" : "FALSE");
}

/* All that stands before the calls. */
void ctf_declare_all(const struct ior_record *header)
{
	struct text text;
	FILE *f = begin(&text);
	unsigned int i;

	fputs("/* CTF 1.8 */\n\n", f);
	fputs(types, f);
	say_trace(f);
	say_clock(f, header);
	say_enums(f);
	fputs(stream, f);
	for (i = 0; i < ARRAY_SIZE(others); i++)
		fprintf(f, "\nevent {\n\tname = \"%s\";\n\tid = %u;\n\tstream_id = 0;\n"
			"\tfields := struct {\n%s\t};\n};\n", others[i].name, i, others[i].fields);
	end(&text);
}
