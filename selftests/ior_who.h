/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What tests of IOR_IOC_WHO share.
 */
#ifndef IOR_WHO_H
#define IOR_WHO_H

#include "ior_trace.h"

/* uids_set(fd, flags, ...), cgroups_set(fd, flags, ...) - these, and nothing else */
static inline int uids_of(int fd, __u32 flags, const __u32 *uids, size_t nr)
{
	struct ior_who who = { .flags = flags, .nr_uids = nr };

	memcpy(who.uids, uids, nr * sizeof(*uids));
	return who_set(fd, &who);
}

static inline int cgroups_of(int fd, __u32 flags, const __s32 *cgroups, size_t nr)
{
	struct ior_who who = { .flags = flags, .nr_cgroups = nr };

	memcpy(who.cgroups, cgroups, nr * sizeof(*cgroups));
	return who_set(fd, &who);
}

#define uids_set(fd, flags, ...) \
	uids_of(fd, flags, (const __u32[]){ __VA_ARGS__ }, \
		sizeof((const __u32[]){ __VA_ARGS__ }) / sizeof(__u32))
#define cgroups_set(fd, flags, ...) \
	cgroups_of(fd, flags, (const __s32[]){ __VA_ARGS__ }, \
		   sizeof((const __s32[]){ __VA_ARGS__ }) / sizeof(__s32))

/* comms_set - patterns, with a NUL behind each */
static inline int comms_of(int fd, __u32 flags, const char *comms, size_t size)
{
	struct ior_who who = { .flags = flags };

	memcpy(who.comms, comms, size);
	return who_set(fd, &who);
}

#define comms_set(fd, flags, comms)	comms_of(fd, flags, comms, sizeof(comms))

static inline int name_set(const char *name)
{
	return prctl(PR_SET_NAME, name);
}

/* The marks (a, b) that there are of some (0, b), (1, b), ...: bit a for each */
static inline unsigned int marks_of(const struct trace *trace, __u64 b)
{
	unsigned int bits = 0, a;

	for (a = 0; a < 32; a++)
		bits |= !!mark_find(trace, a, b) << a;
	return bits;
}

#endif /* IOR_WHO_H */
