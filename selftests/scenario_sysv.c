// SPDX-License-Identifier: GPL-2.0-only
/* The queues, semaphores and memory of group ipc, as a trace must show them. */
#include "scenario_text.h"

#define MEMORY		4096
#define MESSAGE		12
#define QUEUE_MESSAGE	14
#define MAKE		"0x380"		/* IPC_CREAT | 0600 */

/* By family: there is no call of them but those of the scenario. */
#define SYSV_CALLS	"-e", "family=IPC,FS"

TEST(sysv_shm_basic)
{
	struct cursor c;
	long addr;

	if (!run(&c, "sysv-shm-basic", SYSV_CALLS))
		return;
	EXPECT_LE(0, expect_no_file(&c, "shmget", MAKE, .any_ret = true, .bytes = ""));
	addr = expect_no_file(&c, "shmat", "0", .any_ret = true, .bytes = "");
	EXPECT_GT(addr, 0);
	EXPECT_EQ(0, addr % MEMORY);
	expect_no_file(&c, "shmdt", "");
	expect_no_file(&c, "shmctl", "");
	expect_end(&c);
}

/* What is received counts, what is sent has no count: msgsnd returns 0. */
TEST(sysv_msg_basic)
{
	struct cursor c;

	if (!run(&c, "sysv-msg-basic", SYSV_CALLS))
		return;
	EXPECT_LE(0, expect_no_file(&c, "msgget", MAKE, .any_ret = true, .bytes = ""));
	expect_no_file(&c, "msgsnd", "0", .bytes = "");
	expect_no_file(&c, "msgrcv", "0", .ret = MESSAGE, .bytes = "12");
	expect_no_file(&c, "msgctl", "");
	expect_end(&c);
}

TEST(sysv_sem_basic)
{
	struct cursor c;

	if (!run(&c, "sysv-sem-basic", SYSV_CALLS))
		return;
	EXPECT_LE(0, expect_no_file(&c, "semget", MAKE, .any_ret = true, .bytes = ""));
	expect_no_file(&c, "semop", "");
	expect_no_file(&c, "semop", "");
	expect_no_file(&c, "semctl", "");
	expect_end(&c);
}

/* The queue is a file of the file system mqueue, in its root. */
TEST(mq_posix_basic)
{
	static const char flags[] = "O_RDWR|O_CLOEXEC";
	char gone[NAME_MAX];
	const char *queue;
	struct cursor c;
	long fd;

	if (!run(&c, "mq-posix-basic", SYSV_CALLS))
		return;
	fd = expect(&c, "mq_open", .new_fd = true, .path2 = "", .flags = "O_RDWR|O_CREAT|O_EXCL");
	queue = c.row->text[PATH];
	EXPECT_EQ(0, strncmp(queue, "/ior-mq-", strlen("/ior-mq-")))
		TH_LOG("a queue named \"%s\"", queue);
	expect(&c, "mq_notify", .fd = fd, .path = queue, .flags = flags);
	expect(&c, "mq_getsetattr", .fd = fd, .path = queue, .flags = flags);
	expect(&c, "mq_timedsend", .fd = fd, .path = queue, .flags = flags, .bytes = "");
	expect(&c, "mq_timedreceive", .fd = fd, .ret = QUEUE_MESSAGE, .path = queue,
	       .flags = flags, .bytes = "14");
	expect(&c, "mq_unlink", .no_fd = true, .flags = "");
	EXPECT_STREQ(queue + 1, c.row->text[PATH]);	/* as the call has it */
	snprintf(gone, sizeof(gone), "%s (deleted)", queue);
	expect_close(&c, fd, gone, flags);
	expect_end(&c);
}

/* ---------------------------------------------------------------- text -- */

/* All calls are about the id that the first one returned. */
TEST(sysv_shm_basic_text)
{
	struct lines l;
	long id, addr;

	if (!run_text(&l, "sysv-shm-basic", SYSV_CALLS))
		return;
	id = expect_line(&l, "shmget(0, 4096, " MAKE ") = *");
	addr = expect_line(&l, "shmat(%ld, NULL, 0) = 0x*", id);
	expect_line(&l, "shmdt(0x%lx) = 0", addr);
	expect_line(&l, "shmctl(%ld, 0, NULL) = 0", id);
	expect_lines_end(&l);
}

TEST(sysv_msg_basic_text)
{
	struct lines l;
	long id;

	if (!run_text(&l, "sysv-msg-basic", SYSV_CALLS))
		return;
	id = expect_line(&l, "msgget(0, " MAKE ") = *");
	expect_line(&l, "msgsnd(%ld, 0x*, 12, 0) = 0", id);
	expect_line(&l, "msgrcv(%ld, 0x*, 12, 1, 0) = 12", id);
	expect_line(&l, "msgctl(%ld, 0, NULL) = 0", id);
	expect_lines_end(&l);
}

TEST(sysv_sem_basic_text)
{
	struct lines l;
	long id;
	int i;

	if (!run_text(&l, "sysv-sem-basic", SYSV_CALLS))
		return;
	id = expect_line(&l, "semget(0, 1, " MAKE ") = *");
	for (i = 0; i < 2; i++)
		expect_line(&l, "semop(%ld, 0x*, 1) = 0", id);
	expect_line(&l, "semctl(%ld, 0, 0, *) = 0", id);
	expect_lines_end(&l);
}

/* The name without the "/", as the calls have it; and the sizes */
TEST(mq_posix_basic_text)
{
	char name[NAME_MAX];
	struct lines l;
	long fd;

	if (!run_text(&l, "mq-posix-basic", SYSV_CALLS))
		return;
	fd = expect_line(&l, "mq_open(\"ior-mq-*\", O_RDWR|O_CREAT|O_EXCL, 0600, 0x*) = *");
	ASSERT_TRUE(sscanf(l.line, "mq_open(\"%254[^\"]", name) == 1);
	expect_line(&l, "mq_notify(%ld</%s>, NULL) = 0", fd, name);
	expect_line(&l, "mq_getsetattr(%ld</%s>, NULL, 0x*) = 0", fd, name);
	expect_line(&l, "mq_timedsend(%ld</%s>, 0x*, 14, 0, NULL) = 0", fd, name);
	expect_line(&l, "mq_timedreceive(%ld</%s>, 0x*, 128, NULL, NULL) = 14", fd, name);
	expect_line(&l, "mq_unlink(\"%s\") = 0", name);
	expect_line(&l, "close(%ld</%s>(deleted)) = 0", fd, name);
	expect_lines_end(&l);
}

TEST_HARNESS_MAIN
