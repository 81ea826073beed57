#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Recordings: compressed ones, cut and damaged ones, such of other machines, and those
# in parts. Made by hand, so no module is needed.
# shellcheck source=selftests/tap.sh
. "$(dirname "$0")/tap.sh"

# rows FILE [OPTION...]: its rows of CSV into out
rows() {
	local recording=$1

	shift
	run ior-read -F csv "$@" -i "$recording"
}

# as_whole: what was printed is all, and complete
as_whole() { ended 0 && same out all; }

# as_cut TEXT: what was printed is a beginning, of whole rows, and TEXT says so
as_cut() {
	local size

	size=$(stat -c %s out)
	[ "$status" = 125 ] && one_line && says "$1" && says 'NOT complete' &&
		cmp -s -n "$size" out all && [ -z "$(tail -c 1 out | tr -d '\n')" ]
}

# Calls on files of names long and short, and two that are only known from the first part
{
	echo 'name id => 900, path => "/base"; name id => 901, path => "/" . "long" x 40;'
	for ((n = 1; n <= 3000; n++)); do
		[ $((n % 10)) != 0 ] || echo "name id => $n, path => '/some/file-$n';"
		echo "call at => $((n * 1000)), end => $((n * 1000 + 500)), nr => READ, ret => 8," \
			"args => [$((n % 5)), $((n * 4096)), 8], flags => FD," \
			"name => [$((n % 3 ? 900 + n % 2 : n / 10 * 10)), 0];"
	done
} | record all.ior
rows all.ior
cp out all
is 'a recording' as_whole
ln -s yonder.csv link.csv
run ior-read -F csv -o link.csv -i all.ior
is '-o of a link to what is not there' ended 0
is 'makes that' same yonder.csv all

# ------------------------------------------------------------- bad ones --

size=$(stat -c %s all.ior)
for at in 1 7 8 40 127; do
	head -c $at all.ior >cut.ior
	run ior-read -i cut.ior
	if [ $at -lt 40 ]; then
		is "cut after $at bytes" refused 125 'not an ior recording'
	else
		is "cut after $at bytes" refused 125 'cut in its first record'
	fi
done
run ior-read -i /dev/null
is 'empty' refused 125 'empty, or cut'
for at in 128 129 255 256 10000 $((size - 129)) $((size - 128)) $((size - 1)); do
	head -c "$at" all.ior >cut.ior
	rows cut.ior
	is "cut after $at of $size bytes" as_cut 'the recording is cut'
done
(head -c 40 all.ior; printf '\007'; tail -c +42 all.ior) >newer.ior
run ior-read -i newer.ior
is 'of another ABI' refused 125 'a recording of ABI 7, this ior-read has ABI 3'
(head -c 44 all.ior; printf '\200\001'; tail -c +47 all.ior) >wider.ior
run ior-read -i wider.ior
is 'of longer records' refused 125 'its records have 384 bytes instead of 128'
perl -e 'local $/; $_ = <STDIN>; print map { scalar reverse } unpack "(a8)*"' <all.ior >swapped.ior
run ior-read -i swapped.ior
is 'of another byte order' refused 125 'of the other byte order'
(cat all.ior; printf 'x') >longer.ior
rows longer.ior
is 'something behind its end' test "$status" = 125
is 'is damage' says 'the recording is damaged'

# ------------------------------------------------------------------- zstd --

