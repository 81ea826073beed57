/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ior-read: what its parts know of each other.
 */
#ifndef READ_H
#define READ_H

#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#include "libior.h"
#include "look.h"
#include "out.h"
#include "when.h"
#include "window.h"

#define IOR_READ_VERSION	"0.1.0"
#define EXIT_IOR		125	/* exit status: ior's own failure */
#define EXIT_NOT_EXECUTABLE	126
#define EXIT_NOT_FOUND		127

#define ARRAY_SIZE(a)		(sizeof(a) / sizeof((a)[0]))
#define NS_PER_SEC		1000000000ULL

/* Print one line on standard error.  Returns EXIT_IOR. */
int fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
void note(const char *format, ...) __attribute__((format(printf, 1, 2)));
void vnote(const char *format, va_list args);

/* There is no trace without that memory: end, and say what it was for. */
_Noreturn void fail_memory(const char *what, const char *advice);

/* By a clock that nobody sets. */
static inline uint64_t clock_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * NS_PER_SEC + now.tv_nsec;
}

/* ------------------------------------------------------------- options -- */

/**
 * struct format - a way to print records
 * @name: for -F
 * @binary: not for a terminal
 * @directory: the output is a directory, in which it makes its files itself
 * @alone: what is in its output is all of this format: no table
 * @begin: print what comes first
 * @print: print records
 * @end: print what comes last: the END record says what there was
 */
struct format {
	const char	*name;
	bool		binary;
	bool		directory;
	bool		alone;
	void		(*begin)(struct out *out, const struct ior_record *header);
	void		(*print)(struct out *out, const struct ior_record *batch, size_t n);
	void		(*end)(struct out *out, const struct ior_record *end);
};

extern const struct format format_text, format_csv, format_raw, format_split, format_ctf,
	format_jsonl, format_folded, format_chrome;

/* Later words for the same key replace earlier ones, as in strace. */
struct expressions {
	const char	*trace;
	const char	*family;
	const char	*kind;
	const char	*path;
	const char	*fd;
	const char	*status;
	const char	*abi;
	const char	*comm;
	const char	*uid;
	const char	*cgroup;
};

/**
 * struct selection - calls, as -e selects them
 * @all: no calls were selected, nor files, so all are
 * @on_files: only calls on some files are
 * @of_some: only calls of some tasks are
 * @words: what @filter was made of
 * @machine: and for which machine's numbers
 * @filter: the set, and how calls have to end; flags are not used
 * @files: the files
 * @who: the tasks
 */
struct selection {
	bool			all;
	bool			on_files;
	bool			of_some;
	struct expressions	words;
	unsigned int		machine;
	struct ior_filter	filter;
	struct ior_files	files;
	struct ior_who		who;
};

/**
 * enum mode - where the records come from
 * @MODE_DEFAULT: the device, as the module's parameters have it
 * @MODE_COMMAND: a command
 * @MODE_PIDS: running processes
 * @MODE_ALL: every process
 * @MODE_FILE: a recording
 */
enum mode {
	MODE_DEFAULT,
	MODE_COMMAND,
	MODE_PIDS,
	MODE_ALL,
	MODE_FILE,
};

/**
 * enum summary - what is shown of the calls
 * @SUMMARY_NONE: the calls
 * @SUMMARY_ONLY: how many there were
 * @SUMMARY_BOTH: both
 */
enum summary {
	SUMMARY_NONE,
	SUMMARY_ONLY,
	SUMMARY_BOTH,
};

/**
 * struct target - what -p or --cgroup says
 * @pid: a process, by its number; 0: by what follows
 * @text: its name, or the folder of a control group
 * @len: bytes of @text
 * @cgroup: it is a folder
 */
struct target {
	pid_t		pid;
	const char	*text;
	size_t		len;
	bool		cgroup;
};

struct summary_order;
struct by;

typedef __u64 call_set[IOR_NR_ABIS][IOR_CALL_WORDS];

/**
 * struct sample - a word of --sample
 * @every: one of so many calls is to leave a record; 0: none
 * @all: that is for every call
 * @calls: or for these
 */
struct sample {
	uint32_t	every;
	bool		all;
	call_set	calls;
};

/**
 * struct options - the command line
 * @mode: where the records come from
 * @input: the recording; "-" is standard input
 * @output: the file for the trace; NULL: standard output
 * @command: and its arguments, NULL behind the last
 * @targets: for %MODE_PIDS
 * @nr_targets: how many
 * @format: how to print
 * @selection: what to print
 * @no_follow: leave children out
 * @enter: ENTER records, too
 * @raw_restarts: show the parts of a restarted call as they are
 * @summary: what to show of the calls
 * @order: of the summary; NULL: the usual one
 * @by: what its rows are; NULL: calls
 * @top: of these, so many; 0: all
 * @histogram: a histogram of each
 * @interval_ns: a table of each such time, too; 0: none
 * @samples: calls that are not all recorded, the later ones over the earlier
 * @nr_samples: how many
 * @overwrite: keep the newest records that fit in the rings, and print them in the end
 * @ring_bytes: of each CPU; 0 for the default
 * @duration_ns: how long to trace; 0 without limit
 * @ends_command: the command is not to run longer
 * @split_bytes: bytes of a part of the recording, at most; 0 without limit
 * @split_ns: likewise its time
 * @split_keep: how many parts to keep; 0: all
 * @progress: whether to say how far it is
 * @look: how rows of text look, and names anywhere
 * @fold: what was said by --fold, or NULL
 * @weight: by --weight
 * @svg: draw the stacks
 * @window: a part of the recording
 */
