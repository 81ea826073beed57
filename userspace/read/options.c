// SPDX-License-Identifier: GPL-2.0-only
/*
 * The command line.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "about.h"
#include "by.h"
#include "detached.h"
#include "folded.h"
#include "interval.h"
#include "lines.h"
#include "outcome.h"
#include "progress.h"
#include "sample.h"
#include "split.h"
#include "targets.h"
#include "who.h"

static const char help[] =
"ior-read - trace system calls\n"
"\n"
"Usage:\n"
"  ior-read [OPTION]... [--] COMMAND [ARG]...   trace a command\n"
"  ior-read [OPTION]... -p PID|NAME[,...]       trace running processes\n"
"  ior-read [OPTION]... --cgroup DIR            those of a control group\n"
"  ior-read [OPTION]... -a                      trace every process\n"
"  ior-read [OPTION]... -i FILE                 print a recording; - is standard input\n"
"  ior-read [OPTION]...                         trace what the module's parameters say\n"
"\n"
"What to trace; each -e takes a list, and with ! before it, all but these:\n"
"  -e trace=CALL               calls; \"trace=\" may be left out.  %file, %desc, %network,\n"
"                              %process, ... are classes, /^open a regular expression\n"
"  -e family=NAME  kind=NAME   calls of a family or a kind; see --list\n"
"  -e path=GLOB  fd=N          calls on a file: '/etc/*', '*name*'; on a descriptor\n"
"  -e status=WORD              calls that end successful (-z), failed (-Z), unfinished; or\n"
"                              detached: not before the trace does\n"
"  -e comm=GLOB  uid=USER  cgroup=DIR  abi=64|32|x32    calls of tasks that are such\n"
"      --min-duration TIME     calls that take so long or longer, as 100us or 1.5ms\n"
"      --sample CALL=N[,...]   record one of N such calls, none if N is 0; count the others\n"
"      --no-follow             not the children of what is traced; -f: the default\n"
"      --enter                 calls when they begin, too (text and raw)\n"
"      --time FROM,TO          of a recording, calls that ended then: 10,12.5 or 12:30:00,\n"
"      --duration SEC          end after so many seconds; --timeout SEC: the command, too\n"
"\n"
"What to print:\n"
"  -F, --format FORMAT         text (default), csv, jsonl (JSON lines), raw; for other\n"
"                              viewers ctf, chrome, folded\n"
"  -o, --output FILE           to a file: a recording for -i, unless -F says otherwise;\n"
"                              - is standard output, FILE.zst is compressed by zstd,\n"
"                              with -F ctf it is a new directory\n"
"      --split SIZE|TIME       a recording in parts: of 100M, of 10m; --keep N: the last N\n"
"      --fold FRAME[,FRAME]... stacks for -F folded (comm,call,path), --weight count, time\n"
"                              or bytes; --svg: drawn by flamegraph.pl\n"
"  -t, -tt, -ttt, -r           when a call began: the time, with us, since the epoch; or\n"
"                              how long after that of the row before\n"
"  -T, -y                      the default; less by --syscall-times=none, --decode-fds=none\n"
"  -s, --string-limit SIZE     bytes of a string that is no name of a file\n"
"      --color=WHEN            colours: auto (default), always or never\n"
"      --escape=WHEN           escapes for what can't be printed, likewise\n"
"      --raw-restarts          each part of a call that was interrupted and restarted\n"
"  -c, -C                      only a table of how many, how long, how many bytes; and calls\n"
"  -S, --summary-sort-by WORD  by time (default), calls, errors, bytes, name, p99, max, ...\n"
"      --by WORD               a row for each call, file, dir, process, thread, family or fd\n"
"      --top N, --histogram    the first N rows, and one for the others; bars below each\n"
"      --interval SEC          a table every so many seconds\n"
"\n"
"Other:\n"
"      --ring-size SIZE        buffer for each CPU, as 64K, 4M (default) or 1G\n"
"      --overwrite             print nothing till the end, then what is in the buffers\n"
"      --list WHAT             print the names of all calls, classes, families or kinds\n"
"      --progress=WHEN         say how far it is: auto (default), always or never\n"
"  -h, --help; -V, --version   print this; the version, and that of the loaded module\n"
"\n"
"The exit status is that of COMMAND, 125 if ior-read fails, 126 if COMMAND can't\n"
"be executed, 127 if there is no such command.  The last line on standard error\n"
"says how many calls were traced, how many were lost, and if the trace is complete.\n";

static const struct format * const formats[] = {
	&format_text, &format_csv, &format_raw, &format_ctf, &format_jsonl,
	&format_folded, &format_chrome,
};

static const char format_names[] = "text, csv, jsonl, folded, chrome, raw or ctf";

enum {
	OPT_NO_FOLLOW	= 0x100,
	OPT_ENTER,
	OPT_DURATION,
	OPT_RAW_RESTARTS,
	OPT_RING_SIZE,
	OPT_MIN_DURATION,
	OPT_SAMPLE,
	OPT_OVERWRITE,
	OPT_LIST,
	OPT_CGROUP,
	OPT_SPLIT,
	OPT_KEEP,
	OPT_PROGRESS,
	OPT_ABSOLUTE_TIMESTAMPS,
	OPT_COLOR,
	OPT_ESCAPE,
	OPT_FOLD,
	OPT_WEIGHT,
	OPT_SVG,
	OPT_BY,
	OPT_TOP,
	OPT_HISTOGRAM,
	OPT_INTERVAL,
	OPT_TIMEOUT,
	OPT_TIME,
};

static const char short_options[] = "+:acCe:fF:hi:o:p:rs:S:tTVyzZ";

static const struct option long_options[] = {
	{ "all",	no_argument,		NULL, 'a' },
	{ "expr",	required_argument,	NULL, 'e' },
	{ "format",	required_argument,	NULL, 'F' },
	{ "help",	no_argument,		NULL, 'h' },
	{ "input",	required_argument,	NULL, 'i' },
	{ "output",	required_argument,	NULL, 'o' },
	{ "pid",	required_argument,	NULL, 'p' },
	{ "version",	no_argument,		NULL, 'V' },
	{ "summary",	no_argument,		NULL, 'C' },
	{ "summary-only", no_argument,		NULL, 'c' },
	{ "summary-sort-by", required_argument,	NULL, 'S' },
	{ "successful-only", no_argument,	NULL, 'z' },
	{ "failed-only", no_argument,		NULL, 'Z' },
	{ "no-follow",	no_argument,		NULL, OPT_NO_FOLLOW },
	{ "enter",	no_argument,		NULL, OPT_ENTER },
	{ "duration",	required_argument,	NULL, OPT_DURATION },
	{ "timeout",	required_argument,	NULL, OPT_TIMEOUT },
	{ "by",		required_argument,	NULL, OPT_BY },
	{ "top",	required_argument,	NULL, OPT_TOP },
	{ "histogram",	no_argument,		NULL, OPT_HISTOGRAM },
	{ "interval",	required_argument,	NULL, OPT_INTERVAL },
	{ "raw-restarts", no_argument,		NULL, OPT_RAW_RESTARTS },
	{ "ring-size",	required_argument,	NULL, OPT_RING_SIZE },
	{ "min-duration", required_argument,	NULL, OPT_MIN_DURATION },
	{ "sample",	required_argument,	NULL, OPT_SAMPLE },
	{ "overwrite",	no_argument,		NULL, OPT_OVERWRITE },
	{ "list",	required_argument,	NULL, OPT_LIST },
	{ "cgroup",	required_argument,	NULL, OPT_CGROUP },
	{ "split",	required_argument,	NULL, OPT_SPLIT },
	{ "keep",	required_argument,	NULL, OPT_KEEP },
	{ "progress",	optional_argument,	NULL, OPT_PROGRESS },
	{ "follow-forks", no_argument,		NULL, 'f' },
	{ "absolute-timestamps", optional_argument, NULL, OPT_ABSOLUTE_TIMESTAMPS },
	{ "timestamps",	optional_argument,	NULL, OPT_ABSOLUTE_TIMESTAMPS },
	{ "relative-timestamps", optional_argument, NULL, 'r' },
	{ "syscall-times", optional_argument,	NULL, 'T' },
	{ "decode-fds",	required_argument,	NULL, 'y' },
	{ "string-limit", required_argument,	NULL, 's' },
	{ "color",	optional_argument,	NULL, OPT_COLOR },
	{ "escape",	optional_argument,	NULL, OPT_ESCAPE },
	{ "fold",	required_argument,	NULL, OPT_FOLD },
	{ "weight",	required_argument,	NULL, OPT_WEIGHT },
	{ "svg",	no_argument,		NULL, OPT_SVG },
	{ "time",	required_argument,	NULL, OPT_TIME },
	{ NULL,		0,			NULL, 0 },
};

/* -------------------------------------------------------------- parsers -- */

