// SPDX-License-Identifier: GPL-2.0-only
/*
 * The mapped rings of all CPUs, as one stream in causal order.
 *
 * Each ring is in order by the time at which its records ended.  What remains
 * is to know how far all rings can be trusted to be complete, without a clock
 * of our own:
 *
 *  (1)	load the heads of all rings; the newest record that they show is the
 *	horizon;
 *  (2)	after a full barrier, see each CPU not busy, and load its head again.
 *
 * A record that (2) does not show was begun after (1), so it ends after the
 * horizon.  Everything up to the horizon is there and can be merged; what is
 * younger waits for the next round.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

#include "libior.h"

#define SPINS	1000		/* looks at a busy CPU before the reader sleeps */
#define NAPS	100		/* times that it does before it gives up for now */
#define NAP_NS	50000
#define NEVER	UINT64_MAX	/* the key of a ring that has nothing to give */

/**
 * struct ring - one CPU's ring
 * @page: the kernel's page, the records behind it
 * @reader: our page
 * @data: the records
 * @mask: number of records, less one
 * @pos: records given out, ever
 * @end: head as of (2): records below it are there
 * @freed: as @pos, as far as the kernel was told
 * @mark: where the LOST of what was overwritten is, behind all else; 0: there is none
 */
struct ring {
	const struct ior_ring_page	*page;
	struct ior_reader_page		*reader;
	const struct ior_record		*data;
	uint64_t			mask;
	uint64_t			pos;
	uint64_t			end;
	uint64_t			freed;
	uint64_t			mark;
};

struct ior_reader {
	struct ior_info	info;
	int		fd;
	bool		finished;
	unsigned int	nr_rings;
	unsigned int	marks;		/* rings whose mark was given out, or need not be */
	uint64_t	horizon;
	uint64_t	*key;		/* of the record at each ring's pos, or NEVER */
	struct ring	*ring;
	struct ring	*last;		/* ring of the batch that is out */
	size_t		batch;		/* its length */
};

static uint64_t key_at(const struct ring *ring, uint64_t pos)
{
	const struct ior_record *rec = &ring->data[pos & ring->mask];

	return rec->time_ns + rec->duration_ns;
}

static uint64_t load_head(const struct ring *ring)
{
	return __atomic_load_n(&ring->page->head, __ATOMIC_ACQUIRE);
}

/* ----------------------------------------------------------------- map -- */

/* Map a CPU's ring.  -ENXIO: no CPU has this number. */
static int map_ring(struct ring *ring, int fd, const struct ior_info *info, unsigned int cpu)
{
	off_t offset = info->ring_stride * cpu;
	const struct ior_ring_page *page;
	uint64_t bytes;
	void *map;

	map = mmap(NULL, info->ring_size, PROT_READ, MAP_SHARED, fd, info->ring_offset + offset);
	if (map == MAP_FAILED)
		return -errno;
	page = map;
	ring->page = page;
	bytes = (uint64_t)page->nr_records * IOR_RECORD_SIZE;
	if (page->record_size != IOR_RECORD_SIZE || page->nr_records != info->nr_records ||
	    page->data_offset + bytes > info->ring_size)
		return -EPROTO;
	ring->data = (void *)((char *)map + page->data_offset);
	ring->mask = page->nr_records - 1;

	map = mmap(NULL, info->reader_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
		   info->reader_offset + offset);
	if (map == MAP_FAILED)
		return -errno;
	ring->reader = map;
	ring->pos = ring->reader->tail;
	ring->end = ring->pos;
	ring->freed = ring->pos;
	return 0;
}

static void unmap_ring(const struct ior_reader *r, const struct ring *ring)
{
	/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): the array is there */
	if (ring->page)
		munmap((void *)ring->page, r->info.ring_size);
	if (ring->reader)
		munmap(ring->reader, r->info.reader_size);
}

