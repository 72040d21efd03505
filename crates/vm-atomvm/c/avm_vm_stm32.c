/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * vm-atomvm on AtomVM's stm32 platform, which has one thread, no listeners
 * and no queue for interrupts: its scheduler asks sys_poll_events for events
 * without pause, and that does nothing. The linker puts the function below
 * before it (-Wl,--wrap=sys_poll_events).
 */

#include "avm_vm.h"
#include "avm_vm_platform.h"

#include "stm32_hal_platform.h"

#include "sys.h"

static volatile bool rung;
static bool listening;
static uint32_t depth;
static uint32_t saved;

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

bool avm_vm_enter(void)
{
    uint32_t primask = __get_PRIMASK();
    __disable_irq();
    if (depth == 0) {
        saved = primask;
    }
    depth += 1;
    return depth == 1;
}

void avm_vm_leave(bool outermost)
{
    depth -= 1;
    if (outermost) {
        __set_PRIMASK(saved);
    }
}

unsigned avm_vm_thread(void)
{
    return 0;
}

uint64_t avm_vm_now_us(void)
{
    return sys_monotonic_time_u64() * 1000;
}

unsigned avm_vm_rung_again(void)
{
    return 0;
}

bool avm_vm_listen(GlobalContext *global)
{
    (void) global;
    listening = true;
    return true;
}

void avm_vm_ring(void)
{
    rung = listening;
}

/* The scheduler comes by in its own time. */
void avm_vm_ring_later(void)
{
    avm_vm_ring();
}
