// SPDX-License-Identifier: GPL-2.0-only
/* The scenarios of groups chmod, chown and utime, as a trace must show them. */
#include "scenario_text.h"
#include "../userspace/workload/numbers.h"

#define ROUNDS		5
#define TIME_CALLS	CALLS("openat,close,utime,utimes,futimesat,utimensat")
#define CHMOD_CALLS	"openat,chmod,fchmod,fchmodat,fchmodat2,close"
#define CHOWN_CALLS	"openat,symlinkat,chown,lchown,fchownat,fchown,close"

#define expect_fd_call(cursor, name, number, file) \
	expect(cursor, name, .fd = number, .path = file, .flags = "O_RDWR")

TEST(chmod_basic)
{
	const char *file = "chmodfile.txt";
	struct cursor c;
	long fd;

	if (!run(&c, "chmod-basic", CALLS(CHMOD_CALLS)))
		return;
	fd = expect_created(&c, file);
	expect_by_path(&c, "chmod", file, "");
	expect_by_path(&c, "fchmodat", file, "");
	expect_fd_call(&c, "fchmod", fd, file);
	expect_by_path(&c, "fchmodat2", file, "0", .error = error_if_missing(SYS_fchmodat2));
	expect_close(&c, fd, file, "O_RDWR");
	expect_end(&c);
}

TEST(chown_basic)
{
	const char *file = "chownfile.txt", *link = "chownlink";
	char target[PATH_MAX];
	struct cursor c;
	long fd;

	if (!run(&c, "chown-basic", CALLS(CHOWN_CALLS)))
		return;
	fd = expect_created(&c, file);
	snprintf(target, sizeof(target), "%s/%s", c.dir, file);
	expect_by_path(&c, "symlinkat", link, "", .link_text = target);
	expect_by_path(&c, "chown", file, "");
	expect_by_path(&c, "lchown", link, "");
	expect_by_path(&c, "fchownat", file, "0");
	expect_fd_call(&c, "fchown", fd, file);
	expect_close(&c, fd, file, "O_RDWR");
	expect_end(&c);
}

/* ---------------------------------------------------------- as text -- */

/* Permissions are octal in the text, and CSV has no column for them. */
TEST(chmod_text)
{
	static const struct text texts[] = {
		{ "chmod-basic", 1, {
			"chmod(\"*/chmodfile.txt\", 0640) = 0",
			"fchmodat(AT_FDCWD<*>, \"*/chmodfile.txt\", 0644) = 0",
			"fchmod(*<*/chmodfile.txt>, 0644) = 0",
			"fchmodat2(AT_FDCWD<*>, \"*/chmodfile.txt\", 0644, 0) = *",
		} },
		{ }
	};

	expect_texts(texts, CALLS("chmod,fchmod,fchmodat,fchmodat2"));
}

/* The owner that is none is -1, whatever the register says. */
TEST(chown_text)
{
	static const struct text texts[] = {
		{ "chown-basic", 1, {
			"chown(\"*/chownfile.txt\", -1, -1) = 0",
			"lchown(\"*/chownlink\", -1, -1) = 0",
			"fchownat(AT_FDCWD<*>, \"*/chownfile.txt\", -1, -1, 0) = 0",
			"fchown(*<*/chownfile.txt>, -1, -1) = 0",
		} },
		{ }
	};

	expect_texts(texts, CALLS("chown,lchown,fchownat,fchown"));
}

/* ------------------------------------------------------------ utime -- */

TEST(utime_basic)
{
	run_by_path("utime-basic", "utime", "utimefile.txt", "", TIME_CALLS);
}

TEST(utime_utimes)
{
	run_by_path("utime-utimes", "utimes", "utimesfile.txt", "", TIME_CALLS);
}

TEST(utime_futimesat)
{
	run_by_path("utime-futimesat", "futimesat", "futimesatfile.txt", "", TIME_CALLS);
}

TEST(utime_utimensat)
{
	run_by_path("utime-utimensat", "utimensat", "utimensatfile.txt", "0", TIME_CALLS);
}

/* utimensat of a name in the directory, whether there is such a file or not */
static void in_directory(struct __test_metadata *_metadata, const char *scenario,
			 const char *file, bool there)
{
	struct cursor c;
	long dir;

	if (!run(&c, scenario, TIME_CALLS))
		return;
	dir = expect_dir(&c, ".");
	if (there)
		expect_made(&c, file);
	expect(&c, "utimensat", .fd = dir, .path = file, .flags = "0");
	expect_dir_close(&c, dir, ".");
	expect_end(&c);
}

TEST(utime_utimensat_double_omit)
{
	in_directory(_metadata, "utime-utimensat-double-omit", "ignored-relative-target", false);
}

TEST(utime_utimensat_one_omit)
{
	in_directory(_metadata, "utime-utimensat-one-omit", "one-omit-target", true);
}

TEST(utime_enoent)
{
	struct cursor c;
	int i;

	if (!run(&c, "utime-enoent", TIME_CALLS))
		return;
	for (i = 0; i < ROUNDS; i++)
		expect_by_path(&c, "utime", "utime-enoent-missing.txt", "", .error = ENOENT);
	expect_end(&c);
}

TEST_HARNESS_MAIN
