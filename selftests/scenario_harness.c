// SPDX-License-Identifier: GPL-2.0-only
/*
 * A workload that crashes, is not there, hangs, or loses its tracer: what is
 * told of it, and that nothing of it is left.
 */
#include "scenario.h"

#define LIMIT_MS	20000

/* What ior-read is to say in its last line of a trace that is whole */
#define WHOLE		", 0 lost, complete"

/* Files of a test, in a directory of its own */
enum file { WORKLOAD, CSV, MESSAGES, STARTED, NR_FILES };

static const char * const file_names[NR_FILES] = { "ior-workload", "csv", "messages", "started" };

struct place {
	char dir[32];
	char path[NR_FILES][64];
};

FIXTURE(harness) {
	struct place place;
	long sessions;
	struct table table;
};

/* How often /dev/ior is open */
static long sessions(void)
{
	FILE *file = fopen("/sys/module/ior/refcnt", "r");
	long n = -1;

	if (file) {
		if (fscanf(file, "%ld", &n) != 1)
			n = -1;
		fclose(file);
	}
	return n;
}

/* Who ends without its tracer comes to us, to be waited for. */
FIXTURE_SETUP(harness)
{
	struct place *place = &self->place;
	int i;

	snprintf(place->dir, sizeof(place->dir), "/tmp/ior-harness.XXXXXX");
	ASSERT_NE(NULL, mkdtemp(place->dir));
	for (i = 0; i < NR_FILES; i++)
		snprintf(place->path[i], sizeof(place->path[i]), "%s/%s", place->dir,
			 file_names[i]);
	ASSERT_EQ(0, prctl(PR_SET_CHILD_SUBREAPER, 1));
	self->sessions = sessions();
	ASSERT_LE(0, self->sessions);
}

/* No session, no process, no file but those that the tests know of. */
FIXTURE_TEARDOWN(harness)
{
	int i;

	EXPECT_EQ(self->sessions, sessions());
	EXPECT_EQ(-1, waitpid(-1, NULL, WNOHANG));
	for (i = 0; i < NR_FILES; i++)
		unlink(self->place.path[i]);
	EXPECT_EQ(0, rmdir(self->place.dir));
}

/* workload_make - the program that is traced; NULL: there is none */
static void workload_make(const char *path, const char *text, mode_t mode)
{
	int fd;

	if (!text)
		return;
	fd = open(path, O_WRONLY | O_CREAT, mode);
	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		abort();
	close(fd);
}

/* reader_start - ior-read on the workload */
static pid_t reader_start(const struct place *place, const char *duration)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	tool_begin(place->path[MESSAGES]);
	execlp("ior-read", "ior-read", "-F", "csv", "-o", place->path[CSV], "--duration", duration,
	       "--", place->path[WORKLOAD], place->path[STARTED], NULL);
	_exit(125);
}

/* file_wait - until a file has a whole line: its text, or NULL */
static char *file_wait(const char *path)
{
	static char text[256];
	ssize_t n = 0;
	int ms, fd;

	for (ms = 0; ms < LIMIT_MS; ms += 10) {
		fd = open(path, O_RDONLY);
		if (fd >= 0) {
			n = read(fd, text, sizeof(text) - 1);
			close(fd);
		}
		if (n > 0 && text[n - 1] == '\n') {
			text[n] = 0;
			return text;
		}
		sleep_ms(10);
	}
	return NULL;
}

