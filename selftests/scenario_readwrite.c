// SPDX-License-Identifier: GPL-2.0-only
/* The scenarios of group readwrite, as a trace must show them. */
#include "scenario.h"

#define ROUNDS		5
#define BAD_FD		99999
#define SIZE		18	/* of every payload of retbytes-phase-a */

/* A call on a file that is open for reading and writing */
#define expect_on(cursor, name, number, file, ...) ({ \
	const char *name_ = (name); \
	expect(cursor, name_, .fd = number, .path = file, .flags = flags_of(name_), \
	       ##__VA_ARGS__); \
})

/* What the column has: the file's flags, but not where a call has its own */
static const char *flags_of(const char *call)
{
	static const char * const own[] = { "preadv2", "pwritev2", "cachestat" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(own); i++)
		if (!strcmp(call, own[i]))
			return "0";
	return "O_RDWR";
}

TEST(readwrite_basic)
{
	const char *file = "rwfile.txt";
	struct cursor c;
	long fd;

	if (!run(&c, "readwrite-basic", CALLS("openat,write,lseek,read,close")))
		return;
	fd = expect_created(&c, file);
	expect_on(&c, "write", fd, file, .ret = 21);
	expect_on(&c, "lseek", fd, file);
	expect_on(&c, "read", fd, file, .ret = 21);
	expect_close(&c, fd, file, "O_RDWR");
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
		      const char *file, long size)
{
	struct cursor c;
	long fd;

	if (!run(&c, scenario, AROUND(call)))
		return;
	fd = expect_created(&c, file);
	expect_on(&c, "write", fd, file, .ret = size);
	expect_on(&c, call, fd, file, .ret = size);
	expect_close(&c, fd, file, "O_RDWR");
	expect_end(&c);
}

TEST(readwrite_pread)
{
	read_back(_metadata, "readwrite-pread", "pread64", "preadfile.txt", 15);
}

TEST(readwrite_preadv)
{
	read_back(_metadata, "readwrite-preadv", "preadv", "preadvfile.txt", 16);
}

TEST(readwrite_preadv2)
{
	read_back(_metadata, "readwrite-preadv2", "preadv2", "preadv2file.txt", 17);
}

TEST(readwrite_readv)
{
	const char *file = "readvfile.txt";
	struct cursor c;
	long fd;

	if (!run(&c, "readwrite-readv", CALLS("openat,write,lseek,readv,close")))
		return;
	fd = expect_created(&c, file);
	expect_on(&c, "write", fd, file, .ret = 20);
	expect_on(&c, "lseek", fd, file);
	expect_on(&c, "readv", fd, file, .ret = 20);
	expect_close(&c, fd, file, "O_RDWR");
	expect_end(&c);
}

static void write_new(struct __test_metadata *_metadata, const char *scenario, const char *call,
		      const char *file, long size)
{
	struct cursor c;
	long fd;

	if (!run(&c, scenario, AROUND(call)))
		return;
	fd = expect_created(&c, file);
	expect_on(&c, call, fd, file, .ret = size);
	expect_close(&c, fd, file, "O_RDWR");
	expect_end(&c);
}

TEST(readwrite_pwrite)
{
	write_new(_metadata, "readwrite-pwrite", "pwrite64", "pwritefile.txt", 16);
}

TEST(readwrite_pwritev)
{
	write_new(_metadata, "readwrite-pwritev", "pwritev", "pwritevfile.txt", 17);
}

TEST(readwrite_pwritev2)
{
	write_new(_metadata, "readwrite-pwritev2", "pwritev2", "pwritev2file.txt", 18);
}

TEST(readwrite_writev)
{
	write_new(_metadata, "readwrite-writev", "writev", "writevfile.txt", 16);
}

/* An error moves no bytes: not even a huge number of them. */
TEST(readwrite_wronly_read)
{
	const char *file = "wronlyfile.txt";
	struct cursor c;
	long fd;

	if (!run(&c, "readwrite-wronly-read", CALLS("openat,read,close")))
		return;
	fd = expect_opened(&c, file, "O_WRONLY|O_CREAT");
	expect(&c, "read", .fd = fd, .error = EBADF, .path = file, .flags = "O_WRONLY");
	expect_close(&c, fd, file, "O_WRONLY");
	expect_end(&c);
}

TEST(readwrite_rdonly_write)
{
	const char *file = "rdonlywritefile.txt";
	struct cursor c;
	long fd;

	if (!run(&c, "readwrite-rdonly-write", CALLS("openat,write,close")))
		return;
	expect_made(&c, file);
	fd = expect_opened(&c, file, "O_RDONLY");
	expect(&c, "write", .fd = fd, .error = EBADF, .path = file, .flags = "O_RDONLY");
	expect_close(&c, fd, file, "O_RDONLY");
	expect_end(&c);
}

TEST(readwrite_pread_invalid)
{
	const char *file = "preadinvalid.txt";
	struct cursor c;
	long fd;

	if (!run(&c, "readwrite-pread-invalid", CALLS("openat,write,pread64,close")))
		return;
	fd = expect_created(&c, file);
	expect_on(&c, "write", fd, file, .ret = 9);
	expect_on(&c, "pread64", fd, file, .error = EINVAL);
	expect_close(&c, fd, file, "O_RDWR");
	expect_end(&c);
}

