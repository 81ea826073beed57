// SPDX-License-Identifier: GPL-2.0-only
/* Group iouring: rings of io_uring, by descriptor and by registered index. */
#include <fcntl.h>
#include <linux/io_uring.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#include "workload.h"

#ifndef IORING_REGISTER_USE_REGISTERED_RING
#define IORING_REGISTER_USE_REGISTERED_RING	(1U << 31)
#endif

#define ROUNDS		5
#define LATE_MS		500	/* a tracer that looks a name up late is late by now */
#define NEEDS		"io_uring, which kernel.io_uring_disabled may forbid"

/* What IORING_REGISTER_PROBE fills in */
union probe {
	struct io_uring_probe head;
	char room[sizeof(struct io_uring_probe) +
		  IORING_OP_LAST * sizeof(struct io_uring_probe_op)];
};

static int ring_setup(struct io_uring_params *params)
{
	long ret;

	memset(params, 0, sizeof(*params));
	ret = syscall(SYS_io_uring_setup, 1, params);
	if (ret < 0 && errno == EPERM)
		skip("io_uring_setup: %m");
	return must("io_uring_setup(1, params)", ret);
}

static int ring_open(void)
{
	struct io_uring_params params;

	return ring_setup(&params);
}

static long ring_probe(unsigned int ring, unsigned int flags)
{
	union probe probe;

	memset(&probe, 0, sizeof(probe));
	return syscall(SYS_io_uring_register, ring, IORING_REGISTER_PROBE | flags, &probe,
		       IORING_OP_LAST);
}

static void iouring_setup(void)
{
	CALL_IS(0, close, ring_open());
}

static void iouring_enter(void)
{
	int ring = ring_open();

	CALL_IS(0, io_uring_enter, ring, 0, 0, 0, NULL, 0L);
	CALL_IS(0, close, ring);
}

static void iouring_register(void)
{
	int ring = ring_open();

	must_return("io_uring_register(ring, IORING_REGISTER_PROBE)", 0, ring_probe(ring, 0));
	CALL_IS(0, close, ring);
}

static void iouring_enter_ebadf(void)
{
	int i;

	for (i = 0; i < ROUNDS; i++)
		CALL_FAILS(EBADF, io_uring_enter, BAD_FD, 0, 0, 0, NULL, 0L);
}

static void iouring_register_ebadf(void)
{
	int i;

	for (i = 0; i < ROUNDS; i++)
		must_fail("io_uring_register(BAD_FD, IORING_REGISTER_PROBE)", EBADF,
			  ring_probe(BAD_FD, 0));
}

/* --------------------------------------------------- registered rings -- */

#define INDEX	5

/* The index that the ring has for this thread from now on */
static unsigned int ring_register(int ring, struct io_uring_rsrc_update *update,
				  unsigned int where)
{
	long ret;

	*update = (struct io_uring_rsrc_update) { .offset = where, .data = ring };
	ret = syscall(SYS_io_uring_register, ring, IORING_REGISTER_RING_FDS, update, 1);
	if (ret < 0 && errno == EINVAL)
		skip("io_uring_register(ring, IORING_REGISTER_RING_FDS): %m");
	must_return("io_uring_register(ring, IORING_REGISTER_RING_FDS)", 1, ret);
	return update->offset;
}

static long ring_unregister(unsigned int ring, unsigned int flags,
			    struct io_uring_rsrc_update *update, unsigned int index)
{
	*update = (struct io_uring_rsrc_update) { .offset = index };
	return syscall(SYS_io_uring_register, ring, IORING_UNREGISTER_RING_FDS | flags, update, 1);
}

static long enter_by_index(unsigned int index)
{
	return syscall(SYS_io_uring_enter, index, 0, 0, IORING_ENTER_REGISTERED_RING, NULL, 0L);
}

static void enters_by_index(unsigned int index, int n)
{
	while (n--)
		must_return("io_uring_enter(index)", 0, enter_by_index(index));
}

/* Before Linux 6.3, io_uring_register takes no index: EINVAL, whatever it is. */
static bool takes_no_index(long ret)
{
	return ret < 0 && errno == EINVAL;
}

/*
 * The index is 0 if the scenario is alone, so the decoy is the file that a
 * tracer names who takes it for a descriptor.
 */
