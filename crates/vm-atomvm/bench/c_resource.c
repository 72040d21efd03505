/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A port that makes and reads resources as an AtomVM driver author would write
 * it in C: the peer of the Rust port `resource_bench` in `bench_resource.erl`.
 *
 * Requests: `create` -> a new resource, which holds a number; `{get, Resource}`
 * -> its number, or `{error, bad_resource}`; `{create_drop, N}` makes and gives
 * up N resources that never are terms -> N; `{get_many, Resource}` reads one a
 * thousand times -> the sum. Atoms and the type are made once, when the port is
 * opened. Built as `c_touch.c` is.
 */

#include <stdint.h>
#include <stdlib.h>

#include "context.h"
#include "defaultatoms.h"
#include "erl_nif.h"
#include "erl_nif_priv.h"
#include "globalcontext.h"
#include "interop.h"
#include "mailbox.h"
#include "memory.h"
#include "port.h"
#include "resources.h"
#include "term.h"

#define NUMBER 7
#define READS 1000

enum atom
{
    ATOM_CREATE,
    ATOM_GET,
    ATOM_CREATE_DROP,
    ATOM_GET_MANY,
    ATOM_BAD_RESOURCE,
    ATOMS
};

static const AtomStringIntPair atom_table[] = {
    { ATOM_STR("\x6", "create"), ATOM_CREATE },
    { ATOM_STR("\x3", "get"), ATOM_GET },
    { ATOM_STR("\xB", "create_drop"), ATOM_CREATE_DROP },
    { ATOM_STR("\x8", "get_many"), ATOM_GET_MANY },
    { ATOM_STR("\xC", "bad_resource"), ATOM_BAD_RESOURCE },
    SELECT_INT_DEFAULT(ATOMS)
};

struct cell
{
    uint32_t number;
};

struct resource_port
{
    term atoms[ATOMS];
    ErlNifResourceType *type;
};

/* What keeps the compiler from doing a thousand reads at once. */
static volatile uint32_t last_dropped;

static void cell_dtor(ErlNifEnv *env, void *obj)
{
    (void) env;
    struct cell *cell = obj;
    last_dropped = cell->number;
}

static const ErlNifResourceTypeInit cell_init = {
    .members = 1,
    .dtor = cell_dtor,
};

static struct cell *new_cell(struct resource_port *port)
{
    struct cell *cell = enif_alloc_resource(port->type, sizeof(struct cell));
    if (!IS_NULL_PTR(cell)) {
        cell->number = NUMBER;
    }
    return cell;
}

static void reply(Context *ctx, const GenMessage *gen_message, term payload)
{
    port_ensure_available(ctx, TUPLE_SIZE(2));
    port_send_reply(ctx, gen_message->pid, gen_message->ref, payload);
}

static void reply_bad_resource(Context *ctx, struct resource_port *port, const GenMessage *gen_message)
{
    port_ensure_available(ctx, TUPLE_SIZE(2) + TUPLE_SIZE(2));
    term error = port_create_tuple2(ctx, ERROR_ATOM, port->atoms[ATOM_BAD_RESOURCE]);
    port_send_reply(ctx, gen_message->pid, gen_message->ref, error);
}

static void create(Context *ctx, struct resource_port *port, const GenMessage *gen_message)
{
    struct cell *cell = new_cell(port);
    if (IS_NULL_PTR(cell)) {
        reply(ctx, gen_message, OUT_OF_MEMORY_ATOM);
        return;
    }
    port_ensure_available(ctx, TERM_BOXED_RESOURCE_SIZE + TUPLE_SIZE(2));
    term resource = term_from_resource(cell, &ctx->heap);
    enif_release_resource(cell);
    port_send_reply(ctx, gen_message->pid, gen_message->ref, resource);
}

static void get(Context *ctx, struct resource_port *port, const GenMessage *gen_message, term resource)
{
    void *cell;
    if (!enif_get_resource(erl_nif_env_from_context(ctx), resource, port->type, &cell)) {
        reply_bad_resource(ctx, port, gen_message);
        return;
    }
    reply(ctx, gen_message, term_from_int(((struct cell *) cell)->number));
}

static void create_drop(Context *ctx, struct resource_port *port, const GenMessage *gen_message, term count)
{
    for (avm_int_t left = term_to_int(count); left > 0; left--) {
        struct cell *cell = new_cell(port);
        if (IS_NULL_PTR(cell)) {
            reply(ctx, gen_message, OUT_OF_MEMORY_ATOM);
            return;
        }
        enif_release_resource(cell);
    }
    reply(ctx, gen_message, count);
}

static void get_many(Context *ctx, struct resource_port *port, const GenMessage *gen_message, term resource)
{
    uint32_t sum = 0;
    for (int i = 0; i < READS; i++) {
        void *cell;
        if (!enif_get_resource(erl_nif_env_from_context(ctx), resource, port->type, &cell)) {
            reply_bad_resource(ctx, port, gen_message);
            return;
        }
        sum += *(volatile uint32_t *) &((struct cell *) cell)->number;
    }
    reply(ctx, gen_message, term_from_int(sum));
}

static void dispatch(Context *ctx, struct resource_port *port, const GenMessage *gen_message)
{
    term req = gen_message->req;
    if (req == port->atoms[ATOM_CREATE]) {
        create(ctx, port, gen_message);
        return;
    }
    if (!term_is_tuple(req) || term_get_tuple_arity(req) != 2) {
        reply(ctx, gen_message, BADARG_ATOM);
        return;
    }
    term command = term_get_tuple_element(req, 0);
    term argument = term_get_tuple_element(req, 1);
    if (command == port->atoms[ATOM_GET]) {
        get(ctx, port, gen_message, argument);
    } else if (command == port->atoms[ATOM_CREATE_DROP] && term_is_integer(argument)) {
        create_drop(ctx, port, gen_message, argument);
    } else if (command == port->atoms[ATOM_GET_MANY]) {
        get_many(ctx, port, gen_message, argument);
    } else {
        reply(ctx, gen_message, BADARG_ATOM);
    }
}

static NativeHandlerResult consume_mailbox(Context *ctx)
{
    struct resource_port *port = ctx->platform_data;
    Message *message = mailbox_first(&ctx->mailbox);
    GenMessage gen_message;

    if (port_parse_gen_message(message->message, &gen_message) == GenCallMessage) {
        dispatch(ctx, port, &gen_message);
    }

    mailbox_remove_message(&ctx->mailbox, &ctx->heap);
    return NativeContinue;
}

Context *c_resource_create_port(GlobalContext *global, term opts)
{
    (void) opts;
    struct resource_port *port = malloc(sizeof(struct resource_port));
    if (IS_NULL_PTR(port)) {
        return NULL;
    }
    for (int i = 0; i < ATOMS; i++) {
        port->atoms[i] = interop_atom_term_select_atom(atom_table, i, global);
    }
    ErlNifEnv env;
    erl_nif_env_partial_init_from_globalcontext(&env, global);
    port->type = enif_init_resource_type(&env, "cell", &cell_init, ERL_NIF_RT_CREATE, NULL);
    Context *ctx = IS_NULL_PTR(port->type) ? NULL : context_new(global);
    if (IS_NULL_PTR(ctx)) {
        free(port);
        return NULL;
    }
    ctx->platform_data = port;
    ctx->native_handler = consume_mailbox;
    return ctx;
}
