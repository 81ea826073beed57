/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What formats of JSON have in common.  No library: json-c needs 34,000 instructions
 * for a row of which the values need a thousand, jansson more.
 */
#ifndef JSON_H
#define JSON_H

#include "values.h"

/* A value that is text of whatever bytes; if these are no UTF-8, once more as such. */
static inline char *put_json_text(char *p, enum value value, const char *s, size_t len)
{
	p = put_json(p, s, len);
	if (text_is_utf8(s, len))
		return p;
	p = put_str(put_str(put_str(p, ",\""), value_names[value]), "_bytes\":\"");
	return put_char(put_octets(p, s, len), '"');
}

#endif /* JSON_H */
