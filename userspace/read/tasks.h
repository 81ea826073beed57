/* SPDX-License-Identifier: GPL-2.0-only */
/* What is remembered of each thread from one record to the next. */
#ifndef TASKS_H
#define TASKS_H

#include <stdbool.h>
#include <stdint.h>

struct held;

/**
 * struct task - a thread
 * @tid: its number
 * @known: this is not a free place
 * @now: an exec gave it this number; the rest is found there.  0: none did
 * @last_end: when its last call ended, in ns; 0: it made none
 * @held: its call that is to be restarted, or NULL: see fold.c
 */
struct task {
	uint32_t	tid;
	bool		known;
	uint32_t	now;
	uint64_t	last_end;
	struct held	*held;
};

/* Pointers to tasks are good until the next call of any of these. */
struct task *task_find(uint32_t tid);
struct task *task_own(uint32_t tid);
struct task *task_peek(uint32_t tid);
void task_forget(uint32_t tid);
void task_renumber(uint32_t from, uint32_t to);

#endif /* TASKS_H */
