// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a record means: its files, its descriptor, its bytes.
 *
 * The values are those of the kernel's ABI on x86: a recording may be read on
 * another machine.
 */
#include <string.h>

#include "libior.h"

#define MSG_PEEK_BIT		0x2
#define MSG_TRUNC_BIT		0x20
#define KCMP_FILE_CMD		0
#define KCMP_CMD_ARG		2
#define F_DUPFD_CMD		0
#define F_DUPFD_CLOEXEC_CMD	1030
#define FCNTL_CMD_ARG		1
#define ENTER_FLAGS_ARG		3
#define ENTER_BY_INDEX		(1U << 4)	/* IORING_ENTER_REGISTERED_RING */
#define REGISTER_OP_ARG		1
#define REGISTER_BY_INDEX	(1U << 31)	/* IORING_REGISTER_USE_REGISTERED_RING */

bool ior_record_makes_fd(const struct ior_record *rec, const struct ior_call_entry *call)
{
	uint32_t value;

	if (!call || !(call->traits & IOR_TRAIT_RET_FD))
		return false;
	if (call->ret_fd_arg < 0)
		return true;
	value = rec->args[call->ret_fd_arg];
	return value < 64 && call->ret_fd_set >> value & 1;
}

static bool has_made_fd(const struct ior_record *rec, const struct ior_call_entry *call)
{
	return ior_record_makes_fd(rec, call) && rec->type == IOR_RECORD_CALL &&
	       ior_record_has_result(rec) && rec->ret >= 0;
}

/* Did the call return another descriptor of the file that it was given? */
static bool is_dupfd(const struct ior_record *rec, const struct ior_call_entry *call)
{
	uint32_t cmd = rec->args[FCNTL_CMD_ARG];

	return (call->call == IOR_CALL_fcntl || call->call == IOR_CALL_fcntl64) &&
	       (cmd == F_DUPFD_CMD || cmd == F_DUPFD_CLOEXEC_CMD) &&
	       rec->type == IOR_RECORD_CALL && ior_record_has_result(rec) && rec->ret >= 0;
}

void ior_record_files(const struct ior_record *rec, const struct ior_call_entry *call,
		      struct ior_record_files *files)
{
	const struct ior_call_places *at;
	bool has_fd, has_path;

	*files = (struct ior_record_files) { .made = 0 };
	if (!call)
		return;
	at = &call->places[rec->abi];
	has_path = at->path >= 0;
	has_fd = at->fd >= 0 || at->fdpair >= 0;

	if (has_path)
		files->path[0] = rec->name[0];
	else if (has_fd)
		files->fd[0] = rec->name[0];

	if (call->traits & IOR_TRAIT_RET_FD)
		files->made = rec->name[1];
	else if (at->path2 >= 0)
		files->path[1] = rec->name[1];
	else if (at->fd2 >= 0 || at->fdpair >= 0)
		files->fd[1] = rec->name[1];
	else if (has_path && has_fd)
		files->fd[0] = rec->name[1];

	if (is_dupfd(rec, call))
		files->made = files->fd[0];
}

/*
 * What the call made is named by its own name alone: that of the descriptor
 * that it was made from (accept, pidfd_getfd) is another file's.  A path that
 * was opened is that of the file, but for links in it.
 */
void ior_record_paths(const struct ior_record *rec, const struct ior_call_entry *call,
		      uint32_t ids[2])
{
	struct ior_record_files files;

	ior_record_files(rec, call, &files);
	ids[0] = files.path[0];
	/* a path that names nothing, or was not read, is not that of the descriptor */
	if (!ids[0] && IOR_CALL_PATH_STATE(rec->flags, 0) == IOR_PATH_READ)
		ids[0] = files.fd[0];
	ids[1] = files.path[1] ?: files.fd[1];
	if (has_made_fd(rec, call))
		ids[0] = files.made ?: files.path[0];
}

/* ----------------------------------------------------------- descriptors -- */

