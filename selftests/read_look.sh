#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# How rows of text look: times, colours, what is left out, what is escaped, and what of
# that depends on a terminal.  Recordings are made by hand, their header says what time it
# was; strace, if it is there, is asked what it makes of the same options.
# shellcheck source=selftests/tap.sh
. "$(dirname "$0")/tap.sh"
unset NO_COLOR
export TERM=xterm TZ=UTC

# as_expected: what was printed is what is on stdin, where ^ begins an order to a terminal
as_expected() {
	cat >rows
	sed 's/\x1b/^/g' out | diff rows - | sed 's/^/# /' | cat -v >differs
	cat differs
	[ ! -s differs ]
}

# terminal COMMAND...: run it with its output on a terminal
terminal() {
	script -qec "$* 2>err" /dev/null </dev/null | tr -d '\r' >out
}

# ------------------------------------------------------------------- times --

# The stream began at 1 s of its clock, which was 22:13:20 on 2023-11-14.
record times.ior <<'END'
$began = 1_000_000_000; $real = 1_700_000_000_000_000_000;
call at => 1_000_000_000, end => 1_000_003_456, nr => GETPID, ret => 10;
call at => 1_500_001_999, end => 2_600_001_998, nr => CLOSE, args => [3], ret => -9;
call at => 2_600_001_999, end => 2_600_001_999, nr => GETPID, ret => 10;
call at => 2_600_002_000, end => 12_600_002_000, nr => GETPID, ret => 10, flags => NO_EXIT;
call at => 123_456_789_012_345, end => 123_456_789_112_345, nr => GETPID, ret => 10;
END

run ior-read -i times.ior
is 'by default: how long each took' as_expected <<'END'
getpid()                                = 10 <0.000003>
close(3)                                = -1 EBADF (Bad file descriptor) <1.099999>
getpid()                                = 10 <0.000000>
getpid( <unfinished ...>)               = ?
getpid()                                = 10 <0.000100>
END
cp out by_default
for options in -T -y -f -ffTyy --follow-forks --syscall-times --syscall-times=us \
	--decode-fds=path '-tt --absolute-timestamps=none' --color=never \
	'--syscall-times=none -T' '--decode-fds=none -y' '--color=auto --escape=auto'; do
	# shellcheck disable=SC2086 # these are words
	run ior-read $options -i times.ior
	is "$options: the same" same out by_default
done

run ior-read -t -i times.ior
is '-t: the time of the day' as_expected <<'END'
22:13:20 getpid()                       = 10 <0.000003>
22:13:20 close(3)                       = -1 EBADF (Bad file descriptor) <1.099999>
22:13:21 getpid()                       = 10 <0.000000>
22:13:21 getpid( <unfinished ...>)      = ?
08:30:55 getpid()                       = 10 <0.000100>
END
run ior-read -tt -i times.ior
is '-tt: with microseconds' as_expected <<'END'
22:13:20.000000 getpid()                = 10 <0.000003>
22:13:20.500001 close(3)                = -1 EBADF (Bad file descriptor) <1.099999>
22:13:21.600001 getpid()                = 10 <0.000000>
22:13:21.600002 getpid( <unfinished ...>) = ?
08:30:55.789012 getpid()                = 10 <0.000100>
END
cp out tt
run ior-read -t -t -i times.ior
is '-t -t: likewise' same out tt
run ior-read -ttt -i times.ior
is '-ttt: since the epoch' as_expected <<'END'
1700000000.000000 getpid()              = 10 <0.000003>
1700000000.500001 close(3)              = -1 EBADF (Bad file descriptor) <1.099999>
1700000001.600001 getpid()              = 10 <0.000000>
1700000001.600002 getpid( <unfinished ...>) = ?
1700123455.789012 getpid()              = 10 <0.000100>
END
cp out ttt
run ior-read -tttt -i times.ior
is '-tttt: likewise' same out ttt

