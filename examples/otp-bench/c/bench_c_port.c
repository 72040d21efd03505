/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The port `touch_bench` as one writes it in C, for the Erlang process that
 * ports in Rust have: the peer of `../examples/otp_bench_port.rs`. Built as
 * `bench_c.c` is, and loaded by `avm_port_nif.erl` under the name
 * `bench_c_port`.
 *
 * Requests: `{'$open', Options}` and `'$close'` -> `ok`; `ping` -> `pong`; `read_events` ->
 * `{events, [Event]}` with 64 events
 * `{touch, Kind, Id, X, Y, Pressure, TimestampUs}`, which go through a ring
 * that the port fills before it drains it.
 */

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include <erl_nif.h>

#define SLOTS 64 /* a power of two */
#define BATCH 64

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

struct touch_port
{
    struct touch_event slots[SLOTS];
    _Atomic uint32_t head;
    _Atomic uint32_t tail;
    uint64_t clock_us;
};

static ErlNifResourceType *ports;
static ErlNifEnv *long_reply;
static ERL_NIF_TERM atom_ok, atom_false, atom_error, atom_call, atom_open, atom_close, atom_normal, atom_ping, atom_pong;
static ERL_NIF_TERM atom_read_events, atom_events, atom_touch, atom_unknown_command;
static ERL_NIF_TERM kinds[3];

static bool ring_push(struct touch_port *port, struct touch_event event)
{
    uint32_t at = atomic_load_explicit(&port->head, memory_order_relaxed);
    if (at - atomic_load_explicit(&port->tail, memory_order_acquire) == SLOTS) {
        return false;
    }
    port->slots[at % SLOTS] = event;
    atomic_store_explicit(&port->head, at + 1, memory_order_release);
    return true;
}

static unsigned ring_drain(struct touch_port *port, struct touch_event *out, unsigned limit)
{
    uint32_t at = atomic_load_explicit(&port->tail, memory_order_relaxed);
    uint32_t end = atomic_load_explicit(&port->head, memory_order_acquire);
    unsigned count = 0;
    while (at != end && count < limit) {
        out[count++] = port->slots[at++ % SLOTS];
    }
    atomic_store_explicit(&port->tail, at, memory_order_release);
    return count;
}

/* What a finger on the panel would do: a stroke of 64 points. */
static void ring_fill(struct touch_port *port)
{
    for (unsigned i = 0; i < BATCH; i++) {
        port->clock_us += 1000;
        struct touch_event event = {
            .time_us = port->clock_us,
            .x = (uint16_t) (100 + i),
            .y = (uint16_t) (200 + i / 2),
            .pressure = (uint8_t) (40 + i),
            .kind = (uint8_t) (i == 0 ? 0 : i == BATCH - 1 ? 2 : 1),
            .id = 0,
        };
        ring_push(port, event);
    }
}

static ERL_NIF_TERM read_events(ErlNifEnv *env, struct touch_port *port)
{
    struct touch_event batch[BATCH];
    ERL_NIF_TERM terms[BATCH];
    ring_fill(port);
    unsigned count = ring_drain(port, batch, BATCH);
    for (unsigned i = 0; i < count; i++) {
        const struct touch_event *event = &batch[i];
        terms[i] = enif_make_tuple7(env, atom_touch, kinds[event->kind],
            enif_make_uint(env, event->id), enif_make_uint(env, event->x),
            enif_make_uint(env, event->y), enif_make_uint(env, event->pressure),
            enif_make_uint64(env, event->time_us));
    }
    return enif_make_tuple2(env, atom_events, enif_make_list_from_array(env, terms, count));
}

static ERL_NIF_TERM answer(ErlNifEnv *env, struct touch_port *port, ERL_NIF_TERM request)
{
    const ERL_NIF_TERM *pair;
    int arity;
    if (request == atom_ping) {
        return atom_pong;
    } else if (request == atom_read_events) {
        return read_events(env, port);
    } else if (request == atom_close) {
        return atom_ok;
    } else if (enif_get_tuple(env, request, &arity, &pair) && arity == 2 && pair[0] == atom_open) {
        return atom_ok;
    }
    return enif_make_tuple2(env, atom_error, enif_make_tuple2(env, atom_unknown_command, request));
}

