// SPDX-License-Identifier: GPL-2.0-only
/* Group aio: the kernel's own asynchronous I/O, io_setup(2) and its kin. */
#include <linux/aio_abi.h>
#include <stdint.h>
#include <string.h>

#include "workload.h"

#define NR_EVENTS	8
#define ROUNDS		5

/* One write, on its way */
struct request {
	int fd;
	aio_context_t ctx;
	struct iocb iocb;
};

static void submit(struct request *request)
{
	static const char text[] = "ior-aio-submit\n";
	struct iocb *list[] = { &request->iocb };

	memset(request, 0, sizeof(*request));
	request->fd = file_create("aio-target.txt");
	CALL_IS(0, io_setup, NR_EVENTS, &request->ctx);
	request->iocb.aio_fildes = request->fd;
	request->iocb.aio_lio_opcode = IOCB_CMD_PWRITE;
	request->iocb.aio_buf = (uintptr_t)text;
	request->iocb.aio_nbytes = strlen(text);
	CALL_IS(1, io_submit, request->ctx, 1L, list);
}

static void finish(struct request *request)
{
	CALL_IS(0, io_destroy, request->ctx);
	CALL_IS(0, close, request->fd);
}

static void aio_setup(void)
{
	aio_context_t ctx = 0;

	CALL_IS(0, io_setup, NR_EVENTS, &ctx);
	CALL_IS(0, io_destroy, ctx);
}

static void aio_setup_einval(void)
{
	aio_context_t ctx = 0;
	int i;

	for (i = 0; i < ROUNDS; i++)
		CALL_FAILS(EINVAL, io_setup, 0, &ctx);
}

static void aio_submit(void)
{
	struct request request;

	submit(&request);
	finish(&request);
}

static void aio_getevents(void)
{
	struct request request;
	struct io_event event;

	submit(&request);
	CALL_IS(1, io_getevents, request.ctx, 1L, 1L, &event, NULL);
	if (event.res != (int64_t)request.iocb.aio_nbytes)
		fail("the write of io_submit: expected %llu, got %lld",
		     (unsigned long long)request.iocb.aio_nbytes, (long long)event.res);
	finish(&request);
}

static void aio_cancel(void)
{
	struct request request;
	struct io_event event;

	submit(&request);
	/* The write may be over or not: any result is right. */
	if (syscall(SYS_io_cancel, request.ctx, &request.iocb, &event) && errno == ENOSYS)
		skip("io_cancel: %m");
	/* A cancelled write leaves no event: never wait for one. */
	CALL(io_getevents, request.ctx, 0L, 1L, &event, NULL);
	finish(&request);
}

const struct scenario aio_scenarios[] = {
	{ "aio-setup", "io_setup, io_destroy", aio_setup, "CONFIG_AIO" },
	{ "aio-setup-einval", "io_setup of no events, 5 times: EINVAL", aio_setup_einval,
	  "CONFIG_AIO" },
	{ "aio-submit", "io_submit of one write", aio_submit, "CONFIG_AIO" },
	{ "aio-getevents", "io_submit of one write, io_getevents until it is done", aio_getevents,
	  "CONFIG_AIO" },
	{ "aio-cancel", "io_submit of one write, io_cancel of it", aio_cancel, "CONFIG_AIO" },
	{ }
};
