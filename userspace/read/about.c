// SPDX-License-Identifier: GPL-2.0-only
/*
 * What ior-read tells of itself: its version, and the names that it knows.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "about.h"
#include "class.h"
#include "read.h"

#define MODULES	"/sys/module"

/* ------------------------------------------------------------- version -- */

/* Without /sys nothing is known of the module. */
static bool module_is_absent(void)
{
	return !access(MODULES, F_OK) && access(MODULES "/ior", F_OK) && errno == ENOENT;
}

void about_version(void)
{
	FILE *file = fopen(MODULES "/ior/version", "re");
	char version[64];

	printf("ior-read %s, ABI %d, ", IOR_READ_VERSION, IOR_ABI_VERSION);
	if (file && fscanf(file, "%63s", version) == 1)
		printf("module %s\n", version);
	else if (module_is_absent())
		puts("module not loaded");
	else
		puts("module of unknown version");
	if (file)
		fclose(file);
}

/* --------------------------------------------------------------- names -- */

/* The name of number @i of a sort, from 0; NULL: no more. */
static const char *call_at(unsigned int i)
{
	const struct ior_call_entry *call = ior_call_entry(i + 1);

	return call ? call->name : NULL;
}

static const char *family_at(unsigned int i)
{
	return i < IOR_NR_FAMILIES ? ior_family_name(i) : NULL;
}

static const char *kind_at(unsigned int i)
{
	return i < IOR_NR_KINDS ? ior_kind_name(i) : NULL;
}

static const struct {
	const char	*what;
	const char	*(*at)(unsigned int i);
} lists[] = {
	{ "calls",	call_at },
	{ "classes",	class_name },
	{ "families",	family_at },
	{ "kinds",	kind_at },
};

int about_list(const char *what)
{
	const char *name;
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(lists); i++) {
		if (strcmp(lists[i].what, what))
			continue;
		for (j = 0; (name = lists[i].at(j)); j++)
			puts(name);
		return 0;
	}
	return fail("--list %s: there is no such list (use calls, classes, families or kinds)",
		    what);
}
