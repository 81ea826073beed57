// SPDX-License-Identifier: GPL-2.0-only
#include "deref.h"
#include "names.h"
#include "symbols.h"

#define AT_FDCWD_NR	(-100)

/* ----------------------------------------------------------------- files -- */

char *deref_fd(char *p, const struct row *row, unsigned int role, uint64_t value)
{
	return put_file(put_int(p, value), row->files.fd[role == IOR_ARG_FD2]);
}

char *deref_fdpair(char *p, const struct row *row, unsigned int role, uint64_t value)
{
	const struct ior_record *rec = row->rec;

	(void)role;
	if (rec->type != IOR_RECORD_CALL || rec->ret || !ior_record_has_result(rec) ||
	    rec->flags & IOR_CALL_UNREAD)
		return put_pointer(p, value);
	p = put_file(put_s64(put_char(p, '['), rec->fds[0]), row->files.fd[0]);
	p = put_file(put_s64(put_str(p, ", "), rec->fds[1]), row->files.fd[1]);
	return put_char(p, ']');
}

/* Which path a role is about: the first or the second. */
static unsigned int path_of(unsigned int role)
{
	return role == IOR_ARG_PATH2 || role == IOR_ARG_LINK_TEXT || role == IOR_ARG_DIRFD2;
}

/* The directory is named by the path, or has the name in its place. */
static uint32_t dir_of(const struct row *row, unsigned int i)
{
	unsigned int state = IOR_CALL_PATH_STATE(row->rec->flags, i);
	const struct ior_name *name;

	if (state == IOR_PATH_EMPTY || state == IOR_PATH_NULL)
		return row->files.path[i];
	name = names_find(row->files.path[i]);
	return name ? name->base : 0;
}

char *deref_dirfd(char *p, const struct row *row, unsigned int role, uint64_t value)
{
	if ((int32_t)value == AT_FDCWD_NR)
		p = put_str(p, "AT_FDCWD");
	else
		p = put_int(p, value);
	return put_file(p, dir_of(row, path_of(role)));
}

/* What a call makes out of nothing but a name is in no directory. */
static size_t string_max(const struct row *row, unsigned int role)
{
	bool is_file = role != IOR_ARG_NAME || row->call->kind != IOR_KIND_EVENTFD;

	return is_file || !look_now.has_string_max ? SIZE_MAX : look_now.string_max;
}

char *deref_path(char *p, const struct row *row, unsigned int role, uint64_t value)
{
	unsigned int i = path_of(role), state = IOR_CALL_PATH_STATE(row->rec->flags, i);
	const struct ior_name *name;

	if (state == IOR_PATH_EMPTY)
		return put_str(p, "\"\"");
	name = state == IOR_PATH_READ || state == IOR_PATH_CUT ?
		names_find(row->files.path[i]) : NULL;
	if (!name)
		return put_pointer(p, value);
	return put_path(p, name, string_max(row, role), state == IOR_PATH_CUT);
}

/* --------------------------------------------------------------- structs -- */

/* There is no telling an invalid time, and of a huge one only that it is huge. */
char *deref_timespec(char *p, const struct row *row, unsigned int role, uint64_t value)
{
	uint64_t ns = row->rec->aux;

	(void)role;
	if (row->rec->flags & IOR_CALL_UNREAD || ns >= INT64_MAX)
		return put_pointer(p, value);
	p = put_u64(put_str(p, "{tv_sec="), ns / NS_PER_SEC);
	p = put_u64(put_str(p, ", tv_nsec="), ns % NS_PER_SEC);
	return put_char(p, '}');
}

char *deref_how(char *p, const struct row *row, unsigned int role, uint64_t value)
{
	const struct ior_record *rec = row->rec;

	(void)role;
	if (rec->flags & IOR_CALL_UNREAD)
		return put_pointer(p, value);
	p = put_symbols(put_str(p, "{flags="), &symbols_open, rec->how_flags);
	if (rec->how_mode || rec->how_flags & O_CREATES)
		p = put_mode(put_str(p, ", mode="), rec->how_mode);
	return put_str(p, ", ...}");
}

char *deref_clone_args(char *p, const struct row *row, unsigned int role, uint64_t value)
{
	(void)role;
	if (row->rec->flags & IOR_CALL_UNREAD)
		return put_pointer(p, value);
	p = put_symbols(put_str(p, "{flags="), &symbols_clone, row->rec->aux);
	return put_str(p, ", ...}");
}
