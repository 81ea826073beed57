// SPDX-License-Identifier: GPL-2.0-only
/* The scenarios of groups misc, sched, priority and family, as a trace must show them. */
#include <linux/ioprio.h>
#include <sys/resource.h>

#include "scenario_text.h"

#define SPLICE_SIZE	16
#define FAMILY_SIZE	7
#define MISC_CALLS	CALLS("getcpu,newuname,sysinfo,pipe2,vmsplice,read,close,alarm")
#define SCHED_CALLS	CALLS("sched_yield,sched_getaffinity,sched_setaffinity," \
			      "sched_getscheduler,sched_getparam,sched_getattr," \
			      "sched_get_priority_max,sched_get_priority_min," \
			      "sched_rr_get_interval,sched_setattr")
#define PRIORITY_CALLS	CALLS("getpriority,setpriority,ioprio_get,ioprio_set")

/* ---------------------------------------------------------------- misc -- */

TEST(misc_basic)
{
	static const char * const asked[] = { "getcpu", "uname", "sysinfo" };
	long reader, writer;
	const char *pipe;
	struct cursor c;
	size_t i;

	if (!run(&c, "misc-basic", MISC_CALLS))
		return;
	for (i = 0; i < ARRAY_SIZE(asked); i++)
		expect_no_file(&c, asked[i], "");
	pipe = expect_pipe(&c, "0", &reader);
	expect(&c, "vmsplice", .ret = SPLICE_SIZE, .path = pipe, .flags = "0");
	writer = row_number(c.row, FD);
	EXPECT_GT(writer, reader);
	expect(&c, "read", .fd = reader, .ret = SPLICE_SIZE, .path = pipe, .flags = "O_RDONLY");
	expect_close(&c, reader, pipe, "O_RDONLY");
	expect_close(&c, writer, pipe, "O_WRONLY");
	expect_no_file(&c, "alarm", "");
	expect_end(&c);
}

/* --------------------------------------------------- sched, priority -- */

/* What the kernel says of this program holds for those that it runs as well. */
TEST(sched_basic)
{
	unsigned long mask[1024 / sizeof(long)];
	const struct {
		const char *call;
		long ret;
		const char *flags;
	} calls[] = {
		{ "sched_yield", 0, "" },
		{ "sched_getaffinity", syscall(SYS_sched_getaffinity, 0, sizeof(mask), mask), "" },
		{ "sched_setaffinity", 0, "" },
		{ "sched_getscheduler", sched_getscheduler(0), "" },
		{ "sched_getparam", 0, "" },
		{ "sched_getattr", 0, "0" },
		{ "sched_get_priority_max", 0, "" },
		{ "sched_get_priority_min", 0, "" },
		{ "sched_rr_get_interval", 0, "" },
	};
	struct cursor c;
	size_t i;

	if (!run(&c, "sched-basic", SCHED_CALLS))
		return;
	for (i = 0; i < ARRAY_SIZE(calls); i++)
		expect_no_file(&c, calls[i].call, calls[i].flags, .ret = calls[i].ret);
	expect_end(&c);
}

/* The nice value comes as the call itself returns it: never below 1. */
static void expect_nice(struct __test_metadata *_metadata, int nice)
{
	struct cursor c;

	EXPECT_EQ(0, setpriority(PRIO_PROCESS, 0, nice));
	if (!run(&c, "priority-basic", PRIORITY_CALLS))
		return;
	expect_no_file(&c, "getpriority", "", .ret = 20 - nice);
	expect_no_file(&c, "setpriority", "");
	expect_end(&c);
}

TEST(priority_basic)
{
	expect_nice(_metadata, 0);
}

TEST(priority_nice)
{
	expect_nice(_metadata, 5);
}

static void ioprio_set_idle(struct __test_metadata *_metadata)
{
	const int idle = IOPRIO_CLASS_IDLE << IOPRIO_CLASS_SHIFT;

	EXPECT_EQ(0, syscall(SYS_ioprio_set, IOPRIO_WHO_PROCESS, 0, idle));
}

static void expect_ioprio(struct __test_metadata *_metadata)
{
	long prio = syscall(SYS_ioprio_get, IOPRIO_WHO_PROCESS, 0);
	struct cursor c;

	if (!run(&c, "ioprio-basic", PRIORITY_CALLS))
		return;
	expect_no_file(&c, "ioprio_get", "", .ret = prio);
	expect_no_file(&c, "ioprio_set", "");
	expect_end(&c);
}

