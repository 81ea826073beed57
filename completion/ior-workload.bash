# SPDX-License-Identifier: GPL-2.0-only
#
# Completion of ior-workload(1) in bash.

_ior_workload() {
	local names

	case $3 in
	-r | --repeat) return ;;
	esac
	case $2 in
	-*) names='-h --help -l --list -r --repeat -V --version -w --wait' ;;
	*) names=$("$1" --list 2>/dev/null | cut -f1) ;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "$names" -- "$2")
}

complete -F _ior_workload ior-workload