static int parse_format(struct options *opts, const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(formats); i++) {
		if (!strcmp(formats[i]->name, name)) {
			opts->format = formats[i];
			return 0;
		}
	}
	return fail("-F %s: there is no such format (use %s)", name, format_names);
}

/* A power of two, which may have a unit. */
static int parse_ring_size(struct options *opts, const char *text)
{
	static const char units[] = "KMG";
	unsigned long long bytes;
	const char *unit = NULL;
	char *end;

	errno = 0;
	bytes = strtoull(text, &end, 10);
	if (*end)
		unit = strchr(units, *end >= 'a' ? *end - 'a' + 'A' : *end);
	if (unit && bytes <= IOR_RING_BYTES_MAX) {
		bytes <<= 10 * (unit - units + 1);
		end++;
	}
	if (*end || errno || *text < '0' || *text > '9' || bytes & (bytes - 1) || bytes < 4096 ||
	    bytes > IOR_RING_BYTES_MAX)
		return fail("--ring-size %s: not a power of two from 4K to 1G (try 16M)", text);
	opts->ring_bytes = bytes;
	return 0;
}

static int parse_duration(struct options *opts, const char *name, const char *text)
{
	char *end;
	double sec = strtod(text, &end);

	if (end == text || *end || !(sec >= 0.001 && sec <= 1e9))
		return fail("%s %s: not a number of seconds (try 2.5)", name, text);
	opts->duration_ns = sec * 1e9;
	return 0;
}