# tests_zstd: what needs ior-read to have zstd
tests_zstd() {
	is 'FILE.zst: all is said to be in it' ended 0
	is 'FILE.zst is smaller' test $(($(stat -c %s all.ior.zst) * 3)) -lt "$size"
	rows all.ior.zst
	is 'FILE.zst is read' as_whole
	mv all.ior.zst packed
	rows packed
	is 'by what it begins with, not by its name' as_whole
	ior-read -F csv -i - <packed >out 2>err
	status=$?
	is 'from standard input' as_whole
	# in pieces of a byte, and some
	perl -e '$| = 1; local $/; $_ = <STDIN>; for my $n (1, 2, 3, 700) { print substr $_, 0, $n, ""; select undef, undef, undef, 0.05 } print' \
		<packed | ior-read -F csv -i - >out 2>err
	status=${PIPESTATUS[1]}
	is 'from a pipe, in pieces' as_whole
	cp all.ior plain.zst
	rows plain.zst
	is 'what is called so, but is not compressed' as_whole
	run ior-read -F csv -o all.csv.zst -i all.ior
	is 'CSV into FILE.zst' ended 0

	if command -v zstd >/dev/null; then
		is 'zstd unpacks it' test "$(zstd -dqc packed | cmp - all.ior && echo same)" = same
		is 'zstd unpacks CSV' test "$(zstd -dqc all.csv.zst | cmp - all && echo same)" = same
		zstd -qc -19 --long <all.ior >packed19
		rows packed19
		is 'what zstd compressed' as_whole
		(zstd -qc <all.ior; echo more) >longer.zst
		rows longer.zst
		is 'something behind its end' test "$status" = 125
		is 'is damage' says 'the recording is damaged'
	else
		skip 'zstd unpacks it' 'no zstd'
	fi

	local at step packed
	packed=$(stat -c %s packed)
	head -c 3 packed >cut.zst
	run ior-read -i cut.zst
	is 'cut in its magic' refused 125 'not an ior recording'
	head -c 10 packed >cut.zst
	run ior-read -i cut.zst
	is 'cut in its head' refused 125 'cut in its first record'
	step=$((packed / 7))
	for ((at = step; at < packed - 100; at += step)); do
		head -c $at packed >cut.zst
		rows cut.zst
		is "cut after $at of $packed bytes" as_cut 'the recording is cut'
	done
	# damage in the middle: what is given out is right, and an error says where it ends
	(head -c $((packed / 2)) packed; head -c 64 /dev/zero; tail -c +$((packed / 2 + 65)) packed) >hole.zst
	rows hole.zst
	is 'damaged: an error' test "$status" = 125
	is 'damaged: which says so' says 'NOT complete'

	# killed: what came is there, but for the last moment
	mkfifo feed
	ior-read -F raw -o killed.zst -i feed 2>/dev/null &
	local reader=$!
	exec 7>feed
	head -c $((128 * 1001)) all.ior >&7
	for ((at = 0; at < 100; at++)); do
		rows killed.zst
		[ "$(wc -l <out)" -lt 800 ] || break
		sleep 0.1
	done
	kill -KILL $reader
	wait $reader 2>/dev/null
	exec 7>&-
	rows killed.zst
	is 'of a reader that was killed' as_cut 'the recording is cut'
	is 'is all that it had' test "$(wc -l <out)" -ge 800

	(ulimit -f 8; ior-read -F raw -o limited.zst -i all.ior) >out 2>err
	is 'no room for all: says how much there is' says 'limited.zst: File too large (the first '
	local said
	said=$(sed -n 's/.*the first \([0-9]*\) rows.*/\1/p' err)
	run ior-read -F raw -i limited.zst
	is 'which is what can be read' test $(($(stat -c %s out) / 128)) = "$((said + 1))"

	run ior-read -F raw -o /dev/full -i packed
	is 'unpacked onto a full device' refused 125 'No space left'
	cp packed same.zst
	run ior-read -o same.zst -i same.zst
	is 'not onto itself' refused 125 'the recording itself'
	is 'which it survives' same same.zst packed
}

run ior-read -F raw -o all.ior.zst -i all.ior
if says 'built without zstd'; then
	skip 'FILE.zst' 'no libzstd-dev was there'
else
	tests_zstd
fi

# of ior-read as it is without the library
if make -s -C "$here/../userspace" out="$tmp/build" CFLAGS=-O0 ZSTD= "$tmp/build/bin/ior-read" >/dev/null 2>err; then
	echo before >new.zst
	run build/bin/ior-read -o new.zst -i all.ior
	is 'without the library: FILE.zst' refused 125 'install libzstd-dev'
	is 'without the library: the file is left alone' test "$(cat new.zst)" = before
	printf '\x28\xb5\x2f\xfd and more' >packed
	run build/bin/ior-read -i packed
	is 'without the library: -i' refused 125 'install libzstd-dev'
	run build/bin/ior-read -F csv -i all.ior
	is 'without the library: plain ones' as_whole
