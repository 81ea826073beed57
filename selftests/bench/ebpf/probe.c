// SPDX-License-Identifier: GPL-2.0-only
/*
 * A tracer in eBPF with records like ours, as lean as it can be: typed
 * tracepoints, a ring buffer that wakes nobody, no names of files.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "record.h"

/* The beginning of the kernel's struct pt_regs; x86-64 */
struct regs {
	unsigned long r15, r14, r13, r12, bp, bx, r11, r10, r9, r8;
	unsigned long ax, cx, dx, si, di, orig_ax;
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, RING_BYTES);
} ring SEC(".maps");

/* Calls that have begun, by thread */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 10240);
	__type(key, __u64);
	__type(value, __u64);
} begun SEC(".maps");

const volatile __u32 traced;
__u64 lost;

SEC("tp_btf/sys_enter")
int enter(__u64 *ctx)
{
	__u64 task = bpf_get_current_pid_tgid(), now, *start;

	if (task >> 32 != traced)
		return 0;
	now = bpf_ktime_get_ns();
	start = bpf_map_lookup_elem(&begun, &task);
	if (start)
		*start = now;	/* cheaper than an update */
	else
		bpf_map_update_elem(&begun, &task, &now, BPF_ANY);
	return 0;
}

SEC("tp_btf/sys_exit")
int leave(__u64 *ctx)
{
	__u64 task = bpf_get_current_pid_tgid(), *start;
	const struct regs *regs;
	struct record *rec;

	if (task >> 32 != traced)
		return 0;
	start = bpf_map_lookup_elem(&begun, &task);
	if (!start || !*start)
		return 0;
	rec = bpf_ringbuf_reserve(&ring, sizeof(*rec), 0);
	if (!rec) {
		__sync_fetch_and_add(&lost, 1);
		return 0;
	}
	regs = (const struct regs *)ctx[0];
	rec->time = *start;
	rec->duration = bpf_ktime_get_ns() - *start;
	rec->task = task;
	rec->ret = ctx[1];
	rec->nr = regs->orig_ax;
	rec->args[0] = regs->di;
	rec->args[1] = regs->si;
	rec->args[2] = regs->dx;
	rec->args[3] = regs->r10;
	rec->args[4] = regs->r8;
	rec->args[5] = regs->r9;
	rec->rest[0] = 0;
	rec->rest[1] = 0;
	rec->rest[2] = 0;
	bpf_get_current_comm(rec->comm, sizeof(rec->comm));
	*start = 0;
	bpf_ringbuf_submit(rec, BPF_RB_NO_WAKEUP);
	return 0;
}

char terms[] SEC("license") = "GPL";
