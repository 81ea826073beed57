/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef GLOB_H
#define GLOB_H

#include <stdbool.h>

bool glob_matches(const char *glob, const char *text);

#endif /* GLOB_H */
