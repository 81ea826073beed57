#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Tables of ior-read by other things than calls, their first rows, their histograms and
# those of intervals: of recordings made by hand.  No module needed.
# shellcheck source=selftests/tap.sh
. "$(dirname "$0")/tap.sh"
export TZ=UTC

# prints COMMAND...: what is on stdin, and ends well
prints() {
	cat >want
	run "$@"
	diff out want | sed 's/^/# /' >differs
	cat differs
	[ ! -s differs ] && ended 0
}
# has COLUMNS COMMAND...: these columns of its CSV
has() {
	local columns=$1

	cat >want
	shift
	run "$@" -F csv
	cut -d, -f"$columns" out | diff - want | sed 's/^/# /' >differs
	cat differs
	[ ! -s differs ] && ended 0
}

# --------------------------------------------------------------- arguments --

for word in '' Call calls pid 1; do
	run ior-read --by "$word" -- true
	is "--by '$word'" refused 125 'use call, file, dir, process, thread, family or fd'
done
for n in '' 0 -1 x 3x 4294967296 99999999999999999999; do
	run ior-read --top "$n" -- true
	is "--top '$n'" refused 125 'try --top 10'
done
for sec in '' 0 -1 x 1s nan 1e10; do
	run ior-read --interval "$sec" -- true
	is "--interval '$sec'" refused 125 'not a number of seconds'
done
for sec in '' soon -1; do
	run ior-read --timeout "$sec" -- true
	is "--timeout '$sec'" refused 125 "--timeout $sec: not a number of seconds"
done
for o in --by=file --top=3 --histogram --interval=1; do
	run ior-read $o -F raw -- true
	is "$o and a recording" refused 125 'a recording has no table'
	run ior-read $o -F ctf -o new -- true
	is "$o and ctf" refused 125 'it has no table'
done
run ior-read --histogram -F csv -- true
is 'a histogram in CSV' refused 125 'not in CSV'
run ior-read --interval 1 -C -F csv -- true
is 'calls and tables in one CSV' refused 125 "can't mix (use -c)"
run ior-read --interval 1 --overwrite --by file -- true
is '--interval and --overwrite' refused 125 'prints nothing till the end'
run ior-read --by family --overwrite -- true
is '--by family: no call is recorded' refused 125 'use -C with'
run ior-read --timeout 1 -i /dev/null
is '--timeout of a recording' refused 125 'it is recorded already'
is 'none of these left a file' test ! -e new

# ------------------------------------------------------------------ groups --