TEST(ioprio_basic)
{
	expect_ioprio(_metadata);
}

TEST(ioprio_idle)
{
	ioprio_set_idle(_metadata);
	expect_ioprio(_metadata);
}

/* How large a structure may be, and what is set: CSV has neither. */
TEST(sched_priority_text)
{
	static const struct text texts[] = {
		{ "sched-basic", 1, { "sched_getattr(0, 0x*, 48, 0) = 0" } },
		{ "priority-basic", 1, { "getpriority(0, 0) = 15", "setpriority(0, 0, 5) = 0" } },
		{ "ioprio-basic", 1, {
			"ioprio_get(1, 0) = 24576",
			"ioprio_set(1, 0, 0x6000) = 0",
		} },
		{ }
	};

	EXPECT_EQ(0, setpriority(PRIO_PROCESS, 0, 5));
	ioprio_set_idle(_metadata);
	expect_texts(texts, CALLS("sched_getattr,getpriority,setpriority,ioprio_get,ioprio_set"));
}

/* -------------------------------------------------------------- family -- */

static const char * const families[] = {
	"AIO", "FS", "IPC", "Memory", "Misc", "Network", "Polling", "Process", "Sched",
	"Security", "Signals", "Time",
};

static size_t rows_of_family(const struct table *table, const char *family)
{
	size_t i, n = 0;

	for (i = 0; i < table->nr; i++)
		n += row_is(&table->rows[i], FAMILY, family);
	return n;
}

static void expect_socketpair(struct __test_metadata *_metadata, struct cursor *c,
			      const char *names[2])
{
	expect(c, "socketpair", .flags = "");
	names[0] = c->row->text[PATH];
	names[1] = c->row->text[PATH2];
	EXPECT_EQ(0, strncmp(names[0], "socket:[", strlen("socket:[")));
	EXPECT_EQ(0, strncmp(names[1], "socket:[", strlen("socket:[")));
	EXPECT_STRNE(names[0], names[1]);
}

/* Every call of the program is in the trace, each of one family. */
TEST(family_mixed)
{
	const char *file = "familyfile.txt", *pipe, *sockets[2];
	long fd, reader;
	struct cursor c;
	size_t i, n = 0;

	if (!run(&c, "family-mixed"))
		return;
	fd = expect_created(&c, file);
	expect(&c, "write", .fd = fd, .ret = FAMILY_SIZE, .path = file, .flags = "O_RDWR");
	expect_close(&c, fd, file, "O_RDWR");
	expect(&c, "mmap", .any_ret = true, .fd = -1, .path = "",
	       .flags = "MAP_PRIVATE|MAP_ANONYMOUS");
	expect_no_file(&c, "munmap", "");
	pipe = expect_pipe(&c, "0", &reader);
	expect_socketpair(_metadata, &c, sockets);
	expect_no_file(&c, "getpid", "", .ret = c.table->pid);
	expect_no_file(&c, "sched_yield", "");
	expect_no_file(&c, "nanosleep", "");
	expect_close(&c, reader, pipe, "O_RDONLY");
	expect(&c, "close", .path = pipe, .flags = "O_WRONLY");
	for (i = 0; i < 2; i++)
		expect(&c, "close", .path = sockets[i], .flags = "O_RDWR");
	expect_end(&c);

	for (i = 0; i < ARRAY_SIZE(families); i++)
		n += rows_of_family(c.table, families[i]);
	EXPECT_EQ(c.table->nr, n);
}

/* One family at a time: its rows, and no others */
TEST(family_mixed_alone)
{
	static const struct {
		const char *family, *call;
	} alone[] = {
		{ "FS", "write" }, { "Memory", "munmap" }, { "IPC", "pipe2" },
		{ "Network", "socketpair" }, { "Process", "getpid" },
		{ "Sched", "sched_yield" }, { "Time", "nanosleep" },
	};
	struct table table;
	char option[32];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(alone); i++) {
		const struct cursor c = { .table = &table };

		snprintf(option, sizeof(option), "family=%s", alone[i].family);
		if (!run_rows(&table, "family-mixed", "-e", option))
			return;
		EXPECT_EQ(table.nr, rows_of_family(&table, alone[i].family));
		EXPECT_LE(1, rows_count(&c, alone[i].call, 0));
	}
}

TEST_HARNESS_MAIN
