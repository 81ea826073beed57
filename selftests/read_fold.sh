#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What ior-read makes of recordings made by hand: restarted calls become one row
# and never a wrong one, selections keep what belongs to them.  No module needed.
# shellcheck source=selftests/tap.sh
. "$(dirname "$0")/tap.sh"

# rows NAME [OPTION...]: time, duration, gap, comm, tid, name, class, result, bytes
rows() {
	local recording=$1

	shift
	run ior-read -F csv "$@" -i "$recording"
	cut -d, -f1-4,6,7,10,11,13 out | tail -n +2 >rows
}

# as_expected: the rows are those on stdin, and the last line counts as many
as_expected() {
	diff - rows | sed 's/^/# /' >differs
	cat differs
	[ ! -s differs ] && [ "$status" = 0 ] &&
		grep -qE "^ior-read: $(wc -l <rows) (of [0-9]+ )?calls?, " err
}

# ------------------------------------------------------------------- folds --

record plain.ior <<'END'
call at => 50, end => 60, nr => GETPID, ret => 1;
call at => 100, end => 200, nr => READ, args => [3, 64, 8], ret => -512, flags => RESTARTS;
call at => 210, end => 300, nr => READ, args => [3, 64, 8], ret => 8, flags => CONTINUES, comm => 'two';
call at => 310, end => 320, nr => GETPID, ret => 1;
END
rows plain.ior
is 'a call and its restart are one row' as_expected <<'END'
50,10,,one,10,getpid,UNCLASSIFIED,1,
100,200,40,two,10,read,READ,8,8
310,10,10,one,10,getpid,UNCLASSIFIED,1,
END
is 'which the last line tells' says 'ior-read: 3 calls, 1 restart folded, 0 lost, complete'
rows plain.ior --raw-restarts
is '--raw-restarts: its parts' as_expected <<'END'
50,10,,one,10,getpid,UNCLASSIFIED,1,
100,100,40,one,10,read,RESTART,-512,
210,90,10,two,10,read,READ,8,8
310,10,10,one,10,getpid,UNCLASSIFIED,1,
END
is '--raw-restarts: the last line is as ever' says 'ior-read: 4 calls, 0 lost, complete'
run ior-read -F raw -i plain.ior
is 'a copy has the parts' same out plain.ior

record chain.ior <<'END'
call at => 100, end => 200, nr => CLOCK_NANOSLEEP, args => [1, 0, 64], ret => -516, flags => RESTARTS, aux => 900;
call at => 200, end => 300, nr => RESTART_SYSCALL, args => [1, 0, 64], ret => -516, flags => RESTARTS | CONTINUES;
call at => 300, end => 400, nr => RESTART_SYSCALL, args => [1, 0, 64], ret => -516, flags => RESTARTS | CONTINUES;
call at => 400, end => 500, nr => RESTART_SYSCALL, args => [1, 0, 64], flags => CONTINUES;
END
rows chain.ior
is 'restarted by restart_syscall, again and again' as_expected <<'END'
100,400,,one,10,clock_nanosleep,UNCLASSIFIED,0,
END
is 'which are three' says 'ior-read: 1 call, 3 restarts folded, 0 lost, complete'
rows chain.ior -e clock_nanosleep
is 'the continuation is selected with the call' as_expected <<'END'
100,400,,one,10,clock_nanosleep,UNCLASSIFIED,0,
END
rows chain.ior -e restart_syscall
is 'restart_syscall alone' as_expected <<'END'
200,300,,one,10,restart_syscall,UNCLASSIFIED,0,
END
is 'is as much of a call as there is' says 'ior-read: 1 of 2 calls, 2 restarts folded'

record class.ior <<'END'
call at => 100, end => 200, nr => READ, args => [3, 64, 8], ret => -516, flags => RESTARTS;
call at => 200, end => 300, nr => RESTART_SYSCALL, args => [3, 64, 8], ret => 4, flags => CONTINUES;
END
rows class.ior
is 'what is returned is of the class of the first part' as_expected <<'END'
100,200,,one,10,read,READ,4,4
END

