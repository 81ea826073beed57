// SPDX-License-Identifier: GPL-2.0-only
/*
 * ebpf-peer PID FILE: records the calls of a process, by the eBPF program that
 * lies beside this one.
 */
#include <err.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "record.h"

#define POLL_US		10000

static FILE *out;
static volatile sig_atomic_t ended;

static void end(int sig)
{
	(void)sig;
	ended = 1;
}

static int print(void *arg, void *rec, size_t size)
{
	(void)arg;
	if (fwrite_unlocked(rec, size, 1, out) != 1)
		err(1, "write");
	return 0;
}

/* The program knows from the start whom it traces. */
static void set_traced(struct bpf_object *object, __u32 traced)
{
	struct bpf_map *map;

	bpf_object__for_each_map(map, object)
		if (strstr(bpf_map__name(map), ".rodata") &&
		    !bpf_map__set_initial_value(map, &traced, sizeof(traced)))
			return;
	errx(1, "the program has no place for the process");
}

int main(int argc, char *argv[])
{
	struct bpf_program *program;
	struct bpf_object *object;
	struct ring_buffer *ring;
	char file[512];

	if (argc != 3)
		errx(2, "usage: ebpf-peer PID FILE");
	snprintf(file, sizeof(file), "%s/ebpf-peer.o", getenv("BENCH_DIR"));
	object = bpf_object__open_file(file, NULL);
	if (!object)
		err(1, "%s", file);
	set_traced(object, atoi(argv[1]));
	if (bpf_object__load(object))
		err(1, "the program does not load");
	bpf_object__for_each_program(program, object)
		if (!bpf_program__attach(program))
			err(1, "%s does not attach", bpf_program__name(program));
	ring = ring_buffer__new(bpf_object__find_map_fd_by_name(object, "ring"), print, NULL, NULL);
	out = fopen(argv[2], "w");
	if (!ring || !out)
		err(1, "%s", argv[2]);
	signal(SIGINT, end);
	while (!ended) {
		usleep(POLL_US);
		if (ring_buffer__consume(ring) < 0)
			err(1, "the ring");
	}
	return fclose(out) ? 1 : 0;
}
