//! What can be set when a part is opened.

use core::fmt;

/// A setting of a part, called as the option of its port is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Setting {
    /// Columns of a panel.
    Width,
    /// Rows of a panel.
    Height,
    /// How a panel is turned.
    Orientation,
    /// Frames in a second.
    SampleRate,
    /// Bits of a sample.
    BitDepth,
    /// Samples of a frame.
    Channels,
    /// Bits in a second of an SPI bus.
    ClockHz,
    /// Polarity and phase of an SPI bus.
    Mode,
    /// Which bit of a byte comes first on an SPI bus.
    BitOrder,
}

impl Setting {
    /// The option's name, such as `sample_rate`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Width => "width",
            Self::Height => "height",
            Self::Orientation => "orientation",
            Self::SampleRate => "sample_rate",
            Self::BitDepth => "bit_depth",
            Self::Channels => "channels",
            Self::ClockHz => "clock_hz",
            Self::Mode => "mode",
            Self::BitOrder => "bit_order",
        }
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
