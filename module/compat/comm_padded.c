// SPDX-License-Identifier: GPL-2.0-only
/*
 * 5.17: behind the end of a task's name are zeroes, and not what is left of a longer
 * one (06c5088aeedd, "fs/exec: replace strlcpy with strscpy_pad in __set_task_comm").
 * TASK_COMM_LEN became an enumerator in the same series (3087c61ed2c4).
 */
#include <linux/sched.h>

#ifdef TASK_COMM_LEN
#error "they may be longer names"
#endif

extern char probe[TASK_COMM_LEN];
