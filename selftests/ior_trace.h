/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What sessions made, read by read(2) or from the rings, and what must be true
 * of it.
 */
#ifndef IOR_TRACE_H
#define IOR_TRACE_H

#include "ior_selftest.h"

/* ------------------------------------------------------------- traces -- */

/* What was read of a session */
struct trace {
	struct ior_record *rec;
	size_t nr;
	size_t max;
};

/* trace_room - room for n records more, at the end of the trace */
static inline struct ior_record *trace_room(struct trace *trace, size_t n)
{
	if (trace->nr + n > trace->max) {
		trace->max = (trace->nr + n) * 2;
		trace->rec = realloc(trace->rec, trace->max * sizeof(*trace->rec));
		if (!trace->rec)
			abort();
	}
	return trace->rec + trace->nr;
}

/* trace_read - one read(2): the number of records, 0 at the end */
static inline int trace_read(int fd, struct trace *trace)
{
	struct ior_record *rec = trace_room(trace, 512);
	ssize_t n = read(fd, rec, 512 * sizeof(*rec));

	if (n < 0)
		return -errno;
	if (n % sizeof(*rec))
		return -EBADMSG;
	trace->nr += n / sizeof(*rec);
	return n / sizeof(*rec);
}

/* trace_drain - reads to the end: 0 */
static inline int trace_drain(int fd, struct trace *trace)
{
	int n;

	do
		n = trace_read(fd, trace);
	while (n > 0);
	return n;
}

static inline void trace_free(struct trace *trace)
{
	free(trace->rec);
	memset(trace, 0, sizeof(*trace));
}

/* What to look for; a field that is 0 (nr: negative) matches all. */
struct want {
	int type;
	pid_t tgid;
	pid_t tid;
	long nr;
};

static inline bool record_matches(const struct ior_record *rec, const struct want *want)
{
	if (want->type ? rec->type != want->type :
			 rec->type != IOR_RECORD_CALL && rec->type != IOR_RECORD_ENTER)
		return false;
	return (!want->tgid || rec->tgid == (__u32)want->tgid) &&
	       (!want->tid || rec->tid == (__u32)want->tid) &&
	       (want->nr < 0 || rec->nr == (__u32)want->nr);
}

/* trace_next - the first that matches behind one (NULL: of all) */
static inline const struct ior_record *trace_next(const struct trace *trace,
						  const struct ior_record *behind,
						  const struct want *want)
{
	const struct ior_record *rec = behind ? behind + 1 : trace->rec;

	for (; rec < trace->rec + trace->nr; rec++)
		if (record_matches(rec, want))
			return rec;
	return NULL;
}

static inline size_t trace_count(const struct trace *trace, const struct want *want)
{
	const struct ior_record *rec = NULL;
	size_t n = 0;

	while ((rec = trace_next(trace, rec, want)))
		n++;
	return n;
}

#pragma GCC diagnostic ignored "-Woverride-init"
#define WANT(...)	(&(const struct want){ .nr = -1, __VA_ARGS__ })
#define find(trace, ...)	trace_next(trace, NULL, WANT(__VA_ARGS__))
#define count(trace, ...)	trace_count(trace, WANT(__VA_ARGS__))

/* marks_seen - how many marks (0, b), (1, b) and so on are in it, without a
 * gap and in this order; -1 if it has any other of that b
 */
static inline long marks_seen(const struct trace *trace, __u64 b)
{
	long n = 0;
	size_t i;

	for (i = 0; i < trace->nr; i++) {
		if (!is_mark(&trace->rec[i]) || trace->rec[i].args[1] != b)
			continue;
		if (!is_mark_of(&trace->rec[i], n, b))
			return -1;
		n++;
	}
	return n;
}

/* What LOST records of a trace say */
static inline __u64 trace_lost(const struct trace *trace)
{
	__u64 lost = 0;
	size_t i;

	for (i = 0; i < trace->nr; i++)
		if (trace->rec[i].type == IOR_RECORD_LOST)
			lost += trace->rec[i].lost.calls;
	return lost;
}

static inline __u64 order_of(const struct ior_record *rec)
{
	return rec->time_ns + rec->duration_ns;
}

/* trace_fault - what no stream of read(2) may have: NULL, or what it has */
static inline const char *trace_fault(const struct trace *trace)
{
	struct { __u32 tid; __u64 order; } *last = calloc(trace->nr + 1, sizeof(*last));
	size_t nr_last = 0, i, t;
	const char *fault = NULL;
	__u64 order = 0;

	for (i = 0; i < trace->nr && !fault; i++) {
		const struct ior_record *rec = &trace->rec[i];
		bool is_header = rec->type == IOR_RECORD_HEADER;

		if (is_header != !i)
			fault = "HEADER is not the first, or not the only one";
		else if (rec->type < IOR_RECORD_HEADER || rec->type > IOR_RECORD_LOST)
			fault = "a record of no known type";
		if (rec->type != IOR_RECORD_CALL && rec->type != IOR_RECORD_ENTER)
			continue;
		if (order_of(rec) < order)
			fault = "records are out of order";
		order = order_of(rec);
		for (t = 0; t < nr_last && last[t].tid != rec->tid; t++)
			;
		if (t == nr_last)
			last[nr_last++].tid = rec->tid;
		else if (last[t].order >= order)
			fault = "the order does not rise within a thread";
		last[t].order = order;
		if (rec->reserved || rec->name[0] || rec->name[1] || rec->aux)
			fault = "a reserved field is not 0";
		else if (rec->abi >= IOR_NR_ABIS || rec->flags > 2 * IOR_CALL_CHILD - 1)
			fault = "an ABI or flag that does not exist";
		else if (rec->comm[IOR_COMM_LEN - 1])
			fault = "a name without an end";
	}
	free(last);
	return fault;
}

