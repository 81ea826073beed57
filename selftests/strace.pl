# SPDX-License-Identifier: GPL-2.0-only
#
# strace.pl PREFIX ROWS: compares what "strace -ff -y -v -s 0 -o PREFIX" and, in
# ROWS, "ior-read --raw-restarts" saw of the same processes at the same time.
# Of each call that is its name, its descriptors and their files, its paths and
# its result.  Prints how many calls there are, or what differs; status 1 then.
use strict;
use warnings;
no warnings 'portable';

my ($prefix, $rows) = @ARGV;
my $file = qr/<[^<>]*>(?:\(deleted\))?/;
my $quoted = qr/"(?:[^"\\]|\\.)*"(?:\.\.\.)?/;

# Strings that strace cuts, and descriptors in memory: the records have none.
my $no_text = qr/^(?:memfd_create|mq_open|mq_unlink|fsopen)$/;
my $no_lists = qr/poll|select|futex/;

# How many files are compared where one of the two has more.
my %files = (dup2 => 1, dup3 => 1, close_range => 0);

# name, [arguments], result; an empty list for what is no call
sub call {
	my ($line) = @_;
	my ($name, $args, $result) = $line =~ /^(\w+)\((.*)\) +=\s(.*)$/ or return;

	# the kernel takes 32 bits of a number; on arm64 strace shows -1 with 64
	$name =~ s/^syscall_0xffffffff(?=[0-9a-f]{8}$)/syscall_0x/;
	1 while $args =~ s/\{[^{}]*\}//;
	$args =~ s/\[.*\]// if $name =~ $no_lists;
	my @args = $args =~ /((?:-?\d+|AT_FDCWD)$file|$quoted)/g;
	@args = grep { !/^""/ } @args;
	@args = grep { !/^"/ } @args if $name =~ $no_text;
	splice @args, $files{$name} if exists $files{$name} && @args > $files{$name};

	($result) = $result =~ /^(-1 \w+|\? \w+|0x[0-9a-f]+|-?\d+$file|\S+)/;
	$result = hex $result if $result =~ /^0x/;
	$result = '?' if $name eq 'rt_sigreturn';
	return [$name, "@args", $result];
}

sub text {
	my ($row) = @_;
	return $row ? ref $row ? "$row->[0]($row->[1]) = $row->[2]" : $row : 'nothing';
}

# What is said of a task: calls and its end.
sub said {
	my ($line) = @_;

	chomp $line;
	$line =~ s/ <\d+\.\d{6}>$//;
	return $line if $line =~ /^\+\+\+ /;
	return call($line);
}

sub same {
	my ($theirs, $ours) = @_;

	return 0 if !$theirs || !$ours || ref $theirs ne ref $ours;
	return $theirs eq $ours if !ref $theirs;
	return $theirs->[0] eq $ours->[0] && $theirs->[1] eq $ours->[1] &&
		($theirs->[2] eq '?' || $theirs->[2] eq $ours->[2]);
}

my (%theirs, %ours);
for my $path (glob "$prefix.*") {
	my ($tid) = $path =~ /\.(\d+)$/;

	open my $in, '<', $path or die "$path: $!";
	while (<$in>) {
		my $row = said($_);
		push @{$theirs{$tid}}, $row if $row;
	}
}
open my $in, '<', $rows or die "$rows: $!";
while (<$in>) {
	my ($tid, $line) = /^\[pid (\d+)\] (.*)$/s or next;
	my $row = said($line);
	push @{$ours{$tid}}, $row if $row && $theirs{$tid};
}

my ($calls, $wrong) = (0, 0);
for my $tid (sort { $a <=> $b } keys %theirs) {
	my @theirs = @{$theirs{$tid}};
	my @ours = @{$ours{$tid} // []};

	# strace shows its first process from its execve on
	if (ref $theirs[0] && $theirs[0][0] eq 'execve') {
		shift @ours while @ours && !same($theirs[0], $ours[0]);
	}
	while (@theirs || @ours) {
		my ($t, $o) = (shift @theirs, shift @ours);

		$calls++;
		next if same($t, $o);
		print "# $tid: strace: ", text($t), "\n# $tid: ior-read: ", text($o), "\n";
		exit 1 if ++$wrong == 5;
		last;
	}
}
exit 1 if $wrong;
print "$calls\n";