/* Where another argument says that FD is not the descriptor of the call's file. */
static bool is_replaced_fd(const struct ior_record *rec, const struct ior_call_entry *call,
			   int32_t *fd)
{
	switch (call->call) {
	case IOR_CALL_kcmp:
		*fd = -1;
		return (uint32_t)rec->args[KCMP_CMD_ARG] != KCMP_FILE_CMD;
	case IOR_CALL_io_uring_enter:
		*fd = rec->asked;
		return rec->args[ENTER_FLAGS_ARG] & ENTER_BY_INDEX;
	case IOR_CALL_io_uring_register:
		*fd = rec->asked;
		return rec->args[REGISTER_OP_ARG] & REGISTER_BY_INDEX;
	default:
		return false;
	}
}

bool ior_record_fd(const struct ior_record *rec, const struct ior_call_entry *call, int32_t *fd)
{
	const struct ior_call_places *at;
	bool makes;

	if (!call)
		return false;
	at = &call->places[rec->abi];
	makes = ior_record_makes_fd(rec, call);

	if (call->traits & IOR_TRAIT_FD_MAYBE && is_replaced_fd(rec, call, fd))
		return true;
	if (at->fd >= 0) {
		*fd = rec->args[at->fd];
		if (*fd >= 0 || !makes)
			return true;
	}
	if (makes) {
		*fd = has_made_fd(rec, call) ? rec->ret : -1;
		return true;
	}
	if (at->fdpair >= 0) {
		bool made = rec->type == IOR_RECORD_CALL && ior_record_has_result(rec) &&
			    !rec->ret && !(rec->flags & IOR_CALL_UNREAD);

		*fd = made ? rec->fds[0] : -1;
		return true;
	}
	if (at->dirfd < 0)
		return false;
	*fd = rec->args[at->dirfd];
	return *fd >= 0;
}

/* ---------------------------------------------------------------- status -- */

unsigned int ior_record_status(const struct ior_record *rec)
{
	if (rec->type != IOR_RECORD_CALL)
		return rec->flags & IOR_CALL_NO_RETURN ? IOR_STATUS_UNFINISHED : 0;
	if (rec->flags & IOR_CALL_NO_EXIT)
		return IOR_STATUS_UNFINISHED;
	if (rec->flags & IOR_CALL_RESTARTS)
		return 0;
	return ior_ret_is_error(rec->ret) ? IOR_STATUS_FAILED : IOR_STATUS_OK;
}

/* ----------------------------------------------------------------- bytes -- */

/* Bytes of the buffers that a message may go to; 0: not known. */
static uint64_t asked_for(const struct ior_record *rec, const struct ior_call_places *at)
{
	if (at->size >= 0)
		return rec->abi == IOR_ABI_NATIVE ? rec->args[at->size] :
						    (uint32_t)rec->args[at->size];
	return rec->flags & IOR_CALL_UNREAD ? 0 : rec->asked;
}

uint64_t ior_record_returned_bytes(const struct ior_record *rec)
{
	/* what never began may return anything, its own number for one */
	if (rec->ret <= 0 || rec->type != IOR_RECORD_CALL ||
	    rec->flags & (IOR_CALL_NO_EXIT | IOR_CALL_DENIED))
		return 0;
	return ior_ret_is_bytes(rec->ret_class) ? rec->ret : 0;
}

uint64_t ior_record_bytes(const struct ior_record *rec, const struct ior_call_entry *call)
{
	uint64_t returned = ior_record_returned_bytes(rec);
	const struct ior_call_places *at;
	uint64_t flags = 0, asked;

	if (!returned || rec->ret_class != IOR_RET_READ || !call)
		return returned;
	at = &call->places[rec->abi];
	if (at->flags >= 0 && call->args[rec->abi][at->flags] == IOR_ARG_MSG_FLAGS)
		flags = rec->args[at->flags];
	if (flags & MSG_PEEK_BIT)
		return 0;
	/* the size of an extended attribute, or of what a message was before it was cut */
	if (flags & MSG_TRUNC_BIT || at->size >= 0) {
		asked = asked_for(rec, at);
		return returned < asked ? returned : asked;
	}
	return returned;
}
