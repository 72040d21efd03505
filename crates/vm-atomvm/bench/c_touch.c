/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The touch port as an AtomVM driver author would write it in C: the peer of
 * the Rust port `touch_bench` in `bench.erl`.
 *
 * Requests: `ping` -> `pong`; `read_events` -> `{events, [Event]}` with 64
 * events `{touch, Kind, Id, X, Y, Pressure, TimestampUs}`; `{options, List}` ->
 * what was read of five options, in one number. The events go
 * through a ring of 16-byte slots that the port fills before it drains it, as
 * the Rust port does: one producer, one consumer, load and store only. Atoms
 * are made once, when the port is opened, which is faster than what most of
 * AtomVM's own drivers do. The rest is their usual way: mailbox_first,
 * port_parse_gen_message, port_ensure_available, term_*, port_send_reply,
 * mailbox_remove_message.
 *
 *   S=$ATOMVM_SRC/src
 *   gcc -O2 -fPIC -shared -DHAVE_ATOMIC -DAVM_NO_JIT -I$S/libAtomVM \
 *       -I$S/platforms/generic_unix/lib c_touch.c -o avm_c_touch_port_driver.so
 */

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "context.h"
#include "defaultatoms.h"
#include "globalcontext.h"
#include "interop.h"
#include "mailbox.h"
#include "memory.h"
#include "port.h"
#include "term.h"

#define SLOTS 256 /* a power of two */
#define BATCH 64
#define EVENT_ARITY 7
#define EVENT_TERMS (CONS_SIZE + TUPLE_SIZE(EVENT_ARITY))
#define REPLY_TERMS TUPLE_SIZE(2)

enum atom
{
    ATOM_DOWN,
    ATOM_MOVE,
    ATOM_UP,
    ATOM_PING,
    ATOM_PONG,
    ATOM_READ_EVENTS,
    ATOM_EVENTS,
    ATOM_TOUCH,
    ATOM_OPTIONS,
    ATOM_WIDTH,
    ATOM_HEIGHT,
    ATOM_ROTATION,
    ATOM_INVERTED,
    ATOM_SPEED_HZ,
    ATOMS
};

static const AtomStringIntPair atom_table[] = {
    { ATOM_STR("\x4", "down"), ATOM_DOWN },
    { ATOM_STR("\x4", "move"), ATOM_MOVE },
    { ATOM_STR("\x2", "up"), ATOM_UP },
    { ATOM_STR("\x4", "ping"), ATOM_PING },
    { ATOM_STR("\x4", "pong"), ATOM_PONG },
    { ATOM_STR("\xB", "read_events"), ATOM_READ_EVENTS },
    { ATOM_STR("\x6", "events"), ATOM_EVENTS },
    { ATOM_STR("\x5", "touch"), ATOM_TOUCH },
    { ATOM_STR("\x7", "options"), ATOM_OPTIONS },
    { ATOM_STR("\x5", "width"), ATOM_WIDTH },
    { ATOM_STR("\x6", "height"), ATOM_HEIGHT },
    { ATOM_STR("\x8", "rotation"), ATOM_ROTATION },
    { ATOM_STR("\x8", "inverted"), ATOM_INVERTED },
    { ATOM_STR("\x8", "speed_hz"), ATOM_SPEED_HZ },
    SELECT_INT_DEFAULT(ATOMS)
};

struct touch_event
{
    uint64_t time_us;
    uint16_t x;
    uint16_t y;
    uint8_t pressure;
    uint8_t kind;
    uint8_t id;
    uint8_t spare;
};

_Static_assert(sizeof(struct touch_event) == 16, "an event takes sixteen bytes");

static struct touch_event slots[SLOTS];
static _Atomic uint32_t head;
static _Atomic uint32_t tail;

struct touch_port
{
    term atoms[ATOMS];
    uint64_t clock_us;
};

static bool ring_push(struct touch_event event)
{
    uint32_t at = atomic_load_explicit(&head, memory_order_relaxed);
    if (at - atomic_load_explicit(&tail, memory_order_acquire) == SLOTS) {
        return false;
    }
    slots[at % SLOTS] = event;
    atomic_store_explicit(&head, at + 1, memory_order_release);
    return true;
}

static size_t ring_drain(struct touch_event *out, size_t limit)
{
    uint32_t at = atomic_load_explicit(&tail, memory_order_relaxed);
    uint32_t end = atomic_load_explicit(&head, memory_order_acquire);
    size_t count = 0;
    while (at != end && count < limit) {
        out[count++] = slots[at++ % SLOTS];
    }
    atomic_store_explicit(&tail, at, memory_order_release);
    return count;
}

/* What a finger on the panel would do: a stroke of 64 points. */
static void ring_fill(struct touch_port *port)
{
    for (uint32_t i = 0; i < BATCH; i++) {
        port->clock_us += 1000;
        struct touch_event event = {
            .time_us = port->clock_us,
            .x = (uint16_t) (100 + i),
            .y = (uint16_t) (200 + i / 2),
            .pressure = (uint8_t) (40 + i),
            .kind = (uint8_t) (i == 0 ? ATOM_DOWN : i == BATCH - 1 ? ATOM_UP : ATOM_MOVE),
            .id = 0,
        };
        ring_push(event);
    }
}

static size_t event_terms(const struct touch_event *event)
{
    return EVENT_TERMS + term_boxed_integer_size((avm_int64_t) event->time_us);
}

