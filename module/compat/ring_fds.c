// SPDX-License-Identifier: GPL-2.0-only
/*
 * 5.18: rings of io_uring that are registered themselves
 * (e7a6c00dc77a, "io_uring: add support for registering ring file descriptors").
 */
#include <linux/io_uring.h>
#include <uapi/linux/io_uring.h>

int probe(void);

int probe(void)
{
	return IORING_ENTER_REGISTERED_RING | IORING_REGISTER_RING_FDS | IORING_UNREGISTER_RING_FDS;
}
