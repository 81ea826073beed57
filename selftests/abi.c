// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ioctls of /dev/ior: every one with good, bad, reserved, unaligned and
 * unmapped input, from 64-bit and from 32-bit callers.
 */
#include "ior_selftest.h"

#ifndef EM_X86_64
#define EM_X86_64	62
#define EM_AARCH64	183
#endif

#ifdef __x86_64__
#define NATIVE_MACHINE	EM_X86_64
#else
#define NATIVE_MACHINE	EM_AARCH64
#endif

FIXTURE(ioctls) {
	int fd;
};

FIXTURE_SETUP(ioctls)
{
	self->fd = session_open(0);
	ASSERT_GE(self->fd, 0);
}

FIXTURE_TEARDOWN(ioctls)
{
	close(self->fd);
}

/* The layout in numbers, so that a header that moved with its own asserts is seen. */
TEST(sizes)
{
	EXPECT_EQ(128, sizeof(struct ior_record));
	EXPECT_EQ(128, sizeof(struct ior_ring_page));
	EXPECT_EQ(8, sizeof(struct ior_reader_page));
	EXPECT_EQ(160, sizeof(struct ior_info));
	EXPECT_EQ(48, sizeof(struct ior_setup));
	EXPECT_EQ(456, sizeof(struct ior_filter));
	EXPECT_EQ(1192, sizeof(struct ior_files));
	EXPECT_EQ(1392, sizeof(struct ior_who));
	EXPECT_EQ(24, sizeof(struct ior_tgid));
	EXPECT_EQ(128, sizeof(struct ior_stats));
	EXPECT_EQ(0x80a069c0U, IOR_IOC_INFO);
	EXPECT_EQ(0x403069c1U, IOR_IOC_SETUP);
	EXPECT_EQ(0x41c869c2U, IOR_IOC_FILTER);
	EXPECT_EQ(0x401869c3U, IOR_IOC_TGID);
	EXPECT_EQ(0x000069c4U, IOR_IOC_START);
	EXPECT_EQ(0x000069c5U, IOR_IOC_STOP);
	EXPECT_EQ(0x808069c6U, IOR_IOC_STATS);
	EXPECT_EQ(0x44a869c7U, IOR_IOC_FILES);
	EXPECT_EQ(0x457069caU, IOR_IOC_WHO);
	EXPECT_EQ(0, memcmp("ior.ring", &(__u64){ IOR_MAGIC }, 8));
}

TEST_F(ioctls, info)
{
	__u64 page = sysconf(_SC_PAGESIZE);
	struct ior_info info;
	size_t i;

	ASSERT_EQ(0, info_get(self->fd, &info));
	EXPECT_EQ(3, info.version);
	EXPECT_EQ(3, IOR_ABI_VERSION);
	EXPECT_EQ(128, info.record_size);
	EXPECT_LE(sysconf(_SC_NPROCESSORS_CONF), info.nr_cpus);
	EXPECT_EQ(IOR_STATE_NEW, info.state);
	EXPECT_EQ(NATIVE_MACHINE, info.machine);
	EXPECT_EQ((4 << 20) / 128, info.nr_records);
	EXPECT_EQ(info.nr_records / 4, info.watermark);
	EXPECT_EQ(page, info.reader_size);
	EXPECT_EQ(page + (4 << 20), info.ring_size);
	EXPECT_EQ(0, info.ring_offset % page);
	EXPECT_EQ(0, info.reader_offset % page);
	EXPECT_EQ(0, info.ring_stride % page);
	EXPECT_LE(info.ring_size + info.reader_size, info.ring_stride);
	for (i = 0; i < ARRAY_SIZE(info.reserved); i++)
		EXPECT_EQ(0, info.reserved[i]);
}

