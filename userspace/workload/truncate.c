// SPDX-License-Identifier: GPL-2.0-only
/* Group truncate: files made shorter, by path and by descriptor. */
#include "workload.h"

#define ROUNDS		5
#define NEW_SIZE	5L

static const char text[] = "longer than that";

static void truncate_basic(void)
{
	file_make("truncfile.txt", text, sizeof(text));
	CALL_IS(0, truncate, IN_DIR("truncfile.txt"), NEW_SIZE);
}

static void truncate_ftruncate(void)
{
	int fd = file_create("ftruncfile.txt");

	CALL_IS((long)sizeof(text), write, fd, text, sizeof(text));
	CALL_IS(0, ftruncate, fd, NEW_SIZE);
	CALL_IS(0, close, fd);
}

static void truncate_enoent(void)
{
	int i;

	for (i = 0; i < ROUNDS; i++)
		CALL_FAILS(ENOENT, truncate, IN_DIR("truncate-missing.txt"), NEW_SIZE);
}

static void truncate_ftruncate_ebadf(void)
{
	int i;

	for (i = 0; i < ROUNDS; i++)
		CALL_FAILS(EBADF, ftruncate, BAD_FD, 0L);
}

const struct scenario truncate_scenarios[] = {
	{ "truncate-basic", "truncate of a file, to 5 bytes", truncate_basic, NULL },
	{ "truncate-ftruncate", "ftruncate of a file, to 5 bytes", truncate_ftruncate, NULL },
	{ "truncate-enoent", "truncate where nothing is, 5 times: ENOENT", truncate_enoent, NULL },
	{ "truncate-ftruncate-ebadf", "ftruncate of no file, 5 times: EBADF",
	  truncate_ftruncate_ebadf, NULL },
	{ }
};
