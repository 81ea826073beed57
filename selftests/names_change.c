// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names that change while they are used: files and folders that are renamed,
 * deleted, replaced or mounted elsewhere, and tasks with a root of their own.
 */
#include <linux/fs.h>
#include <sys/mount.h>

#include "ior_steps.h"

#define NO_NAMESPACE	7	/* exit status */

/* Mounts may be noticed later than renames, but not by much */
#define MOUNT_MS	1200

FIXTURE(names_change) {
	int fd;
	struct tracee tracee;
	struct trace trace;
};

FIXTURE_SETUP(names_change)
{
	SETUP(1 << 20);
	ASSERT_TRUE(steps_begin());
	ASSERT_EQ(0, chdir(work));
}

FIXTURE_TEARDOWN(names_change)
{
	TEARDOWN();
	if (!chdir("/"))
		work_remove(work);
}

static int make(const char *path)
{
	return open(path, O_RDWR | O_CREAT, 0600);
}

/* ------------------------------------------------------------- renamed -- */

static void rename_all(int side, void *arg)
{
	int fd = open("file", O_RDONLY), fd2, fd3, dirfd;

	use(0, fd);
	rename("file", "renamed");
	use(1, fd);
	use(2, fd);
	rename("renamed", "file");
	use(3, fd);

	mkdir("one", 0755);
	mkdir("one/two", 0755);
	fd2 = make("one/two/f");
	dirfd = open("one/two", O_RDONLY);
	use(4, fd2);
	use(5, dirfd);
	rename("one/two", "one/other");
	use(6, fd2);
	use(7, dirfd);
	rename("one", "moved");
	use(8, fd2);
	use(9, dirfd);
	rename("moved/other/f", "f");
	use(10, fd2);
	use(11, dirfd);

	/* over another one, which is deleted by that */
	fd3 = make("g");
	use(12, fd3);
	rename("f", "g");
	use(13, fd2);
	use(14, fd3);
	syscall(SYS_renameat2, AT_FDCWD, "g", AT_FDCWD, "file", RENAME_EXCHANGE);
	use(15, fd2);
	use(16, fd);
}

TEST_F(names_change, renamed)
{
	RUN(rename_all, NULL);
	check_steps(_metadata, &self->trace, 0, 17);
	EXPECT_STREQ(below(work, "renamed"), seen->path[1][0]);
	EXPECT_STREQ(below(work, "moved/other/f"), seen->path[8][0]);
	EXPECT_STREQ(below(work, "g (deleted)"), seen->path[14][0]);
}

static void read_by_turns(int side, void *arg)
{
	int fd = open("file", O_RDONLY), i;

	for (i = 0; i < 6; i++) {
		use(i, fd);
		tell(side);
		hear(side);
	}
}

/* By a process that is not traced */
TEST_F(names_change, renamed_by_another)
{
	int i;

	TRACE(read_by_turns, NULL);
	ASSERT_EQ(0, session_start(self->fd));
	for (i = 0; i < 6; i++) {
		ASSERT_EQ(0, tell(self->tracee.fd) ?: hear(self->tracee.fd));
		ASSERT_EQ(0, i % 2 ? rename("renamed", "file") : rename("file", "renamed"));
	}
	ASSERT_EQ(0, tracee_run(&self->tracee));
	FINISH();
	check_steps(_metadata, &self->trace, 0, 6);
	EXPECT_STREQ(below(work, "renamed"), seen->path[5][0]);
}

static struct stat st;

static void rename_cwd(int side, void *arg)
{
	mkdir("here", 0755);
	chdir("here");
	mark(0, 1);
	stat("f", &st);
	rename("../here", "../there");
	mark(1, 1);
	stat("f", &st);
	mkdir("../up", 0755);
	rename("../there", "../up/there");
	mark(2, 1);
	stat("f", &st);
	mark(3, 1);
	stat("../f", &st);
}

/* What a relative path means changes with its folder's name. */
TEST_F(names_change, cwd_renamed)
{
	static const char * const want[] = { "here/f", "there/f", "up/there/f", "up/f" };
	size_t i;

	RUN(rename_cwd, NULL);
	for (i = 0; i < ARRAY_SIZE(want); i++)
		EXPECT_STREQ(below(work, want[i]),
			     path_of(&self->trace, call_behind(&self->trace, i, 1), 0));
}

