#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Formats for other programs, of recordings made by hand: JSON lines, trace events and
# stacks, and what jq, sqlite3 and flamegraph.pl make of them.  No module needed.
# shellcheck source=selftests/tap.sh
. "$(dirname "$0")/tap.sh"

if ! command -v jq >/dev/null; then
	echo '1..0 # SKIP no jq'
	exit
fi

# prints OPTION... -i RECORDING: what it prints is on stdin
prints() {
	run ior-read "$@"
	diff - out | sed 's/^/# /' >differs
	cat differs
	[ ! -s differs ] && [ "$status" = 0 ]
}

# ---------------------------------------------------------------- refused --

record plain.ior <<'END'
name id => 1, path => '/etc/passwd';
name id => 2, path => '/tmp/a b 12';
name id => 3, path => '/';
name id => 4, path => 'pipe:[123]';
call at => 1000, end => 1500, nr => OPENAT, args => [-100, 140720308490240, 0], ret => 3, name => [1, 1];
call at => 2000, end => 2250, nr => READ, args => [3, 140720308494336, 4096], ret => 100, name => [1, 0];
call at => 3000, end => 3125, nr => READ, args => [3, 140720308494336, 4096], ret => 20, name => [1, 0];
call at => 3200, end => 3201, nr => READ, args => [0xffffffff, 0, 8], ret => -9;
call at => 4000, end => 4010, nr => READ, args => [5, 64, 8], ret => 8, name => [4, 0], comm => 'two', tid => 11;
call at => 4100, end => 4120, nr => RENAME, args => [64, 96], name => [1, 2], comm => 'two', tid => 11;
call at => 4200, end => 4207, nr => OPENAT, args => [-100, 64, 0x90800], ret => 4, name => [3, 3], comm => 'two', tid => 11;
call at => 4300, end => 4303, nr => GETPID, ret => 10;
call at => 4400, end => 4404, nr => 999, args => [1, '18446744073709551615', 3, 4, 5, 6], ret => -38;
lost at => 4500, end => 4600, calls => 2, others => 1;
call at => 5000, end => 5100, nr => READ, args => [3, 64, 8], ret => -512, flags => RESTARTS;
call at => 5200, end => 5300, nr => READ, args => [3, 64, 8], ret => 8, flags => CONTINUES;
call at => 6000, end => 6000, nr => READ, args => [3, 64, 8], flags => NO_EXIT, tid => 11, comm => 'two';
END

for f in jsonl folded chrome; do
	run ior-read -F $f -c -i plain.ior
	is "-F $f -c" refused 125 "-F $f: it has no table"
	run ior-read -F $f -C -o new -i plain.ior
	is "-F $f -C" refused 125 "-F $f: it has no table"
	run ior-read -F $f --split 1M -o new -i plain.ior
	is "-F $f --split" refused 125 "only a recording has parts"
done
for o in --fold=pid --weight=time --svg; do
	run ior-read "$o" -i plain.ior
	is "$o without stacks" refused 125 "${o%=*}: there are no stacks (add -F folded)"
	run ior-read -F jsonl "$o" -i plain.ior
	is "$o of JSON lines" refused 125 'add -F folded'
done
for list in '' frame comm,,path 'comm,' ,comm Comm pa; do
	run ior-read -F folded --fold "$list" -i plain.ior
	is "--fold '$list'" refused 125 'is no frame (use comm, process, '
done
run ior-read -F folded --fold comm,call,comm -i plain.ior
is 'a frame that is there twice' refused 125 'comm is there twice'
for w in '' ns Count; do
	run ior-read -F folded --weight "$w" -i plain.ior
	is "--weight '$w'" refused 125 'use count, time or bytes'
done
is 'nothing was made of these' test ! -e new

# ------------------------------------------------------------- JSON lines --

