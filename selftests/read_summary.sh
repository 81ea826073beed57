#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What ior-read counts, samples, leaves out and overwrites: tables of recordings
# made by hand, then of traces, against the rows of the same calls.
# shellcheck source=selftests/tap.sh
. "$(dirname "$0")/tap.sh"

# expect [COLUMNS]: the rows of out but the first are those on stdin
expect() {
	cat >want
	tail -n +2 out | cut -d, -f"${1:-1-}" | diff - want | sed 's/^/# /' >differs
	cat differs
	[ ! -s differs ] && [ "$status" = 0 ]
}

names() { awk -F, 'NR > 1 {print $7}' "$@" | paste -sd ' '; }
number() { sed -n "s/.*[ :]\([0-9]*\) $1.*/\1/p" err | tail -n 1; }
calls_said() { sed -n 's/^ior-read: \([0-9]*\) .*/\1/p' err | tail -n 1; }
# field NAME CALL: of the table in out
field() {
	awk -F, -v want="$1" -v call="$2" '
		/^time_percent,/ {for (i = 1; i <= NF; i++) at[$i] = i}
		at["name"] && $at["name"] == call {print $at[want]}' out
}
sum() { awk -F, -v want="$1" '
	/^time_percent,/ {for (i = 1; i <= NF; i++) at[$i] = i; next}
	at["name"] {n += $at[want]}
	END {printf "%d\n", n}' out; }

# --------------------------------------------------------------- arguments --

run ior-read -c -C -- true
is '-c and -C' refused 125 'exclude each other'
run ior-read -c -F raw -- true
is '-c and a recording' refused 125 'use -c with -i on the recording'
run ior-read -C -F raw -o new -- true
is '-C and a recording' refused 125 'a recording has no table'
run ior-read -S calls -- true
is '-S without a table' refused 125 'add -c or -C'
run ior-read -c -S colour -- true
is 'an unknown order' refused 125 'use time, calls'
for o in --enter --overwrite --sample=read=2; do
	run ior-read -c $o -- true
	is "-c and $o" refused 125 'no call is recorded'
done
for e in read read= =2 read=x read=-1 read=2x read=4294967296 "read=2,"; do
	run ior-read --sample $e -- true
	is "--sample $e" refused 125 'not CALL=N'
done
run ior-read --sample opnat=2 -- true
is 'a sample of an unknown call, with a hint' refused 125 "--sample: 'opnat' is unknown (did you mean openat"
run ior-read --sample %Netwrok=2 -- true
is 'a sample of an unknown family, with a hint' refused 125 'did you mean Network'
for d in x '' -1 5m 1e '1 ms' 1e30s; do
	run ior-read --min-duration "$d" -- true
	is "--min-duration '$d'" refused 125 'try 100us or 1.5ms'
done
run ior-read -e status=sucessful -- true
is 'an unknown status' refused 125 'use successful, failed, unfinished or detached'
run ior-read -e status=failed,unavailable -- true
is 'a status that ior does not have' refused 125 'sees what a call returned'
run ior-read -e 'status=!all' -- true
is 'no status' refused 125 'no call ends like that'
for o in --overwrite --sample=read=2; do
	run ior-read $o -i /dev/null
	is "-i and $o" refused 125 'it is recorded already'
	run ior-read $o
	is "$o, and nothing to trace" refused 125 'need a COMMAND'
done
is 'none of these left a file' test ! -e new

# ---------------------------------------------------------- tables by hand --

record calls.ior <<'END'
call at => 0, end => 100, nr => READ, args => [3, 64, 64], ret => 10;
call at => 200, end => 400, nr => READ, args => [3, 64, 64], ret => 20;
call at => 500, end => 800, nr => READ, args => [3, 64, 64], ret => -5;
call at => 900, end => 1900, nr => OPENAT, args => [-100, 64], ret => -2;
call at => 2000, end => 2006, nr => CLOSE, abi => 1, args => [0, 64, 64], ret => 7;
call at => 2100, end => 2200, nr => 999;
call at => 2300, end => 2400, nr => 5000;
enter at => 3000, nr => GETPID, flags => NO_RETURN;
END
head=time_percent,total_ns,mean_ns,min_ns,p50_ns,p95_ns,p99_ns,max_ns,calls,recorded,errors,bytes,name,abi,wall_percent
run ior-read -c -F csv -i calls.ior
is 'csv: the columns' test "$(head -n 1 out)" = $head
is 'csv: the table' expect <<'END'
55.37,1000,1000,1000,1000,1000,1000,1000,1,1,1,0,openat,64,33.33
33.22,600,200,100,223,300,300,300,3,3,1,30,read,64,20.00
5.54,100,100,100,100,100,100,100,1,1,0,0,syscall_0x3e7,64,3.33
5.54,100,100,100,100,100,100,100,1,1,0,0,syscall_0x3ff+,64,3.33
0.33,6,6,6,6,6,6,6,1,1,0,0,read,32,0.20
0.00,0,,,,,,,1,1,0,0,getpid,64,0.00
END
is 'csv: the last line' says 'ior-read: 8 calls, 0 lost, complete'
# by ORDER NAME...: so the table is sorted
by() {
	local order=$1

	shift
	run ior-read -c -F csv -S "$order" -i calls.ior
	tail -n +2 out | cut -d, -f13,14 | sed 's/syscall_//' >sorted
	printf '%s\n' "$@" | diff - sorted
}
is '-S calls' by calls read,64 getpid,64 openat,64 0x3e7,64 0x3ff+,64 read,32
is '-S count, as in strace' by count read,64 getpid,64 openat,64 0x3e7,64 0x3ff+,64 read,32
is '-S bytes' by bytes read,64 getpid,64 openat,64 0x3e7,64 0x3ff+,64 read,32
is '-S errors' by errors read,64 openat,64 getpid,64 0x3e7,64 0x3ff+,64 read,32
is '-S name' by name getpid,64 openat,64 read,64 read,32 0x3e7,64 0x3ff+,64
is '-S max' by max openat,64 read,64 0x3e7,64 0x3ff+,64 read,32 getpid,64
is '-S p99' by p99 openat,64 read,64 0x3e7,64 0x3ff+,64 read,32 getpid,64
is '-S nothing' by nothing read,64 getpid,64 openat,64 0x3e7,64 0x3ff+,64 read,32

run ior-read -c -i calls.ior
is 'text: the table' diff out - <<'END'
% time  % wall     seconds     mean      p50      p95      p99      max     calls    errors       bytes syscall
------ ------- ----------- -------- -------- -------- -------- -------- --------- --------- ----------- ----------------
 55.37   33.33    0.000001  1.000us  1.000us  1.000us  1.000us  1.000us         1         1             openat
 33.22   20.00    0.000000    200ns    223ns    300ns    300ns    300ns         3         1          30 read
  5.54    3.33    0.000000    100ns    100ns    100ns    100ns    100ns         1                       syscall_0x3e7
  5.54    3.33    0.000000    100ns    100ns    100ns    100ns    100ns         1                       syscall_0x3ff+
  0.33    0.20    0.000000      6ns      6ns      6ns      6ns      6ns         1                       [32] read
  0.00    0.00    0.000000                                                      1                       getpid
------ ------- ----------- -------- -------- -------- -------- -------- --------- --------- ----------- ----------------
100.00   60.20    0.000001    258ns    111ns  1.000us  1.000us  1.000us         8         2          30 total
END
run ior-read -C -F csv -i calls.ior
is '-C: rows, and behind them the table' test "$(cut -d, -f7 out | paste -sd ' ')" = \
	'name read read read openat read syscall_0x3e7 syscall_0x1388 getpid  p99_ns 1000 300 100 100 6 '
run ior-read -c -F csv -e read -o table.csv -i calls.ior
is '-o: the table goes there' test "$(tail -n +2 table.csv | cut -d, -f9,13,14 | paste -sd ' ')" = '3,read,64 1,read,32'
is 'which is of so many calls' says 'ior-read: 4 of 8 calls, 0 lost, complete'
run ior-read -c -o table -i calls.ior
is '-o: text, no recording' grep -q '^% time ' table
record none.ior </dev/null
run ior-read -c -i none.ior
is 'a table of nothing' grep -q '^  0.00            0.000000  .* 0  .*total$' out

# times as they are shown
record times.ior <<'END'
call at => 0, end => 0, nr => 901;
call at => 0, end => 999, nr => 902;
call at => 0, end => 12345, nr => 903;
call at => 0, end => 999999, nr => 904;
call at => 0, end => 1234567890, nr => 905;
call at => 0, end => 59999999999, nr => 906;
call at => 0, end => 1234567890123, nr => 907;
END
run ior-read -c -S nothing -i times.ior
is 'text: units' test "$(awk '/syscall_/ {print $8}' out | paste -sd ' ')" = '0ns 999ns 12.34us 999.9us 1.234s 59.99s 1234s'

# --------------------------------------------------------- samples by hand --

record sampled.ior <<'END'
call at => 100, end => 200, nr => READ, args => [3, 64, 64], ret => 10;
call at => 300, end => 350, nr => CLOSE;
count nr => READ, calls => 50, recorded => 1, errors => 2, bytes => 300, ns => 5000, min => 60,
	max => 150, buckets => { 19 => 30, 20 => 15, 21 => 5 };
count nr => CLOSE, calls => 1, recorded => 1, ns => 50, min => 50, max => 50, buckets => { 18 => 1 };
count abi => 3, nr => 0, calls => 9;
END
run ior-read -F csv -i sampled.ior
is 'a sampled recording: the rows' test "$(names out)" = 'read close'
is 'the last line' says 'ior-read: 2 calls, 58 only counted, 0 lost, complete'
run ior-read -c -F csv -i sampled.ior
is 'a sampled recording: the table' expect <<'END'
99.01,5000,100,60,63,95,95,150,50,1,2,300,read,64,1428.57
0.99,50,50,50,50,50,50,50,1,1,0,0,close,64,14.29
0.00,0,,,,,,,9,0,0,0,(others),?,0.00
END
is 'is of all calls' says 'ior-read: 60 calls, 0 lost, complete'
run ior-read -c -F csv -e close -i sampled.ior
is 'or of those that are selected' expect 9,13 <<'END'
1,close
END
run ior-read -c -F csv -e fd=3 -i sampled.ior
is 'what was counted only is on no file' expect 9,13 <<'END'
1,read
END
run ior-read -F raw -o copy.ior -i sampled.ior
is 'a copy has the counts' same sampled.ior copy.ior
run ior-read -e read -F raw -o copy.ior -i sampled.ior
run ior-read -c -F csv -i copy.ior
is 'a part has its own' expect 9,13 <<'END'
50,read
END
is 'and is whole' says 'ior-read: 50 calls, 0 lost, complete'

# -------------------------------------------------------- outcomes by hand --

record ends.ior <<'END'
call at => 100, end => 110, nr => GETPID, ret => 1;
call at => 200, end => 220, nr => READ, ret => -5;
call at => 300, end => 330, nr => ACCEPT, ret => -512;
call at => 400, end => 440, nr => CLOSE, flags => NO_EXIT;
call at => 500, end => 500, nr => RENAME, flags => NO_ENTER | DENIED, ret => -1;
call at => 600, end => 600, nr => OPEN, flags => NO_ENTER, ret => 3;
call at => 700, end => 720, nr => CLOCK_NANOSLEEP, args => [1], ret => -516, flags => RESTARTS;
call at => 800, end => 900, nr => RESTART_SYSCALL, args => [1], flags => CONTINUES;
call at => 1000, end => 1010, nr => OPENAT, args => [1], ret => -512, flags => RESTARTS;
call at => 1020, end => 1030, nr => OPENAT, args => [1], ret => -2, flags => CONTINUES;
call at => 1100, end => 1140, nr => READ, args => [1], ret => -512, flags => RESTARTS;
task 'exit';
enter at => 1200, nr => EXECVE, flags => NO_RETURN;
END
# shown WANT OPTION...: these rows, and no others
shown() {
	local want=$1

	shift
	run ior-read -F csv "$@" -i ends.ior
	[ "$status" = 0 ] && names out | diff - <(echo "$want")
}
is 'status: any' shown 'getpid read accept close rename open clock_nanosleep openat read execve' -e status=all
is 'status: successful' shown 'getpid open clock_nanosleep' -e status=successful
is '-z' shown 'getpid open clock_nanosleep' -z
is 'status: failed' shown 'read accept rename openat' -e status=failed
is '-Z' shown 'read accept rename openat' -Z
is '-z -Z: the last' shown 'read accept rename openat' -z -Z
is 'status: unfinished' shown 'close read execve' -e status=unfinished
is 'status: two of them' shown 'getpid close open clock_nanosleep read execve' -e status=successful,unfinished
is 'status: all but' shown 'getpid close open clock_nanosleep read execve' -e 'status=!failed'
is 'status: one taken out' shown 'getpid open clock_nanosleep' -e 'status=all,!failed,!unfinished'
is 'status: how many of how many' says 'ior-read: 3 of 10 calls, 2 restarts folded, 0 lost, complete'
is 'status, and calls' shown 'read openat' -Z -e read,openat
is 'a duration' shown 'accept close rename open clock_nanosleep openat read' --min-duration 30
is 'a duration: with a unit' shown 'rename open clock_nanosleep' --min-duration 0.2us
is 'a duration: longer' shown 'rename open' --min-duration 201ns
is 'a duration of 0: any' shown 'getpid read accept close rename open clock_nanosleep openat read execve' --min-duration 0
is 'a duration, and a status' shown 'accept rename openat' --min-duration 30 -Z
is '--raw-restarts: parts are always there' shown \
	'read accept rename clock_nanosleep restart_syscall openat openat read' --raw-restarts -Z
run ior-read -Z -o failed.ior -i ends.ior
run ior-read -F csv -i failed.ior
is 'a recording of a part has the parts' test "$(names out)" = 'read accept rename clock_nanosleep openat read'
run ior-read -Z -F csv -i failed.ior
is 'of which the same can be selected' test "$(names out)" = 'read accept rename openat'

# What is selected so is counted as the rows are, not the parts
record parts.ior <<'END'
call at => 100, end => 110, nr => READ, args => [3], ret => -512, flags => RESTARTS;
call at => 120, end => 130, nr => READ, args => [3], ret => 7, flags => CONTINUES;
call at => 200, end => 210, nr => READ, args => [3], ret => -512, flags => RESTARTS;
lost at => 220, end => 230, calls => 1;
call at => 240, end => 250, nr => READ, args => [3], ret => 7, flags => CONTINUES;
call at => 260, end => 270, nr => OPENAT, args => [1], ret => -512, flags => RESTARTS;
call at => 280, end => 290, nr => OPENAT, args => [1], ret => -2, flags => CONTINUES;
call at => 300, end => 310, nr => READ, pid => 20, tid => 20, args => [3], ret => -512, flags => RESTARTS;
task 'exit', at => 320, pid => 20, tid => 20, flags => 1;
call at => 400, end => 410, nr => GETPID, pid => 20, tid => 20, flags => NO_EXIT;
END
rows_of() { awk -F, 'NR > 1 {n[$7]++} END {for (c in n) print n[c] "," c}' out | sort; }
table_of() {
	awk -F, '
		/^(time,)?time_percent,/ {for (i = 1; i <= NF; i++) at[$i] = i; next}
		at["name"] {print $at["calls"] "," $at["name"]}' out | sort
}
counted_as_rows() {
	for options in -Z -z '-e status=unfinished' '-e status=!failed' '--min-duration 20ns' \
		'-Z --min-duration 15ns' '-Z --raw-restarts'; do
		for recording in ends.ior parts.ior; do
			run ior-read -F csv $options -i $recording
			rows_of >want
			for way in -c -C '-c --interval 1000'; do
				run ior-read $way -F csv $options -i $recording
				table_of | diff want - && continue
				echo "# $way $options -i $recording"
				return 1
			done
		done
	done
}
is 'a table has just the calls that the rows are' counted_as_rows
run ior-read -c -Z -i parts.ior
is 'as does the last line' says 'ior-read: 1 of 6 calls, 2 restarts folded, 1 lost'
run ior-read --by process -S nothing -F csv -e status=unfinished -i parts.ior
is 'by process: what is not continued is of the one that died' expect 9,13 <<'END'
1,10
1,20
1,20
END

# ----------------------------------------------------- overwritten by hand --

record over.ior <<'END'
$overwritten = 1;
lost at => 10, end => 90, calls => 70, others => 2;
call at => 100, end => 110, nr => GETPID, ret => 1;
END
run ior-read -F csv -i over.ior
is 'a recording of the newest calls is complete' ended 0
is 'and tells of the older ones' says 'ior-read: 1 call, 70 older calls overwritten (a larger --ring-size'
run ior-read -F raw -o copy.ior -i over.ior
is 'as does a copy' same over.ior copy.ior

# ----------------------------------------------------------------- tables --

if [ ! -e /dev/ior ]; then
	finish
	exit
fi

# agrees: of every call, the table behind the rows says what these come to
agrees() {
	awk -F, '
		/^time_ns,/ {next}
		/^time_percent,/ {for (i = 1; i <= NF; i++) at[$i] = i; next}
		!at["name"] && NF {
			n[$7]++; errors[$7] += $12 != ""; bytes[$7] += $13; ns[$7] += $2
			if (n[$7] == 1 || $2 < min[$7]) min[$7] = $2
			if ($2 > max[$7]) max[$7] = $2
		}
		at["name"] {
			c = $at["name"]
			if ($at["calls"] != n[c] || $at["recorded"] != n[c] ||
			    $at["errors"] != errors[c] || $at["bytes"] != bytes[c] ||
			    $at["total_ns"] != ns[c] || $at["min_ns"] + 0 != min[c] ||
			    $at["max_ns"] + 0 != max[c] || $at["p50_ns"] < $at["min_ns"] ||
			    $at["p95_ns"] < $at["p50_ns"] || $at["p99_ns"] < $at["p95_ns"] ||
			    $at["max_ns"] < $at["p99_ns"]) {print "# not so: " $0; bad = 1}
			delete n[c]
			lines++
		}
		END {for (c in n) {print "# not there: " c; bad = 1}; exit bad || lines < 10}' out
}
run ior-read -C -F csv -- ior-workload --repeat 5 readwrite-basic
is '-C: complete' ended 0
is '-C: the table says of each call what the rows do' agrees
is '-C: as many calls as there are rows' test "$(sum calls)" = "$(calls_said)"
run ior-read -C -F csv -- sh -c 'ls / /nonexistent | cat >cat; :'
is '-C: of several processes' agrees
# the C library makes random numbers now and then
run ior-read -F csv -e '!getrandom' -o rows.csv -- ior-workload --repeat 5 readwrite-basic
awk -F, 'NR > 1 {n[$7]++; e[$7] += $12 != ""; b[$7] += $13}
	END {for (c in n) print n[c] "," e[c] + 0 "," b[c] + 0 "," c}' rows.csv | sort >want
run ior-read -c -F csv -e '!getrandom' -- ior-workload --repeat 5 readwrite-basic
is '-c: complete' ended 0
tail -n +2 out | cut -d, -f9,11,12,13 | sort >counted
is '-c: of each call as many, and what they moved, as another trace shows' diff want counted
is '-c: none of them recorded' test "$(sum recorded)" = 0
is '-c: the last line counts them all' test "$(calls_said)" = "$(($(wc -l <rows.csv) - 1))"
is '-c: ten times 21 bytes' test "$(field bytes write)" = $((5 * 21))
ior-workload --wait --repeat 7 readwrite-basic >pid &
until [ -s pid ]; do sleep 0.1; done
ior-read -c -F csv -e write -p "$(cat pid)" >out 2>err &
tracer=$!
sleep 1
kill -USR1 "$(cat pid)"
wait $tracer
status=$?
is '-c -p: ends with the process' ended 0
is '-c -p: what was selected' expect 9,12,13 <<'END'
7,147,write
END
run ior-read -c -a --duration 0.5
is '-c -a: ends in time' ended 0
head -c 1000 /dev/zero >thousand
run ior-read -c -F csv -S name -e path="$tmp/thousand" -- bash -c 'read x <thousand; cat <thousand >/dev/null' 2>err
is '-c: of calls on a file' test "$(field calls openat),$(field errors openat),$(sum errors)" = 2,0,1
run ior-read -c -e getppid -- true
is '-c of nothing' grep -qE ' 0 +total$' out
perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' ior-read -c -o ended -- sh -c 'touch began; exec sleep 1000' 2>err &
wait_for began
kill -INT $!
wait $!
is '-c: Ctrl-C ends it with its table' grep -q 'total$' ended

# ----------------------------------------------------------------- samples --

# on one CPU, for it is one of so many on each
pinned() { (taskset -cp "$(($(nproc) - 1))" "$BASHPID" >/dev/null && "$@"); }
copy() { dd if=/dev/zero of=/dev/null bs=10 count=10000 2>/dev/null; }
export -f copy
# of_copy OPTION...: a trace of it, without what differs from one run to the next: where
# the heap begins, and so whether it has to grow once more
of_copy() { ior-read -e '!brk' "$@" -- bash -c copy; }
run pinned of_copy -F csv -o rows.csv
made=$(calls_said)
writes=$(awk -F, '$7 == "write"' rows.csv | wc -l)
reads=$(awk -F, '$7 == "read"' rows.csv | wc -l)
run pinned of_copy --sample write=10,read=0 -o sampled.ior
is 'a sample is complete' ended 0
is 'recorded and only counted are all' test $(($(calls_said) + $(number 'only counted'))) = "$made"
run ior-read -F csv -i sampled.ior
is 'as its recording has it' test $(($(calls_said) + $(number 'only counted'))) = "$made"
is 'one in 10 is recorded' test "$(awk -F, '$7 == "write"' out | wc -l)" = $(((writes + 9) / 10))
is 'one in 0 is none' test "$(awk -F, '$7 == "read"' out | wc -l)" = 0
run ior-read -c -F csv -i sampled.ior
is 'its table is of all calls' test "$(sum calls),$(field calls write),$(field calls read)" = "$made,$writes,$reads"
is 'and tells how many were recorded' test "$(field recorded write)" = $(((writes + 9) / 10))
is 'what was not has its bytes, too' test "$(field bytes read)" -ge 100000
run pinned of_copy --sample all=100 --sample %Process=1 -C -F csv
is '-C of a sample' test "$(sum calls)" = "$made"
is 'is of more than was recorded' test $(($(sum calls) - $(sum recorded))) = "$(number 'only counted')"
is 'a later word is over an earlier one' test "$(field recorded execve),$(field calls execve)" = 2,2
run of_copy --sample write=10 -F csv
is 'on any CPU: recorded and only counted are all' test $(($(calls_said) + $(number 'only counted'))) = "$made"

# --------------------------------------------------------------- overwrite --

run pinned of_copy --overwrite -F csv -o rows.csv --ring-size 4K
is '--overwrite: complete' ended 0
is '--overwrite: rows and what was overwritten are all' \
	test $(($(wc -l <rows.csv) - 1 + $(number 'older calls overwritten'))) = "$made"
is '--overwrite: to the very end' test "$(tail -n 1 rows.csv | cut -d, -f7)" = exit_group
newest() { awk -F, 'NR > 1 && $1 + $2 < last {exit 1} {last = $1 + $2}' rows.csv; }
is '--overwrite: in order' newest
run ior-read --overwrite -F csv -o rows.csv --ring-size 8K -e write,read -- bash -c copy
is '--overwrite: on any CPU' test $(($(wc -l <rows.csv) - 1 + $(number 'older calls overwritten'))) = $((writes + reads))
is '--overwrite: in order there, too' newest
right_names() {
	! awk -F, '$7 == "write" && $14 == 1 && $13 == 10 {print $15}
		$7 == "read" && $14 == 0 && $13 == 10 {print $15}' rows.csv | grep -vxE '|/dev/(null|zero)'
}
is '--overwrite: no wrong names' right_names
run ior-read --overwrite -o over.ior --ring-size 4K -- bash -c copy
said=$(tail -n 1 err)
run ior-read -i over.ior
is '--overwrite: its recording says the same' test "$(tail -n 1 err)" = "$said"
run ior-read --overwrite -F csv -o quiet.csv -- bash -c 'sleep 0.5; wc -l <quiet.csv >size'
is '--overwrite: nothing but the columns is printed till the end' test "$(cat size)" = 1
is '--overwrite: but then' grep -q exit_group quiet.csv
run ior-read --overwrite -F csv -o rows.csv -- true
is '--overwrite: what fits is all there' test "$(tail -n +2 rows.csv | cut -d, -f7 | sed -n 1p)" = execve
perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' ior-read --overwrite -F csv -o int.csv --ring-size 4K -- \
	sh -c 'while :; do touch ran; done' 2>err &
until [ -s ran ] || [ -e ran ]; do sleep 0.1; done
sleep 1
kill -INT $!
wait $!
is '--overwrite: Ctrl-C prints the newest' test "$(wc -l <int.csv)" -gt 20
is '--overwrite: and tells of the others' says 'older calls overwritten'

# ---------------------------------------------------------------- outcomes --

run ior-read -F csv -o whole.csv -- ls / /nonexistent
run ior-read -F csv -Z -- ls / /nonexistent
names out >live
is '-Z: as many as fail' test "$(wc -w <live)" = "$(awk -F, 'NR > 1 && $12 != ""' whole.csv | wc -l)"
is '-Z: no records of others are made' says "ior-read: $(wc -w <live) calls, 0 lost, complete"
run ior-read -F csv -z -- ls / /nonexistent
is '-z: the others that return' test "$(names out | wc -w)" = \
	"$(awk -F, 'NR > 1 && $12 == "" && $7 != "exit_group"' whole.csv | wc -l)"
run ior-read -F csv -e status=unfinished -- true
is 'unfinished: what never returns' test "$(names out)" = exit_group
run ior-read -F csv --min-duration 2s -e clock_nanosleep,getpid -- sh -c 'sleep 0.01; sleep 2.1'
is '--min-duration: the long ones' test "$(names out)" = clock_nanosleep
is '--min-duration: no records of others are made' says 'ior-read: 1 call, 0 lost, complete'
make_stop_sh
run ior-read -F csv --min-duration 1.4s -e clock_nanosleep -- bash stop.sh
is '--min-duration: of a restarted call, all its parts' test "$(names out)" = clock_nanosleep
run ior-read -F csv --min-duration 60s -e clock_nanosleep -- bash stop.sh
is '--min-duration: and not longer' test "$(names out)" = ''
run ior-read -F csv -Z -e clock_nanosleep -- bash stop.sh
is '-Z: what was restarted did not fail' test "$(names out)" = ''
run ior-read --by process -F csv -Z -e clock_nanosleep -- bash stop.sh
is '--by process -Z: nor is it counted' test "$(wc -l <out)" = 1
run ior-read -c -F csv -Z -- ls / /nonexistent
is '-c -Z: counts what fails' test "$(sum calls)" = "$(wc -w <live)"

finish