static void iouring_registered_ring(void)
{
	struct io_uring_rsrc_update update;
	int saved, decoy, ring, i;
	unsigned int index;
	long ret;

	saved = CALL(fcntl, STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	decoy = file_create("decoy.txt");
	CALL_IS(STDIN_FILENO, dup3, decoy, STDIN_FILENO, 0);
	ring = ring_open();
	index = ring_register(ring, &update, -1U);
	for (i = 0; i < ROUNDS; i++) {
		enters_by_index(index, 1);
		ret = ring_probe(index, IORING_REGISTER_USE_REGISTERED_RING);
		if (!takes_no_index(ret))
			must_return("io_uring_register(index, IORING_REGISTER_PROBE)", 0, ret);
	}
	must_return("io_uring_register(ring, IORING_UNREGISTER_RING_FDS)", 1,
		    ring_unregister(ring, 0, &update, index));
	CALL_IS(0, close, ring);
	CALL_IS(STDIN_FILENO, dup3, saved, STDIN_FILENO, 0);
	CALL_IS(0, close, decoy);
	CALL_IS(0, close, saved);
}

/* A page that a reader of too much runs off the end of */
static char *page_at_end(size_t page)
{
	char *p = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		fail("mmap: %m");
	must_return("mprotect(PROT_NONE)", 0, mprotect(p + page, page, PROT_NONE));
	return p;
}

/* Another thread has registered nothing, at whatever index. */
static void *enter_elsewhere(void *arg)
{
	unsigned int *index = arg;
	long ret = enter_by_index(*index);

	must_fail("io_uring_enter(index) of another thread",
		  ret < 0 && errno == EINVAL ? EINVAL : EBADF, ret);
	return NULL;
}

static void iouring_ring_lifecycle(void)
{
	size_t page = sysconf(_SC_PAGESIZE);
	struct io_uring_rsrc_update *update;
	int ring, decoy, other, i;
	unsigned int index;
	char *pages;
	long ret;

	pages = page_at_end(page);
	update = (void *)(pages + page - sizeof(*update));
	ring = ring_open();
	index = must_return("the index of the ring", INDEX, ring_register(ring, update, INDEX));
	enters_by_index(index, 3);
	CALL_IS(0, close, ring);
	decoy = must_return("the descriptor of the decoy", ring, file_create("decoy.txt"));
	enters_by_index(index, 4);
	thread_run(enter_elsewhere, &index);
	ret = ring_unregister(index, IORING_REGISTER_USE_REGISTERED_RING, update, index);
	if (takes_no_index(ret)) {
		other = ring_open();
		ret = ring_unregister(other, 0, update, index);
		CALL_IS(0, close, other);
	}
	must_return("io_uring_register(index, IORING_UNREGISTER_RING_FDS)", 1, ret);
	for (i = 0; i < 2; i++)
		must_fail("io_uring_enter(index), unregistered", EBADF, enter_by_index(index));
	CALL_IS(0, close, decoy);
	munmap(pages, 2 * page);
}

/* ------------------------------------------------------------ requests -- */

struct ring {
	int fd;
	struct io_uring_params params;
	char *sq, *cq;
	struct io_uring_sqe *sqe;
};

static void *ring_map(int fd, size_t size, off_t offset)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, offset);

	if (p == MAP_FAILED)
		fail("mmap of a ring: %m");
	return p;
}

static size_t sq_size(const struct ring *ring)
{
	return ring->params.sq_off.array + ring->params.sq_entries * sizeof(__u32);
}

static size_t cq_size(const struct ring *ring)
{
	return ring->params.cq_off.cqes + ring->params.cq_entries * sizeof(struct io_uring_cqe);
}

static size_t sqe_size(const struct ring *ring)
{
	return ring->params.sq_entries * sizeof(*ring->sqe);
}

static void ring_begin(struct ring *ring)
{
	ring->fd = ring_setup(&ring->params);
	ring->sq = ring_map(ring->fd, sq_size(ring), IORING_OFF_SQ_RING);
	ring->cq = ring_map(ring->fd, cq_size(ring), IORING_OFF_CQ_RING);
	ring->sqe = ring_map(ring->fd, sqe_size(ring), IORING_OFF_SQES);
}

