// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where a program's memory is: what pointers lead to, and places for its mappings
 * that nothing else is ever at.
 */
#include <malloc.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "device_maps.h"

#define SCRATCH		(32 * PAGE)

static char *arena;
static char *scratch;		/* a page that is none is behind it */
static char *read_only, *read_only_alias;

/* Below 4 GiB, so that calls of 32-bit programs reach it, too */
static char *map_low(size_t size)
{
	char *at = mmap(NULL, size + PAGE, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);

	if (at == MAP_FAILED || mprotect(at + size, PAGE, PROT_NONE))
		abort();
	return at;
}

static void reserve(void *at, size_t size)
{
	if (mmap(at, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED,
		 -1, 0) != at)
		abort();
}

char *map_base(uint64_t map)
{
	return arena + map % NR_MAPS * ARENA;
}

/* Whatever is mapped there goes. */
void map_refill(uint64_t map)
{
	reserve(map_base(map), ARENA);
}

void memory_reset(void)
{
	reserve(arena, NR_MAPS * ARENA);
}

/* ----------------------------------------------------------------- faults -- */

static __thread sigjmp_buf * volatile on_fault;

static void fault(int sig)
{
	if (!on_fault) {
		signal(sig, SIG_DFL);
		return;
	}
	siglongjmp(*on_fault, 1);
}

/* Copy what may not be there, or not to be written.  Returns whether it was. */
static bool try_copy(volatile char *to, const volatile char *from, size_t size)
{
	sigjmp_buf env;
	size_t i;

	if (sigsetjmp(env, 1)) {
		on_fault = NULL;
		return false;
	}
	on_fault = &env;
	for (i = 0; i < size; i++)
		to[i] = from[i];
	on_fault = NULL;
	return true;
}

bool place_get(void *data, const void *at, size_t size)
{
	return try_copy(data, at, size);
}

bool place_set(void *at, const void *data, size_t size)
{
	return try_copy(at, data, size);
}

void memory_init(void)
{
	struct sigaction act = { .sa_handler = fault, .sa_flags = SA_NODEFER };
	int fd = memfd_create("fuzz", MFD_CLOEXEC);

	/* nothing of malloc(3) where a mapping was a moment ago */
	mallopt(M_MMAP_THRESHOLD, 1 << 30);
	mallopt(M_ARENA_MAX, 1);
	arena = mmap(NULL, NR_MAPS * ARENA, PROT_NONE,
		     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	scratch = map_low(SCRATCH);
	if (arena == MAP_FAILED || fd < 0 || ftruncate(fd, PAGE))
		abort();
	read_only = mmap(NULL, PAGE, PROT_READ, MAP_SHARED | MAP_32BIT, fd, 0);
	read_only_alias = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (read_only == MAP_FAILED || read_only_alias == MAP_FAILED)
		abort();
	close(fd);
	sigaction(SIGSEGV, &act, NULL);
	sigaction(SIGBUS, &act, NULL);
}

/* ----------------------------------------------------------------- places -- */

/* A place for @size bytes, which @data is copied to as far as it goes; each thread
 * of a program has half of the scratch pages.
 */
void *place_put(uint64_t place, const void *data, size_t size)
{
	size_t half = SCRATCH / 2;
	char *mine = scratch + (in_helper() ? half : 0), *at;

	switch (place) {
	case PLACE_NULL:
		return NULL;
	case PLACE_EDGE:
		at = scratch + SCRATCH - size / 2;
		if (data)
			place_set(at, data, size / 2);
		return at;
	case PLACE_READ_ONLY:
		if (data && size <= PAGE)
			memcpy(read_only_alias, data, size);
		return read_only;
	case PLACE_KERNEL:
		return (void *)0xffff888000001000;
	case PLACE_ODD:
		at = mine + 3;
		break;
	case PLACE_MAP ... PLACE_MAP + NR_MAPS - 1:
		at = map_base(place - PLACE_MAP);
		break;
	default:
		at = mine;
		break;
	}
	if (data && size <= half - 8)
		place_set(at, data, size);
	return at;
}
