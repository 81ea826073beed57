// SPDX-License-Identifier: GPL-2.0-only
/*
 * Operations on descriptors of the device.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

#include "device_maps.h"

#define SESSIONS_MAX	(2 * OPS_MAX)
#define BYTES_MAX	(96UL << 20)	/* of all rings of a program */
#define COMPAT		0x100		/* with a place: the way of 32-bit programs */
#define I386_IOCTL	54

static struct {
	int		fd;		/* -1: none */
	struct session	*session;
} slots[NR_SLOTS];

static struct session sessions[SESSIONS_MAX];
static unsigned int nr_sessions;
static uint64_t bytes;			/* of all rings that may be there */

static long result(long ret)
{
	return ret < 0 ? -errno : ret;
}

/* ------------------------------------------------------------------ slots -- */

int slot_fd(uint64_t slot)
{
	return slots[slot % NR_SLOTS].session ? slots[slot % NR_SLOTS].fd : -1;
}

struct session *slot_session(uint64_t slot)
{
	return slots[slot % NR_SLOTS].session;
}

static long slot_empty(uint64_t slot)
{
	struct session *s = slot_session(slot);
	long ret;

	if (!s)
		return -EBADF;
	/* another thread may have the number still, which is another session's soon */
	if (helper_runs())
		sessions_away();
	ret = result(close(slot_fd(slot)));
	slots[slot % NR_SLOTS].session = NULL;
	if (!--s->slots)
		check_forget(s);
	return ret;
}

static void slot_fill(uint64_t slot, int fd, struct session *s)
{
	slot_empty(slot);
	slots[slot % NR_SLOTS].fd = fd;
	slots[slot % NR_SLOTS].session = s;
	s->slots++;
}

/* What is read of any of them is not all that there was. */
void sessions_away(void)
{
	unsigned int i;

	for (i = 0; i < nr_sessions; i++)
		sessions[i].away = true;
}

/* May its rings be made?  A program has so much memory and no more. */
bool session_may_grow(struct session *s)
{
	struct ior_info info;

	if (!s || s->grown)
		return true;
	if (ioctl(session_fd(s), IOR_IOC_INFO, &info))
		return false;
	if (bytes + s->ring_bytes * info.nr_cpus > BYTES_MAX)
		return false;
	bytes += s->ring_bytes * info.nr_cpus;
	s->grown = true;
	return true;
}

int session_fd(const struct session *s)
{
	unsigned int i;

	for (i = 0; i < NR_SLOTS; i++)
		if (slots[i].session == s)
			return slots[i].fd;
	return -1;
}

/* The program is over. */
void sessions_close(void)
{
	unsigned int i;

	for (i = 0; i < NR_SLOTS; i++)
		if (slots[i].session)
			check_session(slots[i].session, slots[i].fd);
	for (i = 0; i < NR_SLOTS; i++)
		if (slots[i].session && slot_empty(i))
			wrong("close(2) fails");
	nr_sessions = 0;
	bytes = 0;
}

