// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table of names, and the records that carry them.
 */
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/glob.h>
#include <linux/hash.h>
#include <linux/jiffies.h>
#include <linux/kdev_t.h>
#include <linux/mm.h>
#include <linux/once.h>
#include <linux/percpu.h>
#include <linux/random.h>
#include <linux/seqlock.h>
#include <linux/siphash.h>
#include <linux/spinlock.h>

#include "compat.h"
#include "files.h"
#include "name.h"
#include "record.h"

#define WAYS		4
#define SETS_PER_CPU	256

/* A mount that was moved shows after so long, and what the clock's work takes,
 * which makes every CPU forget its last file (clock.c).
 */
#define CHECK_PERIOD	HZ

/**
 * struct name - one name that has an id: a cache line
 * @key: what it is the name of; never all 0 when it is one
 * @sent: sessions that have it
 * @match: sessions with a pattern that it matches
 * @text: hash of the text
 * @time: when its newest record ended, in whichever ring
 * @id: place in the table, plus the table's size for each time it was reused
 * @seq: odd while it changes
 * @renames: rename_lock when the text was last found to be this
 * @checked: jiffies then
 *
 * Written under the lock of its set; read without, by @seq.
 */
struct name {
	struct ior_key	key;
	u64		sent;
	u64		match;
	u64		text;
	u64		time;
	u32		id;
	seqcount_t	seq;
	u32		renames;
	u32		checked;
};

/* The names that may be in one place of the table, in no order. */
struct set {
	struct name	name[WAYS];
} ____cacheline_aligned;

/**
 * struct set_lock - held to change a set
 * @lock: also keeps
 * @next: the name to go next
 */
struct set_lock {
	raw_spinlock_t	lock;		/* see above */
	unsigned int	next;
};

/* There while a session is open; ior_lock. */
static struct set *sets;
static struct set_lock *set_locks;
static unsigned int set_shift;		/* 64, less the bits of an index */
static struct ior_scratch __percpu *scratch;
static siphash_key_t text_key;

struct ior_scratch *ior_scratch(void)
{
	return this_cpu_ptr(scratch);
}

/* ----------------------------------------------------------------- table -- */

/* The upper bits of the hash are the better ones. */
static __always_inline unsigned int index_of(struct ior_key key)
{
	return key.b >> set_shift;
}

static unsigned int nr_sets(void)
{
	return 1U << (64 - set_shift);
}

static __always_inline bool has_key(const struct name *n, struct ior_key key)
{
	return READ_ONCE(n->key.b) == key.b && READ_ONCE(n->key.a) == key.a;
}

/**
 * struct found - what is known of a name, taken at one moment
 * @sent: see struct name; likewise the following
 * @match: and so on
 * @time: and so on
 * @id: and so on
 */
struct found {
	u64	sent;
	u64	match;
	u64	time;
	u32	id;
};

/* The one that may have this key, or NULL; @seq: as it is now. */
static __always_inline struct name *peek(struct ior_key key, unsigned int *seq)
{
	struct name *n = sets[index_of(key)].name, *end = n + WAYS;

	for (; n < end; n++) {
		if (!has_key(n, key))
			continue;
		*seq = raw_read_seqcount(&n->seq) & ~1;
		return n;
	}
	return NULL;
}

/* It had this key all the time since peek(), and did not change. */
static __always_inline bool is_still(const struct name *n, struct ior_key key, unsigned int seq)
{
	return has_key(n, key) && !read_seqcount_retry(&n->seq, seq);
}

/* Under the lock of the set.  The one with this key, or NULL. */
static struct name *find_locked(struct set *set, struct ior_key key)
{
	unsigned int i;

	for (i = 0; i < WAYS; i++)
		if (has_key(&set->name[i], key))
			return &set->name[i];
	return NULL;
}

/* Another name for this place: it gets another id, which is never 0. */
static void renew(struct name *n, struct ior_key key, u64 text, u64 match)
{
	u32 size = WAYS * nr_sets();

	n->key = key;
	n->text = text;
	n->match = match;
	n->sent = 0;
	n->time = 0;
	n->id += size;
	if (n->id < size)
		n->id += size;
}

/*
 * This text was found for this key.  Returns what is known of it now: it may
 * have been sent, if the key was there and the text is the same.
 */
