#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ior-read as a user meets it: what it says when something is wrong, what it
# leaves behind, its exit statuses, and that its ways in and out agree.
# shellcheck source=selftests/tap.sh
. "$(dirname "$0")/tap.sh"

names() { awk -F, 'NR > 1 {print $7}' "$@"; }
# whole records of calls: CALL (2), or ENTER (3) of one that does not return
calls_in() {
	perl -e 'local $/ = \128; my $n = 0;
		while (<>) {
			my ($type, $flags) = unpack "x16Cx3L<", $_;
			$n++ if length == 128 && ($type == 2 && !($flags & 8) || $type == 3 && $flags & 4);
		}
		print $n' "$1"
}
calls_said() { sed -n 's/^ior-read: \([0-9]*\) calls\{0,1\}, .*/\1/p' err | tail -n 1; }
lost_said() { sed -n 's/.*, \([0-9]*\) lost.*/\1/p' err | tail -n 1; }

# ------------------------------------------------------------- arguments --

help_is_short() { [ "$(wc -l <out)" -lt 60 ] && [ ! -s err ] && [ "$status" = 0 ]; }
run ior-read --help
is '--help fits on a screen' help_is_short

dead=$(sh -c 'echo $$')
run ior-read -o new -p "$dead"
is '-p of no process' refused 125 "$dead: No such process"
run ior-read -p 12x
is '-p of no number' refused 125 'list of process ids'
run ior-read -o new -- /nonexistent
is 'a command that is not there' refused 127 '/nonexistent: No such file'
run ior-read -o new -- no-such-command-anywhere
is 'a command that is not in PATH' refused 127 'command not found'
: >plain
run ior-read -o new -- ./plain
is 'a command that is not executable' refused 126 'Permission denied'
run ior-read -o new -- /
is 'a command that is a directory' refused 126 'Is a directory'
run ior-read -o new -e trace=nosuchcall -- true
is 'an unknown call' refused 125 "'nosuchcall' is unknown"
run ior-read -o new -e trace=opnat -- true
is 'an unknown call, with a hint' refused 125 'did you mean openat'
run ior-read -o new -e family= -- true
is 'an empty family' refused 125 'family=: a name is empty'
run ior-read -o new -e family=Netwrok -- true
is 'an unknown family, with a hint' refused 125 'did you mean Network'
run ior-read -o new -e kind=pathnam -- true
is 'an unknown kind, with a hint' refused 125 'did you mean pathname'
run ior-read -o new -e %Netwrok -- true
is 'an unknown class, with a hint' refused 125 'did you mean Network'
run ior-read -o new -e '/(' -- true
is 'no regular expression' refused 125 'Unmatched'
run ior-read -o new -e '/^nosuch' -- true
is 'a regular expression that matches nothing' refused 125 'matches no call'
run ior-read -F csv -e '/^ge.*id$,!getpid' -- perl -e 'getppid; print $$'
is 'a regular expression, but for one call' ended 0
is 'its calls' test "$(tail -n +2 out | cut -d, -f7 | grep -c '^ge.*id$')" -ge 1
is 'and no others' test "$(grep -c '^[0-9]*,.*,\(getpid\|read\|execve\),' out)" = 0
run ior-read -F csv -e '!%file,%desc' -- cat plain
is 'all but two classes' ended 0
is 'which are left out' test "$(grep -c '^[0-9]*,.*,\(openat\|read\|write\|execve\|mmap\),' out)" = 0
is 'and the others are there' grep -q ',brk,' out
run ior-read -o new -e family=AIO -e trace=read -- true
is 'a selection that leaves nothing' refused 125 'no call is left'
run ior-read -o new -e 'trace=!all' -- true
is 'all but all' refused 125 'no call is left'
run ior-read -o new -e colour=red -- true
is 'an unknown key' refused 125 "there is no 'colour'"
run ior-read -o new -F nosuchformat -- true
is 'an unknown format' refused 125 'use text, csv, jsonl, folded, chrome, raw or ctf'
run ior-read -o new --ring-size 5M -- true
is 'a ring size that is no power of two' refused 125 'try 16M'
run ior-read -o new --duration soon -- true
is 'a duration that is no number' refused 125 'not a number of seconds'
run ior-read -o new -p $$ -- true
is 'a process and a command' refused 125 'exclude each other'
run ior-read --no-such-option
is 'an unknown option' refused 125 '--help'
run ior-read -p
is 'an option without its argument' refused 125 'argument is missing'
is 'none of these left a file' test ! -e new