TEST(readwrite_pwrite_invalid)
{
	const char *file = "pwriteinvalid.txt";
	struct cursor c;
	long fd;

	if (!run(&c, "readwrite-pwrite-invalid", CALLS("openat,pwrite64,close")))
		return;
	fd = expect_created(&c, file);
	expect_on(&c, "pwrite64", fd, file, .error = EINVAL);
	expect_close(&c, fd, file, "O_RDWR");
	expect_end(&c);
}

/* What is told or asked of a file, and returns 0: a status and no count */
static void status_of_file(struct __test_metadata *_metadata, const char *scenario,
			   const char *call, const char *file)
{
	struct cursor c;
	long fd;

	if (!run(&c, scenario, AROUND(call)))
		return;
	fd = expect_created(&c, file);
	expect_on(&c, "write", fd, file, .ret = 18);
	expect_on(&c, call, fd, file);
	expect_close(&c, fd, file, "O_RDWR");
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
		expect(&c, call, .fd = BAD_FD, .error = EBADF, .path = "", .flags = "");
	expect_end(&c);
}

TEST(readwrite_readahead)
{
	status_of_file(_metadata, "readwrite-readahead", "readahead", "readaheadfile.txt");
}

TEST(readwrite_readahead_ebadf)
{
	status_of_no_file(_metadata, "readwrite-readahead-ebadf", "readahead");
}

TEST(readwrite_fadvise64)
{
	status_of_file(_metadata, "readwrite-fadvise64", "fadvise64", "fadvise64file.txt");
}

TEST(readwrite_fadvise64_ebadf)
{
	status_of_no_file(_metadata, "readwrite-fadvise64-ebadf", "fadvise64");
}

TEST(readwrite_cachestat)
{
	status_of_file(_metadata, "readwrite-cachestat", "cachestat", "cachestatfile.txt");
}

/*
 * Two connected descriptors, what goes into one comes out of the other: their
 * numbers, and the names of their files.
 */
struct ends {
	long in, out;
	const char *in_path, *out_path;
};

/* The first of two sockets is where all goes in, the second where it comes out. */
static void expect_sockets(struct __test_metadata *_metadata, struct cursor *c, struct ends *ends)
{
	expect(c, "socketpair", .flags = "");
	*ends = (struct ends) {
		.in = row_number(c->row, FD),
		.in_path = c->row->text[PATH],
		.out_path = c->row->text[PATH2],
	};
	EXPECT_GT(ends->in, STDERR_FILENO);
	EXPECT_TRUE(is_nodev(ends->in_path, "socket"))
		TH_LOG("path of socketpair: %s", ends->in_path);
	EXPECT_TRUE(is_nodev(ends->out_path, "socket"))
		TH_LOG("path2 of socketpair: %s", ends->out_path);
	EXPECT_STRNE(ends->in_path, ends->out_path);
}

/* The number of the other end is that of the first row that has it. */
#define expect_in(cursor, pair, name, ...) do { \
	struct ends *ends_ = (pair); \
	expect(cursor, name, .fd = ends_->in, .path = ends_->in_path, ##__VA_ARGS__); \
} while (0)
#define expect_out(where, pair, name, ...) do { \
	struct cursor *cursor_ = (where); \
	struct ends *ends_ = (pair); \
	expect(cursor_, name, .fd = ends_->out, .path = ends_->out_path, ##__VA_ARGS__); \
	ends_->out = row_number(cursor_->row, FD); \
	EXPECT_NE(ends_->in, ends_->out); \
} while (0)

static void expect_sent(struct __test_metadata *_metadata, struct cursor *c, struct ends *ends,
			const char *send, const char *recv, long count)
{
	expect_in(c, ends, send, .ret = count, .flags = "0");
	expect_out(c, ends, recv, .ret = count, .flags = "0");
}

static void expect_ends_closed(struct __test_metadata *_metadata, struct cursor *c,
			       struct ends *ends)
{
	expect_in(c, ends, "close", .flags = "O_RDWR");
	expect_out(c, ends, "close", .flags = "O_RDWR");
}

/* sendmmsg and recvmmsg count messages. */
TEST(retbytes_sockets)
{
	struct ends ends;
	struct cursor c;

	if (!run(&c, "retbytes-phase-a",
		 CALLS("socketpair,sendto,recvfrom,sendmsg,recvmsg,sendmmsg,recvmmsg")))
		return;
	expect_sockets(_metadata, &c, &ends);
	expect_sent(_metadata, &c, &ends, "sendto", "recvfrom", SIZE);
	expect_sent(_metadata, &c, &ends, "sendmsg", "recvmsg", SIZE);
	expect_sockets(_metadata, &c, &ends);
	expect_sent(_metadata, &c, &ends, "sendmmsg", "recvmmsg", 2);
	expect_end(&c);
}

static long expect_source(struct __test_metadata *_metadata, struct cursor *c, const char *file)
{
	long fd = expect_created(c, file);

	expect_on(c, "write", fd, file, .ret = SIZE);
	expect_close(c, fd, file, "O_RDWR");
	return expect_opened(c, file, "O_RDONLY");
}

