// SPDX-License-Identifier: GPL-2.0-only
/* Group chown: the owner of a file, by its path, its link and its descriptor. */
#include <fcntl.h>

#include "workload.h"

#define AS_IT_IS	-1	/* so that every user may */

static void chown_basic(void)
{
	int fd = file_create("chownfile.txt");
	char *path = IN_DIR("chownfile.txt");
	char *link = IN_DIR("chownlink");

	CALL_IS(0, symlinkat, path, AT_FDCWD, link);
	CALL_IS(0, chown, path, AS_IT_IS, AS_IT_IS);
	CALL_IS(0, lchown, link, AS_IT_IS, AS_IT_IS);
	CALL_IS(0, fchownat, AT_FDCWD, path, AS_IT_IS, AS_IT_IS, 0);
	CALL_IS(0, fchown, fd, AS_IT_IS, AS_IT_IS);
	CALL_IS(0, close, fd);
}

const struct scenario chown_scenarios[] = {
	{ "chown-basic", "chown, fchownat, fchown of a file, lchown of a link to it", chown_basic,
	  "a machine that has chown" },
	{ }
};
