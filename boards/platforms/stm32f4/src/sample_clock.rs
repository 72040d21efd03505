//! How the clock of the samples is made: PLLI2S and the divider of I2S.
//!
//! Reference manual RM0090: PLLI2S multiplies its input by N and divides by R
//! (section 7.3.23, `RCC_PLLI2SCFGR`); I2S divides by `2 * I2SDIV + ODD` to a
//! master clock of 256 ticks a frame, or to the bit clock where there is none
//! (section 28.4.4, "Clock generator").

/// The way from PLLI2S's input to the samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SampleClock {
    /// Multiplies: 50 to 432.
    pub n: u16,
    /// Divides: 2 to 7.
    pub r: u8,
    /// I2S divides by this: 4 to 511.
    pub divider: u16,
}

/// Hz of the multiplied clock.
const MULTIPLIED: core::ops::RangeInclusive<u64> = 100_000_000..=432_000_000;
/// The fastest clock of I2S, in Hz.
const FASTEST: u64 = 192_000_000;
/// The most that samples may be off, in millionths.
const TOLERANCE: u64 = 1_000;

impl SampleClock {
    /// For frames of two slots of `slot_bits` bits, 16 or 32, at the rate, with
    /// a master clock of 256 times that or none; `None` where the rate is off
    /// by more than a thousandth.
    ///
    /// # Examples
    ///
    /// ```
    /// use platform_stm32f4::SampleClock;
    ///
    /// let cd = SampleClock::find(2_000_000, 44_100, 16, true).expect("a rate of codecs");
    /// assert_eq!(cd.rate_hz(2_000_000, 16, true), 44_084);
    /// ```
    #[must_use]
    pub fn find(input_hz: u32, rate_hz: u32, slot_bits: u8, mclk: bool) -> Option<Self> {
        let wanted = u64::from(rate_hz) * ticks(slot_bits, mclk);
        let mut best: Option<(u64, Self)> = None;
        for r in 2..=7_u8 {
            for divider in 4..=511_u16 {
                let multiplied = wanted * u64::from(divider) * u64::from(r);
                if multiplied > *MULTIPLIED.end() + u64::from(input_hz) {
                    break;
                }
                let Some(clock) = Self::near(input_hz, multiplied, r, divider) else {
                    continue;
                };
                let error = clock.error(input_hz, wanted);
                if best.is_none_or(|(least, _)| error < least) {
                    best = Some((error, clock));
                }
            }
        }
        best.filter(|(error, _)| *error <= TOLERANCE)
            .map(|(_, clock)| clock)
    }

    /// The whole N that comes nearest.
    fn near(input_hz: u32, multiplied: u64, r: u8, divider: u16) -> Option<Self> {
        let input = u64::from(input_hz.max(1));
        let n = (multiplied + input / 2) / input;
        let made = n * input;
        let fits =
            (50..=432).contains(&n) && MULTIPLIED.contains(&made) && made <= FASTEST * u64::from(r);
        fits.then_some(Self {
            n: n as u16,
            r,
            divider,
        })
    }

    /// How far it is off, in millionths.
    fn error(self, input_hz: u32, wanted: u64) -> u64 {
        let made = u64::from(self.n) * u64::from(input_hz);
        let exact = wanted * u64::from(self.r) * u64::from(self.divider);
        made.abs_diff(exact) * 1_000_000 / exact.max(1)
    }

    /// Frames in a second.
    #[must_use]
    pub fn rate_hz(self, input_hz: u32, slot_bits: u8, mclk: bool) -> u32 {
        let made = u64::from(self.n) * u64::from(input_hz);
        let all = u64::from(self.r) * u64::from(self.divider) * ticks(slot_bits, mclk);
        (made / all) as u32
    }
}

/// Ticks of I2S's divided clock in a frame.
const fn ticks(slot_bits: u8, mclk: bool) -> u64 {
    if mclk { 256 } else { slot_bits as u64 * 2 }
}
