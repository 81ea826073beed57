// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzzes /dev/ior: programs of operations, of which those that reach something new in
 * the module, as far as the kernel can tell, are kept and changed.  As TAP.
 */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "device.h"

#define BATCH		64	/* programs of a child */
#define HANGS_AFTER	120	/* s without a program that ends */
#define DEFAULT_SECONDS	30

struct fuzz *fuzz;

static struct {
	uint64_t	runs;		/* 0: no limit */
	uint64_t	seconds;	/* likewise */
	uint64_t	seed;
	const char	*corpus;
	const char	*save;
} options;

static uint32_t nr_loaded;		/* entries that came from the corpus */

static uint64_t now_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

/* -------------------------------------------------------------- programs -- */

static const struct program *any_kept(void)
{
	return &fuzz->entry[random_below(fuzz->nr_entries)].program;
}

static bool reaches(const uint32_t *features, uint32_t n)
{
	uint32_t i, j;

	for (i = 0; i < n; i++) {
		for (j = 0; j < fuzz->nr_now && fuzz->now[j] != features[i]; j++)
			;
		if (j == fuzz->nr_now)
			return false;
	}
	return true;
}

/* Take out of a program what is not needed to reach what it was the first to reach. */
static void trim(struct program *p, const uint32_t *news, uint32_t nr_news)
{
	unsigned int at = 0;

	while (at < p->nr && p->nr > 1 && !fuzz->failed[0]) {
		struct program less = *p;

		less.nr--;
		memmove(&less.op[at], &less.op[at + 1], (less.nr - at) * sizeof(less.op[0]));
		run_program(&less);
		if (reaches(news, nr_news))
			*p = less;
		else
			at++;
	}
	run_program(p);		/* all that it reaches, as it is now */
}

static void run_new(void)
{
	static uint8_t before[sizeof(fuzz->seen)];
	static uint32_t news[FEATURES_MAX];
	struct program p;
	uint32_t i, nr_news = 0;

	if (fuzz->nr_entries && random_below(4)) {
		p = *any_kept();
		program_mutate(&p, any_kept());
	} else {
		program_make(&p);
	}
	memcpy(before, fuzz->seen, sizeof(before));
	run_program(&p);
	if (!fuzz->now_new || fuzz->failed[0])
		return;
	for (i = 0; i < fuzz->nr_now; i++)
		if (!(before[fuzz->now[i] / 8] & 1 << fuzz->now[i] % 8))
			news[nr_news++] = fuzz->now[i];
	trim(&p, news, nr_news);
	if (!fuzz->failed[0])
		corpus_keep(&p);
}

/* What the corpus has first, each once */
static void run_next(void)
{
	struct entry *e;

	if (fuzz->executed >= nr_loaded) {
		run_new();
		return;
	}
	e = &fuzz->entry[fuzz->executed];
	run_program(&e->program);
	e->nr_features = fuzz->nr_now;
	memcpy(e->feature, fuzz->now, fuzz->nr_now * sizeof(e->feature[0]));
}

/* ---------------------------------------------------------------- batches -- */

static bool is_enough(uint64_t end)
{
	if (fuzz->executed < nr_loaded)
		return false;
	return (options.runs && fuzz->executed >= options.runs) || (end && now_s() >= end);
}

static void limit(int resource, rlim_t value)
{
	setrlimit(resource, &(struct rlimit){ value, value });
}

static void run_batch(uint64_t end)
{
	unsigned int i;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	limit(RLIMIT_AS, 4UL << 30);
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_NOFILE, 256);
	memory_init();
	tasks_init();
	fuzz->has_kcov = kcov_open();
	for (i = 0; i < BATCH && !fuzz->failed[0] && !is_enough(end); i++)
		run_next();
	_exit(0);
}

/* Returns how the child ended; one that does nothing for long is killed. */
static int wait_batch(pid_t pid)
{
	uint64_t alive = 0, since = now_s();
	int status;

	while (!waitpid(pid, &status, WNOHANG)) {
		usleep(20000);
		if (fuzz->alive != alive) {
			alive = fuzz->alive;
			since = now_s();
		} else if (now_s() - since > HANGS_AFTER) {
			wrong("no program ended for %d s", HANGS_AFTER);
			kill(pid, SIGKILL);
			waitpid(pid, &status, 0);
			break;
		}
	}
	return status;
}

