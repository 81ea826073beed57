#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Completion of the shells: that it offers what the tools take, and what a shell makes of
# that.  No module needed.
# shellcheck source=selftests/tap.sh
. "$(dirname "$0")/tap.sh"
top=$(dirname "$here")
completion=$top/completion

# ---------------------------------------------------------------- options --

# What the tables of getopt_long() have
options_of() {
	sed -n 's/^\t*{ "\([a-z-]*\)",.*_argument,.*/--\1/p' "$@"
	sed -n 's/^static const char short_options\[\] = "+:\(.*\)";/\1/p; s/.*getopt_long(argc, argv, "\(.*\)", options.*/\1/p' \
		"$@" | tr -d : | grep -o . | sed 's/^/-/'
}
offered_bash() { bash -c ". '$completion/ior-$1.bash'"'
	compopt() { :; }
	COMP_WORDS=(ior-x -) COMP_CWORD=1
	"_ior_$1" "ior-$1" - "ior-$1"
	printf "%s\n" "${COMPREPLY[@]}"' x "$1" | sort; }
offered_zsh() {
	sed -n '/^_arguments/,$s/\[.*//p' "$completion/_ior-$1" | grep -oE -e '--?[A-Za-z][a-z-]*' | sort -u
}
offers() {
	diff <(options_of "$2" | sort) <("offered_$3" "$1") | sed 's/^/# /' >differs
	cat differs
	[ ! -s differs ]
}
# every option of --help is offered
help_is_offered() {
	run "ior-$1" --help
	grep -oE '^ +(-[A-Za-z])?(, |  +)?(--[a-z-]+)?' out | grep -oE -e '--?[A-Za-z][a-z-]*' | sort -u >in_help
	[ "$(wc -l <in_help)" -gt 8 ] && [ -z "$(comm -13 <("offered_$2" "$1") in_help)" ]
}
for shell in bash zsh; do
	is "$shell: the options of ior-read" offers read "$top/userspace/read/options.c" $shell
	is "$shell: and all of --help" help_is_offered read $shell
	is "$shell: the options of ior-workload" offers workload "$top/userspace/workload/main.c" $shell
	is "$shell: and all of --help" help_is_offered workload $shell
done

# ------------------------------------------------------------------- bash --

# offered WORDS: what bash has for the last one, split as bash does it
offered() {
	local words

	read -ra words <<<"${1//=/ = }"
	[[ $1 != *' ' ]] || words+=('')
	bash -c '. "$1"
		compopt() { :; }
		COMP_WORDBREAKS=$2
		shift 2
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		"$(complete -p "$1" | sed "s/.*-F \([^ ]*\).*/\1/")" "$1" "${!#}" "${*: -2:1}"
		printf "%s\n" "${COMPREPLY[@]}"' x "$completion/${words[0]}.bash" '=' "${words[@]}" 2>err |
		sort | grep . >out
	[ ! -s err ]
}
offers_all() { offered "$1" && same out "$2"; }
offers_just() { offered "$1" && [ "$(paste -sd' ' out)" = "$2" ]; }

ior-read --list calls >all
(cat all; printf 'all\nnone\n') | sort >wanted
is 'bash: -e trace=: the calls' offers_all 'ior-read -e trace=' wanted
is 'bash: --expr=trace=: likewise' offers_all 'ior-read --expr=trace=' wanted
ior-read --list families | sort >wanted
is 'bash: -e family=: the families' offers_all 'ior-read -e family=' wanted
ior-read --list kinds | sort >wanted
is 'bash: -e kind=: the kinds' offers_all 'ior-read -ze kind=' wanted
(ior-read --list classes; ior-read --list families) | sed 's/^/%/' | sort >wanted
is 'bash: -e %: the classes' offers_all 'ior-read -e %' wanted
is 'bash: -e: the keys' offers_just 'ior-read -e ' \
	'abi= cgroup= comm= family= fd= kind= path= status= trace= uid='
is 'bash: a list' offers_just 'ior-read -e trace=read,getppi' 'read,getppid'
is 'bash: a list of what not' offers_just 'ior-read -e !read,getppi' '!read,getppid'
is 'bash: one of what not' offers_just 'ior-read -e trace=!getppi' '!getppid'
is 'bash: a key' offers_just 'ior-read -e status' status=
(echo family=; grep ^fa all) | sort >wanted
is 'bash: a key, and calls' offers_all 'ior-read -e fa' wanted
is 'bash: a status' offers_just 'ior-read -e status=un' unfinished
is 'bash: an ABI' offers_just 'ior-read -e abi=!32,6' '!32,64'
is 'bash: a user' offers_just 'ior-read -e uid=0,roo' '0,root'
is 'bash: a name' offers_just 'ior-read -e comm=completio' completion.sh
# shellcheck disable=SC2016 # nobody is to expand it
perl -e '$0 = q{$(>PWNED)}; sleep 60' &
named=$!
until grep -q PWNED /proc/$named/comm; do sleep 0.1; done
# shellcheck disable=SC2016 # nor here
is 'bash: a name that is a command' offers_just 'ior-read -e comm=$' '\$\(\>PWNED\)'
offered 'ior-read -p '
is 'bash: which is not run' test ! -e PWNED
kill $named
is 'bash: --sample' offers_just 'ior-read --sample open=5,getppi' '5,getppid='
is 'bash: a list of frames' offers_just 'ior-read -F folded --fold comm,pat' 'comm,path comm,path2'
is 'bash: behind an option with its value' offers_just 'ior-read -F csv --ov' --overwrite
is 'bash: behind one with its value in it' offers_just 'ior-read -Fcsv --ring-size=2' '256K 256M'
is 'bash: behind an option with a word in it' offers_just 'ior-read --escape=ne' never
is 'bash: a list of such words' offers_just 'ior-read --absolute-timestamps=unix,m' 'unix,ms'
is 'bash: nothing of ours behind a command' offers_just 'ior-read -- nosuch -' ''
mkdir -p d/etc && : >d/rec.ior
cd d || exit
is 'bash: -i: files' offers_just 'ior-read -i r' rec.ior
is 'bash: path=: files' offers_just 'ior-read -e path=et' etc
cd .. || exit
ior-workload --list | cut -f1 | sort >wanted
is 'bash: ior-workload: the scenarios' offers_all 'ior-workload ' wanted
is 'bash: of several, too' offers_just 'ior-workload aio-submit aio-canc' aio-cancel
is 'bash: not where a number is' offers_just 'ior-workload -r ' ''

# said PREFIX OPTION: what is offered for an option is what it says to use
said() {
	run ior-read "$2" nosuchword
	sed -n "s/.*(use \(.*\))$/\1/p" err | sed 's/, / /g; s/ or / /' | tr ' ' '\n' | sort >wanted
	[ -s wanted ] && offers_all "ior-read $2 " wanted
}
is 'bash: the formats that there are' said -F -F
is 'bash: the frames that there are' said --fold --fold
is 'bash: the weights that there are' said --weight --weight
is 'bash: the lists that there are' said --list --list
is 'bash: what to say of descriptors' said --decode-fds --decode-fds
is 'bash: what tables are by' said --by --by
taken() {
	local word

	offered "ior-read $1 " && [ -s out ] && cp out words || return
	while read -r word; do
		ior-read -c "$1" "$word" -p 0 2>err
		says '-p 0' || { echo "# $1 $word"; return 1; }
	done <words
}
is 'bash: -S: each is taken' taken -S
is 'bash: --ring-size: each is taken' taken --ring-size

# --------------------------------------------------------- as one types it --

# What is typed, with tabs, and what the command gets then
lines='a call|ior-read -e getppi\t -a|-e getppid -a
a call behind its key|ior-read -e trace=read,getppi\t|-e trace=read,getppid
with a long option|ior-read --expr=trace=getppi\t|--expr=trace=getppid
a class|ior-read -e %fil\t -a|-e %file -a
a family|ior-read -e family=Netw\t -a|-e family=Network -a
a kind|ior-read -e kind=epoll\t -a|-e kind=epoll-ctl -a
a status|ior-read -e status=unf\t -a|-e status=unfinished -a
a format|ior-read -F cs\t -a|-F csv -a
frames|ior-read --fold comm,tre\t -a|--fold comm,tree -a
an option|ior-read --overw\t -a|--overwrite -a
a file|ior-read -i d/re\t -a|-i d/rec.ior -a
a path|ior-read -e path=d/re\t -a|-e path=d/rec.ior -a
a command|ior-read -- mkfif\t d|-- mkfifo d
a file of the command|ior-read -z cat d/re\t|-z cat d/rec.ior
a scenario|ior-workload aio-canc\t aio-submi\t|aio-cancel aio-submit'

# type_all SHELL: all of them into one shell, where the commands say what they got
type_all() {
	{
		printf 'PS1=; PS2=\n'
		for tool in ior-read ior-workload; do
			# shellcheck disable=SC2016 # the shell that reads it is to
			printf '%s() { case $1 in --list) command %s "$@" ;; *) echo "$*" >>got ;; esac; }\n' $tool $tool
		done
		cat "setup.$1"
		printf '%b\n' "$(cut -d'|' -f2 <<<"$lines")"
		printf 'exit\n'
	} >input
	: >got
	case $1 in
	bash) timeout -k 1 300 script -qec 'bash --norc --noprofile -i' /dev/null ;;
	zsh) timeout -k 1 300 script -qec 'zsh -f -i' /dev/null ;;
	esac <input >typescript 2>&1
}
got_line() {
	[ "$(sed -n "${1}p" got)" = "$2" ] || { echo "# got: $(sed -n "${1}p" got)"; return 1; }
}
printf '. %q\n' "$completion/ior-read.bash" "$completion/ior-workload.bash" >setup.bash
# shellcheck disable=SC2016 # zsh is to
printf 'fpath=(%q $fpath); autoload -Uz compinit; compinit -u -D\n' "$completion" >setup.zsh
printf 'setopt no_beep no_list_ambiguous no_bang_hist\n' >>setup.zsh

for shell in bash zsh; do
	if ! command -v $shell >/dev/null || ! command -v script >/dev/null; then
		skip "$shell: as one types it" "no $shell, or no script"
		continue
	fi
	type_all $shell
	n=0
	while IFS='|' read -r name _ wanted; do
		n=$((n + 1))
		is "$shell: $name" got_line $n "$wanted"
	done <<<"$lines"
	if [ $shell = zsh ]; then
		for f in "$completion"/_*; do
			is "zsh -n ${f##*/}" zsh -n "$f"
		done
	fi
done
finish
