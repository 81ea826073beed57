#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ior-read on running processes, by name and by control group: it finds them, all of
# them, and ends with the last. And their recordings, as long as these are being made.
# shellcheck source=selftests/tap.sh
. "$(dirname "$0")/tap.sh"

# ----------------------------------------------------------------- refused --

run ior-read -p ior-no-such
is '-p of a name that nobody has' refused 125 '-p ior-no-such: no process has this name'
run ior-read -p ,
is '-p of nothing' refused 125 'not a list of process ids or names'
run ior-read -p sleep,
is '-p of a name and nothing' refused 125 'not a list of process ids or names'
run ior-read -p sleep,0
is '-p of a name and no number' refused 125 'not a list of process ids'
run ior-read -p 99999999999
is '-p of what is too much' refused 125 'not a list of process ids'
run ior-read -p ior-read
is '-p of itself' refused 125 'no process has this name'
run ior-read --cgroup ior/no/such
is '--cgroup of no folder' refused 125 'give a folder below /sys/fs/cgroup'
run ior-read --cgroup "$tmp"
is '--cgroup of another folder' refused 125 'it is no folder of a control group'
mkdir -p group/below
: >group/cgroup.procs
run ior-read --cgroup "$tmp/group"
is '--cgroup without processes' refused 125 'no process is in it'
run ior-read --cgroup group -- true
is '--cgroup and a command' refused 125 'exclude each other'
run ior-read --cgroup ''
is '--cgroup of no name' refused 125 '--cgroup: the name is empty'
run ior-read --cgroup
is '--cgroup of nothing' refused 125 'its argument is missing'

# looper NAME: a process of that name that makes calls till it is killed; $! is its number
mkfifo fifo
bash=$(command -v bash)
cp "$bash" ior-looper
looper() {
	"./$1" -c 'exec 9<>fifo; while :; do read -rt 0.05 -u 9; done' &
	until [ "$(cat /proc/$!/comm)" = "${1:0:15}" ]; do :; done
}

looper ior-looper
one=$!
run ior-read -p ior-lopper
is 'a name that is nearly right' refused 125 'did you mean ior-looper?'
cp "$bash" $'ior-wipe\033[2J'
looper $'ior-wipe\033[2J'
two=$!
mkdir $'wipe\033[2J'
run ior-read -p 'ior-wipe[2J'
is 'no hint is for the terminal to obey' refused 125 'no process has this name (give a list'
run ior-read --cgroup "$tmp/wipe[2J"
is 'nor is one of a folder' refused 125 '(give a folder below'
kill $two

if [ ! -e /dev/ior ]; then
	kill $one
	skip 'processes are traced' 'no module is loaded'
	finish
	exit
fi

# ------------------------------------------------------------------- names --

# tracing FILE: it has begun; at most 20 s
tracing() { wait_for "$1" && sleep 0.5; }

# trace OPTION...: in the background, into trace.csv
trace() {
	rm -f trace.csv
	ior-read -F csv -o trace.csv "$@" 2>err &
	tracer=$!
	tracing trace.csv
}

ends() { wait "$tracer"; status=$?; }
pids() { awk -F, 'NR > 1 {print $5}' trace.csv | sort -un | paste -sd' '; }

trace -p ior-looper
kill $one
ends
is '-p NAME ends with its process' ended 0
is '-p NAME says so' says 'the last traced process has ended'
is '-p NAME: that process, and no other' test "$(pids)" = "$one"

long='ior-a program with a long name'
cp "$bash" "$long"
looper ior-looper
one=$!
looper ior-looper
two=$!
looper "$long"
three=$!
trace -p "ior-looper,$three"
kill $one
sleep 0.3
is 'one of several ends: it goes on' kill -0 $tracer
kill $two $three
ends
is '-p of a name and a number' ended 0
is 'are all that have it, and that one' test "$(pids)" = \
	"$(printf '%s\n' $one $two $three | sort -n | paste -sd' ')"

looper "$long"
one=$!
rm -f "$long"
trace -p "$long"
kill $one
ends
is 'a name that is longer than that of a task, of a program that was removed' ended 0
is 'it was traced' test "$(pids)" = "$one"

# what it begins is followed: the shell has another name than its children
cp "$bash" ior-parent
./ior-parent -c 'until [ -e go ]; do read -rt 0.05 -u 9; done 9<>fifo; cat /dev/null; exit 0' &
sleep 0.3
trace -p ior-parent -e execve
touch go
ends
is '-p NAME: with its children' grep -q 'execve.*/cat' trace.csv

