// SPDX-License-Identifier: GPL-2.0-only
/*
 * Everything at once, for some seconds: what is left must be whole, and still
 * count right.
 */
#include "ior_trace.h"

#define RING_BYTES	65536UL
#define THREADS		8
#define ROUNDS		1000

/* A process of THREADS threads that make calls without a pause, until killed */
FIXTURE(stress) {
	int fd;
	struct tracee tracee;
	struct trace trace;
};

static void *call_on(void *arg)
{
	__u64 i;

	for (i = 0; ; i++) {
		mark(i, 100 + (unsigned long)arg);
		syscall(SYS_lseek, -1, 0, 0);
	}
	return NULL;
}

static void threads_call_on(int side, void *arg)
{
	pthread_t thread;
	unsigned long i;

	for (i = 1; i < THREADS; i++)
		pthread_create(&thread, NULL, call_on, (void *)i);
	call_on(NULL);
}

FIXTURE_SETUP(stress)
{
	SETUP(RING_BYTES);
	TRACE(threads_call_on, NULL);
	ASSERT_EQ(0, tell(self->tracee.fd));
}

FIXTURE_TEARDOWN(stress)
{
	TEARDOWN();
}

static void hundred_marks(int side, void *arg)
{
	marks(0, 100, 1);
}

/* Whatever went before: a new session sees 100 marks and the end of a new
 * process, and the process that calls on goes on.
 */
static bool all_is_well(struct tracee *busy)
{
	struct trace trace = {};
	struct tracee tracee;
	int fd = session_open(0);
	bool well;

	if (fd < 0)
		return false;
	well = !setup_set(fd, RING_BYTES, 0) && !tracee_fork(&tracee, hundred_marks, NULL) &&
	       !tgid_add(fd, tracee.pid) && !filter_calls(fd, 0, MARK_NR) &&
	       !session_start(fd) && !tracee_run(&tracee) && !session_stop(fd) &&
	       !trace_drain(fd, &trace) && marks_seen(&trace, 1) == 100 && trace.nr == 102 &&
	       !trace_fault(&trace);
	close(fd);
	trace_free(&trace);
	return well && waitpid(busy->pid, NULL, WNOHANG) == 0;
}

/* marks_rise - the marks that are there rise within each thread */
static bool marks_rise(const struct trace *trace)
{
	__u64 next[THREADS] = {};
	size_t i;

	for (i = 0; i < trace->nr; i++) {
		const struct ior_record *rec = &trace->rec[i];

		if (!is_mark(rec) || rec->args[1] < 100 || rec->args[1] >= 100 + THREADS)
			continue;
		if (rec->args[0] < next[rec->args[1] - 100])
			return false;
		next[rec->args[1] - 100] = rec->args[0] + 1;
	}
	return true;
}

TEST_F_TIMEOUT(stress, start_and_stop, 120)
{
	time_t end = time(NULL) + 60;	/* a stop waits longer on 7.x */
	struct ior_stats stats;
	__u64 seen = 0;
	int i;

	for (i = 0; i < ROUNDS && (i < ROUNDS / 10 || time(NULL) < end); i++) {
		ASSERT_EQ(0, session_start(self->fd));
		if (i % 4 == 0)
			usleep(200);
		ASSERT_EQ(0, session_stop(self->fd));
		ASSERT_EQ(0, stats_get(self->fd, &stats));
		ASSERT_LE(stats.in_flight, THREADS);
		if (i % 10)
			continue;
		ASSERT_EQ(0, trace_drain(self->fd, &self->trace));
		EXPECT_TRUE(marks_rise(&self->trace));
		seen += self->trace.nr;
		self->trace.nr = 0;
	}
	ASSERT_EQ(0, trace_drain(self->fd, &self->trace));
	seen += self->trace.nr;
	ASSERT_EQ(0, stats_get(self->fd, &stats));
	EXPECT_EQ(stats.records + 1, seen);
	EXPECT_LT(i, seen);
	EXPECT_EQ(0, stats.no_memory);
	EXPECT_TRUE(all_is_well(&self->tracee));
}

