// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>
#include <sys/stat.h>

#include "by.h"
#include "names.h"

/* ---------------------------------------------------------------- files -- */

static void set_text(struct group_key *key, const char *text)
{
	key->text = text;
	key->len = strlen(text);
}

/* The file that CSV shows as "path", or in its place why there is none. */
static const struct ior_name *find_file(const struct ior_record *rec, struct group_key *key)
{
	const struct ior_name *name;
	uint32_t ids[2];

	ior_record_paths(rec, ior_record_call(rec), ids);
	name = names_find(ids[0]);
	if (!name)
		set_text(key, ids[0] || rec->flags & IOR_CALL_NAME_LOST ? "(name lost)" :
									  "(no file)");
	return name;
}

static void file_key(const struct ior_record *rec, struct group_key *key)
{
	const struct ior_name *name = find_file(rec, key);

	if (!name)
		return;
	key->text = name->path;
	key->len = name->path_len;
}

/* What is in no directory, as "pipe:[123]", is with the others of its sort. */
static void dir_key(const struct ior_record *rec, struct group_key *key)
{
	const struct ior_name *name = find_file(rec, key);
	const char *slash, *colon;

	if (!name)
		return;
	key->text = name->path;
	key->len = name->path_len;
	if (name->flags & IOR_NAME_FILE && S_ISDIR(name->mode))
		return;		/* a directory itself */
	slash = memrchr(name->path, '/', name->path_len);
	colon = name->path[0] == '/' ? NULL : strstr(name->path, ":[");
	if (colon)
		key->len = colon + 1 - name->path;
	else if (slash)
		key->len = slash > name->path ? slash - name->path : 1;
	else
		set_text(key, "(no directory)");
}

/* ---------------------------------------------------------- descriptors -- */

/* Which file the descriptor is that ior_record_fd() tells. */
static uint32_t file_of_fd(const struct ior_record *rec, const struct ior_call_entry *call,
			   int32_t fd)
{
	const struct ior_call_places *at = &call->places[rec->abi];
	bool given = at->fd >= 0 && (int32_t)rec->args[at->fd] == fd;
	const struct ior_name *name;
	struct ior_record_files files;

	ior_record_files(rec, call, &files);
	if (!given && ior_record_makes_fd(rec, call))
		return files.made;
	if (at->fd >= 0 || at->fdpair >= 0)
		return files.fd[0];
	name = names_find(files.path[0]);
	return name ? name->base : 0;
}

static void fd_key(const struct ior_record *rec, struct group_key *key)
{
	const struct ior_call_entry *call = ior_record_call(rec);
	const struct ior_name *name;
	int32_t fd;

	if (!ior_record_fd(rec, call, &fd) || fd < 0) {
		set_text(key, "(no descriptor)");
		return;
	}
	key->pid = rec->tgid;
	key->fd = fd;
	name = names_find(file_of_fd(rec, call, fd));
	if (name) {
		key->text = name->path;
		key->len = name->path_len;
	}
}

/* ---------------------------------------------------------------- tasks -- */

static void process_key(const struct ior_record *rec, struct group_key *key)
{
	key->pid = rec->tgid;
}

static bool process_end(const struct ior_record *task, struct group_key *key)
{
	key->pid = task->tgid;
	if (task->task.event == IOR_TASK_EXIT)
		return task->flags & IOR_TASK_LAST;
	return task->task.event == IOR_TASK_FORK && task->tid == task->tgid;
}

static void thread_key(const struct ior_record *rec, struct group_key *key)
{
	key->pid = rec->tgid;
	key->tid = rec->tid;
}

static bool thread_end(const struct ior_record *task, struct group_key *key)
{
	key->pid = task->tgid;
	key->tid = task->tid;
	return task->task.event == IOR_TASK_EXIT || task->task.event == IOR_TASK_FORK;
}

/* ---------------------------------------------------------------- words -- */

const struct by by_call = {
	.name = "call", .title = "syscall", .text = "name", .has_abi = true,
};

static const struct by by_file = {
	.name = "file", .title = "file", .text = "path", .key = file_key, .has_names = true,
};

static const struct by by_dir = {
	.name = "dir", .title = "directory", .text = "dir", .key = dir_key, .has_names = true,
};

static const struct by by_process = {
	.name = "process", .title = "pid process", .text = "comm", .key = process_key,
	.end = process_end, .has_pid = true, .has_comm = true,
};

static const struct by by_thread = {
	.name = "thread", .title = "pid tid thread", .text = "comm", .key = thread_key,
	.end = thread_end, .has_pid = true, .has_tid = true, .has_comm = true,
};

static const struct by by_family = {
	.name = "family", .title = "family", .text = "family", .families = true,
};

static const struct by by_fd = {
	.name = "fd", .title = "pid descriptor", .text = "path", .key = fd_key,
	.end = process_end, .has_names = true, .has_pid = true, .has_fd = true,
};

static const struct by * const all[] = {
	&by_call, &by_file, &by_dir, &by_process, &by_thread, &by_family, &by_fd,
};

int by_parse(struct options *opts, const char *word)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(all); i++) {
		if (!strcmp(all[i]->name, word)) {
			opts->by = all[i];
			return 0;
		}
	}
	return fail("--by %s: unknown (use call, file, dir, process, thread, family or fd)", word);
}