esc=$(printf '\033')
record groups.ior <<'END'
name id => 1, path => '/etc/passwd', flags => 1;
name id => 2, path => '/etc/hosts', flags => 1;
name id => 3, path => '/var/log', flags => 1, mode => 0040755;
name id => 4, path => 'pipe:[77]', flags => 1;
name id => 5, path => 'pipe:[78]', flags => 1;
name id => 6, path => "/tmp/\e[2J,\"\n" . ('long/' x 20) . 'name';
name id => 7, path => '/rooted', flags => 1;
name id => 8, path => 'nowhere', flags => 2;
name id => 9, path => '/etc/passwd', flags => 1;
call at => 1000, end => 1100, nr => OPENAT, args => [-100], name => [1, 1], ret => 3;
call at => 1200, end => 1400, nr => READ, args => [3], name => [1, 0], ret => 100;
call at => 1500, end => 1800, nr => CLOSE, args => [3], name => [1, 0];
call at => 2000, end => 2400, nr => OPENAT, args => [-100], name => [2, 2], ret => 3;
call at => 2500, end => 3000, nr => READ, args => [3], name => [2, 0], ret => 50;
call at => 3000, end => 3600, nr => OPENAT, args => [-100], name => [3, 3], ret => 4, tid => 11, comm => 'two';
call at => 3600, end => 3700, nr => READ, args => [5], name => [4, 0], ret => -4, pid => 20, tid => 20, comm => "\ethree";
call at => 3700, end => 3900, nr => READ, args => [6], name => [5, 0], ret => 7, pid => 20, tid => 20, comm => "\ethree";
call at => 3900, end => 4000, nr => OPENAT, args => [4], name => [6, 0], ret => -2, tid => 11, comm => 'two';
call at => 4000, end => 4001, nr => OPENAT, args => [-100], name => [7, 7], ret => 9;
call at => 4001, end => 4003, nr => OPENAT, args => [-100], name => [8, 0], ret => -2;
call at => 4003, end => 4006, nr => CLOSE, args => [7], flags => NAME_LOST;
call at => 4006, end => 4010, nr => CLOSE, args => [99], ret => -9;
call at => 4010, end => 4015, nr => READ, args => [3], name => [9, 0], ret => 1, pid => 20, tid => 21, comm => 'thread,4';
call at => 4015, end => 4021, nr => GETPID, ret => 10;
enter at => 5000, nr => EXECVE, flags => NO_RETURN;
END
is '--by file' has 1,2,9-14 ior-read --by file -i groups.ior <<END
time_percent,total_ns,calls,recorded,errors,bytes,path,wall_percent
35.70,900,2,2,0,50,/etc/hosts,18.00
24.00,605,4,4,0,101,/etc/passwd,12.10
23.80,600,1,1,0,0,/var/log,12.00
7.93,200,1,1,0,7,pipe:[78],4.00
3.97,100,1,1,1,0,pipe:[77],2.00
3.97,100,1,1,1,0,"/tmp/${esc}[2J,""
$(printf 'long/%.0s' {1..20})name",2.00
0.40,10,3,3,1,0,(no file),0.20
0.12,3,1,1,0,0,(name lost),0.06
0.08,2,1,1,1,0,nowhere,0.04
0.04,1,1,1,0,0,/rooted,0.02
END
is '--by dir' has 2,9,13- ior-read --by dir -i groups.ior <<END
total_ns,calls,dir,wall_percent
1505,6,/etc,30.10
600,1,/var/log,12.00
300,2,pipe:,6.00
100,1,"/tmp/${esc}[2J,""
2.00
10,3,(no file),0.20
3,1,(name lost),0.06
2,1,(no directory),0.04
1,1,/,0.02
END
is '--by process' has 2,9,13- ior-read --by process -i groups.ior <<END
total_ns,calls,pid,comm,wall_percent
2216,13,10,one,44.32
305,3,20,${esc}three,6.10
END
is '--by thread' has 2,9,13-16 ior-read --by thread -i groups.ior <<END
total_ns,calls,pid,tid,comm,wall_percent
1516,11,10,10,one,30.32
700,2,10,11,two,14.00
300,2,20,20,${esc}three,6.00
5,1,20,21,"thread,4"
END
is '--by family' has 2,9-13 ior-read --by family -i groups.ior <<'END'
total_ns,calls,recorded,errors,bytes,family
2515,14,14,4,158,FS
6,2,2,0,0,Process
END
is '--by fd' has 2,9,13-15 ior-read --by fd -i groups.ior <<'END'
total_ns,calls,pid,fd,path
900,2,10,3,/etc/hosts
600,3,10,3,/etc/passwd
600,1,10,4,/var/log
200,1,20,6,pipe:[78]
108,4,,,(no descriptor)
100,1,20,5,pipe:[77]
5,1,20,3,/etc/passwd
4,1,10,99,
3,1,10,7,
1,1,10,9,/rooted
END
is '--by call is as -c' has 1- ior-read --by call -i groups.ior < <(ior-read -c -F csv -i groups.ior 2>err)
is 'text: no control characters, no name cut' prints ior-read --by file -S name -e '!close,execve,getpid' -i groups.ior <<END
% time  % wall     seconds     mean      p50      p95      p99      max     calls    errors       bytes file
------ ------- ----------- -------- -------- -------- -------- -------- --------- --------- ----------- ----------------
 40.76   18.00    0.000000    450ns    447ns    500ns    500ns    500ns         2                    50 /etc/hosts
 13.81    6.10    0.000000    101ns    111ns    200ns    200ns    200ns         3                   101 /etc/passwd
  0.05    0.02    0.000000      1ns      1ns      1ns      1ns      1ns         1                       /rooted
  4.53    2.00    0.000000    100ns    100ns    100ns    100ns    100ns         1         1             /tmp/\\33[2J,\\"\\n$(printf 'long/%.0s' {1..20})name
 27.17   12.00    0.000000    600ns    600ns    600ns    600ns    600ns         1                       /var/log
  0.09    0.04    0.000000      2ns      2ns      2ns      2ns      2ns         1         1             nowhere
  4.53    2.00    0.000000    100ns    100ns    100ns    100ns    100ns         1         1             pipe:[77]
  9.06    4.00    0.000000    200ns    200ns    200ns    200ns    200ns         1                     7 pipe:[78]
------ ------- ----------- -------- -------- -------- -------- -------- --------- --------- ----------- ----------------
100.00   44.16    0.000002    200ns    111ns    600ns    600ns    600ns        11         3         158 total
END
is 'of so many calls' says 'ior-read: 11 of 16 calls, 0 lost, complete'
names() { awk 'NR > 2 && !/^-/' out | cut -c105-; }
run ior-read --by thread -i groups.ior
is 'text: threads' diff <(names) - <<'END'
10 10 one
10 11 two
20 20 \33three
20 21 thread,4
total
END
run ior-read --by fd -S bytes -e fd=3,5,99 -i groups.ior
is 'text: descriptors' diff <(names) - <<'END'
10 3</etc/passwd>
10 3</etc/hosts>
20 3</etc/passwd>
20 5<pipe:[77]>
10 99
total
END
run ior-read --by fd -e execve,getpid -i groups.ior
is 'text: no descriptor' diff <(names) - <<'END'
(no descriptor)
total
END
run ior-read --by process -S calls -C -F csv -i groups.ior
is '-C: calls, and the table' test "$(cut -d, -f7 out | tail -n 5 | paste -sd ' '),$(grep -c , out)" = 'execve  p99_ns 600 200,21'
run ior-read -C --by file -e close -i groups.ior
is '-C: names are in both' test "$(head -n 1 out)" = 'close(3</etc/passwd>)                   = 0 <0.000000>'
run ior-read --by file -o table -i groups.ior
is '-o: no recording' grep -q '% time' table

# who has a number that others had is somebody else, and so is another program's name
record reused.ior <<'END'
call at => 0, end => 1, nr => GETPID, comm => 'before';
call at => 10, end => 11, nr => GETPID, comm => 'after';
task 'exit', tid => 10, flags => 1;
call at => 20, end => 25, nr => GETPID, comm => 'new';
call at => 30, end => 31, nr => GETPID, pid => 20, tid => 21, comm => 'worker';
task 'fork', pid => 20, tid => 22;
call at => 40, end => 41, nr => GETPID, pid => 20, tid => 22, comm => 'worker2';
call at => 50, end => 51, nr => GETPID, pid => 20, tid => 20, comm => 'main';
call at => 60, end => 61, nr => GETPID, pid => 20, tid => 21, comm => 'worker';
task 'exit', pid => 20, tid => 21;
call at => 70, end => 71, nr => GETPID, pid => 20, tid => 21, comm => 'worker3';
END
is 'a process that has the number of a dead one' has 9,13,14 ior-read --by process -S nothing -i reused.ior <<'END'
calls,pid,comm
2,10,after
1,10,new
5,20,main
END
is 'a thread likewise' has 9,13-15 ior-read --by thread -S nothing -i reused.ior <<'END'
calls,pid,tid,comm
2,10,10,after
1,10,10,new
2,20,21,worker
1,20,22,worker2
1,20,20,main
1,20,21,worker3
END
is 'in intervals, too' test "$(ior-read --by process -S nothing --interval 0.01 -i reused.ior 2>err | grep -c ' 10 ')" = 4

record fds.ior <<'END'
name id => 1, path => '/etc/passwd', flags => 1;
name id => 2, path => '/etc/hosts', flags => 1;
call at => 1, end => 2, nr => READ, args => [3], name => [1, 0];
call at => 3, end => 4, nr => READ, args => [4], name => [2, 0];
call at => 5, end => 6, nr => GETPID;
call at => 7, end => 8, nr => READ, pid => 20, tid => 20, args => [3], name => [1, 0];
task 'exit', at => 20e6, tid => 11;
call at => 20e6, end => 20e6, nr => READ, args => [4], name => [2, 0];
task 'exit', at => 20e6, flags => 1;
call at => 40e6, end => 40e6, nr => READ, args => [3], name => [1, 0];
call at => 40e6, end => 40e6, nr => READ, args => [4], name => [2, 0];
call at => 40e6, end => 40e6, nr => READ, pid => 20, tid => 20, args => [3], name => [1, 0];
call at => 40e6, end => 40e6, nr => GETPID;
END
is 'the descriptors of one likewise' has 9,13-15 ior-read --by fd -S nothing -i fds.ior <<'END'
calls,pid,fd,path
1,10,3,/etc/passwd
2,10,4,/etc/hosts
2,,,(no descriptor)
2,20,3,/etc/passwd
1,10,3,/etc/passwd
1,10,4,/etc/hosts
END
run ior-read --by fd -S nothing --interval 0.01 -i fds.ior
is 'and theirs in intervals' test "$(sed -n '/^total  /,$p' out | awk '/<.etc/ {print $(NF - 2), $(NF - 1), $NF}' | paste -sd,)" = \
	'1 10 3</etc/passwd>,2 10 4</etc/hosts>,2 20 3</etc/passwd>,1 10 3</etc/passwd>,1 10 4</etc/hosts>'

record named.ior <<'END'
my $s = 10 ** 9;
call at => 0.1 * $s, end => 0.2 * $s, nr => GETPID, tid => 11, comm => 'early';
call at => 1.1 * $s, end => 1.2 * $s, nr => GETPID, comm => 'first';
call at => 2.1 * $s, end => 2.2 * $s, nr => GETPID, comm => 'main';
call at => 3.1 * $s, end => 3.2 * $s, nr => GETPID, tid => 11, comm => 'worker';
END
run ior-read --by process --interval 1 -i named.ior
is 'intervals have the names of those that called' test "$(awk 'NF > 1 && $(NF - 1) == 10 {print $NF}' out | paste -sd ' ')" = \
	'early first main worker main'
run ior-read --by thread --interval 1 -i named.ior
is 'and the total that of the first thread, as without; each thread its last' \
	test "$(sed -n '/^total/,$p' out | awk 'NF > 2 && $(NF - 2) == 10 {print $(NF - 1) " " $NF}' | sort | paste -sd,)" = '10 main,11 worker'

# what was only counted is in no file
record sampled.ior <<'END'
call at => 100, end => 200, nr => READ, args => [3, 64, 64], ret => 10;
count nr => READ, calls => 50, recorded => 1, ns => 5000, min => 60, max => 150, buckets => { 19 => 50 };
END
is 'a sampled recording, by family: of all' has 9,13 ior-read --by family -i sampled.ior <<'END'
calls,family
50,FS
END
is 'by process: of those that were recorded' has 9,13 ior-read --by process -i sampled.ior <<'END'
calls,pid
1,10
END
is 'which the last line says' says 'ior-read: 1 call, 49 only counted, 0 lost, complete'

# a call that was restarted has its parts here, as without --by
record restarted.ior <<'END'
call at => 700, end => 720, nr => CLOCK_NANOSLEEP, args => [1], ret => -516, flags => RESTARTS;
call at => 800, end => 900, nr => RESTART_SYSCALL, args => [1], flags => CONTINUES;
END
is 'parts of a restarted call' has 2,9,11 ior-read --by process -i restarted.ior <<'END'
total_ns,calls,errors
120,2,0
END

# many: more than one table has room for at first
record many.ior <<'END'
for my $i (1 .. 3000) {
	name id => $i, path => "/dir@{[$i % 7]}/file$i";
	call at => $i * 1000, end => $i * 1000 + $i, nr => READ, args => [$i], name => [$i, 0], ret => 1;
	call at => $i * 1000 + 500, end => $i * 1000 + 501, nr => CLOSE, args => [$i], name => [$i, 0];
}
END
run ior-read --by file -S name -F csv -i many.ior
is 'many files: each has its calls' test "$(awk -F, 'NR > 1 {
	n++; sub(".*file", "", $13); ok += $2 == $13 + 1 && $9 == 2 && $12 == 1 && $8 == $13 && $5 == 1} END {print n, ok}' out)" = '3000 3000'
