//! What belongs into the vector table: a function for each interrupt.
//!
//! The firmware puts each at its number; nobody else calls them. They run one
//! after the other, none interrupts another: all have the same priority.

/// The ticker's, at number 8.
pub extern "C" fn ticker() {
    crate::ticker::interrupted();
}

/// The clock's, at number 9.
pub extern "C" fn clock() {
    crate::clock::interrupted();
}

/// That of the way of samples, at number 10.
pub extern "C" fn samples() {
    crate::i2s::interrupted();
}

/// The numbers and the functions.
pub const TABLE: [(usize, extern "C" fn()); 3] = [
    (crate::ticker::TIMER0_INTERRUPT as usize, ticker),
    (crate::clock::TIMER1_INTERRUPT as usize, clock),
    (crate::i2s::DUAL_TIMER_INTERRUPT as usize, samples),
];