TEST_F(ioctls, info_clocks)
{
	struct ior_info info;
	__u64 before[3], after[3];
	clockid_t id;
	int i;

	ASSERT_EQ(0, info_get(self->fd, &info));
	id = info.clock_id;
	EXPECT_NE(CLOCK_REALTIME, id);
	for (i = 0; i < 10; i++) {
		before[0] = clock_ns(id);
		before[1] = clock_ns(CLOCK_MONOTONIC);
		before[2] = clock_ns(CLOCK_REALTIME);
		ASSERT_EQ(0, info_get(self->fd, &info));
		after[0] = clock_ns(id);
		after[1] = clock_ns(CLOCK_MONOTONIC);
		after[2] = clock_ns(CLOCK_REALTIME);
		EXPECT_EQ(id, info.clock_id);
		EXPECT_LE(before[0], info.time_ns);
		EXPECT_LE(info.time_ns, after[0]);
		EXPECT_LE(before[1], info.mono_ns);
		EXPECT_LE(info.mono_ns, after[1]);
		EXPECT_LE(before[2], info.real_ns);
		EXPECT_LE(info.real_ns, after[2]);
	}
}

TEST_F(ioctls, setup_good)
{
	static const struct { __u64 bytes; __u32 watermark; __u32 records, mark; } good[] = {
		{ 4096, 0, 32, 8 },
		{ 4096, 1, 32, 1 },
		{ 4096, 32, 32, 32 },
		{ 8192, 17, 64, 17 },
		{ 1 << 20, 0, 8192, 2048 },
		{ IOR_RING_BYTES_MAX, 0, IOR_RING_BYTES_MAX / 128, IOR_RING_BYTES_MAX / 512 },
		{ IOR_RING_BYTES_MAX, 1, IOR_RING_BYTES_MAX / 128, 1 },
		{ 0, 7, 32768, 7 },
		{ 0, 0, 32768, 8192 },
	};
	struct ior_info info;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(good); i++) {
		EXPECT_EQ(0, setup_set(self->fd, good[i].bytes, good[i].watermark));
		ASSERT_EQ(0, info_get(self->fd, &info));
		EXPECT_EQ(good[i].records, info.nr_records);
		EXPECT_EQ(good[i].mark, info.watermark);
		EXPECT_EQ(PAGE + good[i].records * 128ULL, info.ring_size);
		EXPECT_LE(info.ring_size + info.reader_size, info.ring_stride);
		EXPECT_EQ(IOR_STATE_NEW, info.state);
	}
}

TEST_F(ioctls, setup_bad)
{
	static const struct { __u64 bytes; __u32 watermark; } bad[] = {
		{ 1, 0 }, { 128, 0 }, { 2048, 0 }, { 4095, 0 }, { 4097, 0 }, { 12288, 0 },
		{ 2ULL * IOR_RING_BYTES_MAX, 0 }, { 1ULL << 32, 0 }, { (1ULL << 32) + 4096, 0 },
		{ 1ULL << 63, 0 }, { ~0ULL, 0 },
		{ 4096, 33 }, { 4096, ~0U }, { 0, 32769 },
	};
	struct ior_setup setup;
	struct ior_info info;
	size_t i;

	ASSERT_EQ(0, setup_set(self->fd, 8192, 5));
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_EQ(-EINVAL, setup_set(self->fd, bad[i].bytes, bad[i].watermark))
			TH_LOG("%#llx bytes, watermark %u", bad[i].bytes, bad[i].watermark);
	}
	for (i = 1; i < 32; i++) {
		setup = (struct ior_setup){ .ring_bytes = 4096, .flags = 1U << i };
		EXPECT_EQ(-EINVAL, result(ioctl(self->fd, IOR_IOC_SETUP, &setup)));
	}
	for (i = 0; i < ARRAY_SIZE(setup.reserved); i++) {
		setup = (struct ior_setup){ .ring_bytes = 4096 };
		setup.reserved[i] = 1ULL << 63;
		EXPECT_EQ(-EINVAL, result(ioctl(self->fd, IOR_IOC_SETUP, &setup)));
	}
	/* What was refused has changed nothing. */
	ASSERT_EQ(0, info_get(self->fd, &info));
	EXPECT_EQ(64, info.nr_records);
	EXPECT_EQ(5, info.watermark);
}

