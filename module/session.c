// SPDX-License-Identifier: GPL-2.0-only
/*
 * A session is an open file: its life, its states, its ioctls.
 */
#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "clock.h"
#include "compat.h"
#include "count.h"
#include "files.h"
#include "filter.h"
#include "name.h"
#include "ring.h"
#include "who.h"

static int tgid;
module_param(tgid, int, 0644);
MODULE_PARM_DESC(tgid, "process that a session traces which nobody filtered (0: all but its reader)");

struct ior_live ior_live;
DEFINE_MUTEX(ior_lock);		/* see ior.h */

/* ---------------------------------------------------------- life, state -- */

static int slot_get(void)
{
	unsigned int slot;

	for (slot = 0; slot < IOR_MAX_SESSIONS; slot++)
		if (!ior_live.session[slot])
			return slot;
	return -ENOSPC;
}

static int session_init(struct ior_session *s)
{
	int slot = slot_get();
	int err;

	if (slot < 0)
		return slot;
	s->slot = slot;
	s->bit = BIT_ULL(slot);
	s->nr_records = IOR_RING_BYTES_DEFAULT / IOR_RECORD_SIZE;
	s->watermark = s->nr_records / 4;
	mutex_init(&s->ring_lock);
	ior_read_init(s);

	ior_filter_open(s);
	err = ior_probe_open();
	if (err) {
		ior_filter_close(s);
		ior_filter_put();
		return err;
	}
	WRITE_ONCE(ior_live.session[slot], s);
	return 0;
}

static int ior_open(struct inode *inode, struct file *file)
{
	struct ior_session *s;
	int err;

	if (!perfmon_capable())
		return -EPERM;
	s = kzalloc(sizeof(*s), GFP_KERNEL);
	if (!s)
		return -ENOMEM;
	mutex_lock(&ior_lock);
	err = session_init(s);
	mutex_unlock(&ior_lock);
	if (err) {
		kfree(s);
		return err;
	}
	file->private_data = s;
	return stream_open(inode, file);
}

static int run(struct ior_session *s)
{
	int err;

	s->started_ns = ior_clock();
	s->started_real_ns = ktime_get_real_ns();
	err = ior_probe_start(s);
	if (err)
		return err;
	/* pairs with the acquire in start_if_new(): the rings are there */
	smp_store_release(&s->state, IOR_STATE_RUNNING);
	ior_read_wake(s);	/* who waits already has to be looked after from now on */
	return 0;
}

int ior_session_start(struct ior_session *s)
{
	int err;

	lockdep_assert_held(&ior_lock);
	if (s->state == IOR_STATE_RUNNING)
		return -EBUSY;
	err = ior_rings_alloc(s);
	if (err)
		return err;
	if (!s->configured) {
		err = ior_filter_defaults(s, READ_ONCE(tgid));
		if (err)
			return err;
		s->configured = true;
	}
	if (!(ior_live.all & s->bit) && !ior_filter_tgids(s))
		return -ESRCH;
	err = ior_filter_leave_out(s);
	if (err)
		return err;
	if (!s->overwrite)
		return run(s);
	/* who reads just now has what is to be given up */
	if (!mutex_trylock(&s->read_lock))
		return -EBUSY;
	ior_rings_restart(s);
	err = run(s);
	mutex_unlock(&s->read_lock);
	return err;
}

static int session_stop(struct ior_session *s)
{
	lockdep_assert_held(&ior_lock);
	if (s->state != IOR_STATE_RUNNING)
		return -EINVAL;
	ior_probe_stop(s);
	ior_rings_flush(s);
	/* pairs with the acquire in is_running(): nothing follows any more */
	smp_store_release(&s->state, IOR_STATE_STOPPED);
	ior_read_wake(s);
	return 0;
}

static int ior_release(struct inode *inode, struct file *file)
{
	struct ior_session *s = file->private_data;

	mutex_lock(&ior_lock);
	session_stop(s);
	ior_read_exit(s);
	ior_filter_close(s);
	ior_files_close(s);
	ior_who_close(s);
	ior_count_close(s);
	ior_names_leave(s);
	WRITE_ONCE(ior_live.session[s->slot], NULL);
	ior_probe_close();
	ior_filter_put();
	mutex_unlock(&ior_lock);

	ior_count_free(s);
	ior_rings_free(s);
	kfree(s);
	return 0;
}

/* --------------------------------------------------------------- ioctls -- */

static void get_info(struct ior_session *s, struct ior_info *info)
{
	u64 ring_bytes = ior_ring_bytes(s);

	*info = (struct ior_info) {
		.version	= IOR_ABI_VERSION,
		.record_size	= IOR_RECORD_SIZE,
		.nr_cpus	= nr_cpu_ids,
		.state		= s->state,
		.machine	= IOR_MACHINE,
		.clock_id	= IOR_CLOCK_ID,
		.nr_records	= s->nr_records,
		.watermark	= s->watermark,
		.ring_stride	= 2 * PAGE_SIZE + ring_bytes,
		.reader_offset	= 0,
		.reader_size	= PAGE_SIZE,
		.ring_offset	= PAGE_SIZE,
		.ring_size	= PAGE_SIZE + ring_bytes,
		.time_ns	= ior_clock(),
		.mono_ns	= ktime_get_ns(),
		.real_ns	= ktime_get_real_ns(),
	};
}

