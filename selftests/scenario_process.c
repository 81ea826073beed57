// SPDX-License-Identifier: GPL-2.0-only
/* The scenarios of group process, as a trace must show them. */
#include <sys/stat.h>

#include "scenario.h"

#define ROUNDS		5
#define PAUSE_NS	(10 * (long)NSEC_PER_MSEC)

/* What a call returns that a signal ended: the kernel's own code */
#define RESTARTNOHAND	514

/* ---------------------------------------------------------------- exec -- */

TEST(process_exec_lifecycle)
{
	struct cursor c, other;
	int i;

	if (!run(&c, "process-exec-lifecycle", CALLS("execve,execveat")))
		return;
	for (i = 0; i < ROUNDS; i++) {
		expect(&c, "execve", .error = ENOENT, .path = "ior-missing-execve-only",
		       .flags = "", .no_fd = true);
		if (i)
			EXPECT_LE(PAUSE_NS, row_number(c.row, GAP));
		expect(&c, "execveat", .error = ENOENT, .path = "ior-missing-execveat-only",
		       .flags = "0", .no_fd = true);
	}
	expect_end(&c);
	EXPECT_FALSE(cursor_other(&c, 0, &other));
}

static const char *true_path(void)
{
	return access("/bin/true", X_OK) ? "/usr/bin/true" : "/bin/true";
}

/*
 * The main thread sleeps when another one executes a program, and dies of it: its
 * call ends, but is not made again.  The program has its id.
 */
static void expect_death(struct __test_metadata *_metadata, struct cursor *c)
{
	const struct row *row = cursor_peek(c);

	ASSERT_NE(NULL, row);
	EXPECT_STREQ("ppoll", row->text[NAME]);
	EXPECT_EQ(-RESTARTNOHAND, row_number(row, RET));
	EXPECT_STREQ("RESTART", row->text[RET_CLASS]);
	EXPECT_STREQ("", row->text[ERROR]);
	EXPECT_STREQ("ior-workload", row->text[COMM]);
	c->row = row;
	c->next++;
}

/* The execve of the second thread, which has the id of before: when it ended */
static long expect_exec(struct __test_metadata *_metadata, struct cursor *c, struct cursor *thread,
			const char *path, const char *comm)
{
	long tid = thread->tid;

	expect(thread, "execve", .path = path, .flags = "", .no_fd = true, .comm = comm);
	EXPECT_EQ(c->table->pid, row_number(thread->row, PID));
	EXPECT_NE(c->table->pid, tid);
	expect_nothing(thread);
	EXPECT_FALSE(cursor_other(c, 1, thread));
	return row_ended(thread->row);
}

/* All that is left of the scenario, in both threads and in the program */
static void expect_exec_of_true(struct __test_metadata *_metadata, struct cursor *c)
{
	struct cursor thread;
	long executed;

	expect_end(c);
	expect_death(_metadata, c);
	ASSERT_TRUE(cursor_other(c, 0, &thread));
	executed = expect_exec(_metadata, c, &thread, true_path(), "true");
	EXPECT_LE(row_ended(c->row), executed);
	expect(c, "exit_group", .no_return = true, .path = "", .flags = "", .no_fd = true,
	       .comm = "true");
	EXPECT_LT(executed, row_number(c->row, TIME));
	EXPECT_EQ(executed + row_number(c->row, GAP), row_number(c->row, TIME));
	expect_nothing(c);
}

TEST(exec_non_leader_thread)
{
	struct cursor c;

	if (run(&c, "exec-non-leader-thread", CALLS("execve,execveat,ppoll,exit_group")))
		expect_exec_of_true(_metadata, &c);
}

TEST(exec_non_leader_thread_tid)
{
	struct cursor c;

	if (run(&c, "exec-non-leader-thread-tid", CALLS("execve,execveat,ppoll,exit_group")))
		expect_exec_of_true(_metadata, &c);
}

/* -------------------------------------------------------------- attach -- */

#define WAIT_MS		20000

/* Started with its output in a file, which is there now */
static pid_t start_in(const char *dir, const char *out, char **argv)
{
	char path[64];
	pid_t pid;

	snprintf(path, sizeof(path), "%s/%s", dir, out);
	close(open(path, O_WRONLY | O_CREAT, 0600));
	pid = fork();
	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	path_add_build();
	if (freopen(path, "w", stdout) && freopen("/dev/null", "w", stderr))
		execvp(argv[0], argv);
	_exit(125);
}

