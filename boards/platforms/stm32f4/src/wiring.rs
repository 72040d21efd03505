//! Which pin can be which signal: alternate functions of the STM32F405/407.
//!
//! From the datasheet DS8626 (STM32F405xx, STM32F407xx), table 9, "Alternate
//! function mapping".

use board_support::Pin;

/// The numbers of pins are below this: nine ports of sixteen.
pub const PIN_COUNT: usize = 9 * 16;

/// A signal of a controller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// I2C's data.
    Sda,
    /// I2C's clock.
    Scl,
    /// SPI's clock.
    Sck,
    /// SPI, from the device.
    Miso,
    /// SPI, to the device.
    Mosi,
    /// I2S's bit clock.
    Bclk,
    /// I2S's word select.
    Ws,
    /// I2S's samples.
    Dout,
    /// I2S's master clock.
    Mclk,
}

use Signal::{Bclk, Dout, Mclk, Miso, Mosi, Sck, Scl, Sda, Ws};

/// Pins of a port.
type Pins = &'static [(char, u8)];

/// Signal, controller, number of the alternate function, pins.
const SIGNALS: &[(Signal, u8, u8, Pins)] = &[
    (Scl, 1, 4, &[('B', 6), ('B', 8)]),
    (Sda, 1, 4, &[('B', 7), ('B', 9)]),
    (Scl, 2, 4, &[('B', 10), ('F', 1), ('H', 4)]),
    (Sda, 2, 4, &[('B', 11), ('F', 0), ('H', 5)]),
    (Scl, 3, 4, &[('A', 8), ('H', 7)]),
    (Sda, 3, 4, &[('C', 9), ('H', 8)]),
    (Sck, 1, 5, &[('A', 5), ('B', 3)]),
    (Miso, 1, 5, &[('A', 6), ('B', 4)]),
    (Mosi, 1, 5, &[('A', 7), ('B', 5)]),
    (Sck, 2, 5, &[('B', 10), ('B', 13), ('I', 1)]),
    (Miso, 2, 5, &[('B', 14), ('C', 2), ('I', 2)]),
    (Mosi, 2, 5, &[('B', 15), ('C', 3), ('I', 3)]),
    (Sck, 3, 6, &[('B', 3), ('C', 10)]),
    (Miso, 3, 6, &[('B', 4), ('C', 11)]),
    (Mosi, 3, 6, &[('B', 5), ('C', 12)]),
    (Bclk, 2, 5, &[('B', 10), ('B', 13), ('I', 1)]),
    (Ws, 2, 5, &[('B', 9), ('B', 12), ('I', 0)]),
    (Dout, 2, 5, &[('B', 15), ('C', 3), ('I', 3)]),
    (Mclk, 2, 5, &[('C', 6)]),
    (Bclk, 3, 6, &[('B', 3), ('C', 10)]),
    (Ws, 3, 6, &[('A', 4), ('A', 15)]),
    (Dout, 3, 6, &[('B', 5), ('C', 12)]),
    (Mclk, 3, 6, &[('C', 7)]),
];

/// The pins of TIM3's channels, then of TIM4's; both are alternate function 2.
const CHANNELS: [[Pins; 4]; 2] = [
    [
        &[('A', 6), ('B', 4), ('C', 6)],
        &[('A', 7), ('B', 5), ('C', 7)],
        &[('B', 0), ('C', 8)],
        &[('B', 1), ('C', 9)],
    ],
    [
        &[('B', 6), ('D', 12)],
        &[('B', 7), ('D', 13)],
        &[('B', 8), ('D', 14)],
        &[('B', 9), ('D', 15)],
    ],
];

/// The alternate function that makes the pin this signal of the controller.
///
/// # Examples
///
/// ```
/// use board_support::Pin;
/// use platform_stm32f4::{Signal, alternate};
///
/// assert_eq!(alternate(Signal::Scl, 1, Pin::port('B', 6)), Some(4));
/// assert_eq!(alternate(Signal::Scl, 1, Pin::port('B', 7)), None);
/// ```
#[must_use]
pub fn alternate(signal: Signal, controller: u8, pin: Pin) -> Option<u8> {
    let mut rows = SIGNALS.iter();
    let row = rows.find(|(s, c, ..)| (*s, *c) == (signal, controller))?;
    has(row.3, pin).then_some(row.2)
}

/// A timer's channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pulse {
    /// 0 is TIM3, 1 is TIM4.
    pub timer: u8,
    /// From 0 to 3.
    pub channel: u8,
}

impl Pulse {
    /// The alternate function of its pins.
    pub const ALTERNATE: u8 = 2;
}

/// The channel whose pulses the pin can have.
///
/// # Examples
///
/// ```
/// use board_support::Pin;
/// use platform_stm32f4::{Pulse, pulses};
///
/// let blue = Pulse { timer: 1, channel: 3 };
/// assert_eq!(pulses(Pin::port('D', 15)), Some(blue));
/// assert_eq!(pulses(Pin::port('D', 11)), None);
/// ```
#[must_use]
pub fn pulses(pin: Pin) -> Option<Pulse> {
    for (timer, channels) in (0..).zip(CHANNELS) {
        for (channel, pins) in (0..).zip(channels) {
            if has(pins, pin) {
                return Some(Pulse { timer, channel });
            }
        }
    }
    None
}

fn has(pins: Pins, pin: Pin) -> bool {
    pins.iter().any(|(port, nth)| Pin::port(*port, *nth) == pin)
}
