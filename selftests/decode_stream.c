// SPDX-License-Identifier: GPL-2.0-only
/*
 * What ior-read makes of a stream: names that change, tasks that end, calls in
 * several parts, rows as long as can be.
 */
#include "ior_recording.h"

/* -------------------------------------------------------------- longest -- */

static char *filled(size_t len, char c)
{
	char *text = malloc(len + 1);

	memset(text, c, len);
	text[0] = '/';
	text[len] = 0;
	return text;
}

/* As long as a row can be: again and again, so that it meets every end of a buffer. */
TEST_F(recording, longest)
{
	struct ior_record rec = call_of(IOR_ABI_NATIVE, SYS_renameat2);
	char *path = filled(IOR_NAME_MAX, '\377'), *quotes = filled(IOR_NAME_MAX, '"');
	const unsigned int rows = 9;
	size_t i, len;

	add_name(&self->stream, 1, 0, path, NULL);
	add_name(&self->stream, 2, 1, quotes, path);
	add_name(&self->stream, 3, 1, quotes, path);
	for (i = 0; i < rows; i++) {
		rec.name[0] = 2;
		rec.name[1] = 3;
		add(&self->stream, &rec);
	}
	len = strlen(PRINTED("text"));
	EXPECT_GT(len, rows * 4 * 4 * (IOR_NAME_MAX - 1));
	EXPECT_EQ(rows, count(self->stream.text, "renameat2("));
	EXPECT_EQ(rows, count(self->stream.text, " = 0" TIME));
	EXPECT_EQ(rows * 4 * (IOR_NAME_MAX - 1), count(self->stream.text, "\\377"));

	len = strlen(PRINTED("csv"));
	EXPECT_GT(len, rows * 2 * 2 * (IOR_NAME_MAX - 1));
	EXPECT_EQ(rows + 1, count(self->stream.text, "\n"));
	EXPECT_EQ(rows * 2 * (2 * (IOR_NAME_MAX - 1) + 2), count(self->stream.text, "\""));
	free(path);
	free(quotes);
}

/* ---------------------------------------------------------------- stream -- */

/* A name holds from its record to the next one of its id. */
TEST_F(recording, a_name_changes)
{
	struct ior_record rec = call_of(IOR_ABI_NATIVE, SYS_close);

	rec.name[0] = 1;
	rec.args[0] = 3;
	add(&self->stream, &rec);
	add_name(&self->stream, 1, 0, "/old", NULL);
	add(&self->stream, &rec);
	add_name(&self->stream, 1, 0, "/new", NULL);
	add(&self->stream, &rec);
	EXPECT_STREQ("close(3)                                = 0" TIME
		     "close(3</old>)                          = 0" TIME
		     "close(3</new>)                          = 0" TIME, PRINTED("text"));
}

static void add_task(struct stream *s, enum ior_task_event event, __u32 tid,
		     __u32 other_tid, int status)
{
	struct ior_record rec = {
		.type	= IOR_RECORD_TASK,
		.tgid	= tid < PID + 10 ? PID : tid,
		.tid	= tid,
		.task	= {
			.event		= event,
			.other_tgid	= PID,
			.other_tid	= other_tid,
			.status		= status,
			.comm		= "program",
		},
	};

	add(s, &rec);
}

static void add_exit(struct stream *s, __u32 tid, int status, bool last)
{
	struct ior_record rec = {
		.type		= IOR_RECORD_TASK,
		.flags		= last ? IOR_TASK_LAST : 0,
		.tgid		= tid < PID + 10 ? PID : tid,
		.tid		= tid,
		.task.event	= IOR_TASK_EXIT,
		.task.status	= status,
	};

	add(s, &rec);
}

TEST_F(recording, tasks)
{
	struct ior_record rec = call_of(IOR_ABI_NATIVE, SYS_getpid);

	rec.ret = PID;
	add(&self->stream, &rec);
	add_task(&self->stream, IOR_TASK_FORK, PID + 1, PID, 0);
	add_task(&self->stream, IOR_TASK_RENAME, PID, 0, 0);
	add_task(&self->stream, IOR_TASK_EXEC, PID, PID, 0);
	add(&self->stream, &rec);
	add_exit(&self->stream, PID + 1, 7 << 8, false);
	add_exit(&self->stream, PID + 20, 9, true);
	add_exit(&self->stream, PID + 30, 11 | 0x80, true);
	add_exit(&self->stream, PID, 0, true);
	EXPECT_STREQ("getpid()                                = 10" TIME
		     "getpid()                                = 10" TIME
		     "[pid 11] +++ exited with 7 +++\n"
		     "[pid 30] +++ killed by SIGKILL +++\n"
		     "[pid 40] +++ killed by SIGSEGV (core dumped) +++\n"
		     "[pid 10] +++ exited with 0 +++\n", PRINTED("text"));
	EXPECT_EQ(3, count(PRINTED("csv"), "\n"));
}

