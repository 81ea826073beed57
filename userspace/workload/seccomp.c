// SPDX-License-Identifier: GPL-2.0-only
/* Group seccomp: calls that a filter ends before they begin. */
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>

#include "workload.h"

#define NR_DENIED	3

/* fchmod fails with EPERM; the thread itself makes no call of another ABI */
static void filter_install(void)
{
	static struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_fchmod, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	const struct sock_fprog program = { ARRAY_SIZE(code), code };
	long ret = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);

	if (ret < 0 && errno == EINVAL)
		skip("seccomp(SECCOMP_SET_MODE_FILTER): %m");
	must_return("seccomp(SECCOMP_SET_MODE_FILTER)", 0, ret);
}

/* No thread can drop its filter: this one ends with it. */
static void *fchmod_denied(void *arg)
{
	const int *fd = arg;
	int i;

	CALL_IS(0, fchmod, *fd, 0600);
	CALL_IS(0, prctl, PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L);
	filter_install();
	for (i = 0; i < NR_DENIED; i++)
		CALL_FAILS(EPERM, fchmod, *fd, 0640);
	return NULL;
}

static void seccomp_denied(void)
{
	int fd = file_create("denied.txt");

	thread_run(fchmod_denied, &fd);
	CALL_IS(0, close, fd);
}

const struct scenario seccomp_scenarios[] = {
	{ "seccomp-denied", "fchmod, then 3 that a seccomp filter denies: EPERM",
	  seccomp_denied, "CONFIG_SECCOMP_FILTER" },
	{ }
};