printf 'precious' >kept
run ior-read -o kept -- /nonexistent
is 'nor emptied one' grep -q precious kept
run ior-read -o /nonexistent/x -- touch ran
is '-o into no directory' refused 125 '/nonexistent/x: No such file'
is 'does not run the command' test ! -e ran

# --------------------------------------------------------------- commands --

run ior-read -F csv -- true
is 'status of true' ended 0
cp out live.csv
cut -d, -f7 live.csv | sed -n 2p >first
is 'the first row is its execve' grep -qx execve first
names live.csv | tail -n 1 >last
is 'the last row is its exit_group' grep -qx exit_group last
run ior-read -- sh -c 'exit 3'
is 'status 3' ended 3
run ior-read -- sh -c 'kill -TERM $$'
is 'status of a command that SIGTERM killed' ended 143
run ior-read -- sh -c 'kill -KILL $$'
is 'status of a command that SIGKILL killed' ended 137
run ior-read -e trace=execve -- sh -c 'kill -KILL $$'
is 'that of one whose death is not selected' ended 137
printf 'no program' >bad
chmod +x bad
run ior-read -- ./bad
is 'a command that the kernel does not execute' test "$status" = 126
is 'says so' says 'Exec format error'

run ior-read -F csv -o follow.csv -- sh -c '/bin/true; /bin/true; :'
is 'children are followed' test "$(awk -F, 'NR > 1 {print $5}' follow.csv | sort -u | wc -l)" = 3
run ior-read -F csv --no-follow -o alone.csv -- sh -c '/bin/true; /bin/true; :'
is '--no-follow: they are not' test "$(awk -F, 'NR > 1 {print $5}' alone.csv | sort -u | wc -l)" = 1
is 'a trace that does not follow is complete' ended 0

# ------------------------------------------------------------------- rows --

head='time_ns,duration_ns,gap_ns,comm,pid,tid,name,family,kind,ret_class'
head=$head,ret,error,bytes,fd,path,path2,flags,abi
columns() { awk -F, 'NF != 18 {exit 1}' "$1"; }
in_order() {
	awk -F, 'NR > 1 {
		if ($1 + $2 < end[$6] || ($3 != "" && $3 + 0 < 0))
			exit 1
		end[$6] = $1 + $2
	}' "$1"
}
is 'csv: the columns' test "$(head -n 1 live.csv)" = "$head"
is 'csv: so many in each row' columns follow.csv
is 'csv: each thread in order' in_order follow.csv
run ior-read -F csv -e trace=openat -- cat /nonexistent
is 'csv: an error by its name' grep -q ',openat,FS,open,UNCLASSIFIED,-2,ENOENT,,-1,/nonexistent,,O_RDONLY,64$' out
head -c 1000 /dev/zero >thousand
run ior-read -F csv -e trace=read,write -o rows.csv -- dd if=thousand of=/dev/null bs=1000
is 'csv: bytes read' grep -q ",read,FS,fd,READ,1000,,1000,0,$tmp/thousand,,O_RDONLY,64\$" rows.csv
is 'csv: bytes written' grep -q ',write,FS,fd,WRITE,1000,,1000,1,/dev/null,,O_WRONLY,64$' rows.csv
run ior-read -e trace=openat,close,exit_group -- cat /nonexistent
is 'text: flags and errors' grep -qE '^openat\(AT_FDCWD<[^>]+>, "/nonexistent", O_RDONLY\) += -1 ENOENT \(No such file or directory\) <[0-9]+\.[0-9]{6}>$' out
is 'text: a call that never returns' grep -qE '^exit_group\(1\) += \?$' out
quoted() { awk -v n="$1" 'NR > 1 && index($0, ",\"a,\"\"b\",") {n--} END {exit n > 0}' out; }
run ior-read -F csv -e trace=getpid,read -- bash -c 'printf "a,\"b" >/proc/$$/comm; read x <thousand'
is 'csv: a task may have any name' quoted 1

