// SPDX-License-Identifier: GPL-2.0-only
/*
 * All that can be done to sessions, by several threads at once and at random,
 * while a crowd of processes lives and dies: every answer is one that the ABI
 * allows.
 */
#include "crowded.h"

#define THREADS		8
#define SHARED		4	/* sessions of all threads */
#define MAPPINGS	4	/* that a thread keeps */
#define LEAST		1000	/* things to be done */

/* ------------------------------------------- what a thread does to one -- */

/**
 * struct thread - one that does things to sessions
 * @shared: theirs, by numbers that never change, so that nobody's call goes to
 *	a file that just got the number of a closed one
 * @own: a session that nobody else has, likewise
 */
struct thread {
	pthread_t thread;
	const struct crowd *crowd;
	const int *shared;
	int own;
	unsigned int seed;
	const bool *stop;
	struct {
		void *addr;
		size_t size;
	} mapping[MAPPINGS];
	unsigned long done;
	const char *failed;
	int error;
};

static int do_start(struct thread *t, int fd, unsigned int r)
{
	return session_start(fd);
}

static int do_stop(struct thread *t, int fd, unsigned int r)
{
	return session_stop(fd);
}

static int do_add(struct thread *t, int fd, unsigned int r)
{
	return tgid_add(fd, crowd_any(t->crowd, r));
}

static int do_del(struct thread *t, int fd, unsigned int r)
{
	return tgid_del(fd, crowd_any(t->crowd, r));
}

static int do_clear(struct thread *t, int fd, unsigned int r)
{
	return tgid_do(fd, IOR_TGID_CLEAR, 0);
}

static int do_every_call(struct thread *t, int fd, unsigned int r)
{
	return filter_ends(fd, r % (IOR_FILTER_FLAGS + 1), r / 8 % (IOR_STATUS_ALL + 1),
			   r / 64 % 4 ? 0 : r % 100000);
}

static int do_some_calls(struct thread *t, int fd, unsigned int r)
{
	return filter_calls(fd, r % (IOR_FILTER_FLAGS + 1), MARK_NR, r / 8 % IOR_CALL_BITS);
}

static int do_files(struct thread *t, int fd, unsigned int r)
{
	struct ior_files files = { .nr_fds = r % 3, .fds = { 3, 4 } };

	if (r % 2)
		memcpy(files.globs, "/dev/*\0*[a-z]", sizeof("/dev/*\0*[a-z]"));
	return files_set(fd, &files);
}

static int do_who(struct thread *t, int fd, unsigned int r)
{
	struct ior_who who = { .nr_uids = r % 3, .uids = { 0, 1 } };

	if (r / 4 % 2)
		memcpy(who.comms, "ham*\0?", sizeof("ham*\0?"));
	if (r / 8 % 2 && who.comms[0])
		who.flags = IOR_WHO_NOT_COMMS;
	return who_set(fd, &who);
}

static int do_sample(struct thread *t, int fd, unsigned int r)
{
	struct ior_sample sample = { .flags = IOR_SAMPLE_EVERY_CALL, .every = r % 4 };

	return result(ioctl(fd, IOR_IOC_SAMPLE, &sample));
}

static int do_count(struct thread *t, int fd, unsigned int r)
{
	struct ior_count found = { .nr = r % IOR_CALL_BITS };

	return result(ioctl(fd, IOR_IOC_COUNT, &found));
}

static int do_set_up(struct thread *t, int fd, unsigned int r)
{
	struct ior_setup setup = {
		.ring_bytes = PAGE << r % 6,
		.watermark = r / 8 % 33,
		.flags = r / 512 % 4 ? 0 : IOR_SETUP_OVERWRITE,
	};

	return result(ioctl(fd, IOR_IOC_SETUP, &setup));
}

static int do_ask(struct thread *t, int fd, unsigned int r)
{
	struct ior_stats stats;
	struct ior_info info;

	return stats_get(fd, &stats) ?: info_get(fd, &info);
}

static int do_poll(struct thread *t, int fd, unsigned int r)
{
	return result(poll(&(struct pollfd){ .fd = fd, .events = POLLIN }, 1, r % 3));
}

static int do_read(struct thread *t, int fd, unsigned int r)
{
	struct ior_record rec[64];
	int n = result(read(fd, rec, sizeof(rec[0]) * (1 + r % ARRAY_SIZE(rec))));

	return n > 0 && n % sizeof(rec[0]) ? -EBADMSG : n;
}

/* Closes the session, and has another one by its number */
static int do_replace(struct thread *t, int fd, unsigned int r)
{
	int new = session_open(O_NONBLOCK), err;

	if (new < 0)
		return new;
	err = do_set_up(t, new, r);
	if (!err && dup3(new, fd, O_CLOEXEC) < 0)
		err = -errno;
	close(new);
	return err;
}

static int do_map(struct thread *t, int fd, unsigned int r)
{
	typeof(*t->mapping) *mapping = &t->mapping[r % MAPPINGS];
	bool reader = r / 8 % 2;
	struct ior_info info;
	size_t size;
	void *addr;
	int err = info_get(fd, &info);

	if (err)
		return err;
	size = reader ? info.reader_size : info.ring_size;
	addr = map_at(fd, size, reader ? PROT_READ | PROT_WRITE : PROT_READ,
		      (r / 16 % info.nr_cpus) * info.ring_stride +
		      (reader ? info.reader_offset : info.ring_offset));
	if (addr == MAP_FAILED)
		return -errno;
	if (mapping->addr)
		munmap(mapping->addr, mapping->size);
	mapping->addr = addr;
	mapping->size = size;
	if (!reader && ((struct ior_ring_page *)addr)->version != IOR_ABI_VERSION)
		return -EPROTO;
	/* any nonsense may be there */
	if (reader)
		((struct ior_reader_page *)addr)->tail = r;
	return 0;
}

