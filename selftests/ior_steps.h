/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tracees that tell, step by step, what the files of their calls are called.
 */
#ifndef IOR_STEPS_H
#define IOR_STEPS_H

#include <sys/stat.h>

#include "ior_trace.h"

#define STEPS	256

/* What a tracee found out itself about the files of its calls */
struct seen {
	char path[STEPS][2][128];
	struct stat st;
};

/* Of this test: shared by its processes; a folder, a file in it that is made */
static struct seen *seen;
static char *work, *work_file;

static inline bool steps_begin(void)
{
	work = work_dir();
	work_file = work ? below(work, "file") : NULL;
	seen = shared(sizeof(*seen));
	return work && seen != MAP_FAILED && !file_make(work_file, "0123456789", 10);
}

/* see - keeps the name that a descriptor has now as the one to be shown for a step */
static inline void see(int step, int which, int fd)
{
	fd_path(fd, seen->path[step][which], sizeof(seen->path[step][which]));
}

/* use - a call on a descriptor, and what it must show */
static inline void use(int step, int fd)
{
	struct stat st;

	see(step, 0, fd);
	mark(step, 1);
	syscall(SYS_fstat, fd, &st);
}

/* The call behind a mark shows the names that its tracee saw. */
static inline void check_step(struct __test_metadata *_metadata, struct trace *trace, int step)
{
	const struct ior_record *rec = call_behind(trace, step, 1);
	int which;

	EXPECT_NE(NULL, rec)
		return;
	for (which = 0; which < 2; which++) {
		EXPECT_STREQ(seen->path[step][which], path_of(trace, rec, which))
			TH_LOG("step %d, call %u, name[%d]", step, rec->nr, which);
	}
}

static inline void check_steps(struct __test_metadata *_metadata, struct trace *trace,
			       int from, int to)
{
	for (; from < to; from++)
		check_step(_metadata, trace, from);
}

#endif /* IOR_STEPS_H */
