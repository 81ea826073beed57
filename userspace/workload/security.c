// SPDX-License-Identifier: GPL-2.0-only
/* Group security: keys, tracing, counters, rules, random numbers. */
#include <fcntl.h>
#include <linux/keyctl.h>
#include <linux/landlock.h>
#include <linux/perf_event.h>
#include <sys/ptrace.h>

#include "workload.h"

#define RANDOM_SIZE	32L

/* What is not built in, or forbidden to this user, fails in one of these ways. */
static const int forbidden[] = { ENOSYS, EPERM, EACCES, 0 };
static const int nobody[] = { ESRCH, ENOSYS, EPERM, 0 };
static const int disabled[] = { ENOSYS, EOPNOTSUPP, 0 };

static void keys(void)
{
	const int ring = KEY_SPEC_PROCESS_KEYRING;
	long key = CALL_MAY_FAIL(forbidden, add_key, "user", "ior-key", "ior", 3L, ring);
	long found = CALL_MAY_FAIL(forbidden, request_key, "user", "ior-key", NULL, 0);

	if (key >= 0)
		must_return("request_key", key, found);
	CALL_MAY_FAIL(forbidden, keyctl, KEYCTL_GET_KEYRING_ID, ring, 0L, 0L, 0L);
}

static void security_keys_ptrace_perf(void)
{
	struct perf_event_attr clock = {
		.type = PERF_TYPE_SOFTWARE,
		.size = sizeof(clock),
		.config = PERF_COUNT_SW_CPU_CLOCK,
	};
	long event;

	keys();
	CALL_MAY_FAIL(nobody, ptrace, PTRACE_PEEKDATA, -1, NULL, NULL);
	event = CALL_MAY_FAIL(forbidden, perf_event_open, &clock, 0, -1, -1, 0L);
	if (event >= 0)
		CALL_IS(0, close, event);
}

/* The ruleset is never enforced. */
static void security_landlock(void)
{
	const struct landlock_ruleset_attr attr = {
		.handled_access_fs = LANDLOCK_ACCESS_FS_READ_FILE,
	};
	struct landlock_path_beneath_attr rule = {
		.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE,
	};
	long ruleset, added;

	ruleset = CALL_MAY_FAIL(disabled, landlock_create_ruleset, &attr, sizeof(attr), 0);
	rule.parent_fd = CALL(openat, AT_FDCWD, "/", O_RDONLY | O_DIRECTORY);
	added = CALL_MAY_FAIL(disabled, landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH,
			      &rule, 0);
	CALL_IS(0, close, rule.parent_fd);
	if (ruleset < 0)
		return;
	must_return("landlock_add_rule", 0, added);
	CALL_IS(0, close, ruleset);
}

static void security_getrandom(void)
{
	char buf[RANDOM_SIZE];
	long done = 0;

	while (done < RANDOM_SIZE)
		done += CALL(getrandom, buf + done, RANDOM_SIZE - done, 0);
}

const struct scenario security_scenarios[] = {
	{ "security-keys-ptrace-perf",
	  "add_key, request_key, keyctl, ptrace of nobody, perf_event_open",
	  security_keys_ptrace_perf, NULL },
	{ "security-landlock", "landlock_create_ruleset, landlock_add_rule", security_landlock,
	  NULL },
	{ "security-getrandom", "getrandom of 32 bytes", security_getrandom, "Linux 3.17" },
	{ }
};