run ior-read --by dir -F csv -i many.ior
is 'many files: seven directories' test "$(awk -F, 'NR > 1 {n++; c += $9} END {print n, c}' out)" = '7 6000'

# --------------------------------------------------------------------- top --

is '--top: the first, and the others' prints ior-read --by file --top 2 -e '!execve' -i groups.ior <<'END'
% time  % wall     seconds     mean      p50      p95      p99      max     calls    errors       bytes file
------ ------- ----------- -------- -------- -------- -------- -------- --------- --------- ----------- ----------------
 35.70   18.00    0.000000    450ns    447ns    500ns    500ns    500ns         2                    50 /etc/hosts
 24.00   12.10    0.000000    151ns    111ns    300ns    300ns    300ns         4                   101 /etc/passwd
 40.30   20.32    0.000001    112ns      6ns    600ns    600ns    600ns         9         4           7 (8 others)
------ ------- ----------- -------- -------- -------- -------- -------- --------- --------- ----------- ----------------
100.00   50.42    0.000002    168ns    111ns    600ns    600ns    600ns        15         4         158 total
END
is '--top: in CSV, by calls' has 2,9,13,14 ior-read --top 3 -S calls -i groups.ior <<'END'
total_ns,calls,name,abi
1203,6,openat,64
1005,5,read,64
307,3,close,64
6,2,(2 others),
END
is '--top: one other' has 9,13,14 ior-read --top 1 --by process -i groups.ior <<'END'
calls,pid,comm
13,10,one
3,,(1 other)
END
is '--top: no others' has 9,13,14 ior-read --top 2 --by process -i groups.ior < <(ior-read --by process -F csv -i groups.ior 2>err | cut -d, -f9,13,14)

