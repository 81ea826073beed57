// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>

#include "read.h"
#include "tasks.h"

#define FIRST_SIZE	256

static struct task *table;		/* linear probing; a power of two of places */
static size_t size, used;

static struct task *find_place(uint32_t tid)
{
	size_t i = tid * 0x9e3779b1u & (size - 1);

	while (table[i].known && table[i].tid != tid)
		i = (i + 1) & (size - 1);
	return &table[i];
}

static void grow(void)
{
	struct task *old = table;
	size_t i, old_size = size;

	size = size ? 2 * size : FIRST_SIZE;
	table = calloc(size, sizeof(*table));
	if (!table)
		exit(fail("threads: out of memory (trace fewer processes)"));
	for (i = 0; i < old_size; i++) {
		if (old[i].known)
			*find_place(old[i].tid) = old[i];
	}
	free(old);
}

/* The thread's entry, a new one if need be; good until the next call. */
struct task *task_find(uint32_t tid)
{
	struct task *task;

	if (used * 4 >= size * 3)
		grow();
	task = find_place(tid);
	if (!task->known) {
		task->known = true;
		task->tid = tid;
		used++;
	}
	return task;
}
