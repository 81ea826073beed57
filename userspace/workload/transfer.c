// SPDX-License-Identifier: GPL-2.0-only
/* Group readwrite, the calls between files, sockets, pipes and processes. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "workload.h"

#define SIZE		18
#define NR_FILES	4
#define NR_LISTINGS	40

static char payload[] = "eighteen bytes now";
_Static_assert(sizeof(payload) - 1 == SIZE, "payload");

/* ---------------------------------------------------- retbytes-phase-a -- */

static void over_stream(void)
{
	char buf[SIZE];
	struct iovec out = { payload, SIZE }, in = { buf, SIZE };
	struct msghdr sent = { .msg_iov = &out, .msg_iovlen = 1 };
	struct msghdr received = { .msg_iov = &in, .msg_iovlen = 1 };
	int sock[2];

	CALL_IS(0, socketpair, AF_UNIX, SOCK_STREAM, 0, sock);
	CALL_IS(SIZE, sendto, sock[0], payload, (size_t)SIZE, 0, NULL, 0L);
	CALL_IS(SIZE, recvfrom, sock[1], buf, (size_t)SIZE, 0, NULL, NULL);
	CALL_IS(SIZE, sendmsg, sock[0], &sent, 0);
	CALL_IS(SIZE, recvmsg, sock[1], &received, 0);
	CALL_IS(0, close, sock[0]);
	CALL_IS(0, close, sock[1]);
}

static void over_datagrams(void)
{
	char buf[2][SIZE];
	struct iovec out = { payload, SIZE };
	struct iovec in[] = { { buf[0], SIZE }, { buf[1], SIZE } };
	struct mmsghdr sent[] = {
		{ .msg_hdr = { .msg_iov = &out, .msg_iovlen = 1 } },
		{ .msg_hdr = { .msg_iov = &out, .msg_iovlen = 1 } },
	};
	struct mmsghdr received[] = {
		{ .msg_hdr = { .msg_iov = &in[0], .msg_iovlen = 1 } },
		{ .msg_hdr = { .msg_iov = &in[1], .msg_iovlen = 1 } },
	};
	int sock[2];

	CALL_IS(0, socketpair, AF_UNIX, SOCK_DGRAM, 0, sock);
	CALL_IS(2, sendmmsg, sock[0], sent, 2, 0);
	CALL_IS(2, recvmmsg, sock[1], received, 2, 0, NULL);
	CALL_IS(0, close, sock[0]);
	CALL_IS(0, close, sock[1]);
}

static void by_sendfile(void)
{
	int src, dst;

	file_make("sendfilesrc", payload, SIZE);
	src = CALL(openat, AT_FDCWD, IN_DIR("sendfilesrc"), O_RDONLY);
	dst = file_create("sendfiledst");
	CALL_IS(SIZE, sendfile, dst, src, NULL, (size_t)SIZE);
	CALL_IS(0, close, src);
	CALL_IS(0, close, dst);
}

static void through_pipes(void)
{
	int src, a[2], b[2], i;

	file_make("splicesrc", payload, SIZE);
	src = CALL(openat, AT_FDCWD, IN_DIR("splicesrc"), O_RDONLY);
	CALL_IS(0, pipe2, a, 0);
	CALL_IS(SIZE, splice, src, NULL, a[1], NULL, (size_t)SIZE, 0L);
	CALL_IS(0, pipe2, b, 0);
	CALL_IS(SIZE, tee, a[0], b[1], (size_t)SIZE, 0);
	CALL_IS(0, close, src);
	for (i = 0; i < 2; i++) {
		CALL_IS(0, close, a[i]);
		CALL_IS(0, close, b[i]);
	}
}

static void by_listing(void)
{
	char buf[4096], name[32];
	int i, fd;

	CALL_IS(0, mkdirat, AT_FDCWD, IN_DIR("listed"), 0755);
	for (i = 0; i < NR_FILES; i++) {
		snprintf(name, sizeof(name), "listed/file-%d", i);
		file_make(name, NULL, 0);
	}
	fd = dir_open("listed");
	for (i = 0; i < NR_LISTINGS; i++) {
		CALL_IS(0, lseek, fd, 0L, SEEK_SET);
		if (!CALL(getdents64, fd, buf, sizeof(buf)))
			fail("getdents64(fd, buf, 4096): expected entries, got none");
		pause_ms(25);
	}
	CALL_IS(0, close, fd);
}

static void in_memory(void)
{
	char buf[SIZE] = { 0 };
	struct iovec ours = { payload, SIZE }, theirs = { buf, SIZE };

	CALL_IS(SIZE, process_vm_writev, getpid(), &ours, 1L, &theirs, 1L, 0L);
	CALL_IS(SIZE, process_vm_readv, getpid(), &ours, 1L, &theirs, 1L, 0L);
	if (memcmp(buf, payload, SIZE))
		fail("process_vm_writev wrote something else");
}

static void retbytes_phase_a(void)
{
	over_stream();
	over_datagrams();
	by_sendfile();
	through_pipes();
	by_listing();
	in_memory();
}

/* ---------------------------------------------------------- recv-flags -- */

#define NR_PARTS	9

static char datagram[400];

static void send_bytes(int fd, size_t size)
{
	CALL_IS((long)size, sendto, fd, datagram, size, 0, NULL, 0L);
}

/* recvmsg into nr parts of these sizes (NULL: none of them has room) */
static void recv_parts(int fd, long want, int flags, size_t nr, const size_t *sizes)
{
	static char buf[sizeof(datagram)];
	struct iovec iov[NR_PARTS] = { 0 };
	struct msghdr msg = { .msg_iov = iov, .msg_iovlen = nr };
	size_t i;

	for (i = 0; i < nr; i++) {
		iov[i].iov_base = buf;
		iov[i].iov_len = sizes ? sizes[i] : 0;
	}
	CALL_IS(want, recvmsg, fd, &msg, flags);
}

static void recv_flags(void)
{
	char buf[100];
	int sock[2];

	CALL_IS(0, socketpair, AF_UNIX, SOCK_DGRAM, 0, sock);

	send_bytes(sock[0], 100);
	CALL_IS(100, recvfrom, sock[1], buf, sizeof(buf), MSG_PEEK, NULL, NULL);
	CALL_IS(100, recvfrom, sock[1], buf, sizeof(buf), 0, NULL, NULL);

	send_bytes(sock[0], 300);
	CALL_IS(300, recvfrom, sock[1], buf, 10L, MSG_TRUNC, NULL, NULL);

	send_bytes(sock[0], 200);
	recv_parts(sock[1], 200, MSG_PEEK | MSG_TRUNC, 1, NULL);
	recv_parts(sock[1], 200, 0, 1, (const size_t[]) { 200 });

	send_bytes(sock[0], 400);
	recv_parts(sock[1], 400, MSG_TRUNC, 2, (const size_t[]) { 25, 15 });

	send_bytes(sock[0], 90);
	recv_parts(sock[1], 90, MSG_TRUNC, NR_PARTS,
		   (const size_t[NR_PARTS]) { 10, 10, 10, 10, 10, 10, 10, 10, 10 });

	CALL_IS(0, close, sock[0]);
	CALL_IS(0, close, sock[1]);
}

const struct scenario transfer_scenarios[] = {
	{ "retbytes-phase-a", "18 bytes through sockets, pipes, sendfile and other memory",
	  retbytes_phase_a, "ptrace of itself, CONFIG_CROSS_MEMORY_ATTACH" },
	{ "recv-flags", "recvfrom and recvmsg with MSG_PEEK and MSG_TRUNC", recv_flags, NULL },
	{ }
};