static bool wait_for_output(const char *dir, const char *out)
{
	int left = WAIT_MS;
	struct stat st;
	char path[64];

	snprintf(path, sizeof(path), "%s/%s", dir, out);
	for (; left; left--) {
		if (!stat(path, &st) && st.st_size)
			return true;
		usleep(1000);
	}
	return false;
}

static char *slurp_in(const char *dir, const char *out)
{
	char path[64];

	snprintf(path, sizeof(path), "%s/%s", dir, out);
	return slurp(path);
}

/* The thread, and the directory, are there when the trace begins. */
TEST(exec_non_leader_thread_attached)
{
	char name[] = "exec-non-leader-thread-tid";
	char calls[] = "trace=chdir,execve,execveat,ppoll,exit_group";
	char number[16];
	char *workload_argv[] = { "ior-workload", "--wait", name, NULL };
	char *read_argv[] = { "ior-read", "-F", "csv", "-e", calls, "-p", number, NULL };
	char dir[] = "/tmp/ior-attach.XXXXXX", *csv, *output;
	struct table table = { 0 };
	int workload_status, status;
	pid_t workload, tracer;
	const char *fault;
	struct cursor c;
	bool ready;

	ASSERT_NE(NULL, mkdtemp(dir));
	workload = start_in(dir, "output", workload_argv);
	ready = wait_for_output(dir, "output");
	snprintf(number, sizeof(number), "%d", workload);
	tracer = start_in(dir, "csv", read_argv);
	ready = wait_for_output(dir, "csv") && ready;
	kill(workload, SIGUSR1);
	waitpid(workload, &workload_status, 0);
	waitpid(tracer, &status, 0);
	output = slurp_in(dir, "output");
	csv = slurp_in(dir, "csv");
	rmdir(dir);
	EXPECT_TRUE(ready);
	EXPECT_EQ(workload, atoi(output));
	ASSERT_EQ(0, workload_status);
	ASSERT_EQ(0, status);

	fault = csv_parse(csv, &table.rows, &table.nr);
	ASSERT_EQ(NULL, fault)
		TH_LOG("%s", fault);
	table_check_times(_metadata, &table);
	table.pid = workload;
	c = (struct cursor){ .table = &table, .tid = workload };
	expect(&c, "chdir", .no_fd = true);
	c.dir = c.row->text[PATH];
	EXPECT_NE(NULL, strstr(c.dir, name));
	expect_exec_of_true(_metadata, &c);
}

/* Of all the calls there are, each has a result that can have one. */
TEST(exec_non_leader_thread_leaves_no_half)
{
	const struct row *row, *last = NULL;
	struct cursor c, thread;

	if (!run(&c, "exec-non-leader-thread", "--raw-restarts"))
		return;
	for (row = c.table->rows; row < c.table->rows + c.table->nr; row++)
		if (!row_has_no_return(row))
			row_number(row, RET);
	EXPECT_EQ(1, rows_count(&c, "ppoll", 0));
	EXPECT_EQ(1, rows_count(&c, "exit_group", 0));
	/* one is that of ior-workload itself */
	EXPECT_EQ(2, rows_count(&c, "execve", 0));

	ASSERT_TRUE(cursor_other(&c, 0, &thread));
	for (; (row = cursor_peek(&thread)); thread.next++)
		last = row;
	EXPECT_STREQ("execve", last->text[NAME]);
	EXPECT_STREQ("0", last->text[RET]);
	EXPECT_STREQ(true_path(), last->text[PATH]);
	EXPECT_FALSE(cursor_other(&c, 1, &thread));
}

/* The file of /proc by which the thread sees that the main one sleeps */
static long expect_watch(struct __test_metadata *_metadata, struct cursor *c,
			 struct cursor *thread, const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%ld/task/%ld/%s", c->table->pid, c->table->pid, name);
	return expect(thread, "openat", .new_fd = true, .path = path,
		      .flags = "O_RDONLY|O_CLOEXEC");
}

/* The directory, which the new program empties and removes */
#define REMOVED_FLAGS	"O_RDONLY|O_DIRECTORY|O_NOFOLLOW"

