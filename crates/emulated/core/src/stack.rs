//! How much stack interrupts use, by painting what is free.
#![expect(unsafe_code, reason = "writes and reads the free part of the stack")]

use core::ptr;

use crate::cpu::{mask, stack_pointer, unmask, wait};

/// What a free word is painted with.
const PAINT: u32 = 0xc0de_5afe;
/// Words that are painted, more than any handler may use.
const WORDS: usize = 1024;
/// Words at the far end of the stack that nobody may reach.
const GUARDED: usize = 64;

unsafe extern "C" {
    /// Where the free memory begins, at whose other end the stack does.
    static emulated_free: u32;
}

/// The far end of the stack, word by word.
fn far_end() -> impl Iterator<Item = usize> {
    let start = (&raw const emulated_free).addr();
    (start..start + GUARDED * 4).step_by(4)
}

/// Paints the far end of the stack, before much of it is used.
pub fn guard() {
    for address in far_end() {
        // SAFETY: the linker script keeps so much room free, and the stack has
        // not come that far.
        unsafe { word(address).write_volatile(PAINT) };
    }
}

/// Bytes from here to the far end.
pub fn free() -> usize {
    stack_pointer().saturating_sub((&raw const emulated_free).addr())
}

/// Whether the stack never came to its far end.
pub fn is_intact() -> bool {
    // SAFETY: as above.
    far_end().all(|address| unsafe { word(address).read_volatile() } == PAINT)
}

/// Paints the free stack, sleeps until `is_done`, and tells how many bytes of
/// it the interrupts meanwhile have used.
///
/// The foreground itself uses no stack from the painting to the last look:
/// all that it calls is part of it.
#[inline(never)]
pub fn of_interrupts(is_done: impl Fn() -> bool) -> u32 {
    mask();
    let top = stack_pointer();
    let bottom = top - WORDS * 4;
    let words = || (bottom..top).step_by(4);
    for address in words() {
        // SAFETY: below the stack pointer, with interrupts masked, nobody has
        // anything; the linker script keeps more room than that.
        unsafe { word(address).write_volatile(PAINT) };
    }
    while !is_done() {
        wait();
        unmask();
        mask();
    }
    // SAFETY: as above, and painted before.
    let is_painted = |address: &usize| unsafe { word(*address).read_volatile() } == PAINT;
    let lowest = words().find(|address| !is_painted(address));
    unmask();
    lowest.map_or(0, |address| (top - address) as u32)
}

#[inline(always)]
fn word(address: usize) -> *mut u32 {
    ptr::with_exposed_provenance_mut(address)
}
