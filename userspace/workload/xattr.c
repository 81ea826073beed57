// SPDX-License-Identifier: GPL-2.0-only
/* Group xattr: the extended attributes of a file, by its path and by its descriptor. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "workload.h"

#define FILE_NAME	"xattrfile.txt"
#define ATTRIBUTE	"user.ior"
#define LIST_SIZE	((long)sizeof(ATTRIBUTE))	/* if the file has no other one */
#define ROOM		4096

/* Linux 6.13; of this size in every ABI */
struct xattr_args {
	__attribute__((aligned(8))) unsigned long long value;
	unsigned int size;
	unsigned int flags;
};

static const char value[16] = "sixteen bytes..";
static const char probed[25] = "what only its size is of";
static const char by_fd[12] = "twelve bytes";

/* The name of the file system's type, as the kernel has it */
static const char *type_of(const char *path)
{
	static char type[64] = "an unknown type";
	unsigned int major, minor;
	char line[2 * PATH_MAX];
	struct stat st;
	FILE *mounts;
	char *tail;

	mounts = fopen("/proc/self/mountinfo", "r");
	if (!mounts || stat(path, &st))
		return type;
	while (fgets(line, sizeof(line), mounts)) {
		tail = strstr(line, " - ");
		if (tail && sscanf(line, "%*d %*d %u:%u", &major, &minor) == 2 &&
		    makedev(major, minor) == st.st_dev)
			sscanf(tail, " - %63s", type);
	}
	fclose(mounts);
	return type;
}

/* The first attribute of a file: some file systems take none from users. */
static void must_set(const char *call, long ret)
{
	if (ret == -1 && errno == EOPNOTSUPP)
		skip("%.*s: %s, which is on %s: %s", (int)strcspn(call, "("), call,
		     IN_DIR(""), type_of(IN_DIR("")), strerror(EOPNOTSUPP));
	must_return(call, 0, ret);
}

#define SET(name, ...)	must_set(#name "(" #__VA_ARGS__ ")", syscall(SYS_##name, ##__VA_ARGS__))

static void must_list(const char *call, long ret)
{
	must(call, ret);
	if (ret < LIST_SIZE)
		fail("%s: expected %ld or more, got %ld", call, LIST_SIZE, ret);
}

#define LIST(name, ...)	must_list(#name "(" #__VA_ARGS__ ")", syscall(SYS_##name, ##__VA_ARGS__))

static char *file_with(const char *data, size_t size)
{
	static char path[PATH_MAX];

	file_make(FILE_NAME, NULL, 0);
	path_in_dir(path, FILE_NAME);
	SET(setxattr, path, ATTRIBUTE, data, size, 0);
	return path;
}

static char *file_with_attribute(void)
{
	return file_with(value, sizeof(value));
}

static void must_be_value(const char *buf)
{
	if (memcmp(buf, value, sizeof(value)))
		fail("the value of %s is not what was set", ATTRIBUTE);
}

/* ----------------------------------------------------------- at-forms -- */

static void xattr_getxattrat(void)
{
	char *path = file_with_attribute();
	char buf[ROOM] = "";
	struct xattr_args args = { .value = (uintptr_t)buf, .size = sizeof(buf) };

	CALL_IS((long)sizeof(value), getxattrat, AT_FDCWD, path, 0, ATTRIBUTE, &args,
		sizeof(args));
	must_be_value(buf);
}

static void xattr_listxattrat(void)
{
	char *path = file_with_attribute();
	char buf[ROOM];

	LIST(listxattrat, AT_FDCWD, path, 0, buf, sizeof(buf));
}

static void xattr_removexattrat(void)
{
	CALL_IS(0, removexattrat, AT_FDCWD, file_with_attribute(), 0, ATTRIBUTE);
}

static void xattr_setxattrat(void)
{
	struct xattr_args args = { .value = (uintptr_t)value, .size = sizeof(value) };

	file_make(FILE_NAME, NULL, 0);
	SET(setxattrat, AT_FDCWD, IN_DIR(FILE_NAME), 0, ATTRIBUTE, &args, sizeof(args));
}

/* ------------------------------------------------------------ by path -- */

