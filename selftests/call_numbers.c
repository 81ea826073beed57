// SPDX-License-Identifier: GPL-2.0-only
/*
 * The numbers of the call table are those of the kernel's own headers.  Needs no
 * module, no root.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/utsname.h>

#include "ior_call_table.h"

/*
 * The kernel's headers, of the target first: KDIR, the kernel that runs, what
 * the C library was made with.
 */
static bool kernel_dir(char *buf, size_t size, int which)
{
	static const char generated[] = "arch/x86/include/generated/uapi/asm";
	const char *kdir = getenv("KDIR");
	struct utsname uts;

	switch (which) {
	case 0:
		snprintf(buf, size, "%s/%s", kdir ? kdir : "", generated);
		return true;
	case 1:
		if (uname(&uts))
			return false;
		snprintf(buf, size, "/lib/modules/%s/build/%s", uts.release, generated);
		return true;
	case 2:
		snprintf(buf, size, "/usr/include/x86_64-linux-gnu/asm");
		return true;
	}
	return false;
}

FIXTURE(header) {
	int nr_files;
};

FIXTURE_VARIANT(header) {
	const char *file;
	int abi;
	int at_least;
};

FIXTURE_VARIANT_ADD(header, native) {
	.file = "unistd_64.h", .abi = IOR_ABI_NATIVE, .at_least = 300,
};

FIXTURE_VARIANT_ADD(header, i386) {
	.file = "unistd_32.h", .abi = IOR_ABI_32, .at_least = 350,
};

FIXTURE_VARIANT_ADD(header, x32) {
	.file = "unistd_x32.h", .abi = IOR_ABI_X32, .at_least = 300,
};

FIXTURE_SETUP(header)
{
	self->nr_files = 0;
}

FIXTURE_TEARDOWN(header)
{
}

/* "#define __NR_name number": 1; a line of another sort: 0; one of neither: -1 */
static int parse_define(char *line, char **name, int *nr)
{
	static const char define[] = "#define __NR_", x32[] = "(__X32_SYSCALL_BIT + ";
	char *p, *end;

	if (strncmp(line, define, sizeof(define) - 1))
		return 0;
	*name = line + sizeof(define) - 1;
	p = *name + strcspn(*name, " \t");
	if (!*p)
		return -1;
	*p++ = '\0';
	p += strspn(p, " \t");
	if (!strncmp(p, x32, sizeof(x32) - 1))
		p += sizeof(x32) - 1;
	if (!isdigit((unsigned char)*p))
		return -1;
	*nr = strtol(p, &end, 10);
	/* how many there are is no call */
	return strspn(end, ") \t\n") == strlen(end) ? !!strcmp(*name, "syscalls") : -1;
}

TEST_F(header, agrees)
{
	for (int which = 0; ; which++) {
		bool known[IOR_NR_CALLS] = { false };
		char path[512], line[256], *name;
		int n = 0, nr, parsed, newest = -1;
		FILE *file;

		if (!kernel_dir(path, sizeof(path), which))
			break;
		strncat(path, "/", sizeof(path) - strlen(path) - 1);
		strncat(path, variant->file, sizeof(path) - strlen(path) - 1);
		file = fopen(path, "r");
		if (!file)
			continue;
		self->nr_files++;
		while (fgets(line, sizeof(line), file)) {
			int call;

			parsed = parse_define(line, &name, &nr);
			EXPECT_LE(0, parsed)
				TH_LOG("%s: not understood: %s", path, line);
			if (parsed != 1)
				continue;
			n++;
			call = call_by_name(name);
			EXPECT_NE(IOR_CALL_UNKNOWN, call)
				TH_LOG("the table lacks %s, number %d in %s", name, nr, path);
			EXPECT_EQ(nr, call ? calls[call].nr[variant->abi] : nr)
				TH_LOG("%s in %s", name, path);
			known[call] = true;
			if (nr < 512 && nr > newest)
				newest = nr;
		}
		fclose(file);
		EXPECT_LE(variant->at_least, n)
			TH_LOG("%s", path);
		/* What the header lacks is newer, or these two, put into a gap. */
		for (int i = 1; i < IOR_NR_CALLS; i++) {
			nr = calls[i].nr[variant->abi];
			if (known[i] || nr < 0 || (nr > newest && nr < 512))
				continue;
			EXPECT_TRUE(variant->abi != IOR_ABI_32 &&
				    (i == IOR_CALL_uprobe || i == IOR_CALL_uretprobe))
				TH_LOG("%s has no %s, number %d", path, calls[i].name, nr);
		}
	}
	if (!self->nr_files)
		SKIP(return, "no kernel headers with %s", variant->file);
}

TEST_HARNESS_MAIN
