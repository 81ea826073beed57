// SPDX-License-Identifier: GPL-2.0-only
/*
 * The scenarios of group mmap, as a trace must show them.  How much memory a call
 * is about is no column of CSV, as it is not bytes that were moved: text has it
 * among the arguments.
 */
#include "scenario_text.h"

#define SIZE		21
#define MMAP_CALLS	CALLS("openat,write,mmap,mremap,munmap,msync,mprotect,close")
#define LOCK_CALLS	CALLS("mmap,mlock,mlock2,mlockall,munlock,munlockall,munmap")

/* mmap's row, which returns the address of a page */
static void expect_mapping(struct __test_metadata *_metadata, struct cursor *c, long fd,
			   const char *file, const char *flags)
{
	long addr = expect(c, "mmap", .any_ret = true, .fd = fd, .path = file, .flags = flags,
			   .bytes = "");

	EXPECT_GT(addr, 0);
	EXPECT_EQ(0, addr % PAGE);
}

/* A file of text, mapped: the descriptor */
static long expect_file(struct __test_metadata *_metadata, struct cursor *c, const char *file)
{
	long fd = expect_created(c, file);

	expect(c, "write", .fd = fd, .ret = SIZE, .path = file, .flags = "O_RDWR");
	expect_mapping(_metadata, c, fd, file, "MAP_SHARED");
	return fd;
}

static void expect_anonymous(struct __test_metadata *_metadata, struct cursor *c)
{
	expect_mapping(_metadata, c, -1, "", "MAP_PRIVATE|MAP_ANONYMOUS");
}

/* A call on an address: it has no file and moves no bytes. */
#define expect_memory(cursor, name, how, ...) \
	expect_no_file(cursor, name, how, .bytes = "", ##__VA_ARGS__)

/* A file that is mapped; msync, if it has flags; munmap */
static void mapped_file(struct __test_metadata *_metadata, const char *scenario, const char *file,
			const char *sync_flags, int sync_error)
{
	struct cursor c;
	long fd;

	if (!run(&c, scenario, MMAP_CALLS))
		return;
	fd = expect_file(_metadata, &c, file);
	if (sync_flags)
		expect_memory(&c, "msync", sync_flags, .error = sync_error);
	expect_memory(&c, "munmap", "");
	expect_close(&c, fd, file, "O_RDWR");
	expect_end(&c);
}

TEST(mmap_basic)
{
	mapped_file(_metadata, "mmap-basic", "mmapfile.txt", NULL, 0);
}

TEST(mmap_msync_sync)
{
	mapped_file(_metadata, "mmap-msync-sync", "msyncfile.txt", "0x4", 0);
}

TEST(mmap_msync_invalid_flags)
{
	mapped_file(_metadata, "mmap-msync-invalid-flags", "msyncinvalidfile.txt", "0x5", EINVAL);
}

/* The address that mremap returns is no count of bytes, however large. */
TEST(mmap_mremap_munmap)
{
	struct cursor c;
	long addr;

	if (!run(&c, "mmap-mremap-munmap", MMAP_CALLS))
		return;
	expect_anonymous(_metadata, &c);
	addr = expect_memory(&c, "mremap", "0x1", .any_ret = true);
	EXPECT_GT(addr, 0);
	EXPECT_EQ(0, addr % PAGE);
	expect_memory(&c, "munmap", "");
	expect_end(&c);
}

/* Who may lock memory, and how much, is up to the limits that the test runs with. */
TEST(mmap_memory_lock)
{
	static const struct {
		const char *call, *flags;
	} calls[] = {
		{ "mlock", "" }, { "munlock", "" }, { "mlock2", "0" }, { "munlock", "" },
		{ "mlockall", "0x1" }, { "munlockall", "" },
	};
	struct cursor c;
	size_t i;
	long ret;

	if (!run(&c, "mmap-memory-lock", LOCK_CALLS))
		return;
	expect_anonymous(_metadata, &c);
	for (i = 0; i < ARRAY_SIZE(calls); i++) {
		ret = expect_memory(&c, calls[i].call, calls[i].flags, .any_ret = true);
		EXPECT_TRUE(!ret || ret == -EPERM || ret == -ENOMEM)
			TH_LOG("%s: %ld", calls[i].call, ret);
	}
	expect_memory(&c, "munmap", "");
	expect_end(&c);
}

/* ---------------------------------------------------------------- text -- */

#define MAPPED(size, flags, file) \
	"mmap(NULL, " size ", PROT_READ|PROT_WRITE, " flags ", " file ", 0) = 0x*"

/* A mapped file, its msync (NULL: none) and its munmap: they are of one address. */
static void mapped_file_text(struct __test_metadata *_metadata, const char *scenario,
			     const char *file, const char *sync_flags, const char *sync_result)
{
	struct lines l;
	long fd, addr;

	if (!run_text(&l, scenario, MMAP_CALLS))
		return;
	fd = expect_line(&l, "openat(*, \"%s/%s\", O_RDWR|O_CREAT, 0644) = *<%s/%s>", l.dir, file,
			 l.dir, file);
	EXPECT_LT(STDERR_FILENO, fd);
	expect_line(&l, "write(%ld<%s/%s>, 0x*, %d) = %d", fd, l.dir, file, SIZE, SIZE);
	addr = expect_line(&l, MAPPED("%d", "MAP_SHARED", "%ld<%s/%s>"), SIZE, fd, l.dir, file);
	if (sync_flags)
		expect_line(&l, "msync(0x%lx, %d, %s) = %s", addr, SIZE, sync_flags, sync_result);
	expect_line(&l, "munmap(0x%lx, %d) = 0", addr, SIZE);
	expect_line(&l, "close(%ld<%s/%s>) = 0", fd, l.dir, file);
	expect_lines_end(&l);
}

TEST(mmap_basic_text)
{
	mapped_file_text(_metadata, "mmap-basic", "mmapfile.txt", NULL, NULL);
}

TEST(mmap_msync_sync_text)
{
	mapped_file_text(_metadata, "mmap-msync-sync", "msyncfile.txt", "0x4", "0");
}

TEST(mmap_msync_invalid_flags_text)
{
	mapped_file_text(_metadata, "mmap-msync-invalid-flags", "msyncinvalidfile.txt", "0x5",
			 "-1 EINVAL (Invalid argument)");
}

TEST(mmap_mremap_munmap_text)
{
	struct lines l;
	long addr;

	if (!run_text(&l, "mmap-mremap-munmap", MMAP_CALLS))
		return;
	addr = expect_line(&l, MAPPED("4096", "MAP_PRIVATE|MAP_ANONYMOUS", "-1"));
	addr = expect_line(&l, "mremap(0x%lx, 4096, 8192, 0x1, NULL) = 0x*", addr);
	expect_line(&l, "munmap(0x%lx, 8192) = 0", addr);
	expect_lines_end(&l);
}

TEST_HARNESS_MAIN
