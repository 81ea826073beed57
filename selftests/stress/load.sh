#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The module is loaded and unloaded again and again while tasks call and fork,
# each tenth time after a trace, for $IOR_LOAD_SECONDS or 500 times, whichever
# comes first.  A probe that outlives the module would be hit at once by one of
# those tasks; what a round does not give back adds up in the end.
# shellcheck source=selftests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=selftests/stress/growth.sh
. "$here/growth.sh"

rounds=500
seconds=${IOR_LOAD_SECONDS:-1700}
least=20	# what the slowest kernel has to come to, for the test to mean anything
noise=2048	# KiB that Slab and the like may differ by for reasons of others

if [ -z "${IOR_MODULE-}" ]; then
	echo '1..0 # SKIP no IOR_MODULE to load'
	exit
fi

load=()
# Each of these ends by itself, should the script be killed.
timeout $((seconds + 120)) perl -e 'getppid while 1' & load+=($!)
timeout $((seconds + 120)) sh -c 'while :; do (exit); done' & load+=($!)
stop_load() {
	kill "${load[@]}" 2>/dev/null
	wait "${load[@]}" 2>/dev/null
	load=()
}

# traces: each of 50 calls is there, and none is lost
traces() {
	ior-read -F csv -e trace=getppid -- perl -e 'getppid for 1 .. 50' >rows 2>err &&
		[ "$(tail -n +2 rows | wc -l)" = 50 ] && grep -q ' 0 lost, complete$' err
}

# turn N: unload, load, and for each tenth N trace
turn() {
	rmmod ior && insmod "$IOR_MODULE" || return
	[ $(($1 % 10)) != 0 ] || traces
}

# turns FROM TO: as many as there is time for; how many is in $done_turns
turns() {
	for ((done_turns = $1; done_turns < $2 && SECONDS < seconds; done_turns++)); do
		turn "$done_turns" 2>>err || return 1
	done
}

# load_lives: kill is content if one of several processes is there
load_lives() { kill -0 "${load[0]}" && kill -0 "${load[1]}"; }

# What is made once and kept, by the kernel too, is made before it is measured.
is 'unloads, loads and traces under load' turns 0 10
memory_now >before
is 'and again, many times' turns 10 $((rounds + 10))
memory_now >after
echo "# $((done_turns - 10)) times in $SECONDS s"
is "at least $least times" test $((done_turns - 10)) -ge $least
is 'the tasks go on' load_lives
stop_load
is 'nothing is left behind' no_growth
is 'and a trace is right' traces
finish
