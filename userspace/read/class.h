/* SPDX-License-Identifier: GPL-2.0-only */
/* Calls of a class, and calls by a regular expression: for -e trace= and --sample. */
#ifndef IOR_CLASS_H
#define IOR_CLASS_H

#include <stdbool.h>

#include "libior.h"

/* class_has - is the call of a class: file, desc, net, signal, or a family? */
bool class_has(enum ior_call nr, const char *name);

/* class_name - class number @i, from 0, but for families; NULL: there are no more */
const char *class_name(unsigned int i);

/*
 * regex_calls - which calls have a name that matches
 * @match: set for each call
 * @option: what errors call it
 * @pattern: as regex(7) has it; anywhere in the name
 *
 * Returns: 0, or what fail() returns: it is none, or matches no call.
 */
int regex_calls(bool *match, const char *option, const char *pattern);

#endif /* IOR_CLASS_H */