record handler.ior <<'END'
call at => 100, end => 200, nr => READ, args => [3, 64, 8], ret => -512, flags => RESTARTS;
call at => 150, end => 250, nr => READ, args => [9, 64, 8], ret => 1, tid => 11;
call at => 230, end => 260, nr => GETPID, ret => 1;
call at => 265, end => 270, nr => GETPID, ret => 1, tid => 11;
call at => 280, end => 300, nr => CLOSE, args => [7];
call at => 310, end => 400, nr => READ, args => [3, 64, 8], ret => 2, flags => CONTINUES;
call at => 410, end => 420, nr => CLOSE, args => [3];
END
rows handler.ior
is 'calls of a signal handler, and of others, stay where they are' as_expected <<'END'
150,100,,one,11,read,READ,1,1
230,30,30,one,10,getpid,UNCLASSIFIED,1,
265,5,15,one,11,getpid,UNCLASSIFIED,1,
280,20,20,one,10,close,UNCLASSIFIED,0,
100,300,,one,10,read,READ,2,2
410,10,10,one,10,close,UNCLASSIFIED,0,
END

record died.ior <<'END'
call at => 100, end => 200, nr => READ, args => [3, 64, 8], ret => -512, flags => RESTARTS;
call at => 210, end => 300, nr => READ, args => [3, 64, 8], flags => CONTINUES | NO_EXIT;
END
rows died.ior
is 'a task that dies in the restarted call' as_expected <<'END'
100,200,,one,10,read,READ,,
END

record ended.ior <<'END'
call at => 200, end => 200, nr => READ, args => [3, 64, 8], ret => -512, flags => RESTARTS | NO_ENTER;
call at => 210, end => 300, nr => READ, args => [3, 64, 8], ret => 1, flags => CONTINUES;
END
rows ended.ior
is 'the beginning was not seen: the end is all there is' as_expected <<'END'
300,0,,one,10,read,READ,1,1
END

record eintr.ior <<'END'
call at => 100, end => 200, nr => READ, args => [3, 64, 8], ret => -512;
call at => 210, end => 300, nr => READ, args => [3, 64, 8], ret => 1;
END
rows eintr.ior
is 'what the program itself makes again are two calls' as_expected <<'END'
100,100,,one,10,read,RESTART,-512,
210,90,10,one,10,read,READ,1,1
END
is 'nothing is said of restarts' says 'ior-read: 2 calls, 0 lost, complete'

# --------------------------------------------------------------- no folds --

record alone.ior <<'END'
call at => 210, end => 300, nr => READ, args => [3, 64, 8], ret => 1, flags => CONTINUES;
END
rows alone.ior
is 'a second part without a first' as_expected <<'END'
210,90,,one,10,read,READ,1,1
END

record others.ior <<'END'
call at => 100, end => 200, nr => READ, args => [3, 64, 8], ret => -512, flags => RESTARTS;
call at => 210, end => 300, nr => READ, args => [4, 64, 8], ret => 1, flags => CONTINUES;
call at => 310, end => 400, nr => READ, args => [3, 64, 8], ret => -512, flags => RESTARTS;
call at => 410, end => 500, nr => CLOSE, args => [3], ret => 0, flags => CONTINUES;
call at => 510, end => 600, nr => READ, args => [3, 64, 8], ret => -512, flags => RESTARTS;
call at => 610, end => 700, nr => READ, args => [3, 64, 8], ret => 1, flags => CONTINUES, tid => 11;
END
rows others.ior
is 'parts of different calls, or threads' as_expected <<'END'
100,100,,one,10,read,RESTART,-512,
210,90,10,one,10,read,READ,1,1
310,90,10,one,10,read,RESTART,-512,
410,90,10,one,10,close,UNCLASSIFIED,0,
610,90,,one,11,read,READ,1,1
510,90,10,one,10,read,RESTART,-512,
END
is 'the end of the trace gives out what is left' says 'ior-read: 6 calls, 0 lost, complete'

record again.ior <<'END'
call at => 100, end => 200, nr => READ, args => [3, 64, 8], ret => -512, flags => RESTARTS;
call at => 220, end => 250, nr => GETPID, ret => 1;
call at => 310, end => 400, nr => READ, args => [3, 64, 8], ret => -512, flags => RESTARTS;
call at => 410, end => 500, nr => READ, args => [3, 64, 8], ret => 1, flags => CONTINUES;
END
rows again.ior
is 'a handler that never returned: the newer call goes on' as_expected <<'END'
220,30,20,one,10,getpid,UNCLASSIFIED,1,
100,100,,one,10,read,RESTART,-512,
310,190,60,one,10,read,READ,1,1
END