TEST_F(ioctls, setup_busy)
{
	struct ior_info info;
	void *map;
	int mapped = session_open(0);

	ASSERT_GE(mapped, 0);
	ASSERT_EQ(0, setup_set(self->fd, 4096, 0));
	ASSERT_EQ(0, filter_calls(self->fd, IOR_FILTER_ALL, MARK_NR));
	EXPECT_EQ(0, setup_set(self->fd, 8192, 0));
	ASSERT_EQ(0, session_start(self->fd));
	EXPECT_EQ(-EBUSY, setup_set(self->fd, 4096, 0));
	ASSERT_EQ(0, session_stop(self->fd));
	EXPECT_EQ(-EBUSY, setup_set(self->fd, 4096, 0));
	EXPECT_EQ(-EINVAL, setup_set(self->fd, 4097, 0));

	ASSERT_EQ(0, setup_set(mapped, 4096, 0));
	ASSERT_EQ(0, info_get(mapped, &info));
	map = mmap(NULL, info.reader_size, PROT_READ, MAP_SHARED, mapped, info.reader_offset);
	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(-EBUSY, setup_set(mapped, 4096, 0));
}

TEST_F(ioctls, filter)
{
	static const unsigned int nr[] = { 0, 1, 63, 64, 334, 511, 512, 1022, 1023 };
	struct ior_filter filter;
	size_t i;
	int abi;

	for (abi = 0; abi < IOR_NR_ABIS; abi++) {
		for (i = 0; i < ARRAY_SIZE(nr); i++) {
			filter_init(&filter, IOR_FILTER_FLAGS);
			filter_call(&filter, abi, nr[i]);
			EXPECT_EQ(0, filter_set(self->fd, &filter));
		}
	}
	for (i = 0; i <= IOR_FILTER_FLAGS; i++)
		EXPECT_EQ(0, filter_every_call(self->fd, i));
	for (i = 0; i <= IOR_FILTER_FLAGS; i++) {
		filter_init(&filter, i);
		EXPECT_EQ(-EINVAL, filter_set(self->fd, &filter));
	}
	for (i = 3; i < 32; i++)
		EXPECT_EQ(-EINVAL, filter_every_call(self->fd, 1U << i));
	filter_init(&filter, 0);
	filter_call(&filter, 0, 0);
	for (i = 0; i < 32; i++) {
		filter.statuses = 1U << i;
		EXPECT_EQ(i < 3 ? 0 : -EINVAL, filter_set(self->fd, &filter));
	}
	filter.statuses = 0;
	for (i = 0; i < ARRAY_SIZE(filter.reserved); i++) {
		filter.reserved[i] = 1ULL << 32;
		EXPECT_EQ(-EINVAL, filter_set(self->fd, &filter));
		filter.reserved[i] = 0;
	}
	EXPECT_EQ(0, filter_set(self->fd, &filter));
}

