/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What a platform of AtomVM's does in its own way: to hold interrupts back,
 * to tell the time, and to wake the VM from an interrupt.
 */

#ifndef AVM_VM_PLATFORM_H
#define AVM_VM_PLATFORM_H

#include <stdbool.h>
#include <stdint.h>

#include "globalcontext.h"

/*
 * Holds interrupts, and the other core, back. Nests: true comes back from the
 * outermost enter, and is given to the leave that belongs to it.
 */
bool avm_vm_enter(void);
void avm_vm_leave(bool outermost);

/* Which of at most four threads of the VM this is, from 0. */
unsigned avm_vm_thread(void);

/* Microseconds since some moment. */
uint64_t avm_vm_now_us(void);

/* Registers the listener, once; false if there is no memory. */
bool avm_vm_listen(GlobalContext *global);

/* Has the VM call avm_vm_rung; from an interrupt or a thread of the VM. */
void avm_vm_ring(void);

/* The same, a moment later. */
void avm_vm_ring_later(void);

/* Rust: a bell was rung. Called on a thread of the VM. */
void avm_vm_rung(GlobalContext *global);

#endif