record lost.ior <<'END'
call at => 100, end => 200, nr => READ, args => [3, 64, 8], ret => -512, flags => RESTARTS;
call at => 100, end => 205, nr => READ, args => [3, 64, 8], ret => -512, flags => RESTARTS, tid => 11;
lost at => 210, end => 400, calls => 2;
call at => 410, end => 500, nr => READ, args => [3, 64, 8], ret => 1, flags => CONTINUES;
END
rows lost.ior
is 'what was lost may have been the second part' as_expected <<'END'
100,100,,one,10,read,RESTART,-512,
100,105,,one,11,read,RESTART,-512,
410,90,210,one,10,read,READ,1,1
END
is 'seen and lost make all' says 'ior-read: 3 calls, 2 lost, NOT complete'

record exit.ior <<'END'
call at => 100, end => 200, nr => READ, args => [3, 64, 8], ret => -512, flags => RESTARTS, tid => 11;
call at => 110, end => 210, nr => GETPID, ret => 1;
task 'exit', at => 220, tid => 11;
call at => 230, end => 240, nr => GETPID, ret => 1;
task 'fork', at => 250, tid => 11, other_tid => 10;
call at => 300, end => 310, nr => READ, args => [3, 64, 8], ret => 1, flags => CONTINUES, tid => 11;
call at => 320, end => 330, nr => GETPID, ret => 1, tid => 11;
END
rows exit.ior
is 'a thread dies, another one gets its number' as_expected <<'END'
110,100,,one,10,getpid,UNCLASSIFIED,1,
100,100,,one,11,read,RESTART,-512,
230,10,20,one,10,getpid,UNCLASSIFIED,1,
300,10,,one,11,read,READ,1,1
320,10,10,one,11,getpid,UNCLASSIFIED,1,
END

# Thread 11 execs, becomes 10, and another 11 begins.
record exec.ior <<'END'
call at => 100, end => 200, nr => READ, args => [3, 64, 8], ret => -512, flags => RESTARTS, tid => 10;
call at => 100, end => 210, nr => READ, args => [4, 64, 8], ret => -512, flags => RESTARTS, tid => 11;
task 'exit', at => 220, tid => 10;
task 'exec', at => 230, tid => 10, other_tid => 11;
call at => 225, end => 240, nr => EXECVE, tid => 11, comm => 'new';
call at => 250, end => 300, nr => READ, args => [3, 64, 8], ret => 1, flags => CONTINUES, tid => 10;
task 'fork', at => 310, tid => 11, other_tid => 10;
call at => 320, end => 330, nr => GETPID, ret => 1, tid => 11;
call at => 340, end => 350, nr => GETPID, ret => 1, tid => 10;
END
rows exec.ior
is 'a thread that is not the first execs' as_expected <<'END'
100,100,,one,10,read,RESTART,-512,
100,110,,one,11,read,RESTART,-512,
225,15,15,new,11,execve,UNCLASSIFIED,0,
250,50,10,one,10,read,READ,1,1
320,10,,one,11,getpid,UNCLASSIFIED,1,
340,10,40,one,10,getpid,UNCLASSIFIED,1,
END

# Thread 11 becomes 10; another 11 begins, and nothing told of it.
record stale.ior <<'END'
task 'exec', at => 10, tid => 10, other_tid => 11;
call at => 5, end => 20, nr => EXECVE, tid => 11;
call at => 100, end => 200, nr => READ, args => [3, 64, 8], ret => -512, flags => RESTARTS, tid => 10;
call at => 100, end => 210, nr => READ, args => [4, 64, 8], ret => -512, flags => RESTARTS, tid => 11;
call at => 210, end => 300, nr => READ, args => [3, 64, 8], ret => 1, flags => CONTINUES, tid => 10;
call at => 220, end => 310, nr => READ, args => [4, 64, 8], ret => 1, flags => CONTINUES, tid => 11;
call at => 320, end => 330, nr => READ, args => [3, 64, 8], ret => -512, flags => RESTARTS, tid => 10;
call at => 320, end => 340, nr => READ, args => [4, 64, 8], ret => -512, flags => RESTARTS, tid => 11;
task 'exec', at => 350, tid => 10, other_tid => 11;
call at => 345, end => 360, nr => EXECVE, tid => 11;
call at => 370, end => 380, nr => GETPID, ret => 1, tid => 10;
END
rows stale.ior
is 'a number that an exec gave up is taken again' as_expected <<'END'
5,15,,one,11,execve,UNCLASSIFIED,0,
100,200,80,one,10,read,READ,1,1
100,210,,one,11,read,READ,1,1
320,10,20,one,10,read,RESTART,-512,
320,20,10,one,11,read,RESTART,-512,
345,15,5,one,11,execve,UNCLASSIFIED,0,
370,10,10,one,10,getpid,UNCLASSIFIED,1,
END

