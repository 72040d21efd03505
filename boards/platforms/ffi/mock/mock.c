/* avm_board.h on the host: what is open, and time. */

#define _POSIX_C_SOURCE 200809L

#include "mock.h"

#include <stdlib.h>
#include <time.h>

struct common *live[LIVE];
struct common slots[LIVE];
atomic_uint calls, violations, recoveries, timeout_us, transfers;
uint32_t fail_call, holds;
int32_t fail_status;
bool forgets_to_wait;
bool there[ADDRESSES];
uint8_t registers[ADDRESSES][256];
int spi_log[LOG];
size_t spi_count;
uint32_t spi_hz, spi_style;
int pins[PINS], duties[PINS];

static atomic_uint_fast64_t now;

void expect(bool rule)
{
    if (!rule) {
        violations += 1;
    }
}

int32_t passes(void)
{
    return ++calls == fail_call ? fail_status : AVM_BOARD_OK;
}

/* The processor's lock. */
static pthread_mutex_t lock;
static pthread_once_t made = PTHREAD_ONCE_INIT;
static unsigned depth;

static void make_lock(void)
{
    pthread_mutexattr_t nests;
    pthread_mutexattr_init(&nests);
    pthread_mutexattr_settype(&nests, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(&lock, &nests);
}

bool avm_board_critical_enter(void)
{
    pthread_once(&made, make_lock);
    pthread_mutex_lock(&lock);
    depth += 1;
    return depth == 1;
}

void avm_board_critical_leave(bool outermost)
{
    (void) outermost;
    depth -= 1;
    pthread_mutex_unlock(&lock);
}

/* The place of a handle in the list, or -1. */
static int place_of(const void *handle)
{
    for (int i = 0; i < LIVE; i += 1) {
        if (live[i] == handle) {
            return i;
        }
    }
    return -1;
}

bool is_open(const void *handle, enum kind kind)
{
    bool outermost = avm_board_critical_enter();
    bool open = handle != NULL && place_of(handle) >= 0 && live[place_of(handle)]->kind == kind;
    avm_board_critical_leave(outermost);
    return open;
}

static struct common *list(struct common *opened)
{
    bool outermost = avm_board_critical_enter();
    int place = place_of(NULL);
    expect(place >= 0);
    if (place >= 0) {
        live[place] = opened;
    }
    avm_board_critical_leave(outermost);
    return opened;
}

struct common *make(enum kind kind)
{
    struct common *opened = calloc(1, sizeof(*opened));
    opened->kind = kind;
    return list(opened);
}

static void fill(void *with)
{
    struct wanted *wanted = with;
    struct common *slot = wanted->slot;
    slot->kind = wanted->kind;
    slot->pin = wanted->pin;
    slot->edges = wanted->edges;
    slot->handler = wanted->handler;
    slot->feed = wanted->feed;
    slot->context = wanted->context;
    slot->configured = false;
}

struct common *interrupting(struct wanted wanted)
{
    for (int i = 0; i < LIVE; i += 1) {
        if (place_of(&slots[i]) >= 0) {
            continue;
        }
        wanted.slot = &slots[i];
        if (wanted.kind == SAMPLES) {
            fill(&wanted);
        } else if (!avm_board_slot_take(&slots[i].slot, fill, &wanted)) {
            continue;
        }
        return list(&slots[i]);
    }
    abort();
}

void unmake(void *handle, enum kind kind)
{
    bool open = is_open(handle, kind);
    expect(open);
    if (!open) {
        return;
    }
    struct common *opened = handle;
    bool stays = opened >= slots && opened < slots + LIVE;
    if (stays && forgets_to_wait) {
        opened->slot.open = false;
    } else if (stays) {
        avm_board_slot_close(&opened->slot);
    }
    bool outermost = avm_board_critical_enter();
    live[place_of(handle)] = NULL;
    avm_board_critical_leave(outermost);
    if (!stays) {
        free(opened);
    }
}

uint64_t avm_board_now_us(void) { return atomic_fetch_add(&now, 1); }

/* Other threads get on meanwhile, but nobody waits for seconds. */
void avm_board_delay_us(uint32_t us)
{
    struct timespec wait = { .tv_nsec = 1000 * (us < 100 ? us : 100) };
    nanosleep(&wait, NULL);
    atomic_fetch_add(&now, us);
}
