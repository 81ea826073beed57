/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading the CSV of ior-read, as strictly as RFC 4180 has it. */
#ifndef IOR_SCENARIO_CSV_H
#define IOR_SCENARIO_CSV_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum column {
	TIME, DURATION, GAP, COMM, PID, TID, NAME, FAMILY, KIND, RET_CLASS,
	RET, ERROR, BYTES, FD, PATH, PATH2, FLAGS, ABI, NR_COLUMNS
};

static const char * const column_names[NR_COLUMNS] = {
	"time_ns", "duration_ns", "gap_ns", "comm", "pid", "tid", "name", "family", "kind",
	"ret_class", "ret", "error", "bytes", "fd", "path", "path2", "flags", "abi"
};

struct row {
	const char *text[NR_COLUMNS];
};

/* slurp - a whole file, and the file removed; NULL if there is none */
static inline char *slurp(const char *path)
{
	FILE *file = fopen(path, "r");
	size_t room = 0;
	char *text = NULL;

	if (!file)
		return NULL;
	if (getdelim(&text, &room, 0, file) < 0 && !feof(file)) {
		free(text);
		text = NULL;
	} else if (!text) {
		text = strdup("");
	}
	fclose(file);
	unlink(path);
	return text;
}

/* csv_field - one field of RFC 4180, in place: where the next one begins; end
 * is what was behind it: a comma, a newline or, if the text is wrong, 0
 */
static inline char *csv_field(char *p, const char **field, char *end)
{
	char *to = p;
	bool quoted = *p == '"';

	*field = p;
	*end = 0;
	if (quoted)
		p++;
	for (; *p; p++) {
		if (quoted && *p == '"') {
			if (p[1] != '"') {
				p++;
				break;
			}
			p++;
		} else if (!quoted && (*p == ',' || *p == '\n' || *p == '\r')) {
			break;
		} else if (!quoted && *p == '"') {
			return p;
		}
		*to++ = *p;
	}
	if (p[0] == '\r' && p[1] == '\n')
		p++;
	if (*p != ',' && *p != '\n')
		return p;
	*end = *p;
	*to = 0;
	return p + 1;
}

/* csv_row - one row, in place: where the next one begins; NULL: it is wrong */
static inline char *csv_row(char *p, struct row *row)
{
	size_t i;
	char end;

	for (i = 0; i < NR_COLUMNS; i++) {
		p = csv_field(p, &row->text[i], &end);
		if (end != (i + 1 < NR_COLUMNS ? ',' : '\n'))
			return NULL;
	}
	return p;
}

/* csv_parse - the rows of a text, which is theirs then; NULL, or what is wrong */
static inline const char *csv_parse(char *p, struct row **rows, size_t *nr)
{
	struct row header;
	size_t i;

	p = csv_row(p, &header);
	if (!p)
		return "no header of 18 columns";
	for (i = 0; i < NR_COLUMNS; i++)
		if (strcmp(header.text[i], column_names[i]))
			return column_names[i];
	while (*p) {
		*rows = reallocarray(*rows, *nr + 1, sizeof(**rows));
		if (!*rows)
			return "no memory";
		p = csv_row(p, &(*rows)[*nr]);
		if (!p)
			return "a row that has not 18 columns";
		++*nr;
	}
	return NULL;
}

static inline bool row_is(const struct row *row, enum column column, const char *text)
{
	return !strcmp(row->text[column], text);
}

#endif /* IOR_SCENARIO_CSV_H */