#define STATS	3000

static bool stats_done;

static void *two_folders(void *arg)
{
	int one = open("one", O_PATH), two = open("two", O_PATH);

	while (!__atomic_load_n(&stats_done, __ATOMIC_RELAXED)) {
		fchdir(one);
		fchdir(two);
	}
	return NULL;
}

static void stat_in_two(int side, void *arg)
{
	char name[16];
	pthread_t thread;
	int i;

	mkdir("one", 0755);
	mkdir("two", 0755);
	pthread_create(&thread, NULL, two_folders, NULL);
	for (i = 0; i < STATS; i++) {
		snprintf(name, sizeof(name), "f%d", i);
		syscall(SYS_newfstatat, AT_FDCWD, name, &st, 0);
	}
	__atomic_store_n(&stats_done, true, __ATOMIC_RELAXED);
	pthread_join(thread, NULL);
}

/* Another thread changes the folder at any moment: a path is one from where it is said to
 * start, for it is kept for all who start there.
 */
TEST_F(names_change, cwd_changed_by_another)
{
	const struct name *name, *base;
	const struct ior_record *rec = NULL;
	size_t n = 0, len;

	ASSERT_EQ(0, filter_calls(self->fd, 0, SYS_newfstatat));
	RUN(stat_in_two, NULL);
	while ((rec = trace_next(&self->trace, rec, WANT(.nr = SYS_newfstatat)))) {
		name = name_of(&self->trace, rec, 0);
		base = name ? name_by_id(&self->trace, rec, name->base) : NULL;
		if (!base || *name->given != 'f')
			continue;
		len = strlen(base->path);
		ASSERT_TRUE(!strncmp(name->path, base->path, len) && name->path[len] == '/' &&
			    !strcmp(name->path + len + 1, name->given))
			TH_LOG("%s from %s is %s", name->given, base->path, name->path);
		n++;
	}
	EXPECT_EQ(STATS, n);
}

static void delete_all(int side, void *arg)
{
	int fd = open("file", O_RDONLY), fd2, dirfd;

	use(0, fd);
	link("file", "link");
	unlink("file");
	use(1, fd);
	fd2 = open("link", O_RDONLY);
	use(2, fd2);
	make("file");
	use(3, fd);
	use(4, fd2);
	mkdir("folder", 0755);
	dirfd = open("folder", O_RDONLY);
	use(5, dirfd);
	rmdir("folder");
	use(6, dirfd);
}

TEST_F(names_change, deleted)
{
	RUN(delete_all, NULL);
	check_steps(_metadata, &self->trace, 0, 7);
	EXPECT_STREQ(below(work, "file (deleted)"), seen->path[1][0]);
	EXPECT_STREQ(below(work, "folder (deleted)"), seen->path[6][0]);
}

#define ROUNDS	120

static void make_and_delete(int side, void *arg)
{
	ino_t *ino = arg;
	char name[32];
	int i, fd;

	for (i = 0; i < ROUNDS; i++) {
		/* every other one has the name of the one before */
		snprintf(name, sizeof(name), "new%03d", i / 2);
		fd = make(name);
		fstat(fd, &st);
		ino[i] = st.st_ino;
		use(i, fd);
		close(fd);
		unlink(name);
	}
}

/* A new file may be in the memory of an old one, and have its name. */
TEST_F(names_change, replaced)
{
	ino_t *ino = shared(ROUNDS * sizeof(*ino));
	const struct name *name;
	int i;

	RUN(make_and_delete, ino);
	check_steps(_metadata, &self->trace, 0, ROUNDS);
	for (i = 0; i < ROUNDS; i++) {
		name = name_of(&self->trace, call_behind(&self->trace, i, 1), 0);
		ASSERT_NE(NULL, name);
		EXPECT_EQ(ino[i], name->ino);
	}
}

/* -------------------------------------------------------------- mounts -- */

