// SPDX-License-Identifier: GPL-2.0-only
/*
 * What memory the module takes: idle, and for a session that runs.
 *
 * Counted, not guessed from what is free before and after: the kernel's events
 * of kmem and percpu say what this task allocated while it loaded the module,
 * or was in the ioctls, and what of that it freed again; that holds for what
 * the kernel itself allocates on the way, as well.  Areas of vmalloc() have no
 * such events; /proc/vmallocinfo says how many pages they have.  What is freed
 * later by somebody else (by RCU, say) counts as kept, so the truth may be less.
 */
#include <sys/stat.h>

#include "bench.h"

#define TRACE		"/sys/kernel/tracing/instances/bench"
#define RING_BYTES	(4ULL << 20)
#define PAGE_BYTES	4096
#define KIB		1024.0
#define MAX_KEPT	65536

static void put(const char *file, const char *text)
{
	int fd = open(file, O_WRONLY | O_TRUNC);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		err(1, "%s", file);
	close(fd);
}

/* ------------------------------------------------------- what was kept -- */

static struct {
	unsigned long long at;	/* not an address, but another one for each */
	unsigned long bytes;
} kept[MAX_KEPT];

static unsigned int nr_kept;

static bool field(const char *line, const char *format, void *value)
{
	const char *at = strchr(format, '=');
	char name[32];

	snprintf(name, sizeof(name), " %.*s", (int)(at - format + 1), format);
	at = strstr(line, name);
	return at && sscanf(at + 1, format, value) == 1;
}

/* An event of percpu has a size for each processor, of which there is one. */
static void count_event(const char *line)
{
	unsigned long long at;
	unsigned long bytes;
	unsigned int i;

	if (!field(line, "ptr=%llx", &at)) {
		if (strstr(line, " ptr=(null)"))
			return;
		errx(1, "an event without an address: %s", line);
	}
	if (field(line, "size=%lu", &bytes) || field(line, "bytes_alloc=%lu", &bytes)) {
		if (nr_kept == MAX_KEPT)
			errx(1, "too much was allocated");
		kept[nr_kept].at = at;
		kept[nr_kept++].bytes = bytes;
		return;
	}
	for (i = nr_kept; i-- > 0;) {
		if (kept[i].at == at) {
			kept[i] = kept[--nr_kept];
			return;
		}
	}
}

static unsigned long events_bytes(void)
{
	FILE *f = fopen(TRACE "/trace", "r");
	unsigned long bytes = 0;
	char line[512];
	unsigned int i;

	if (!f)
		err(1, TRACE);
	nr_kept = 0;
	while (fgets(line, sizeof(line), f)) {
		if (strstr(line, "LOST"))
			errx(1, "the kernel lost events");
		if (*line != '#' && strstr(line, " ptr="))
			count_event(line);
	}
	fclose(f);
	for (i = 0; i < nr_kept; i++)
		bytes += kept[i].bytes;
	return bytes;
}

/* Stacks are of tasks that come and go. */
static unsigned long vmalloc_bytes(void)
{
	FILE *f = fopen("/proc/vmallocinfo", "r");
	unsigned long bytes = 0, pages;
	char line[512];

	if (!f)
		err(1, "/proc/vmallocinfo");
	while (fgets(line, sizeof(line), f))
		if (!strstr(line, "kernel_clone") && field(line, "pages=%lu", &pages))
			bytes += pages * PAGE_BYTES;
	fclose(f);
	return bytes;
}

/* kept_by - bytes that a step allocates, and does not free; it returns a descriptor or -1 */
static double kept_by(int (*step)(void), int *fd)
{
	unsigned long vmalloc = vmalloc_bytes(), bytes;

	put(TRACE "/trace", "");
	put(TRACE "/tracing_on", "1");
	*fd = step();
	put(TRACE "/tracing_on", "0");
	sleep_ms(200);	/* what only the load needs is freed after a grace period */
	bytes = events_bytes();
	if (!bytes)
		errx(1, "no events came");
	return vmalloc_bytes() - vmalloc + bytes;
}

/* --------------------------------------------------------------- steps -- */

static int module = -1;

static int load(void)
{
	if (syscall(SYS_finit_module, module, "", 0))
		err(1, "the module does not load");
	return -1;
}

static double own_bytes(void)
{
	FILE *f = fopen("/sys/module/ior/coresize", "r");
	double bytes;

	if (!f || fscanf(f, "%lf", &bytes) != 1)
		err(1, "/sys/module/ior/coresize");
	fclose(f);
	return bytes;
}

static int run_session(void)
{
	int session = session_open(RING_BYTES);

	session_add(session, getpid());
	session_start(session);
	return session;
}

/* A counter is made when a call first ends: here, for ten that do not exist. */
static int run_counting(void)
{
	struct ior_sample sample = { .flags = IOR_SAMPLE_EVERY_CALL };
	int session = session_open(RING_BYTES);
	int i;

	if (ioctl(session, IOR_IOC_SAMPLE, &sample))
		err(1, "a session that counts");
	session_add(session, getpid());
	session_start(session);
	for (i = 0; i < 10; i++)
		syscall(900 + i);
	return session;
}

/* read_ahead - what reading the file takes would be seen, too */
static void read_ahead(int fd)
{
	char piece[4096];
	ssize_t got;

	while ((got = read(fd, piece, sizeof(piece))) > 0)
		;
	if (got < 0)
		err(1, "the module cannot be read");
}

static void watch_allocations(void)
{
	char pid[16];

	if (mkdir(TRACE, 0700))
		err(1, TRACE);
	snprintf(pid, sizeof(pid), "%d", getpid());
	put(TRACE "/tracing_on", "0");
	put(TRACE "/set_event_pid", pid);
	put(TRACE "/buffer_size_kb", "8192");
	put(TRACE "/events/kmem/enable", "1");
	put(TRACE "/events/percpu/enable", "1");
}

int main(void)
{
	const char *file = getenv("IOR_MODULE");
	int first, second, third;
	double bytes;

	if (sysconf(_SC_NPROCESSORS_CONF) != 1)
		errx(1, "this is for one processor");
	heading("memory, one processor");
	module = file ? open(file, O_RDONLY | O_CLOEXEC) : -1;
	if (module < 0)
		err(1, "IOR_MODULE names no module");
	read_ahead(module);
	if (syscall(SYS_delete_module, "ior", O_NONBLOCK))
		err(1, "the module does not unload");
	watch_allocations();
	bytes = kept_by(load, &first);
	row(bytes / KIB, "KiB", 64, "module loaded, no session open");
	row(own_bytes() / KIB, "KiB", NO_BAR, "of that, the module's code and data");
	bytes = kept_by(run_session, &first) - RING_BYTES;
	row(bytes / KIB, "KiB", 128, "the first session, running, beyond its ring");
	bytes = kept_by(run_session, &second) - RING_BYTES;
	row(bytes / KIB, "KiB", 128, "another session, running, beyond its ring");
	bytes = kept_by(run_counting, &third) - RING_BYTES;
	row(bytes / KIB, "KiB", 128, "another one, that counts, likewise");
	close(first);
	close(second);
	close(third);
	put(TRACE "/events/enable", "0");
	if (rmdir(TRACE))
		err(1, TRACE);
	return 0;
}
