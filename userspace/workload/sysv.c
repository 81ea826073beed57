// SPDX-License-Identifier: GPL-2.0-only
/* Group ipc: queues, semaphores and memory, of System V and of POSIX. */
#include <fcntl.h>
#include <mqueue.h>
#include <stdio.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <time.h>

#include "workload.h"

#define MEMORY		4096
#define MESSAGE		12
#define MODE		0600
#define QUEUE_MESSAGE	14
#define QUEUE_SIZE	128

static const char text[QUEUE_MESSAGE] = "a few letters";

static void sysv_shm_basic(void)
{
	int id = CALL(shmget, IPC_PRIVATE, MEMORY, IPC_CREAT | MODE);
	char *memory = (char *)CALL(shmat, id, NULL, 0);

	memcpy(memory, text, MESSAGE);
	CALL_IS(0, shmdt, memory);
	CALL_IS(0, shmctl, id, IPC_RMID, NULL);
}

static void sysv_msg_basic(void)
{
	int id = CALL(msgget, IPC_PRIVATE, IPC_CREAT | MODE);
	struct {
		long type;
		char text[MESSAGE];
	} sent = { .type = 1 }, received;

	memcpy(sent.text, text, MESSAGE);
	CALL_IS(0, msgsnd, id, &sent, MESSAGE, 0);
	CALL_IS(MESSAGE, msgrcv, id, &received, MESSAGE, 1, 0);
	CALL_IS(0, msgctl, id, IPC_RMID, NULL);
	if (memcmp(received.text, text, MESSAGE))
		fail("msgrcv: another message than was sent");
}

static void sysv_sem_basic(void)
{
	struct sembuf up = { .sem_op = 1 }, down = { .sem_op = -1 };
	int id = CALL(semget, IPC_PRIVATE, 1, IPC_CREAT | MODE);

	CALL_IS(0, semop, id, &up, 1);
	CALL_IS(0, semop, id, &down, 1);
	CALL_IS(0, semctl, id, 0, IPC_RMID, 0);
}

static char queue_name[NAME_ROOM];

/* The system call takes the name without the "/" that mq_open(3) has in front. */
static void queue_name_make(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	snprintf(queue_name, sizeof(queue_name), "ior-mq-%d-%ld", getpid(), (long)now.tv_nsec);
}

static void mq_posix_basic(void)
{
	struct mq_attr attr = { .mq_maxmsg = 8, .mq_msgsize = QUEUE_SIZE }, old;
	char buf[QUEUE_SIZE];
	int queue, error;

	queue = syscall(SYS_mq_open, queue_name, O_CREAT | O_EXCL | O_RDWR, MODE, &attr);
	if (queue < 0 && (errno == EPERM || errno == EACCES))
		skip("mq_open: %s", strerror(errno));
	must("mq_open", queue);
	error = syscall(SYS_mq_notify, queue, NULL) ? errno : 0;
	if (error && error != EINVAL)
		fail("mq_notify: %s", strerror(error));
	CALL_IS(0, mq_getsetattr, queue, NULL, &old);
	if (old.mq_msgsize != QUEUE_SIZE)
		fail("mq_getsetattr: messages of %ld bytes", (long)old.mq_msgsize);
	CALL_IS(0, mq_timedsend, queue, text, QUEUE_MESSAGE, 0, NULL);
	CALL_IS(QUEUE_MESSAGE, mq_timedreceive, queue, buf, sizeof(buf), NULL, NULL);
	CALL_IS(0, mq_unlink, queue_name);
	CALL_IS(0, close, queue);
}

const struct scenario sysv_scenarios[] = {
	{ "mq-posix-basic", "a POSIX queue: send and receive", mq_posix_basic, "POSIX queues",
	  queue_name_make },
	{ "sysv-shm-basic", "shared memory: attach, write, detach", sysv_shm_basic,
	  "System V IPC" },
	{ "sysv-msg-basic", "a queue: send and receive", sysv_msg_basic, "System V IPC" },
	{ "sysv-sem-basic", "a semaphore: up and down", sysv_sem_basic, "System V IPC" },
	{ }
};
