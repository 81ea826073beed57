/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _IOR_VALUE_H
#define _IOR_VALUE_H

#include "classify.h"
#include "inflight.h"

void ior_value_read(struct ior_syscall *call, const struct ior_class *class);

#endif /* _IOR_VALUE_H */
