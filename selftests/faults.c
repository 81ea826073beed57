// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory that is not to be had, and copies that fail, one after the other: the
 * nth chance to fail of each operation, until there are no more; and no page at
 * all, where small memory is there.  The operation says so, leaves everything as
 * it was, and goes through the next time.
 *
 * How many chances come before a certain one varies by one or two with what the
 * kernel's caches hold and what else the task is made to do: one pass over them may
 * miss it, which is why there are more, until it was met.
 *
 * Kernels with CONFIG_FAILSLAB, CONFIG_FAIL_PAGE_ALLOC and
 * CONFIG_FAULT_INJECTION_USERCOPY; Documentation/fault-injection/fault-injection.rst.
 */
#include <sys/rseq.h>
#include <sys/syscall.h>

#include "ior_trace.h"

#define RING_BYTES	16384UL
#define MOST		400	/* chances in one operation, fork(2) has some 250 */
#define PASSES		6	/* over the chances, at most: see above */
#define NO_PAGES	0	/* in place of n: every page that is asked for */
#define FAIL_NTH	"/proc/thread-self/fail-nth"
#define MAKE_IT_FAIL	"/proc/thread-self/make-it-fail"

static void put_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);

	if (fd < 0 || write(fd, text, strlen(text)) < 0) {
		ksft_print_header();
		ksft_exit_skip("the kernel injects no faults (CONFIG_FAILSLAB): no %s\n", path);
	}
	close(fd);
}

/*
 * Whoever is preempted is sent SIGSEGV if the copy from its area of rseq(2) is the
 * one that fails.  So there is none: neither here nor in children, who inherit that.
 */
static void leave_rseq(void)
{
	char *area = (char *)__builtin_thread_pointer() + __rseq_offset;

	if (__rseq_size)
		syscall(SYS_rseq, area, sizeof(struct rseq), RSEQ_FLAG_UNREGISTER, RSEQ_SIG);
}

/* Every allocation may fail, also those that could wait; the log is not told. */
static void __attribute__((constructor)) need_faults(void)
{
	static const char * const kinds[] = { "failslab", "fail_page_alloc", "fail_usercopy" };
	char path[128];
	size_t i;

	leave_rseq();
	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		snprintf(path, sizeof(path), "/sys/kernel/debug/%s/verbose", kinds[i]);
		put_file(path, "0");
	}
	put_file("/sys/kernel/debug/failslab/ignore-gfp-wait", "N");
	put_file("/sys/kernel/debug/fail_page_alloc/ignore-gfp-wait", "N");
	put_file("/sys/kernel/debug/fail_page_alloc/ignore-gfp-highmem", "N");
	put_file("/sys/kernel/debug/fail_page_alloc/min-order", "0");
	put_file("/sys/kernel/debug/fail_page_alloc/task-filter", "Y");
	put_file("/sys/kernel/debug/fail_page_alloc/probability", "100");
	put_file("/sys/kernel/debug/fail_page_alloc/times", "-1");
}

/* ---------------------------------------------------------- one fault -- */

/* arm - the nth chance of this thread from now on fails */
static int arm(int nth)
{
	int fd = open(nth == NO_PAGES ? MAKE_IT_FAIL : FAIL_NTH, O_RDWR);
	char text[16];

	snprintf(text, sizeof(text), "%d", nth == NO_PAGES ? 1 : nth);
	if (fd >= 0 && pwrite(fd, text, strlen(text), 0) < 0) {
		close(fd);
		return -errno;
	}
	return fd;
}

/* disarm - has there been the chance?  Reading the file is the next one. */
static bool disarm(int nth, int fd)
{
	char text[16] = "";
	bool failed = nth == NO_PAGES || (pread(fd, text, sizeof(text) - 1, 0) > 0 && !atoi(text));

	pwrite(fd, "0", 1, 0);
	close(fd);
	return failed;
}

/* --------------------------------------------------------- operations -- */

/* A session, in the state that an operation needs, and what the operation made */
struct subject {
	int fd;
	int got;
	void *map;
	size_t size;
	struct tracee tracee;
};

static int open_it(struct subject *s)
{
	return s->got = session_open(0);
}

static int set_it_up(struct subject *s)
{
	return setup_set(s->fd, RING_BYTES, 0);
}

static int set_filter(struct subject *s)
{
	return filter_every_call(s->fd, 0);
}

static int set_files(struct subject *s)
{
	struct ior_files files = { .nr_fds = 1, .fds = { 3 } };

	return files_set(s->fd, &files);
}

static int set_who(struct subject *s)
{
	struct ior_who who = { .nr_uids = 1, .comms = "*" };

	return who_set(s->fd, &who);
}

