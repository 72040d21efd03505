//! The registers that are written or read.

/// A register, called as the datasheet does, with the section about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Register {
    /// Not described; section 4.11 has it written before and after two others.
    Undisclosed00 = 0x00,
    /// Chip I.D. and Revision, 7.1: bits 7:3 are 11100, bits 2:0 the revision.
    ChipId = 0x01,
    /// Power Control 1, 7.2: 0x01 and 0x9F powered down, 0x9E powered up.
    PowerCtl1 = 0x02,
    /// Power Control 2, 7.3: two bits each for `PDN_HPB`, `PDN_HPA`,
    /// `PDN_SPKB`, `PDN_SPKA`; 10 is on, 11 off, 00 and 01 as the SPK/HP_SW
    /// pin is low or high.
    PowerCtl2 = 0x04,
    /// Clocking Control, 7.4: bit 7 `AUTO`, bit 0 `MCLKDIV2`.
    ClockingCtl = 0x05,
    /// Interface Control 1, 7.5: bit 7 master, bits 3:2 `DACDIF`, 01 for I2S.
    InterfaceCtl1 = 0x06,
    /// Analog ZC and SR Settings, 7.8: bits 3:0 soft ramps and zero crosses;
    /// the others are reserved.
    AnalogZcSr = 0x0A,
    /// Playback Control 1, 7.10: bits 7:5 `HPGAIN`, bit 1 `MSTBMUTE`, bit 0
    /// `MSTAMUTE`.
    PlaybackCtl1 = 0x0D,
    /// Miscellaneous Controls, 7.11: bit 1 `DIGSFT`, bit 0 `DIGZC`.
    MiscCtl = 0x0E,
    /// Playback Control 2, 7.12: bits 7 to 4 `HPBMUTE`, `HPAMUTE`,
    /// `SPKBMUTE`, `SPKAMUTE`.
    PlaybackCtl2 = 0x0F,
    /// Master Volume Control A, 7.19: halves of a decibel, -204 to 24, two's
    /// complement.
    MasterVolA = 0x20,
    /// Master Volume Control B, 7.19.
    MasterVolB = 0x21,
    /// Status, 7.26, read only: bit 6 `SPCLKERR`.
    Status = 0x2E,
    /// Temperature Monitor Control: section 4.11 sets and clears its bit 7.
    TempMonitor = 0x32,
    /// Not described; written once in section 4.11.
    Undisclosed47 = 0x47,
}
