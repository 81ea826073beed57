#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What ior-read tells of itself: its version, and the names that it knows.  No module
# needed.
# shellcheck source=selftests/tap.sh
. "$(dirname "$0")/tap.sh"

# ---------------------------------------------------------------- version --

# version SCRIPT: what --version says where SCRIPT has made another /sys/module
version() {
	run unshare --mount --propagation private sh -c "$1"' && exec ior-read --version'
	[ "$status" = 0 ] && [ ! -s err ]
}
says_version() { version "$1" && grep -qxE "ior-read [0-9.]+, ABI [0-9]+, $2" out; }
release=$(sed -n 's/^PACKAGE_VERSION="\(.*\)"/\1/p' "$here/../dkms.conf")

mkdir -p none with/ior without/ior
echo 7.8.9 >with/ior/version
if [ "$(id -u)" = 0 ] && unshare --mount true 2>/dev/null; then
	is '--version: no module' says_version 'mount --bind none /sys/module' 'module not loaded'
	is '--version: a module' says_version 'mount --bind with /sys/module' 'module 7\.8\.9'
	is '--version: one that does not say' \
		says_version 'mount --bind without /sys/module' 'module of unknown version'
	is '--version: no /sys' says_version 'mount --bind none /sys' 'module of unknown version'
else
	skip '--version: of the module' 'it takes a mount namespace, which root has'
fi
run ior-read -V
is '--version: the release' grep -q "^ior-read ${release//./\\.}, ABI " out
run ior-workload -V
is 'ior-workload --version: the release' test "$(cat out)" = "ior-workload $release"
ior-read --version >/dev/full 2>err
status=$?
: >out
is '--version: a full device' refused 125 'No space left'

# ------------------------------------------------------------------ names --

# a recording of one call
printf '%s\n' 'call at => 50, end => 60, nr => GETPID, ret => 1;' | perl "$here/records.pl" >one.ior

# all_taken WHAT KEY [MARK]: each name of the list, behind MARK, is one that KEY takes
all_taken() {
	run ior-read --list "$1"
	[ "$status" = 0 ] && [ ! -s err ] && [ "$(wc -l <out)" -gt 5 ] &&
		[ -z "$(sort out | uniq -d)" ] || return
	cp out names
	run ior-read -F csv -i one.ior -e "$2$(sed "s/^/${3-}/" names | paste -sd,)"
	[ "$status" = 0 ]
}
has() { grep -qxF "$1" names; }

is '--list calls: -e trace= takes each' all_taken calls trace=
is '--list calls: openat is there' has openat
is '--list calls: as many as the table has' test "$(wc -l <names)" = \
	"$(grep -c '^[[:space:]]*IOR_CALL(' "$here/../uapi/linux/ior_calls.h")"
is '--list classes: -e % takes each' all_taken classes trace= %
is '--list classes: file is there' has file
is '--list families: -e family= takes each' all_taken families family=
is '--list families: UNKNOWN is there' has UNKNOWN
is '--list kinds: -e kind= takes each' all_taken kinds kind=
is '--list kinds: null is there' has null
run ior-read --list colours
is '--list of what there is not' refused 125 '--list colours: there is no such list (use calls,'
run ior-read --list
is '--list of nothing' refused 125 'argument is missing'
ior-read --list calls >/dev/full 2>err
status=$?
: >out
is '--list: a full device' refused 125 'No space left'
finish