/* Child of a test that reads all that there is, one way or the other, for ever */
static void read_for_ever(int side, void *mapped)
{
	static struct ior_record rec[256];
	struct trace trace = {};
	struct rings rings = {};
	unsigned int cpu;
	int fd = session_open(0);

	if (fd < 0 || setup_set(fd, RING_BYTES, 0) || filter_every_call(fd, IOR_FILTER_ALL))
		_exit(1);
	if (mapped && rings_map(fd, &rings))
		_exit(2);
	if (session_start(fd))
		_exit(3);
	tell(side);
	while (!mapped)
		if (read(fd, rec, sizeof(rec)) <= 0)
			_exit(4);
	for (;; trace.nr = 0)
		for (cpu = 0; cpu < rings.nr; cpu++)
			if (rings.ring[cpu].page)
				ring_take(&rings.ring[cpu], &trace, -1);
}

TEST_F_TIMEOUT(stress, readers_killed, 60)
{
	struct tracee reader;
	int i;

	for (i = 0; i < 40; i++) {
		ASSERT_EQ(0, tracee_fork(&reader, read_for_ever, (void *)(long)(i % 2)));
		ASSERT_EQ(0, tell(reader.fd) ?: hear(reader.fd));
		sleep_ms(i);
		ASSERT_EQ(0, tracee_kill(&reader));
	}
	EXPECT_TRUE(all_is_well(&self->tracee));
}

static void storm(int side, void *arg)
{
	pid_t child;
	char c;

	while (recv(side, &c, 1, MSG_DONTWAIT) < 0) {
		child = fork();
		if (!child) {
			if (!fork()) {
				mark(1, 50);
				_exit(0);
			}
			_exit(0);
		}
		waitpid(child, NULL, 0);
	}
}

/* Processes are born and die all the time, while sessions come and go. */
TEST_F_TIMEOUT(stress, forks, 60)
{
	struct tracee storms[4];
	struct ior_stats stats;
	int fd, i, j;

	for (i = 0; i < 4; i++) {
		ASSERT_EQ(0, tracee_fork(&storms[i], storm, NULL));
		ASSERT_EQ(0, tell(storms[i].fd));
	}
	for (i = 0; i < 30; i++) {
		fd = session_open(O_NONBLOCK);
		ASSERT_GE(fd, 0);
		ASSERT_EQ(0, setup_set(fd, RING_BYTES, 0));
		ASSERT_EQ(0, filter_every_call(fd, i % 3 ? IOR_FILTER_FOLLOW : IOR_FILTER_ALL));
		for (j = 0; j < 4; j++)
			EXPECT_EQ(0, tgid_add(fd, storms[j].pid));
		ASSERT_EQ(0, session_start(fd));
		sleep_ms(i);
		while (trace_read(fd, &self->trace) > 0)
			;
		ASSERT_EQ(0, stats_get(fd, &stats));
		EXPECT_EQ(0, stats.not_followed);
		EXPECT_EQ(0, stats.no_memory);
		if (i % 2)
			ASSERT_EQ(0, session_stop(fd));
		if (i < 29)
			close(fd);
		self->trace.nr = 0;
	}
	for (i = 0; i < 4; i++)
		EXPECT_EQ(0, tracee_run(&storms[i]));
	/* Whatever was born in the set has left it. */
	for (i = 0; i < 500; i++) {
		if (!tgids(fd))
			break;
		sleep_ms(10);
	}
	EXPECT_EQ(0, tgids(fd));
	close(fd);
	EXPECT_TRUE(all_is_well(&self->tracee));
}

struct looper {
	int fd;
	pid_t pid;
	int rounds;
	long failed;
};

static void *start_stop_loop(void *arg)
{
	struct looper *looper = arg;
	int i;

	for (i = 0; i < looper->rounds; i++)
		if (session_start(looper->fd) || session_stop(looper->fd))
			looper->failed++;
	return NULL;
}

static void *change_loop(void *arg)
{
	struct looper *looper = arg;
	struct ior_filter filter;
	int i;

	for (i = 0; i < looper->rounds; i++) {
		filter_init(&filter, i % 4);
		filter_call(&filter, 0, MARK_NR);
		if (i % 3)
			filter_call(&filter, 0, SYS_lseek);
		if (filter_set(looper->fd, &filter))
			looper->failed++;
		if (tgid_del(looper->fd, looper->pid) || tgid_add(looper->fd, looper->pid))
			looper->failed++;
	}
	return NULL;
}

