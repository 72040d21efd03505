//! What the suite asks of a machine.

use core::fmt;

/// A core with a clock and a timer that interrupts it.
pub trait Machine {
    /// Counts of the clock in a second.
    const CLOCK_HZ: u32;
    /// Bytes of stack that the interrupt path may use, what the core itself
    /// stores included.
    const STACK_BYTES: u32;

    /// Starts the clock at 0 and the timer, whose interrupt is due every
    /// `period` counts from now on.
    fn start(&self, period: u32);

    /// Stops the timer; no interrupt comes any more.
    fn stop(&self);

    /// Counts since [`start`](Self::start), modulo 2^32.
    fn clock(&self) -> u32;

    /// Ends the request of the interrupt; the next is due at `next`.
    fn acknowledge(&self, next: u32);

    /// Holds interrupts back.
    fn mask(&self);

    /// Lets them come, those first that were held back.
    fn unmask(&self);

    /// Sleeps until an interrupt is due, or returns sooner. Asked while they
    /// are masked, so that none is missed between a look and the sleep.
    fn wait(&self);

    /// Sleeps until `is_done` and tells how many bytes of stack the interrupts
    /// meanwhile used.
    fn interrupt_stack(&self, is_done: impl Fn() -> bool) -> u32;

    /// Prints a line for whoever reads the run.
    fn print(&self, line: fmt::Arguments<'_>);
}
