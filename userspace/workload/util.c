// SPDX-License-Identifier: GPL-2.0-only
/* What the scenarios share: checked results, files, time, threads. */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "workload.h"

static const char *error_name(int error)
{
	return strerrorname_np(error) ?: "an unknown error";
}

static void skip_if_no_such_call(const char *call, long ret)
{
	if (ret == -1 && errno == ENOSYS)
		skip("%.*s: %s", (int)strcspn(call, "("), call, strerror(ENOSYS));
}

long must(const char *call, long ret)
{
	skip_if_no_such_call(call, ret);
	if (ret < 0)
		fail("%s: expected no error, got %s (%m)", call, error_name(errno));
	return ret;
}

long must_return(const char *call, long want, long ret)
{
	skip_if_no_such_call(call, ret);
	if (ret == want)
		return ret;
	if (ret == -1)
		fail("%s: expected %ld, got %s (%m)", call, want, error_name(errno));
	fail("%s: expected %ld, got %ld", call, want, ret);
}

void must_fail(const char *call, int error, long ret)
{
	if (error != ENOSYS)
		skip_if_no_such_call(call, ret);
	if (ret != -1)
		fail("%s: expected %s, got %ld", call, error_name(error), ret);
	if (errno != error)
		fail("%s: expected %s, got %s (%m)", call, error_name(error), error_name(errno));
}

long may_fail(const char *call, const int *errors, long ret)
{
	for (; ret == -1 && *errors; errors++)
		if (errno == *errors)
			return -1;
	return must(call, ret);
}

const char *numbered(char name[NAME_ROOM], const char *format, int i)
{
	if (snprintf(name, NAME_ROOM, format, i) >= NAME_ROOM)
		fail("%s: %s", format, strerror(ENAMETOOLONG));
	return name;
}

int file_create(const char *name)
{
	return CALL(openat, AT_FDCWD, IN_DIR(name), O_RDWR | O_CREAT, FILE_MODE);
}

int dir_open(const char *name)
{
	return CALL(openat, AT_FDCWD, IN_DIR(name), O_RDONLY | O_DIRECTORY);
}

void file_make(const char *name, const char *data, size_t size)
{
	int fd = file_create(name);

	if (size)
		CALL_IS((long)size, write, fd, data, size);
	CALL_IS(0, close, fd);
}

void pause_ms(unsigned int ms)
{
	struct timespec left = { ms / 1000, ms % 1000 * 1000000L };

	while (syscall(SYS_nanosleep, &left, &left))
		if (errno != EINTR)
			fail("nanosleep(%u ms): %m", ms);
}

void thread_run(void *(*fn)(void *arg), void *arg)
{
	pthread_t thread;

	errno = pthread_create(&thread, NULL, fn, arg);
	if (errno)
		fail("pthread_create: %m");
	errno = pthread_join(thread, NULL);
	if (errno)
		fail("pthread_join: %m");
}
