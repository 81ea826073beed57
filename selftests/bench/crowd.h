/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Many tasks of a worker that all wait in a call, until they are dismissed.
 */
#ifndef BENCH_CROWD_H
#define BENCH_CROWD_H

#include <linux/futex.h>
#include <sched.h>
#include <sys/stat.h>

#include "bench.h"

/**
 * struct crowd - processes or threads
 * @name: what they are
 * @count: how many
 * @flags: CLONE_*, what they share
 */
struct crowd {
	const char *name;
	unsigned int count;
	int flags;
};

#define CROWD_PROCESSES	(CLONE_VM | SIGCHLD)
#define CROWD_THREADS	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | \
			 CLONE_SYSVSEM)
#define CROWD_STACK	1024	/* each makes one call */

static unsigned int crowd_stays;	/* 0: go away */
static unsigned int crowd_there;	/* how many are */
static char *crowd_stacks;

static inline long crowd_futex(int op, unsigned int value)
{
	return syscall(SYS_futex, &crowd_stays, op, value, NULL, NULL, 0);
}

static inline int crowd_wait(void *arg)
{
	(void)arg;
	__atomic_add_fetch(&crowd_there, 1, __ATOMIC_RELAXED);
	while (__atomic_load_n(&crowd_stays, __ATOMIC_RELAXED))
		crowd_futex(FUTEX_WAIT, 1);
	syscall(SYS_exit, 0);
	return 0;
}

/* job_gather - the crowd that @arg points to is there, and waits */
static inline void job_gather(long arg, struct figures *figures)
{
	const struct crowd *crowd = (const struct crowd *)arg;
	unsigned int i;

	(void)figures;
	crowd_stacks = mmap(NULL, crowd->count * CROWD_STACK, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (crowd_stacks == MAP_FAILED)
		err(1, "stacks");
	crowd_stays = 1;
	for (i = 0; i < crowd->count; i++)
		if (clone(crowd_wait, crowd_stacks + (i + 1) * CROWD_STACK, crowd->flags, NULL) < 0)
			err(1, "task %u of the crowd", i);
	while (__atomic_load_n(&crowd_there, __ATOMIC_RELAXED) < crowd->count)
		sleep_ms(10);
	sleep_ms(100);	/* the last one is about to wait */
}

/* Processes have to be waited for; a thread that is gone is no task any more. */
static inline void job_dismiss(long arg, struct figures *figures)
{
	const struct crowd *crowd = (const struct crowd *)arg;
	struct stat tasks;
	unsigned int i;

	(void)figures;
	__atomic_store_n(&crowd_stays, 0, __ATOMIC_RELAXED);
	crowd_futex(FUTEX_WAKE, crowd->count);
	for (i = 0; i < crowd->count && !(crowd->flags & CLONE_THREAD); i++)
		if (wait(NULL) < 0)
			err(1, "process %u of the crowd", i);
	do {
		sleep_ms(10);
		if (stat("/proc/self/task", &tasks))
			err(1, "/proc/self/task");
	} while (tasks.st_nlink > 3);
	munmap(crowd_stacks, crowd->count * CROWD_STACK);
	crowd_there = 0;
}

#endif
