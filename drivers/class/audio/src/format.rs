//! How samples are laid out in bytes and in time.

/// Bits of a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Depth {
    /// Two bytes.
    Bits16 = 16,
    /// Three bytes, nothing between.
    Bits24 = 24,
    /// Four bytes.
    Bits32 = 32,
}

impl Depth {
    /// The depth of that many bits: 16, 24 or 32; `None` otherwise.
    #[must_use]
    pub const fn from_bits(bits: u8) -> Option<Self> {
        match bits {
            16 => Some(Self::Bits16),
            24 => Some(Self::Bits24),
            32 => Some(Self::Bits32),
            _ => None,
        }
    }

    /// Bits of a sample.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self as u8
    }

    /// Bytes of a sample.
    #[must_use]
    pub const fn bytes(self) -> usize {
        self as usize / 8
    }
}

/// Samples of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Channels {
    /// One, for every speaker there is.
    Mono = 1,
    /// Two, the left before the right.
    Stereo = 2,
}

impl Channels {
    /// One or two; `None` otherwise.
    #[must_use]
    pub const fn from_count(count: u8) -> Option<Self> {
        match count {
            1 => Some(Self::Mono),
            2 => Some(Self::Stereo),
            _ => None,
        }
    }

    /// Samples of a frame.
    #[must_use]
    pub const fn count(self) -> u8 {
        self as u8
    }
}

/// How samples are laid out: little endian, interleaved, signed.
///
/// # Examples
///
/// ```
/// use class_audio::{Channels, Depth, Format};
///
/// let cd = Format { rate_hz: 44_100, depth: Depth::Bits16, channels: Channels::Stereo };
/// assert_eq!(cd.frame_bytes(), 4);
/// assert_eq!(Format { depth: Depth::Bits24, ..cd }.frame_bytes(), 6);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Format {
    /// Frames in a second.
    pub rate_hz: u32,
    /// Bits of a sample.
    pub depth: Depth,
    /// Samples of a frame.
    pub channels: Channels,
}

impl Format {
    /// Bytes of a frame: 2 to 8.
    #[must_use]
    pub const fn frame_bytes(self) -> usize {
        self.depth.bytes() * self.channels as usize
    }

    /// The longest beginning of `bytes` that is whole frames, in bytes.
    #[must_use]
    pub const fn whole_frames(self, bytes: usize) -> usize {
        bytes - bytes % self.frame_bytes()
    }
}