static void mount_about(int side, void *arg)
{
	int fd, fd2, fd3;

	if (unshare(CLONE_NEWNS) || mount("", "/", NULL, MS_REC | MS_PRIVATE, NULL))
		_exit(NO_NAMESPACE);
	mkdir("m1", 0755);
	mkdir("m2", 0755);
	mkdir("bind", 0755);
	mkdir("plain", 0755);
	if (mount("none", "m1", "tmpfs", 0, NULL))
		_exit(1);
	fd = make("m1/f");
	use(0, fd);
	if (mount("m1", "m2", NULL, MS_MOVE, NULL))
		_exit(2);
	sleep_ms(MOUNT_MS);
	use(1, fd);

	/* one file, two mounts of it */
	fd2 = make("plain/f");
	use(2, fd2);
	if (mount("plain", "bind", NULL, MS_BIND, NULL))
		_exit(3);
	fd3 = open("bind/f", O_RDONLY);
	use(3, fd3);
	use(4, fd2);
	if (umount2("bind", MNT_DETACH))
		_exit(4);
	sleep_ms(MOUNT_MS);
	use(5, fd3);
	use(6, fd2);
}

TEST_F(names_change, mounts)
{
	int ret;

	TRACE(mount_about, NULL);
	ASSERT_EQ(0, session_start(self->fd));
	ret = tracee_run(&self->tracee);
	if (ret == NO_NAMESPACE)
		SKIP(return, "no mount namespaces here");
	ASSERT_EQ(0, ret);
	FINISH();
	check_steps(_metadata, &self->trace, 0, 7);
	EXPECT_STREQ(below(work, "m2/f"), seen->path[1][0]);
	EXPECT_STREQ(below(work, "bind/f"), seen->path[3][0]);
	EXPECT_STREQ(below(work, "plain/f"), seen->path[4][0]);
}

/* --------------------------------------------------------------- roots -- */

static void use_by_turns(int here, int there, int fd, int step)
{
	int i;

	for (i = 0; i < 3; i++) {
		hear(here);
		mark(step + i, 1);
		syscall(SYS_fstat, fd, &st);
		tell(there);
	}
}

static void change_root(int side, void *arg)
{
	int fd, outside = open("file", O_RDONLY), turn[2];
	pid_t child;

	mkdir("root", 0755);
	mkdir("root/sub", 0755);
	fd = make("root/f");
	socketpair(AF_UNIX, SOCK_STREAM, 0, turn);
	child = fork();
	if (!child) {
		if (chroot("root"))
			_exit(1);
		mark(0, 1);
		stat("/sub/../f", &st);
		chdir("/");
		mark(1, 1);
		stat("../../f", &st);
		chdir("sub");
		mark(2, 1);
		stat("../f", &st);
		mark(3, 1);
		stat("g", &st);
		mark(4, 1);
		openat(AT_FDCWD, "/f", O_RDONLY);
		mark(5, 1);
		syscall(SYS_fstat, outside, &st);
		use_by_turns(turn[0], turn[0], fd, 10);
		_exit(0);
	}
	tell(turn[1]);
	use_by_turns(turn[1], turn[1], fd, 20);
	waitpid(child, NULL, 0);
}

/* Each task is told of as it sees the world itself. */
TEST_F(names_change, roots)
{
	static const char * const want[] = { "/f", "/f", "/f", "/sub/g", "/f" };
	const struct ior_record *rec;
	int i;

	RUN(change_root, NULL);
	for (i = 0; i < ARRAY_SIZE(want); i++) {
		rec = call_behind(&self->trace, i, 1);
		EXPECT_STREQ(want[i], path_of(&self->trace, rec, 0))
			TH_LOG("step %d", i);
	}
	EXPECT_STREQ("/f", path_of(&self->trace, call_behind(&self->trace, 4, 1), 1));
	EXPECT_STREQ(work_file, path_of(&self->trace, call_behind(&self->trace, 5, 1), 0));
	for (i = 0; i < 3; i++) {
		rec = call_behind(&self->trace, 10 + i, 1);
		EXPECT_STREQ("/f", path_of(&self->trace, rec, 0));
		rec = call_behind(&self->trace, 20 + i, 1);
		EXPECT_STREQ(below(work, "root/f"), path_of(&self->trace, rec, 0));
	}
}

TEST_HARNESS_MAIN
