// SPDX-License-Identifier: GPL-2.0-only
/*
 * The names of descriptors: of files that were opened by whomever and whenever,
 * of every kind, and of calls that use two.
 */
#include <linux/io_uring.h>
#include <linux/kcmp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <sys/un.h>

#include "ior_steps.h"

#define CALL		IOR_RECORD_CALL

FIXTURE(names_fds) {
	int fd;
	struct tracee tracee;
	struct trace trace;
};

FIXTURE_SETUP(names_fds)
{
	SETUP(1 << 20);
	ASSERT_TRUE(steps_begin());
}

FIXTURE_TEARDOWN(names_fds)
{
	TEARDOWN();
	work_remove(work);
}

/* ------------------------------------------- files that others have opened -- */

#define FILES	64

static int old_files[FILES];

static void open_files(void)
{
	char path[256];
	int i;

	for (i = 0; i < FILES; i++) {
		snprintf(path, sizeof(path), "%s/old%d", work, i);
		old_files[i] = open(path, O_RDWR | O_CREAT, 0600);
		see(i, 0, old_files[i]);
	}
}

static void replace_by_pipes(int side, void *arg)
{
	int i, p[2];

	open_files();
	tell(side);
	hear(side);
	for (i = 0; i < FILES; i++) {
		mark(i, 1);
		close(old_files[i]);
		syscall(SYS_pipe2, p, 0);
		if (p[0] != old_files[i])
			_exit(1);
		use(FILES + i, p[0]);
		use(2 * FILES + i, p[1]);
	}
}

/* Opened before the session, closed, and their numbers are pipes' at once */
TEST_F(names_fds, opened_before)
{
	const struct ior_record *rec;
	int i;

	TRACE(replace_by_pipes, NULL);
	ASSERT_EQ(0, tell(self->tracee.fd) ?: hear(self->tracee.fd));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	FINISH();
	check_steps(_metadata, &self->trace, 0, 3 * FILES);
	for (i = 0; i < FILES; i++) {
		rec = call_behind(&self->trace, i, 1);
		ASSERT_NE(NULL, rec);
		EXPECT_EQ(SYS_close, rec->nr);
		EXPECT_EQ(0, strncmp(seen->path[i][0], work, strlen(work)));
		rec = trace_next(&self->trace, rec, WANT(.type = CALL));
		ASSERT_NE(NULL, rec);
		EXPECT_EQ(SYS_pipe2, rec->nr);
		EXPECT_STREQ(seen->path[FILES + i][0], path_of(&self->trace, rec, 0));
		EXPECT_STREQ(seen->path[FILES + i][0], path_of(&self->trace, rec, 1));
	}
}

static bool all_closed;

static void *make_pipes(void *arg)
{
	int p[2];

	while (!__atomic_load_n(&all_closed, __ATOMIC_RELAXED)) {
		syscall(SYS_pipe2, p, 0);
		close(p[0]);
		close(p[1]);
	}
	return NULL;
}

static void close_among_pipes(int side, void *arg)
{
	pthread_t thread;
	int i;

	open_files();
	tell(side);
	hear(side);
	pthread_create(&thread, NULL, make_pipes, NULL);
	for (i = 0; i < FILES; i++) {
		usleep(i % 8 * 100);
		mark(i, 1);
		close(old_files[i]);
	}
	__atomic_store_n(&all_closed, true, __ATOMIC_RELAXED);
	pthread_join(thread, NULL);
}

/* The same, by another thread, at any time */
TEST_F(names_fds, closed_among_pipes)
{
	const struct ior_record *rec = NULL;
	struct ior_stats stats;
	size_t pipes = 0;

	ASSERT_EQ(0, setup_set(self->fd, 16 << 20, 0));
	TRACE(close_among_pipes, NULL);
	ASSERT_EQ(0, tell(self->tracee.fd) ?: hear(self->tracee.fd));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	ASSERT_EQ(0, session_stop(self->fd));
	ASSERT_EQ(0, trace_drain(self->fd, &self->trace));
	ASSERT_EQ(0, stats_get(self->fd, &stats));
	EXPECT_EQ(0, stats.lost_calls);
	EXPECT_SOUND(&self->trace);
	check_steps(_metadata, &self->trace, 0, FILES);
	while ((rec = trace_next(&self->trace, rec, WANT(.type = CALL, .nr = SYS_close)))) {
		if (rec->tid == self->tracee.pid)
			continue;
		ASSERT_EQ(0, strncmp(path_of(&self->trace, rec, 0), "pipe:[", 6));
		pipes++;
	}
	EXPECT_LT(2, pipes);
}