golden_jsonl() {
	local head='"time_ns":%s,"duration_ns":%s,"gap_ns":%s,"comm":"%s","pid":10,"tid":%s,"name":"%s"'
	local tail='"ret":%s,"error":%s,"bytes":%s,"fd":%s,"path":%s,"path2":%s,"flags":%s,"abi":"64","args":[%s]'
	local fs='"family":"FS","kind":"%s","ret_class":"%s"'
	# shellcheck disable=SC2059 # the parts of a format
	row() { printf "{$head,$fs,$tail}\n" "$@"; }

	row 1000 500 null one 10 openat open UNCLASSIFIED 3 null null 3 '"/etc/passwd"' null '"O_RDONLY"' -100,140720308490240,0,0
	row 2000 250 500 one 10 read fd READ 100 null 100 3 '"/etc/passwd"' null null 3,140720308494336,4096
	row 3000 125 750 one 10 read fd READ 20 null 20 3 '"/etc/passwd"' null null 3,140720308494336,4096
	row 3200 1 75 one 10 read fd READ -9 '"EBADF"' null -1 null null null -1,0,8
	row 4000 10 null two 11 read fd READ 8 null 8 5 '"pipe:[123]"' null null 5,64,8
	row 4100 20 90 two 11 rename pathname UNCLASSIFIED 0 null null null '"/etc/passwd"' '"/tmp/a b 12"' null 64,96
	row 4200 7 80 two 11 openat open UNCLASSIFIED 4 null null 4 '"/"' null '"O_RDONLY|O_NONBLOCK|O_DIRECTORY|O_CLOEXEC"' -100,64,591872,0
	fs='"family":"Process","kind":"null","ret_class":"UNCLASSIFIED"'
	# shellcheck disable=SC2059 # the parts of a format
	row() { printf "{$head,$fs,$tail}\n" "$@"; }
	row 4300 3 1099 one 10 getpid 10 null null null null null null ''
	fs='"family":"UNKNOWN","kind":"null","ret_class":"UNCLASSIFIED"'
	# shellcheck disable=SC2059 # the parts of a format
	row() { printf "{$head,$fs,$tail}\n" "$@"; }
	row 4400 4 97 one 10 syscall_0x3e7 -38 '"ENOSYS"' null null null null null 1,-1,3,4,5,6
	fs='"family":"FS","kind":"fd","ret_class":"READ"'
	# shellcheck disable=SC2059 # the parts of a format
	row() { printf "{$head,$fs,$tail}\n" "$@"; }
	row 5000 300 596 one 10 read 8 null 8 3 null null null 3,64,8
	row 6000 0 1793 two 11 read null null null 3 null null null 3,64,8
}
golden_jsonl >golden
is 'jsonl: the lines' prints -F jsonl -i plain.ior <golden
is 'jsonl: the last line is as ever' says 'ior-read: 11 calls, 1 restart folded, 2 lost'
run ior-read -F jsonl -e getpid -z -o new.jsonl -i plain.ior
is 'jsonl: selected, into a file' test "$(cat new.jsonl)" = "$(sed -n 's/"gap_ns":1099/"gap_ns":null/p' golden)"

# Names as bad as they can be: first such as are characters, then of any bytes.
record utf8.ior <<'END'
my @names = ("/tmp/a,b", '/tmp/"quoted"', "/tmp/two\nlines\r\n", "/tmp/tab\t;semicolon", "/tmp/back\\slash\\",
	"/tmp/\xf0\x9f\x98\x80\xe2\x82\xac\xc3\xa9", "/tmp/\xef\xbf\xbd", "/tmp/\xc2\x85\xc2\x9b31m", "/tmp/\x7f",
	join('', '/', map { chr } 1 .. 127), "/" . "x" x 4094, "/" . "\n\"" x 2047, '/{"a":1}', '/null', '/ 1e5');
