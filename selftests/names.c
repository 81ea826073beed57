// SPDX-License-Identifier: GPL-2.0-only
/*
 * The names of open files: right ones, sent before they are used, and once.
 */
#include <elf.h>
#include <sys/sysmacros.h>

#include "ior_steps.h"

#define CALL		IOR_RECORD_CALL
#define ENTER		IOR_RECORD_ENTER

FIXTURE(names) {
	int fd;
	struct tracee tracee;
	struct trace trace;
};

FIXTURE_SETUP(names)
{
	SETUP(1 << 20);
	ASSERT_TRUE(steps_begin());
}

FIXTURE_TEARDOWN(names)
{
	TEARDOWN();
	work_remove(work);
}

/* ------------------------------------------------------------- one file -- */

static void use_a_file(int side, void *arg)
{
	char c[4];
	int fd;

	mark(0, 1);
	fd = open(work_file, O_RDWR);
	mark(1, 1);
	read(fd, c, 4);
	mark(2, 1);
	write(fd, c, 4);
	mark(3, 1);
	syscall(SYS_fstat, fd, &seen->st);
	mark(4, 1);
	lseek(fd, 0, SEEK_SET);
	mark(5, 1);
	close(fd);
}

TEST_F(names, identity)
{
	const struct ior_record *rec;
	const struct name *name;
	struct stat *st = &seen->st;
	__u32 id;
	int i;

	RUN(use_a_file, NULL);
	rec = call_behind(&self->trace, 0, 1);
	ASSERT_NE(NULL, rec);
	EXPECT_STREQ(work_file, path_of(&self->trace, rec, 0));
	EXPECT_NE(rec->name[0], rec->name[1]);
	id = rec->name[1];
	name = name_of(&self->trace, rec, 1);
	ASSERT_NE(NULL, name);
	EXPECT_EQ(IOR_NAME_FILE, name->flags);
	EXPECT_STREQ(work_file, name->path);
	EXPECT_STREQ("", name->given);
	EXPECT_EQ(st->st_mode, name->mode);
	EXPECT_EQ(st->st_ino, name->ino);
	EXPECT_EQ(major(st->st_dev), name->major);
	EXPECT_EQ(minor(st->st_dev), name->minor);
	for (i = 1; i <= 5; i++) {
		rec = call_behind(&self->trace, i, 1);
		ASSERT_NE(NULL, rec);
		EXPECT_EQ(id, rec->name[0]);
		EXPECT_EQ(0, rec->name[1]);
		EXPECT_EQ(IOR_CALL_FD, rec->flags);
		EXPECT_EQ(O_RDWR, rec->fd_flags & (O_ACCMODE | O_CLOEXEC));
	}
	EXPECT_EQ(1, names_sent(&self->trace, work_file));
}

static void read_often(int side, void *arg)
{
	int i, fd, cpus = arg ? 2 : 1;
	char c;

	fd = open(work_file, O_RDONLY);
	for (i = 0; i < 400; i++) {
		if (i % 10 == 0)
			pin(cpu_nth(i / 10 % cpus));
		if (i == 200)
			sleep_ms(1500);		/* a name is looked after, but not sent anew */
		mark(i, 1);
		pread(fd, &c, 1, 0);
	}
	close(fd);
	fd = open(work_file, O_RDONLY);
	pread(fd, &c, 1, 0);
}

/* However often it is used, by however many calls, and opened again */
TEST_F(names, sent_once)
{
	const struct ior_record *rec = NULL;
	size_t n = 0;

	RUN(read_often, NULL);
	EXPECT_EQ(1, names_sent(&self->trace, work_file));
	while ((rec = trace_next(&self->trace, rec, WANT(.type = CALL, .nr = SYS_pread64)))) {
		ASSERT_STREQ(work_file, path_of(&self->trace, rec, 0));
		n++;
	}
	EXPECT_EQ(401, n);
}

/* Once for all CPUs: one uses it after the other. */
TEST_F(names, sent_once_to_two_cpus)
{
	const struct ior_record *rec = NULL;
	size_t n = 0;

	if (cpu_nth(1) < 0)
		SKIP(return, "one CPU only");
	RUN(read_often, (void *)2);
	EXPECT_EQ(1, names_sent(&self->trace, work_file));
	while ((rec = trace_next(&self->trace, rec, WANT(.type = CALL, .nr = SYS_pread64)))) {
		ASSERT_STREQ(work_file, path_of(&self->trace, rec, 0));
		n++;
	}
	EXPECT_EQ(401, n);
}

