// SPDX-License-Identifier: GPL-2.0-only
/*
 * Other tracers, on the same loop of calls: what they add to a call that they
 * show, and to one of a process that they do not trace, and what they use
 * themselves for each call.  All write to a file on tmpfs.
 */
#include "bench.h"

#define OUTPUT		"/tmp/peer.out"
#define QUIET_MS	300
#define QUIET_NS	3e6	/* what one that waits may use in that time */
#define LOOKS		100
#define PATIENCE	50000	/* looks; while all wait for the host, time flies */

enum { UNKNOWN, LINE };

/**
 * struct peer - one tracer
 * @name: of its rows
 * @program: without it, the peer is not there
 * @command: for the shell: traces process $PID and writes to $OUT
 * @calls: of each sort; those that take longer get fewer
 * @record: bytes of its output for one call, LINE or UNKNOWN
 */
struct peer {
	const char *name;
	const char *program;
	const char *command;
	long calls;
	unsigned int record;
};

/* bpftrace's program */
#define TRACED		"/pid == $1/ "
#define PRINT		"printf(\"%d %d %d %d\\n\", tid, @nr[tid], args->ret, nsecs - @at[tid]);"
#define ON_ENTER	"tracepoint:raw_syscalls:sys_enter " TRACED \
			"{ @nr[tid] = args->id; @at[tid] = nsecs; } "
#define ON_EXIT		"tracepoint:raw_syscalls:sys_exit " TRACED "{ if (@at[tid]) { " PRINT \
			" delete(@nr[tid]); delete(@at[tid]); } }"

static const struct peer peers[] = {
	{ "ior-read, raw", "ior-read", "ior-read -p $PID -o $OUT", 50000, IOR_RECORD_SIZE },
	{ "ior-read, text", "ior-read", "ior-read -p $PID -F text -o $OUT", 50000, LINE },
	{ "eBPF, 128-byte records, polled", "ebpf-peer",
	  "ebpf-peer $PID $OUT", 50000, IOR_RECORD_SIZE },
	{ "perf record", "perf",
	  "perf record -q -e raw_syscalls:sys_enter,raw_syscalls:sys_exit -o $OUT -p $PID", 20000,
	  UNKNOWN },
	{ "perf trace", "perf", "perf trace -o $OUT -p $PID", 10000, LINE },
	{ "bpftrace, one line a call", "bpftrace",
	  "bpftrace -o $OUT -e '" ON_ENTER ON_EXIT "' $PID", 10000, LINE },
	{ "strace -f -T", "strace", "strace -f -T -q -o $OUT -p $PID", 2000, LINE },
};

static bool is_there(const char *program)
{
	char command[64];

	snprintf(command, sizeof(command), "command -v %s >/dev/null", program);
	return !system(command);
}

static pid_t start(const struct peer *peer, pid_t traced)
{
	char number[16], command[1024];
	pid_t pid;

	snprintf(number, sizeof(number), "%d", traced);
	snprintf(command, sizeof(command), "exec %s", peer->command);
	setenv("PID", number, 1);
	setenv("OUT", OUTPUT, 1);
	pid = fork();
	if (pid < 0)
		err(1, "fork");
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		signal(SIGINT, SIG_DFL);	/* background jobs of a shell ignore it */
		dup2(open("/dev/null", O_RDWR), STDIN_FILENO);
		dup2(STDIN_FILENO, STDOUT_FILENO);
		dup2(STDIN_FILENO, STDERR_FILENO);
		execl("/bin/sh", "sh", "-c", command, NULL);
		_exit(127);
	}
	return pid;
}

/* cpu_ns_when_quiet - what it has used when it waits for something to do, or ends */
static double cpu_ns_when_quiet(pid_t pid, const char *name)
{
	double before, now;
	clockid_t clock;
	int i;

	if (clock_getcpuclockid(pid, &clock))
		errx(1, "%s has no clock", name);
	now = clock_ns(clock);
	for (i = 0; i < PATIENCE; i++) {
		before = now;
		sleep_ms(QUIET_MS);
		now = clock_ns(clock);
		if (now - before < QUIET_NS && i)
			return now;
	}
	errx(1, "%s does not come to rest", name);
}

