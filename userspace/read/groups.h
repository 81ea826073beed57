/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What was counted of calls that have something in common: a file, a process, ...
 *
 * There may be very many groups, with few calls each: so a group keeps only those
 * buckets of its histogram in which there is a call.
 */
#ifndef GROUPS_H
#define GROUPS_H

#include <sys/queue.h>

#include "read.h"

/**
 * struct group_key - what tells groups apart
 * @pid: the process; 0: that does not matter
 * @tid: likewise the thread
 * @fd: likewise the descriptor
 * @text: a name, and no NUL; or NULL
 * @len: bytes of it
 */
struct group_key {
	uint32_t	pid;
	uint32_t	tid;
	int32_t		fd;
	const char	*text;
	size_t		len;
};

/**
 * struct group - calls that have something in common
 * @others: in the order in which they came
 * @key: what that is; its text is in @text
 * @hash: of that text
 * @ended: what comes with this key from now on is another group
 * @comm: name of the task that called, with a NUL
 * @has_first: the first thread of its process did
 * @count: what was counted, without the histogram
 * @timed: calls in that
 * @buckets: of it, those that are not empty, in order
 * @nr_buckets: how many
 * @room: for how many there is memory
 * @text: of the key, and a NUL
 */
struct group {
	STAILQ_ENTRY(group)	others;
	struct group_key	key;
	uint64_t		hash;
	bool			ended;
	char			comm[IOR_COMM_LEN + 1];
	bool			has_first;
	struct {
		uint64_t	calls;
		uint64_t	errors;
		uint64_t	bytes;
		uint64_t	ns;
		uint64_t	min_ns;
		uint64_t	max_ns;
	} count;
	uint64_t		timed;
	struct group_bucket {
		uint64_t	calls : 56;
		uint64_t	at : 8;
	}			*buckets;
	uint16_t		nr_buckets;
	uint16_t		room;
	char			text[];
};

STAILQ_HEAD(group_list, group);

/**
 * struct groups - all groups
 * @tree: to find one by its key
 * @list: all of them
 * @nr: how many
 * @last: the one that was sought last, or NULL
 */
struct groups {
	void			*tree;
	struct group_list	list;
	size_t			nr;
	struct group		*last;
};

void groups_init(struct groups *groups);
struct group *groups_find(struct groups *groups, const struct group_key *key);
void groups_end(struct groups *groups, const struct group_key *key, bool marked);
void groups_add(struct groups *groups, const struct group *part);
void groups_clear(struct groups *groups);

void group_take(struct group *group, const struct ior_record *rec);
void group_name(struct group *group, const char comm[IOR_COMM_LEN], bool is_first);
void group_count(const struct group *group, struct ior_count *count);

#endif /* GROUPS_H */
