#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ior-read -F ctf: babeltrace2 reads what is written, and finds in it what CSV tells of
# the same recording.  No module needed.
# shellcheck source=selftests/tap.sh
. "$(dirname "$0")/tap.sh"

# record NAME: make a recording of the calls of records.pl on stdin
record() { perl "$here/records.pl" >"$1" || echo "# $1 could not be made"; }

# convert NAME [OPTION...]: NAME.ior to NAME.ctf
convert() {
	local name=$1

	shift
	run ior-read -F ctf -o "$name.ctf" "$@" -i "$name.ior"
}

# view NAME [OPTION...]: what babeltrace2 shows of it
view() {
	local name=$1

	shift
	TZ=UTC babeltrace2 --clock-cycles "$@" "$name.ctf" >view 2>warnings || rm view
}

# events REGEX: how many of those have such a name
events() { grep -cE "^\[[0-9]+\] \(\+[0-9?]+\) ($1): " view; }

# as_csv: the calls of a view as rows of CSV, without gap_ns
as_csv() {
	perl -ne '
		my ($name, $text) = /^\[\d+\] \(\+[\d?]+\) (\w+): (.*)/ or die "# no event: $_";
		my %f = (bytes => 0, fd => -1, path => "", path2 => "", flags => "");

		next if $name eq "lost" || $name =~ /^task_/;
		$f{$1} = $2 // $3 // $4
			while $text =~ /(\w+) = (?:"([^"]*)"|\( "([^"]*)" :[^)]*\)|([-\w]+))/g;
		$f{name} = $name eq "syscall" ? sprintf "syscall_%#x", $f{nr} : $name;
		$f{error} = "" if $f{error} eq "none";
		$f{ret} = hex $f{ret} if $f{ret} =~ /^0x/;
		$f{ret} = "" if hex($f{record_flags}) & 2;
		$f{bytes} ||= "";
		$f{fd} = "" if $f{fd} < 0;
		print join(",", @f{qw(time_ns duration_ns comm pid tid name family kind ret_class
				      ret error bytes fd path path2 flags abi)}), "\n";
	' view
}

# same_as_csv NAME [OPTION...]: are all fields of all calls the same?  At least one is there.
same_as_csv() {
	local name=$1

	shift
	ior-read -F csv "$@" -i "$name.ior" 2>/dev/null | tail -n +2 | cut -d, -f1,2,4- |
		awk -F, -v OFS=, '$13 < 0 {$13 = ""} {print}' >rows
	as_csv | diff rows - >differs
	sed 's/^/# /' differs | head
	[ -s rows ] && [ ! -s differs ]
}

if ! command -v babeltrace2 >/dev/null; then
	skip 'traces for other viewers' 'no babeltrace2'
	finish
	exit
fi

# ------------------------------------------------------------------- calls --