# -------------------------------------------------------------- histograms --

record bars.ior <<'END'
call at => 0, end => 0, nr => READ;
call at => 0, end => 3, nr => READ;
call at => 0, end => 4096, nr => READ for 1 .. 100;
call at => 0, end => 8191, nr => READ for 1 .. 100;
call at => 0, end => 8192, nr => READ for 1 .. 50;
call at => 0, end => 40000, nr => READ;
call at => 0, end => 1 << 62, nr => CLOSE;
enter at => 0, nr => GETPID, flags => NO_RETURN;
END
run ior-read --histogram -i bars.ior
is 'a histogram of each, and of all' diff <(sed -n '/^close: /,/^total: /p' out) - <<'END'
close: 1 call
[1152921504s, ...)          1 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|

read: 253 calls
[0ns, 4ns)                  2 |@                                               |
[4ns, 8ns)                  0 |                                                |
[8ns, 16ns)                 0 |                                                |
[16ns, 32ns)                0 |                                                |
[32ns, 64ns)                0 |                                                |
[64ns, 128ns)               0 |                                                |
[128ns, 256ns)              0 |                                                |
[256ns, 512ns)              0 |                                                |
[512ns, 1.024us)            0 |                                                |
[1.024us, 2.048us)          0 |                                                |
[2.048us, 4.096us)          0 |                                                |
[4.096us, 8.192us)        200 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
[8.192us, 16.38us)         50 |@@@@@@@@@@@@                                    |
[16.38us, 32.76us)          0 |                                                |
[32.76us, 65.53us)          1 |@                                               |

