// SPDX-License-Identifier: GPL-2.0-only
/* Group chmod: the permissions of a file, by its path and by its descriptor. */
#include <fcntl.h>

#include "workload.h"

#define OTHER_MODE	0640

static void chmod_basic(void)
{
	int fd = file_create("chmodfile.txt");
	char *path = IN_DIR("chmodfile.txt");
	long ret;

	CALL_IS(0, chmod, path, OTHER_MODE);
	CALL_IS(0, fchmodat, AT_FDCWD, path, FILE_MODE);
	CALL_IS(0, fchmod, fd, FILE_MODE);
	/* Linux 6.6: without it the scenario is none the less whole */
	ret = syscall(SYS_fchmodat2, AT_FDCWD, path, FILE_MODE, 0);
	if (ret == 0 || errno != ENOSYS)
		must_return("fchmodat2(AT_FDCWD, path, FILE_MODE, 0)", 0, ret);
	CALL_IS(0, close, fd);
}

const struct scenario chmod_scenarios[] = {
	{ "chmod-basic", "chmod, fchmodat, fchmod and, if there is one, fchmodat2 of a file",
	  chmod_basic, "a machine that has chmod" },
	{ }
};