static void *read_in_thread(void *arg)
{
	int i, fd = (long)arg;
	char c;

	for (i = 0; i < 200; i++)
		pread(fd, &c, 1, 0);
	return NULL;
}

static void read_in_threads(int side, void *arg)
{
	int fd = open(work_file, O_RDONLY), i;
	pthread_t thread[4];

	for (i = 0; i < 4; i++)
		pthread_create(&thread[i], NULL, read_in_thread, (void *)(long)fd);
	for (i = 0; i < 4; i++)
		pthread_join(thread[i], NULL);
}

/* At the same time: before each one's call, and no more than once each */
TEST_F(names, sent_to_threads)
{
	const struct ior_record *rec = NULL;

	RUN(read_in_threads, NULL);
	EXPECT_GE(4, names_sent(&self->trace, work_file));
	EXPECT_EQ(800, count(&self->trace, .type = CALL, .nr = SYS_pread64));
	while ((rec = trace_next(&self->trace, rec, WANT(.type = CALL, .nr = SYS_pread64))))
		ASSERT_STREQ(work_file, path_of(&self->trace, rec, 0));
}

static void read_when_told(int side, void *arg)
{
	int fd = open(work_file, O_RDONLY);
	char c;

	do {
		pread(fd, &c, 1, 0);
		tell(side);
	} while (!hear(side));
}

/* Each session gets it, at whatever time it comes, one in another's place, too. */
TEST_F(names, sent_to_each_session)
{
	const struct ior_record *rec;
	struct trace trace = {};
	int fd, i;

	TRACE(read_when_told, NULL);
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tell(self->tracee.fd) ?: hear(self->tracee.fd));
	for (i = 0; i < 3; i++) {
		fd = session_open(0);
		ASSERT_GE(fd, 0);
		ASSERT_EQ(0, setup_set(fd, 1 << 16, 0));
		ASSERT_EQ(0, tgid_add(fd, self->tracee.pid));
		ASSERT_EQ(0, session_start(fd));
		ASSERT_EQ(0, tell(self->tracee.fd) ?: hear(self->tracee.fd));
		ASSERT_EQ(0, session_stop(fd));
		ASSERT_EQ(0, trace_drain(fd, &trace));
		EXPECT_SOUND(&trace);
		for (rec = trace.rec; rec < trace.rec + trace.nr; rec++)
			EXPECT_FALSE(is_name_lost(rec));
		EXPECT_EQ(1, names_sent(&trace, work_file));
		rec = find(&trace, .nr = SYS_pread64);
		ASSERT_NE(NULL, rec);
		EXPECT_STREQ(work_file, path_of(&trace, rec, 0));
		trace_free(&trace);
		close(fd);
	}
	ASSERT_EQ(0, tracee_kill(&self->tracee));
	FINISH();
	EXPECT_EQ(1, names_sent(&self->trace, work_file));
	EXPECT_EQ(4, count(&self->trace, .type = CALL, .nr = SYS_pread64));
}

/* A session that stops and goes on has what it was sent. */
TEST_F(names, kept_while_stopped)
{
	const struct ior_record *rec = NULL;
	int i;

	TRACE(read_when_told, NULL);
	for (i = 0; i < 3; i++) {
		ASSERT_EQ(0, session_start(self->fd));
		ASSERT_EQ(0, tell(self->tracee.fd) ?: hear(self->tracee.fd));
		ASSERT_EQ(0, session_stop(self->fd));
	}
	ASSERT_EQ(0, trace_drain(self->fd, &self->trace));
	EXPECT_SOUND(&self->trace);
	EXPECT_EQ(1, names_sent(&self->trace, work_file));
	EXPECT_EQ(3, count(&self->trace, .type = CALL, .nr = SYS_pread64));
	while ((rec = trace_next(&self->trace, rec, WANT(.type = CALL, .nr = SYS_pread64))))
		EXPECT_STREQ(work_file, path_of(&self->trace, rec, 0));
}

/* ENTER records know what a call begins with. */
TEST_F(names, enter_records)
{
	const struct ior_record *rec;

	ASSERT_EQ(0, filter_every_call(self->fd, IOR_FILTER_ENTER));
	RUN(use_a_file, NULL);
	rec = find(&self->trace, .type = ENTER, .nr = SYS_openat);
	ASSERT_NE(NULL, rec);
	EXPECT_STREQ(work_file, path_of(&self->trace, rec, 0));
	EXPECT_EQ(0, rec->name[1]);
	rec = mark_find(&self->trace, 1, 1);
	rec = rec ? trace_next(&self->trace, rec, WANT(.type = ENTER)) : NULL;
	ASSERT_NE(NULL, rec);
	EXPECT_EQ(SYS_read, rec->nr);
	EXPECT_STREQ(work_file, path_of(&self->trace, rec, 0));
}

