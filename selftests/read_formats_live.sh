#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Formats for other programs, of calls as they are made: what each has is what the last
# line says, however the trace ends.
# shellcheck source=selftests/tap.sh
. "$(dirname "$0")/tap.sh"

if ! command -v jq >/dev/null; then
	echo '1..0 # SKIP no jq'
	exit
fi

calls_said() { sed -n 's/^ior-read: \([0-9]*\) calls\{0,1\}, .*/\1/p' err | tail -n 1; }

# counts NUMBER: so many calls are told, as the last line says
counts() { [ "$1" -gt 0 ] && [ "$1" = "$(calls_said)" ]; }

run ior-read -F jsonl -o calls.jsonl -- ior-workload readwrite-basic
is 'jsonl: the trace is complete' ended 0
is 'jsonl: jq counts the calls that the last line says' counts "$(jq -c . calls.jsonl | wc -l)"
bytes=$(jq -s 'map(select(.name == "write") | .bytes) | add' calls.jsonl)
is 'jsonl: they have bytes' test "$bytes" -gt 0
is 'jsonl: of files with names' test "$(jq -r 'select(.name == "write" and .bytes) | .path' calls.jsonl | grep -c ^/)" -gt 0

run ior-read -F folded -o calls.folded -- ior-workload readwrite-basic
is 'folded: the trace is complete' ended 0
is 'folded: all calls are in it' counts "$(awk '{n += $NF} END {print n}' calls.folded)"
run ior-read -F folded --fold call --weight bytes -e write -o calls.folded -- ior-workload readwrite-basic
is 'folded: as many bytes' test "$(cat calls.folded)" = "write $bytes"
if command -v flamegraph.pl >/dev/null || [ -x /usr/share/perl5/Devel/NYTProf/flamegraph.pl ]; then
	run ior-read -F folded --svg -o calls.svg -- ior-workload readwrite-basic
	is '--svg: the trace is complete' ended 0
	is '--svg: all calls are in it' counts "$(sed -n 's/.*<title>all (\([0-9,]*\) calls, 100%).*/\1/p' calls.svg | tr -d ,)"
else
	skip '--svg' 'no flamegraph.pl'
fi

run ior-read -F chrome -o calls.json -- bash -c 'for n in 1 2 3; do /bin/true & done; wait'
is 'chrome: the trace is complete' ended 0
is 'chrome: jq counts the calls that the last line says' counts "$(jq 'map(select(.ph == "X")) | length' calls.json)"
is 'chrome: each thread that made some has a name' test \
	"$(jq -c 'map(select(.ph == "X") | .tid) | unique' calls.json)" = \
	"$(jq -c 'map(select(.name == "thread_name") | .tid) | unique' calls.json)"
is 'chrome: of which some changed' test "$(jq -r '.[] | select(.name == "thread_name") | .args.name' calls.json | sort -u | paste -sd ' ')" = 'bash true'

if command -v babeltrace2 >/dev/null; then
	run ior-read -F ctf -o calls.ctf -- ls /
	is 'ctf: the trace is complete' ended 0
	is 'ctf: all calls are in it' counts "$(babeltrace2 calls.ctf | grep -cvE ' task_\w+: ')"
	run ior-read -F ctf -o gone.ctf -p $$ -p 4194304
	is 'ctf: what can not be traced' test "$status" = 125
	is 'ctf: leaves no directory' test ! -e gone.ctf
else
	skip 'ctf' 'no babeltrace2'
fi

# a signal ends it: what there is, is whole
for format in jsonl folded chrome; do
	ior-read -F $format -o cut.$format -- bash -c 'echo >ready; while :; do read -r x </dev/null; done' 2>err &
	reader=$!
	wait_for ready
	sleep 0.3
	kill -TERM $reader
	wait $reader
	rm -f ready
	case $format in
	jsonl) n=$(jq -c . cut.jsonl | wc -l) ;;
	folded) n=$(awk '{n += $NF} END {print n}' cut.folded) ;;
	chrome) n=$(jq 'map(select(.ph == "X")) | length' cut.chrome) ;;
	esac
	is "$format: ended by a signal" counts "$n"
done

finish
