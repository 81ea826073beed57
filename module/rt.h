/* SPDX-License-Identifier: GPL-2.0-only */
/* PREEMPT_RT: see rt.c, which is part of the module on such kernels. */
#ifndef _IOR_RT_H
#define _IOR_RT_H

void ior_rt_begin(void);
void ior_rt_end(void);
void ior_rt_wait(unsigned int cpu);

#endif /* _IOR_RT_H */
