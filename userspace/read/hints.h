/* SPDX-License-Identifier: GPL-2.0-only */
/* Names that are nearly what was said, for errors. */
#ifndef HINTS_H
#define HINTS_H

#define NR_HINTS	3
#define HINT_MAX	32	/* longest name that hints are sought for */
#define HINTS_TEXT	(NR_HINTS * (HINT_MAX + 2))

/**
 * struct hints - the nearest names
 * @name: nearest first
 * @away: how far each is
 * @nr: how many
 */
struct hints {
	char		name[NR_HINTS][HINT_MAX + 1];
	unsigned int	away[NR_HINTS];
	unsigned int	nr;
};

void hints_try(struct hints *hints, const char *item, const char *name);
const char *hints_text(const struct hints *hints, char text[HINTS_TEXT]);

#endif /* HINTS_H */
