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

ior-read --list calls >calls
(cat calls; printf 'all\nnone\n') | sort >wanted
is 'bash: -e trace=: the calls' offers_all 'ior-read -e trace=' wanted
is 'bash: --expr=trace=: likewise' offers_all 'ior-read --expr=trace=' wanted
ior-read --list families | sort >wanted
is 'bash: -e family=: the families' offers_all 'ior-read -e family=' wanted
ior-read --list kinds | sort >wanted
is 'bash: -e kind=: the kinds' offers_all 'ior-read -ze kind=' wanted
(ior-read --list classes; ior-read --list families) | sed 's/^/%/' | sort >wanted
is 'bash: -e %: the classes' offers_all 'ior-read -e %' wanted
is 'bash: -e: the keys' offers_just 'ior-read -e ' 'family= fd= kind= path= status= trace='
is 'bash: a list' offers_just 'ior-read -e trace=read,getppi' 'read,getppid'
is 'bash: a list of what not' offers_just 'ior-read -e !read,getppi' '!read,getppid'
is 'bash: one of what not' offers_just 'ior-read -e trace=!getppi' '!getppid'
is 'bash: a key' offers_just 'ior-read -e status' status=
(echo family=; grep ^fa calls) | sort >wanted
is 'bash: a key, and calls' offers_all 'ior-read -e fa' wanted
is 'bash: a status' offers_just 'ior-read -e status=un' unfinished
is 'bash: --sample' offers_just 'ior-read --sample open=5,getppi' '5,getppid='
is 'bash: behind an option with its value' offers_just 'ior-read -F csv --ov' --overwrite
is 'bash: behind one with its value in it' offers_just 'ior-read -Fcsv --ring-size=2' '256K 256M'
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
	run ior-read $2 nosuchword
	sed -n "s/.*(use \(.*\))$/\1/p" err | sed 's/, / /g; s/ or / /' | tr ' ' '\n' | sort >wanted
	[ -s wanted ] && offers_all "ior-read $2 " wanted
}
is 'bash: the formats that there are' said -F -F
is 'bash: the lists that there are' said --list --list
taken() {
	local word

	offered "ior-read $1 " && [ -s out ] && cp out words || return
	while read -r word; do
		ior-read -c $1 "$word" -p 0 2>err
		says '-p 0' || { echo "# $1 $word"; return 1; }
	done <words
}
is 'bash: -S: each is taken' taken -S
is 'bash: --ring-size: each is taken' taken --ring-size

# --------------------------------------------------------- as one types it --

# typed SHELL LINE: what the command gets, as one line, of what was typed with tabs
typed() {
	local got

	{
		printf 'PS1=; PS2=\n'
		printf 'ior-read() { case $1 in --list) command ior-read "$@" ;; *) echo "got: $*" >>got ;; esac; }\n'
		printf 'ior-workload() { case $1 in --list) command ior-workload "$@" ;; *) echo "got: $*" >>got ;; esac; }\n'
		cat "setup.$1"
		printf '%b\nexit\n' "$2"
	} >input
	rm -f got
	case $1 in
	bash) script -qec 'bash --norc --noprofile -i' /dev/null ;;
	zsh) script -qec 'zsh -f -i' /dev/null ;;
	esac <input >typescript 2>&1
	[ -e got ] || { tail -n 5 typescript | sed 's/^/# /'; return 1; }
	got=$(sed 's/^got: //' got)
	[ "$got" = "$3" ] || { echo "# got: $got"; return 1; }
}
printf '. %q\n' "$completion/ior-read.bash" "$completion/ior-workload.bash" >setup.bash
printf 'fpath=(%q $fpath); autoload -Uz compinit; compinit -u -D\n' "$completion" >setup.zsh
printf 'setopt no_beep no_list_ambiguous no_bang_hist\n' >>setup.zsh

for shell in bash zsh; do
	if ! command -v $shell >/dev/null || ! command -v script >/dev/null; then
		skip "$shell: as one types it" "no $shell, or no script"
		continue
	fi
	is "$shell: a call" typed $shell 'ior-read -e getppi\t -a' '-e getppid -a'
	is "$shell: a call behind its key" typed $shell 'ior-read -e trace=read,getppi\t' '-e trace=read,getppid'
	is "$shell: with a long option" typed $shell 'ior-read --expr=trace=getppi\t' '--expr=trace=getppid'
	is "$shell: a class" typed $shell 'ior-read -e %fil\t -a' '-e %file -a'
	is "$shell: a family" typed $shell 'ior-read -e family=Netw\t -a' '-e family=Network -a'
	is "$shell: a kind" typed $shell 'ior-read -e kind=epoll\t -a' '-e kind=epoll-ctl -a'
	is "$shell: a status" typed $shell 'ior-read -e status=unf\t -a' '-e status=unfinished -a'
	is "$shell: a format" typed $shell 'ior-read -F cs\t -a' '-F csv -a'
	is "$shell: an option" typed $shell 'ior-read --overw\t -a' '--overwrite -a'
	is "$shell: a file" typed $shell 'ior-read -i d/re\t -a' '-i d/rec.ior -a'
	is "$shell: a path" typed $shell 'ior-read -e path=d/re\t -a' '-e path=d/rec.ior -a'
	is "$shell: a command" typed $shell 'ior-read -- mkfif\t d' '-- mkfifo d'
	is "$shell: a file of the command" typed $shell 'ior-read -z cat d/re\t' '-z cat d/rec.ior'
	is "$shell: a scenario" typed $shell 'ior-workload aio-canc\t aio-submi\t' 'aio-cancel aio-submit'
	if [ $shell = zsh ]; then
		for f in "$completion"/_*; do
			is "zsh -n ${f##*/}" zsh -n "$f"
		done
	fi
done
finish
