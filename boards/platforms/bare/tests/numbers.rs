//! Time, dividers and samples: what is only arithmetic.

use class_audio::{Channels, Depth, Format};
use platform_bare::{Divider, Wide, samples};
use proptest::prelude::*;

proptest! {
    /// A counter that is read once a round at least.
    #[test]
    fn a_wide_counter_counts_on(steps in prop::collection::vec(any::<u32>(), 1..50)) {
        let wide = Wide::new();
        let mut truth = 0_u64;
        for step in steps {
            truth += u64::from(step);
            prop_assert_eq!(wide.read(|| truth as u32), truth);
        }
    }

    /// A period is never longer than asked, and shorter by less than a count
    /// of the reload.
    #[test]
    fn a_divider_is_as_near_as_a_timer_gets(
        clock_hz in 1_000_000_u32..=168_000_000,
        period_us in 1_u32..=60_000_000,
    ) {
        let asked = (u64::from(clock_hz) * u64::from(period_us) / 1_000_000).max(2);
        match Divider::for_period(clock_hz, period_us) {
            None => prop_assert!(asked > 1 << 32),
            Some(divider) => {
                prop_assert!(divider.reload > 0);
                let step = u64::from(divider.prescaler) + 1;
                prop_assert!(divider.counts() <= asked);
                prop_assert!(asked - divider.counts() < step);
            }
        }
    }
}

#[test]
fn pulses_divide_the_clock() {
    let kilo = Divider::for_rate(84_000_000, 1_000).expect("84,000 counts");
    assert_eq!(kilo.counts(), 84_000);
    assert_eq!(Divider::for_rate(84_000_000, 0), None);
    let fastest = Divider::for_rate(1_000_000, u32::MAX).expect("two counts");
    assert_eq!((fastest.prescaler, fastest.reload), (0, 1));
}

#[test]
fn every_format_has_the_left_sample_first_and_high() {
    let of = |depth, channels, frames: &[u8]| {
        let format = Format {
            rate_hz: 48_000,
            depth,
            channels,
        };
        let mut words = Vec::new();
        samples(format, frames, |word| words.push(word));
        words
    };
    let bytes = [1, 2, 3, 4, 5, 6, 7, 8];
    let stereo = of(Depth::Bits16, Channels::Stereo, &bytes[..4]);
    assert_eq!(stereo, [0x0201_0000, 0x0403_0000]);
    let stereo = of(Depth::Bits24, Channels::Stereo, &bytes[..6]);
    assert_eq!(stereo, [0x0302_0100, 0x0605_0400]);
    let stereo = of(Depth::Bits32, Channels::Stereo, &bytes);
    assert_eq!(stereo, [0x0403_0201, 0x0807_0605]);
    let mono = of(Depth::Bits24, Channels::Mono, &bytes[..3]);
    assert_eq!(mono, [0x0302_0100; 2]);
    let cut = of(Depth::Bits32, Channels::Mono, &bytes[..7]);
    assert_eq!(cut.len(), 2, "what is left of a sample is nothing");
}