/* The descriptor of a transfer is where the bytes go, the other file is path2. */
TEST(retbytes_transfers)
{
	long src, dst, dfd, a_out, a_in, b_out, b_in;
	const char *a, *b;
	struct cursor c;
	struct ends ends;
	int i;

	if (!run(&c, "retbytes-phase-a",
		 CALLS("socketpair,openat,write,close,sendfile,pipe2,splice,tee")))
		return;
	for (i = 0; i < 2; i++) {
		expect_sockets(_metadata, &c, &ends);
		expect_ends_closed(_metadata, &c, &ends);
	}

	src = expect_source(_metadata, &c, "sendfilesrc");
	dst = expect_created(&c, "sendfiledst");
	expect_on(&c, "sendfile", dst, "sendfiledst", .ret = SIZE, .path2 = "sendfilesrc");
	expect_close(&c, src, "sendfilesrc", "O_RDONLY");
	expect_close(&c, dst, "sendfiledst", "O_RDWR");

	src = expect_source(_metadata, &c, "splicesrc");
	a = expect_pipe(&c, "0", &a_out);
	expect(&c, "splice", .ret = SIZE, .path = a, .path2 = "splicesrc", .flags = "0");
	a_in = row_number(c.row, FD);
	EXPECT_NE(src, a_in);
	EXPECT_NE(a_out, a_in);
	b = expect_pipe(&c, "0", &b_out);
	EXPECT_STRNE(a, b);
	expect(&c, "tee", .ret = SIZE, .path = b, .path2 = a, .flags = "0");
	b_in = row_number(c.row, FD);
	EXPECT_NE(b_out, b_in);
	expect_close(&c, src, "splicesrc", "O_RDONLY");
	expect_close(&c, a_out, a, "O_RDONLY");
	expect_close(&c, b_out, b, "O_RDONLY");
	expect_close(&c, a_in, a, "O_WRONLY");
	expect_close(&c, b_in, b, "O_WRONLY");

	for (i = 0; i < 4; i++)
		expect_made(&c, NUMBERED("listed/file-%d", i));
	dfd = expect_dir(&c, "listed");
	expect_dir_close(&c, dfd, "listed");
	expect_end(&c);
}

#define NR_LISTINGS	40

TEST(retbytes_listing)
{
	struct cursor c;
	long fd = 0, size;
	int i;

	if (!run(&c, "retbytes-phase-a", CALLS("lseek,getdents64")))
		return;
	for (i = 0; i < NR_LISTINGS; i++) {
		expect(&c, "lseek", .fd = fd, .path = "listed", .flags = DIR_FLAGS);
		fd = row_number(c.row, FD);
		size = expect(&c, "getdents64", .fd = fd, .any_ret = true, .path = "listed",
			      .flags = DIR_FLAGS);
		EXPECT_GT(size, 0);
	}
	expect_end(&c);
}

TEST(retbytes_memory)
{
	struct cursor c;

	if (!run(&c, "retbytes-phase-a", CALLS("process_vm_writev,process_vm_readv")))
		return;
	expect(&c, "process_vm_writev", .ret = SIZE, .path = "", .flags = "0");
	expect(&c, "process_vm_readv", .ret = SIZE, .path = "", .flags = "0");
	expect_end(&c);
}

/* A peek moves nothing, and of a datagram that is cut only what there is room for. */
TEST(recv_flags)
{
	struct ends ends;
	struct cursor c;

	if (!run(&c, "recv-flags", CALLS("socketpair,sendto,recvfrom,recvmsg,close")))
		return;
	expect_sockets(_metadata, &c, &ends);
	expect_in(&c, &ends, "sendto", .ret = 100, .flags = "0");
	expect_out(&c, &ends, "recvfrom", .ret = 100, .bytes = "", .flags = "MSG_PEEK");
	expect_out(&c, &ends, "recvfrom", .ret = 100, .bytes = "100", .flags = "0");
	expect_in(&c, &ends, "sendto", .ret = 300, .flags = "0");
	expect_out(&c, &ends, "recvfrom", .ret = 300, .bytes = "10", .flags = "MSG_TRUNC");
	expect_in(&c, &ends, "sendto", .ret = 200, .flags = "0");
	expect_out(&c, &ends, "recvmsg", .ret = 200, .bytes = "", .flags = "MSG_PEEK|MSG_TRUNC");
	expect_out(&c, &ends, "recvmsg", .ret = 200, .bytes = "200", .flags = "0");
	expect_in(&c, &ends, "sendto", .ret = 400, .flags = "0");
	expect_out(&c, &ends, "recvmsg", .ret = 400, .bytes = "40", .flags = "MSG_TRUNC");
	expect_in(&c, &ends, "sendto", .ret = 90, .flags = "0");
	expect_out(&c, &ends, "recvmsg", .ret = 90, .bytes = "90", .flags = "MSG_TRUNC");
	expect_ends_closed(_metadata, &c, &ends);
	expect_end(&c);
}

TEST_HARNESS_MAIN
