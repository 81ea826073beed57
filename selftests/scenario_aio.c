// SPDX-License-Identifier: GPL-2.0-only
/* The scenarios of group aio, as a trace must show them. */
#include "scenario.h"

#define ROUNDS		5
#define TARGET		"aio-target.txt"
#define AIO_CALLS	CALLS("openat,io_setup,io_submit,io_cancel,io_getevents,io_destroy,close")

TEST(aio_setup)
{
	struct cursor c;

	if (!run(&c, "aio-setup", AIO_CALLS))
		return;
	expect(&c, "io_setup", .path = "", .flags = "");
	expect(&c, "io_destroy", .path = "", .flags = "");
	expect_end(&c);
}

TEST(aio_setup_einval)
{
	struct cursor c;
	int i;

	if (!run(&c, "aio-setup-einval", AIO_CALLS))
		return;
	for (i = 0; i < ROUNDS; i++)
		expect(&c, "io_setup", .error = EINVAL, .path = "", .flags = "");
	expect_end(&c);
}

/* io_submit and io_getevents return how many, which are no bytes. */
TEST(aio_submit)
{
	struct cursor c;
	long fd;

	if (!run(&c, "aio-submit", AIO_CALLS))
		return;
	fd = expect_created(&c, TARGET);
	expect(&c, "io_setup", .path = "", .flags = "");
	expect(&c, "io_submit", .ret = 1, .path = "", .flags = "");
	expect(&c, "io_destroy", .path = "", .flags = "");
	expect_close(&c, fd, TARGET, "O_RDWR");
	expect_end(&c);
}

TEST(aio_getevents)
{
	struct cursor c;
	long fd;

	if (!run(&c, "aio-getevents", AIO_CALLS))
		return;
	fd = expect_created(&c, TARGET);
	expect(&c, "io_setup", .path = "", .flags = "");
	expect(&c, "io_submit", .ret = 1, .path = "", .flags = "");
	expect(&c, "io_getevents", .ret = 1, .path = "", .flags = "");
	expect(&c, "io_destroy", .path = "", .flags = "");
	expect_close(&c, fd, TARGET, "O_RDWR");
	expect_end(&c);
}

/* Whether there is anything left to cancel is a matter of time. */
TEST(aio_cancel)
{
	struct cursor c;
	long fd, ret;

	if (!run(&c, "aio-cancel", AIO_CALLS))
		return;
	fd = expect_created(&c, TARGET);
	expect(&c, "io_setup", .path = "", .flags = "");
	expect(&c, "io_submit", .ret = 1, .path = "", .flags = "");
	expect(&c, "io_cancel", .any_ret = true, .path = "", .flags = "");
	ret = expect(&c, "io_getevents", .any_ret = true, .path = "", .flags = "");
	EXPECT_TRUE(ret == 0 || ret == 1);
	expect(&c, "io_destroy", .path = "", .flags = "");
	expect_close(&c, fd, TARGET, "O_RDWR");
	expect_end(&c);
}

TEST_HARNESS_MAIN
