// SPDX-License-Identifier: GPL-2.0-only
/* The scenarios of group socket, as a trace must show them. */
#include "scenario.h"

#define SOCKET_CALLS \
	CALLS("socket,socketpair,bind,listen,connect,accept,accept4,shutdown,getsockname," \
	      "getpeername,setsockopt,getsockopt,close")

/* A socket: its descriptor, and its name, which is that of no other one */
struct end {
	long fd;
	const char *name;
};

/* Takes the name of the last row's socket, in one of its columns. */
static void end_name(struct __test_metadata *_metadata, const struct cursor *c,
		     enum column column, struct end *end)
{
	unsigned long inode;
	int len = 0;

	end->name = c->row->text[column];
	EXPECT_TRUE(sscanf(end->name, "socket:[%lu]%n", &inode, &len) == 1 && !end->name[len])
		TH_LOG("a socket named \"%s\"", end->name);
}

static struct end expect_socket(struct __test_metadata *_metadata, struct cursor *c)
{
	struct end end = { .fd = expect(c, "socket", .new_fd = true, .flags = "") };

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
	e.accepted.fd = expect(c, accept, .any_ret = true, .fd = e.listener.fd, .flags = flags);
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

TEST_HARNESS_MAIN
