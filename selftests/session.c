// SPDX-License-Identifier: GPL-2.0-only
/*
 * A session is an open file: several at once are strangers to each other, one
 * can be handed on, and outlive who opened it.  And who may open it at all.
 */
#include <linux/capability.h>
#include <sys/stat.h>

#include "ior_trace.h"

#define MAX_SESSIONS	64
#define RING_BYTES	16384UL
#define EXITED		1	/* the TASK record of a tracee's end */

static void make_marks(int side, void *arg)
{
	unsigned long b = (unsigned long)arg;

	marks(0, 50 + b, b);
}

/* A session for the marks of one process */
static int session_of(pid_t pid, int flags)
{
	int fd = session_open(flags), ret;

	if (fd < 0)
		return fd;
	ret = setup_set(fd, RING_BYTES, 0) ?: tgid_add(fd, pid) ?:
	      filter_calls(fd, 0, MARK_NR, SYS_exit_group);
	return ret ?: fd;
}

TEST(two_sessions)
{
	struct tracee one, two;
	struct trace a = {}, b = {}, c = {};
	struct ior_stats stats;
	int fd_a, fd_b, fd_c;

	ASSERT_EQ(0, tracee_fork(&one, make_marks, (void *)1));
	ASSERT_EQ(0, tracee_fork(&two, make_marks, (void *)2));
	fd_a = session_of(one.pid, 0);
	fd_b = session_of(two.pid, 0);
	fd_c = session_of(one.pid, 0);
	ASSERT_GE(fd_a, 0);
	ASSERT_GE(fd_b, 0);
	ASSERT_GE(fd_c, 0);
	ASSERT_EQ(0, filter_calls(fd_c, 0, SYS_exit_group));
	ASSERT_EQ(0, session_start(fd_a));
	ASSERT_EQ(0, session_start(fd_b));
	ASSERT_EQ(0, session_start(fd_c));
	EXPECT_EQ(-EBUSY, session_start(fd_a));
	ASSERT_EQ(0, tracee_run(&one));
	ASSERT_EQ(0, session_stop(fd_a));
	ASSERT_EQ(0, tracee_run(&two));
	ASSERT_EQ(0, stats_get(fd_b, &stats));
	EXPECT_EQ(IOR_STATE_RUNNING, stats.state);
	ASSERT_EQ(0, session_stop(fd_b));
	ASSERT_EQ(0, session_stop(fd_c));

	ASSERT_EQ(0, trace_drain(fd_a, &a));
	EXPECT_EQ(51, marks_seen(&a, 1));
	EXPECT_EQ(1, count(&a, .tgid = one.pid, .nr = SYS_exit_group));
	EXPECT_EQ(1 + 51 + 1 + EXITED, a.nr);
	ASSERT_EQ(0, stats_get(fd_a, &stats));
	EXPECT_EQ(52 + EXITED, stats.records);

	ASSERT_EQ(0, trace_drain(fd_b, &b));
	EXPECT_EQ(52, marks_seen(&b, 2));
	EXPECT_EQ(1 + 52 + 1 + EXITED, b.nr);
	ASSERT_EQ(0, stats_get(fd_b, &stats));
	EXPECT_EQ(53 + EXITED, stats.records);

	ASSERT_EQ(0, trace_drain(fd_c, &c));
	EXPECT_EQ(2 + EXITED, c.nr);
	ASSERT_EQ(0, stats_get(fd_c, &stats));
	EXPECT_EQ(1 + EXITED, stats.records);
	EXPECT_EQ(0, stats.lost_calls);
	EXPECT_SOUND(&a);
	EXPECT_SOUND(&b);
	EXPECT_SOUND(&c);
}

/* One reads slowly and loses, the other one must not. */
TEST(losses_are_its_own)
{
	struct tracee tracee;
	struct ior_stats stats;
	struct trace trace = {};
	int full, roomy;

	ASSERT_EQ(0, tracee_fork(&tracee, make_marks, (void *)200));
	full = session_open(0);
	roomy = session_of(tracee.pid, 0);
	ASSERT_GE(full, 0);
	ASSERT_GE(roomy, 0);
	ASSERT_EQ(0, setup_set(full, 4096, 0));
	ASSERT_EQ(0, setup_set(roomy, 65536, 0));
	ASSERT_EQ(0, tgid_add(full, tracee.pid));
	ASSERT_EQ(0, filter_calls(full, 0, MARK_NR));
	ASSERT_EQ(0, session_start(full));
	ASSERT_EQ(0, session_start(roomy));
	ASSERT_EQ(0, tracee_run(&tracee));
	ASSERT_EQ(0, session_stop(full));
	ASSERT_EQ(0, session_stop(roomy));
	ASSERT_EQ(0, stats_get(full, &stats));
	EXPECT_LT(0, stats.lost_calls);
	EXPECT_EQ(250 + EXITED, stats.records - stats.lost_marks + stats.lost_calls +
		  stats.lost_others);
	EXPECT_GE(EXITED, stats.lost_others);
	ASSERT_EQ(0, stats_get(roomy, &stats));
	EXPECT_EQ(0, stats.lost_calls);
	ASSERT_EQ(0, trace_drain(roomy, &trace));
	EXPECT_EQ(250, marks_seen(&trace, 200));
}

