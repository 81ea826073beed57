// SPDX-License-Identifier: GPL-2.0-only
/* The scenarios of group readwrite, as a trace must show them. */
#include "scenario.h"

#define ROUNDS		5
#define BAD_FD		99999
#define SIZE		18	/* of every payload of retbytes-phase-a */

TEST(readwrite_basic)
{
	struct cursor c;
	long fd;

	if (!run(&c, "readwrite-basic", CALLS("openat,write,lseek,read,close")))
		return;
	fd = expect_created(&c);
	expect(&c, "write", .fd = fd, .ret = 21);
	expect(&c, "lseek", .fd = fd);
	expect(&c, "read", .fd = fd, .ret = 21);
	expect(&c, "close", .fd = fd);
	expect_end(&c);
}

/* The calls of a trace: those that surround the one of the test, and that one */
#define AROUND(call)	"-e", around(call)

static char *around(const char *call)
{
	static char list[64];

	snprintf(list, sizeof(list), "trace=chdir,openat,write,read,close,%s", call);
	return list;
}

/* What is written first, and then read by another call */
static void read_back(struct __test_metadata *_metadata, const char *scenario, const char *call,
		      long size)
{
	struct cursor c;
	long fd;

	if (!run(&c, scenario, AROUND(call)))
		return;
	fd = expect_created(&c);
	expect(&c, "write", .fd = fd, .ret = size);
	expect(&c, call, .fd = fd, .ret = size);
	expect(&c, "close", .fd = fd);
	expect_end(&c);
}

TEST(readwrite_pread)
{
	read_back(_metadata, "readwrite-pread", "pread64", 15);
}

TEST(readwrite_preadv)
{
	read_back(_metadata, "readwrite-preadv", "preadv", 16);
}

TEST(readwrite_preadv2)
{
	read_back(_metadata, "readwrite-preadv2", "preadv2", 17);
}

TEST(readwrite_readv)
{
	struct cursor c;
	long fd;

	if (!run(&c, "readwrite-readv", CALLS("openat,write,lseek,readv,close")))
		return;
	fd = expect_created(&c);
	expect(&c, "write", .fd = fd, .ret = 20);
	expect(&c, "lseek", .fd = fd);
	expect(&c, "readv", .fd = fd, .ret = 20);
	expect(&c, "close", .fd = fd);
	expect_end(&c);
}

static void write_new(struct __test_metadata *_metadata, const char *scenario, const char *call,
		      long size)
{
	struct cursor c;
	long fd;

	if (!run(&c, scenario, AROUND(call)))
		return;
	fd = expect_created(&c);
	expect(&c, call, .fd = fd, .ret = size);
	expect(&c, "close", .fd = fd);
	expect_end(&c);
}

TEST(readwrite_pwrite)
{
	write_new(_metadata, "readwrite-pwrite", "pwrite64", 16);
}

TEST(readwrite_pwritev)
{
	write_new(_metadata, "readwrite-pwritev", "pwritev", 17);
}

TEST(readwrite_pwritev2)
{
	write_new(_metadata, "readwrite-pwritev2", "pwritev2", 18);
}

TEST(readwrite_writev)
{
	write_new(_metadata, "readwrite-writev", "writev", 16);
}

/* An error moves no bytes: not even a huge number of them. */
TEST(readwrite_wronly_read)
{
	struct cursor c;
	long fd;

	if (!run(&c, "readwrite-wronly-read", CALLS("openat,read,close")))
		return;
	fd = expect(&c, "openat", .new_fd = true, .flags = "O_WRONLY|O_CREAT");
	expect(&c, "read", .fd = fd, .error = EBADF);
	expect(&c, "close", .fd = fd);
	expect_end(&c);
}

TEST(readwrite_rdonly_write)
{
	struct cursor c;
	long fd;

	if (!run(&c, "readwrite-rdonly-write", CALLS("openat,write,close")))
		return;
	fd = expect_created(&c);
	expect(&c, "close", .fd = fd);
	fd = expect(&c, "openat", .new_fd = true, .flags = "O_RDONLY");
	expect(&c, "write", .fd = fd, .error = EBADF);
	expect(&c, "close", .fd = fd);
	expect_end(&c);
}