/* Written where the message is, and handed over: faster than on the process's
 * own heap, from where it would be copied. One scheduler runs the comparison. */
static void reply_at_length(
    ErlNifEnv *env, struct touch_port *port, const ErlNifPid *caller, ERL_NIF_TERM ref, ERL_NIF_TERM request)
{
    ERL_NIF_TERM own_ref = enif_make_copy(long_reply, ref);
    ERL_NIF_TERM reply = enif_make_tuple2(long_reply, own_ref, answer(long_reply, port, request));
    enif_send(env, caller, long_reply, reply);
    enif_clear_env(long_reply);
}

/* `{'$call', {Pid, Ref}, Request}`; the answer is `{Ref, Reply}`. */
static ERL_NIF_TERM message(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[])
{
    (void) argc;
    void *port;
    const ERL_NIF_TERM *call, *from;
    int arity;
    ErlNifPid caller;
    if (!enif_get_resource(env, argv[0], ports, &port)) {
        return enif_make_badarg(env);
    }
    if (enif_get_tuple(env, argv[1], &arity, &call) && arity == 3 && call[0] == atom_call
        && enif_get_tuple(env, call[1], &arity, &from) && arity == 2
        && enif_get_local_pid(env, from[0], &caller)) {
        if (call[2] == atom_read_events) {
            reply_at_length(env, port, &caller, from[1], call[2]);
            return atom_ok;
        }
        ERL_NIF_TERM reply = enif_make_tuple2(env, from[1], answer(env, port, call[2]));
        enif_send(env, &caller, NULL, reply);
        if (call[2] == atom_close) {
            return atom_normal;
        }
    }
    return atom_ok;
}

static ERL_NIF_TERM version(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[])
{
    (void) argc;
    (void) argv;
    return enif_make_int(env, 1);
}

static ERL_NIF_TERM open_port(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[])
{
    (void) argc;
    (void) argv;
    struct touch_port *port = enif_alloc_resource(ports, sizeof(struct touch_port));
    if (port == NULL) {
        return enif_make_badarg(env);
    }
    *port = (struct touch_port) { .clock_us = 0 };
    ERL_NIF_TERM term = enif_make_resource(env, port);
    enif_release_resource(port);
    return enif_make_tuple3(env, atom_ok, term, atom_false);
}

/* Nothing wakes the port, and nothing is left of it. */
static ERL_NIF_TERM done(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[])
{
    (void) env;
    (void) argc;
    (void) argv;
    return atom_ok;
}

static int load(ErlNifEnv *env, void **data, ERL_NIF_TERM info)
{
    (void) data;
    (void) info;
    atom_ok = enif_make_atom(env, "ok");
    atom_false = enif_make_atom(env, "false");
    atom_error = enif_make_atom(env, "error");
    atom_call = enif_make_atom(env, "$call");
    atom_open = enif_make_atom(env, "$open");
    atom_close = enif_make_atom(env, "$close");
    atom_normal = enif_make_atom(env, "normal");
    atom_ping = enif_make_atom(env, "ping");
    atom_pong = enif_make_atom(env, "pong");
    atom_read_events = enif_make_atom(env, "read_events");
    atom_events = enif_make_atom(env, "events");
    atom_touch = enif_make_atom(env, "touch");
    atom_unknown_command = enif_make_atom(env, "unknown_command");
    kinds[0] = enif_make_atom(env, "down");
    kinds[1] = enif_make_atom(env, "move");
    kinds[2] = enif_make_atom(env, "up");
    ports = enif_open_resource_type(env, NULL, "port", NULL, ERL_NIF_RT_CREATE, NULL);
    long_reply = enif_alloc_env();
    return ports == NULL || long_reply == NULL;
}

static ErlNifFunc functions[] = {
    { "version", 0, version, 0 },
    { "open", 2, open_port, 0 },
    { "message", 2, message, 0 },
    { "event", 1, done, 0 },
    { "close", 1, done, 0 },
    { "message_blocking", 2, message, 0 },
    { "event_blocking", 1, done, 0 },
    { "close_blocking", 1, done, 0 },
};

ERL_NIF_INIT(bench_c_port, functions, load, NULL, NULL, NULL)