struct options {
	enum mode		mode;
	const char		*input;
	const char		*output;
	char			**command;
	struct target		*targets;
	unsigned int		nr_targets;
	const struct format	*format;
	struct selection	selection;
	bool			no_follow;
	bool			enter;
	bool			raw_restarts;
	enum summary		summary;
	const struct summary_order *order;
	const struct by		*by;
	unsigned int		top;
	bool			histogram;
	uint64_t		interval_ns;
	struct sample		*samples;
	unsigned int		nr_samples;
	bool			overwrite;
	uint64_t		ring_bytes;
	uint64_t		duration_ns;
	bool			ends_command;
	uint64_t		split_bytes;
	uint64_t		split_ns;
	unsigned int		split_keep;
	enum when		progress;
	struct look		look;
	const char		*fold;
	const char		*weight;
	bool			svg;
	struct window		window;
};

int options_parse(struct options *opts, int argc, char **argv);

int select_add(struct expressions *ex, const char *word);
int select_build(struct selection *sel, const struct expressions *ex);
int select_renumber(struct selection *sel);
int select_item(call_set set, const char *item);
bool select_has(const struct selection *sel, struct ior_names *names,
		const struct ior_record *rec);
bool select_has_count(const struct selection *sel, const struct ior_record *rec);

/* -------------------------------------------------------------- launch -- */

struct launch;

int launch_search(const char *name, char **path);
int launch_find(const char *name, char **path);
int launch_prepare(struct launch **launch, const char *path, char **argv);
pid_t launch_pid(const struct launch *launch);
void launch_go(struct launch *launch);
void launch_end(struct launch *launch);
void launch_say_late(const char *name);
int launch_wait(struct launch *launch, const char *name, uint64_t deadline);
void launch_cancel(struct launch *launch);

/* ------------------------------------------------------------- signals -- */

void signals_catch(void);
void signals_restore(void);
void signals_block(sigset_t *old);
int signals_take(void);
bool signals_seen(void);
ssize_t signals_write(int fd, const void *mem, size_t len);

/* --------------------------------------------------------------- trace -- */

int trace_live(const struct options *opts);
int trace_default(const struct options *opts);
int trace_file(const struct options *opts);

/**
 * struct verdict - what the last line says
 * @what: what was read; NULL if that goes without saying
 * @shown: calls that were selected
 * @calls: calls that were seen, and every part of those that were restarted
 * @folded: of these, parts that became one row with the part before
 * @counted: calls that were only counted, as was asked for
 * @overwritten_calls: calls that made room for newer ones, as was asked for
 * @overwritten_others: likewise other records
 * @lost_calls: calls that are missing
 * @lost_others: other records that are missing
 * @unfinished: calls that had not ended when the trace did
 * @not_followed: children that could not be traced
 * @no_memory: calls that could not be followed from their beginning
 * @made: records that the module counts
 * @read: records that were read
 * @ring_bytes: size of a ring, to recommend a larger one; 0 if unknown
 * @cause: why else the trace is not complete, or NULL
 */
struct verdict {
	const char	*what;
	uint64_t	shown;
	uint64_t	calls;
	uint64_t	folded;
	uint64_t	counted;
	uint64_t	overwritten_calls;
	uint64_t	overwritten_others;
	uint64_t	lost_calls;
	uint64_t	lost_others;
	uint64_t	unfinished;
	uint64_t	not_followed;
	uint64_t	no_memory;
	uint64_t	made;
	uint64_t	read;
	uint64_t	ring_bytes;
	const char	*cause;
};

void verdict_overwritten(struct verdict *v);
bool verdict_is_complete(const struct verdict *v);
void verdict_print(const struct verdict *v);

/* -------------------------------------------------------------- decode -- */

/* Of CALLs that ior-read made of an ENTER: the trace ended before the call did */
#define CALL_DETACHED	(1U << 31)

/**
 * struct row - a CALL or ENTER that is being printed
 * @rec: the record
 * @call: its line of the table, NULL if it has none
 * @files: ids of the files that it works on
 */
struct row {
	const struct ior_record		*rec;
	const struct ior_call_entry	*call;
	struct ior_record_files		files;
};

char *put_name(char *p, const struct row *row);
char *put_args(char *p, const struct row *row);
char *put_flags_column(char *p, const struct row *row);
bool arg_is_wide(unsigned int abi, unsigned int role);
bool arg_is_signed(unsigned int role);
int64_t arg_value(const struct row *row, unsigned int i);

static inline bool ret_is_restart(int64_t ret)
{
	return ret <= -512 && ret >= -516 && ret != -515;
}

/* The error that a call returned; 0: none, or that it is made again. */
static inline unsigned int ret_error(int64_t ret)
{
	return ior_ret_is_error(ret) && !ret_is_restart(ret) ? -ret : 0;
}

#endif /* READ_H */
