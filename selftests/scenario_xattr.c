// SPDX-License-Identifier: GPL-2.0-only
/* The scenarios of group xattr, as a trace must show them. */
#include <sys/mount.h>
#include <sys/xattr.h>

#include "scenario_text.h"

#define FILE_NAME	"xattrfile.txt"
#define ATTRIBUTE	"user.ior"
#define LIST_SIZE	((long)sizeof(ATTRIBUTE))	/* more, if the system labels files */
#define SIZE		16
#define PROBED_SIZE	25
#define FD_SIZE		12
#define MOUNT_POINT	"/mnt"
#define XATTR_CALLS \
	CALLS("openat,close,setxattr,lsetxattr,setxattrat,getxattr,lgetxattr,getxattrat," \
	      "listxattr,llistxattr,listxattrat,removexattr,lremovexattr,removexattrat")

/* ------------------------------------------- a file system to be had -- */

static pid_t mounted_by;

static bool has_user_attributes(const char *dir)
{
	int fd = open(dir, O_TMPFILE | O_RDWR, 0600);
	bool has = fd >= 0 && !fsetxattr(fd, ATTRIBUTE, "", 0, 0);

	if (fd >= 0)
		close(fd);
	return has;
}

static bool mounts_are_private(void)
{
	return !unshare(CLONE_NEWNS) && !mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL);
}

/*
 * Before Linux 6.6 a tmpfs has no attributes for users: a small ext4 then.  The
 * modprobe that the kernel itself would run is not there in every guest.
 */
static void __attribute__((constructor)) file_system_provide(void)
{
	if (has_user_attributes(getenv("TMPDIR") ?: "/tmp") || !mounts_are_private() ||
	    system("exec >/dev/null 2>&1; image=$(mktemp) || exit; truncate -s 1M $image;"
		   "mkfs.ext4 -Fq $image && { modprobe -a loop ext4;"
		   "mount -t ext4 -o loop $image " MOUNT_POINT "; }; status=$?;"
		   "rm -f $image; exit $status"))
		return;
	mounted_by = getpid();
	setenv("TMPDIR", MOUNT_POINT, true);
}

/* Modules too: the guest would take memory of theirs for some that ior left. */
static void __attribute__((destructor)) file_system_remove(void)
{
	if (mounted_by == getpid() &&
	    system("umount " MOUNT_POINT " && { modprobe -qra ext4 loop 2>/dev/null; :; }"))
		fputs("# " MOUNT_POINT " is still mounted\n", stderr);
}

/* ------------------------------------------------------------ by path -- */

/* The beginning of all scenarios but two */
static void expect_attribute(struct __test_metadata *_metadata, struct cursor *c)
{
	expect_made(c, FILE_NAME);
	expect_by_path(c, "setxattr", FILE_NAME, "0");
}

/* A new file with an attribute, and then this call on its path: its ret */
static long by_path_at(struct __test_metadata *_metadata, const char *scenario, int line,
		       const struct expected *expected)
{
	struct cursor c;
	long ret;

	if (!run(&c, scenario, XATTR_CALLS))
		return 0;
	expect_attribute(_metadata, &c);
	ret = expect_at(_metadata, &c, line, expected);
	expect_end(&c);
	if (expected->any_ret)
		EXPECT_LE(LIST_SIZE, ret);
	return ret;
}

