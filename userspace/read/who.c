// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <errno.h>
#include <linux/magic.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "glob.h"
#include "hints.h"
#include "targets.h"
#include "who.h"

#define NOT_HERE	"a ! stands before the whole list, for all but these"

/* ---------------------------------------------------------------- words -- */

/* A "!" at the beginning stands for all but the list, which is returned. */
static const char *take_not(struct ior_who *who, uint32_t flag, const char *list)
{
	if (*list != '!')
		return list;
	who->flags |= flag;
	return list + 1;
}

/* Names of tasks have an end: a pattern that needs more bytes matches none. */
int who_add_comms(struct ior_who *who, const char *list)
{
	const char *glob;
	int err;

	list = take_not(who, IOR_WHO_NOT_COMMS, list);
	err = globs_add(who->comms, sizeof(who->comms), "comm", list, NOT_HERE);
	for (glob = who->comms; !err && *glob; glob += strlen(glob) + 1) {
		if (glob_least(glob) >= IOR_COMM_LEN)
			err = fail("-e comm=%s: no name has more than %d bytes (try '%.*s')",
				   glob, IOR_COMM_LEN - 1, IOR_COMM_LEN - 1, glob);
	}
	return err;
}

/* Each word of a list; what it adds is an error if it is not 0. */
static int each_word(struct ior_who *who, const char *key, const char *list,
		     int (*add)(struct ior_who *who, const char *word))
{
	char *copy = strdup(list), *rest = copy, *word;
	int err = copy ? 0 : fail("-e %s: out of memory", key);

	while (!err && (word = strsep(&rest, ","))) {
		if (!*word)
			err = fail("-e %s=%s: a word is empty (leave the comma away)", key, list);
		else if (*word == '!')
			err = fail("-e %s=%s: " NOT_HERE " (put it first)", key, list);
		else
			err = add(who, word);
	}
	free(copy);
	return err;
}

static int fail_user(const char *word)
{
	struct hints hints = { .nr = 0 };
	const struct passwd *user;
	char buffer[HINTS_TEXT];
	const char *text;

	setpwent();
	while ((user = getpwent()))
		hints_try(&hints, word, user->pw_name);
	endpwent();
	text = hints_text(&hints, buffer);
	if (text)
		return fail("-e uid: there is no user '%s' (did you mean %s?)", word, text);
	return fail("-e uid: there is no user '%s' (give a name of passwd(5), or a number)", word);
}

/* What is only of digits is a number; the largest one is none. */
static int add_uid(struct ior_who *who, const char *word)
{
	const struct passwd *user;
	unsigned long uid;

	if (who->nr_uids == IOR_WHO_UIDS)
		return fail("-e uid: more than %d users (name fewer)", IOR_WHO_UIDS);
	if (word[strspn(word, "0123456789")]) {
		user = getpwnam(word);
		if (!user)
			return fail_user(word);
		uid = user->pw_uid;
	} else {
		errno = 0;
		uid = strtoul(word, NULL, 10);
		if (errno || uid >= UINT32_MAX)
			return fail("-e uid: %s is no user's number (give one up to %u)", word,
				    UINT32_MAX - 1);
	}
	who->uids[who->nr_uids++] = uid;
	return 0;
}

int who_add_uids(struct ior_who *who, const char *list)
{
	return each_word(who, "uid", take_not(who, IOR_WHO_NOT_UIDS, list), add_uid);
}

/* It stays open until the module knows it. */
static int add_cgroup(struct ior_who *who, const char *word)
{
	struct statfs fs;
	int dir;

	if (who->nr_cgroups == IOR_WHO_CGROUPS)
		return fail("-e cgroup: more than %d groups (name one that they are in)",
			    IOR_WHO_CGROUPS);
	dir = targets_open_cgroup("-e cgroup:", word);
	if (dir < 0)
		return EXIT_IOR;
	if (fstatfs(dir, &fs) || fs.f_type != CGROUP2_SUPER_MAGIC) {
		close(dir);
		return fail("-e cgroup: %s: no control group of version 2 (see /proc/PID/cgroup)",
			    word);
	}
	who->cgroups[who->nr_cgroups++] = dir;
	return 0;
}

int who_add_cgroups(struct ior_who *who, const char *list)
{
	return each_word(who, "cgroup", take_not(who, IOR_WHO_NOT_CGROUPS, list), add_cgroup);
}

/* --------------------------------------------------------------- device -- */

/* What only the module can tell. */
int who_check(const struct options *opts)
{
	const struct ior_who *who = &opts->selection.who;

	if (opts->mode != MODE_FILE || !(who->nr_uids || who->nr_cgroups))
		return 0;
	return fail("-e %s: a recording does not tell (select so while it is recorded)",
		    who->nr_uids ? "uid" : "cgroup");
}

int who_choose(const struct selection *sel, struct ior_device *dev)
{
	int err = sel->of_some ? ior_device_who(dev, &sel->who) : 0;
	unsigned int i;

	for (i = 0; i < sel->who.nr_cgroups; i++)
		close(sel->who.cgroups[i]);
	switch (-err) {
	case 0:
		return 0;
	case ENOTTY:
		return fail("-e comm, uid, cgroup: the module is too old (load a newer one)");
	case EINVAL:
		return fail("-e uid: %s (name users of this user namespace)", strerror(-err));
	default:
		return fail("-e comm, uid, cgroup: %s (select others)", strerror(-err));
	}
}

/* -------------------------------------------------------------- records -- */

/* What the module does, for a record from elsewhere; of one of no task: yes. */
bool who_has(const struct ior_who *who, const struct ior_record *rec)
{
	char name[IOR_COMM_LEN + 1] = "";
	const char *glob;

	if (!who->comms[0])
		return true;
	if (rec->type == IOR_RECORD_CALL || rec->type == IOR_RECORD_ENTER)
		memcpy(name, rec->comm, IOR_COMM_LEN);
	else if (rec->type == IOR_RECORD_TASK)
		memcpy(name, rec->task.comm, IOR_COMM_LEN);
	else
		return true;
	for (glob = who->comms; *glob; glob += strlen(glob) + 1) {
		if (glob_matches(glob, name))
			return !(who->flags & IOR_WHO_NOT_COMMS);
	}
	return who->flags & IOR_WHO_NOT_COMMS;
}