TEST_F(ioctls, tgid)
{
	struct ior_tgid tgid = { .op = IOR_TGID_CLEAR };
	struct ior_stats stats;
	pid_t child, dead, zombie;
	size_t i;

	child = fork();
	if (!child) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		pause();
		_exit(0);
	}
	dead = fork();
	if (!dead)
		_exit(0);
	ASSERT_EQ(dead, waitpid(dead, NULL, 0));
	zombie = fork();
	if (!zombie)
		_exit(0);
	ASSERT_EQ(0, waitid(P_PID, zombie, &(siginfo_t){}, WEXITED | WNOWAIT));

	for (i = 0; i < ARRAY_SIZE(tgid.reserved); i++) {
		tgid.reserved[i] = 1;
		EXPECT_EQ(-EINVAL, result(ioctl(self->fd, IOR_IOC_TGID, &tgid)));
		tgid.reserved[i] = 0;
	}
	EXPECT_EQ(0, result(ioctl(self->fd, IOR_IOC_TGID, &tgid)));
	EXPECT_EQ(-EINVAL, tgid_do(self->fd, 0, child));
	EXPECT_EQ(-EINVAL, tgid_do(self->fd, 4, child));
	EXPECT_EQ(-EINVAL, tgid_do(self->fd, ~0U, child));
	EXPECT_EQ(-EINVAL, tgid_do(self->fd, IOR_TGID_CLEAR, child));
	EXPECT_EQ(-EINVAL, tgid_add(self->fd, 0));
	EXPECT_EQ(-EINVAL, tgid_add(self->fd, -1));
	EXPECT_EQ(-EINVAL, tgid_add(self->fd, INT32_MIN));
	EXPECT_EQ(-EINVAL, tgid_del(self->fd, 0));
	EXPECT_EQ(-EINVAL, tgid_del(self->fd, -child));
	EXPECT_EQ(-ESRCH, tgid_add(self->fd, dead));
	EXPECT_EQ(-ESRCH, tgid_add(self->fd, zombie));
	EXPECT_EQ(-ESRCH, tgid_del(self->fd, dead));
	EXPECT_EQ(-ESRCH, tgid_del(self->fd, child));
	ASSERT_EQ(0, stats_get(self->fd, &stats));
	EXPECT_EQ(0, stats.tgids);

	EXPECT_EQ(0, tgid_add(self->fd, child));
	EXPECT_EQ(-EEXIST, tgid_add(self->fd, child));
	ASSERT_EQ(0, stats_get(self->fd, &stats));
	EXPECT_EQ(1, stats.tgids);
	EXPECT_EQ(0, tgid_del(self->fd, child));
	EXPECT_EQ(-ESRCH, tgid_del(self->fd, child));
	EXPECT_EQ(0, tgid_add(self->fd, child));
	EXPECT_EQ(0, tgid_do(self->fd, IOR_TGID_CLEAR, 0));
	EXPECT_EQ(-ESRCH, tgid_del(self->fd, child));
	ASSERT_EQ(0, stats_get(self->fd, &stats));
	EXPECT_EQ(0, stats.tgids);

	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	waitpid(zombie, NULL, 0);
}

TEST_F(ioctls, start_stop)
{
	struct ior_stats stats;
	struct ior_info info;
	int i;

	ASSERT_EQ(0, setup_set(self->fd, 4096, 0));
	EXPECT_EQ(-EINVAL, session_stop(self->fd));
	EXPECT_EQ(-EINVAL, result(ioctl(self->fd, IOR_IOC_START, 1)));
	ASSERT_EQ(0, filter_calls(self->fd, IOR_FILTER_FOLLOW, MARK_NR));
	EXPECT_EQ(-ESRCH, session_start(self->fd));
	ASSERT_EQ(0, stats_get(self->fd, &stats));
	EXPECT_EQ(IOR_STATE_NEW, stats.state);
	ASSERT_EQ(0, filter_calls(self->fd, IOR_FILTER_ALL, MARK_NR));
	for (i = 0; i < 3; i++) {
		EXPECT_EQ(0, session_start(self->fd));
		EXPECT_EQ(-EBUSY, session_start(self->fd));
		EXPECT_EQ(-EINVAL, result(ioctl(self->fd, IOR_IOC_STOP, 1)));
		ASSERT_EQ(0, info_get(self->fd, &info));
		EXPECT_EQ(IOR_STATE_RUNNING, info.state);
		ASSERT_EQ(0, stats_get(self->fd, &stats));
		EXPECT_EQ(IOR_STATE_RUNNING, stats.state);
		EXPECT_EQ(0, session_stop(self->fd));
		EXPECT_EQ(-EINVAL, session_stop(self->fd));
		ASSERT_EQ(0, info_get(self->fd, &info));
		EXPECT_EQ(IOR_STATE_STOPPED, info.state);
	}
	ASSERT_EQ(0, stats_get(self->fd, &stats));
	EXPECT_EQ(IOR_STATE_STOPPED, stats.state);
	EXPECT_EQ(0, stats.lost_calls);
	EXPECT_EQ(0, stats.lost_others);
	EXPECT_EQ(0, stats.lost_marks);
	EXPECT_EQ(0, stats.no_memory);
	EXPECT_EQ(0, stats.not_followed);
	for (i = 0; i < (int)ARRAY_SIZE(stats.reserved); i++)
		EXPECT_EQ(0, stats.reserved[i]);
}

