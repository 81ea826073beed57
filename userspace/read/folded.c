// SPDX-License-Identifier: GPL-2.0-only
/*
 * Folded stacks, which flamegraph.pl draws: "frame;frame;frame WEIGHT".  A frame is
 * what a call has of something, as of --fold, so that calls with the same are one stack.
 */
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "folded.h"
#include "names.h"
#include "put.h"
#include "symbols.h"

/* --------------------------------------------------------------- frames -- */

/* Each prints nothing where a call has none. */

static char *put_comm(char *p, const struct row *row)
{
	return put_frame(p, row->rec->comm, strnlen(row->rec->comm, IOR_COMM_LEN));
}

static char *put_pid(char *p, const struct row *row)
{
	return put_u64(p, row->rec->tgid);
}

static char *put_tid(char *p, const struct row *row)
{
	return put_u64(p, row->rec->tid);
}

static char *put_process(char *p, const struct row *row)
{
	return put_pid(put_char(put_comm(p, row), '-'), row);
}

static char *put_family(char *p, const struct row *row)
{
	return put_str(p, ior_family_name(row->rec->family));
}

static char *put_kind(char *p, const struct row *row)
{
	return put_str(p, ior_kind_name(row->rec->kind));
}

static char *put_error(char *p, const struct row *row)
{
	unsigned int error = ret_error(row->rec->ret);

	return error ? put_errno(p, error) : p;
}

static char *put_fd(char *p, const struct row *row)
{
	int32_t fd;

	return ior_record_fd(row->rec, row->call, &fd) ? put_s64(p, fd) : p;
}

static const struct ior_name *find_path(const struct row *row, unsigned int which)
{
	uint32_t paths[2];

	ior_record_paths(row->rec, row->call, paths);
	return names_find(paths[which]);
}

static char *put_name_frame(char *p, const struct ior_name *name)
{
	if (!name)
		return p;
	if (name->plain && !memchr(name->path, ';', name->path_len))
		return put_mem(p, name->path, name->path_len);
	return put_frame(p, name->path, name->path_len);
}

static char *put_first(char *p, const struct row *row)
{
	return put_name_frame(p, find_path(row, 0));
}

static char *put_second(char *p, const struct row *row)
{
	return put_name_frame(p, find_path(row, 1));
}

/* What is in no directory has none: a pipe, say. */
static char *put_dir(char *p, const struct row *row)
{
	const struct ior_name *name = find_path(row, 0);
	const char *slash;

	if (!name || *name->path != '/')
		return p;
	slash = memrchr(name->path, '/', name->path_len);
	return put_frame(p, name->path, slash > name->path ? slash - name->path : 1);
}

/* A frame for each directory, and one for the file. */
static char *put_tree(char *p, const struct row *row)
{
	const struct ior_name *name = find_path(row, 0);
	const char *part, *slash, *end;

	if (!name || *name->path != '/')
		return put_name_frame(p, name);
	p = put_char(p, '/');
	end = name->path + name->path_len;
	for (part = name->path + 1; part < end; part = slash + 1) {
		slash = memchr(part, '/', end - part) ?: end;
		if (slash > part)
			p = put_frame(put_char(p, ';'), part, slash - part);
	}
	return p;
}

static char *put_abi(char *p, const struct row *row)
{
	return put_str(p, ior_abi_name(row->rec->abi));
}

static const struct frame {
	const char	*word;
	char		*(*put)(char *p, const struct row *row);
} frames[] = {
	{ "comm",	put_comm },
	{ "process",	put_process },
	{ "pid",	put_pid },
	{ "tid",	put_tid },
	{ "call",	put_name },
	{ "family",	put_family },
	{ "kind",	put_kind },
	{ "error",	put_error },
	{ "fd",		put_fd },
	{ "path",	put_first },
	{ "path2",	put_second },
	{ "dir",	put_dir },
	{ "tree",	put_tree },
	{ "abi",	put_abi },
};

static const char words[] =
	"comm, process, pid, tid, call, family, kind, error, fd, path, path2, dir, tree or abi";

/* -------------------------------------------------------------- weights -- */

static uint64_t weigh_one(const struct row *row)
{
	(void)row;
	return 1;
}

static uint64_t weigh_time(const struct row *row)
{
	return row->rec->duration_ns;
}

static uint64_t weigh_bytes(const struct row *row)
{
	return ior_record_bytes(row->rec, row->call);
}

/* The first is the default. */
static const struct weight {
	const char	*word;
	const char	*unit;
	uint64_t	(*of)(const struct row *row);
} weights[] = {
	{ "count",	"calls",	weigh_one },
	{ "time",	"ns",		weigh_time },
	{ "bytes",	"bytes",	weigh_bytes },
};

/* -------------------------------------------------------------- options -- */

#define DEFAULT_FRAMES	"comm,call,path"

static const struct frame *stack[ARRAY_SIZE(frames)];
static unsigned int nr_frames;
static const struct weight *weight = &weights[0];
static bool draws;

static const struct frame *find_frame(const char *word, size_t len)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(frames); i++) {
		if (strlen(frames[i].word) == len && !memcmp(frames[i].word, word, len))
			return &frames[i];
	}
	return NULL;
}

