// SPDX-License-Identifier: GPL-2.0-only
#include "put.h"

const char put_digits[100][2] = {
	"00", "01", "02", "03", "04", "05", "06", "07", "08", "09",
	"10", "11", "12", "13", "14", "15", "16", "17", "18", "19",
	"20", "21", "22", "23", "24", "25", "26", "27", "28", "29",
	"30", "31", "32", "33", "34", "35", "36", "37", "38", "39",
	"40", "41", "42", "43", "44", "45", "46", "47", "48", "49",
	"50", "51", "52", "53", "54", "55", "56", "57", "58", "59",
	"60", "61", "62", "63", "64", "65", "66", "67", "68", "69",
	"70", "71", "72", "73", "74", "75", "76", "77", "78", "79",
	"80", "81", "82", "83", "84", "85", "86", "87", "88", "89",
	"90", "91", "92", "93", "94", "95", "96", "97", "98", "99",
};

const uint64_t put_powers[20] = {
	1ULL, 10ULL, 100ULL, 1000ULL, 10000ULL, 100000ULL, 1000000ULL, 10000000ULL, 100000000ULL,
	1000000000ULL, 10000000000ULL, 100000000000ULL, 1000000000000ULL, 10000000000000ULL,
	100000000000000ULL, 1000000000000000ULL, 10000000000000000ULL, 100000000000000000ULL,
	1000000000000000000ULL, 10000000000000000000ULL,
};

static char *put_base(char *p, uint64_t value, unsigned int shift, unsigned int min_digits)
{
	unsigned int digits = 1;

	while (digits * shift < 64 && value >> (digits * shift))
		digits++;
	if (digits < min_digits)
		digits = min_digits;
	while (digits--)
		*p++ = "0123456789abcdef"[value >> (digits * shift) & ((1 << shift) - 1)];
	return p;
}

/* As "0x1f"; 0 is "0". */
char *put_hex(char *p, uint64_t value)
{
	if (!value)
		return put_char(p, '0');
	return put_base(put_str(p, "0x"), value, 4, 1);
}

/* With leading zeroes up to @min_digits. */
char *put_octal(char *p, uint64_t value, unsigned int min_digits)
{
	return put_base(p, value, 3, min_digits);
}

/* The last @digits digits, leading zeroes included. */
char *put_padded(char *p, uint64_t value, unsigned int digits)
{
	unsigned int i;

	for (i = digits; i--; value /= 10)
		p[i] = '0' + value % 10;
	return p + digits;
}
