/* A ring between a sender and a taker, one of which may write what it likes.
 *
 * Cursors count modulo MOD as the real ones do modulo 2^32, and begin shortly
 * before they wrap. Every access to a shared word is a step of its own; what a
 * side keeps to itself is not seen by the other. Memory is sequentially
 * consistent here: weaker orders are explored by loom, on the code itself.
 *
 * HONEST         both sides keep to the rules: all that is sent is taken, in
 *                order, and nobody sleeps for ever.
 * HOSTILE_TAKER  the taker writes what it likes, even where the sender's own
 *                cursor is for it to read, and the sender stays sound.
 * HOSTILE_SENDER the same the other way round.
 *
 * SEED_* are faults that the search has to find.
 */

#ifndef CAP
#define CAP 2
#endif
#ifndef MOD
#define MOD 8
#endif
#define START (MOD - 2)
#define MESSAGES (MOD + CAP)
#define VALUES 4

/* How far a is ahead of b, and whether a cursor that went from o to n passed w. */
#define AHEAD(a, b) (((a) + MOD - (b)) % MOD)
#define PASSED(w, o, n) (((n) + 2 * MOD - (w) - 1) % MOD < AHEAD(n, o))

#define OPEN 0
#define CLOSING 1
#define RING_INDEX 2
#define STATE 3

/* The sender's region: its cursor, when to ring for it, its state. */
byte prod = START;
byte room_at = START - 1;
byte sender_state = OPEN;
byte sender_err = 0;
/* The taker's region. */
byte cons = START;
byte data_at = START - 1;
byte taker_state = OPEN;
byte taker_err = 0;
/* The bells, rung for each. */
bit sender_bell = 0;
bit taker_bell = 0;

byte data[CAP];

/* What a full ring is. */
#ifdef SEED_FULL
/* As integers that were promoted: at the wrap it is never true. */
#define FULL(mine, theirs) (mine - theirs == CAP)
#else
#define FULL(mine, theirs) (AHEAD(mine, theirs) >= CAP)
#endif

/* What happens to a peer with an impossible word. */
#ifdef SEED_ASSERT
#define ACCUSE(mine, mine_err, bell, code) assert(false)
#else
#define ACCUSE(mine, mine_err, bell, code) \
	mine_err = code; mine = CLOSING; bell = 1
#endif

#ifdef SEED_TWICE
#define SEEN(seen, loaded, word) seen = word
#else
#define SEEN(seen, loaded, word) seen = loaded
#endif

active proctype Sender() {
	byte mine = START, seen = START, loaded, wake, sent, want;
#ifdef HOSTILE_SENDER
	goto away;
#endif
again:
#ifdef HONEST
	if
	:: sent == MESSAGES -> sender_state = CLOSING; taker_bell = 1; goto away
	:: else
	fi;
#endif
#ifdef SEED_READS_BACK
	wake = mine; mine = prod; assert(mine == wake); wake = 0;
#endif
	loaded = taker_state;
	if
	:: loaded == CLOSING -> goto away
	:: loaded > CLOSING -> ACCUSE(sender_state, sender_err, taker_bell, STATE); goto accused
	:: else
	fi;
	loaded = cons;
	if
	:: AHEAD(mine, loaded) > AHEAD(mine, seen) ->
		ACCUSE(sender_state, sender_err, taker_bell, RING_INDEX); goto accused
	:: else -> SEEN(seen, loaded, cons)
	fi;
	/* What it believes is possible. */
	assert(AHEAD(mine, seen) <= CAP);
	if
	:: !FULL(mine, seen) ->
		/* It never writes where the peer may still read. */
		assert(AHEAD(mine, seen) < CAP);
		data[mine % CAP] = sent % VALUES;
		mine = (mine + 1) % MOD;
#ifdef HONEST
		sent = sent + 1;
#endif
#ifdef SEED_LOOKS_FIRST
		wake = data_at; prod = mine;
#else
		prod = mine; wake = data_at;
#endif
		if
		:: PASSED(wake, AHEAD(mine, 1), mine) -> taker_bell = 1
		:: else
		fi;
		d_step { wake = 0; loaded = 0 };
		goto again
	:: else
	fi;
	/* Full: it wants to be rung for when there is room for so many. */
	if
	:: want = 1
	:: want = CAP
	fi;
	room_at = (mine + 2 * MOD - CAP + want - 1) % MOD;
#ifndef SEED_SLEEPS
	loaded = cons;
	if
	:: AHEAD(mine, loaded) > AHEAD(mine, seen) ->
		ACCUSE(sender_state, sender_err, taker_bell, RING_INDEX); goto accused
	:: CAP - AHEAD(mine, loaded) >= want -> d_step { want = 0; loaded = 0 }; goto again
	:: else -> seen = loaded
	fi;
#endif
	d_step { want = 0; loaded = 0 };
	sender_bell == 1 -> sender_bell = 0;
	goto again;
accused:
	/* The peer is told, and why, and that it is over. */
	assert(sender_state == CLOSING && sender_err >= RING_INDEX);
away:
	skip
}

