// SPDX-License-Identifier: GPL-2.0-only
/*
 * -e: from words to a set of calls, and which records are of it.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "class.h"
#include "files.h"
#include "hints.h"
#include "outcome.h"
#include "put.h"
#include "who.h"

/**
 * struct key - something that calls are selected by
 * @name: what stands before the "="
 * @option: what errors call it
 * @name_of: the name that a call has in it
 * @matches: does the call belong to an item?  NULL: it says nothing about calls
 * @unknown: the name of what the table lacks, if it has one
 * @word: where to find what was said
 * @set: where it is not the table that tells: puts calls in or out, by an item
 */
struct key {
	const char	*name;
	const char	*option;
	const char	*(*name_of)(const struct ior_call_entry *call);
	bool		(*matches)(enum ior_call call, const char *item);
	const char	*unknown;
	size_t		word;
	int		(*set)(call_set set, const char *item, bool value);
};

static const char *name_of_call(const struct ior_call_entry *call)
{
	return call->name;
}

static const char *name_of_family(const struct ior_call_entry *call)
{
	return ior_family_name(call->family);
}

static const char *name_of_kind(const struct ior_call_entry *call)
{
	return ior_kind_name(call->kind);
}

static const char *name_of_abi(const struct ior_call_entry *call)
{
	(void)call;
	return ior_abi_name(IOR_ABI_NATIVE);
}

/* All numbers of an ABI, whatever they mean. */
static int set_abi(call_set set, const char *item, bool value)
{
	bool all = !strcmp(item, "all"), found = all || !strcmp(item, "none");
	unsigned int abi;

	for (abi = 0; abi < IOR_NR_ABIS; abi++) {
		if (all || !strcmp(item, ior_abi_name(abi))) {
			memset(set[abi], value ? 0xff : 0, sizeof(set[abi]));
			found = true;
		}
	}
	return found ? 0 : fail("-e abi: '%s' is unknown (use 64, 32 or x32)", item);
}

static bool has_family(enum ior_call call, const char *item)
{
	return !strcasecmp(name_of_family(ior_call_entry(call)), item);
}

static bool has_kind(enum ior_call call, const char *item)
{
	return !strcasecmp(name_of_kind(ior_call_entry(call)), item);
}

