/* SPDX-License-Identifier: GPL-2.0-only */
/* -e comm=, -e uid=, -e cgroup=: calls of some tasks. */
#ifndef WHO_H
#define WHO_H

#include "read.h"

int who_add_comms(struct ior_who *who, const char *list);
int who_add_uids(struct ior_who *who, const char *list);
int who_add_cgroups(struct ior_who *who, const char *list);
int who_check(const struct options *opts);
int who_choose(const struct selection *sel, struct ior_device *dev);
bool who_has(const struct ior_who *who, const struct ior_record *rec);

#endif /* WHO_H */
