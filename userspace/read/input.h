/* SPDX-License-Identifier: GPL-2.0-only */
/* A recording that is read, as it is or compressed by zstd: what it begins with tells. */
#ifndef INPUT_H
#define INPUT_H

#include <sys/types.h>

struct input;

int input_open(struct input **input, int fd);
void input_close(struct input *input);
ssize_t input_read(void *input, void *mem, size_t len);

#endif /* INPUT_H */
