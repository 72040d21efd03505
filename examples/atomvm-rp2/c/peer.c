/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The touch port as an AtomVM driver author would write it in C for the Pico:
 * the peer of the Rust ports `ping` and `touch` in erl/rp2_bench.erl.
 *
 * Requests: `ping` -> `pong`; `subscribe` -> `ok`, and from then on the caller
 * gets {touch, Port, [{touch, Kind, Id, X, Y, Weight, TimeUs}]}. An interrupt
 * leaves its time in a ring and posts to AtomVM's queue; the listener sends the
 * port a message; the port reads the FT6x36's registers and sends the points.
 * `memory` -> {BytesInUse, BellsRungAgain} and `flood`, after which each edge of
 * another pin is posted, until the VM's queue is full, are for other tests.
 *
 * The usual way of AtomVM's own drivers: mailbox_first, port_parse_gen_message,
 * port_ensure_available, term_*, port_send_reply, mailbox_remove_message.
 */

#include <malloc.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "avm_vm.h"

#include <hardware/gpio.h>
#include <hardware/i2c.h>
#include <hardware/irq.h>
#include <pico/time.h>

#include "defaultatoms.h"
#include "interop.h"
#include "mailbox.h"
#include "port.h"

#define SDA 4
#define SCL 5
/* Not the pin of the Rust port, whose interrupt belongs to its platform. */
#define INT 7
#define FLOOD 8
#define FLOOD_EVENTS 64
#define HZ 400000
#define ADDRESS 0x38
#define TIMEOUT_US 20000
#define REGISTERS 15
#define POINTS 2
#define POINT 6

#define SLOTS 64 /* a power of two */
#define EVENT_ARITY 7
#define EVENT_TERMS (CONS_SIZE + TUPLE_SIZE(EVENT_ARITY) + BOXED_INT64_SIZE)

enum atom
{
    ATOM_DOWN,
    ATOM_UP,
    ATOM_MOVE,
    ATOM_PING,
    ATOM_PONG,
    ATOM_SUBSCRIBE,
    ATOM_MEMORY,
    ATOM_FLOOD,
    ATOM_TOUCH,
    ATOM_WAKE,
    ATOMS
};

static const AtomStringIntPair atom_table[] = {
    { ATOM_STR("\x4", "down"), ATOM_DOWN },
    { ATOM_STR("\x2", "up"), ATOM_UP },
    { ATOM_STR("\x4", "move"), ATOM_MOVE },
    { ATOM_STR("\x4", "ping"), ATOM_PING },
    { ATOM_STR("\x4", "pong"), ATOM_PONG },
    { ATOM_STR("\x9", "subscribe"), ATOM_SUBSCRIBE },
    { ATOM_STR("\x6", "memory"), ATOM_MEMORY },
    { ATOM_STR("\x5", "flood"), ATOM_FLOOD },
    { ATOM_STR("\x5", "touch"), ATOM_TOUCH },
    { ATOM_STR("\x4", "wake"), ATOM_WAKE },
    SELECT_INT_DEFAULT(ATOMS)
};

struct peer
{
    term atoms[ATOMS];
    bool listens;
    int32_t subscriber;
};

/* One port at a time has the pins. */
static GlobalContext *vm;
static int32_t port_pid;
static term wake;
static queue_t queue;
static volatile uint64_t times[SLOTS];
static volatile uint32_t head;
static volatile uint32_t tail;

static void on_edge(void)
{
    if (!(gpio_get_irq_event_mask(INT) & GPIO_IRQ_EDGE_FALL)) {
        return;
    }
    gpio_acknowledge_irq(INT, GPIO_IRQ_EDGE_FALL);
    if (head - tail < SLOTS) {
        times[head % SLOTS] = time_us_64();
        head = head + 1;
    }
    const uint8_t event = 0;
    if (!queue_is_full(&queue)) {
        sys_try_post_listener_event_from_isr(vm, &queue, &event);
    }
}

