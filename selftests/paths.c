// SPDX-License-Identifier: GPL-2.0-only
/*
 * Path arguments: the string that the program gave, what it means, and what
 * becomes of strings that cannot be read.
 */
#include <mqueue.h>
#include <sys/stat.h>
#include <sys/statfs.h>

#include "ior_trace.h"

FIXTURE(paths) {
	int fd;
	char *dir;
	struct tracee tracee;
	struct trace trace;
};

/* What the tracee finds: a folder to be in, and descriptors of known numbers */
#define SUB		100		/* @/sub */
#define SOME_FILE	101		/* @/f */
#define NOT_OPEN	9999

/* Strings at known places: each has the page to itself that it lies in. */
#define AREA		0x20000000UL
#define PLACE(n)	(AREA + (n) * 2 * PAGE)
#define AT_END		(PLACE(0) + PAGE - 2)	/* "f", then no memory */
#define NO_END		(PLACE(1) + PAGE - 4)	/* "aaaa", then no memory */
#define NO_MEMORY	(PLACE(1) + PAGE)
#define ACROSS		(PLACE(2) + PAGE - 3)	/* "sub/g" over two pages */
#define TOO_LONG	PLACE(3)		/* "/aaa..." over two pages, without an end */
#define ABSENT		5			/* from this place on: pages not brought in yet */

static const char * const absent[] = {
	"f", "sub", "g", "old", "new", "text", "link", "/nonexistent/program", "/nonexistent/swap",
	"./program", "program", "",
};

#define ABSENT_F	PLACE(ABSENT)
#define ABSENT_SUB	PLACE(ABSENT + 1)
#define ABSENT_G	PLACE(ABSENT + 2)
#define ABSENT_OLD	PLACE(ABSENT + 3)
#define ABSENT_NEW	PLACE(ABSENT + 4)
#define ABSENT_TEXT	PLACE(ABSENT + 5)
#define ABSENT_LINK	PLACE(ABSENT + 6)
#define ABSENT_PROGRAM	PLACE(ABSENT + 7)
#define ABSENT_SWAP	PLACE(ABSENT + 8)
#define ABSENT_OWN	PLACE(ABSENT + 9)
#define ABSENT_IN_DIR	PLACE(ABSENT + 10)
#define ABSENT_EMPTY	PLACE(ABSENT + 11)

static char *area_map(unsigned long at, size_t size, int fd, off_t off)
{
	int flags = MAP_PRIVATE | MAP_FIXED_NOREPLACE | (fd < 0 ? MAP_ANONYMOUS : 0);
	char *map = mmap((void *)at, size, PROT_READ | PROT_WRITE, flags, fd, off);

	return map == (char *)at ? map : NULL;
}

static int area_make(const char *dir)
{
	char *file = below(dir, "absent");
	char *p[4];
	size_t i;
	int fd;

	p[0] = area_map(PLACE(0), 2 * PAGE, -1, 0);
	p[1] = area_map(PLACE(1), 2 * PAGE, -1, 0);
	p[2] = area_map(PLACE(2), 2 * PAGE, -1, 0);
	p[3] = area_map(PLACE(3), 4 * PAGE, -1, 0);
	if (!p[0] || !p[1] || !p[2] || !p[3])
		return -ENOMEM;
	memcpy((char *)AT_END, "f", 2);
	memcpy((char *)NO_END, "aaaa", 4);
	memcpy((char *)ACROSS, "sub/g", 6);
	memset(p[3], 'a', 4 * PAGE);
	p[3][0] = '/';
	if (mprotect(p[0] + PAGE, PAGE, PROT_NONE) || mprotect(p[1] + PAGE, PAGE, PROT_NONE))
		return -errno;

	fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0 || ftruncate(fd, ARRAY_SIZE(absent) * PAGE))
		return -errno;
	for (i = 0; i < ARRAY_SIZE(absent); i++) {
		if (pwrite(fd, absent[i], strlen(absent[i]), i * PAGE) < 0)
			return -errno;
		if (!area_map(PLACE(ABSENT + i), PAGE, fd, i * PAGE))
			return -ENOMEM;
	}
	close(fd);
	return 0;
}