static int set_up(struct ior_session *s, const struct ior_setup *setup)
{
	u64 bytes = setup->ring_bytes ?: IOR_RING_BYTES_DEFAULT;
	u32 nr = bytes / IOR_RECORD_SIZE;
	int err = 0;

	if (setup->flags & ~IOR_SETUP_FLAGS ||
	    memchr_inv(setup->reserved, 0, sizeof(setup->reserved)) ||
	    bytes < PAGE_SIZE || bytes > IOR_RING_BYTES_MAX || !is_power_of_2(bytes) ||
	    setup->watermark > nr)
		return -EINVAL;
	mutex_lock(&s->ring_lock);
	if (s->ring) {
		err = -EBUSY;
	} else {
		s->nr_records = nr;
		s->watermark = setup->watermark ?: nr / 4;
		s->overwrite = setup->flags & IOR_SETUP_OVERWRITE;
	}
	mutex_unlock(&s->ring_lock);
	return err;
}

static void get_stats(struct ior_session *s, struct ior_stats *stats)
{
	*stats = (struct ior_stats) {
		.in_flight	= s->in_flight,
		.no_memory	= atomic64_read(&s->no_memory),
		.not_followed	= atomic64_read(&s->not_followed),
		.tgids		= ior_filter_tgids(s),
		.state		= s->state,
		.counted	= ior_count_unrecorded(s),
	};
	if (!ior_session_rings(s))
		return;
	if (s->state == IOR_STATE_STOPPED)
		ior_rings_flush(s);
	ior_rings_stats(s, stats);
}

static int ioc_info(struct ior_session *s, void *arg)
{
	get_info(s, arg);
	return 0;
}

static int ioc_setup(struct ior_session *s, void *arg)
{
	return set_up(s, arg);
}

static int ioc_filter(struct ior_session *s, void *arg)
{
	return ior_filter_set(s, arg);
}

static int ioc_tgid(struct ior_session *s, void *arg)
{
	return ior_filter_tgid(s, arg);
}

static int ioc_files(struct ior_session *s, void *arg)
{
	return ior_files_set(s, arg);
}

static int ioc_who(struct ior_session *s, void *arg)
{
	return ior_who_set(s, arg);
}

static int ioc_sample(struct ior_session *s, void *arg)
{
	return ior_count_sample(s, arg);
}

static int ioc_count(struct ior_session *s, void *arg)
{
	return ior_count_get(s, arg);
}

static int ioc_start(struct ior_session *s, void *arg)
{
	return ior_session_start(s);
}

static int ioc_stop(struct ior_session *s, void *arg)
{
	return session_stop(s);
}

static int ioc_stats(struct ior_session *s, void *arg)
{
	get_stats(s, arg);
	return 0;
}

static const struct {
	unsigned int	cmd;
	int		(*func)(struct ior_session *s, void *arg);
} ioctls[] = {
	{ IOR_IOC_INFO,		ioc_info },
	{ IOR_IOC_SETUP,	ioc_setup },
	{ IOR_IOC_FILTER,	ioc_filter },
	{ IOR_IOC_TGID,		ioc_tgid },
	{ IOR_IOC_START,	ioc_start },
	{ IOR_IOC_STOP,		ioc_stop },
	{ IOR_IOC_STATS,	ioc_stats },
	{ IOR_IOC_FILES,	ioc_files },
	{ IOR_IOC_SAMPLE,	ioc_sample },
	{ IOR_IOC_COUNT,	ioc_count },
	{ IOR_IOC_WHO,		ioc_who },
};

/*
 * User memory is touched outside ior_lock: a fault takes mmap_lock, which
 * must not come to be inside it.
 */
static long ior_ioctl(struct file *file, unsigned int cmd, unsigned long uarg)
{
	struct ior_session *s = file->private_data;
	void __user *user = (void __user *)uarg;
	size_t size = _IOC_SIZE(cmd);
	void *arg = NULL;
	unsigned int i;
	long err;

	for (i = 0; i < ARRAY_SIZE(ioctls); i++)
		if (ioctls[i].cmd == cmd)
			break;
	if (i == ARRAY_SIZE(ioctls))
		return -ENOTTY;
	if (!size && uarg)
		return -EINVAL;
	if (size) {
		arg = _IOC_DIR(cmd) & _IOC_WRITE ? memdup_user(user, size) :
						   kzalloc(size, GFP_KERNEL);
		if (IS_ERR_OR_NULL(arg))
			return arg ? PTR_ERR(arg) : -ENOMEM;
	}

	mutex_lock(&ior_lock);
	err = ioctls[i].func(s, arg);
	mutex_unlock(&ior_lock);

	if (!err && _IOC_DIR(cmd) & _IOC_READ && copy_to_user(user, arg, size))
		err = -EFAULT;
	kfree(arg);
	return err;
}

const struct file_operations ior_fops = {
	.owner		= THIS_MODULE,
	.open		= ior_open,
	.release	= ior_release,
	.read		= ior_read,
	.poll		= ior_poll,
	.mmap		= ior_mmap,
	.unlocked_ioctl	= ior_ioctl,
	.compat_ioctl	= compat_ptr_ioctl,
};
