# SPDX-License-Identifier: GPL-2.0-only
#
# For tests of ior-read that are shell scripts, to be sourced: TAP, and a
# directory to work in that goes away in the end.
set -u
export LC_ALL=C

tests=0
failed=0
tmp=$(mktemp -d) || exit 1
trap 'umount -q "$tmp/disk" 2>/dev/null; rm -rf "$tmp"' EXIT
here=$(dirname "$(readlink -f "$0")")
cd "$tmp" || exit 1

# numbers of calls, as /proc/PID/syscall has them
case $(uname -m) in
aarch64) nr_read=63 nr_write=64 nr_clock_nanosleep=115 ;;
*) nr_read=0 nr_write=1 nr_clock_nanosleep=230 ;;
esac

# is NAME COMMAND...: a test that passes if the command does
is() {
	local name=$1

	shift
	tests=$((tests + 1))
	if "$@"; then
		echo "ok $tests $name"
	else
		failed=$((failed + 1))
		echo "not ok $tests $name"
		[ ! -s err ] || sed 's/^/# stderr: /' err
		echo "# failed: $*" | head -n 3
	fi
}

skip() {
	tests=$((tests + 1))
	echo "ok $tests $1 # SKIP $2"
}

# run COMMAND...: run it; its status and its output are for the checks below
run() {
	"$@" >out 2>err
	status=$?
}

# record NAME: make a recording of the calls of records.pl on stdin
record() { perl "$here/records.pl" >"$1" || echo "# $1 could not be made"; }

one_line() { [ "$(wc -l <err)" = 1 ]; }
says() { grep -qF -e "$1" err; }

# refused STATUS TEXT: it ended so, and said TEXT in one line, but printed nothing
refused() {
	[ "$status" = "$1" ] && one_line && says "$2" && [ ! -s out ]
}

# ended STATUS: it ended so, and the last line is of a complete trace
ended() {
	[ "$status" = "$1" ] && tail -n 1 err | grep -q '^ior-read: .* lost, complete$'
}

same() { cmp -s "$1" "$2"; }

# make_stop_sh: a script with a sleep that is stopped, and goes on
make_stop_sh() {
	cat >stop.sh <<-END
		sleep 1.5 &
		until grep -q '^$nr_clock_nanosleep ' /proc/\$!/syscall; do :; done
		kill -STOP \$!
		sleep 0.3
		kill -CONT \$!
		wait \$!
	END
}

# wait_in_read PID: until it is in read(0), or gone
wait_in_read() {
	until grep -qs "^$nr_read 0x0 " "/proc/$1/syscall" || ! kill -0 "$1"; do
		sleep 0.1
	done
}

# wait_for FILE: until the file is there; at most 20 s
wait_for() {
	local n

	for ((n = 0; n < 200; n++)); do
		[ ! -e "$1" ] || return 0
		sleep 0.1
	done
	return 1
}

# The last command of a test.
finish() {
	echo "1..$tests"
	[ $failed = 0 ]
}
