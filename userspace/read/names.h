/* SPDX-License-Identifier: GPL-2.0-only */
/* The names of files that rows refer to, as the stream has told them so far. */
#ifndef NAMES_H
#define NAMES_H

#include "libior.h"

void names_take(const struct ior_record *rec);
void names_take_ahead(const struct ior_record *rec);
const struct ior_name *names_find(uint32_t id);
void names_mark(uint32_t mark);
void names_remark(uint32_t id);

char *put_file(char *p, uint32_t id);
char *put_path(char *p, const struct ior_name *name, size_t max, bool cut);

#endif /* NAMES_H */
