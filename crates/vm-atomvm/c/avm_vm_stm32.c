/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * vm-atomvm on AtomVM's stm32 platform.
 *
 * That has one thread, and neither listeners nor a queue for interrupts: its
 * loop calls sys_poll_events, which does nothing, whenever it schedules. So
 * that function is wrapped, by -Wl,--wrap=sys_poll_events, and a bell is a flag
 * that is looked at there.
 */

#include "avm_vm.h"
#include "avm_vm_platform.h"

#include "sys.h"

static volatile bool rung;
static volatile bool inside;
static uint32_t interrupts;
static unsigned again;

bool avm_vm_enter(void)
{
    uint32_t before;
    __asm__ volatile("mrs %0, primask\n\tcpsid i" : "=r"(before) : : "memory");
    if (inside) {
        return false;
    }
    inside = true;
    interrupts = before;
    return true;
}

void avm_vm_leave(bool outermost)
{
    if (outermost) {
        inside = false;
        __asm__ volatile("msr primask, %0" : : "r"(interrupts) : "memory");
    }
}

unsigned avm_vm_thread(void)
{
    return 0;
}

/* By the board's clock where there is one; AtomVM's own counts milliseconds. */
__attribute__((weak)) uint64_t avm_board_now_us(void);

uint64_t avm_vm_now_us(void)
{
    return avm_board_now_us ? avm_board_now_us() : sys_monotonic_time_u64() * 1000;
}

unsigned avm_vm_rung_again(void)
{
    return again;
}

bool avm_vm_listen(GlobalContext *global)
{
    (void) global;
    return true;
}

void avm_vm_ring(void)
{
    rung = true;
}

/* The loop comes round once before it looks again. */
void avm_vm_ring_later(void)
{
    again++;
    rung = true;
}

void __real_sys_poll_events(GlobalContext *global, int timeout_ms);
void __wrap_sys_poll_events(GlobalContext *global, int timeout_ms);

void __wrap_sys_poll_events(GlobalContext *global, int timeout_ms)
{
    if (rung) {
        /* Before Rust looks: what rings from here on is told anew. */
        rung = false;
        avm_vm_rung(global);
    }
    __real_sys_poll_events(global, timeout_ms);
}
