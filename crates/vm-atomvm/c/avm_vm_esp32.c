/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * vm-atomvm on AtomVM's esp32 platform.
 *
 * A bell goes by the queue that AtomVM has for interrupts. That holds 16
 * events of all drivers. At most one of ours is in it, and one that found no
 * room is sent again by a timer until it does.
 */

#include "avm_vm.h"
#include "avm_vm_platform.h"

#include <esp_timer.h>
#include <freertos/FreeRTOS.h>
#include <freertos/queue.h>
#include <freertos/task.h>
#include <stdlib.h>

#include "erl_nif_priv.h"

#define AGAIN_US 1000

static GlobalContext *vm;
static esp_timer_handle_t timer;
static volatile bool posted;
static volatile bool ended;
static volatile unsigned again;
/* Its address is what says that an event is ours. */
static char bell;

static portMUX_TYPE lock = portMUX_INITIALIZER_UNLOCKED;
static volatile uint32_t depth;

bool avm_vm_enter(void)
{
    portENTER_CRITICAL_SAFE(&lock);
    depth = depth + 1;
    return depth == 1;
}

/* FreeRTOS's own nests, so that every enter has its exit. */
void avm_vm_leave(bool outermost)
{
    (void) outermost;
    depth = depth - 1;
    portEXIT_CRITICAL_SAFE(&lock);
}

/* AtomVM has one thread on each core. */
unsigned avm_vm_thread(void)
{
    return (unsigned) xPortGetCoreID();
}

uint64_t avm_vm_now_us(void)
{
    return (uint64_t) esp_timer_get_time();
}

unsigned avm_vm_rung_again(void)
{
    return again;
}

/* False: the VM's queue has no room. */
static bool post(void)
{
    void *sender = &bell;
    if (!xPortInIsrContext()) {
        return xQueueSend(event_queue, &sender, 0) == pdTRUE;
    }
    BaseType_t woken = pdFALSE;
    bool sent = xQueueSendFromISR(event_queue, &sender, &woken) == pdTRUE;
    if (woken == pdTRUE) {
        portYIELD_FROM_ISR();
    }
    return sent;
}

static void post_later(void)
{
    if (esp_timer_start_once(timer, AGAIN_US) != ESP_OK) {
        /* The next ring tries. */
        posted = false;
    }
}

static void post_or_later(void)
{
    if (!post()) {
        again = again + 1;
        post_later();
    }
}

static void on_timer(void *unused)
{
    (void) unused;
    if (!ended) {
        post_or_later();
    }
}

/* Whether nothing is on its way yet; then something is, from now on. */
static bool claim(void)
{
    bool outermost = avm_vm_enter();
    bool claimed = !posted && !ended && vm;
    if (claimed) {
        posted = true;
    }
    avm_vm_leave(outermost);
    return claimed;
}

void avm_vm_ring(void)
{
    if (claim()) {
        post_or_later();
    }
}

void avm_vm_ring_later(void)
{
    if (claim()) {
        post_later();
    }
}

static EventListener *on_event(GlobalContext *global, EventListener *listener)
{
    /* Before Rust looks: what rings from here on is told anew. */
    posted = false;
    avm_vm_rung(global);
    return listener;
}

bool avm_vm_listen(GlobalContext *global)
{
    static EventListener *listener;
    if (listener) {
        return true;
    }
    const esp_timer_create_args_t args = { .callback = on_timer, .name = "avm_vm" };
    if (!timer && esp_timer_create(&args, &timer) != ESP_OK) {
        return false;
    }
    /* The VM frees it at its end. */
    listener = malloc(sizeof(EventListener));
    if (!listener) {
        return false;
    }
    listener->handler = on_event;
    listener->sender = &bell;
    sys_register_listener(global, listener);
    vm = global;
    return true;
}

/* The VM ends: nothing is posted any more. */
static void end(GlobalContext *global)
{
    (void) global;
    ended = true;
}

static const struct Nif *no_nif(const char *name)
{
    (void) name;
    return NULL;
}

REGISTER_NIF_COLLECTION(avm_vm, NULL, end, no_nif)