# stamped OPTION BEGINNING: the second row begins so
stamped() {
	run ior-read "$1" -i times.ior
	is "$1" test "$(sed -n '2s/ close.*//p' out)" = "$2"
}
stamped --absolute-timestamps 22:13:20
stamped --timestamps 22:13:20
stamped --absolute-timestamps=us 22:13:20.500001
stamped --absolute-timestamps=precision:ns 22:13:20.500001999
stamped --absolute-timestamps=time,ms 22:13:20.500
stamped --absolute-timestamps=unix 1700000000
stamped --absolute-timestamps=ns,unix 1700000000.500001999
stamped --absolute-timestamps=format:unix,precision:ms 1700000000.500

days() { sed -n 's/ .*//p' out | paste -sd' '; }
TZ=NPT-5:45 run ior-read -t -i times.ior
is 'another zone' test "$(days)" = '03:58:20 03:58:20 03:58:21 03:58:21 14:15:55'
record summer.ior <<'END'
$real = 1_698_541_199_000_000_000;	# 00:59:59 UTC on 2023-10-29
call at => $_ * 1_000_000_000, end => $_ * 1_000_000_000, nr => GETPID for 0 .. 2;
END
TZ=CET-1CEST,M3.5.0,M10.5.0/3 run ior-read -t -i summer.ior
is 'where summer ends' test "$(days)" = '02:59:59 02:00:00 02:00:01'

run ior-read -r -i times.ior
is '-r: since the row before' as_expected <<'END'
     0.000000 getpid()                  = 10 <0.000003>
     0.500001 close(3)                  = -1 EBADF (Bad file descriptor) <1.099999>
     1.100000 getpid()                  = 10 <0.000000>
     0.000000 getpid( <unfinished ...>) = ?
123454.189010 getpid()                  = 10 <0.000100>
END
run ior-read --relative-timestamps=ns -t -i times.ior
is '-r with -t: one behind the other' as_expected <<'END'
22:13:20 (+     0.000000000) getpid()   = 10 <0.000003>
22:13:20 (+     0.500001999) close(3)   = -1 EBADF (Bad file descriptor) <1.099999>
22:13:21 (+     1.100000000) getpid()   = 10 <0.000000>
22:13:21 (+     0.000000001) getpid( <unfinished ...>) = ?
08:30:55 (+123454.189010345) getpid()   = 10 <0.000100>
END
run ior-read -r --relative-timestamps=s -i times.ior
is '-r of seconds' test "$(sed -n '3s/ getpid.*//p' out)" = '     1'

run ior-read --syscall-times=ns -i times.ior
is '--syscall-times=ns' as_expected <<'END'
getpid()                                = 10 <0.000003456>
close(3)                                = -1 EBADF (Bad file descriptor) <1.099999999>
getpid()                                = 10 <0.000000000>
getpid( <unfinished ...>)               = ?
getpid()                                = 10 <0.000100000>
END
durations() { sed -n 's/.*<\([0-9.]*\)>$/\1/p' out | paste -sd' '; }
run ior-read --syscall-times=ms -i times.ior
is '--syscall-times=ms' test "$(durations)" = '0.000 1.099 0.000 0.000'
run ior-read --syscall-times=s -i times.ior
is '--syscall-times=s' test "$(durations)" = '0 1 0 0'
run ior-read -T --syscall-times=none -i times.ior
sed 's/ <[0-9.]*>$//' by_default >wanted
is '--syscall-times=none: none' same out wanted

record short.ior <<'END'
$real = 1_700_000_000_000_000_000;
call at => 1000 * $_, end => 1000 * $_ + 345, nr => 110, ret => 1 for 1 .. 2;	# getppid
END

