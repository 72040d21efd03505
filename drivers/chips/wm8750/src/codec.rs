//! The part on its bus.

use class_audio::{AudioError, Codec, CodecConfig, Depth, Format, Registers, VolumeRange};
use embedded_hal::delay::DelayNs;
use embedded_hal::i2c::I2c;

use crate::Register::{AdcDac, Interface, LeftDac, Power2, RightDac, SampleRate};
use crate::sequence::{CHARGE, MUTE, PLAY, RESET, SET_UP, SETTLE_MS, SOUND, STOP, UPDATE};
use crate::{Write, bytes, sample_rate};

/// Both DACs, in R26.
const DACS: u16 = 0x180;
/// I2S with somebody else's clocks, in R7.
const I2S: u16 = 0x002;

/// The part's address, as its CSB pin is tied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Address {
    /// 0x1A.
    CsbLow = 0x1A,
    /// 0x1B.
    CsbHigh = 0x1B,
}

/// The outputs that are on while powered up; their bits of R26.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Output {
    /// LOUT1 and ROUT1.
    First = 0x60,
    /// LOUT2 and ROUT2.
    Second = 0x18,
    /// All four.
    Both = 0x78,
}

/// How the board has wired the part.
pub type Config = CodecConfig<Address, Output>;

/// A WM8750 that owns its place on a bus.
///
/// `I` is the whole bus or, where others share it, a device of
/// `embedded-hal-bus`.
#[derive(Debug)]
pub struct Wm8750<I, T> {
    registers: Registers<I>,
    delay: T,
    config: Config,
}

impl<I: I2c, T: DelayNs> Wm8750<I, T> {
    /// A part that has not been spoken to yet.
    pub const fn new(bus: I, delay: T, config: Config) -> Self {
        Self {
            registers: Registers::new(bus, config.address as u8),
            delay,
            config,
        }
    }

    /// Gives bus and delay back. The part goes on as it is.
    pub fn release(self) -> (I, T) {
        (self.registers.release(), self.delay)
    }

    fn write_all(&mut self, writes: &[Write]) -> Result<(), AudioError> {
        self.registers.write_all(writes, bytes)
    }

    fn set_up(&mut self, sample_rate: u16, depth: Depth) -> Result<(), AudioError> {
        let word = match depth {
            Depth::Bits16 => 0,
            Depth::Bits24 => 2 << 2,
            Depth::Bits32 => 3 << 2,
        };
        self.write_all(RESET)?;
        self.write_all(&[(Interface, I2S | word), (SampleRate, sample_rate)])?;
        self.write_all(SET_UP)
    }

    fn start(&mut self) -> Result<(), AudioError> {
        self.write_all(&[CHARGE])?;
        self.delay.delay_ms(SETTLE_MS);
        self.write_all(&[PLAY, (Power2, DACS | self.config.output as u16)])
    }
}

/// The volume of a DAC, the nearest for a level: 1 to 255.
fn volume(level: u8) -> u16 {
    (u16::from(level) * 254 + 127) / 255 + 1
}

impl<I: I2c, T: DelayNs> Codec for Wm8750<I, T> {
    type Error = AudioError;

    /// Formats with rates that the part makes of the master clock
    /// ([`sample_rate`](crate::sample_rate)).
    fn configure(&mut self, format: Format) -> Result<(), AudioError> {
        let sample_rate = sample_rate(self.config.master_clock, format.rate_hz);
        let sample_rate = sample_rate.ok_or(AudioError::Rate)?;
        self.set_up(sample_rate, format.depth).inspect_err(|_| {
            // What went wrong first is the news.
            let _second = self.power_down();
        })
    }

    /// Takes a second, in which the reference charges.
    fn power_up(&mut self) -> Result<(), AudioError> {
        self.start().inspect_err(|_| {
            let _second = self.power_down();
        })
    }

    fn power_down(&mut self) -> Result<(), AudioError> {
        self.registers.write_each(STOP, bytes)
    }

    /// Both sides take effect at once, with the second write.
    fn set_volume(&mut self, level: u8) -> Result<(), AudioError> {
        let volume = volume(level);
        self.write_all(&[(LeftDac, volume), (RightDac, UPDATE | volume)])
    }

    fn set_mute(&mut self, mute: bool) -> Result<(), AudioError> {
        self.write_all(&[(AdcDac, if mute { MUTE } else { SOUND })])
    }

    /// -127 dB to 0 dB.
    fn volume_range(&self) -> VolumeRange {
        VolumeRange {
            quietest: -12_700,
            loudest: 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::volume;

    #[test]
    fn levels_from_the_quietest_to_the_loudest() {
        assert_eq!((volume(0), volume(128), volume(255)), (1, 128, 255));
        assert!((0..255).all(|level| volume(level) <= volume(level + 1)));
    }
}