record all.ior <<'END'
name id => 1, path => '/tmp/one';
name id => 2, path => '/tmp/' . 'long' x 1000;
name id => 3, path => '/bin/true';
task 'fork', at => 20, other_pid => 9, other_tid => 8, comm => 'sh';
task 'rename', at => 30, comm => 'true';
call at => 30, end => 50, nr => EXECVE, args => [64, 128, 256], name => [3, 0], comm => 'true';
task 'exec', at => 50, other_tid => 10, comm => 'true', name => 3;
call at => 100, end => 200, nr => OPENAT, args => [-100, 64, 02 | 0100 | 02000000, 0640], ret => 3, name => [1, 1];
call at => 210, end => 220, nr => READ, args => [3, 64, 8], ret => 8, flags => FD, name => [1, 0], aux => 2, cpu => 1;
call at => 225, end => 230, nr => READ, args => [4294967295, 64, 8], ret => -9, cpu => 1;
call at => 240, end => 250, nr => OPENAT, args => [5, 64, 0], ret => -2, name => [2, 0], tid => 11;
call at => 260, end => 270, nr => RENAME, args => [64, 128], name => [1, 2], tid => 11, cpu => 1;
call at => 280, end => 300, nr => READ, args => [3, 64, 8], ret => -512, flags => RESTARTS, cpu => 1;
call at => 310, end => 320, nr => GETPID, ret => 10, tid => 11;
call at => 330, end => 340, nr => READ, args => [3, 64, 8], ret => 4, flags => CONTINUES;
call at => 350, end => 360, nr => 5000, args => [1, 2, 3], ret => -38;
call at => 370, end => 380, nr => 3, abi => 1, args => [7, 64, 5 | 7 << 32], ret => 5;
call at => 381, end => 382, nr => READ, abi => 2, args => [7, 64, 5], ret => 5;
call at => 383, end => 384, nr => 9, args => [0, 8192, 3, 0x22, 0xffffffff, 0], ret => 139637976731648;
call at => 385, end => 386, nr => 22, args => [64], aux => 4 | 5 << 32, name => [1, 2];
call at => 387, end => 388, nr => 8, args => [3, -16, 1], ret => 16;
call at => 389, end => 389, nr => CLOSE, args => [3], flags => NO_ENTER;
call at => 390, end => 395, nr => 0, ret => 0, flags => CHILD;
call at => 396, end => 400, nr => CLOCK_NANOSLEEP, flags => NO_EXIT, tid => 11;
task 'exit', at => 400, tid => 11, status => 9;
enter at => 410, nr => 1, args => [1, 64, 5];
enter at => 420, nr => 231, args => [7], flags => NO_RETURN;
task 'exit', at => 430, flags => 1, status => 7 << 8;
END
convert all
is 'a recording' ended 0
is 'nothing goes to standard output' test ! -s out
view all
is 'babeltrace2 reads it' test -e view
is 'without a warning' test ! -s warnings
is 'every call is there, as in CSV' same_as_csv all
is 'and nothing else but tasks' test "$(wc -l <view)" = $(($(wc -l <rows) + 5))
shows() { grep -qF -e "$1" view; }
is 'a call has the time of its end' shows '[00000000000000000200] (+000000000150) openat: '
is 'arguments have names' shows 'dirfd = -100, open_flags = 0x80042, mode = 0640,'
is 'arguments of an int are no wider' shows 'buffer = 0x40, size = 5,'
is 'a position' shows 'lseek: { cpu_id = 0 }, { comm = "one", pid = 10, tid = 10 }, { time_ns = 387, duration_ns = 1, fd = 3, path = "", offset = -16, whence = 1,'
is 'a call that is not known has its number' shows 'nr = 5000, arg0 = 0x1, arg1 = 0x2, arg2 = 0x3,'
is 'a second path' shows 'path = "/tmp/one", path2 = "/tmp/longlong'
is 'a descriptor is not called so where there is none' test "$(grep -c 'getpid.* fd = ' view)" = 0
is 'status: a call that never returns' \
	grep -qE 'exit_group: .* status = \( "unfinished" :' view
is 'status: one that its task died in' \
	grep -qE 'clock_nanosleep: .* status = \( "unfinished" :' view
is 'a stream for each CPU' test "$(echo all.ctf/*)" = 'all.ctf/metadata all.ctf/stream_0 all.ctf/stream_1'
is 'which the call has' \
	grep -qE 'cpu_id = 1 .* time_ns = 210, .* bytes = 8,' view
is 'a fork' shows 'task_fork: { cpu_id = 0 }, { comm = "sh", pid = 10, tid = 10 }, { parent_pid = 9, parent_tid = 8 }'
is 'an exec' shows 'task_exec: { cpu_id = 0 }, { comm = "true", pid = 10, tid = 10 }, { old_tid = 10, path = "/bin/true" }'
is 'a new name' shows 'task_rename: { cpu_id = 0 }, { comm = "true", pid = 10, tid = 10 }, { }'
is 'an exit' shows 'task_exit: { cpu_id = 0 }, { comm = "one", pid = 10, tid = 11 }, { status = 9, last = 0 }'
is 'the last exit' shows '{ status = 1792, last = 1 }'
is 'metadata of one call each' test "$(grep -c 'name = "openat"' all.ctf/metadata)" = 1
is 'but of each ABI' test "$(grep -c 'name = "read"' all.ctf/metadata)" = 3

mv all.ctf folded.ctf
convert all --raw-restarts
view all
is '--raw-restarts: the parts of a call' same_as_csv all --raw-restarts
is '--raw-restarts: are one more' test "$(events read)" = 6
rm -r all.ctf
convert all -e openat
view all
is 'a selection' same_as_csv all -e openat
is 'has only that' test "$(events openat)" = 2

# -------------------------------------------------------------------- time --

record when.ior <<'END'
call at => 1000, end => 2000, nr => GETPID, ret => 10;
END
# CLOCK_REALTIME of the header: 1,700,000,000 s
perl -e 'print pack "Q<", 1700000000000000000' |
	dd of=when.ior bs=1 seek=64 conv=notrunc status=none
convert when
is 'the date' \
	grep -qF '[2023-11-14 22:13:20.000002000] ' <(babeltrace2 --clock-gmt --clock-date when.ctf)