static void receive_files(int side, void *arg)
{
	int parent = getppid(), fd = fd_receive(side), pidfd, got;

	use(0, fd);
	pidfd = syscall(SYS_pidfd_open, parent, 0);
	see(1, 0, pidfd);
	mark(1, 1);
	got = syscall(SYS_pidfd_getfd, pidfd, (int)(long)arg, 0);
	see(1, 1, got);
	use(2, got);
}

TEST_F(names_fds, received)
{
	char *sent = below(work, "sent"), *fetched = below(work, "fetched");
	int fd[2];

	ASSERT_EQ(0, file_make(sent, "", 0));
	ASSERT_EQ(0, file_make(fetched, "", 0));
	fd[0] = open(sent, O_RDONLY | O_CLOEXEC);
	TRACE(receive_files, (void *)100L);
	/* made after the fork, so that the tracee cannot have it */
	fd[1] = open(fetched, O_RDONLY | O_CLOEXEC);
	ASSERT_EQ(100, dup2(fd[1], 100));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tell(self->tracee.fd));
	ASSERT_EQ(1, fd_send(self->tracee.fd, fd[0]));
	ASSERT_EQ(0, tracee_wait(&self->tracee));
	FINISH();
	check_steps(_metadata, &self->trace, 0, 3);
	EXPECT_STREQ(sent, seen->path[0][0]);
	EXPECT_STREQ(fetched, seen->path[1][1]);
	EXPECT_STREQ(fetched, seen->path[2][0]);
}

static void duplicate(int side, void *arg)
{
	int fd = open(work_file, O_RDONLY), null = open("/dev/null", O_RDWR), copy;

	see(0, 0, fd);
	see(0, 1, fd);
	mark(0, 1);
	copy = dup(fd);
	use(1, copy);
	see(2, 0, null);
	see(2, 1, null);
	mark(2, 1);
	call_make(SYS_dup2, null, copy);
	use(3, copy);
	see(4, 0, fd);
	see(4, 1, fd);
	mark(4, 1);
	syscall(SYS_dup3, fd, copy, O_CLOEXEC);
	use(5, copy);
	see(6, 0, fd);
	mark(6, 1);
	copy = syscall(SYS_fcntl, fd, F_DUPFD, 50);
	use(7, copy);
	mark(8, 1);
	call_make(SYS_dup2, 9999, copy);
	use(9, copy);
	if (!fork()) {
		use(10, copy);
		close(copy);
		use(11, null);
		_exit(0);
	}
	wait(NULL);
	use(12, copy);
}

TEST_F(names_fds, duplicated)
{
	RUN(duplicate, NULL);
	check_steps(_metadata, &self->trace, 0, 13);
	EXPECT_EQ(1, names_sent(&self->trace, work_file));
	EXPECT_STREQ(work_file, seen->path[12][0]);
}

/* ---------------------------------------------------- of whatever kind -- */

static int make_deleted(void)
{
	char *path = below(work, "deleted");
	int fd = open(path, O_RDWR | O_CREAT, 0600);

	unlink(path);
	return fd;
}

static int make_fifo(void)
{
	char *path = below(work, "fifo");

	mkfifo(path, 0600);
	return open(path, O_RDWR);
}

static int make_pipe(void)
{
	int p[2];

	return pipe(p) ? -1 : p[1];
}

static int make_signalfd(void)
{
	sigset_t set;

	sigemptyset(&set);
	return signalfd(-1, &set, 0);
}

