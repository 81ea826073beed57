/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What differs between kernels and between architectures, and nothing else.
 *
 * IOR_HAS_NAME: compat/NAME.c, which says what and since when, compiles with this
 * kernel; see Kbuild.
 */
#ifndef _IOR_COMPAT_H
#define _IOR_COMPAT_H

#include <linux/cgroup.h>
#include <linux/compat.h>
#include <linux/elf.h>
#include <linux/err.h>
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/fs_struct.h>
#include <linux/mm.h>
#include <linux/preempt.h>
#include <linux/sched/signal.h>
#include <linux/timekeeping.h>
#include <linux/timex.h>

#ifdef CONFIG_X86_64
#include <asm/msr.h>
#endif
#include <asm/syscall.h>

#include <linux/ior.h>

#include "probed.h"
#include "rt.h"

/* CONFIG_FTRACE_SYSCALLS, with which a kernel has an event for each call, is not needed */
#if !defined(CONFIG_TRACEPOINTS) || !defined(CONFIG_HAVE_SYSCALL_TRACEPOINTS)
#error "ior needs a kernel with CONFIG_TRACEPOINTS and CONFIG_HAVE_SYSCALL_TRACEPOINTS"
#endif

#if defined(CONFIG_PREEMPT_RT) && !defined(IOR_HAS_IRQSAFE_RHASHTABLE)
#error "ior needs a kernel of 6.2 or later where it has CONFIG_PREEMPT_RT"
#endif

/*
 * A probe works with preemption off: it writes what is this CPU's.  Where the
 * kernel calls it so, that is nothing; else it may fault before.  On PREEMPT_RT it
 * holds a lock of the CPU, in a read side of RCU: what is said of preemption elsewhere is
 * true of these.
 */
#ifdef IOR_HAS_PREEMPTIBLE_CALLS
#define IOR_MAY_FAULT	1
#else
#define IOR_MAY_FAULT	0
#endif
#define IOR_LOCKS	IS_ENABLED(CONFIG_PREEMPT_RT)

static __always_inline void ior_probe_begin(void)
{
	if (IOR_LOCKS)
		ior_rt_begin();
	else if (IOR_MAY_FAULT)
		preempt_disable_notrace();
}

static __always_inline void ior_probe_end(void)
{
	if (IOR_LOCKS)
		ior_rt_end();
	else if (IOR_MAY_FAULT)
		preempt_enable_notrace();
}

/*
 * Until @cpu is in no probe that has set @busy before it looked at the clock.  With
 * preemption off that is as long as a probe takes, and this CPU is in none.
 */
static inline void ior_probe_wait(unsigned int cpu, u32 *busy)
{
	if (!IOR_LOCKS)
		smp_cond_load_acquire(busy, !VAL);
	else if (smp_load_acquire(busy))	/* pairs with ior_ring_end() (A) */
		ior_rt_wait(cpu);
}

/* A probe of sched_process_exit.  ior_group_dead() needs not be told. */
#ifdef IOR_HAS_EXIT_GROUP_DEAD
#define IOR_EXIT_PROBE(name)	void name(void *data, struct task_struct *task, bool group_dead)
#else
#define IOR_EXIT_PROBE(name)	void name(void *data, struct task_struct *task)
#endif

#ifndef IOR_HAS_RING_FDS
/* No kernel that lacks them takes them: calls that try to use them fail. */
#define IORING_ENTER_REGISTERED_RING	BIT(4)
#define IORING_REGISTER_RING_FDS	20
#define IORING_UNREGISTER_RING_FDS	21
#endif

#ifndef IOR_HAS_TRY_CMPXCHG64
static __always_inline bool try_cmpxchg64(u64 *word, u64 *old, u64 new)
{
	u64 was = cmpxchg64(word, *old, new);
	bool done = was == *old;

	*old = was;
	return done;
}
#endif

/* Take away for good what mprotect(2) could give to a mapping. */
static inline void ior_vma_forbid(struct vm_area_struct *vma, unsigned long flags)
{
#ifdef IOR_HAS_VM_FLAGS_CLEAR
	vm_flags_clear(vma, flags);
#else
	vma->vm_flags &= ~flags;
#endif
}

/* Keep root and working directory as they are. */
static inline void ior_fs_lock(struct fs_struct *fs)
{
#ifdef IOR_HAS_FS_SEQLOCK
	read_seqlock_excl(&fs->seq);
#else
	spin_lock(&fs->lock);
#endif
}

static inline void ior_fs_unlock(struct fs_struct *fs)
{
#ifdef IOR_HAS_FS_SEQLOCK
	read_sequnlock_excl(&fs->seq);
#else
	spin_unlock(&fs->lock);
#endif
}

/* The counter of the kernel's clocks, as it is read for them now. */
static inline u64 ior_clocksource_cycles(void)
{
	struct system_time_snapshot snapshot;

#ifdef IOR_HAS_SNAPSHOT_ID
	ktime_get_snapshot_id(CLOCK_MONOTONIC, &snapshot);
#else
	ktime_get_snapshot(&snapshot);
#endif
	return snapshot.cycles;
}

/* Whose numbers calls have: those of <linux/ior_calls.h>, or these. */
#ifdef CONFIG_ARM64
#define IOR_ARM_CALLS
#endif

/*
 * Which numbering the current call is of.  Bit 30 of an x32 number goes: the
 * record says the ABI apart.
 */
