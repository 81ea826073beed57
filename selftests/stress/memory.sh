#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The reader runs out of memory: its control group's limit is taken down to
# nothing while it reads, so the kernel kills it wherever it is.  The session
# goes with it, the next reader works, and the rings of all of them are given
# back.
# shellcheck source=selftests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=selftests/stress/growth.sh
. "$here/growth.sh"

rounds=${IOR_MEMORY_ROUNDS:-10}
ring=16M
noise=4096	# KiB

group=/sys/fs/cgroup/ior-memory.$$
# A guest's root group gives its children no controller until it is told to.
echo +memory >/sys/fs/cgroup/cgroup.subtree_control 2>/dev/null
if ! mkdir "$group" 2>/dev/null || [ ! -e "$group/memory.max" ]; then
	rmdir "$group" 2>/dev/null
	echo '1..0 # SKIP no control group for memory'
	exit
fi
timeout 600 perl -e 'getppid while 1' &
caller=$!
trap 'kill $caller 2>/dev/null; rmdir "$group" 2>/dev/null; rm -rf "$tmp"' EXIT

# nobody_has_it: no session is left; a killed task's files close a little later
nobody_has_it() {
	local n

	for ((n = 0; n < 100; n++)); do
		[ "$(cat /sys/module/ior/refcnt)" != 0 ] || return 0
		sleep 0.1
	done
	return 1
}

kills() { awk '$1 == "oom_kill" { print $2 }' "$group/memory.events"; }

# starve DELAY: a reader of all calls starts in the group, which has nothing
# left DELAY seconds after the reader has its session; was it killed for that?
starve() {
	local before reader n

	before=$(kills)
	echo max >"$group/memory.max"
	# it ends by itself if nothing kills it, which is a failure
	(echo "$BASHPID" >"$group/cgroup.procs"
	 exec ior-read -a --duration 60 --ring-size $ring -F csv) >/dev/null 2>err &
	reader=$!
	for ((n = 0; n < 200; n++)); do
		[ "$(cat /sys/module/ior/refcnt)" = 0 ] || break
		sleep 0.1
	done
	sleep "$1"
	charged=$(cat "$group/memory.current")
	echo 0 >"$group/memory.max"
	wait $reader 2>/dev/null
	nobody_has_it && [ "$(kills)" -gt "$before" ]
}

starve_often() {
	local n

	# the delays go through the start of the reader, and through its work
	for ((n = 0; n < rounds; n++)); do
		starve "0.$((n % 10))" || return
	done
}

traces() {
	ior-read -F csv -e trace=getppid -- perl -e 'getppid for 1 .. 1000' >rows 2>err &&
		[ "$(tail -n +2 rows | wc -l)" = 1000 ] && grep -q ' 0 lost, complete$' err
}

is 'a reader without memory is killed, and its session ends' starve 0.5
echo "# charged to it: $((charged / 1024)) KiB, with rings of $ring for each of $(nproc) CPUs"
is 'a new reader works' traces
memory_now >before
is "so it is $rounds times, at different moments" starve_often
memory_now >after
is 'a new reader still works' traces
is 'who calls goes on' kill -0 $caller
is 'the rings were given back' no_growth
finish
