// SPDX-License-Identifier: GPL-2.0-only
/*
 * mmap(2) of /dev/ior: what can be mapped, how, and that nothing else can,
 * now or by a later mprotect.
 */
#include "ior_trace.h"

#define RING_BYTES	8192UL
#define RING_RECORDS	(RING_BYTES / sizeof(struct ior_record))

FIXTURE(map) {
	int fd;
	struct ior_info info;
	__u64 ring_at;		/* mmap offsets, of a CPU that exists */
	__u64 reader_at;
};

FIXTURE_SETUP(map)
{
	int cpu = cpu_nth(0);

	SETUP(RING_BYTES);
	ASSERT_EQ(0, filter_calls(self->fd, IOR_FILTER_ALL, MARK_NR));
	ASSERT_EQ(0, info_get(self->fd, &self->info));
	self->ring_at = cpu * self->info.ring_stride + self->info.ring_offset;
	self->reader_at = cpu * self->info.ring_stride + self->info.reader_offset;
}

FIXTURE_TEARDOWN(map)
{
	close(self->fd);
}

static int map_error(int fd, __u64 size, int prot, int flags, __u64 offset)
{
	void *map = mmap(NULL, size, prot, flags, fd, offset);

	if (map == MAP_FAILED)
		return -errno;
	munmap(map, size);
	return 0;
}

TEST_F(map, good)
{
	struct ior_info *info = &self->info;

	EXPECT_EQ(0, map_error(self->fd, info->ring_size, PROT_READ, MAP_SHARED, self->ring_at));
	EXPECT_EQ(0, map_error(self->fd, info->ring_size, PROT_NONE, MAP_SHARED, self->ring_at));
	EXPECT_EQ(0, map_error(self->fd, PAGE, PROT_READ, MAP_SHARED, self->ring_at));
	EXPECT_EQ(0, map_error(self->fd, info->reader_size, PROT_READ, MAP_SHARED,
			       self->reader_at));
	EXPECT_EQ(0, map_error(self->fd, info->reader_size, PROT_READ | PROT_WRITE, MAP_SHARED,
			       self->reader_at));
}

TEST_F(map, size_or_offset_bad)
{
	struct ior_info *info = &self->info;
	__u64 ring = self->ring_at, reader = self->reader_at;
	const struct { __u64 size, offset; } bad[] = {
		{ info->ring_size - PAGE, ring },
		{ info->ring_size + PAGE, ring },
		{ info->ring_size, ring + PAGE },
		{ PAGE, ring + PAGE },
		{ RING_BYTES, ring + PAGE },
		{ info->reader_size + PAGE, reader },
		{ info->ring_size + info->reader_size, ring < reader ? ring : reader },
		{ info->ring_stride, ring < reader ? ring : reader },
		{ 2 * info->ring_stride, 0 },
		{ 1UL << 40, ring },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_EQ(-EINVAL, map_error(self->fd, bad[i].size, PROT_READ, MAP_SHARED,
					     bad[i].offset))
			TH_LOG("size %#llx at %#llx", bad[i].size, bad[i].offset);
	}
}

/* Between one CPU's areas and the next one's there is nothing to map. */
TEST_F(map, every_other_offset)
{
	struct ior_info *info = &self->info;
	__u64 base = cpu_nth(0) * info->ring_stride, off;
	int ret;

	for (off = 0; off < info->ring_stride; off += PAGE) {
		if (base + off == self->ring_at || base + off == self->reader_at)
			continue;
		ret = map_error(self->fd, PAGE, PROT_READ, MAP_SHARED, base + off);
		EXPECT_EQ(-EINVAL, ret)
			TH_LOG("one page at %#llx", base + off);
	}
}

TEST_F(map, cpu_bad)
{
	struct ior_info *info = &self->info;
	const __u64 cpus[] = { info->nr_cpus, info->nr_cpus + 1, 4096, 65536, 1ULL << 32 };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cpus); i++) {
		__u64 base = cpus[i] * info->ring_stride;

		EXPECT_EQ(-ENXIO, map_error(self->fd, info->ring_size, PROT_READ, MAP_SHARED,
					    base + info->ring_offset));
		EXPECT_EQ(-ENXIO, map_error(self->fd, info->reader_size, PROT_READ, MAP_SHARED,
					    base + info->reader_offset));
	}
	/* The last offset there is, and those that would wrap. */
	EXPECT_NE(0, map_error(self->fd, PAGE, PROT_READ, MAP_SHARED, ~0ULL << 12));
	EXPECT_NE(0, map_error(self->fd, PAGE, PROT_READ, MAP_SHARED, 1ULL << 63));
	EXPECT_NE(0, map_error(self->fd, info->ring_size, PROT_READ, MAP_SHARED,
			       -info->ring_stride + info->ring_offset));
}

