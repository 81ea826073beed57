// SPDX-License-Identifier: GPL-2.0-only
/*
 * A 32-bit program for the test abi32: system calls by their numbers, for there
 * may be no 32-bit libc, nor its headers.  It ends as the program argv[1]; if a
 * call does not return what it should, with the number of that call.
 */
#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

#define AT_FDCWD	-100
#define O_RDONLY	0
#define O_RDWR		02
#define O_CREAT		0100
#define O_LARGEFILE	0100000
#define F_GETFL		3
#define AF_UNIX		1
#define SOCK_DGRAM	2
#define MSG_TRUNC	0x20
#define PROT_READ	1
#define MAP_PRIVATE	2
#define ENOENT		2

enum number {
	EXIT = 1, READ = 3, WRITE = 4, CLOSE = 6, LINK = 9, UNLINK = 10, EXECVE = 11, LSEEK = 19,
	RENAME = 38, PIPE = 42, DUP2 = 63, READV = 145, NANOSLEEP = 162, PREAD64 = 180,
	MMAP2 = 192, FCNTL64 = 221, OPENAT = 295, SOCKETPAIR = 360, SENDMSG = 370, RECVMSG = 372,
	OPENAT2 = 437,
};

struct iovec {
	void *base;
	unsigned long len;
};

struct msghdr {
	void *name;
	int name_len;
	struct iovec *iov;
	unsigned long iov_len;
	void *control;
	unsigned long control_len;
	unsigned int flags;
};

struct open_how {
	unsigned long long flags, mode, resolve;
};

static char buf[16], text[] = "thirty-two", name[] = "abi32.txt";
static struct iovec parts[] = { { buf, 4 }, { buf + 4, 12 } };
static struct iovec words[] = { { text, 7 }, { text + 7, 3 } };
static struct iovec room[] = { { buf, 4 }, { buf + 4, 2 } };
static struct msghdr sent = { .iov = words, .iov_len = ARRAY_SIZE(words) };
static struct msghdr received = { .iov = room, .iov_len = ARRAY_SIZE(room) };
static struct open_how how = { .flags = O_RDONLY };
static const long millisecond[] = { 0, 1000000 };
static int end[2];
static int calls;

/* The sixth argument would be in the frame pointer. */
static long raw(enum number nr, long a, long b, long c, long d, long e)
{
	long ret;

	__asm__ volatile("push %%ebp; xor %%ebp, %%ebp; int $0x80; pop %%ebp"
			 : "=a" (ret)
			 : "a" (nr), "b" (a), "c" (b), "d" (c), "S" (d), "D" (e)
			 : "memory");
	return ret;
}

static void check(int is_right)
{
	calls++;
	if (!is_right)
		raw(EXIT, calls, 0, 0, 0, 0);
}

#define PAD(nr, a, b, c, d, e, ...) \
	raw(nr, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e))
#define CALL_IS(want, ...)	check(PAD(__VA_ARGS__, 0, 0, 0, 0, 0) == (want))

static void files(void)
{
	CALL_IS(3, OPENAT, AT_FDCWD, name, O_RDWR | O_CREAT, 0644);
	CALL_IS(10, WRITE, 3, text, 10);
	CALL_IS(3, PREAD64, 3, buf, sizeof(buf), 7, 0);
	CALL_IS(0, LSEEK, 3, 0, 0);
	CALL_IS(10, READV, 3, parts, ARRAY_SIZE(parts));
	CALL_IS(0, READ, 3, buf, sizeof(buf));
	CALL_IS(0, LINK, name, "abi32.link");
	CALL_IS(0, RENAME, "abi32.link", "abi32.moved");
	CALL_IS(0, UNLINK, "abi32.moved");
	CALL_IS(-ENOENT, OPENAT, AT_FDCWD, "abi32.moved", O_RDONLY);
	CALL_IS(4, OPENAT, AT_FDCWD, name, O_RDONLY | O_LARGEFILE);
	CALL_IS(9, DUP2, 4, 9);
	CALL_IS(0, CLOSE, 9);
	CALL_IS(O_RDONLY | O_LARGEFILE, FCNTL64, 4, F_GETFL);
	CALL_IS(0, CLOSE, 4);
	CALL_IS(4, OPENAT2, AT_FDCWD, name, &how, sizeof(how));
	CALL_IS(0, CLOSE, 4);
	check((unsigned long)raw(MMAP2, 0, 4096, PROT_READ, MAP_PRIVATE, 3) < -4095UL);
	CALL_IS(0, CLOSE, 3);
}

static void pairs(void)
{
	CALL_IS(0, SOCKETPAIR, AF_UNIX, SOCK_DGRAM, 0, end);
	CALL_IS(10, SENDMSG, end[0], &sent, 0);
	CALL_IS(10, RECVMSG, end[1], &received, MSG_TRUNC);
	CALL_IS(0, CLOSE, end[0]);
	CALL_IS(0, CLOSE, end[1]);
	CALL_IS(0, PIPE, end);
	CALL_IS(0, CLOSE, end[0]);
	CALL_IS(0, CLOSE, end[1]);
}

/* The stack as the kernel leaves it: argc, then argv */
__attribute__((used)) static void run(long *stack)
{
	char *argv[] = { (char *)stack[2], 0 };

	files();
	pairs();
	CALL_IS(0, NANOSLEEP, millisecond, 0);
	CALL_IS(0, EXECVE, argv[0], argv, 0);
}

__asm__(".globl _start\n"
	"_start:\n"
	"	mov %esp, %eax\n"
	"	and $-16, %esp\n"
	"	sub $12, %esp\n"
	"	push %eax\n"
	"	call run\n");
