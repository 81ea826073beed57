/* SPDX-License-Identifier: GPL-2.0-only */
/* What is remembered of each thread from one record to the next. */
#ifndef TASKS_H
#define TASKS_H

#include <stdbool.h>
#include <stdint.h>

/**
 * struct task - a thread
 * @tid: its number
 * @known: this is not a free place
 * @last_end: when its last call ended, in ns; 0: it made none
 */
struct task {
	uint32_t	tid;
	bool		known;
	uint64_t	last_end;
};

struct task *task_find(uint32_t tid);

#endif /* TASKS_H */