# Rows of several threads, and of what is no call.  The second one began before the first.
record threads.ior <<'END'
name id => 1, path => '/etc/passwd';
name id => 2, path => '/memfd:x (deleted)';
call at => 500, end => 900, nr => OPENAT, args => [-100, 64, 0], ret => 3, name => [1, 1];
call at => 200_000, end => 1_300_000, nr => READ, args => [3, 64, 8], ret => -9, tid => 11, name => [2, 0], abi => 0;
call at => 100_000, end => 1_400_000, nr => READ, args => [4, 64, 8], ret => -512;
lost at => 2_000_000, end => 3_000_000, calls => 1;
task 'exit', at => 3_000_000, tid => 11, status => 3 << 8;
task 'exit', at => 3_500_000, tid => 12, status => 9;
END
run ior-read -t -r -i threads.ior
is 'rows of threads, and others' as_expected <<'END'
00:00:00 (+     0.000000) openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 3</etc/passwd> <0.000000>
[pid 11] 00:00:00 (+     0.000199) read(3</memfd:x>(deleted), 0x40, 8) = -1 EBADF (Bad file descriptor) <0.001100>
[pid 10] 00:00:00 (-     0.000100) read(4, 0x40, 8) = ? ERESTARTSYS (To be restarted if SA_RESTART is set) <0.001300>
00:00:00 (+     0.001900) --- 1 call lost ---
[pid 11] 00:00:00 (+     0.001000) +++ exited with 3 +++
[pid 12] 00:00:00 (+     0.000500) +++ killed by SIGKILL +++
END
run ior-read -r -i threads.ior
is '-r of a call that began before' test "$(sed -n '3s/ read.*//p' out)" = '[pid 10]     -0.000100'
run ior-read --decode-fds=none --syscall-times=none -i threads.ior
is '--decode-fds=none: numbers alone' as_expected <<'END'
openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 3
[pid 11] read(3, 0x40, 8)               = -1 EBADF (Bad file descriptor)
[pid 10] read(4, 0x40, 8)               = ? ERESTARTSYS (To be restarted if SA_RESTART is set)
--- 1 call lost ---
[pid 11] +++ exited with 3 +++
[pid 12] +++ killed by SIGKILL +++
END

# ----------------------------------------------------------------- strings --

