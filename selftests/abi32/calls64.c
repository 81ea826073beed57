// SPDX-License-Identifier: GPL-2.0-only
/*
 * A 64-bit program for the test abi32, one call of which is a 32-bit one: number
 * 3 is read there, and close here.  It has no libc, which would make calls of its
 * own, and lies where 32-bit pointers reach.
 */
#define AT_FDCWD	-100
#define O_RDONLY	0
#define SIZE		16

enum number { CLOSE = 3, EXIT_GROUP = 231, OPENAT = 257 };
enum number32 { READ = 3 };

static char buf[SIZE];

static long call(enum number nr, long a, const void *b, long c)
{
	long ret;

	__asm__ volatile("syscall"
			 : "=a" (ret)
			 : "a" (nr), "D" (a), "S" (b), "d" (c)
			 : "rcx", "r11", "memory");
	return ret;
}

static long call32(enum number32 nr, long a, const void *b, long c)
{
	long ret;

	__asm__ volatile("int $0x80"
			 : "=a" (ret)
			 : "a" (nr), "b" (a), "c" (b), "d" (c)
			 : "r8", "r9", "r10", "r11", "memory");
	return ret;
}

void _start(void)
{
	int done;

	done = call(OPENAT, AT_FDCWD, "abi32.txt", O_RDONLY) == 3 &&
	       call32(READ, 3, buf, SIZE) == 10 &&
	       call(CLOSE, 3, 0, 0) == 0;
	call(EXIT_GROUP, !done, 0, 0);
	for (;;)
		;
}