else
	skip 'without the library' 'it can not be built here'
fi

# ------------------------------------------------------------------- parts --

# split NAME [OPTION...]: NAME.ior in parts p.ior.0001 ...; the log into err
split() {
	local name=$1

	shift
	rm -f p.ior*
	run ior-read -o p.ior "$@" -i "$name.ior"
}

# unknown FILE: ids that a record refers to, of which no whole name stands before it
unknown() {
	perl -e 'local $/ = \128;
		while (<STDIN>) {
			my ($type, $cpu) = unpack "x16Cx S<";
			if ($type == 6) {
				my ($id, $base, $path, $given, $at, $len) = unpack "x32L<2S<4";
				$have{$id, $cpu} = 0 if !$at;
				$known{$id} = 1 if defined $have{$id, $cpu} && $have{$id, $cpu} == $at &&
					($have{$id, $cpu} += $len) == $path + $given;
				@ids = $base;
			} elsif ($type == 2 || $type == 3) {
				@ids = unpack "x112L<2";
			} elsif ($type == 7) {
				@ids = unpack("x32L<") == 2 ? unpack "x64L<" : ();
			} else {
				@ids = ();
			}
			print "$_\n" for grep { $_ && !$known{$_} } @ids;
		}' <"$1"
}

# as_parts NUMBER: so many parts, each a whole recording with all names, which together
# have the rows of all; only gaps are not known from one part to the next
as_parts() {
	local f n=0

	: >joined
	for f in p.ior.*; do
		n=$((n + 1))
		case $f in
		*.zst) zstd -dqc "$f" >part ;;
		*) cp "$f" part ;;
		esac
		[ -z "$(unknown part)" ] || { echo "# $f lacks names"; return 1; }
		rows "$f"
		ended 0 || return 1
		tail -n +2 out | cut -d, -f1,2,4- >>joined
	done
	[ $n = "$1" ] && tail -n +2 all | cut -d, -f1,2,4- | cmp - joined
}

is 'a check of names that finds what is missing' test \
	"$( (head -c 128 all.ior; tail -c +2000 all.ior | head -c 128) >part; unknown all.ior; echo whole)" = whole
tail -c +$((128 * 100 + 1)) all.ior >part
is 'in part of a recording, say' test -n "$(unknown part)"

split all --split 64K
is '--split SIZE: it ends well' ended 0
is '--split SIZE: how many parts there are, and which' says 'ior-read: 7 parts: p.ior.0001 to p.ior.0007'
is '--split SIZE: the last line is of all' says 'ior-read: 3000 calls, 0 lost, complete'
is '--split SIZE: no part is larger' test -z "$(find . -name 'p.ior.*' -size +65536c)"
is '--split SIZE: nor much smaller, but the last' test "$(find . -name 'p.ior.*' -size +64000c | wc -l)" = 6
is '--split SIZE: each part is a recording, and all is there' as_parts 7
split all --split 20K
is '--split 20K' as_parts "$(find . -name 'p.ior.*' | wc -l)"
is '--split 20K: no part is larger' test -z "$(find . -name 'p.ior.*' -size +20480c)"
split all --split 1G
is 'one part: says so' says 'ior-read: 1 part: p.ior.0001'
is 'one part' as_parts 1
is 'and is the recording' same p.ior.0001 all.ior
rm -f p.ior*
if [ -e all.csv.zst ] && command -v zstd >/dev/null; then
	run ior-read -o p.ior.zst --split 8K -i all.ior
	is '--split of FILE.zst: FILE.0001.zst' test -e p.ior.0001.zst
	is '--split of FILE.zst: parts' as_parts "$(find . -name 'p.ior.*.zst' | wc -l)"
	is '--split of FILE.zst: several' test -e p.ior.0002.zst
else
	skip '--split of FILE.zst' 'no zstd'
fi

# one call in 100 ms, but none for 40 s from the 150th on
for ((n = 1; n <= 300; n++)); do
	echo "call at => $((n * 100000000 + (n > 150) * 40000000000)), nr => GETPID, ret => 1;"