static const unsigned int commands[] = {
	IOR_IOC_INFO, IOR_IOC_SETUP, IOR_IOC_FILTER, IOR_IOC_TGID,
	IOR_IOC_START, IOR_IOC_STOP, IOR_IOC_STATS, IOR_IOC_FILES, IOR_IOC_WHO,
};

TEST_F(ioctls, unknown)
{
	static char buf[16384];
	unsigned int cmd;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(commands); i++) {
		cmd = commands[i];
		/* another size, another direction, another magic, none at all */
		EXPECT_EQ(-ENOTTY, result(ioctl(self->fd, cmd + (8 << _IOC_SIZESHIFT), buf)));
		EXPECT_EQ(-ENOTTY, result(ioctl(self->fd, cmd | 0x3fff0000, buf)));
		EXPECT_EQ(-ENOTTY, result(ioctl(self->fd, cmd ^ 0xc0000000, buf)));
		EXPECT_EQ(-ENOTTY, result(ioctl(self->fd, cmd ^ 0x100, buf)));
		EXPECT_EQ(-ENOTTY, result(ioctl(self->fd, cmd & 0xff, buf)));
	}
	EXPECT_EQ(-ENOTTY, result(ioctl(self->fd, _IO('i', 0xbf), 0)));
	EXPECT_EQ(-ENOTTY, result(ioctl(self->fd, _IO('i', 0xc8), 0)));
	EXPECT_EQ(-ENOTTY, result(ioctl(self->fd, _IOR('i', 0xc8, struct ior_stats), buf)));
	EXPECT_EQ(-ENOTTY, result(ioctl(self->fd, 0, 0)));
	EXPECT_EQ(-ENOTTY, result(ioctl(self->fd, ~0U, buf)));
}

TEST_F(ioctls, bad_address)
{
	unsigned int size, cmd;
	struct ior_stats stats;
	char *map;
	size_t i;

	map = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, map);
	ASSERT_EQ(0, mprotect(map + PAGE, PAGE, PROT_NONE));
	for (i = 0; i < ARRAY_SIZE(commands); i++) {
		cmd = commands[i];
		size = _IOC_SIZE(cmd);
		if (!size)
			continue;
		EXPECT_EQ(-EFAULT, result(ioctl(self->fd, cmd, NULL)));
		EXPECT_EQ(-EFAULT, result(ioctl(self->fd, cmd, map + PAGE)));
		EXPECT_EQ(-EFAULT, result(ioctl(self->fd, cmd, map + PAGE - size + 1)));
		EXPECT_EQ(-EFAULT, result(ioctl(self->fd, cmd, map + PAGE - 1)));
		EXPECT_EQ(-EFAULT, result(ioctl(self->fd, cmd, ~0xfffUL)));
		EXPECT_EQ(-EFAULT, result(ioctl(self->fd, cmd, 1UL << 63)));
	}
	ASSERT_EQ(0, mprotect(map, PAGE, PROT_READ));
	EXPECT_EQ(-EFAULT, result(ioctl(self->fd, IOR_IOC_INFO, map)));
	EXPECT_EQ(-EFAULT, result(ioctl(self->fd, IOR_IOC_STATS, map)));
	ASSERT_EQ(0, stats_get(self->fd, &stats));
	EXPECT_EQ(IOR_STATE_NEW, stats.state);
}