static __always_inline unsigned int ior_abi(int *nr)
{
#ifdef CONFIG_X86_64
	if (in_ia32_syscall())
		return IOR_ABI_32;
	if (*nr >= __X32_SYSCALL_BIT && *nr < __X32_SYSCALL_BIT + IOR_CALL_BITS) {
		*nr -= __X32_SYSCALL_BIT;
		return IOR_ABI_X32;
	}
#else
	if (in_compat_syscall())
		return IOR_ABI_32;
#endif
	return IOR_ABI_NATIVE;
}

/* Is this call of the kernel's own ABI, and has it a place of its own in call sets? */
static __always_inline bool ior_abi_is_native(unsigned long nr)
{
#ifdef CONFIG_X86_64
	if (in_ia32_syscall())
		return false;
#else
	if (in_compat_syscall())
		return false;
#endif
	return nr < IOR_CALL_BITS - 1;
}

/* The arguments of such a call. */
static __always_inline void ior_args_native(struct pt_regs *regs, unsigned long *args)
{
#ifdef CONFIG_X86_64
	args[0] = regs->di;
	args[1] = regs->si;
	args[2] = regs->dx;
	args[3] = regs->r10;
	args[4] = regs->r8;
	args[5] = regs->r9;
#else
	syscall_get_arguments(current, regs, args);
#endif
}

/* The first one. */
static __always_inline unsigned long ior_first_arg(struct pt_regs *regs)
{
	unsigned long args[IOR_NR_ARGS];

	ior_args_native(regs, args);
	return args[0];
}

/*
 * What was stored before this is seen by all when the clock is read behind it.  A
 * barrier of memory accesses alone does not order arm64's counter.
 */
static __always_inline void ior_mb_before_clock(void)
{
#ifdef CONFIG_ARM64
	dsb(ish);
#else
	smp_mb();	/* see who calls */
#endif
}

/* The processor's counter, read after all that is before it in the program. */
static __always_inline u64 ior_cycles(void)
{
#ifdef CONFIG_X86_64
	return rdtsc_ordered();
#else
	return get_cycles();
#endif
}

/* A task's name, with zeroes behind it. */
static __always_inline void ior_copy_comm(char *to, const struct task_struct *task)
{
	data_race(memcpy(to, task->comm, IOR_COMM_LEN));	/* a rename may cut in */
#ifndef IOR_HAS_COMM_PADDED
	to[IOR_COMM_LEN - 1] = 0;
	memset(to + strlen(to), 0, IOR_COMM_LEN - strlen(to));
#endif
}

/*
 * A thread that the kernel made for a process, io_uring or (since 6.4) vhost: it makes no
 * calls, and no tracepoint says that it began.
 */
static inline bool ior_is_worker(const struct task_struct *task)
{
#ifdef PF_USER_WORKER
	return task->flags & (PF_IO_WORKER | PF_USER_WORKER);
#else
	return task->flags & PF_IO_WORKER;
#endif
}

/*
 * Has the last thread of a dying task's process begun to die?  signal->live is
 * decremented before sched_process_exit (kernel/exit.c, do_exit), so it can be
 * 0 for more than one thread of a process; none of them makes a call any more.
 */
static inline bool ior_group_dead(const struct task_struct *task)
{
	return !atomic_read(&task->signal->live);
}

/* A control group of version 2, by a descriptor of its folder, held until it is put. */
static inline struct cgroup *ior_cgroup_get(int fd)
{
#ifdef CONFIG_CGROUPS
	return cgroup_get_from_fd(fd);
#else
	return ERR_PTR(-EOPNOTSUPP);
#endif
}

static inline void ior_cgroup_put(struct cgroup *cgroup)
{
#ifdef CONFIG_CGROUPS
	cgroup_put(cgroup);
#endif
}

/* Is the task in it, or in one below?  Under RCU. */
static inline bool ior_cgroup_has(struct cgroup *cgroup, struct task_struct *task)
{
#ifdef CONFIG_CGROUPS
	return cgroup_is_descendant(task_dfl_cgroup(task), cgroup);
#else
	return false;
#endif
}

/*
 * The file of a descriptor of the current task, held until ior_file_put(): by
 * a reference, unless nobody else could close it meanwhile.  O_PATH files, too.
 */
static __always_inline struct file *ior_file_get(unsigned int fd, bool *put)
{
	struct files_struct *files = current->files;

	*put = atomic_read(&files->count) != 1;
	return unlikely(*put) ? fget_raw(fd) : files_lookup_fd_raw(files, fd);
}

/* The last reference may be ours: fput() leaves the work to the way back to user space. */
static __always_inline void ior_file_put(struct file *file, bool put)
{
	if (unlikely(put))
		fput(file);
}

/* The current task's table: preemption is off, which holds it as rcu_read_lock() does. */
static __always_inline const struct fdtable *ior_fdtable(void)
{
	return rcu_dereference_raw(current->files->fdt);
}

/* close_on_exec() takes this table, or since 6.10 what it is found by. */
static __always_inline bool ior_close_on_exec(unsigned int fd, const struct fdtable *fdt)
{
	return test_bit(fd, fdt->close_on_exec);
}

/* Flags of an open file, and O_CLOEXEC of its descriptor. */
static __always_inline u32 ior_file_flags(const struct file *file, bool close_on_exec)
{
	return (file->f_flags & ~O_CLOEXEC) | (close_on_exec ? O_CLOEXEC : 0);
}

static __always_inline u32 ior_fd_flags(const struct file *file, unsigned int fd,
					const struct fdtable *fdt)
{
	return ior_file_flags(file, fd < fdt->max_fds && ior_close_on_exec(fd, fdt));
}

#define IOR_MACHINE	ELF_ARCH

#endif /* _IOR_COMPAT_H */
