//! Numbers: which pins a chip has, and how its clocks divide.

use board_support::Pin;

/// The numbers of pins are below this, on any chip.
pub const PIN_COUNT: usize = 55;

/// A set of pins: those from `first` up to `last`.
///
/// # Examples
///
/// ```
/// use platform_esp32::pins;
///
/// assert_eq!(pins(0, 2) | pins(4, 4), 0b1_0111);
/// ```
#[must_use]
pub const fn pins(first: u8, last: u8) -> u64 {
    let mut set = 0;
    let mut pin = first;
    while pin <= last {
        set |= 1 << pin;
        pin += 1;
    }
    set
}

/// Whether the chip whose pins are `set` has this one.
///
/// # Examples
///
/// ```
/// use board_support::Pin;
/// use platform_esp32::{pin_is_there, pins};
///
/// assert!(pin_is_there(pins(0, 21), Pin::gpio(21)));
/// assert!(!pin_is_there(pins(0, 21), Pin::gpio(22)));
/// assert!(!pin_is_there(pins(0, 21), Pin::port('A', 2)));
/// ```
#[must_use]
pub fn pin_is_there(set: u64, pin: Pin) -> bool {
    let number = pin.number();
    // A pin of a port has a number too, but is no pin of these chips.
    let Ok(nth) = u8::try_from(number) else {
        return false;
    };
    usize::from(nth) < PIN_COUNT && Pin::gpio(nth) == pin && set & 1 << nth != 0
}

/// Bits of a pulse's width, as many as the clock has ticks for, up to 13;
/// `None` where pulses are too fast, or too slow for LEDC's divider, which ends
/// at 1023.
///
/// # Examples
///
/// ```
/// use platform_esp32::duty_bits;
///
/// // 80,000 ticks: divided by 9.77, so that 13 bits are a period.
/// assert_eq!(duty_bits(80_000_000, 1_000), Some(13));
/// assert_eq!(duty_bits(80_000_000, 20_000_000), Some(2));
/// assert_eq!(duty_bits(80_000_000, 9), None);
/// ```
#[must_use]
pub const fn duty_bits(clock_hz: u32, hz: u32) -> Option<u8> {
    const MOST: u8 = 13;
    const DIVIDER: u32 = 1023;
    if hz == 0 {
        return None;
    }
    let ticks = clock_hz / hz;
    if ticks < 2 || ticks >> MOST > DIVIDER {
        return None;
    }
    let bits = ticks.ilog2() as u8;
    Some(if bits < MOST { bits } else { MOST })
}

/// How often it is looked at whether a half of a buffer is free: four times in
/// what a half of so many frames takes, and at least every 100 ms.
///
/// # Examples
///
/// ```
/// use platform_esp32::feed_period_us;
///
/// assert_eq!(feed_period_us(512, 48_000), 2_666);
/// ```
#[must_use]
pub const fn feed_period_us(frames: u32, rate_hz: u32) -> u32 {
    let rate_hz = if rate_hz == 0 { 1 } else { rate_hz };
    let period = frames as u64 * 1_000_000 / 4 / rate_hz as u64;
    match period {
        0 => 1,
        1..=100_000 => period as u32,
        _ => 100_000,
    }
}
