/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What differs between kernels and between architectures, and nothing else.
 */
#ifndef _IOR_COMPAT_H
#define _IOR_COMPAT_H

#include <linux/compat.h>
#include <linux/elf.h>
#include <linux/mm.h>
#include <linux/sched/signal.h>

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

/*
 * Has the last thread of a dying task's process begun to die?  signal->live is
 * decremented before sched_process_exit (kernel/exit.c, do_exit), so it can be
 * 0 for more than one thread of a process; none of them makes a call any more.
 */
static inline bool ior_group_dead(const struct task_struct *task)
{
	return !atomic_read(&task->signal->live);
}

#define IOR_MACHINE	ELF_ARCH

#endif /* _IOR_COMPAT_H */