/* As a shell says it */
static int status_of(pid_t pid)
{
	int status;

	if (waitpid(pid, &status, 0) != pid)
		return -1;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* --------------------------------------------------------------- crash -- */

static void crash(struct __test_metadata *_metadata, struct table *table, char *select)
{
	tools_run(_metadata, table, "crash", OPTIONS("-e", select));
	table_parse(_metadata, table, 1);
	EXPECT_NE(NULL, strstr(table->messages, "ior-workload: crash: "));
}

TEST_F(harness, crash)
{
	struct table *table = &self->table;
	const struct row *row;

	crash(_metadata, table, "trace=chdir");
	ASSERT_EQ(1, table->nr);
	row = table->rows;
	EXPECT_NE(NULL, strstr(row->text[PATH], "/ior-workload.crash."));
	EXPECT_NE(0, access(row->text[PATH], F_OK));
	EXPECT_EQ(-1, kill(row_number(row, PID), 0));
	EXPECT_EQ(ESRCH, errno);
}

/* It makes no call of its own, and the trace of that is whole, too. */
TEST_F(harness, crash_silent)
{
	crash(_metadata, &self->table, "trace=getppid,sync,nanosleep");
	EXPECT_EQ(0, self->table.nr);
}

TEST_F(harness, crash_to_its_end)
{
	struct table *table = &self->table;
	struct cursor c = { .table = table };
	long pid;

	crash(_metadata, table, "trace=execve,chdir,write," RMDIR ",exit_group");
	ASSERT_LE(1, table->nr);
	pid = row_number(table->rows, PID);
	EXPECT_LT(0, pid);
	c.tid = pid;
	expect(&c, "execve", .no_fd = true);
	expect(&c, "chdir", .no_fd = true);
	c.dir = c.row->text[PATH];
	expect(&c, "write", .any_ret = true, .fd = STDERR_FILENO);
	EXPECT_LT(0, row_number(c.row, RET));
	expect(&c, RMDIR, .path = ".", .no_fd = true);
	expect(&c, "exit_group", .no_return = true);
	EXPECT_EQ(table->nr, c.next);
}

/* ----------------------------------------------------- other workloads -- */

/* The statuses of a shell.  Where nothing is run, nothing is written. */
TEST_F(harness, fakes)
{
	static const struct {
		const char *text;
		mode_t mode;
		int status;
		const char *says;
		bool runs;
	} fakes[] = {
		{ NULL, 0, 127, "/ior-workload: No such file or directory", false },
		{ "#!/bin/sh\n", 0644, 126, "/ior-workload: Permission denied", false },
		{ "no program", 0755, 126, "/ior-workload: Exec format error", true },
		{ "#!/nonexistent\n", 0755, 127, "/ior-workload: No such file", true },
		{ "#!/bin/sh\nexit 7\n", 0755, 7, WHOLE, true },
		{ "#!/bin/sh\nkill -KILL $$\n", 0755, 128 + SIGKILL, WHOLE, true },
	};
	const struct place *place = &self->place;
	struct table *table = &self->table;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(fakes); i++) {
		workload_make(place->path[WORKLOAD], fakes[i].text, fakes[i].mode);
		table->status = status_of(reader_start(place, "100"));
		EXPECT_EQ(fakes[i].status, table->status);
		table->messages = slurp(place->path[MESSAGES]);
		ASSERT_NE(NULL, table->messages);
		EXPECT_NE(NULL, strstr(table->messages, fakes[i].says))
			TH_LOG("not %s: %s", fakes[i].says, table->messages);
		EXPECT_EQ(fakes[i].runs, !access(place->path[CSV], F_OK));
		unlink(place->path[CSV]);
		unlink(place->path[WORKLOAD]);
	}
}

static const char hang[] = "#!/bin/sh\necho $$ >$1\nexec sleep 60\n";

/* hang_start - ior-read on a workload that hangs: the process of that one */
static pid_t hang_start(struct __test_metadata *_metadata, const struct place *place,
			const char *duration, pid_t *reader)
{
	const char *pid;

	workload_make(place->path[WORKLOAD], hang, 0755);
	*reader = reader_start(place, duration);
	pid = file_wait(place->path[STARTED]);
	ASSERT_NE(NULL, pid);
	return atoi(pid);
}

/* It goes on without its tracer, whose session has ended. */
TEST_F(harness, tracer_killed)
{
	pid_t reader, workload;
	struct cursor c;

	workload = hang_start(_metadata, &self->place, "1000", &reader);
	EXPECT_EQ(self->sessions + 1, sessions());
	ASSERT_EQ(0, kill(reader, SIGKILL));
	EXPECT_EQ(128 + SIGKILL, status_of(reader));
	EXPECT_EQ(self->sessions, sessions());
	EXPECT_EQ(0, waitpid(workload, NULL, WNOHANG));
	EXPECT_TRUE(task_sleeps(workload, workload));
	EXPECT_TRUE(run(&c, "interval-timer-noop", CALLS("getitimer")));
	ASSERT_EQ(0, kill(workload, SIGKILL));
	EXPECT_EQ(128 + SIGKILL, status_of(workload));
}

/* The trace ends in time.  The workload does not, until ior-read is told to. */
TEST_F(harness, workload_hangs)
{
	pid_t reader, workload;
	const char *last;

	workload = hang_start(_metadata, &self->place, "1.5", &reader);
	last = file_wait(self->place.path[MESSAGES]);
	ASSERT_NE(NULL, last);
	EXPECT_NE(NULL, strstr(last, ", 1 unfinished" WHOLE))
		TH_LOG("%s", last);
	EXPECT_EQ(0, waitpid(reader, NULL, WNOHANG));
	EXPECT_EQ(0, kill(workload, 0));
	ASSERT_EQ(0, kill(reader, SIGTERM));
	EXPECT_EQ(128 + SIGTERM, status_of(reader));
	EXPECT_EQ(-1, kill(workload, 0));
	EXPECT_EQ(ESRCH, errno);
}

TEST_HARNESS_MAIN