TEST(readwrite_pread_invalid)
{
	struct cursor c;
	long fd;

	if (!run(&c, "readwrite-pread-invalid", CALLS("openat,write,pread64,close")))
		return;
	fd = expect_created(&c);
	expect(&c, "write", .fd = fd, .ret = 9);
	expect(&c, "pread64", .fd = fd, .error = EINVAL);
	expect(&c, "close", .fd = fd);
	expect_end(&c);
}

TEST(readwrite_pwrite_invalid)
{
	struct cursor c;
	long fd;

	if (!run(&c, "readwrite-pwrite-invalid", CALLS("openat,pwrite64,close")))
		return;
	fd = expect_created(&c);
	expect(&c, "pwrite64", .fd = fd, .error = EINVAL);
	expect(&c, "close", .fd = fd);
	expect_end(&c);
}

/* What is told or asked of a file, and returns 0: a status and no count */
static void status_of_file(struct __test_metadata *_metadata, const char *scenario,
			   const char *call)
{
	struct cursor c;
	long fd;

	if (!run(&c, scenario, AROUND(call)))
		return;
	fd = expect_created(&c);
	expect(&c, "write", .fd = fd, .ret = 18);
	expect(&c, call, .fd = fd);
	expect(&c, "close", .fd = fd);
	expect_end(&c);
}

static void status_of_no_file(struct __test_metadata *_metadata, const char *scenario,
			      const char *call)
{
	struct cursor c;
	int i;

	if (!run(&c, scenario, AROUND(call)))
		return;
	for (i = 0; i < ROUNDS; i++)
		expect(&c, call, .fd = BAD_FD, .error = EBADF);
	expect_end(&c);
}

TEST(readwrite_readahead)
{
	status_of_file(_metadata, "readwrite-readahead", "readahead");
}

TEST(readwrite_readahead_ebadf)
{
	status_of_no_file(_metadata, "readwrite-readahead-ebadf", "readahead");
}

TEST(readwrite_fadvise64)
{
	status_of_file(_metadata, "readwrite-fadvise64", "fadvise64");
}

TEST(readwrite_fadvise64_ebadf)
{
	status_of_no_file(_metadata, "readwrite-fadvise64-ebadf", "fadvise64");
}

TEST(readwrite_cachestat)
{
	status_of_file(_metadata, "readwrite-cachestat", "cachestat");
}

/* Two connected descriptors: what goes into one comes out of the other. */
struct ends {
	long in, out;
};

/* Learns the ends from the first two calls, and checks them in all others. */
static void expect_sent(struct __test_metadata *_metadata, struct cursor *c, struct ends *ends,
			const char *send, const char *recv, long ret)
{
	expect(c, send, .fd = ends->in, .ret = ret);
	ends->in = row_number(c->row, FD);
	expect(c, recv, .fd = ends->out, .ret = ret);
	ends->out = row_number(c->row, FD);
	EXPECT_NE(ends->in, ends->out);
}

/* sendmmsg and recvmmsg count messages. */
TEST(retbytes_sockets)
{
	struct ends stream = { 0 }, datagrams = { 0 };
	struct cursor c;

	if (!run(&c, "retbytes-phase-a",
		 CALLS("socketpair,sendto,recvfrom,sendmsg,recvmsg,sendmmsg,recvmmsg")))
		return;
	expect(&c, "socketpair");
	expect_sent(_metadata, &c, &stream, "sendto", "recvfrom", SIZE);
	expect_sent(_metadata, &c, &stream, "sendmsg", "recvmsg", SIZE);
	expect(&c, "socketpair");
	expect_sent(_metadata, &c, &datagrams, "sendmmsg", "recvmmsg", 2);
	expect_end(&c);
}

