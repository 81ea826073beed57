// SPDX-License-Identifier: GPL-2.0-only
/* The scenarios of group time, as a trace must show them. */
#include "scenario_text.h"

#define ROUNDS	20
#define MS(n)	((n) * (long)NSEC_PER_MSEC)
#define CLOCK	"clock_nanosleep(CLOCK_MONOTONIC, "
#define UNTIL(sec, nsec) \
	CLOCK "0x1, {tv_sec=" sec ", tv_nsec=" nsec "}"

/* A sleep of at least so many ns: when it ended */
static long expect_sleep(struct __test_metadata *_metadata, struct cursor *c, const char *name,
			 const char *how, long ns)
{
	expect_no_file(c, name, how);
	EXPECT_LE(ns, row_number(c->row, DURATION));
	return row_ended(c->row);
}

TEST(sleep_syscalls)
{
	struct cursor c, other;
	long until;
	int i;

	if (!run(&c, "sleep-syscalls", CALLS("nanosleep,clock_nanosleep")))
		return;
	for (i = 0; i < ROUNDS; i++) {
		expect_sleep(_metadata, &c, "nanosleep", "", MS(2));
		until = expect_sleep(_metadata, &c, "clock_nanosleep", "0", MS(3)) + MS(2);
		/* TIMER_ABSTIME, of 2 ms from then on */
		EXPECT_LE(until, expect_sleep(_metadata, &c, "clock_nanosleep", "0x1", 0));
	}
	expect_end(&c);
	EXPECT_FALSE(cursor_other(&c, 0, &other));
}

/* The family alone: all sleeps, and no file. */
TEST(sleep_syscalls_family)
{
	struct table table;
	struct cursor c = { .table = &table };
	size_t i;

	if (!run_rows(&table, "sleep-syscalls", "-e", "family=Time"))
		return;
	EXPECT_EQ(ROUNDS, rows_count(&c, "nanosleep", 0));
	EXPECT_EQ(2 * ROUNDS, rows_count(&c, "clock_nanosleep", 0));
	for (i = 0; i < table.nr; i++) {
		EXPECT_STREQ("Time", table.rows[i].text[FAMILY]);
		EXPECT_STREQ("", table.rows[i].text[BYTES]);
		EXPECT_STREQ("", table.rows[i].text[PATH]);
	}
}

/* Only the text tells how long a sleep was to be; of one that is to last until
 * some time it tells that time, and (TIMER_ABSTIME) that it is one.
 */
TEST(sleep_syscalls_text)
{
	__u64 least = clock_ns(CLOCK_MONOTONIC) + MS(2 + 3 + 2), until = 0;
	unsigned long long sec, nsec;
	struct lines l;
	int i;

	if (!run_text(&l, "sleep-syscalls", CALLS("nanosleep,clock_nanosleep")))
		return;
	for (i = 0; i < ROUNDS; i++) {
		expect_line(&l, "nanosleep({tv_sec=0, tv_nsec=2000000}, NULL) = 0");
		expect_line(&l, CLOCK "0, {tv_sec=0, tv_nsec=3000000}, NULL) = 0");
		expect_line(&l, UNTIL("*", "*") ", NULL) = 0");
		ASSERT_TRUE(sscanf(l.line, UNTIL("%llu", "%llu"), &sec, &nsec) == 2);
		EXPECT_GT(NSEC_PER_SEC, nsec);
		until = sec * NSEC_PER_SEC + nsec;
		EXPECT_LE(least, until);
		least = until + MS(2 + 3 + 2);
	}
	EXPECT_LE(until, clock_ns(CLOCK_MONOTONIC));
	expect_lines_end(&l);
}

/* -------------------------------------------------------------- timers -- */

#define TIMER_CALLS	"timer_create,timer_settime,timer_gettime,timer_getoverrun,timer_delete"

/* It has an id, which is no descriptor, so it is no file. */
TEST(posix_timer_lifecycle)
{
	struct cursor c;
	size_t i;

	if (!run(&c, "posix-timer-lifecycle", CALLS(TIMER_CALLS ",timerfd_create,close")))
		return;
	expect_no_file(&c, "timer_create", "");
	expect_no_file(&c, "timer_settime", "0");
	expect_no_file(&c, "timer_gettime", "");
	expect_no_file(&c, "timer_getoverrun", "");
	expect_no_file(&c, "timer_delete", "");
	expect_end(&c);
	for (i = 0; i < c.table->nr; i++)
		EXPECT_EQ(NULL, strstr(c.table->rows[i].text[PATH], "timerfd"));
}

/* The timer is the one that was made: the first of a process is 0. */
TEST(posix_timer_lifecycle_text)
{
	static const struct text texts[] = {
		{ "posix-timer-lifecycle", 1, {
			"timer_create(CLOCK_MONOTONIC, NULL, 0x*) = 0",
			"timer_settime(0, 0, 0x*, NULL) = 0",
			"timer_gettime(0, 0x*) = 0",
			"timer_getoverrun(0) = 0",
			"timer_delete(0) = 0",
		} },
		{ }
	};

	expect_texts(texts, CALLS(TIMER_CALLS));
}

/* They are a kind of their own, in the order in which TIMER_CALLS has them. */
TEST(posix_timer_lifecycle_kind)
{
	char calls[128] = "";
	struct table table;
	size_t i;

	if (!run_rows(&table, "posix-timer-lifecycle", "-e", "kind=timer-obj"))
		return;
	for (i = 0; i < table.nr; i++)
		snprintf(calls + strlen(calls), sizeof(calls) - strlen(calls), "%s%s",
			 i ? "," : "", table.rows[i].text[NAME]);
	EXPECT_STREQ(TIMER_CALLS, calls);
}

TEST(interval_timer_noop)
{
	struct cursor c;

	if (!run(&c, "interval-timer-noop", CALLS("setitimer,getitimer,alarm,rt_sigreturn")))
		return;
	expect_no_file(&c, "setitimer", "");
	expect_no_file(&c, "getitimer", "");
	expect_end(&c);
}

TEST_HARNESS_MAIN
