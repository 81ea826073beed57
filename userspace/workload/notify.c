// SPDX-License-Identifier: GPL-2.0-only
/* Group ipc: inotify and fanotify. */
#include <fcntl.h>
#include <string.h>
#include <sys/fanotify.h>
#include <sys/inotify.h>

#include "workload.h"

#define GROUP_FLAGS	(FAN_CLASS_NOTIF | FAN_CLOEXEC | FAN_NONBLOCK)
#define NR_TARGETS	3

/* fanotify needs a capability, or a kernel that lets everybody have a little of it. */
static int group_make(void)
{
	int group = syscall(SYS_fanotify_init, GROUP_FLAGS, O_RDONLY);

	if (group < 0 && errno == EPERM)
		skip("fanotify_init: %s", strerror(errno));
	return must("fanotify_init", group);
}

static void fanotify_flags(void)
{
	CALL_IS(0, close, group_make());
}

static void fanotify_marks(void)
{
	int target[NR_TARGETS], dir, group, i;

	for (i = 0; i < NR_TARGETS; i++)
		target[i] = file_create(NUMBERED("fanotify-target-%d.txt", i));
	dir = dir_open("");
	group = group_make();
	CALL_IS(0, fanotify_mark, group, FAN_MARK_ADD, FAN_MODIFY, -1,
		IN_DIR("fanotify-target-0.txt"));
	CALL_IS(0, fanotify_mark, group, FAN_MARK_ADD, FAN_MODIFY, dir, "fanotify-target-1.txt");
	CALL_IS(0, fanotify_mark, group, FAN_MARK_ADD, FAN_MODIFY, target[2], NULL);
	CALL_FAILS(ENOENT, fanotify_mark, group, FAN_MARK_ADD, FAN_MODIFY, AT_FDCWD, "");
	CALL_FAILS(EBADF, fanotify_mark, group, FAN_MARK_ADD, FAN_MODIFY, AT_FDCWD, NULL);
	CALL_IS(0, fanotify_mark, group, FAN_MARK_FLUSH, 0, AT_FDCWD,
		IN_DIR("ignored-flush-target"));
	CALL_IS(0, close, group);
	CALL_IS(0, close, dir);
	for (i = 0; i < NR_TARGETS; i++)
		CALL_IS(0, close, target[i]);
}

static void inotify_basic(void)
{
	int group, watch;

	CALL_IS(0, mkdirat, AT_FDCWD, IN_DIR("watched"), 0755);
	group = CALL(inotify_init1, IN_CLOEXEC);
	watch = CALL(inotify_add_watch, group, IN_DIR("watched"),
		     IN_CREATE | IN_DELETE | IN_MODIFY);
	CALL_IS(0, inotify_rm_watch, group, watch);
	CALL_FAILS(ENOENT, inotify_add_watch, group, IN_DIR("missing"), IN_CREATE);
	CALL_IS(0, close, group);
}

const struct scenario notify_scenarios[] = {
	{ "fanotify-flags", "a group of fanotify", fanotify_flags, "CAP_SYS_ADMIN" },
	{ "fanotify-marks", "marks by path, directory and descriptor", fanotify_marks,
	  "CAP_SYS_ADMIN" },
	{ "inotify-basic", "a watch, and one on nothing", inotify_basic, NULL },
	{ }
};
