// SPDX-License-Identifier: GPL-2.0-only
/*
 * 32-bit calls: their numbers, pointers and structs are others than those of
 * 64-bit ones, and one program may make both.
 */
#include "scenario.h"

#define TXT		"abi32.txt"
#define TXT_FLAGS	"O_RDWR"
#define BIG_FLAGS	"O_RDONLY|O_LARGEFILE"
#define PIPE		"pipe:["
#define SOCKET		"socket:["
#define ANY		NULL	/* an address */

#define SKIPPED		77

/*
 * The rows of calls32 and of calls64, that it ends as.  A path that ends in '['
 * is only how it begins; one with no '/' in front is in the test's directory.
 */
static const struct {
	const char *abi, *name, *ret, *fd, *bytes, *path, *path2, *flags;
} wanted[] = {
	{ "64", "execve", "0", "", "", "/calls32", "", "" },
	{ "32", "openat", "3", "3", "", TXT, "", "O_RDWR|O_CREAT" },
	{ "32", "write", "10", "3", "10", TXT, "", TXT_FLAGS },
	{ "32", "pread64", "3", "3", "3", TXT, "", TXT_FLAGS },
	{ "32", "lseek", "0", "3", "", TXT, "", TXT_FLAGS },
	{ "32", "readv", "10", "3", "10", TXT, "", TXT_FLAGS },
	{ "32", "read", "0", "3", "", TXT, "", TXT_FLAGS },
	{ "32", "link", "0", "", "", "abi32.link", TXT, "" },
	{ "32", "rename", "0", "", "", "abi32.moved", "abi32.link", "" },
	{ "32", "unlink", "0", "", "", "abi32.moved", "", "" },
	{ "32", "openat", "-2", "-1", "", "abi32.moved", "", "O_RDONLY" },
	{ "32", "openat", "4", "4", "", TXT, "", BIG_FLAGS },
	{ "32", "dup2", "9", "4", "", TXT, "", BIG_FLAGS },
	{ "32", "close", "0", "9", "", TXT, "", BIG_FLAGS },
	{ "32", "fcntl64", "32768", "4", "", TXT, "", BIG_FLAGS },
	{ "32", "close", "0", "4", "", TXT, "", BIG_FLAGS },
	{ "32", "openat2", "4", "4", "", TXT, "", "O_RDONLY" },
	{ "32", "close", "0", "4", "", TXT, "", BIG_FLAGS },
	{ "32", "mmap2", ANY, "3", "", TXT, "", "MAP_PRIVATE" },
	{ "32", "close", "0", "3", "", TXT, "", TXT_FLAGS },
	{ "32", "socketpair", "0", "3", "", SOCKET, SOCKET, "" },
	{ "32", "sendmsg", "10", "3", "10", SOCKET, "", "0" },
	{ "32", "recvmsg", "10", "4", "6", SOCKET, "", "MSG_TRUNC" },
	{ "32", "close", "0", "3", "", SOCKET, "", TXT_FLAGS },
	{ "32", "close", "0", "4", "", SOCKET, "", TXT_FLAGS },
	{ "32", "pipe", "0", "3", "", PIPE, PIPE, "" },
	{ "32", "close", "0", "3", "", PIPE, "", "O_RDONLY" },
	{ "32", "close", "0", "4", "", PIPE, "", "O_WRONLY" },
	{ "32", "nanosleep", "0", "", "", "", "", "" },
	{ "32", "execve", "0", "", "", "/calls64", "", "" },
	{ "64", "openat", "3", "3", "", TXT, "", "O_RDONLY" },
	{ "32", "read", "10", "3", "10", TXT, "", BIG_FLAGS },
	{ "64", "close", "0", "3", "", TXT, "", "O_RDONLY" },
	{ "64", "exit_group", "0", "", "", "", "", "" },
};

FIXTURE(abi32) {
	char dir[32], calls32[PATH_MAX], calls64[PATH_MAX];
	struct table table;
};

/* The programs are where this one is. */
static void find(char path[PATH_MAX], const char *name)
{
	char self[PATH_MAX - NAME_MAX] = "";

	if (readlink("/proc/self/exe", self, sizeof(self) - 1) > 0)
		snprintf(path, PATH_MAX, "%s/%s", dirname(self), name);
}

/* Its descriptors have the lowest numbers, from 3 up. */
static int run_in(const char *dir, const char *messages, char **argv)
{
	int status = 0;
	pid_t pid;

	pid = fork();
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		path_add_build();
		if (!chdir(dir) && freopen(messages, "w", stderr) &&
		    !close_range(3, ~0U, 0))
			execvp(argv[0], argv);
		_exit(errno == ENOEXEC ? SKIPPED : 126);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

FIXTURE_SETUP(abi32)
{
	snprintf(self->dir, sizeof(self->dir), "/tmp/ior-abi32.XXXXXX");
	ASSERT_NE(NULL, mkdtemp(self->dir));
	find(self->calls32, "calls32");
	find(self->calls64, "calls64");
}

FIXTURE_TEARDOWN(abi32)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/" TXT, self->dir);
	unlink(path);
	rmdir(self->dir);
	free(self->table.csv);
	free(self->table.messages);
	free(self->table.rows);
}

