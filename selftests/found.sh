# SPDX-License-Identifier: GPL-2.0-only
#
# For checks of the sources that say what they find, to be sourced: TAP.
me=${0##*/}
n=0

# expect_none NAME: passes if nothing comes on stdin
expect_none() {
	local found

	found=$(cat)
	n=$((n + 1))
	if [ -z "$found" ]; then
		printf 'ok %d %s: %s\n' $n "$me" "$1"
	else
		printf '%s\n' "$found" | sed 's/^/# /'
		printf 'not ok %d %s: %s\n' $n "$me" "$1"
	fi
}