static EventListener *on_event(GlobalContext *global, EventListener *listener)
{
    uint8_t event;
    while (queue_try_remove(&queue, &event)) {
    }
    port_send_message(global, term_from_local_process_id(port_pid), wake);
    return listener;
}

/* The VM frees its listeners at its end. */
static void register_listener(GlobalContext *global, event_handler_t handler, queue_t *events)
{
    EventListener *listener = malloc(sizeof(EventListener));
    if (IS_NULL_PTR(listener)) {
        AVM_ABORT();
    }
    listener->handler = handler;
    listener->queue = events;
    sys_register_listener(global, listener);
}

static void listen(Context *ctx, struct peer *peer)
{
    vm = ctx->global;
    port_pid = ctx->process_id;
    wake = peer->atoms[ATOM_WAKE];
    i2c_init(i2c0, HZ);
    gpio_set_function(SDA, GPIO_FUNC_I2C);
    gpio_set_function(SCL, GPIO_FUNC_I2C);
    gpio_pull_up(SDA);
    gpio_pull_up(SCL);
    const uint8_t trigger[] = { 0xA4, 0x01 };
    i2c_write_timeout_us(i2c0, ADDRESS, trigger, sizeof(trigger), false, TIMEOUT_US);
    queue_init(&queue, sizeof(uint8_t), 1);
    register_listener(vm, on_event, &queue);
    gpio_init(INT);
    gpio_pull_up(INT);
    gpio_add_raw_irq_handler(INT, on_edge);
    gpio_set_irq_enabled(INT, GPIO_IRQ_EDGE_FALL, true);
    irq_set_enabled(IO_IRQ_BANK0, true);
    peer->listens = true;
}

static queue_t floods;

static void on_flood(void)
{
    if (gpio_get_irq_event_mask(FLOOD) & GPIO_IRQ_EDGE_FALL) {
        gpio_acknowledge_irq(FLOOD, GPIO_IRQ_EDGE_FALL);
        const uint8_t event = 0;
        sys_try_post_listener_event_from_isr(vm, &floods, &event);
    }
}

static EventListener *on_flooded(GlobalContext *global, EventListener *listener)
{
    (void) global;
    uint8_t event;
    (void) queue_try_remove(&floods, &event);
    return listener;
}

static void flood(GlobalContext *global)
{
    vm = global;
    queue_init(&floods, sizeof(uint8_t), FLOOD_EVENTS);
    register_listener(global, on_flooded, &floods);
    gpio_init(FLOOD);
    gpio_pull_up(FLOOD);
    gpio_add_raw_irq_handler(FLOOD, on_flood);
    gpio_set_irq_enabled(FLOOD, GPIO_IRQ_EDGE_FALL, true);
    irq_set_enabled(IO_IRQ_BANK0, true);
}

static term point_to_term(const struct peer *peer, const uint8_t *at, uint64_t time_us, Heap *heap)
{
    term tuple = term_alloc_tuple(EVENT_ARITY, heap);
    term_put_tuple_element(tuple, 0, peer->atoms[ATOM_TOUCH]);
    term_put_tuple_element(tuple, 1, peer->atoms[ATOM_DOWN + (at[0] >> 6)]);
    term_put_tuple_element(tuple, 2, term_from_int(at[2] >> 4));
    term_put_tuple_element(tuple, 3, term_from_int((at[0] & 0x0F) << 8 | at[1]));
    term_put_tuple_element(tuple, 4, term_from_int((at[2] & 0x0F) << 8 | at[3]));
    term_put_tuple_element(tuple, 5, term_from_int(at[4]));
    term_put_tuple_element(tuple, 6, term_make_maybe_boxed_int64((int64_t) time_us, heap));
    return tuple;
}

