//! What is written, in which order.

use crate::Register::{
    self, AdcPower, ChipPower, Control1, Control2, DacControl3, DacControl4, DacControl5,
    DacControl16, DacControl17, DacControl20, DacControl21, DacControl23, DacControl24,
    DacControl25, DacControl26, DacControl27, DacPower, Dll35, Dll37, Dll39,
};

/// A register and what is written to it.
pub type Write = (Register, u8);

/// The two bytes of a write.
pub(crate) const fn bytes((register, value): Write) -> [u8; 2] {
    [register as u8, value]
}

/// In `DACCONTROL3`: muted.
pub const MUTE: u8 = 0x04;
/// In `DACCONTROL3`: not muted.
pub const SOUND: u8 = 0x00;

/// Muted, DACs and outputs off, all blocks but the DLLs stopped.
pub const STOP: &[Write] = &[(DacControl3, MUTE), (DacPower, 0xC0), (ChipPower, 0xF3)];

/// Everything that does not depend on the format: no recording, each DAC to its
/// own mixer and nothing else, the lowest volume, outputs at 0 dB.
pub const SET_UP: &[Write] = &[
    (Control1, 0x12),
    (Control2, 0x50),
    (Dll35, 0xA0),
    (Dll37, 0xD0),
    (Dll39, 0xD0),
    (AdcPower, 0xFF),
    (DacControl16, 0x00),
    (DacControl17, 0x90),
    (DacControl20, 0x90),
    (DacControl21, 0x80),
    (DacControl23, 0x00),
    (DacControl4, 0xC0),
    (DacControl5, 0xC0),
    (DacControl24, 0x1E),
    (DacControl25, 0x1E),
    (DacControl26, 0x1E),
    (DacControl27, 0x1E),
];

/// References on, then the rest: the state machines start. Stays for
/// [`SETTLE_MS`].
pub const START: &[Write] = &[(ChipPower, 0xF0), (ChipPower, 0x00)];

/// How long the analog part settles before DACs and outputs are on.
pub const SETTLE_MS: u32 = 100;