/* The id of the new program's first thread is that of the old one. */
TEST(exec_non_leader_into_open)
{
	char path[PATH_MAX] = "";
	const struct row *row;
	long fd, stat, syscall, executed;
	struct cursor c, thread;
	size_t i;

	if (!run(&c, "exec-non-leader-into-open",
		 CALLS("execve,ppoll,openat,close,exit_group")))
		return;
	for (i = 0; !row_is(&c.table->rows[i], NAME, "execve"); i++)
		;
	EXPECT_NE(NULL, realpath(c.table->rows[i].text[PATH], path));

	expect_end(&c);
	expect_death(_metadata, &c);
	ASSERT_TRUE(cursor_other(&c, 0, &thread));
	stat = expect_watch(_metadata, &c, &thread, "stat");
	syscall = expect_watch(_metadata, &c, &thread, "syscall");
	expect(&thread, "close", .fd = stat);
	expect(&thread, "close", .fd = syscall);
	executed = expect_exec(_metadata, &c, &thread, path, NULL);
	for (; (row = cursor_peek(&c)) && !row_is(row, NAME, "chdir"); c.next++) {
		EXPECT_LT(executed, row_number(row, TIME));
		EXPECT_EQ('/', *row->text[PATH])
			TH_LOG("%s has the path \"%s\"", row->text[NAME], row->text[PATH]);
	}
	ASSERT_NE(NULL, row);
	EXPECT_NE(NULL, strstr(row->text[PATH], "open-basic"));
	c.dir = row->text[PATH];
	c.next++;
	fd = expect_created(&c, "testfile.txt");
	expect_close(&c, fd, "testfile.txt", "O_RDWR");
	expect_end(&c);
	fd = expect_opened(&c, ".", REMOVED_FLAGS);
	expect_close(&c, fd, ".", REMOVED_FLAGS);
	expect(&c, "exit_group", .no_return = true, .path = "", .flags = "", .no_fd = true);
	expect_nothing(&c);
}

/* ---------------------------------------------------------------- kcmp -- */

TEST(process_kcmp_file)
{
	const char *file = "kcmp-target";
	struct cursor c;
	long fd;

	if (!run(&c, "process-kcmp-file", CALLS("openat,kcmp,close")))
		return;
	fd = expect_created(&c, file);
	expect(&c, "kcmp", .fd = fd, .path = file, .path2 = file, .flags = "O_RDWR");
	expect_close(&c, fd, file, "O_RDWR");
	expect_end(&c);
}

/* The numbers in the place of descriptors are not looked at. */
TEST(process_kcmp_vm)
{
	const char *file = "kcmp-target";
	struct cursor c;
	long fd;

	if (!run(&c, "process-kcmp-vm", CALLS("openat,kcmp,close")))
		return;
	fd = expect_created(&c, file);
	expect(&c, "kcmp", .fd = -1, .path = "", .flags = "");
	expect_close(&c, fd, file, "O_RDWR");
	expect_end(&c);
}

/* ---------------------------------------------------------------- fork -- */

/* The child's first call is on a file that it only inherited. */
TEST(fork_inherit_fds)
{
	long reader, writer, pid, forked, read_ended;
	struct cursor c, child;
	const char *pipe;

	if (!run(&c, "fork-inherit-fds", CALLS("pipe2,write,fork,read,exit_group,wait4,close")))
		return;
	expect(&c, "pipe2", .flags = "0");
	pipe = c.row->text[PATH];
	EXPECT_EQ(0, strncmp(pipe, "pipe:[", 6))
		TH_LOG("the pipe is called \"%s\"", pipe);
	EXPECT_STREQ(pipe, c.row->text[PATH2]);
	reader = row_number(c.row, FD);
	expect(&c, "write", .ret = 1, .path = pipe, .flags = "O_WRONLY");
	writer = row_number(c.row, FD);
	EXPECT_NE(reader, writer);
	pid = expect(&c, "fork", .any_ret = true, .path = "", .flags = "", .no_fd = true);
	forked = row_number(c.row, TIME);

	ASSERT_TRUE(cursor_other(&c, 0, &child));
	EXPECT_EQ(pid, child.tid);
	expect(&child, "read", .ret = 1, .fd = reader, .path = pipe, .flags = "O_RDONLY");
	EXPECT_EQ(pid, row_number(child.row, PID));
	EXPECT_LT(forked, row_number(child.row, TIME));
	EXPECT_STREQ("", child.row->text[GAP]);
	read_ended = row_ended(child.row);
	expect(&child, "exit_group", .no_return = true, .path = "", .flags = "", .no_fd = true);
	expect_nothing(&child);
	EXPECT_FALSE(cursor_other(&c, 1, &child));

	expect(&c, "wait4", .ret = pid, .path = "", .no_fd = true);
	EXPECT_LT(read_ended, row_ended(c.row));
	expect_close(&c, reader, pipe, "O_RDONLY");
	expect_close(&c, writer, pipe, "O_WRONLY");
	expect_end(&c);
	EXPECT_EQ(1, rows_count(&c, "read", pid));
}

TEST_HARNESS_MAIN
