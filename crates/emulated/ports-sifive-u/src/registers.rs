//! Addresses of SiFive's FU540: its SPI controller 0 (manual, chapter 19).
#![expect(unsafe_code, reason = "addresses of registers")]

use emulated_core::Register;

/// The register at an address that is one of this file's.
macro_rules! register {
    ($address:expr) => {
        // SAFETY: the manual has a register there.
        unsafe { Register::at($address) }
    };
}

/// Cycles of a bit: twice this and one more.
pub(crate) const DIVIDER: Register = register!(0x1004_0000);
/// Phase (bit 0) and polarity (bit 1).
pub(crate) const MODE: Register = register!(0x1004_0004);
/// What chip select does: 0 it frames each byte, 2 it is held.
pub(crate) const SELECT: Register = register!(0x1004_0018);
/// The layout of a frame: bits 19:16 its length, bit 2 the least first.
pub(crate) const FORMAT: Register = register!(0x1004_0040);
/// A byte to send; read, bit 31 is set while there is no room.
pub(crate) const TRANSMIT: Register = register!(0x1004_0048);
/// A byte that came; bit 31 is set while there is none.
pub(crate) const RECEIVE: Register = register!(0x1004_004C);
/// Bit 0: the flash is memory, and not spoken to.
pub(crate) const MEMORY_MAPPED: Register = register!(0x1004_0060);
