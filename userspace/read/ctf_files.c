// SPDX-License-Identifier: GPL-2.0-only
/*
 * The files of a trace.  Each write adds one whole packet to a stream, or one whole
 * declaration to the metadata, before the first packet that needs it: so what is
 * there can be read, wherever the trace ends.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <unistd.h>

#include "ctf.h"

#define CTF_MAGIC	0xc1fc1fc1u
#define PACKET_BYTES	(64 * 1024)	/* at which it is written */
#define FILE_NAME_MAX	32
#define TIME_MAX	(1ULL << 62)	/* with the date added still ns in 64 bits */

/* What a packet begins with: packet.header and packet.context of the metadata. */
struct packet {
	uint32_t	magic;
	uint8_t		uuid[16];
	uint32_t	stream_id;
	uint64_t	timestamp_begin;
	uint64_t	timestamp_end;
	uint64_t	content_size;	/* this and the next in bits */
	uint64_t	packet_size;
	uint64_t	events_discarded;
	uint32_t	cpu_id;
} __attribute__((packed));

/**
 * struct ctf_stream - events of a CPU
 * @head: of the packet that is being filled
 * @len: bytes in it, its head included; 0: none is being filled
 * @events: in it
 * @last: time of the newest event
 * @written: bytes in the file
 * @packet: it
 */
struct ctf_stream {
	struct packet	head;
	size_t		len;
	uint64_t	events;
	uint64_t	last;
	uint64_t	written;
	char		packet[PACKET_BYTES + CTF_EVENT_MAX];
};

static struct {
	struct out		*out;
	uint8_t			uuid[16];
	uint64_t		metadata_bytes;
	uint64_t		events;		/* in the files */
	struct ctf_stream	**streams;	/* by CPU; NULL: it has none yet */
	unsigned int		nr_streams;
} ctf;

/* ------------------------------------------------------------- writing -- */

/* Nothing of what failed stays: neither a piece of a packet, nor a file without one. */
static void give_up(int fd, const char *name, uint64_t whole, int err)
{
	bool cut = whole ? !ftruncate(fd, whole) : !unlinkat(ctf.out->fd, name, 0);

	ctf.out->failed = true;
	fail("%s/%s: %s (%llu events are in the trace%s)", ctf.out->name, name, strerror(err),
	     (unsigned long long)ctf.events, cut ? "" : ", and a piece of a packet");
}

static int write_all(int fd, const char *mem, size_t len)
{
	ssize_t n;

	for (; len; mem += n, len -= n) {
		do {
			n = signals_write(fd, mem, len);
		} while (n == -EINTR);
		if (n < 0)
			return -n;
	}
	return 0;
}

/*
 * Add to a file that has so many bytes.  It is not kept open: there may be more
 * CPUs than a process may have files, and packets are large.
 */
static void add(const char *name, uint64_t *written, const char *mem, size_t len)
{
	int fd, err;

	if (ctf.out->failed)
		return;
	fd = openat(ctf.out->fd, name,
		    O_WRONLY | O_APPEND | O_CLOEXEC | (*written ? 0 : O_CREAT | O_EXCL), 0666);
	if (fd < 0) {
		ctf.out->failed = true;
		fail("%s/%s: %s (%llu events are in the trace)", ctf.out->name, name,
		     strerror(errno), (unsigned long long)ctf.events);
		return;
	}
	err = write_all(fd, mem, len);
	if (err)
		give_up(fd, name, *written, err);
	if (close(fd) && !err) {
		ctf.out->failed = true;
		fail("%s/%s: %s (it may not be whole)", ctf.out->name, name, strerror(errno));
	}
	*written += len;
	ctf.out->written += len;
}

void ctf_metadata(char *text, size_t len)
{
	add("metadata", &ctf.metadata_bytes, text, len);
}

/* ------------------------------------------------------------- packets -- */