static int do_unmap(struct thread *t, int fd, unsigned int r)
{
	typeof(*t->mapping) *mapping = &t->mapping[r % MAPPINGS];
	int err = mapping->addr ? result(munmap(mapping->addr, mapping->size)) : 0;

	mapping->addr = NULL;
	return err;
}

/* What may be said but 0 or more: others are at the same session, and whom it is
 * about may be dead.
 */
static const struct action {
	const char *name;
	int (*func)(struct thread *t, int fd, unsigned int r);
	int allowed[3];
} actions[] = {
	{ "start",	do_start,	{ EBUSY, ESRCH } },
	{ "start",	do_start,	{ EBUSY, ESRCH } },
	{ "stop",	do_stop,	{ EINVAL } },
	{ "add",	do_add,		{ EEXIST, ESRCH } },
	{ "add",	do_add,		{ EEXIST, ESRCH } },
	{ "del",	do_del,		{ ESRCH } },
	{ "clear",	do_clear,	{} },
	{ "filter",	do_every_call,	{} },
	{ "filter",	do_some_calls,	{} },
	{ "files",	do_files,	{} },
	{ "who",	do_who,		{} },
	{ "sample",	do_sample,	{ EBUSY } },
	{ "count",	do_count,	{ ENOENT } },
	{ "setup",	do_set_up,	{ EBUSY, EINVAL } },
	{ "ask",	do_ask,		{} },
	{ "poll",	do_poll,	{} },
	{ "read",	do_read,	{ EAGAIN, EBUSY, ESRCH } },
	{ "read",	do_read,	{ EAGAIN, EBUSY, ESRCH } },
	{ "replace",	do_replace,	{ EINVAL } },
	{ "mmap",	do_map,		{ EBUSY, EINVAL, ENXIO } },
	{ "mmap",	do_map,		{ EBUSY, EINVAL, ENXIO } },
	{ "munmap",	do_unmap,	{} },
};

static bool allows(const struct action *action, int err)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(action->allowed); i++)
		if (action->allowed[i] && err == -action->allowed[i])
			return true;
	return err >= 0;
}

static void *hammer_on(void *arg)
{
	struct thread *t = arg;

	while (!__atomic_load_n(t->stop, __ATOMIC_RELAXED) && !t->failed) {
		const struct action *action = &actions[rand_r(&t->seed) % ARRAY_SIZE(actions)];
		unsigned int r = rand_r(&t->seed);
		int fd = r % 4 ? t->shared[rand_r(&t->seed) % SHARED] : t->own;

		t->error = action->func(t, fd, r);
		if (!allows(action, t->error))
			t->failed = action->name;
		__atomic_fetch_add(&t->done, 1, __ATOMIC_RELAXED);
	}
	return NULL;
}

static unsigned long things_done(struct thread *thread)
{
	unsigned long done = 0;
	int i;

	for (i = 0; i < THREADS; i++)
		done += __atomic_load_n(&thread[i].done, __ATOMIC_RELAXED);
	return done;
}

static bool any_failed(struct thread *thread)
{
	int i;

	for (i = 0; i < THREADS; i++)
		if (__atomic_load_n(&thread[i].failed, __ATOMIC_RELAXED))
			return true;
	return false;
}

TEST_F_TIMEOUT(crowded, hammer, 900)
{
	struct thread thread[THREADS] = {};
	int fd[SHARED], i, j;
	bool stop = false;

	for (i = 0; i < SHARED; i++) {
		fd[i] = session_open(O_NONBLOCK);
		ASSERT_GE(fd[i], 0);
	}
	for (i = 0; i < THREADS; i++) {
		thread[i].crowd = self->crowd;
		thread[i].shared = fd;
		thread[i].own = session_open(O_NONBLOCK);
		ASSERT_GE(thread[i].own, 0);
		thread[i].seed = self->seed + i;
		thread[i].stop = &stop;
	}
	for (i = 0; i < THREADS; i++)
		ASSERT_EQ(0, pthread_create(&thread[i].thread, NULL, hammer_on, &thread[i]));
	while (GO_ON(things_done(thread), LEAST) && !any_failed(thread))
		EXPECT_EXACT(rand_r(&self->seed), &self->sum);
	__atomic_store_n(&stop, true, __ATOMIC_RELAXED);
	for (i = 0; i < THREADS; i++) {
		pthread_join(thread[i].thread, NULL);
		EXPECT_EQ(NULL, thread[i].failed)
			TH_LOG("thread %d: %s: error %d", i, thread[i].failed, thread[i].error);
		close(thread[i].own);
		for (j = 0; j < MAPPINGS; j++)
			do_unmap(&thread[i], -1, j);
	}
	TH_LOG("%lu things done by %d threads", things_done(thread), THREADS);
	for (i = 0; i < SHARED; i++)
		close(fd[i]);
	END_WELL();
}

TEST_HARNESS_MAIN
