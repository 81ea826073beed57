// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "glob.h"

/* ---------------------------------------------------------------- words -- */

int files_add_paths(struct ior_files *files, const char *list)
{
	return globs_add(files->globs, sizeof(files->globs), "path", list,
			 "no path can be left out");
}

int files_add_fds(struct ior_files *files, const char *list)
{
	const char *at = list;
	char *end;
	long fd;

	files->nr_fds = 0;
	do {
		errno = 0;
		fd = strtol(at, &end, 10);
		if (*at < '0' || *at > '9' || (*end && *end != ',') || errno || fd > INT_MAX)
			return fail("-e fd=%s: not a list of descriptors (try -e fd=0,1)", list);
		if (files->nr_fds == IOR_FILES_FDS)
			return fail("-e fd: more than %d descriptors (name fewer)", IOR_FILES_FDS);
		files->fds[files->nr_fds++] = fd;
		at = end + 1;
	} while (*end);
	return 0;
}

/* -------------------------------------------------------------- records -- */

static bool has_fd(const struct ior_files *files, int64_t fd)
{
	unsigned int i;

	for (i = 0; i < files->nr_fds; i++) {
		if (files->fds[i] == fd)
			return true;
	}
	return false;
}

static bool takes_fd(const struct ior_files *files, const struct ior_record *rec,
		     const struct ior_call_places *at)
{
	const int8_t places[] = { at->fd, at->fd2, at->dirfd, at->dirfd2 };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(places); i++) {
		if (places[i] >= 0 && has_fd(files, (int32_t)rec->args[places[i]]))
			return true;
	}
	return false;
}

static bool returns_fd(const struct ior_files *files, const struct ior_record *rec,
		       const struct ior_call_entry *call, const struct ior_call_places *at)
{
	if (rec->type != IOR_RECORD_CALL || rec->flags & IOR_CALL_NO_EXIT || rec->ret < 0)
		return false;
	if (at->fdpair >= 0)
		return has_fd(files, rec->fds[0]) || has_fd(files, rec->fds[1]);
	return ior_record_makes_fd(rec, call) && has_fd(files, rec->ret);
}

static bool on_fd(const struct ior_files *files, const struct ior_record *rec)
{
	const struct ior_call_entry *call = ior_call_entry(ior_call_find(rec->abi, rec->nr));
	const struct ior_call_places *at;

	if (!call)
		return false;
	at = &call->places[rec->abi];
	return takes_fd(files, rec, at) || returns_fd(files, rec, call, at);
}

static bool on_path(const struct ior_files *files, const struct ior_name *name)
{
	const char *glob;

	for (glob = files->globs; name && *glob; glob += strlen(glob) + 1) {
		if (glob_matches(glob, name->path))
			return true;
	}
	return false;
}

/* What the module does with them, for a CALL or ENTER from elsewhere. */
bool files_have(const struct ior_files *files, struct ior_names *names,
		const struct ior_record *rec)
{
	if (files->nr_fds && !on_fd(files, rec))
		return false;
	return !files->globs[0] || on_path(files, ior_names_find(names, rec->name[0])) ||
	       on_path(files, ior_names_find(names, rec->name[1]));
}