/* Another process opens and starts it, hands it over and is gone. */
TEST(passed_over_a_socket)
{
	struct trace trace = {};
	struct tracee tracee;
	struct ior_info info;
	int sock[2], fd;
	pid_t opener;

	ASSERT_EQ(0, tracee_fork(&tracee, make_marks, (void *)3));
	ASSERT_EQ(0, socketpair(AF_UNIX, SOCK_STREAM, 0, sock));
	opener = fork();
	if (!opener) {
		fd = session_of(tracee.pid, 0);
		if (fd < 0 || session_start(fd))
			_exit(1);
		_exit(fd_send(sock[1], fd) != 1);
	}
	fd = fd_receive(sock[0]);
	ASSERT_GE(fd, 0);
	ASSERT_EQ(opener, waitpid(opener, NULL, 0));
	ASSERT_EQ(0, info_get(fd, &info));
	EXPECT_EQ(IOR_STATE_RUNNING, info.state);
	EXPECT_EQ(-EBUSY, session_start(fd));
	ASSERT_EQ(0, tracee_run(&tracee));
	ASSERT_EQ(0, session_stop(fd));
	ASSERT_EQ(0, trace_drain(fd, &trace));
	EXPECT_EQ(53, marks_seen(&trace, 3));
	EXPECT_SOUND(&trace);
}

/* In flight in a socket that nobody receives, it is closed with the socket. */
TEST(lost_in_a_socket)
{
	int sock[2], i, fd;

	for (i = 0; i < MAX_SESSIONS + 8; i++) {
		ASSERT_EQ(0, socketpair(AF_UNIX, SOCK_STREAM, 0, sock));
		fd = session_open(0);
		ASSERT_GE(fd, 0);
		ASSERT_EQ(1, fd_send(sock[1], fd));
		close(fd);
		close(sock[0]);
		close(sock[1]);
	}
}

/* The opener exits; its child, who has it by fork, goes on to its end. */
TEST(opener_gone)
{
	struct { int ret; long marks; } *shared;
	struct tracee tracee;
	int done[2];
	pid_t opener;
	char c;

	shared = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, shared);
	ASSERT_EQ(0, pipe(done));
	ASSERT_EQ(0, tracee_fork(&tracee, make_marks, (void *)4));
	opener = fork();
	if (!opener) {
		int fd = session_of(tracee.pid, 0);
		struct trace trace = {};

		if (fd < 0 || session_start(fd))
			_exit(1);
		opener = getpid();
		if (fork())
			_exit(0);
		while (getppid() == opener)
			sleep_ms(1);
		tell(tracee.fd);
		while (task_state(tracee.pid, tracee.pid) != 'Z')
			sleep_ms(1);
		shared->ret = session_stop(fd) ?: trace_drain(fd, &trace) ?: 1;
		shared->marks = marks_seen(&trace, 4);
		write(done[1], "", 1);
		_exit(0);
	}
	close(done[1]);
	ASSERT_EQ(opener, waitpid(opener, NULL, 0));
	ASSERT_EQ(1, read(done[0], &c, 1));
	EXPECT_EQ(1, shared->ret);
	EXPECT_EQ(54, shared->marks);
	EXPECT_EQ(0, tracee_wait(&tracee));
}

/* Closed while it runs and while its process calls: the process goes on. */
TEST(closed_running)
{
	struct tracee tracee;
	int fd;

	ASSERT_EQ(0, tracee_fork(&tracee, make_marks, (void *)20000));
	fd = session_of(tracee.pid, 0);
	ASSERT_GE(fd, 0);
	ASSERT_EQ(0, session_start(fd));
	ASSERT_EQ(0, tell(tracee.fd));
	sleep_ms(5);
	close(fd);
	EXPECT_EQ(0, tracee_wait(&tracee));
}

/* ---------------------------------------------------------- privileges -- */

#ifndef CAP_PERFMON
#define CAP_PERFMON	38
#endif

static int open_error(void)
{
	int fd = session_open(0);

	return fd < 0 ? -fd : 0;
}

/* What open gives to root with these capabilities only */
static int open_with(__u64 caps)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2] = {
		{ .effective = caps, .permitted = caps },
		{ .effective = caps >> 32, .permitted = caps >> 32 },
	};
	int status;
	pid_t pid = fork();

	if (!pid) {
		if (syscall(SYS_capset, &header, data))
			_exit(255);
		_exit(open_error());
	}
	waitpid(pid, &status, 0);
	if (!WIFEXITED(status) || WEXITSTATUS(status) == 255)
		return -ECHILD;
	return WEXITSTATUS(status);
}

