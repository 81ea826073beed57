# SPDX-License-Identifier: GPL-2.0-only
#
# Makes a recording by hand: what comes on stdin is Perl that calls the
# functions below, one for each record.
use strict;
use warnings;

use constant {
	READ => 0, OPEN => 2, CLOSE => 3, GETPID => 39, ACCEPT => 43, EXECVE => 59, RENAME => 82,
	RESTART_SYSCALL => 219, CLOCK_NANOSLEEP => 230, OPENAT => 257, MEMFD_CREATE => 319,
	FSOPEN => 430,
};
use constant {
	NO_ENTER => 1 << 0, NO_EXIT => 1 << 1, NO_RETURN => 1 << 2, CHILD => 1 << 3,
	DENIED => 1 << 4, RESTARTS => 1 << 5, CONTINUES => 1 << 6, NAME_LOST => 1 << 7,
	UNREAD => 1 << 8, FD => 1 << 9,
};

# family, kind and class of what a call returns, as the module has them
my %classes = (
	READ, [2, 1, 1], OPEN, [2, 6, 0], CLOSE, [2, 1, 0], GETPID, [8, 0, 0], ACCEPT, [6, 17, 0],
	EXECVE, [8, 28, 0], RENAME, [2, 4, 0], RESTART_SYSCALL, [8, 0, 0],
	CLOCK_NANOSLEEP, [12, 22, 0], OPENAT, [2, 6, 0],
);

my ($stream, $calls, $records, $lost) = ('', 0, 0, 0);
our $machine = 62;	# of ELF: x86-64
our $overwritten = 0;	# what was lost made room for what is newer
our ($began, $real) = (0, 0);	# what the header says of the time

# The fields that all records have, and 96 bytes behind them.
sub record {
	my ($type, $r, $body) = @_;
	my $at = $r->{at} // 0;

	$stream .= pack 'Q<Q<CCS<L<L<L<a96', $at, ($r->{end} // $at) - $at, $type, $r->{abi} // 0,
		$r->{cpu} // 0, $r->{flags} // 0, $r->{pid} // 10, $r->{tid} // 10, $body;
	$records++;
}

sub body {
	my ($r) = @_;
	my ($family, $kind, $class) = @{$classes{$r->{nr}} // [0, 0, 0]};
	my $ret = $r->{ret} // 0;

	$class = 4 if $ret <= -512;
	return pack 'q<Q<6a16L<C4L<2Q<', $ret, (map { $r->{args}[$_] // 0 } 0 .. 5),
		$r->{comm} // 'one', $r->{nr}, $family, $kind, $class, 0,
		(map { $r->{name}[$_] // 0 } 0 .. 1), $r->{aux} // 0;
}

sub call {
	my %r = @_;

	$calls++ if !(($r{flags} // 0) & CHILD);
	record(2, \%r, body(\%r));
}

sub enter {
	my %r = @_;

	$calls++ if ($r{flags} // 0) & NO_RETURN;
	record(3, \%r, body(\%r));
}

sub lost {
	my %r = @_;

	$lost += ($r{calls} // 0) + ($r{others} // 0);
	record(4, \%r, pack 'Q<2', $r{calls} // 0, $r{others} // 0);
}

# As many records as the name needs.
sub name {
	my %r = @_;
	my $path = $r{path};
	my $at = 0;

	do {
		my $piece = substr $path, $at, 56;

		record(6, \%r, pack 'L<2S<4L<4Q<a56', $r{id}, $r{base} // 0, length $path, 0, $at,
			length $piece, $r{mode} // 0, 0, 0, 0, 0, $piece);
		$at += length $piece;
	} while $at < length $path;
}

# What was counted of a call, with buckets => { number => calls }.
sub count {
	my %r = @_;
	my %buckets = %{$r{buckets} // {}};

	record(8, \%r, pack 'L<2Q<7', $r{nr}, 0, $r{calls}, $r{recorded} // 0, $r{errors} // 0,
		$r{bytes} // 0, $r{ns} // 0, $r{min} // 0, $r{max} // 0);
	for my $at (sort { $a <=> $b } keys %buckets) {
		record(9, \%r, pack 'L<2Q<', $r{nr}, $at, $buckets{$at});
	}
}

my %events = (fork => 1, exec => 2, exit => 3, rename => 4);

sub task {
	my ($event, %r) = @_;

	record(7, \%r, pack 'L<3l<a16L<', $events{$event}, $r{other_pid} // 10, $r{other_tid} // 0,
		$r{status} // 0, $r{comm} // 'one', $r{name} // 0);
}

binmode STDOUT;
my $script = join '', <STDIN>;
eval "$script; 1" or die $@;
print pack 'Q<Q<CCS<L<L<L<a8L<3l<Q<2L<x52', $began, 0, 1, 0, 0, 0, 0, 0,
	'ior.ring', 3, 128, $machine, 1, $began, $real, 1;
print $stream;
print pack 'Q<Q<CCS<L<L<L<Q<3L<x68', 0, 0, 5, 0, 0, 0, 0, 0, $calls, $records, $lost,
	$lost && !$overwritten ? 1 : 0;
