/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Waiting for what a process does, as /proc tells it, however slow the machine
 * is.  It is the process's first thread that counts.
 */
#ifndef IOR_WORKLOAD_BLOCKED_H
#define IOR_WORKLOAD_BLOCKED_H

#include <sys/types.h>

#define ANY_ARG		(~0UL)

/* wait_blocked - until it sleeps in the call nr, with arg as the first argument */
void wait_blocked(pid_t pid, long nr, unsigned long arg);

/* wait_stopped - until a signal has stopped it */
void wait_stopped(pid_t pid);

#endif /* IOR_WORKLOAD_BLOCKED_H */
