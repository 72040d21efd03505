//! What is written, in which order.

use crate::Register::{
    self, AnalogZcSr, InterfaceCtl1, MasterVolA, MasterVolB, MiscCtl, PlaybackCtl1, PlaybackCtl2,
    PowerCtl1, Undisclosed00, Undisclosed47,
};

/// A register and what is written to it.
pub type Write = (Register, u8);

/// The two bytes of a write.
pub(crate) const fn bytes((register, value): Write) -> [u8; 2] {
    [register as u8, value]
}

/// How long the reset pin is low, and how long the part is left alone after
/// it, in microseconds.
pub const RESET_US: u32 = 1_000;

/// How long power-down takes before the master clock may go, in microseconds
/// (section 4.10, step 4).
pub const POWER_DOWN_US: u32 = 100;

/// Powered down, as after a reset, before anything else is set (section 4.9,
/// step 3).
pub const STANDBY: Write = (PowerCtl1, 0x01);

/// Section 4.11, the required initialization settings, but for the bit 7 of
/// [`Register::TempMonitor`] between the two parts.
pub const REQUIRED_FIRST: &[Write] = &[(Undisclosed00, 0x99), (Undisclosed47, 0x80)];

/// In [`Register::TempMonitor`]: the bit that section 4.11 sets, and then clears.
pub const REQUIRED_BIT: u8 = 0x80;

/// The end of section 4.11.
pub const REQUIRED_LAST: &[Write] = &[(Undisclosed00, 0x00)];

/// Muted at the lowest volume; I2S, as a slave; ramps and gain as after a
/// reset.
pub const SET_UP: &[Write] = &[
    (PlaybackCtl2, 0xF0),
    (PlaybackCtl1, 0x63),
    (MasterVolA, 0x34),
    (MasterVolB, 0x34),
    (InterfaceCtl1, 0x04),
    (AnalogZcSr, 0xA5),
    (MiscCtl, 0x02),
];

/// Powered up (section 4.9, step 6).
pub const POWER_UP: Write = (PowerCtl1, 0x9E);

/// Both channels of the DAC muted, then all outputs.
pub const MUTE: &[Write] = &[(PlaybackCtl1, 0x63), (PlaybackCtl2, 0xF0)];

/// The outputs first, then the channels, whose ramp covers the switching.
pub const SOUND: &[Write] = &[(PlaybackCtl2, 0x00), (PlaybackCtl1, 0x60)];

/// Section 4.10: muted, without ramps and zero crosses, powered down.
pub const POWER_DOWN: &[Write] = &[
    (PlaybackCtl1, 0x63),
    (PlaybackCtl2, 0xF0),
    (AnalogZcSr, 0xA0),
    (MiscCtl, 0x00),
    (PowerCtl1, 0x9F),
];
