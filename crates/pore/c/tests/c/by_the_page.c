/* A side of a pore between two processes, by docs/pore.md and nothing else.
 *
 * What is written there as a number comes as a macro, which the test reads on
 * that page. The program goes to a name, sends back what it takes, each byte
 * turned over, and closes once the peer has. */
#include "by_the_page.h"

/* This side's ring, its cursors' beginning shortly before they wrap, its life. */
enum { OWN_ORDER = 9, EPOCH = 4711, MAX_FRAME = 100 };
#define START 0xfffffff5u

/* To negotiate. */

static int make_region(struct side *side)
{
	size_t bytes = AT_DATA + ((size_t)1 << side->own_order);
	int region = memfd_create("by-the-page", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	must(region >= 0 && ftruncate(region, bytes) == 0, "memfd_create");
	must(fcntl(region, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW) == 0, "seals");
	side->mine = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, region, 0);
	must(side->mine != MAP_FAILED, "mmap");
	/* Where the kernel knows that. */
	(void)fcntl(region, F_ADD_SEALS, F_SEAL_FUTURE_WRITE);
	return region;
}

static void offer(struct side *side)
{
	const uint32_t words[] = {
		MAGIC, OFFER_VERSION, OFFER_KIND, OFFER_LENGTH, side->own_order, 0, MAX_FRAME, EPOCH,
	};
	int fds[] = { make_region(side), side->bells[DATA], side->bells[SPACE] };
	say(side, words, 8, fds);
	close(fds[0]);
}

/* Takes the peer's offer, which is the first that it sends. */
static void take_offer(struct side *side, unsigned char *offered)
{
	int fds[3] = { -1, -1, -1 };
	struct stat stat;
	int count = listen_to(side, offered, 64, fds, 0);
	must(count == OFFER_LENGTH && word_at(offered, 0) == MAGIC, "no offer");
	must(word_at(offered, 1) == OFFER_VERSION && word_at(offered, 2) == OFFER_KIND, "no offer");
	must(word_at(offered, 3) == OFFER_LENGTH && word_at(offered, 7) != 0, "no offer");
	side->peer_order = word_at(offered, 4);
	must(side->peer_order >= LEAST_ORDER && side->peer_order <= MOST_ORDER, "order");
	size_t bytes = AT_DATA + ((size_t)1 << side->peer_order);
	int seals = fcntl(fds[0], F_GET_SEALS);
	must(seals >= 0 && seals & F_SEAL_SHRINK && seals & F_SEAL_GROW, "no seals");
	must(fstat(fds[0], &stat) == 0 && (size_t)stat.st_size == bytes, "another size");
	for (int i = 1; i < 3; i++) {
		struct itimerspec now;
		must(timerfd_gettime(fds[i], &now) == 0, "no bell");
		side->peers_bells[i - 1] = fds[i];
	}
	side->peer = mmap(NULL, bytes, PROT_READ, MAP_SHARED, fds[0], 0);
	must(side->peer != MAP_FAILED, "mmap");
	close(fds[0]);
}

static void begin(struct side *side)
{
	set(side, AT_EPOCH, EPOCH);
	full_fence();
	set(side, AT_STATE, STATE_INITIALISING);
	set(side, AT_SEEN, 0);
	set(side, AT_ERR, 0);
	set(side, AT_PROD, START);
	set(side, AT_WAKE_AT_OF_THE_PRODUCER, START - 1);
	set(side, AT_MAGIC, MAGIC);
	set(side, AT_VERSION, VERSION);
	set(side, AT_ORDER, side->own_order);
	set(side, AT_FEATURES, 0);
	set(side, AT_MAX_FRAME, MAX_FRAME);
	set(side, AT_START, START);
	publish(side, AT_STATE, STATE_INITIALISED);
	ring_both(side);
	side->prod = side->peers_cons = START;
}

/* Looks how far the peer is; 1 once both are connected. */
static int meet(struct side *side)
{
	uint32_t answer = observe(side, AT_SEEN);
	uint32_t epoch = observe(side, AT_EPOCH), state = observe(side, AT_STATE);
	uint32_t magic = load(side, AT_MAGIC), version = load(side, AT_VERSION);
	uint32_t order = load(side, AT_ORDER), start = load(side, AT_START);
	atomic_thread_fence(memory_order_acquire);
	if ((state != STATE_INITIALISED && state != STATE_CONNECTED) || epoch == 0
	    || load(side, AT_EPOCH) != epoch)
		return 0;
	if (side->met != epoch) {
		must(magic == MAGIC && version == VERSION && order == side->peer_order, "pages");
		side->met = epoch;
		side->cons = side->peers_prod = start;
		set(side, AT_CONS, start);
		set(side, AT_WAKE_AT_OF_THE_CONSUMER, start - 1);
		publish(side, AT_SEEN, epoch);
		ring_both(side);
	}
	if (answer != EPOCH)
		return 0;
	publish(side, AT_STATE, STATE_CONNECTED);
	ring_both(side);
	return 1;
}

