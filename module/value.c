// SPDX-License-Identifier: GPL-2.0-only
/*
 * Values behind pointers: what a call asks for where no register says it.
 *
 * Memory is read as it is in the ABI of the call; nothing here can fault.
 */
#include <linux/compat.h>
#include <linux/openat2.h>
#include <linux/sched.h>
#include <linux/socket.h>
#include <linux/time64.h>
#include <linux/uaccess.h>
#include <linux/uio.h>
#include <net/compat.h>
#include <uapi/linux/time_types.h>

#include "value.h"

static bool read_user(void *to, unsigned long from, size_t size)
{
	return !copy_from_user_nofault(to, (const void __user *)from, size);
}

static bool is_narrow(const struct ior_syscall *call)
{
	return ior_call_abi(call) != IOR_ABI_NATIVE;
}

/* ----------------------------------------------------------------- sizes -- */

/**
 * struct total - bytes of the buffers of a call
 * @bytes: so far
 * @left: buffers that may still be looked at
 */
struct total {
	u64		bytes;
	unsigned int	left;
};

static bool add_iov(const struct ior_syscall *call, unsigned long from, u64 count,
		    struct total *total)
{
	union {
		struct iovec		wide;
		struct compat_iovec	narrow;
	} iov;
	size_t size = is_narrow(call) ? sizeof(iov.narrow) : sizeof(iov.wide);
	u64 len;

	if (count > total->left)
		return false;
	total->left -= count;
	for (; count; count--, from += size) {
		if (!read_user(&iov, from, size))
			return false;
		len = is_narrow(call) ? iov.narrow.iov_len : iov.wide.iov_len;
		total->bytes = min_t(u64, total->bytes + min_t(u64, len, U32_MAX), U32_MAX);
	}
	return true;
}

static bool add_msg(const struct ior_syscall *call, unsigned long from, struct total *total)
{
	union {
		struct user_msghdr	wide;
		struct compat_msghdr	narrow;
	} msg;

	if (is_narrow(call))
		return read_user(&msg.narrow, from, sizeof(msg.narrow)) &&
		       add_iov(call, msg.narrow.msg_iov, msg.narrow.msg_iovlen, total);
	return read_user(&msg.wide, from, sizeof(msg.wide)) &&
	       add_iov(call, (unsigned long)msg.wide.msg_iov, msg.wide.msg_iovlen, total);
}

static bool add_msgs(const struct ior_syscall *call, unsigned long from, u64 count,
		     struct total *total)
{
	size_t size = is_narrow(call) ? sizeof(struct compat_mmsghdr) : sizeof(struct mmsghdr);

	/* more are not looked at (net/socket.c, __sys_sendmmsg()) */
	for (count = min_t(u64, count, UIO_MAXIOV); count; count--, from += size)
		if (!add_msg(call, from, total))
			return false;
	return true;
}

static bool read_sizes(struct ior_syscall *call, unsigned int place, u8 role)
{
	unsigned long from = call->args[place - 1];
	u64 count = role == IOR_ARG_MSG ? 1 : call->args[place];
	struct total total = { .left = UIO_MAXIOV };
	bool ok;

	if (role == IOR_ARG_MSG)
		ok = add_msg(call, from, &total);
	else if (role == IOR_ARG_MMSG)
		ok = add_msgs(call, from, (u32)count, &total);
	else
		ok = add_iov(call, from, count, &total);
	if (ok)
		call->aux = total.bytes << 32 | (u32)call->aux;
	return ok;
}

/* ---------------------------------------------------------------- others -- */

/* As the kernel takes it: a NULL or invalid request is none, a huge one is cut. */
static u64 to_ns(s64 sec, s64 nsec)
{
	if (sec < 0 || nsec < 0 || nsec >= NSEC_PER_SEC)
		return U64_MAX;
	return sec > S64_MAX / NSEC_PER_SEC - 1 ? S64_MAX : sec * NSEC_PER_SEC + nsec;
}

static bool read_timespec(struct ior_syscall *call, unsigned long from, u8 role)
{
	struct __kernel_timespec ts;
	struct old_timespec32 ts32;

	call->aux = from ? 0 : U64_MAX;
	if (!from)
		return true;
	if (role == IOR_ARG_TIMESPEC32) {
		if (!read_user(&ts32, from, sizeof(ts32)))
			return false;
		call->aux = to_ns(ts32.tv_sec, ts32.tv_nsec);
		return true;
	}
	if (!read_user(&ts, from, sizeof(ts)))
		return false;
	/* the upper half of a 32-bit program's nsec is padding */
	call->aux = to_ns(ts.tv_sec, is_narrow(call) ? (s32)ts.tv_nsec : ts.tv_nsec);
	return true;
}

static bool read_how(struct ior_syscall *call, unsigned long from)
{
	struct open_how how;

	if (!read_user(&how, from, sizeof(how)))
		return false;
	call->aux = (how.mode & U32_MAX) << 32 | (how.flags & U32_MAX);
	return true;
}

static bool read_clone_args(struct ior_syscall *call, unsigned long from)
{
	return read_user(&call->aux, from + offsetof(struct clone_args, flags), sizeof(call->aux));
}

/*
 * Take over the value of a call, or mark that it could not be read.  May be
 * called again when the call ends: the kernel has brought the page in by then.
 */
void ior_value_read(struct ior_syscall *call, const struct ior_class *class)
{
	unsigned long from = call->args[class->value - 1];
	u8 role = class->value_role;
	bool ok;

	switch (role) {
	case IOR_ARG_TIMESPEC:
	case IOR_ARG_TIMESPEC32:
		ok = read_timespec(call, from, role);
		break;
	case IOR_ARG_OPEN_HOW:
		ok = read_how(call, from);
		break;
	case IOR_ARG_CLONE_ARGS:
		ok = read_clone_args(call, from);
		break;
	default:
		ok = read_sizes(call, class->value, role);
	}
	if (ok)
		call->flags &= ~IOR_CALL_UNREAD;
	else
		call->flags |= IOR_CALL_UNREAD;
}
