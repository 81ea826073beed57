// SPDX-License-Identifier: GPL-2.0-only
/* Group open: all the ways to open a file, and to fail to. */
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "workload.h"

#define ROUNDS		5
#define GAP_MS		800
#define LATE_MS		300	/* a tracer that looks a name up late is late by now */
#define HANDLE_ROOM	128
#define HANDLE_NEEDS	"CAP_DAC_READ_SEARCH, file handles in the file system of $TMPDIR"

union handle {
	struct file_handle head;
	char room[sizeof(struct file_handle) + HANDLE_ROOM];
};

static int open_read(const char *name)
{
	return CALL(openat, AT_FDCWD, IN_DIR(name), O_RDONLY);
}

static void handle_take(int dfd, const char *name, union handle *handle)
{
	int mount_id;
	long ret;

	handle->head.handle_bytes = HANDLE_ROOM;
	ret = syscall(SYS_name_to_handle_at, dfd, name, handle, &mount_id, 0);
	if (ret < 0 && errno == EOPNOTSUPP)
		skip("name_to_handle_at: %m");
	must_return("name_to_handle_at(dfd, name, handle, &mount_id, 0)", 0, ret);
}

/* To be passed to must() or one of its kin */
static long handle_open(int mount_fd, union handle *handle)
{
	long ret = syscall(SYS_open_by_handle_at, mount_fd, handle, O_RDONLY);

	if (ret < 0 && errno == EPERM)
		skip("open_by_handle_at: %m");
	return ret;
}

static void open_basic(void)
{
	CALL_IS(0, close, file_create("testfile.txt"));
}

static void open_dirfd_paths(void)
{
	const struct timespec times[2] = { { 1000000000, 0 }, { 1000000000, 0 } };
	struct statx stx;
	int dfd, fd;

	CALL_IS(0, mkdir, IN_DIR("dirfd-base"), 0755);
	dfd = dir_open("dirfd-base");
	fd = CALL(openat, dfd, "relative-openat.txt", O_RDWR | O_CREAT, FILE_MODE);
	CALL_IS(0, close, fd);
	CALL_IS(0, statx, dfd, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &stx);
	if (syscall(SYS_utimensat, dfd, "", times, AT_EMPTY_PATH)) {
		if (errno == EINVAL)
			skip("utimensat(dfd, \"\", times, AT_EMPTY_PATH): %m");
		must("utimensat(dfd, \"\", times, AT_EMPTY_PATH)", -1);
	}
	CALL_IS(0, close, dfd);
}

static void open_openat2(void)
{
	struct open_how how = { .flags = O_RDWR | O_CREAT, .mode = FILE_MODE };

	CALL_IS(0, close, CALL(openat2, AT_FDCWD, IN_DIR("openat2file.txt"), &how, sizeof(how)));
}

static void open_creat(void)
{
	CALL_IS(0, close, CALL(creat, IN_DIR("creatfile.txt"), FILE_MODE));
}

static void open_by_handle(void)
{
	union handle handle;
	int dfd, fd;

	file_make("handlefile.txt", NULL, 0);
	dfd = dir_open("");
	handle_take(dfd, "handlefile.txt", &handle);
	fd = must("open_by_handle_at(dfd, handle)", handle_open(dfd, &handle));
	CALL_IS(0, close, fd);
	CALL_IS(0, close, dfd);
}

static void open_by_handle_fail(void)
{
	union handle handle, newer;
	int dfd, i;

	file_make("handle-ebadf.txt", NULL, 0);
	file_make("handle-older.txt", NULL, 0);
	file_make("handle-newer.txt", NULL, 0);
	dfd = dir_open("");
	for (i = 0; i < ROUNDS; i++) {
		const char *estale = NUMBERED("handle-estale-%d.txt", i);

		handle_take(dfd, "handle-ebadf.txt", &handle);
		must_fail("open_by_handle_at(-1, ebadf)", EBADF, handle_open(-1, &handle));

		file_make(estale, NULL, 0);
		handle_take(dfd, estale, &handle);
		CALL_IS(0, unlinkat, dfd, estale, 0);
		must_fail("open_by_handle_at(dfd, estale)", ESTALE, handle_open(dfd, &handle));

		handle_take(dfd, "handle-older.txt", &handle);
		handle_take(dfd, "handle-newer.txt", &newer);
		must_fail("open_by_handle_at(-1, older)", EBADF, handle_open(-1, &handle));
	}
	CALL_IS(0, close, dfd);
}