done | record timed.ior
rows timed.ior
mv all all.rows
cp out all
split timed --split 10s
is '--split TIME: no part for a time without calls' as_parts 5
is '--split TIME: the first' test "$(ior-read -F csv -i p.ior.0001 2>/dev/null | wc -l)" = 100
is '--split TIME: the second' test "$(ior-read -F csv -i p.ior.0002 2>/dev/null | wc -l)" = 52
is '--split TIME: the third ends as if there had been no gap' test \
	"$(ior-read -F csv -i p.ior.0003 2>/dev/null | wc -l)" = 50
split timed --split 1m
is '--split 1m: minutes' as_parts 2
split timed --split 1M
is '--split 1M: bytes' as_parts 1
split timed --split 1m --split 8K
is 'both: what comes first' as_parts 6

split timed --split 10s --keep 2
is '--keep' ended 0
is '--keep: that many are left, the last' test "$(echo p.ior.*)" = 'p.ior.0004 p.ior.0005'
is '--keep: says so' says 'ior-read: 5 parts, the last of which are kept: p.ior.0004 to p.ior.0005'
split timed --split 10s --keep 1
is '--keep 1' test "$(echo p.ior.*)" = p.ior.0005
split timed --split 10s --keep 5
is '--keep of as many as there are' test "$(echo p.ior.* | wc -w)" = 5
mv all.rows all

# a name that is cut by the end of a part, and an id that gets another name; a base
{
	echo 'name id => 1, path => "/base"; name id => 2, base => 1, path => "/old";'
	for ((n = 1; n <= 40; n++)); do
		echo "call at => $((n * 10)), nr => CLOSE, name => [2, 0], args => [3], flags => FD;"
		[ $n != 20 ] || echo 'name id => 2, path => "/" . "new" x 1300, cpu => 1;'
	done
	echo 'task "exec", at => 500, name => 2;'
	echo 'call at => 510, nr => CLOSE, name => [2, 1], args => [3], flags => FD;'
} | record names.ior
rows names.ior
cp out all
split names --split 4K
is 'names that change, and that are cut by the end of a part' as_parts "$(find . -name 'p.ior.*' | wc -l)"
is 'in several parts' test -e p.ior.0004
split names --split 4K -e close -e fd=3
is 'a selection, in parts' as_parts "$(find . -name 'p.ior.*' | wc -l)"

{
	for ((n = 1; n <= 90; n++)); do
		echo "call at => $((n * 1000000000)), nr => GETPID, ret => 1;"
		[ $n != 45 ] || echo "lost at => ${n}500000000, calls => 7;"
	done
} | record loss.ior
split loss --split 30s
is 'a loss: the last line is of all' says 'ior-read: 90 calls, 7 lost, NOT complete'
for n in 1 2 3 4; do
	run ior-read -i p.ior.000$n
	if [ $n = 2 ]; then
		is 'a loss: the part that has it says so' says '30 calls, 7 lost, NOT complete'
	else
		is "a loss: part $n is complete" ended 0
	fi
done

{
	for ((n = 1; n <= 64; n++)); do
		echo "call at => $n, nr => GETPID, ret => 1;"
	done
	echo 'count nr => GETPID, calls => 1000, recorded => 64, ns => 1000, max => 10, buckets => { 1 => 900, 99 => 100 };'
	echo 'count nr => READ, calls => 5, ns => 10, max => 2, buckets => { 0 => 5 };'
} | record counted.ior
split counted --split 4K
run ior-read -c -i "$(printf '%s\n' p.ior.* | tail -n 1)"
is 'what was counted is in the last part, undivided' grep -q ' 1005 ' out