# -------------------------------------------------------------- selection --

only() { ! names "$1" | grep -qvxE "$2"; }
none() { ! names "$1" | grep -qxE "$2"; }
some() { names "$1" | grep -qxE "$2"; }

run ior-read -o whole.ior -- cat plain
is 'a recording' ended 0
for e in trace=openat,read 'trace=!mmap,openat' '!futex' family=Memory 'family=!FS' \
	kind=open,fd 'kind=!null' fstat,newfstat,newuname 'trace=openat,read,!read' \
	'path=*/plain' 'path=*/libc.so*' 'path=/etc/*,*/pl[a-i]in' fd=3 fd=0,1 'path=*'; do
	run ior-read -F csv -e "$e" -o live.csv -- cat plain
	run ior-read -F csv -e "$e" -i whole.ior
	names live.csv >live
	names out >replayed
	is "-e $e: the same from a recording as live" same live replayed
done
run ior-read -F csv -e openat,read -i whole.ior
is 'a list selects these' only out 'openat|read'
run ior-read -F csv -e '!openat,read' -i whole.ior
is 'a list with ! selects the others' none out 'openat|read'
is 'all others' some out 'mmap|close'
run ior-read -F csv -e family=fs -e '!read' -i whole.ior
is 'two keys: both have to select' none out 'read|mmap'
run ior-read -F csv -e read -e close -i whole.ior
is 'a key twice: the later counts' only out 'close'
run ior-read -F csv -e 'path=*/plain' -- cat plain
is '-e path: what works on the file' some out 'openat|read|copy_file_range'
is '-e path: nothing else' test -z "$(awk -F, 'NR > 1 && $15 $16 !~ /\/plain/' out)"
is '-e path: no records of others are made' says "ior-read: $(names out | wc -l) calls, 0 lost"
run ior-read -F csv -e fd=7 -- bash -c 'exec 7<plain; read x <&7'
is '-e fd: what makes it' some out 'dup2|dup3'
is '-e fd: not what works on others' none out 'openat|execve|exit_group|mmap'
is '-e fd: no records of others are made' says "ior-read: $(names out | wc -l) calls, 0 lost"

# ---------------------------------------------------------------- restarts --

make_stop_sh
run ior-read -F csv -e clock_nanosleep -o stop.csv -- bash stop.sh
is 'a sleep that was stopped' ended 0
is 'is one row' test "$(names stop.csv | sort | uniq -c | sed 's/^ *//')" = '2 clock_nanosleep'
is 'that lasts as long as it slept' test "$(awk -F, '$2 > 1500000000 && $11 == 0' stop.csv | wc -l)" = 1
is 'the last line tells of it' says 'ior-read: 2 calls, 1 restart folded, 0 lost, complete'
run ior-read -F csv --raw-restarts -e clock_nanosleep -o stop.csv -- bash stop.sh
is '--raw-restarts: two rows' test "$(names stop.csv | sort | uniq -c | sed 's/^ *//' | paste -sd ' ')" = \
	'2 clock_nanosleep 1 restart_syscall'

# ------------------------------------------------------------- recordings --