/* What the controller reports for one edge, to the subscriber. */
static void read_points(Context *ctx, struct peer *peer, uint64_t time_us)
{
    const uint8_t first = 0;
    uint8_t registers[REGISTERS];
    if (i2c_write_timeout_us(i2c0, ADDRESS, &first, 1, true, TIMEOUT_US) != 1
        || i2c_read_timeout_us(i2c0, ADDRESS, registers, REGISTERS, false, TIMEOUT_US) != REGISTERS) {
        return;
    }
    port_ensure_available(ctx, POINTS * EVENT_TERMS + TUPLE_SIZE(3));
    term list = term_nil();
    for (int nth = POINTS - 1; nth >= 0; nth--) {
        const uint8_t *at = registers + 3 + nth * POINT;
        bool lifted = at[0] >> 6 == 1;
        if ((nth < (registers[2] & 0x0F) || lifted) && at[0] >> 6 != 3) {
            list = term_list_prepend(point_to_term(peer, at, time_us, &ctx->heap), list, &ctx->heap);
        }
    }
    term message = term_alloc_tuple(3, &ctx->heap);
    term_put_tuple_element(message, 0, peer->atoms[ATOM_TOUCH]);
#ifdef TERM_PORT_TAG
    term_put_tuple_element(message, 1, term_port_from_local_process_id(ctx->process_id));
#else
    term_put_tuple_element(message, 1, term_from_local_process_id(ctx->process_id));
#endif
    term_put_tuple_element(message, 2, list);
    port_send_message(ctx->global, term_from_local_process_id(peer->subscriber), message);
}

static void reply(Context *ctx, GenMessage *to, term payload)
{
    port_ensure_available(ctx, TUPLE_SIZE(2));
    port_send_reply(ctx, to->pid, to->ref, payload);
}

static void answer(Context *ctx, struct peer *peer, GenMessage *message)
{
    if (message->req == peer->atoms[ATOM_PING]) {
        reply(ctx, message, peer->atoms[ATOM_PONG]);
    } else if (message->req == peer->atoms[ATOM_SUBSCRIBE]) {
        peer->subscriber = term_to_local_process_id(message->pid);
        if (!peer->listens) {
            listen(ctx, peer);
        }
        reply(ctx, message, OK_ATOM);
    } else if (message->req == peer->atoms[ATOM_FLOOD]) {
        flood(ctx->global);
        reply(ctx, message, OK_ATOM);
    } else if (message->req == peer->atoms[ATOM_MEMORY]) {
        struct mallinfo memory = mallinfo();
        port_ensure_available(ctx, 2 * TUPLE_SIZE(2));
        term in_use = term_from_int(memory.uordblks);
        term again = term_from_int((int) avm_vm_rung_again());
        port_send_reply(ctx, message->pid, message->ref, port_create_tuple2(ctx, in_use, again));
    } else {
        reply(ctx, message, BADARG_ATOM);
    }
}

static NativeHandlerResult consume_mailbox(Context *ctx)
{
    struct peer *peer = ctx->platform_data;
    Message *message = mailbox_first(&ctx->mailbox);
    GenMessage gen_message;

    if (message->message == wake) {
        while (tail != head) {
            uint64_t time_us = times[tail % SLOTS];
            tail = tail + 1;
            read_points(ctx, peer, time_us);
        }
    } else if (port_parse_gen_message(message->message, &gen_message) == GenCallMessage) {
        answer(ctx, peer, &gen_message);
    }

    mailbox_remove_message(&ctx->mailbox, &ctx->heap);
    return NativeContinue;
}

static Context *peer_create_port(GlobalContext *global, term options)
{
    (void) options;
    struct peer *peer = calloc(1, sizeof(struct peer));
    if (IS_NULL_PTR(peer)) {
        return NULL;
    }
    for (int i = 0; i < ATOMS; i++) {
        peer->atoms[i] = interop_atom_term_select_atom(atom_table, i, global);
    }
    Context *ctx = context_new(global);
    if (IS_NULL_PTR(ctx)) {
        free(peer);
        return NULL;
    }
    ctx->platform_data = peer;
    ctx->native_handler = consume_mailbox;
    return ctx;
}

REGISTER_PORT_DRIVER(peer, NULL, NULL, peer_create_port)