/* job_look - what a call takes at least: some are hit by interrupts of the tracer's start */
static void job_look(long count, struct figures *figures)
{
	double start, ns, least = INFINITY;
	long i;

	for (i = 0; i < count; i++) {
		start = clock_ns(CLOCK_THREAD_CPUTIME_ID);
		call_getppid();
		ns = clock_ns(CLOCK_THREAD_CPUTIME_ID) - start;
		if (ns < least)
			least = ns;
	}
	figures->call[GETPPID] = least;
}

/*
 * await - the worker's calls are traced: they have become dearer.  How long that
 * takes depends on the host's disk.  False: the tracer has ended.
 */
static bool await(pid_t tracer, const char *name, const struct worker *w, double untraced)
{
	int i;

	for (i = 0; i < PATIENCE; i++) {
		if (waitpid(tracer, NULL, WNOHANG))
			return false;
		if (worker_do(w, job_look, LOOKS).call[GETPPID] > untraced + 50)
			return true;
		sleep_ms(10);
	}
	errx(1, "%s does not trace", name);
}

/* end - as Ctrl-C does; some have much to do then */
static void end(pid_t pid, const char *name)
{
	kill(pid, SIGINT);
	if (waitpid(pid, NULL, 0) != pid)
		err(1, "%s", name);
}

/* shown_by - calls in the output */
static unsigned long long shown_by(const struct peer *peer)
{
	unsigned long long lines = 0, bytes = 0;
	FILE *f = fopen(OUTPUT, "r");
	int c;

	if (!f)
		err(1, "%s: " OUTPUT, peer->name);
	while ((c = getc_unlocked(f)) != EOF) {
		bytes++;
		lines += c == '\n';
	}
	fclose(f);
	return peer->record == LINE ? lines : bytes / peer->record;
}

/* report_loss - the process made some more calls than these, so more may be lost */
static void report_loss(const struct peer *peer)
{
	unsigned long long made = made_by(peer->calls), shown;

	if (peer->record == UNKNOWN)
		return;
	shown = shown_by(peer);
	row(shown < made ? made - shown : 0, "calls", NO_BAR, "%s: not shown, at least, of %llu",
	    peer->name, made);
}

static void measure(const struct peer *peer, const struct figures *untraced)
{
	struct worker traced = worker_start(), other = worker_start();
	double least = worker_do(&traced, job_look, LOOKS).call[GETPPID], before, used;
	pid_t tracer = start(peer, traced.pid);
	struct figures shown, not_shown;
	int c;

	if (!await(tracer, peer->name, &traced, least)) {
		row_without("does not run here", peer->name);
		worker_end(&traced);
		worker_end(&other);
		return;
	}
	before = cpu_ns_when_quiet(tracer, peer->name);
	shown = worker_do(&traced, job_measure, peer->calls);
	used = cpu_ns_when_quiet(tracer, peer->name) - before;
	not_shown = worker_do(&other, job_measure, peer->calls);
	end(tracer, peer->name);
	worker_end(&traced);
	worker_end(&other);
	for (c = 0; c < NR_CALLS; c++)
		row(shown.call[c] - untraced->call[c], "~insn", NO_BAR, "%s: %s", peer->name,
		    calls[c].name);
	row(not_shown.call[GETPPID] - untraced->call[GETPPID], "~insn", NO_BAR,
	    "%s: getppid of another process", peer->name);
	row(used / made_by(peer->calls), "~insn", NO_BAR, "%s: the tracer, for each call",
	    peer->name);
	report_loss(peer);
	unlink(OUTPUT);
}

/* The eBPF program is where this one is. */
static void set_path(void)
{
	char self[512], path[2048];
	ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);

	if (len < 0)
		err(1, "/proc/self/exe");
	self[len] = 0;
	*strrchr(self, '/') = 0;
	snprintf(path, sizeof(path), "%s:%s", self, getenv("PATH"));
	setenv("PATH", path, 1);
	setenv("BENCH_DIR", self, 1);
}

int main(void)
{
	struct figures untraced;
	struct worker w = worker_start();
	size_t i;

	heading("other tracers: added to a call, and what the tracer takes");
	set_path();
	untraced = worker_do(&w, job_measure, 50000);
	worker_end(&w);
	for (i = 0; i < sizeof(peers) / sizeof(peers[0]); i++) {
		if (is_there(peers[i].program))
			measure(&peers[i], &untraced);
		else
			row_without("not installed", peers[i].name);
	}
	return 0;
}