static int work_make(const char *dir)
{
	if (chdir(dir) || mkdir("sub", 0755) || file_make("f", "", 0) || file_make("sub/g", "", 0))
		return -errno;
	if (dup2(open("sub", O_RDONLY | O_DIRECTORY), SUB) < 0 ||
	    dup2(open("f", O_RDONLY), SOME_FILE) < 0)
		return -errno;
	return area_make(dir);
}

FIXTURE_SETUP(paths)
{
	SETUP(1 << 19);
	self->dir = work_dir();
	ASSERT_NE(NULL, self->dir);
	ASSERT_EQ(0, work_make(self->dir));
}

FIXTURE_TEARDOWN(paths)
{
	TEARDOWN();
	if (!chdir("/"))
		work_remove(self->dir);
}

/* --------------------------------------------------------------- the cases -- */

/* rows say what is not 0 */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

#define FILE_	IOR_NAME_FILE
#define AS_IS	IOR_NAME_UNRESOLVED
#define READ	IOR_PATH_READ
#define EMPTY	IOR_PATH_EMPTY
#define UNREAD	IOR_PATH_UNREAD
#define CUT	IOR_PATH_CUT
#define NUL	IOR_PATH_NULL
#define ANY	(-1)

static struct stat st;
static char buf[2 * PAGE];
static struct timespec now[2] = { { .tv_nsec = UTIME_NOW }, { .tv_nsec = UTIME_NOW } };

#define P(string)	((unsigned long)(string))
#define ST		P(&st)

/* A path of a case: @ stands for the work folder; NULL: it has no name */
struct path {
	const char *path;
	const char *given;	/* NULL: it is the path, or nobody gave it */
	int flags;
	int state;
};

/* A call, and what it must show of its first and its second path */
struct path_case {
	long nr;
	unsigned long args[5];
	struct path path[2];
};

static void make_calls(int side, void *arg)
{
	const struct path_case *c;
	__u64 i = 0;

	for (c = arg; c->nr; c++) {
		mark(i++, 1);
		call_make(c->nr, c->args[0], c->args[1], c->args[2], c->args[3], c->args[4]);
	}
	mark(i, 1);
}

/* expand - a path with its @ replaced, cut as the kernel cuts it */
static const char *expand(const char *dir, const char *path)
{
	char *s;

	if (!path)
		return "";
	return *path == '@' && asprintf(&s, "%s%s", dir, path + 1) > 0 ? s : path;
}

static void check_path(struct __test_metadata *_metadata, const char *dir, struct trace *trace,
		       const struct ior_record *rec, int which, const struct path *want)
{
	const struct name *name = name_of(trace, rec, which);

	if (want->state != ANY)
		EXPECT_EQ(want->state, IOR_CALL_PATH_STATE(rec->flags, which));
	EXPECT_STREQ(expand(dir, want->path), path_of(trace, rec, which));
	if (!name || !want->path)
		return;
	EXPECT_STREQ(want->given ?: "", name->given);
	if (want->flags != ANY)
		EXPECT_EQ(want->flags, name->flags);
}

static void check_cases(struct __test_metadata *_metadata, const char *dir, struct trace *trace,
			const struct path_case *cases)
{
	const struct ior_record *rec;
	const struct path_case *c;
	bool passed = _metadata->passed;
	int which;

	for (c = cases; c->nr; c++) {
		rec = call_behind(trace, c - cases, 1);
		ASSERT_NE(NULL, rec);
		_metadata->passed = true;
		EXPECT_EQ(call_nr(c->nr), rec->nr);
		EXPECT_EQ(0, rec->flags & IOR_CALL_NAME_LOST);
		for (which = 0; which < 2; which++)
			check_path(_metadata, dir, trace, rec, which, &c->path[which]);
		if (!_metadata->passed) {
			TH_LOG("case %zd: call %ld, flags %#x", c - cases, c->nr, rec->flags);
			passed = false;
		}
	}
	_metadata->passed = passed;
}

