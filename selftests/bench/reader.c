// SPDX-License-Identifier: GPL-2.0-only
/*
 * What ior-read needs for one record, by the CPU time of its process: to record
 * it live, and to print it from a recording.  A run on twice as many records
 * less a run on so many is without what it takes to start and to end.  Beside
 * it, what the kernel alone takes to put as many bytes into a file.
 */
#include "bench.h"
#include "reader.h"

#define CALLS		25000	/* of each sort; and twice as many */
#define FILE_NAME	"/tmp/bench.out"
#define PIECE		(256 << 10)

static const char *const recording[] = { "/tmp/bench.1.ior", "/tmp/bench.2.ior" };

struct use {
	double ns;
	double records;
};

static struct use use_of(struct outcome o, int run)
{
	if (o.lost || o.calls < made_by(CALLS << run))
		errx(1, "of %llu calls %llu were seen and %llu lost", made_by(CALLS << run),
		     o.calls, o.lost);
	return (struct use){ o.cpu_ns, o.calls };
}

static struct use record_to(const char *file, int run)
{
	struct worker w = worker_start();
	struct reader r = reader_attach(&w, 1, file);

	worker_do(&w, job_measure, CALLS << run);
	worker_end(&w);
	return use_of(reader_end(&r), run);
}

static struct use record_nowhere(int run)
{
	return record_to("/dev/null", run);
}

static struct use record(int run)
{
	unlink(recording[run]);	/* or it would have to be emptied first */
	return record_to(recording[run], run);
}

static struct use print(const char *format, int run)
{
	char *argv[] = { "ior-read", "-i", (char *)recording[run], "-F", (char *)format, "-o",
			 FILE_NAME, NULL };
	struct reader r = reader_start(argv);
	struct use use = use_of(reader_end(&r), run);

	unlink(FILE_NAME);
	return use;
}

static struct use print_csv(int run)
{
	return print("csv", run);
}

static struct use print_text(int run)
{
	return print("text", run);
}

/* write_file - the bytes of so many records, from memory that is there */
static struct use write_file(int run)
{
	long long size = made_by(CALLS << run) * IOR_RECORD_SIZE, done = 0;
	int fd = open(FILE_NAME, O_WRONLY | O_CREAT | O_EXCL, 0600);
	char *piece = malloc(PIECE);
	struct use use;

	if (fd < 0 || !piece)
		err(1, FILE_NAME);
	memset(piece, 1, PIECE);
	use.ns = clock_ns(CLOCK_THREAD_CPUTIME_ID);
	while (done < size) {
		if (write(fd, piece, PIECE) != PIECE)
			err(1, FILE_NAME);
		done += PIECE;
	}
	use.ns = clock_ns(CLOCK_THREAD_CPUTIME_ID) - use.ns;
	use.records = done / IOR_RECORD_SIZE;
	free(piece);
	close(fd);
	unlink(FILE_NAME);
	return use;
}

static const struct {
	const char *name;
	struct use (*run)(int run);
	double bar;
} ways[] = {
	{ "write(2) of as much, in pieces of 256 KiB, to tmpfs", write_file, NO_BAR },
	{ "ior-read -p PID -o /dev/null", record_nowhere, NO_BAR },
	{ "ior-read -p PID -o FILE, on tmpfs", record, 20 },
	{ "ior-read -i FILE -F csv -o FILE, on tmpfs", print_csv, 1000 },
	{ "ior-read -i FILE -F text -o FILE, on tmpfs", print_text, 1000 },
};

int main(void)
{
	struct use use[2];
	size_t i;
	int run;

	heading("what the reader takes for one record, with what the kernel does for it");
	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		/* who reads a page for the first time pays for that, so once for nothing */
		for (run = 0; run < 4; run++)
			use[run % 2] = ways[i].run(run % 2);
		row((use[1].ns - use[0].ns) / (use[1].records - use[0].records), "insn/rec",
		    ways[i].bar, "%s", ways[i].name);
	}
	for (run = 0; run < 2; run++)
		unlink(recording[run]);
	return 0;
}
