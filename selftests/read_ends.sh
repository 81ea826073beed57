#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# How ior-read ends when its output or a signal ends it: what was written until
# then is whole, -i reads it up to there, and the last line says what is missing.
# shellcheck source=selftests/tap.sh
. "$(dirname "$0")/tap.sh"

limit=30	# s after which something hangs

# start COMMAND...: in the background; a shell ignores SIGINT for what it starts there.
# Until it is that program, a signal would find the shell's handlers, or be ignored.
start() {
	local comm

	perl -e '$SIG{INT} = "DEFAULT"; alarm shift; exec @ARGV' $limit "$@" &
	pid=$!
	while read -r comm 2>/dev/null </proc/$pid/comm && [ "$comm" != "$1" ]; do :; done
}

# join: wait for what was started; status 142 if it hung
join() {
	wait $pid
	status=$?
}

now_ms() { echo $((${EPOCHREALTIME/./} / 1000)); }
calls_said() { sed -n 's/^ior-read: \(.*: \)\{0,1\}\([0-9]*\) \(of [0-9]* \)\{0,1\}calls\{0,1\}, .*/\2/p' err | tail -n 1; }
rows_said() { sed -n 's/.*(the \(trace ends after\|first\) \([0-9]*\) rows.*/\2/p' err; }

# rows FORMAT FILE: how many whole ones there are; all there is has to be whole
# unless the last line says that a part of one is left
rows() {
	case $1 in
	raw) echo $(($(stat -c %s "$2") / 128)) ;;
	*) wc -l <"$2" ;;
	esac
}
is_whole() {
	case $1 in
	raw) [ $(($(stat -c %s "$2") % 128)) = 0 ] ;;
	*) [ -z "$(tail -c 1 "$2" | tr -d '\n')" ] ;;
	esac
}
counts_rows() {
	[ "$(rows_said)" = "$(rows "$1" "$2")" ] &&
		if says 'a part of one'; then ! is_whole "$1" "$2"; else is_whole "$1" "$2"; fi
}

# begins_alike FORMAT FILE: it has the same first rows as all of big.ior in this format
begins_alike() {
	local size

	size=$(stat -c %s "$2")
	cmp -s -n "$size" "$2" "big.$1"
}

# reads_as N: -i finds that many calls in the recording
reads_as() {
	ior-read -F csv -i "$2" >read.csv 2>read.err
	[ $? = "$3" ] && [ $(($(wc -l <read.csv) - 1)) = "$1" ]
}

ior-read -F raw --ring-size 16M -o big.ior -- dd if=/dev/zero of=/dev/null bs=1 count=4000 2>err
status=$?
is 'a recording to be read' ended 0
cp big.ior big.raw
for format in text csv; do
	ior-read -F $format -i big.ior >big.$format 2>/dev/null
done

# ------------------------------------------------------------------ output --

ior-read -o - -- true >dash.ior 2>err
status=$?
is '-o -: standard output' ended 0
run ior-read -i dash.ior
is '-o -: a recording, as of any -o' ended 0
ior-read -F csv -o - -i big.ior >dash.csv 2>err
is '-o -: in a format' same dash.csv big.csv
is '-o -: leaves no file of that name' test ! -e -

for options in '-F text' '-F csv' '-F raw' -c -C; do
	for source in '-i big.ior' '-- true'; do
		ior-read $options $source >&- 2>err
		status=$?
		: >out
		is "$options $source: standard output is closed" \
			refused 125 'standard output: Bad file descriptor'
		ior-read $options $source >/dev/full 2>err
		status=$?
		is "$options $source: standard output is full" \
			refused 125 'standard output: No space left on device (the trace ends after 0 rows'
	done
done
ior-read -F csv -o shut.csv -i big.ior >&- 2>err
status=$?
is '-o with standard output closed' ended 0
is '-o with standard output closed: all is there' same shut.csv big.csv
ior-read -F csv -i big.ior >shut.csv 2>&-
is 'standard error closed' test $? = 0
is 'standard error closed: all is there' same shut.csv big.csv