run ior-read -F csv -i whole.ior
is 'a recording is read' ended 0
cp out replayed
ior-read -F csv -i - <whole.ior >out 2>err
is 'from standard input' same out replayed
tail -c +1 whole.ior | ior-read -F csv -i - >out 2>err
is 'from a pipe' same out replayed
ior-read -F csv <whole.ior >out 2>err
is 'from standard input, unasked' same out replayed
run ior-read -F raw -o copy.ior -i whole.ior
is 'copied' same whole.ior copy.ior
ior-read -F raw -- true >copy.ior 2>err
run ior-read -i copy.ior
is 'a recording on standard output' ended 0
run ior-read -o whole.ior -i whole.ior
is 'not onto itself' refused 125 'the recording itself'
run ior-read -i whole.ior
is 'which it survives' ended 0

# a session in a session: both see the command, and the same of it
#
# nested STATUS [OPTION...]: whole in the outer one, with the options in the
# inner one, and with these from the outer one's recording
nested() {
	local want=$1 pids

	shift
	ior-read -o outer.ior -- ior-read -F csv "$@" -o inner.csv -- \
		sh -c 'ls -l / | cat; cat <plain; mkdir x; rmdir x; exit 5' >/dev/null 2>err
	status=$?
	ended "$want" || return
	ior-read -F csv "$@" -i outer.ior >out 2>err
	pids=$(awk -F, 'NR > 1 {print $5}' inner.csv | sort -u)
	awk -F, -v pids="$pids" -v from="$(sed -n 2p inner.csv | cut -d, -f1)" '
		BEGIN {n = split(pids, p, "\n"); for (i = 1; i <= n; i++) traced[p[i]] = 1}
		NR > 1 && $5 in traced && $1 >= from {$3 = ""; print}' out | sort >outer
	awk -F, 'NR > 1 {$3 = ""; print}' inner.csv | sort >inner
	[ -s inner ] && { same inner outer || { diff inner outer | head -n 20 >err; false; }; }
}
is 'a traced ior-read' nested 5
for e in 'path=/etc/*' 'path=*/plain,*/x' path=/ 'path=pipe:*' 'path=*' fd=3 fd=0,1; do
	is "a traced ior-read -e $e" nested 5 -e "$e"
done
for o in -z -Z '-e status=unfinished' '--min-duration 50us' '-Z --min-duration 20us'; do
	is "a traced ior-read $o" nested 5 $o
done
is 'a traced ior-read -e path= -e fd=' nested 5 -e 'path=*lib*' -e fd=3 -e '!mmap'

size=$(stat -c %s whole.ior)
run ior-read -i /nonexistent
is 'no recording there' refused 125 '/nonexistent: No such file'
run ior-read -i /
is 'a directory' refused 125 'Is a directory'
run ior-read -i thousand
is 'no recording, but zeroes' refused 125 'not an ior recording'
head -c 100000 /dev/urandom >garbage
run ior-read -i garbage
is 'garbage' refused 125 'not an ior recording'
run ior-read -i plain
is 'an empty file' refused 125 'empty'
head -c 100 whole.ior >cut.ior
run ior-read -i cut.ior
is 'cut in the header' refused 125 'cut in its first record'