/* A call that the table lacks is of family UNKNOWN and kind null. */
static const struct key keys[] = {
#define KEY(word, ...)								\
	{ #word, "-e " #word, __VA_ARGS__, offsetof(struct expressions, word), NULL }
	KEY(trace, name_of_call, ior_call_is_named, NULL),
	KEY(family, name_of_family, has_family, "UNKNOWN"),
	KEY(kind, name_of_kind, has_kind, "null"),
	/* behind those: it tells which ABIs have what they select */
	{ "abi", "-e abi", name_of_abi, NULL, NULL, offsetof(struct expressions, abi), set_abi },
	KEY(path, NULL, NULL, NULL),
	KEY(fd, NULL, NULL, NULL),
	KEY(status, NULL, NULL, NULL),
	KEY(comm, NULL, NULL, NULL),
	KEY(uid, NULL, NULL, NULL),
	KEY(cgroup, NULL, NULL, NULL),
#undef KEY
};

static const struct key key_sample = {
	NULL, "--sample", name_of_call, ior_call_is_named, NULL, 0, NULL,
};

/* Where names of calls are, there may also be "%" and a class, or "/" and a regular expression. */
static bool has_classes(const struct key *key)
{
	return key->matches == ior_call_is_named;
}

/* What is said behind the "%". */
static const struct key key_class = {
	NULL, "%CLASS", name_of_family, class_has, "UNKNOWN", 0, NULL,
};

static int fail_unknown(const struct key *key, const char *item)
{
	struct hints hints = { .nr = 0 };
	char buffer[HINTS_TEXT];
	const char *text;
	enum ior_call call;

	for (call = 1; call < IOR_NR_CALLS; call++)
		hints_try(&hints, item, key->name_of(ior_call_entry(call)));
	text = hints_text(&hints, buffer);
	if (!text)
		return fail("%s: '%s' is unknown (ior-read(1) tells what there is)", key->option,
			    item);
	return fail("%s: '%s' is unknown (did you mean %s?)", key->option, item, text);
}

/* ---------------------------------------------------------------- sets -- */

static void set_bit(call_set set, unsigned int abi, unsigned int nr, bool value)
{
	uint64_t bit = 1ULL << nr % 64;

	set[abi][nr / 64] = value ? set[abi][nr / 64] | bit : set[abi][nr / 64] & ~bit;
}

static void set_call(call_set set, const struct ior_call_entry *call, bool value)
{
	unsigned int abi;

	for (abi = 0; abi < IOR_NR_ABIS; abi++) {
		if (call->nr[abi] >= 0)
			set_bit(set, abi, call->nr[abi], value);
	}
}

/* Numbers that the table lacks, now or for ever. */
static void set_unknown(call_set set, bool value)
{
	unsigned int abi, nr;

	for (abi = 0; abi < IOR_NR_ABIS; abi++) {
		for (nr = 0; nr < IOR_CALL_BITS; nr++) {
			if (ior_call_find(abi, nr) == IOR_CALL_UNKNOWN)
				set_bit(set, abi, nr, value);
		}
	}
}

static int set_regex(call_set set, const struct key *key, const char *pattern, bool value)
{
	bool match[IOR_NR_CALLS];
	enum ior_call call;
	int err;

	err = regex_calls(match, key->option, pattern);
	for (call = 1; !err && call < IOR_NR_CALLS; call++) {
		if (match[call])
			set_call(set, ior_call_entry(call), value);
	}
	return err;
}

static int set_item(call_set set, const struct key *key, const char *item, bool value)
{
	bool all = !strcmp(item, "all"), found = all || !strcmp(item, "none");
	enum ior_call call;

	if (key->set)
		return key->set(set, item, value);
	if (has_classes(key) && *item == '/')
		return set_regex(set, key, item + 1, value);
	if (has_classes(key) && *item == '%')
		return set_item(set, &key_class, item + 1, value);

	for (call = 1; call < IOR_NR_CALLS; call++) {
		if (all || key->matches(call, item)) {
			set_call(set, ior_call_entry(call), value);
			found = true;
		}
	}
	if (all || (key->unknown && !strcasecmp(item, key->unknown))) {
		set_unknown(set, value);
		found = true;
	}
	return found ? 0 : fail_unknown(key, item);
}

/* The calls of a word of --sample. */
int select_item(call_set set, const char *item)
{
	return set_item(set, &key_sample, item, true);
}

/*
 * One list.  A "!" at its very beginning stands for all but the list; one
 * further on takes its item out again.
 */
static int set_list(call_set set, const struct key *key, const char *list)
{
	bool but = *list == '!';
	char *copy = strdup(list + but), *rest = copy, *item;
	int err = 0;

	if (!copy)
		return fail("-e: out of memory");
	memset(set, but ? 0xff : 0, sizeof(call_set));
	while (!err && (item = strsep(&rest, ","))) {
		bool out = *item == '!';

		item += out;
		if (!*item)
			err = fail("-e %s=%s: a name is empty (try -e %s=%s)", key->name, list,
				   key->name, key->name_of(ior_call_entry(IOR_CALL_openat)));
		else
			err = set_item(set, key, item, !but && !out);
	}
	free(copy);
	return err;
}

/* Take out of a set what is not in the other one, too.  Is nothing left? */
static bool intersect(call_set set, call_set other)
{
	unsigned int abi, i;
	uint64_t left = 0;

	for (abi = 0; abi < IOR_NR_ABIS; abi++) {
		for (i = 0; i < IOR_CALL_WORDS; i++)
			/* NOLINTNEXTLINE(clang-analyzer-core.uninitialized.Assign): whole sets */
			left |= set[abi][i] &= other[abi][i];
	}
	return !left;
}

/* --------------------------------------------------------------- words -- */

static int fail_key(const char *word, size_t len)
{
	struct hints hints = { .nr = 0 };
	char item[HINT_MAX + 1], buffer[HINTS_TEXT];
	const char *text = NULL;
	unsigned int i;

	if (len <= HINT_MAX) {
		*put_mem(item, word, len) = 0;
		for (i = 0; i < ARRAY_SIZE(keys); i++)
			hints_try(&hints, item, keys[i].name);
		text = hints_text(&hints, buffer);
	}
	if (text)
		return fail("-e %s: there is no '%.*s' (did you mean %s?)", word, (int)len, word,
			    text);
	return fail("-e %s: there is no '%.*s' (use %s or cgroup=)", word, (int)len, word,
		    "trace=, family=, kind=, abi=, path=, fd=, status=, comm=, uid=");
}

/* One -e.  Without a key it is a list of calls. */
int select_add(struct expressions *ex, const char *word)
{
	size_t len = strcspn(word, "=");
	unsigned int i;

	if (!word[len]) {
		ex->trace = word;
		return 0;
	}
	for (i = 0; i < ARRAY_SIZE(keys); i++) {
		if (strlen(keys[i].name) == len && !strncmp(keys[i].name, word, len)) {
			*(const char **)((char *)ex + keys[i].word) = word + len + 1;
			return 0;
		}
	}
	return fail_key(word, len);
}

static bool is_empty(call_set set)
{
	static const call_set none;

	return !memcmp(set, none, sizeof(none));
}

/* Which of a set's calls are there at all? */
static int fail_abi(const char *list, call_set set)
{
	static const __u64 none[IOR_CALL_WORDS];
	char abis[64], *p = abis;
	unsigned int abi;

	for (abi = 0; abi < IOR_NR_ABIS; abi++) {
		if (memcmp(set[abi], none, sizeof(none)))
			p = put_str(put_str(p, p > abis ? "," : ""), ior_abi_name(abi));
	}
	*p = 0;
	return fail("-e abi=%s: no call is left that has a number there (try -e abi=%s)", list,
		    abis);
}

/* The calls that every key selects. */
static int build_calls(struct selection *sel, const struct expressions *ex)
{
	call_set set, before;
	unsigned int i;
	int err;

	memset(sel->filter.calls, 0xff, sizeof(sel->filter.calls));
	for (i = 0; i < ARRAY_SIZE(keys); i++) {
		const char *list = *(const char **)((const char *)ex + keys[i].word);

		if (!list || !(keys[i].matches || keys[i].set))
			continue;
		err = set_list(set, &keys[i], list);
		if (err)
			return err;
		sel->all = false;
		memcpy(before, sel->filter.calls, sizeof(before));
		if (!intersect(sel->filter.calls, set))
			continue;
		if (keys[i].set && !is_empty(set))
			return fail_abi(list, before);
		return fail("-e %s=%s: no call is left to trace (select more)", keys[i].name, list);
	}
	return 0;
}

/* The table is another machine's now, where calls have other numbers. */
int select_renumber(struct selection *sel)
{
	if (sel->machine == ior_calls_machine())
		return 0;
	sel->machine = ior_calls_machine();
	return build_calls(sel, &sel->words);
}

int select_build(struct selection *sel, const struct expressions *ex)
{
	int err;

	sel->words = *ex;
	sel->machine = ior_calls_machine();
	sel->on_files = ex->path || ex->fd;
	sel->of_some = ex->comm || ex->uid || ex->cgroup;
	sel->all = !sel->on_files && !ex->comm;
	err = build_calls(sel, ex);
	if (!err && ex->path)
		err = files_add_paths(&sel->files, ex->path);
	if (!err && ex->fd)
		err = files_add_fds(&sel->files, ex->fd);
	if (!err && ex->status)
		err = outcome_set_statuses(&sel->filter, ex->status);
	if (!err && ex->comm)
		err = who_add_comms(&sel->who, ex->comm);
	if (!err && ex->uid)
		err = who_add_uids(&sel->who, ex->uid);
	if (!err && ex->cgroup)
		err = who_add_cgroups(&sel->who, ex->cgroup);
	return err;
}

/* -------------------------------------------------------------- records -- */

static bool has_call(const struct selection *sel, unsigned int abi, uint32_t nr)
{
	if (nr >= IOR_CALL_BITS)
		nr = IOR_CALL_BITS - 1;
	return abi < IOR_NR_ABIS && sel->filter.calls[abi][nr / 64] >> nr % 64 & 1;
}

/*
 * Is a COUNT, or a BUCKETS, one of calls that are all selected?  It does not tell
 * which of them are on a file, whose they were, or how each one ended.
 */
bool select_has_count(const struct selection *sel, const struct ior_record *rec)
{
	return !sel->on_files && !sel->of_some && !outcome_is_set(&sel->filter) &&
	       (sel->all || has_call(sel, rec->abi, rec->count.nr));
}

/*
 * Is it a call that is selected?  What is none is always wanted, to know what
 * the calls are about; that includes the second return of a fork.  But where tasks
 * are selected, what becomes of the others is not.
 */
bool select_has(const struct selection *sel, struct ior_names *names,
		const struct ior_record *rec)
{
	if (sel->all)
		return true;
	if (!who_has(&sel->who, rec))
		return false;
	if (rec->type != IOR_RECORD_CALL && rec->type != IOR_RECORD_ENTER)
		return true;
	if (rec->type == IOR_RECORD_CALL && rec->flags & IOR_CALL_CHILD)
		return true;
	return has_call(sel, rec->abi, rec->nr) &&
	       (!sel->on_files || files_have(&sel->files, names, rec));
}
