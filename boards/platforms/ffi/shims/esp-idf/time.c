/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Time, tickers and the lock, by esp_timer and FreeRTOS.
 */

#include "shim.h"

#include <esp_rom_sys.h>
#include <esp_timer.h>

uint64_t avm_board_now_us(void)
{
    return (uint64_t) esp_timer_get_time();
}

/* Whole ticks are slept, so that the idle task lives; the rest is spun. */
void avm_board_delay_us(uint32_t us)
{
    const uint32_t tick_us = 1000u * portTICK_PERIOD_MS;
    uint64_t end = avm_board_now_us() + us;
    if (us >= 2 * tick_us) {
        vTaskDelay(us / tick_us - 1);
    }
    uint64_t now = avm_board_now_us();
    if (now < end) {
        esp_rom_delay_us((uint32_t) (end - now));
    }
}

static portMUX_TYPE lock = portMUX_INITIALIZER_UNLOCKED;
static volatile uint32_t depth;

/* FreeRTOS's own nests on one core. */
bool avm_board_critical_enter(void)
{
    portENTER_CRITICAL_SAFE(&lock);
    depth = depth + 1;
    return depth == 1;
}

void avm_board_critical_leave(bool outermost)
{
    (void) outermost;
    depth = depth - 1;
    portEXIT_CRITICAL_SAFE(&lock);
}

#define TICKERS 4

/* A ticker's slot stays, because the timer's task may still come to it. */
struct avm_board_ticker
{
    struct avm_board_slot slot;
    avm_board_handler handler;
    void *context;
    esp_timer_handle_t timer;
};

static avm_board_ticker tickers[TICKERS];

struct ticking
{
    avm_board_ticker *ticker;
    avm_board_handler handler;
    void *context;
};

static void fill(void *with)
{
    struct ticking *wanted = with;
    wanted->ticker->handler = wanted->handler;
    wanted->ticker->context = wanted->context;
}

/* In the timer's task, which comes before the VM's. */
static void on_timer(void *arg)
{
    avm_board_ticker *ticker = arg;
    uint32_t generation = ticker->slot.generation;
    if (avm_board_slot_begin(&ticker->slot, generation)) {
        ticker->handler(ticker->context, avm_board_now_us());
        avm_board_slot_end(&ticker->slot, generation);
    }
}

static esp_err_t start(avm_board_ticker *ticker, uint32_t period_us)
{
    esp_timer_create_args_t args = {
        .callback = on_timer,
        .arg = ticker,
        .dispatch_method = ESP_TIMER_TASK,
        .name = "avm_board",
        .skip_unhandled_events = true,
    };
    esp_err_t error = esp_timer_create(&args, &ticker->timer);
    if (error != ESP_OK) {
        return error;
    }
    error = esp_timer_start_periodic(ticker->timer, period_us);
    if (error != ESP_OK) {
        esp_timer_delete(ticker->timer);
    }
    return error;
}

int32_t avm_board_ticker_open(
    uint32_t period_us, avm_board_handler handler, void *context, avm_board_ticker **out)
{
    for (size_t nth = 0; nth < TICKERS; nth += 1) {
        avm_board_ticker *ticker = &tickers[nth];
        struct ticking wanted = { ticker, handler, context };
        if (!avm_board_slot_take(&ticker->slot, fill, &wanted)) {
            continue;
        }
        esp_err_t error = start(ticker, period_us);
        if (error != ESP_OK) {
            avm_board_slot_close(&ticker->slot);
            return avm_board_status(error);
        }
        *out = ticker;
        return AVM_BOARD_OK;
    }
    return AVM_BOARD_NO_RESOURCES;
}

void avm_board_ticker_close(avm_board_ticker *ticker)
{
    esp_timer_handle_t timer = ticker->timer;
    esp_timer_stop(timer);
    esp_timer_delete(timer);
    avm_board_slot_close(&ticker->slot);
}
