/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What differs between kernels and between architectures, and nothing else.
 */
#ifndef _IOR_COMPAT_H
#define _IOR_COMPAT_H

#include <linux/compat.h>
#include <linux/elf.h>
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/mm.h>
#include <linux/sched/signal.h>
#include <linux/timex.h>

#ifdef CONFIG_X86_64
#include <asm/msr.h>
#endif
#include <asm/syscall.h>

#include <linux/ior.h>

/* Take away for good what mprotect(2) could give to a mapping. */
static inline void ior_vma_forbid(struct vm_area_struct *vma, unsigned long flags)
{
	vma->vm_flags &= ~flags;
}

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
#endif
	return IOR_ABI_NATIVE;
}

/* Is this call of the kernel's own ABI, and has it a place of its own in call sets? */
static __always_inline bool ior_abi_is_native(unsigned long nr)
{
#ifdef CONFIG_X86_64
	if (in_ia32_syscall())
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

/* The processor's counter, read after all that is before it in the program. */
static __always_inline u64 ior_cycles(void)
{
#ifdef CONFIG_X86_64
	return rdtsc_ordered();
#else
	return get_cycles();
#endif
}

/* A thread that io_uring made: it makes no calls, and no tracepoint says that it began. */
static inline bool ior_is_io_worker(const struct task_struct *task)
{
	return task->flags & PF_IO_WORKER;
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

/* Flags of an open file, and O_CLOEXEC of its descriptor. */
static __always_inline u32 ior_file_flags(const struct file *file, bool close_on_exec)
{
	return (file->f_flags & ~O_CLOEXEC) | (close_on_exec ? O_CLOEXEC : 0);
}

static __always_inline u32 ior_fd_flags(const struct file *file, unsigned int fd,
					const struct fdtable *fdt)
{
	return ior_file_flags(file, fd < fdt->max_fds && close_on_exec(fd, fdt));
}

#define IOR_MACHINE	ELF_ARCH

#endif /* _IOR_COMPAT_H */
