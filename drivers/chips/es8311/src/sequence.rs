//! What is written, in which order.

use crate::Register::{
    self, ClkManager01, Dac31, Dac32, Dac37, Gp45, Reset00, System0B, System0C, System0D, System0E,
    System12, System13,
};

/// A register and what is written to it.
pub type Write = (Register, u8);

/// The two bytes of a write.
pub(crate) const fn bytes((register, value): Write) -> [u8; 2] {
    [register as u8, value]
}

/// In `DAC_REG31`: both mutes.
pub const MUTE: u8 = 0x60;
/// In `DAC_REG31`: no mute, nothing inverted.
pub const SOUND: u8 = 0x00;

/// Every block into reset, the state machine off. Stays for
/// [`IN_RESET_MS`].
pub const ENTER_RESET: Write = (Reset00, 0x1F);

/// How long the blocks stay in reset.
pub const IN_RESET_MS: u32 = 20;

/// Out of reset, muted at the lowest volume, everything that does not depend
/// on the format.
pub const SET_UP: &[Write] = &[
    (Reset00, 0x00),
    (Dac31, MUTE),
    (Dac32, 0x00),
    (System0B, 0x00),
    (System0C, 0x00),
    (System13, 0x10),
    (Dac37, 0x08),
    (Gp45, 0x00),
];

/// State machine on, as a slave of the clocks; bias, references and VMID on.
/// Stays for [`SETTLE_MS`].
pub const POWER_ANALOG: &[Write] = &[(Reset00, 0x80), (System0D, 0x01)];

/// How long the analog part settles.
pub const SETTLE_MS: u32 = 10;

/// Recording down, the DAC on.
pub const POWER_DAC: &[Write] = &[(System0E, 0x6A), (System12, 0x00)];

/// Quiet first, then the converters, the references, the blocks, the clocks,
/// and last the bias: in the order of Espressif's driver.
pub const POWER_DOWN: &[Write] = &[
    (Dac31, MUTE),
    (Dac32, 0x00),
    (System0E, 0xFF),
    (System12, 0x02),
    (System0D, 0xFA),
    (Reset00, 0x00),
    (Reset00, 0x1F),
    (ClkManager01, 0x30),
    (ClkManager01, 0x00),
    (System0D, 0xFC),
];
