#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# recording.sh [--runs N] [--seconds N] [--seed N]: fuzzes ior-read -i, for so many
# executions or seconds (60), beginning with the recordings in recordings/, each of
# which goes through ior-read on its own first.  As TAP.  What is found is kept in
# build/fuzz.  Needs clang, no module and no guest.
# shellcheck source=selftests/tap.sh
. "$(dirname "$0")/../tap.sh"

die() { echo "recording.sh: $*" >&2; exit 2; }

runs=-1 seconds= seed=$RANDOM
while [ $# -gt 0 ]; do
	case $1 in
	--runs | --seconds | --seed) [[ ${2-} =~ ^[1-9][0-9]*$ ]] || die "$1 needs a number" ;;&
	--runs) runs=$2 ;;
	--seconds) seconds=$2 ;;
	--seed) seed=$2 ;;
	*) die "'$1' is not known" ;;
	esac
	shift 2
done
[ "$seconds" ] || { [ $runs = -1 ] && seconds=60 || seconds=0; }

built=$here/../../build/fuzz
# the tools' own checks have these statuses; ior-read has 0 and 125
export ASAN_OPTIONS=exitcode=99 UBSAN_OPTIONS=exitcode=99:print_stacktrace=1

# reads FILE: ior-read can say what it is, in every way to print it
reads() {
	local args status

	for args in '-F text' '-F csv' '-F raw' '-C' '-F csv -c' '-F text --raw-restarts' \
		'-F csv -e path=*e*' '-tt -r --color=always --escape=never' '-F jsonl' '-F chrome' \
		'-F folded --fold tree,path2' '--by file --histogram' '--by thread --interval 1' \
		'-F text --time 0.00001,' '-F raw --time ,0.00001'; do
		"$built/bin/ior-read" $args -i "$1" >out 2>err
		status=$?
		[ $status = 0 ] || [ $status = 125 ] || { echo "# ior-read $args -i $1: status $status"; return 1; }
		grep -q '^ior-read: ' err || { echo "# ior-read $args -i $1: says nothing"; return 1; }
	done
}

all_read() {
	local file n=0

	for file in "$here"/recordings/*; do
		reads "$file" || return
		n=$((n + 1))
	done
	echo "# $n recordings"
	[ $n -gt 0 ]
}

executed() { sed -n 's/^stat::number_of_executed_units: *//p' log; }
points() { grep -oE ' cov: [0-9]+' log | tail -n 1 | tr -dc 0-9; }

fuzzes() {
	local status=0

	mkdir corpus
	"$built/recording" -seed="$seed" -runs="$runs" -max_total_time="$seconds" -max_len=4096 \
		-timeout=30 -rss_limit_mb=1024 -print_final_stats=1 \
		-artifact_prefix="$built/found-" corpus "$here/recordings" >log 2>&1 || status=$?
	echo "# seed $seed, $(executed) executions, $(points) coverage points," \
		"$(ls corpus | wc -l) recordings that are new"
	[ $status != 0 ] || return 0
	grep -vE '^#[0-9]+|^INFO' log | head -n 60 | sed 's/^/# /'
	return 1
}

# as many as there are recordings, at the very least: or else nothing was fuzzed
fuzzed_enough() {
	local least=$(($(ls "$here/recordings" | wc -l) + 1))

	[ $runs -le $least ] || least=$runs
	[ "$(executed)" -ge $least ]
}

if "$here/../vm/deps" fuzz >err 2>&1 && make -s -j2 -C "$here" >>err 2>&1; then
	is 'fuzz: each recording that was kept is read' all_read
	is 'fuzz: nothing is found in what is made of them' fuzzes
	is 'fuzz: as often as was asked for' fuzzed_enough
else
	is 'fuzz: it builds' false
fi
finish