#define RUN_CASES(cases) do { \
	const struct path_case *cases_ = (cases); \
	TRACE(make_calls, (void *)cases_); \
	ASSERT_EQ(0, session_start(self->fd)); \
	ASSERT_EQ(0, tracee_run(&self->tracee)); \
	FINISH(); \
	check_cases(_metadata, self->dir, &self->trace, cases_); \
} while (0)

/* ---------------------------------------------------------- what they mean -- */

static const struct path_case cleaned[] = {
	{ SYS_stat, { P("f"), ST },		{ { "@/f", "f" } } },
	{ SYS_stat, { P("./f"), ST },		{ { "@/f", "./f" } } },
	{ SYS_stat, { P("sub/../f"), ST },	{ { "@/f", "sub/../f" } } },
	{ SYS_stat, { P("no/such/../f"), ST },	{ { "@/no/f", "no/such/../f" } } },
	{ SYS_stat, { P("sub//g/"), ST },	{ { "@/sub/g", "sub//g/" } } },
	{ SYS_stat, { P("sub/./././g"), ST },	{ { "@/sub/g", "sub/./././g" } } },
	{ SYS_stat, { P("."), ST },		{ { "@", "." } } },
	{ SYS_stat, { P("./"), ST },		{ { "@", "./" } } },
	{ SYS_stat, { P(".."), ST },		{ { "/tmp", ".." } } },
	{ SYS_stat, { P("../.."), ST },		{ { "/", "../.." } } },
	{ SYS_stat, { P("../../../../x"), ST },	{ { "/x", "../../../../x" } } },
	{ SYS_stat, { P("..f"), ST },		{ { "@/..f", "..f" } } },
	{ SYS_stat, { P(".f."), ST },		{ { "@/.f.", ".f." } } },
	{ SYS_stat, { P("..."), ST },		{ { "@/...", "..." } } },
	{ SYS_stat, { P("/"), ST },		{ { "/" } } },
	{ SYS_stat, { P("//"), ST },		{ { "/", "//" } } },
	{ SYS_stat, { P("/.."), ST },		{ { "/", "/.." } } },
	{ SYS_stat, { P("/tmp"), ST },		{ { "/tmp" } } },
	{ SYS_stat, { P("//tmp/./x"), ST },	{ { "/tmp/x", "//tmp/./x" } } },
	{ SYS_stat, { P("/a/b/../c/"), ST },	{ { "/a/c", "/a/b/../c/" } } },
	{ SYS_stat, { P("a\tb\n\xff"), ST },	{ { "@/a\tb\n\xff", "a\tb\n\xff" } } },
	{ SYS_access, { P("f"), 0 },		{ { "@/f", "f" } } },
	{ SYS_lstat, { P("f"), ST },		{ { "@/f", "f" } } },
	{ SYS_statfs, { P("f"), P(buf) },	{ { "@/f", "f" } } },
	{ SYS_truncate, { P("sub"), 0 },	{ { "@/sub", "sub" } } },
	{ }
};

TEST_F(paths, cleaned)
{
	RUN_CASES(cleaned);
}

