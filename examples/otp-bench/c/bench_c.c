/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The NIFs of `otp-bench` as one writes them in C: the peer of `../src/lib.rs`.
 * Atoms and the type are made once, when the library is loaded; each option is
 * compared with them as it comes. `cpu_ns/0` is the clock of the comparison.
 *
 *   cc -O2 -fPIC -shared -I$ERLANG/usr/include bench_c.c -o bench_c.so
 */

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include <erl_nif.h>

#define EVENTS 64

struct event
{
    uint64_t time_us;
    uint16_t x;
    uint16_t y;
    uint8_t pressure;
};

enum option
{
    WIDTH = 1,
    HEIGHT = 2,
    ROTATION = 4,
    INVERTED = 8,
    SPEED_HZ = 16,
    ALL = 31
};

struct settings
{
    uint16_t width;
    uint16_t height;
    uint16_t rotation;
    bool inverted;
    uint32_t speed_hz;
    unsigned seen;
};

struct cell
{
    uint32_t number;
};

static struct event stroke[EVENTS];
static ErlNifResourceType *cells;
static _Atomic uint64_t cells_dropped;

static ERL_NIF_TERM atom_ok, atom_touch, atom_true, atom_false;
static ERL_NIF_TERM atom_width, atom_height, atom_rotation, atom_inverted, atom_speed_hz;

static ERL_NIF_TERM noop(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[])
{
    (void) env;
    (void) argc;
    (void) argv;
    return atom_ok;
}

static ERL_NIF_TERM events(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[])
{
    (void) argc;
    (void) argv;
    ERL_NIF_TERM terms[EVENTS];
    for (int i = 0; i < EVENTS; i++) {
        const struct event *event = &stroke[i];
        terms[i] = enif_make_tuple5(env, atom_touch, enif_make_uint(env, event->x),
            enif_make_uint(env, event->y), enif_make_uint(env, event->pressure),
            enif_make_uint64(env, event->time_us));
    }
    return enif_make_list_from_array(env, terms, EVENTS);
}

static bool read_u32(ErlNifEnv *env, ERL_NIF_TERM value, unsigned most, unsigned *into)
{
    return enif_get_uint(env, value, into) && *into <= most;
}

static bool read_bool(ERL_NIF_TERM value, bool *into)
{
    *into = value == atom_true;
    return *into || value == atom_false;
}

static unsigned option_of(ERL_NIF_TERM name)
{
    if (name == atom_width) {
        return WIDTH;
    } else if (name == atom_height) {
        return HEIGHT;
    } else if (name == atom_rotation) {
        return ROTATION;
    } else if (name == atom_inverted) {
        return INVERTED;
    } else if (name == atom_speed_hz) {
        return SPEED_HZ;
    }
    return 0;
}

static bool read_option(ErlNifEnv *env, unsigned option, ERL_NIF_TERM value, struct settings *into)
{
    unsigned number = 0;
    bool ok = false;
    switch (option) {
        case WIDTH:
            ok = read_u32(env, value, UINT16_MAX, &number);
            into->width = (uint16_t) number;
            break;
        case HEIGHT:
            ok = read_u32(env, value, UINT16_MAX, &number);
            into->height = (uint16_t) number;
            break;
        case ROTATION:
            ok = read_u32(env, value, UINT16_MAX, &number);
            into->rotation = (uint16_t) number;
            break;
        case INVERTED:
            ok = read_bool(value, &into->inverted);
            break;
        case SPEED_HZ:
            ok = read_u32(env, value, UINT32_MAX, &into->speed_hz);
            break;
    }
    into->seen |= option;
    return ok;
}

static ERL_NIF_TERM sum(ErlNifEnv *env, const struct settings *read)
{
    return enif_make_uint64(env,
        (uint64_t) read->speed_hz + 2 * (uint64_t) read->width + 3 * (uint64_t) read->height
            + 5 * (uint64_t) read->rotation + read->inverted);
}

