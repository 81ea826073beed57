/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A crowd to be traced: processes of several threads that call, fork, exec and
 * die, each in its own way and soon, and are replaced by others.
 */
#ifndef IOR_CROWD_H
#define IOR_CROWD_H

#include <sys/resource.h>
#include <sys/wait.h>

#include "ior_selftest.h"

#define CROWD_PROCESSES	20
#define CROWD_THREADS	10	/* of each process */
#define CROWD_MARK	0xc0ffee

/**
 * struct crowd - in memory that all share
 * @pid: who lives, or died a moment ago; 0: nobody
 * @born: how many there were
 * @seed: what they all do follows from it, but for when they come to run
 */
struct crowd {
	pid_t pid[CROWD_PROCESSES];
	unsigned int born;
	unsigned int seed;
};

/* ----------------------------------------------------- what they call -- */

static void crowd_marks(unsigned int r)
{
	marks(0, r % 64, CROWD_MARK);
}

static void crowd_files(unsigned int r)
{
	char buf[256];
	int fd = open(r % 2 ? "/proc/self/stat" : "/dev/zero", O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	if (read(fd, buf, 1 + r % sizeof(buf)) >= 0)
		lseek(fd, 0, SEEK_SET);
	close(fd);
}

/* A child that is waited for, or left to whoever takes it */
static void crowd_forks(unsigned int r)
{
	pid_t pid = fork();

	if (!pid) {
		mark(1, CROWD_MARK);
		_exit(0);
	}
	if (pid > 0 && r % 2)
		waitpid(pid, NULL, 0);
}

/* For the call that waits, to be made again or to fail */
static void crowd_signals(unsigned int r)
{
	kill(getpid(), r % 2 ? SIGUSR1 : SIGUSR2);
}

static void crowd_waits(unsigned int r)
{
	poll(NULL, 0, r % 20);
}

static void (* const crowd_does[])(unsigned int r) = {
	crowd_marks, crowd_waits, crowd_files, crowd_waits, crowd_forks, crowd_marks, crowd_waits,
	crowd_signals,
};

static void *crowd_thread(void *arg)
{
	struct crowd *crowd = arg;
	unsigned int seed = crowd->seed ^ syscall(SYS_gettid);

	for (;;)
		crowd_does[rand_r(&seed) % ARRAY_SIZE(crowd_does)](rand_r(&seed));
	return NULL;
}

/* ------------------------------------------------------ how they end -- */

static void end_by_exit(void)
{
	_exit(0);
}

static void end_by_kill(void)
{
	kill(getpid(), SIGKILL);
}

static void end_by_exec(void)
{
	execl("/bin/true", "true", NULL);
}

/**
 * struct crowd_end - how a process ends
 * @by_thread: not the first thread does it
 * @leader_first: the first thread is dead by then
 */
static const struct crowd_end {
	void (*end)(void);
	bool by_thread;
	bool leader_first;
} crowd_ends[] = {
	{ end_by_exit, false, false },
	{ end_by_exit, true, true },
	{ end_by_kill, false, false },
	{ end_by_kill, true, true },
	{ end_by_exec, false, false },
	{ end_by_exec, true, false },
	{ end_by_exec, true, true },
};

struct crowd_life {
	const struct crowd_end *end;
	unsigned int ms;
};

static void *crowd_ender(void *arg)
{
	struct crowd_life *life = arg;

	sleep_ms(life->ms);
	life->end->end();
	_exit(1);
}

static void crowd_handler(int sig)
{
}

static void crowd_live(struct crowd *crowd, unsigned int seed)
{
	static struct crowd_life life;
	struct sigaction action = { .sa_handler = crowd_handler, .sa_flags = SA_RESTART };
	pthread_t thread;
	int i;

	life.end = &crowd_ends[rand_r(&seed) % ARRAY_SIZE(crowd_ends)];
	life.ms = 20 + rand_r(&seed) % 300;
	sigaction(SIGUSR1, &action, NULL);
	action.sa_flags = 0;
	sigaction(SIGUSR2, &action, NULL);
	for (i = 2; i < CROWD_THREADS; i++)
		pthread_create(&thread, NULL, crowd_thread, crowd);
	if (!life.end->by_thread)
		crowd_ender(&life);
	pthread_create(&thread, NULL, crowd_ender, &life);
	if (life.end->leader_first)
		syscall(SYS_exit, 0);
	crowd_thread(crowd);
}

/* ---------------------------------------------------------- the crowd -- */

/* crowd_keep - of a tracee: keeps the crowd complete until it is killed, which
 * takes them all
 */
static void crowd_keep(int side, void *arg)
{
	struct crowd *crowd = arg;
	pid_t keeper = getpid(), pid;
	unsigned int seed = crowd->seed;
	int i;

	/* it is many, and would leave no time to those who test */
	setpriority(PRIO_PROCESS, 0, 19);
	/* whom their parents leave behind are waited for here */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	for (;;) {
		for (i = 0; i < CROWD_PROCESSES; i++) {
			if (crowd->pid[i])
				continue;
			rand_r(&seed);
			pid = fork();
			if (!pid) {
				prctl(PR_SET_PDEATHSIG, SIGKILL);
				if (getppid() != keeper)
					_exit(0);
				crowd_live(crowd, seed);
			}
			if (pid < 0)
				break;
			__atomic_store_n(&crowd->pid[i], pid, __ATOMIC_RELAXED);
			__atomic_fetch_add(&crowd->born, 1, __ATOMIC_RELAXED);
		}
		pid = waitpid(-1, NULL, 0);
		for (i = 0; i < CROWD_PROCESSES; i++)
			if (crowd->pid[i] == pid)
				__atomic_store_n(&crowd->pid[i], 0, __ATOMIC_RELAXED);
	}
}

/* crowd_any - one of them, which may be dead by now; the caller, if there is none */
static inline pid_t crowd_any(const struct crowd *crowd, unsigned int r)
{
	return __atomic_load_n(&crowd->pid[r % CROWD_PROCESSES], __ATOMIC_RELAXED) ?: getpid();
}

#endif /* IOR_CROWD_H */
