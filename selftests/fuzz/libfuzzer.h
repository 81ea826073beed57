/* SPDX-License-Identifier: GPL-2.0-only */
/* What libFuzzer calls, and what it has for them; clang has no header for C. */
#ifndef LIBFUZZER_H
#define LIBFUZZER_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned int seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *data1, size_t size1, const uint8_t *data2,
				 size_t size2, uint8_t *out, size_t max, unsigned int seed);

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max);

#endif /* LIBFUZZER_H */
