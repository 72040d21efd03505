//! The clock at a codec's MCLK pin.

/// How fast the clock at a codec's MCLK pin is.
///
/// # Examples
///
/// ```
/// use class_audio::MasterClock;
///
/// assert_eq!(MasterClock::Times(256).hertz(48_000), Some(12_288_000));
/// assert_eq!(MasterClock::Hertz(24_000_000).hertz(48_000), Some(24_000_000));
/// assert_eq!(MasterClock::Times(u32::MAX).hertz(48_000), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MasterClock {
    /// That many times the sample rate, such as 256.
    Times(u32),
    /// So many Hz whatever the sample rate.
    Hertz(u32),
}

impl MasterClock {
    /// Its frequency at a sample rate, in Hz; `None` if that does not fit.
    #[must_use]
    pub const fn hertz(self, rate_hz: u32) -> Option<u32> {
        match self {
            Self::Times(n) => rate_hz.checked_mul(n),
            Self::Hertz(hertz) => Some(hertz),
        }
    }
}