static const struct path_case started_from[] = {
	{ SYS_newfstatat, { SUB, P("g"), ST },		{ { "@/sub/g", "g" } } },
	{ SYS_newfstatat, { SUB, P("../f"), ST },	{ { "@/f", "../f" } } },
	{ SYS_newfstatat, { SUB, P("."), ST },		{ { "@/sub", "." } } },
	{ SYS_newfstatat, { SUB, P("/f"), ST },		{ { "/f" } } },
	{ SYS_newfstatat, { AT_FDCWD, P("f"), ST },	{ { "@/f", "f" } } },
	{ SYS_newfstatat, { (__u32)AT_FDCWD, P("f"), ST }, { { "@/f", "f" } } },
	{ SYS_newfstatat, { 7ULL << 32 | SUB, P("g"), ST }, { { "@/sub/g", "g" } } },
	{ SYS_newfstatat, { SOME_FILE, P("x"), ST },	{ { "@/f/x", "x" } } },
	{ SYS_newfstatat, { NOT_OPEN, P("./f"), ST },	{ { "./f", NULL, AS_IS } } },
	{ SYS_newfstatat, { -1, P("f"), ST },		{ { "f", NULL, AS_IS } } },
	{ SYS_newfstatat, { NOT_OPEN, P("/f"), ST },	{ { "/f" } } },
	{ SYS_mkdirat, { SUB, P("new"), 0755 },		{ { "@/sub/new", "new" } } },
	{ SYS_unlinkat, { SUB, P("new"), AT_REMOVEDIR }, { { "@/sub/new", "new" } } },
	{ SYS_faccessat, { SUB, P("g"), 0 },		{ { "@/sub/g", "g" } } },
	{ SYS_statx, { SUB, P("g"), 0, 0, P(buf) },	{ { "@/sub/g", "g" } } },
	{ }
};

TEST_F(paths, started_from)
{
	RUN_CASES(started_from);
}

/* The directory is that of the beginning, the call's own effect comes after. */
static const struct path_case moving_about[] = {
	{ SYS_chdir, { P("sub") },		{ { "@/sub", "sub" } } },
	{ SYS_stat, { P("g"), ST },		{ { "@/sub/g", "g" } } },
	{ SYS_getcwd, { P(buf), PAGE },		{ { "@/sub", NULL, ANY } } },
	{ SYS_getcwd, { P(buf), 1 },		{ { NULL, NULL, 0, ANY } } },
	{ SYS_getcwd, { 16, PAGE },		{ { NULL, NULL, 0, ANY } } },
	{ SYS_chdir, { P("..") },		{ { "@", ".." } } },
	{ SYS_stat, { P("f"), ST },		{ { "@/f", "f" } } },
	{ SYS_fchdir, { SUB },			{ { "@/sub", NULL, FILE_ } } },
	{ SYS_stat, { P("g"), ST },		{ { "@/sub/g", "g" } } },
	{ SYS_chdir, { P("nowhere") },		{ { "@/sub/nowhere", "nowhere" } } },
	{ SYS_chdir, { P("/") },		{ { "/" } } },
	{ SYS_stat, { P("f"), ST },		{ { "/f", "f" } } },
	{ SYS_stat, { P(".."), ST },		{ { "/", ".." } } },
	{ }
};

TEST_F(paths, moving_about)
{
	RUN_CASES(moving_about);
}

