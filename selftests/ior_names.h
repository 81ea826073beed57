/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * NAME records put together, as a reader would: ids and what they stand for.
 */
#ifndef IOR_NAMES_H
#define IOR_NAMES_H

#include "ior_selftest.h"

#define NAMES_CPUS	1024

/**
 * struct name - what the newest NAME of an id said
 * @times: how often it was sent
 * @path: absolute, or what /proc/PID/fd says
 * @given: as the program gave it; "": just so, or it gave none
 */
struct name {
	__u32 id;
	__u32 flags;
	__u32 base;
	__u32 mode;
	__u32 major;
	__u32 minor;
	__u64 ino;
	unsigned int times;
	char *path;
	char *given;
};

/* A name of which not all pieces were seen yet, by the CPU that sends it */
struct name_pieces {
	struct ior_record first;
	size_t done;
	size_t total;
	char *text;
};

struct names {
	struct name *name;		/* hashed by id, 0 where there is none */
	size_t nr;
	size_t size;			/* a power of two */
	struct name_pieces *pieces;
};

static inline struct name *names_slot(const struct names *names, __u32 id)
{
	size_t i = id * 2654435761U;

	while (names->name[i & (names->size - 1)].id && names->name[i & (names->size - 1)].id != id)
		i++;
	return &names->name[i & (names->size - 1)];
}

static inline void *must_have(void *mem)
{
	if (!mem)
		abort();
	return mem;
}

static inline void names_grow(struct names *names)
{
	struct names old = *names;
	size_t i;

	names->size = old.size ? 2 * old.size : 256;
	names->name = must_have(calloc(names->size, sizeof(*names->name)));
	for (i = 0; i < old.size; i++)
		if (old.name[i].id)
			*names_slot(names, old.name[i].id) = old.name[i];
	free(old.name);
}

static inline const struct name *names_find(const struct names *names, __u32 id)
{
	const struct name *name = names->size && id ? names_slot(names, id) : NULL;

	return name && name->id ? name : NULL;
}

/* names_free - but not the texts, which tests hold on to */
static inline void names_free(struct names *names)
{
	free(names->name);
	free(names->pieces);
	memset(names, 0, sizeof(*names));
}

static inline bool path_is_clean(const char *path)
{
	size_t len;

	if (*path++ != '/')
		return false;
	if (!*path)
		return true;
	for (;; path += len + 1) {
		len = strcspn(path, "/");
		if (!len || (len == 1 && *path == '.') || (len == 2 && !strncmp(path, "..", 2)))
			return false;
		if (!path[len])
			return true;
	}
}

/* What no name may be: NULL, or what this one is */
static inline const char *name_fault(const struct name *name)
{
	bool is_file = name->flags & IOR_NAME_FILE, is_as_given = name->flags & IOR_NAME_UNRESOLVED;

	if (name->flags & ~(IOR_NAME_FILE | IOR_NAME_UNRESOLVED) || (is_file && is_as_given))
		return "a name with flags that do not exist, or exclude each other";
	if (!is_file && (name->mode || name->major || name->minor || name->ino))
		return "an inode, device or mode of a path argument";
	if ((is_file && *name->given) || (is_as_given && *name->given))
		return "a name that nobody gave, or given twice";
	if (!*name->path)
		return "a name without a path";
	if (!strcmp(name->path, name->given))
		return "what was given is told, and is the path";
	if (!is_as_given && (!is_file || *name->path == '/') && !path_is_clean(name->path))
		return "a path that is not absolute, or has \".\", \"..\" or \"//\" in it";
	return NULL;
}

static inline const char *names_store(struct names *names, const struct name_pieces *p)
{
	const struct ior_record *rec = &p->first;
	struct name *name;

	if (names->nr >= names->size / 2)
		names_grow(names);
	name = names_slot(names, rec->path.id);
	names->nr += !name->id;
	*name = (struct name) {
		.id = rec->path.id, .flags = rec->flags, .base = rec->path.base,
		.mode = rec->path.mode, .ino = rec->path.ino,
		.major = rec->path.dev_major, .minor = rec->path.dev_minor,
		.times = name->times + 1,
		.path = strndup(p->text, rec->path.path_len),
		.given = strndup(p->text + rec->path.path_len, rec->path.given_len),
	};
	return name_fault(name);
}

