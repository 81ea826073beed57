// SPDX-License-Identifier: GPL-2.0-only
/*
 * So many calls were made: each of them is in the output, or counted there as
 * lost, whatever the size of the rings and on however many CPUs.
 *
 * What is believed is the output alone: its records and what its LOST records
 * say; the last line and the END record have to say the same.
 */
#include "scenario.h"
#include "libior.h"

#define SCENARIO	1500000UL	/* calls of getppid-burst */
#define SOME		20000UL		/* RING_BIG holds those of two tasks */
#define RING_LEAST	4096UL
#define RING_BIG	(8UL << 20)
#define RING_ALL	(256UL << 20)	/* holds the whole scenario */
#define NR_TASKS	2

/* -------------------------------------------------------------- bursts -- */

/*
 * What this program does, instead of testing, if it is started with "CALLS TASKS
 * READER": the calls that each of so many tasks makes on a CPU of its own, or the
 * scenario if there are none; and the process that shall stand still meanwhile.
 */
#define BURST	"IOR_TEST_BURST"

static void __attribute__((noreturn)) burst(unsigned long nr_calls, int cpu)
{
	pin(cpu);
	if (!nr_calls) {
		execlp("ior-workload", "ior-workload", "getppid-burst", NULL);
		_exit(125);
	}
	while (nr_calls--)
		syscall(SYS_getppid);
	_exit(0);
}

static bool reader_stop(pid_t reader)
{
	int i;

	kill(reader, SIGSTOP);
	for (i = 0; i < 5000 && task_state(reader, reader) != 'T'; i++)
		sleep_ms(1);
	return i < 5000;
}

static void __attribute__((constructor)) burst_if_told(void)
{
	const char *told = getenv(BURST);
	int nr_tasks, reader, i, status, failed = 0;
	unsigned long nr_calls;

	if (!told)
		return;
	if (sscanf(told, "%lu %d %d", &nr_calls, &nr_tasks, &reader) != 3)
		_exit(126);
	if (reader && !reader_stop(reader))
		_exit(124);
	for (i = 0; i < nr_tasks; i++)
		if (!fork())
			burst(nr_calls, cpu_nth(i) < 0 ? cpu_nth(0) : cpu_nth(i));
	while (wait(&status) > 0)
		failed |= status;
	if (reader)
		kill(reader, SIGCONT);
	_exit(!!failed);
}

/* -------------------------------------------------------------- output -- */

struct task {
	__u32 tid;
	__u32 cpu;
	__u64 seen;
	__u64 ended;
};

/* One recording, and what is in it */
struct output {
	char dir[32], recording[64], messages[64];
	struct ior_tally tally;
	struct ior_record end;
	struct task tasks[NR_TASKS];
	__u64 seen;		/* calls that are as they should be */
	__u64 wrong;		/* records that should not be there */
};

FIXTURE(accounting) {
	struct output output;
};

FIXTURE_SETUP(accounting)
{
	struct output *out = &self->output;

	path_add_build();
	snprintf(out->dir, sizeof(out->dir), "/tmp/ior-accounting.XXXXXX");
	ASSERT_NE(NULL, mkdtemp(out->dir));
	snprintf(out->recording, sizeof(out->recording), "%s/ior", out->dir);
	snprintf(out->messages, sizeof(out->messages), "%s/messages", out->dir);
}

FIXTURE_TEARDOWN(accounting)
{
	unlink(self->output.recording);
	EXPECT_EQ(0, rmdir(self->output.dir));
}

/* The task's place; NULL: there are more than there should be */
static struct task *task_of(struct output *out, const struct ior_record *rec)
{
	struct task *task;

	for (task = out->tasks; task < out->tasks + NR_TASKS; task++) {
		if (!task->tid) {
			task->tid = rec->tid;
			task->cpu = rec->cpu;
		}
		if (task->tid == rec->tid)
			return task;
	}
	return NULL;
}

