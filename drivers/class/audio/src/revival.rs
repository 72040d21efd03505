//! A codec whose supply broke down, set up once more.

use crate::{AudioError, Codec, Format};

/// Times in a second of played frames that a codec is asked, at most.
const CHECKS_PER_SECOND: u32 = 4;

/// Attempts to set a codec up again before it is given up: two seconds of them.
const ATTEMPTS: u8 = 8;

/// What a codec was set to last, and how it fared.
#[derive(Debug)]
pub(crate) struct Revival {
    format: Format,
    pub(crate) volume: u8,
    pub(crate) muted: bool,
    /// Frames that had been played when it was asked last.
    asked_at: u32,
    state: State,
    /// Times that it lost its registers and was set up again.
    pub(crate) resets: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Well,
    /// It lost its registers, and so many attempts to set it up failed.
    Lost(u8),
    /// It was given up.
    GivenUp,
}

impl Revival {
    /// Of a codec that sounds since just now.
    pub(crate) const fn new(format: Format, volume: u8, frames: u32) -> Self {
        Self {
            format,
            volume,
            muted: false,
            asked_at: frames,
            state: State::Well,
            resets: 0,
        }
    }

    /// What a codec that was given up answers.
    pub(crate) fn given_up(&self) -> Result<(), AudioError> {
        match self.state {
            State::GivenUp => Err(AudioError::CodecReset),
            State::Well | State::Lost(_) => Ok(()),
        }
    }

    /// Asks the codec if enough frames have been played since the last time,
    /// and sets it up again if it lost its registers; true if it is given up
    /// now.
    pub(crate) fn check<C: Codec>(&mut self, codec: &mut C, frames: u32) -> bool {
        let since = frames.wrapping_sub(self.asked_at);
        if since < self.format.rate_hz / CHECKS_PER_SECOND || self.state == State::GivenUp {
            return false;
        }
        self.asked_at = frames;
        // A bus that fails says nothing about the registers.
        if self.state == State::Well && !codec.was_reset().unwrap_or(false) {
            return false;
        }
        let attempts = match self.state {
            State::Well if self.resets > 0 => return self.give_up(codec),
            State::Lost(attempts) => attempts,
            State::Well | State::GivenUp => 0,
        };
        if self.set_up(codec).is_ok() {
            self.resets = self.resets.wrapping_add(1);
            self.state = State::Well;
            return false;
        }
        if attempts + 1 >= ATTEMPTS {
            return self.give_up(codec);
        }
        self.state = State::Lost(attempts + 1);
        false
    }

    /// As at the opening, while the clocks run.
    fn set_up<C: Codec>(&self, codec: &mut C) -> Result<(), C::Error> {
        codec.configure(self.format)?;
        codec.power_up()?;
        codec.set_volume(self.volume)?;
        codec.set_mute(self.muted)
    }

    /// Makes it quiet, as far as the bus allows.
    fn give_up<C: Codec>(&mut self, codec: &mut C) -> bool {
        self.state = State::GivenUp;
        let _muted = codec.set_mute(true);
        let _down = codec.power_down();
        true
    }
}