static int sample(struct subject *s)
{
	struct ior_sample sample = { .nr = SYS_read, .every = 3 };

	return result(ioctl(s->fd, IOR_IOC_SAMPLE, &sample));
}

static int get_info(struct subject *s)
{
	struct ior_info info;

	return info_get(s->fd, &info);
}

static int get_stats(struct subject *s)
{
	struct ior_stats stats;

	return stats_get(s->fd, &stats);
}

static int add_process(struct subject *s)
{
	return tgid_add(s->fd, s->tracee.pid);
}

static int start(struct subject *s)
{
	return session_start(s->fd);
}

static int map_ring(struct subject *s)
{
	struct ior_info info;
	int ret = info_get(s->fd, &info);

	if (ret)
		return ret;
	s->size = info.ring_size;
	s->map = map_at(s->fd, s->size, PROT_READ, info.ring_offset);
	if (s->map != MAP_FAILED)
		return 0;
	s->map = NULL;
	return -errno;
}

/* What fails, on a session that is open, or set up, and how often at least */
static const struct operation {
	const char *name;
	int (*run)(struct subject *s);
	bool opened, set_up;
	int chances;
} operations[] = {
	{ "open",	open_it,	false,	false,	3 },	/* names, their locks, session */
	{ "INFO",	get_info,	true,	true,	2 },	/* argument, its copy */
	{ "STATS",	get_stats,	true,	true,	2 },
	{ "SETUP",	set_it_up,	true,	false,	2 },
	{ "FILTER",	set_filter,	true,	true,	2 },
	{ "FILES",	set_files,	true,	true,	3 },	/* and the copy that is kept */
	{ "WHO",	set_who,	true,	true,	3 },	/* likewise */
	{ "SAMPLE",	sample,		true,	true,	3 },	/* and who counts */
	{ "TGID",	add_process,	true,	true,	2 },	/* and the map */
	{ "START",	start,		true,	true,	8 },	/* rings, probes */
	{ "mmap",	map_ring,	true,	true,	8 },	/* argument, rings, mapping */
};

FIXTURE(faults) {
	struct subject s;
};

static int begin(struct subject *s, const struct operation *op)
{
	memset(s, 0, sizeof(*s));
	s->got = -1;
	s->fd = -1;
	if (op->opened)
		s->fd = session_open(0);
	if (op->opened && s->fd < 0)
		return s->fd;
	if (op->set_up && setup_set(s->fd, RING_BYTES, 0))
		return -EINVAL;
	s->tracee.pid = getpid();
	return 0;
}

static void end(struct subject *s)
{
	if (s->map)
		munmap(s->map, s->size);
	if (s->got >= 0)
		close(s->got);
	if (s->fd >= 0)
		close(s->fd);
}

/* A new session, whatever went before, sees each call */
static bool all_is_well(void)
{
	struct trace trace = {};
	int fd = session_open(0);
	bool well;

	well = fd >= 0 && !setup_set(fd, RING_BYTES, 0) && !tgid_add(fd, getpid()) &&
	       !filter_calls(fd, 0, MARK_NR) && !session_start(fd);
	if (well) {
		marks(0, 20, 7);
		well = !session_stop(fd) && !trace_drain(fd, &trace) &&
		       marks_seen(&trace, 7) == 20 && !trace_fault(&trace);
	}
	close(fd);
	trace_free(&trace);
	return well;
}

FIXTURE_SETUP(faults)
{
}

FIXTURE_TEARDOWN(faults)
{
	EXPECT_TRUE(all_is_well());
}

/* How many of an operation's chances have it refused */
static int refusals(struct __test_metadata *_metadata, const struct operation *op,
		    struct subject *s)
{
	int nth, fault, ret, refused = 0;
	bool failed = true;

	for (nth = NO_PAGES; failed; nth++) {
		ASSERT_GT(MOST, nth);
		ASSERT_EQ(0, begin(s, op));
		fault = arm(nth);
		ASSERT_LE(0, fault);
		ret = op->run(s);
		failed = disarm(nth, fault);
		if (ret < 0) {
			EXPECT_TRUE(failed);
			EXPECT_TRUE(ret == -ENOMEM || ret == -EFAULT)
				TH_LOG("%s, chance %d: error %d", op->name, nth, -ret);
			/* as it was: it goes through now */
			EXPECT_LE(0, op->run(s))
				TH_LOG("%s, after chance %d", op->name, nth);
			refused++;
		}
		end(s);
	}
	TH_LOG("%s: %d chances, refused %d times", op->name, nth - 2, refused);
	return refused;
}