/* Write the packet that is being filled, if there is one. */
void ctf_cut(struct ctf_stream *s)
{
	char name[FILE_NAME_MAX];

	if (!s->len)
		return;
	s->head.timestamp_end = s->last;
	s->head.content_size = 8 * s->len;
	s->head.packet_size = 8 * s->len;
	memcpy(s->packet, &s->head, sizeof(s->head));
	snprintf(name, sizeof(name), "stream_%u", s->head.cpu_id);
	add(name, &s->written, s->packet, s->len);
	if (!ctf.out->failed)
		ctf.events += s->events;
	s->len = 0;
	s->events = 0;
}

/*
 * Begin one, if there is none.  What comes late gets the time of what was before it,
 * as does what has a time that no viewer could tell.
 */
static void come_to(struct ctf_stream *s, uint64_t time)
{
	if (time > s->last && time < TIME_MAX)
		s->last = time;
	if (s->len)
		return;
	s->head.timestamp_begin = s->last;
	s->len = sizeof(s->head);
}

/*
 * What was dropped: known from the next packet on.  Viewers compare that with the
 * packet before, so there has to be one, even if there was no event yet.
 */
void ctf_discard(struct ctf_stream *s, uint64_t since, uint64_t events)
{
	if (!s->len && !s->written)
		come_to(s, since);
	ctf_cut(s);
	s->head.events_discarded += events;
}

/* Begin an event, with room for CTF_EVENT_MAX bytes, to be ended by ctf_end(). */
char *ctf_begin(struct ctf_stream *s, uint64_t time, uint16_t id)
{
	char *p;

	come_to(s, time);
	p = s->packet + s->len;
	return put_mem(put_mem(p, &id, sizeof(id)), &s->last, sizeof(s->last));
}

void ctf_end(struct ctf_stream *s, char *end)
{
	s->len = end - s->packet;
	s->events++;
	if (s->len >= PACKET_BYTES)
		ctf_cut(s);
}

/* ------------------------------------------------------------- streams -- */

static struct ctf_stream *make_stream(unsigned int cpu)
{
	struct ctf_stream *s = calloc(1, sizeof(*s));

	if (!s)
		fail_memory("-F ctf", "trace less with -e");
	s->head.magic = CTF_MAGIC;
	s->head.cpu_id = cpu;
	memcpy(s->head.uuid, ctf.uuid, sizeof(ctf.uuid));
	return s;
}

static void make_room(unsigned int nr)
{
	struct ctf_stream **streams = reallocarray(ctf.streams, nr, sizeof(*streams));

	if (!streams)
		fail_memory("-F ctf", "trace less with -e");
	memset(streams + ctf.nr_streams, 0, (nr - ctf.nr_streams) * sizeof(*streams));
	ctf.streams = streams;
	ctf.nr_streams = nr;
}

struct ctf_stream *ctf_stream(unsigned int cpu)
{
	if (cpu >= ctf.nr_streams)
		make_room(cpu + 1);
	if (!ctf.streams[cpu])
		ctf.streams[cpu] = make_stream(cpu);
	return ctf.streams[cpu];
}

const uint8_t *ctf_uuid(void)
{
	return ctf.uuid;
}

/* A trace in the directory that @out has. */
void ctf_open(struct out *out)
{
	ctf.out = out;
	out->begun = true;
	if (getrandom(ctf.uuid, sizeof(ctf.uuid), 0) != sizeof(ctf.uuid))
		exit(fail("-F ctf: no random number: %s (see getrandom(2))", strerror(errno)));
	ctf.uuid[6] = (ctf.uuid[6] & 0x0f) | 0x40;	/* RFC 4122: a random one */
	ctf.uuid[8] = (ctf.uuid[8] & 0x3f) | 0x80;
}

/* Write what is left. */
void ctf_close(void)
{
	unsigned int cpu;

	for (cpu = 0; cpu < ctf.nr_streams; cpu++) {
		if (!ctf.streams[cpu])
			continue;
		ctf_cut(ctf.streams[cpu]);
		free(ctf.streams[cpu]);
	}
	free(ctf.streams);
}
