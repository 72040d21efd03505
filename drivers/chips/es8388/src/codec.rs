//! The part on its bus.

use class_audio::{AudioError, Codec, CodecConfig, Depth, Format, Registers, VolumeRange};
use embedded_hal::delay::DelayNs;
use embedded_hal::i2c::I2c;

use crate::Clock;
use crate::Register::{DacControl1, DacControl2, DacControl3, DacControl4, DacControl5};
use crate::Register::{DacPower, MasterMode};
use crate::sequence::{MUTE, SET_UP, SETTLE_MS, SOUND, START, STOP, Write, bytes};

/// Rates that the converters can do, in Hz.
const RATES: core::ops::RangeInclusive<u32> = 8_000..=96_000;
/// Steps of 0.5 dB down to -96 dB.
const STEPS: u16 = 192;

/// The part's address, as its CE pin is tied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Address {
    /// 0x10.
    CeLow = 0x10,
    /// 0x11.
    CeHigh = 0x11,
}

/// The outputs that are on while powered up; what `DACPOWER` is then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Output {
    /// LOUT1 and ROUT1.
    First = 0x30,
    /// LOUT2 and ROUT2.
    Second = 0x0C,
    /// All four.
    Both = 0x3C,
}

/// How the board has wired the part.
pub type Config = CodecConfig<Address, Output>;

/// An ES8388 that owns its place on a bus.
///
/// `I` is the whole bus or, where others share it, a device of
/// `embedded-hal-bus`.
#[derive(Debug)]
pub struct Es8388<I, T> {
    registers: Registers<I>,
    delay: T,
    config: Config,
}

impl<I: I2c, T: DelayNs> Es8388<I, T> {
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

    fn set_up(&mut self, clock: Clock, format: Format) -> Result<(), AudioError> {
        self.write_all(STOP)?;
        self.write_all(SET_UP)?;
        self.write_all(&format_writes(clock, format))
    }

    fn start(&mut self) -> Result<(), AudioError> {
        self.write_all(START)?;
        self.delay.delay_ms(SETTLE_MS);
        self.write_all(&[(DacPower, self.config.output as u8)])
    }
}

/// A slave of the clocks, and the layout of a frame.
fn format_writes(clock: Clock, format: Format) -> [Write; 3] {
    let word = match format.depth {
        Depth::Bits16 => 3 << 3,
        Depth::Bits24 => 0,
        Depth::Bits32 => 4 << 3,
    };
    [
        (MasterMode, if clock.halved { 0x40 } else { 0x00 }),
        (DacControl1, word),
        (DacControl2, clock.ratio),
    ]
}

/// Steps of 0.5 dB below 0 dB, the nearest for a level.
fn half_decibels_down(level: u8) -> u8 {
    let below = u16::from(u8::MAX - level);
    // At most 192.
    u8::try_from((below * STEPS + 127) / 255).unwrap_or(u8::MAX)
}

impl<I, T> Codec for Es8388<I, T>
where
    I: I2c,
    T: DelayNs,
{
    type Error = AudioError;

    /// Formats with rates of 8 to 96 kHz for which the master clock fits
    /// ([`Clock::find`]).
    fn configure(&mut self, format: Format) -> Result<(), AudioError> {
        let rate_hz = format.rate_hz;
        let master_hz = self.config.master_clock.hertz(rate_hz);
        let clock = master_hz.and_then(|hertz| Clock::find(hertz, rate_hz));
        let clock = clock.filter(|_| RATES.contains(&rate_hz));
        let clock = clock.ok_or(AudioError::Rate)?;
        self.set_up(clock, format).inspect_err(|_| {
            // What went wrong first is the news.
            let _second = self.power_down();
        })
    }

    /// Takes 100 ms, in which the analog part settles.
    fn power_up(&mut self) -> Result<(), AudioError> {
        self.start().inspect_err(|_| {
            let _second = self.power_down();
        })
    }

    fn power_down(&mut self) -> Result<(), AudioError> {
        self.registers.write_each(STOP, bytes)
    }

    fn set_volume(&mut self, level: u8) -> Result<(), AudioError> {
        let down = half_decibels_down(level);
        self.write_all(&[(DacControl4, down), (DacControl5, down)])
    }

    fn set_mute(&mut self, mute: bool) -> Result<(), AudioError> {
        self.write_all(&[(DacControl3, if mute { MUTE } else { SOUND })])
    }

    /// -96 dB to 0 dB.
    fn volume_range(&self) -> VolumeRange {
        VolumeRange {
            quietest: -9_600,
            loudest: 0,
        }
    }

    /// By `DACPOWER`, whose outputs are off after power-on.
    fn was_reset(&mut self) -> Result<bool, AudioError> {
        Ok(self.registers.read(DacPower as u8)? != self.config.output as u8)
    }
}
