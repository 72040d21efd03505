//! A timer's prescaler and reload for a period.

/// What a timer of 16 bits with a prescaler of 16 bits divides its clock by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Divider {
    /// The prescaler divides by one more than this.
    pub prescaler: u16,
    /// The timer counts from 0 to this.
    pub reload: u16,
}

/// What each of the two divides by at most.
const MOST: u64 = 0x1_0000;

impl Divider {
    /// For a period, or `None` where the timer cannot be that slow. What is
    /// shorter than two counts is two counts.
    ///
    /// # Examples
    ///
    /// ```
    /// use platform_bare::Divider;
    ///
    /// let milli = Divider::for_period(84_000_000, 1_000).expect("84,000 counts");
    /// assert_eq!((milli.prescaler, milli.reload), (1, 41_999));
    /// assert_eq!(Divider::for_period(84_000_000, 60_000_000), None);
    /// ```
    #[must_use]
    pub const fn for_period(clock_hz: u32, period_us: u32) -> Option<Self> {
        Self::for_counts(clock_hz as u64 * period_us as u64 / 1_000_000)
    }

    /// For so many periods in a second.
    #[must_use]
    pub const fn for_rate(clock_hz: u32, hz: u32) -> Option<Self> {
        if hz == 0 {
            return None;
        }
        Self::for_counts(clock_hz as u64 / hz as u64)
    }

    /// The smallest prescaler makes the finest steps.
    const fn for_counts(counts: u64) -> Option<Self> {
        let counts = if counts < 2 { 2 } else { counts };
        let prescaled = counts.div_ceil(MOST);
        if prescaled > MOST {
            return None;
        }
        // From 2 to MOST: `prescaled` is as small as it can be.
        let reload = counts / prescaled;
        Some(Self {
            prescaler: (prescaled - 1) as u16,
            reload: (reload - 1) as u16,
        })
    }

    /// Counts of the clock in a period.
    #[must_use]
    pub const fn counts(self) -> u64 {
        (self.prescaler as u64 + 1) * (self.reload as u64 + 1)
    }
}
