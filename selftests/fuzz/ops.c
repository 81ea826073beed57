// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table of operations: what their numbers may be, and what errors the ABI has for
 * them.
 */
#include <errno.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "device_maps.h"

/* -------------------------------------------------------------- arguments -- */

#define VALUES(...)	((const uint64_t[]){ __VA_ARGS__, 0 })
#define ARG_TYPE(name, g, e)	static const struct arg_type name = { .good = g, .edge = e }

/* what is good twice is chosen twice as often; a 0 stands behind each row */
ARG_TYPE(slot, NULL, VALUES(1, 2, 3));
ARG_TYPE(map, VALUES(1), VALUES(2, 3));
ARG_TYPE(mode, VALUES(1, 1), VALUES(2, 3));
ARG_TYPE(many, VALUES(3), VALUES(20, 63, 64, 65));
ARG_TYPE(place, NULL, VALUES(PLACE_NULL, PLACE_EDGE, PLACE_READ_ONLY, PLACE_KERNEL, PLACE_ODD,
			     PLACE_MAP, PLACE_MAP + 1, 0x100));
ARG_TYPE(zero, NULL, VALUES(1, ~0ULL));
ARG_TYPE(bytes, VALUES(4096, 4096, 8192, 65536, 1 << 20),
	 VALUES(1, 4095, 4097, 6144, 1 << 30, 1ULL << 31, 1ULL << 32, ~0ULL));
ARG_TYPE(watermark, VALUES(1, 16, 32), VALUES(33, 64, 512, 0xffffffff));
ARG_TYPE(setup_flags, VALUES(IOR_SETUP_OVERWRITE), VALUES(2, 0xffffffff));
ARG_TYPE(filter_flags, VALUES(IOR_FILTER_ALL, IOR_FILTER_FOLLOW, IOR_FILTER_FOLLOW,
			      IOR_FILTER_FOLLOW | IOR_FILTER_ENTER, IOR_FILTER_ENTER),
	 VALUES(IOR_FILTER_FLAGS, IOR_FILTER_FLAGS + 1, 0xffffffff));
ARG_TYPE(statuses, VALUES(IOR_STATUS_OK, IOR_STATUS_FAILED, IOR_STATUS_UNFINISHED),
	 VALUES(IOR_STATUS_ALL, IOR_STATUS_ALL + 1));
ARG_TYPE(set, VALUES(1, 2, 2, 3, 4), VALUES(5, 0x8000000000000001, 0x123456789abcdef));
ARG_TYPE(min_ns, NULL, VALUES(1, 1000, 100000, 1ULL << 40, ~0ULL));
ARG_TYPE(tgid_op, VALUES(IOR_TGID_ADD, IOR_TGID_ADD, IOR_TGID_ADD, IOR_TGID_DEL, IOR_TGID_CLEAR),
	 VALUES(4, 0xffffffff));
ARG_TYPE(pid, VALUES(1, 1, 2), VALUES(3, 4, -1ULL, 0x7fffffff, 0x80000000, 4194304));
ARG_TYPE(nr_fds, NULL, VALUES(1, 2, 32, 33, 0xffffffff));
ARG_TYPE(fd, VALUES(3, 1), VALUES(0x7fffffe0, -1ULL));
ARG_TYPE(globs, VALUES(1, 2, 3), VALUES(4, 5, 6, 7));
ARG_TYPE(who_flags, VALUES(IOR_WHO_NOT_UIDS, IOR_WHO_NOT_COMMS),
	 VALUES(IOR_WHO_NOT_CGROUPS, IOR_WHO_FLAGS, IOR_WHO_FLAGS + 1, 0xffffffff));
/* of users, and above these of groups */
ARG_TYPE(nr_who, VALUES(1, 2, 1ULL << 32),
	 VALUES(64, 65, 0xffffffff, 16ULL << 32 | 3, 17ULL << 32, ~0ULL << 32));
