// SPDX-License-Identifier: GPL-2.0-only
/*
 * A session of /dev/ior: its ioctls.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "libior.h"

struct ior_device {
	int	fd;
};

static int device_ioctl(const struct ior_device *dev, unsigned long request, void *arg)
{
	return ioctl(dev->fd, request, arg) < 0 ? -errno : 0;
}

int ior_device_info(const struct ior_device *dev, struct ior_info *info)
{
	return device_ioctl(dev, IOR_IOC_INFO, info);
}

/* The size of the struct is in the number: a module of another size says ENOTTY. */
static int check_abi(const struct ior_device *dev, struct ior_info *info)
{
	int err = ior_device_info(dev, info);

	if (err == -ENOTTY) {
		memset(info, 0, sizeof(*info));
		return -EPROTO;
	}
	if (err)
		return err;
	if (info->version != IOR_ABI_VERSION || info->record_size != IOR_RECORD_SIZE)
		return -EPROTO;
	return ior_calls_use(info->machine);
}

int ior_device_open(struct ior_device **devp, struct ior_info *info)
{
	struct ior_device *dev = malloc(sizeof(*dev));
	int err;

	if (!dev)
		return -ENOMEM;
	dev->fd = open(IOR_DEVICE_PATH, O_RDWR | O_CLOEXEC);
	if (dev->fd < 0) {
		err = -errno;
		free(dev);
		return err;
	}
	err = check_abi(dev, info);
	if (err) {
		ior_device_close(dev);
		return err;
	}
	*devp = dev;
	return 0;
}

void ior_device_close(struct ior_device *dev)
{
	if (!dev)
		return;
	close(dev->fd);
	free(dev);
}

int ior_device_fd(const struct ior_device *dev)
{
	return dev->fd;
}

int ior_device_setup(struct ior_device *dev, uint64_t ring_bytes, uint32_t watermark,
		     uint32_t flags)
{
	struct ior_setup setup = {
		.ring_bytes	= ring_bytes,
		.watermark	= watermark,
		.flags		= flags,
	};

	return device_ioctl(dev, IOR_IOC_SETUP, &setup);
}

int ior_device_filter(struct ior_device *dev, const struct ior_filter *filter)
{
	struct ior_filter copy = *filter;

	return device_ioctl(dev, IOR_IOC_FILTER, &copy);
}

int ior_device_files(struct ior_device *dev, const struct ior_files *files)
{
	struct ior_files copy = *files;

	return device_ioctl(dev, IOR_IOC_FILES, &copy);
}

int ior_device_who(struct ior_device *dev, const struct ior_who *who)
{
	struct ior_who copy = *who;

	return device_ioctl(dev, IOR_IOC_WHO, &copy);
}

int ior_device_tgid(struct ior_device *dev, enum ior_tgid_op op, pid_t pid)
{
	struct ior_tgid tgid = {
		.op	= op,
		.pid	= pid,
	};

	return device_ioctl(dev, IOR_IOC_TGID, &tgid);
}

int ior_device_sample(struct ior_device *dev, const struct ior_sample *sample)
{
	struct ior_sample copy = *sample;

	return device_ioctl(dev, IOR_IOC_SAMPLE, &copy);
}

int ior_device_count(const struct ior_device *dev, uint32_t abi, uint32_t nr,
		     struct ior_count *count)
{
	*count = (struct ior_count) { .abi = abi, .nr = nr };
	return device_ioctl(dev, IOR_IOC_COUNT, count);
}

int ior_device_start(struct ior_device *dev)
{
	return device_ioctl(dev, IOR_IOC_START, NULL);
}

int ior_device_stop(struct ior_device *dev)
{
	return device_ioctl(dev, IOR_IOC_STOP, NULL);
}

int ior_device_stats(const struct ior_device *dev, struct ior_stats *stats)
{
	return device_ioctl(dev, IOR_IOC_STATS, stats);
}
