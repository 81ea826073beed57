/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is told of a call, value by value: the columns of CSV and the keys of JSON
 * lines.  These differ in what stands around a value, which is their style.
 */
#ifndef VALUES_H
#define VALUES_H

#include "put.h"
#include "read.h"

enum value {
	VALUE_TIME,
	VALUE_DURATION,
	VALUE_GAP,
	VALUE_COMM,
	VALUE_PID,
	VALUE_TID,
	VALUE_NAME,
	VALUE_FAMILY,
	VALUE_KIND,
	VALUE_RET_CLASS,
	VALUE_RET,
	VALUE_ERROR,
	VALUE_BYTES,
	VALUE_FD,
	VALUE_PATH,
	VALUE_PATH2,
	VALUE_FLAGS,
	VALUE_ABI,
	NR_VALUES,
};

extern const char * const value_names[NR_VALUES];

/**
 * struct style - what stands around values
 * @first: before the first one
 * @next: before each other one
 * @named: behind that, their names
 * @quote: around words; one character, or none
 * @none: what stands for a value that there is not; 4 characters at most
 * @last: behind the last one
 * @put_text: prints a text of whatever bytes, in quotes if that is the style
 * @put_more: prints what else there is in a row, or NULL
 */
struct style {
	const char	*first;
	const char	*next;
	bool		named;
	const char	*quote;
	const char	*none;
	const char	*last;
	char		*(*put_text)(char *p, enum value value, const char *s, size_t len);
	char		*(*put_more)(char *p, const struct row *row);
};

void values_begin(const struct style *style);
void values_print(struct out *out, const struct ior_record *batch, size_t n);

#endif /* VALUES_H */
