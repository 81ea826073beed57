// SPDX-License-Identifier: GPL-2.0-only
/*
 * What has to be true of a session whatever was done with it.
 */
#include "ior_trace.h"

#include "device.h"

#define RECORDS_MAX	100000	/* of a session; what is read beyond is not looked at */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* ------------------------------------------------------------------ reads -- */

void check_read(struct session *s, const void *records, long bytes)
{
	struct trace *trace;
	size_t n = bytes / sizeof(struct ior_record);

	if (bytes % sizeof(struct ior_record)) {
		wrong("read(2) gives %ld bytes", bytes);
		return;
	}
	pthread_mutex_lock(&lock);
	if (!s->trace)
		s->trace = calloc(1, sizeof(*trace));
	trace = s->trace;
	if (trace->nr + n > RECORDS_MAX ||
	    !place_get(trace_room(trace, n), records, n * sizeof(struct ior_record)))
		s->away = true;
	else
		trace->nr += n;
	pthread_mutex_unlock(&lock);
}

void check_forget(struct session *s)
{
	pthread_mutex_lock(&lock);
	if (s->trace)
		trace_free(s->trace);
	free(s->trace);
	s->trace = NULL;
	pthread_mutex_unlock(&lock);
}

/* ------------------------------------------------------------------ structs -- */

void check_info(const struct ior_info *info)
{
	if (info->version != IOR_ABI_VERSION || info->record_size != IOR_RECORD_SIZE ||
	    info->state > IOR_STATE_STOPPED || !info->nr_cpus || !info->nr_records ||
	    info->nr_records & (info->nr_records - 1) || !info->watermark ||
	    info->watermark > info->nr_records ||
	    info->ring_size != PAGE + (__u64)info->nr_records * IOR_RECORD_SIZE ||
	    !all_zero(info->reserved, sizeof(info->reserved)))
		wrong("IOR_IOC_INFO: %u records, watermark %u, state %u", info->nr_records,
		      info->watermark, info->state);
}

void check_stats(const struct ior_stats *stats)
{
	if (stats->state > IOR_STATE_STOPPED || stats->calls > stats->records ||
	    stats->lost_marks > stats->records - stats->calls || stats->no_memory ||
	    stats->not_followed || !all_zero(stats->reserved, sizeof(stats->reserved)))
		wrong("IOR_IOC_STATS: %llu records, %llu calls, %llu marks, state %u",
		      stats->records, stats->calls, stats->lost_marks, stats->state);
}

/* --------------------------------------------------------------- sessions -- */

/* It has stopped: what was read is what was made. */
static void check_trace(const struct session *s, const struct ior_stats *stats)
{
	const struct trace *trace = s->trace;
	const char *fault;

	if (trace->nr != stats->records + 1 || trace_calls(trace) != stats->calls ||
	    trace_lost(trace) != stats->lost_calls ||
	    trace_lost_others(trace) != stats->lost_others)
		wrong("read %zu: %llu calls, %llu + %llu lost; made %llu: %llu, %llu + %llu",
		      trace->nr, trace_calls(trace), trace_lost(trace), trace_lost_others(trace),
		      stats->records + 1, stats->calls, stats->lost_calls, stats->lost_others);
	/* where records are overwritten, names of those that are left may be gone */
	fault = s->torn || s->overwrite ? NULL : trace_fault(trace);
	if (fault)
		wrong("a trace: %s", fault);
}

