# SPDX-License-Identifier: GPL-2.0-only
# What the scripts of this folder share; to be sourced by bash.

vm=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
top=$(cd "$vm/../.." && pwd -P)
cache=${IOR_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/ior}
me=${0##*/}
lists=/var/lib/apt/lists
apt=()		# options for apt-get and apt-cache: see use_suite

say() { printf '%s: %s\n' "$me" "$*" >&2; }
die() { say "$*"; exit 125; }

# cannot REASON: what is asked for can't be had here; the status is kselftest's for that
cannot() { say "$*"; exit 4; }

# What an architecture's guest needs that is not this machine's: its compiler's prefix,
# and kbuild's name for it
declare -A triplets=([arm64]=aarch64-linux-gnu) kbuild_archs=([arm64]=arm64)

# kernel_row NAME: sets kernel, arch, suite, headers, source and config from the table,
# and built, where what its guest runs is put
kernel_row() {
	local rows known

	rows=$(grep -v '^#' "$vm/kernels")
	known=$(printf '%s\n' "$rows" | cut -f1 | paste -sd' ')
	read -r kernel arch suite headers source config < <(printf '%s\n' "$rows" |
		awk -v k="$1" 'k == "" || $1 == k {print; exit}') ||
		die "kernel '$1' is not known; known: $known"
	built=$top/build
	[ "$arch" = amd64 ] || built+=/$arch
}

# apt_update: the package lists, from the sources that there are.  A source of the
# machine's that is broken for reasons of its own does not matter here.
apt_update() {
	[ "$(id -u)" = 0 ] || die "the package lists need an update: apt-get update (as root)"
	say "updating the package lists${suite_used:+ of $suite_used}"
	apt-get "${apt[@]}" -qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 update >&2 ||
		say "apt-get update: status $?"
}

# apt_try COMMAND...: once more with fresh lists if it fails: mirrors move on
apt_try() {
	if [ -z "$(find "$lists" -name '*_Packages*' -print -quit)" ]; then
		apt_update
		"$@"
	else
		"$@" || { apt_update && "$@"; }
	fi
}

# mirror LABEL: where this machine gets Debian (or Debian-Security) from
mirror() {
	apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' |
		awk -v label="$1" '$1 == label {print $2; exit}'
}

# suite_sources SUITE: sets sources, lines for mmdebstrap
suite_sources() {
	local main security

	main=$(apt_try mirror Debian)
	security=$(mirror Debian-Security)
	[ "$main" ] || die "this machine has no sources of Debian's packages"
	sources=("deb $main $1 main"
		"deb ${security:-${main%/}-security/} $1-security main")
	# where newer kernels are
	[ "$1" != trixie ] || sources+=("deb $main $1-backports main")
}

# use_suite SUITE ARCH: from now on apt's packages are those of SUITE, and of the one
# that it adds to, from this machine's mirror, with lists in the cache: the machine's
# own sources stay as they are.
use_suite() {
	local dir=$cache/apt/$1-$2 base=${1%-security} main security label=Debian uri

	base=${base%-backports}
	main=$(apt_try mirror Debian)
	[ "$main" ] || die "this machine has no sources of Debian's packages"
	security=$(mirror Debian-Security)
	mkdir -p "$dir"/{parts,lists/partial,cache/archives/partial}
	for label in "$base $main" "$1 $main"; do
		uri=${label#* } label=${label% *}
		[[ $label != *-security ]] || uri=${security:-${main%/}-security/}
		printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n\n' \
			"$uri" "$label" /usr/share/keyrings/debian-archive-keyring.gpg
	done >"$dir/parts/debian.sources"
	# by a file: the option can't make a list shorter
	printf 'APT::Architectures { %s };\n' "$(printf '"%s"; ' $(printf '%s\n' amd64 "$2" | sort -u))" \
		>"$dir/apt.conf"
	export APT_CONFIG=$dir/apt.conf
	lists=$dir/lists
	suite_used=$1
	apt=(-o APT::Sandbox::User=root -o Dir::Etc::SourceList=/dev/null -o "Dir::Etc::SourceParts=$dir/parts"
		-o "Dir::State::Lists=$lists" -o "Dir::Cache=$dir/cache"
		-o Dir::State::status=/dev/null)
}
suite_used=