static void store(struct ior_key key, u64 text, u32 renames, u64 match, struct found *f)
{
	struct set_lock *lock = &set_locks[index_of(key)];
	struct set *set = &sets[index_of(key)];
	struct name *n;

	raw_spin_lock(&lock->lock);
	n = find_locked(set, key);
	if (!n)
		n = &set->name[lock->next++ % WAYS];
	write_seqcount_begin(&n->seq);
	if (!has_key(n, key) || n->text != text)
		renew(n, key, text, match);
	n->renames = renames;
	n->checked = jiffies;
	write_seqcount_end(&n->seq);
	f->sent = n->sent;
	f->match = n->match;
	f->time = n->time;
	f->id = n->id;
	raw_spin_unlock(&lock->lock);
}

/* These sessions got the records of an id, the newest of which ended then. */
static void mark_sent(struct ior_key key, u32 id, u64 sessions, u64 time)
{
	struct set_lock *lock = &set_locks[index_of(key)];
	struct name *n;

	raw_spin_lock(&lock->lock);
	n = find_locked(&sets[index_of(key)], key);
	if (n && n->id == id) {
		write_seqcount_begin(&n->seq);
		n->time = max(n->time, time);
		n->sent |= sessions;
		write_seqcount_end(&n->seq);
	}
	raw_spin_unlock(&lock->lock);
}

/* ------------------------------------------------------------------ life -- */

static void names_init(void)
{
	unsigned int i, j;

	for (i = 0; i < nr_sets(); i++) {
		raw_spin_lock_init(&set_locks[i].lock);
		for (j = 0; j < WAYS; j++) {
			seqcount_init(&sets[i].name[j].seq);
			sets[i].name[j].id = i * WAYS + j;
		}
	}
}

int ior_names_open(void)
{
	lockdep_assert_held(&ior_lock);
	set_shift = 64 - order_base_2(SETS_PER_CPU * num_possible_cpus());
	sets = kvcalloc(nr_sets(), sizeof(*sets), GFP_KERNEL);
	set_locks = kvcalloc(nr_sets(), sizeof(*set_locks), GFP_KERNEL);
	scratch = alloc_percpu(struct ior_scratch);
	if (!sets || !set_locks || !scratch) {
		ior_names_close();
		return -ENOMEM;
	}
	get_random_once(&text_key, sizeof(text_key));
	names_init();
	return 0;
}

/* No probe is under way any more (ior_probe_sync). */
void ior_names_close(void)
{
	lockdep_assert_held(&ior_lock);
	free_percpu(scratch);
	kvfree(set_locks);
	kvfree(sets);
}

/* Take @bit from every name, or (0) the names themselves. */
static void walk(u64 bit)
{
	unsigned int i, j;

	for (i = 0; i < nr_sets(); i++) {
		raw_spin_lock(&set_locks[i].lock);
		for (j = 0; j < WAYS; j++) {
			struct name *n = &sets[i].name[j];

			write_seqcount_begin(&n->seq);
			n->sent &= ~bit;
			if (!bit)
				n->key = (struct ior_key){};
			write_seqcount_end(&n->seq);
		}
		raw_spin_unlock(&set_locks[i].lock);
		cond_resched();
	}
}

/* The session has no name, or that is how it looks: all are to be sent again. */
void ior_names_leave(const struct ior_session *s)
{
	walk(s->bit);
}

/* What matches has changed: every name is looked at again. */
void ior_names_forget(void)
{
	walk(0);
}

/* --------------------------------------------------------------- records -- */

/* The pieces of a name, in the ring's next slots. */
static void write_pieces(struct ior_ring *ring, const struct ior_record *what, u64 now,
			 unsigned int pieces)
{
	const char *text = ior_scratch()->text;
	unsigned int len = what->path.path_len + what->path.given_len;
	unsigned int i;

	for (i = 0; i < pieces; i++) {
		struct ior_record *rec = ior_ring_slot(ring, i);
		unsigned int offset = i * IOR_NAME_TEXT;

		*rec = *what;
		rec->time_ns = now;
		rec->type = IOR_RECORD_NAME;
		rec->cpu = smp_processor_id();
		rec->tgid = current->tgid;
		rec->tid = current->pid;
		rec->path.offset = offset;
		rec->path.len = min_t(unsigned int, len - offset, IOR_NAME_TEXT);
		memcpy(rec->path.text, text + offset, rec->path.len);
	}
	ring->others += pieces;
	ior_ring_commit(ring, pieces);
}