# Names that come and go while they are looked for
cp "$bash" ior-passing
(until [ -e enough ]; do ./ior-passing -c :; done) &
many=$!
looper ior-passing
one=$!
trace -p ior-passing --duration 1
ends
touch enough
is 'processes that end meanwhile are no error' test "$status" = 0
is 'what stays is traced' grep -q "^[^,]*,[^,]*,[^,]*,[^,]*,$one," trace.csv
kill $one
wait $many

# ------------------------------------------------------------------ cgroup --

mkdir -p cg
if mount -t cgroup2 none cg 2>/dev/null; then
	group=cg/ior-test
	mkdir -p $group/below
	looper ior-looper
	one=$!
	looper ior-looper
	two=$!
	looper ior-looper
	other=$!
	echo $one >$group/cgroup.procs
	echo $two >$group/below/cgroup.procs
	trace --cgroup "$tmp/$group"
	kill $other $one $two
	ends
	is '--cgroup ends with its processes' ended 0
	is '--cgroup says so' says 'the last traced process has ended'
	is '--cgroup: those in it and below it' test "$(pids)" = \
		"$(printf '%s\n' $one $two | sort -n | paste -sd' ')"
	wait $one $two 2>/dev/null
	run ior-read --cgroup "$tmp/$group"
	is '--cgroup whose processes have ended' refused 125 'no process is in it'
	rmdir $group/below $group
	umount cg
else
	skip '--cgroup' 'no cgroup2 can be mounted'
fi

# -------------------------------------------------------------- recordings --

busy='for ((n = 0; n < 1000; n++)); do read -r x </dev/null; done; exit 0'

run ior-read -o whole.ior --split 256K -- bash -c "$busy"
is '--split' ended 0
said=$(sed -n 's/^ior-read: \([0-9]*\) calls.*/\1/p' err)
is '--split: several parts' test -e whole.ior.0003
is '--split: none is larger' test -z "$(find . -name 'whole.ior.*' -size +262144c)"
sum=0
complete=y
for f in whole.ior.*; do
	run ior-read -F csv -i "$f"
	ended 0 || complete=
	sum=$((sum + $(wc -l <out) - 1))
	# the file behind the descriptor is known from this part alone
	awk -F, 'NR > 1 && $7 == "dup2" && $15 == "" {exit 1}' out || complete=
done
is '--split: each part is a whole recording' test -n "$complete"
is '--split: together they have all calls' test "$sum" = "$said"

run ior-read -o timed.ior --split 1s --keep 2 --no-follow -- bash -c \
	'exec 9<>fifo; for ((n = 0; n < 45; n++)); do read -rt 0.1 -u 9; done; exit 3'
is '--split 1s --keep 2' ended 3
is '--keep: two are left' test "$(echo timed.ior.* | wc -w)" = 2
parts=$(sed -n 's/^ior-read: \([0-9]*\) parts, .*/\1/p' err)	# it takes 4.5 s, or longer
is '--keep: of at least 5' test "${parts:-0}" -ge 5
is '--keep: the last ones' test "$(echo timed.ior.*)" = \
	"$(printf 'timed.ior.%04d ' $((parts - 1)) "$parts" | sed 's/ $//')"

run ior-read -o packed.zst -- bash -c "$busy"
if says 'built without zstd'; then
	skip 'FILE.zst' 'no libzstd-dev was there'
else
	is 'FILE.zst' ended 0
	said=$(sed -n 's/^ior-read: \([0-9]*\) calls.*/\1/p' err)
	run ior-read -F csv -i packed.zst
	is 'FILE.zst is read' ended 0
	is 'FILE.zst has all calls' test $(($(wc -l <out) - 1)) = "$said"
	looper ior-looper
	one=$!
	ior-read -o killed.zst -p ior-looper 2>/dev/null &
	tracer=$!
	tracing killed.zst
	sleep 1
	kill -KILL $tracer
	wait $tracer 2>/dev/null
	kill $one
	run ior-read -F csv -i killed.zst
	is 'killed: its recording is cut' says 'the recording is cut'
	is 'killed: but was written all the time' test "$(wc -l <out)" -gt 10
fi

looper ior-looper
one=$!
run ior-read --progress=always -o drawn.ior -p ior-looper --duration 2
kill $one
is '--progress: is drawn' test "$(grep -oE 'ior-read: [0-9]+ records, [0-9]+/s, 0 lost, ' err | wc -l)" -ge 2
is '--progress: twice a second at most' test "$(grep -o ' records, ' err | wc -l)" -le 4
run ior-read -o drawn.ior -p $$ --duration 1
is '--progress: not into a file' one_line

finish
