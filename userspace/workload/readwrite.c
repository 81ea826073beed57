// SPDX-License-Identifier: GPL-2.0-only
/* Group readwrite, the calls on one file. */
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/uio.h>

#include "workload.h"

#define ROUNDS		5

/* What is written: each scenario takes as many bytes of it as it says. */
static const char text[] = "hello from ior-workload";

/* Two parts of a buffer, one behind the other */
static void two_parts(struct iovec iov[2], const char *buf, size_t first, size_t second)
{
	iov[0] = (struct iovec){ (void *)buf, first };
	iov[1] = (struct iovec){ (void *)(buf + first), second };
}

/* A new file with so many bytes in it */
static int file_with(const char *name, size_t size)
{
	int fd = file_create(name);

	CALL_IS((long)size, write, fd, text, size);
	return fd;
}

static void must_hold(const char *buf, size_t size)
{
	if (memcmp(buf, text, size))
		fail("what was read is not what was written");
}

static void readwrite_basic(void)
{
	int fd = file_with("rwfile.txt", 21);
	char buf[21];

	CALL_IS(0, lseek, fd, 0L, SEEK_SET);
	CALL_IS(21, read, fd, buf, sizeof(buf));
	CALL_IS(0, close, fd);
	must_hold(buf, sizeof(buf));
}

static void readwrite_pread(void)
{
	int fd = file_with("preadfile.txt", 15);
	char buf[15];

	CALL_IS(15, pread64, fd, buf, sizeof(buf), 0L);
	CALL_IS(0, close, fd);
	must_hold(buf, sizeof(buf));
}

static void readwrite_preadv(void)
{
	int fd = file_with("preadvfile.txt", 16);
	char buf[16];
	struct iovec iov[2];

	two_parts(iov, buf, 6, 10);
	CALL_IS(16, preadv, fd, iov, 2L, 0L, 0L);
	CALL_IS(0, close, fd);
	must_hold(buf, sizeof(buf));
}

static void readwrite_preadv2(void)
{
	int fd = file_with("preadv2file.txt", 17);
	char buf[17];
	struct iovec iov[2];

	two_parts(iov, buf, 7, 10);
	CALL_IS(17, preadv2, fd, iov, 2L, 0L, 0L, 0L);
	CALL_IS(0, close, fd);
	must_hold(buf, sizeof(buf));
}

static void readwrite_pwrite(void)
{
	int fd = file_create("pwritefile.txt");

	CALL_IS(16, pwrite64, fd, text, 16L, 0L);
	CALL_IS(0, close, fd);
}

static void readwrite_pwritev(void)
{
	int fd = file_create("pwritevfile.txt");
	struct iovec iov[2];

	two_parts(iov, text, 8, 9);
	CALL_IS(17, pwritev, fd, iov, 2L, 0L, 0L);
	CALL_IS(0, close, fd);
}

static void readwrite_pwritev2(void)
{
	int fd = file_create("pwritev2file.txt");
	struct iovec iov[2];

	two_parts(iov, text, 9, 9);
	CALL_IS(18, pwritev2, fd, iov, 2L, 0L, 0L, 0L);
	CALL_IS(0, close, fd);
}

static void readwrite_readv(void)
{
	int fd = file_with("readvfile.txt", 20);
	char buf[20];
	struct iovec iov[2];

	two_parts(iov, buf, 5, 15);
	CALL_IS(0, lseek, fd, 0L, SEEK_SET);
	CALL_IS(20, readv, fd, iov, 2L);
	CALL_IS(0, close, fd);
	must_hold(buf, sizeof(buf));
}

static void readwrite_writev(void)
{
	int fd = file_create("writevfile.txt");
	struct iovec iov[2];

	two_parts(iov, text, 7, 9);
	CALL_IS(16, writev, fd, iov, 2L);
	CALL_IS(0, close, fd);
}

static void readwrite_wronly_read(void)
{
	int fd = CALL(openat, AT_FDCWD, IN_DIR("wronlyfile.txt"), O_WRONLY | O_CREAT, FILE_MODE);
	char buf[16];

	CALL_FAILS(EBADF, read, fd, buf, sizeof(buf));
	CALL_IS(0, close, fd);
}

