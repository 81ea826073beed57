/* SPDX-License-Identifier: GPL-2.0-only */
/* -e path=, -e fd=: calls on some files. */
#ifndef FILES_H
#define FILES_H

#include "read.h"

int files_add_paths(struct ior_files *files, const char *list);
int files_add_fds(struct ior_files *files, const char *list);
bool files_have(const struct ior_files *files, struct ior_names *names,
		const struct ior_record *rec);

#endif /* FILES_H */
