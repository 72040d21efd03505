//! The part on its bus.

use class_audio::{AudioError, Codec, Depth, Format, Registers, VolumeRange};
use embedded_hal::delay::DelayNs;
use embedded_hal::i2c::I2c;

use crate::Register::{self, *};
use crate::sequence::{
    ENTER_RESET, IN_RESET_MS, MUTE, POWER_ANALOG, POWER_DAC, POWER_DOWN, SET_UP, SETTLE_MS, SOUND,
    Write, bytes,
};
use crate::{Clock, MasterClock};

/// What `CHD1_REGFD` and `CHD2_REGFE` read.
const ID: u16 = 0x8311;
/// In `RESET_REG00`: the state machine runs.
const CSM_ON: u8 = 0x80;
/// Rates that the converters can do, in Hz.
const RATES: core::ops::RangeInclusive<u32> = 8_000..=96_000;

/// The part's address, as its CE pin is tied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Address {
    /// 0x18.
    CeLow = 0x18,
    /// 0x19.
    CeHigh = 0x19,
}

/// An ES8311 that owns its place on a bus.
///
/// `I` is the whole bus or, where others share it, a device of
/// `embedded-hal-bus`.
#[derive(Debug)]
pub struct Es8311<I, T> {
    registers: Registers<I>,
    delay: T,
    master_clock: MasterClock,
}

impl<I: I2c, T: DelayNs> Es8311<I, T> {
    /// A part that has not been spoken to yet.
    pub const fn new(bus: I, delay: T, address: Address, master_clock: MasterClock) -> Self {
        Self {
            registers: Registers::new(bus, address as u8),
            delay,
            master_clock,
        }
    }

    /// Gives bus and delay back. The part goes on as it is.
    pub fn release(self) -> (I, T) {
        (self.registers.release(), self.delay)
    }

    fn write_all(&mut self, writes: &[Write]) -> Result<(), AudioError> {
        self.registers.write_all(writes, bytes)
    }

    fn read(&mut self, register: Register) -> Result<u8, AudioError> {
        self.registers.read(register as u8)
    }

    /// Before anything is written: the address may belong to another part.
    fn identify(&mut self) -> Result<(), AudioError> {
        let found = u16::from_be_bytes([self.read(Chd1FD)?, self.read(Chd2FE)?]);
        if found == ID {
            Ok(())
        } else {
            let expected = "es8311";
            Err(AudioError::WrongPart { expected, found })
        }
    }

    fn set_up(&mut self, clock: Clock, format: Format) -> Result<(), AudioError> {
        self.write_all(&[ENTER_RESET])?;
        self.delay.delay_ms(IN_RESET_MS);
        self.write_all(SET_UP)?;
        self.write_all(&format_writes(self.master_clock, clock, format))
    }
}

/// Clocks of playback only, and the layout of a frame.
fn format_writes(master_clock: MasterClock, clock: Clock, format: Format) -> [Write; 7] {
    let on = match master_clock {
        MasterClock::Times(_) | MasterClock::Hertz(_) => 0x35,
        MasterClock::BitClock => 0xB5,
    };
    let word = match format.depth {
        Depth::Bits16 => 3 << 2,
        Depth::Bits24 => 0,
        Depth::Bits32 => 4 << 2,
    };
    [
        (ClkManager01, on),
        (ClkManager02, clock.register_02()),
        (ClkManager03, 0x10),
        (ClkManager04, 0x10),
        (ClkManager05, clock.register_05()),
        (SdpIn09, word),
        // Muted: nothing is recorded.
        (SdpOut0A, 0x40 | word),
    ]
}

impl<I, T> Codec for Es8311<I, T>
where
    I: I2c,
    T: DelayNs,
{
    type Error = AudioError;

    /// Takes 20 ms, of the part's reset. Formats with rates of 8 to 96 kHz for
    /// which the master clock fits ([`Clock::find`]).
    fn configure(&mut self, format: Format) -> Result<(), AudioError> {
        let master_hz = self.master_clock.hertz(format);
        let clock = master_hz.and_then(|hertz| Clock::find(hertz, format.rate_hz));
        let clock = clock.filter(|_| RATES.contains(&format.rate_hz));
        let clock = clock.ok_or(AudioError::Rate)?;
        self.identify()?;
        self.set_up(clock, format).inspect_err(|_| {
            // What went wrong first is the news.
            let _second = self.power_down();
        })
    }

    /// Takes 10 ms, in which the analog part settles.
    fn power_up(&mut self) -> Result<(), AudioError> {
        let analog = self.write_all(POWER_ANALOG);
        let up = analog.and_then(|()| {
            self.delay.delay_ms(SETTLE_MS);
            self.write_all(POWER_DAC)
        });
        up.inspect_err(|_| {
            let _second = self.power_down();
        })
    }

    fn power_down(&mut self) -> Result<(), AudioError> {
        self.registers.write_each(POWER_DOWN, bytes)
    }

    fn set_volume(&mut self, level: u8) -> Result<(), AudioError> {
        self.write_all(&[(Dac32, level)])
    }

    fn set_mute(&mut self, mute: bool) -> Result<(), AudioError> {
        self.write_all(&[(Dac31, if mute { MUTE } else { SOUND })])
    }

    /// -95.5 dB to +32 dB.
    fn volume_range(&self) -> VolumeRange {
        VolumeRange {
            quietest: -9_550,
            loudest: 3_200,
        }
    }

    /// By `CSM_ON`, which is clear after power-on.
    fn was_reset(&mut self) -> Result<bool, AudioError> {
        Ok(self.read(Reset00)? & CSM_ON == 0)
    }
}
