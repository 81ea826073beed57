#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ior-read against strace: both trace the same processes at the same time, so
# each call has to have the same files, paths and result in both.
# shellcheck source=selftests/tap.sh
. "$(dirname "$0")/tap.sh"

if ! command -v strace >/dev/null || ! command -v perl >/dev/null; then
	echo '1..0 # SKIP no strace, or no perl'
	exit
fi

# agree COMMAND...: are the two of one mind?
agree() {
	rm -rf st.*
	ior-read --raw-restarts -F text -o rows -- strace -ff -y -v -s 0 -o st "$@" >/dev/null 2>err
	tail -n 1 err | grep -q ' 0 lost, complete$' &&
		perl "$here/strace.pl" st rows >compared
}

check() {
	is "$*" agree "$@"
	if grep '^#' compared; then
		return
	fi
	is "$*: so many calls" test "$(cat compared)" -gt 20
}

# class NAME: -e %NAME selects what strace has in this class
class() {
	local calls='ls -l /tmp | cat; mkdir x; rmdir x; kill -USR1 $PPID; perl -e "shmget(1, 1, 0)"'

	strace -f -qq -e trace=%"$1" -e signal=none -o st sh -c "trap : USR1; sh -c '$calls'" >/dev/null
	grep -v resumed st | sed -n 's/^[0-9]* *\([a-z][a-z_0-9]*\)(.*/\1/p' | sort -u >wanted
	ior-read -F csv -o rows.csv -e %"$1" -- sh -c "trap : USR1; sh -c '$calls'" >/dev/null 2>err
	tail -n +2 rows.csv | cut -d, -f7 | sort -u >selected
	rm -f rows.csv
	[ -s wanted ] && diff wanted selected >err
}
for name in file process network signal memory ipc; do
	is "-e %$name: as strace" class $name
done

mkdir dir
touch dir/1 dir/2 'dir/<a> "b"'
ln -s ../dir/1 dir/link
check tar cf /dev/null dir
check ls -l dir
check find dir -type f -exec cat {} \;
check sh -c 'cat dir/1 | sort >dir/3 2>&1; cd dir; rm -f 3; exit 3'
check sh -c 'kill -TERM $$'
for scenario in open-dirfd-paths open-openat2 readwrite-preadv2 path-faulted-names \
	path-faulted-move-mount thread-comm-fdtable; do
	check ior-workload $scenario
done

cat >files.c <<'END'
#include <fcntl.h>
#include <linux/openat2.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define ODD	"<o>d\td\n\"n\\a\303\244m\0331\033e"

static void *thread(void *arg)
{
	dup(*(int *)arg);
	syscall(SYS_exit, 3);
	return NULL;
}

static void paths(int dir)
{
	static char longest[5000];
	struct open_how how = { .flags = O_RDWR | O_CREAT, .mode = 0644 };
	struct stat st;

	syscall(SYS_openat2, dir, "how", &how, sizeof(how));
	syscall(SYS_openat2, dir, "how", NULL, sizeof(how));
	syscall(SYS_stat, ".", &st);
	syscall(SYS_stat, "", &st);
	syscall(SYS_stat, NULL, &st);
	syscall(SYS_stat, 16, &st);
	syscall(SYS_newfstatat, dir, "", &st, AT_EMPTY_PATH);
	syscall(SYS_newfstatat, dir, "./../sub//how", &st, 0);
	memset(longest, '/', sizeof(longest) - 1);
	access(longest, F_OK);
	longest[4095] = 0;
	access(longest, F_OK);
	rename("sub/how", "sub/a");
	renameat(dir, "a", AT_FDCWD, "sub/b");
	link("sub/b", "sub/c");
	linkat(dir, "c", dir, "d", 0);
	symlink("te\"xt", "sub/e");
	symlinkat("b", dir, "f");
	readlink("sub/e", longest, 100);
	readlinkat(dir, "f", longest, 100);
	openat(dir, "f", O_RDONLY);
	chdir("sub");
	mkdirat(AT_FDCWD, "g", 0700);
	syscall(SYS_getcwd, longest, 100);
	rmdir("../sub/g");
	chdir("..");
	unlinkat(dir, "b", 0);
	unlink("/nonexistent/x");
}

static void descriptors(int dir)
{
	int pair[2], fd, epoll, watch;
	struct epoll_event event = { 0 };

	fd = openat(dir, ODD, O_RDWR | O_CREAT, 0644);
	dup(fd);
	dup2(fd, 50);
	dup3(fd, 51, O_CLOEXEC);
	fcntl(fd, F_DUPFD, 60);
	write(fd, "x", 1);
	unlinkat(dir, ODD, 0);
	write(fd, "x", 1);
	mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
	close(fd);
	close(fd);
	close(-1);
	read(99999, pair, 1);
	pipe2(pair, O_CLOEXEC);
	splice(pair[0], NULL, 1, NULL, 0, 0);
	sendfile(pair[1], 50, NULL, 1);
	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	syscall(SYS_pipe, pair);
	socket(AF_INET, SOCK_STREAM, 0);
	memfd_create("x", 0);
	eventfd(0, 0);
	epoll = epoll_create1(0);
	watch = inotify_init1(0);
	epoll_ctl(epoll, EPOLL_CTL_ADD, watch, &event);
	inotify_add_watch(watch, "sub", IN_ALL_EVENTS);
	close_range(50, 70, 0);
}

int main(void)
{
	pthread_t id;
	int dir;

	mkdir("sub", 0777);
	dir = open("sub", O_RDONLY | O_DIRECTORY);
	paths(dir);
	descriptors(dir);
	pthread_create(&id, NULL, thread, &dir);
	pthread_join(id, NULL);
	if (!fork())
		_exit(dup(dir));
	wait(NULL);
	if (!vfork())
		execl("/bin/true", "true", NULL);
	wait(NULL);
	return syscall(1000, dir) != -1;
}
END
if ${CC:-cc} -D_GNU_SOURCE -w -o files files.c -lpthread 2>err; then
	check ./files
else
	skip './files' 'no compiler'
fi

finish
