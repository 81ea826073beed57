// SPDX-License-Identifier: GPL-2.0-only
/*
 * What means nothing yet must be 0: each bit of each argument that is reserved, or
 * a flag that does not exist, is refused when it alone is set.  All the bits of the
 * structs are tried but those that are said here to mean something.
 */
#include "ior_trace.h"

/* A good argument, and the bits that mean something: what is in the fields that
 * are in use is up to other tests.
 */
static const struct ior_setup good_setup = { .ring_bytes = 4096 };
static const struct ior_setup used_setup = {
	.ring_bytes = ~0ULL, .watermark = ~0U, .flags = IOR_SETUP_FLAGS,
};

static const struct ior_filter good_filter = { .calls = { { 1 } } };
static const struct ior_filter used_filter = {
	.flags = IOR_FILTER_FLAGS,
	.statuses = IOR_STATUS_ALL,
	.calls = { [0 ... IOR_NR_ABIS - 1] = { [0 ... IOR_CALL_WORDS - 1] = ~0ULL } },
	.min_duration_ns = ~0ULL,
};

/* of CLEAR, the process is reserved */
static const struct ior_tgid good_tgid = { .op = IOR_TGID_CLEAR };
static const struct ior_tgid used_tgid = { .op = ~0U };

static const struct ior_files good_files;
static const struct ior_files used_files = {
	.nr_fds = ~0U,
	.fds = { [0 ... IOR_FILES_FDS - 1] = -1 },
	.globs = { [0 ... IOR_FILES_GLOBS - 1] = -1 },
};

static const struct ior_who good_who = { .nr_uids = 1, .comms = "*" };
/* groups are descriptors, and their flag needs one */
static const struct ior_who used_who = {
	.flags = IOR_WHO_NOT_UIDS | IOR_WHO_NOT_COMMS,
	.nr_uids = ~0U,
	.nr_cgroups = ~0U,
	.uids = { [0 ... IOR_WHO_UIDS - 1] = ~0U },
	.cgroups = { [0 ... IOR_WHO_CGROUPS - 1] = -1 },
	.comms = { [0 ... IOR_WHO_COMMS - 1] = -1 },
};

static const struct ior_sample good_sample = { .every = 1 };
static const struct ior_sample used_sample = {
	.flags = IOR_SAMPLE_FLAGS, .abi = ~0U, .nr = ~0U, .every = ~0U,
};

static const struct ior_count good_count;
static const struct ior_count used_count = { .abi = ~0U, .nr = ~0U };

/* What the good one gives: nothing was counted */
static const struct argument {
	const char *name;
	unsigned int cmd;
	const void *good;
	const void *used;
	int gives;
} arguments[] = {
	{ "SETUP",	IOR_IOC_SETUP,	&good_setup,	&used_setup,	0 },
	{ "FILTER",	IOR_IOC_FILTER,	&good_filter,	&used_filter,	0 },
	{ "TGID",	IOR_IOC_TGID,	&good_tgid,	&used_tgid,	0 },
	{ "COUNT",	IOR_IOC_COUNT,	&good_count,	&used_count,	-ENOENT },
	{ "FILES",	IOR_IOC_FILES,	&good_files,	&used_files,	0 },
	{ "SAMPLE",	IOR_IOC_SAMPLE,	&good_sample,	&used_sample,	0 },
	{ "WHO",	IOR_IOC_WHO,	&good_who,	&used_who,	0 },
};

FIXTURE(reserved) {
	int fd;
};

FIXTURE_SETUP(reserved)
{
	self->fd = session_open(0);
	ASSERT_GE(self->fd, 0);
}

FIXTURE_TEARDOWN(reserved)
{
	close(self->fd);
}

static bool is_used(const struct argument *arg, size_t bit)
{
	return ((const unsigned char *)arg->used)[bit / 8] >> bit % 8 & 1;
}

static int try(int fd, const struct argument *arg, size_t bit)
{
	unsigned char buf[sizeof(struct ior_count)];

	memcpy(buf, arg->good, _IOC_SIZE(arg->cmd));
	if (bit < 8 * _IOC_SIZE(arg->cmd))
		buf[bit / 8] ^= 1 << bit % 8;
	return result(ioctl(fd, arg->cmd, buf));
}

TEST_F(reserved, every_bit)
{
	const struct argument *arg;
	size_t bit, refused;

	for (arg = arguments; arg < arguments + ARRAY_SIZE(arguments); arg++) {
		ASSERT_LE(_IOC_SIZE(arg->cmd), sizeof(struct ior_count));
		EXPECT_EQ(arg->gives, try(self->fd, arg, -1));
		for (bit = refused = 0; bit < 8 * _IOC_SIZE(arg->cmd); bit++) {
			if (is_used(arg, bit))
				continue;
			refused++;
			ASSERT_EQ(-EINVAL, try(self->fd, arg, bit))
				TH_LOG("%s: bit %zu of byte %zu", arg->name, bit % 8, bit / 8);
		}
		/* and it is as it was */
		EXPECT_EQ(arg->gives, try(self->fd, arg, -1));
		EXPECT_LT(0, refused);
		TH_LOG("%s: %zu bits refused", arg->name, refused);
	}
}

/* START and STOP take none */
TEST_F(reserved, no_argument)
{
	int bit;

	ASSERT_EQ(0, setup_set(self->fd, 4096, 0));
	ASSERT_EQ(0, filter_calls(self->fd, IOR_FILTER_ALL, MARK_NR));
	for (bit = 0; bit < 64; bit++)
		EXPECT_EQ(-EINVAL, result(ioctl(self->fd, IOR_IOC_START, 1UL << bit)));
	ASSERT_EQ(0, session_start(self->fd));
	for (bit = 0; bit < 64; bit++)
		EXPECT_EQ(-EINVAL, result(ioctl(self->fd, IOR_IOC_STOP, 1UL << bit)));
	EXPECT_EQ(0, session_stop(self->fd));
}

TEST_HARNESS_MAIN