static int fail_usage(int opt, const char *word)
{
	if (opt == ':')
		return fail("%s: its argument is missing (see ior-read --help)", word);
	return fail("%s: there is no such option (see ior-read --help)", word);
}

/* --------------------------------------------------------------- checks -- */

static int set_mode(struct options *opts, enum mode mode)
{
	if (opts->mode != MODE_DEFAULT && opts->mode != mode)
		return fail("a COMMAND, -p or --cgroup, -a and -i exclude each other (choose one)");
	opts->mode = mode;
	return 0;
}

static int set_summary(struct options *opts, enum summary summary)
{
	if (opts->summary != SUMMARY_NONE && opts->summary != summary)
		return fail("-c and -C exclude each other (-C prints the calls, too)");
	opts->summary = summary;
	return 0;
}

/* "ior-read <f" reads f. */
static bool stdin_is_file(void)
{
	struct stat st;

	return !fstat(STDIN_FILENO, &st) && S_ISREG(st.st_mode);
}

/* What belongs to summaries, and what does not go with them. */
static int check_summary(struct options *opts)
{
	bool is_csv = opts->format == &format_csv;

	if (opts->summary == SUMMARY_NONE &&
	    (opts->by || opts->top || opts->histogram || opts->interval_ns))
		opts->summary = SUMMARY_ONLY;
	if (opts->summary == SUMMARY_NONE)
		return opts->order ? fail("-S: there is nothing to sort (add -c or -C)") : 0;
	if (opts->format && opts->format->binary)
		return fail("-F %s: a recording has no table (use -c with -i on the recording)",
			    opts->format->name);
	if (opts->format && (opts->format->directory || opts->format->alone))
		return fail("-F %s: it has no table (use -c without -F)", opts->format->name);
	if (opts->histogram && is_csv)
		return fail("--histogram: not in CSV (leave out -F csv, or --histogram)");
	if (opts->interval_ns && is_csv && opts->summary == SUMMARY_BOTH)
		return fail("--interval: in CSV the calls and the tables can't mix (use -c)");
	if (opts->interval_ns && opts->overwrite)
		return fail("--interval: --overwrite prints nothing till the end (choose one)");
	if (opts->summary == SUMMARY_ONLY && by_counts(opts) &&
	    (opts->enter || opts->overwrite || opts->nr_samples))
		return fail("-c: no call is recorded (use -C with --enter, --overwrite, --sample)");
	return 0;
}

static int check(struct options *opts)
{
	bool to_stdout = !opts->output || !strcmp(opts->output, "-");

	if (opts->mode == MODE_DEFAULT && stdin_is_file()) {
		opts->mode = MODE_FILE;
		opts->input = "-";
	}
	if (opts->mode == MODE_FILE && (opts->ring_bytes || opts->duration_ns || opts->no_follow ||
					opts->enter || opts->overwrite || opts->nr_samples))
		return fail("-i: it is recorded already (select by -e, -z, -Z, --min-duration)");
	if (opts->mode == MODE_DEFAULT && (opts->overwrite || opts->nr_samples))
		return fail("--overwrite and --sample need a COMMAND, -p or -a");
	if (opts->mode == MODE_DEFAULT && (opts->no_follow || opts->enter))
		return fail("--no-follow and --enter need a COMMAND or -p (or -a for --enter)");
	if (opts->mode == MODE_ALL && opts->no_follow)
		return fail("--no-follow: -a traces every process (use -p)");
	if (!opts->format)
		opts->format = !opts->output || opts->summary != SUMMARY_NONE ? &format_text :
										&format_raw;
	if (to_stdout && opts->format->directory)
		return fail("-F %s: a trace of several files (name a new directory with -o)",
			    opts->format->name);
	if (to_stdout)
		opts->output = NULL;
	if (to_stdout && opts->format->binary && isatty(STDOUT_FILENO))
		return fail("-F %s: not to a terminal (use -o FILE)", opts->format->name);
	return window_check(opts) ?: look_check(opts) ?: split_prepare(opts) ?:
	       folded_prepare(opts);
}

