// SPDX-License-Identifier: GPL-2.0-only
/* The scenarios of group signals, as a trace must show them. */
#include "scenario.h"

#define SIGNALS_CALLS	"rt_sigaction,rt_sigprocmask,sigaltstack,kill,tgkill,tkill," \
			"rt_sigqueueinfo,rt_sigpending,rt_sigtimedwait,rt_sigreturn"

#define WAIT	"rt_sigtimedwait"

static const char * const calls[] = {
	"rt_sigaction", "rt_sigprocmask", "sigaltstack", "sigaltstack", "kill", "tgkill", "tkill",
	"rt_sigqueueinfo", "rt_sigpending", WAIT, "rt_sigprocmask", "rt_sigaction",
};

/* No handler is there to return from. */
TEST(signals_basic)
{
	struct cursor c, other;
	size_t i;

	if (!run(&c, "signals-basic", CALLS(SIGNALS_CALLS)))
		return;
	for (i = 0; i < ARRAY_SIZE(calls); i++)
		expect_no_file(&c, calls[i], "", .ret = strcmp(calls[i], WAIT) ? 0 : SIGUSR1,
			       .bytes = "");
	expect_end(&c);
	EXPECT_FALSE(cursor_other(&c, 0, &other));
}

/* The same by the family, whose calls the program's start makes, too */
TEST(signals_basic_family)
{
	struct table table;
	size_t i, at = 0;

	if (!run_rows(&table, "signals-basic", "-e", "family=Signals"))
		return;
	ASSERT_LE(ARRAY_SIZE(calls), table.nr);
	for (i = 0; i < table.nr; i++) {
		EXPECT_STREQ("Signals", table.rows[i].text[FAMILY]);
		if (i >= table.nr - ARRAY_SIZE(calls))
			EXPECT_STREQ(calls[at++], table.rows[i].text[NAME]);
	}
}

TEST_HARNESS_MAIN