#define EXPECT_SOUND(trace) do { \
	const char *fault_ = trace_fault(trace); \
	EXPECT_EQ(NULL, fault_) \
		TH_LOG("%s", fault_); \
} while (0)

/* -------------------------------------------------------------- rings -- */

struct ring {
	struct ior_ring_page *page;
	struct ior_reader_page *reader;
	const struct ior_record *rec;
	__u64 tail;
};

static inline void *map_at(int fd, __u64 size, int prot, __u64 offset)
{
	return mmap(NULL, size, prot, MAP_SHARED, fd, offset);
}

static inline int ring_map(int fd, unsigned int cpu, struct ring *ring)
{
	struct ior_info info;
	int ret = info_get(fd, &info);

	if (ret)
		return ret;
	memset(ring, 0, sizeof(*ring));
	ring->page = map_at(fd, info.ring_size, PROT_READ,
			    cpu * info.ring_stride + info.ring_offset);
	if (ring->page == MAP_FAILED)
		return -errno;
	ring->reader = map_at(fd, info.reader_size, PROT_READ | PROT_WRITE,
			      cpu * info.ring_stride + info.reader_offset);
	if (ring->reader == MAP_FAILED)
		return -errno;
	ring->rec = (const void *)((const char *)ring->page + ring->page->data_offset);
	return 0;
}

static inline __u64 ring_head(const struct ring *ring)
{
	return __atomic_load_n(&ring->page->head, __ATOMIC_ACQUIRE);
}

static inline void ring_set_tail(struct ring *ring, __u64 tail)
{
	__atomic_store_n(&ring->reader->tail, tail, __ATOMIC_RELEASE);
}

static inline const struct ior_record *ring_at(const struct ring *ring, __u64 pos)
{
	return &ring->rec[pos & (ring->page->nr_records - 1)];
}

/* ring_take - moves up to max records from the ring to the trace */
static inline size_t ring_take(struct ring *ring, struct trace *trace, size_t max)
{
	__u64 head = ring_head(ring);
	size_t n = 0;

	for (; ring->tail < head && n < max; n++) {
		*trace_room(trace, 1) = *ring_at(ring, ring->tail++);
		trace->nr++;
	}
	ring_set_tail(ring, ring->tail);
	return n;
}

/* The rings of all CPUs: those that cannot be have no page. */
struct rings {
	unsigned int nr;
	struct ring *ring;
};

static inline int rings_map(int fd, struct rings *rings)
{
	struct ior_info info;
	unsigned int cpu;
	int ret = info_get(fd, &info);

	if (ret)
		return ret;
	rings->nr = info.nr_cpus;
	rings->ring = calloc(rings->nr, sizeof(*rings->ring));
	for (cpu = 0; cpu < rings->nr; cpu++) {
		ret = ring_map(fd, cpu, &rings->ring[cpu]);
		if (ret == -ENXIO)
			rings->ring[cpu].page = NULL;
		else if (ret)
			return ret;
	}
	return 0;
}

/* ------------------------------------------------------------ fixtures -- */

static inline __u32 tgids(int fd)
{
	struct ior_stats stats;

	return stats_get(fd, &stats) ? ~0U : stats.tgids;
}

/*
 * Of a fixture with fd, tracee and trace:
 * TRACE - a tracee and a session that is to trace it, not started yet
 * FINISH - stops the session and reads all of it: sound, and nothing lost
 */
#define TRACE(fn, arg) do { \
	ASSERT_EQ(0, tracee_fork(&self->tracee, fn, arg)); \
	ASSERT_EQ(0, tgid_add(self->fd, self->tracee.pid)); \
} while (0)

#define FINISH() do { \
	struct ior_stats stats_; \
	ASSERT_EQ(0, session_stop(self->fd)); \
	ASSERT_EQ(0, trace_drain(self->fd, &self->trace)); \
	ASSERT_EQ(0, stats_get(self->fd, &stats_)); \
	EXPECT_EQ(0, stats_.lost_calls); \
	EXPECT_EQ(stats_.records + 1, self->trace.nr); \
	EXPECT_SOUND(&self->trace); \
} while (0)

#endif /* IOR_TRACE_H */
