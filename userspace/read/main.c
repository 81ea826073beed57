// SPDX-License-Identifier: GPL-2.0-only
/*
 * ior-read - trace system calls
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "read.h"

/* Here and not with note(): the fuzzer of recordings has another in place of this file. */
void vnote(const char *format, va_list args)
{
	char *text;

	if (vasprintf(&text, format, args) < 0)
		return;
	fprintf(stderr, "ior-read: %s\n", text);
	free(text);
}

/*
 * Give a number to each of the first three descriptors that the caller closed,
 * so that no file of ours gets it.  What is read or written there fails.
 */
static void fill_closed(void)
{
	int fd;

	do {
		fd = open("/", O_PATH | O_CLOEXEC);
	} while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

static int (* const traces[])(const struct options *opts) = {
	[MODE_DEFAULT]	= trace_default,
	[MODE_COMMAND]	= trace_live,
	[MODE_PIDS]	= trace_live,
	[MODE_ALL]	= trace_live,
	[MODE_FILE]	= trace_file,
};

int main(int argc, char **argv)
{
	struct options opts = { .mode = MODE_DEFAULT };
	int status;

	fill_closed();
	status = options_parse(&opts, argc, argv);
	if (status < 0) {
		signals_catch();
		status = traces[opts.mode](&opts);
	}
	free(opts.targets);
	free(opts.samples);
	return status;
}