total: 255 calls
END
is 'a line for each step up to the longest' test "$(grep -c '^\[.* |@* *|$' out),$(tail -n 1 out)" = \
	"76,[1152921504s, ...)          1 |@                                               |"
record wide.ior <<'END'
call at => 0, end => 5, nr => READ;
END
# on_terminal COLUMNS COMMAND: its output on one that has so many
on_terminal() {
	script -qec "stty cols $1 rows 50; $2" /dev/null </dev/null 2>err | tr -d '\r' >out
}
widest() { grep -v '^ior-read:' out | awk '{if (length > n) n = length} END {print n}'; }
for n in 60 80 100 120 200; do
	on_terminal $n 'ior-read --histogram -i wide.ior'
	is "a terminal of $n columns: bars as wide" test "$(grep -c '^\[4ns, 8ns)  *1 |@*|$' out),$(grep '^\[' out | awk '{print length}')" = "1,$((n - 1))"
done

# --------------------------------------------------------------- terminals --

titles() { grep -m 1 '^% time' out | tr -s ' '; }
on_terminal 80 'ior-read -c -i groups.ior'
is '80 columns: what fits' test "$(titles)" = '% time % wall seconds p99 max calls errors bytes syscall'
is '80 columns: is not wider' test "$(widest)" -lt 80
is '80 columns: the table' diff <(grep -v '^ior-read' out) - <<'END'
% time % wall   seconds     p99     max   calls errors     bytes syscall
------ ------ --------- ------- ------- ------- ------ --------- --------------
 47.72  24.06  0.000001   600ns   600ns       6      2           openat
 39.87  20.10  0.000001   500ns   500ns       5      1       158 read
 12.18   6.14  0.000000   300ns   300ns       3      1           close
  0.24   0.12  0.000000     6ns     6ns       1                  getpid
  0.00   0.00  0.000000                       1                  execve