/* Send a name, all of it or nothing.  Returns who got it; @time: when it ended. */
static u64 send(u64 sessions, const struct ior_record *what, u64 now, u64 *time)
{
	unsigned int len = what->path.path_len + what->path.given_len;
	unsigned int pieces = max(DIV_ROUND_UP(len, IOR_NAME_TEXT), 1);
	struct ior_session *s;
	u64 sent = 0;

	for_each_session(s, sessions) {
		struct ior_ring *ring = this_cpu_ptr(s->ring);
		u64 end = max(now, ring->last);

		if (READ_ONCE(ior_live.silent) & s->bit)
			continue;
		/* where records are overwritten, there is room even for what does not fit */
		if (pieces <= ring->mask && ior_ring_room(ring, pieces)) {
			write_pieces(ring, what, end, pieces);
			ior_record_wake(ring);
			sent |= s->bit;
			*time = max(*time, end);
		} else {
			ior_ring_lose(ring, end, 0, pieces);
		}
		ring->last = end;
	}
	return sent;
}

/*
 * Who lacks a name.  Those that select files by pattern get only what matches,
 * and what else is the name of a file in the same call (@force).
 */
static __always_inline u64 missing_of(const struct ior_naming *nm, u64 sent, u64 match)
{
	u64 missing = nm->sessions & ~sent;

	if (unlikely(missing))
		missing &= ~READ_ONCE(ior_live.globs) | match | nm->force;
	return missing;
}

/* Send a name to those that lack it. */
static void send_missing(struct ior_naming *nm, struct ior_key key, struct found *f,
			 struct ior_record *what)
{
	u64 missing = missing_of(nm, f->sent, f->match);
	u64 sent;

	if (!missing)
		return;
	if (!nm->began) {
		ior_record_begin(missing);
		nm->now = ior_clock();
	}
	what->path.id = f->id;
	sent = send(missing, what, max(nm->now, f->time), &f->time);
	if (!nm->began)
		ior_record_end(missing);
	if (sent)
		mark_sent(key, f->id, sent, f->time);
	f->sent |= sent;
}

static __always_inline u32 use(struct ior_naming *nm, u64 sent, u64 match, u64 time, u32 id)
{
	nm->named &= sent;
	nm->match |= match;
	nm->newest = max(nm->newest, time);
	return id;
}

/* If this is a name that all have got, and renames are as then: its id; else 0. */
static __always_inline u32 look_up(struct ior_naming *nm, struct ior_key key, u32 renames,
				   bool check)
{
	unsigned int seq;
	struct name *n = peek(key, &seq);
	u64 sent, match, time;
	u32 id;

	if (unlikely(!n))
		return 0;
	sent = READ_ONCE(n->sent);
	match = READ_ONCE(n->match);
	time = READ_ONCE(n->time);
	id = READ_ONCE(n->id);
	if (unlikely(missing_of(nm, sent, match)))
		return 0;
	if (check && unlikely(READ_ONCE(n->renames) != renames ||
			      (u32)jiffies - READ_ONCE(n->checked) >= CHECK_PERIOD))
		return 0;
	if (unlikely(!is_still(n, key, seq)))
		return 0;
	return use(nm, sent, match, time, id);
}

/* If this is a name that all have got: its id; else 0. */
u32 ior_name_look_up(struct ior_naming *nm, struct ior_key key)
{
	return look_up(nm, key, 0, false);
}

/* ior_scratch()->text has the text of a name: send it to those that lack it. */
static u32 add(struct ior_naming *nm, struct ior_key key, u32 renames, struct ior_record *what)
{
	char *text = ior_scratch()->text;
	u64 hash = siphash(text, what->path.path_len + what->path.given_len, &text_key);
	struct found f;

	store(key, hash, renames, ior_files_match(text, what->path.path_len), &f);
	send_missing(nm, key, &f, what);
	return use(nm, f.sent, f.match, f.time, f.id);
}

u32 ior_name_add(struct ior_naming *nm, struct ior_key key, struct ior_record *what)
{
	return add(nm, key, 0, what);
}

u64 ior_name_hash(const char *text, size_t len)
{
	return siphash(text, len, &text_key);
}

/* ----------------------------------------------------------------- files -- */

static __always_inline u64 mix(u64 hash, u64 word)
{
	return (hash ^ word) * GOLDEN_RATIO_64;
}

