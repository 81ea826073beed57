/* SPDX-License-Identifier: GPL-2.0-only */
/* Words that say when something is done: where it makes sense, always or never. */
#ifndef WHEN_H
#define WHEN_H

/**
 * enum when - the word
 * @WHEN_AUTO: where it makes sense
 * @WHEN_ALWAYS: in any case
 * @WHEN_NEVER: in none
 */
enum when {
	WHEN_AUTO,
	WHEN_ALWAYS,
	WHEN_NEVER,
};

int when_parse(enum when *when, const char *option, const char *word);

#endif /* WHEN_H */