cp all.ior large.ior
rm -f p.ior*
(ulimit -f 16; ior-read -F raw -o p.ior --split 32K -i all.ior) >out 2>err
is 'no room for a part' says 'p.ior.0001: File too large (the first 128 rows are in it)'
rm -f p.ior*
mkdir p.ior.0003
run ior-read -o p.ior --split 64K -i all.ior
is 'there is such a part already' refused 125 'there is p.ior.0003 already'
is 'nothing was done' test ! -e p.ior.0001
rmdir p.ior.0003
touch p.ior.001 p.iorx.0001 p.ior.0001.zst p.ior.0001x
run ior-read -o "$tmp/p.ior" --split 64K -i all.ior
is 'other names are no parts' ended 0
is 'a folder' test -e "$tmp/p.ior.0007"
rm -f p.ior*
run ior-read -o nowhere/p.ior --split 64K -i all.ior
is 'no folder' refused 125 '-o nowhere/p.ior: No such file'

for word in 100 M 10x 10MB -1M 1.5M '' 0s 0M 1K 99999999999999999999M 99999999999h; do
	run ior-read -o p.ior --split "$word" -i all.ior
	case $word in
	0s | 0M | 1K) is "--split '$word'" refused 125 'too little' ;;
	*) is "--split '$word'" refused 125 'neither a size (K, M, G, as 100M) nor a time' ;;
	esac
done
for word in 0 x 1x -1 ''; do
	run ior-read -o p.ior --split 1M --keep "$word" -i all.ior
	is "--keep '$word'" refused 125 'not a number of parts'
done
run ior-read -o p.ior --keep 3 -i all.ior
is '--keep of no parts' refused 125 'add --split'
run ior-read -F raw --split 1M -i all.ior
is '--split of standard output' refused 125 'name a file with -o'
run ior-read -F csv -o p.ior --split 1M -i all.ior
is '--split of CSV' refused 125 'leave out -F csv'
run ior-read -C -o p.ior --split 1M -i all.ior
is '--split with a table' refused 125 'only a recording has parts'

# ---------------------------------------------------------------- progress --

# slowly OPTION...: a recording that comes in two halves, with 0.7 s between them
cat >slowly <<'END'
(head -c 100096 large.ior; sleep 0.7; tail -c +100097 large.ior) |
	ior-read -F csv -i - -o slow.csv "$@"
END
slowly() { sh ./slowly "$@"; }
drawn=$'\r\033[Kior-read: '
erased=$'\r\033[K'

slowly --progress=always 2>err
is '--progress' grep -qE "${drawn/[/\\[}[0-9]{3,4} records, " err
is '--progress: how fast, how many lost, how large' grep -qE ' [0-9]+/s, 0 lost, [0-9.]+ KiB' err
is '--progress: is erased, and the last line is as ever' test \
	"$(tail -n 1 err | sed "s/.*KiB//")" = "${erased}ior-read: 3000 calls, 0 lost, complete"
cp slow.csv always.csv
slowly --progress 2>err
is '--progress alone is always' says "$drawn"
slowly --progress -F ctf -o slow.ctf 2>err
is '--progress of a trace of several files: how large' grep -qE ' 0 lost, [1-9][0-9.]* KiB' err
slowly 2>err
is 'not where standard error is a file' test "$(cat err)" = 'ior-read: 3000 calls, 0 lost, complete'
is 'the output is the same' same slow.csv always.csv
run ior-read --progress=always -F csv -o slow.csv -i large.ior
is 'nothing is drawn of what is quick' test "$(cat err)" = 'ior-read: 3000 calls, 0 lost, complete'
run ior-read --progress=often -i large.ior
is '--progress of another word' refused 125 'use auto, always or never'

if command -v script >/dev/null; then
	script -qec 'sh ./slowly' /dev/null </dev/null >err
	is 'on a terminal' says "$drawn"
	script -qec 'sh ./slowly --progress=never' /dev/null </dev/null >err
	is '--progress=never' test "$(tr -d '\r' <err)" = 'ior-read: 3000 calls, 0 lost, complete'
	script -qec 'sh ./slowly -o -' /dev/null </dev/null >err
	is 'not where the output is a terminal, too' test -z "$(grep -F "$drawn" err)"
	script -qec 'stty cols 20; sh ./slowly' /dev/null </dev/null >err
	is 'no wider than the terminal' test "$(tr '\r' '\n' <err | grep -F 'records' | head -n 1 | wc -c)" -le 24
else
	skip 'on a terminal' 'no script(1)'
fi

finish
