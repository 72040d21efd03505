//! The part on its bus.

use class_audio::{AudioError, Codec, Format, Registers, VolumeRange};
use embedded_hal::delay::DelayNs;
use embedded_hal::digital::{Error as _, OutputPin};
use embedded_hal::i2c::I2c;

use crate::Register::{
    self, ChipId, ClockingCtl, MasterVolA, MasterVolB, PowerCtl1, PowerCtl2, Status,
};
use crate::sequence::{
    MUTE, POWER_DOWN, POWER_DOWN_US, POWER_UP, REQUIRED_BIT, REQUIRED_FIRST, REQUIRED_LAST,
    RESET_US, SET_UP, SOUND, STANDBY, Write, bytes,
};

/// What bits 7:3 of the identification read.
const CHIP_ID: u8 = 0b11100;
/// Rates that the part can do, in Hz (section 1: "4 kHz to 96 kHz").
const RATES: core::ops::RangeInclusive<u32> = 4_000..=96_000;
/// In the status register: the serial port's clocks do not fit.
const SPCLKERR: u8 = 1 << 6;
/// Times that the status is read before the clocks are given up.
const LOCK_TRIES: u32 = 20;
/// Time before each of them, in microseconds.
const LOCK_US: u32 = 1_000;
/// The volume of levels 0 and 255, in hundredths of a decibel.
const RANGE: VolumeRange = VolumeRange {
    quietest: -10_200,
    loudest: 1_200,
};

/// The part's address, as its AD0 pin is tied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Address {
    /// 0x4A.
    Ad0Low = 0x4A,
    /// 0x4B.
    Ad0High = 0x4B,
}

/// What sounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Output {
    /// The headphone or line output, always.
    Headphones = 0xAF,
    /// The speakers, always.
    Speakers = 0xFA,
    /// Headphones while the SPK/HP_SW pin is low, speakers while it is high.
    Switched = 0x05,
}

/// How the part is wired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Config {
    /// Its address.
    pub address: Address,
    /// What sounds.
    pub output: Output,
    /// Whether the part halves its master clock (section 4.6 tells for which
    /// clocks).
    pub halve_mclk: bool,
}

/// A CS43L22 that owns its place on a bus and its reset pin.
///
/// `I` is the whole bus or, where others share it, a device of
/// `embedded-hal-bus`.
#[derive(Debug)]
pub struct Cs43l22<I, R, T> {
    registers: Registers<I>,
    reset: R,
    delay: T,
    config: Config,
}

impl<I: I2c, R: OutputPin, T: DelayNs> Cs43l22<I, R, T> {
    /// A part that has not been spoken to yet.
    pub const fn new(bus: I, reset: R, delay: T, config: Config) -> Self {
        Self {
            registers: Registers::new(bus, config.address as u8),
            reset,
            delay,
            config,
        }
    }

    /// Gives bus, reset pin and delay back. The part goes on as it is.
    pub fn release(self) -> (I, R, T) {
        (self.registers.release(), self.reset, self.delay)
    }

    fn write(&mut self, write: Write) -> Result<(), AudioError> {
        self.registers.write(bytes(write))
    }

    fn write_all(&mut self, writes: &[Write]) -> Result<(), AudioError> {
        self.registers.write_all(writes, bytes)
    }

    fn read(&mut self, register: Register) -> Result<u8, AudioError> {
        self.registers.read(register as u8)
    }

    /// Section 4.9, steps 1 and 2.
    fn pulse_reset(&mut self) -> Result<(), AudioError> {
        let failed = |error: R::Error| AudioError::Pin(error.kind());
        self.reset.set_low().map_err(failed)?;
        self.delay.delay_us(RESET_US);
        self.reset.set_high().map_err(failed)?;
        self.delay.delay_us(RESET_US);
        Ok(())
    }

    /// Before anything is written: the address may belong to another part.
    fn identify(&mut self) -> Result<(), AudioError> {
        let id = self.read(ChipId)?;
        if id >> 3 == CHIP_ID {
            return Ok(());
        }
        Err(AudioError::WrongPart {
            expected: "cs43l22",
            found: id.into(),
        })
    }

    /// Section 4.9, steps 3 and 4. The mutes come first.
    fn set_up(&mut self) -> Result<(), AudioError> {
        self.write(STANDBY)?;
        self.write_all(SET_UP)?;
        self.write((PowerCtl2, self.config.output as u8))?;
        let halve = u8::from(self.config.halve_mclk);
        self.write((ClockingCtl, 0x80 | halve))?;
        self.write_all(REQUIRED_FIRST)?;
        let monitor = self.read(Register::TempMonitor)?;
        self.write((Register::TempMonitor, monitor | REQUIRED_BIT))?;
        self.write((Register::TempMonitor, monitor & !REQUIRED_BIT))?;
        self.write_all(REQUIRED_LAST)
    }

    /// The first reading may tell of the time before the clocks ran, so it does
    /// not count.
    fn wait_for_lock(&mut self) -> Result<(), AudioError> {
        self.read(Status)?;
        for _ in 0..LOCK_TRIES {
            self.delay.delay_us(LOCK_US);
            if self.read(Status)? & SPCLKERR == 0 {
                return Ok(());
            }
        }
        Err(AudioError::NoLock)
    }
}

impl<I, R, T> Codec for Cs43l22<I, R, T>
where
    I: I2c,
    R: OutputPin,
    T: DelayNs,
{
    type Error = AudioError;

    /// Resets the part and sets it up; takes 2 ms. Formats with rates of 4 to
    /// 96 kHz, which the part finds from its clocks.
    fn configure(&mut self, format: Format) -> Result<(), AudioError> {
        if !RATES.contains(&format.rate_hz) {
            return Err(AudioError::Rate);
        }
        self.pulse_reset()?;
        self.identify()?;
        self.set_up().inspect_err(|_| {
            // What went wrong first is the news.
            let _second = self.power_down();
        })
    }

    /// Takes 1 ms where the clocks fit, and 20 ms where they do not.
    fn power_up(&mut self) -> Result<(), AudioError> {
        let up = self.write(POWER_UP).and_then(|()| self.wait_for_lock());
        up.inspect_err(|_| {
            let _second = self.power_down();
        })
    }

    fn power_down(&mut self) -> Result<(), AudioError> {
        let down = self.registers.write_each(POWER_DOWN, bytes);
        self.delay.delay_us(POWER_DOWN_US);
        down
    }

    fn set_volume(&mut self, level: u8) -> Result<(), AudioError> {
        let halves = half_decibels(level);
        self.write((MasterVolA, halves))?;
        self.write((MasterVolB, halves))
    }

    fn set_mute(&mut self, mute: bool) -> Result<(), AudioError> {
        if mute {
            self.registers.write_each(MUTE, bytes)
        } else {
            self.write_all(SOUND)
        }
    }

    /// -102 dB to +12 dB.
    fn volume_range(&self) -> VolumeRange {
        RANGE
    }

    /// By Power Control 1, which is 0x01 after power-on.
    fn was_reset(&mut self) -> Result<bool, AudioError> {
        Ok(self.read(PowerCtl1)? != POWER_UP.1)
    }
}

/// The nearest step of the master volume, in two's complement: -204 halves of
/// a decibel, and up to 228 of them more.
fn half_decibels(level: u8) -> u8 {
    let above = (228 * u16::from(level) + 127) / 255;
    (above as u8).wrapping_sub(204)
}
