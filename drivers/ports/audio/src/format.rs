//! What is to be played: the options.

use avm_port::PortError;
use avm_term::{FromTerm, Invalid, Term, atom};
use board_support::{BoardError, Setting};
use class_audio::{Channels, Depth, Format};
use port_config::{board_error, unsupported};

/// What is to be played, and how loud.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromTerm)]
pub struct Options {
    /// Frames in a second.
    #[avm(default = 44_100, range = 8_000..=192_000)]
    pub sample_rate: u32,
    /// Bits of a sample.
    #[avm(default)]
    pub bit_depth: BitDepth,
    /// Samples of a frame.
    #[avm(default)]
    pub channels: ChannelCount,
    /// How loud: 0 is the codec's quietest, 255 its loudest.
    #[avm(default = 128)]
    pub volume: u8,
}

/// `16 | 24 | 32`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BitDepth(pub Depth);

/// `1 | 2`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChannelCount(pub Channels);

impl Default for BitDepth {
    fn default() -> Self {
        Self(Depth::Bits16)
    }
}

impl Default for ChannelCount {
    fn default() -> Self {
        Self(Channels::Stereo)
    }
}

impl<'a> FromTerm<'a> for BitDepth {
    fn from_term(term: Term<'a>) -> Result<Self, Invalid<'a>> {
        let depth = Depth::from_bits(u8::from_term(term)?);
        depth.map(Self).ok_or(Invalid::Term(term))
    }
}

impl<'a> FromTerm<'a> for ChannelCount {
    fn from_term(term: Term<'a>) -> Result<Self, Invalid<'a>> {
        let channels = Channels::from_count(u8::from_term(term)?);
        channels.map(Self).ok_or(Invalid::Term(term))
    }
}

impl Options {
    /// How the frames are laid out.
    pub(crate) fn format(&self) -> Format {
        Format {
            rate_hz: self.sample_rate,
            depth: self.bit_depth.0,
            channels: self.channels.0,
        }
    }

    /// Why the board did not open the speaker so.
    pub(crate) fn refused(&self, error: BoardError) -> PortError {
        board_error(error, |setting| match setting {
            Setting::SampleRate => {
                PortError::bad_option(atom!("sample_rate"), self.sample_rate.into())
            }
            Setting::BitDepth => {
                PortError::bad_option(atom!("bit_depth"), self.bit_depth.0.bits().into())
            }
            Setting::Channels => {
                PortError::bad_option(atom!("channels"), self.channels.0.count().into())
            }
            other => unsupported(other),
        })
    }
}
