/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * vm-atomvm on AtomVM's rp2 platform (rp2040 in 0.6).
 *
 * A bell goes by the queue that AtomVM has for interrupts. That holds 16
 * events of all drivers; an event that finds no room is lost there, with a line
 * on the console. So room is looked for first, at most one event of ours is in
 * the queue, and one that found no room is posted again by an alarm until it
 * does.
 */

#include "avm_vm.h"
#include "avm_vm_platform.h"

#include <hardware/sync.h>
#include <pico/time.h>

#include "erl_nif_priv.h"

#define AGAIN_US 1000

/* 0.6 has other names for the same. */
#if __has_include("rp2_sys.h")
typedef struct RP2PlatformData Platform;
#else
typedef struct RP2040PlatformData Platform;
#endif

static GlobalContext *vm;
static queue_t bell;
static volatile bool posted;
static volatile bool ended;
static volatile unsigned again;

/* The core that holds interrupts back, and how they were before. */
#define NOBODY 0xFFu
static volatile uint32_t inside = NOBODY;
static uint32_t interrupts;

bool avm_vm_enter(void)
{
    uint32_t before = save_and_disable_interrupts();
    if (inside == get_core_num()) {
        return false;
    }
#ifndef AVM_NO_SMP
    spin_lock_unsafe_blocking(spin_lock_instance(PICO_SPINLOCK_ID_OS2));
#endif
    inside = get_core_num();
    interrupts = before;
    return true;
}

void avm_vm_leave(bool outermost)
{
    if (!outermost) {
        return;
    }
    uint32_t before = interrupts;
    inside = NOBODY;
#ifndef AVM_NO_SMP
    spin_unlock_unsafe(spin_lock_instance(PICO_SPINLOCK_ID_OS2));
#endif
    restore_interrupts(before);
}

unsigned avm_vm_thread(void)
{
    return get_core_num();
}

uint64_t avm_vm_now_us(void)
{
    return time_us_64();
}

unsigned avm_vm_rung_again(void)
{
    return again;
}

/* False: the VM's queue has no room. */
static bool post(void)
{
    const uint8_t event = 0;
    Platform *platform = vm->platform_data;
    if (!queue_is_full(&platform->event_queue)
        && sys_try_post_listener_event_from_isr(vm, &bell, &event)) {
        return true;
    }
    uint8_t left;
    (void) queue_try_remove(&bell, &left);
    again++;
    return false;
}

static int64_t post_again(alarm_id_t id, void *data)
{
    (void) id;
    (void) data;
    return ended || post() ? 0 : AGAIN_US;
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

static void post_later(void)
{
    if (add_alarm_in_us(AGAIN_US, post_again, NULL, true) < 0) {
        /* No alarm is free: the next ring tries. */
        posted = false;
    }
}

void avm_vm_ring(void)
{
    if (claim() && !post()) {
        post_later();
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
    uint8_t event;
    while (queue_try_remove(&bell, &event)) {
    }
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
    /* The VM frees it at its end. */
    listener = malloc(sizeof(EventListener));
    if (!listener) {
        return false;
    }
    queue_init(&bell, sizeof(uint8_t), 1);
    listener->handler = on_event;
    listener->queue = &bell;
    sys_register_listener(global, listener);
    vm = global;
    return true;
}

/* The VM ends, and frees the queue that interrupts post to. */
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