ARG_TYPE(uid, VALUES(65534), VALUES(1, 0xfffffffe, 0xffffffff));
ARG_TYPE(sample_flags, VALUES(IOR_SAMPLE_EVERY_CALL), VALUES(2, 0xffffffff));
ARG_TYPE(abi, NULL, VALUES(1, 2, 3, 0xffffffff));
ARG_TYPE(number, VALUES(SYS_getppid, SYS_openat), VALUES(1, 1022, 1023, 1024, 0xffffffff));
ARG_TYPE(every, VALUES(1, 2, 3), VALUES(1000, 0xffffffff));
ARG_TYPE(which, VALUES(1, 2, 3, 4, 5, 6, 7), VALUES(8, 9));
ARG_TYPE(bits, VALUES(1, 1 << 8, 1 << 16, 8 << 16, 1 << 30), VALUES(1ULL << 31, 0xff, 0x3fff0000));
ARG_TYPE(len, VALUES(128, 129, 4096, 65536), VALUES(1, 127, 255, 65535));
ARG_TYPE(events, VALUES(POLLIN, POLLPRI, POLLIN | POLLPRI), VALUES(POLLOUT, 0xffff));
ARG_TYPE(ms, VALUES(1), VALUES(2, 3));
ARG_TYPE(cpu, VALUES(1), VALUES(2, 8, 64, 1ULL << 20, 1ULL << 40, -1ULL));
ARG_TYPE(where, VALUES(1, 1), VALUES(2, 3, 1ULL << 20, 1ULL << 51, -1ULL));
ARG_TYPE(size, NULL, VALUES(1, 2, 3, 4, 5, 6, 1000));
ARG_TYPE(prot, VALUES(PROT_READ, PROT_READ, PROT_READ | PROT_WRITE, 0x201, 0x101, 0x301),
	 VALUES(PROT_WRITE, PROT_EXEC, PROT_READ | PROT_EXEC, 7, 0x401, 0x501, 0x103));
ARG_TYPE(page, NULL, VALUES(1, 2, 3, 16, 17, 2047));
ARG_TYPE(pages, VALUES(1, 3, 17), VALUES(2, 16, 2048));
ARG_TYPE(advice, VALUES(1, 2, 3), VALUES(4, 5, 6, 7, 8, 9));
ARG_TYPE(moves, VALUES(1, 2), VALUES(3));
ARG_TYPE(is_sum, VALUES(1), NULL);
ARG_TYPE(delta, VALUES(1, 2, 31, 32, 33, 64),
	 VALUES(-1ULL, -32ULL, 1ULL << 63, 1ULL << 32, ~0ULL >> 1));
ARG_TYPE(nr_calls, VALUES(1, 10, 40, 70), VALUES(199));
ARG_TYPE(nr_cpu, VALUES(1, 2), VALUES(8));

/* ----------------------------------------------------------------- errors -- */

#define ERRNOS(...)	((const int[]){ __VA_ARGS__, 0 })

/* with a pointer, EBADF: there is no such descriptor; EFAULT: it leads nowhere */
#define ERRNOS_USER(...)	ERRNOS(EBADF, EFAULT, __VA_ARGS__)

/* those of mm/, whichever file is mapped */
#define ERRNOS_MAP(...)	\
	ERRNOS(EINVAL, EFAULT, ENOMEM, EACCES, EPERM, EBADF, EAGAIN, __VA_ARGS__)

#define NONE		((const int[]){ 0 })

