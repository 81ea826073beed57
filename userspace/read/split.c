// SPDX-License-Identifier: GPL-2.0-only
/*
 * --split: a format that begins another file now and then.
 *
 * A CALL refers to names that stand anywhere before it, so those that come from an
 * earlier part are put before the first record of this one that has their id.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "names.h"
#include "pack.h"
#include "resend.h"
#include "split.h"
#include "window.h"

#define MIN_BYTES	4096
#define DIGITS		"0123456789"
#define NR_DIGITS	4	/* of a part's number, so that a shell has them in order */

static struct {
	const char		*stem;		/* what stands before the number */
	int			stem_len;
	const char		*suffix;	/* and behind it */
	char			*path;		/* of this part */
	uint64_t		bytes;		/* of a part, at most; 0: any */
	uint64_t		ns;		/* likewise */
	unsigned int		keep;		/* so many parts; 0: all */
	bool			overwrite;	/* what is lost was to be */
	bool			failed;		/* more is missing than what was lost */
	unsigned int		part;
	uint64_t		until;		/* when it ends */
	uint64_t		lost;		/* records in all parts before */
	struct ior_tally	tally;
	struct ior_record	header;
} split;

/* -------------------------------------------------------------- options -- */

static const struct {
	char		unit;
	bool		is_time;
	uint64_t	value;
} units[] = {
	{ 'K', false, 1 << 10 },
	{ 'M', false, 1 << 20 },
	{ 'G', false, 1 << 30 },
	{ 's', true, NS_PER_SEC },
	{ 'm', true, 60 * NS_PER_SEC },
	{ 'h', true, 3600 * NS_PER_SEC },
};

/* Both a size and a time may be said: a part ends with what comes first. */
int split_add(struct options *opts, const char *text)
{
	size_t digits = strspn(text, DIGITS);
	uint64_t value, n;
	unsigned int i;

	errno = 0;
	n = strtoull(text, NULL, 10);
	for (i = 0; i < ARRAY_SIZE(units); i++) {
		if (!digits || errno || text[digits] != units[i].unit || text[digits + 1] ||
		    __builtin_mul_overflow(n, units[i].value, &value))
			continue;
		if (!value || (!units[i].is_time && value < MIN_BYTES))
			return fail("--split %s: too little (4K or 1s at least)", text);
		*(units[i].is_time ? &opts->split_ns : &opts->split_bytes) = value;
		return 0;
	}
	return fail("--split %s: neither a size (K, M, G, as 100M) nor a time (s, m, h, as 10m)",
		    text);
}

int split_keep(struct options *opts, const char *text)
{
	size_t digits = strspn(text, DIGITS);
	unsigned long n;

	errno = 0;
	n = strtoul(text, NULL, 10);
	if (!digits || text[digits] || errno || !n || n != (unsigned int)n)
		return fail("--keep %s: not a number of parts (try --keep 10)", text);
	opts->split_keep = n;
	return 0;
}

/* ---------------------------------------------------------------- files -- */

static char *part_path(unsigned int part)
{
	char *path;

	if (asprintf(&path, "%.*s.%0*u%s", split.stem_len, split.stem, NR_DIGITS, part,
		     split.suffix) < 0)
		fail_memory("--split", "trace less with -e");
	return path;
}

static bool is_part(const char *name, const char *stem, size_t len)
{
	size_t digits;

	if (strncmp(name, stem, len) || name[len] != '.')
		return false;
	name += len + 1;
	digits = strspn(name, DIGITS);
	return digits >= NR_DIGITS && !strcmp(name + digits, split.suffix);
}

/* Parts of another trace would pass for some of this one. */
static int check_folder(const char *output)
{
	const char *slash = memrchr(split.stem, '/', split.stem_len);
	const char *stem = slash ? slash + 1 : split.stem;
	char *folder = slash ? strndup(split.stem, stem - split.stem) : strdup(".");
	DIR *dir = folder ? opendir(folder) : NULL;
	const struct dirent *entry;
	int err = 0;

	free(folder);
	if (!dir)
		return fail("-o %s: %s (name another file)", output, strerror(errno));
	while (!err && (entry = readdir(dir))) {
		if (is_part(entry->d_name, stem, split.stem + split.stem_len - stem))
			err = fail("-o %s: there is %s already (remove it, or name another file)",
				   output, entry->d_name);
	}
	closedir(dir);
	return err;
}

/* The options are all known: with --split the output is the first part. */
int split_prepare(struct options *opts)
{
	bool packed;

	if (!opts->split_bytes && !opts->split_ns)
		return opts->split_keep ? fail("--keep: of what parts? (add --split)") : 0;
	if (!opts->output)
		return fail("--split: standard output has no parts (name a file with -o)");
	if (opts->format != &format_raw)
		return fail("--split: only a recording has parts (leave out -F %s, -c and -C)",
			    opts->format->name);
	packed = pack_is_wanted(opts->output);
	split.suffix = packed ? PACK_SUFFIX : "";
	split.stem = opts->output;
	split.stem_len = strlen(opts->output) - strlen(split.suffix);
	split.bytes = opts->split_bytes;
	split.ns = opts->split_ns;
	split.keep = opts->split_keep;
	split.overwrite = opts->overwrite;
	split.part = 1;
	split.path = part_path(1);
	opts->format = &format_split;
	if (check_folder(opts->output))
		return EXIT_IOR;
	opts->output = split.path;
	return 0;
}