static int map_rings(struct ior_reader *r)
{
	unsigned int cpu;
	int err;

	for (cpu = 0; cpu < r->info.nr_cpus; cpu++) {
		struct ring *ring = &r->ring[r->nr_rings];

		err = map_ring(ring, r->fd, &r->info, cpu);
		if (err == -ENXIO)
			continue;
		r->key[r->nr_rings++] = NEVER;
		if (err)
			return err;
	}
	return r->nr_rings ? 0 : -EPROTO;
}

int ior_reader_open(struct ior_device *dev, struct ior_reader **readerp)
{
	struct ior_reader *r = calloc(1, sizeof(*r));
	int err = -ENOMEM;

	if (!r)
		return err;
	r->fd = ior_device_fd(dev);
	err = ior_device_info(dev, &r->info);
	if (err)
		goto err_free;
	err = -ENOMEM;
	r->ring = calloc(r->info.nr_cpus, sizeof(*r->ring));
	r->key = calloc(r->info.nr_cpus, sizeof(*r->key));
	if (!r->ring || !r->key)
		goto err_free;
	err = map_rings(r);
	if (err)
		goto err_free;
	r->marks = r->nr_rings;
	*readerp = r;
	return 0;
err_free:
	ior_reader_close(r);
	return err;
}

void ior_reader_close(struct ior_reader *r)
{
	unsigned int i;

	if (!r)
		return;
	for (i = 0; i < r->nr_rings; i++)
		unmap_ring(r, &r->ring[i]);
	free(r->ring);
	free(r->key);
	free(r);
}

/* --------------------------------------------------------------- merge -- */

int ior_reader_wait(struct ior_reader *r, int timeout_ms)
{
	struct pollfd pfd = { .fd = r->fd, .events = POLLPRI };

	if (poll(&pfd, 1, timeout_ms) < 0)
		return errno == EINTR ? 0 : -errno;
	if (pfd.revents & POLLPRI)
		return 1;
	return pfd.revents & (POLLERR | POLLNVAL) ? -EIO : 0;
}

static void free_room(struct ring *ring)
{
	if (ring->freed == ring->pos)
		return;
	/* the kernel's acquire of tail pairs with it: we are done with the records */
	__atomic_store_n(&ring->reader->tail, ring->pos, __ATOMIC_RELEASE);
	ring->freed = ring->pos;
}

/* Wait until the CPU can't be writing a record that it began before (1). */
static bool is_quiet(const struct ring *ring)
{
	const struct timespec nap = { .tv_nsec = NAP_NS };
	unsigned int spins, naps;

	for (naps = 0; naps < NAPS; naps++) {
		for (spins = 0; spins < SPINS; spins++) {
			if (!__atomic_load_n(&ring->page->busy, __ATOMIC_ACQUIRE))
				return true;
		}
		/* where a probe can be preempted (PREEMPT_RT), it may wait for this CPU */
		nanosleep(&nap, NULL);
	}
	return false;
}

/* (1): the end of the newest record in any ring; 0 if there is none to read. */
static uint64_t find_horizon(const struct ior_reader *r)
{
	uint64_t horizon = 0;
	unsigned int i;

	for (i = 0; i < r->nr_rings; i++) {
		const struct ring *ring = &r->ring[i];
		uint64_t head = load_head(ring);

		if (head != ring->pos) {
			uint64_t key = key_at(ring, head - 1);

			if (key > horizon)
				horizon = key;
		}
	}
	return horizon;
}

/*
 * A ring that was written over has its newest records, and behind them the LOST of
 * those before: that one is given out first.
 */
static void find_rest(struct ior_reader *r, struct ring *ring)
{
	uint64_t nr_records = ring->mask + 1;

	if (ring->end - ring->pos > nr_records) {
		ring->pos = ring->end - nr_records;
		if (ring->data[(ring->end - 1) & ring->mask].type == IOR_RECORD_LOST) {
			ring->mark = ring->end - 1;
			r->marks = 0;
		}
	}
	if (ring->mark && ring->pos == ring->mark)
		ring->pos = ring->end;
	else if (ring->mark)
		ring->end = ring->mark;
}

