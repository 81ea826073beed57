// SPDX-License-Identifier: GPL-2.0-only
/*
 * Nothing that a session gives out is the kernel's own: no address, no memory that
 * was somebody else's, nothing in what means nothing.
 */
#include <stddef.h>

#include "ior_trace.h"

#define ENOUGH		200000	/* records to be looked at */
#define MARKER		0xa5c3e17900000000ULL
#define FILL_BYTES	(256UL << 20)

/* ----------------------------------------------------------- addresses -- */

/*
 * Where x86-64 kernels have memory (Documentation/x86/x86_64/mm.rst), with four or
 * five levels of page tables.  Between these ranges and above are only holes and
 * what small negative numbers are: -1, -4095, AT_FDCWD, two 32-bit -1.
 */
#ifdef __x86_64__
static bool is_address(__u64 v)
{
	return (v >= 0xff11000000000000ULL && v < 0xffffffff00000000ULL) ||
	       (v >= 0xffffffff80000000ULL && v < 0xffffffffff000000ULL);
}

#define OF_MEMORY	0xff11000012345678ULL
#define OF_CODE		0xffffffff81234567ULL
#define OF_CODE_BYTES	"\x67\x45\x23\x81\xff\xff\xff\xff"
#else
/* And arm64's (Documentation/arm64/memory.rst), of 48 or 52 bits. */
static bool is_address(__u64 v)
{
	return v >= 0xfff0000000000000ULL && v < 0xffffffff00000000ULL;
}

#define OF_MEMORY	0xfff0000012345678ULL
#define OF_CODE		0xffff811181234567ULL
#define OF_CODE_BYTES	"\x67\x45\x23\x81\x11\x81\xff\xff"
#endif

static __u64 u64_at(const void *p)
{
	__u64 v;

	memcpy(&v, p, sizeof(v));
	return v;
}

/*
 * What flags of clone(2) make it take these arguments.  glibc's posix_spawn() on arm64
 * sets none of them, nor these registers.
 */
static const __u64 clone_takes[6] = {
	[2] = CLONE_PARENT_SETTID | CLONE_PIDFD,
#ifdef __x86_64__
	[3] = CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID,
	[4] = CLONE_SETTLS,
#else
	[3] = CLONE_SETTLS,
	[4] = CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID,
#endif
};

/*
 * is_the_programs - what a call does not take is recorded, too: whatever the program
 * has in that register, such as the difference of two of its pointers, which may look
 * like an address of the kernel's
 */
static bool is_the_programs(const struct ior_record *rec, size_t at)
{
	const size_t first = offsetof(struct ior_record, args);
	const unsigned char *roles;
	size_t i;

	if ((rec->type != IOR_RECORD_CALL && rec->type != IOR_RECORD_ENTER) ||
	    at < first || at >= first + sizeof(rec->args))
		return false;
	if (rec->abi != IOR_ABI_NATIVE)
		return true;
	i = (at - first) / 8;
	if (rec->nr == SYS_clone && clone_takes[i])
		return !(rec->args[0] & clone_takes[i]);
	roles = roles_of(rec);
	return !roles || roles[i] == IOR_ARG_NONE;
}

/* has_address - in any of the 8-byte words; in texts, at any byte */
static bool has_address(const struct ior_record *rec)
{
	const char *p = (const char *)rec, *text = NULL;
	size_t i, len = 0;

	for (i = 0; i < sizeof(*rec); i += 8)
		if (is_address(u64_at(p + i)) && !is_the_programs(rec, i))
			return true;
	switch (rec->type) {
	case IOR_RECORD_NAME:
		text = rec->path.text;
		len = sizeof(rec->path.text);
		break;
	case IOR_RECORD_TASK:
		text = rec->task.comm;
		len = sizeof(rec->task.comm);
		break;
	case IOR_RECORD_CALL:
	case IOR_RECORD_ENTER:
		text = rec->comm;
		len = sizeof(rec->comm);
		break;
	}
	for (i = 0; i + 8 <= len; i++)
		if (is_address(u64_at(text + i)))
			return true;
	return false;
}

/* A comm is padded with zeroes behind its end */
static bool is_padded(const char *comm)
{
	size_t len = strnlen(comm, IOR_COMM_LEN);

	return len < IOR_COMM_LEN && all_zero(comm + len, IOR_COMM_LEN - len);
}