/* The first one is what every program begins with. */
const struct op_type ops[] = {
	{ "open", 8, true, op_open, ERRNOS(ENOSPC), { &slot, &mode } },
	{ "open_many", 1, true, op_open_many, ERRNOS(ENOSPC), { &many } },
	{ "close", 4, true, op_close, ERRNOS(EBADF), { &slot } },
	{ "dup", 2, true, op_dup, ERRNOS(EBADF), { &slot, &slot } },
	{ "info", 2, false, op_info, ERRNOS(EBADF, EFAULT), { &slot, &place } },
	{ "setup", 8, false, op_setup, ERRNOS_USER(EINVAL, EBUSY),
	  { &slot, &bytes, &watermark, &setup_flags, &zero, &place } },
	{ "filter", 10, false, op_filter, ERRNOS_USER(EINVAL),
	  { &slot, &filter_flags, &statuses, &set, &min_ns, &place } },
	{ "tgid", 10, false, op_tgid, ERRNOS_USER(EINVAL, ESRCH, EEXIST),
	  { &slot, &tgid_op, &pid, &zero, &place } },
	{ "files", 5, false, op_files, ERRNOS_USER(EINVAL),
	  { &slot, &nr_fds, &fd, &globs, &zero, &place } },
	{ "who", 5, false, op_who, ERRNOS_USER(EINVAL, ENOENT),
	  { &slot, &who_flags, &nr_who, &uid, &globs, &place } },
	{ "sample", 5, false, op_sample, ERRNOS_USER(EINVAL, EBUSY),
	  { &slot, &sample_flags, &abi, &number, &every, &place } },
	{ "count", 4, false, op_count, ERRNOS_USER(EINVAL, ENOENT),
	  { &slot, &abi, &number, &zero, &place } },
	{ "start", 12, false, op_start, ERRNOS(EBADF, EBUSY, ESRCH, EINVAL),
	  { &slot, &zero, &place } },
	{ "stop", 8, false, op_stop, ERRNOS(EBADF, EINVAL), { &slot, &zero, &place } },
	{ "stats", 4, false, op_stats, ERRNOS(EBADF, EFAULT), { &slot, &place } },
	{ "ioctl", 2, false, op_ioctl, ERRNOS(EBADF, ENOTTY), { &slot, &which, &bits, &place } },
	{ "read", 10, false, op_read,
	  ERRNOS_USER(EINVAL, EBUSY, EAGAIN, EINTR, ESRCH, EOPNOTSUPP),
	  { &slot, &len, &place, &mode } },
	{ "poll", 4, false, op_poll, ERRNOS(EBADF, EINTR), { &slot, &events, &ms } },
	{ "other", 2, false, op_other, ERRNOS(EBADF, ESPIPE, EINVAL), { &slot, &which, &zero } },
	{ "mmap", 14, true, op_mmap, ERRNOS_MAP(ENXIO, EBUSY, EOVERFLOW, EOPNOTSUPP),
	  { &slot, &map, &cpu, &where, &size, &prot } },
	{ "munmap", 4, true, op_munmap, ERRNOS_MAP(0), { &map, &page, &pages } },
	{ "mprotect", 3, true, op_mprotect, ERRNOS_MAP(0), { &map, &page, &pages, &prot } },
	{ "mremap", 3, true, op_mremap, ERRNOS_MAP(0), { &map, &pages, &pages, &map, &moves } },
	{ "madvise", 2, true, op_madvise, ERRNOS_MAP(EIO), { &map, &page, &pages, &advice } },
	{ "tail", 8, true, op_tail, ERRNOS(EFAULT), { &map, &is_sum, &delta } },
	{ "touch", 2, true, op_touch, ERRNOS(EFAULT), { &map, &page, &is_sum } },
	{ "consume", 4, true, op_consume, ERRNOS(EFAULT), { &map, &map } },
	{ "calls", 16, false, op_calls, NONE, { &which, &nr_calls } },
	{ "fork", 6, true, op_fork, NONE, { &which } },
	{ "kill", 3, true, op_kill, NONE, { &is_sum } },
	{ "thread", 3, true, op_thread, NONE, { &nr_calls } },
	{ "pin", 3, true, op_pin, ERRNOS(EINVAL), { &nr_cpu } },
	{ "beside", 8, true, op_beside, NONE, { } },
};

const unsigned int nr_ops = COUNT_OF(ops);

_Static_assert(COUNT_OF(ops) <= KINDS_MAX, "more kinds than features have room for");
