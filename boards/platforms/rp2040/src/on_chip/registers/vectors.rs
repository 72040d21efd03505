//! The interrupts, by the names that a vector table has for them.

use cortex_m::peripheral::NVIC;
use rp2040_hal::pac::Interrupt;

use super::super::{edges, samples, tickers};

/// An edge of a pin.
// SAFETY: the name is that of this interrupt alone, and the signature its own.
#[unsafe(no_mangle)]
extern "C" fn IO_IRQ_BANK0() {
    edges::on_interrupt();
}

/// The end of a half that DMA has played.
// SAFETY: as above.
#[unsafe(no_mangle)]
extern "C" fn DMA_IRQ_0() {
    samples::on_interrupt();
}

/// Alarm 0 of the timer.
// SAFETY: as above.
#[unsafe(no_mangle)]
extern "C" fn TIMER_IRQ_0() {
    tickers::on_interrupt(0);
}

/// Alarm 1 of the timer.
// SAFETY: as above.
#[unsafe(no_mangle)]
extern "C" fn TIMER_IRQ_1() {
    tickers::on_interrupt(1);
}

/// Alarm 2 of the timer.
// SAFETY: as above.
#[unsafe(no_mangle)]
extern "C" fn TIMER_IRQ_2() {
    tickers::on_interrupt(2);
}

/// Alarm 3 of the timer.
// SAFETY: as above.
#[unsafe(no_mangle)]
extern "C" fn TIMER_IRQ_3() {
    tickers::on_interrupt(3);
}

/// Lets the interrupts above through to this core.
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