------ ------ --------- ------- ------- ------- ------ --------- --------------
100.00  50.42  0.000002   600ns   600ns      16      4       158 total
END
on_terminal 100 'ior-read -c -i groups.ior'
is '100 columns: more' test "$(titles)" = '% time % wall seconds mean p50 p99 max calls errors bytes syscall'
is '100 columns: is not wider' test "$(widest)" -lt 100
on_terminal 200 'ior-read -c -i groups.ior'
is '200 columns: all, as in a file' diff <(grep -v '^ior-read' out) <(ior-read -c -i groups.ior 2>err)
on_terminal 40 'ior-read -c -i groups.ior'
is '40 columns: what always is there' test "$(titles)" = '% time seconds calls syscall'
on_terminal 80 'ior-read --by file -i groups.ior'
is 'no name is cut there' grep -qF "$(printf 'long/%.0s' {1..20})name" out
is 'and nothing for the terminal to obey' test "$(grep -c "$esc" out)" = 0

# A number of a name may be another's later
record renamed.ior <<'END'
name id => 1, path => '/etc/passwd', flags => 1;
call at => 100, end => 200, nr => READ, args => [3], ret => 1, name => [1, 0];
name id => 1, path => '/etc/hosts', flags => 1;
call at => 300, end => 400, nr => READ, args => [3], ret => 1, name => [1, 0];
END
for by in file dir fd; do
	run ior-read -C --by $by -i renamed.ior
	is "-C --by $by: rows with the names that were" \
		test "$(sed -n 's/^read(3<\(.*\)>,.*/\1/p' out | paste -sd' ')" = '/etc/passwd /etc/hosts'
done

# --------------------------------------------------------------- intervals --

record seconds.ior <<'END'
$real = 1700000000 * 10 ** 9;
my $s = 10 ** 9;
call at => 0, end => 0.25 * $s, nr => READ, ret => 1;
call at => 0.5 * $s, end => 0.9 * $s, nr => READ, ret => 2;
call at => 0.8 * $s, end => 1 * $s, nr => READ, ret => 4;
lost at => 1.2 * $s, end => 1.3 * $s, calls => 5;
call at => 1.2 * $s, end => 1.5 * $s, nr => CLOSE, ret => -9;
call at => 1000.5 * $s, end => 1000.7 * $s, nr => READ, ret => 8;
END
run ior-read --interval 1 -i seconds.ior
is 'a table of each interval in which there was something, and of all' diff out - <<'END'
2023-11-14 22:13:21  1.000 s  2 calls/s  0 lost
% time  % wall     seconds     mean      p50      p95      p99      max     calls    errors       bytes syscall
------ ------- ----------- -------- -------- -------- -------- -------- --------- --------- ----------- ----------------
100.00   65.00    0.650000  325.0ms  268.4ms  400.0ms  400.0ms  400.0ms         2                     3 read
------ ------- ----------- -------- -------- -------- -------- -------- --------- --------- ----------- ----------------
100.00   65.00    0.650000  325.0ms  268.4ms  400.0ms  400.0ms  400.0ms         2                     3 total

2023-11-14 22:13:22  1.000 s  2 calls/s  5 lost
% time  % wall     seconds     mean      p50      p95      p99      max     calls    errors       bytes syscall
------ ------- ----------- -------- -------- -------- -------- -------- --------- --------- ----------- ----------------
 60.00   30.00    0.300000  300.0ms  300.0ms  300.0ms  300.0ms  300.0ms         1         1             close
 40.00   20.00    0.200000  200.0ms  200.0ms  200.0ms  200.0ms  200.0ms         1                     4 read
------ ------- ----------- -------- -------- -------- -------- -------- --------- --------- ----------- ----------------
100.00   50.00    0.500000  250.0ms  201.3ms  300.0ms  300.0ms  300.0ms         2         1           4 total

