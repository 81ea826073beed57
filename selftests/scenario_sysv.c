// SPDX-License-Identifier: GPL-2.0-only
/* The queues, semaphores and memory of group ipc, as a trace must show them. */
#include "scenario.h"

#define MEMORY		4096
#define MESSAGE		12
#define QUEUE_MESSAGE	14
#define MAKE		"0x380"		/* IPC_CREAT | 0600 */
#define SYSV_CALLS \
	CALLS("shmget,shmat,shmdt,shmctl,msgget,msgsnd,msgrcv,msgctl,semget,semop,semctl")
#define MQ_CALLS \
	CALLS("mq_open,mq_notify,mq_getsetattr,mq_timedsend,mq_timedreceive,mq_unlink,close")

/* None of them has a file. */
#define expect_sysv(cursor, name, how, ...) \
	expect(cursor, name, .path = "", .no_fd = true, .flags = how, ##__VA_ARGS__)

TEST(sysv_shm_basic)
{
	struct cursor c;
	long addr;

	if (!run(&c, "sysv-shm-basic", SYSV_CALLS))
		return;
	EXPECT_LE(0, expect_sysv(&c, "shmget", MAKE, .any_ret = true, .bytes = ""));
	addr = expect_sysv(&c, "shmat", "0", .any_ret = true, .bytes = "");
	EXPECT_GT(addr, 0);
	EXPECT_EQ(0, addr % MEMORY);
	expect_sysv(&c, "shmdt", "");
	expect_sysv(&c, "shmctl", "");
	expect_end(&c);
}

/* What is received counts, what is sent has no count: msgsnd returns 0. */
TEST(sysv_msg_basic)
{
	struct cursor c;

	if (!run(&c, "sysv-msg-basic", SYSV_CALLS))
		return;
	EXPECT_LE(0, expect_sysv(&c, "msgget", MAKE, .any_ret = true, .bytes = ""));
	expect_sysv(&c, "msgsnd", "0", .bytes = "");
	expect_sysv(&c, "msgrcv", "0", .ret = MESSAGE, .bytes = "12");
	expect_sysv(&c, "msgctl", "");
	expect_end(&c);
}

TEST(sysv_sem_basic)
{
	struct cursor c;

	if (!run(&c, "sysv-sem-basic", SYSV_CALLS))
		return;
	EXPECT_LE(0, expect_sysv(&c, "semget", MAKE, .any_ret = true, .bytes = ""));
	expect_sysv(&c, "semop", "");
	expect_sysv(&c, "semop", "");
	expect_sysv(&c, "semctl", "");
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

	if (!run(&c, "mq-posix-basic", MQ_CALLS))
		return;
	fd = expect(&c, "mq_open", .new_fd = true, .flags = "O_RDWR|O_CREAT|O_EXCL");
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

TEST_HARNESS_MAIN