/* ----------------------------------------------------------------- parts -- */

static void give(struct out *out, const struct ior_record *batch, size_t n)
{
	out_rows(out, (const char *)batch, sizeof(*batch), n);
	ior_tally_add(&split.tally, batch, n);
}

static void give_one(void *arg, const struct ior_record *rec)
{
	give(arg, rec, 1);
}

/* Compressed, the size is known of what was written only. */
static uint64_t bytes_so_far(const struct out *out, size_t waiting)
{
	return out->pack ? out->written : out->written + out->len + waiting * IOR_RECORD_SIZE;
}

/*
 * Would the part have too much with this record, or is it of a later time?  What was
 * counted stays together, at the end of the last part.
 */
static bool is_full(const struct out *out, const struct ior_record *rec, size_t waiting,
		    const struct resend *resend)
{
	size_t more = (resend->records + 2) * IOR_RECORD_SIZE;	/* this one, and the END */

	if (rec->type >= IOR_RECORD_COUNT || !(split.tally.records + waiting))
		return false;
	if (split.ns && rec->time_ns + rec->duration_ns >= split.until)
		return true;
	return split.bytes && bytes_so_far(out, waiting) + more > split.bytes;
}

static void give_end(struct out *out, uint64_t lost, bool failed)
{
	struct ior_record end;

	ior_record_end(&end, &split.tally, lost, failed || (lost && !split.overwrite));
	out_rows(out, (const char *)&end, sizeof(end), 1);
}

static void next_part(struct out *out, const struct ior_record *rec)
{
	uint64_t lost = split.tally.lost_calls + split.tally.lost_others;
	uint64_t now = rec->time_ns + rec->duration_ns;
	char *last = split.path;

	give_end(out, lost, false);
	out_close(out);
	if (out->failed)
		return;
	split.lost += lost;
	split.part++;
	split.path = part_path(split.part);
	if (split.ns && now >= split.until)
		split.until += (now - split.until) / split.ns * split.ns + split.ns;
	if (split.keep && split.part > split.keep) {
		char *oldest = part_path(split.part - split.keep);

		unlink(oldest);
		free(oldest);
	}
	out_open_next(out, split.path);
	free(last);
	split.tally = (struct ior_tally) { .records = 0 };
	resend_next_part();
	out_rows(out, (const char *)&split.header, sizeof(split.header), 1);
}

static void begin(struct out *out, const struct ior_record *header)
{
	split.header = *header;
	split.until = window_since(header->time_ns) + split.ns;
	out_rows(out, (const char *)header, sizeof(*header), 1);
}

static void print(struct out *out, const struct ior_record *batch, size_t n)
{
	struct resend resend;
	size_t i, first = 0;

	for (i = 0; i < n && !out->failed; i++) {
		const struct ior_record *rec = &batch[i];
		bool full;

		resend_find(&resend, rec);
		full = is_full(out, rec, i - first, &resend);
		if (full || resend.nr) {
			give(out, &batch[first], i - first);
			first = i;
		}
		if (full) {
			next_part(out, rec);
			resend_find(&resend, rec);
		}
		resend_give(&resend, rec, give_one, out);
		if (rec->type == IOR_RECORD_NAME)
			names_take(rec);
	}
	give(out, &batch[first], i - first);
}

/* Is anything missing that no part says is lost? */
void split_judge(const struct verdict *v)
{
	struct verdict rest = *v;

	rest.lost_calls = 0;
	rest.lost_others = 0;
	split.failed = !verdict_is_complete(&rest);
	split.overwrite |= v->overwritten_calls || v->overwritten_others;
}

/* What no part has a LOST record of is said in the last one. */
static void end(struct out *out, const struct ior_record *total)
{
	uint64_t lost = split.tally.lost_calls + split.tally.lost_others;

	if (total->end.lost > split.lost + lost)
		lost = total->end.lost - split.lost;
	give_end(out, lost, split.failed);
}

void split_say(void)
{
	bool all = !split.keep || split.part <= split.keep;
	unsigned int first = all ? 1 : split.part - split.keep + 1;
	char *path = part_path(first);

	note("%u part%s%s: %s%s%s", split.part, split.part == 1 ? "" : "s",
	     all ? "" : ", the last of which are kept", path, first < split.part ? " to " : "",
	     first < split.part ? split.path : "");
	free(path);
}

const struct format format_split = {
	.name	= "raw",
	.binary	= true,
	.begin	= begin,
	.print	= print,
	.end	= end,
};
