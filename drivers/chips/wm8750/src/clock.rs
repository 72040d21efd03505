//! From the master clock to the bits of R8.

/// How fast the clock at the MCLK pin is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MasterClock {
    /// That many times the sample rate, such as 256.
    Times(u32),
    /// So many Hz whatever the sample rate.
    Hertz(u32),
}

/// Sample rate in Hz, cycles of the master clock a sample, `SR`; the second
/// row of a rate is the first one's clock and a half.
const RATES: [(u32, u32, u16); 22] = [
    (8_000, 1_536, 0x06),
    (8_000, 2_304, 0x07),
    (11_025, 1_024, 0x18),
    (11_025, 1_536, 0x19),
    (12_000, 1_024, 0x08),
    (12_000, 1_536, 0x09),
    (16_000, 768, 0x0A),
    (16_000, 1_152, 0x0B),
    (22_050, 512, 0x1A),
    (22_050, 768, 0x1B),
    (24_000, 512, 0x1C),
    (24_000, 768, 0x1D),
    (32_000, 384, 0x0C),
    (32_000, 576, 0x0D),
    (44_100, 256, 0x10),
    (44_100, 384, 0x11),
    (48_000, 256, 0x00),
    (48_000, 384, 0x01),
    (88_200, 128, 0x1E),
    (88_200, 192, 0x1F),
    (96_000, 128, 0x0E),
    (96_000, 192, 0x0F),
];

impl MasterClock {
    /// What R8 is to be for a sample rate; `None` if the part cannot make it
    /// of this clock.
    ///
    /// # Examples
    ///
    /// ```
    /// use chip_wm8750::MasterClock;
    ///
    /// assert_eq!(MasterClock::Hertz(12_288_000).sample_rate(48_000), Some(0x00));
    /// assert_eq!(MasterClock::Hertz(12_288_000).sample_rate(8_000), Some(0x0C));
    /// assert_eq!(MasterClock::Hertz(12_288_000).sample_rate(44_100), None);
    /// assert_eq!(MasterClock::Times(256).sample_rate(44_100), Some(0x20));
    /// ```
    #[must_use]
    pub fn sample_rate(self, rate_hz: u32) -> Option<u16> {
        let fits = |cycles: u32| match self {
            Self::Times(times) => times == cycles,
            Self::Hertz(hertz) => rate_hz.checked_mul(cycles) == Some(hertz),
        };
        let row = RATES
            .iter()
            .find(|(hz, cycles, _)| *hz == rate_hz && fits(*cycles));
        row.map(|(_, _, code)| code << 1)
    }
}