/* padding_fault - what is not 0 of what means nothing: NULL, or what */
static const char *padding_fault(const struct ior_record *rec)
{
	switch (rec->type) {
	case IOR_RECORD_HEADER:
		return rec->header.reserved32 ||
		       !all_zero(rec->header.reserved, sizeof(rec->header.reserved)) ?
			"HEADER" : NULL;
	case IOR_RECORD_LOST:
		return rec->flags || !all_zero(rec->lost.reserved, sizeof(rec->lost.reserved)) ?
			"LOST" : NULL;
	case IOR_RECORD_NAME:
		return rec->path.reserved32 || rec->path.len > IOR_NAME_TEXT ||
		       !all_zero(rec->path.text + rec->path.len, IOR_NAME_TEXT - rec->path.len) ?
			"NAME" : NULL;
	case IOR_RECORD_TASK:
		return rec->task.reserved32 || !is_padded(rec->task.comm) ||
		       !all_zero(rec->task.reserved, sizeof(rec->task.reserved)) ? "TASK" : NULL;
	case IOR_RECORD_CALL:
	case IOR_RECORD_ENTER:
		return rec->reserved || !is_padded(rec->comm) ? "CALL" : NULL;
	}
	return "a record of no known type";
}

/* The workload's scenarios, one process each, which may well refuse here; then those
 * that make many calls, until told that it is enough.
 */
static void run_scenarios(int side, void *arg)
{
	static const char all[] =
		"ior-workload --list | while read -r s rest; do timeout 20 ior-workload $s; done;"
		"while ior-workload --repeat 20 getppid-burst; do :; done";
	int fd = open("/dev/null", O_RDWR);

	dup2(fd, 0);
	dup2(fd, 1);
	dup2(fd, 2);
	setpgid(0, 0);
	execl("/bin/sh", "sh", "-c", all, NULL);
}

/* Calls that fail, with values of which the first ADDRESSES are addresses */
#define ADDRESSES	3
#define PLANTED		6

static void planted(int side, void *arg)
{
	syscall(SYS_lseek, -1, 0xffff888012345678ULL, 100);
	syscall(SYS_lseek, -1, OF_CODE, 101);
	syscall(SYS_lseek, -1, OF_MEMORY, 102);
	syscall(SYS_lseek, -1, -1, 103);
	syscall(SYS_lseek, -1, -4095, 104);
	syscall(SYS_lseek, -1, 0, 105, 0xffff888012345678ULL);
	prctl(PR_SET_NAME, "abc" OF_CODE_BYTES);
}

FIXTURE(disclosure) {
	int unused;
};

FIXTURE_SETUP(disclosure)
{
}

FIXTURE_TEARDOWN(disclosure)
{
}

/* What the search is for is found, and what is none is not. */
TEST(search)
{
	struct trace trace = {};
	struct tracee tracee;
	size_t i, found = 0, renamed = 0;
	int fd = session_open(0);

	ASSERT_GE(fd, 0);
	ASSERT_EQ(0, setup_set(fd, 65536, 0));
	ASSERT_EQ(0, filter_calls(fd, 0, SYS_lseek));
	ASSERT_EQ(0, tracee_fork(&tracee, planted, NULL));
	ASSERT_EQ(0, tgid_add(fd, tracee.pid));
	ASSERT_EQ(0, session_start(fd));
	ASSERT_EQ(0, tracee_run(&tracee));
	ASSERT_EQ(0, session_stop(fd));
	ASSERT_EQ(0, trace_drain(fd, &trace));
	for (i = 0; i < trace.nr; i++) {
		const struct ior_record *rec = &trace.rec[i];

		if (rec->type == IOR_RECORD_TASK && rec->task.event == IOR_TASK_RENAME) {
			EXPECT_TRUE(has_address(rec));
			renamed++;
		}
		if (rec->type != IOR_RECORD_CALL || rec->nr != SYS_lseek)
			continue;
		EXPECT_EQ(rec->args[2] < 100 + ADDRESSES, has_address(rec))
			TH_LOG("call %llu", rec->args[2]);
		found++;
	}
	EXPECT_EQ(PLANTED, found);
	EXPECT_EQ(1, renamed);
	trace_free(&trace);
	close(fd);
}