static void xattr_getxattr(void)
{
	char *path = file_with_attribute();
	char buf[ROOM];

	CALL_IS((long)sizeof(value), getxattr, path, ATTRIBUTE, buf, sizeof(buf));
	must_be_value(buf);
}

static void xattr_getxattr_size_probe(void)
{
	char *path = file_with(probed, sizeof(probed));

	CALL_IS((long)sizeof(probed), getxattr, path, ATTRIBUTE, NULL, 0UL);
}

static void xattr_lgetxattr(void)
{
	char *path = file_with_attribute();
	char buf[ROOM];

	CALL_IS((long)sizeof(value), lgetxattr, path, ATTRIBUTE, buf, sizeof(buf));
	must_be_value(buf);
}

static void xattr_listxattr(void)
{
	char *path = file_with_attribute();
	char buf[ROOM];

	LIST(listxattr, path, buf, sizeof(buf));
}

static void xattr_listxattr_size_probe(void)
{
	char *path = file_with_attribute();

	LIST(listxattr, path, NULL, 0UL);
}

static void xattr_llistxattr(void)
{
	char *path = file_with_attribute();
	char buf[ROOM];

	LIST(llistxattr, path, buf, sizeof(buf));
}

static void xattr_lsetxattr(void)
{
	file_make(FILE_NAME, NULL, 0);
	SET(lsetxattr, IN_DIR(FILE_NAME), ATTRIBUTE, value, sizeof(value), 0);
}

static void xattr_removexattr(void)
{
	CALL_IS(0, removexattr, file_with_attribute(), ATTRIBUTE);
}

static void xattr_lremovexattr(void)
{
	CALL_IS(0, lremovexattr, file_with_attribute(), ATTRIBUTE);
}

/* ------------------------------------------------------ by descriptor -- */

static void xattr_fd(void)
{
	int fd = file_create(FILE_NAME);
	char buf[ROOM];

	SET(fsetxattr, fd, ATTRIBUTE, by_fd, sizeof(by_fd), 0);
	CALL_IS((long)sizeof(by_fd), fgetxattr, fd, ATTRIBUTE, buf, sizeof(buf));
	LIST(flistxattr, fd, buf, sizeof(buf));
	CALL_IS(0, fremovexattr, fd, ATTRIBUTE);
	CALL_IS(0, close, fd);
}

static const char attributes[] = "a file system with user attributes";
static const char at_forms[] = "Linux 6.13 and a file system with user attributes";

const struct scenario xattr_scenarios[] = {
	{ "xattr-getxattrat", "setxattr, getxattrat of the value", xattr_getxattrat, at_forms },
	{ "xattr-listxattrat", "setxattr, listxattrat of the names", xattr_listxattrat,
	  at_forms },
	{ "xattr-removexattrat", "setxattr, removexattrat", xattr_removexattrat, at_forms },
	{ "xattr-setxattrat", "setxattrat of a file", xattr_setxattrat, at_forms },
	{ "xattr-getxattr", "setxattr, getxattr of the value", xattr_getxattr, attributes },
	{ "xattr-getxattr-size-probe", "setxattr, getxattr of the value's size alone",
	  xattr_getxattr_size_probe, attributes },
	{ "xattr-lgetxattr", "setxattr, lgetxattr of the value", xattr_lgetxattr, attributes },
	{ "xattr-listxattr", "setxattr, listxattr of the names", xattr_listxattr, attributes },
	{ "xattr-listxattr-size-probe", "setxattr, listxattr of the names' size alone",
	  xattr_listxattr_size_probe, attributes },
	{ "xattr-llistxattr", "setxattr, llistxattr of the names", xattr_llistxattr, attributes },
	{ "xattr-lsetxattr", "lsetxattr of a file", xattr_lsetxattr, attributes },
	{ "xattr-removexattr", "setxattr, removexattr", xattr_removexattr, attributes },
	{ "xattr-lremovexattr", "setxattr, lremovexattr", xattr_lremovexattr, attributes },
	{ "xattr-fd", "fsetxattr, fgetxattr, flistxattr, fremovexattr of a descriptor", xattr_fd,
	  attributes },
	{ }
};