static void open_by_handle_reuse(void)
{
	int dfd = dir_open("");
	int decoys[ROUNDS], fd, i;

	for (i = 0; i < ROUNDS; i++) {
		const char *reuse = NUMBERED("handle-reuse-%d.txt", i);
		const char *decoy = NUMBERED("decoy-%d.txt", i);
		union handle handle;

		file_make(reuse, NULL, 0);
		file_make(decoy, NULL, 0);
		handle_take(dfd, reuse, &handle);
		fd = must("open_by_handle_at(dfd, reuse)", handle_open(dfd, &handle));
		CALL_IS(0, close, fd);
		decoys[i] = must_return("the descriptor of the decoy", fd, open_read(decoy));
		pause_ms(LATE_MS);
	}
	for (i = 0; i < ROUNDS; i++)
		CALL_IS(0, close, decoys[i]);
	CALL_IS(0, close, dfd);
}

struct errand {
	int dfd;
	const char *name;
	union handle handle;
};

static void *handle_fetch(void *arg)
{
	struct errand *errand = arg;

	handle_take(errand->dfd, errand->name, &errand->handle);
	return NULL;
}

static void open_by_handle_threads(void)
{
	struct errand errand = { .dfd = dir_open("") };
	int i, fd;

	for (i = 0; i < ROUNDS; i++) {
		errand.name = NUMBERED("handle-thread-%d.txt", i);
		file_make(errand.name, NULL, 0);
		thread_run(handle_fetch, &errand);
		must_fail("open_by_handle_at(-1, thread)", EBADF, handle_open(-1, &errand.handle));
		fd = must("open_by_handle_at(dfd, thread)",
			  handle_open(errand.dfd, &errand.handle));
		CALL_IS(0, close, fd);
	}
	CALL_IS(0, close, errand.dfd);
}

static void open_duration_gap(void)
{
	int i;

	for (i = 0; i < ROUNDS; i++) {
		CALL_IS(0, close, file_create("gap-shared.txt"));
		pause_ms(GAP_MS);
		CALL_IS(0, close, file_create("gap-shared.txt"));
	}
}

static void open_enoent(void)
{
	int i;

	for (i = 0; i < ROUNDS; i++)
		CALL_FAILS(ENOENT, openat, AT_FDCWD, IN_DIR("nonexistent/enoentfile.txt"),
			   O_RDONLY);
}

static void open_rdonly_write(void)
{
	int fd;

	file_make("rdonlyfile.txt", NULL, 0);
	fd = open_read("rdonlyfile.txt");
	CALL_FAILS(EBADF, write, fd, "text", 4L);
	CALL_IS(0, close, fd);
}

/* The program's path, so that the child makes just one execve(2) */
static bool program_find(const char *name, char path[PATH_MAX])
{
	const char *dirs = getenv("PATH") ?: "/bin:/usr/bin";
	int len;

	for (; *dirs; dirs += len + (dirs[len] == ':')) {
		len = strcspn(dirs, ":");
		if (len && snprintf(path, PATH_MAX, "%.*s/%s", len, dirs, name) < PATH_MAX &&
		    !access(path, X_OK))
			return true;
	}
	return false;
}

static void open_pid_filter(void)
{
	char touch[PATH_MAX];
	const char *child = IN_DIR("childfile.txt");
	int status;
	pid_t pid;

	if (!program_find("touch", touch))
		skip("no touch in $PATH");
	CALL_IS(0, close, file_create("parentfile.txt"));
	pid = must("fork()", fork());
	if (!pid) {
		execl(touch, "touch", child, NULL);
		fail("%s: %m", touch);
	}
	CALL_IS(pid, wait4, pid, &status, 0, NULL);
	must_return("touch childfile.txt", 0, status);
	must("access(childfile.txt)", access(child, F_OK));
}

const struct scenario open_scenarios[] = {
	{ "open-basic", "openat of a new file", open_basic, NULL },
	{ "open-dirfd-paths", "openat, statx, utimensat by the descriptor of a directory",
	  open_dirfd_paths, "Linux 5.8" },
	{ "open-openat2", "openat2 of a new file", open_openat2, "Linux 5.6" },
	{ "open-creat", "creat of a new file", open_creat, "a machine that has creat" },
	{ "open-by-handle-at", "open_by_handle_at of a new file", open_by_handle, HANDLE_NEEDS },
	{ "open-by-handle-at-fail", "open_by_handle_at, 5 times each: EBADF, ESTALE",
	  open_by_handle_fail, HANDLE_NEEDS },
	{ "open-by-handle-at-reuse", "open_by_handle_at, its descriptor reused at once",
	  open_by_handle_reuse, HANDLE_NEEDS },
	{ "open-by-handle-at-threads", "open_by_handle_at of another thread's handle",
	  open_by_handle_threads, HANDLE_NEEDS },
	{ "open-duration-gap", "openat, 800 ms of sleep, openat, 5 times",
	  open_duration_gap, NULL },
	{ "open-enoent", "openat where nothing is, 5 times: ENOENT", open_enoent, NULL },
	{ "open-rdonly-write", "write to a file open for reading: EBADF", open_rdonly_write, NULL },
	{ "open-pid-filter", "openat, then touch of another file in a child", open_pid_filter,
	  "touch" },
	{ }
};
