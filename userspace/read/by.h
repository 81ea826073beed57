/* SPDX-License-Identifier: GPL-2.0-only */
/* --by: what the rows of a summary are. */
#ifndef BY_H
#define BY_H

#include "groups.h"

/**
 * struct by - what calls have in common that are counted in one row
 * @name: for --by
 * @title: of the column of names in text
 * @text: of that in CSV
 * @key: of a record's call, which gets a name if it has none; NULL: calls are counted
 *	by their numbers, which the module can do
 * @end: which process or thread, if any, is no more with this TASK; or NULL
 * @has_names: the key is made of the names of files
 * @has_pid: the process stands before the name, in a column of its own in CSV
 * @has_tid: likewise the thread
 * @has_fd: likewise the descriptor
 * @has_comm: the name is that of the task
 * @has_abi: behind the name stands the ABI, in CSV
 * @families: of calls; so each is a sum of those of its calls
 */
struct by {
	const char	*name;
	const char	*title;
	const char	*text;
	void		(*key)(const struct ior_record *rec, struct group_key *key);
	bool		(*end)(const struct ior_record *task, struct group_key *key);
	bool		has_names;
	bool		has_pid;
	bool		has_tid;
	bool		has_fd;
	bool		has_comm;
	bool		has_abi;
	bool		families;
};

extern const struct by by_call;

int by_parse(struct options *opts, const char *word);

/* Is each call to be seen?  Else it is enough that the module counts it. */
static inline bool by_needs_records(const struct options *opts)
{
	return opts->by && opts->by->key;
}

/* Does the module count, of what it traces? */
static inline bool by_counts(const struct options *opts)
{
	return opts->summary != SUMMARY_NONE && !by_needs_records(opts);
}

#endif /* BY_H */
