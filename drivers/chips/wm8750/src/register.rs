//! The registers that are written.

/// A register, called as in Wolfson's product data; its address has seven bits,
/// its value nine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Register {
    /// R2, `LOUT1VOL`: bit 8 update both, bits 6:0 volume, 0x79 for 0 dB and
    /// 1 dB a step.
    LeftOut1 = 0x02,
    /// R3, `ROUT1VOL`.
    RightOut1 = 0x03,
    /// R5: bit 3 `DACMU`, muted.
    AdcDac = 0x05,
    /// R7: bit 6 master, bits 3:2 word length, bits 1:0 format, 2 for I2S.
    Interface = 0x07,
    /// R8: bits 5:1 `SR`, bit 0 USB mode.
    SampleRate = 0x08,
    /// R10, `LDACVOL`: bit 8 update both, bits 7:0 volume, 0xFF for 0 dB and
    /// 0.5 dB a step down to 1; 0 is silence.
    LeftDac = 0x0A,
    /// R11, `RDACVOL`.
    RightDac = 0x0B,
    /// R15: any value resets the part.
    Reset = 0x0F,
    /// R25: bits 8:7 `VMIDSEL`, 1 for 50 and 3 for 5 kilohms, bit 6 `VREF`, bit
    /// 0 `DIGENB`, the master clock off.
    Power1 = 0x19,
    /// R26: bits 8, 7 left and right DAC; bits 6, 5 LOUT1 and ROUT1; bits 4, 3
    /// LOUT2 and ROUT2.
    Power2 = 0x1A,
    /// R34, left mixer: bit 8 the left DAC, bits 6:4 gain of the input.
    LeftMixer = 0x22,
    /// R37, right mixer: bit 8 the right DAC.
    RightMixer = 0x25,
    /// R40, `LOUT2VOL`: as R2.
    LeftOut2 = 0x28,
    /// R41, `ROUT2VOL`.
    RightOut2 = 0x29,
}

/// A register and what is written to it, nine bits.
pub type Write = (Register, u16);

/// The two bytes of a write: seven bits of the address, nine of the value.
///
/// # Examples
///
/// ```
/// use chip_wm8750::{Register, bytes};
///
/// assert_eq!(bytes((Register::Power2, 0x1E0)), [0x35, 0xE0]);
/// ```
#[must_use]
pub const fn bytes((register, value): Write) -> [u8; 2] {
    [
        (register as u8) << 1 | (value >> 8 & 1) as u8,
        (value & 0xFF) as u8,
    ]
}
