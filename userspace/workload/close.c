// SPDX-License-Identifier: GPL-2.0-only
/* Group close: descriptors that end, one by one or many at once. */
#include <fcntl.h>
#include <linux/close_range.h>
#include <pthread.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include "workload.h"

#define NR_FILES	3
#define ROUNDS		5
#define NEEDS_ROW	"enough free descriptors in a row"

static const char text[] = "still open";

static void write_text(int fd)
{
	CALL_IS((long)sizeof(text), write, fd, text, sizeof(text));
}

/* A descriptor that must be just behind another one */
static int next_to(int before, int fd)
{
	if (fd != before + 1)
		skip("%d is the first free descriptor behind %d", fd, before);
	return fd;
}

/* New files with descriptors in a row: the first of these */
static int files_in_a_row(const char *format, int n)
{
	int first = file_create(NUMBERED(format, 0));
	int i;

	for (i = 1; i < n; i++)
		next_to(first + i - 1, file_create(NUMBERED(format, i)));
	return first;
}

static void close_basic(void)
{
	int fd[NR_FILES], i;

	for (i = 0; i < NR_FILES; i++)
		fd[i] = file_create(NUMBERED("closefile-%d.txt", i));
	for (i = 0; i < NR_FILES; i++)
		CALL_IS(0, close, fd[i]);
}

static void close_range_all(void)
{
	int first = files_in_a_row("closerangefile-%d.txt", NR_FILES);

	CALL_IS(0, close_range, first, first + NR_FILES - 1, 0);
}

static void close_range_bounded(void)
{
	int first = files_in_a_row("closerangelow-%d.txt", NR_FILES);
	int high = file_create("closerangehigh.txt");

	CALL_IS(0, close_range, first, first + NR_FILES - 1, 0);
	write_text(high);
	CALL_IS(0, close, high);
}

static void close_range_cloexec(void)
{
	int first = files_in_a_row("closerangecloexec-low-%d.txt", NR_FILES);
	int high = file_create("closerangecloexec-high.txt");
	int fd;
	long ret;

	ret = syscall(SYS_close_range, first, first + NR_FILES - 1, CLOSE_RANGE_CLOEXEC);
	if (ret < 0 && errno == EINVAL)
		skip("close_range(CLOSE_RANGE_CLOEXEC): %m");
	must_return("close_range(CLOSE_RANGE_CLOEXEC)", 0, ret);
	for (fd = first; fd < first + NR_FILES; fd++)
		write_text(fd);
	write_text(high);
	for (fd = first; fd < first + NR_FILES; fd++)
		CALL_IS(0, close, fd);
	CALL_IS(0, close, high);
}

static void close_invalid_fd(void)
{
	int i;

	for (i = 0; i < ROUNDS; i++)
		CALL_FAILS(EBADF, close, BAD_FD);
}

static void close_double_close(void)
{
	int fd = file_create("doubleclosefile.txt");

	CALL_IS(0, close, fd);
	CALL_FAILS(EBADF, close, fd);
}

static void close_range_empty(void)
{
	int i;

	for (i = 0; i < ROUNDS; i++)
		CALL_IS(0, close_range, 9000, 9999, 0);
}

/* ----------------------------------------------------- close-untracked -- */

/*
 * Whoever traces this sees none of the descriptors come into being, and their
 * numbers belong to a pipe as soon as they are closed.
 */
#define NR_UNTRACKED	64
#define LATE_MS		500	/* a tracer that looks a name up late is late by now */
#define BLOCKING	(256 << 10)	/* more than a FIFO takes at once */

static struct {
	int first;		/* of the files */
	int fifo, drain;	/* two descriptors of one FIFO */
	int root;
	int last;		/* end of a pipe: all from first to here are ours */
} untracked;

static char sent[BLOCKING], received[BLOCKING];

static int fifo_open(const char *name)
{
	return CALL(openat, AT_FDCWD, IN_DIR(name), O_RDWR);
}

static void close_untracked_prepare(void)
{
	/* What the program inherited would stand in the row. */
	CALL_IS(0, close_range, STDERR_FILENO + 1, ~0U, 0);
	untracked.first = files_in_a_row("closeuntracked-%d.txt", NR_UNTRACKED);
	CALL_IS(0, mknodat, AT_FDCWD, IN_DIR("closeuntracked-fifo"), S_IFIFO | 0600, 0);
	untracked.fifo = next_to(untracked.first + NR_UNTRACKED - 1,
				 fifo_open("closeuntracked-fifo"));
	untracked.drain = next_to(untracked.fifo, fifo_open("closeuntracked-fifo"));
	untracked.root = next_to(untracked.drain,
				 CALL(openat, AT_FDCWD, "/", O_RDONLY | O_DIRECTORY));
	untracked.last = untracked.root;
}

/* Its number is that of a pipe at once. */
static void close_and_reuse(int fd)
{
	int end[2];

	CALL_IS(0, close, fd);
	CALL_IS(0, pipe2, end, O_CLOEXEC);
	must_return("the pipe's first descriptor", fd, end[0]);
	untracked.last = next_to(untracked.last, end[1]);
}

static void *write_blocking(void *arg)
{
	const int *fd = arg;

	CALL_IS(BLOCKING, write, *fd, sent, sizeof(sent));
	return NULL;
}

/* The write has its file from its beginning on, whatever the number is then. */
static void replace_in_write(void)
{
	pthread_t thread;
	int queued = 0;
	long n;

	errno = pthread_create(&thread, NULL, write_blocking, &untracked.fifo);
	if (errno)
		fail("pthread_create: %m");
	while (!queued) {
		pause_ms(1);
		must("ioctl(drain, FIONREAD)", ioctl(untracked.drain, FIONREAD, &queued));
	}
	close_and_reuse(untracked.fifo);
	for (n = 0; n < BLOCKING; )
		n += CALL(read, untracked.drain, received, sizeof(received));
	errno = pthread_join(thread, NULL);
	if (errno)
		fail("pthread_join: %m");
}

static void close_untracked(void)
{
	int i;

	write_text(untracked.first);
	pause_ms(LATE_MS);
	for (i = 0; i < NR_UNTRACKED; i++) {
		if (i % 2)
			write_text(untracked.first + i);
		close_and_reuse(untracked.first + i);
	}
	close_and_reuse(untracked.root);
	replace_in_write();
	CALL_IS(0, close, untracked.drain);
	/* What is left are pipes. */
	CALL_IS(0, close_range, untracked.first, untracked.last, 0);
}

const struct scenario close_scenarios[] = {
	{ "close-basic", "close of 3 files", close_basic, NULL },
	{ "close-range", "close_range of 3 files", close_range_all, "Linux 5.9, " NEEDS_ROW },
	{ "close-range-bounded", "close_range of 3 files, write to a fourth", close_range_bounded,
	  "Linux 5.9, " NEEDS_ROW },
	{ "close-range-cloexec", "close_range with CLOSE_RANGE_CLOEXEC of 3 files, write",
	  close_range_cloexec, "Linux 5.11, " NEEDS_ROW },
	{ "close-invalid-fd", "close of no file, 5 times: EBADF", close_invalid_fd, NULL },
	{ "close-double-close", "close twice: the second time EBADF", close_double_close, NULL },
	{ "close-range-empty", "close_range where nothing is open, 5 times", close_range_empty,
	  "Linux 5.9" },
	{ "close-untracked", "close of 66 files of before --wait, their numbers reused at once",
	  close_untracked, "Linux 5.9, " NEEDS_ROW, close_untracked_prepare },
	{ }
};
