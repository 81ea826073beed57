// SPDX-License-Identifier: GPL-2.0-only
/* Group socket: from socket to shutdown, in the Unix domain. */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "workload.h"

#define BACKLOG		1
#define RECEIVE_BUFFER	32768

static void socket_basic(void)
{
	int fd = CALL(socket, AF_UNIX, SOCK_STREAM, 0);

	CALL_IS(0, close, fd);
}

static void socketpair_basic(void)
{
	int fds[2];

	CALL_IS(0, socketpair, AF_UNIX, SOCK_STREAM, 0, fds);
	CALL_IS(0, close, fds[0]);
	CALL_IS(0, close, fds[1]);
}

/* The two ends of a connection, and what it came in by */
struct connection {
	int listener;
	int client;
	int accepted;
};

static struct connection connection_wait(void)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	struct connection c = { 0 };

	if (snprintf(addr.sun_path, sizeof(addr.sun_path), "%s", IN_DIR("accept.sock")) >=
	    (int)sizeof(addr.sun_path))
		fail("%s: too long for the name of a socket", IN_DIR(""));
	c.listener = CALL(socket, AF_UNIX, SOCK_STREAM, 0);
	CALL_IS(0, bind, c.listener, &addr, sizeof(addr));
	CALL_IS(0, listen, c.listener, BACKLOG);
	c.client = CALL(socket, AF_UNIX, SOCK_STREAM, 0);
	CALL_IS(0, connect, c.client, &addr, sizeof(addr));
	return c;
}

static void connection_close(const struct connection *c)
{
	CALL_IS(0, close, c->accepted);
	CALL_IS(0, close, c->client);
	CALL_IS(0, close, c->listener);
}

static void socket_accept_lifecycle(void)
{
	struct connection c = connection_wait();

	c.accepted = CALL(accept4, c.listener, NULL, NULL, 0);
	CALL_IS(0, shutdown, c.accepted, SHUT_RDWR);
	connection_close(&c);
}

static void socket_accept_lifecycle_plain(void)
{
	struct connection c = connection_wait();

	c.accepted = CALL(accept, c.listener, NULL, NULL);
	CALL_IS(0, shutdown, c.accepted, SHUT_RDWR);
	connection_close(&c);
}

static void socket_introspection(void)
{
	struct connection c = connection_wait();
	int size = RECEIVE_BUFFER;
	socklen_t len = sizeof(struct sockaddr_un);
	struct sockaddr_un addr;

	c.accepted = CALL(accept4, c.listener, NULL, NULL, 0);
	CALL_IS(0, getsockname, c.accepted, &addr, &len);
	if (strcmp(addr.sun_path, IN_DIR("accept.sock")))
		fail("getsockname: %s", addr.sun_path);
	len = sizeof(addr);
	CALL_IS(0, getpeername, c.accepted, &addr, &len);
	CALL_IS(0, setsockopt, c.accepted, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	len = sizeof(size);
	CALL_IS(0, getsockopt, c.accepted, SOL_SOCKET, SO_RCVBUF, &size, &len);
	if (size < RECEIVE_BUFFER)
		fail("getsockopt: a receive buffer of %d bytes", size);
	connection_close(&c);
}

const struct scenario socket_scenarios[] = {
	{ "socket-basic", "socket, close", socket_basic, NULL },
	{ "socketpair-basic", "socketpair, close of both", socketpair_basic, NULL },
	{ "socket-accept-lifecycle", "bind, listen, connect, accept4, shutdown",
	  socket_accept_lifecycle, NULL },
	{ "socket-accept-lifecycle-plain", "likewise, with accept",
	  socket_accept_lifecycle_plain, NULL },
	{ "socket-introspection", "names and options of an accepted socket",
	  socket_introspection, NULL },
	{ }
};
