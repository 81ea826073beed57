#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Parts of recordings by time, of recordings made by hand.  No module needed.
# shellcheck source=selftests/tap.sh
. "$(dirname "$0")/tap.sh"
export TZ=UTC

# From 2025-11-30 13:20:00.25 on, when the machine had run for 10 s; calls end after 1,
# 2, ... s, and return that
cat >six.pl <<'END'
($began, $real) = (10_000_000_000, 1764508800_250_000_000);
sub after { my ($sec, %r) = @_; call at => ($sec + 9.5) * 1e9, end => ($sec + 10) * 1e9, ret => $sec, %r }
sub named { my ($sec, $id, $path) = @_; name at => ($sec + 10) * 1e9, id => $id, path => $path }
named 0.4, 1, '/etc/first';
named 0.4, 2, '/etc/second';
after 1, nr => READ, args => [3, 64, 9], name => [1, 0];
after 2, nr => READ, args => [4, 64, 9], name => [2, 0];
named 2.4, 3, '/etc/third';
after 3, nr => READ, args => [5, 64, 9], name => [3, 0];
call at => 10.5e9, end => 14e9, nr => READ, args => [3, 64, 9], ret => 4, name => [1, 0];
after 5, nr => GETPID;
after 6, nr => GETPID;
END
record six.ior <six.pl

# has RETS OPTION...: it has the calls that return this, in this order
has() {
	local rets=$1

	shift
	run ior-read -F csv "$@"
	got=$(tail -n +2 out | cut -d, -f11 | paste -sd' ')
	[ "$got" = "$rets" ] && ended 0 || { echo "# got: $got"; return 1; }
}
# part RETS TIME: likewise, of six.ior
part() { has "$1" --time "$2" -i six.ior; }

# ------------------------------------------------------------------ bounds --

is 'seconds: from and to' part '2 3 4' 2,5
is 'seconds: the last line' says 'ior-read: 3 of 6 calls, 0 lost, complete'
is 'seconds: an end that is FROM is in it, one that is TO is not' part '2' 2,3
is 'seconds: a ns later' part '3' 2.000000001,3.000000001
is 'seconds: fractions' part '2 3' 1.5,3.75
is 'seconds: no TO' part '5 6' 4.5,
is 'seconds: no FROM' part '1 2' ,2.5
is 'seconds: from the beginning to long behind the end' part '1 2 3 4 5 6' 0,1000000
is 'a call that began before it is in it' part '4' 4,4.5
is 'a part without calls' part '' 2.1,2.2
is 'a time of day' part '2 3' 13:20:02.25,13:20:04.25
is 'a time of day: no TO' part '6' 13:20:06,
is 'a time of day: no FROM' part '1' ,13:20:02
is 'a time of day: in the second in which it began' part '1 2 3 4 5 6' 13:20:00,
is 'a time of day: FROM is before the beginning, TO is not' part '1' 12:00:00,13:20:02
is 'since the epoch' part '2 3' @1764508802.25,@1764508804.25
is 'since the epoch: no TO' part '6' @1764508806,
is 'since the epoch: before the beginning' part '1' @0,@1764508802
is 'one of each' part '3 4' 13:20:03,4.5
is 'one of each' part '3 4' 2.5,@1764508804.5
TZ=Asia/Kolkata
is 'a time of day of another zone' part '2 3' 18:50:02.25,18:50:04.25
TZ=UTC
is 'the last of several' has '1' --time 5, --time ,2 -i six.ior

record night.ior <<'END'
($began, $real) = (10_000_000_000, 1764547198_000_000_000);	# 23:59:58
call at => 10e9, end => 11e9, nr => READ, ret => 1;
call at => 10e9, end => 13e9, nr => READ, ret => 2;
call at => 10e9, end => 15e9, nr => READ, ret => 3;
END
is 'a time of day: over midnight' has '1 2' --time 23:59:59,00:00:02 -i night.ior
is 'a time of day: of the next day' has '3' --time 00:00:02, -i night.ior

# --------------------------------------------------------------- bad input --

for word in '' ',' 5 x 5x; do
	run ior-read --time "$word" -i six.ior
	is "--time '$word'" refused 125 'not FROM,TO (try 10,12.5'
done
for word in x,y 1,2,3 1:2,3 1:2:3:4,5 '24:00:00,' '13:60:00,' '13:00:60,' ':1:2,' 1.,2 .5,1 '1.0000000001,' @,5 '@x,' \
	-1,5 ' 1,2' '1, 2' 1s,2 '99999999999999999999,' '9000000001,' '1e3,' ; do
	run ior-read --time "$word" -i six.ior
	is "--time '$word'" refused 125 'not two times (use seconds, HH:MM:SS or @SECONDS)'
done
for word in 5,5 5,4 13:20:05,13:20:04 @1764508806,5 6,@1764508802; do
	run ior-read --time "$word" -i six.ior
	is "--time $word" refused 125 'FROM is not before TO'
