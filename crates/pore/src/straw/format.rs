//! What two ends agree on: the format, and how long a frame may be.

use core::fmt;

use crate::ring::{Config, PeerConfig, features};

/// How envelopes are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// Erlang's external term format.
    #[default]
    Erlang,
    /// JSON: `{"addr": Name, "msg": Message}`.
    Json,
}

impl Format {
    /// What it is called in an offer.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Erlang => "erlang",
            Self::Json => "json",
        }
    }

    /// The format of this name, if there is one.
    pub const fn from_name(name: &[u8]) -> Option<Self> {
        match name {
            b"erlang" => Some(Self::Erlang),
            b"json" => Some(Self::Json),
            _ => None,
        }
    }
}

/// Bytes that a frame may have where nobody says otherwise.
pub const DEFAULT_MAX_FRAME: u32 = 1 << 20;

/// What one end writes where the other finds it; either may be missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Offer<'a> {
    /// The key `format`: a name. Missing, it is `erlang`.
    pub format: Option<&'a [u8]>,
    /// The key `max-frame`: bytes, in decimal digits. Missing, it is [`DEFAULT_MAX_FRAME`].
    pub max_frame: Option<&'a [u8]>,
}

/// A peer's offer that is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OfferError {
    /// The longest frame is no number of 32 bits.
    MaxFrame,
}

impl fmt::Display for OfferError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the longest frame is no number")
    }
}

impl core::error::Error for OfferError {}

/// When a straw takes no more to send, and from when on again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Water {
    /// With so many bytes queued, sending is refused.
    pub high: usize,
    /// With no more than so many it is taken again.
    pub low: usize,
}

/// What a straw is used under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// How envelopes are written.
    pub format: Format,
    /// The most bytes of a payload, both ways.
    pub max_frame: u32,
    /// Of this end alone.
    pub water: Water,
}

impl Terms {
    /// Erlang's format, frames of at most 1 MiB, 64 KiB to be sent.
    pub const DEFAULT: Self = Self {
        format: Format::Erlang,
        max_frame: DEFAULT_MAX_FRAME,
        water: Water {
            high: 64 << 10,
            low: 16 << 10,
        },
    };

    /// What follows from what two sides of a pore say of themselves: Erlang's format only if both
    /// say so ([`features::ERLANG`]), otherwise JSON; the lesser of the longest frames, where 0 is
    /// [`DEFAULT_MAX_FRAME`].
    pub fn of_pore(mine: &Config, peer: &PeerConfig) -> Self {
        let is_erlang = mine.features & peer.features & features::ERLANG != 0;
        let of = |max_frame: u32| match max_frame {
            0 => DEFAULT_MAX_FRAME,
            bytes => bytes,
        };
        Self {
            format: if is_erlang {
                Format::Erlang
            } else {
                Format::Json
            },
            max_frame: of(mine.max_frame).min(of(peer.max_frame)),
            ..Self::DEFAULT
        }
    }

    /// What follows from two offers, whichever is whose: Erlang's format only if both say so,
    /// otherwise JSON; the lesser of the longest frames.
    ///
    /// # Errors
    ///
    /// An offer is none.
    pub fn agreed(one: &Offer<'_>, other: &Offer<'_>) -> Result<Self, OfferError> {
        let is_erlang = |offer: &Offer<'_>| {
            offer
                .format
                .is_none_or(|name| Format::from_name(name) == Some(Format::Erlang))
        };
        let format = if is_erlang(one) && is_erlang(other) {
            Format::Erlang
        } else {
            Format::Json
        };
        Ok(Self {
            format,
            max_frame: max_frame(one)?.min(max_frame(other)?),
            ..Self::DEFAULT
        })
    }
}

impl Default for Terms {
    fn default() -> Self {
        Self::DEFAULT
    }
}

fn max_frame(offer: &Offer<'_>) -> Result<u32, OfferError> {
    let Some(digits) = offer.max_frame else {
        return Ok(DEFAULT_MAX_FRAME);
    };
    let text = core::str::from_utf8(digits).ok();
    text.filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))
        .and_then(|text| text.parse().ok())
        .ok_or(OfferError::MaxFrame)
}
