// SPDX-License-Identifier: GPL-2.0-only
/*
 * Group mountfs: file systems mounted and unmounted, and what else is of the
 * administrator.
 *
 * In a mount namespace of its own, and on directories and a file that are none
 * of what these calls want where they would change more than that.
 */
#include <fcntl.h>
#include <linux/types.h>
#include <sched.h>
#include <sys/mount.h>

#include "workload.h"

#define DIR_MODE	0755
#define LISTMOUNT_ROOT	(~0ULL)
#define NR_IDS		8

/* Requests that the headers may be too young for. */
struct mount_request {
	__u32 size;
	__u32 spare;
	__u64 mount;
	__u64 param;
};

struct namespace_request {
	__u32 size;
	__u32 spare;
	__u64 id;
	__u32 type;
	__u32 spare2;
	__u64 user_ns;
};

static void own_mounts(void)
{
	if (unshare(CLONE_NEWNS))
		skip("a mount namespace: %m");
	if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL))
		fail("mount(MS_PRIVATE): %m");
}

static void dir_make_in(const char *name)
{
	CALL_IS(0, mkdirat, AT_FDCWD, IN_DIR(name), DIR_MODE);
}

/* One of two errors: which one, is up to the file system */
static void must_fail_by(const char *call, int error, int other, long ret)
{
	must_fail(call, ret < 0 && errno == other ? other : error, ret);
}

/* By the calls that make it out of parts */
static void mount_in_parts(void)
{
	int fs = CALL(fsopen, "tmpfs", FSOPEN_CLOEXEC), mnt;

	CALL_IS(0, fsconfig, fs, FSCONFIG_SET_STRING, "source", "none", 0);
	CALL_IS(0, fsconfig, fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0);
	mnt = CALL(fsmount, fs, FSMOUNT_CLOEXEC, 0);
	CALL_IS(0, move_mount, mnt, "", AT_FDCWD, IN_DIR("dest"), MOVE_MOUNT_F_EMPTY_PATH);
	CALL_IS(0, umount2, IN_DIR("dest"), MNT_DETACH);
	CALL_IS(0, close, mnt);
	CALL_IS(0, close, fs);
}

/*
 * The root may be that of the machine: a command that has a value, which none
 * may have, changes nothing.
 */
static void pick_root(void)
{
	int fs = CALL(fspick, AT_FDCWD, "/", FSPICK_NO_AUTOMOUNT | FSPICK_CLOEXEC);

	CALL_FAILS(EINVAL, fsconfig, fs, FSCONFIG_CMD_RECONFIGURE, NULL, NULL, 1);
	CALL_IS(0, close, fs);
}

/* The directory is on a mount, but is none. */
static void change_attributes(void)
{
	struct mount_attr attr = { .attr_set = MOUNT_ATTR_RDONLY };
	unsigned int flags = OPEN_TREE_CLOEXEC | AT_NO_AUTOMOUNT | AT_SYMLINK_NOFOLLOW;
	int tree = CALL(open_tree, AT_FDCWD, IN_DIR("target"), flags);

	CALL_IS(0, close, tree);
	tree = syscall(SYS_open_tree_attr, AT_FDCWD, IN_DIR("target"), flags, NULL, 0L);
	if (tree >= 0)
		CALL_IS(0, close, tree);
	CALL_FAILS(EINVAL, mount_setattr, AT_FDCWD, IN_DIR("target"), 0, &attr, sizeof(attr));
}

static void mount_at_once(void)
{
	CALL_IS(0, mount, "none", IN_DIR("mnt"), "tmpfs", 0L, NULL);
	CALL_IS(0, umount2, IN_DIR("mnt"), 0);
	CALL_FAILS(EINVAL, umount2, IN_DIR("mnt"), 0);
}

static void be_refused(void)
{
	int fd = file_create("plainfile.txt");

	must_fail_by("pivot_root(target, dest)", EINVAL, EBUSY,
		     syscall(SYS_pivot_root, IN_DIR("target"), IN_DIR("dest")));
	CALL_FAILS(ENOTBLK, quotactl, 0, IN_DIR("plainfile.txt"), 0, NULL);
	must_fail_by("quotactl_fd(fd, 0, 0, NULL)", EINVAL, ENOSYS,
		     syscall(SYS_quotactl_fd, fd, 0, 0, NULL));
	CALL_FAILS(EINVAL, swapon, IN_DIR("plainfile.txt"), 0);
	CALL_FAILS(EINVAL, swapoff, IN_DIR("plainfile.txt"));
	CALL_IS(0, close, fd);
}

/* Whatever they say, if this kernel has them at all. */
static void ask(void)
{
	struct mount_request mounts = { .size = sizeof(mounts), .mount = LISTMOUNT_ROOT };
	struct namespace_request namespaces = { .size = sizeof(namespaces) };
	__u64 answer[NR_IDS];

	syscall(SYS_statmount, &mounts, answer, sizeof(answer), 0L);
	syscall(SYS_listmount, &mounts, answer, (long)NR_IDS, 0L);
	syscall(SYS_listns, &namespaces, answer, (long)NR_IDS, 0L);
}

static void mountfs_management(void)
{
	dir_make_in("dest");
	dir_make_in("target");
	dir_make_in("mnt");
	mount_in_parts();
	pick_root();
	change_attributes();
	mount_at_once();
	be_refused();
	ask();
}

const struct scenario mountfs_scenarios[] = {
	{ "mountfs-management", "mounts made, moved and unmounted, and what is refused",
	  mountfs_management, "root, and Linux 5.14", own_mounts },
	{ }
};