done
range='the recording is from 0.400000 to 6.000000, 13:20:00 to 13:20:06 (use times in it)'
for word in '6.1,' 7,8 ,0.4 0,0.1 '13:20:07,' ,@1764508800 '@9000000000,' '9000000000,'; do
	run ior-read --time "$word" -o new.ior -i six.ior
	is "--time $word: not in it" refused 125 "$range"
done
is 'nothing was made' test ! -e new.ior
(sed 's/, $real) = (.*, .*)/) = (10_000_000_000)/' six.pl) >no_real.pl
record no_real.ior <no_real.pl
is 'no real time: seconds' has '2' --time 2,3 -i no_real.ior
for word in '13:20:02,' ,@1764508802; do
	run ior-read --time "$word" -i no_real.ior
	is "no real time: $word" refused 125 'does not say what time it was'
done
run ior-read --time 7, -i no_real.ior
is 'no real time: not in it' refused 125 'the recording is from 0.400000 to 6.000000 (use'
for mode in '-a' '-p 1' '-- true' ''; do
	# shellcheck disable=SC2086 # these are words
	run ior-read --time 1,2 $mode </dev/null
	is "a trace that runs: '$mode'" refused 125 'add -i FILE'
done

# ------------------------------------------------------------- other inputs --

run ior-read -F csv --time 2,5 -i six.ior
cp out want
has_want() { run "$@" && same out want && ended 0; }
# shellcheck disable=SC2002,SC2317 # a pipe it has to be
piped() { cat "$1" | ior-read -F csv --time "$2" -i -; }
is 'a pipe' has_want piped six.ior 2,5
is 'standard input' has_want ior-read -F csv --time 2,5 <six.ior
if ior-read --time 2,5 -F raw -o new.ior.zst -i six.ior 2>err && zstd -q six.ior -o six.ior.zst; then
	is 'compressed' has_want ior-read -F csv --time 2,5 -i six.ior.zst
	is 'a copy that is compressed' has_want ior-read -F csv -i new.ior.zst
else
	skip 'compressed' 'no zstd'
fi
for word in '7,' ,0.4; do
	run piped six.ior $word
	is "a pipe, $word: not in it" says "$range"
	is "a pipe, $word: fails" test "$status" = 125
done
head -c $((128 * 8 + 5)) six.ior >cut.ior
run ior-read -F csv --time 2,4 -i cut.ior
is 'one that is cut is cut' says 'the recording is cut'
is 'one that is cut: fails' test "$status" = 125
is 'one that is cut: the part' test "$(tail -n +2 out | cut -d, -f11 | paste -sd' ')" = '2 3'

# What is behind it is not read: that it is damaged is not seen, but in a pipe
record damaged.ior <six.pl
printf '\xff' | dd of=damaged.ior bs=1 seek=$((128 * 9 + 16)) conv=notrunc status=none
run ior-read --time 2,4 -i damaged.ior
is 'nothing behind it is read' ended 0
run piped damaged.ior 2,4
is 'but in a pipe' says 'the recording is damaged'

# ----------------------------------------------------------------- what else --

run ior-read --time 2,3 -i six.ior
is 'text: names from before' grep -qx 'read(4</etc/second>, 0x40, 9) *= 2 <0.500000>' out
is '-e path=: names from before' has '4' --time 3.5, -e 'path=*first' -i six.ior
run ior-read -F jsonl --time 2,3 -i six.ior
is 'jsonl' grep -q '"ret":2,.*"path":"/etc/second"' out
is 'jsonl: no other line' test "$(wc -l <out)" = 1
run ior-read -c -F csv --time 2,5 -i six.ior
is '-c: only what is in it' test "$(tail -n +2 out | cut -d, -f9,12)" = '3,9'
is '-c: % wall is of that time' test "$(tail -n 1 out | grep -o '[^,]*$')" = 150.00
run ior-read -c --by file -F csv --time 2,5 -i six.ior
is '--by file: names from before' test "$(tail -n +2 out | cut -d, -f13 | sort | paste -sd' ')" = \
	'/etc/first /etc/second /etc/third'
run ior-read -c --interval 2 -F csv --time 1.5, -i six.ior
is '--interval: from FROM on' test "$(tail -n +2 out | cut -d, -f1,10 | paste -sd' ')" = \
	'2025-11-30T13:20:03.750000Z,2 2025-11-30T13:20:05.750000Z,1 2025-11-30T13:20:05.750000Z,1 2025-11-30T13:20:06.250000Z,1'

# ------------------------------------------------------------------ copies --

# names FILE: the names that are in it
names() { strings -n 8 "$1" | grep -o '/etc/[a-z]*' | paste -sd' '; }
run ior-read --time 2,5 -o copy.ior -i six.ior
is 'a copy: the part' has_want ior-read -F csv -i copy.ior
is 'a copy: the names that it needs, before what needs them' test "$(names copy.ior)" = \
	'/etc/second /etc/third /etc/first'
