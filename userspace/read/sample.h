/* SPDX-License-Identifier: GPL-2.0-only */
/* --sample: calls of which only some leave a record. */
#ifndef SAMPLE_H
#define SAMPLE_H

#include "read.h"

int sample_add(struct options *opts, const char *list);
int sample_start(const struct options *opts, struct ior_device *dev);

#endif /* SAMPLE_H */