static int parse_option(struct options *opts, struct expressions *ex, int opt, const char *word)
{
	switch (opt) {
	case 'a':
		return set_mode(opts, MODE_ALL);
	case 'c':
		return set_summary(opts, SUMMARY_ONLY);
	case 'C':
		return set_summary(opts, SUMMARY_BOTH);
	case 'e':
		return select_add(ex, optarg);
	case 'F':
		return parse_format(opts, optarg);
	case 'i':
		opts->input = optarg;
		return set_mode(opts, MODE_FILE);
	case 'o':
		opts->output = optarg;
		return 0;
	case 'p':
		return set_mode(opts, MODE_PIDS) ?: targets_add_list(opts, optarg);
	case 'S':
		return lines_sort_by(opts, optarg);
	case 'z':
		ex->status = "successful";
		return 0;
	case 'Z':
		ex->status = "failed";
		return 0;
	case OPT_CGROUP:
		return set_mode(opts, MODE_PIDS) ?: targets_add_cgroup(opts, optarg);
	case OPT_SPLIT:
		return split_add(opts, optarg);
	case OPT_KEEP:
		return split_keep(opts, optarg);
	case OPT_PROGRESS:
		return progress_parse(opts, optarg);
	case OPT_FOLD:
		return folded_by(opts, optarg);
	case OPT_WEIGHT:
		return folded_weigh(opts, optarg);
	case OPT_SVG:
		opts->svg = true;
		return 0;
	case OPT_MIN_DURATION:
		return outcome_set_duration(&opts->selection.filter, optarg);
	case OPT_SAMPLE:
		return sample_add(opts, optarg);
	case OPT_OVERWRITE:
		opts->overwrite = true;
		return 0;
	case OPT_NO_FOLLOW:
		opts->no_follow = true;
		return 0;
	case OPT_ENTER:
		opts->enter = true;
		return 0;
	case OPT_DURATION:
		opts->ends_command = false;
		return parse_duration(opts, "--duration", optarg);
	case OPT_TIMEOUT:
		opts->ends_command = true;
		return parse_duration(opts, "--timeout", optarg);
	case OPT_BY:
		return by_parse(opts, optarg);
	case OPT_TOP:
		return lines_set_top(opts, optarg);
	case OPT_HISTOGRAM:
		opts->histogram = true;
		return 0;
	case OPT_INTERVAL:
		return interval_parse(opts, optarg);
	case OPT_TIME:
		return window_parse(opts, optarg);
	case OPT_RAW_RESTARTS:
		opts->raw_restarts = true;
		return 0;
	case OPT_RING_SIZE:
		return parse_ring_size(opts, optarg);
	case 'f':
		opts->no_follow = false;
		return 0;
	case 't':
		return look_more_stamps(opts);
	case OPT_ABSOLUTE_TIMESTAMPS:
		return look_stamps(opts, optarg);
	case 'r':
		return look_relative(opts, optarg);
	case 'T':
		return look_durations(opts, optarg);
	case 'y':
		return look_files(opts, optarg);
	case 's':
		return look_strings(opts, optarg);
	case OPT_COLOR:
		return when_parse(&opts->look.color, "--color", optarg);
	case OPT_ESCAPE:
		return when_parse(&opts->look.escape, "--escape", optarg);
	default:
		return fail_usage(opt, word);
	}
}

/* Options that print something, and nothing else. */
static int print_about(int opt)
{
	int err = 0;

	if (opt == 'h')
		fputs(help, stdout);
	else if (opt == 'V')
		about_version();
	else
		err = about_list(optarg);
	if (!err && fflush(stdout))
		err = fail("standard output: %s", strerror(errno));
	return err;
}

/*
 * Returns -1 with @opts set if there is something to do, else the exit status.
 */
int options_parse(struct options *opts, int argc, char **argv)
{
	struct expressions ex = { .trace = NULL };
	int opt, err, at = 1;

	opterr = 0;
	while ((opt = getopt_long(argc, argv, short_options, long_options, NULL)) != -1) {
		if (opt == 'h' || opt == 'V' || opt == OPT_LIST)
			return print_about(opt);
		err = parse_option(opts, &ex, opt, argv[at]);
		if (err)
			return err;
		at = optind;
	}
	if (optind < argc) {
		opts->command = &argv[optind];
		err = set_mode(opts, MODE_COMMAND);
		if (err)
			return err;
	}
	return select_build(&opts->selection, &ex) ?: check_summary(opts) ?: check(opts) ?:
	       who_check(opts) ?: detached_check(opts) ?: -1;
}
