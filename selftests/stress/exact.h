/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Whatever else goes on: a session of its own counts what a process makes to
 * the call, in its stream, in its counters, and in order.
 */
#ifndef IOR_EXACT_H
#define IOR_EXACT_H

#include "ior_trace.h"

struct exact {
	__u64 ring_bytes;
	__u64 marks;
	bool reading;	/* while they are made */
};

/* struct exact_sum - of all that were right */
struct exact_sum {
	unsigned int counts;
	__u64 made;
	__u64 seen;
	__u64 lost;
};

#define EXACT_MARK	0xe7ac7

static inline void exact_make(int side, void *arg)
{
	marks(0, *(__u64 *)arg, EXACT_MARK);
}

/* marks_fault - calls that are no marks of this kind, or one that is there
 * twice, or behind a later one
 */
static inline const char *marks_fault(const struct trace *trace, __u64 made)
{
	const struct ior_record *rec = NULL;
	__u64 next = 0;

	while ((rec = trace_next(trace, rec, WANT(.type = IOR_RECORD_CALL)))) {
		if (!is_mark_of(rec, rec->args[0], EXACT_MARK) || rec->args[0] >= made)
			return "a call that nobody made";
		if (rec->args[0] < next)
			return "marks are out of order";
		next = rec->args[0] + 1;
	}
	return NULL;
}

/* exact_fault - of a session that has stopped, and whose stream was not read to
 * its end: NULL, or what is wrong
 */
static inline const char *exact_fault(int fd, struct trace *trace, __u64 made,
				      struct exact_sum *sum)
{
	__u64 seen, lost;
	struct ior_stats stats;
	const char *fault;

	if (trace_drain(fd, trace) || stats_get(fd, &stats))
		return "it cannot be read to its end";
	seen = trace_calls(trace);
	lost = trace_lost(trace);
	fault = trace_fault(trace) ?: marks_fault(trace, made);
	if (fault)
		return fault;
	if (stats.calls != seen || stats.lost_calls != lost)
		return "what is in the stream is not what was counted";
	if (seen + lost != made)
		return "seen and lost are not what was made";
	sum->counts++;
	sum->made += made;
	sum->seen += seen;
	sum->lost += lost;
	return NULL;
}

static inline const char *exact_trace(const struct exact *exact, int fd, struct tracee *tracee,
				      struct trace *trace)
{
	__u64 made = exact->marks;
	int n = 0;

	if (setup_set(fd, exact->ring_bytes, 0) || filter_calls(fd, 0, MARK_NR))
		return "it cannot be set up";
	if (tracee_fork(tracee, exact_make, &made))
		return "no process to trace";
	if (tgid_add(fd, tracee->pid) || session_start(fd) || tell(tracee->fd))
		return "it does not start";
	while (exact->reading && n >= 0 && !strchr("ZX", task_state(tracee->pid, tracee->pid))) {
		n = trace_read(fd, trace);
		if (n == -EAGAIN)
			n = poll(&(struct pollfd){ .fd = fd, .events = POLLIN }, 1, 1);
	}
	if (n < 0)
		return "it cannot be read";
	if (tracee_wait(tracee))
		return "the process did not end well";
	return session_stop(fd) ? "it does not stop" : NULL;
}

/* exact_count - NULL, or what is wrong about it */
static inline const char *exact_count(const struct exact *exact, struct exact_sum *sum)
{
	struct tracee tracee = {};
	struct trace trace = {};
	int fd = session_open(O_NONBLOCK);
	const char *fault;

	if (fd < 0)
		return "no session";
	fault = exact_trace(exact, fd, &tracee, &trace) ?:
		exact_fault(fd, &trace, exact->marks, sum);
	tracee_kill(&tracee);
	close(fd);
	trace_free(&trace);
	return fault;
}

/* EXPECT_EXACT - counts as many marks, in rings of a size, as r says */
#define EXPECT_EXACT(r, sum) do { \
	unsigned int r_ = (r); \
	const struct exact exact_ = { \
		.ring_bytes = PAGE << r_ % 8, \
		.marks = 100 + r_ / 8 % 3000, \
		.reading = r_ & 0x10000, \
	}; \
	const char *fault_ = exact_count(&exact_, sum); \
	EXPECT_EQ(NULL, fault_) \
		TH_LOG("%s: %llu marks, rings of %llu bytes%s", fault_, exact_.marks, \
		       exact_.ring_bytes, exact_.reading ? ", read meanwhile" : ""); \
} while (0)

#endif /* IOR_EXACT_H */
