/* What commands the mock. */

#include "mock.h"

#include <string.h>

static pthread_t storm_thread;
static atomic_bool storming;
static bool storm_runs;
static uint64_t storm_calls;

/* The level of interrupts: one after the other. */
static pthread_mutex_t level = PTHREAD_MUTEX_INITIALIZER;

/* As the shims' interrupts do. */
static bool call(struct common *c)
{
    uint32_t generation = c->slot.generation;
    if (!avm_board_slot_begin(&c->slot, generation)) {
        return false;
    }
    if (c->feed != NULL) {
        c->feed(c->context, c->half, HALF);
    } else {
        c->handler(c->context, avm_board_now_us());
    }
    avm_board_slot_end(&c->slot, generation);
    return true;
}

/* Calls what is open and of this kind; of an edge, of this pin and way. */
static uint32_t interrupt(enum kind kind, uint16_t pin, uint32_t which)
{
    uint32_t called = 0;
    pthread_mutex_lock(&level);
    for (int i = 0; i < LIVE; i += 1) {
        struct common *c = &slots[i];
        bool meant = kind != EDGE || (c->pin == pin && (c->edges & which) != 0);
        if (c->slot.open && c->kind == kind && meant) {
            called += call(c);
        }
    }
    pthread_mutex_unlock(&level);
    return called;
}

void mock_reset(void)
{
    calls = violations = recoveries = timeout_us = transfers = 0;
    fail_call = holds = 0;
    fail_status = AVM_BOARD_OK;
    forgets_to_wait = false;
    memset(there, 0, sizeof(there));
    memset(registers, 0, sizeof(registers));
    spi_count = 0;
    for (int i = 0; i < PINS; i += 1) {
        pins[i] = duties[i] = -1;
    }
}

void mock_fail_at(uint32_t call, int32_t status)
{
    fail_call = calls + call;
    fail_status = status;
}

void mock_forget_to_wait(bool on) { forgets_to_wait = on; }
uint32_t mock_calls(void) { return calls; }
uint32_t mock_violations(void) { return violations; }
uint32_t mock_i2c_recoveries(void) { return recoveries; }
uint32_t mock_i2c_timeout(void) { return timeout_us; }
uint32_t mock_i2c_transfers(void) { return transfers; }
void mock_i2c_hold(uint32_t clears) { holds = clears; }
void mock_spi_clear(void) { spi_count = 0; }
uint32_t mock_spi_hz(void) { return spi_hz; }
uint32_t mock_spi_style(void) { return spi_style; }
int32_t mock_spi_sent(size_t nth) { return nth < spi_count ? spi_log[nth] : -3; }
int32_t mock_pin(uint16_t pin) { return pins[pin]; }
int32_t mock_pwm_duty(uint16_t pin) { return duties[pin]; }
uint32_t mock_tick(void) { return interrupt(TICKER, 0, 0); }

static uint32_t count(bool (*is)(const struct common *))
{
    uint32_t found = 0;
    bool outermost = avm_board_critical_enter();
    for (int i = 0; i < LIVE; i += 1) {
        found += live[i] != NULL && is(live[i]);
    }
    avm_board_critical_leave(outermost);
    return found;
}

static bool any(const struct common *c) { return c != NULL; }
static bool called(const struct common *c) { return c->slot.open; }
uint32_t mock_open_handles(void) { return count(any); }
uint32_t mock_contexts(void) { return count(called); }

void mock_i2c_register(uint16_t address, uint8_t at, uint8_t value)
{
    there[address] = true;
    registers[address][at] = value;
}

uint8_t mock_i2c_value(uint16_t address, uint8_t at) { return registers[address][at]; }

void mock_drive(uint16_t pin, bool high)
{
    if (pins[pin] != (int) high) {
        if (pins[pin] != -1) {
            pins[pin] = high;
        }
        interrupt(EDGE, pin, high ? AVM_BOARD_RISING : AVM_BOARD_FALLING);
    }
}

int32_t mock_play(void)
{
    int32_t sum = -1;
    if (interrupt(SAMPLES, 0, 0) > 0) {
        sum = 0;
        for (int i = 0; i < LIVE; i += 1) {
            for (int k = 0; live[i] != NULL && live[i]->kind == SAMPLES && k < HALF; k += 1) {
                sum += live[i]->half[k];
            }
        }
    }
    return sum;
}

static void *storm(void *unused)
{
    (void) unused;
    while (atomic_load(&storming)) {
        bool outermost = avm_board_critical_enter();
        uint16_t pin = 0;
        for (int i = 0; i < LIVE; i += 1) {
            pin = slots[i].slot.open && slots[i].kind == EDGE ? slots[i].pin : pin;
        }
        avm_board_critical_leave(outermost);
        storm_calls += interrupt(EDGE, pin, AVM_BOARD_FALLING | AVM_BOARD_RISING);
        storm_calls += interrupt(TICKER, 0, 0);
        storm_calls += interrupt(SAMPLES, 0, 0);
    }
    return NULL;
}

uint64_t mock_storm(bool on)
{
    if (on && !storm_runs) {
        storm_calls = 0;
        atomic_store(&storming, true);
        storm_runs = pthread_create(&storm_thread, NULL, storm, NULL) == 0;
    } else if (!on && storm_runs) {
        atomic_store(&storming, false);
        pthread_join(storm_thread, NULL);
        storm_runs = false;
    }
    return storm_calls;
}
