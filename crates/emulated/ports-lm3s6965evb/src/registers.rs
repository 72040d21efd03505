//! Addresses of TI's LM3S6965: clocks, pins and the one SPI controller.
#![expect(unsafe_code, reason = "addresses of registers")]

use emulated_core::Register;

/// The register at an address that is one of this file's.
macro_rules! register {
    ($address:expr) => {
        // SAFETY: the data sheet has a register there.
        unsafe { Register::at($address) }
    };
}

/// Run-mode clock gating of SSI 0 (bit 4).
pub(crate) const CLOCKS_1: Register = register!(0x400F_E104);
/// The same of the ports A to G (bits 0 to 6).
pub(crate) const CLOCKS_2: Register = register!(0x400F_E108);

/// Pins of a port.
pub(crate) struct Port {
    pub(crate) direction: Register,
    pub(crate) function: Register,
    pub(crate) digital: Register,
    /// Writes the one pin that the address names.
    pub(crate) pin: Register,
}

/// A port with the bit of the pin that is used as an output.
macro_rules! port {
    ($base:expr, $bit:expr) => {
        Port {
            direction: register!($base + 0x400),
            function: register!($base + 0x420),
            digital: register!($base + 0x51C),
            pin: register!($base + ($bit << 2)),
        }
    };
}

/// The pins of SSI 0.
pub(crate) const PORT_A: Port = port!(0x4000_4000, 0x2C);
/// Pin 7 tells pixels from commands.
pub(crate) const PORT_C: Port = port!(0x4000_6000, 0x80);
/// Pin 0, high, selects the OLED, and deselects a memory card.
pub(crate) const PORT_D: Port = port!(0x4000_7000, 0x01);

/// The controller, Arm's PL022.
pub(crate) struct Ssi {
    pub(crate) control0: Register,
    pub(crate) control1: Register,
    pub(crate) data: Register,
    pub(crate) status: Register,
    pub(crate) prescale: Register,
}

pub(crate) const SSI: Ssi = Ssi {
    control0: register!(0x4000_8000),
    control1: register!(0x4000_8004),
    data: register!(0x4000_8008),
    status: register!(0x4000_800C),
    prescale: register!(0x4000_8010),
};