static void readwrite_rdonly_write(void)
{
	int fd;

	file_make("rdonlywritefile.txt", NULL, 0);
	fd = CALL(openat, AT_FDCWD, IN_DIR("rdonlywritefile.txt"), O_RDONLY);
	CALL_FAILS(EBADF, write, fd, text, 15L);
	CALL_IS(0, close, fd);
}

static void readwrite_pread_invalid(void)
{
	int fd = file_with("preadinvalid.txt", 9);
	char buf[9];

	CALL_FAILS(EINVAL, pread64, fd, buf, sizeof(buf), -1L);
	CALL_IS(0, close, fd);
}

static void readwrite_pwrite_invalid(void)
{
	int fd = file_create("pwriteinvalid.txt");

	CALL_FAILS(EINVAL, pwrite64, fd, text, 9L, -1L);
	CALL_IS(0, close, fd);
}

static void readwrite_readahead(void)
{
	int fd = file_with("readaheadfile.txt", 18);

	CALL_IS(0, readahead, fd, 0L, 4096L);
	CALL_IS(0, close, fd);
}

static void readwrite_readahead_ebadf(void)
{
	int i;

	for (i = 0; i < ROUNDS; i++)
		CALL_FAILS(EBADF, readahead, BAD_FD, 0L, 4096L);
}

static void readwrite_fadvise64(void)
{
	int fd = file_with("fadvise64file.txt", 18);

	CALL_IS(0, fadvise64, fd, 0L, 0L, POSIX_FADV_NORMAL);
	CALL_IS(0, close, fd);
}

static void readwrite_fadvise64_ebadf(void)
{
	int i;

	for (i = 0; i < ROUNDS; i++)
		CALL_FAILS(EBADF, fadvise64, BAD_FD, 0L, 0L, POSIX_FADV_NORMAL);
}

/* As in <linux/mman.h>, which may be older than this call */
static void readwrite_cachestat(void)
{
	struct { uint64_t off, len; } range = { 0, 0 };
	struct { uint64_t cache, dirty, writeback, evicted, recently_evicted; } result;
	int fd = file_with("cachestatfile.txt", 18);

	CALL_IS(0, cachestat, fd, &range, &result, 0L);
	CALL_IS(0, close, fd);
}

const struct scenario readwrite_scenarios[] = {
	{ "readwrite-basic", "write, lseek and read 21 bytes", readwrite_basic, NULL },
	{ "readwrite-pread", "pread64 15 bytes", readwrite_pread, NULL },
	{ "readwrite-preadv", "preadv 6 + 10 bytes", readwrite_preadv, NULL },
	{ "readwrite-preadv2", "preadv2 7 + 10 bytes", readwrite_preadv2, "Linux 4.6" },
	{ "readwrite-pwrite", "pwrite64 16 bytes", readwrite_pwrite, NULL },
	{ "readwrite-pwritev", "pwritev 8 + 9 bytes", readwrite_pwritev, NULL },
	{ "readwrite-pwritev2", "pwritev2 9 + 9 bytes", readwrite_pwritev2, "Linux 4.6" },
	{ "readwrite-readv", "readv 5 + 15 bytes", readwrite_readv, NULL },
	{ "readwrite-writev", "writev 7 + 9 bytes", readwrite_writev, NULL },
	{ "readwrite-wronly-read", "read of a file open for writing: EBADF",
	  readwrite_wronly_read, NULL },
	{ "readwrite-rdonly-write", "write to a file open for reading: EBADF",
	  readwrite_rdonly_write, NULL },
	{ "readwrite-pread-invalid", "pread64 at offset -1: EINVAL",
	  readwrite_pread_invalid, NULL },
	{ "readwrite-pwrite-invalid", "pwrite64 at offset -1: EINVAL",
	  readwrite_pwrite_invalid, NULL },
	{ "readwrite-readahead", "readahead of a file", readwrite_readahead, NULL },
	{ "readwrite-readahead-ebadf", "readahead of no file, 5 times: EBADF",
	  readwrite_readahead_ebadf, NULL },
	{ "readwrite-fadvise64", "fadvise64 of a file", readwrite_fadvise64, NULL },
	{ "readwrite-fadvise64-ebadf", "fadvise64 of no file, 5 times: EBADF",
	  readwrite_fadvise64_ebadf, NULL },
	{ "readwrite-cachestat", "cachestat of a file", readwrite_cachestat, "Linux 6.5" },
	{ }
};
