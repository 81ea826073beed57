#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# headers.pl TEMPLATE HEADER...: a manual page out of the comments of headers, on
# stdout: in the template, @SYNOPSIS@ becomes their functions, @DESCRIPTION@ what is
# said of everything.  Comments are as kernel-doc has them.  What one leaves out, or
# tells of what there is not, is an error.
use strict;
use warnings;

my ($template, @headers) = @ARGV;
my ($synopsis, $description, $in_list) = ('', '', 0);
my $file = '';

sub bad { die "$file: $_[0]\n" }

sub slurp {
	open my $f, '<', $_[0] or die "$_[0]: $!\n";
	local $/;
	return <$f>;
}

# ----------------------------------------------------------------- markup --

sub escape {
	my ($text) = @_;

	$text =~ s/\\/\\e/g;
	return $text;
}

# What a word stands for, and the macro for that.
my @marks = (
	[qr/@([a-z_0-9]+)/, 'Fa'],
	[qr/%([A-Z_0-9]+\*?)/, 'Dv'],
	[qr/(-E[A-Z0-9]+)/, 'Er'],
	[qr/([a-z_0-9]+)\(\)/, 'Fn'],
	[qr/([a-z_0-9]+)\((\d)\)/, 'Xr'],
);

sub marked {
	my ($word) = @_;

	for my $mark (@marks) {
		my ($pattern, $macro) = @$mark;

		next if $word !~ /^(\(?)$pattern([.,:;)]*)$/;
		my @parts = grep { defined && length } ($1, $macro, $2, @{^CAPTURE}[2 .. $#{^CAPTURE}]);
		my $end = length $parts[-1] && $parts[-1] =~ /^[.,:;)]+$/ ? pop @parts : '';
		$parts[-1] =~ s/^-/\\-/;
		return '.' . join ' ', @parts, split //, $end;
	}
	return;
}

# text TEXT: as mdoc, each sentence on lines of its own
sub text {
	my ($out, $line) = ('', '');
	my $flush = sub {
		$line =~ s/^(['.])/\\&$1/;
		$out .= "$line\n" if length $line;
		$line = '';
	};

	for my $word (split ' ', $_[0]) {
		my $macro = marked($word);

		if ($macro) {
			$flush->();
			$out .= "$macro\n";
			next;
		}
		$flush->() if length($line) + length($word) > 76;
		$line .= (length $line ? ' ' : '') . escape($word);
		$flush->() if $word =~ /[.!?]\)?$/;
	}
	$flush->();
	return $out;
}

sub paragraphs { join ".Pp\n", map { text($_) } @_ }

# sentence TEXT: with a capital, and a full stop
sub sentence {
	my $text = ucfirst $_[0];

	return $text =~ /[.?!]$/ ? $text : "$text.";
}

# ----------------------------------------------------------------- parsing --

# What stands in a comment, without its stars.
sub uncommented { $_[0] =~ s/^[ \t]*\* ?//mgr =~ s/^\s+//r }

# comment TEXT: what it is about, in a few words; the members; the paragraphs
sub comment {
	my ($text) = @_;
	my (@members, @paragraphs, $last);

	$text = uncommented($text);
	my @lines = split /\n/, $text;
	my $about = '';
	$about .= shift(@lines) . ' ' while @lines && $lines[0] =~ /\S/ && $lines[0] !~ /^@/;
	$about =~ s/\s+/ /g;
	my ($name, $what) = $about =~ /^(?:struct |enum )?(\w+) - (.*?) ?$/ or bad("no name: $about");
	for (@lines) {
		if (/^@(\w+): (.*)/) {
			push @members, [$1, $2];
			$last = \$members[-1][1];
		} elsif (/^\s*$/) {
			$last = undef;
		} elsif ($last) {
			$$last .= " $_";
		} else {
			push @paragraphs, $_;
			$last = \$paragraphs[-1];
		}
	}
	return ($name, $what, \@members, \@paragraphs);
}

sub same_names {
	my ($name, $said, $there) = @_;

	"@$said" eq "@$there" or bad("$name has (@$there), its comment tells of (@$said)");
}

# split_declaration TEXT: type and name
sub split_declaration {
	my ($type, $name) = $_[0] =~ /^\s*(.*?[\s*])(\w+(?:\[\w+\])*)\s*$/s or bad("no declaration: $_[0]");

	$type =~ s/\s+/ /g;
	$type =~ s/ $//;
	return ($type, $name);
}

sub members {
	my ($members, $type_of) = @_;
	my $out = '';

	return '' if !@$members;
	for (@$members) {
		my ($name, $text) = @$_;

		$out .= ".It " . ($type_of->{$name} // "Fa $name") . "\n" . text($text);
	}
	return ".Bl -tag -width Ds -compact\n$out.El\n";
}

sub entry {
	my ($head, $what, $members, $type_of, $paragraphs) = @_;

	$description .= ".Bl -tag -width Ds\n" if !$in_list;
	$in_list = 1;
	$description .= ".It $head\n" . text(sentence($what)) . members($members, $type_of) .
		(@$paragraphs ? ".Pp\n" : '') . paragraphs(@$paragraphs);
}

sub end_list {
	$description .= ".El\n" if $in_list;
	$in_list = 0;
}

sub function {
	my ($what, $members, $paragraphs, $declaration) = @_;
	my ($head, $arguments) = $declaration =~ /^(?:static inline )?(.*?)\((.*)\)$/s or bad($declaration);
	my ($type, $name) = split_declaration($head);
	my @arguments = map { [split_declaration($_)] } grep { $_ ne 'void' } split /,/, $arguments;

	same_names($name, [map { $_->[0] } @$members], [map { $_->[1] =~ s/\[\w+\]//r } @arguments]);
	$synopsis .= ".Ft \"$type\"\n.Fo $name\n" .
		join('', map { ".Fa \"" . ($_->[0] =~ /\*$/ ? "$_->[0]$_->[1]" : "$_->[0] $_->[1]") . "\"\n" }
			@arguments) . ".Fc\n";
	entry("Fn $name " . join(' ', map { $_->[0] } @$members), $what, $members, {}, $paragraphs);
}

sub structure {
	my ($name, $what, $members, $paragraphs, $body) = @_;
	my (%type_of, @there);

	for (grep { /\S/ } split /;/, $body) {
		my ($type, $member) = split_declaration($_);

		my $array = $member =~ s/((?:\[\w+\])+)$// ? $1 : '';
		push @there, $member;
		$type_of{$member} = "Vt \"$type\" Fa $member$array";
	}
	same_names($name, [map { $_->[0] } @$members], \@there);
	entry("Vt \"struct $name\"", $what, $members, \%type_of, $paragraphs);
}

sub enumeration {
	my ($name, $what, $members, $paragraphs, $body) = @_;
	my @there = $body =~ /(\w+)/g;

	same_names($name, [map { $_->[0] } @$members], \@there);
	entry("Vt \"enum $name\"", $what, $members, { map { $_ => "Dv $_" } @there }, $paragraphs);
}

# The first comment of a header, behind the licence: a page begins with the first one's.
sub introduction {
	$description .= paragraphs(split /\n\s*\n/, uncommented($_[0]));
}

sub header {
	local $_ = slurp($file);

	m{\G\s*/\* SPDX[^\n]*\n/\*\n(.*?)\*/}gcs or bad('no introduction');
	introduction($1) if $file eq $headers[0];
	while (m{\G.*?/\*(?: -+ (\w+) -- \*/|\*(.*?)\*/\s*)}gcs) {
		if (defined $1) {
			end_list();
			$description .= ".Ss " . ucfirst($1) . "\n";
			next;
		}
		my ($name, $what, $members, $paragraphs) = comment($2);
		if (/\G#define $name\b/gc) {
			entry("Dv $name", $what, $members, {}, $paragraphs);
		} elsif (/\Gstruct $name \{(.*?)^\};/gcms) {
			structure($name, $what, $members, $paragraphs, $1);
		} elsif (/\Genum $name \{(.*?)^\};/gcms) {
			enumeration($name, $what, $members, $paragraphs, $1);
		} elsif (/\G([^;{]*\b$name\([^;{]*\))\s*[;{]/gc) {
			function($what, $members, $paragraphs, $1);
		} else {
			bad("the comment on $name stands before something else");
		}
	}
	end_list();
}

for (@headers) {
	$file = $_;
	header();
}
my $page = slurp($template);
for (['SYNOPSIS', $synopsis], ['DESCRIPTION', $description]) {
	my ($mark, $text) = @$_;

	$page =~ s/^\@$mark\@\n/$text/m or die "$template: no \@$mark\@\n";
}
print $page;
