#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What ior-read -e selects by ABI, name, user and control group, and calls that have
# not ended: of recordings made by hand, then of traces; and several -e, as strace has
# them.
# shellcheck source=selftests/tap.sh
. "$(dirname "$0")/tap.sh"

# ----------------------------------------------------------------- refused --

# refuses EXPR TEXT
refuses() {
	run ior-read -o new -e "$1" -- true
	is "-e $1" refused 125 "$2"
}
refuses abi=31 "-e abi: '31' is unknown (use 64, 32 or x32)"
refuses abi= 'a name is empty (try -e abi=64)'
refuses 'abi=!64,!32,!x32' 'no call is left'
refuses abi=none 'no call is left'
refuses comm= 'a pattern is empty'
refuses 'comm=a,,b' 'a pattern is empty'
refuses 'comm=!a,!b' 'a ! stands before the whole list'
refuses comm=systemd-journald-2 "no name has more than 15 bytes (try 'systemd-journal')"
refuses 'comm=[a-z]????????????????' 'no name has more than 15 bytes'
refuses "comm=$(printf 'a%.0s,' {1..511})a" 'more than 1022 bytes'
refuses uid=rooot "there is no user 'rooot' (did you mean root"
refuses uid=no-such-user-here "there is no user 'no-such-user-here' (give a name"
refuses uid=4294967295 "no user's number (give one up to 4294967294)"
refuses uid=99999999999999999999 "no user's number"
refuses uid=-1 "there is no user '-1'"
refuses uid= 'a word is empty'
refuses uid=0,,1 'a word is empty'
refuses 'uid=0,!1' 'a ! stands before the whole list'
refuses "uid=$(seq -s , 65)" 'more than 64 users'
refuses cgroup=/no/such 'No such file or directory (give a folder below /sys/fs/cgroup'
refuses cgroup= 'a word is empty'
refuses "cgroup=$tmp" 'no control group of version 2'
refuses cmm=x "there is no 'cmm' (did you mean comm?)"
refuses colouring=x "there is no 'colouring' (use trace=, family="
refuses status=detach 'use successful, failed, unfinished or detached'

run ior-read -o new -e trace=sigaction -e abi=64,x32 -- true
is 'calls that an ABI has not' refused 125 'no call is left that has a number there (try -e abi=32)'
run ior-read -o new -e abi=32 -e trace=open -e family=AIO -- true
is 'calls that no key agrees on' refused 125 '-e family=AIO: no call is left'
for o in -c -C '--sample=read=2'; do
	run ior-read "$o" -e status=detached -- true
	is "-e status=detached and $o" refused 125 'only ends are counted'
done
run ior-read -e status=detached -e uid=0 -- true
is '-e status=detached and uid=' refused 125 'not with uid= or cgroup='
run ior-read -e status=detached -e comm=true -o new -- true
is '-e status=detached and comm=, of a recording' refused 125 'use comm= with -i'
for o in '-F raw -o new' '-o new.ior' '-F ctf -o new'; do
	# shellcheck disable=SC2086 # these are words
	run ior-read $o -i /dev/null -e status=detached
	is "-e status=detached -i and $o" refused 125 '-e status=detached: '
done
run ior-read -F ctf -o new -e status=detached -- true
is '-e status=detached and -F ctf' refused 125 '-F ctf has no call that did not end'
is 'none of these left a file' test ! -e new
run ior-read -e status=detached </dev/null
is '-e status=detached of the defaults' refused 125 'needs a COMMAND, -p, -a or -i'

# -------------------------------------------------------------- recordings --

record some.ior <<'END'
call(at => 100, end => 110, nr => READ, comm => 'cat');
call(at => 120, end => 130, nr => READ, comm => 'cats', abi => 1);
call(at => 140, end => 150, nr => GETPID, comm => 'dog', tid => 11, abi => 2);
call(at => 160, end => 170, nr => CLOSE, comm => 'a name of 15 by', tid => 12);
call(at => 180, end => 190, nr => CLOSE, comm => '*', tid => 12);
task('exit', at => 200, tid => 11, comm => 'dog');
task('exit', at => 210, tid => 12, comm => '*');
END

