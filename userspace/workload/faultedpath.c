// SPDX-License-Identifier: GPL-2.0-only
/*
 * Group faultedpath: paths in memory that the process has not touched yet, so
 * that the kernel has to get the page while it reads them.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "workload.h"

#define PAGEMAP_PRESENT	(1ULL << 63)

/**
 * struct name - a path, in memory that is there or is not
 * @path: a pointer to it, for a call
 * @faulted: the page was not there when it was made
 */
struct name {
	const char *path;
	bool faulted;
};

/* Is the page in the tables of the process?  Asking does not put it there. */
static bool is_resident(const void *p)
{
	size_t page = sysconf(_SC_PAGESIZE);
	uint64_t entry;
	int fd;

	fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		skip("/proc/self/pagemap: %m");
	if (pread(fd, &entry, sizeof(entry), (uintptr_t)p / page * sizeof(entry)) !=
	    (ssize_t)sizeof(entry))
		fail("/proc/self/pagemap: no entry of %p", p);
	close(fd);
	return entry & PAGEMAP_PRESENT;
}

/* The path, in a file that is mapped, but never read from there. */
static const char *page_of(const char *path, const char *name)
{
	char backing[NAME_MAX + 1];
	void *page;
	int fd;

	snprintf(backing, sizeof(backing), "page-of-%s", name);
	file_make(backing, path, strlen(path) + 1);
	fd = CALL(openat, AT_FDCWD, IN_DIR(backing), O_RDONLY);
	page = mmap(NULL, sysconf(_SC_PAGESIZE), PROT_READ, MAP_PRIVATE, fd, 0);
	if (page == MAP_FAILED)
		fail("mmap(%s): %m", backing);
	CALL_IS(0, close, fd);
	return page;
}

/* The path of a file: what begins with "faulted" is in a page of its own. */
static struct name name_of(const char *name)
{
	static char touched[PATH_MAX];
	bool is_faulted = !strncmp(name, "faulted", strlen("faulted"));

	if (is_faulted)
		return (struct name) { page_of(IN_DIR(name), name), true };
	return (struct name) { path_in_dir(touched, name), false };
}

static void check_absent(const struct name *name)
{
	if (name->faulted && is_resident(name->path))
		fail("a page that nobody touched is there");
}

/* The call must have read the path, or a trace of it shows nothing. */
static void done_with(const struct name *name)
{
	if (!name->faulted)
		return;
	if (!is_resident(name->path))
		fail("a page that the call read is not there");
	must_return("munmap(page)", 0, munmap((void *)name->path, sysconf(_SC_PAGESIZE)));
}

static void rename_names(const char *old, const char *new)
{
	struct name from = name_of(old), to = name_of(new);

	check_absent(&from);
	check_absent(&to);
	CALL_IS(0, rename, from.path, to.path);
	done_with(&from);
	done_with(&to);
}

static void path_faulted_names(void)
{
	struct name name;
	struct stat st;

	name = name_of("faulted-access-missing");
	check_absent(&name);
	CALL_FAILS(ENOENT, access, name.path, F_OK);
	done_with(&name);

	name = name_of("faulted-stat-missing");
	check_absent(&name);
	CALL_FAILS(ENOENT, newfstatat, AT_FDCWD, name.path, &st, 0);
	done_with(&name);

	name = name_of("faulted-unlink-missing");
	check_absent(&name);
	CALL_FAILS(ENOENT, unlinkat, AT_FDCWD, name.path, 0);
	done_with(&name);

	file_make("faulted-both-old", NULL, 0);
	file_make("faulted-oldonly-old", NULL, 0);
	file_make("touched-newonly-old", NULL, 0);
	rename_names("faulted-both-old", "faulted-both-new");
	rename_names("faulted-oldonly-old", "touched-oldonly-new");
	rename_names("touched-newonly-old", "faulted-newonly-new");
}

/* Directories that nothing is mounted on cannot be moved so: both are looked up. */
static void move_mount_names(const char *old, const char *new)
{
	struct name from = name_of(old), to = name_of(new);
	long ret;

	check_absent(&from);
	check_absent(&to);
	ret = syscall(SYS_move_mount, AT_FDCWD, from.path, AT_FDCWD, to.path, 0);
	if (ret < 0 && errno == EPERM)
		skip("move_mount: %m");
	must_fail("move_mount(AT_FDCWD, from, AT_FDCWD, to, 0)", EINVAL, ret);
	done_with(&from);
	done_with(&to);
}

static void path_faulted_move_mount(void)
{
	static const char * const dirs[] = {
		"faulted-mm-both-from",		"faulted-mm-both-to",
		"faulted-mm-fromonly-from",	"touched-mm-fromonly-to",
		"touched-mm-toonly-from",	"faulted-mm-toonly-to",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(dirs); i++)
		CALL_IS(0, mkdirat, AT_FDCWD, IN_DIR(dirs[i]), 0755);
	move_mount_names(dirs[0], dirs[1]);
	move_mount_names(dirs[2], dirs[3]);
	move_mount_names(dirs[4], dirs[5]);
}

const struct scenario faultedpath_scenarios[] = {
	{ "path-faulted-names", "access, newfstatat, unlinkat, rename of names not in memory yet",
	  path_faulted_names, "/proc/self/pagemap" },
	{ "path-faulted-move-mount", "move_mount of names not in memory yet, 3 times: EINVAL",
	  path_faulted_move_mount, "CAP_SYS_ADMIN, Linux 5.2, /proc/self/pagemap" },
	{ }
};
