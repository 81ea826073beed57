#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What make install-tools installs: that it is all there, and that a program can be built
# with the library.  No module needed.
# shellcheck source=selftests/tap.sh
. "$(dirname "$0")/tap.sh"
top=$(dirname "$here")

files() { (cd "$1" && find . -type f | sort); }
installed() { [ -f "inst/$1" ]; }

run make -s -C "$top" install-tools PREFIX="$tmp/inst"
is 'it installs' test "$status" = 0
for f in bin/ior-read bin/ior-workload lib/libior.a lib/pkgconfig/libior.pc include/ior/libior.h \
	include/ior/linux/ior.h share/man/man1/ior-read.1 share/man/man3/libior.3 share/man/man4/ior.4 \
	share/bash-completion/completions/ior-read share/zsh/site-functions/_ior-workload; do
	is "$f" installed $f
done
run make -s -C "$top" install-tools PREFIX=/opt DESTDIR="$tmp/dest"
is 'with DESTDIR: the same files' test "$(files inst)" = "$(files dest/opt)"
is 'and none elsewhere' test "$(ls dest)" = opt
is 'of which none knows DESTDIR' test -z "$(grep -rl "$tmp/dest" dest/opt/lib/pkgconfig dest/opt/share)"

# ---------------------------------------------------------------- library --

# The page's own example, and a call of each function that it shows; types of such
# end in _fn
page=inst/share/man/man3/libior.3
sed -n '/^\.Bd -literal/,/^\.Ed/{/^\./!p}' $page | sed 's/\\e/\\/g' >example.c
sed -n '/_fn$/d;s/^\.Fo \(.*\)/(void *)\1,/p' $page >functions
{
	printf '#include <libior.h>\nvoid *const functions[] = {\n'
	cat functions
	printf '};\nint main(void) { return !functions[0]; }\n'
} >all.c
perl "$here/records.pl" >two.ior <<'END'
call at => 50, end => 60, nr => GETPID, ret => 1;
call at => 100, end => 250, nr => READ, args => [3, 64, 8], ret => 8;
END
built() {
	gcc -Wall -Wextra -Werror -o "$1" "$1.c" $(pkgconf --cflags --libs libior) 2>err
}

is 'libior(3) tells of each function of the headers' test "$(wc -l <functions)" = \
	"$(cat inst/include/ior/libior*.h | grep -v ^typedef | grep -cE '^[a-z].*\bior_[a-z_]+\(')"
if command -v pkgconf >/dev/null; then
	export PKG_CONFIG_PATH=$tmp/inst/lib/pkgconfig
	is 'pkgconf: the version' test "$(pkgconf --modversion libior)" = \
		"$(sed -n 's/^PACKAGE_VERSION="\(.*\)"/\1/p' "$top/dkms.conf")"
	is 'the library has each of them' built all
	is 'the example builds' built example
	run ./example <two.ior
	is 'and does what it says' test "$status $(paste -sd, out)" = '0 50 10 getpid,100 150 read'
	run ./example </dev/null
	is 'also of no recording' test "$status $(cat out)" = '1 '
else
	skip 'programs with the library' 'no pkgconf'
fi

# ------------------------------------------------------------------ pages --

if command -v mandoc >/dev/null; then
	is 'pages: nothing from mandoc' test -z "$(mandoc -T lint -W warning inst/share/man/man?/* 2>&1)"
else
	skip 'pages: nothing from mandoc' 'no mandoc'
fi

# page_refused SED TEXT: a header that was changed so makes no page, but this error
page_refused() {
	cat "$top"/userspace/lib/libior{,_stream}.h >headers.h
	sed "$1" headers.h >changed.h
	! cmp -s changed.h headers.h || return 1
	run perl "$top/man/headers.pl" "$top/man/libior.3.in" changed.h
	[ "$status" != 0 ] && [ ! -s out ] && says "$2"
}
is 'an argument that no comment tells of' page_refused 's/int timeout_ms/&, int more/' 'ior_reader_wait has'
is 'one that is not there' page_refused '/^ \* @timeout_ms/s/timeout_ms/timeout/' 'ior_reader_wait has'
is 'a member that no comment tells of' page_refused 's/^\tuint64_t\tmarks;/&\n\tint\t\tmore;/' 'ior_tally has'
is 'a value that no comment tells of' page_refused 's/^\tIOR_STREAM_CUT,/&\n\tIOR_MORE,/' 'ior_stream_end has'
is 'a comment before something else' page_refused 's/^int ior_device_start/int ior_device_begin/' \
	'the comment on ior_device_start stands'
finish