/* The first thread ends first: that shows when the process has ended. */
TEST_F(recording, first_thread_ends_first)
{
	add_exit(&self->stream, PID, 1 << 8, false);
	add_exit(&self->stream, PID + 1, 2 << 8, false);
	add_exit(&self->stream, PID + 20, 4 << 8, true);
	add_exit(&self->stream, PID + 2, 3 << 8, true);
	EXPECT_STREQ("+++ exited with 2 +++\n"
		     "[pid 30] +++ exited with 4 +++\n"
		     "[pid 12] +++ exited with 3 +++\n"
		     "[pid 10] +++ exited with 1 +++\n", PRINTED("text"));
}

/* The first thread ends because another one execs, and then is that one. */
TEST_F(recording, superseded)
{
	add_exit(&self->stream, PID, 0, false);
	add_task(&self->stream, IOR_TASK_EXEC, PID, PID + 1, 0);
	add_exit(&self->stream, PID, 5 << 8, true);
	EXPECT_STREQ("+++ superseded by execve in pid 11 +++\n"
		     "+++ exited with 5 +++\n", PRINTED("text"));
}

TEST_F(recording, one_task)
{
	add_exit(&self->stream, PID, 15, true);
	EXPECT_STREQ("+++ killed by SIGTERM +++\n", PRINTED("text"));
}

TEST_F(recording, restarted)
{
	static const struct {
		unsigned int restarts;
		const char *remark;
	} cases[] = {
		{ 0, "" }, { 1, " (restarted 1 time)" }, { 2, " (restarted 2 times)" },
		{ 254, " (restarted 254 times)" }, { 255, " (restarted 255 times or more)" },
	};
	struct ior_record rec = call_of(IOR_ABI_NATIVE, SYS_nanosleep);
	char text[1024] = "";
	unsigned int i;
	size_t len = 0;

	rec.args[0] = 0x1000;
	rec.aux = 5;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		rec.reserved = cases[i].restarts;
		add(&self->stream, &rec);
		len += snprintf(text + len, sizeof(text) - len,
				"nanosleep({tv_sec=0, tv_nsec=5}, NULL)  = 0%s%s", cases[i].remark,
				TIME);
	}
	EXPECT_STREQ(text, PRINTED("text"));
}

/* The other ABIs have arguments in other places, and O_LARGEFILE means something. */
TEST_F(recording, other_abis)
{
	struct ior_record rec = call_of(IOR_ABI_32, 6);

	if (ior_calls_machine() != MACHINE_X86_64)
		SKIP(return, "the records are of x86");
	add_names(&self->stream);
	rec.args[0] = 3;
	rec.name[0] = FILE_A;
	rec.flags = IOR_CALL_FD;
	rec.fd_flags = FILE_FLAGS(O_RDWR);
	add(&self->stream, &rec);
	rec = call_of(IOR_ABI_32, 295);
	rec.args[0] = 0xffffff9c;
	rec.args[1] = 0x1000;
	rec.name[0] = REL2;
	rec.name[1] = FILE_B;
	rec.ret = 4;
	add(&self->stream, &rec);
	EXPECT_STREQ("[32] close(3</home/me/dir/a>)           = 0" TIME
		     "[32] openat(AT_FDCWD</home/me>, \"../b\", O_RDONLY) = 4</etc/b>" TIME,
		     PRINTED("text"));
	EXPECT_EQ(1, count(PRINTED("csv"), ",3,/home/me/dir/a,,O_RDWR|O_LARGEFILE,32\n"));
}

/* Names that can't be true leave their ids without one. */
TEST_F(recording, forged_names)
{
	struct ior_record rec = call_of(IOR_ABI_NATIVE, SYS_close), name = {
		.type	= IOR_RECORD_NAME,
		.path	= { .id = 1, .path_len = 0xffff, .len = 0xffff },
	};

	memset(name.path.text, 'x', sizeof(name.path.text));
	add(&self->stream, &name);
	name.path.path_len = 56;
	add(&self->stream, &name);
	name.path.offset = 0xfff0;
	name.path.len = 56;
	add(&self->stream, &name);
	rec.name[0] = 1;
	add(&self->stream, &rec);
	EXPECT_STREQ("close(0)                                = 0" TIME, PRINTED("text"));
}

TEST_HARNESS_MAIN