static const struct path_case two_paths[] = {
	{ SYS_rename, { P("f"), P("sub/h") },	{ { "@/sub/h", "sub/h" }, { "@/f", "f" } } },
	{ SYS_renameat, { SUB, P("h"), AT_FDCWD, P("./f") },
						{ { "@/f", "./f" }, { "@/sub/h", "h" } } },
	{ SYS_renameat2, { AT_FDCWD, P("/nonexistent"), SUB, P("../x"), 1 },
						{ { "@/x", "../x" }, { "/nonexistent" } } },
	{ SYS_link, { P("f"), P("l") },		{ { "@/l", "l" }, { "@/f", "f" } } },
	{ SYS_linkat, { SUB, P("g"), NOT_OPEN, P("m") },
						{ { "m", NULL, AS_IS }, { "@/sub/g", "g" } } },
	{ SYS_linkat, { NOT_OPEN, P("g"), AT_FDCWD, P("m") },
						{ { "@/m", "m" }, { "g", NULL, AS_IS } } },
	{ SYS_symlink, { P("to/../x"), P("s") },
						{ { "@/s", "s" }, { "to/../x", NULL, AS_IS } } },
	{ SYS_symlinkat, { P("/t"), SUB, P("s") },
						{ { "@/sub/s", "s" }, { "/t", NULL, AS_IS } } },
	{ SYS_rename, { P("f"), P("f") },	{ { "@/f", "f" }, { "@/f", "f" } } },
	{ SYS_rename, { 0, P("f") },		{ { "@/f", "f" }, { .state = NUL } } },
	{ SYS_rename, { P("f"), NO_MEMORY },	{ { .state = UNREAD }, { "@/f", "f" } } },
	{ SYS_rename, { P(""), NO_MEMORY },	{ { .state = UNREAD }, { .state = EMPTY } } },
	{ SYS_readlink, { P("s"), P(buf), 9 },	{ { "@/s", "s" } } },
	{ }
};

TEST_F(paths, two_paths)
{
	RUN_CASES(two_paths);
}

/* ------------------------------------------------------- no path, or half of it -- */

static const struct path_case odd[] = {
	{ SYS_stat, { 0, ST },				{ { .state = NUL } } },
	{ SYS_stat, { P(""), ST },			{ { .state = EMPTY } } },
	{ SYS_stat, { NO_MEMORY, ST },			{ { .state = UNREAD } } },
	{ SYS_stat, { 16, ST },				{ { .state = UNREAD } } },
	{ SYS_stat, { 1UL << 63, ST },			{ { .state = UNREAD } } },
	{ SYS_stat, { -1UL, ST },			{ { .state = UNREAD } } },
	{ SYS_stat, { NO_END, ST },			{ { .state = UNREAD } } },
	{ SYS_stat, { AT_END, ST },			{ { "@/f", "f" } } },
	{ SYS_stat, { ACROSS, ST },			{ { "@/sub/g", "sub/g" } } },
	{ SYS_newfstatat, { SUB, P(""), ST, AT_EMPTY_PATH },
							{ { "@/sub", NULL, FILE_, EMPTY } } },
	{ SYS_newfstatat, { SOME_FILE, P(""), ST, AT_EMPTY_PATH },
							{ { "@/f", NULL, FILE_, EMPTY } } },
	{ SYS_newfstatat, { AT_FDCWD, P(""), ST, AT_EMPTY_PATH },
							{ { "@", NULL, FILE_, EMPTY } } },
	{ SYS_newfstatat, { SUB, P(""), ST, 0 },	{ { .state = EMPTY } } },
	{ SYS_newfstatat, { NOT_OPEN, P(""), ST, AT_EMPTY_PATH }, { { .state = EMPTY } } },
	{ SYS_statx, { SUB, P(""), AT_EMPTY_PATH, 0, P(buf) },
							{ { "@/sub", NULL, FILE_, EMPTY } } },
	{ SYS_utimensat, { SUB, 0, P(now), 0 },		{ { "@/sub", NULL, FILE_, NUL } } },
	{ SYS_utimensat, { SOME_FILE, 0, P(now), 0 },	{ { "@/f", NULL, FILE_, NUL } } },
	{ SYS_newfstatat, { SUB, NO_MEMORY, ST, AT_EMPTY_PATH }, { { .state = UNREAD } } },
	{ SYS_mkdirat, { SUB, P(""), 0755 },		{ { .state = EMPTY } } },
	{ SYS_execve, { 0, 0, 0 },			{ { .state = NUL } } },
	{ SYS_execve, { NO_MEMORY, 0, 0 },		{ { .state = UNREAD } } },
	{ SYS_execve, { P("./nonexistent"), 0, 0 },
						{ { "@/nonexistent", "./nonexistent" } } },
	{ }
};

TEST_F(paths, odd)
{
	RUN_CASES(odd);
}

