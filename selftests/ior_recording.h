/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Recordings that are made by hand, and what ior-read prints of them.  Needs no
 * module, no root.
 */
#ifndef IOR_RECORDING_H
#define IOR_RECORDING_H

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "libior.h"

#define MACHINE_X86_64	62

/* The harness compares what it is given, and leaves arguments unused. */
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include "kselftest_harness.h"

#define PID		10
#define DURATION	1234567
#define TIME		" <0.001234>\n"

/* A recording that is being made, and what was printed of it last */
struct stream {
	char dir[32], path[64];
	FILE *file;
	char *text;
	struct ior_tally tally;
};

FIXTURE(recording) {
	struct stream stream;
};

static inline void put_record(FILE *file, const struct ior_record *rec)
{
	fwrite(rec, sizeof(*rec), 1, file);
}

FIXTURE_SETUP(recording)
{
	struct ior_info info = {
		.version	= IOR_ABI_VERSION,
		.record_size	= IOR_RECORD_SIZE,
		.machine	= ior_calls_machine(),	/* SYS_* are its */
	};
	struct stream *s = &self->stream;
	struct ior_record rec;

	snprintf(s->dir, sizeof(s->dir), "/tmp/ior-decode.XXXXXX");
	ASSERT_NE(NULL, mkdtemp(s->dir));
	snprintf(s->path, sizeof(s->path), "%s/x", s->dir);
	s->file = fopen(s->path, "w");
	ASSERT_NE(NULL, s->file);
	ior_record_header(&rec, &info);
	put_record(s->file, &rec);
}

FIXTURE_TEARDOWN(recording)
{
	struct stream *s = &self->stream;

	fclose(s->file);
	unlink(s->path);
	rmdir(s->dir);
	free(s->text);
}

/* -------------------------------------------------------------- records -- */

static inline void add(struct stream *s, const struct ior_record *rec)
{
	ior_tally_add(&s->tally, rec, 1);
	put_record(s->file, rec);
}

/* A name as long as it is; given may be NULL. */
static inline void add_name(struct stream *s, __u32 id, __u32 base, const char *path,
			    const char *given)
{
	size_t path_len = strlen(path), given_len = given ? strlen(given) : 0, i, at;

	for (i = 0; !i || i < path_len + given_len; i += IOR_NAME_TEXT) {
		struct ior_record rec = {
			.type		= IOR_RECORD_NAME,
			.tgid		= PID,
			.tid		= PID,
			.path = {
				.id		= id,
				.base		= base,
				.path_len	= path_len,
				.given_len	= given_len,
				.offset		= i,
			},
		};

		for (at = i; at < i + IOR_NAME_TEXT && at < path_len + given_len; at++)
			rec.path.text[rec.path.len++] =
				at < path_len ? path[at] : given[at - path_len];
		add(s, &rec);
	}
}

/* CALL of an abi's number, with what the table says of it */
static inline struct ior_record call_of(unsigned int abi, unsigned int nr)
{
	const struct ior_call_entry *entry = ior_call_entry(ior_call_find(abi, nr));
	struct ior_record rec = {
		.type		= IOR_RECORD_CALL,
		.abi		= abi,
		.time_ns	= 1000,
		.duration_ns	= DURATION,
		.tgid		= PID,
		.tid		= PID,
		.comm		= "program",
		.nr		= nr,
		.family		= entry->family,
		.kind		= entry->kind,
		.ret_class	= entry->ret_class,
	};

	return rec;
}

static inline void path_add_build(void)
{
	char self[PATH_MAX / 2] = { 0 }, path[PATH_MAX];

	if (readlink("/proc/self/exe", self, sizeof(self) - 1) < 0)
		return;
	snprintf(path, sizeof(path), "%s/../bin:%s", dirname(self), getenv("PATH"));
	setenv("PATH", path, 1);
}

/* What ior-read prints of the records so far, without what it says of them. */
static inline const char *printed(struct __test_metadata *_metadata, struct stream *s,
				  const char *format)
{
	struct ior_record end;
	char command[256];
	size_t room = 0;
	FILE *pipe;

	ior_record_end(&end, &s->tally, 0, false);
	fflush(s->file);
	put_record(s->file, &end);
	fflush(s->file);
	path_add_build();
	snprintf(command, sizeof(command), "ior-read -F %s -i %s 2>%s.err", format, s->path,
		 s->path);
	pipe = popen(command, "r");
	ASSERT_NE(NULL, pipe);
	free(s->text);
	s->text = NULL;
	if (getdelim(&s->text, &room, 0, pipe) < 0 && !s->text)
		s->text = strdup("");
	EXPECT_EQ(0, pclose(pipe));
	snprintf(command, sizeof(command), "%s.err", s->path);
	unlink(command);
	/* the end moves behind what comes next */
	fseek(s->file, -(long)sizeof(end), SEEK_CUR);
	return s->text;
}

#define PRINTED(format)	printed(_metadata, &self->stream, format)

/* fd_flags of a file that a 64-bit program has opened */
#define FILE_FLAGS(flags)	((flags) | 0100000)

/* Ids of the names that every record below may have */
enum { NONE, CWD, DIR, FILE_A, FILE_B, GONE, PIPE, SOCK, ODD, REL, REL2, ABS, TEXT, MEM, RING,
	UNKNOWN };

static inline void add_names(struct stream *s)
{
	add_name(s, CWD, 0, "/home/me", NULL);
	add_name(s, DIR, 0, "/home/me/dir", NULL);
	add_name(s, FILE_A, 0, "/home/me/dir/a", NULL);
	add_name(s, FILE_B, 0, "/etc/b", NULL);
	add_name(s, GONE, 0, "/tmp/gone (deleted)", NULL);
	add_name(s, PIPE, 0, "pipe:[77]", NULL);
	add_name(s, SOCK, 0, "socket:[78]", NULL);
	add_name(s, ODD, 0, "/<o>,\"\n\\\t\0331\033x\303\244", NULL);
	add_name(s, REL, DIR, "/home/me/dir/a", "./a");
	add_name(s, REL2, CWD, "/home/b", "../b");
	add_name(s, ABS, CWD, "/etc/b", NULL);
	add_name(s, TEXT, 0, "../anything\r", NULL);
	add_name(s, MEM, 0, "/memfd:mem (deleted)", NULL);
	add_name(s, RING, 0, "anon_inode:[io_uring]", NULL);
}

static inline size_t count(const char *text, const char *what)
{
	size_t n = 0, len = strlen(what);

	for (; *text; text++)
		n += *text == *what && !strncmp(text, what, len);
	return n;
}

#endif /* IOR_RECORDING_H */
