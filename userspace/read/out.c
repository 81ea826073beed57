// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "out.h"
#include "pack.h"
#include "put.h"
#include "read.h"

#define PATIENCE_NS	2000000000ULL	/* how long a reader may take none, after a signal */
#define POLL_MS		100

/*
 * Open a file, or standard output if @path is NULL.  A file that was there
 * keeps what it has until there is something to put in its place.
 */
int out_open(struct out *out, const char *path)
{
	out->path = path;
	out->name = path ?: "standard output";
	out->fd = STDOUT_FILENO;
	if (!path)
		return 0;
	if (pack_is_wanted(path) && pack_open(&out->pack, path))
		return EXIT_IOR;
	out->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	out->created = out->fd >= 0;
	if (out->fd < 0 && errno == EEXIST)
		out->fd = open(path, O_WRONLY | O_CLOEXEC);
	/* A link to what is not there.  Of a file in /tmp O_CREAT may be refused: proc(5). */
	if (out->fd < 0 && errno == ENOENT)
		out->fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
	if (out->fd < 0)
		return fail("%s: %s (name another file with -o)", path, strerror(errno));
	return 0;
}

static bool is_empty(int fd)
{
	DIR *dir = fdopendir(openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
	unsigned int entries = 0;

	if (!dir)
		return false;
	while (readdir(dir))
		entries++;
	closedir(dir);
	return entries <= 2;		/* itself, and the one that it is in */
}

/* Open a directory that is new, or at least empty. */
int out_open_directory(struct out *out, const char *path)
{
	out->path = path;
	out->name = path;
	out->created = !mkdir(path, 0777);
	if (!out->created && errno != EEXIST)
		return fail("%s: %s (name another directory with -o)", path, strerror(errno));
	out->fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (out->fd < 0)
		return fail("%s: %s (name a new directory with -o)", path, strerror(errno));
	if (!out->created && !is_empty(out->fd)) {
		close(out->fd);
		return fail("%s: there is something in it (name a new directory with -o)", path);
	}
	return 0;
}

static bool is_file(const struct out *out)
{
	struct stat st;

	return out->path && !fstat(out->fd, &st) && S_ISREG(st.st_mode);
}

static const char *reason(int err)
{
	return err == ETIME ? "nobody reads it" : strerror(err);
}

/*
 * Report why writing failed, after so many rows that have so many bytes: once.
 * What is not a file of ours can't be cut where a row ends.
 */
static void give_up(struct out *out, size_t rows, size_t bytes, size_t done, int err)
{
	unsigned long long whole = out->rows_written + rows;

	out->failed = true;
	out->rows_written = whole;
	out->written += bytes;
	if (!is_file(out))
		fail("%s: %s (the trace ends after %llu rows%s)", out->name, reason(err), whole,
		     done > bytes ? " and a part of one" : "");
	else if (ftruncate(out->fd, out->written))
		fail("%s: %s (its last row is not whole)", out->name, strerror(err));
	else
		fail("%s: %s (the first %llu rows are in it)", out->name, reason(err), whole);
}

static void begin(struct out *out)
{
	out->begun = true;
	if (is_file(out) && !out->created && ftruncate(out->fd, 0))
		give_up(out, 0, 0, 0, errno);
}

/*
 * Nothing was taken.  That is the reader's business until a signal comes, which is
 * to end this.  Then it gets some time, for it may just be slow.
 */
static bool is_patient(struct out *out)
{
	if (!signals_seen())
		return true;
	if (!out->patience)
		out->patience = clock_ns() + PATIENCE_NS;
	return clock_ns() < out->patience;
}

static void await(const struct out *out)
{
	struct pollfd pfd = { .fd = out->fd, .events = POLLOUT };

	poll(&pfd, 1, POLL_MS);
}

/* Returns 0, or why not all of it was written; then @done is how much was. */
static int put_plain(struct out *out, const char *mem, size_t len, size_t *done)
{
	ssize_t n;

	*done = 0;
	if (!out->begun)
		begin(out);
	while (*done < len && !out->failed) {
		n = signals_write(out->fd, mem + *done, len - *done);
		if (n >= 0) {
			*done += n;
			out->taken += n;
			out->patience = 0;
			continue;
		}
		if (n != -EINTR && n != -EAGAIN)
			return -n;
		if (!is_patient(out))
			return ETIME;
		if (n == -EAGAIN)
			await(out);
	}
	return 0;
}

static int put_packed(void *arg, const char *mem, size_t len)
{
	size_t done;

	return put_plain(arg, mem, len, &done);
}

static int put(struct out *out, const char *mem, size_t len, size_t *done)
{
	out->taken = 0;
	*done = 0;
	return out->pack ? pack_put(out->pack, mem, len, put_packed, out) :
			   put_plain(out, mem, len, done);
}

void out_flush(struct out *out)
{
	unsigned int whole = 0;
	size_t done;
	int err;

	err = out->len ? put(out, out->buffer, out->len, &done) : 0;
	if (err) {
		while (whole < out->rows && out->ends[whole] <= done)
			whole++;
		give_up(out, whole, whole ? out->ends[whole - 1] : 0, done, err);
	} else if (!out->failed && out->len) {
		out->written += out->taken;
		out->rows_written += out->rows;
	}
	out->len = 0;
	out->rows = 0;
}

/* Rows of one size: few go into the buffer, many are written from where they lie. */
void out_rows(struct out *out, const char *mem, size_t size, size_t n)
{
	size_t done;
	int err;

	if (n * size < OUT_DIRECT) {
		for (; n; n--, mem += size)
			out_row(out, put_mem(out_room(out), mem, size));
		return;
	}
	out_flush(out);
	if (out->failed)
		return;
	err = put(out, mem, n * size, &done);
	if (err) {
		give_up(out, done / size, done / size * size, done, err);
	} else if (!out->failed) {
		out->written += out->taken;
		out->rows_written += n;
	}
}

static void end_packed(struct out *out)
{
	int err = out->failed ? 0 : pack_end(out->pack, put_packed, out);

	if (err)
		give_up(out, 0, 0, 0, err);
	pack_close(out->pack);
	out->pack = NULL;
}

void out_close(struct out *out)
{
	out_flush(out);
	if (!out->path)
		return;
	if (out->pack)
		end_packed(out);
	if (!out->begun && !out->failed)
		begin(out);
	if (close(out->fd) && !out->failed) {
		out->failed = true;
		fail("%s: %s (it may not be whole)", out->name, strerror(errno));
	}
	out->fd = -1;
}

/* It was closed, and goes on in another file. */
void out_open_next(struct out *out, const char *path)
{
	out->begun = false;
	out->before += out->written;
	out->written = 0;
	out->rows_written = 0;
	out->failed = out_open(out, path);
}

/* There will be no trace: leave the file as it was, or no file. */
void out_abandon(struct out *out)
{
	if (!out->path)
		return;
	pack_close(out->pack);
	if (out->created && !out->begun)
		remove(out->path);
	close(out->fd);
}
