# SPDX-License-Identifier: GPL-2.0-only
#
# Completion of ior-read(1) in bash.

_ior_read_plain='-a --all -c --summary-only -C --summary --enter -h --help --no-follow
	--overwrite --progress --raw-restarts -V --version -z --successful-only -Z --failed-only
	-t --absolute-timestamps --timestamps -r --relative-timestamps -T --syscall-times -y
	-f --follow-forks --color --escape --svg --histogram'
_ior_read_valued='-e --expr -F --format -i --input -o --output -p --pid -S --summary-sort-by
	--cgroup --duration --fold --keep --list --min-duration --ring-size --sample --split
	-s --string-limit --decode-fds --weight --by --interval --time --timeout --top'

# The words that begin with the second argument, each behind the first.  A process may
# have any name: compgen -W would run the commands in it.
_ior_read_words() {
	local words word quoted

	IFS=$' \t\n' read -rd '' -a words <<<"$3"
	COMPREPLY=()
	for word in "${words[@]}"; do
		printf -v quoted %q "$word"
		[[ $word != "$2"* && $quoted != "$2"* ]] || COMPREPLY+=("$1$quoted")
	done
}

# One more of a list: what stands before it stays, and a "!" of its own.
_ior_read_list() {
	local item=${1##*[,=]} before

	[[ $item != '!'* ]] || item=${item#!}
	before=${1%"$item"}
	_ior_read_words "$before" "$item" "$2"
}

_ior_read_files() {
	compopt -o filenames
	mapfile -t COMPREPLY < <(compgen -f -- "$1")
}

# Calls, and the names of classes if that begins so.
_ior_read_calls() {
	local names

	case ${2##*[,=]} in
	% | %* | '!%'*) names=$({ "$1" --list classes; "$1" --list families; } 2>/dev/null | sed 's/^/%/') ;;
	*) names="$("$1" --list calls 2>/dev/null) all none" ;;
	esac
	_ior_read_list "$2" "$names"
}

_ior_read_expr() {
	local keys='trace= family= kind= path= fd= status= abi= comm= uid= cgroup='

	case $2 in
	'' | trace | family | kind | path | fd | status | abi | comm | uid | cgroup)
		compopt -o nospace
		_ior_read_words '' "$2" "$keys"
		;;
	family=*) _ior_read_list "$2" "$("$1" --list families 2>/dev/null)" ;;
	kind=*) _ior_read_list "$2" "$("$1" --list kinds 2>/dev/null)" ;;
	status=*) _ior_read_list "$2" 'successful failed unfinished detached' ;;
	abi=*) _ior_read_list "$2" '64 32 x32' ;;
	comm=*) _ior_read_list "$2" "$(cat /proc/[1-9]*/comm 2>/dev/null | grep -v ' ' | sort -u)" ;;
	uid=*) _ior_read_list "$2" "$(compgen -u)" ;;
	cgroup=*) _ior_read_list "$2" "$(cd /sys/fs/cgroup 2>/dev/null && compgen -d -- "${2##*[,=!]}")" ;;
	path=*) _ior_read_files "${2#path=}" ;;
	fd=*) ;;
	trace=*) _ior_read_calls "$1" "$2" ;;
	*)
		_ior_read_calls "$1" "$2"
		[[ $keys != "$2"* && $keys != *" $2"* ]] || {
			mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -W "$keys" -- "$2")
			compopt -o nospace
		}
		;;
	esac
}

