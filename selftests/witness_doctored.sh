#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# witness, which compares ior with strace, finds what is wrong: in copies of what
# the two saw of one command, in which one call is changed, of either side.
# shellcheck source=selftests/tap.sh
. "$(dirname "$0")/tap.sh"

for program in strace perl; do
	command -v $program >/dev/null && continue
	echo "1..0 # SKIP no $program"
	exit
done

ln -s text link
run "$here/witness" --keep whole readlink link
is 'what is to be doctored is whole' says ', 0 unexplained differences'
no_rules() { ! grep -v -e ' by rule set_up: ' -e ' calls of ' err; }
is 'and needs no rules' no_rules

# fresh FOLDER: "copy" is one of it
fresh() {
	from=$1
	rm -rf copy
	cp -r "$from" copy
}

# line SED: the line of readlink, with a change
line() { sed -i "/ readlink(/$1" copy/strace.[0-9]*; }

# records PERL: each record, $_, with a change; "$is_ours" is the one of readlink
records() {
	perl -e '
		local $/ = \128;
		while ($_ = <STDIN>) {
			my ($type, $argument, $nr) = unpack "x16Cx23Q<x56L<", $_;
			my $is_call = $type == 2 || $type == 3;
			my $is_ours = $begun && $is_call && $nr == 89;
			$begun ||= $is_call && $nr == 3 && $argument == 0x77697473;
			eval "$ARGV[0]; 1" or die $@;
			print;
		}' "$1" <copy/ior >copy/new
	mv copy/new copy/ior
}

record() { records "if (\$is_ours) { $1 }"; }

result() { record "substr(\$_, 32, 8) = pack 'q', $1"; }

compare() {
	run "$here/witness" --compare copy
	fresh "$from"
}

finds() {
	[ "$status" = 1 ] && says ", $1 unexplained differences" && says "$2"
}

# doctored NAME DIFFERENCES TEXT: so many are found, among them that
doctored() {
	compare
	is "doctored: $1" finds "$2" "$3"
}

excuses() {
	[ "$status" = 0 ] && says "1 by rule $1: "
}

# excused NAME RULE: it is no difference, by that rule
excused() {
	compare
	is "by rule: $1" excuses "$2"
}

# ------------------------------------------------------------- any call --

fresh whole
line 's/= 0x4$/= 0x5/'
doctored "strace's result" 1 ' = 0x5'
line 's/, 0x/, 0x1/'
doctored "strace's argument" 1 'readlink(0x'
line 's/\[ *89\]/[  90]/'
doctored "strace's number" 1 '[  90] readlink('
line 's/readlink/readline/'
doctored "strace's name" 1 '] readline('
line 's/readlink/syscall_0x59/'
doctored 'a name that strace does not know, but fewer arguments' 1 'syscall_0x59('
line 's/= 0x4$/= ?/'
doctored "strace's result is missing" 1 ') = ?'
line d
doctored "strace's call is missing" 1 'strace: nothing'
line p
doctored 'a call of strace is there twice' 1 'ior:    nothing'
line '{
	i [  59] [ Process PID=1 runs in 32 bit mode. ]
	a [  59] [ Process PID=1 runs in 64 bit mode. ]
}'
doctored "strace's ABI" 1 'readlink('
sed -i '/exit_group/d' copy/strace.[0-9]*
doctored "strace's last call is missing" 1 'strace: nothing'
sed -i '/exit_group/s/?/0/' copy/strace.[0-9]*
doctored "strace's last call returns" 1 '] exit_group(0) = 0'
echo '[   1] write(0x1, 0, 0) = 0' >copy/strace.1
doctored 'a thread that ior did not see' 1 'thread 1: strace: [   1] write(0x1, 0, 0) = 0'
for file in copy/strace.[0-9]*; do
	: >"$file"
done
compare
is 'doctored: without what strace saw there is nothing to compare' test "$status" = 2

result 5
doctored "ior's result" 1 ' = 0x5'
result -22
doctored "ior's error" 1 ' = -1 EINVAL (Invalid argument)'
record 'substr($_, 40, 8) = pack "Q", 0x77'
doctored "ior's argument" 1 'readlink(0x77, '
record 'vec($_, 52, 8) ^= 1'
doctored "an upper half of ior's argument" 1 'ior:    '
record 'substr($_, 104, 4) = pack "L", 90'
doctored "ior's number" 1 '[  90] chmod('
record 'vec($_, 17, 8) = 1'
doctored "ior's ABI" 1 '[  89] readdir('
record '$_ = ""'
doctored "ior's call is missing" 1 'ior:    nothing'
record '$_ .= $_'
doctored 'a call of ior is there twice' 1 'strace: nothing'
record 'vec($_, 20, 8) = 8'
doctored 'a call that is said to be of a child' 1 'ior:    nothing'
record 'vec($_, 20, 8) = 2'
doctored 'a call in which its thread dies, and goes on' 1 'ior:    [  89] readlink('
record 'vec($_, 20, 8) = 17'
result -38
doctored 'a call that is denied' 1 'ENOSYS'
record 'vec($_, 28, 8) ^= 1'
doctored "a call of a thread that strace did not see" 2 'strace: nothing'

# ----------------------------------------- the last call of a killed thread --

records 'if ($is_over && $is_call) { $_ = "" } $is_over ||= $is_ours'
line q
mv copy killed
fresh killed
compare
is 'a thread that is killed behind a call' no_rules
line 's/= 0x4$/= ?/'
excused 'strace has no result' no_stop
line 's/= 0x4$/= 0x59/'
excused "strace has another thread's result" stale
line '{ s/, 0x/, 0x1/; s/= 0x4$/= ?/ }'
doctored 'another argument, and no result' 1 'readlink(0x'
line '{ s/, 0x/, 0x1/; s/= 0x4$/= 0x59/ }'
doctored 'another argument, and another result' 1 '= 0x59'
line d
doctored 'the last call is missing' 1 'strace: nothing'
record 'vec($_, 20, 8) = 2'
doctored 'ior has no result, but strace has' 1 ') = ?'

record 'vec($_, 20, 8) = 17'
result -38
mv copy denied
fresh denied
line 's/= 0x4$/= ?/'
excused 'a call that is not made' not_made
line 's/) = 0x4$/ <unfinished ...>/'
excused 'a call that is not made, and not finished' not_made
line d
excused 'a call that is not made, and not seen' not_made
line 's/readlink([^)]*) = 0x4/read(0) = ?/'
excused "another thread's call" stale
doctored 'ior says that it was not made, but it has a result' 1 '= 0x4'
line d
result -1
doctored 'that it was denied with another error' 1 'EPERM'

finish