/* Whatever the address of a struct is modulo 8, it works, up to its last byte. */
TEST_F(ioctls, unaligned)
{
	struct ior_setup setup = { .ring_bytes = 4096, .watermark = 3 };
	struct ior_tgid tgid = { .op = IOR_TGID_CLEAR };
	struct ior_files files = { .nr_fds = 1, .fds = { 7 } };
	struct ior_who who = { .nr_uids = 1, .uids = { 7 } };
	struct ior_filter filter;
	struct ior_stats stats;
	struct ior_info info;
	size_t off;
	char *map, *p;

	filter_init(&filter, 0);
	filter_call(&filter, 0, 1);
	map = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, map);
	ASSERT_EQ(0, munmap(map + PAGE, PAGE));
	for (off = 0; off < 8; off++) {
		p = memcpy(map + PAGE - sizeof(setup) - off, &setup, sizeof(setup));
		EXPECT_EQ(0, result(ioctl(self->fd, IOR_IOC_SETUP, p)));
		p = memcpy(map + PAGE - sizeof(filter) - off, &filter, sizeof(filter));
		EXPECT_EQ(0, result(ioctl(self->fd, IOR_IOC_FILTER, p)));
		p = memcpy(map + PAGE - sizeof(tgid) - off, &tgid, sizeof(tgid));
		EXPECT_EQ(0, result(ioctl(self->fd, IOR_IOC_TGID, p)));
		p = memcpy(map + PAGE - sizeof(files) - off, &files, sizeof(files));
		EXPECT_EQ(0, result(ioctl(self->fd, IOR_IOC_FILES, p)));
		p = memcpy(map + PAGE - sizeof(who) - off, &who, sizeof(who));
		EXPECT_EQ(0, result(ioctl(self->fd, IOR_IOC_WHO, p)));

		memset(map, 0xcc, PAGE);
		p = map + PAGE - sizeof(info) - off;
		EXPECT_EQ(0, result(ioctl(self->fd, IOR_IOC_INFO, p)));
		memcpy(&info, p, sizeof(info));
		EXPECT_EQ(32, info.nr_records);
		EXPECT_EQ(3, info.watermark);
		EXPECT_EQ(0, info.reserved[7]);
		EXPECT_EQ('\xcc', p[-1]);
		p = map + PAGE - sizeof(stats) - off;
		EXPECT_EQ(0, result(ioctl(self->fd, IOR_IOC_STATS, p)));
		memcpy(&stats, p, sizeof(stats));
		EXPECT_EQ(IOR_STATE_NEW, stats.state);
		EXPECT_EQ(0, stats.reserved[5]);
	}
}

#ifdef __x86_64__
/* A call by the 32-bit entry: numbers and addresses of 32 bits. */
static int int80(int nr, unsigned int a, unsigned int b, unsigned int c)
{
	int ret;

	asm volatile("int $0x80"
		     : "=a" (ret)
		     : "a" (nr), "b" (a), "c" (b), "d" (c)
		     : "memory", "r8", "r9", "r10", "r11");
	return ret;
}

#define I386_READ	3
#define I386_IOCTL	54

static int ioctl32(int fd, unsigned int cmd, void *arg)
{
	return int80(I386_IOCTL, fd, cmd, (unsigned long)arg);
}

