/* avm_board.h on the host: what is open, and time. */

#define _POSIX_C_SOURCE 200809L

#include "mock.h"

#include <stdlib.h>
#include <time.h>

pthread_mutex_t interrupts = PTHREAD_MUTEX_INITIALIZER;
struct common *live[LIVE];
atomic_uint calls, violations, recoveries, timeout_us, transfers;
uint32_t fail_call, holds;
int32_t fail_status;
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

bool found(const void *handle, enum kind kind)
{
    for (int i = 0; i < LIVE; i += 1) {
        if (live[i] == handle) {
            return handle != NULL && live[i]->kind == kind;
        }
    }
    return false;
}

bool is_open(const void *handle, enum kind kind)
{
    pthread_mutex_lock(&interrupts);
    bool open = found(handle, kind);
    pthread_mutex_unlock(&interrupts);
    return open;
}

struct common *make(enum kind kind)
{
    struct common *made = calloc(1, sizeof(*made));
    made->kind = kind;
    return made;
}

void publish(struct common *made)
{
    pthread_mutex_lock(&interrupts);
    for (int i = 0; i < LIVE; i += 1) {
        if (live[i] == NULL) {
            live[i] = made;
            break;
        }
        expect(i + 1 < LIVE);
    }
    pthread_mutex_unlock(&interrupts);
}

void unmake(void *handle, enum kind kind)
{
    pthread_mutex_lock(&interrupts);
    expect(found(handle, kind));
    for (int i = 0; i < LIVE; i += 1) {
        if (live[i] == handle) {
            live[i] = NULL;
            free(handle);
            break;
        }
    }
    pthread_mutex_unlock(&interrupts);
}

/* Time, and the lock, which the host's tests have from elsewhere. */

uint64_t avm_board_now_us(void) { return atomic_fetch_add(&now, 1); }

/* Other threads get on meanwhile, but nobody waits for seconds. */
void avm_board_delay_us(uint32_t us)
{
    struct timespec wait = { .tv_nsec = 1000 * (us < 100 ? us : 100) };
    nanosleep(&wait, NULL);
    atomic_fetch_add(&now, us);
}

bool avm_board_critical_enter(void) { return pthread_mutex_trylock(&interrupts) == 0; }

void avm_board_critical_leave(bool outermost)
{
    if (outermost) {
        pthread_mutex_unlock(&interrupts);
    }
}
