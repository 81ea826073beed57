// SPDX-License-Identifier: GPL-2.0-only
/* The scenarios of group socket, as a trace must show them. */
#include "scenario_text.h"

/* By family: there is no call of them but those of the scenario. */
#define SOCKET_CALLS	"-e", "family=Network,FS"

/* A socket: its descriptor, and its name, which is that of no other one */
struct end {
	long fd;
	const char *name;
};

/* Takes the name of the last row's socket, in one of its columns. */
static void end_name(struct __test_metadata *_metadata, const struct cursor *c,
		     enum column column, struct end *end)
{
	end->name = c->row->text[column];
	EXPECT_TRUE(is_nodev(end->name, "socket"))
		TH_LOG("a socket named \"%s\"", end->name);
}

static struct end expect_socket(struct __test_metadata *_metadata, struct cursor *c)
{
	struct end end = { .fd = expect(c, "socket", .new_fd = true, .path2 = "",
					.flags = "") };

	end_name(_metadata, c, PATH, &end);
	return end;
}

/* A call on a socket that returns 0 */
#define expect_on(cursor, call, end) expect_on_of(_metadata, cursor, call, &(end))

static void expect_on_of(struct __test_metadata *_metadata, struct cursor *c, const char *call,
			 const struct end *end)
{
	expect(c, call, .fd = end->fd, .path = end->name, .flags = "O_RDWR");
}

TEST(socket_basic)
{
	struct cursor c;
	struct end end;

	if (!run(&c, "socket-basic", SOCKET_CALLS))
		return;
	end = expect_socket(_metadata, &c);
	expect_on(&c, "close", end);
	expect_end(&c);
}

TEST(socketpair_basic)
{
	struct end ends[2];
	struct cursor c;

	if (!run(&c, "socketpair-basic", SOCKET_CALLS))
		return;
	expect(&c, "socketpair", .flags = "");
	ends[0].fd = row_number(c.row, FD);
	ends[1].fd = ends[0].fd + 1;
	EXPECT_GT(ends[0].fd, STDERR_FILENO);
	end_name(_metadata, &c, PATH, &ends[0]);
	end_name(_metadata, &c, PATH2, &ends[1]);
	EXPECT_STRNE(ends[0].name, ends[1].name);
	expect_on(&c, "close", ends[0]);
	expect_on(&c, "close", ends[1]);
	expect_end(&c);
}

/* The three sockets of a connection */
struct ends {
	struct end listener, client, accepted;
};

/* All that comes before the last calls on the accepted one */
static struct ends expect_connection(struct __test_metadata *_metadata, struct cursor *c,
				     const char *accept, const char *flags)
{
	struct ends e;

	e.listener = expect_socket(_metadata, c);
	expect_on(c, "bind", e.listener);
	expect_on(c, "listen", e.listener);
	e.client = expect_socket(_metadata, c);
	expect_on(c, "connect", e.client);
	e.accepted.fd = expect(c, accept, .any_ret = true, .fd = e.listener.fd, .path2 = "",
			       .flags = flags);
	end_name(_metadata, c, PATH, &e.accepted);
	EXPECT_EQ(e.client.fd + 1, e.accepted.fd);
	EXPECT_STRNE(e.listener.name, e.client.name);
	EXPECT_STRNE(e.listener.name, e.accepted.name);
	EXPECT_STRNE(e.client.name, e.accepted.name);
	return e;
}

static void expect_closed(struct __test_metadata *_metadata, struct cursor *c,
			  const struct ends *e)
{
	expect_on(c, "close", e->accepted);
	expect_on(c, "close", e->client);
	expect_on(c, "close", e->listener);
	expect_end(c);
}

TEST(socket_accept_lifecycle)
{
	struct cursor c;
	struct ends e;

	if (!run(&c, "socket-accept-lifecycle", SOCKET_CALLS))
		return;
	e = expect_connection(_metadata, &c, "accept4", "0");
	expect_on(&c, "shutdown", e.accepted);
	expect_closed(_metadata, &c, &e);
	EXPECT_EQ(0, rows_count(&c, "accept", 0));
}