/*
 * What tells an open file's name from all others, as long as nothing is
 * renamed or mounted elsewhere: the dentry, and what makes another one at its
 * address another key: its name and parent (both are in the hash of the name),
 * inode, and how often it was hashed or not; on which mount, below which root.
 * Dentries of files that are in no directory (DCACHE_NORCU) have a name, but
 * no hash of it, share an inode, and their memory is used again at once.
 */
static __always_inline struct ior_key path_key(const struct path *path)
{
	const struct dentry *dentry = path->dentry;
	const struct inode *inode = dentry->d_inode;
	const struct fs_struct *fs = current->fs;
	u64 hash = (unsigned long)dentry;

	hash = mix(hash, (unsigned long)path->mnt);
	hash = mix(hash, (unsigned long)READ_ONCE(fs->root.mnt));
	hash = mix(hash, (unsigned long)READ_ONCE(fs->root.dentry));
	hash = mix(hash, READ_ONCE(dentry->d_name.hash_len));
	if (unlikely(dentry->d_flags & DCACHE_NORCU))
		hash = mix(hash, full_name_hash(NULL, dentry->d_name.name, dentry->d_name.len));
	hash = mix(hash, inode->i_ino + ((u64)inode->i_mode << 48));
	hash = mix(hash, inode->i_generation +
			 ((u64)READ_ONCE(dentry->d_seq.seqcount.sequence) << 32));
	return (struct ior_key){ (unsigned long)dentry, hash };
}

static noinline u32 path_slow(struct ior_naming *nm, const struct path *path, struct ior_key key,
			      size_t *len)
{
	const struct inode *inode = path->dentry->d_inode;
	char *buf = ior_scratch()->text;
	u32 renames = ior_renames();
	struct ior_record what = {
		.flags		= IOR_NAME_FILE,
		.path.mode	= inode->i_mode,
		.path.ino	= inode->i_ino,
		.path.dev_major	= MAJOR(inode->i_sb->s_dev),
		.path.dev_minor	= MINOR(inode->i_sb->s_dev),
	};
	char *text;

	text = d_path(path, buf, IOR_PATH_ROOM);
	if (IS_ERR(text))
		return 0;
	*len = strlen(text);
	memmove(buf, text, *len);
	what.path.path_len = *len;
	return add(nm, key, renames, &what);
}

/*
 * The id of an open file's or a directory's name, 0 if it is too long to be
 * one.  The caller holds the path.  What is sent, and was neither renamed nor
 * checked too long ago, costs a look.
 */
u32 ior_name_path(struct ior_naming *nm, const struct path *path)
{
	struct ior_key key = path_key(path);
	size_t len;

	return look_up(nm, key, ior_renames(), true) ?: path_slow(nm, path, key, &len);
}

/* Likewise, with the text that it is the id of in ior_scratch()->text. */
u32 ior_name_path_text(struct ior_naming *nm, const struct path *path, size_t *len)
{
	return path_slow(nm, path, path_key(path), len);
}

/*
 * A call on a descriptor whose file's name was sent: sets the call's, and keeps
 * in mind which file it was.  Returns false where the long way is to be gone.
 *
 * A file that is in no directory but has a name is not kept (DCACHE_NORCU):
 * nothing but the name's text would tell it from the next one at its place.
 */
bool ior_name_quick(struct ior_here *here, u64 sessions, unsigned int fd,
		    struct ior_syscall *call)
{
	struct ior_naming nm = { .sessions = sessions, .named = sessions };
	u32 renames = ior_renames();
	const struct dentry *dentry;
	struct file *file;
	bool put;
	u32 id;

	file = ior_file_get(fd, &put);
	if (!file)
		return false;
	dentry = file->f_path.dentry;
	id = look_up(&nm, path_key(&file->f_path), renames, true);
	if (nm.named != sessions)
		id = 0;		/* one gets patterns just now, and was not sent the name */
	if (id) {
		ior_inflight_raise(here->t, nm.newest);
		call->name[0] = id;
		call->aux = ior_fd_flags(file, fd, ior_fdtable());
		if (sessions == here->sessions &&
		    !(dentry->d_flags & DCACHE_NORCU && dentry->d_name.len))
			here->file = (struct ior_here_file){
				.file		= file,
				.sum		= ior_file_sum(file),
				.renames	= renames,
				.id		= id,
				.fd		= fd,
			};
	}
	ior_file_put(file, put);
	return id;
}