/* A getppid on the task's CPU that began after the one before had ended */
static bool see_call(struct output *out, const struct ior_record *rec)
{
	struct task *task = task_of(out, rec);

	if (rec->nr != SYS_getppid || rec->abi != IOR_ABI_NATIVE || rec->flags || rec->ret <= 0 ||
	    !task || rec->cpu != task->cpu || rec->time_ns < task->ended)
		return false;
	out->seen++;
	task->seen++;
	task->ended = rec->time_ns + rec->duration_ns;
	return true;
}

/* recording_take - counts a recording, to its end */
static int recording_take(struct output *out)
{
	const struct ior_record *batch;
	struct ior_stream *stream;
	struct ior_record header;
	ssize_t n, i;
	int fd, err;

	memset(out->tasks, 0, sizeof(out->tasks));
	out->seen = 0;
	out->wrong = 0;
	fd = open(out->recording, O_RDONLY);
	err = ior_stream_open(fd, &stream, &header);
	if (err)
		return err;
	while ((n = ior_stream_next(stream, &batch)) > 0)
		for (i = 0; i < n; i++)
			if (batch[i].type == IOR_RECORD_CALL)
				out->wrong += !see_call(out, &batch[i]);
			else
				out->wrong += batch[i].type == IOR_RECORD_ENTER;
	if (ior_stream_end(stream, &out->end) != IOR_STREAM_ENDED)
		err = -EBADMSG;
	out->tally = *ior_stream_tally(stream);
	ior_stream_close(stream);
	close(fd);
	return err;
}

/* struct work - what is to be counted: see BURST, and whether the reader stands still */
struct work {
	unsigned long ring;
	unsigned long nr_calls;
	int nr_tasks;
	bool stalled;
};

/* record - the work is done: the status of ior-read */
static int record(struct output *out, const struct work *work)
{
	char size[32], told[64], program[PATH_MAX] = { 0 };
	pid_t pid = fork();
	int status;

	if (pid)
		return waitpid(pid, &status, 0) == pid ? status : -1;
	tool_begin(out->messages);
	snprintf(size, sizeof(size), "%lu", work->ring);
	snprintf(told, sizeof(told), "%lu %d %d", work->nr_calls, work->nr_tasks,
		 work->stalled ? getpid() : 0);
	setenv(BURST, told, 1);
	if (readlink("/proc/self/exe", program, sizeof(program) - 1) < 0)
		_exit(126);
	execlp("ior-read", "ior-read", "--ring-size", size, "-e", "getppid", "-o",
	       out->recording, "--", program, NULL);
	_exit(125);
}

/* account - does the work; made, seen and lost agree: how much was lost */
#define account(out, ...) \
	account_of(_metadata, out, &(const struct work){ __VA_ARGS__ })

static __u64 account_of(struct __test_metadata *_metadata, struct output *out,
			const struct work *work)
{
	const unsigned long each = work->nr_calls ?: SCENARIO;
	const struct ior_tally *tally = &out->tally;
	unsigned long long seen = 0, lost = ~0ULL;
	struct table table;
	const char *last;
	int i;

	ASSERT_EQ(0, record(out, work));
	ASSERT_EQ(0, recording_take(out));
	EXPECT_EQ(0, out->wrong);
	EXPECT_EQ(tally->calls, out->seen);
	EXPECT_EQ(each * work->nr_tasks, out->seen + tally->lost_calls)
		TH_LOG("rings of %lu bytes, %d tasks: %llu seen, %lu lost", work->ring,
		       work->nr_tasks, out->seen, tally->lost_calls);
	for (i = 0; i < work->nr_tasks && !tally->lost_calls; i++)
		EXPECT_EQ(each, out->tasks[i].seen);
	if (out->tasks[1].tid && cpu_nth(1) >= 0)
		EXPECT_NE(out->tasks[0].cpu, out->tasks[1].cpu);
	if (work->stalled)
		EXPECT_LE(out->seen, work->ring / IOR_RECORD_SIZE * work->nr_tasks);
	EXPECT_EQ(out->seen, out->end.end.calls);
	EXPECT_EQ(tally->lost_calls + tally->lost_others, out->end.end.lost);
	EXPECT_EQ(out->end.end.lost ? IOR_END_INCOMPLETE : 0, out->end.end.flags);

	table.messages = slurp(out->messages);
	ASSERT_NE(NULL, table.messages);
	last = messages_last(&table);
	EXPECT_TRUE(sscanf(last, "ior-read: %llu calls, %llu lost", &seen, &lost) == 2)
		TH_LOG("%s", last);
	EXPECT_EQ(out->seen, seen);
	EXPECT_EQ(tally->lost_calls, lost);
	EXPECT_NE(NULL, strstr(last, out->end.end.lost ? ", NOT complete: ring full, try " :
							  ", complete"))
		TH_LOG("%s", last);
	free(table.messages);
	return tally->lost_calls;
}

