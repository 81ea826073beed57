// SPDX-License-Identifier: GPL-2.0-only
/* The scenarios of group security, as a trace must show them. */
#include "scenario_text.h"

#define EVENT		"anon_inode:[perf_event]"
#define RULESET		"anon_inode:[landlock-ruleset]"
#define RANDOM_SIZE	32
#define KEY_CALLS	CALLS("add_key,request_key,keyctl,ptrace,perf_event_open,close")
#define LANDLOCK_CALLS	CALLS("landlock_create_ruleset,landlock_add_rule,openat,close")

/* How a call ends that is not built in, or forbidden to this user */
static bool is_forbidden(long ret)
{
	return ret == -ENOSYS || ret == -EPERM || ret == -EACCES;
}

/* A call that is about a key: its serial number, which is no descriptor */
static long expect_key(struct __test_metadata *_metadata, struct cursor *c, const char *call)
{
	long ret = expect_no_file(c, call, "", .any_ret = true);

	EXPECT_TRUE(ret > 0 || is_forbidden(ret))
		TH_LOG("%s: %ld", call, ret);
	return ret;
}

/* The descriptor, if there is one, is closed by the same name. */
static void expect_event(struct __test_metadata *_metadata, struct cursor *c)
{
	const struct row *row = cursor_peek(c);
	bool made = row && row->text[RET][0] != '-';
	long ret = expect(c, "perf_event_open", .any_ret = true, .path = made ? EVENT : "",
			  .flags = "0");

	if (made)
		expect_close(c, ret, EVENT, "O_RDWR");
	else
		EXPECT_TRUE(is_forbidden(ret))
			TH_LOG("perf_event_open: %ld", ret);
}

TEST(security_keys_ptrace_perf)
{
	struct cursor c;
	long key, ret;

	if (!run(&c, "security-keys-ptrace-perf", KEY_CALLS))
		return;
	key = expect_key(_metadata, &c, "add_key");
	ret = expect_key(_metadata, &c, "request_key");
	if (key > 0)
		EXPECT_EQ(key, ret);
	EXPECT_NE(key, expect_key(_metadata, &c, "keyctl"));
	ret = expect_no_file(&c, "ptrace", "", .any_ret = true);
	EXPECT_TRUE(ret == -ESRCH || ret == -EPERM || ret == -ENOSYS)
		TH_LOG("ptrace: %ld", ret);
	expect_event(_metadata, &c);
	expect_end(&c);
}

/* What is asked of which keyring (-2 is the process's): CSV has no column for it. */
TEST(security_keys_ptrace_perf_text)
{
	static const struct text texts[] = {
		{ "security-keys-ptrace-perf", 1, {
			"add_key(0x*, 0x*, 0x*, 3, -2) = *",
			"request_key(0x*, 0x*, NULL, 0) = *",
			"keyctl(0, 0xfffffffe, 0, 0, 0) = *",
			"ptrace(2, -1, 0, 0) = -1 *",
			"perf_event_open(0x*, 0, -1, -1, 0) = *",
		} },
		{ }
	};

	expect_texts(texts, CALLS("add_key,request_key,keyctl,ptrace,perf_event_open"));
}

/* Both calls are there, whether or not the kernel has landlock, and it is enabled. */
TEST(security_landlock)
{
	const struct row *row;
	struct cursor c;
	long ruleset, root, ret;

	if (!run(&c, "security-landlock", LANDLOCK_CALLS))
		return;
	row = cursor_peek(&c);
	if (row && row->text[RET][0] == '-') {
		ret = expect(&c, "landlock_create_ruleset", .any_ret = true, .fd = -1,
			     .path = "", .flags = "0");
		EXPECT_TRUE(ret == -ENOSYS || ret == -EOPNOTSUPP)
			TH_LOG("landlock_create_ruleset: %ld", ret);
		root = expect_dir(&c, "/");
		expect(&c, "landlock_add_rule", .error = -ret, .fd = -1, .path = "",
		       .flags = "0");
		expect_dir_close(&c, root, "/");
	} else {
		ruleset = expect(&c, "landlock_create_ruleset", .new_fd = true, .path = RULESET,
				 .flags = "0");
		root = expect_dir(&c, "/");
		expect(&c, "landlock_add_rule", .fd = ruleset, .path = RULESET, .flags = "0");
		expect_dir_close(&c, root, "/");
		expect_close(&c, ruleset, RULESET, "O_RDWR|O_CLOEXEC");
	}
	expect_end(&c);
}

TEST(security_getrandom)
{
	struct cursor c;
	long done = 0, n;

	if (!run(&c, "security-getrandom", CALLS("getrandom")))
		return;
	do {
		n = expect_no_file(&c, "getrandom", "0", .any_ret = true);
		EXPECT_GE(n, 1);
		done += n;
	} while (n > 0 && done < RANDOM_SIZE);
	EXPECT_EQ(RANDOM_SIZE, done);
	expect_end(&c);
}

TEST_HARNESS_MAIN
