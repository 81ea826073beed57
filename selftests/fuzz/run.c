// SPDX-License-Identifier: GPL-2.0-only
/*
 * Running a program, and what has to be true after it.
 */
#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "device.h"

/* every so often a new session has to trace, too, which takes longer */
#define TRACE_EVERY	8

void wrong(const char *format, ...)
{
	va_list args;

	if (fuzz->failed[0])
		return;
	va_start(args, format);
	vsnprintf(fuzz->failed, sizeof(fuzz->failed), format, args);
	va_end(args);
}

static bool is_documented(const int *errnos, long err)
{
	while (*errnos && *errnos != err)
		errnos++;
	return *errnos;
}

void run_op(const struct op *op)
{
	const struct op_type *type = &ops[op->kind];
	long ret;

	if (!in_helper())
		kcov_begin();
	ret = type->run(op->arg);
	if (!in_helper())
		kcov_end(op->kind);
	if (ret == NOT_DONE)
		return;
	__atomic_fetch_add(&fuzz->done, 1, __ATOMIC_RELAXED);
	if (ret >= 0)
		__atomic_fetch_add(&fuzz->succeeded, 1, __ATOMIC_RELAXED);
	else if (!is_documented(type->errnos, -ret))
		wrong("%s: %s is no error of it", type->name, strerror(-ret));
}

void run_program(const struct program *p)
{
	unsigned int i;

	fuzz->running = *p;
	kcov_forget();
	for (i = 0; i < p->nr; i++) {
		bool beside = i && ops[p->op[i - 1].kind].run == ops[nr_ops - 1].run;

		if (beside && !ops[p->op[i].kind].alone)
			helper_start(&p->op[i]);
		else
			run_op(&p->op[i]);
	}
	helper_join();
	tasks_end();
	kcov_begin();
	sessions_close();
	memory_reset();
	kcov_end(nr_ops);
	check_fresh(!(fuzz->executed % TRACE_EVERY));
	fuzz->executed++;
	fuzz->alive++;
}