# printed NAMES OPTION...: these names, or times, of what is printed of some.ior
printed() {
	local names=$1

	shift
	ior-read -i some.ior -F csv "$@" >out 2>err || return
	[ "$(awk -F, 'NR > 1 {print $1}' out | paste -sd' ')" = "$names" ]
}
is 'comm: a name' printed '100' -e comm=cat
is 'comm: names' printed '100 140' -e comm=dog,cat
is 'comm: patterns' printed '100 120 160' -e 'comm=c*,*15*'
is 'comm: any byte' printed '120' -e 'comm=cat?'
is 'comm: one of some' printed '140' -e 'comm=[d-e]og'
is 'comm: a name of 15 bytes' printed '160' -e 'comm=a name of 15 by'
is 'comm: the byte itself' printed '180' -e 'comm=\*'
is 'comm: all but some' printed '140 160 180' -e 'comm=!c*'
is 'comm: none' printed '' -e 'comm=nobody'
is 'abi: 64' printed '100 160 180' -e abi=64
is 'abi: 32' printed '120' -e abi=32
is 'abi: x32' printed '140' -e abi=x32
is 'abi: two' printed '120 140' -e abi=32,x32
is 'abi: all but one' printed '100 140 160 180' -e 'abi=!32'
is 'abi: all, without one' printed '100 140 160 180' -e 'abi=all,!32'
is 'keys have to agree' printed '100' -e abi=64 -e 'comm=c*'
is 'in whichever order' printed '120' -e 'comm=c*' -e 'abi=32'
is 'a key again replaces' printed '140' -e comm=cat -e comm=dog
is 'an ABI again replaces' printed '140' -e abi=32 -e abi=x32
ior-read -i some.ior -e comm=dog >out 2>err
is 'comm: the end of those that are selected, and no other' \
	test "$(grep -c exited out)" = 1
is 'comm: what the last line says' says '1 of 5 calls'
ior-read -i some.ior -c -e 'comm=c*' -F csv >out 2>err
is 'comm: a table' test "$(grep -c ',read,' out),$(grep -c ',close,' out)" = 1,0
ior-read -i some.ior -e comm=dog -o dog.ior -F raw 2>err
ior-read -i dog.ior >out 2>err
is 'comm: from recording to recording' test "$(grep -c '(' out),$(grep -c exited out)" = 1,1
run ior-read -i some.ior -e uid=0
is 'a recording does not tell users' refused 125 '-e uid: a recording does not tell'
run ior-read -i some.ior -e comm=cat -e 'uid=!0'
is 'nor who is none' refused 125 '-e uid: a recording does not tell'

record counted.ior <<'END'
call(at => 100, end => 110, nr => READ, comm => 'cat');
count(nr => READ, calls => 5, recorded => 1, ns => 10, min => 1, max => 9, buckets => { 3 => 5 });
END
ior-read -i counted.ior -c -F csv -e comm=cat >out 2>err
is 'comm: not what was counted of everybody' grep -q ',1,[0-9]*,.*read' out
is 'comm: which the last line does not take for calls' says 'ior-read: 1 call, 4 only counted, 0 lost'
ior-read -i counted.ior -c >out 2>err
is 'what was counted is calls, where all are selected' says 'ior-read: 5 calls, 0 lost'

# ---------------------------------------------------------------- detached --

