// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "read.h"

/* An option without a word is to be obeyed in any case. */
int when_parse(enum when *when, const char *option, const char *word)
{
	static const char * const words[] = {
		[WHEN_AUTO]	= "auto",
		[WHEN_ALWAYS]	= "always",
		[WHEN_NEVER]	= "never",
	};
	unsigned int i;

	if (!word)
		word = words[WHEN_ALWAYS];
	for (i = 0; i < ARRAY_SIZE(words); i++) {
		if (!strcmp(words[i], word)) {
			*when = i;
			return 0;
		}
	}
	return fail("%s=%s: there is no such word (use auto, always or never)", option, word);
}
