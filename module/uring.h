/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * io_uring's registered rings: calls that have an index where others have a
 * descriptor.
 */
#ifndef _IOR_URING_H
#define _IOR_URING_H

#include "inflight.h"
#include "name.h"

bool ior_uring_fd(struct ior_naming *nm, const struct ior_task *t, struct ior_syscall *call);
void ior_uring_exit(struct ior_task *t, const struct ior_syscall *call, long ret);

#endif /* _IOR_URING_H */