# cut_at BYTES: all calls before are printed, then one line says that it is cut
cut_at() {
	local rows

	head -c "$1" whole.ior >cut.ior
	rows=$(calls_in cut.ior)
	run ior-read -F csv -i cut.ior
	[ "$status" = 125 ] && one_line && says 'the recording is cut' && says 'NOT complete' &&
		[ "$(($(wc -l <out) - 1))" = "$rows" ] &&
		[ "$(head -n "$(wc -l <out)" replayed | cmp - out && echo same)" = same ]
}
is 'cut before its end' cut_at $((size - 128))
is 'cut in its end' cut_at $((size - 1))
is 'cut between records' cut_at 1280
is 'cut in a record' cut_at 1300
(cat whole.ior; echo more) >longer
run ior-read -F csv -i longer
is 'something behind the end' test "$status" = 125
is 'is said' says 'the recording is damaged'
(head -c 1280 whole.ior; head -c 128 /dev/zero; tail -c +1409 whole.ior) >hole
run ior-read -F csv -i hole
is 'a record that is none' test "$status" = 125
is 'is said, too' says 'the recording is damaged'
(head -c 256 whole.ior; tail -c +385 whole.ior) >short
run ior-read -F csv -i short
is 'a record that was taken out' says 'the recording is damaged'
# header.flags lies at byte 72, END's count of lost records at 48 of the last one
(head -c 72 whole.ior; printf '\000'; tail -c +74 whole.ior | head -c $((size - 73 - 128))) >endless
run ior-read -F csv -i endless
is 'a stream that needs no end is no error' test "$status" = 0
is 'but its end is not vouched for' says 'NOT complete: it has no end mark'
(head -c $((size - 80)) whole.ior; printf '\005'; tail -c 79 whole.ior) >missing
run ior-read -F csv -i missing
is 'an end that tells of a loss' says 'NOT complete'
(head -c 40 whole.ior; printf '\007'; tail -c +42 whole.ior) >newer
run ior-read -i newer
is 'a recording of another ABI' refused 125 'a recording of ABI 7, this ior-read has ABI 3'
(head -c 32 whole.ior; printf 'gnir.roi'; tail -c +41 whole.ior) >swapped
run ior-read -i swapped
is 'a recording of another byte order' refused 125 'byte order'

# ------------------------------------------------------------------ output --

run ior-read -o /dev/full -- true
is 'a full device' test "$status" = 125
is 'is one line' one_line
is 'that says why' says '/dev/full: No space left on device'
run ior-read -F csv -o /dev/full -i whole.ior
is 'a full device under a replay' refused 125 'No space left on device'

(ulimit -f 1; ior-read -F csv -o limited -i whole.ior) >out 2>err
status=$?
is 'the limit of a file' refused 125 'limited: File too large'
is 'the limit of a file: ends with a whole row' test -z "$(tail -c 1 limited | tr -d '\n')"

mkdir disk
if mount -t tmpfs -o size=64k none disk; then
	for format in csv text raw; do
		run ior-read -F $format -o disk/x -- dd if=/dev/zero of=/dev/null bs=1 count=2000
		is "$format: a full disk" test "$status" = 125
		says_rows() { grep -q "disk/x: No space left on device (the first $1 rows are in it)" err; }
		case $format in
		raw)	is 'raw: ends with a whole record' \
				test $(($(stat -c %s disk/x) % 128)) = 0
			run ior-read -i disk/x
			is 'raw: that says it is cut' says 'the recording is cut'
			;;
		*)	is "$format: says how many rows there are" says_rows "$(wc -l <disk/x)"
			is "$format: ends with a whole row" test -z "$(tail -c 1 disk/x | tr -d '\n')"
			;;
		esac
		rm -f disk/x
	done
	umount disk
else
	skip 'a full disk' 'no tmpfs can be mounted'
fi

ior-read -- sh -c 'for i in 1 2 3 4 5 6 7 8 9; do /bin/true; done' 2>err | head -n 1 >out
status=${PIPESTATUS[0]}
is 'a reader that goes away' test "$status" = 125
is 'is said in one line' says 'standard output: Broken pipe'
ior-read -- true >&- 2>err
status=$?
is 'a closed standard output' test "$status" = 125
is 'is an error as well' says 'standard output: Bad file descriptor'

# ------------------------------------------------------------------ ending --

for sig in INT TERM HUP; do
	rm -f started
	# a shell ignores SIGINT for what it starts in the background
	perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' \
		ior-read -o ended.ior -- sh -c 'echo $$ >pid; touch started; exec sleep 1000' 2>err &
	wait_for started
	kill -$sig $!
	wait $!
	status=$?
	is "SIG$sig ends the command" test "$status" = 143
	is "SIG$sig leaves no process" test ! -d "/proc/$(cat pid)"
	run ior-read -F csv -i ended.ior
	is "SIG$sig leaves a whole recording" ended 0