# What stands behind an option: the program, the option, what there is of it.
_ior_read_value() {
	case $2 in
	-e | --expr) _ior_read_expr "$1" "$3" ;;
	-F | --format) _ior_read_words '' "$3" 'text csv jsonl folded chrome raw ctf' ;;
	-i | --input | -o | --output) _ior_read_files "$3" ;;
	-p | --pid) _ior_read_list "$3" "$(cd /proc && echo [1-9]*; cat [1-9]*/comm 2>/dev/null)" ;;
	-S | --summary-sort-by)
		_ior_read_words '' "$3" 'time calls errors bytes name p50 p95 p99 max avg-time min-time nothing'
		;;
	--cgroup)
		compopt -o filenames
		mapfile -t COMPREPLY < <(cd /sys/fs/cgroup 2>/dev/null && compgen -d -- "$3")
		;;
	--absolute-timestamps | --timestamps) _ior_read_list "$3" 'none time unix s ms us ns' ;;
	--relative-timestamps) _ior_read_words '' "$3" 's ms us ns' ;;
	--syscall-times) _ior_read_words '' "$3" 's ms us ns none' ;;
	--decode-fds) _ior_read_words '' "$3" 'none path' ;;
	--color | --escape) _ior_read_words '' "$3" 'auto always never' ;;
	--by) _ior_read_words '' "$3" 'call file dir process thread family fd' ;;
	--progress) _ior_read_words '' "$3" 'auto always never' ;;
	--fold)
		_ior_read_list "$3" 'comm process pid tid call family kind error fd path path2 dir tree abi'
		;;
	--weight) _ior_read_words '' "$3" 'count time bytes' ;;
	--list) _ior_read_words '' "$3" 'calls classes families kinds' ;;
	--ring-size) _ior_read_words '' "$3" '64K 256K 1M 4M 16M 64M 256M 1G' ;;
	--sample)
		compopt -o nospace
		_ior_read_calls "$1" "$3"
		COMPREPLY=("${COMPREPLY[@]/%/=}")
		;;
	esac
}

# Of which option of a word the next one is the value, if of any.
_ior_read_awaits() {
	local word=$1 i

	if [[ $word == --* ]]; then
		[[ " ${_ior_read_valued//[[:space:]]/ } " != *" $word "* ]] || printf '%s' "$word"
		return
	fi
	for ((i = 1; i < ${#word}; i++)); do
		[[ " ${_ior_read_valued//[[:space:]]/ } " == *" -${word:i:1} "* ]] || continue
		[ $((i + 1)) -lt ${#word} ] || printf '%s' "-${word:i:1}"
		return
	done
}

_ior_read() {
	local words=() at=() i n option='' value cut=''

	# bash may take "=" for the end of a word
	for ((i = 1; i <= COMP_CWORD; i++)); do
		n=${#words[@]}
		if [ "$n" -gt 0 ] && [[ ${COMP_WORDS[i]} == = || -n ${COMP_WORDS[i]} && $cut ]]; then
			words[n - 1]+=${COMP_WORDS[i]}
		else
			words+=("${COMP_WORDS[i]}")
			at+=("$i")
		fi
		cut=
		[[ ${COMP_WORDS[i]} != = ]] || cut=y
	done

	n=$((${#words[@]} - 1))
	for ((i = 0; i < n; i++)); do
		if [ "$option" ]; then
			option=
		elif [[ ${words[i]} == -?* && ${words[i]} != -- ]]; then
			option=$(_ior_read_awaits "${words[i]}")
		else
			[ "${words[i]}" != -- ] || i=$((i + 1))
			if declare -F _command_offset >/dev/null; then
				_command_offset "${at[i]}"
			elif [ "$i" = "$n" ]; then
				mapfile -t COMPREPLY < <(compgen -c -- "${words[i]}")
			else
				_ior_read_files "${words[n]}"
			fi
			return
		fi
	done

	value=${words[n]} cut=
	if [[ -z $option && $value == --*=* ]]; then
		option=${value%%=*} value=${value#*=}
		cut=$option=
	fi
	if [ "$option" ]; then
		_ior_read_value "$1" "$option" "$value"
	elif [[ $value == -* ]]; then
		_ior_read_words '' "$value" "$_ior_read_plain $_ior_read_valued"
		return
	else
		mapfile -t COMPREPLY < <(compgen -c -- "$value")
		return
	fi

	# what is replaced begins behind the last "=", or is all of the word; paths were
	# completed without their key
	[[ $value != path=* ]] || value=path=
	if [[ $COMP_WORDBREAKS != *=* ]]; then
		[[ $value != path= ]] || cut+=path=
		COMPREPLY=("${COMPREPLY[@]/#/$cut}")
	elif [[ $value == *=* && $value != path= ]]; then
		COMPREPLY=("${COMPREPLY[@]#"${value%=*}="}")
	fi
}

complete -F _ior_read ior-read
