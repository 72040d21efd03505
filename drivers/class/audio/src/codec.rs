//! Codecs: how fast, how loud, on or off.

use core::convert::Infallible;

use crate::{AudioError, Format, VolumeRange};

/// The control side of a codec; its samples come by a
/// [`SamplePath`](crate::SamplePath).
///
/// Calls come in this order, and every one leaves the codec quiet if it fails:
///
/// | call | before | the codec afterwards |
/// |---|---|---|
/// | [`configure`](Self::configure) | | muted and in standby |
/// | [`power_up`](Self::power_up) | the path's clocks run | powered, muted |
/// | [`set_volume`](Self::set_volume), [`set_mute`](Self::set_mute) | | as asked |
/// | [`power_down`](Self::power_down) | the path's clocks still run | muted and in standby |
pub trait Codec {
    /// Why the codec did not do it.
    type Error: Into<AudioError>;

    /// Makes sure that the part is there, and sets it up for a format.
    ///
    /// # Errors
    ///
    /// The bus's, or that of a format that the codec cannot do, before
    /// anything is written.
    fn configure(&mut self, format: Format) -> Result<(), Self::Error>;

    /// Powers it up, still muted, while the path's clocks run.
    ///
    /// # Errors
    ///
    /// The bus's, or [`AudioError::NoLock`] where the codec can tell; it is
    /// powered down again as far as the bus allows.
    fn power_up(&mut self) -> Result<(), Self::Error>;

    /// Mutes it and powers it down in the order of its datasheet. Harmless
    /// when it is down already. The path's clocks must still run.
    ///
    /// # Errors
    ///
    /// The bus's first; every step was tried all the same.
    fn power_down(&mut self) -> Result<(), Self::Error>;

    /// How loud: [`volume_range`](Self::volume_range) says what 0 and 255
    /// are, and every level is at least as loud as the one below it.
    ///
    /// # Errors
    ///
    /// The bus's; the volume is as before, or on one channel of two.
    fn set_volume(&mut self, level: u8) -> Result<(), Self::Error>;

    /// Mutes, or lets sound, without a change of volume.
    ///
    /// # Errors
    ///
    /// The bus's; the codec is as before, or muted on one channel of two.
    fn set_mute(&mut self, mute: bool) -> Result<(), Self::Error>;

    /// What levels are in decibels.
    fn volume_range(&self) -> VolumeRange;

    /// Whether the registers of a codec that was powered up are as after
    /// power-on: its supply broke down for a moment, and all that was set is
    /// lost. A codec that cannot tell says no.
    ///
    /// # Errors
    ///
    /// The bus's; nothing is known then.
    fn was_reset(&mut self) -> Result<bool, Self::Error> {
        Ok(false)
    }
}

/// No codec at all: for amplifiers that play what they get.
///
/// It cannot be muted, and has one volume; a path without samples is all the
/// quiet there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct NullCodec;

impl Codec for NullCodec {
    type Error = Infallible;

    fn configure(&mut self, _format: Format) -> Result<(), Infallible> {
        Ok(())
    }

    fn power_up(&mut self) -> Result<(), Infallible> {
        Ok(())
    }

    fn power_down(&mut self) -> Result<(), Infallible> {
        Ok(())
    }

    fn set_volume(&mut self, _level: u8) -> Result<(), Infallible> {
        Ok(())
    }

    fn set_mute(&mut self, _mute: bool) -> Result<(), Infallible> {
        Ok(())
    }

    fn volume_range(&self) -> VolumeRange {
        VolumeRange {
            quietest: 0,
            loudest: 0,
        }
    }
}