/* A new round.  Returns false when nothing can be given out now. */
static bool advance(struct ior_reader *r)
{
	uint64_t horizon = r->finished ? NEVER - 1 : find_horizon(r);
	unsigned int i;

	if (!horizon)
		return false;
	/* (2): pairs with the barrier between busy and the clock in the kernel */
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	for (i = 0; i < r->nr_rings; i++) {
		if (!r->finished && !is_quiet(&r->ring[i]))
			return false;
		r->ring[i].end = load_head(&r->ring[i]);
		if (r->finished)
			find_rest(r, &r->ring[i]);
	}
	r->horizon = horizon;
	for (i = 0; i < r->nr_rings; i++) {
		const struct ring *ring = &r->ring[i];

		r->key[i] = ring->pos != ring->end ? key_at(ring, ring->pos) : NEVER;
	}
	return true;
}

/*
 * How many records, from pos on, end by @limit: doubling, then bisection, for
 * they are in order.  They lie one behind the other, so no wrap; and not too
 * many, so that the kernel gets its room back in time.
 */
static size_t run_length(const struct ring *ring, uint64_t limit)
{
	uint64_t max = ring->end - ring->pos;
	uint64_t to_wrap = ring->mask + 1 - (ring->pos & ring->mask);
	uint64_t low = 1, high = 2;

	if (max > to_wrap)
		max = to_wrap;
	if (max > ring->mask / 8 + 1)
		max = ring->mask / 8 + 1;
	while (high <= max && key_at(ring, ring->pos + high - 1) <= limit) {
		low = high;
		high *= 2;
	}
	if (high > max + 1)
		high = max + 1;
	while (high - low > 1) {		/* low is in, high is not */
		uint64_t mid = low + (high - low) / 2;

		if (key_at(ring, ring->pos + mid - 1) <= limit)
			low = mid;
		else
			high = mid;
	}
	return low;
}

static size_t take_mark(struct ior_reader *r, const struct ior_record **batch)
{
	while (r->marks < r->nr_rings) {
		const struct ring *ring = &r->ring[r->marks++];

		if (ring->mark) {
			*batch = &ring->data[ring->mark & ring->mask];
			return 1;
		}
	}
	return 0;
}

/* Take the oldest ring's records, as far as no other ring has an older one. */
static size_t take(struct ior_reader *r, const struct ior_record **batch)
{
	uint64_t oldest = NEVER, limit = NEVER;
	unsigned int i, from = 0;
	struct ring *ring;

	for (i = 0; i < r->nr_rings; i++) {
		if (r->key[i] < oldest) {
			limit = oldest;
			oldest = r->key[i];
			from = i;
		} else if (r->key[i] < limit) {
			limit = r->key[i];
		}
	}
	if (oldest > r->horizon)
		return 0;
	if (limit > r->horizon)
		limit = r->horizon;
	ring = &r->ring[from];
	*batch = &ring->data[ring->pos & ring->mask];
	r->last = ring;
	r->batch = run_length(ring, limit);
	return r->batch;
}

/* The batch that was out is done with. */
static void put_batch(struct ior_reader *r)
{
	struct ring *ring = r->last;

	if (!ring)
		return;
	ring->pos += r->batch;
	r->key[ring - r->ring] = ring->pos != ring->end ? key_at(ring, ring->pos) : NEVER;
	if (ring->pos - ring->freed > ring->mask / 8)
		free_room(ring);
	r->last = NULL;
}

size_t ior_reader_next(struct ior_reader *r, const struct ior_record **batch)
{
	unsigned int i;
	size_t n;

	put_batch(r);
	n = take_mark(r, batch) ?: take(r, batch);
	if (n)
		return n;
	for (i = 0; i < r->nr_rings; i++)
		free_room(&r->ring[i]);
	return advance(r) ? take_mark(r, batch) ?: take(r, batch) : 0;
}

void ior_reader_finish(struct ior_reader *r)
{
	r->finished = true;
}
