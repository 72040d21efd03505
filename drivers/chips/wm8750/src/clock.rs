//! From the master clock to the bits of R8.

use class_audio::MasterClock;

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

/// What R8 is to be for a sample rate; `None` if the part cannot make it of
/// this clock.
///
/// # Examples
///
/// ```
/// use chip_wm8750::{MasterClock, sample_rate};
///
/// assert_eq!(sample_rate(MasterClock::Hertz(12_288_000), 48_000), Some(0x00));
/// assert_eq!(sample_rate(MasterClock::Hertz(12_288_000), 8_000), Some(0x0C));
/// assert_eq!(sample_rate(MasterClock::Hertz(12_288_000), 44_100), None);
/// assert_eq!(sample_rate(MasterClock::Times(256), 44_100), Some(0x20));
/// ```
#[must_use]
pub fn sample_rate(clock: MasterClock, rate_hz: u32) -> Option<u16> {
    let hertz = clock.hertz(rate_hz)?;
    let row = RATES
        .iter()
        .find(|(rate, cycles, _)| *rate == rate_hz && rate * cycles == hertz);
    row.map(|(_, _, code)| code << 1)
}
