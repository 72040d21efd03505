//! A codec whose outputs go through an amplifier that can be switched off.

use class_audio::{AudioError, Codec, Format, VolumeRange};
use embedded_hal::digital::{Error, OutputPin};

/// The codec `C`, and the pin that enables the amplifier behind it: high is on.
///
/// The amplifier is on only while the codec sounds, so that neither power-up
/// nor power-down is heard.
#[derive(Debug)]
pub struct Amplified<C, P> {
    codec: C,
    enable: P,
}

impl<C: Codec, P: OutputPin> Amplified<C, P> {
    /// A codec whose amplifier is to be off until it sounds.
    pub const fn new(codec: C, enable: P) -> Self {
        Self { codec, enable }
    }

    /// Gives codec and pin back. Both go on as they are.
    pub fn release(self) -> (C, P) {
        (self.codec, self.enable)
    }

    fn switch(&mut self, on: bool) -> Result<(), AudioError> {
        let set = self.enable.set_state(on.into());
        set.map_err(|error| AudioError::Pin(error.kind()))
    }
}

impl<C: Codec, P: OutputPin> Codec for Amplified<C, P> {
    type Error = AudioError;

    fn configure(&mut self, format: Format) -> Result<(), AudioError> {
        self.switch(false)?;
        self.codec.configure(format).map_err(Into::into)
    }

    fn power_up(&mut self) -> Result<(), AudioError> {
        self.codec.power_up().map_err(Into::into)
    }

    fn power_down(&mut self) -> Result<(), AudioError> {
        let off = self.switch(false);
        let down = self.codec.power_down().map_err(Into::into);
        off.and(down)
    }

    fn set_volume(&mut self, level: u8) -> Result<(), AudioError> {
        self.codec.set_volume(level).map_err(Into::into)
    }

    /// The amplifier goes on last and off first.
    fn set_mute(&mut self, mute: bool) -> Result<(), AudioError> {
        if mute {
            let off = self.switch(false);
            let muted = self.codec.set_mute(true).map_err(Into::into);
            return off.and(muted);
        }
        self.codec.set_mute(false).map_err(Into::into)?;
        self.switch(true)
    }

    fn volume_range(&self) -> VolumeRange {
        self.codec.volume_range()
    }
}