/* Without an end: of 4096 bytes the first 4095. */
TEST_F(paths, cut)
{
	static char path[PAGE];
	const struct path_case cases[] = {
		{ SYS_stat, { TOO_LONG, ST },		{ { path, NULL, 0, CUT } } },
		/* as long as can be, and whole */
		{ SYS_stat, { P(path), ST },		{ { path } } },
		{ }
	};

	memset(path, 'a', PAGE - 1);
	path[0] = '/';
	RUN_CASES(cases);
}

TEST_F(paths, cut_relative)
{
	static char given[PAGE], path[PAGE + 2] = "@/";
	const struct path_case cases[] = {
		{ SYS_stat, { TOO_LONG + 1, ST },	{ { path, given, 0, CUT } } },
		{ }
	};

	memset(given, 'a', PAGE - 1);
	memcpy(path + 2, given, PAGE - 1);
	RUN_CASES(cases);
}

/*
 * A page that the task has not touched yet cannot be read when the call
 * begins: it is when the call ends, and means what it did at the beginning.
 */
static const struct path_case brought_in[] = {
	{ SYS_stat, { ABSENT_F, ST },		{ { "@/f", "f" } } },
	{ SYS_chdir, { ABSENT_SUB },		{ { "@/sub", "sub" } } },
	{ SYS_stat, { ABSENT_G, ST },		{ { "@/sub/g", "g" } } },
	{ SYS_renameat, { AT_FDCWD, ABSENT_OLD, SUB, ABSENT_NEW },
				{ { "@/sub/new", "new" }, { "@/sub/old", "old" } } },
	{ SYS_symlink, { ABSENT_TEXT, ABSENT_LINK },
				{ { "@/sub/link", "link" }, { "text", NULL, AS_IS } } },
	{ SYS_execve, { ABSENT_PROGRAM, 0, 0 },	{ { "/nonexistent/program" } } },
	{ }
};

TEST_F(paths, brought_in)
{
	RUN_CASES(brought_in);
}

/*
 * The kernel refuses the call without a look at the string.  Since 6.13 the
 * tracepoint of its beginning may fault, so that ior has looked.
 */
TEST_F(paths, never_brought_in)
{
	static const struct path_case unread[] = {
		{ SYS_setresuid, { 65534, 65534, 65534 } },
		{ SYS_swapon, { ABSENT_SWAP, 0 },	{ { .state = UNREAD } } },
		{ }
	}, read[] = {
		{ SYS_setresuid, { 65534, 65534, 65534 } },
		{ SYS_swapon, { ABSENT_SWAP, 0 },	{ { "/nonexistent/swap" } } },
		{ }
	};

	RUN_CASES(kernel_is_at_least(6, 13) ? read : unread);
}

/* ------------------------------------------------------------------ others -- */

static const struct path_case text[] = {
	{ SYS_memfd_create, { P("a/name"), 0 },
			{ { "a/name", NULL, AS_IS }, { "/memfd:a/name (deleted)", NULL, FILE_ } } },
	{ SYS_memfd_create, { 16, 0 },		{ { .state = UNREAD } } },
	{ SYS_mq_unlink, { P("no_such_queue") },	{ { "no_such_queue", NULL, AS_IS } } },
	{ SYS_openat, { AT_FDCWD, P("sub/../f"), O_RDONLY },
			{ { "@/f", "sub/../f" }, { "@/f", NULL, FILE_ } } },
	{ SYS_openat, { AT_FDCWD, P("none"), O_RDONLY }, { { "@/none", "none" } } },
	{ }
};

/* What is no path, and what is returned next to one */
TEST_F(paths, other_names)
{
	RUN_CASES(text);
}

