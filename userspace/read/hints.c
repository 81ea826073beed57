// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "hints.h"
#include "put.h"

/* How many letters have to be changed, put in or left out. */
static unsigned int distance(const char *a, const char *b)
{
	unsigned int row[HINT_MAX + 1], i, j, len = strlen(b);

	if (strlen(a) > HINT_MAX || len > HINT_MAX)
		return HINT_MAX;
	for (j = 0; j <= len; j++)
		row[j] = j;
	for (i = 1; a[i - 1]; i++) {
		unsigned int diagonal = row[0];

		row[0] = i;
		for (j = 1; j <= len; j++) {
			unsigned int above = row[j];
			unsigned int best = diagonal + (a[i - 1] != b[j - 1]);

			if (above + 1 < best)
				best = above + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			diagonal = above;
			row[j] = best;
		}
	}
	return row[len];
}

/* Anybody may name a process or a folder so that a terminal takes it for an order. */
static bool is_printable(const char *name)
{
	for (; *name; name++) {
		if (*name < ' ' || *name > '~')
			return false;
	}
	return true;
}

/* Keep the nearest names, nearest first, each once. */
void hints_try(struct hints *hints, const char *item, const char *name)
{
	unsigned int away = distance(item, name), i;

	if (away > strlen(item) / 2 || away >= HINT_MAX || !is_printable(name))
		return;
	for (i = 0; i < hints->nr; i++) {
		if (!strcmp(hints->name[i], name))
			return;
	}
	if (hints->nr < NR_HINTS)
		hints->nr++;
	else if (away >= hints->away[NR_HINTS - 1])
		return;
	for (i = hints->nr - 1; i && away < hints->away[i - 1]; i--) {
		memcpy(hints->name[i], hints->name[i - 1], sizeof(hints->name[i]));
		hints->away[i] = hints->away[i - 1];
	}
	*put_str(hints->name[i], name) = 0;
	hints->away[i] = away;
}

/* All of them, for "did you mean"; NULL if there are none. */
const char *hints_text(const struct hints *hints, char text[HINTS_TEXT])
{
	char *p = text;
	unsigned int i;

	for (i = 0; i < hints->nr; i++)
		p = put_str(put_str(p, i ? ", " : ""), hints->name[i]);
	*p = 0;
	return hints->nr ? text : NULL;
}
