// SPDX-License-Identifier: GPL-2.0-only
/*
 * CSV, as RFC 4180 has it but for the line ends.
 */
#include "values.h"

static char *put_text(char *p, enum value value, const char *s, size_t len)
{
	(void)value;
	return put_csv(p, s, len);
}

static const struct style style = {
	.first		= "",
	.next		= ",",
	.quote		= "",
	.none		= "",
	.last		= "\n",
	.put_text	= put_text,
};

static void begin(struct out *out, const struct ior_record *header)
{
	char *p = out_room(out);
	unsigned int i;

	(void)header;
	values_begin(&style);
	for (i = 0; i < NR_VALUES; i++)
		p = put_char(put_str(p, value_names[i]), i + 1 < NR_VALUES ? ',' : '\n');
	out_row(out, p);
}

const struct format format_csv = {
	.name	= "csv",
	.begin	= begin,
	.print	= values_print,
};
