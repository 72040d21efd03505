//! Lets the interrupts of the platform through.

use cortex_m::peripheral::NVIC;
use rp2040_hal::pac::Interrupt;

/// Lets them through to this core.
pub(in super::super) fn enable_interrupts() {
    use Interrupt::{DMA_IRQ_0, IO_IRQ_BANK0, TIMER_IRQ_0, TIMER_IRQ_1, TIMER_IRQ_2, TIMER_IRQ_3};
    for interrupt in [
        IO_IRQ_BANK0,
        DMA_IRQ_0,
        TIMER_IRQ_0,
        TIMER_IRQ_1,
        TIMER_IRQ_2,
        TIMER_IRQ_3,
    ] {
        // SAFETY: no critical section of the program works by masking one of
        // them; theirs mask all.
        unsafe { NVIC::unmask(interrupt) };
    }
}