static void use_every_kind(int side, void *arg)
{
	const int fd[] = {
		open(work_file, O_RDONLY), open(work, O_RDONLY | O_DIRECTORY),
		open(work, O_PATH), open("/", O_RDONLY), open("/dev/null", O_RDWR),
		open("/proc/self/status", O_RDONLY), open("/proc/self/fd", O_RDONLY),
		open("/dev/ptmx", O_RDWR), open(work, O_RDWR | O_TMPFILE, 0600),
		socket(AF_UNIX, SOCK_STREAM, 0), socket(AF_INET, SOCK_DGRAM, 0), side,
		syscall(SYS_memfd_create, "a memory file", 0), eventfd(0, 0), epoll_create1(0),
		timerfd_create(CLOCK_MONOTONIC, 0), inotify_init1(0), make_signalfd(),
		make_pipe(), make_fifo(), make_deleted(), syscall(SYS_pidfd_open, getpid(), 0),
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(fd); i++)
		use(i, fd[i]);
	mark(i, 1);
	close(9999);
	use(i + 1, -1);
	*(size_t *)arg = i + 2;
}

/* Whatever /proc/PID/fd says */
TEST_F(names_fds, kinds)
{
	size_t *steps = shared(PAGE), i, named = 0;

	RUN(use_every_kind, steps);
	ASSERT_LT(20, *steps);
	check_steps(_metadata, &self->trace, 0, *steps);
	for (i = 0; i < *steps; i++)
		named += *seen->path[i][0] != 0;
	EXPECT_EQ(*steps - 2, named);
}

/* pair - before a call on two descriptors: which of them shows first */
static void pair(int step, int first, int second)
{
	see(step, 0, first);
	see(step, 1, second);
	mark(step, 1);
}

static void use_two(int side, void *arg)
{
	int file = open(work_file, O_RDWR), out = open(below(work, "out"), O_RDWR | O_CREAT, 0600);
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	struct epoll_event event = { .events = EPOLLIN };
	int p[2], q[2], s, c, a, ep = epoll_create1(0), pid = getpid();
	loff_t off = 0;

	pipe(p);
	pair(0, out, file);
	syscall(SYS_sendfile, out, file, NULL, 4);
	pair(1, p[1], file);
	syscall(SYS_splice, file, &off, p[1], NULL, 4, 0);
	mark(2, 1);
	syscall(SYS_pipe2, q, O_NONBLOCK);
	see(2, 0, q[0]);
	see(2, 1, q[1]);
	pair(3, q[1], p[0]);
	syscall(SYS_tee, p[0], q[1], 4, 0);
	pair(4, out, file);
	syscall(SYS_copy_file_range, file, &off, out, NULL, 4, 0);
	pair(5, ep, p[0]);
	syscall(SYS_epoll_ctl, ep, EPOLL_CTL_ADD, p[0], &event);
	mark(6, 1);
	syscall(SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, q);
	see(6, 0, q[0]);
	see(6, 1, q[1]);
	s = socket(AF_UNIX, SOCK_STREAM, 0);
	c = socket(AF_UNIX, SOCK_STREAM, 0);
	snprintf(addr.sun_path, sizeof(addr.sun_path), "%s/socket", work);
	bind(s, (void *)&addr, sizeof(addr));
	listen(s, 1);
	connect(c, (void *)&addr, sizeof(addr));
	see(7, 0, s);
	mark(7, 1);
	a = syscall(SYS_accept, s, NULL, NULL);
	see(7, 1, a);
	see(8, 0, file);
	mark(8, 1);
	syscall(SYS_mmap, NULL, PAGE, PROT_READ, MAP_PRIVATE, file, 0);
	mark(9, 1);
	syscall(SYS_mmap, NULL, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, file, 0);
	pair(10, file, out);
	syscall(SYS_kcmp, pid, pid, KCMP_FILE, file, out);
	mark(11, 1);
	syscall(SYS_kcmp, pid, pid, KCMP_VM, file, out);
	/* failed: nothing was made */
	mark(12, 1);
	syscall(SYS_pipe2, q, -1);
	see(13, 0, file);
	mark(13, 1);
	syscall(SYS_accept, file, NULL, NULL);
	pair(14, -1, file);
	syscall(SYS_sendfile, 9999, file, NULL, 4);
}

TEST_F(names_fds, two_files)
{
	RUN(use_two, NULL);
	check_steps(_metadata, &self->trace, 0, 15);
}

/* ------------------------------------------------------------- io_uring -- */

#define NO_URING	7	/* exit status */

/* A ring that does one thing at a time */
struct uring {
	int fd;
	struct io_uring_params params;
	char *sq;
	char *cq;
	struct io_uring_sqe *sqe;
};