active proctype Taker() {
	byte mine = START, seen = START, loaded, wake, taken, want;
#ifdef HOSTILE_TAKER
	goto away;
#endif
again:
#ifdef SEED_READS_BACK
	wake = mine; mine = cons; assert(mine == wake); wake = 0;
#endif
	loaded = prod;
	if
	:: AHEAD(loaded, mine) > CAP || AHEAD(loaded, mine) < AHEAD(seen, mine) ->
		ACCUSE(taker_state, taker_err, sender_bell, RING_INDEX); goto accused
	:: else -> SEEN(seen, loaded, prod)
	fi;
	if
	:: AHEAD(seen, mine) > 0 ->
		/* It never reads what the peer may be writing. */
		assert(AHEAD(seen, mine) <= CAP);
#ifdef HONEST
		assert(data[mine % CAP] == taken % VALUES);
		taken = taken + 1;
#endif
		mine = (mine + 1) % MOD;
#ifdef SEED_LOOKS_FIRST
		wake = room_at; cons = mine;
#else
		cons = mine; wake = room_at;
#endif
		if
		:: PASSED(wake, AHEAD(mine, 1), mine) -> sender_bell = 1
		:: else
		fi;
		d_step { wake = 0; loaded = 0 };
		goto again
	:: else
	fi;
	/* Empty: it stays so if the peer has left. */
	loaded = sender_state;
	if
	:: loaded == CLOSING ->
#ifndef SEED_FORGETS
		loaded = prod;
		if
		:: AHEAD(loaded, mine) > 0 -> loaded = 0; goto again
		:: else
		fi;
#endif
#ifdef HONEST
		assert(taken == MESSAGES);
#endif
		goto away
	:: loaded > CLOSING -> ACCUSE(taker_state, taker_err, sender_bell, STATE); goto accused
	:: else
	fi;
	data_at = (mine + MOD - 1 + 1) % MOD;
#ifndef SEED_SLEEPS
	loaded = prod;
	if
	:: loaded != mine -> loaded = 0; goto again
	:: else
	fi;
#endif
	loaded = 0;
	taker_bell == 1 -> taker_bell = 0;
	goto again;
accused:
	assert(taker_state == CLOSING && taker_err >= RING_INDEX);
away:
	skip
}

#ifndef HONEST
/* Any value, for ever, in any word that it can reach; of those that say when to
 * ring, which decide on nothing but a ring for itself, two are enough. */
active proctype Hostile() {
	byte any;
end:
	do
	:: atomic {
		if
		:: any = 0
		:: any = 1
		:: any = 2
		:: any = 3
		:: any = 4
		:: any = 5
		:: any = 6
		:: any = 7
		fi;
		if
#ifdef HOSTILE_SENDER
		:: prod = any
		:: room_at = any % 2
		:: sender_state = any % 4
		:: taker_bell = 1
		/* The taker's own, which any value shows to be read. */
		:: cons = any % 2
#else
		:: cons = any
		:: data_at = any % 2
		:: taker_state = any % 4
		:: sender_bell = 1
		:: prod = any % 2
#endif
		fi;
		any = 0
	}
	od
}
#endif
