/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SYMBOLS_H
#define SYMBOLS_H

#include <stdint.h>

/* A bit, or a value of a field of bits, and its name. */
struct symbol {
	uint64_t	value;
	const char	*name;
};

/**
 * struct symbols - the names of the values of some argument
 * @symbol: the names; where one holds the bits of another it comes first
 * @nr: how many
 * @field: bits that are one value rather than a bit each
 */
struct symbols {
	const struct symbol	*symbol;
	unsigned int		nr;
	uint64_t		field;
};

extern const struct symbols symbols_open, symbols_fd_flags, symbols_at, symbols_msg, symbols_prot,
	symbols_map, symbols_access, symbols_whence, symbols_clock, symbols_sock_family,
	symbols_sock_type, symbols_file_type, symbols_clone;

/* from the O_* of the machine in use to those of x86, or back */
uint64_t swap_open_flags(uint64_t flags);
char *put_symbols(char *p, const struct symbols *symbols, uint64_t value);
char *put_signal(char *p, int sig);
char *put_errno(char *p, int error);

#endif /* SYMBOLS_H */