#define by_path(scenario, name, ...) \
	by_path_at(_metadata, scenario, __LINE__, &(const struct expected) { \
		.call = name, .path = FILE_NAME, .no_fd = true, ##__VA_ARGS__ })

TEST(xattr_getxattr)
{
	by_path("xattr-getxattr", "getxattr", .ret = SIZE, .flags = "");
}

TEST(xattr_getxattr_size_probe)
{
	by_path("xattr-getxattr-size-probe", "getxattr", .ret = PROBED_SIZE, .bytes = "",
		.flags = "");
}

TEST(xattr_lgetxattr)
{
	by_path("xattr-lgetxattr", "lgetxattr", .ret = SIZE, .flags = "");
}

TEST(xattr_listxattr)
{
	by_path("xattr-listxattr", "listxattr", .any_ret = true, .flags = "");
}

TEST(xattr_listxattr_size_probe)
{
	by_path("xattr-listxattr-size-probe", "listxattr", .any_ret = true, .bytes = "",
		.flags = "");
}

TEST(xattr_llistxattr)
{
	by_path("xattr-llistxattr", "llistxattr", .any_ret = true, .flags = "");
}

TEST(xattr_lsetxattr)
{
	run_by_path("xattr-lsetxattr", "lsetxattr", FILE_NAME, "0", XATTR_CALLS);
}

TEST(xattr_removexattr)
{
	by_path("xattr-removexattr", "removexattr", .flags = "");
}

TEST(xattr_lremovexattr)
{
	by_path("xattr-lremovexattr", "lremovexattr", .flags = "");
}

/* Only the text has the size that was asked with, and that there was no buffer. */
TEST(xattr_size_probe_text)
{
	struct lines l;

	if (!run_text(&l, "xattr-getxattr-size-probe", CALLS("setxattr,getxattr")))
		return;
	expect_line(&l, "setxattr(\"%s/" FILE_NAME "\", 0x*, 0x*, %d, 0) = 0", l.dir, PROBED_SIZE);
	EXPECT_EQ(NULL, strstr(l.line, ATTRIBUTE));
	expect_line(&l, "getxattr(\"%s/" FILE_NAME "\", 0x*, NULL, 0) = %d", l.dir, PROBED_SIZE);
	EXPECT_EQ(NULL, strstr(l.line, ATTRIBUTE));
	expect_lines_end(&l);
}

/* ----------------------------------------------------------- at-forms -- */

TEST(xattr_getxattrat)
{
	by_path("xattr-getxattrat", "getxattrat", .ret = SIZE, .flags = "0");
}

TEST(xattr_listxattrat)
{
	by_path("xattr-listxattrat", "listxattrat", .any_ret = true, .flags = "0");
}

TEST(xattr_removexattrat)
{
	by_path("xattr-removexattrat", "removexattrat", .flags = "0");
}

TEST(xattr_setxattrat)
{
	run_by_path("xattr-setxattrat", "setxattrat", FILE_NAME, "0", XATTR_CALLS);
}

/* A kernel that has not got them: a trace has them, and their path, all the same. */
TEST(xattr_at_forms_missing)
{
	static const struct {
		const char *call, *scenario;
	} forms[] = {
		{ "setxattrat",		"xattr-setxattrat" },
		{ "getxattrat",		"xattr-getxattrat" },
		{ "listxattrat",	"xattr-listxattrat" },
		{ "removexattrat",	"xattr-removexattrat" },
	};
	struct table table;
	struct cursor c;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(forms); i++) {
		tools_run(_metadata, &table, forms[i].scenario, OPTIONS(XATTR_CALLS));
		if (!table.status)
			SKIP(return, "this kernel has %s", forms[i].call);
		if (strstr(table.messages, "skipped: setxattr:"))
			SKIP(return, "%s", messages_find(&table, "skipped: "));
		table_parse(_metadata, &table, KSFT_SKIP);
		table_find_begin(_metadata, &table, &c, forms[i].scenario);
		if (i)
			expect_attribute(_metadata, &c);
		else
			expect_made(&c, FILE_NAME);
		expect_by_path(&c, forms[i].call, FILE_NAME, "0", .error = ENOSYS);
	}
}

/* ------------------------------------------------------ by descriptor -- */

#define expect_on(cursor, name, number, how, ...) \
	expect(cursor, name, .fd = number, .path = FILE_NAME, .flags = how, ##__VA_ARGS__)

TEST(xattr_fd)
{
	struct cursor c;
	long fd, size;

	if (!run(&c, "xattr-fd",
		 CALLS("openat,fsetxattr,fgetxattr,flistxattr,fremovexattr,close")))
		return;
	fd = expect_created(&c, FILE_NAME);
	expect_on(&c, "fsetxattr", fd, "0");
	expect_on(&c, "fgetxattr", fd, "O_RDWR", .ret = FD_SIZE);
	size = expect_on(&c, "flistxattr", fd, "O_RDWR", .any_ret = true);
	EXPECT_LE(LIST_SIZE, size);
	expect_on(&c, "fremovexattr", fd, "O_RDWR");
	expect_close(&c, fd, FILE_NAME, "O_RDWR");
	expect_end(&c);
}

/* ---------------------------------------------------- without support -- */

TEST(xattr_unsupported)
{
	struct table table;
	struct cursor c;

	ASSERT_TRUE(mounts_are_private());
	ASSERT_EQ(0, mount("none", MOUNT_POINT, "ramfs", 0, NULL));
	setenv("TMPDIR", MOUNT_POINT, true);
	tools_run(_metadata, &table, "xattr-getxattr", OPTIONS(XATTR_CALLS));
	table_parse(_metadata, &table, KSFT_SKIP);
	EXPECT_NE(NULL, strstr(messages_find(&table, "skipped: "), "which is on ramfs"))
		TH_LOG("%s", table.messages);
	table_find_begin(_metadata, &table, &c, "xattr-getxattr");
	expect_made(&c, FILE_NAME);
	expect_by_path(&c, "setxattr", FILE_NAME, "0", .error = EOPNOTSUPP);
	EXPECT_EQ(0, rows_count(&c, "getxattr", 0));
}

TEST_HARNESS_MAIN
