/* SPDX-License-Identifier: GPL-2.0-only */
/* What the eBPF program and its reader share. */
#ifndef BENCH_EBPF_RECORD_H
#define BENCH_EBPF_RECORD_H

#include <linux/types.h>

#define RING_BYTES	(32 << 20)

struct record {
	__u64 time;
	__u64 duration;
	__u64 task;
	__u64 ret;
	__u64 nr;
	__u64 args[6];
	char comm[16];
	__u64 rest[3];
};

_Static_assert(sizeof(struct record) == 128, "as long as ours");

#endif