TEST_F(faults, operations)
{
	const struct operation *op;
	int pass, refused;

	for (op = operations; op < operations + ARRAY_SIZE(operations); op++) {
		refused = 0;
		for (pass = 0; pass < PASSES && refused < op->chances; pass++)
			refused = refusals(_metadata, op, &self->s);
		EXPECT_LE(op->chances, refused);
	}
}

/* -------------------------------------------------------------- probes -- */

/* What a child does with a fault ahead, and tells of */
struct attempt {
	int nth;
	int failed;
	long made;
	bool armed, go;
	int pass;
};

/* another - is there a chance to try?  From the first on, if none was the one sought. */
static bool another(struct attempt *attempt, bool met)
{
	if (attempt->failed)
		return true;
	attempt->nth = 0;
	return !met && ++attempt->pass < PASSES;
}

static int trace_child(struct __test_metadata *_metadata, struct tracee *tracee,
		       void (*fn)(int side, void *arg), struct attempt *attempt)
{
	int fd = session_open(0);

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, setup_set(fd, RING_BYTES, 0));
	ASSERT_EQ(0, filter_calls(fd, IOR_FILTER_FOLLOW, MARK_NR));
	ASSERT_EQ(0, tracee_fork(tracee, fn, attempt));
	ASSERT_EQ(0, tgid_add(fd, tracee->pid));
	ASSERT_EQ(0, session_start(fd));
	ASSERT_EQ(0, tracee_run(tracee));
	ASSERT_EQ(0, session_stop(fd));
	return fd;
}

/* The first call that the session sees is the mark: there is none while it waits */
static void mark_armed(int side, void *arg)
{
	struct attempt *attempt = arg;
	int fault = arm(attempt->nth);

	__atomic_store_n(&attempt->armed, true, __ATOMIC_RELEASE);
	while (!__atomic_load_n(&attempt->go, __ATOMIC_ACQUIRE))
		;
	mark(0, 1);
	attempt->failed = disarm(attempt->nth, fault);
	mark(1, 1);
}

/* The first call of a task has no memory: it is there all the same */
TEST_F(faults, first_call)
{
	struct attempt *attempt = shared(sizeof(*attempt));
	struct ior_stats stats;
	struct tracee tracee;
	__u64 no_memory = 0;

	do {
		const struct ior_record *rec = NULL;
		struct trace trace = {};
		__u64 unknown = 0;
		int fd = session_open(0);

		ASSERT_GT(MOST, ++attempt->nth);
		attempt->armed = false;
		attempt->go = false;
		ASSERT_EQ(0, setup_set(fd, RING_BYTES, 0));
		ASSERT_EQ(0, filter_calls(fd, 0, MARK_NR));
		ASSERT_EQ(0, tracee_fork(&tracee, mark_armed, attempt));
		ASSERT_EQ(0, tell(tracee.fd));
		while (!__atomic_load_n(&attempt->armed, __ATOMIC_ACQUIRE))
			sleep_ms(1);
		ASSERT_EQ(0, tgid_add(fd, tracee.pid));
		ASSERT_EQ(0, session_start(fd));
		__atomic_store_n(&attempt->go, true, __ATOMIC_RELEASE);
		ASSERT_EQ(0, tracee_wait(&tracee));
		ASSERT_EQ(0, session_stop(fd));
		ASSERT_EQ(0, stats_get(fd, &stats));
		ASSERT_EQ(0, trace_drain(fd, &trace));
		while ((rec = trace_next(&trace, rec, WANT(.nr = MARK_NR))))
			unknown += !!(rec->flags & IOR_CALL_NO_ENTER);
		EXPECT_EQ(2, count(&trace, .nr = MARK_NR));
		EXPECT_EQ(stats.no_memory, unknown);
		EXPECT_EQ(0, stats.lost_calls);
		no_memory += stats.no_memory;
		trace_free(&trace);
		close(fd);
	} while (another(attempt, no_memory));
	EXPECT_LT(0, no_memory);
}

/* Children whose numbers lie far apart, so that each needs memory of the map's */
static void fork_armed(int side, void *arg)
{
	struct attempt *attempt = arg;
	static const char last[] = "/proc/sys/kernel/ns_last_pid";
	char text[16];
	int fault, fd;
	pid_t pid;

	fd = open(last, O_WRONLY);
	snprintf(text, sizeof(text), "%d", 100000 + attempt->nth * 70000 % 4000000);
	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		_exit(1);
	close(fd);
	fault = arm(attempt->nth);
	pid = call_make(SYS_fork);
	if (!pid) {
		mark(0, 1);
		_exit(0);
	}
	attempt->failed = disarm(attempt->nth, fault);
	attempt->made = pid > 0;
	if (pid > 0)
		waitpid(pid, NULL, 0);
}

