// SPDX-License-Identifier: GPL-2.0-only
/* Group mmap: memory, of files and of none: made, moved, locked, written back. */
#include <linux/mman.h>
#include <sys/mman.h>

#include "workload.h"

#define BLOCK	4096L

static const char text[21] = "shared with a file";

static long map_anonymous(void)
{
	return CALL(mmap, NULL, BLOCK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		    0L);
}

/* A file of text, all of it mapped */
static long map_file(const char *name, int *fd)
{
	*fd = file_create(name);
	CALL_IS((long)sizeof(text), write, *fd, text, sizeof(text));
	return CALL(mmap, NULL, sizeof(text), PROT_READ | PROT_WRITE, MAP_SHARED, *fd, 0L);
}

static void unmap_file(long addr, int fd)
{
	CALL_IS(0, munmap, addr, sizeof(text));
	CALL_IS(0, close, fd);
}

static void mmap_basic(void)
{
	int fd;
	long addr = map_file("mmapfile.txt", &fd);

	unmap_file(addr, fd);
}

static void mmap_msync_sync(void)
{
	int fd;
	long addr = map_file("msyncfile.txt", &fd);

	CALL_IS(0, msync, addr, sizeof(text), MS_SYNC);
	unmap_file(addr, fd);
}

static void mmap_msync_invalid_flags(void)
{
	int fd;
	long addr = map_file("msyncinvalidfile.txt", &fd);

	CALL_FAILS(EINVAL, msync, addr, sizeof(text), MS_SYNC | MS_ASYNC);
	unmap_file(addr, fd);
}

static void mmap_mremap_munmap(void)
{
	long addr = map_anonymous();

	addr = CALL(mremap, addr, BLOCK, 2 * BLOCK, MREMAP_MAYMOVE, NULL);
	CALL_IS(0, munmap, addr, 2 * BLOCK);
}

/* Who may lock how much is not the scenario's to know. */
static void locked(const char *call, long ret)
{
	if (ret != -1 || (errno != EPERM && errno != ENOMEM))
		must_return(call, 0, ret);
}

#define LOCK(name, ...)	locked(#name, syscall(SYS_##name, ##__VA_ARGS__))

static void mmap_memory_lock(void)
{
	long addr = map_anonymous();

	LOCK(mlock, addr, BLOCK);
	LOCK(munlock, addr, BLOCK);
	LOCK(mlock2, addr, BLOCK, 0);
	LOCK(munlock, addr, BLOCK);
	LOCK(mlockall, MCL_CURRENT);
	LOCK(munlockall);
	CALL_IS(0, munmap, addr, BLOCK);
}

const struct scenario mmap_scenarios[] = {
	{ "mmap-basic", "mmap of a file, munmap", mmap_basic, NULL },
	{ "mmap-msync-sync", "the same, and msync with MS_SYNC", mmap_msync_sync, NULL },
	{ "mmap-msync-invalid-flags", "the same, with MS_ASYNC as well: EINVAL",
	  mmap_msync_invalid_flags, NULL },
	{ "mmap-mremap-munmap", "mmap of no file, mremap to twice the size, munmap",
	  mmap_mremap_munmap, NULL },
	{ "mmap-memory-lock", "mlock, mlock2, mlockall and what undoes them", mmap_memory_lock,
	  "Linux 4.4" },
	{ }
};