static void ring_end(struct ring *ring)
{
	munmap(ring->sqe, sqe_size(ring));
	munmap(ring->cq, cq_size(ring));
	munmap(ring->sq, sq_size(ring));
	CALL_IS(0, close, ring->fd);
}

static __u32 *ring_word(char *base, __u32 offset)
{
	return (__u32 *)(base + offset);
}

/* One request, in one io_uring_enter: what it results in */
static long ring_do(struct ring *ring, const struct io_uring_sqe *sqe)
{
	const struct io_sqring_offsets *sq = &ring->params.sq_off;
	const struct io_cqring_offsets *cq = &ring->params.cq_off;
	__u32 *tail = ring_word(ring->sq, sq->tail), *head = ring_word(ring->cq, cq->head);
	struct io_uring_cqe *cqes = (void *)(ring->cq + cq->cqes);
	__u32 at = *tail & *ring_word(ring->sq, sq->ring_mask);
	long res;

	ring->sqe[at] = *sqe;
	ring_word(ring->sq, sq->array)[at] = at;
	/* pairs with the kernel's acquire of the tail */
	__atomic_store_n(tail, *tail + 1, __ATOMIC_RELEASE);
	CALL_IS(1, io_uring_enter, ring->fd, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0L);
	/* pairs with the kernel's release of the tail */
	if (__atomic_load_n(ring_word(ring->cq, cq->tail), __ATOMIC_ACQUIRE) != *head + 1)
		fail("io_uring_enter: no completion");
	res = cqes[*head & *ring_word(ring->cq, cq->ring_mask)].res;
	__atomic_store_n(head, *head + 1, __ATOMIC_RELEASE);
	if (res == -EINVAL)
		skip("io_uring request %d: %s", sqe->opcode, strerror(EINVAL));
	errno = res < 0 ? -res : 0;
	return res < 0 ? -1 : res;
}

static void reads(int fd, size_t size, int n)
{
	char buf[16];

	while (n--)
		CALL_IS((long)size, pread64, fd, buf, size, 0L);
}

static void iouring_reopen(void)
{
	const char *second = IN_DIR("iouring-second.txt");
	struct io_uring_sqe sqe;
	struct ring ring;
	int fd;

	file_make("iouring-first.txt", "first file", 10);
	file_make("iouring-second.txt", "second file", 11);
	fd = CALL(openat, AT_FDCWD, IN_DIR("iouring-first.txt"), O_RDONLY);
	reads(fd, 3, 2);
	ring_begin(&ring);

	sqe = (struct io_uring_sqe) { .opcode = IORING_OP_CLOSE, .fd = fd };
	must_return("IORING_OP_CLOSE", 0, ring_do(&ring, &sqe));
	sqe = (struct io_uring_sqe) {
		.opcode = IORING_OP_OPENAT,
		.fd = AT_FDCWD,
		.addr = (uintptr_t)second,
		.open_flags = O_RDWR,
	};
	must_return("IORING_OP_OPENAT", fd, ring_do(&ring, &sqe));

	reads(fd, 5, 3);
	pause_ms(LATE_MS);
	CALL_IS(0, close, fd);
	ring_end(&ring);
}

const struct scenario iouring_scenarios[] = {
	{ "iouring-setup", "io_uring_setup", iouring_setup, NEEDS },
	{ "iouring-enter", "io_uring_enter with nothing to do", iouring_enter, NEEDS },
	{ "iouring-register", "io_uring_register: IORING_REGISTER_PROBE", iouring_register,
	  NEEDS ", Linux 5.6" },
	{ "iouring-enter-ebadf", "io_uring_enter of no ring, 5 times: EBADF", iouring_enter_ebadf,
	  NEEDS },
	{ "iouring-register-ebadf", "io_uring_register of no ring, 5 times: EBADF",
	  iouring_register_ebadf, NEEDS },
	{ "iouring-registered-ring", "io_uring_enter, io_uring_register by index, 5 times",
	  iouring_registered_ring, NEEDS ", Linux 5.18" },
	{ "iouring-ring-lifecycle", "io_uring_enter by index: ring open, closed, unregistered",
	  iouring_ring_lifecycle, NEEDS ", Linux 5.18" },
	{ "iouring-reopen", "a file closed, another opened in its place, by requests to a ring",
	  iouring_reopen, NEEDS ", Linux 5.6" },
	{ }
};
