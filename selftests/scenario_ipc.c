// SPDX-License-Identifier: GPL-2.0-only
/* The descriptors from nowhere of group ipc, as a trace must show them. */
#include "scenario_text.h"

/* By family: there is no call of them but those of the scenario. */
#define IPC_CALLS	"-e", "family=IPC,FS,Security,Process"

/* Both ends have the name of the pipe, each its own flags. */
static void pipe_scenario(struct __test_metadata *_metadata, const char *scenario,
			  const char *call, const char *made, const char *flags)
{
	char reads[64], writes[64];
	const char *name;
	struct cursor c;
	long fd;

	if (!run(&c, scenario, IPC_CALLS))
		return;
	snprintf(reads, sizeof(reads), "O_RDONLY%s", flags);
	snprintf(writes, sizeof(writes), "O_WRONLY%s", flags);
	name = expect_pipe_by(_metadata, &c, call, made, &fd);
	expect(&c, "write", .fd = fd + 1, .ret = 1, .path = name, .flags = writes);
	expect_close(&c, fd, name, reads);
	expect_close(&c, fd + 1, name, writes);
	expect_end(&c);
}

TEST(pipe_basic)
{
	pipe_scenario(_metadata, "pipe-basic", "pipe", "", "");
}

TEST(pipe2_basic)
{
	pipe_scenario(_metadata, "pipe2-basic", "pipe2", "O_NONBLOCK|O_CLOEXEC",
		      "|O_NONBLOCK|O_CLOEXEC");
}

/* What a pipe is called tells it from all others. */
TEST(pipes_differ)
{
	char *first;
	struct cursor c;

	if (!run(&c, "pipe-basic", IPC_CALLS))
		return;
	expect(&c, "pipe");
	first = strdup(c.row->text[PATH]);
	if (!run(&c, "pipe-basic", IPC_CALLS))
		return;
	expect(&c, "pipe");
	EXPECT_STRNE(first, c.row->text[PATH]);
	free(first);
}

/* A new descriptor of this name: it */
#define expect_made_fd(cursor, call, name, how) \
	expect(cursor, call, .new_fd = true, .path = name, .flags = how)

static void eventfd_scenario(struct __test_metadata *_metadata, const char *scenario,
			     const char *call, const char *made, const char *flags)
{
	struct cursor c;
	long fd;

	if (!run(&c, scenario, IPC_CALLS))
		return;
	fd = expect_made_fd(&c, call, "anon_inode:[eventfd]", made);
	expect_close(&c, fd, "anon_inode:[eventfd]", flags);
	expect_end(&c);
}

TEST(eventfd_basic)
{
	eventfd_scenario(_metadata, "eventfd-basic", "eventfd", "", "O_RDWR");
}

TEST(eventfd2_basic)
{
	eventfd_scenario(_metadata, "eventfd2-basic", "eventfd2", "O_NONBLOCK|O_CLOEXEC",
			 "O_RDWR|O_NONBLOCK|O_CLOEXEC");
}

#define MEMFD		"/memfd:ior-memfd (deleted)"
#define SECRET		"/secretmem (deleted)"
#define USERFAULT	"anon_inode:[userfaultfd]"
#define SIGNAL		"anon_inode:[signalfd]"
#define TIMER		"anon_inode:[timerfd]"

/* A descriptor that this kernel, or this user, may not have: -1 then */
static long expect_maybe(struct __test_metadata *_metadata, struct cursor *c, const char *call,
			 const char *name, const char *flags)
{
	const struct row *row = cursor_peek(c);

	if (row && (row_is(row, ERROR, "ENOSYS") || row_is(row, ERROR, "EPERM"))) {
		expect(c, call, .any_ret = true, .fd = -1, .path = "", .flags = flags);
		return -1;
	}
	return expect_made_fd(c, call, name, flags);
}