static void fuzz_on(void)
{
	uint64_t end = options.seconds ? now_s() + options.seconds : 0;
	int status;
	pid_t pid;

	while (!fuzz->failed[0] && !is_enough(end)) {
		fflush(stdout);
		pid = fork();
		if (pid < 0) {
			wrong("fork: %s", strerror(errno));
			return;
		}
		if (!pid)
			run_batch(end);
		status = wait_batch(pid);
		if (WIFSIGNALED(status))
			wrong("a child died of signal %d", WTERMSIG(status));
		else if (WEXITSTATUS(status))
			wrong("a child ended with %d", WEXITSTATUS(status));
	}
}

/* ------------------------------------------------------------------ main -- */

static int usage(const char *name)
{
	fprintf(stderr,
		"usage: %s [--runs N] [--seconds N] [--seed N] [--corpus FILE] [--save FILE]\n"
		"\n"
		"  --runs N      that many programs, those of the corpus included\n"
		"  --seconds N   for so long (%d)\n"
		"  --seed N      of all that is left to chance; the time\n"
		"  --corpus FILE programs to begin with\n"
		"  --save FILE   gets as few as reach what was reached\n",
		name, DEFAULT_SECONDS);
	return 2;
}

static int parse(int argc, char **argv)
{
	static const struct option longs[] = {
		{ "runs", required_argument, NULL, 'r' },
		{ "seconds", required_argument, NULL, 's' },
		{ "seed", required_argument, NULL, 'S' },
		{ "corpus", required_argument, NULL, 'c' },
		{ "save", required_argument, NULL, 'o' },
		{ NULL, 0, NULL, 0 },
	};
	uint64_t *number;
	char *end;
	int opt;

	options.seed = time(NULL);
	while ((opt = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		if (opt == 'c' || opt == 'o') {
			*(opt == 'c' ? &options.corpus : &options.save) = optarg;
			continue;
		}
		number = opt == 'r' ? &options.runs : opt == 's' ? &options.seconds :
			 opt == 'S' ? &options.seed : NULL;
		if (!number)
			return usage(argv[0]);
		*number = strtoull(optarg, &end, 0);
		if (*end || !*number)
			return usage(argv[0]);
	}
	if (!options.runs && !options.seconds)
		options.seconds = DEFAULT_SECONDS;
	return optind == argc ? 0 : usage(argv[0]);
}

static void report(void)
{
	printf("# seed %llu, %llu executions, %llu of %llu operations without an error\n",
	       (unsigned long long)options.seed, (unsigned long long)fuzz->executed,
	       (unsigned long long)fuzz->succeeded, (unsigned long long)fuzz->done);
	if (fuzz->has_kcov)
		printf("# %u coverage points (%u by operation), %u programs kept\n",
		       fuzz->nr_points, fuzz->nr_seen, fuzz->nr_entries);
	if (fuzz->failed[0]) {
		printf("# %s, in or after:\n", fuzz->failed);
		program_print(stdout, "#   ", &fuzz->running);
	}
	printf("%sok 1 - fuzz: %u programs of the corpus and what is made of them\n",
	       fuzz->failed[0] ? "not " : "", nr_loaded);
	/* a program needs some operations that work, or else nothing was tested */
	printf("%sok 2 - fuzz: operations reach the device\n",
	       fuzz->succeeded > fuzz->executed ? "" : "not ");
	if (!fuzz->has_kcov)
		printf("ok 3 - fuzz: coverage # SKIP this kernel has no kcov\n");
	else
		printf("%sok 3 - fuzz: coverage\n", fuzz->nr_points > 100 ? "" : "not ");
}

int main(int argc, char **argv)
{
	bool loaded;

	if (parse(argc, argv))
		return 2;
	printf("TAP version 13\n");
	if (geteuid() || access(DEVICE, F_OK)) {
		printf("1..0 # SKIP needs root, and " DEVICE "\n");
		return 4;
	}
	printf("1..3\n");
	fuzz = mmap(NULL, sizeof(*fuzz), PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (fuzz == MAP_FAILED)
		return 1;
	fuzz->random = options.seed;
	loaded = !options.corpus || corpus_load(options.corpus);
	nr_loaded = fuzz->nr_entries;
	if (!loaded)
		wrong("the corpus can't be loaded");
	fuzz_on();
	report();
	if (options.save && !corpus_save(options.save))
		wrong("%s: %s", options.save, strerror(errno));
	return fuzz->failed[0] ? 1 : 0;
}
