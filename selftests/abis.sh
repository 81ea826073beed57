#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ior-workload as a 32-bit and as an x32 program: ior and strace say the same of what
# it calls, names and arguments.  Scenarios that this ABI takes other arguments for, or
# that it has no call for, fail or are skipped on their own, and are left out.
# shellcheck source=selftests/tap.sh
. "$(dirname "$0")/tap.sh"

least=150	# scenarios that are to work

# these take long, or end threads that strace is to stop
others='accounting|attach|noreturn|threads'

# works PROGRAM: the scenarios that do
works() {
	local name

	for name in $("$1" --list | awk -v others="$others" '$2 !~ others {print $1}'); do
		! timeout -k 1 60 "$1" "$name" >/dev/null 2>&1 </dev/null || printf '%s\n' "$name"
	done
}

# all_of ABI: every row in "out" is of it
all_of() {
	awk -F, -v abi="$1" 'NR == 1 {for (i = 1; i <= NF; i++) if ($i == "abi") col = i; next}
		$col != abi && !/,execve,/ {other++} END {exit !(NR > 10 && col && !other)}' out
}

for abi in 32 x32; do
	program=$here/../build/abi/$abi/ior-workload
	if ! "$program" --list >/dev/null 2>&1; then
		skip "$abi: the programs" "this machine makes none, or the kernel runs none"
		continue
	fi
	mapfile -t names < <(works "$program")
	echo "# $abi: ${#names[@]} scenarios"
	is "$abi: scenarios work" test "${#names[@]}" -ge $least
	run "$here/witness" "$program" "${names[@]}"
	sed 's/^/# /' err
	calls=$(sed -n 's/^witness: \([0-9]*\) calls of .*, 0 unexplained differences$/\1/p' err)
	is "$abi: ior and strace say the same" test "$status:$((calls >= 2000))" = 0:1
	run ior-read -F csv -- "$program" open-basic readwrite-basic
	is "$abi: each row says of which ABI it is" all_of $abi
done
finish
