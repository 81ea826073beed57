#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Tables of ior-read by other things than calls, and of intervals, of what runs; and how
# they look on a terminal.
# shellcheck source=selftests/tap.sh
. "$(dirname "$0")/tap.sh"

# sum COLUMN [NAME]: of the CSV in out, of all rows or those that end so
sum() {
	awk -F, -v want="$1" -v name="${2-}" '
		/time_percent/ {for (i = 1; i <= NF; i++) at[$i] = i; next}
		at[want] && (name == "" || $at["name"] == name) {n += $at[want]}
		END {printf "%d\n", n}' out
}
calls_said() { sed -n 's/^ior-read: \([0-9]*\) .*/\1/p' err | tail -n 1; }
times() { tail -n +2 out | cut -d, -f1 | uniq; }

# --------------------------------------------------------------------- by --

ior-workload --repeat 3 readwrite-basic >/dev/null	# what it reads is in memory now
# repeated OPTION...: what is in each run the same: the C library makes random numbers now
# and then, and grows a heap whose start is one
repeated() { ior-read -e '!getrandom,brk' -F csv "$@" -- ior-workload --repeat 3 readwrite-basic; }
run repeated -o rows.csv
# by_agrees COLUMN BY: the table by it has of each as many calls as another trace has rows;
# what has a number in it changes
by_agrees() {
	awk -F, -v at="$1" 'NR > 1 {n[$at == "" ? "(no file)" : $at]++}
		END {for (c in n) print n[c] "," c}' rows.csv | sed 's/-basic\.[A-Za-z0-9]*/-basic/' | sort >want
	run repeated -c --by "$2"
	tail -n +2 out | cut -d, -f9,"${3-13}" | sed 's/-basic\.[A-Za-z0-9]*/-basic/' | sort >got
	diff want got | sed 's/^/# /' >differs
	cat differs
	[ ! -s differs ] && ended 0
}
is '--by file: as many as there are rows' by_agrees 15 file
is '--by family: as many as there are rows' by_agrees 8 family
is '--by process: as many as there are rows' by_agrees 4 process 14
run ior-read --by fd -F csv -- ior-workload readwrite-basic
is '--by fd: all of them' test "$(sum calls)" = "$(calls_said)"
run ior-read --by dir -F csv -- ls /etc /usr/bin
is '--by dir: a directory that is listed' grep -q ',/usr/bin,' out
is '--by dir: complete' ended 0
run ior-read --by thread -e pread64 -F csv -- ior-workload thread-comm-short-lived
is '--by thread: each of them, once' test "$(awk -F, '$9 == 4 {print $14}' out | sort -u | wc -l)" = 40
is '--by thread: complete' ended 0
run ior-read -C --by process -F csv -- sh -c 'true; /bin/true; /bin/true'
is '-C --by process: as many as there are rows' test "$(sum calls)" = "$(calls_said)"
run ior-read --by process --sample getppid=0 -F csv -- ior-workload readwrite-basic
is '--by and --sample: complete' ended 0
run ior-read --by file --ring-size 4K -F csv -- dd if=/dev/zero of=/dev/null bs=1 count=30000
is '--by: what is lost, is said' says ' lost'
lost=$(sed -n 's/.*, \([0-9]*\) lost.*/\1/p' err | tail -n 1)
is '--by: seen and lost are all' test $(($(sum calls) + lost)) -ge 60000
run ior-read --by file --overwrite --ring-size 4K -F csv -- dd if=/dev/zero of=/dev/null bs=1 count=3000
is '--by and --overwrite: of the newest' ended 0
run ior-read --histogram --top 1 -- ior-workload readwrite-basic
is '--histogram' grep -q '^\[.*|@*|$' out

# --------------------------------------------------------------- intervals --

# steps: a shell that makes some calls, and rests, six times a second for 3 s
steps='for n in 1 2 3 4 5 6; do for m in 1 2 3 4 5; do read x </dev/null; done; sleep 0.5; done'
# sums_up COMMAND...: the tables of the intervals come to what the last line says
sums_up() {
	run ior-read --interval 1 -F csv "$@"
	[ "$(times | wc -l)" -ge 2 ] && [ "$(sum calls)" = "$(calls_said)" ] && ended 0
}
is '--interval: counted by the module' sums_up -- bash -c "$steps"
is '--interval: as many of a call as there were' test "$(sum calls openat)" -ge 30
is '--interval: by family' sums_up --by family -- bash -c "$steps"
is '--interval: by file' sums_up --by file -- bash -c "$steps"
is '--interval: by thread, of calls that fail' sums_up --by thread -Z -- bash -c "$steps"
run ior-read --interval 1 -- bash -c "$steps"
is 'text: a heading for each, and one for the total' test "$(grep -c ' calls/s  0 lost$' out)" = "$(grep -c 'total$' out)"
is 'text: the total is the last' test "$(grep 'calls/s' out | tail -n 1 | cut -d' ' -f1)" = total
ior-workload --wait --repeat 2000 readwrite-basic >pid &
until [ -s pid ]; do sleep 0.1; done
ior-read --interval 0.5 -c -F csv -p "$(cat pid)" >out 2>err &
tracer=$!
sleep 1.2
kill -USR1 "$(cat pid)"
wait $tracer
status=$?
is '-p: ends with the process' ended 0
is '-p: the intervals come to the total' test "$(sum calls)" = "$(calls_said)"
is '-p: and have all bytes' test "$(sum bytes write)" = $((2000 * 21))
busy() { while :; do for n in {1..20}; do read -r _ </dev/null; done; sleep 0.1; done; }
busy &
busy=$!
run ior-read --interval 0.5 -F csv -a --duration 2.2
is '-a: ends in time' ended 0
is '-a: there are five' test "$(times | wc -l)" = 5
run ior-read --interval 0.5 --duration 1.2 -F csv
is 'what the module selects: the intervals come to the total' test "$(sum calls)" = "$(calls_said)"
run ior-read -C --interval 0.5 -- bash -c "$steps"
is '-C: calls and tables' test "$(grep -c '^openat\|openat(' out),$(grep -c calls/s out)" '!=' 0,0
run ior-read -o steps.ior -- bash -c "$steps"
is 'a recording: likewise' sums_up -i steps.ior
is 'a recording: by process' sums_up --by process -i steps.ior