static void negotiate(struct side *side, const char *name)
{
	const uint32_t yes[] = { MAGIC, OFFER_VERSION, ANSWER_KIND, ANSWER_LENGTH, 0 };
	unsigned char offered[64], answer[64];
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	socklen_t length = sizeof to.sun_family + 1 + strlen(name);
	int none[3];
	memcpy(to.sun_path + 1, name, strlen(name));
	side->socket = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	must(connect(side->socket, (struct sockaddr *)&to, length) == 0, "connect");
	side->bells[DATA] = make_bell();
	side->bells[SPACE] = make_bell();
	offer(side);
	take_offer(side, offered);
	begin(side);
	for (int is_met = 0, is_answered = 0;;) {
		if (!is_met && (is_met = meet(side))) {
			must(side->met == word_at(offered, 7), "another epoch than the offer's");
			say(side, yes, 5, NULL);
		}
		if (!is_answered)
			is_answered = listen_to(side, answer, 64, none, MSG_DONTWAIT) > 0;
		if (is_answered) {
			must(word_at(answer, 2) == ANSWER_KIND, "no answer");
			must(word_at(answer, 3) == ANSWER_LENGTH, "no answer");
			must(word_at(answer, 4) == 0, "refused");
		}
		if (is_met && is_answered)
			return;
		hear(side);
	}
}

/* Bytes. */

static int was_passed(uint32_t wake_at, uint32_t before, uint32_t now)
{
	return now - wake_at - 1 < now - before;
}

/* Whether the peer goes on. */
static int goes_on(struct side *side)
{
	uint32_t state = observe(side, AT_STATE);
	must(load(side, AT_EPOCH) == side->met, "restarted");
	if (state == STATE_CLOSING || state == STATE_CLOSED) {
		must(load(side, AT_ERR) == 0, "the peer says that this side has a fault");
		return 0;
	}
	must(state == STATE_INITIALISED || state == STATE_CONNECTED, "state");
	return 1;
}

static uint32_t is_free(struct side *side)
{
	uint32_t all = 1u << side->own_order;
	uint32_t cons = observe(side, AT_CONS);
	must(side->prod - cons <= side->prod - side->peers_cons, "an impossible cursor");
	side->peers_cons = cons;
	return all - (side->prod - cons);
}

static uint32_t is_filled(struct side *side)
{
	uint32_t prod = observe(side, AT_PROD);
	must(prod - side->cons <= 1u << side->peer_order, "an impossible cursor");
	must(prod - side->cons >= side->peers_prod - side->cons, "a cursor that went back");
	side->peers_prod = prod;
	return prod - side->cons;
}

static void send_bytes(struct side *side, const unsigned char *bytes, uint32_t count)
{
	uint32_t mask = (1u << side->own_order) - 1;
	while (count > 0) {
		uint32_t room = is_free(side), before = side->prod;
		if (room == 0) {
			set(side, AT_WAKE_AT_OF_THE_PRODUCER, side->prod - mask - 1 + 1 - 1);
			full_fence();
			must(goes_on(side), "closed before all was sent");
			if (is_free(side) == 0)
				hear(side);
			continue;
		}
		room = room < count ? room : count;
		for (uint32_t i = 0; i < room; i++) {
			uint32_t at = (before + i) & mask;
			Word *word = (Word *)(side->mine + AT_DATA + at / sizeof *word * sizeof *word);
			uintptr_t whole = atomic_load_explicit(word, memory_order_relaxed);
			((unsigned char *)&whole)[at % sizeof whole] = bytes[i];
			atomic_store_explicit(word, whole, memory_order_relaxed);
		}
		side->prod = before + room;
		publish(side, AT_PROD, side->prod);
		full_fence();
		if (was_passed(load(side, AT_WAKE_AT_OF_THE_CONSUMER), before, side->prod))
			ring(side, DATA);
		bytes += room;
		count -= room;
	}
}

/* Waits for bytes and takes some; 0 once the peer has closed and all was taken. */
static uint32_t take_bytes(struct side *side, unsigned char *bytes, uint32_t most)
{
	uint32_t mask = (1u << side->peer_order) - 1, before = side->cons, count;
	while ((count = is_filled(side)) == 0) {
		set(side, AT_WAKE_AT_OF_THE_CONSUMER, side->cons + 1 - 1);
		full_fence();
		if (is_filled(side) > 0)
			continue;
		if (goes_on(side))
			hear(side);
		else if (is_filled(side) == 0)
			return 0;
	}
	count = count < most ? count : most;
	for (uint32_t i = 0; i < count; i++) {
		uint32_t at = (before + i) & mask;
		Word *word = (Word *)(side->peer + AT_DATA + at / sizeof *word * sizeof *word);
		uintptr_t whole = atomic_load_explicit(word, memory_order_relaxed);
		bytes[i] = ((unsigned char *)&whole)[at % sizeof whole];
	}
	atomic_thread_fence(memory_order_acquire);
	must(load(side, AT_EPOCH) == side->met, "restarted");
	side->cons = before + count;
	publish(side, AT_CONS, side->cons);
	full_fence();
	if (was_passed(load(side, AT_WAKE_AT_OF_THE_PRODUCER), before, side->cons))
		ring(side, SPACE);
	return count;
}

int main(int count, char **arguments)
{
	struct side side = { .own_order = OWN_ORDER };
	unsigned char bytes[333];
	unsigned long all = 0;
	must(count == 2, "a name");
	negotiate(&side, arguments[1]);
	for (uint32_t taken; (taken = take_bytes(&side, bytes, sizeof bytes)) > 0;) {
		for (uint32_t i = 0; i < taken; i++)
			bytes[i] = ~bytes[i];
		send_bytes(&side, bytes, taken);
		all += taken;
	}
	set(&side, AT_ERR, 0);
	publish(&side, AT_STATE, STATE_CLOSING);
	ring_both(&side);
	publish(&side, AT_STATE, STATE_CLOSED);
	ring_both(&side);
	printf("%lu bytes\n", all);
	return 0;
}