done

rm -f started
ior-read -o ended.ior -- sh -c 'trap "" TERM; touch started; while :; do sleep 1; done' 2>err &
wait_for started
kill -TERM $!
sleep 1
kill -TERM $!
wait $!
status=$?
is 'a second signal kills a command that ignores the first' test "$status" = 137

sleep 1000 &
target=$!
ior-read -p $target -F csv -o target.csv 2>err &
tracer=$!
wait_for target.csv
sleep 1
kill $target
wait $tracer
status=$?
is '-p ends with its process' ended 0
is '-p says so' says 'the last traced process has ended'
is '-p shows the call that it died in' some target.csv 'clock_nanosleep|nanosleep|restart_syscall'
run ior-read -p $target
is '-p of a process that has ended' refused 125 'No such process'

run ior-read -a --duration 1 -F csv -o all.csv
is '-a --duration' ended 0
run ior-read --duration 1 -F csv -o default.csv
is 'what the module selects by itself' ended 0
is 'has the columns of all others' columns default.csv
run ior-read --duration 0.5 -o timed.ior -- sh -c 'sleep 2; exit 4'
is '--duration does not end the command' test "$status" = 4
is '--duration counts what had not ended' says unfinished

# -------------------------------------------------------------------- loss --

work() { ior-read --ring-size "$1" -F csv -o loss.csv -- dd if=/dev/zero of=/dev/null bs=1 count=20000; }
work 64M 2>err
is 'a large ring loses nothing' test "$(lost_said)" = 0
made=$(calls_said)
is 'the rows are as many as the calls' test "$(names loss.csv | wc -l)" = "$made"
work 4K 2>err
is 'a small ring: seen and lost make all' test $(($(calls_said) + $(lost_said))) = "$made"
is 'a small ring: the rows are what was seen' test "$(names loss.csv | wc -l)" = "$(calls_said)"
if [ "$(lost_said)" != 0 ]; then
	is 'a loss is said, and what to do' says 'NOT complete: ring full, try --ring-size 16K'
else
	skip 'a loss is said, and what to do' 'nothing was lost'
fi

# ------------------------------------------------------------------ module --

cat >old.c <<'END'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <linux/ior.h>

int ioctl(int fd, unsigned long request, ...)
{
	static int (*real)(int fd, unsigned long request, void *arg);
	struct ior_info *info;
	va_list args;
	int ret;

	va_start(args, request);
	info = va_arg(args, void *);
	va_end(args);
	if (!real)
		real = dlsym(RTLD_NEXT, "ioctl");
	if (request == IOR_IOC_INFO && getenv("OLD_MODULE_KNOWS_NO_INFO")) {
		errno = ENOTTY;
		return -1;
	}
	ret = real(fd, request, info);
	if (request == IOR_IOC_INFO && !ret)
		info->version = 77;
	return ret;
}
END
uapi=$here/../uapi
if ${CC:-cc} -shared -fPIC -I"$uapi" -o old.so old.c -ldl 2>err; then
	run env LD_PRELOAD="$tmp/old.so" ior-read -o new -- touch ran
	is 'a module of another ABI' refused 125 'the loaded module speaks ABI 77, this ior-read ABI 3'
	run env LD_PRELOAD="$tmp/old.so" OLD_MODULE_KNOWS_NO_INFO=1 ior-read -o new -- touch ran
	is 'a module that does not know the question' refused 125 'does not speak ABI 3'
	is 'nothing was run' test ! -e ran
	is 'nothing was written' test ! -e new
else
	skip 'a module of another ABI' 'no compiler'
fi

if id nobody >/dev/null 2>&1 && command -v setpriv >/dev/null; then
	run setpriv --reuid nobody --clear-groups "$(command -v ior-read)" -- true
	is 'without the right to trace' refused 125 'CAP_PERFMON'
else
	skip 'without the right to trace' 'no user nobody, or no setpriv'
fi

finish
