//! From the master clock to cycles a sample.

/// The fastest clock that Linux gives the part as it is, in Hz.
const MAX_WHOLE_HZ: u32 = 12_288_000;

/// Cycles a sample, in the order of their codes where they are known.
const RATIOS: [(u32, u8); 8] = [
    (128, 0),
    (256, 2),
    (384, 3),
    (512, 4),
    (768, 6),
    (1_024, 7),
    (1_408, 9),
    (1_536, 10),
];

/// How the master clock is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Clock {
    /// `MCLKDIV2`: it is halved first.
    pub halved: bool,
    /// `DACFsRatio`: the code of the cycles a sample.
    pub ratio: u8,
}

impl Clock {
    /// The settings for a master clock and a sample rate; `None` if there are
    /// none: too fast, or cycles a sample that the part does not have.
    ///
    /// # Examples
    ///
    /// ```
    /// use chip_es8388::Clock;
    ///
    /// let clock = Clock { halved: true, ratio: 2 };
    /// assert_eq!(Clock::find(24_576_000, 48_000), Some(clock));
    /// assert_eq!(Clock::find(12_000_000, 44_100), None);
    /// ```
    #[must_use]
    pub fn find(master_hz: u32, rate_hz: u32) -> Option<Self> {
        let halved = master_hz > MAX_WHOLE_HZ;
        if halved && !master_hz.is_multiple_of(2) {
            return None;
        }
        let hertz = if halved { master_hz / 2 } else { master_hz };
        if hertz > MAX_WHOLE_HZ {
            return None;
        }
        let fits = |(cycles, _): &&(u32, u8)| rate_hz.checked_mul(*cycles) == Some(hertz);
        let (_, ratio) = RATIOS.iter().find(fits)?;
        Some(Self {
            halved,
            ratio: *ratio,
        })
    }
}
