/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * vm-atomvm on AtomVM's esp32 platform.
 *
 * A bell is a queue of one in the set that AtomVM waits for, as its uart driver
 * has one. It cannot be lost to the events of others: it has a place of its own,
 * and a bell that finds it taken was rung already.
 */

#include "avm_vm.h"
#include "avm_vm_platform.h"

#include <esp_timer.h>
#include <freertos/FreeRTOS.h>
#include <freertos/queue.h>
#include <freertos/task.h>

#define AGAIN_US 1000

static portMUX_TYPE section = portMUX_INITIALIZER_UNLOCKED;
static QueueHandle_t bell;
static esp_timer_handle_t timer;
static unsigned again;

/* These nest by themselves, in interrupts too. */
bool avm_vm_enter(void)
{
    portENTER_CRITICAL_SAFE(&section);
    return true;
}

void avm_vm_leave(bool outermost)
{
    (void) outermost;
    portEXIT_CRITICAL_SAFE(&section);
}

/* AtomVM pins a scheduler to each core. */
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

void avm_vm_ring(void)
{
    const uint8_t event = 0;
    if (!bell) {
        return;
    }
    if (xPortInIsrContext()) {
        BaseType_t woken = pdFALSE;
        xQueueSendFromISR(bell, &event, &woken);
        portYIELD_FROM_ISR(woken);
    } else {
        xQueueSend(bell, &event, 0);
    }
}

static void on_timer(void *data)
{
    (void) data;
    avm_vm_ring();
}

/* Called by the listener, and so not while it waits. */
void avm_vm_ring_later(void)
{
    again++;
    /* Fails if it runs already, which is as good. */
    (void) esp_timer_start_once(timer, AGAIN_US);
}

static EventListener *on_event(GlobalContext *global, EventListener *listener)
{
    uint8_t event;
    /* Before Rust looks: what rings from here on is told anew. */
    xQueueReceive(bell, &event, 0);
    avm_vm_rung(global);
    return listener;
}

bool avm_vm_listen(GlobalContext *global)
{
    if (bell) {
        return true;
    }
    const esp_timer_create_args_t timer_args = { .callback = on_timer, .name = "avm_vm" };
    if (!timer && esp_timer_create(&timer_args, &timer) != ESP_OK) {
        return false;
    }
    /* The VM frees it at its end. */
    EventListener *listener = malloc(sizeof(EventListener));
    QueueHandle_t made = xQueueCreate(1, sizeof(uint8_t));
    if (!listener || !made || xQueueAddToSet(made, event_set) != pdPASS) {
        free(listener);
        if (made) {
            vQueueDelete(made);
        }
        return false;
    }
    listener->handler = on_event;
    listener->sender = made;
    sys_register_listener(global, listener);
    bell = made;
    return true;
}