static bool uring_make(struct uring *ring)
{
	struct io_uring_params *p = &ring->params;

	memset(ring, 0, sizeof(*ring));
	ring->fd = syscall(SYS_io_uring_setup, 1, p);
	if (ring->fd < 0)
		return false;
	ring->sq = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring->fd,
			IORING_OFF_SQ_RING);
	ring->cq = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring->fd,
			IORING_OFF_CQ_RING);
	ring->sqe = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring->fd,
			 IORING_OFF_SQES);
	return ring->sq != MAP_FAILED && ring->cq != MAP_FAILED && ring->sqe != MAP_FAILED;
}

/* uring_do - what came of it */
static int uring_do(struct uring *ring, const struct io_uring_sqe *sqe)
{
	__u32 *sq_tail = (__u32 *)(ring->sq + ring->params.sq_off.tail);
	__u32 *cq_head = (__u32 *)(ring->cq + ring->params.cq_off.head);
	struct io_uring_cqe *cqes = (void *)(ring->cq + ring->params.cq_off.cqes);
	__u32 entries = *(__u32 *)(ring->cq + ring->params.cq_off.ring_entries);
	int res;

	*ring->sqe = *sqe;
	*(__u32 *)(ring->sq + ring->params.sq_off.array) = 0;
	__atomic_store_n(sq_tail, *sq_tail + 1, __ATOMIC_RELEASE);
	if (syscall(SYS_io_uring_enter, ring->fd, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0) != 1)
		return -EIO;
	res = cqes[*cq_head & (entries - 1)].res;
	__atomic_store_n(cq_head, *cq_head + 1, __ATOMIC_RELEASE);
	return res;
}

static void use_uring(int side, void *arg)
{
	struct io_uring_sqe open_sqe = {
		.opcode = IORING_OP_OPENAT, .fd = AT_FDCWD,
		.addr = (unsigned long)work_file, .open_flags = O_RDONLY,
	};
	struct io_uring_sqe close_sqe = { .opcode = IORING_OP_CLOSE };
	struct io_uring_rsrc_update reg = { .offset = -1U };
	struct uring ring;
	int fd, other;

	if (!uring_make(&ring))
		_exit(NO_URING);
	fd = uring_do(&ring, &open_sqe);
	if (fd < 0)
		_exit(1);
	use(0, fd);
	close_sqe.fd = fd;
	if (uring_do(&ring, &close_sqe))
		_exit(2);
	other = open("/dev/null", O_RDONLY);
	if (other != fd)
		_exit(3);
	use(1, other);
	use(2, ring.fd);
	see(3, 0, ring.fd);
	mark(3, 1);
	syscall(SYS_io_uring_enter, ring.fd, 0, 0, 0, NULL, 0);
	/* a ring without a number */
	reg.data = ring.fd;
	see(4, 0, ring.fd);
	mark(4, 1);
	if (syscall(SYS_io_uring_register, ring.fd, IORING_REGISTER_RING_FDS, &reg, 1) != 1)
		_exit(NO_URING);
	see(5, 0, ring.fd);
	mark(5, 1);
	syscall(SYS_io_uring_enter, reg.offset, 0, 0, IORING_ENTER_REGISTERED_RING, NULL, 0);
	*(int *)arg = ring.fd;
}

/* A ring opens and closes files without a call: they are right all the same. */
TEST_F(names_fds, uring)
{
	const struct ior_record *rec;
	int *ring_fd = shared(PAGE), ret;

	TRACE(use_uring, ring_fd);
	ASSERT_EQ(0, session_start(self->fd));
	ret = tracee_run(&self->tracee);
	if (ret == NO_URING)
		SKIP(return, "the kernel has no io_uring, or no registered rings");
	ASSERT_EQ(0, ret);
	FINISH();
	check_steps(_metadata, &self->trace, 0, 6);
	EXPECT_STREQ(work_file, seen->path[0][0]);
	EXPECT_STREQ("/dev/null", seen->path[1][0]);
	rec = call_behind(&self->trace, 5, 1);
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(SYS_io_uring_enter, rec->nr);
	EXPECT_EQ(*ring_fd, rec->asked);
	EXPECT_EQ(0, rec->flags & IOR_CALL_UNREAD);
}

TEST_HARNESS_MAIN
