#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Recordings: compressed ones, cut and damaged ones, such of other machines, and those
# in parts. Made by hand, so no module is needed.
# shellcheck source=selftests/tap.sh
. "$(dirname "$0")/tap.sh"

# record NAME: make a recording of the calls of records.pl on stdin
record() { perl "$here/records.pl" >"$1" || echo "# $1 could not be made"; }

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
if make -s -C "$here/../userspace" out="$tmp/build" ZSTD= "$tmp/build/bin/ior-read" >/dev/null 2>err; then
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

finish