static term event_to_term(const struct touch_port *port, const struct touch_event *event, Heap *heap)
{
    term tuple = term_alloc_tuple(EVENT_ARITY, heap);
    term_put_tuple_element(tuple, 0, port->atoms[ATOM_TOUCH]);
    term_put_tuple_element(tuple, 1, port->atoms[event->kind]);
    term_put_tuple_element(tuple, 2, term_from_int(event->id));
    term_put_tuple_element(tuple, 3, term_from_int(event->x));
    term_put_tuple_element(tuple, 4, term_from_int(event->y));
    term_put_tuple_element(tuple, 5, term_from_int(event->pressure));
    term_put_tuple_element(tuple, 6, term_make_maybe_boxed_int64((avm_int64_t) event->time_us, heap));
    return tuple;
}

static void read_events(Context *ctx, struct touch_port *port, term pid, term ref)
{
    struct touch_event batch[BATCH];
    ring_fill(port);
    size_t count = ring_drain(batch, BATCH);

    size_t terms = TUPLE_SIZE(2) + REPLY_TERMS;
    for (size_t i = 0; i < count; i++) {
        terms += event_terms(&batch[i]);
    }
    port_ensure_available(ctx, terms);

    term list = term_nil();
    for (size_t i = count; i > 0; i--) {
        term event = event_to_term(port, &batch[i - 1], &ctx->heap);
        list = term_list_prepend(event, list, &ctx->heap);
    }
    port_send_reply(ctx, pid, ref, port_create_tuple2(ctx, port->atoms[ATOM_EVENTS], list));
}

static void reply(Context *ctx, term pid, term ref, term payload)
{
    port_ensure_available(ctx, REPLY_TERMS);
    port_send_reply(ctx, pid, ref, payload);
}

struct settings
{
    avm_int_t numbers[4]; /* from ATOM_WIDTH to ATOM_INVERTED */
    avm_int_t speed_hz;
    unsigned seen;
};

static bool read_number(term value, avm_int_t most, avm_int_t *into)
{
    if (!term_is_integer(value)) {
        return false;
    }
    *into = term_to_int(value);
    return *into >= 0 && *into <= most;
}

static bool read_option(int option, term value, struct settings *into)
{
    if (option == ATOM_INVERTED) {
        into->numbers[option - ATOM_WIDTH] = value == TRUE_ATOM;
        return value == TRUE_ATOM || value == FALSE_ATOM;
    } else if (option == ATOM_SPEED_HZ) {
        return read_number(value, UINT32_MAX, &into->speed_hz);
    }
    return read_number(value, UINT16_MAX, &into->numbers[option - ATOM_WIDTH]);
}

/* Of an option that occurs twice the first counts. */
static bool read_options(const struct touch_port *port, term list, struct settings *into)
{
    for (; term_is_nonempty_list(list); list = term_get_list_tail(list)) {
        term pair = term_get_list_head(list);
        if (!term_is_tuple(pair) || term_get_tuple_arity(pair) != 2) {
            return false;
        }
        term name = term_get_tuple_element(pair, 0);
        int option = ATOM_WIDTH;
        while (option < ATOMS && name != port->atoms[option]) {
            option++;
        }
        if (option == ATOMS) {
            return false;
        }
        unsigned bit = 1u << (option - ATOM_WIDTH);
        if (!(into->seen & bit) && !read_option(option, term_get_tuple_element(pair, 1), into)) {
            return false;
        }
        into->seen |= bit;
    }
    return term_is_nil(list) && into->seen == 31;
}

static void options(Context *ctx, struct touch_port *port, term pid, term ref, term list)
{
    struct settings read = { .seen = 0 };
    if (!read_options(port, list, &read)) {
        reply(ctx, pid, ref, BADARG_ATOM);
        return;
    }
    avm_int64_t sum = read.speed_hz + 2 * read.numbers[0] + 3 * read.numbers[1]
        + 5 * read.numbers[2] + read.numbers[3];
    port_ensure_available(ctx, REPLY_TERMS + term_boxed_integer_size(sum));
    port_send_reply(ctx, pid, ref, term_make_maybe_boxed_int64(sum, &ctx->heap));
}

static NativeHandlerResult consume_mailbox(Context *ctx)
{
    struct touch_port *port = ctx->platform_data;
    Message *message = mailbox_first(&ctx->mailbox);
    GenMessage gen_message;

    if (port_parse_gen_message(message->message, &gen_message) == GenCallMessage) {
        if (gen_message.req == port->atoms[ATOM_PING]) {
            reply(ctx, gen_message.pid, gen_message.ref, port->atoms[ATOM_PONG]);
        } else if (gen_message.req == port->atoms[ATOM_READ_EVENTS]) {
            read_events(ctx, port, gen_message.pid, gen_message.ref);
        } else if (term_is_tuple(gen_message.req) && term_get_tuple_arity(gen_message.req) == 2
            && term_get_tuple_element(gen_message.req, 0) == port->atoms[ATOM_OPTIONS]) {
            term list = term_get_tuple_element(gen_message.req, 1);
            options(ctx, port, gen_message.pid, gen_message.ref, list);
        } else {
            reply(ctx, gen_message.pid, gen_message.ref, BADARG_ATOM);
        }
    }

    mailbox_remove_message(&ctx->mailbox, &ctx->heap);
    return NativeContinue;
}

Context *c_touch_create_port(GlobalContext *global, term opts)
{
    (void) opts;
    struct touch_port *port = malloc(sizeof(struct touch_port));
    if (IS_NULL_PTR(port)) {
        return NULL;
    }
    port->clock_us = 0;
    for (int i = 0; i < ATOMS; i++) {
        port->atoms[i] = interop_atom_term_select_atom(atom_table, i, global);
    }
    Context *ctx = context_new(global);
    if (IS_NULL_PTR(ctx)) {
        free(port);
        return NULL;
    }
    ctx->platform_data = port;
    ctx->native_handler = consume_mailbox;
    return ctx;
}