my $n = 0;
for my $name (@names) {
	$n++;
	name id => $n, path => $name;
	call at => 1e12 + $n, end => 1e12 + 2 * $n, nr => READ, ret => $n, args => [3, 64, 8], name => [$n, 0],
		comm => substr($name, -15);
	call at => 2e12 + $n, end => 2e12 + 2 * $n, nr => RENAME, args => [64, 96], name => [$n, 1 + $n / 2];
}
END
record bytes.ior <<'END'
srand 8;
for my $n (1 .. 200) {
	my @few = ("\x80", "\xbf", "\xc0", "\xc2", "\xdf", "\xe0", "\xed", "\xa0", "\x9f", "\xef", "\xf0",
		"\x90", "\xf4", "\x8f", "\xf5", "\xff", "a", "\"", "\n", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80");
	my $name = join '', map { $few[rand @few] } 1 .. rand 12;
	my $comm = join '', map { $few[rand @few] } 1 .. rand 5;

	name id => $n, path => "/$name";
	call at => $n * 1000, end => $n * 1000 + $n, nr => READ, ret => $n, args => [3, 64, 8],
		name => [$n, 0], comm => $comm;
	call at => $n * 1000 + 600, end => $n * 1000 + 700, nr => RENAME, args => [64, 96],
		name => [$n, 1 + rand $n];
}
# the longest that there can be
name id => 501, path => "\x01" x 12287 . "\xff";
name id => 502, path => "\xff" . "\x01" x 12287;
call at => 1e6, end => 2e6, nr => RENAME, args => [64, 96], name => [501, 502], comm => "\x01" x 14 . "\xff";
END

cat >csv.jq <<'END'
def field:
	if . == null then "" elif type != "string" then tostring
	elif test("[,\"\n\r]") then "\"" + gsub("\""; "\"\"") + "\"" else . end;
def columns: to_entries | map(select(.key != "args" and (.key | endswith("_bytes") | not)));
END
# CSV again, from JSON lines
same_as_csv() {
	ior-read -F csv -i "$1" 2>/dev/null >want
	ior-read -F jsonl -i "$1" 2>/dev/null >lines
	{
		head -n 1 lines | jq -r -L . 'include "csv"; columns | map(.key) | join(",")'
		jq -r -L . 'include "csv"; columns | map(.value | field) | join(",")' lines
	} >got
	[ "$(wc -l <want)" -gt 10 ] && cmp want got
}
# Whatever the bytes are: read by other parsers of both.
cat >same.py <<'END'
import csv, json, sys
rows = csv.reader(open(sys.argv[1], encoding="latin-1", newline=""))
names = next(rows)
lines = open(sys.argv[2], "rb").read().split(b"\n")
assert lines.pop() == b""
count = odd = 0
for row, line in zip(rows, lines, strict=True):
    obj = json.loads(line.decode())
    assert [k for k in obj if not k.endswith("_bytes")] == names + ["args"], line
    for name, value in zip(names, row, strict=True):
        said = obj[name]
        raw = value.encode("latin-1")
        try:
            text = raw.decode()
            assert name + "_bytes" not in obj, line
            assert ("" if said is None else str(said)) == text, line
        except UnicodeDecodeError:
            assert bytes.fromhex(obj[name + "_bytes"]) == raw, line
            assert said.replace("\ufffd", "") == raw.decode(errors="ignore").replace("\ufffd", ""), line
            odd += 1
    count += 1
print("#", count, "rows,", odd, "texts that are no UTF-8")
assert count > 10 and (odd > 100) == (len(sys.argv) > 3)
END
no_control() { ! LC_ALL=C grep -qP '[\x00-\x1f\x7f]|\xc2[\x80-\x9f]' "$1"; }
same_as_python() {
	ior-read -F csv -i "$1" 2>/dev/null >want
	ior-read -F jsonl -i "$1" 2>/dev/null >lines
	python3 same.py want lines ${2-} 2>err
}
is 'jsonl: names of characters: jq makes CSV of it, byte for byte' same_as_csv utf8.ior
is 'jsonl: and so does Python' same_as_python utf8.ior
is 'jsonl: nothing for a terminal in it' no_control lines
is 'jsonl: names of any bytes: none is lost' same_as_python bytes.ior odd
is 'jsonl: nothing for a terminal in them' no_control lines
is 'jsonl: jq parses them' test "$(jq -c .pid lines | wc -l)" = 401
is 'jsonl: as much of a plain recording' same_as_csv plain.ior

# --------------------------------------------------------------- databases --

sums='count(*)'
for column in time_ns duration_ns gap_ns ret bytes fd; do
	sums+=", sum(CAST($column AS INTEGER))"
done
sums+=', count(DISTINCT path), sum(length(comm))'
jq_sums() {
	jq -rs '[length, (map(.time_ns) | add), (map(.duration_ns) | add), (map(.gap_ns) | add), (map(.ret) | add),
		(map(.bytes) | add), (map(.fd) | add), (map(.path) | map(values) | unique | length),
		(map(.comm | length) | add)] | map(tostring) | join("|")' "$1"
}
imports() {
	ior-read -F csv -i "$1" 2>/dev/null >rows.csv
	ior-read -F jsonl -i "$1" 2>/dev/null >lines
	# what is empty in CSV is text without a byte there, and NULL in JSON
	sqlite3 :memory: '.import --csv rows.csv calls' "UPDATE calls SET path = NULL WHERE path = ''" \
		"SELECT $sums FROM calls" >got 2>err
	jq_sums lines >want
	sed 's/^/# /' got
	[ -s got ] && [ ! -s err ] && cmp got want
}
is 'sqlite3: sums of CSV are those of JSON' imports plain.ior
is 'sqlite3: with any names' imports utf8.ior