/* An update of a signalfd has flags as well, but they change nothing. */
TEST(fd_from_air_eventfd_users)
{
	long memfd, secret, fault, plain, second, timer;
	struct cursor c;

	if (!run(&c, "fd-from-air-eventfd-users", IPC_CALLS))
		return;
	memfd = expect_made_fd(&c, "memfd_create", MEMFD, "0x1");
	secret = expect_maybe(_metadata, &c, "memfd_secret", SECRET, "0");
	fault = expect_maybe(_metadata, &c, "userfaultfd", USERFAULT, "O_CLOEXEC");
	plain = expect_made_fd(&c, "signalfd", SIGNAL, "");
	second = expect_made_fd(&c, "signalfd4", SIGNAL, "O_CLOEXEC");
	expect(&c, "signalfd4", .ret = second, .fd = second, .path = SIGNAL,
	       .flags = "O_CLOEXEC");
	timer = expect_made_fd(&c, "timerfd_create", TIMER, "O_CLOEXEC");
	expect(&c, "timerfd_settime", .fd = timer, .path = TIMER, .flags = "0");
	expect(&c, "timerfd_gettime", .fd = timer, .path = TIMER, .flags = "O_RDWR|O_CLOEXEC");
	expect_close(&c, memfd, MEMFD, "O_RDWR|O_CLOEXEC");
	if (secret >= 0)
		expect_close(&c, secret, SECRET, "O_RDWR");
	if (fault >= 0)
		expect_close(&c, fault, USERFAULT, "O_RDONLY|O_CLOEXEC");
	expect_close(&c, plain, SIGNAL, "O_RDWR");
	expect_close(&c, second, SIGNAL, "O_RDWR|O_CLOEXEC");
	expect_close(&c, timer, TIMER, "O_RDWR|O_CLOEXEC");
	expect_end(&c);
}

TEST(bpf_map_create_basic)
{
	struct cursor c;
	long map;

	if (!run(&c, "bpf-map-create-basic", IPC_CALLS))
		return;
	map = expect_maybe(_metadata, &c, "bpf", "anon_inode:bpf-map", "");
	if (map >= 0) {
		expect_no_file(&c, "getpriority", "", .ret = 20);	/* of nice value 0 */
		expect_close(&c, map, "anon_inode:bpf-map", "O_RDWR|O_CLOEXEC");
	}
	expect_end(&c);
}

/* ---------------------------------------------------------------- text -- */

/* Both descriptors of a pipe */
static void pipe_scenario_text(struct __test_metadata *_metadata, const char *scenario,
			       const char *made)
{
	unsigned long inode, other;
	long reader, writer;
	struct lines l;

	if (!run_text(&l, scenario, "-e", "family=IPC,FS"))
		return;
	expect_line(&l, made);
	ASSERT_TRUE(sscanf(strchr(l.line, '['), "[%ld<pipe:[%lu]>, %ld<pipe:[%lu]>]",
			   &reader, &inode, &writer, &other) == 4);
	EXPECT_EQ(inode, other);
	EXPECT_NE(reader, writer);
	expect_line(&l, "write(%ld<pipe:[%lu]>, 0x*, 1) = 1", writer, inode);
	expect_line(&l, "close(%ld<pipe:[%lu]>) = 0", reader, inode);
	expect_line(&l, "close(%ld<pipe:[%lu]>) = 0", writer, inode);
	expect_lines_end(&l);
}

TEST(pipe_basic_text)
{
	pipe_scenario_text(_metadata, "pipe-basic", "pipe([*, *]) = 0");
}

TEST(pipe2_basic_text)
{
	pipe_scenario_text(_metadata, "pipe2-basic", "pipe2([*, *], O_NONBLOCK|O_CLOEXEC) = 0");
}

#define MAKE_CALLS \
	CALLS("eventfd,eventfd2,memfd_create,signalfd,timerfd_create,timerfd_settime," \
	      "timerfd_gettime")

/* What they are made of, and the name that a file in memory was given */
TEST(fds_made_text)
{
	static const struct text texts[] = {
		{ "eventfd-basic", 1, { "eventfd(1) = *<anon_inode:[eventfd]>" } },
		{ "eventfd2-basic", 1, {
			"eventfd2(1, O_NONBLOCK|O_CLOEXEC) = *<anon_inode:[eventfd]>" } },
		{ "fd-from-air-eventfd-users", 1, {
			"memfd_create(\"ior-memfd\", 0x1) = *</memfd:ior-memfd>(deleted)",
			"signalfd(-1, 0x*, 8) = *<anon_inode:[signalfd]>",
			"timerfd_create(CLOCK_MONOTONIC, O_CLOEXEC) = *<anon_inode:[timerfd]>",
			"timerfd_settime(*<anon_inode:[timerfd]>, 0, 0x*, NULL) = 0",
			"timerfd_gettime(*<anon_inode:[timerfd]>, 0x*) = 0",
		} },
		{ }
	};

	expect_texts(texts, MAKE_CALLS);
}

/* The second call gets the descriptor that the first one made. */
TEST(signalfd_update_text)
{
	struct lines l;
	long fd;

	if (!run_text(&l, "fd-from-air-eventfd-users", CALLS("signalfd4")))
		return;
	fd = expect_line(&l, "signalfd4(-1, 0x*, 8, O_CLOEXEC) = *<" SIGNAL ">");
	expect_line(&l, "signalfd4(%ld<" SIGNAL ">, 0x*, 8, O_CLOEXEC) = %ld<" SIGNAL ">", fd, fd);
	expect_lines_end(&l);
}

TEST_HARNESS_MAIN
