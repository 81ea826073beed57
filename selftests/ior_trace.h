/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What sessions made, read by read(2) or from the rings, and what must be true
 * of it.
 */
#ifndef IOR_TRACE_H
#define IOR_TRACE_H

#include <linux/ior_calls.h>

#include "ior_names.h"
#include "ior_old_calls.h"
#include "ior_selftest.h"
#include "libior.h"

/* ------------------------------------------------------------- traces -- */

/**
 * struct trace - what was read of a session
 * @names: what the first @nr_named records said of names
 */
struct trace {
	struct ior_record *rec;
	size_t nr;
	size_t max;
	struct names names;
	size_t nr_named;
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
	names_free(&trace->names);
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

/* mark_find - the mark (a, b), or NULL */
static inline const struct ior_record *mark_find(const struct trace *trace, __u64 a, __u64 b)
{
	size_t i;

	for (i = 0; i < trace->nr; i++)
		if (is_mark_of(&trace->rec[i], a, b))
			return &trace->rec[i];
	return NULL;
}

/* call_behind - the first call of the task that made the mark, behind it */
static inline const struct ior_record *call_behind(const struct trace *trace, __u64 a, __u64 b)
{
	const struct ior_record *rec = mark_find(trace, a, b);

	return rec ? trace_next(trace, rec, WANT(.type = IOR_RECORD_CALL, .tid = rec->tid)) : NULL;
}

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

/* trace_calls - records that stand for a call of their own */
static inline __u64 trace_calls(const struct trace *trace)
{
	__u64 n = 0;
	size_t i;

	for (i = 0; i < trace->nr; i++) {
		const struct ior_record *rec = &trace->rec[i];

		n += (rec->type == IOR_RECORD_CALL && !(rec->flags & IOR_CALL_CHILD)) ||
		     (rec->type == IOR_RECORD_ENTER && rec->flags & IOR_CALL_NO_RETURN);
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

static inline __u64 trace_lost_others(const struct trace *trace)
{
	__u64 lost = 0;
	size_t i;

	for (i = 0; i < trace->nr; i++)
		if (trace->rec[i].type == IOR_RECORD_LOST)
			lost += trace->rec[i].lost.others;
	return lost;
}

static inline __u64 order_of(const struct ior_record *rec)
{
	return rec->time_ns + rec->duration_ns;
}

/* ------------------------------------------------------------- names -- */

/* name_by_id - what an id stood for at this place of the trace, or NULL */
static inline const struct name *name_by_id(struct trace *trace, const struct ior_record *at,
					    __u32 id)
{
	if (trace->rec + trace->nr_named > at) {
		names_free(&trace->names);
		trace->nr_named = 0;
	}
	while (trace->rec + trace->nr_named < at)
		names_take(&trace->names, &trace->rec[trace->nr_named++]);
	return names_find(&trace->names, id);
}

static inline const struct name *name_of(struct trace *trace, const struct ior_record *rec, int i)
{
	return rec ? name_by_id(trace, rec, rec->name[i]) : NULL;
}

/* path_of - the path of a call's file; "": it has none; "?": an unknown id */
static inline const char *path_of(struct trace *trace, const struct ior_record *rec, int i)
{
	const struct name *name = name_of(trace, rec, i);

	if (!rec)
		return "no such call";
	return name ? name->path : rec->name[i] ? "?" : "";
}

static inline bool is_name_lost(const struct ior_record *rec)
{
	return (rec->type == IOR_RECORD_CALL || rec->type == IOR_RECORD_ENTER) &&
	       rec->flags & IOR_CALL_NAME_LOST;
}

/* names_sent - how many NAMEs there are of the file (no path argument) at a path */
static inline size_t names_sent(struct trace *trace, const char *path)
{
	const struct ior_record *rec = NULL;
	const struct name *name;
	size_t n = 0;

	while ((rec = trace_next(trace, rec, WANT(.type = IOR_RECORD_NAME)))) {
		/* the last piece, behind which the name is known */
		if (rec->path.offset + rec->path.len != rec->path.path_len + rec->path.given_len)
			continue;
		name = name_by_id(trace, rec + 1, rec->path.id);
		n += name && name->flags & IOR_NAME_FILE && !strcmp(name->path, path);
	}
	return n;
}

/* ------------------------------------------------------------- sound -- */

/* roles_of - what the arguments of a native call are, NULL if it is none that is known */
static inline const unsigned char *roles_of(const struct ior_record *rec)
{
	static const unsigned char args[IOR_NR_CALLS][IOR_NR_ARGS] = {
#define IOR_CALL(id, native, i386, x32, family, kind, ret, a, b, c, d, e, f) \
	[IOR_CALL_##id] = { IOR_ARG_##a, IOR_ARG_##b, IOR_ARG_##c, \
			    IOR_ARG_##d, IOR_ARG_##e, IOR_ARG_##f },
#include <linux/ior_calls.h>
	};
	enum ior_call call = ior_call_find(IOR_ABI_NATIVE, rec->nr);

	return call == IOR_CALL_UNKNOWN ? NULL : args[call];
}

/* has_role - that is what the fields beyond the arguments can be of */
static inline bool has_role(const struct ior_record *rec, int role)
{
	const unsigned char *roles = roles_of(rec);

	return roles && memchr(roles, role, IOR_NR_ARGS);
}

#define CALL_FLAGS	(2 * IOR_CALL_FD - 1)
#define PATH_FLAGS	(7U << IOR_CALL_PATH_SHIFT(0) | 7U << IOR_CALL_PATH_SHIFT(1))

static inline const char *call_fault(const struct ior_record *rec, const struct names *names)
{
	int i;

	if (rec->reserved)
		return "a reserved field is not 0";
	if (rec->abi >= IOR_NR_ABIS || rec->flags & ~(CALL_FLAGS | PATH_FLAGS))
		return "an ABI or flag that does not exist";
	if (rec->comm[IOR_COMM_LEN - 1])
		return "a name without an end";
	for (i = 0; i < 2; i++) {
		if (rec->name[i] && !names_find(names, rec->name[i]))
			return "a file whose name was not sent before";
		if (IOR_CALL_PATH_STATE(rec->flags, i) > IOR_PATH_CUT)
			return "a path in no known state";
	}
	if (rec->name[0] && rec->name[1] && rec->flags & IOR_CALL_NAME_LOST)
		return "both names are there, and one is lost";
	if (rec->abi != IOR_ABI_NATIVE)
		return NULL;
	if (!has_role(rec, IOR_ARG_FD)) {
		if (rec->flags & IOR_CALL_FD)
			return "an open descriptor of a call that takes none";
		if (rec->aux && !has_role(rec, IOR_ARG_TIMESPEC) &&
		    !has_role(rec, IOR_ARG_OPEN_HOW) && !has_role(rec, IOR_ARG_CLONE_ARGS) &&
		    !has_role(rec, IOR_ARG_FDPAIR))
			return "a value of a call that has none";
	} else if (rec->fd_flags && !(rec->flags & IOR_CALL_FD)) {
		return "flags of a file that is not open";
	}
	return NULL;
}

static inline const char *task_fault(const struct ior_record *rec, const struct names *names)
{
	if (rec->task.event < IOR_TASK_FORK || rec->task.event > IOR_TASK_RENAME ||
	    rec->flags & ~IOR_TASK_LAST)
		return "an event or flag that does not exist";
	if (rec->duration_ns || !rec->tgid || !rec->tid)
		return "an event of nobody, or one that takes time";
	if (rec->task.reserved32 || !all_zero(rec->task.reserved, sizeof(rec->task.reserved)))
		return "a reserved field is not 0";
	if (rec->task.comm[IOR_COMM_LEN - 1])
		return "a name without an end";
	if (rec->task.name && !names_find(names, rec->task.name))
		return "a program whose name was not sent before";
	return NULL;
}

/* One record of a stream, behind those that @names knows */
static inline const char *record_fault(const struct ior_record *rec, const struct names *names)
{
	switch (rec->type) {
	case IOR_RECORD_CALL:
	case IOR_RECORD_ENTER:
		return call_fault(rec, names);
	case IOR_RECORD_TASK:
		return task_fault(rec, names);
	case IOR_RECORD_HEADER:
	case IOR_RECORD_LOST:
	case IOR_RECORD_NAME:
		return NULL;
	}
	return "a record of no known type";
}

/* trace_fault - what no stream of read(2) may have: NULL, or what it has */
static inline const char *trace_fault(const struct trace *trace)
{
	struct { __u32 tid; __u64 order; } *last = calloc(trace->nr + 1, sizeof(*last));
	size_t nr_last = 0, i, t;
	struct names names = {};
	const char *fault = NULL;
	__u64 order = 0;

	for (i = 0; i < trace->nr && !fault; i++) {
		const struct ior_record *rec = &trace->rec[i];
		bool is_header = rec->type == IOR_RECORD_HEADER;

		if (is_header != !i)
			fault = "HEADER is not the first, or not the only one";
		else
			fault = names_take(&names, rec) ?: record_fault(rec, &names);
		if (fault || is_header || rec->type == IOR_RECORD_LOST)
			continue;
		if (order_of(rec) < order)
			fault = "records are out of order";
		order = order_of(rec);
		/* pieces of names are of one moment; others may tell of a task's death */
		if (rec->type != IOR_RECORD_CALL && rec->type != IOR_RECORD_ENTER)
			continue;
		for (t = 0; t < nr_last && last[t].tid != rec->tid; t++)
			;
		if (t == nr_last)
			last[nr_last++].tid = rec->tid;
		else if (last[t].order >= order)
			fault = "the order does not rise within a thread";
		last[t].order = order;
	}
	names_free(&names);
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
 * SETUP, TEARDOWN - a session with rings of this size, and the end of them all
 * TRACE - a tracee and a session that is to trace it, not started yet
 * FINISH - stops the session and reads all of it: sound, and nothing lost, no
 *	name either
 * RUN - these two, and all that the tracee does until it ends, as it should
 * RUN_TO - the same, where it should end with this status
 */
#define SETUP(ring_bytes) do { \
	self->fd = session_open(0); \
	ASSERT_GE(self->fd, 0); \
	ASSERT_EQ(0, setup_set(self->fd, ring_bytes, 0)); \
} while (0)

#define TEARDOWN() do { \
	tracee_kill(&self->tracee); \
	close(self->fd); \
	trace_free(&self->trace); \
} while (0)

#define TRACE(fn, arg) do { \
	ASSERT_EQ(0, tracee_fork(&self->tracee, fn, arg)); \
	ASSERT_EQ(0, tgid_add(self->fd, self->tracee.pid)); \
} while (0)

#define FINISH() do { \
	size_t i_; \
	FINISH_UNNAMED(); \
	for (i_ = 0; i_ < self->trace.nr; i_++) \
		EXPECT_FALSE(is_name_lost(&self->trace.rec[i_])); \
} while (0)

/* The same of a trace where calls in flight may lose a name to a filter */
#define FINISH_UNNAMED() do { \
	struct ior_stats stats_; \
	ASSERT_EQ(0, session_stop(self->fd)); \
	ASSERT_EQ(0, trace_drain(self->fd, &self->trace)); \
	ASSERT_EQ(0, stats_get(self->fd, &stats_)); \
	EXPECT_EQ(0, stats_.lost_calls); \
	EXPECT_EQ(0, stats_.lost_others); \
	EXPECT_EQ(stats_.records + 1, self->trace.nr); \
	EXPECT_EQ(stats_.calls, trace_calls(&self->trace)); \
	EXPECT_SOUND(&self->trace); \
} while (0)

#define RUN_TO(status, fn, arg) do { \
	TRACE(fn, arg); \
	ASSERT_EQ(0, session_start(self->fd)); \
	ASSERT_EQ(status, tracee_run(&self->tracee)); \
	FINISH(); \
} while (0)

#define RUN(fn, arg)	RUN_TO(0, fn, arg)

#endif /* IOR_TRACE_H */
