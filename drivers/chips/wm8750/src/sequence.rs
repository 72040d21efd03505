//! What is written, in which order.

use crate::Register::{
    AdcDac, LeftDac, LeftMixer, LeftOut1, LeftOut2, Power1, Power2, Reset, RightDac, RightMixer,
    RightOut1, RightOut2,
};
use crate::Write;

/// In R5: muted.
pub const MUTE: u16 = 0x008;
/// In R5: not muted.
pub const SOUND: u16 = 0x000;
/// In volumes: this one and that of the other side take effect.
pub const UPDATE: u16 = 0x100;

/// As after power-up, but muted. The first write of all, so a part that is not
/// there is noticed before anything else.
pub const RESET: &[Write] = &[(Reset, 0x000), (AdcDac, MUTE)];

/// Muted, DACs and outputs off, the references off, the master clock unused.
pub const STOP: &[Write] = &[(AdcDac, MUTE), (Power2, 0x000), (Power1, 0x001)];

/// What does not depend on the format: each DAC to its own mixer and nothing
/// else, silence, outputs at 0 dB.
pub const SET_UP: &[Write] = &[
    (LeftMixer, 0x150),
    (RightMixer, 0x150),
    (LeftDac, 0x000),
    (RightDac, UPDATE),
    (LeftOut1, 0x079),
    (RightOut1, UPDATE | 0x079),
    (LeftOut2, 0x079),
    (RightOut2, UPDATE | 0x079),
];

/// References on, by 5 kilohms, which charges the capacitors. Stays for
/// [`SETTLE_MS`].
pub const CHARGE: Write = (Power1, 0x1C0);

/// How long the reference takes to charge.
pub const SETTLE_MS: u32 = 1_000;

/// The reference by 50 kilohms, for playing.
pub const PLAY: Write = (Power1, 0x0C0);
