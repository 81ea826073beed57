// SPDX-License-Identifier: GPL-2.0-only
/* Group misc: what there is to ask of the machine, and pages given to a pipe. */
#include <fcntl.h>
#include <string.h>
#include <sys/sysinfo.h>
#include <sys/uio.h>
#include <sys/utsname.h>

#include "workload.h"

static void splice_pages(void)
{
	static const char text[16] = "from my memory";
	const struct iovec iov = { (void *)text, sizeof(text) };
	char back[sizeof(text)];
	int fds[2];

	CALL_IS(0, pipe2, fds, 0);
	CALL_IS((long)sizeof(text), vmsplice, fds[1], &iov, 1L, 0);
	CALL_IS((long)sizeof(text), read, fds[0], back, sizeof(back));
	if (memcmp(back, text, sizeof(text)))
		fail("vmsplice: another text came back");
	CALL_IS(0, close, fds[0]);
	CALL_IS(0, close, fds[1]);
}

static void misc_basic(void)
{
	unsigned int cpu, node;
	struct sysinfo info;
	struct utsname name;

	CALL_IS(0, getcpu, &cpu, &node, NULL);
	CALL_IS(0, uname, &name);
	CALL_IS(0, sysinfo, &info);
	splice_pages();
	CALL_IS(0, alarm, 0);
}

const struct scenario misc_scenarios[] = {
	{ "misc-basic", "getcpu, uname, sysinfo, vmsplice into a pipe, alarm", misc_basic,
	  "a machine that has alarm" },
	{ }
};