# ----------------------------------------------------------------- stacks --

folded() { prints -F folded -i plain.ior "$@"; }
is 'folded' folded <<'END'
one;getpid 1
one;openat;/etc/passwd 1
one;read 2
one;read;/etc/passwd 2
one;syscall_0x3e7 1
two;openat;/ 1
two;read 1
two;read;pipe:[123] 1
two;rename;/etc/passwd 1
END
is 'folded: time, of those that took some' folded --weight time <<'END'
one;getpid 3
one;openat;/etc/passwd 500
one;read 301
one;read;/etc/passwd 375
one;syscall_0x3e7 4
two;openat;/ 7
two;read;pipe:[123] 10
two;rename;/etc/passwd 20
END
is 'folded: bytes' folded --weight bytes --fold call <<'END'
read 136
END
is 'folded: what is not there, before what is' folded --fold error,fd,call <<'END'
-;-;getpid 1
-;-;rename 1
-;3;openat 1
-;3;read 4
-;4;openat 1
-;5;read 1
EBADF;-1;read 1
ENOSYS;-;syscall_0x3e7 1
END
# by WORD: with this frame alone
by() { folded --fold "$@"; }
is 'by comm' by comm <<<$'one 7\ntwo 4'
is 'by process' by process <<<$'one-10 7\ntwo-10 4'
is 'by pid' by pid <<<'10 11'
is 'by tid' by tid <<<$'10 7\n11 4'
is 'by call' by call <<<$'getpid 1\nopenat 2\nread 6\nrename 1\nsyscall_0x3e7 1'
is 'by family' by family <<<$'FS 9\nProcess 1\nUNKNOWN 1'
is 'by kind' by kind <<<$'fd 6\nnull 2\nopen 2\npathname 1'
is 'by error' by error <<<$'- 9\nEBADF 1\nENOSYS 1'
is 'by fd' by fd <<<$'- 3\n-1 1\n3 5\n4 1\n5 1'
is 'by path' by path <<<$'- 5\n/ 1\n/etc/passwd 4\npipe:[123] 1'
is 'by path2, of which the end is no weight' by path2 <<<$'- 10\n/tmp/a b\\04012 1'
is 'by dir' by dir <<<$'- 6\n/ 1\n/etc 4'
is 'by tree' by tree <<<$'- 5\n/ 1\n/;etc;passwd 4\npipe:[123] 1'
is 'by abi' by abi <<<'64 11'
by_all() {
	run ior-read -F folded -i plain.ior \
		--fold comm,process,pid,tid,call,family,kind,error,fd,path,path2,dir,tree,abi
	[ "$status" = 0 ] && [ "$(grep -c '^one;one-10;10;10;read;FS;fd;-;3;/etc/passwd;-;/etc;/;etc;passwd;64 2$' out)" = 1 ]
}
is 'by all of them' by_all
run ior-read -F folded -e getppid -i plain.ior
is 'folded: of no call' test ! -s out

