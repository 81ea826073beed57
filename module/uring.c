// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which ring an index means is io_uring's own business: it tells no other part
 * of the kernel.  So the calls that register rings are followed, per task, as
 * the kernel keeps them (io_uring/tctx.c).
 */
#include <linux/io_uring.h>
#include <linux/slab.h>
#include <linux/kernel.h>
#include <linux/uaccess.h>
#include <uapi/linux/io_uring.h>
#include <asm/unistd.h>

#include "compat.h"
#include "path.h"
#include "uring.h"

#define NR_RINGS	16		/* IO_RINGFD_REG_MAX */
#define BY_INDEX	BIT(31)	/* IORING_REGISTER_USE_REGISTERED_RING, 6.3 */

/**
 * struct ior_rings - a task's registered rings
 * @file: of each; NULL: none.  To compare, never to be followed
 * @fd: the descriptor that it had when it was registered
 */
struct ior_rings {
	const struct file	*file[NR_RINGS];
	int			fd[NR_RINGS];
};

static bool is_by_index(const struct ior_syscall *call)
{
	if (ior_call_nr(call) == __NR_io_uring_enter)
		return call->args[3] & IORING_ENTER_REGISTERED_RING;
	return (u32)call->args[1] & BY_INDEX;
}

/* Registration holds the file, so that no other one can be at its address. */
static bool is_file_of(int fd, const struct file *file)
{
	struct file *now;
	bool put;

	now = ior_file_get(fd, &put);
	if (now)
		ior_file_put(now, put);
	return now == file;
}

/* If the call names its ring by index: the name of the ring, and its descriptor. */
bool ior_uring_fd(struct ior_naming *nm, const struct ior_task *t, struct ior_syscall *call)
{
	static const char name[] = "anon_inode:[io_uring]";
	u32 index = call->args[0];
	int fd = -1;
	char text[32];

	if (!is_by_index(call))
		return false;
	if (t && t->rings && index < NR_RINGS && t->rings->file[index]) {
		if (is_file_of(t->rings->fd[index], t->rings->file[index]))
			fd = t->rings->fd[index];
		call->name[0] = ior_path_literal(nm, name, sizeof(name) - 1);
	} else {
		int len = scnprintf(text, sizeof(text), "io_uring:reg[%u]", index);

		call->name[0] = ior_path_literal(nm, text, len);
	}
	call->aux = (u64)(u32)fd << 32;
	return true;
}

static void set_ring(struct ior_rings *rings, u32 index, int fd)
{
	struct file *file = NULL;
	bool put;

	if (index >= NR_RINGS)
		return;
	if (fd >= 0)
		file = ior_file_get(fd, &put);
	if (file)
		ior_file_put(file, put);
	rings->file[index] = file;
	rings->fd[index] = fd;
}

/* Rings were registered, or unregistered: as many as the call returned. */
void ior_uring_exit(struct ior_task *t, const struct ior_syscall *call, long ret)
{
	const struct io_uring_rsrc_update __user *from = (void __user *)call->args[2];
	u32 op = (u32)call->args[1] & ~BY_INDEX;
	struct io_uring_rsrc_update up;
	long i;

	if (ior_call_nr(call) != __NR_io_uring_register || !t || ret <= 0 ||
	    (op != IORING_REGISTER_RING_FDS && op != IORING_UNREGISTER_RING_FDS))
		return;
	if (!t->rings)
		t->rings = kzalloc(sizeof(*t->rings), GFP_NOWAIT | __GFP_NOWARN);
	if (!t->rings)
		return;
	for (i = 0; i < ret && i < NR_RINGS; i++) {
		if (copy_from_user_nofault(&up, from + i, sizeof(up)))
			return;
		set_ring(t->rings, up.offset, op == IORING_REGISTER_RING_FDS ? (int)up.data : -1);
	}
}