static inline bool is_piece_of(const struct ior_record *rec, const struct ior_record *first)
{
	return rec->type == IOR_RECORD_NAME && rec->flags == first->flags &&
	       rec->path.id == first->path.id && rec->path.base == first->path.base &&
	       rec->path.path_len == first->path.path_len &&
	       rec->path.given_len == first->path.given_len &&
	       rec->path.mode == first->path.mode && rec->path.ino == first->path.ino &&
	       rec->path.dev_major == first->path.dev_major &&
	       rec->path.dev_minor == first->path.dev_minor;
}

/* names_take - the next record of a stream, of any type: NULL, or what is wrong */
static inline const char *names_take(struct names *names, const struct ior_record *rec)
{
	struct name_pieces *p;
	size_t left;

	if (rec->type == IOR_RECORD_HEADER)
		return NULL;
	if (rec->cpu >= NAMES_CPUS)
		return "more CPUs than there can be";
	if (!names->pieces)
		names->pieces = must_have(calloc(NAMES_CPUS, sizeof(*names->pieces)));
	p = &names->pieces[rec->cpu];
	if (rec->type != IOR_RECORD_NAME)
		return p->done < p->total ? "a piece of a name is missing" : NULL;
	if (p->done == p->total) {
		p->first = *rec;
		p->done = 0;
		p->total = rec->path.path_len + rec->path.given_len;
		free(p->text);
		p->text = must_have(malloc(p->total + 1));
	}
	left = p->total - p->done;
	if (!rec->path.id || rec->path.reserved32)
		return "a name without an id, or with a reserved field";
	if (!is_piece_of(rec, &p->first))
		return "a piece of another name";
	if (!left || rec->path.offset != p->done ||
	    rec->path.len != (left < IOR_NAME_TEXT ? left : IOR_NAME_TEXT))
		return "a piece that is not the next one";
	if (memchr(rec->path.text, 0, rec->path.len) ||
	    !all_zero(rec->path.text + rec->path.len, IOR_NAME_TEXT - rec->path.len))
		return "a NUL in a name, or something behind it";
	memcpy(p->text + p->done, rec->path.text, rec->path.len);
	p->done += rec->path.len;
	return p->done == p->total ? names_store(names, p) : NULL;
}

/* ----------------------------------------------------- files that tests make -- */

/* work_dir - a new folder below /tmp */
static inline char *work_dir(void)
{
	return mkdtemp(strdup("/tmp/ior-test.XXXXXX"));
}

/* work_remove - with all in it, however deep */
static inline void work_remove(const char *dir)
{
	pid_t pid = dir ? fork() : -1;

	if (!pid) {
		execlp("rm", "rm", "-rf", dir, NULL);
		_exit(127);
	}
	if (pid > 0)
		waitpid(pid, NULL, 0);
}

/* below - "DIR/NAME"; the caller may keep it */
static inline char *below(const char *dir, const char *name)
{
	char *path;

	return asprintf(&path, "%s/%s", dir, name) < 0 ? NULL : path;
}

/* file_make - an empty file, or one of these contents: 0 */
static inline int file_make(const char *path, const void *data, size_t size)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0755);
	ssize_t n;

	if (fd < 0)
		return -errno;
	n = write(fd, data, size);
	close(fd);
	return n == (ssize_t)size ? 0 : -EIO;
}

/* fd_path - what /proc/self/fd has for a descriptor, "" if it is not open */
static inline void fd_path(int fd, char *buf, size_t size)
{
	char link[64];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, buf, size - 1);
	buf[n < 0 ? 0 : n] = 0;
}

#endif /* IOR_NAMES_H */