record late.ior <<'END'
call at => 100, end => 200, nr => READ, args => [3, 64, 8], ret => -512, flags => RESTARTS;
call at => 210, end => 300, nr => GETPID, ret => 10, tid => 11;
call at => 310, end => 400, nr => GETPID, ret => 10, tid => 11;
END
convert late
view late
is 'what comes late is there' same_as_csv late
is 'with the time of what was before' shows '[00000000000000000400] (+000000000000) read: '

# -------------------------------------------------------------------- loss --

record lost.ior <<'END'
call at => 10, end => 20, nr => GETPID, ret => 10;
lost at => 30, end => 40, calls => 2, others => 1;
call at => 50, end => 60, nr => GETPID, ret => 10;
lost at => 70, end => 80, calls => 4, cpu => 3;
lost at => 85, end => 90, calls => 5, cpu => 3;
END
convert lost
is 'a loss' says 'ior-read: 2 calls, 11 lost (and 1 other record), NOT complete'
view lost
warns() {
	grep -q "Tracer discarded $1 events between \[[0:.]*$2\] and \[[0:.]*$3\] .*/$4\"" warnings
}
is 'babeltrace2 warns of it' warns 3 20 40 stream_0
is 'also before the first event' warns 4 70 80 stream_3
is 'and of each' warns 5 80 90 stream_3
is 'but not twice' test "$(wc -l <warnings)" = 3
is 'it is an event, too' shows '{ time_ns = 30, duration_ns = 10, calls = 2, others = 1 }'
is 'all calls are there' same_as_csv lost

# ------------------------------------------------------------- any of them --

# paths NAME: a recording of three paths that no text can have as they are
record odd.ior <<'END'
name id => 1, path => "/a\nb";
name id => 2, path => '/a"b\\';
name id => 3, path => "/\xff\xfe";
call at => 10, end => 20, nr => OPEN, ret => -2, name => [$_, 0] for 1 .. 3;
END
convert odd
view odd
is 'odd paths are read' test "$(events open)" = 3
is 'byte for byte' grep -qaF $'/a\nb' odd.ctf/stream_0
is 'whatever they are' grep -qaF $'/\xff\xfe' odd.ctf/stream_0

record many.ior <<'END'
name id => 1, path => '/' . 'x' x 4000;
call at => 10 * $_, end => 10 * $_ + 5, nr => OPEN, args => [64, 0, 0], ret => -2, name => [1, 0],
	cpu => $_ % 2, tid => 10 + $_ % 2 for 1 .. 200;
END
convert many
view many
is 'many packets' same_as_csv many
is 'no packet is lost' test ! -s warnings

head -c 20000 many.ior >cut.ior
convert cut
is 'a cut recording' says 'the recording is cut'
view cut
is 'is converted up to there' same_as_csv cut

# limit of a file: the first packet of a stream fits, the second does not
(
	ulimit -f 100
	run ior-read -F ctf -o limited.ctf -i many.ior
	echo "$status" >status
)
is 'a full disk' test "$(cat status)" = 125
is 'is an error in one line' one_line
view limited
is 'what fits is there' test "$(events open)" -gt 0
is 'and that is told' \
	says ": File too large ($(events open) events are in the trace)"

mkfifo pipe
perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' ior-read -F ctf -o ended.ctf -i - <pipe 2>err &
pid=$!
exec 5>pipe
cat many.ior >&5
wait_in_read $pid
kill -INT $pid
wait $pid
is 'a trace that is interrupted' test $? = 0
exec 5>&-
view ended
is 'is whole up to there' same_as_csv many

# --------------------------------------------------------------- directory --

run ior-read -F ctf -i all.ior
is 'no directory' refused 125 'name a new directory with -o'
run ior-read -F ctf -o - -i all.ior
is 'standard output is none' refused 125 'name a new directory with -o'
cp all.ior file
run ior-read -F ctf -o file -i all.ior
is 'nor is a file' refused 125 'file: Not a directory (name a new directory with -o)'
is 'which stays as it was' same file all.ior
mkdir full
touch full/x
run ior-read -F ctf -o full -i all.ior
is 'one that is not empty' refused 125 'full: there is something in it (name a new directory with -o)'
is 'stays as it was' test "$(ls full)" = x
mkdir empty.ctf
run ior-read -F ctf -o empty.ctf -i all.ior
is 'one that is empty' ended 0
run ior-read -F ctf -o no/where -i all.ior
is 'one in none' refused 125 'no/where: No such file or directory'
run ior-read -F ctf -c -o table -i all.ior
is 'no table' refused 125 '-F ctf: it has no table'
is 'nothing is made for that' test ! -e table
run ior-read -F ctf -o nothing -i full/x
is 'nor for what is no recording' refused 125 'full/x: empty'
is 'nothing is there then' test ! -e nothing

finish
