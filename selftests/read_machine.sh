#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Recordings of another machine: calls and flags are named as they are there, whatever
# ior-read runs on; those of a machine that is not known are refused.  No module needed.
# shellcheck source=selftests/tap.sh
. "$(dirname "$0")/tap.sh"

# The same, by the numbers of each: openat(..., O_DIRECTORY), a read of a file with
# O_DIRECT and O_LARGEFILE, a number that is no call on arm64, and one of 32 bits.
record arm64.ior <<'END'
$machine = 183;
name id => 1, path => '/etc';
call at => 10, end => 20, nr => 56, args => [4294967196, 64, 040000], ret => 3, name => [1, 1];
call at => 30, end => 40, nr => 63, args => [3, 64, 8], ret => 8, name => [1], flags => FD, aux => 0600000;
call at => 50, end => 60, nr => 244, ret => -38;
call at => 70, end => 80, nr => 5, abi => 1, args => [64, 0100000], ret => 3, name => [1, 1];
call at => 90, end => 95, nr => 449, args => [64, 1, 0, 0, 0], ret => 0;
END
record x86.ior <<'END'
name id => 1, path => '/etc';
call at => 10, end => 20, nr => 257, args => [4294967196, 64, 0200000], ret => 3, name => [1, 1];
call at => 30, end => 40, nr => 0, args => [3, 64, 8], ret => 8, name => [1], flags => FD, aux => 0140000;
call at => 50, end => 60, nr => 244, ret => -38;
call at => 70, end => 80, nr => 5, abi => 1, args => [64, 0400000], ret => 3, name => [1, 1];
call at => 90, end => 95, nr => 449, args => [64, 1, 0, 0, 0], ret => 0;
END

# names NAME [OPTION...]: what ior-read calls its calls
names() {
	local recording=$1

	shift
	run ior-read -F csv "$@" -i "$recording"
	awk -F, 'NR == 1 {for (i = 1; i <= NF; i++) at[$i] = i; next} {print $at["name"], $at["flags"]}' out >names
}

expected() { diff - names | sed 's/^/# /' >differs; cat differs; [ "$status" = 0 ] && [ ! -s differs ]; }

names arm64.ior
is 'arm64: its calls, and the flags of open' expected <<'END'
openat O_RDONLY|O_DIRECTORY
read O_RDONLY|O_DIRECT
syscall_0xf4 
open O_RDONLY|O_NOFOLLOW
futex_waitv 0
END
names x86.ior
is 'x86-64: its own' expected <<'END'
openat O_RDONLY|O_DIRECTORY
read O_RDONLY|O_DIRECT
mq_notify 
open O_RDONLY|O_NOFOLLOW
futex_waitv 0
END
names arm64.ior -e openat,read
is 'arm64: a selection is by its numbers' expected <<'END'
openat O_RDONLY|O_DIRECTORY
read O_RDONLY|O_DIRECT
END
names arm64.ior -e open
is 'arm64: and by those of its 32-bit programs' expected <<'END'
open O_RDONLY|O_NOFOLLOW
END
run ior-read -i arm64.ior
is 'text names them, too' grep -q '^openat(.*, O_RDONLY|O_DIRECTORY)' out

record other.ior <<'END'
$machine = 243;
call at => 10, end => 20, nr => 63;
END
run ior-read -i other.ior
is 'a machine that is not known' refused 125 'other.ior: of ELF machine 243, whose calls are not known'
finish
