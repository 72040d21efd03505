/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * An interrupt that goes the way of all, and then can panic. INTERRUPT and
 * PANIC are the names of the Rust library's own functions.
 */

#include <stdint.h>

void INTERRUPT(void *context, uint64_t now_us);
_Noreturn void PANIC(void);

void seeded_interrupt(void *context, uint64_t now_us)
{
    INTERRUPT(context, now_us);
    if (now_us == 0) {
        PANIC();
    }
}