2023-11-14 22:30:00  0.700 s  1.43 calls/s  0 lost
% time  % wall     seconds     mean      p50      p95      p99      max     calls    errors       bytes syscall
------ ------- ----------- -------- -------- -------- -------- -------- --------- --------- ----------- ----------------
100.00   28.57    0.200000  200.0ms  200.0ms  200.0ms  200.0ms  200.0ms         1                     8 read
------ ------- ----------- -------- -------- -------- -------- -------- --------- --------- ----------- ----------------
100.00   28.57    0.200000  200.0ms  200.0ms  200.0ms  200.0ms  200.0ms         1                     8 total

total  1000.700 s  0.005 calls/s  5 lost
% time  % wall     seconds     mean      p50      p95      p99      max     calls    errors       bytes syscall
------ ------- ----------- -------- -------- -------- -------- -------- --------- --------- ----------- ----------------
 77.78    0.10    1.050000  262.5ms  201.3ms  400.0ms  400.0ms  400.0ms         4                    15 read
 22.22    0.03    0.300000  300.0ms  300.0ms  300.0ms  300.0ms  300.0ms         1         1             close
------ ------- ----------- -------- -------- -------- -------- -------- --------- --------- ----------- ----------------
100.00    0.13    1.350000  270.0ms  268.4ms  400.0ms  400.0ms  400.0ms         5         1          15 total
END
is 'the last line' says 'ior-read: 5 calls, 5 lost, NOT complete'
run ior-read --interval 1 --by file -F csv -i seconds.ior
is 'CSV: the intervals' diff <(cut -d, -f1,3,10,14- out) - <<'END'
time,total_ns,calls,path,wall_percent
2023-11-14T22:13:21.000000Z,650000000,2,(no file),65.00
2023-11-14T22:13:22.000000Z,500000000,2,(no file),50.00
2023-11-14T22:30:00.700000Z,200000000,1,(no file),28.57
END
run ior-read --interval 0.25 --by file -F csv -i seconds.ior
is 'CSV: shorter ones' test "$(cut -d, -f1,10 out | tail -n +2 | cut -c18- | paste -sd ' ')" = \
	'20.500000Z,1 21.000000Z,1 21.250000Z,1 21.750000Z,1 00.700000Z,1'
run ior-read -C --interval 1 -i seconds.ior
is '-C: calls stand before the table of their interval' test "$(grep -oE '^(read|close|2023|total)' out | paste -sd ' ')" = \
	'read read 2023 read close 2023 read 2023 total'
run ior-read --interval 10000 -i seconds.ior
is 'a longer one than the recording' test "$(grep -c calls/s out)" = 2
run ior-read --interval 1 --by process --top 1 --histogram -i seconds.ior
is 'with all else' test "$(grep -c '^10 one: ' out)" = 4
record sampled2.ior <<'END'
my $s = 10 ** 9;
call at => 0, end => 0.5 * $s, nr => READ, ret => 1;
call at => 0, end => 1.5 * $s, nr => READ, ret => 1;
count nr => READ, calls => 50, recorded => 2, ns => 5000, min => 60, max => 150, buckets => { 19 => 50 };
END
run ior-read --interval 1 -i sampled2.ior
is 'intervals of what was recorded, the total of what was counted' \
	test "$(awk '/total$/ {print $9}' out | paste -sd ' ')" = '1 1 50'
record empty.ior <<'END'
$began = 1000 * 10 ** 9;
END
run ior-read --interval 1 -i empty.ior
is 'intervals of nothing' test "$(grep calls/s out)" = 'total  0.000 s  0 calls/s  0 lost'
record no_date.ior <<'END'
my $s = 10 ** 9;
$began = 1000 * $s;
call at => 1000 * $s, end => 1000.5 * $s, nr => READ, ret => 1;
call at => 1000 * $s, end => 1001.5 * $s, nr => READ, ret => 1;
END
run ior-read --interval 1 -i no_date.ior
is 'no time of the day is known: seconds since the beginning' \
	test "$(sed -n 's:  [0-9.]* calls/s.*::p' out | paste -sd,)" = '1.000000 s  1.000 s,1.500000 s  0.500 s,total  1.500 s'
run ior-read --interval 1 -F csv -i no_date.ior
is 'likewise in CSV' test "$(tail -n +2 out | cut -d, -f1 | paste -sd' ')" = '1.000000 1.500000'
finish
