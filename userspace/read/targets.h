/* SPDX-License-Identifier: GPL-2.0-only */
/* Running processes, by their numbers, names or control groups. */
#ifndef TARGETS_H
#define TARGETS_H

#include "read.h"

int targets_add_list(struct options *opts, const char *list);
int targets_add_cgroup(struct options *opts, const char *path);
int targets_open_cgroup(const char *option, const char *text);
int targets_check(const struct options *opts);
int targets_trace(const struct options *opts, struct ior_device *dev);

#endif /* TARGETS_H */