record odd.ior <<'END'
name id => 1, path => "/tmp/a;b\nc\td\\e\x01\x7f\"f\" g";
name id => 2, path => "/tmp/\xf0\x9f\x98\x80\xff\xc2\x9b";
name id => 3, path => "/tmp/1.5 2";
name id => 4, path => "/tmp/x 3";
call at => 100, end => 110, nr => READ, args => [3], ret => 1, name => [$_, 0], comm => 'a;b 7' for 1 .. 4;
END
is 'folded: names of all sorts' prints -F folded -i odd.ior <<'END'
a\073b 7;read;/tmp/1.5\0402 1
a\073b 7;read;/tmp/a\073b\nc\td\\e\001\177"f" g 1
a\073b 7;read;/tmp/x\0403 1
a\073b 7;read;/tmp/😀\377\302\233 1
END
is 'folded: one that ends like a weight' prints -F folded --fold comm -i odd.ior <<'END'
a\073b\0407 4
END
total() { awk '{n += $NF} END {print n + 0}' out; }
for recording in utf8 bytes; do
	run ior-read -F folded --fold path,path2,dir,tree -i $recording.ior
	is "folded: no call is lost: $recording" test "$(total)" = "$(sed -n 's/^ior-read: \([0-9]*\) calls, .*/\1/p' err)"
	is 'folded: sorted' sort -c out
	is 'folded: nothing for a terminal' no_control out
	is 'folded: as UTF-8' python3 -c 'open("out", encoding="utf-8").read()'
done

# ---------------------------------------------------------- flamegraph.pl --

