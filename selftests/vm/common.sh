# SPDX-License-Identifier: GPL-2.0-only
# What the scripts of this folder share; to be sourced by bash.

vm=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
top=$(cd "$vm/../.." && pwd -P)
cache=${IOR_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/ior}
me=${0##*/}
lists=/var/lib/apt/lists

say() { printf '%s: %s\n' "$me" "$*" >&2; }
die() { say "$*"; exit 125; }

# kernel_row NAME: sets kernel, headers, image, source and config from the table
kernel_row() {
	local rows known

	rows=$(grep -v '^#' "$vm/kernels")
	known=$(printf '%s\n' "$rows" | cut -f1 | paste -sd' ')
	read -r kernel headers image source config < <(printf '%s\n' "$rows" |
		awk -v k="$1" 'k == "" || $1 == k {print; exit}') ||
		die "kernel '$1' is not known; known: $known"
}

# apt_update: the package lists of the machine, from the sources that it has.
# A source that is broken for reasons of its own does not matter here.
apt_update() {
	[ "$(id -u)" = 0 ] || die "the package lists need an update: apt-get update (as root)"
	say "updating the package lists"
	apt-get -qq -o DPkg::Lock::Timeout=300 update >&2 || say "apt-get update: status $?"
}

# apt_try COMMAND...: once more with fresh lists if it fails: mirrors move on
apt_try() {
	if [ -z "$(find $lists -name '*_Packages*' -print -quit)" ]; then
		apt_update
		"$@"
	else
		"$@" || { apt_update && "$@"; }
	fi
}