record begun.ior <<'END'
enter(at => 100, nr => READ, args => [ 3 ], tid => 11);
enter(at => 110, nr => READ, args => [ 4 ], tid => 12);
enter(at => 120, nr => READ, args => [ 5 ], tid => 13);
call(at => 110, end => 130, nr => READ, args => [ 4 ], tid => 12);
enter(at => 140, nr => CLOSE, args => [ 6 ], tid => 12);
call(at => 140, end => 150, nr => CLOSE, args => [ 6 ], ret => -9, tid => 12);
enter(at => 160, nr => CLOSE, args => [ 7 ], tid => 12);
enter(at => 170, nr => GETPID, tid => 14);
task('exit', at => 180, tid => 14);
call(at => 120, end => 190, nr => READ, args => [ 5 ], tid => 13, flags => NO_EXIT);
enter(at => 200, nr => 231, tid => 13, flags => NO_RETURN);
END

# rows OPTION...: the calls of begun.ior in text, one a line
rows() {
	ior-read -i begun.ior "$@" >out 2>err
	status=$?
	sed -n 's/^\(\[pid *[0-9]*\] \)\?\([a-z_]*([0-9]*\)[^<=]*\(<[a-z]* \.\.\.>\|= .*\)$/\1\2 \3/p' out >rows
}
rows -e status=detached
is 'detached: those that have not ended, the oldest first' same rows - <<'END'
[pid 11] read(3 <detached ...>
[pid 12] close(7 <detached ...>
END
is 'detached: a row as strace has it' grep -q 'close(7 *<detached \.\.\.>$' out
is 'detached: what the last line says' says '0 of 4 calls'
rows -e status=detached,failed
is 'detached, and those that failed' same rows - <<'END'
close(6 = -1 EBADF (Bad file descriptor) <0.000000>
[pid 11] read(3 <detached ...>
[pid 12] close(7 <detached ...>
END
rows -e status=detached -e trace=close
is 'detached: of some calls' same rows - <<'END'
[pid 12] close(7 <detached ...>
END
rows -e status=all
is 'not detached: those that begin' test "$(grep -c detached out),$(grep -c unfinished out)" = 0,7
ior-read -i begun.ior -F csv -e status=detached >out 2>err
is 'detached: CSV, without a result' \
	test "$(awk -F, 'NR > 1 {print $1, $2, $6, $7, $11}' out | paste -sd' ')" = \
	'100 100 11 read  160 40 12 close '
ior-read -i some.ior -e status=detached >out 2>err
is 'detached: a recording that does not tell' says 'record with --enter'

ior-read -i begun.ior -e status=detached -e trace=open >out 2>err
is 'detached: a recording that tells, but of no such call' test "$(wc -l <err),$(grep -c enter err)" = 1,0
rows -e status=detached --min-duration 70
is 'detached: long enough' same rows - <<'END'
[pid 11] read(3 <detached ...>
END
rows -e status=detached --min-duration 101
is 'detached: none is' test ! -s rows

# An execve of a thread that is not the first ends as of that.
record exec.ior <<'END'
enter(at => 100, nr => READ, args => [ 3 ], tid => 10);
enter(at => 110, nr => EXECVE, tid => 11);
task('exit', at => 115, tid => 10);
task('exec', at => 120, tid => 10, other_tid => 11);
call(at => 110, end => 130, nr => EXECVE, tid => 10);
enter(at => 140, nr => CLOSE, args => [ 6 ], tid => 12);
END
ior-read -i exec.ior -e status=detached >out 2>err
is 'detached: not an execve that gave its thread another number' \
	test "$(grep -o '[a-z]*(6*' out | paste -sd' ')" = 'close(6'

record lost.ior <<'END'
enter(at => 100, nr => READ, args => [ 3 ], tid => 11);
enter(at => 110, nr => READ, args => [ 4 ], tid => 12);
lost(at => 120, end => 130, calls => 1);
enter(at => 140, nr => READ, args => [ 5 ], tid => 13);
END
ior-read -i lost.ior -e status=detached >out 2>err
is 'detached: not where the end may be lost' test "$(grep -o 'read([0-9]*' out)" = 'read(5'

# ------------------------------------------------------------------ traces --

if [ ! -e /dev/ior ]; then
	skip 'calls are selected while they are traced' 'no module is loaded'
	finish
	exit
fi

# of WHAT COLUMN OPTION... -- COMMAND...: the column, each value once
of() {
	local column=$1

	shift
	ior-read -F csv -o trace.csv "$@" >/dev/null 2>err
	awk -F, -v n="$column" 'NR > 1 {print $n}' trace.csv | sort -u | paste -sd' '
}
calls() { grep -c ",$1," trace.csv; }

is 'comm: of one program' test "$(of 4 -e comm=cat -- sh -c 'cat /dev/null; ls; true')" = cat
is 'comm: from its execve on, with the files' grep -q ',execve,.*bin/cat,' trace.csv
is 'comm: all but one' test "$(of 4 -e 'comm=!cat' -- sh -c 'cat /dev/null; ls; true')" = 'ls sh'
is 'comm: a pattern, and calls' \
	test "$(of 7 -e 'comm=c?t' -e trace=close,openat -- cat /dev/null)" = 'close openat'

change='$> = 4001; getppid; $> = 0; getppid; getppid'
of 7 -e uid=4001 -e trace=getppid,setresuid -- perl -e "$change" >/dev/null
is 'uid: calls of a user' test "$(calls getppid),$(calls setresuid)" = 1,1
of 7 -e 'uid=!4001' -e trace=getppid,setresuid -- perl -e "$change" >/dev/null
is 'uid: calls of others' test "$(calls getppid),$(calls setresuid)" = 2,1
of 7 -e uid=root,nobody -e trace=getppid -- perl -e "$change" >/dev/null
is 'uid: by name' test "$(calls getppid)" = 2
perl -e '$> = 4001; select(undef, undef, undef, 0.05) while getppid > 1 && $n++ < 200' &
one=$!
is 'uid: of all processes' test "$(of 5 -a --duration 1 -e uid=4001)" = $one
is 'uid: and nothing else is recorded' tail -n 1 err | grep -q ' complete$'
kill $one
ior-read -c -e uid=4001 -e trace=getppid -o table -- perl -e "$change" 2>err
is 'uid: a table' grep -q ' 1 .*getppid' table
ior-read -e uid=4001 -o trace.ior -- perl -e "$change" 2>err
is 'uid: a recording' test "$(ior-read -i trace.ior -F csv 2>/dev/null | grep -c ',getppid,')" = 1

mkdir cg
if mount -t cgroup2 none cg 2>/dev/null; then
	group=ior-select.$$
	mkdir -p cg/$group/below
	move='getppid; for (@ARGV) { open F, ">", "$_/cgroup.procs"; syswrite F, 0; close F; getppid }'
	places=("cg/$group" "cg/$group/below" cg)
	of 7 -e "cgroup=$tmp/cg/$group" -e trace=getppid -- perl -e "$move" "${places[@]}" >/dev/null
	is 'cgroup: in it or below' test "$(calls getppid)" = 2
	of 7 -e "cgroup=$tmp/cg/$group/below" -e trace=getppid -- perl -e "$move" "${places[@]}" >/dev/null
	is 'cgroup: below' test "$(calls getppid)" = 1
	of 7 -e "cgroup=!$tmp/cg/$group" -e trace=getppid -- perl -e "$move" "${places[@]}" >/dev/null
	is 'cgroup: elsewhere' test "$(calls getppid)" = 2
	run ior-read -e "cgroup=$tmp/cg/ior-selct.$$" -- true
	is 'cgroup: one that is nearly right' refused 125 "did you mean $group?"
	rmdir cg/$group/below cg/$group
	umount cg
else
	skip 'cgroup: in it or below' 'no control groups of version 2'
fi

is 'abi: of the kernel itself' test "$(of 18 -e abi=64 -- true)" = 64
of 18 -e abi=32,x32 -- true >/dev/null
is 'abi: none of others' test "$(wc -l <trace.csv)" = 1
for abi in 32 x32; do
	workload=$here/../build/abi/$abi/ior-workload
	if [ -x "$workload" ] && "$workload" --list >/dev/null 2>&1; then
		is "abi: $abi" test "$(of 18 -e abi=$abi -- "$workload" open-basic)" = $abi
		is "abi: all but $abi" test "$(of 7 -e "abi=!$abi" -- "$workload" open-basic)" = execve
	else
		skip "abi: $abi" 'this machine makes no such programs, or the kernel runs none'
	fi
done

# A process that is told to begin another call, and stays in it.
mkfifo fifo
perl -e 'open F, "+<", "fifo"; $SIG{ALRM} = "IGN"; sysread F, $x, 1 while 1' &
one=$!
exec 9<>fifo
until [ "$(cut -d' ' -f1 /proc/$one/syscall)" = $nr_read ]; do :; done
(sleep 0.7; printf x >&9) &
ior-read -p $one --duration 1.5 -e status=detached >out 2>err
is 'detached: of a process' grep -qE '^read\([0-9]+<.*/fifo>, .* <detached \.\.\.>$' out
is 'detached: and no more' test "$(wc -l <out)" = 1
is 'detached: what the last line says' grep -q '^ior-read: 0 of .* 1 unfinished, 0 lost, complete$' err
(sleep 0.7; printf x >&9) &
ior-read -p $one --duration 1.5 -e status=detached -e 'comm=!perl' >out 2>err
is 'detached: of another name' test ! -s out
ior-read -e status=detached -e comm=sh -- sh -c 'ls; true' >out 2>err
is 'detached: not what ends by another name' test "$(grep -c detached out)" = 0
(sleep 0.7; printf x >&9) &
ior-read -p $one --duration 1.5 -e status=detached --min-duration 200ms -F csv >out 2>err
is 'detached: until the trace ends' test "$(awk -F, '$7 == "read" {print ($2 > 2e8 && $2 < 15e8)}' out)" = 1
(sleep 0.7; printf x >&9) &
ior-read -p $one --duration 1.5 -e status=detached -o trace.ior 2>err
ior-read -i trace.ior -e status=detached >out 2>err
is 'detached: of its recording' grep -qE '^read\([0-9]+<.*/fifo>, .* <detached \.\.\.>$' out
kill $one

# ------------------------------------------------------------- as strace --

# agree OPTION...: are as many calls of each name selected as by strace?
agree() {
	strace -qq -e signal=none -o st "$@" perl -e "$calls" >/dev/null 2>&1
	sed -n 's/^\([a-z][a-z_0-9]*\)(.*/\1/p' st | sort | uniq -c >wanted
	ior-read -F csv -o trace.csv "$@" -- perl -e "$calls" >/dev/null 2>err
	awk -F, 'NR > 1 {print $7}' trace.csv | sort | uniq -c >got
	diff wanted got | sed 's/^/# /' | tee differs
	[ ! -s differs ]
}
calls='getppid; syscall(102); open F, "/nonexistent"; open F, "/etc/passwd"; close F'
if command -v strace >/dev/null; then
	is 'as strace: a list again' agree -e trace=getppid -e trace=getuid
	is 'as strace: without the key' agree -e getppid -e getuid
	is 'as strace: what not, behind what' agree -e trace=getppid,getuid -e 'trace=!getuid'
	is 'as strace: what, behind what not' agree -e 'trace=!getuid' -e trace=getppid,openat
	is 'as strace: all, then some' agree -e trace=all -e trace=openat,close
	is 'as strace: a class, then another' agree -e trace=%file -e trace=getppid,%desc
	is 'as strace: how they end, again' agree -e trace=openat -e status=successful -e status=failed
	is 'as strace: -z behind -e status=' agree -e trace=openat -e status=failed -z
	is 'as strace: -Z, of what is left' agree -Z -e trace=openat,newfstatat -e trace=openat
else
	skip 'as strace' 'no strace'
fi

finish
