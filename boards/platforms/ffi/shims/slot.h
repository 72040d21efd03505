/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Whom an interrupt calls, and how its call is ended, on any platform.
 */

#ifndef AVM_BOARD_SLOT_H
#define AVM_BOARD_SLOT_H

#include "avm_board.h"

/*
 * Who an interrupt calls, in a slot that stays where it is. `generation` is
 * other at each open, so that what still knows an earlier one does nothing.
 */
struct avm_board_slot
{
    volatile bool open;
    volatile bool running;
    volatile uint32_t generation;
};

/* Takes the slot, once `fill` has filled in the rest; false if it is taken. */
static inline bool avm_board_slot_take(
    struct avm_board_slot *slot, void (*fill)(void *), void *with)
{
    bool outermost = avm_board_critical_enter();
    bool taken = !slot->open && !slot->running;
    if (taken && fill != NULL) {
        fill(with);
    }
    if (taken) {
        slot->generation = slot->generation + 1;
        slot->open = true;
    }
    avm_board_critical_leave(outermost);
    return taken;
}

/* In the interrupt: whether it is to be called. */
static inline bool avm_board_slot_begin(struct avm_board_slot *slot, uint32_t generation)
{
    bool outermost = avm_board_critical_enter();
    bool calls = slot->open && slot->generation == generation;
    slot->running = slot->running || calls;
    avm_board_critical_leave(outermost);
    return calls;
}

/* In the interrupt: whether it is to be called again. */
static inline bool avm_board_slot_end(struct avm_board_slot *slot, uint32_t generation)
{
    bool outermost = avm_board_critical_enter();
    bool again = slot->open && slot->generation == generation;
    slot->running = false;
    avm_board_critical_leave(outermost);
    return again;
}

/* After this it does not run, on either core. */
static inline void avm_board_slot_close(struct avm_board_slot *slot)
{
    bool outermost = avm_board_critical_enter();
    slot->open = false;
    avm_board_critical_leave(outermost);
    while (slot->running) {
        /* On another core, which reads `open` no more. */
    }
    /* What it wrote is seen by whoever frees its context. */
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
}

#endif
