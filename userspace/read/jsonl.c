// SPDX-License-Identifier: GPL-2.0-only
/*
 * JSON lines: an object for each row of CSV, and a line for each object.
 */
#include "json.h"

/* As many as the call has; all, if it is not known. */
static char *put_arguments(char *p, const struct row *row)
{
	const uint8_t *roles = row->call ? row->call->args[row->rec->abi] : NULL;
	unsigned int i;

	p = put_str(p, ",\"args\":[");
	for (i = 0; i < IOR_NR_ARGS && (!roles || roles[i] != IOR_ARG_NONE); i++) {
		if (i)
			*p++ = ',';
		p = put_s64(p, arg_value(row, i));
	}
	return put_str(p, "]}\n");
}

static const struct style style = {
	.first		= "{",
	.next		= ",",
	.named		= true,
	.quote		= "\"",
	.none		= "null",
	.last		= "",
	.put_text	= put_json_text,
	.put_more	= put_arguments,
};

static void begin(struct out *out, const struct ior_record *header)
{
	(void)out;
	(void)header;
	values_begin(&style);
}

const struct format format_jsonl = {
	.name	= "jsonl",
	.alone	= true,
	.begin	= begin,
	.print	= values_print,
};
