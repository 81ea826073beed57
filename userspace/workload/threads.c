// SPDX-License-Identifier: GPL-2.0-only
/* Group threads: what threads share, how they end, what they are called. */
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include "workload.h"

#define NR_THREADS	40
#define NR_WORKERS	12
#define NR_IO		4
#define SIZE		8	/* bytes that each thread reads or writes at once */
#define PAUSE_MS	500
#define NAME_SIZE	16	/* of a task's name, with its NUL */
#define PROC_ROOM	64

static const char text[SIZE] = "threads";

static pthread_t thread_start(void *(*fn)(void *arg), void *arg)
{
	pthread_t thread;

	errno = pthread_create(&thread, NULL, fn, arg);
	if (errno)
		fail("pthread_create: %m");
	return thread;
}

static void thread_end(pthread_t thread)
{
	errno = pthread_join(thread, NULL);
	if (errno)
		fail("pthread_join: %m");
}

static void wait_for(sem_t *sem)
{
	while (sem_wait(sem))
		if (errno != EINTR)
			fail("sem_wait: %m");
}

/* What the threads of a scenario work on, and how they meet */
struct shared {
	int fd;
	sem_t go, done;
	atomic_int tid;
	void (*rename)(struct shared *shared);
};

static void shared_init(struct shared *shared, int fd)
{
	memset(shared, 0, sizeof(*shared));
	shared->fd = fd;
	sem_init(&shared->go, 0, 0);
	sem_init(&shared->done, 0, 0);
}

static void io_reads(int fd, int n)
{
	char buf[SIZE];

	while (n--)
		CALL_IS((long)SIZE, pread64, fd, buf, (long)SIZE, 0L);
}

static void io_writes(int fd, int n)
{
	while (n--)
		CALL_IS((long)SIZE, pwrite64, fd, text, (long)SIZE, 0L);
}

/* A file that has what io_reads() expects */
static int io_file(const char *name)
{
	int fd = file_create(name);

	io_writes(fd, 1);
	return fd;
}

/* ------------------------------------------------------- their end -- */

static void *record_tid(void *arg)
{
	atomic_int *tid = arg;

	*tid = gettid();
	return NULL;
}

/* Until the last trace of a thread is gone, which is after pthread_join(3) */
static void wait_until_gone(pid_t tid)
{
	char path[PROC_ROOM];

	snprintf(path, sizeof(path), "/proc/self/task/%d", tid);
	while (!access(path, F_OK))
		pause_ms(1);
	if (errno != ENOENT)
		fail("%s: %m", path);
}

static void thread_exit_keeps_fd(void)
{
	atomic_int tid = 0;
	int end[2];

	CALL_IS(0, pipe2, end, O_CLOEXEC);
	CALL_IS(1, write, end[1], "1", 1L);
	thread_run(record_tid, &tid);
	wait_until_gone(tid);
	CALL_IS(1, write, end[1], "2", 1L);
	CALL_IS(0, close, end[0]);
	CALL_IS(0, close, end[1]);
}

/* The worker, which is there before a tracer comes */
static struct shared parked;
static pthread_t worker;

static void *pipe_worker(void *arg)
{
	struct shared *shared = arg;
	int end[2];

	wait_for(&shared->go);
	CALL_IS(0, pipe2, end, 0);
	CALL_IS(1, write, end[1], "1", 1L);
	CALL_IS(0, close, end[0]);
	CALL_IS(0, close, end[1]);
	return NULL;
}

static void thread_exit_park(void)
{
	shared_init(&parked, -1);
	worker = thread_start(pipe_worker, &parked);
}

/* The exit_group(2) is that of the program's own end. */
static void thread_exit_tid_worker(void)
{
	sem_post(&parked.go);
	thread_end(worker);
}

/* ----------------------------------------------------- their names -- */

static void rename_self(const char *name)
{
	CALL_IS(0, prctl, PR_SET_NAME, name, 0L, 0L, 0L);
}

static void rename_by_file(pid_t tid, const char *name)
{
	char path[PROC_ROOM];
	int fd;

	snprintf(path, sizeof(path), "/proc/self/task/%d/comm", tid);
	fd = CALL(openat, AT_FDCWD, path, O_WRONLY);
	CALL_IS((long)strlen(name), write, fd, name, strlen(name));
	CALL_IS(0, close, fd);
}

static void *short_lived(void *arg)
{
	struct shared *shared = arg;

	io_reads(shared->fd, NR_IO);
	return NULL;
}

static void thread_comm_short_lived(void)
{
	struct shared shared;
	int i;

	shared_init(&shared, io_file("short-lived.txt"));
	for (i = 0; i < NR_THREADS; i++)
		thread_run(short_lived, &shared);
	CALL_IS(0, close, shared.fd);
}

static void *renamed(void *arg)
{
	struct shared *shared = arg;

	rename_self("iorworker");
	io_writes(shared->fd, 1);
	pause_ms(PAUSE_MS);
	io_reads(shared->fd, NR_IO);
	return NULL;
}

static void thread_comm_renamed(void)
{
	pthread_t threads[NR_THREADS];
	struct shared shared;
	int i;

	shared_init(&shared, file_create("renamed.txt"));
	for (i = 0; i < NR_THREADS; i++)
		threads[i] = thread_start(renamed, &shared);
	for (i = 0; i < NR_THREADS; i++)
		thread_end(threads[i]);
	CALL_IS(0, close, shared.fd);
}

