// SPDX-License-Identifier: GPL-2.0-only
/* The scenarios of group polling, as a trace must show them. */
#include "scenario_text.h"

#define ROUNDS		20
#define PAUSE_NS	(2 * (long)NSEC_PER_MSEC)
#define EPOLL		"anon_inode:[eventpoll]"
#define EPOLL_FLAGS	"O_RDWR|O_CLOEXEC"
#define POLLING_CALLS	"epoll_create1,epoll_ctl,epoll_wait,epoll_pwait,epoll_pwait2,poll," \
			"ppoll,select,pselect6"

static const char * const epoll_waits[] = { "epoll_wait", "epoll_pwait", "epoll_pwait2" };
static const char * const file_waits[] = { "poll", "ppoll", "select", "pselect6" };

/* Only epoll_pwait2 may be missing, which is of Linux 5.11. */
static int error_of_wait(const char *call)
{
	return strcmp(call, "epoll_pwait2") ? 0 : error_if_missing(SYS_epoll_pwait2);
}

static void expect_round(struct __test_metadata *_metadata, struct cursor *c, long epoll,
			 const long pipe[2], const char *name)
{
	size_t i;

	expect(c, "write", .ret = 1, .fd = pipe[1], .path = name, .flags = "O_WRONLY");
	for (i = 0; i < ARRAY_SIZE(epoll_waits); i++)
		expect(c, epoll_waits[i], .ret = 1, .error = error_of_wait(epoll_waits[i]),
		       .bytes = "", .fd = epoll, .path = EPOLL, .flags = EPOLL_FLAGS);
	for (i = 0; i < ARRAY_SIZE(file_waits); i++)
		expect_no_file(c, file_waits[i], "", .ret = 1, .bytes = "");
	expect(c, "read", .ret = 1, .fd = pipe[0], .path = name, .flags = "O_RDONLY");
	expect_no_file(c, "nanosleep", "");
	EXPECT_LE(PAUSE_NS, row_number(c->row, DURATION));
}

TEST(polling_epoll)
{
	struct cursor c, other;
	const char *name;
	long epoll, pipe[2];
	int i;

	if (!run(&c, "polling-epoll", CALLS(POLLING_CALLS ",pipe2,write,read,nanosleep,close")))
		return;
	epoll = expect(&c, "epoll_create1", .new_fd = true, .path = EPOLL, .flags = "O_CLOEXEC");
	name = expect_pipe(&c, "0", &pipe[0]);
	pipe[1] = pipe[0] + 1;
	expect(&c, "epoll_ctl", .fd = epoll, .path = EPOLL, .path2 = name, .flags = EPOLL_FLAGS);
	for (i = 0; i < ROUNDS; i++)
		expect_round(_metadata, &c, epoll, pipe, name);
	expect_close(&c, pipe[1], name, "O_WRONLY");
	expect_close(&c, pipe[0], name, "O_RDONLY");
	expect_close(&c, epoll, EPOLL, EPOLL_FLAGS);
	expect_end(&c);
	EXPECT_FALSE(cursor_other(&c, 0, &other));
}

/* What is waited for, and how long: only the text tells. */
TEST(polling_epoll_text)
{
	long epoll, reader, pipe;
	struct lines l;
	int i;

	if (!run_text(&l, "polling-epoll", CALLS("pipe2," POLLING_CALLS)))
		return;
	epoll = expect_line(&l, "epoll_create1(O_CLOEXEC) = *<" EPOLL ">");
	expect_line(&l, "pipe2([*<pipe:[*]>, *<pipe:[*]>], 0) = 0");
	ASSERT_TRUE(sscanf(l.line, "pipe2([%ld<pipe:[%ld]>", &reader, &pipe) == 2);
	/* EPOLL_CTL_ADD */
	expect_line(&l, "epoll_ctl(%ld<" EPOLL ">, 1, %ld<pipe:[%ld]>, 0x*) = 0", epoll, reader,
		    pipe);
	for (i = 0; i < ROUNDS; i++) {
		expect_line(&l, "epoll_wait(%ld<" EPOLL ">, 0x*, 4, 100) = 1", epoll);
		expect_line(&l, "epoll_pwait(%ld<" EPOLL ">, 0x*, 4, 100, NULL, 0) = 1", epoll);
		expect_line(&l, "epoll_pwait2(%ld<" EPOLL ">, 0x*, 4, 0x*, NULL, 0) = *", epoll);
		expect_line(&l, "poll(0x*, 1, 100) = 1");
		expect_line(&l, "ppoll(0x*, 1, 0x*, NULL, 0) = 1");
		expect_line(&l, "select(%ld, 0x*, NULL, NULL, 0x*) = 1", reader + 1);
		expect_line(&l, "pselect6(%ld, 0x*, NULL, NULL, 0x*, NULL) = 1", reader + 1);
	}
	expect_lines_end(&l);
}

/* The calls of the family and no other, whether it is named or they are */
TEST(polling_epoll_selected)
{
	static struct { const char *select; size_t rows; } const selections[] = {
		{ "family=Polling", 2 + 7 * ROUNDS },
		{ "trace=" POLLING_CALLS, 2 + 7 * ROUNDS },
		{ "kind=poll", 7 * ROUNDS },
		{ "kind=epoll-ctl", 1 },
	};
	struct table table;
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(selections); i++) {
		if (!run_rows(&table, "polling-epoll", "-e", selections[i].select))
			return;
		EXPECT_EQ(selections[i].rows, table.nr)
			TH_LOG("-e %s", selections[i].select);
		for (j = 0; j < table.nr; j++)
			EXPECT_STREQ("Polling", table.rows[j].text[FAMILY]);
	}
}

TEST_HARNESS_MAIN
