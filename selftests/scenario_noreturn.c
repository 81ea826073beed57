// SPDX-License-Identifier: GPL-2.0-only
/* The scenario of group noreturn, as a trace must show it. */
#include "scenario.h"

#define ROUNDS	3

TEST(noreturn_syscalls)
{
	struct cursor c, thread;
	int i;

	if (!run(&c, "noreturn-syscalls", CALLS("tgkill,rt_sigreturn,exit,exit_group")))
		return;
	for (i = 0; i < ROUNDS; i++) {
		expect(&c, "tgkill");
		expect(&c, "rt_sigreturn", .no_return = true);
	}
	expect_end(&c);
	expect(&c, "exit_group", .no_return = true);
	expect_nothing(&c);

	ASSERT_TRUE(cursor_other(&c, 0, &thread));
	expect(&thread, "exit", .no_return = true);
	EXPECT_EQ(c.table->pid, row_number(thread.row, PID));
	expect_nothing(&thread);
	EXPECT_FALSE(cursor_other(&c, 1, &thread));
}

TEST_HARNESS_MAIN
