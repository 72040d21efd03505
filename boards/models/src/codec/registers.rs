//! The registers of an ES8311: what they hold after power-on, and which bits
//! there are.

/// State machine, reset and master mode.
pub(super) const RESET: u8 = 0x00;
/// Clock sources and gates.
pub(super) const CLK1: u8 = 0x01;
/// Dividers of the master clock.
pub(super) const CLK2: u8 = 0x02;
/// Dividers of the converters' clocks.
pub(super) const CLK5: u8 = 0x05;
/// The serial port towards the DAC.
pub(super) const SDPIN: u8 = 0x09;
/// The serial port from the ADC.
pub(super) const SDPOUT: u8 = 0x0A;
/// Power of references and bias.
pub(super) const SYS3: u8 = 0x0D;
/// Power of the DAC.
pub(super) const SYS8: u8 = 0x12;
/// Mutes of the DAC.
pub(super) const DAC1: u8 = 0x31;
/// Volume of the DAC.
pub(super) const DAC2: u8 = 0x32;
/// The first of three that identify the part.
pub(super) const CHD1: u8 = 0xFD;

/// In `RESET`: the state machine runs.
pub(super) const CSM_ON: u8 = 0x80;
/// In `RESET`: clocks, master and DAC are held in reset.
pub(super) const RST_DAC: u8 = 0x1D;
/// In `CLK1`: MCLK, BCLK, and the DAC's digital and analog clock.
pub(super) const CLOCKS: u8 = 0x35;
/// In `CLK1`: MCLK is let in.
pub(super) const MCLK_ON: u8 = 0x20;
/// In `CLK1`: BCLK takes the place of MCLK.
pub(super) const MCLK_FROM_BCLK: u8 = 0x80;
/// In `SYS3`: what the DAC needs is powered down: analog, bias, the DAC's
/// reference, the reference.
pub(super) const PDN: u8 = 0xCC;
/// In `SYS3`: VMIDSEL, 0 is powered down.
pub(super) const VMIDSEL: u8 = 0x03;
/// In `SYS8`: the DAC is powered down.
pub(super) const PDN_DAC: u8 = 0x02;
/// In `DAC1`: either mute.
pub(super) const MUTES: u8 = 0x60;
/// In `SDPIN`: mute.
pub(super) const SDP_MUTE: u8 = 0x40;

/// A register that can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Register {
    pub(super) power_on: u8,
    /// The bits that the data sheet defines.
    pub(super) bits: u8,
}

/// The register at an address; `None` where there is none, or one that only
/// reads.
pub(super) fn register(address: u8) -> Option<Register> {
    let (power_on, bits) = match address {
        RESET => (0x1F, 0xFF),
        0x03 | 0x04 => (0x10, 0x7F),
        0x06 => (0x03, 0x7F),
        0x07 => (0x00, 0x3F),
        0x08 => (0xFF, 0xFF),
        SDPOUT => (0x00, 0x7F),
        0x0C => (0x20, 0xFF),
        SYS3 => (0xFC, 0xFF),
        0x0E => (0x6A, 0xFF),
        0x10 => (0x13, 0xFF),
        0x11 => (0x7C, 0xFF),
        SYS8 => (0x02, 0x03),
        0x13 => (0x40, 0xFF),
        0x14 => (0x10, 0x7F),
        0x16 => (0x04, 0x3F),
        0x1B => (0x0C, 0xFF),
        0x1C => (0x4C, 0xFF),
        0x37 => (0x08, 0xFF),
        // Clocks, ports, system and ADC, its equalizer, DAC, its equalizer,
        // pins.
        0x01..=0x45 => (0x00, 0xFF),
        _ => return None,
    };
    Some(Register { power_on, bits })
}

/// Whether the fields of a value are all defined.
pub(super) fn is_defined(address: u8, value: u8) -> bool {
    let bits = register(address).is_none_or(|register| value & !register.bits == 0);
    let port = [SDPIN, SDPOUT].contains(&address);
    bits && !(port && (word_length(value).is_none() || value & 0x03 == 0x02))
}

/// Bits of a sample, of which `SDPIN` and `SDPOUT` tell in bits 4:2.
pub(super) fn word_length(value: u8) -> Option<u8> {
    match value >> 2 & 0x07 {
        0 => Some(24),
        1 => Some(20),
        2 => Some(18),
        3 => Some(16),
        4 => Some(32),
        _ => None,
    }
}