is 'a copy: complete' says 'ior-read: 3 calls, 0 lost, complete'
run ior-read -F raw -i copy.ior
is 'a copy of it is the same' same out copy.ior
is 'a part of it: by the same time' has '3' --time 2.5,3.5 -i copy.ior
is 'a part of it: by the time of day' has '3' --time 13:20:03,13:20:04 -i copy.ior
run ior-read --time 2,5 -e 'path=*first' -o copy.ior -i six.ior
is 'a copy of selected calls' has '4' -i copy.ior
run ior-read --time 2,5 -e 'path=*first' --split 10s -o parts.ior -i six.ior
is '--split: one part' test "$(echo parts.*)" = parts.ior.0001
is '--split: of selected calls' has '4' -i parts.ior.0001
run ior-read --time 2,5 --split 2s -o two.ior -i six.ior
is '--split: by time, from FROM on' has '2 3' -i two.ior.0001
is '--split: the second part' has '4' -i two.ior.0002
is '--split: with its name' grep -q ,/etc/first, out

# ---------------------------------------------------------------- restarts --

record restarts.ior <<'END'
call at => 1e9, end => 2e9, nr => READ, args => [3, 64, 8], ret => -512, flags => RESTARTS;
call at => 3e9, end => 4e9, nr => READ, args => [3, 64, 8], ret => -512, flags => RESTARTS | CONTINUES;
call at => 5e9, end => 6e9, nr => READ, args => [3, 64, 8], ret => 8, flags => CONTINUES;
call at => 7e9, end => 8e9, nr => GETPID, ret => 1;
END
# rows TIME: when they began, how long they took, and what they returned
rows() {
	run ior-read -F csv --time "$1" -i restarts.ior
	tail -n +2 out | cut -d, -f1,2,11 | paste -sd' '
}
is 'all parts are in it' test "$(rows 1,7)" = '1000000000,5000000000,8'
is 'the last ones are' test "$(rows 3,7)" = '3000000000,3000000000,8'
is 'the first ones are' test "$(rows 1,5)" = '1000000000,3000000000,-512'
ior-read --time 3,7 -o copy.ior -i restarts.ior 2>err
is 'a copy: likewise' has 8 -i copy.ior

# -------------------------------------------------------------------- lost --

# One of them comes late
cat >lost.pl <<'END'
call at => 1e9, end => 2e9, nr => READ, ret => 1;
call at => 4e9, end => 5e9, nr => READ, ret => 2;
call at => 7e9, end => 8e9, nr => READ, ret => 3;
lost at => 4.2e9, end => 4.5e9, calls => 7;
call at => 8e9, end => 9e9, nr => READ, ret => 4;
lost at => 8.5e9, end => 8.6e9, calls => 5, others => 1;
END
record lost.ior <lost.pl
run ior-read --time 3,6 -i lost.ior
is 'lost in it, and said late' says 'ior-read: 1 of 4 calls, 7 lost, NOT complete'
run ior-read --time 4.4,6 -i lost.ior
is 'lost before it, or in it' says '1 of 4 calls, 7 lost, NOT complete'
run ior-read --time 8.55, -i lost.ior
is 'lost in the end' says '1 of 4 calls, 5 lost (and 1 other record), NOT complete'
run ior-read --time 1,4 -i lost.ior
is 'not lost in it' says '1 of 4 calls, 0 lost, complete'
ior-read --time 3,6 -o copy.ior -i lost.ior 2>err
run ior-read -i copy.ior
is 'a copy tells as much' says 'ior-read: 1 call, 7 lost, NOT complete'
(echo '$overwritten = 1;'; cat lost.pl) >over.pl
record over.ior <over.pl
run ior-read --time 3,6 -i over.ior
is 'overwritten in it' says '1 of 4 calls, 7 older calls overwritten'
is 'overwritten: complete' ended 0

# ----------------------------------------------------------------- counted --

record counted.ior <<'END'
call at => 1e9, end => 2e9, nr => GETPID, ret => 1;
call at => 3e9, end => 4e9, nr => GETPID, ret => 2;
count nr => GETPID, calls => 200, recorded => 2, ns => 200e9, min => 1e9, max => 1e9, buckets => { 115 => 200 };
END
run ior-read -c -F csv --time 3,5 -i counted.ior
is 'what was counted is of no part' test "$(tail -n +2 out | cut -d, -f9,10)" = '1,1'
is 'nor is it said' says 'ior-read: 1 of 2 calls, 0 lost, complete'
run ior-read --time 5, -i counted.ior
is 'nor is it when the recording ends' refused 125 'from 2.000000 to 4.000000 (use'
ior-read --time 3,5 -o copy.ior -i counted.ior 2>err
run ior-read -c -F csv -i copy.ior
is 'nor of a copy' test "$(tail -n +2 out | cut -d, -f9,10)" = '1,1'

# ---------------------------------------------------------------- detached --

record enters.ior <<'END'
enter at => 1e9, nr => READ, args => [3, 64, 8], tid => 11;
enter at => 2e9, nr => READ, args => [4, 64, 8], tid => 12;
call at => 1e9, end => 3e9, nr => READ, args => [3, 64, 8], tid => 11;
call at => 2e9, end => 5e9, nr => READ, args => [4, 64, 8], tid => 12;
END
run ior-read -e status=detached --time 1,4 -i enters.ior
is 'detached: not ended before TO' test "$(grep -c 'read(4.*detached' out),$(wc -l <out)" = 1,1
finish