/* --------------------------------------------------------------- rings -- */

static void every_size(struct __test_metadata *_metadata, struct output *out, int nr_tasks,
		       bool stalled)
{
	unsigned long ring;
	__u64 lost = 0;

	for (ring = RING_LEAST; ring <= RING_BIG; ring *= 2) {
		lost = account(out, ring, SOME, nr_tasks, stalled);
		if (stalled && ring / IOR_RECORD_SIZE < SOME)
			EXPECT_LT(0, lost);
	}
	EXPECT_EQ(0, lost);
}

TEST_F_TIMEOUT(accounting, every_size, 120)
{
	every_size(_metadata, &self->output, 1, false);
}

TEST_F_TIMEOUT(accounting, every_size_two_cpus, 120)
{
	every_size(_metadata, &self->output, 2, false);
}

/* Nobody reads until all calls are made: what does not fit in the rings is lost. */
TEST_F_TIMEOUT(accounting, every_size_unread, 120)
{
	every_size(_metadata, &self->output, 2, true);
}

/* ------------------------------------------------------------ scenario -- */

TEST_F_TIMEOUT(accounting, burst_lossy, 120)
{
	EXPECT_LT(0, account(&self->output, RING_LEAST, 0, 1, false));
}

TEST_F_TIMEOUT(accounting, burst_lossy_two_cpus, 120)
{
	EXPECT_LT(0, account(&self->output, RING_LEAST, 0, 2, false));
}

TEST_F_TIMEOUT(accounting, burst_whole, 120)
{
	unsigned long rings = RING_ALL * sysconf(_SC_NPROCESSORS_CONF);

	if (rings / PAGE > (unsigned long)sysconf(_SC_PHYS_PAGES) / 2)
		SKIP(return, "no memory for rings of %lu MiB", rings >> 20);
	EXPECT_EQ(0, account(&self->output, RING_ALL, 0, 1, false));
}

/* ------------------------------------------------------------- replays -- */

/* What ior-read prints of a recording: calls that it shows, and that it says are lost */
static void printed(struct __test_metadata *_metadata, const char *recording, const char *format,
		    const char *row, __u64 count[2])
{
	char command[256], line[256];
	unsigned long long lost;
	FILE *file;

	memset(count, 0, 2 * sizeof(*count));
	snprintf(command, sizeof(command), "ior-read -F %s -i %s 2>/dev/null", format, recording);
	file = popen(command, "r");
	ASSERT_NE(NULL, file);
	while (fgets(line, sizeof(line), file)) {
		count[0] += !!strstr(line, row);
		if (sscanf(line, "--- %llu call", &lost) == 1)
			count[1] += lost;
	}
	EXPECT_EQ(0, pclose(file));
}

TEST_F_TIMEOUT(accounting, printed, 60)
{
	__u64 text[2], csv[2], lost = account(&self->output, RING_LEAST, SOME, 2, false);

	EXPECT_LT(0, lost);
	printed(_metadata, self->output.recording, "text", "getppid() ", text);
	EXPECT_EQ(self->output.seen, text[0]);
	EXPECT_EQ(lost, text[1]);
	printed(_metadata, self->output.recording, "csv", ",getppid,Process,", csv);
	EXPECT_EQ(self->output.seen, csv[0]);
}

TEST_HARNESS_MAIN
