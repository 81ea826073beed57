#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ior against strace, call by call: number, arguments and results of all that
# some programs do.  See witness, which compares, and its rules.
# shellcheck source=selftests/tap.sh
. "$(dirname "$0")/tap.sh"

at_least=200000	# calls in all that are compared

for program in strace perl git make zstd sqlite3 "${CC:=gcc}" /usr/bin/python3; do
	command -v $program >/dev/null && continue
	echo "1..0 # SKIP no $program"
	exit
done

# On one processor strace and what it traces alternate faster.
cpus=$(taskset -cp $$ | sed 's/.*: //')
on_first() { taskset -c "${cpus%%[-,]*}" "$@"; }
on_last() { taskset -c "${cpus##*[-,]}" "$@"; }

total=0
# judge NAME CALLS: both saw the same, and so many calls
judge() {
	local name=$1 calls

	sed 's/^/# /' err
	calls=$(sed -n 's/^witness: \([0-9]*\) calls of .*, 0 unexplained differences$/\1/p' err)
	is "$name" test "$status:$((calls >= $2))" = 0:1
	total=$((total + calls))
}

# check NAME CALLS COMMAND...: run it, and judge
check() {
	local name=$1 calls=$2

	shift 2
	run "$@"
	judge "$name" "$calls"
}

# ---------------------------------------------------------------- programs --

# Most of the calls, while the others run.
for ((n = 0; n < 4200; n++)); do
	echo "insert into t values ($n, 'text');"
done >inserts
on_last "$here/witness" sqlite3 -batch db 'create table t (a, b);' '.read inserts' 2>sqlite3.err &

mkdir repo
for n in {1..20}; do
	seq "$n" 200 >repo/$n
done
(
	export GIT_{AUTHOR,COMMITTER}_{NAME,EMAIL}=witness
	cd repo && git init -q && git add . && git commit -qm 1 && git rm -q 7 && git commit -qm 2
) || echo '# no repository'
check 'git clone' 2000 "$here/witness" git clone -q "file://$tmp/repo" clone
is 'git clone: is whole' test "$(ls clone | wc -l)" = 19

mkdir make
cat >make/main.c <<'END'
int two(void);
int three(void);

int main(void)
{
	return two() + three();
}
END
echo 'int two(void) { return 2; }' >make/two.c
echo 'int three(void) { return 3; }' >make/three.c
printf '%s: %s\n\t%s\n' prog 'main.o two.o three.o' "$CC -o \$@ \$^" %.o %.c "$CC -c -o \$@ \$<" >make/Makefile
check 'make -j2' 3000 "$here/witness" make -s -j2 -C make
make/prog
is 'make -j2: the program runs' test $? = 5

find /usr/include | head -n 300 >list
check 'tar and zstd of /usr/include' 2000 on_first "$here/witness" \
	bash -c 'tar c --no-recursion -P -T list | zstd -q -o include.tar.zst'
is 'tar and zstd: are whole' test "$(zstd -dc include.tar.zst | tar tP | wc -l)" = 300

check 'python3' 500 on_first "$here/witness" /usr/bin/python3 -c 'import json, sqlite3, ssl'

touch -d 1990-01-01 old
check 'find / -xdev -newer FILE' 1500 on_first "$here/witness" \
	bash -c 'find / -xdev -newer old | head -n 1200 | tail -n 1 >found'
is 'find: found something' test -s found

check 'a pipeline of 6' 10000 on_first "$here/witness" bash -c \
	'seq 3000 | while read -r n; do echo $((n * 7)); done | grep 1 | sort -n | tr 0-9 a-j | wc -l >lines'
is 'a pipeline: has counted' test "$(cat lines)" = "$(seq 7 7 21000 | grep -c 1)"

cat >small.c <<'END'
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void *thread(void *arg)
{
	return getppid() ? arg : NULL;
}

static void handler(int sig)
{
	getppid();
}

int main(void)
{
	int pair[2], fd, i;
	struct stat st;
	pthread_t id;
	char c;

	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	for (i = 0; i < 200; i++) {
		send(pair[0], &i, 1, 0);
		recv(pair[1], &c, 1, 0);
		fd = open("small", O_RDWR | O_CREAT, 0600);
		lseek64(fd, -1LL << 33, SEEK_END);
		pwrite64(fd, &i, sizeof(i), (1LL << 33) + i);
		ftruncate64(fd, i);
		fstat(fd, &st);
		munmap(mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 4096), 4096);
		setreuid(-1, -1);
		close(fd);
		close(-1);
	}
	shmctl(shmget(IPC_PRIVATE, 4096, 0600), IPC_RMID, NULL);
	signal(SIGALRM, handler);
	alarm(1);
	sleep(2);
	if (!fork()) {
		thread(NULL);
		_exit(3);
	}
	wait(NULL);
	pthread_create(&id, NULL, thread, NULL);
	pthread_join(id, NULL);
	execl("/bin/true", "true", NULL);
	return 1;
}
END
if $CC -m32 -D_GNU_SOURCE -D_LARGEFILE64_SOURCE -w -static -o small32 small.c -lpthread 2>err; then
	check 'a 32-bit program' 2000 "$here/witness" ./small32
else
	is '-m32: makes a 32-bit program' false
fi

cat >many.c <<'END'
#include <pthread.h>
#include <unistd.h>

#define THREADS 64

static pthread_barrier_t all;

static void *thread(void *arg)
{
	long i = (long)arg, calls;

	pthread_barrier_wait(&all);
	for (calls = 0; calls < 100 || i != 40; calls++) {
		if (i % 4 == 1)
			pause();
		else if (i % 4 == 2)
			usleep(1000);
		else
			getppid();
	}
	execl("/bin/true", "true", NULL);
	return NULL;
}

int main(void)
{
	pthread_t id;
	long i;

	pthread_barrier_init(&all, NULL, THREADS);
	for (i = 0; i < THREADS; i++)
		pthread_create(&id, NULL, thread, (void *)i);
	pthread_join(id, NULL);
	return 1;
}
END
$CC -w -o many many.c -lpthread
check 'exec by one of 64 threads' 2000 "$here/witness" ./many
is 'exec by one of 64 threads: by one that is not the first' says '1 by rule moved:'

wait $!
status=$?
cp sqlite3.err err
judge 'sqlite3 fills a table, meanwhile' 140000
is 'sqlite3: all is there' test "$(sqlite3 db 'select count(*) from t')" = 4200

echo "# $total calls compared"
is "$at_least calls compared in all" test "$total" -ge "$at_least"

finish
