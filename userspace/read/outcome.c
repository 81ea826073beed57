// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "outcome.h"

/* ---------------------------------------------------------------- words -- */

/* The words of strace; those without a status are not known to ior. */
static const struct {
	const char	*name;
	uint32_t	statuses;
	const char	*why_not;
} words[] = {
	{ "all",	IOR_STATUS_ALL,		NULL },
	{ "none",	0,			NULL },
	{ "successful",	IOR_STATUS_OK,		NULL },
	{ "failed",	IOR_STATUS_FAILED,	NULL },
	{ "unfinished",	IOR_STATUS_UNFINISHED,	NULL },
	{ "detached",	STATUS_DETACHED,	NULL },
	{ "unavailable", 0,	"the module always sees what a call returned" },
};

static int find_word(const char *item, uint32_t *statuses)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(words); i++) {
		if (strcmp(words[i].name, item))
			continue;
		if (words[i].why_not)
			return fail("-e status: there is no '%s' call: %s (leave it out)", item,
				    words[i].why_not);
		*statuses = words[i].statuses;
		return 0;
	}
	return fail("-e status: '%s' is unknown (use successful, failed, unfinished or detached)",
		    item);
}

/* One list, with "!" as in those of calls. */
int outcome_set_statuses(struct ior_filter *filter, const char *list)
{
	bool but = *list == '!';
	char *copy = strdup(list + but), *rest = copy, *item;
	uint32_t all = but ? IOR_STATUS_ALL : 0, some = 0;
	int err = 0;

	if (!copy)
		return fail("-e: out of memory");
	while (!err && (item = strsep(&rest, ","))) {
		bool out = but || *item == '!';

		err = find_word(item + (*item == '!'), &some);
		if (!err)
			all = out ? all & ~some : all | some;
	}
	free(copy);
	if (err)
		return err;
	if (!all)
		return fail("-e status=%s: no call ends like that (select more)", list);
	filter->statuses = all == IOR_STATUS_ALL ? 0 : all;
	return 0;
}

static const struct {
	const char	*name;
	double		ns;
} units[] = {
	{ "", 1 }, { "ns", 1 }, { "us", 1e3 }, { "ms", 1e6 }, { "s", 1e9 },
};

int outcome_set_duration(struct ior_filter *filter, const char *text)
{
	double value = 0;
	unsigned int i;
	char *end = NULL;

	if (*text >= '0' && *text <= '9')
		value = strtod(text, &end);
	for (i = 0; end && i < ARRAY_SIZE(units); i++) {
		if (!strcmp(units[i].name, end) && value * units[i].ns <= 1e18) {
			filter->min_duration_ns = value * units[i].ns + 0.5;
			return 0;
		}
	}
	return fail("--min-duration %s: not a time in ns, nor with a unit (try 100us or 1.5ms)",
		    text);
}

/* -------------------------------------------------------------- records -- */

/* A call, as far as it ever will be: see struct ior_filter. */
static bool has(const struct ior_filter *filter, const struct ior_record *rec)
{
	/* what is not continued never returned to its program */
	unsigned int status = ior_record_status(rec) ?: IOR_STATUS_UNFINISHED;

	if (filter->statuses && !(filter->statuses & status))
		return false;
	if (!filter->min_duration_ns || rec->flags & IOR_CALL_NO_ENTER)
		return true;
	return ior_record_has_duration(rec) && rec->duration_ns >= filter->min_duration_ns;
}

/* What the module does: the parts of a restarted call pass. */
bool outcome_passes(const struct ior_filter *filter, const struct ior_record *rec)
{
	return !outcome_is_set(filter) || !ior_record_is_call(rec) ||
	       rec->flags & (IOR_CALL_RESTARTS | IOR_CALL_CONTINUES) || has(filter, rec);
}

/* Likewise, for what parts came to: there are no more of them. */
bool outcome_passes_whole(const struct ior_filter *filter, const struct ior_record *rec)
{
	return !outcome_is_set(filter) || !ior_record_is_call(rec) || has(filter, rec);
}
