/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef GLOB_H
#define GLOB_H

#include <stdbool.h>
#include <stddef.h>

bool glob_matches(const char *glob, const char *text);

/* glob_least - bytes of the shortest text that matches */
size_t glob_least(const char *glob);

/*
 * globs_add - a list as the kernel has it: each with its NUL, and an empty one at last
 * @globs: set; @size bytes, of which the last two are for NULs
 * @key: of -e
 * @list: patterns, with a comma between
 * @not_here: why none may begin with a "!"
 *
 * Returns: 0, or what fail() returns.
 */
int globs_add(char *globs, size_t size, const char *key, const char *list, const char *not_here);

#endif /* GLOB_H */
