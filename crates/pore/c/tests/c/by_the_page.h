/* What a side of a pore between two processes needs of the system.
 *
 * Its words as the page wants them loaded and stored, its bells, its socket. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <unistd.h>

#ifndef F_SEAL_FUTURE_WRITE
#define F_SEAL_FUTURE_WRITE 0x0010
#endif
#ifndef TFD_IOC_SET_TICKS
#define TFD_IOC_SET_TICKS _IOW('T', 0, uint64_t)
#endif

enum { DATA, SPACE };
/* No answer within this ends the program. */
enum { PATIENCE_MS = 20000 };

typedef _Atomic uint32_t Word32;
typedef _Atomic uintptr_t Word;

struct side {
	unsigned char *mine;
	const unsigned char *peer;
	uint32_t own_order, peer_order;
	/* Where this side waits, and what it rings. */
	int bells[2], peers_bells[2];
	int socket;
	/* The peer has let go of the socket: what it did before is all there is. */
	int is_left;
	uint32_t met;
	uint32_t prod, peers_cons, cons, peers_prod;
};

static _Noreturn void fail(const char *what)
{
	perror(what);
	exit(1);
}

static void must(int is_so, const char *what)
{
	if (!is_so)
		fail(what);
}

static void set(struct side *side, unsigned at, uint32_t value)
{
	atomic_store_explicit((Word32 *)(side->mine + at), value, memory_order_relaxed);
}

static void publish(struct side *side, unsigned at, uint32_t value)
{
	atomic_store_explicit((Word32 *)(side->mine + at), value, memory_order_release);
}

static uint32_t load(struct side *side, unsigned at)
{
	return atomic_load_explicit((Word32 *)(side->peer + at), memory_order_relaxed);
}

static uint32_t observe(struct side *side, unsigned at)
{
	uint32_t value = load(side, at);
	atomic_thread_fence(memory_order_acquire);
	return value;
}

static void full_fence(void)
{
	atomic_thread_fence(memory_order_seq_cst);
}

/* Bells. */

static int make_bell(void)
{
	int bell = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	must(bell >= 0, "timerfd_create");
	return bell;
}

static void ring(struct side *side, int which)
{
	uint64_t one = 1;
	struct itimerspec soon = { .it_value = { 0, 1 } };
	if (ioctl(side->peers_bells[which], TFD_IOC_SET_TICKS, &one) != 0)
		must(timerfd_settime(side->peers_bells[which], 0, &soon, NULL) == 0, "ring");
}

static void ring_both(struct side *side)
{
	ring(side, DATA);
	ring(side, SPACE);
}

/* Waits for a bell, or for the socket, and forgets the rings. */
static void hear(struct side *side)
{
	struct itimerspec never = { 0 };
	struct pollfd ready[] = {
		{ .fd = side->bells[DATA], .events = POLLIN },
		{ .fd = side->bells[SPACE], .events = POLLIN },
		{ .fd = side->socket, .events = POLLIN },
	};
	must(!side->is_left, "the peer is gone");
	must(poll(ready, 3, PATIENCE_MS) > 0, "nobody rang");
	side->is_left = ready[2].revents & POLLHUP;
	must(timerfd_settime(side->bells[DATA], 0, &never, NULL) == 0, "clear");
	must(timerfd_settime(side->bells[SPACE], 0, &never, NULL) == 0, "clear");
}

/* The socket: numbers are little-endian. */

static void put_words(unsigned char *bytes, const uint32_t *words, int count)
{
	for (int i = 0; i < 4 * count; i++)
		bytes[i] = words[i / 4] >> (8 * (i % 4));
}

static uint32_t word_at(const unsigned char *bytes, int index)
{
	const unsigned char *at = bytes + 4 * index;
	return at[0] | at[1] << 8 | at[2] << 16 | (uint32_t)at[3] << 24;
}

static void say(struct side *side, const uint32_t *words, int count, const int *fds)
{
	unsigned char bytes[64];
	union {
		char space[CMSG_SPACE(3 * sizeof(int))];
		struct cmsghdr align;
	} control = { { 0 } };
	struct iovec part = { bytes, 4 * count };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
	put_words(bytes, words, count);
	if (fds) {
		message.msg_control = control.space;
		message.msg_controllen = sizeof control.space;
		struct cmsghdr *rights = CMSG_FIRSTHDR(&message);
		rights->cmsg_level = SOL_SOCKET;
		rights->cmsg_type = SCM_RIGHTS;
		rights->cmsg_len = CMSG_LEN(3 * sizeof(int));
		memcpy(CMSG_DATA(rights), fds, 3 * sizeof(int));
	}
	must(sendmsg(side->socket, &message, MSG_NOSIGNAL) == 4 * count, "sendmsg");
}

/* Takes a message; its bytes, 0 if there is none yet. */
static int listen_to(struct side *side, unsigned char *bytes, int room, int *fds, int flags)
{
	union {
		char space[CMSG_SPACE(3 * sizeof(int))];
		struct cmsghdr align;
	} control;
	struct iovec part = { bytes, room };
	struct msghdr message = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = control.space,
		.msg_controllen = sizeof control.space,
	};
	int count = recvmsg(side->socket, &message, MSG_CMSG_CLOEXEC | flags);
	if (count < 0)
		return 0;
	must(count > 0 && !(message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)), "the peer is gone");
	struct cmsghdr *rights = CMSG_FIRSTHDR(&message);
	if (rights && rights->cmsg_type == SCM_RIGHTS
	    && rights->cmsg_len == CMSG_LEN(3 * sizeof(int)))
		memcpy(fds, CMSG_DATA(rights), 3 * sizeof(int));
	return count;
}
