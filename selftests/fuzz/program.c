// SPDX-License-Identifier: GPL-2.0-only
/*
 * Programs: made by chance, changed by chance, as text.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"

/* ---------------------------------------------------------------- numbers -- */

/* xorshift64*: the same row of numbers for the same seed, whichever child asks */
uint64_t random_next(void)
{
	uint64_t x = fuzz->random;

	x ^= x >> 12;
	x ^= x << 25;
	x ^= x >> 27;
	fuzz->random = x;
	return x * 0x2545f4914f6cdd1dULL;
}

unsigned int random_below(unsigned int n)
{
	return (random_next() >> 32) % n;
}

static uint64_t one_of(const uint64_t *values)
{
	unsigned int n = 1;

	if (!values)
		return 0;
	while (values[n - 1])
		n++;
	return values[random_below(n)];
}

static uint64_t make_arg(const struct arg_type *type)
{
	unsigned int dice = random_below(100);

	if (dice < 82)
		return one_of(type->good);
	if (dice < 96 && type->edge)
		return one_of(type->edge);
	return random_next() >> random_below(64);
}

static unsigned int nr_args(const struct op_type *type)
{
	unsigned int n = 0;

	while (n < ARGS_MAX && type->args[n])
		n++;
	return n;
}

/* --------------------------------------------------------------- programs -- */

static unsigned int any_kind(void)
{
	unsigned int i, sum = 0, dice;

	for (i = 0; i < nr_ops; i++)
		sum += ops[i].weight;
	dice = random_below(sum);
	for (i = 0; dice >= ops[i].weight; i++)
		dice -= ops[i].weight;
	return i;
}

static void make_op(struct op *op)
{
	unsigned int i;

	*op = (struct op){ .kind = any_kind() };
	for (i = 0; i < nr_args(&ops[op->kind]); i++)
		op->arg[i] = make_arg(ops[op->kind].args[i]);
}

void program_make(struct program *p)
{
	p->nr = 3 + random_below(OPS_MAX - 4);
	p->op[0] = (struct op){ .kind = 0, .arg = { random_below(2) } };	/* open */
	for (unsigned int i = 1; i < p->nr; i++)
		make_op(&p->op[i]);
}

static void insert(struct program *p)
{
	unsigned int at = random_below(p->nr + 1);

	if (p->nr == OPS_MAX)
		return;
	memmove(&p->op[at + 1], &p->op[at], (p->nr - at) * sizeof(p->op[0]));
	make_op(&p->op[at]);
	p->nr++;
}

static void cut_out(struct program *p)
{
	unsigned int at = random_below(p->nr);

	if (p->nr == 1)
		return;
	p->nr--;
	memmove(&p->op[at], &p->op[at + 1], (p->nr - at) * sizeof(p->op[0]));
}

static void change_arg(struct program *p)
{
	struct op *op = &p->op[random_below(p->nr)];
	unsigned int n = nr_args(&ops[op->kind]), i;

	if (!n)
		return;
	i = random_below(n);
	op->arg[i] = make_arg(ops[op->kind].args[i]);
}

static void swap(struct program *p)
{
	struct op *a = &p->op[random_below(p->nr)], *b = &p->op[random_below(p->nr)], op = *a;

	*a = *b;
	*b = op;
}

static void repeat(struct program *p)
{
	if (p->nr == OPS_MAX)
		return;
	p->op[p->nr] = p->op[random_below(p->nr)];
	p->nr++;
}

/* The end of another one takes the place of its own. */
static void splice(struct program *p, const struct program *other)
{
	unsigned int head = 1 + random_below(p->nr), tail = random_below(other->nr + 1);

	if (tail > OPS_MAX - head)
		tail = OPS_MAX - head;
	memcpy(&p->op[head], &other->op[other->nr - tail], tail * sizeof(p->op[0]));
	p->nr = head + tail;
}

void program_mutate(struct program *p, const struct program *other)
{
	static void (* const mutations[])(struct program *p) = {
		insert, insert, insert, cut_out, change_arg, change_arg, change_arg, swap, repeat,
	};
	unsigned int n;

	if (!random_below(5))
		splice(p, other);
	for (n = 1 + random_below(4); n; n--)
		mutations[random_below(COUNT_OF(mutations))](p);
}

/* ------------------------------------------------------------------- text -- */

void program_print(FILE *file, const char *before, const struct program *p)
{
	unsigned int i, j;

	for (i = 0; i < p->nr && i < OPS_MAX; i++) {
		const struct op_type *type = &ops[p->op[i].kind];

		fprintf(file, "%s%s", before, type->name);
		for (j = 0; j < nr_args(type); j++)
			fprintf(file, " %#" PRIx64, p->op[i].arg[j]);
		fputc('\n', file);
	}
}

static const char *parse_op(struct op *op, char *line)
{
	char *save, *word = strtok_r(line, "\n ", &save), *end;
	unsigned int i;

	if (!word)
		return "a line without an operation";
	for (op->kind = 0; op->kind < nr_ops; op->kind++)
		if (!strcmp(ops[op->kind].name, word))
			break;
	if (op->kind == nr_ops)
		return "no such operation";
	for (i = 0; (word = strtok_r(NULL, "\n ", &save)); i++) {
		if (i == nr_args(&ops[op->kind]))
			return "too many numbers";
		op->arg[i] = strtoull(word, &end, 0);
		if (*end)
			return "not a number";
	}
	return i == nr_args(&ops[op->kind]) ? NULL : "too few numbers";
}

/*
 * The next program of a file: up to an empty line, or its end; without operations if
 * there is none.  Returns what is wrong with it, or NULL.
 */
const char *program_parse(struct program *p, FILE *file)
{
	const char *fault;
	char line[256];

	*p = (struct program){ .nr = 0 };
	while (fgets(line, sizeof(line), file)) {
		if (*line == '#' || (*line == '\n' && !p->nr))
			continue;
		if (*line == '\n')
			break;
		if (p->nr == OPS_MAX)
			return "too many operations";
		fault = parse_op(&p->op[p->nr++], line);
		if (fault)
			return fault;
	}
	return NULL;
}