/* It has stopped, and is mapped: the pages say the same as the ioctl. */
static void check_rings(int fd, const struct session *s, const struct ior_stats *stats)
{
	__u64 head = 0, lost_calls = 0, lost_others = 0;
	struct ior_info info;
	unsigned int cpu;

	if (info_get(fd, &info))
		return;
	for (cpu = 0; cpu < info.nr_cpus; cpu++) {
		const struct ior_ring_page *page =
			mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd,
			     cpu * info.ring_stride + info.ring_offset);

		if (page == MAP_FAILED)		/* it is read; or no such CPU can be */
			return;
		head += page->head;
		lost_calls += page->lost_calls;
		lost_others += page->lost_others;
		if (page->busy || page->version != IOR_ABI_VERSION || page->cpu != cpu)
			wrong("ring of CPU %u: busy %u", cpu, page->busy);
		munmap((void *)page, PAGE);
	}
	if ((!s->overwrite && head != stats->records) || lost_calls != stats->lost_calls ||
	    lost_others != stats->lost_others)
		wrong("rings: %llu records, %llu + %llu lost; stats: %llu, %llu + %llu", head,
		      lost_calls, lost_others, stats->records, stats->lost_calls,
		      stats->lost_others);
}

static void drain(struct session *s, int fd)
{
	static struct ior_record rec[512];
	long n;

	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
	while ((n = result(read(fd, rec, sizeof(rec)))) > 0)
		check_read(s, rec, n);
	/* EBADF: it can't be read; EBUSY: it is mapped */
	if (n && n != -EBADF && n != -EBUSY)
		wrong("the rest can't be read: %s", strerror(-n));
}

/* The program that had this session is over. */
void check_session(struct session *s, int fd)
{
	struct ior_stats before, stats;
	int ret = session_stop(fd);

	if (ret && ret != -EINVAL)
		wrong("IOR_IOC_STOP: %s", strerror(-ret));
	if (stats_get(fd, &stats))
		wrong("IOR_IOC_STATS fails");
	if (stats.state == IOR_STATE_RUNNING)
		wrong("it runs after IOR_IOC_STOP");
	check_stats(&stats);
	if (stats.state != IOR_STATE_STOPPED)
		return;
	drain(s, fd);
	if (stats_get(fd, &before) || stats_get(fd, &stats) ||
	    memcmp(&before, &stats, offsetof(struct ior_stats, tgids)) ||
	    before.calls != stats.calls || before.counted != stats.counted)
		wrong("two IOR_IOC_STATS of a stopped session differ");
	if (s->trace && !s->away)
		check_trace(s, &stats);
	if (!s->trace)
		check_rings(fd, s, &stats);
}

/* ------------------------------------------------------------------ fresh -- */

#define FRESH_MARKS	20
#define FRESH_BYTES	65536

/* It sees calls of its own, each once. */
static void check_marks(int fd)
{
	struct trace trace = {};
	struct ior_stats stats;
	const char *fault;
	long seen;

	if (setup_set(fd, FRESH_BYTES, 0) || tgid_add(fd, getpid()) ||
	    filter_calls(fd, 0, MARK_NR) || session_start(fd)) {
		wrong("a new session does not start");
		return;
	}
	marks(0, FRESH_MARKS, 7);
	if (session_stop(fd) || trace_drain(fd, &trace) || stats_get(fd, &stats))
		wrong("a new session can't be read");
	seen = marks_seen(&trace, 7);
	fault = trace_fault(&trace);
	if (seen != FRESH_MARKS || stats.calls != FRESH_MARKS || stats.lost_calls || fault)
		wrong("a new session saw %ld calls of %d (%llu made, %llu lost): %s", seen,
		      FRESH_MARKS, stats.calls, stats.lost_calls, fault ?: "sound");
	trace_free(&trace);
}

/* All of a program's sessions are closed: a new one has nothing of them. */
void check_fresh(bool trace)
{
	int fd = session_open(O_NONBLOCK);
	struct ior_stats stats;
	struct ior_info info;

	if (fd < 0) {
		wrong("no new session: %s", strerror(-fd));
		return;
	}
	if (stats_get(fd, &stats) || !all_zero(&stats, sizeof(stats)) || info_get(fd, &info) ||
	    info.state != IOR_STATE_NEW || info.nr_records != (4 << 20) / IOR_RECORD_SIZE)
		wrong("a new session is not as new");
	if (trace)
		check_marks(fd);
	close(fd);
}
