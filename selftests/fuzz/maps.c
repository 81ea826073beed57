// SPDX-License-Identifier: GPL-2.0-only
/*
 * Operations on mappings of the device.  Each stays in its own piece of the arena,
 * so that no mistake of a program can take memory of the fuzzer's.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "device_maps.h"

#define PAGES	(ARENA / PAGE)

static long result(const void *ret)
{
	return ret == MAP_FAILED ? -errno : 0;
}

/* Which part of the file, as the place of a CPU's pages has it. */
static uint64_t offset_of(const struct ior_info *info, uint64_t cpu, uint64_t where)
{
	uint64_t at = cpu * info->ring_stride;

	switch (where) {
	case 0:
		return at + info->reader_offset;
	case 1:
		return at + info->ring_offset;
	default:
		return at + where * PAGE;	/* wraps, too */
	}
}

enum { SIZE_RIGHT, SIZE_PAGE, SIZE_MORE, SIZE_LESS, SIZE_STRIDE, SIZE_HUGE };

static uint64_t size_of(const struct ior_info *info, uint64_t where, uint64_t size)
{
	uint64_t right = where == 1 ? info->ring_size : PAGE;

	switch (size) {
	case SIZE_RIGHT:
		return right;
	case SIZE_PAGE:
		return PAGE;
	case SIZE_MORE:
		return right + PAGE;
	case SIZE_LESS:
		return right - PAGE;
	case SIZE_STRIDE:
		return info->ring_stride;
	default:
		return size % 2 ? 1UL << 30 : size % PAGES * PAGE;
	}
}

/* Slot, map, CPU, where, size, protection and flags */
long op_mmap(const uint64_t *arg)
{
	static const int flags[] = {
		MAP_SHARED, MAP_PRIVATE, MAP_SHARED | MAP_POPULATE, MAP_SHARED | MAP_LOCKED,
		MAP_SHARED_VALIDATE, MAP_SHARED | MAP_NORESERVE,
	};
	int fd = slot_fd(arg[0]), kind = flags[(arg[5] >> 8) % COUNT_OF(flags)], prot = arg[5] & 7;
	struct ior_info info = { .ring_stride = 2 * PAGE + 8192, .ring_offset = PAGE };
	uint64_t size, offset;
	void *at;

	if (!session_may_grow(slot_session(arg[0])))
		return NOT_DONE;
	if (fd >= 0 && ioctl(fd, IOR_IOC_INFO, &info))
		wrong("IOR_IOC_INFO fails");
	size = size_of(&info, arg[3], arg[4]);
	offset = offset_of(&info, arg[2], arg[3]);
	if (size > ARENA) {
		at = mmap(NULL, size, prot, kind, fd, offset);
		if (at != MAP_FAILED)
			munmap(at, size);
		return result(at);
	}
	at = mmap(map_base(arg[1]), size, prot, kind | MAP_FIXED, fd, offset);
	if (at == MAP_FAILED) {
		long err = -errno;

		map_refill(arg[1]);	/* what was there may be gone all the same */
		return err;
	}
	return 0;
}

/* A piece of a map's arena, in pages */
static char *piece(const uint64_t *arg, size_t *size)
{
	size_t from = arg[1] % PAGES, pages = arg[2] % (PAGES - from + 1);

	*size = pages * PAGE;
	return map_base(arg[0]) + from * PAGE;
}

/* What becomes free is taken again at once: nothing else may come there. */
long op_munmap(const uint64_t *arg)
{
	size_t size;
	char *at = piece(arg, &size);
	long ret = munmap(at, size) ? -errno : 0;

	if (!ret && mmap(at, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != at)
		wrong("a piece of the arena is lost");
	return ret;
}

long op_mprotect(const uint64_t *arg)
{
	size_t size;
	char *at = piece(arg, &size);

	return mprotect(at, size, arg[3] & 7) ? -errno : 0;
}

long op_madvise(const uint64_t *arg)
{
	static const int advice[] = {
		MADV_DONTNEED, MADV_DONTFORK, MADV_DOFORK, MADV_WILLNEED, MADV_COLD, MADV_FREE,
		MADV_REMOVE, MADV_POPULATE_READ, MADV_POPULATE_WRITE, MADV_PAGEOUT,
	};
	size_t size;
	char *at = piece(arg, &size);

	return madvise(at, size, advice[arg[3] % COUNT_OF(advice)]) ? -errno : 0;
}

/* Map, old and new size in pages, the map that it goes to, flags */
long op_mremap(const uint64_t *arg)
{
	static const int flags[] = {
		0, MREMAP_MAYMOVE, MREMAP_MAYMOVE | MREMAP_FIXED,
		MREMAP_MAYMOVE | MREMAP_FIXED | MREMAP_DONTUNMAP,
	};
	int kind = flags[arg[4] % COUNT_OF(flags)];
	size_t from = arg[1] % PAGES * PAGE, to = arg[2] % PAGES * PAGE;
	void *at = mremap(map_base(arg[0]), from, to, kind, map_base(arg[3]));

	if (at == MAP_FAILED) {
		long err = -errno;

		/* it may have made room before it failed */
		if (kind & MREMAP_FIXED)
			map_refill(arg[3]);
		return err;
	}
	if (at != map_base(arg[0]) && at != map_base(arg[3]))
		munmap(at, to);
	if (at != map_base(arg[0]) || to < from)
		map_refill(arg[0]);
	return 0;
}

/* --------------------------------------------------------------- contents -- */

/* What a reader never says: a position that is forged. */
long op_tail(const uint64_t *arg)
{
	uint64_t *tail = (uint64_t *)map_base(arg[0]), value;

	if (!place_get(&value, tail, sizeof(value)))
		return -EFAULT;
	value = arg[1] % 2 ? value + arg[2] : arg[2];
	return place_set(tail, &value, sizeof(value)) ? 0 : -EFAULT;
}

/* Look at a page, or try to write to it. */
long op_touch(const uint64_t *arg)
{
	char *at = map_base(arg[0]) + arg[1] % PAGES * PAGE, byte;

	if (!place_get(&byte, at, 1))
		return -EFAULT;
	return arg[2] % 2 && !place_set(at, &byte, 1) ? -EFAULT : 0;
}

/* What a reader does: look at all that there is, and free it. */
long op_consume(const uint64_t *arg)
{
	const struct ior_ring_page *page = (void *)map_base(arg[0]);
	struct ior_reader_page *reader = (void *)map_base(arg[1]);
	struct ior_record rec;
	uint64_t head, tail;
	uint32_t nr;

	if (!place_get(&head, &page->head, sizeof(head)) ||
	    !place_get(&nr, &page->nr_records, sizeof(nr)) ||
	    !place_get(&tail, &reader->tail, sizeof(tail)))
		return -EFAULT;
	if (!nr || nr > ARENA / sizeof(rec))
		return NOT_DONE;		/* it is no ring */
	if (head - tail > nr)
		tail = head - nr;
	for (; tail < head; tail++)
		if (!place_get(&rec, (char *)page + PAGE + tail % nr * sizeof(rec), sizeof(rec)))
			return -EFAULT;
	return place_set(&reader->tail, &head, sizeof(head)) ? 0 : -EFAULT;
}
