// SPDX-License-Identifier: GPL-2.0-only
/*
 * Programs that reached something new, in memory and in a file.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"

void corpus_keep(const struct program *p)
{
	struct entry *e;

	if (fuzz->nr_entries == ENTRIES_MAX)
		return;
	e = &fuzz->entry[fuzz->nr_entries];
	e->program = *p;
	e->nr_features = fuzz->nr_now;
	memcpy(e->feature, fuzz->now, fuzz->nr_now * sizeof(e->feature[0]));
	fuzz->nr_entries++;
}

/* Returns false, and says so, if there is something in the file that is no program. */
bool corpus_load(const char *path)
{
	FILE *file = fopen(path, "r");
	const char *fault = NULL;
	struct program p;

	if (!file) {
		printf("# %s: %s\n", path, strerror(errno));
		return false;
	}
	do {
		fault = program_parse(&p, file);
		if (fault)
			printf("# %s, program %u: %s\n", path, fuzz->nr_entries + 1, fault);
		else if (p.nr)
			corpus_keep(&p);
	} while (!fault && p.nr);
	fclose(file);
	return !fault;
}

static int smaller(const void *a, const void *b)
{
	const struct entry *x = *(const struct entry **)a, *y = *(const struct entry **)b;

	return x->program.nr < y->program.nr ? -1 : x->program.nr > y->program.nr;
}

/* As few and as small as reach all that was reached, the smallest first. */
bool corpus_save(const char *path)
{
	static struct entry *order[ENTRIES_MAX];
	static uint8_t reached[sizeof(fuzz->seen)];
	FILE *file = fopen(path, "w");
	unsigned int i, j, n = 0;

	if (!file)
		return false;
	for (i = 0; i < fuzz->nr_entries; i++)
		order[i] = &fuzz->entry[i];
	qsort(order, fuzz->nr_entries, sizeof(order[0]), smaller);
	for (i = 0; i < fuzz->nr_entries; i++) {
		bool adds = false;

		for (j = 0; j < order[i]->nr_features; j++) {
			uint32_t f = order[i]->feature[j];

			adds |= !(reached[f / 8] & 1 << f % 8);
			reached[f / 8] |= 1 << f % 8;
		}
		if (!adds)
			continue;
		if (n++)
			fputc('\n', file);
		program_print(file, "", &order[i]->program);
	}
	printf("# %u programs to %s\n", n, path);
	return !fclose(file);
}