/* Everything that the workload can do, with all that a session records of it */
TEST_F_TIMEOUT(disclosure, addresses, 600)
{
	static struct ior_record rec[512];
	__u64 seen = 0, kinds[IOR_RECORD_TASK + 1] = {};
	struct tracee tracee;
	int fd = session_open(0), told = 0;
	ssize_t n;
	size_t i;

	ASSERT_GE(fd, 0);
	ASSERT_EQ(0, filter_every_call(fd, IOR_FILTER_FOLLOW | IOR_FILTER_ENTER));
	ASSERT_EQ(0, tracee_fork(&tracee, run_scenarios, NULL));
	ASSERT_EQ(0, tgid_add(fd, tracee.pid));
	ASSERT_EQ(0, session_start(fd));
	ASSERT_EQ(0, tell(tracee.fd));
	while (seen < ENOUGH) {
		n = read(fd, rec, sizeof(rec));
		ASSERT_LT(0, n);
		for (i = 0; i < n / sizeof(*rec); i++) {
			ASSERT_EQ(NULL, padding_fault(&rec[i]))
				TH_LOG("%s", padding_fault(&rec[i]));
			if (rec[i].type <= IOR_RECORD_TASK)
				kinds[rec[i].type]++;
			if (has_address(&rec[i]) && told++ < 20)
				TH_LOG("type %u, nr %u: %#llx, %#llx %#llx %#llx %#llx %#llx %#llx",
				       rec[i].type, rec[i].nr, (__u64)rec[i].ret, rec[i].args[0],
				       rec[i].args[1], rec[i].args[2], rec[i].args[3],
				       rec[i].args[4], rec[i].args[5]);
		}
		seen += n / sizeof(*rec);
	}
	kill(-tracee.pid, SIGKILL);
	EXPECT_EQ(0, session_stop(fd));
	EXPECT_EQ(0, told);
	for (i = IOR_RECORD_HEADER; i <= IOR_RECORD_TASK; i++)
		if (i != IOR_RECORD_LOST && i != IOR_RECORD_END)
			EXPECT_LT(0, kinds[i]) TH_LOG("no record of type %zu", i);
	TH_LOG("%llu records: %llu CALL, %llu ENTER, %llu NAME, %llu TASK, %llu LOST", seen,
	       kinds[IOR_RECORD_CALL], kinds[IOR_RECORD_ENTER], kinds[IOR_RECORD_NAME],
	       kinds[IOR_RECORD_TASK], kinds[IOR_RECORD_LOST]);
	close(fd);
}

/* -------------------------------------------------------- stale memory -- */

/* Most of what pages are handed out next held the marker */
static void fill_memory(void)
{
	pid_t pid = fork();
	__u64 *p;
	size_t i;

	if (!pid) {
		p = shared(FILL_BYTES);
		for (i = 0; p != MAP_FAILED && i < FILL_BYTES / sizeof(*p); i++)
			p[i] = MARKER + i;
		_exit(p == MAP_FAILED);
	}
	waitpid(pid, NULL, 0);
}

/* Behind what was written, a ring holds zeroes, all of it that can be mapped. */
static void expect_clean(struct __test_metadata *_metadata, int fd, const struct rings *rings)
{
	struct ior_info info;
	unsigned int cpu;

	ASSERT_EQ(0, info_get(fd, &info));
	for (cpu = 0; cpu < rings->nr; cpu++) {
		const struct ring *ring = &rings->ring[cpu];
		const struct ior_ring_page *page = ring->page;
		const char *end;
		__u64 head;

		if (!page)
			continue;
		head = ring_head(ring);
		end = (const char *)page + info.ring_size;
		ASSERT_LE(head, page->nr_records);
		EXPECT_TRUE(all_zero(page->reserved, sizeof(page->reserved)));
		EXPECT_TRUE(all_zero(page->reserved2, sizeof(page->reserved2)));
		EXPECT_EQ(0, page->reserved1);
		EXPECT_TRUE(all_zero(page + 1, page->data_offset - sizeof(*page)));
		EXPECT_TRUE(all_zero(ring->rec + head, end - (const char *)(ring->rec + head)));
		EXPECT_TRUE(all_zero(ring->reader, info.reader_size));
	}
}

static void hundred_marks(int side, void *arg)
{
	marks(0, 100, 1);
}

TEST_F_TIMEOUT(disclosure, stale_memory, 300)
{
	struct tracee tracee;
	struct rings rings;
	int fd, i;

	for (i = 0; i < 3; i++) {
		fill_memory();
		fd = session_open(0);
		ASSERT_GE(fd, 0);
		ASSERT_EQ(0, setup_set(fd, 4 << 20, 0));
		ASSERT_EQ(0, filter_calls(fd, 0, MARK_NR));
		ASSERT_EQ(0, rings_map(fd, &rings));
		expect_clean(_metadata, fd, &rings);
		ASSERT_EQ(0, tracee_fork(&tracee, hundred_marks, NULL));
		ASSERT_EQ(0, tgid_add(fd, tracee.pid));
		ASSERT_EQ(0, session_start(fd));
		ASSERT_EQ(0, tracee_run(&tracee));
		ASSERT_EQ(0, session_stop(fd));
		EXPECT_EQ(-EBUSY, setup_set(fd, 4096, 0));
		expect_clean(_metadata, fd, &rings);
		ASSERT_EQ(0, filter_calls(fd, IOR_FILTER_ALL, MARK_NR));
		ASSERT_EQ(0, session_start(fd));
		ASSERT_EQ(0, session_stop(fd));
		expect_clean(_metadata, fd, &rings);
		free(rings.ring);
		close(fd);	/* its pages stay mapped, and are not what the next one gets */
	}
}

TEST_HARNESS_MAIN
