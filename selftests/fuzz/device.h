/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A fuzzer of /dev/ior: what its parts know of each other.
 *
 * A program is a short row of operations, each of a kind that ops.c has in its
 * table, with a few numbers that the kind's arguments give a meaning to.  It is run by
 * a child; what it reached is kept in memory that all children share.
 */
#ifndef DEVICE_H
#define DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include <linux/ior.h>

#define DEVICE		"/dev/ior"
#define PAGE		4096UL
#define OPS_MAX		24
#define ARGS_MAX	6
#define NR_SLOTS	4	/* descriptors of a program */
#define NR_MAPS		4	/* mappings */
#define KINDS_MAX	64

#define COUNT_OF(a)	(sizeof(a) / sizeof((a)[0]))

struct op {
	uint32_t	kind;
	uint64_t	arg[ARGS_MAX];
};

struct program {
	uint32_t	nr;
	struct op	op[OPS_MAX];
};

/* A result that says nothing: the operation was not done */
#define NOT_DONE	(-100000L)

/**
 * struct arg_type - what a number may be
 * @good: values that lead on, and 0 behind them, which is one, too
 * @edge: values beside and beyond them; likewise
 */
struct arg_type {
	const uint64_t	*good;
	const uint64_t	*edge;
};

/**
 * struct op_type - a kind of operation
 * @name: in the text of a program
 * @weight: how often it is chosen
 * @alone: it changes what the other operations stand on: not in a second thread
 * @run: does it; returns 0 or more, -errno, or %NOT_DONE
 * @errnos: errors that it may return, 0 behind the last
 * @args: its numbers; NULL behind the last
 */
struct op_type {
	const char		*name;
	unsigned int		weight;
	bool			alone;
	long			(*run)(const uint64_t *arg);
	const int		*errnos;
	const struct arg_type	*args[ARGS_MAX];
};

extern const struct op_type ops[];
extern const unsigned int nr_ops;

/* -------------------------------------------------------------- program.c -- */

uint64_t random_next(void);
unsigned int random_below(unsigned int n);
void program_make(struct program *p);
void program_mutate(struct program *p, const struct program *other);
void program_print(FILE *file, const char *before, const struct program *p);
const char *program_parse(struct program *p, FILE *file);

/* ------------------------------------------------------------------ run.c -- */

void run_program(const struct program *p);
void run_op(const struct op *op);

/* ------------------------------------------------------------- sessions.c -- */

/**
 * struct session - what a program has of a session
 * @slots: that have it
 * @ring_bytes: as it was set up
 * @overwrite: likewise
 * @grown: its rings may be there
 * @torn: two threads read it: what was read is in no order
 * @away: others have, or may have, what was read of it
 * @trace: what was read; belongs to check.c
 */
struct session {
	unsigned int	slots;
	uint64_t	ring_bytes;
	bool		overwrite;
	bool		grown;
	bool		torn;
	bool		away;
	void		*trace;
};

int slot_fd(uint64_t slot);
struct session *slot_session(uint64_t slot);
int session_fd(const struct session *s);
bool session_may_grow(struct session *s);
void sessions_away(void);
void sessions_close(void);

/* --------------------------------------------------------------- memory.c -- */

void memory_init(void);
void memory_reset(void);
void *place_put(uint64_t place, const void *data, size_t size);
bool place_get(void *data, const void *at, size_t size);
bool place_set(void *at, const void *data, size_t size);
char *map_base(uint64_t map);

/* ---------------------------------------------------------------- tasks.c -- */

pid_t task_pid(uint64_t which);
bool in_helper(void);
bool helper_runs(void);
void helper_start(const struct op *op);
void helper_join(void);
void tasks_init(void);
void tasks_end(void);

/* ---------------------------------------------------------------- check.c -- */

void check_read(struct session *s, const void *records, long bytes);
void check_stats(const struct ior_stats *stats);
void check_info(const struct ior_info *info);
void check_session(struct session *s, int fd);
void check_forget(struct session *s);
void check_fresh(bool trace);

/* ------------------------------------------------------------------ kcov.c -- */

bool kcov_open(void);
void kcov_begin(void);
void kcov_end(unsigned int kind);
void kcov_forget(void);

/* ---------------------------------------------------------------- corpus.c -- */

#define ENTRIES_MAX	1024
#define FEATURES_MAX	6000
#define POINTS_MAX	16384		/* a power of two */

/**
 * struct entry - a program that reached what none had before
 * @feature: all that it reaches; each a point of coverage and the kind of the operation
 */
struct entry {
	struct program	program;
	uint32_t	nr_features;
	uint32_t	feature[FEATURES_MAX];
};

/**
 * struct fuzz - what the parent and all children see
 * @random: state of the numbers
 * @executed: programs that ran
 * @results: of operations, those that were done, and of these those that did no error
 * @running: the program that runs
 * @failed: what is wrong, if anything
 * @point: points of coverage: a hash table of addresses
 * @seen: by feature
 */
struct fuzz {
	uint64_t	random;
	uint64_t	executed;
	uint64_t	done;
	uint64_t	succeeded;
	uint64_t	alive;
	struct program	running;
	char		failed[512];
	bool		has_kcov;
	uint32_t	nr_points;
	uint32_t	nr_seen;
	uint64_t	point[POINTS_MAX];
	uint8_t		seen[POINTS_MAX * KINDS_MAX / 8];
	uint32_t	nr_entries;
	struct entry	entry[ENTRIES_MAX];
	uint32_t	nr_now;			/* features of the program that runs */
	uint32_t	now[FEATURES_MAX];
	bool		now_new;		/* one of them is new */
};

extern struct fuzz *fuzz;

__attribute__((format(printf, 1, 2)))
void wrong(const char *format, ...);

bool corpus_load(const char *path);
bool corpus_save(const char *path);
void corpus_keep(const struct program *p);

#endif /* DEVICE_H */
