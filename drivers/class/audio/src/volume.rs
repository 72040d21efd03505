//! Levels from 0 to 255, and what they are in decibels.

/// How loud a codec can be, in hundredths of a decibel (millibel), where 0 is
/// as loud as the samples say.
///
/// # Examples
///
/// ```
/// use class_audio::VolumeRange;
///
/// let range = VolumeRange { quietest: -9_550, loudest: 3_200 };
/// assert_eq!(range.millibel(0), -9_550);
/// assert_eq!(range.millibel(191), 0);
/// assert_eq!(range.millibel(255), 3_200);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct VolumeRange {
    /// At level 0.
    pub quietest: i16,
    /// At level 255; not below `quietest`.
    pub loudest: i16,
}

impl VolumeRange {
    /// The loudness at a level: equal steps in decibels from `quietest` at 0
    /// to `loudest` at 255, rounded to the nearest millibel. A codec takes
    /// the step of its own that is nearest.
    #[must_use]
    pub const fn millibel(self, level: u8) -> i16 {
        let span = self.loudest as i32 - self.quietest as i32;
        let above = (span * level as i32 + 127) / 255;
        // Between the two ends, so it fits what they fit.
        (self.quietest as i32 + above) as i16
    }
}
