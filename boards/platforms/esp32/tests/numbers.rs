//! Pins of sets, and dividers that the hardware can have.

use board_support::Pin;
use platform_esp32::{PIN_COUNT, duty_bits, feed_period_us, pin_is_there, pins};
use proptest::prelude::*;

#[test]
fn a_set_has_the_pins_that_were_put_there() {
    // The ESP32-P4's: all but 50.
    let set = pins(0, 49) | pins(51, 54);
    for nth in 0..=u8::MAX {
        let is_there = nth < 55 && nth != 50;
        assert_eq!(pin_is_there(set, Pin::gpio(nth)), is_there, "{nth}");
    }
    assert!(!pin_is_there(u64::MAX, Pin::gpio(PIN_COUNT as u8)));
    assert!(!pin_is_there(u64::MAX, Pin::port('B', 6)));
}

proptest! {
    /// LEDC divides by 1 to 1024 less a 256th.
    #[test]
    fn pulses_that_are_promised_can_be_made(clock_hz in 40_000_000_u32..=80_000_000, hz in 0_u32..=100_000_000) {
        if let Some(bits) = duty_bits(clock_hz, hz) {
            let divider = ((u64::from(clock_hz) << 8) / u64::from(hz)) >> bits;
            prop_assert!((256..=0x3_FFFF).contains(&divider), "{divider}");
            prop_assert!((1..=13).contains(&bits));
            let finer = ((u64::from(clock_hz) << 8) / u64::from(hz)) >> (bits + 1);
            prop_assert!(bits == 13 || finer < 256);
        } else {
            let ticks = clock_hz.checked_div(hz).unwrap_or(u32::MAX);
            prop_assert!(!(2..1024 << 13).contains(&ticks));
        }
    }

    #[test]
    fn a_half_is_looked_at_before_it_has_been_played(frames in 1_u32..=4_096, rate_hz in 0_u32..=192_000) {
        let period = u64::from(feed_period_us(frames, rate_hz));
        let half = u64::from(frames) * 1_000_000 / u64::from(rate_hz.max(1));
        prop_assert!(period > 0 && (period <= half / 4 || half < 4));
    }
}
