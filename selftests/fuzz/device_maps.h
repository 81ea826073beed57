/* SPDX-License-Identifier: GPL-2.0-only */
/* Where pointers of a program lead, and where its mappings are. */
#ifndef DEVICE_MAPS_H
#define DEVICE_MAPS_H

#include "device.h"

#define ARENA	(8UL << 20)	/* for each mapping */

/**
 * enum place - what a pointer leads to
 * @PLACE_GOOD: memory
 * @PLACE_NULL: nothing, at 0
 * @PLACE_EDGE: the first half is memory
 * @PLACE_READ_ONLY: memory that can't be written
 * @PLACE_KERNEL: the kernel's memory
 * @PLACE_ODD: memory, at an odd address
 * @PLACE_MAP: the program's first mapping; then the others
 */
enum place {
	PLACE_GOOD,
	PLACE_NULL,
	PLACE_EDGE,
	PLACE_READ_ONLY,
	PLACE_KERNEL,
	PLACE_ODD,
	PLACE_MAP,
};

void map_refill(uint64_t map);

/* Operations of maps.c */
long op_mmap(const uint64_t *arg);
long op_munmap(const uint64_t *arg);
long op_mprotect(const uint64_t *arg);
long op_mremap(const uint64_t *arg);
long op_madvise(const uint64_t *arg);
long op_tail(const uint64_t *arg);
long op_touch(const uint64_t *arg);
long op_consume(const uint64_t *arg);

/* of sessions.c */
long op_open(const uint64_t *arg);
long op_open_many(const uint64_t *arg);
long op_close(const uint64_t *arg);
long op_dup(const uint64_t *arg);
long op_info(const uint64_t *arg);
long op_setup(const uint64_t *arg);
long op_filter(const uint64_t *arg);
long op_tgid(const uint64_t *arg);
long op_files(const uint64_t *arg);
long op_who(const uint64_t *arg);
long op_sample(const uint64_t *arg);
long op_count(const uint64_t *arg);
long op_start(const uint64_t *arg);
long op_stop(const uint64_t *arg);
long op_stats(const uint64_t *arg);
long op_ioctl(const uint64_t *arg);
long op_read(const uint64_t *arg);
long op_poll(const uint64_t *arg);
long op_other(const uint64_t *arg);

/* of tasks.c */
long op_calls(const uint64_t *arg);
long op_fork(const uint64_t *arg);
long op_kill(const uint64_t *arg);
long op_thread(const uint64_t *arg);
long op_pin(const uint64_t *arg);
long op_beside(const uint64_t *arg);

#endif /* DEVICE_MAPS_H */