/* Of an option that occurs twice the first counts. */
static ERL_NIF_TERM options(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[])
{
    (void) argc;
    struct settings read = { .seen = 0 };
    ERL_NIF_TERM list = argv[0], head;
    while (enif_get_list_cell(env, list, &head, &list)) {
        const ERL_NIF_TERM *pair;
        int arity;
        if (!enif_get_tuple(env, head, &arity, &pair) || arity != 2) {
            return enif_make_badarg(env);
        }
        unsigned option = option_of(pair[0]);
        if (option == 0) {
            return enif_make_badarg(env);
        }
        if (!(read.seen & option) && !read_option(env, option, pair[1], &read)) {
            return enif_make_badarg(env);
        }
    }
    if (!enif_is_empty_list(env, list) || read.seen != ALL) {
        return enif_make_badarg(env);
    }
    return sum(env, &read);
}

static ERL_NIF_TERM options_map(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[])
{
    (void) argc;
    const struct
    {
        unsigned option;
        ERL_NIF_TERM name;
    } names[] = { { WIDTH, atom_width }, { HEIGHT, atom_height }, { ROTATION, atom_rotation },
        { INVERTED, atom_inverted }, { SPEED_HZ, atom_speed_hz } };
    struct settings read = { .seen = 0 };
    size_t size;
    if (!enif_get_map_size(env, argv[0], &size) || size != 5) {
        return enif_make_badarg(env);
    }
    for (int i = 0; i < 5; i++) {
        ERL_NIF_TERM value;
        if (!enif_get_map_value(env, argv[0], names[i].name, &value)
            || !read_option(env, names[i].option, value, &read)) {
            return enif_make_badarg(env);
        }
    }
    return sum(env, &read);
}

static void cell_dtor(ErlNifEnv *env, void *object)
{
    (void) env;
    (void) object;
    atomic_fetch_add_explicit(&cells_dropped, 1, memory_order_relaxed);
}

static ERL_NIF_TERM new(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[])
{
    (void) argc;
    unsigned number;
    if (!enif_get_uint(env, argv[0], &number)) {
        return enif_make_badarg(env);
    }
    struct cell *cell = enif_alloc_resource(cells, sizeof(struct cell));
    if (cell == NULL) {
        return enif_make_badarg(env);
    }
    cell->number = number;
    ERL_NIF_TERM term = enif_make_resource(env, cell);
    enif_release_resource(cell);
    return term;
}

static ERL_NIF_TERM get(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[])
{
    (void) argc;
    void *cell;
    if (!enif_get_resource(env, argv[0], cells, &cell)) {
        return enif_make_badarg(env);
    }
    return enif_make_uint(env, ((const struct cell *) cell)->number);
}

static ERL_NIF_TERM dropped(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[])
{
    (void) argc;
    (void) argv;
    return enif_make_uint64(env, atomic_load(&cells_dropped));
}

static ERL_NIF_TERM cpu_ns(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[])
{
    (void) argc;
    (void) argv;
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return enif_make_uint64(env, (uint64_t) now.tv_sec * 1000000000u + (uint64_t) now.tv_nsec);
}

static int load(ErlNifEnv *env, void **data, ERL_NIF_TERM info)
{
    (void) data;
    (void) info;
    for (unsigned i = 0; i < EVENTS; i++) {
        stroke[i] = (struct event) { .x = (uint16_t) (100 + i), .y = (uint16_t) (200 + i / 2),
            .pressure = (uint8_t) (40 + i), .time_us = 1000 * (1 + (uint64_t) i) };
    }
    atom_ok = enif_make_atom(env, "ok");
    atom_touch = enif_make_atom(env, "touch");
    atom_true = enif_make_atom(env, "true");
    atom_false = enif_make_atom(env, "false");
    atom_width = enif_make_atom(env, "width");
    atom_height = enif_make_atom(env, "height");
    atom_rotation = enif_make_atom(env, "rotation");
    atom_inverted = enif_make_atom(env, "inverted");
    atom_speed_hz = enif_make_atom(env, "speed_hz");
    cells = enif_open_resource_type(env, NULL, "cell", cell_dtor, ERL_NIF_RT_CREATE, NULL);
    return cells == NULL;
}

static ErlNifFunc functions[] = {
    { "noop", 0, noop, 0 },
    { "events", 0, events, 0 },
    { "options", 1, options, 0 },
    { "options_map", 1, options_map, 0 },
    { "new", 1, new, 0 },
    { "get", 1, get, 0 },
    { "dropped", 0, dropped, 0 },
    { "cpu_ns", 0, cpu_ns, 0 },
};

ERL_NIF_INIT(bench_c, functions, load, NULL, NULL, NULL)