/* Two sessions, each started and stopped by a thread, and changed by another */
TEST_F_TIMEOUT(stress, two_sessions, 60)
{
	struct looper looper[2] = {};
	pthread_t thread[2][2];
	struct trace trace = {};
	int i, j;

	for (i = 0; i < 2; i++) {
		looper[i].fd = session_open(0);
		looper[i].pid = self->tracee.pid;
		looper[i].rounds = 100;
		ASSERT_GE(looper[i].fd, 0);
		ASSERT_EQ(0, setup_set(looper[i].fd, RING_BYTES, 0));
		ASSERT_EQ(0, tgid_add(looper[i].fd, self->tracee.pid));
		/* one in the set for good, so that a start never finds it empty */
		ASSERT_EQ(0, tgid_add(looper[i].fd, getppid()));
	}
	for (i = 0; i < 2; i++) {
		EXPECT_EQ(0, pthread_create(&thread[i][0], NULL, start_stop_loop, &looper[i]));
		EXPECT_EQ(0, pthread_create(&thread[i][1], NULL, change_loop, &looper[i]));
	}
	for (i = 0; i < 2; i++) {
		for (j = 0; j < 2; j++)
			pthread_join(thread[i][j], NULL);
		EXPECT_EQ(0, looper[i].failed);
		ASSERT_EQ(0, trace_drain(looper[i].fd, &trace));
		EXPECT_TRUE(marks_rise(&trace));
		trace_free(&trace);
		close(looper[i].fd);
	}
	EXPECT_TRUE(all_is_well(&self->tracee));
}

/* Any call at any time on one session, from several threads */
static void do_start(struct looper *looper, unsigned int r)
{
	session_start(looper->fd);
}

static void do_stop(struct looper *looper, unsigned int r)
{
	session_stop(looper->fd);
}

static void do_add(struct looper *looper, unsigned int r)
{
	tgid_add(looper->fd, looper->pid);
}

static void do_del(struct looper *looper, unsigned int r)
{
	tgid_del(looper->fd, looper->pid);
}

static void do_clear(struct looper *looper, unsigned int r)
{
	tgid_do(looper->fd, IOR_TGID_CLEAR, 0);
}

static void do_every_call(struct looper *looper, unsigned int r)
{
	filter_every_call(looper->fd, r % (IOR_FILTER_FLAGS + 1));
}

static void do_one_call(struct looper *looper, unsigned int r)
{
	filter_calls(looper->fd, IOR_FILTER_ALL, MARK_NR);
}

static void do_set_up(struct looper *looper, unsigned int r)
{
	setup_set(looper->fd, PAGE << r % 4, 0);
}

static void do_files(struct looper *looper, unsigned int r)
{
	struct ior_files files = { .nr_fds = r % 3, .fds = { 0, 1 } };

	if (r % 2)
		memcpy(files.globs, "/tmp/*\0*[a-z]", sizeof("/tmp/*\0*[a-z]"));
	files_set(looper->fd, &files);
}

static void do_who(struct looper *looper, unsigned int r)
{
	struct ior_who who = { .nr_uids = r % 3, .uids = { 0, 1 } };

	if (r / 4 % 2)
		memcpy(who.comms, "str*\0?", sizeof("str*\0?"));
	who_set(looper->fd, &who);
}

static void do_ask(struct looper *looper, unsigned int r)
{
	struct ior_stats stats;
	struct ior_info info;

	stats_get(looper->fd, &stats);
	info_get(looper->fd, &info);
}

static void do_poll(struct looper *looper, unsigned int r)
{
	poll(&(struct pollfd){ .fd = looper->fd, .events = POLLIN }, 1, 1);
}

static void do_read(struct looper *looper, unsigned int r)
{
	struct ior_record rec[16];
	ssize_t n = read(looper->fd, rec, sizeof(rec));

	if (n > 0 && n % sizeof(*rec))
		looper->failed++;
}

