/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Time, tickers and the lock, by the Pico SDK's timer and alarms.
 */

#include "shim.h"

#include <hardware/timer.h>
#include <pico/time.h>

uint64_t avm_board_now_us(void)
{
    return time_us_64();
}

void avm_board_delay_us(uint32_t us)
{
    busy_wait_us(us);
}

/* The core that has the lock, and what it saved of its interrupts. */
#define NOBODY 0xFFu
static volatile uint32_t holder = NOBODY;
static uint32_t saved;

/* A striped or a claimed lock would need a call at the start; this one is left
 * by the SDK to operating systems, and AtomVM's rp2 platform has none. */
static spin_lock_t *lock(void)
{
    return spin_lock_instance(PICO_SPINLOCK_ID_OS1);
}

bool avm_board_critical_enter(void)
{
    uint32_t before = save_and_disable_interrupts();
    uint32_t core = get_core_num();
    if (holder == core) {
        return false;
    }
    spin_lock_unsafe_blocking(lock());
    holder = core;
    saved = before;
    return true;
}

void avm_board_critical_leave(bool outermost)
{
    if (!outermost) {
        return;
    }
    uint32_t before = saved;
    holder = NOBODY;
    spin_unlock_unsafe(lock());
    restore_interrupts(before);
}

#define TICKERS 4

struct avm_board_ticker
{
    struct avm_board_slot slot;
    avm_board_handler handler;
    void *context;
    int64_t period_us;
    alarm_id_t alarm;
};

static avm_board_ticker tickers[TICKERS];

struct ticking
{
    avm_board_ticker *ticker;
    avm_board_handler handler;
    void *context;
    uint32_t period_us;
};

static void fill(void *with)
{
    struct ticking *wanted = with;
    wanted->ticker->handler = wanted->handler;
    wanted->ticker->context = wanted->context;
    wanted->ticker->period_us = wanted->period_us;
}

/* Which ticker of which generation: an alarm may outlive its ticker. */
static void *tag(size_t nth, uint32_t generation)
{
    return (void *) (uintptr_t) (generation * TICKERS + nth);
}

static int64_t on_alarm(alarm_id_t id, void *tagged)
{
    (void) id;
    uintptr_t number = (uintptr_t) tagged;
    avm_board_ticker *ticker = &tickers[number % TICKERS];
    uint32_t generation = number / TICKERS;
    if (!avm_board_slot_begin(&ticker->slot, generation)) {
        return 0;
    }
    ticker->handler(ticker->context, time_us_64());
    /* Below zero counts from when this one was due. */
    return avm_board_slot_end(&ticker->slot, generation) ? -ticker->period_us : 0;
}

int32_t avm_board_ticker_open(
    uint32_t period_us, avm_board_handler handler, void *context, avm_board_ticker **out)
{
    for (size_t nth = 0; nth < TICKERS; nth += 1) {
        avm_board_ticker *ticker = &tickers[nth];
        struct ticking wanted = { ticker, handler, context, period_us };
        if (!avm_board_slot_take(&ticker->slot, fill, &wanted)) {
            continue;
        }
        /* The tag has fewer bits than a generation. */
        ticker->slot.generation %= UINT32_MAX / TICKERS;
        ticker->alarm = add_alarm_in_us(
            period_us, on_alarm, tag(nth, ticker->slot.generation), true);
        if (ticker->alarm < 0) {
            avm_board_slot_close(&ticker->slot);
            return AVM_BOARD_NO_RESOURCES;
        }
        *out = ticker;
        return AVM_BOARD_OK;
    }
    return AVM_BOARD_NO_RESOURCES;
}

void avm_board_ticker_close(avm_board_ticker *ticker)
{
    alarm_id_t alarm = ticker->alarm;
    avm_board_slot_close(&ticker->slot);
    cancel_alarm(alarm);
}
