// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who may do what with a session.  The right is asked for once, by open(2); after
 * that the descriptor is the right, as with perf_event_open(2): who holds it does
 * all that it can do, whoever he is by then, and cannot open another.  What
 * processes he can name, his pid namespace says.
 */
#include "ior_trace.h"

#define RING_BYTES	16384UL
#define NOBODY		65534

static void ten_marks(int side, void *arg)
{
	marks(0, 10, (unsigned long)arg);
}

/* What a child found out: the line of what went wrong first, 0 if nothing did */
struct found {
	int wrong;
	int error;
	pid_t init;
	bool ready;
	bool done;
};

static void must(struct found *found, int ret, int line)
{
	if (ret >= 0)
		return;
	found->wrong = line;
	found->error = ret;
	_exit(1);
}

#define MUST(found, ret)	must(found, ret, __LINE__)

static void expect_well(struct __test_metadata *_metadata, const struct found *found)
{
	EXPECT_EQ(0, found->wrong)
		TH_LOG("line %d: error %d", found->wrong, -found->error);
}

/* become_nobody - for good: setresuid(2) takes the capabilities, too */
static int become_nobody(void)
{
	if (setresgid(NOBODY, NOBODY, NOBODY) || setresuid(NOBODY, NOBODY, NOBODY))
		return -errno;
	return setresuid(0, 0, 0) ? 0 : -EPERM;
}

/* All that a session can do, by one who could not open it, on a process of root's */
static void use_session(int fd, struct tracee *tracee, bool mapped, struct found *found)
{
	struct trace trace = {};
	struct ior_stats stats;
	struct rings rings = {};
	struct ior_info info;
	unsigned int cpu;
	int again;

	MUST(found, become_nobody());
	again = session_open(0);
	MUST(found, again == -EACCES ? 0 : -EEXIST);
	MUST(found, info_get(fd, &info));
	MUST(found, setup_set(fd, RING_BYTES, 0));
	MUST(found, filter_calls(fd, 0, MARK_NR));
	MUST(found, tgid_add(fd, tracee->pid));
	if (mapped)
		MUST(found, rings_map(fd, &rings));
	MUST(found, session_start(fd));
	MUST(found, tell(tracee->fd));
	while (task_state(tracee->pid, tracee->pid) != 'Z')
		sleep_ms(1);
	MUST(found, session_stop(fd));
	MUST(found, stats_get(fd, &stats));
	for (cpu = 0; cpu < rings.nr; cpu++)
		if (rings.ring[cpu].page)
			ring_take(&rings.ring[cpu], &trace, -1);
	if (!mapped)
		MUST(found, trace_drain(fd, &trace));
	MUST(found, marks_seen(&trace, 1) == 10 ? 0 : -ENODATA);
	MUST(found, stats.records + !mapped == trace.nr ? 0 : -ENODATA);
	MUST(found, !mapped && trace_fault(&trace) ? -EBADMSG : 0);
	_exit(0);
}

FIXTURE(dropped) {
	int fd;
	struct tracee tracee;
};

FIXTURE_VARIANT(dropped) {
	bool mapped;
};

FIXTURE_VARIANT_ADD(dropped, read) { .mapped = false };
FIXTURE_VARIANT_ADD(dropped, mapped) { .mapped = true };

FIXTURE_SETUP(dropped)
{
	self->fd = session_open(0);
	ASSERT_GE(self->fd, 0);
	ASSERT_EQ(0, tracee_fork(&self->tracee, ten_marks, (void *)1));
}

FIXTURE_TEARDOWN(dropped)
{
	tracee_kill(&self->tracee);
	close(self->fd);
}

TEST_F(dropped, goes_on)
{
	struct found *found = shared(PAGE);
	int status;
	pid_t pid = fork();

	if (!pid)
		use_session(self->fd, &self->tracee, variant->mapped, found);
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_EQ(0, status);
	expect_well(_metadata, found);
	EXPECT_EQ(0, tracee_wait(&self->tracee));
}

/* A descriptor of it in /proc opens the device anew, with the rights of who does so */
TEST(reopened)
{
	struct found *found = shared(PAGE);
	int fd = session_open(0), status;
	char path[32];
	pid_t pid;

	ASSERT_GE(fd, 0);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	pid = fork();
	if (!pid) {
		MUST(found, become_nobody());
		found->error = result(open(path, O_RDWR));
		_exit(0);
	}
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	expect_well(_metadata, found);
	EXPECT_EQ(-EACCES, found->error);
}

/* ---------------------------------------------------------- namespaces -- */

/* namespace_of - forks the init of a new pid namespace, which runs fn */
static pid_t namespace_of(void (*fn)(int fd, pid_t other, struct found *found), int fd, pid_t other,
			  struct found *found)
{
	pid_t pid = syscall(SYS_clone, CLONE_NEWPID | SIGCHLD, 0, 0, 0, 0);

	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		found->init = syscall(SYS_getpid);
		fn(fd, other, found);
		_exit(0);
	}
	return pid;
}

static void wait_to_be_named(int fd, pid_t other, struct found *found)
{
	while (!__atomic_load_n(&found->ready, __ATOMIC_ACQUIRE))
		sleep_ms(1);
	marks(0, 10, 1);
}

/* 1 is itself; the number that the sibling's init has outside is nobody's here */
static void name_others(int fd, pid_t other, struct found *found)
{
	MUST(found, tgid_add(fd, other) == -ESRCH ? 0 : -EEXIST);
	MUST(found, tgid_del(fd, other) == -ESRCH ? 0 : -EEXIST);
	MUST(found, tgid_add(fd, 1));
	MUST(found, session_start(fd));
	found->done = true;
	marks(0, 5, 2);
}

TEST(sibling_namespace)
{
	struct found *sibling = shared(PAGE), *found = shared(PAGE);
	struct trace trace = {};
	pid_t one, two;
	int fd = session_open(0);

	ASSERT_GE(fd, 0);
	ASSERT_EQ(0, setup_set(fd, RING_BYTES, 0));
	ASSERT_EQ(0, filter_calls(fd, 0, MARK_NR));
	one = namespace_of(wait_to_be_named, -1, 0, sibling);
	if (one < 0)
		SKIP(return, "no pid namespaces here");
	two = namespace_of(name_others, fd, one, found);
	ASSERT_LT(0, two);
	ASSERT_EQ(two, waitpid(two, NULL, 0));
	__atomic_store_n(&sibling->ready, true, __ATOMIC_RELEASE);
	ASSERT_EQ(one, waitpid(one, NULL, 0));
	expect_well(_metadata, found);
	EXPECT_TRUE(found->done);
	EXPECT_EQ(1, found->init);
	EXPECT_EQ(1, sibling->init);
	ASSERT_EQ(0, session_stop(fd));
	ASSERT_EQ(0, trace_drain(fd, &trace));
	EXPECT_EQ(0, marks_seen(&trace, 1));
	EXPECT_EQ(0, count(&trace, .tgid = one, .nr = MARK_NR));
	EXPECT_EQ(0, count(&trace, .tgid = 1));
	/* who starts a session is left out of "all", not of what is named */
	EXPECT_EQ(5, count(&trace, .tgid = two, .nr = MARK_NR));
	EXPECT_SOUND(&trace);
	trace_free(&trace);
	close(fd);
}

TEST_HARNESS_MAIN
