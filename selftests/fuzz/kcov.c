// SPDX-License-Identifier: GPL-2.0-only
/*
 * What of the module ran for this task, by kcov: Documentation/dev-tools/kcov.rst.
 */
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "device.h"

#define KCOV_INIT_TRACE	_IOR('c', 1, unsigned long)
#define KCOV_ENABLE	_IO('c', 100)
#define KCOV_TRACE_PC	0
#define WORDS		(256 << 10)

static uint64_t *cover;		/* how many, and where each was */

/* For the task that calls.  Returns false if the kernel has none. */
bool kcov_open(void)
{
	int fd = open("/sys/kernel/debug/kcov", O_RDWR | O_CLOEXEC);

	if (fd < 0 || ioctl(fd, KCOV_INIT_TRACE, WORDS))
		return false;
	cover = mmap(NULL, WORDS * sizeof(*cover), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (cover == MAP_FAILED) {
		cover = NULL;
		return false;
	}
	return !ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC);
}

/* The number of a place in the module, a new one if need be; POINTS_MAX: too many. */
static unsigned int point_of(uint64_t pc)
{
	unsigned int i = pc * 0x9e3779b97f4a7c15ULL >> 40, n;

	for (n = 0; n < POINTS_MAX / 2; n++, i++) {
		i %= POINTS_MAX;
		if (!fuzz->point[i]) {
			fuzz->point[i] = pc;
			fuzz->nr_points++;
		}
		if (fuzz->point[i] == pc)
			return i;
	}
	return POINTS_MAX;
}

/* By operation of the program that runs: was it there already? */
static uint8_t now[POINTS_MAX * KINDS_MAX / 8];

void kcov_begin(void)
{
	if (cover)
		__atomic_store_n(&cover[0], 0, __ATOMIC_RELAXED);
}

void kcov_end(unsigned int kind)
{
	uint64_t i, n = cover ? __atomic_load_n(&cover[0], __ATOMIC_RELAXED) : 0;

	for (i = 0; i < n && i < WORDS - 1; i++) {
		unsigned int point = point_of(cover[i + 1]), feature = point * KINDS_MAX + kind;

		if (point == POINTS_MAX || now[feature / 8] & 1 << feature % 8)
			continue;
		if (fuzz->nr_now == FEATURES_MAX)
			break;
		now[feature / 8] |= 1 << feature % 8;
		fuzz->now[fuzz->nr_now++] = feature;
		if (!(fuzz->seen[feature / 8] & 1 << feature % 8)) {
			fuzz->seen[feature / 8] |= 1 << feature % 8;
			fuzz->nr_seen++;
			fuzz->now_new = true;
		}
	}
}

/* The next program begins. */
void kcov_forget(void)
{
	uint32_t i;

	for (i = 0; i < fuzz->nr_now; i++)
		now[fuzz->now[i] / 8] = 0;
	fuzz->nr_now = 0;
	fuzz->now_new = false;
}