static void (* const any[])(struct looper *looper, unsigned int r) = {
	do_start, do_stop, do_add, do_del, do_clear, do_every_call, do_one_call, do_set_up,
	do_files, do_who, do_ask, do_poll, do_read,
};

static void *anything(void *arg)
{
	struct looper *looper = arg;
	unsigned int seed = looper->rounds;
	int i;

	for (i = 0; i < looper->rounds; i++)
		any[rand_r(&seed) % ARRAY_SIZE(any)](looper, rand_r(&seed));
	return NULL;
}

TEST_F_TIMEOUT(stress, anything_on_one, 60)
{
	struct looper looper[4];
	pthread_t thread[4];
	struct ior_stats stats;
	int fd, i, round;

	for (round = 0; round < 2; round++) {
		fd = session_open(O_NONBLOCK);
		ASSERT_GE(fd, 0);
		for (i = 0; i < 4; i++) {
			looper[i] = (struct looper){ fd, self->tracee.pid, 80 + i, 0 };
			ASSERT_EQ(0, pthread_create(&thread[i], NULL, anything, &looper[i]));
		}
		for (i = 0; i < 4; i++) {
			pthread_join(thread[i], NULL);
			EXPECT_EQ(0, looper[i].failed);
		}
		session_stop(fd);
		ASSERT_EQ(0, stats_get(fd, &stats));
		EXPECT_NE(IOR_STATE_RUNNING, stats.state);
		EXPECT_EQ(0, stats.no_memory);
		close(fd);
	}
	EXPECT_TRUE(all_is_well(&self->tracee));
}

/* ------------------------------------------------------------- hotplug -- */

static int cpu_online(int cpu, const char *on)
{
	char path[64];
	int fd, ret;

	snprintf(path, sizeof(path), "/sys/devices/system/cpu/cpu%d/online", cpu);
	fd = open(path, O_WRONLY);
	if (fd < 0)
		return -errno;
	ret = result(write(fd, on, 1));
	close(fd);
	return ret < 0 ? ret : 0;
}

static bool in_guest(void)
{
	char line[4096] = "";
	FILE *file = fopen("/proc/cpuinfo", "r");
	bool found = false;

	while (file && !found && fgets(line, sizeof(line), file))
		found = strstr(line, "hypervisor");
	if (file)
		fclose(file);
	return found;
}

/* A CPU goes with records in its ring, and comes back: none of them is lost. */
TEST_F_TIMEOUT(stress, cpu_goes, 60)
{
	struct trace trace = {};
	struct ior_stats stats;
	struct tracee tracee;
	int cpu = cpu_nth(1), fd, i;

	if (cpu < 0 || !in_guest())
		SKIP(return, "one CPU only, or a machine where others work");
	fd = session_open(0);
	ASSERT_GE(fd, 0);
	ASSERT_EQ(0, setup_set(fd, RING_BYTES, 0));
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tracee_fork(&tracee, hundred_marks, NULL));
	ASSERT_EQ(0, tgid_add(fd, tracee.pid));
	ASSERT_EQ(0, filter_calls(fd, 0, MARK_NR));
	ASSERT_EQ(0, session_start(fd));
	ASSERT_EQ(0, tracee_run(&tracee));
	for (i = 0; i < 3; i++) {
		if (cpu_online(cpu, "0"))
			SKIP(return, "CPU %d cannot be taken away", cpu);
		sleep_ms(20);
		ASSERT_EQ(0, session_stop(self->fd));
		ASSERT_EQ(0, session_start(self->fd));
		ASSERT_EQ(0, cpu_online(cpu, "1"));
		sleep_ms(20);
	}
	ASSERT_EQ(0, session_stop(fd));
	ASSERT_EQ(0, trace_drain(fd, &trace));
	EXPECT_EQ(100, marks_seen(&trace, 1));
	ASSERT_EQ(0, session_stop(self->fd));
	ASSERT_EQ(0, trace_drain(self->fd, &self->trace));
	ASSERT_EQ(0, stats_get(self->fd, &stats));
	EXPECT_EQ(stats.records + 1, self->trace.nr);
	EXPECT_TRUE(marks_rise(&self->trace));
	EXPECT_TRUE(all_is_well(&self->tracee));
	close(fd);
}

TEST_HARNESS_MAIN