/* Links are not followed in the text, but the file that was opened is named. */
TEST_F(paths, links)
{
	static const struct path_case cases[] = {
		{ SYS_symlink, { P("sub"), P("way") },
			{ { "@/way", "way" }, { "sub", NULL, AS_IS } } },
		{ SYS_openat, { AT_FDCWD, P("way/g"), O_RDONLY },
			{ { "@/way/g", "way/g" }, { "@/sub/g", NULL, FILE_ } } },
		{ SYS_openat, { AT_FDCWD, P("way/../f"), O_RDONLY },
			{ { "@/f", "way/../f" }, { "@/f", NULL, FILE_ } } },
		{ SYS_chdir, { P("way") },	{ { "@/way", "way" } } },
		{ SYS_stat, { P("g"), ST },	{ { "@/sub/g", "g" } } },
		{ }
	};

	RUN_CASES(cases);
}

/* Each relative path says from where: a directory whose name was sent, too. */
TEST_F(paths, base)
{
	static const struct path_case cases[] = {
		{ SYS_stat, { P("f"), ST },			{ { "@/f", "f" } } },
		{ SYS_newfstatat, { SUB, P("g"), ST },		{ { "@/sub/g", "g" } } },
		{ SYS_newfstatat, { NOT_OPEN, P("g"), ST },	{ { "g", NULL, AS_IS } } },
		{ }
	};
	const char * const want[] = { self->dir, below(self->dir, "sub"), NULL };
	const struct ior_record *rec;
	const struct name *name;
	size_t i;

	RUN_CASES(cases);
	for (i = 0; i < ARRAY_SIZE(want); i++) {
		rec = call_behind(&self->trace, i, 1);
		ASSERT_NE(NULL, rec);
		name = name_of(&self->trace, rec, 0);
		ASSERT_NE(NULL, name);
		name = name_by_id(&self->trace, rec, name->base);
		EXPECT_EQ(!want[i], !name);
		if (name && want[i]) {
			EXPECT_STREQ(want[i], name->path);
			EXPECT_EQ(IOR_NAME_FILE, name->flags);
		}
	}
}

static const struct {
	const char *of;		/* what the descriptor is of; NULL: AT_FDCWD */
	unsigned long path;
	int flags;
	int state;
} execs[] = {
	{ NULL,		ABSENT_OWN,	0,		READ },
	{ ".",		ABSENT_IN_DIR,	0,		READ },
	{ "program",	ABSENT_EMPTY,	AT_EMPTY_PATH,	EMPTY },
};

static void run_programs(int side, void *arg)
{
	char *const argv[] = { "program", NULL };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(execs); i++) {
		pid_t child = fork();

		if (!child) {
			int fd = execs[i].of ? open(execs[i].of, O_PATH) : AT_FDCWD;

			mark(i, 2);
			syscall(SYS_execveat, fd, execs[i].path, argv, NULL, execs[i].flags);
			_exit(127);
		}
		waitpid(child, NULL, 0);
	}
}

/*
 * When it ends there is nothing left to read, and when it begins the page may
 * not be there yet, as in a child that was just forked.
 */
TEST_F(paths, exec)
{
	char *program = below(self->dir, "program");
	char *const paths[] = { program, program, realpath("/bin/true", NULL) };
	const struct ior_record *rec;
	size_t i;

	ASSERT_EQ(0, symlink("/bin/true", program));
	TRACE(run_programs, NULL);
	ASSERT_EQ(0, session_start(self->fd));
	ASSERT_EQ(0, tracee_run(&self->tracee));
	FINISH();
	for (i = 0; i < ARRAY_SIZE(execs); i++) {
		rec = call_behind(&self->trace, i, 2);
		ASSERT_NE(NULL, rec);
		EXPECT_EQ(SYS_execveat, rec->nr);
		EXPECT_EQ(0, rec->ret);
		EXPECT_EQ(execs[i].state, IOR_CALL_PATH_STATE(rec->flags, 0));
		EXPECT_STREQ(paths[i], path_of(&self->trace, rec, 0));
	}
}

TEST_HARNESS_MAIN
