#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What DuckDB makes of CSV and of JSON lines: of recordings made by hand.  No module
# needed, but what selftests/vm/duckdb gets.
# shellcheck source=selftests/tap.sh
. "$(dirname "$0")/tap.sh"
lib=$here/../build/duckdb/libduckdb.so

# of the machine that got it, which may have another's guest
case $(uname -m) in
x86_64) machine=62 ;;
aarch64) machine=183 ;;
*) machine= ;;
esac
if [ -e "$lib" ] && [ "$(od -An -tu2 -j18 -N2 "$lib" | tr -d ' ')" != "$machine" ]; then
	skip 'DuckDB: CSV and JSON lines' "libduckdb.so is not for $(uname -m)"
	finish
	exit
fi
if [ ! -e "$lib" ]; then
	skip 'DuckDB: CSV and JSON lines' 'no libduckdb.so: selftests/vm/duckdb gets it where there is npm'
	finish
	exit
fi

# query SQL: prints its rows as CSV
cat >query.py <<'END'
import ctypes, sys
lib = ctypes.CDLL(sys.argv[1])
lib.duckdb_result_error.restype = ctypes.c_char_p
db, con, result = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.create_string_buffer(256)
assert lib.duckdb_open(None, ctypes.byref(db)) == 0
assert lib.duckdb_connect(db, ctypes.byref(con)) == 0
if lib.duckdb_query(con, f"COPY ({sys.argv[2]}) TO 'rows' (HEADER false)".encode(), result):
    sys.exit(lib.duckdb_result_error(result).decode())
END
query() { python3 query.py "$lib" "$1" && cat rows; }

# answers SQL: with what is on stdin
answers() {
	query "$1" >out 2>err
	diff - out | sed 's/^/# /' >differs
	cat differs
	[ ! -s differs ] && [ ! -s err ]
}

record many.ior <<'END'
my @names = ('/tmp/a,b', '/tmp/"quoted"', "/tmp/two\nlines", "/tmp/tab\t;", "/tmp/\xf0\x9f\x98\x80", '/' . 'x' x 4094);
name id => $_, path => $names[$_ - 1] for 1 .. @names;
for my $n (1 .. 3000) {
	my $at = 1e12 + $n * 1000;

	call at => $at, end => $at + $n % 700, nr => READ, args => [$n % 5, 140720308494336 + $n, 4096],
		ret => $n % 3 ? $n : -11, name => [1 + $n % @names, 0], tid => 10 + $n % 2;
	call at => $at + 800, end => $at + 850, nr => OPENAT, args => [-100, 64, 0], ret => -2;
}
END
ior-read -F csv -o calls.csv -i many.ior 2>/dev/null
ior-read -F jsonl -o calls.jsonl -i many.ior 2>/dev/null

# what another format comes to
sums=$(ior-read -F folded --fold call --weight bytes -i many.ior 2>/dev/null | awk '{print $2}')
time=$(ior-read -F folded --fold pid --weight time -i many.ior 2>/dev/null | awk '{print $2}')
is 'DuckDB: sums of CSV' answers "SELECT count(*), sum(bytes), sum(duration_ns), sum(ret), count(error), count(DISTINCT path), max(length(path)), min(time_ns) FROM 'calls.csv'" <<<"6000,$sums,$time,2983000,4000,6,4095,1000000001000"
is 'DuckDB: and of JSON lines' answers "SELECT count(*), sum(bytes), sum(duration_ns), sum(ret), count(error), count(DISTINCT path), max(length(path)), min(time_ns) FROM 'calls.jsonl'" <<<"6000,$sums,$time,2983000,4000,6,4095,1000000001000"
is 'DuckDB: arguments are numbers' answers "SELECT name, len(args), min(args[1]), max(args[2]) FROM 'calls.jsonl' GROUP BY ALL ORDER BY name" <<-'END'
	openat,4,-100,64
	read,3,0,140720308497336
END
is 'DuckDB: row by row they are the same' answers "SELECT count(*) FROM 'calls.csv' c JOIN 'calls.jsonl' j USING (time_ns, tid, name) WHERE c.path IS NOT DISTINCT FROM j.path AND c.gap_ns IS NOT DISTINCT FROM j.gap_ns AND c.comm = j.comm AND c.family = j.family AND c.ret = j.ret AND c.error IS NOT DISTINCT FROM j.error" <<<6000

record odd.ior <<'END'
name id => 1, path => "/tmp/\xff\xe2\x82";
call at => 100, end => 200, nr => READ, args => [3], ret => 1, name => [1, 0];
call at => 300, end => 400, nr => READ, args => [3], ret => 2;
END
ior-read -F jsonl -o odd.jsonl -i odd.ior 2>/dev/null
is 'DuckDB: a name that is no UTF-8' answers "SELECT ret, path, hex(unhex(path_bytes)) FROM 'odd.jsonl' ORDER BY ret" <<-'END'
	1,/tmp/���,2F746D702FFFE282
	2,,
END

finish
