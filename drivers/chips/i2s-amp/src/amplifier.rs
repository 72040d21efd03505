//! The amplifier on its one pin.

use class_audio::{AudioError, Codec, Format, VolumeRange};
use embedded_hal::digital::{Error, OutputPin};

/// Rates that the amplifier finds, in Hz.
const RATES: [u32; 7] = [8_000, 16_000, 32_000, 44_100, 48_000, 88_200, 96_000];

/// An amplifier on its SD_MODE pin: low is shutdown, high is on.
#[derive(Debug)]
pub struct I2sAmplifier<P> {
    sd_mode: P,
    powered: bool,
    muted: bool,
    level: u8,
}

impl<P: OutputPin> I2sAmplifier<P> {
    /// An amplifier that is to be shut down until it is powered up.
    pub const fn new(sd_mode: P) -> Self {
        Self {
            sd_mode,
            powered: false,
            muted: true,
            level: 0,
        }
    }

    /// Gives the pin back. The amplifier goes on as it is.
    pub fn release(self) -> P {
        self.sd_mode
    }

    /// On only when it is powered, not muted, and at any level but 0.
    fn apply(&mut self) -> Result<(), AudioError> {
        let on = self.powered && !self.muted && self.level > 0;
        let set = self.sd_mode.set_state(on.into());
        set.map_err(|error| AudioError::Pin(error.kind()))
    }
}

impl<P: OutputPin> Codec for I2sAmplifier<P> {
    type Error = AudioError;

    fn configure(&mut self, format: Format) -> Result<(), AudioError> {
        if !RATES.contains(&format.rate_hz) {
            return Err(AudioError::Rate);
        }
        self.power_down()
    }

    fn power_up(&mut self) -> Result<(), AudioError> {
        self.powered = true;
        self.muted = true;
        self.apply()
    }

    fn power_down(&mut self) -> Result<(), AudioError> {
        self.powered = false;
        self.muted = true;
        self.apply()
    }

    /// Level 0 is shutdown; all others are alike.
    fn set_volume(&mut self, level: u8) -> Result<(), AudioError> {
        self.level = level;
        self.apply()
    }

    fn set_mute(&mut self, mute: bool) -> Result<(), AudioError> {
        self.muted = mute;
        self.apply()
    }

    /// 0 dB, whatever the level.
    fn volume_range(&self) -> VolumeRange {
        VolumeRange {
            quietest: 0,
            loudest: 0,
        }
    }
}