TEST(capabilities)
{
	const __u64 all = (1ULL << (CAP_PERFMON + 1)) - 1;
	const __u64 perfmon = 1ULL << CAP_PERFMON, admin = 1ULL << CAP_SYS_ADMIN;
	struct stat st;

	ASSERT_EQ(0, stat(DEVICE, &st));
	EXPECT_TRUE(S_ISCHR(st.st_mode));
	EXPECT_EQ(0600, st.st_mode & 07777);
	EXPECT_EQ(0, st.st_uid);
	EXPECT_EQ(EPERM, open_with(0));
	EXPECT_EQ(EPERM, open_with(all & ~perfmon & ~admin));
	EXPECT_EQ(0, open_with(perfmon));
	EXPECT_EQ(0, open_with(admin));
}

/* Root of a user namespace is nobody here. */
TEST(user_namespace)
{
	int status;
	pid_t pid = fork();

	if (!pid) {
		if (unshare(CLONE_NEWUSER))
			_exit(200);
		_exit(open_error());
	}
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	if (WEXITSTATUS(status) == 200)
		SKIP(return, "no user namespaces here");
	EXPECT_EQ(EPERM, WEXITSTATUS(status));
}

TEST(another_user)
{
	int status;
	pid_t pid = fork();

	if (!pid) {
		if (setresgid(65534, 65534, 65534) || setresuid(65534, 65534, 65534))
			_exit(200);
		_exit(open_error());
	}
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_EQ(EACCES, WEXITSTATUS(status));
}

/* -------------------------------------------------------------- limits -- */

/* Sessions that others hold: the module's users */
static int sessions_open(void)
{
	char buf[16] = "0";
	int fd = open("/sys/module/ior/refcnt", O_RDONLY);

	if (fd >= 0) {
		read(fd, buf, sizeof(buf) - 1);
		close(fd);
	}
	return atoi(buf);
}

TEST(limit)
{
	int fd[MAX_SESSIONS + 1], before = sessions_open(), i;

	for (i = 0; i <= MAX_SESSIONS; i++) {
		fd[i] = session_open(0);
		if (fd[i] < 0)
			break;
	}
	ASSERT_LE(i, MAX_SESSIONS);
	EXPECT_EQ(-ENOSPC, fd[i]);
	EXPECT_EQ(MAX_SESSIONS - before, i);
	close(fd[0]);
	fd[0] = session_open(0);
	EXPECT_GE(fd[0], 0);
	EXPECT_EQ(-ENOSPC, session_open(0));
	while (i--)
		close(fd[i]);
	EXPECT_EQ(before, sessions_open());
}

/* All of them trace one process, and each sees all of it. */
TEST(all_at_once)
{
	int fd[MAX_SESSIONS], nr = MAX_SESSIONS - sessions_open(), i;
	struct trace trace = {};
	struct tracee tracee;

	ASSERT_LT(0, nr);
	ASSERT_EQ(0, tracee_fork(&tracee, make_marks, (void *)5));
	for (i = 0; i < nr; i++) {
		fd[i] = session_of(tracee.pid, 0);
		ASSERT_GE(fd[i], 0);
		ASSERT_EQ(0, session_start(fd[i]));
	}
	ASSERT_EQ(0, tracee_run(&tracee));
	for (i = 0; i < nr; i++) {
		ASSERT_EQ(0, session_stop(fd[i]));
		ASSERT_EQ(0, trace_drain(fd[i], &trace));
		EXPECT_EQ(55, marks_seen(&trace, 5));
		EXPECT_EQ(1 + 55 + 1 + EXITED, trace.nr);
		trace_free(&trace);
	}
}

static int unload(void)
{
	return result(syscall(SYS_delete_module, "ior", O_NONBLOCK));
}

/* An open file, and then a mapping alone, hold the module. */
TEST(unload_refused)
{
	struct ring ring;
	int fd = session_open(0);

	ASSERT_GE(fd, 0);
	ASSERT_EQ(0, setup_set(fd, RING_BYTES, 0));
	EXPECT_EQ(-EWOULDBLOCK, unload());
	ASSERT_EQ(0, filter_calls(fd, IOR_FILTER_ALL, MARK_NR));
	ASSERT_EQ(0, ring_map(fd, cpu_nth(0), &ring));
	ASSERT_EQ(0, session_start(fd));
	EXPECT_EQ(-EWOULDBLOCK, unload());
	close(fd);
	EXPECT_EQ(-EWOULDBLOCK, unload());
	EXPECT_EQ(IOR_ABI_VERSION, ring.page->version);
}

TEST_HARNESS_MAIN
