// SPDX-License-Identifier: GPL-2.0-only
/*
 * IOR_IOC_WHO: only calls of tasks in some control groups.
 */
#include <sys/mount.h>
#include <sys/stat.h>

#include "ior_who.h"

/* All groups; one of them, and one in that.  Set by groups_begin(). */
static char *groups_work, *all_groups;
static char group[128], below_group[160];

/* groups_begin - false: there are none of version 2 */
static bool groups_begin(void)
{
	groups_work = work_dir();
	all_groups = below(groups_work, "all");
	if (mkdir(all_groups, 0755) || mount("none", all_groups, "cgroup2", 0, NULL))
		return false;
	snprintf(group, sizeof(group), "%s/ior-who-%d", all_groups, getpid());
	snprintf(below_group, sizeof(below_group), "%s/below", group);
	return !mkdir(group, 0755) && !mkdir(below_group, 0755);
}

static void groups_end(void)
{
	rmdir(below_group);
	rmdir(group);
	umount2(all_groups, MNT_DETACH);
	work_remove(groups_work);
}

static int enter_group(const char *folder)
{
	char path[192];
	int fd, n;

	snprintf(path, sizeof(path), "%s/cgroup.procs", folder);
	fd = open(path, O_WRONLY);
	n = write(fd, "0", 1);
	close(fd);
	return n == 1 ? 0 : -errno;
}

static int group_open(const char *folder)
{
	return open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static void change_groups(int side, void *arg)
{
	mark(0, 0);
	if (enter_group(group))
		_exit(1);
	mark(1, 0);
	if (enter_group(below_group))
		_exit(1);
	mark(2, 0);
	if (enter_group(all_groups))
		_exit(1);
	mark(3, 0);
}

FIXTURE(groups) {
	int fd;
	struct tracee tracee;
	struct trace trace;
	int group, below;
};

FIXTURE_SETUP(groups)
{
	SETUP(1 << 18);
	ASSERT_EQ(0, filter_every_call(self->fd, IOR_FILTER_FOLLOW));
	if (!groups_begin())
		SKIP(return, "no control groups of version 2");
	self->group = group_open(group);
	self->below = group_open(below_group);
	ASSERT_LE(0, self->below);
}

FIXTURE_TEARDOWN(groups)
{
	TEARDOWN();
	close(self->group);
	close(self->below);
	groups_end();
}

TEST_F(groups, one)
{
	ASSERT_EQ(0, cgroups_set(self->fd, 0, self->group));
	RUN(change_groups, NULL);
	EXPECT_EQ(0x06, marks_of(&self->trace, 0));
}

TEST_F(groups, below)
{
	ASSERT_EQ(0, cgroups_set(self->fd, 0, self->below));
	RUN(change_groups, NULL);
	EXPECT_EQ(0x04, marks_of(&self->trace, 0));
	/* that in which it came there, and not that in which it left */
	EXPECT_EQ(1, count(&self->trace, .nr = SYS_write));
	EXPECT_NE(NULL, strstr(path_of(&self->trace, find(&self->trace, .nr = SYS_write), 0),
			       "/below/cgroup.procs"));
}

TEST_F(groups, not)
{
	ASSERT_EQ(0, cgroups_set(self->fd, IOR_WHO_NOT_CGROUPS, self->below));
	RUN(change_groups, NULL);
	EXPECT_EQ(0x0b, marks_of(&self->trace, 0));
}

TEST_F(groups, root)
{
	int root = group_open(all_groups);

	ASSERT_EQ(0, cgroups_set(self->fd, 0, root));
	close(root);
	RUN(change_groups, NULL);
	EXPECT_EQ(0x0f, marks_of(&self->trace, 0));
}

/* Users, groups and names have to agree. */
TEST_F(groups, and_names)
{
	struct ior_who who = {
		.nr_cgroups = 1, .cgroups = { self->group }, .nr_uids = 1, .comms = "who*",
	};

	ASSERT_EQ(0, who_set(self->fd, &who));
	RUN(change_groups, NULL);
	EXPECT_EQ(0x06, marks_of(&self->trace, 0));
	who.flags = IOR_WHO_NOT_COMMS;
	ASSERT_EQ(0, who_set(self->fd, &who));
	trace_free(&self->trace);
	close(self->fd);
	SETUP(1 << 18);
	ASSERT_EQ(0, who_set(self->fd, &who));
	RUN(change_groups, NULL);
	EXPECT_EQ(0, marks_of(&self->trace, 0));
}

/* A group may go while a session has it; then nobody is in it. */
TEST_F(groups, removed)
{
	ASSERT_EQ(0, cgroups_set(self->fd, 0, self->below));
	ASSERT_EQ(0, rmdir(below_group));
	EXPECT_EQ(-ENOENT, cgroups_set(self->fd, 0, self->group, self->below));
	ASSERT_EQ(0, mkdir(below_group, 0755));
	RUN(change_groups, NULL);
	EXPECT_EQ(0, marks_of(&self->trace, 0));
}

TEST_F(groups, bad)
{
	struct ior_who who = { .nr_cgroups = 2, .cgroups = { self->group, -1 } };
	int pipe_fds[2], file;
	char path[192];

	ASSERT_EQ(0, cgroups_set(self->fd, 0, self->below));
	ASSERT_EQ(0, pipe(pipe_fds));
	snprintf(path, sizeof(path), "%s/cgroup.procs", group);
	file = open(path, O_RDONLY);
	EXPECT_EQ(-EBADF, who_set(self->fd, &who));
	EXPECT_EQ(-EBADF, cgroups_set(self->fd, 0, self->group, INT32_MIN));
	EXPECT_EQ(-EBADF, cgroups_set(self->fd, 0, self->group, INT32_MAX));
	EXPECT_EQ(-EBADF, cgroups_set(self->fd, 0, pipe_fds[0]));
	EXPECT_EQ(-EBADF, cgroups_set(self->fd, 0, self->fd));
	EXPECT_EQ(-EBADF, cgroups_set(self->fd, 0, file));
	/* what was refused has changed nothing */
	RUN(change_groups, NULL);
	EXPECT_EQ(0x04, marks_of(&self->trace, 0));
}

TEST_HARNESS_MAIN