/* false: it cannot run here, and the test is skipped */
static bool run_untraced(struct __test_metadata *_metadata, const FIXTURE_DATA(abi32) * self)
{
	int status;

	if (access(self->calls32, X_OK))
		SKIP(return false, "the compiler makes no 32-bit programs");
	status = run_in(self->dir, "/dev/null",
			(char *[]){ (char *)self->calls32, (char *)self->calls64, NULL });
	if (status == SKIPPED)
		SKIP(return false, "the kernel runs no 32-bit programs (CONFIG_IA32_EMULATION)");
	ASSERT_EQ(0, status)
		TH_LOG("without a trace, call %d of calls32 did not what it should", status);
	return true;
}

/* The rows of one run of calls32, and of no other */
static bool run_traced(struct __test_metadata *_metadata, FIXTURE_DATA(abi32) * self)
{
	struct table *table = &self->table;
	char csv[64], messages[64];

	if (!run_untraced(_metadata, self))
		return false;
	snprintf(csv, sizeof(csv), "%s/csv", self->dir);
	snprintf(messages, sizeof(messages), "%s/messages", self->dir);
	table->status = run_in(self->dir, messages,
			       (char *[]){ "ior-read", "-F", "csv", "-o", csv, "--",
					   self->calls32, self->calls64, NULL });
	table->csv = slurp(csv);
	table->messages = slurp(messages);
	table_parse(_metadata, table, 0);
	return true;
}

static void expect_path_of(struct __test_metadata *_metadata, FIXTURE_DATA(abi32) * self,
			   const struct row *row, enum column column, const char *path)
{
	const char *is = row->text[column];
	char full[PATH_MAX + NAME_MAX];

	if (*path && path[strlen(path) - 1] == '[') {
		EXPECT_EQ(0, strncmp(path, is, strlen(path)))
			TH_LOG("%s of %s is %s", column_names[column], row->text[NAME], is);
		return;
	}
	if (!strcmp(path, "/calls32"))
		path = self->calls32;
	else if (!strcmp(path, "/calls64"))
		path = self->calls64;
	snprintf(full, sizeof(full), "%s%s%s", *path && *path != '/' ? self->dir : "",
		 *path && *path != '/' ? "/" : "", path);
	EXPECT_STREQ(full, is)
		TH_LOG("%s of %s", column_names[column], row->text[NAME]);
}

static void expect_column(struct __test_metadata *_metadata, size_t i, const struct row *row,
			  enum column column, const char *want)
{
	EXPECT_STREQ(want, row->text[column])
		TH_LOG("row %zu: %s of %s", i, column_names[column], row->text[NAME]);
}

TEST_F(abi32, rows)
{
	const struct row *row;
	const char *comm = "calls32";
	size_t i;

	if (!run_traced(_metadata, self))
		return;
	for (i = 0; i < ARRAY_SIZE(wanted) && i < self->table.nr; i++) {
		const char *ret = wanted[i].ret;

		row = &self->table.rows[i];
		ASSERT_STREQ(wanted[i].name, row->text[NAME])
			TH_LOG("row %zu, of abi %s", i, row->text[ABI]);
		/* that of the program that an execve ends as */
		if (!strcmp(wanted[i].path, "/calls64"))
			comm = "calls64";
		expect_column(_metadata, i, row, COMM, comm);
		expect_column(_metadata, i, row, ABI, wanted[i].abi);
		EXPECT_STREQ(row->text[PID], row->text[TID]);
		if (ret)
			expect_column(_metadata, i, row, RET, ret);
		expect_column(_metadata, i, row, ERROR,
			      ret && *ret == '-' ? strerrorname_np(-atoi(ret)) : "");
		expect_column(_metadata, i, row, BYTES, wanted[i].bytes);
		expect_column(_metadata, i, row, FD, wanted[i].fd);
		expect_path_of(_metadata, self, row, PATH, wanted[i].path);
		expect_path_of(_metadata, self, row, PATH2, wanted[i].path2);
		expect_column(_metadata, i, row, FLAGS, wanted[i].flags);
	}
	EXPECT_EQ(ARRAY_SIZE(wanted), self->table.nr);
}

/* What is at the ends of a pair is found at each. */
TEST_F(abi32, pairs)
{
	const struct row *row, *pair = NULL;
	size_t i, ends = 0;

	if (!run_traced(_metadata, self))
		return;
	for (i = 0; i < self->table.nr; i++) {
		row = &self->table.rows[i];
		if (row_is(row, NAME, "pipe") || row_is(row, NAME, "socketpair")) {
			pair = row;
			ends = 0;
			EXPECT_EQ(row_is(row, NAME, "pipe"),
				  !strcmp(row->text[PATH], row->text[PATH2]));
		} else if (pair && strchr(row->text[PATH], '[')) {
			EXPECT_STREQ(pair->text[ends++ % 2 ? PATH2 : PATH], row->text[PATH])
				TH_LOG("%s of %s", row->text[NAME], row->text[FD]);
		}
	}
	ASSERT_NE(NULL, pair);
	EXPECT_EQ(2, ends);
}

TEST_HARNESS_MAIN