TEST_F(ioctls, from_32_bit)
{
	struct low {
		struct ior_info info;
		struct ior_setup setup;
		struct ior_filter filter;
		struct ior_tgid tgid;
		struct ior_files files;
		struct ior_who who;
		struct ior_stats stats;
		struct ior_record rec[4];
	} *low;

	if (int80(20, 0, 0, 0) != getpid())
		SKIP(return, "the kernel has no 32-bit calls");
	low = mmap(NULL, sizeof(*low), PROT_READ | PROT_WRITE,
		   MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	ASSERT_NE(MAP_FAILED, low);
	memset(low, 0xcc, sizeof(*low));
	EXPECT_EQ(-EINVAL, ioctl32(self->fd, IOR_IOC_SETUP, &low->setup));
	low->setup = (struct ior_setup){ .ring_bytes = 8192, .watermark = 9 };
	EXPECT_EQ(0, ioctl32(self->fd, IOR_IOC_SETUP, &low->setup));
	EXPECT_EQ(0, ioctl32(self->fd, IOR_IOC_INFO, &low->info));
	EXPECT_EQ(64, low->info.nr_records);
	EXPECT_EQ(9, low->info.watermark);
	EXPECT_EQ(PAGE + 8192, low->info.ring_size);
	EXPECT_EQ(0, low->info.reserved[7]);
	low->tgid = (struct ior_tgid){ .op = IOR_TGID_ADD };
	EXPECT_EQ(-EINVAL, ioctl32(self->fd, IOR_IOC_TGID, &low->tgid));
	low->tgid = (struct ior_tgid){ .op = IOR_TGID_ADD, .pid = getppid() };
	EXPECT_EQ(0, ioctl32(self->fd, IOR_IOC_TGID, &low->tgid));
	EXPECT_EQ(-EEXIST, ioctl32(self->fd, IOR_IOC_TGID, &low->tgid));
	EXPECT_EQ(-EINVAL, ioctl32(self->fd, IOR_IOC_FILTER, &low->filter));
	filter_init(&low->filter, IOR_FILTER_ALL);
	filter_call(&low->filter, 0, MARK_NR);
	EXPECT_EQ(0, ioctl32(self->fd, IOR_IOC_FILTER, &low->filter));
	EXPECT_EQ(-EINVAL, ioctl32(self->fd, IOR_IOC_FILES, &low->files));
	low->files = (struct ior_files){ .nr_fds = 1 };
	EXPECT_EQ(0, ioctl32(self->fd, IOR_IOC_FILES, &low->files));
	EXPECT_EQ(-EINVAL, ioctl32(self->fd, IOR_IOC_WHO, &low->who));
	low->who = (struct ior_who){ .nr_uids = 1, .comms = "*" };
	EXPECT_EQ(0, ioctl32(self->fd, IOR_IOC_WHO, &low->who));
	EXPECT_EQ(-EINVAL, ioctl32(self->fd, IOR_IOC_STOP, NULL));
	EXPECT_EQ(-EINVAL, ioctl32(self->fd, IOR_IOC_START, low));
	EXPECT_EQ(0, ioctl32(self->fd, IOR_IOC_START, NULL));
	EXPECT_EQ(-EBUSY, ioctl32(self->fd, IOR_IOC_START, NULL));
	EXPECT_EQ(0, ioctl32(self->fd, IOR_IOC_STATS, &low->stats));
	EXPECT_EQ(IOR_STATE_RUNNING, low->stats.state);
	EXPECT_EQ(0, low->stats.reserved[5]);
	EXPECT_EQ(0, ioctl32(self->fd, IOR_IOC_STOP, NULL));
	EXPECT_EQ(-EFAULT, ioctl32(self->fd, IOR_IOC_INFO, NULL));
	EXPECT_EQ(-EFAULT, ioctl32(self->fd, IOR_IOC_FILTER, NULL));
	EXPECT_EQ(-ENOTTY, ioctl32(self->fd, IOR_IOC_INFO + 1, low));
	EXPECT_LE(128, int80(I386_READ, self->fd, (unsigned long)low->rec, sizeof(low->rec)));
	EXPECT_EQ(IOR_RECORD_HEADER, low->rec[0].type);
}
#else
TEST_F(ioctls, from_32_bit)
{
	SKIP(return, X86_ALONE);
}
#endif

TEST_HARNESS_MAIN