TEST_F(map, permission_bad)
{
	static const int prot[] = {
		PROT_WRITE, PROT_READ | PROT_WRITE, PROT_EXEC, PROT_READ | PROT_EXEC,
		PROT_READ | PROT_WRITE | PROT_EXEC,
	};
	struct ior_info *info = &self->info;
	int fd;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(prot); i++) {
		EXPECT_EQ(-EPERM, map_error(self->fd, info->ring_size, prot[i], MAP_SHARED,
					    self->ring_at));
		EXPECT_EQ(-EPERM, map_error(self->fd, PAGE, prot[i], MAP_SHARED, self->ring_at));
	}
	EXPECT_EQ(-EINVAL, map_error(self->fd, info->ring_size, PROT_READ, MAP_PRIVATE,
				     self->ring_at));
	EXPECT_EQ(-EINVAL, map_error(self->fd, info->reader_size, PROT_READ | PROT_WRITE,
				     MAP_PRIVATE, self->reader_at));
	/* Who opened to read cannot write a tail. */
	fd = open(DEVICE, O_RDONLY | O_CLOEXEC);
	ASSERT_GE(fd, 0);
	EXPECT_EQ(0, setup_set(fd, RING_BYTES, 0));
	EXPECT_EQ(-EACCES, map_error(fd, info->reader_size, PROT_READ | PROT_WRITE, MAP_SHARED,
				     self->reader_at));
	EXPECT_EQ(0, map_error(fd, info->ring_size, PROT_READ, MAP_SHARED, self->ring_at));
}

TEST_F(map, no_mprotect)
{
	struct ior_info *info = &self->info;
	char *ring, *page, *reader;

	ring = map_at(self->fd, info->ring_size, PROT_READ, self->ring_at);
	page = map_at(self->fd, PAGE, PROT_READ, self->ring_at);
	reader = map_at(self->fd, info->reader_size, PROT_READ, self->reader_at);
	ASSERT_NE(MAP_FAILED, ring);
	ASSERT_NE(MAP_FAILED, page);
	ASSERT_NE(MAP_FAILED, reader);
	EXPECT_EQ(-EACCES, result(mprotect(ring, info->ring_size, PROT_READ | PROT_WRITE)));
	EXPECT_EQ(-EACCES, result(mprotect(ring, info->ring_size, PROT_READ | PROT_EXEC)));
	EXPECT_EQ(-EACCES, result(mprotect(ring + PAGE, PAGE, PROT_WRITE)));
	EXPECT_EQ(-EACCES, result(mprotect(page, PAGE, PROT_READ | PROT_WRITE)));
	EXPECT_EQ(0, result(mprotect(ring, info->ring_size, PROT_NONE)));
	EXPECT_EQ(-EACCES, result(mprotect(ring, info->ring_size, PROT_WRITE)));
	EXPECT_EQ(0, result(mprotect(ring, info->ring_size, PROT_READ)));
	EXPECT_EQ(0, result(mprotect(reader, info->reader_size, PROT_READ | PROT_WRITE)));
}

TEST_F(map, no_growth)
{
	struct ior_info *info = &self->info;
	char *ring = map_at(self->fd, info->ring_size, PROT_READ, self->ring_at);
	char *page = map_at(self->fd, PAGE, PROT_READ, self->ring_at);

	ASSERT_NE(MAP_FAILED, ring);
	ASSERT_NE(MAP_FAILED, page);
	EXPECT_EQ(MAP_FAILED, mremap(ring, info->ring_size, info->ring_size + PAGE,
				     MREMAP_MAYMOVE));
	EXPECT_EQ(MAP_FAILED, mremap(page, PAGE, info->ring_size, MREMAP_MAYMOVE));
	EXPECT_EQ(MAP_FAILED, mremap(ring, 0, info->ring_size + PAGE, MREMAP_MAYMOVE));
}