debian=/usr/share/perl5/Devel/NYTProf
has_flamegraph() { command -v flamegraph.pl >/dev/null || [ -x $debian/flamegraph.pl ]; }
# the frames of the graph, each with what it counts; & and < as they are
titles() {
	python3 - "$1" <<-'END'
		import sys, xml.dom.minidom
		for t in xml.dom.minidom.parse(sys.argv[1]).getElementsByTagName("title"):
		    print(t.firstChild.data)
	END
}
draws() {
	run ior-read -F folded --svg -o graph.svg "$@"
	titles graph.svg 2>>err | sort >got
	cat >want
	diff want got | sed 's/^/# /' >differs
	cat differs
	[ ! -s differs ] && [ "$status" = 0 ]
}
if has_flamegraph; then
	is '--svg: frames and their calls' draws -i plain.ior <<-'END'
		/ (1 calls, 9.09%)
		/etc/passwd (1 calls, 9.09%)
		/etc/passwd (1 calls, 9.09%)
		/etc/passwd (2 calls, 18.18%)
		all (11 calls, 100%)
		getpid (1 calls, 9.09%)
		one (7 calls, 63.64%)
		openat (1 calls, 9.09%)
		openat (1 calls, 9.09%)
		pipe:[123] (1 calls, 9.09%)
		read (2 calls, 18.18%)
		read (4 calls, 36.36%)
		rename (1 calls, 9.09%)
		syscall_0x3e7 (1 calls, 9.09%)
		two (4 calls, 36.36%)
	END
	is '--svg: bytes' draws --fold comm,fd --weight bytes -i plain.ior <<-'END'
		3 (128 bytes, 94.12%)
		5 (8 bytes, 5.88%)
		all (136 bytes, 100%)
		one (128 bytes, 94.12%)
		two (8 bytes, 5.88%)
	END
	is '--svg: names of all sorts' draws --fold call,path -i odd.ior <<-'END'
		/tmp/1.5\0402 (1 calls, 25.00%)
		/tmp/a\073b\nc\td\\e\001\177"f" g (1 calls, 25.00%)
		/tmp/x\0403 (1 calls, 25.00%)
		/tmp/😀\377\302\233 (1 calls, 25.00%)
		all (4 calls, 100%)
		read (4 calls, 100.00%)
	END
	# long names of characters of four bytes, which do not fit in their frames
	record wide.ior <<-'END'
		for my $n (1 .. 40) {
			name id => $n, path => '/' . chr(64 + $n % 26) x ($n % 7) . "\xf0\x9f\x98\x80" x 300;
			call at => $n, end => 2 * $n, nr => READ, args => [3], ret => 1, name => [$n, 0];
		}
	END
	run ior-read -F folded --svg -i wide.ior
	is '--svg: to standard output, with names cut between characters' test "$(titles out | grep -c '^/.*😀 (')" -ge 26
	run ior-read -F folded --svg -e getppid -o nothing.svg -i plain.ior
	is '--svg: of no call' refused 125 '--svg: there is nothing to draw'
	run script -qec 'ior-read -F folded --svg -i plain.ior' /dev/null
	is '--svg: not to a terminal' grep -q 'not to a terminal (use -o FILE)' out
else
	skip '--svg' 'no flamegraph.pl'
fi
mkdir bin
fake() { (echo '#!/bin/sh'; cat) >bin/flamegraph.pl; chmod +x bin/flamegraph.pl; }
draw_fake() { PATH=$PWD/bin:$PATH run ior-read -F folded --svg -o fake.svg -i plain.ior; }
fake <<<'echo oh no >&2; exit 3'
draw_fake
failed_with() { [ "$status" = 125 ] && says "$1" && [ ! -s fake.svg ]; }
is '--svg: it fails' failed_with 'bin/flamegraph.pl: exit status 3'
fake <<<'kill -SEGV $$'
draw_fake
is '--svg: it dies' failed_with 'bin/flamegraph.pl: Segmentation fault'
fake <<<'cat; echo "$@"'
draw_fake
is '--svg: that in PATH is used first' test "$(tail -n 1 fake.svg)" = \
	'--hash --title System calls --nametype Frame: --countname calls'
is '--svg: it gets the stacks' test "$(head -n -1 fake.svg)" = "$(ior-read -F folded -i plain.ior 2>/dev/null)"
echo before >fake.svg
fake <<<'exit 1'
draw_fake
is '--svg: a file stays as it was where there is no graph' test "$(cat fake.svg)" = before
printf '#!/nonexistent\n' >bin/flamegraph.pl
rm fake.svg
draw_fake
is '--svg: it can not be executed' failed_with 'bin/flamegraph.pl: No such file or directory'
# where there is none: that of Debian is hidden
no_program() {
	run unshare -m sh -c '[ ! -d "$1" ] || mount -t tmpfs none "$1"
		PATH=${PATH%%:*} exec ior-read -F folded --svg -o none.svg -i plain.ior' sh $debian
	refused 125 '--svg: there is no flamegraph.pl (install libdevel-nytprof-perl' && [ ! -e none.svg ]
}
if unshare -m true 2>/dev/null; then
	is '--svg: there is none' no_program
else
	skip '--svg: there is none' 'not root'
fi

# ----------------------------------------------------------- trace events --