/*
 * A child that could not be followed for want of memory is counted.  One chance of
 * a fork's some 250 is the module's.
 */
TEST_F_TIMEOUT(faults, fork, 400)
{
	struct attempt *attempt = shared(sizeof(*attempt));
	__u64 not_followed = 0;
	struct ior_stats stats;
	struct tracee tracee;
	int chances = 0;

	put_file("/proc/sys/kernel/pid_max", "4194304");
	do {
		struct trace trace = {};
		int fd;

		ASSERT_GT(MOST, ++attempt->nth);
		fd = trace_child(_metadata, &tracee, fork_armed, attempt);
		ASSERT_EQ(0, stats_get(fd, &stats));
		ASSERT_EQ(0, trace_drain(fd, &trace));
		EXPECT_EQ(attempt->made, count(&trace, .nr = MARK_NR) + stats.not_followed);
		EXPECT_EQ(0, stats.lost_calls);
		not_followed += stats.not_followed;
		chances += attempt->failed;
		trace_free(&trace);
		close(fd);
	} while (another(attempt, not_followed));
	TH_LOG("%d chances, not followed %llu times", chances, not_followed);
	EXPECT_LT(0, not_followed);
}

/* Reading fails half-way: nothing of what was not given out is gone */
TEST_F(faults, read)
{
	bool failed;
	int nth = 0, errors = 0, parts = 0;

	do {
		struct trace trace = {};
		int fault, n, fd = session_open(0);

		ASSERT_GT(MOST, ++nth);
		ASSERT_EQ(0, setup_set(fd, RING_BYTES, 0));
		ASSERT_EQ(0, filter_calls(fd, 0, MARK_NR));
		ASSERT_EQ(0, tgid_add(fd, getpid()));
		ASSERT_EQ(0, session_start(fd));
		marks(0, 50, 3);
		ASSERT_EQ(0, session_stop(fd));
		/* the header comes alone */
		ASSERT_EQ(1, trace_read(fd, &trace));
		memset(trace_room(&trace, 512), 0, 512 * sizeof(*trace.rec));
		fault = arm(nth);
		n = trace_read(fd, &trace);
		failed = disarm(nth, fault);
		errors += n < 0;
		parts += n > 0 && n < 50;
		EXPECT_TRUE(n >= 0 || (failed && n == -EFAULT));
		ASSERT_EQ(0, trace_drain(fd, &trace));
		EXPECT_EQ(50, marks_seen(&trace, 3));
		EXPECT_SOUND(&trace);
		trace_free(&trace);
		close(fd);
	} while (failed);
	EXPECT_LT(0, errors);
	EXPECT_LT(40, parts);
}

/* Counters are made when a call ends first: what has none is among the rest */
static void read_armed(int side, void *arg)
{
	struct attempt *attempt = arg;
	int fault = arm(attempt->nth), i;

	for (i = 0; i < 10; i++)
		mark(i, 1);
	attempt->failed = disarm(attempt->nth, fault);
}

TEST_F(faults, counters)
{
	struct attempt *attempt = shared(sizeof(*attempt));
	struct ior_sample sample = { .flags = IOR_SAMPLE_EVERY_CALL, .every = 0 };
	struct tracee tracee;
	__u64 rest = 0;

	do {
		struct ior_count mine = { .nr = MARK_NR }, others = { .abi = IOR_NR_ABIS };
		int fd = session_open(0), ret;

		ASSERT_GT(MOST, ++attempt->nth);
		ASSERT_EQ(0, setup_set(fd, RING_BYTES, 0));
		ASSERT_EQ(0, filter_calls(fd, 0, MARK_NR));
		ASSERT_EQ(0, result(ioctl(fd, IOR_IOC_SAMPLE, &sample)));
		ASSERT_EQ(0, tracee_fork(&tracee, read_armed, attempt));
		ASSERT_EQ(0, tgid_add(fd, tracee.pid));
		ASSERT_EQ(0, session_start(fd));
		ASSERT_EQ(0, tracee_run(&tracee));
		ASSERT_EQ(0, session_stop(fd));
		/* the next there is, which may be the rest already */
		ASSERT_EQ(0, result(ioctl(fd, IOR_IOC_COUNT, &mine)));
		ret = mine.abi == IOR_NR_ABIS ? -ENOENT :
		      result(ioctl(fd, IOR_IOC_COUNT, &others));
		ASSERT_TRUE(!ret || ret == -ENOENT);
		EXPECT_EQ(10, mine.calls + others.calls);
		rest += others.calls;
		close(fd);
	} while (another(attempt, rest));
	EXPECT_LT(0, rest);
}

TEST_HARNESS_MAIN
