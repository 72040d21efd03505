//! The interrupts of the platform, for the firmware's vector table.
//!
//! A firmware whose vector table has names, such as that of `cortex-m-rt`,
//! gives each of them a function that calls one of these.

use super::{edges, samples, tickers};

/// Each interrupt by its number (datasheet, 2.3.2), with its function.
pub const TABLE: [(usize, extern "C" fn()); 6] = [
    (0, timer_irq_0),
    (1, timer_irq_1),
    (2, timer_irq_2),
    (3, timer_irq_3),
    (11, dma_irq_0),
    (13, io_irq_bank0),
];

/// `TIMER_IRQ_0`: alarm 0 of the timer.
pub extern "C" fn timer_irq_0() {
    tickers::on_interrupt(0);
}

/// `TIMER_IRQ_1`: alarm 1 of the timer.
pub extern "C" fn timer_irq_1() {
    tickers::on_interrupt(1);
}

/// `TIMER_IRQ_2`: alarm 2 of the timer.
pub extern "C" fn timer_irq_2() {
    tickers::on_interrupt(2);
}

/// `TIMER_IRQ_3`: alarm 3 of the timer.
pub extern "C" fn timer_irq_3() {
    tickers::on_interrupt(3);
}

/// `DMA_IRQ_0`: the end of a half that DMA has played.
pub extern "C" fn dma_irq_0() {
    samples::on_interrupt();
}

/// `IO_IRQ_BANK0`: an edge of a pin.
pub extern "C" fn io_irq_bank0() {
    edges::on_interrupt();
}