record tasks.ior <<'END'
call at => 100, end => 110, nr => GETPID, ret => 10, pid => 10, tid => 11, comm => 'worker';
call at => 1_234_567_891, end => 1_234_567_893, nr => GETPID, ret => 10;
call at => 2_000_000_000_123, end => 2_000_000_001_122, nr => GETPID, ret => 10;
task 'fork', at => 300, pid => 12, tid => 12, other_tid => 10, comm => "ch\xff\"ld";
task 'rename', at => 310, pid => 12, tid => 12, comm => 'child';
call at => 320, end => 330, nr => GETPID, ret => 12, pid => 12, tid => 12, comm => 'child';
task 'exit', at => 340, pid => 12, tid => 12, flags => 1;
call at => 350, end => 360, nr => GETPID, ret => 12, pid => 20, tid => 12, comm => 'child';
call at => 370, end => 380, nr => GETPID, ret => 10, tid => 11, comm => 'worker';
END
events() { run ior-read -F chrome "$@"; }
golden_chrome() {
	events -i tasks.ior
	jq -c '.[] | [.ph, .name, .pid, .tid, .ts, .dur, .args.name, .args.ret]' out >got
	diff - got | sed 's/^/# /' >differs
	cat differs
	[ ! -s differs ] && [ "$status" = 0 ]
}
is 'chrome: events, and names of processes and threads' golden_chrome <<'END'
["M","process_name",10,10,null,null,"worker",null]
["M","thread_name",10,11,null,null,"worker",null]
["X","getpid",10,11,0.1,0.01,null,10]
["M","process_name",10,10,null,null,"one",null]
["M","thread_name",10,10,null,null,"one",null]
["X","getpid",10,10,1234567.891,0.002,null,10]
["X","getpid",10,10,2000000000.123,0.999,null,10]
["M","process_name",12,12,null,null,"ch�\"ld",null]
["M","thread_name",12,12,null,null,"ch�\"ld",null]
["M","process_name",12,12,null,null,"child",null]
["M","thread_name",12,12,null,null,"child",null]
["X","getpid",12,12,0.32,0.01,null,12]
["M","process_name",20,20,null,null,"child",null]
["M","thread_name",20,12,null,null,"child",null]
["X","getpid",20,12,0.35,0.01,null,12]
["X","getpid",10,11,0.37,0.01,null,10]
END
events -i plain.ior
is 'chrome: what is lost' test "$(jq -c '.[] | select(.ph == "i") | [.name, .s, .ts, .args.calls, .args.others]' out)" = \
	'["lost","g",4.5,2,1]'
is 'chrome: what there is of a call' test "$(jq -c '.[] | select(.name == "rename" or .dur == 0.001) | [.cat, .args]' out)" = \
	'["FS",{"ret":-9,"error":"EBADF","fd":-1}]
["FS",{"ret":0,"path":"/etc/passwd","path2":"/tmp/a b 12"}]'
# times, and all else, are those of JSON lines
same_events() {
	ior-read -F chrome -i "$1" 2>/dev/null |
		jq -c '.[] | select(.ph == "X") | [(.ts * 1000 | round), (.dur * 1000 | round), .pid, .tid, .name, .cat] +
			[.args | .ret, .error, .bytes, .fd, .path, .path_bytes, .path2, .path2_bytes]' >got
	ior-read -F jsonl -i "$1" 2>/dev/null |
		jq -c '[.time_ns, .duration_ns, .pid, .tid, .name, .family] +
			[.ret, .error, .bytes, .fd, .path, .path_bytes, .path2, .path2_bytes]' >want
	[ -s want ] && cmp got want
}
for recording in plain utf8 bytes tasks; do
	is "chrome: one event for each call: $recording" same_events $recording.ior
done
events -e getppid -i plain.ior
is 'chrome: of no call' test "$(jq -c '[.[] | select(.ph == "X")]' out)" = '[]'
events -i tasks.ior
is 'chrome: without its end' test "$(head -n -6 out | sed '$s/,$//' | (cat; echo ']') | jq length)" = 11

finish
