//! Which pin goes where: what a schematic says, as values.

use core::fmt;

use class_spi::{BitOrder, MODE_0, SpiConfig};

/// A pin of the processor, as its maker counts them.
///
/// # Examples
///
/// ```
/// use board_support::Pin;
///
/// assert_eq!(Pin::gpio(21).to_string(), "GPIO21");
/// assert_eq!(Pin::port('B', 6).to_string(), "PB6");
/// assert_eq!(Pin::port('B', 6).number(), 16 + 6);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pin {
    /// 0 where pins have numbers only, else the letter of the port.
    port: u8,
    nth: u8,
}

impl Pin {
    /// The pin of a processor whose pins have numbers only (RP2040, ESP32).
    #[must_use]
    pub const fn gpio(number: u8) -> Self {
        Self {
            port: 0,
            nth: number,
        }
    }

    /// The pin of a port of sixteen (STM32): `Pin::port('B', 6)` is PB6.
    ///
    /// # Panics
    ///
    /// In a constant it does not compile: a port that is no letter from A to P,
    /// and a pin above 15.
    #[must_use]
    pub const fn port(letter: char, nth: u8) -> Self {
        assert!(letter >= 'A' && letter <= 'P', "ports are A to P");
        assert!(nth < 16, "a port has the pins 0 to 15");
        Self {
            port: letter as u8,
            nth,
        }
    }

    /// Its number; of a port, 16 for each port from A on, and its own.
    #[must_use]
    pub const fn number(self) -> u16 {
        match self.port {
            0 => self.nth as u16,
            letter => (letter - b'A') as u16 * 16 + self.nth as u16,
        }
    }
}

impl fmt::Display for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.port {
            0 => write!(f, "GPIO{}", self.nth),
            letter => write!(f, "P{}{}", char::from(letter), self.nth),
        }
    }
}

/// An I2C bus, with its pull-ups on the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct I2cWires {
    /// The controller, as its maker counts them.
    pub controller: u8,
    /// Data.
    pub sda: Pin,
    /// Clock.
    pub scl: Pin,
    /// The fastest clock that all parts on it follow, in Hz.
    pub hz: u32,
}

/// A device on an SPI bus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SpiWires {
    /// The controller, as its maker counts them.
    pub controller: u8,
    /// Clock.
    pub sck: Pin,
    /// To the device.
    pub mosi: Pin,
    /// From the device, if it says anything.
    pub miso: Option<Pin>,
    /// Chip select, low while it is selected.
    pub cs: Pin,
    /// The fastest clock that the device follows, in Hz.
    pub max_hz: u32,
}

impl SpiWires {
    /// The device as fast as it follows, as nearly every panel and touch
    /// controller is spoken to: mode 0, the most significant bit first.
    #[must_use]
    pub const fn full_speed(&self) -> SpiConfig {
        SpiConfig {
            clock_hz: self.max_hz,
            mode: MODE_0,
            bit_order: BitOrder::MsbFirst,
        }
    }
}

/// The way of the samples to a codec or an amplifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct I2sWires {
    /// The controller, as its maker counts them.
    pub controller: u8,
    /// Master clock, if the part wants one: 256 times the sample rate.
    pub mclk: Option<Pin>,
    /// Bit clock.
    pub bclk: Pin,
    /// Word select: low for the left channel.
    pub ws: Pin,
    /// Samples to the part.
    pub dout: Pin,
}

/// Which way a line goes when it interrupts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Edge {
    /// From high to low.
    Falling,
    /// From low to high.
    Rising,
    /// Either way.
    Both,
}