/* /proc/PID/mem writes over protections where it can: not here. */
TEST_F(map, no_write_by_proc)
{
	char *ring = map_at(self->fd, self->info.ring_size, PROT_READ, self->ring_at);
	int mem = open("/proc/self/mem", O_RDWR);

	ASSERT_NE(MAP_FAILED, ring);
	ASSERT_GE(mem, 0);
	EXPECT_EQ(-1, pwrite(mem, "x", 1, (unsigned long)ring));
	EXPECT_EQ(-1, pwrite(mem, "x", 1, (unsigned long)ring + PAGE));
	EXPECT_EQ(0, ring[PAGE]);
	close(mem);
}

TEST_F(map, page_says)
{
	struct ior_ring_page *page;
	struct rings rings;
	unsigned int cpu, found = 0;
	size_t i;

	ASSERT_EQ(0, rings_map(self->fd, &rings));
	for (cpu = 0; cpu < rings.nr; cpu++) {
		page = rings.ring[cpu].page;
		if (!page)
			continue;
		found++;
		EXPECT_EQ(IOR_ABI_VERSION, page->version);
		EXPECT_EQ(128, page->record_size);
		EXPECT_EQ(RING_RECORDS, page->nr_records);
		EXPECT_EQ(PAGE, page->data_offset);
		EXPECT_EQ(cpu, page->cpu);
		EXPECT_EQ(0, page->head);
		EXPECT_EQ(0, page->busy);
		EXPECT_EQ(0, page->lost_calls);
		EXPECT_EQ(0, page->lost_others);
		for (i = 0; i < ARRAY_SIZE(page->reserved); i++)
			EXPECT_EQ(0, page->reserved[i]);
		/* Nothing of what this memory held before */
		EXPECT_TRUE(all_zero(page + 1, self->info.ring_size - sizeof(*page)));
		EXPECT_TRUE(all_zero(rings.ring[cpu].reader, self->info.reader_size));
	}
	EXPECT_LE(sysconf(_SC_NPROCESSORS_ONLN), found);
}

/* Two mappings of a ring are one ring; each CPU's is another. */
TEST_F(map, same_pages)
{
	struct ring one, two, other;

	ASSERT_EQ(0, ring_map(self->fd, cpu_nth(0), &one));
	ASSERT_EQ(0, ring_map(self->fd, cpu_nth(0), &two));
	ring_set_tail(&one, 0x1234567890);
	EXPECT_EQ(0x1234567890, two.reader->tail);
	if (cpu_nth(1) < 0)
		return;
	ASSERT_EQ(0, ring_map(self->fd, cpu_nth(1), &other));
	EXPECT_EQ(0, other.reader->tail);
}

TEST_F(map, one_way)
{
	struct ior_record rec;
	struct ring ring;
	int fd;

	ASSERT_EQ(0, ring_map(self->fd, cpu_nth(0), &ring));
	EXPECT_EQ(-EBUSY, result(read(self->fd, &rec, sizeof(rec))));
	ASSERT_EQ(0, session_start(self->fd));
	EXPECT_EQ(-EBUSY, result(read(self->fd, &rec, sizeof(rec))));
	EXPECT_EQ(0, ring_map(self->fd, cpu_nth(0), &ring));

	fd = session_open(0);
	ASSERT_GE(fd, 0);
	ASSERT_EQ(0, setup_set(fd, RING_BYTES, 0));
	ASSERT_EQ(0, filter_calls(fd, IOR_FILTER_ALL, MARK_NR));
	EXPECT_EQ(128, read(fd, &rec, sizeof(rec)));
	EXPECT_EQ(IOR_RECORD_HEADER, rec.type);
	EXPECT_EQ(-EBUSY, ring_map(fd, cpu_nth(0), &ring));
}

static void ten_marks(int side, void *arg)
{
	pin(cpu_nth(0));
	marks(0, 10, 7);
}

/* The mapping is the session, too: closing the descriptor ends nothing. */
TEST_F(map, outlives_descriptor)
{
	struct trace trace = {};
	struct tracee tracee;
	struct ring ring;

	ASSERT_EQ(0, tracee_fork(&tracee, ten_marks, NULL));
	ASSERT_EQ(0, tgid_add(self->fd, tracee.pid));
	ASSERT_EQ(0, filter_calls(self->fd, 0, MARK_NR));
	ASSERT_EQ(0, ring_map(self->fd, cpu_nth(0), &ring));
	ASSERT_EQ(0, session_start(self->fd));
	close(self->fd);
	self->fd = -1;
	EXPECT_EQ(0, tracee_run(&tracee));
	ring_take(&ring, &trace, RING_RECORDS);
	EXPECT_EQ(10, marks_seen(&trace, 7));
}

TEST_HARNESS_MAIN