static void expect_source(struct __test_metadata *_metadata, struct cursor *c, long *src)
{
	*src = expect_created(c);
	expect(c, "write", .fd = *src, .ret = SIZE);
	expect(c, "close", .fd = *src);
	*src = expect(c, "openat", .new_fd = true, .flags = "O_RDONLY");
}

/* The descriptor of a transfer is where the bytes go. */
TEST(retbytes_transfers)
{
	struct cursor c;
	long src, dst, pipe_in, copy_in;
	int i;

	if (!run(&c, "retbytes-phase-a", CALLS("openat,write,close,sendfile,pipe2,splice,tee")))
		return;
	for (i = 0; i < 4; i++)		/* two pairs of sockets */
		expect(&c, "close");

	expect_source(_metadata, &c, &src);
	dst = expect_created(&c);
	expect(&c, "sendfile", .fd = dst, .ret = SIZE);
	expect(&c, "close", .fd = src);
	expect(&c, "close", .fd = dst);

	expect_source(_metadata, &c, &src);
	expect(&c, "pipe2");
	expect(&c, "splice", .ret = SIZE);
	pipe_in = row_number(c.row, FD);
	EXPECT_NE(src, pipe_in);
	expect(&c, "pipe2");
	expect(&c, "tee", .ret = SIZE);
	copy_in = row_number(c.row, FD);
	EXPECT_NE(pipe_in, copy_in);
	expect(&c, "close", .fd = src);
	expect(&c, "close");
	expect(&c, "close");
	expect(&c, "close", .fd = pipe_in);
	expect(&c, "close", .fd = copy_in);
}

#define NR_LISTINGS	40

TEST(retbytes_listing)
{
	struct cursor c;
	long fd = 0, ret;
	int i;

	if (!run(&c, "retbytes-phase-a", CALLS("lseek,getdents64")))
		return;
	for (i = 0; i < NR_LISTINGS; i++) {
		expect(&c, "lseek", .fd = fd);
		fd = row_number(c.row, FD);
		ret = expect(&c, "getdents64", .fd = fd, .any_ret = true);
		EXPECT_GT(ret, 0);
	}
	expect_end(&c);
}

TEST(retbytes_memory)
{
	struct cursor c;

	if (!run(&c, "retbytes-phase-a", CALLS("process_vm_writev,process_vm_readv")))
		return;
	expect(&c, "process_vm_writev", .ret = SIZE);
	expect(&c, "process_vm_readv", .ret = SIZE);
	expect_end(&c);
}

/* How many bytes a peek or a cut datagram counts for is not looked at here. */
TEST(recv_flags)
{
	struct cursor c;
	long in, out;

	if (!run(&c, "recv-flags", CALLS("socketpair,sendto,recvfrom,recvmsg,close")))
		return;
	expect(&c, "socketpair");
	expect(&c, "sendto", .ret = 100);
	in = row_number(c.row, FD);
	expect(&c, "recvfrom", .ret = 100, .any_bytes = true);
	out = row_number(c.row, FD);
	EXPECT_NE(in, out);
	expect(&c, "recvfrom", .fd = out, .ret = 100);
	expect(&c, "sendto", .fd = in, .ret = 300);
	expect(&c, "recvfrom", .fd = out, .ret = 300, .any_bytes = true);
	expect(&c, "sendto", .fd = in, .ret = 200);
	expect(&c, "recvmsg", .fd = out, .ret = 200, .any_bytes = true);
	expect(&c, "recvmsg", .fd = out, .ret = 200);
	expect(&c, "sendto", .fd = in, .ret = 400);
	expect(&c, "recvmsg", .fd = out, .ret = 400, .any_bytes = true);
	expect(&c, "sendto", .fd = in, .ret = 90);
	expect(&c, "recvmsg", .fd = out, .ret = 90);
	expect(&c, "close", .fd = in);
	expect(&c, "close", .fd = out);
	expect_end(&c);
}

TEST_HARNESS_MAIN