mkdir disk
if mount -t tmpfs -o size=64k none disk; then
	for format in text csv raw; do
		for source in '-i big.ior' '-- dd if=/dev/zero of=/dev/null bs=1 count=2000'; do
			ior-read -F $format $source >disk/x 2>err
			status=$?
			name="$format ${source%% if=*}: a full disk behind standard output"
			is "$name" test "$status" = 125
			is "$name: says how much is there" counts_rows $format disk/x
			ior-read -F $format -o disk/y $source 2>err
			rm disk/x
			ior-read -F $format -o disk/x $source 2>err
			status=$?
			name="$format ${source%% if=*}: a full disk behind -o"
			is "$name" test "$status" = 125
			is "$name: says how much is there" counts_rows $format disk/x
			is "$name: all of it is whole" is_whole $format disk/x
			rm disk/*
		done
	done
	ior-read -F raw -i big.ior >disk/x 2>err
	run ior-read -F csv -i disk/x
	is 'raw: a full disk: -i reads up to there' begins_alike csv out
	is 'raw: a full disk: and says that it ends there' says 'the recording is cut'
	umount disk
else
	skip 'a full disk' 'no tmpfs can be mounted'
fi

for format in text csv raw; do
	for source in '-i big.ior' '-- dd if=/dev/zero of=/dev/null bs=1 count=4000'; do
		ior-read -F $format $source 2>err | head -c 100000 >out
		status=${PIPESTATUS[0]}
		is "$format ${source%% if=*}: a reader that goes away" test "$status" = 125
		is "$format ${source%% if=*}: a reader that goes away: is said" \
			says 'standard output: Broken pipe (the trace ends after '
	done
	ior-read -F $format -i big.ior 2>err | head -c 100000 >out
	is "$format: a reader that goes away has the first rows" begins_alike $format out

	perl -MFcntl -e 'fcntl STDOUT, F_SETFL, O_WRONLY | O_NONBLOCK or die; exec @ARGV' \
		ior-read -F $format -i big.ior 2>err | { sleep 0.5; cat; } >out
	status=${PIPESTATUS[0]}
	is "$format: a pipe that does not block" ended 0
	is "$format: a pipe that does not block: all is there" same out big.$format
done

# -------------------------------------------------- a pipe that nobody reads --

# clog COMMAND...: start it with such a pipe, and wait until that is full
clog() {
	local n nr fd

	rm -f clogged pid
	mkfifo clogged
	# the shell itself would wait for who reads
	start sh -c 'exec "$@" >clogged' sh "$@" 2>err
	exec 8<clogged
	for ((n = 0; n < limit * 10; n++)); do
		read -r nr fd _ 2>/dev/null </proc/$pid/syscall
		[ "$nr $fd" != "$nr_write 0x1" ] || return 0
		sleep 0.1
	done
	return 1
}

# dies SIGNAL COMMAND...: it does, on one signal, and says what it wrote
dies() {
	local sig=$1

	shift
	clog "$@" || echo "# $*: does not fill the pipe"
	kill -"$sig" $pid
	join
	exec 8<&-
	[ "$status" = 125 ] && says 'standard output: nobody reads it (the trace ends after '
}

printf '%s\n' 'echo $$ >pid' 'exec dd if=/dev/zero of=/dev/null bs=1' >busy.sh
for sig in INT TERM HUP; do
	is "SIG$sig, and nobody reads a recording" dies $sig ior-read -F csv -i big.ior
	is "SIG$sig, and nobody reads a trace" dies $sig ior-read -F text -- sh busy.sh
	is "SIG$sig, and nobody reads: no process is left" test ! -d "/proc/$(cat pid)"
done
sh busy.sh &
busy=$!
is 'a signal, and nobody reads what -a prints' dies TERM ior-read -F raw -a
kill $busy
wait $busy 2>/dev/null

# late FORMAT SOURCE...: who reads only after the signal gets all there is
late() {
	local format=$1

	shift
	clog ior-read -F "$format" "$@" || return
	kill -TERM $pid
	sleep 0.5
	cat <&8 >late.$format &
	join
	exec 8<&-
	wait $!
	is_whole "$format" late.$format
}
is 'csv: who reads after the signal gets whole rows' late csv -i big.ior
is 'csv: and the rows that the last line tells of' test $(($(wc -l <late.csv) - 1)) = "$(calls_said)"
is 'csv: the first ones' begins_alike csv late.csv
is 'csv: and it says that these are not all' says 'the rest of the recording was not read'
is 'raw: who reads after the signal gets whole records' late raw -- sh busy.sh
is 'raw: the command ended with the trace' test "$status" = 143
is 'raw: -i reads them' reads_as "$(calls_said)" late.raw 0

# ------------------------------------------------------------ many moments --

# moments N COMMAND...: N delays in s over the time that the command takes, and a bit more
moments() {
	local n=$1 from took

	shift
	from=$(now_ms)
	"$@" >/dev/null 2>&1
	took=$(($(now_ms) - from))
	awk -v n="$n" -v ms=$took 'BEGIN {for (i = 0; i < n; i++) printf "%.3f ", ms * 1.2 * i / (n - 1) / 1000}'
}

# A signal may come before there is a handler, and ends it then as it ends any program.
never_began() {
	[ ! -s err ] && [ "$status" = $((128 + $(kill -l "$1"))) ] && [ ! -s "$2" ]
}

# what OPTION FILE STATUS: is in the file what the last line says there is?
agrees() {
	case $1 in
	csv) is_whole csv "$2" && [ $(($(wc -l <"$2") - 1)) = "$(calls_said)" ] ;;
	raw) is_whole raw "$2" && reads_as "$(calls_said)" "$2" 0 ;;
	-c) is_whole text "$2" && [ "$(awk '$NF == "total" {print $(NF - 1) ? 1 : 0}' "$2")" ] ;;
	esac
}

# at SIGNAL SECONDS WAY COMMAND...: the signal at this time; "why" is what was wrong
at() {
	local sig=$1 delay=$2 way=$3 what=command

	shift 3
	[[ " $* " != *' -i '* ]] || what=replay
	rm -f pid ended
	start "$@" >ended 2>err
	sleep "$delay"
	kill -"$sig" $pid 2>/dev/null
	# that one is ignored, so a command goes on
	[ "$sig $what" != "PIPE command" ] || kill -TERM $pid 2>/dev/null
	join
	why=
	if [ "$sig" = PIPE ]; then
		never_began PIPE ended || never_began TERM ended && return
	else
		never_began "$sig" ended && return
	fi
	grep -q '^ior-read: .* lost' err || why="no last line, status $status"
	[ -n "$why" ] || agrees "$way" ended || why="the output is not what the last line says"
	[ ! -s pid ] || [ ! -d "/proc/$(cat pid)" ] || why+=" the command goes on"
	[ -z "$why" ]
}

# at_moments SIGNAL WAY STATUS MOMENTS COMMAND...
at_moments() {
	local sig=$1 way=$2 want=$3 delay

	for delay in $4; do
		at "$sig" "$delay" "$way" "${@:5}" && [[ $status =~ ^($want)$ ]] && continue
		echo "# after $delay s: ${why:-status $status}"
		return 1
	done
}

replay=$(moments 3 ior-read -F csv -i big.ior)
live=$(moments 3 ior-read -- sh -c 'head -c 1 big.csv')
for sig in INT TERM HUP PIPE; do
	number=$((128 + $(kill -l $sig)))
	for way in csv raw -c; do
		option=$way
		[ "$way" = -c ] || option="-F $way"
		is "SIG$sig at any moment of $option -i" \
			at_moments $sig "$way" "0|$number" "$replay" ior-read $option -i big.ior
		is "SIG$sig at any moment of $option of a command" \
			at_moments $sig "$way" "143|$number" "$live" ior-read $option -- sh busy.sh
	done
done

finish