record strings.ior <<'END'
name id => 1, path => "abc\x019defgh";
name id => 2, path => '/a/long/path';
name id => 3, path => 'ext4';
call at => 0, end => 1, nr => MEMFD_CREATE, args => [64, 0], ret => 3, name => [1, 0];
call at => 0, end => 1, nr => FSOPEN, args => [64, 0], ret => -1, name => [3, 0];
call at => 0, end => 1, nr => OPENAT, args => [-100, 64, 0], ret => 3, name => [2, 2];
call at => 0, end => 1, nr => MEMFD_CREATE, args => [64, 0], ret => 3, name => [1, 0], flags => 4 << 16;
END
# strings SIZE: what stands between quotes
strings() {
	run ior-read -s "$1" -i strings.ior
	grep -oE '"[^"]*"(\.\.\.)?' out | paste -sd' '
}
is '-s: names of files are whole' test "$(strings 4)" = '"abc\1"... "ext4" "/a/long/path" "abc\1"...'
is '-s: bytes, escaped or not' test "$(strings 5)" = '"abc\0019"... "ext4" "/a/long/path" "abc\0019"...'
is '-s 0' test "$(strings 0)" = '""... ""... "/a/long/path" ""...'
is '-s: as long as they are' test "$(strings 10)" = '"abc\0019defgh" "ext4" "/a/long/path" "abc\0019defgh"...'
strings 4294967295 >longest
run ior-read -i strings.ior
is 'without -s: whole' test "$(grep -oE '"[^"]*"(\.\.\.)?' out | paste -sd' ')" = "$(cat longest)"
run ior-read --string-limit=0 -i strings.ior
is '--string-limit' grep -qF 'memfd_create(""..., 0)' out

# ----------------------------------------------------------------- colours --

run ior-read --color=always -tt -i threads.ior
is '--color=always' as_expected <<'END'
^[2m00:00:00.000000^[0m ^[1mopenat^[0m(AT_FDCWD, ^[32m"/etc/passwd"^[0m, O_RDONLY) = 3^[32m</etc/passwd>^[0m ^[2m<0.000000>^[0m
^[36m[pid 11]^[0m ^[2m00:00:00.000200^[0m ^[1mread^[0m(3^[32m</memfd:x>(deleted)^[0m, 0x40, 8) = ^[31m-1 EBADF (Bad file descriptor)^[0m ^[2m<0.001100>^[0m
^[36m[pid 10]^[0m ^[2m00:00:00.000100^[0m ^[1mread^[0m(4, 0x40, 8) = ? ERESTARTSYS (To be restarted if SA_RESTART is set) ^[2m<0.001300>^[0m
^[2m00:00:00.002000^[0m ^[31m--- 1 call lost ---^[0m
^[36m[pid 11]^[0m ^[2m00:00:00.003000^[0m ^[36m+++ exited with 3 +++^[0m
^[36m[pid 12]^[0m ^[2m00:00:00.003500^[0m ^[36m+++ killed by SIGKILL +++^[0m
END
cp out colored
# without its orders a row is what it is without colours
plain() { sed 's/\x1b\[[0-9]*m//g' "$1"; }
for options in '' -t '-r -tt' '--decode-fds=none' '-s 3'; do
	for recording in times threads strings; do
		# shellcheck disable=SC2086 # these are words
		ior-read $options -i $recording.ior >uncolored 2>err
		# shellcheck disable=SC2086 # words
		ior-read $options --color=always -i $recording.ior >out 2>err
		plain out >wanted
		is "$recording $options: the same columns" same wanted uncolored
	done
done
each_ends() {
	awk -F'\033' '{for (i = 2; i <= NF; i++) if ((i % 2 == 0) != ($i !~ /^\[0m/)) exit 1
		if (NF % 2 == 0) exit 1}' "$1"
}
is 'each colour ends in its row' each_ends colored
run ior-read --color -C -i threads.ior
is '--color: likewise, but no table' test "$(grep -c $'\x1b' out)" = 6
run ior-read --color=auto -i threads.ior
is '--color=auto: none in a pipe, or a file' test "$(grep -c $'\x1b' out)" = 0

if command -v script >/dev/null; then
	# on_terminal NAME WANTED WORD...: so many rows with a colour
	on_terminal() {
		local name=$1 wanted=$2

		shift 2
		terminal "$@"
		is "$name" test "$(grep -c $'\x1b' out)" = "$wanted"
	}
	terminal ior-read -tt -i threads.ior
	is 'on a terminal: colours' same out colored
	on_terminal 'on a terminal: --color=never' 0 ior-read --color=never -i threads.ior
	on_terminal 'on a terminal: csv' 0 ior-read -F csv -i threads.ior
	on_terminal 'to a file' 0 ior-read -F text -o file -i threads.ior
	is 'which has no colours either' test "$(grep -c $'\x1b' file)" = 0
	on_terminal 'to the terminal by its name' 6 ior-read -F text -o /dev/tty -i threads.ior
	on_terminal 'NO_COLOR' 0 NO_COLOR=1 ior-read -i threads.ior
	on_terminal 'NO_COLOR, which is empty' 6 NO_COLOR= ior-read -i threads.ior
	on_terminal 'NO_COLOR, but --color=always' 6 NO_COLOR=1 ior-read --color=always -i threads.ior
	on_terminal 'TERM=dumb' 0 TERM=dumb ior-read -i threads.ior
	on_terminal 'no TERM' 0 env -u TERM ior-read -i threads.ior
else
	skip 'on a terminal: colours' 'no script'
fi

# ----------------------------------------------------------------- escapes --

# Orders to a terminal: of ASCII, a byte, of Unicode, a reversal; characters; what is none
record bytes.ior <<'END'
my @texts = ("\e[2J\a\n\x7f", "\x9b2J", "\xc2\x9b", "\xe2\x80\xae", "\xc3\xa4\xe6\x97\xa5",
	"\xff\xc3", "\xed\xa0\x80\xc0\xaf", "\",\\<>");
for (0 .. $#texts) {
	name id => $_ + 1, path => "/$texts[$_]";
	call at => 1, end => 1, nr => CLOSE, args => [3], name => [$_ + 1, 0], comm => $texts[$_],
		tid => 10 + $_;
}
END
cat >text.escaped <<'END'
</\33[2J\7\n\177>
</\2332J>
</\302\233>
</\342\200\256>
</\303\244\346\227\245>
</\377\303>
</\355\240\200\300\257>
</\",\\\74\76>
END
cat >csv.escaped <<'END'
"\33[2J\7\n\177" "/\33[2J\7\n\177"
\2332J /\2332J
\302\233 /\302\233
\342\200\256 /\342\200\256
\303\244\346\227\245 /\303\244\346\227\245
\377\303 /\377\303
\355\240\200\300\257 /\355\240\200\300\257
""",\\<>" "/"",\\<>"
END
for format in text csv; do
	# characters that take a column stay
	sed 's/\\303\\244\\346\\227\\245/\xc3\xa4\xe6\x97\xa5/g' $format.escaped >$format.shown
done
# as cat -v shows it
cat >text.raw <<'END'
</^[[2J^G\n^?>
</M-^[2J>
</M-BM-^[>
</M-bM-^@M-.>
</M-CM-$M-fM-^WM-%>
</M-^?M-C>
</M-mM- M-^@M-@M-/>
</\",\\\74\76>
END
# here a line end stays as it is
cat >csv.raw <<'END'
"^[[2J^G
^?" "/^[[2J^G
^?"
M-^[2J /M-^[2J
M-BM-^[ /M-BM-^[
M-bM-^@M-. /M-bM-^@M-.
M-CM-$M-fM-^WM-% /M-CM-$M-fM-^WM-%
M-^?M-C /M-^?M-C
M-mM- M-^@M-@M-/ /M-mM- M-^@M-@M-/
""",\<>" "/"",\<>"
END
# text: the file; csv: the task's name and the path
names_text() { sed -E 's/^(\[pid [0-9]*\] )?close\(3//; s/\) += 0 <0.000000>$//' out; }
names_csv() { sed -E '1d; s/^1,0,,//; s/,10,[0-9]*,close,FS,fd,UNCLASSIFIED,0,,,3,/ /; s/,,,64$//' out; }
# names_are FORMAT HOW: they are as in that file
names_are() {
	"names_$1" >names
	[ "$2" != raw ] || { cat -v names >visible && mv visible names; }
	diff "$1.$2" names | sed 's/^/# /' | cat -v >differs
	cat differs
	[ ! -s differs ]
}
# escapes PLACE LOCALE WHEN TEXT CSV: there, names are so in text and in csv
escapes() {
	local format how command

	for format in text csv; do
		how=$4
		[ $format = text ] || how=$5
		command="LC_ALL=$2 ior-read --color=never --escape=$3 -F $format -i bytes.ior"
		if [ "$1" = pipe ]; then
			run sh -c "$command"
		else
			terminal "$command"
		fi
		is "$format, $1, $2, --escape=$3: $how" names_are $format "$how"
	done
}
escapes pipe C auto escaped raw
escapes pipe C.UTF-8 auto escaped raw
escapes pipe C.UTF-8 always escaped escaped
escapes pipe C never raw raw
if command -v script >/dev/null; then
	escapes terminal C auto escaped escaped
	escapes terminal C.UTF-8 auto shown shown
	escapes terminal C.UTF-8 always escaped escaped
	escapes terminal C never raw raw
	terminal LC_ALL=C.UTF-8 ior-read -i bytes.ior
	plain out >uncolored
	is 'on a terminal: no order but of colours' \
		test "$(LC_ALL=C.UTF-8 grep -c '[[:cntrl:]]' uncolored)" = 0
	# five bytes, three columns
	is 'a character takes as many columns as it does' grep -qF \
		"$(printf '[pid 14] close(3</\303\244\346\227\245>)%17s= 0' '')" uncolored
else
	skip 'on a terminal: escapes' 'no script'
fi
run ior-read --escape -i bytes.ior
cp out wanted
run ior-read --escape=always -i bytes.ior
is '--escape: always' same out wanted

# ------------------------------------------------------------------ strace --

# shapes FILE: the rows, each digit a 9
shapes() { sed -E 's/(getppid\(\) += )[0-9]+/\11/; s/[0-9]/9/g' "$1" | grep getppid | sort -u; }
if strace -o st true 2>err && command -v perl >/dev/null; then
	for options in -t -tt -ttt -r '-r -t' '-r -tt' '-r -ttt' '-ttt -T -r' --syscall-times=ns \
		--syscall-times=ms --syscall-times=s --relative-timestamps=s '--relative-timestamps=ns -t' \
		--absolute-timestamps=unix,ns --absolute-timestamps=ms --timestamps=none; do
		# shellcheck disable=SC2086 # these are words
		strace -T $options -e trace=getppid -o st perl -e 'getppid; getppid'
		# shellcheck disable=SC2086 # words
		ior-read $options -i short.ior >out 2>err
		shapes st >wanted
		shapes out >shaped
		is "strace $options: makes rows" test -s wanted
		is "strace $options: ours look so, too" same wanted shaped
	done
else
	skip 'strace: rows look as ours do' 'strace can trace nothing here'
fi

# ------------------------------------------------------------------ errors --

# bad TEXT WORD...: that is an error
bad() {
	local text=$1

	shift
	run ior-read "$@" -i times.ior
	is "$*" refused 125 "$text"
}
for size in '' x 2x -1 +1 ' 1' 4294967296 99999999999999999999; do
	bad "-s $size: not a number of bytes (try 32)" -s "$size"
done
for word in '' x none m,s; do
	bad "--relative-timestamps=$word: there is no such precision (use s, ms, us or ns)" \
		--relative-timestamps="$word"
done
for word in '' x off; do
	bad "--syscall-times=$word: there is no such precision (use s, ms, us, ns or none)" \
		--syscall-times="$word"
done
for word in '' x 'time,' ,us time,x time:us format: format:us precision:x precision:time; do
	bad "--absolute-timestamps=$word: no format or precision (use none, time or unix; s, ms, us or ns)" \
		--absolute-timestamps="$word"
done
for word in '' x all socket; do
	bad "--decode-fds=$word: there is no such word (use none or path)" --decode-fds="$word"
done
for word in '' x Always yes; do
	bad "--color=$word: there is no such word (use auto, always or never)" --color="$word"
	bad "--escape=$word: there is no such word (use auto, always or never)" --escape="$word"
done

bad '-t: it is for rows of text (use -F text, or the column time_ns)' -t -F csv
bad '-r: it is for rows of text (use -F text, or the column time_ns)' -F csv -r
bad '--syscall-times: it is for rows of text (use -F text, or the column duration_ns)' \
	-F csv --syscall-times=none
bad '--decode-fds=none: it is for rows of text (use -F text, or the column fd)' \
	--decode-fds=none -F csv
bad '-s: it is for rows of text (use -F text, or the column path)' -s 3 -F csv
bad '--color=always: it is for rows of text (use -F text)' --color -F csv
bad '-t: it is for rows of text (use -F text)' -t -F ctf -o new
bad '-t: it is for rows of text (use -F text, or it with -i FILE)' -F raw -tt
bad '-r: it is for rows of text (use -F text, or it with -i FILE)' -r -o new
bad '--escape=always: -F raw has names as they are (use -F text or csv)' --escape=always -o new
bad '--escape=always: -F ctf has names as they are (use -F text or csv)' -F ctf --escape -o new
for format in jsonl chrome folded; do
	for when in always never; do
		bad "--escape: -F $format escapes as its readers want it (use -F text or csv)" \
			--escape=$when -F $format
	done
	run ior-read --escape=auto -F $format -i times.ior
	is "--escape=auto -F $format: as ever" ended 0
done
bad '-t: -c prints no calls (use -C)' -t -c
bad '-s: -c prints no calls (use -C)' -c -s 3
is 'nothing was made' test ! -e new
for options in -T -y -f '--color=never --escape=never' '--color=auto --escape=auto' \
	'-t --timestamps=none'; do
	for format in '-F csv' '-F raw' -c; do
		# shellcheck disable=SC2086 # these are words
		run ior-read $options $format -i times.ior
		is "$options $format: as ever" ended 0
	done
done

finish