long op_open(const uint64_t *arg)
{
	static const int modes[] = { O_RDWR, O_RDWR | O_NONBLOCK, O_RDONLY, O_WRONLY };
	int fd;

	if (nr_sessions == SESSIONS_MAX)
		return NOT_DONE;
	fd = open(DEVICE, modes[arg[1] % COUNT_OF(modes)] | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	sessions[nr_sessions] = (struct session){ .ring_bytes = 4 << 20 };
	slot_fill(arg[0], fd, &sessions[nr_sessions++]);
	return 0;
}

/* Up to as many as there can be, and one more */
long op_open_many(const uint64_t *arg)
{
	unsigned int n = arg[0] % 66, i;
	int fd[66], err = 0;

	for (i = 0; i < n; i++) {
		fd[i] = open(DEVICE, O_RDWR | O_CLOEXEC);
		if (fd[i] < 0) {
			err = -errno;
			break;
		}
	}
	while (i--)
		close(fd[i]);
	return err;
}

long op_close(const uint64_t *arg)
{
	return slot_empty(arg[0]);
}

long op_dup(const uint64_t *arg)
{
	struct session *s = slot_session(arg[0]);
	int fd = dup(slot_fd(arg[0]));

	if (fd < 0)
		return -errno;
	slot_fill(arg[1], fd, s);
	return 0;
}

/* ----------------------------------------------------------------- ioctls -- */

static long call_ioctl(int fd, unsigned int cmd, const void *arg, bool compat)
{
	long ret;

	if (!compat)
		return result(ioctl(fd, cmd, arg));
	asm volatile("int $0x80" : "=a"(ret)
		     : "0"(I386_IOCTL), "b"(fd), "c"(cmd), "d"((uint32_t)(uintptr_t)arg)
		     : "memory", "cc", "r8", "r9", "r10", "r11");
	return (int)ret;
}

/* Returns what the call does; @user is where what comes back is. */
static long with_struct(uint64_t slot, unsigned int cmd, const void *data, uint64_t place,
			void **user)
{
	void *at = place_put(place & ~COMPAT, data, _IOC_SIZE(cmd));

	if (user)
		*user = at;
	return call_ioctl(slot_fd(slot), cmd, at, place & COMPAT);
}

long op_info(const uint64_t *arg)
{
	struct ior_info info;
	void *user;
	long ret = with_struct(arg[0], IOR_IOC_INFO, NULL, arg[1], &user);

	if (!ret && arg[1] == PLACE_GOOD && !in_helper() && place_get(&info, user, sizeof(info)))
		check_info(&info);
	return ret;
}

long op_stats(const uint64_t *arg)
{
	struct ior_stats stats;
	void *user;
	long ret = with_struct(arg[0], IOR_IOC_STATS, NULL, arg[1], &user);

	if (!ret && arg[1] == PLACE_GOOD && !in_helper() && place_get(&stats, user, sizeof(stats)))
		check_stats(&stats);
	return ret;
}

long op_setup(const uint64_t *arg)
{
	struct ior_setup setup = { .ring_bytes = arg[1], .watermark = arg[2], .flags = arg[3] };
	struct session *s = slot_session(arg[0]);
	long ret;

	setup.reserved[arg[4] % 4] = arg[4];
	ret = with_struct(arg[0], IOR_IOC_SETUP, &setup, arg[5], NULL);
	if (!ret && s && (arg[5] == PLACE_GOOD || arg[5] == PLACE_ODD)) {
		s->ring_bytes = arg[1] ?: 4 << 20;
		s->overwrite = arg[3] & IOR_SETUP_OVERWRITE;
	} else if (!ret && s) {
		s->ring_bytes = BYTES_MAX + 1;	/* whatever was read there */
		s->away = true;
	}
	return ret;
}

enum call_set { SET_NONE, SET_MARKS, SET_ALL, SET_SOME, SET_COMPAT, SET_RESERVED };

static void choose_calls(struct ior_filter *filter, uint64_t set)
{
	unsigned int abi, i;

	switch (set) {
	case SET_NONE:
		return;
	case SET_MARKS:
		filter->calls[IOR_ABI_NATIVE][SYS_getppid / 64] = 1ULL << SYS_getppid % 64;
		return;
	case SET_COMPAT:
		memset(filter->calls[IOR_ABI_32], 0xff, sizeof(filter->calls[IOR_ABI_32]));
		return;
	case SET_RESERVED:
		filter->reserved[6] = 1;
		break;
	default:
		break;
	}
	for (abi = 0; abi < IOR_NR_ABIS; abi++)
		for (i = 0; i < IOR_CALL_WORDS; i++)
			filter->calls[abi][i] =
				set == SET_SOME ? 0x9249249249249249 :
				set <= SET_RESERVED ? ~0ULL : set * (2 * i + abi + 1);
}

long op_filter(const uint64_t *arg)
{
	struct ior_filter filter = {
		.flags = arg[1], .statuses = arg[2], .min_duration_ns = arg[4],
	};

	choose_calls(&filter, arg[3]);
	return with_struct(arg[0], IOR_IOC_FILTER, &filter, arg[5], NULL);
}

long op_tgid(const uint64_t *arg)
{
	struct ior_tgid tgid = { .op = arg[1], .pid = task_pid(arg[2]) };

	tgid.reserved[arg[3] % 2] = arg[3];
	return with_struct(arg[0], IOR_IOC_TGID, &tgid, arg[4], NULL);
}

/* Some patterns, or what are none. */
static void choose_globs(char *to, size_t size, uint64_t which)
{
	static const char * const globs[] = {
		"", "/tmp/*\0", "*\0", "[a-z]*\0?\0", "/\0[\0[!\0*[\0", "[z-a]\0[]]\0**********a\0",
	};
	static const size_t lens[] = { 0, 7, 2, 9, 9, 22 };

	if (which < COUNT_OF(globs))
		memcpy(to, globs[which], lens[which]);
	else
		memset(to, which % 2 ? '*' : 'a', size);
}

long op_files(const uint64_t *arg)
{
	struct ior_files files = { .flags = arg[4], .nr_fds = arg[1] };
	unsigned int i;

	for (i = 0; i < IOR_FILES_FDS && i < arg[1]; i++)
		files.fds[i] = arg[2] + i;
	choose_globs(files.globs, sizeof(files.globs), arg[3]);
	return with_struct(arg[0], IOR_IOC_FILES, &files, arg[5], NULL);
}

/* Users that nobody is, in the end; a group of which there is a descriptor, or not. */
long op_who(const uint64_t *arg)
{
	struct ior_who who = { .flags = arg[1], .nr_uids = arg[2], .nr_cgroups = arg[2] >> 32 };
	int group = open("/sys/fs/cgroup", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	unsigned int i;
	long ret;

	for (i = 0; i < IOR_WHO_UIDS; i++)
		who.uids[i] = arg[3] + i;
	for (i = 0; i < IOR_WHO_CGROUPS; i++)
		who.cgroups[i] = group;
	choose_globs(who.comms, sizeof(who.comms), arg[4]);
	ret = with_struct(arg[0], IOR_IOC_WHO, &who, arg[5], NULL);
	if (group >= 0)
		close(group);
	return ret;
}

long op_sample(const uint64_t *arg)
{
	struct ior_sample sample = {
		.flags = arg[1], .abi = arg[2], .nr = arg[3], .every = arg[4],
	};

	return with_struct(arg[0], IOR_IOC_SAMPLE, &sample, arg[5], NULL);
}

long op_count(const uint64_t *arg)
{
	struct ior_count count = { .abi = arg[1], .nr = arg[2], .max_ns = arg[3] };

	return with_struct(arg[0], IOR_IOC_COUNT, &count, arg[4], NULL);
}

long op_start(const uint64_t *arg)
{
	if (!session_may_grow(slot_session(arg[0])))
		return NOT_DONE;
	return call_ioctl(slot_fd(arg[0]), IOR_IOC_START, (void *)arg[1], arg[2] & COMPAT);
}

long op_stop(const uint64_t *arg)
{
	return call_ioctl(slot_fd(arg[0]), IOR_IOC_STOP, (void *)arg[1], arg[2] & COMPAT);
}

/* Any number, size included: those that are known have their own operations. */
long op_ioctl(const uint64_t *arg)
{
	static const unsigned int known[] = {
		IOR_IOC_INFO, IOR_IOC_SETUP, IOR_IOC_FILTER, IOR_IOC_TGID, IOR_IOC_START,
		IOR_IOC_STOP, IOR_IOC_STATS, IOR_IOC_FILES, IOR_IOC_SAMPLE, IOR_IOC_COUNT,
		IOR_IOC_WHO,
	};
	static const char zeroes[64];
	unsigned int i, cmd = known[arg[1] % COUNT_OF(known)] ^ (unsigned int)arg[2];

	for (i = 0; i < COUNT_OF(known); i++)
		if (cmd == known[i] || _IOC_TYPE(cmd) != IOR_IOC_MAGIC)
			return NOT_DONE;
	return call_ioctl(slot_fd(arg[0]), cmd,
			  place_put(arg[3] & ~COMPAT, zeroes, sizeof(zeroes)), arg[3] & COMPAT);
}

/* ------------------------------------------------------------------ files -- */

/* What waits is interrupted soon, again and again. */
static void set_alarm(unsigned int ms)
{
	struct itimerval timer = { { 0, ms * 1000 }, { 0, ms * 1000 } };

	if (!in_helper())
		setitimer(ITIMER_REAL, &timer, NULL);
}

long op_read(const uint64_t *arg)
{
	struct session *s = slot_session(arg[0]);
	size_t len = arg[1] % (65536 + 1);
	void *to = place_put(arg[2], NULL, len);
	struct iovec iov[2] = { { to, len / 2 }, { (char *)to + len / 2, len - len / 2 } };
	int fd = slot_fd(arg[0]);
	long ret;

	if (!session_may_grow(s))
		return NOT_DONE;
	if (s && (in_helper() || helper_runs()))
		s->torn = true;
	set_alarm(20);
	switch (arg[3]) {
	case 0:
		ret = result(read(fd, to, len));
		break;
	case 1:
		ret = result(readv(fd, iov, 2));
		break;
	default:
		ret = result(preadv2(fd, iov, 1, -1, arg[3] % 2 ? RWF_NOWAIT : 0));
		break;
	}
	set_alarm(0);
	if (ret > 0 && s)
		check_read(s, to, ret);
	return ret;
}

long op_poll(const uint64_t *arg)
{
	struct pollfd pfd = { .fd = slot_fd(arg[0]), .events = arg[1] };
	long ret = result(poll(&pfd, 1, arg[2] % 4));

	if (ret > 0 && pfd.revents & POLLNVAL)
		return -EBADF;
	if (ret > 0 && pfd.revents & ~(pfd.events | POLLERR | POLLHUP))
		wrong("poll(2) of %#x tells of %#x", pfd.events, pfd.revents);
	return ret;
}

/* Calls that the device has nothing for, and O_NONBLOCK */
long op_other(const uint64_t *arg)
{
	int fd = slot_fd(arg[0]), flags;
	struct stat st;
	char c = 0;

	switch (arg[1] % 8) {
	case 0:
		flags = fcntl(fd, F_GETFL);
		return flags < 0 ? -errno : result(fcntl(fd, F_SETFL, flags ^ O_NONBLOCK));
	case 1:
		return result(lseek(fd, arg[2], SEEK_SET));
	case 2:
		return result(pread(fd, &c, 1, 0));
	case 3:
		return result(write(fd, &c, 1));
	case 4:
		return result(fstat(fd, &st));
	case 5:
		return result(fsync(fd));
	case 6:
		return result(ftruncate(fd, 0));
	default:
		return result(fcntl(fd, F_SETFL, O_ASYNC));
	}
}