TEST(socket_accept_lifecycle_plain)
{
	struct cursor c;
	struct ends e;

	if (!run(&c, "socket-accept-lifecycle-plain", SOCKET_CALLS))
		return;
	e = expect_connection(_metadata, &c, "accept", "O_RDWR");
	expect_on(&c, "shutdown", e.accepted);
	expect_closed(_metadata, &c, &e);
	EXPECT_EQ(0, rows_count(&c, "accept4", 0));
}

TEST(socket_introspection)
{
	static const char * const calls[] = {
		"getsockname", "getpeername", "setsockopt", "getsockopt"
	};
	struct cursor c;
	struct ends e;
	size_t i;

	if (!run(&c, "socket-introspection", SOCKET_CALLS))
		return;
	e = expect_connection(_metadata, &c, "accept4", "0");
	for (i = 0; i < ARRAY_SIZE(calls); i++)
		expect_on(&c, calls[i], e.accepted);
	expect_closed(_metadata, &c, &e);
}

/* ---------------------------------------------------------------- text -- */

/* Both descriptors, each with its own socket */
TEST(socketpair_basic_text)
{
	unsigned long inode[2];
	struct lines l;
	long fd[2];
	int i;

	if (!run_text(&l, "socketpair-basic", SOCKET_CALLS))
		return;
	expect_line(&l, "socketpair(AF_UNIX, SOCK_STREAM, 0, [*, *]) = 0");
	ASSERT_TRUE(sscanf(strchr(l.line, '['), "[%ld<socket:[%lu]>, %ld<socket:[%lu]>]",
			   &fd[0], &inode[0], &fd[1], &inode[1]) == 4);
	EXPECT_NE(fd[0], fd[1]);
	EXPECT_NE(inode[0], inode[1]);
	for (i = 0; i < 2; i++)
		expect_line(&l, "close(%ld<socket:[%lu]>) = 0", fd[i], inode[i]);
	expect_lines_end(&l);
}

/* What of a connection has no column: its domain, its options, which way it is shut */
TEST(socket_connection_text)
{
	static const char * const made = "socket(AF_UNIX, SOCK_STREAM, 0) = *<socket:[*]>";
	static const char * const with[] = {
		"shutdown(%ld<socket:[*]>, 2) = 0",		/* SHUT_RDWR */
		"getsockname(%ld<socket:[*]>, 0x*, 0x*) = 0",
		"getpeername(%ld<socket:[*]>, 0x*, 0x*) = 0",
		"setsockopt(%ld<socket:[*]>, 1, 8, 0x*, 4) = 0",	/* SOL_SOCKET, SO_RCVBUF */
		"getsockopt(%ld<socket:[*]>, 1, 8, 0x*, 0x*) = 0",
	};
	static const struct {
		const char *scenario, *accept;
		size_t first, end;	/* in the list above */
	} runs[] = {
		{ "socket-accept-lifecycle", "accept4(%ld<*>, NULL, NULL, 0) = *<*>", 0, 1 },
		{ "socket-accept-lifecycle-plain", "accept(%ld<*>, NULL, NULL) = *<*>", 0, 1 },
		{ "socket-introspection", "accept4(%ld<*>, NULL, NULL, 0) = *<*>", 1,
		  ARRAY_SIZE(with) },
	};
	size_t i, call;

	for (i = 0; i < ARRAY_SIZE(runs); i++) {
		long listener, client, accepted;
		struct lines l;

		if (!run_text(&l, runs[i].scenario, SOCKET_CALLS))
			return;
		listener = expect_line(&l, made);
		expect_line(&l, "bind(%ld<socket:[*]>, 0x*, 110) = 0", listener);
		expect_line(&l, "listen(%ld<socket:[*]>, 1) = 0", listener);
		client = expect_line(&l, made);
		expect_line(&l, "connect(%ld<socket:[*]>, 0x*, 110) = 0", client);
		accepted = expect_line(&l, runs[i].accept, listener);
		for (call = runs[i].first; call < runs[i].end; call++)
			expect_line(&l, with[call], accepted);
		expect_line(&l, "close(%ld<socket:[*]>) = 0", accepted);
		expect_line(&l, "close(%ld<socket:[*]>) = 0", client);
		expect_line(&l, "close(%ld<socket:[*]>) = 0", listener);
		expect_lines_end(&l);
	}
}

TEST_HARNESS_MAIN