/* The ways in which a worker gets its name */
static void by_prctl(struct shared *shared)
{
	(void)shared;
	rename_self("wk-prctl");
}

static void by_own_file(struct shared *shared)
{
	(void)shared;
	rename_by_file(gettid(), "wk-procself");
}

static void by_sibling(struct shared *shared)
{
	shared->tid = gettid();
	sem_post(&shared->done);
	wait_for(&shared->go);
}

static void *late_worker(void *arg)
{
	struct shared *shared = arg;

	io_reads(shared->fd, NR_IO);
	shared->rename(shared);
	io_writes(shared->fd, NR_IO);
	return NULL;
}

static void thread_comm_late_rename(void)
{
	void (* const styles[])(struct shared *shared) = { by_prctl, by_own_file, by_sibling };
	char before[NAME_SIZE];
	struct shared shared;
	pthread_t thread;
	int i;

	shared_init(&shared, io_file("late-rename.txt"));
	must("prctl(PR_GET_NAME)", prctl(PR_GET_NAME, before));
	io_reads(shared.fd, NR_IO);
	rename_self("main-renamed");
	io_writes(shared.fd, NR_IO);
	rename_self(before);
	for (i = 0; i < NR_WORKERS; i++) {
		shared.rename = styles[i % ARRAY_SIZE(styles)];
		thread = thread_start(late_worker, &shared);
		if (shared.rename == by_sibling) {
			wait_for(&shared.done);
			rename_by_file(shared.tid, "wk-sibling");
			sem_post(&shared.go);
		}
		thread_end(thread);
	}
	CALL_IS(0, close, shared.fd);
}

static void *fifo_reader(void *arg)
{
	struct shared *shared = arg;
	int fifo;

	shared->tid = gettid();
	sem_post(&shared->done);
	fifo = CALL(openat, AT_FDCWD, IN_DIR("fifo"), O_RDONLY);
	io_writes(shared->fd, 1);
	CALL_IS(0, close, fifo);
	return NULL;
}

/*
 * Until a thread sleeps.  The file is opened once, and read by pread(2): how
 * often depends on time, so a trace of the other calls stays the same.
 */
static void wait_until_asleep(pid_t tid)
{
	char path[PROC_ROOM], stat[512];
	const char *state;
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", tid);
	fd = CALL(openat, AT_FDCWD, path, O_RDONLY);
	do {
		pause_ms(10);
		n = pread(fd, stat, sizeof(stat) - 1, 0);
		if (n <= 0)
			fail("%s: %m", path);
		stat[n] = 0;
		state = strrchr(stat, ')');
		if (!state)
			fail("%s: no name in it", path);
	} while (state[1] != ' ' || state[2] != 'S');
	CALL_IS(0, close, fd);
}

static void thread_comm_rename_in_open(void)
{
	struct shared shared;
	pthread_t reader;
	int fifo;

	CALL_IS(0, mknodat, AT_FDCWD, IN_DIR("fifo"), S_IFIFO | FILE_MODE, 0);
	shared_init(&shared, file_create("rename-in-open.txt"));
	reader = thread_start(fifo_reader, &shared);
	wait_for(&shared.done);
	wait_until_asleep(shared.tid);
	rename_by_file(shared.tid, "wk-in-open");
	fifo = CALL(openat, AT_FDCWD, IN_DIR("fifo"), O_WRONLY);
	thread_end(reader);
	CALL_IS(0, close, fifo);
	CALL_IS(0, close, shared.fd);
}

/* ------------------------------------------------- their descriptors -- */

struct pair {
	struct shared shared;
	int a, b;
};

static void *replace(void *arg)
{
	struct pair *pair = arg;

	wait_for(&pair->shared.go);
	CALL_IS(pair->a, dup3, pair->b, pair->a, 0);
	return NULL;
}

static void thread_comm_fdtable(void)
{
	struct pair pair;
	pthread_t thread;

	shared_init(&pair.shared, -1);
	thread = thread_start(replace, &pair);
	pair.a = file_create("fdtable-a.txt");
	pair.b = io_file("fdtable-b.txt");
	sem_post(&pair.shared.go);
	thread_end(thread);
	io_reads(pair.a, 1);
	CALL_IS(0, close, pair.a);
	CALL_IS(0, close, pair.b);
}

const struct scenario threads_scenarios[] = {
	{ "thread-exit-keeps-fd", "write to a pipe before and after another thread ends",
	  thread_exit_keeps_fd, NULL },
	{ "thread-exit-tid-worker", "a thread makes, writes, closes a pipe, and ends",
	  thread_exit_tid_worker, NULL, thread_exit_park },
	{ "thread-comm-short-lived", "40 threads, one after the other, of 4 pread64 each",
	  thread_comm_short_lived, NULL },
	{ "thread-comm-renamed", "40 threads that rename themselves, pwrite64, pread64",
	  thread_comm_renamed, NULL },
	{ "thread-comm-late-rename", "threads renamed, in three ways, between pread64 and pwrite64",
	  thread_comm_late_rename, NULL },
	{ "thread-comm-rename-in-open", "a thread renamed by another one while it opens a FIFO",
	  thread_comm_rename_in_open, NULL },
	{ "thread-comm-fdtable", "dup3 in another thread onto a descriptor, pread64 of it",
	  thread_comm_fdtable, NULL },
	{ }
};