# ----------------------------------------------------------------- timeout --

run ior-read --timeout 0.5 -c -- sleep 1000
is '--timeout: the command is ended' ended 143
is '--timeout: and that is said' says 'the time is up, sleep gets SIGTERM'
run ior-read --timeout 0.5 -c -- sh -c 'trap "exit 5" TERM; while :; do sleep 0.1; done'
is '--timeout: it may end itself' test "$status" = 5
run ior-read --timeout 20 -c -- true
is '--timeout: not needed' ended 0
run ior-read --timeout 0.5 -a -c
is '--timeout: without a command' ended 0
began=$SECONDS
ior-read --timeout 1 -F csv -- sleep 30 >/dev/full 2>err
status=$?
is '--timeout: also if the output failed before' test "$status,$((SECONDS - began < 20))" = 125,1
is '--timeout: and that is said, too' says 'the time is up, sleep gets SIGTERM'
run ior-read --timeout 0.2 --duration 0.3 -c -- sh -c 'sleep 1; exit 3'
is '--duration behind it lets it go on' test "$status" = 3

# --------------------------------------------------------------- terminals --

if ! command -v tmux >/dev/null; then
	skip 'a terminal' 'no tmux'
	kill $busy
	finish
	exit
fi
mux() { tmux -f /dev/null -S "$tmp/tmux" "$@"; }
# screen COLUMNS LINES COMMAND: what a terminal of that size shows after a while
screen() {
	mux new-session -d -x "$1" -y "$2" "$3; touch over; sleep 1000"
	sleep "$4"
	mux capture-pane -p >screen
	mux send-keys C-c
	wait_for over
	sleep 0.5
	mux capture-pane -p -S -200 >after
	mux kill-server
	rm -f over
}
shown() {
	grep -q "$@" || { sed 's/^/# /' "${!#}"; return 1; }
}
top_line() { head -n 1 screen >top; shown -E '^20..-..-.. ..:..:..  [0-9.]+ s  [0-9.]+ calls/s  0 lost$' top; }
for columns in 80 200; do
	screen $columns 24 "ior-read --interval 1 -p $busy" 4.5
	is "$columns columns: the heading is on top" top_line
	is "$columns columns: one table" test "$(grep -c '^% time' screen),$(grep -c ' total$' screen)" = 1,1
	is "$columns columns: with the names of calls" shown ' openat$' screen
	is "$columns columns: none is broken" test "$(awk '{if (length > n) n = length} END {print n}' screen)" -lt $columns
	is "$columns columns: nothing is below" test "$(sed '1,/ total$/d' screen | grep -c .)" = 0
	is "$columns columns: in the end, the total" shown '^total  .* calls/s  0 lost$' after
	is "$columns columns: and the last line" shown '^ior-read: .* lost, complete$' after
done
is '200 columns: all of them' test "$(grep '^% time' screen | tr -s ' ')" = \
	'% time % wall seconds mean p50 p95 p99 max calls errors bytes syscall'
screen 80 8 "ior-read --interval 1 --by fd -a" 3.5
is '8 lines: as many rows as there is room for' test "$(grep -c . screen)" = 7
is '8 lines: the others are one' grep -q ' others)$' screen
is '8 lines: the heading is on top' top_line
screen 80 24 "ior-read --interval 1 --top 1 --histogram -p $busy" 3.5
is 'bars on the terminal' grep -qE '^\[.*\|@+ *\|$' screen
is 'bars: the heading is on top' top_line
kill $busy

# Characters of two bytes, at an even place and at an odd one, of a name that is cut
here_too=$(mktemp /tmp/ääääääääääääääääääääääää.XXXXXX)
there=$(mktemp /tmp/xääääääääääääääääääääääää.XXXXXX)
others() { while :; do read -r _ <"$here_too"; read -r _ <"$there"; sleep 0.1; done; }
others &
others=$!
script -qec "stty cols 60 rows 24; LC_ALL=C.UTF-8 ior-read --interval 0.5 --duration 1.2 --by file -p $others" \
	/dev/null </dev/null >typescript
kill $others
rm "$here_too" "$there"
grep -a "$(printf '\033\\[K')" typescript >drawn
is 'names that are cut' test "$(grep -ac 'ää' drawn)" -ge 2
is 'between characters' iconv -f UTF-8 -t UTF-8 -o /dev/null drawn
finish
