#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# read_tour.sh [--print]: the tour of README.md: runs the commands of that section, and
# each has to print what stands there, but for the numbers in it.  --print: README.md
# with what they print now.
set -u
# shellcheck source=selftests/tap.sh
. "$(dirname "$0")/tap.sh"
readme=$here/../README.md

if [ "$(uname -m)" != x86_64 ]; then
	skip 'the tour of README.md' "it is of x86's calls"
	finish
	exit
fi
# commands: those of the tour, one a line; they begin as for root at a prompt
commands() { sed -n '/^## Tour$/,/^## [^T]/s/^    # //p' "$readme"; }

# shown COMMAND: what README.md has below it, until the next or the end of the block
shown() {
	awk -v command="    # $1" '
		/^## / {tour = $0 == "## Tour"}
		/^    # / || !/^    / {showing = 0}
		showing {print substr($0, 5)}
		tour && $0 == command {showing = 1}' "$readme"
}

# printed COMMAND: what a terminal would show.  It is in root's folder, as at a prompt; but
# that is the one of this test, and no other programs are found than everybody has.
tools=$(dirname "$(command -v ior-read)")
printed() {
	PATH=$tools:/usr/sbin:/usr/bin:/sbin:/bin unshare --mount sh -c 'mount --bind "$1" /root && cd /root && exec bash -c "$2"' sh \
		"$tmp" "$1" 2>&1 </dev/null | sed 's/[[:space:]]*$//'
}

# Numbers, durations, addresses, and the room that is left for them, differ from one
# run to the next; so do bars of a histogram.  Of 22 names that mkdtemp() makes, one takes
# a call of getrandom.
masked() {
	sed -E '/getrandom/d; s/0x[0-9a-f]+/N/g; s/ior-workload\.[a-z0-9-]+\.[A-Za-z0-9]{6}/TMP/g
		s/[0-9]+(\.[0-9]+)?(ns|us|ms|s)\b/T/g; s/[0-9]+(\.[0-9]+)?/N/g; s/-{4,}/----/g; s/@+ */@/g; s/ +/ /g'
}

print() {
	local line tour=

	while IFS= read -r line; do
		case $line in
		'## '*) tour=; [ "$line" != '## Tour' ] || tour=y ;;
		esac
		case $tour,$line in
		y,'    # '*)
			printf '%s\n' "$line"
			printed "${line#    # }" | sed 's/^/    /; s/ *$//'
			;;
		y,'    '*) ;;
		*) printf '%s\n' "$line" ;;
		esac
	done <"$readme"
}

if [ "${1-}" = --print ]; then
	print
	exit
fi

# as_shown COMMAND
as_shown() {
	diff <(shown "$1" | masked) <(printed "$1" | tee out | masked) >differs || sed 's/^/# /' differs
	[ -s out ] && [ ! -s differs ]
}

n=0
while IFS= read -r command; do
	is "$command" as_shown "$command"
	n=$((n + 1))
done < <(commands)
is 'there are ten commands' test "$n" = 10
finish
