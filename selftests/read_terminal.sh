#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ior-read in a terminal of 80 and one of 200 columns, which tmux makes: rows are whole,
# in colours, and no name of a file gives the terminal an order.  No module needed.
# shellcheck source=selftests/tap.sh
. "$(dirname "$0")/tap.sh"
unset NO_COLOR TMUX
export TMUX_TMPDIR=$tmp TZ=UTC

if ! command -v tmux >/dev/null; then
	echo '1..0 # SKIP no tmux'
	exit
fi
trap 'tmux kill-server 2>/dev/null; rm -rf "$tmp"' EXIT

# Names that would clear the screen, change the title, go up, or print in red
record look.ior <<'END'
my $long = '/srv/' . join '/', map { "directory-number-$_" } 1 .. 20;
name id => 1, path => $long;
name id => 2, path => "/tmp/\e[2J\e]0;taken\a\e[5A\x9b31m\r\xff";
name id => 3, path => "/tmp/\xc3\xa4\xe6\x97\xa5";
call at => 1_000, end => 2_000, nr => GETPID, ret => 10;
call at => 3_000, end => 5_000, nr => OPENAT, args => [-100, 64, 0], ret => 3, name => [1, 1];
call at => 6_000, end => 7_000, nr => CLOSE, args => [3], name => [2, 0], comm => "\e[31mred";
call at => 8_000, end => 9_000, nr => CLOSE, args => [3], name => [3, 0];
call at => 10_000, end => 11_000, nr => CLOSE, args => [9], ret => -9, tid => 11;
task 'exit', at => 12_000, tid => 11;
END
LC_ALL=C.UTF-8 ior-read -tt --escape=always -i look.ior >text.piped 2>err
# as a terminal has it, with characters of one column and of two
sed -E 's/\\303\\244\\346\\227\\245/\xc3\xa4\xe6\x97\xa5/; /\xa5>\)/s/ = 0/      = 0/' text.piped >text.wanted
LC_ALL=C.UTF-8 ior-read -F csv --escape=always -i look.ior 2>err |
	sed 's/\\303\\244\\346\\227\\245/\xc3\xa4\xe6\x97\xa5/' >csv.wanted

# has_rows N: that terminal got so many; at most 20 s
has_rows() {
	local n

	for ((n = 0; n < 200; n++)); do
		[ "$(wc -l <raw)" -lt "$1" ] || return 0
		sleep 0.1
	done
	return 1
}
# shown COLUMNS ROWS COMMAND: what a terminal of so many shows of it: raw, every byte that
# it got; screen, its lines; colors, with their orders; joined, those that belong together
shown() {
	rm -f go raw screen colors joined size
	mkfifo -m 600 go
	: >raw
	LC_ALL=C.UTF-8 tmux -u -f /dev/null new-session -d -s ior -x "$1" -y 60 \
		"read -r x <go; $3 2>err; exec sleep 100" 2>err || return
	tmux set-option -g status off
	tmux resize-window -t ior -x "$1" -y 60
	tmux pipe-pane -t ior 'exec cat >>raw'
	echo >go
	has_rows "$2" || echo "# the terminal got $(wc -l <raw) rows"
	tmux capture-pane -t ior -p | sed '/^$/d' >screen
	tmux capture-pane -t ior -p -e >colors
	tmux capture-pane -t ior -p -J | sed 's/ *$//; /^$/d' >joined
	tmux display-message -t ior -p '#{pane_width} #{pane_title}' >size
	tmux kill-session -t ior
}

# lines_of COLUMNS FILE: so many its rows need there
lines_of() { fold -w "$1" "$2" | wc -l; }

as_wanted() {
	diff "$1.wanted" joined | sed 's/^/# /' | cat -v >differs
	cat differs
	[ ! -s differs ]
}
# colours are orders that end in "m", all other bytes are no orders
no_orders() {
	[ -s raw ] && sed 's/\x1b\[[0-9]*m//g; s/\r$//' raw >bytes &&
		! LC_ALL=C.UTF-8 grep -n '[[:cntrl:]]' bytes | cat -v | grep . &&
		! LC_ALL=C grep -nP '\xc2[\x80-\x9f]|(?<![\x80-\xff])[\x80-\xbf]' bytes
}
# colored COLOR TEXT: the terminal took it so; 39 and 49 are what it has without a colour
colored() { sed 's/\x1b\[[34]9m//g' colors | grep -qF -e "$(printf '\033[%sm%s' "$1" "$2")"; }
for columns in 80 200; do
	shown $columns 6 'ior-read -tt -i look.ior'
	is "$columns columns: the terminal is so wide" grep -q "^$columns " size
	is "$columns columns: rows are whole" as_wanted text
	is "$columns columns: long ones go on in the next line" \
		test "$(wc -l <screen)" = "$(lines_of $columns text.wanted)"
	is "$columns columns: names of calls are bold" colored 1 getpid
	is "$columns columns: files are green" colored 32 '</tmp/'
	is "$columns columns: errors are red" colored 31 '-1 EBADF (Bad file descriptor)'
	is "$columns columns: threads are cyan" colored 36 '[pid 11]'
	is "$columns columns: no orders in names" no_orders
	is "$columns columns: nor is there another title" test "$(grep -c taken size)" = 0

	shown $columns 6 'ior-read -F csv -i look.ior'
	is "$columns columns, csv: rows are whole" as_wanted csv
	is "$columns columns, csv: no orders in names" no_orders
	is "$columns columns, csv: no colours" test "$(grep -c $'\x1b' raw)" = 0
done
shown 80 6 'ior-read --escape=never -i look.ior'
is '--escape=never: the name is obeyed' grep -q taken size

finish