static int choose(const char *list)
{
	const struct frame *frame;
	unsigned int i;
	size_t len;

	for (nr_frames = 0;; nr_frames++, list += len + 1) {
		len = strcspn(list, ",");
		frame = find_frame(list, len);
		if (!frame)
			return fail("--fold: '%.*s' is no frame (use %s)", (int)len, list, words);
		for (i = 0; i < nr_frames; i++) {
			if (stack[i] == frame)
				return fail("--fold: %s is there twice (leave one out)",
					    frame->word);
		}
		stack[nr_frames] = frame;
		if (!list[len])
			break;
	}
	nr_frames++;
	return 0;
}

int folded_by(struct options *opts, const char *list)
{
	opts->fold = list;
	return choose(list);
}

int folded_weigh(struct options *opts, const char *word)
{
	unsigned int i;

	opts->weight = word;
	for (i = 0; i < ARRAY_SIZE(weights); i++) {
		if (!strcmp(weights[i].word, word)) {
			weight = &weights[i];
			return 0;
		}
	}
	return fail("--weight %s: there is no such weight (use count, time or bytes)", word);
}

/* The options are all known. */
int folded_prepare(const struct options *opts)
{
	if (opts->format != &format_folded && (opts->fold || opts->weight || opts->svg))
		return fail("%s: there are no stacks (add -F folded)",
			    opts->svg ? "--svg" : opts->fold ? "--fold" : "--weight");
	if (!opts->fold)
		choose(DEFAULT_FRAMES);
	draws = opts->svg;
	return draws ? svg_prepare(opts) : 0;
}

/* --------------------------------------------------------------- stacks -- */

#define NOTHING		"-"

/**
 * struct stack - calls that have all frames in common
 * @weight: of all of them
 * @len: bytes of @text
 * @text: the frames
 */
struct stack {
	uint64_t	weight;
	size_t		len;
	char		text[];
};

static void *stacks;		/* a tree, in the order of the bytes of the texts */
static struct stack *last;	/* which the call before had, or NULL */

static int compare(const void *first, const void *second)
{
	const struct stack *a = first, *b = second;
	int order = memcmp(a->text, b->text, a->len < b->len ? a->len : b->len);

	return order ?: a->len < b->len ? -1 : a->len > b->len;
}

/*
 * flamegraph.pl takes a number that stands behind a space for a weight.  Where a stack
 * ends with one the space is escaped.
 */
static char *put_no_weight(char *start, char *end)
{
	char *p = end;

	while (p > start && strchr("0123456789.", p[-1]))
		p--;
	if (p == start || p == end || p[-1] != ' ')
		return end;
	memmove(p + 3, p, end - p);
	put_str(p - 1, "\\040");
	return end + 3;
}

/* A frame that a call has not is told only where others stand behind it. */
static char *put_stack(char *start, const struct row *row)
{
	char *p = start, *end = start, *q;
	unsigned int i;

	for (i = 0; i < nr_frames; i++) {
		if (i)
			*p++ = ';';
		q = stack[i]->put(p, row);
		if (q > p)
			end = q;
		p = q > p ? q : put_str(p, NOTHING);
	}
	return put_no_weight(start, end > start ? end : put_str(start, NOTHING));
}

static struct stack *add(const struct stack *key)
{
	struct stack *new = malloc(sizeof(*new) + key->len);

	if (new) {
		memcpy(new, key, sizeof(*new) + key->len);
		new->weight = 0;
	}
	if (!new || !tsearch(new, &stacks, compare))
		fail_memory("-F folded", "choose other frames with --fold");
	return new;
}

static void take_call(const struct ior_record *rec)
{
	static union {
		struct stack	stack;
		char		room[sizeof(struct stack) + OUT_ROW_MAX];
	} key;
	struct row row = {
		.rec	= rec,
		.call	= ior_record_call(rec),
	};
	uint64_t of = weight->of(&row);
	struct stack **place;

	if (!of)
		return;
	key.stack.len = put_stack(key.stack.text, &row) - key.stack.text;
	if (!last || compare(last, &key)) {
		place = tfind(&key, &stacks, compare);
		last = place ? *place : add(&key.stack);
	}
	last->weight += of;
}

static void print(struct out *out, const struct ior_record *batch, size_t n)
{
	const struct ior_record *rec;

	(void)out;
	for (rec = batch; rec < batch + n; rec++) {
		if (rec->type == IOR_RECORD_NAME)
			names_take(rec);
		else if (ior_record_is_call(rec))
			take_call(rec);
	}
}

static void print_stack(const void *node, VISIT which, void *out)
{
	const struct stack *s = *(struct stack * const *)node;
	char *p;

	if (which != postorder && which != leaf)
		return;
	p = put_char(put_mem(out_room(out), s->text, s->len), ' ');
	out_row(out, put_char(put_u64(p, s->weight), '\n'));
}

static void end(struct out *out, const struct ior_record *rec)
{
	struct out *to = draws ? svg_begin() : out;

	(void)rec;
	twalk_r(stacks, print_stack, to);
	if (draws)
		svg_end(to, out, weight->unit);
	tdestroy(stacks, free);
	stacks = NULL;
	last = NULL;
}

const struct format format_folded = {
	.name	= "folded",
	.alone	= true,
	.print	= print,
	.end	= end,
};
