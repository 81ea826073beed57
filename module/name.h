/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names of files: which were sent, and sending those that were not.
 *
 * The table holds no file, mount or text: only what is needed to tell that a
 * name is still the one that was sent.  It is as large as it ever gets when it
 * is made; a name that is pushed out of it gets another id, and is sent again.
 */
#ifndef _IOR_NAME_H
#define _IOR_NAME_H

#include <linux/fdtable.h>
#include <linux/path.h>

#include "inflight.h"
#include "ior.h"

/**
 * struct ior_key - what a name is the name of: two numbers that no other has
 * @a: the address of a dentry, or an odd number
 * @b: all else
 */
struct ior_key {
	u64	a;
	u64	b;
};

/**
 * struct ior_naming - the names of one call, as they are found
 * @sessions: that are to know them
 * @named: of these, those that know every one so far
 * @match: those with a pattern that one of them matches
 * @force: those that get every name, though they have patterns
 * @now: when records of names end, at least
 * @newest: when the newest name that was found ended
 * @began: ior_record_begin() was called, and @now is set
 */
struct ior_naming {
	u64	sessions;
	u64	named;
	u64	match;
	u64	force;
	u64	now;
	u64	newest;
	bool	began;
};

/**
 * struct ior_scratch - where a CPU puts names together
 * @given: as the program gave it
 * @text: what is sent: the path, and behind it what was given
 *
 * One user at a time: a probe, with preemption off.  A name that is longer
 * than its room is none.
 */
#define IOR_PATH_ROOM	(2 * PATH_MAX)

struct ior_scratch {
	char	given[PATH_MAX];
	char	text[IOR_PATH_ROOM + 2 * PATH_MAX];
};

int ior_names_open(void);
void ior_names_close(void);
void ior_names_leave(const struct ior_session *s);
void ior_names_forget(void);
struct ior_scratch *ior_scratch(void);
bool ior_name_quick(struct ior_task *t, unsigned int fd, u64 sessions);
u32 ior_name_path(struct ior_naming *nm, const struct path *path);
char *ior_name_text(const struct path *path, char *buf, size_t *len);
u32 ior_name_look_up(struct ior_naming *nm, struct ior_key key);
u32 ior_name_add(struct ior_naming *nm, struct ior_key key, struct ior_record *what);
u64 ior_name_hash(const char *text, size_t len);

#endif /* _IOR_NAME_H */
