//! From the master clock to the converters' 256 cycles a sample.

use class_audio::Format;

/// Where the codec's master clock comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MasterClock {
    /// The MCLK pin, at that many times the sample rate, such as 256.
    Times(u32),
    /// The MCLK pin, at so many Hz whatever the sample rate.
    Hertz(u32),
    /// The BCLK pin: two samples a frame, of as many cycles as they have bits.
    BitClock,
}

/// The fastest master clock, in Hz (Linux: `ES8311_MCLK_MAX_FREQ`).
const MAX_HZ: u32 = 49_200_000;
/// The fastest clock behind the first divider that any source uses, in Hz.
const MAX_DIVIDED_HZ: u32 = 16_384_000;
/// Cycles of the converters' clock in a sample.
const CYCLES: u32 = 256;

impl MasterClock {
    /// Its frequency for a format, in Hz; `None` if that is more than the
    /// codec can take.
    #[must_use]
    pub fn hertz(self, format: Format) -> Option<u32> {
        let hertz = match self {
            Self::Times(n) => format.rate_hz.checked_mul(n)?,
            Self::Hertz(hertz) => hertz,
            Self::BitClock => {
                let cycles = 2 * u32::from(format.depth.bits());
                format.rate_hz.checked_mul(cycles)?
            }
        };
        (hertz <= MAX_HZ).then_some(hertz)
    }
}

/// How the master clock is divided and multiplied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Clock {
    /// `DIV_PRE`: 1 to 8.
    pub divide: u8,
    /// `MULT_PRE` as a power of two: 0 to 3.
    pub doublings: u8,
    /// `DIV_CLKADC` and `DIV_CLKDAC`: 1 or 3.
    pub converters: u8,
}

impl Clock {
    /// The settings that make exactly 256 cycles of a sample out of a master
    /// clock, with as little multiplication as possible; `None` if there are
    /// none.
    ///
    /// # Examples
    ///
    /// ```
    /// use chip_es8311::Clock;
    ///
    /// let clock = Clock { divide: 3, doublings: 1, converters: 1 };
    /// assert_eq!(Clock::find(18_432_000, 48_000), Some(clock));
    /// assert_eq!(Clock::find(12_000_000, 44_100), None);
    /// ```
    #[must_use]
    pub fn find(master_hz: u32, rate_hz: u32) -> Option<Self> {
        let all = [1, 3].into_iter().flat_map(|converters| {
            (0..=3).flat_map(move |doublings| {
                (1..=8).map(move |divide| Self {
                    divide,
                    doublings,
                    converters,
                })
            })
        });
        let mut fitting = all.filter(|clock| clock.makes(master_hz, rate_hz));
        fitting.next()
    }

    fn makes(self, master_hz: u32, rate_hz: u32) -> bool {
        let (divide, converters) = (u64::from(self.divide), u64::from(self.converters));
        let made = u64::from(master_hz) << self.doublings;
        let wanted = u64::from(rate_hz) * u64::from(CYCLES) * divide * converters;
        made == wanted && master_hz / u32::from(self.divide) <= MAX_DIVIDED_HZ
    }

    /// `CLK_MANAGER_REG02`.
    #[must_use]
    pub const fn register_02(self) -> u8 {
        (self.divide - 1) << 5 | self.doublings << 3
    }

    /// `CLK_MANAGER_REG05`.
    #[must_use]
    pub const fn register_05(self) -> u8 {
        (self.converters - 1) << 4 | (self.converters - 1)
    }
}