/* --------------------------------------------------------- fork and exec -- */

#ifdef __x86_64__
#define PROGRAMS	2000
#define LOAD_AT		0x400000
#define FAR		0x20000		/* farther than the kernel maps in one go */

/* Opens the file that it names on a page which it has not touched before. */
static const struct {
	Elf64_Ehdr ehdr;
	Elf64_Phdr phdr;
	unsigned char code[48];
} program = {
	.ehdr = {
		.e_ident = { 0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB, EV_CURRENT },
		.e_type = ET_EXEC, .e_machine = EM_X86_64, .e_version = EV_CURRENT,
		.e_entry = LOAD_AT + sizeof(Elf64_Ehdr) + sizeof(Elf64_Phdr),
		.e_phoff = sizeof(Elf64_Ehdr), .e_ehsize = sizeof(Elf64_Ehdr),
		.e_phentsize = sizeof(Elf64_Phdr), .e_phnum = 1,
	},
	.phdr = {
		.p_type = PT_LOAD, .p_vaddr = LOAD_AT, .p_flags = PF_R | PF_X, .p_align = PAGE,
		.p_filesz = FAR + PAGE, .p_memsz = FAR + PAGE,
	},
	.code = {
		0xbf, 0x9c, 0xff, 0xff, 0xff,	/* mov $AT_FDCWD, %edi */
		0xbe, 0x00, 0x00, 0x42, 0x00,	/* mov $LOAD_AT + FAR, %esi */
		0x31, 0xd2,			/* xor %edx, %edx */
		0xb8, 0x01, 0x01, 0x00, 0x00,	/* mov $SYS_openat, %eax */
		0x0f, 0x05,			/* syscall */
		0x31, 0xff,			/* xor %edi, %edi */
		0x85, 0xc0,			/* test %eax, %eax */
		0x40, 0x0f, 0x98, 0xc7,		/* sets %dil */
		0xb8, 0xe7, 0x00, 0x00, 0x00,	/* mov $SYS_exit_group, %eax */
		0x0f, 0x05,			/* syscall */
	},
};

static void run_programs(int side, void *path)
{
	int i, status;
	pid_t pid;

	for (i = 0; i < PROGRAMS; i++) {
		pid = fork();
		if (!pid) {
			syscall(SYS_execve, path, (char *[]){ path, NULL }, NULL);
			_exit(2);
		}
		if (waitpid(pid, &status, 0) != pid || status)
			_exit(1);
	}
}

static int program_make(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0755), ret = 0;

	if (fd < 0)
		return -errno;
	if (pwrite(fd, &program, sizeof(program), 0) < 0 || ftruncate(fd, FAR + PAGE) ||
	    pwrite(fd, work_file, strlen(work_file), FAR) < 0)
		ret = -errno;
	close(fd);
	return ret;
}

/* Not one of many programs or of the files that they open is without its path. */
TEST_F_TIMEOUT(names, fork_exec_open, 200)
{
	char *path = below(work, "program");
	int execs = 0, opens = 0, programs = 0;
	const struct ior_record *rec;
	const struct name *name;

	ASSERT_EQ(0, program_make(path));
	ASSERT_EQ(0, setup_set(self->fd, 16 << 20, 0));
	RUN(run_programs, path);
	for (rec = self->trace.rec; rec < self->trace.rec + self->trace.nr; rec++) {
		if (rec->type == CALL && rec->nr == SYS_execve) {
			ASSERT_STREQ(path, path_of(&self->trace, rec, 0));
			ASSERT_EQ(0, rec->flags);
			execs++;
		} else if (rec->type == CALL && rec->nr == SYS_openat) {
			ASSERT_STREQ(work_file, path_of(&self->trace, rec, 0));
			ASSERT_STREQ(work_file, path_of(&self->trace, rec, 1));
			ASSERT_EQ(0, rec->flags);
			opens++;
		} else if (rec->type == IOR_RECORD_TASK && rec->task.event == IOR_TASK_EXEC) {
			name = name_by_id(&self->trace, rec, rec->task.name);
			ASSERT_NE(NULL, name);
			ASSERT_STREQ(path, name->path);
			programs++;
		}
	}
	EXPECT_EQ(PROGRAMS, execs);
	EXPECT_EQ(PROGRAMS, opens);
	EXPECT_EQ(PROGRAMS, programs);
}
#else
TEST_F_TIMEOUT(names, fork_exec_open, 200)
{
	SKIP(return, X86_ALONE);
}
#endif

TEST_HARNESS_MAIN