# 1,000 threads hold a call each; every other one dies, the rest goes on.
record many.ior <<'END'
sub tid { $_[0] ** 2 % 4194301 }
call at => $_, end => 2000 + $_, nr => READ, args => [3, 64, 999], ret => -512, flags => RESTARTS,
	tid => tid($_) for 1 .. 1000;
task 'exit', at => 4000 + $_, tid => tid(2 * $_) for 1 .. 500;
call at => 5000, end => 6000 + $_, nr => READ, args => [3, 64, 999], ret => $_, flags => CONTINUES,
	tid => tid($_) for 1 .. 1000;
END
rows many.ior
joined() { awk -F, '$8 > 0 && $1 == $8 {n++} END {print n + 0}' rows; }
is 'a thousand at once: the living go on' test "$(joined)" = 500
is 'a thousand at once: all calls are there' says 'ior-read: 1500 calls, 500 restarts folded, 0 lost, complete'

# --------------------------------------------------------------- selection --

record files.ior <<'END'
name id => 1, path => '/etc/passwd';
name id => 2, path => '/tmp/a/b';
task 'fork', tid => 11, other_tid => 10;
call at => 10, end => 10, nr => CLOSE, flags => CHILD | NO_ENTER, tid => 11;
call at => 100, end => 110, nr => OPENAT, args => [-100, 64, 0], ret => 3, name => [1, 1];
call at => 120, end => 130, nr => READ, args => [3, 64, 8], ret => 8, name => [1, 0];
call at => 140, end => 150, nr => READ, args => [4, 64, 8], ret => 7, name => [2, 0];
call at => 160, end => 170, nr => GETPID, ret => 3;
call at => 180, end => 190, nr => CLOSE, args => [3], name => [1, 0];
name id => 1, path => '/tmp/renamed' . 'x' x 1000;
call at => 200, end => 210, nr => RENAME, args => [64, 96], name => [1, 2];
call at => 220, end => 230, nr => OPENAT, args => [5, 64, 0], ret => -2, name => [2, 0];
END
begins() { awk -F, '{print $1}' rows | paste -sd ' '; }

rows files.ior
is 'a recording with names and tasks is whole' says 'ior-read: 7 calls, 0 lost, complete'
# selects WORDS -- TIMES: with these the calls that began then are printed
selects() {
	local words=()

	while [ "$1" != -- ]; do
		words+=(-e "$1")
		shift
	done
	shift
	rows files.ior "${words[@]}"
	is "-e ${words[*]}" test "$(begins)" = "$*"
}
selects path=/etc/passwd -- 100 120 180
selects 'path=/etc/*' -- 100 120 180
selects 'path=/etc/pass' --
selects 'path=*pass*' -- 100 120 180
selects 'path=/tmp/*' -- 140 200 220
selects 'path=/tmp/a/?' -- 140 200 220
selects 'path=/tmp/a/[a-c]' -- 140 200 220
selects 'path=/tmp/a/[!a-c]' --
selects 'path=/tmp/a/[^b]' -- 140 200 220
selects 'path=/tmp/?/?' -- 140 200 220
selects 'path=/tmp/renamed*x' -- 200
selects 'path=/tmp/renamed*y' --
selects 'path=/etc/*,/tmp/a/*' -- 100 120 140 180 200 220
selects 'path=/\e\t\c/*' -- 100 120 180
selects fd=3 -- 100 120 180
selects fd=4 -- 140
selects fd=3,4 -- 100 120 140 180
selects fd=5 -- 220
selects fd=0 --
selects fd=3 fd=4 -- 140
selects fd=3 read -- 120
selects 'path=/etc/*' fd=4 --
selects 'path=*' -- 100 120 140 180 200 220
rows files.ior -e fd=3
is 'how many of how many' says 'ior-read: 3 of 7 calls, 0 lost, complete'

