#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ior-read while the wall clock is set back, and in time namespaces: its times
# are those of a clock that never steps, on the host's scale, and rows stay in
# order.
. "$(dirname "$0")/../tap.sh"

# calls N: a program that makes N calls to look for
calls() { printf '%s\0' perl -e "getppid for 1 .. $1"; }

# complete: the last line is of a trace without loss
complete() { grep -q ' 0 lost, complete$' err; }

# column NAME: of the rows
column() {
	awk -F, -v name="$1" '
		NR == 1 {for (i = 1; i <= NF; i++) if ($i == name) at = i; next}
		{print $at}' out
}

# rows_of COMM CALL N: so many rows of this call, by programs of this name; a
# shell makes some of its own
rows_of() { [ "$(paste -d' ' <(column comm) <(column name) | grep -cx "$1 $2")" = "$3" ]; }

# in_order: no row ended before the one above it; the numbers of awk are too short
in_order() {
	paste -d' ' <(column time_ns) <(column duration_ns) |
		perl -ane '$end = $F[0] + ($F[1] || 0); exit 1 if $end < $last; $last = $end'
}

# none_longer SECONDS: no call took so long
none_longer() {
	column duration_ns | awk -v most="$1" '$1 > most * 1e9 {long = 1} END {exit long}'
}

# near_uptime: the times are of the host's monotonic clock, which began when
# the machine did, not of a namespace's
near_uptime() {
	column time_ns | awk -v up="$(cut -d' ' -f1 /proc/uptime)" '
		{off = up - $1 / 1e9; if (off < 0 || off > 300) far = 1}
		END {exit far || !NR}'
}

cat >back.sh <<'END'
date -s '-1 hour' >/dev/null
sleep 0.3
perl -e 'getppid for 1 .. 100'
date -s '+1 hour' >/dev/null
sleep 0.3
perl -e 'getppid for 1 .. 100'
END
run ior-read -F csv -e trace=getppid,clock_nanosleep,clock_settime,nanosleep -- sh back.sh
is 'the wall clock is set back and forth: all is there' complete
is 'each call' rows_of perl getppid 200
is 'the clock was set' rows_of date clock_settime 2
is 'in order' in_order
is 'no call took an hour' none_longer 60
is 'times are of the clock that never steps' near_uptime

if ! unshare -T --monotonic 1 true 2>/dev/null; then
	skip 'time namespaces' 'unshare -T does not work'
	finish
	exit
fi
mapfile -d '' -t thousand < <(calls 1000)
run ior-read -F csv -e trace=getppid,clock_nanosleep -- \
	unshare -T --fork --monotonic 864000 --boottime 864000 "${thousand[@]}"
is 'a program in a time namespace: all is there' complete
is 'each call of it' rows_of perl getppid 1000
is 'its rows are in order' in_order
is 'its times are of the host' near_uptime

run unshare -T --fork --monotonic 864000 --boottime 864000 \
	ior-read -F csv -e trace=getppid -- "${thousand[@]}"
is 'ior-read in a time namespace: all is there' complete
is 'each call that it traces' rows_of perl getppid 1000
is 'the times of these are of the host' near_uptime

# it reckons with its own clock how long it goes on
begun=$SECONDS
run unshare -T --fork --monotonic 864000 --boottime 864000 \
	ior-read -a --duration 2 -F csv -e trace=getppid
took=$((SECONDS - begun))
is 'and it ends when it is told to' test $took -ge 2 -a $took -lt 60
is 'with a whole trace' complete
finish
