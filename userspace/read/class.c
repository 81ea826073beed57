// SPDX-License-Identifier: GPL-2.0-only
/*
 * Calls of a class, as strace has them, and calls by a regular expression.
 */
#include <regex.h>
#include <string.h>
#include <strings.h>

#include "class.h"
#include "read.h"

static bool takes(const struct ior_call_entry *call, const uint8_t *roles, unsigned int nr)
{
	const uint8_t *args = call->args[IOR_ABI_NATIVE];
	unsigned int i;

	for (i = 0; i < IOR_NR_ARGS; i++) {
		if (memchr(roles, args[i], nr))
			return true;
	}
	return false;
}

/* It takes the name of a file, or returns one. */
static bool is_on_file(const struct ior_call_entry *call)
{
	static const uint8_t roles[] = { IOR_ARG_PATH, IOR_ARG_PATH2, IOR_ARG_PATH_OUT };

	return takes(call, roles, sizeof(roles));
}

/* It takes a descriptor, or returns one. */
static bool is_on_desc(const struct ior_call_entry *call)
{
	static const uint8_t roles[] = {
		IOR_ARG_FD, IOR_ARG_FD2, IOR_ARG_FDPAIR, IOR_ARG_DIRFD, IOR_ARG_DIRFD2,
	};

	return call->traits & IOR_TRAIT_RET_FD || takes(call, roles, sizeof(roles));
}

/* How a process begins, runs another program, and ends. */
static const char * const lifecycle[] = {
	"clone", "clone3", "fork", "vfork", "execve", "execveat", "exit", "exit_group",
	"wait4", "waitid", "waitpid", "kill", "tkill", "tgkill", "rt_sigqueueinfo",
	"rt_tgsigqueueinfo", "pidfd_send_signal", NULL
};

/* System V's. */
static const char * const sysv[] = {
	"ipc", "msgctl", "msgget", "msgrcv", "msgsnd", "semctl", "semget", "semop", "semtimedop",
	"semtimedop_time64", "shmat", "shmctl", "shmdt", "shmget", NULL
};

/* What strace knows by other names than our families, or has other calls in. */
static const struct {
	const char	*name;
	bool		(*has)(const struct ior_call_entry *call);
	const char	* const *calls;	/* up to NULL */
	const char	*family;
} classes[] = {
	{ .name = "file", .has = is_on_file },
	{ .name = "desc", .has = is_on_desc },
	{ .name = "net", .family = "Network" },
	{ .name = "signal", .family = "Signals" },
	{ .name = "process", .calls = lifecycle },
	{ .name = "ipc", .calls = sysv },
};

static bool is_among(const char * const *calls, const char *name)
{
	for (; *calls; calls++) {
		if (!strcmp(*calls, name))
			return true;
	}
	return false;
}

const char *class_name(unsigned int i)
{
	return i < ARRAY_SIZE(classes) ? classes[i].name : NULL;
}

bool class_has(enum ior_call nr, const char *name)
{
	const struct ior_call_entry *call = ior_call_entry(nr);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(classes); i++) {
		if (strcasecmp(classes[i].name, name))
			continue;
		if (classes[i].has)
			return classes[i].has(call);
		if (classes[i].calls)
			return is_among(classes[i].calls, call->name);
		name = classes[i].family;
	}
	return !strcasecmp(ior_family_name(call->family), name);
}

int regex_calls(bool *match, const char *option, const char *pattern)
{
	bool any = false;
	enum ior_call nr;
	char why[128];
	regex_t regex;
	int err;

	err = regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB);
	if (err) {
		regerror(err, &regex, why, sizeof(why));
		return fail("%s: /%s: %s (see regex(7))", option, pattern, why);
	}
	for (nr = 1; nr < IOR_NR_CALLS; nr++) {
		match[nr] = !regexec(&regex, ior_call_entry(nr)->name, 0, NULL, 0);
		any |= match[nr];
	}
	regfree(&regex);
	return any ? 0 : fail("%s: /%s matches no call (try %s)", option, pattern,
			      "/^open, which matches open, openat, ...");
}
