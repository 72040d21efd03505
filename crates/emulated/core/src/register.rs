//! A word of a device, at a fixed address.
#![expect(unsafe_code, reason = "reads and writes device registers")]

use core::ptr;

/// A register of 32 bits.
///
/// # Invariants
///
/// `address` is that of a device register, which stands apart from all memory
/// that the program uses and may be read and written at any time.
#[derive(Clone, Copy, Debug)]
pub struct Register {
    address: usize,
}

impl Register {
    /// The register at an address.
    ///
    /// # Safety
    ///
    /// The invariant of the type.
    #[must_use]
    pub const unsafe fn at(address: usize) -> Self {
        Self { address }
    }

    /// Reads it.
    #[must_use]
    #[inline(always)]
    pub fn read(self) -> u32 {
        let register = ptr::with_exposed_provenance::<u32>(self.address);
        // SAFETY: by the invariant there is such a register.
        unsafe { register.read_volatile() }
    }

    /// Writes it.
    #[inline(always)]
    pub fn write(self, value: u32) {
        let register = ptr::with_exposed_provenance_mut::<u32>(self.address);
        // SAFETY: by the invariant there is such a register, and writing it
        // changes no memory of the program.
        unsafe { register.write_volatile(value) }
    }
}
