//! Clocks: every rate that codecs have, from every input that PLLI2S can have.

use platform_stm32f4::{SampleClock, spi_divider};
use proptest::prelude::*;

const RATES: [u32; 9] = [
    8_000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000,
];

#[test]
fn every_rate_of_codecs_is_met_to_a_thousandth() {
    // Crystals of 8, 12, 16 and 25 MHz and the internal 16 MHz, divided.
    for input_hz in [1_000_000, 1_562_500, 2_000_000] {
        for rate_hz in RATES {
            for (slot_bits, mclk) in [(16, true), (32, true), (16, false), (32, false)] {
                let clock = SampleClock::find(input_hz, rate_hz, slot_bits, mclk);
                let clock = clock.expect("a rate of codecs");
                let made = clock.rate_hz(input_hz, slot_bits, mclk);
                let off = made.abs_diff(rate_hz);
                assert!(off <= rate_hz / 1_000 + 1, "{rate_hz}: {made}, {clock:?}");
                let multiplied = input_hz * u32::from(clock.n);
                assert!((100_000_000..=432_000_000).contains(&multiplied));
                assert!(multiplied / u32::from(clock.r) <= 192_000_000);
                assert!((4..=511).contains(&clock.divider));
            }
        }
    }
}

#[test]
fn what_the_tables_of_the_manual_have_is_found() {
    // RM0090, table 127: 48 kHz with a master clock from 1 MHz is N 258, R 3,
    // I2SDIV 3, ODD 1, off by 0.0186 %; nothing that is found is worse.
    let clock = SampleClock::find(1_000_000, 48_000, 16, true).expect("48 kHz");
    assert!(clock.rate_hz(1_000_000, 16, true).abs_diff(48_000) <= 9);
}

#[test]
fn a_rate_that_cannot_be_made_is_refused() {
    assert_eq!(SampleClock::find(1_000_000, 100, 16, true), None);
    assert_eq!(SampleClock::find(1_000_000, 1_000_000, 16, true), None);
    assert_eq!(SampleClock::find(1_000_000, 0, 16, true), None);
    assert_eq!(SampleClock::find(0, 48_000, 16, true), None);
}

proptest! {
    #[test]
    fn a_device_has_the_fastest_clock_that_it_follows(
        clock_hz in 1_000_000_u32..=84_000_000,
        hz in 1_u32..=100_000_000,
    ) {
        let exact = |field: u8| f64::from(clock_hz) / f64::from(2_u32 << field);
        match spi_divider(clock_hz, hz) {
            None => prop_assert!(exact(7) > f64::from(hz)),
            Some(field) => {
                prop_assert!(field < 8);
                prop_assert!(exact(field) <= f64::from(hz));
                prop_assert!(field == 0 || exact(field - 1) > f64::from(hz));
            }
        }
    }
}
