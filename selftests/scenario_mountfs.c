// SPDX-License-Identifier: GPL-2.0-only
/* The scenarios of group mountfs, as a trace must show them. */
#include "scenario.h"
#include "../userspace/workload/numbers.h"

#define CONTEXT		"anon_inode:[fscontext]"
#define CONTEXT_FLAGS	"O_RDWR|O_CLOEXEC"
#define TREE_FLAGS	"O_RDONLY|O_CLOEXEC|O_PATH"
#define TREE_HOW	"0x80900"	/* CLOEXEC, NO_AUTOMOUNT, SYMLINK_NOFOLLOW */
#define DETACHED	"/"		/* the root of a mount that is at no place */
#define FILE_NAME	"plainfile.txt"
#define MOUNT_CALLS	"fsopen,fsconfig,fsmount,move_mount,umount2,fspick,open_tree," \
			"open_tree_attr,mount_setattr,mount,pivot_root,quotactl,quotactl_fd," \
			"swapon,swapoff,statmount,listmount,listns"

#define expect_config(cursor, number, ...) \
	expect(cursor, "fsconfig", .fd = number, .path = CONTEXT, .flags = CONTEXT_FLAGS, \
	       ##__VA_ARGS__)
#define expect_context_close(cursor, number) \
	expect_close(cursor, number, CONTEXT, CONTEXT_FLAGS)

/* A call that this kernel may not have: its row is there all the same. */
#define expect_if_there(cursor, name, ...) \
	expect(cursor, #name, .error = error_if_missing(SYS_##name), \
	       .any_ret = !error_if_missing(SYS_##name), ##__VA_ARGS__)

static void expect_either(struct __test_metadata *_metadata, const struct cursor *c, int error,
			  int other)
{
	long ret = row_number(c->row, RET);

	EXPECT_TRUE(ret == -error || ret == -other)
		TH_LOG("%s returned %ld", c->row->text[NAME], ret);
}

static void expect_in_parts(struct __test_metadata *_metadata, struct cursor *c)
{
	long fs, mnt;

	fs = expect(c, "fsopen", .new_fd = true, .path = CONTEXT, .flags = "0x1");
	expect_config(c, fs);
	expect_config(c, fs);
	mnt = expect(c, "fsmount", .any_ret = true, .fd = fs, .path = DETACHED, .flags = "0x1");
	EXPECT_LT(fs, mnt);
	expect_by_path(c, "move_mount", "dest", "0x4", .path2 = DETACHED);
	expect_by_path(c, "umount2", "dest", "0x2");
	expect_close(c, mnt, DETACHED, TREE_FLAGS);
	expect_context_close(c, fs);

	fs = expect(c, "fspick", .new_fd = true, .path = CONTEXT, .flags = "0x5");
	expect_config(c, fs, .error = EINVAL);
	expect_context_close(c, fs);
}

static void expect_attributes(struct __test_metadata *_metadata, struct cursor *c)
{
	long tree;

	tree = expect(c, "open_tree", .new_fd = true, .path = "target", .flags = TREE_HOW);
	expect_close(c, tree, "target", TREE_FLAGS);
	tree = expect_if_there(c, open_tree_attr, .path = "target", .flags = TREE_HOW);
	if (tree >= 0)
		expect_close(c, tree, "target", TREE_FLAGS);
	expect_by_path(c, "mount_setattr", "target", "0", .error = EINVAL);
}

static void expect_refused(struct __test_metadata *_metadata, struct cursor *c)
{
	long fd = expect_created(c, FILE_NAME);

	expect_by_path(c, "pivot_root", "target", "", .any_ret = true);
	expect_either(_metadata, c, EINVAL, EBUSY);
	expect_by_path(c, "quotactl", FILE_NAME, "", .error = ENOTBLK);
	expect(c, "quotactl_fd", .any_ret = true, .fd = fd, .path = FILE_NAME,
	       .flags = "O_RDWR");
	expect_either(_metadata, c, EINVAL, ENOSYS);
	expect_by_path(c, "swapon", FILE_NAME, "0", .error = EINVAL);
	expect_by_path(c, "swapoff", FILE_NAME, "", .error = EINVAL);
	expect_close(c, fd, FILE_NAME, "O_RDWR");
}

TEST(mountfs_management)
{
	static const char * const dirs[] = { "dest", "target", "mnt" };
	struct cursor c, other;
	size_t i;

	if (!run(&c, "mountfs-management", CALLS(MOUNT_CALLS ",mkdirat,openat,close")))
		return;
	for (i = 0; i < ARRAY_SIZE(dirs); i++)
		expect_by_path(&c, "mkdirat", dirs[i], "");
	expect_in_parts(_metadata, &c);
	expect_attributes(_metadata, &c);
	expect_by_path(&c, "mount", "mnt", "0");
	expect_by_path(&c, "umount2", "mnt", "0");
	expect_by_path(&c, "umount2", "mnt", "0", .error = EINVAL);
	expect_refused(_metadata, &c);
	expect_if_there(&c, statmount, .path = "", .flags = "0");
	expect_if_there(&c, listmount, .path = "", .flags = "0");
	expect_if_there(&c, listns, .path = "", .flags = "0");
	expect_end(&c);
	EXPECT_FALSE(cursor_other(&c, 0, &other));
}

/* "umount" is another name of umount2. */
TEST(mountfs_management_umount)
{
	struct cursor c;

	if (!run(&c, "mountfs-management", CALLS("umount")))
		return;
	expect_by_path(&c, "umount2", "dest", "0x2");
	expect_by_path(&c, "umount2", "mnt", "0");
	expect_by_path(&c, "umount2", "mnt", "0", .error = EINVAL);
	expect_end(&c);
}

/* mounts_and_swaps - what there is of them now, as the kernel lists it */
static void mounts_and_swaps(char text[2][1 << 14])
{
	static const char * const files[2] = { "/proc/self/mountinfo", "/proc/swaps" };
	ssize_t n;
	int fd, i;

	for (i = 0; i < 2; i++) {
		fd = open(files[i], O_RDONLY);
		n = read(fd, text[i], sizeof(text[i]) - 1);
		text[i][n > 0 ? n : 0] = 0;
		close(fd);
	}
}

/* What it mounts is in a namespace of its own, and what it swaps on is not. */
TEST(mountfs_management_undone)
{
	static char before[2][1 << 14], after[2][1 << 14];
	struct cursor c;
	int i;

	mounts_and_swaps(before);
	if (!run(&c, "mountfs-management", CALLS("mount")))
		return;
	mounts_and_swaps(after);
	for (i = 0; i < 2; i++) {
		EXPECT_NE(0, *before[i]);
		EXPECT_STREQ(before[i], after[i]);
	}
	EXPECT_NE(0, access(c.dir, F_OK));
}

TEST_HARNESS_MAIN
