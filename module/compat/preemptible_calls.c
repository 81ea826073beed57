// SPDX-License-Identifier: GPL-2.0-only
/*
 * 6.13: the tracepoints of calls are called with preemption on, and may fault
 * (0e6caab8db8b, "tracing: Declare system call tracepoints with TRACE_EVENT_SYSCALL").
 * By 7.2 the others had followed; that preemption is switched off twice in those
 * before does no harm.
 */
#include <linux/tracepoint.h>

#ifndef DECLARE_TRACE_SYSCALL
#error "they are called with preemption off"
#endif