# what is behind "[" up to "]", and what is none
record classes.ior <<'END'
my @paths = ('/[', '/]', '/-', '/a', '/b]', '/\\', '/*');
for (0 .. $#paths) {
	name id => $_ + 1, path => $paths[$_];
	call at => $_ + 1, end => 10 + $_, nr => CLOSE, args => [3], name => [$_ + 1, 0];
}
END
while read -r glob times; do
	rows classes.ior -e "path=$glob"
	is "-e path=$glob" test "$(begins)" = "$times"
done <<'END'
/[]] 2
/[!]] 1 3 4 6 7
/[]-a] 2 4
/[a-] 3 4
/[ 1
/\[ 1
/[a 
/? 1 2 3 4 6 7
/\* 7
/[*] 7
/[\] 6
/[a-b]* 4 5
END

run ior-read -F raw -e getpid -i files.ior -o some.ior
is 'a copy of some calls' ended 0
# sizes in records: what is there is a header, 21 of names, a task, two calls, an end
is 'has what they are about' test "$(stat -c %s some.ior)" = $((128 * (1 + 21 + 1 + 2 + 1)))
run ior-read -i some.ior
is 'and is whole' says 'ior-read: 1 call, 0 lost, complete'
head -c 128 files.ior >short.ior
tail -c +257 files.ior >>short.ior
run ior-read -i short.ior
is 'a name that was taken out is missed' says 'the recording is damaged'

record returned.ior <<'END'
name id => 1, path => 'socket:[1]';
call at => 100, end => 200, nr => ACCEPT, args => [3], ret => -512, flags => RESTARTS, name => [1, 0];
name id => 2, path => 'socket:[2]';
call at => 210, end => 300, nr => ACCEPT, args => [3], ret => 4, flags => CONTINUES, name => [1, 2];
END
run ior-read -F csv -i returned.ior
is 'what the last part returned has its name' grep -q ',accept,.*,4,,,.*,socket:\[2\],' out
rows returned.ior -e fd=3
is 'on the descriptor that both parts take' as_expected <<'END'
100,200,,one,10,accept,UNCLASSIFIED,4,
END
rows returned.ior -e fd=4
is 'on the one that the last part returns' as_expected <<'END'
210,90,,one,10,accept,UNCLASSIFIED,4,
END

# ------------------------------------------------------------------ errors --

run ior-read -e path= -i files.ior
is 'no path' refused 125 'a pattern is empty'
run ior-read -e path=/a,,/b -i files.ior
is 'an empty pattern' refused 125 'a pattern is empty'
run ior-read -e 'path=!/etc/*' -i files.ior
is 'all but a path' refused 125 "try -e 'path=/etc/*'"
run ior-read -e "path=$(printf '%01022d' 1)" -i files.ior
is 'as long as patterns may be' test "$status" = 0
run ior-read -e "path=$(printf '%01023d' 1)" -i files.ior
is 'longer' refused 125 'more than 1022 bytes'
for fd in '' 3x x3 -1 3,,4 "3," 2147483648 99999999999999999999; do
	run ior-read -e "fd=$fd" -i files.ior
	is "-e fd=$fd" refused 125 "fd=$fd: not a list of descriptors"
done
run ior-read -e "fd=$(seq -s , 32)" -i files.ior
is '32 descriptors' test "$status" = 0
run ior-read -e "fd=$(seq -s , 33)" -i files.ior
is '33 descriptors' refused 125 'more than 32 descriptors'

# ------------------------------------------------------------------- pipes --

# interrupted COMMAND...: it gets a SIGINT while it waits for its standard input
interrupted() {
	local pid

	mkfifo -m 600 pipe
	perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' "$@" <pipe >out 2>err &
	pid=$!
	exec 3>pipe
	[ ! -e before ] || cat before >&3
	wait_in_read $pid
	kill -INT $pid
	wait $pid
	status=$?
	exec 3>&-
	rm -f pipe
}
interrupted ior-read -F csv -i -
is 'SIGINT before anything came' test "$status" = 0
is 'is told' says 'standard input: ended by a signal before anything was read'
head -c $(($(stat -c %s files.ior) - 128)) files.ior >before
interrupted ior-read -F csv -i -
is 'SIGINT in mid-stream' test "$status" = 0
is 'what came before was printed' test "$(wc -l <out)" = 8
is 'the rest is missed' says 'NOT complete: the rest of the recording was not read'
is 'in one line' one_line

finish
