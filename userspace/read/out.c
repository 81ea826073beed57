// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "out.h"
#include "read.h"

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
	out->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	out->created = out->fd >= 0;
	if (out->fd < 0 && errno == EEXIST)
		out->fd = open(path, O_WRONLY | O_CLOEXEC);
	if (out->fd < 0)
		return fail("%s: %s (name another file with -o)", path, strerror(errno));
	return 0;
}

static bool is_file(const struct out *out)
{
	struct stat st;

	return out->path && !fstat(out->fd, &st) && S_ISREG(st.st_mode);
}

/* Report why writing failed, after @got bytes of the buffer: once. */
static void give_up(struct out *out, size_t got, int err)
{
	unsigned int whole = 0;
	size_t keep;

	while (whole < out->rows && out->ends[whole] <= got)
		whole++;
	keep = whole ? out->ends[whole - 1] : 0;
	out->failed = true;
	out->rows_written += whole;
	out->written += keep;
	if (!is_file(out))
		fail("%s: %s (the trace ends here)", out->name, strerror(err));
	else if (ftruncate(out->fd, out->written))
		fail("%s: %s (its last row is not whole)", out->name, strerror(err));
	else
		fail("%s: %s (the first %llu rows are in it)", out->name, strerror(err),
		     (unsigned long long)out->rows_written);
}

static void begin(struct out *out)
{
	out->begun = true;
	if (is_file(out) && !out->created && ftruncate(out->fd, 0))
		give_up(out, 0, errno);
}

void out_flush(struct out *out)
{
	size_t done = 0;
	ssize_t n;

	if (out->len && !out->begun)
		begin(out);
	while (done < out->len && !out->failed) {
		n = write(out->fd, out->buffer + done, out->len - done);
		if (n >= 0)
			done += n;
		else if (errno != EINTR)
			give_up(out, done, errno);
	}
	if (!out->failed) {
		out->written += out->len;
		out->rows_written += out->rows;
	}
	out->len = 0;
	out->rows = 0;
}

void out_close(struct out *out)
{
	out_flush(out);
	if (!out->path)
		return;
	if (!out->begun && !out->failed)
		begin(out);
	if (close(out->fd) && !out->failed) {
		out->failed = true;
		fail("%s: %s (it may not be whole)", out->name, strerror(errno));
	}
}

/* There will be no trace: leave the file as it was, or no file. */
void out_abandon(struct out *out)
{
	if (!out->path)
		return;
	if (out->created && !out->begun)
		unlink(out->path);
	close(out->fd);
}
