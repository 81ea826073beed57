/* SPDX-License-Identifier: GPL-2.0-only */
/* Sessions that want calls on some files only: IOR_IOC_FILES. */
#ifndef _IOR_FILES_H
#define _IOR_FILES_H

#include "record.h"

struct ior_class;

/* The sessions that select files; they have some. */
static __always_inline u64 ior_files_live(void)
{
	/* pairs with the barrier in ior_files_set() */
	return smp_load_acquire(&ior_live.files);
}

bool ior_globs_end(const char *globs, size_t size);
bool ior_globs_match(const char *globs, const char *text);
int ior_files_set(struct ior_session *s, const struct ior_files *files);
void ior_files_close(struct ior_session *s);
u64 ior_files_match(char *path, size_t len);
u64 ior_files_may_pass(u64 sessions, const struct ior_class *class,
		       const struct ior_syscall *call);
bool ior_files_pass(const struct ior_session *s, const struct ior_event *ev);

#endif /* _IOR_FILES_H */
