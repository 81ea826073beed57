// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>

#include "read.h"
#include "tasks.h"

#define FIRST_SIZE	256

static struct task *table;		/* linear probing; a power of two of places */
static size_t size, used;

/* Where a thread is sought first. */
static size_t home(uint32_t tid)
{
	return tid * 0x9e3779b1u & (size - 1);
}

static struct task *find_place(uint32_t tid)
{
	size_t i = home(tid);

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
		fail_memory("threads", "trace fewer processes");
	for (i = 0; i < old_size; i++) {
		if (old[i].known)
			*find_place(old[i].tid) = old[i];
	}
	free(old);
}

static struct task *add(uint32_t tid)
{
	struct task *task;

	if (used * 4 >= size * 3)
		grow();
	task = find_place(tid);
	if (!task->known) {
		*task = (struct task) { .tid = tid, .known = true };
		used++;
	}
	return task;
}

/* Empty a place, and close the gap that those behind it could not be found over. */
static void empty(struct task *place)
{
	size_t hole = place - table, i = hole;

	for (;;) {
		i = (i + 1) & (size - 1);
		if (!table[i].known)
			break;
		if (((i - home(table[i].tid)) & (size - 1)) >= ((i - hole) & (size - 1))) {
			table[hole] = table[i];
			hole = i;
		}
	}
	table[hole].known = false;
	used--;
}

/* The thread's entry, a new one if need be. */
struct task *task_find(uint32_t tid)
{
	struct task *task = add(tid);

	return task->now ? add(task->now) : task;
}

/* Likewise, for who knows that the number is no longer that of an exec. */
struct task *task_own(uint32_t tid)
{
	struct task *task = add(tid);

	if (task->now)
		*task = (struct task) { .tid = tid, .known = true };
	return task;
}

/* The entry of a thread that has its number still; NULL if there is none. */
struct task *task_peek(uint32_t tid)
{
	struct task *task = used ? find_place(tid) : NULL;

	return task && task->known && !task->now ? task : NULL;
}

/* The thread has died, or another one begins that has its number. */
void task_forget(uint32_t tid)
{
	struct task *task = used ? find_place(tid) : NULL;

	if (task && task->known)
		empty(task);
}

/*
 * An exec made the thread its process's first.  The record of that exec is yet
 * to come, and has the old number.
 */
void task_renumber(uint32_t from, uint32_t to)
{
	struct task was = *task_own(from);

	was.tid = to;
	*task_own(to) = was;
	*task_own(from) = (struct task) { .tid = from, .known = true, .now = to };
}
