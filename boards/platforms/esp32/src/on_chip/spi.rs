//! SPI buses, shared between devices of different clocks.

use board_support::{BoardError, Pin, Setting, SpiWires};
use class_spi::{BitOrder, SpiConfig};
use embedded_hal::spi::{ErrorKind, ErrorType, SpiBus};
use esp_hal::Blocking;
use esp_hal::gpio::Level;
use esp_hal::spi;
use esp_hal::spi::master::{Config, Spi as Driver};
use esp_hal::time::Rate;
use platform_bare::{Buses, Role, SetSpi, SpiOf, no_controller};

use super::chip::Wait;
use super::pieces;
use super::pins::{self, Output, Taken};

/// Clock, to the device, from it.
type Wires = (Pin, Pin, Option<Pin>);

static BUSES: Buses<Wires, Bus, 2, 2> = Buses::new("SPI");

/// A device on an SPI bus, which it shares with the others.
pub type Spi = SpiOf<Wires, Bus, Output, Wait, 2, 2>;

pub(super) fn open(set: u64, wires: &SpiWires, config: SpiConfig) -> Result<Spi, BoardError> {
    let config = SpiConfig {
        clock_hz: config.clock_hz.min(wires.max_hz),
        ..config
    };
    let lines = (wires.sck, wires.mosi, wires.miso);
    let bus = BUSES.open(wires.controller, lines, || Bus::open(set, wires))?;
    // What it cannot be set to is told now, not in the first transaction.
    if bus.with(|bus| bus.set(&config)) != Some(Ok(())) {
        return Err(BoardError::Unsupported(Setting::ClockHz));
    }
    let cs = Output::open(set, wires.cs, true)?;
    Ok(SpiOf::new(bus, cs, Wait, config))
}

/// A controller that is open.
#[derive(Debug)]
pub struct Bus {
    // Dropped in this order: the driver, then its pins.
    driver: Driver<'static, Blocking>,
    set_to: Option<SpiConfig>,
    _wires: (Taken, Taken, Option<Taken>),
}

impl Bus {
    fn open(set: u64, wires: &SpiWires) -> Result<Self, BoardError> {
        let take = |pin| pins::take(set, pin, Role::Wire);
        let sck = take(wires.sck)?;
        let mosi = take(wires.mosi)?;
        let miso = wires.miso.map(take).transpose()?;
        let piece = pieces::spi(wires.controller).ok_or(no_controller("SPI"))?;
        let driver = Driver::new(piece, Config::default());
        let driver = driver.map_err(|_| BoardError::Spi(ErrorKind::Other))?;
        let driver = driver
            .with_sck(pins::piece(&sck))
            .with_mosi(pins::piece(&mosi));
        let driver = match &miso {
            Some(miso) => driver.with_miso(pins::piece(miso)),
            None => driver.with_miso(Level::High),
        };
        Ok(Self {
            driver,
            set_to: None,
            _wires: (sck, mosi, miso),
        })
    }
}

impl SetSpi for Bus {
    fn set(&mut self, config: &SpiConfig) -> Result<(), spi::Error> {
        if self.set_to == Some(*config) {
            return Ok(());
        }
        let order = match config.bit_order {
            BitOrder::MsbFirst => spi::BitOrder::MsbFirst,
            BitOrder::LsbFirst => spi::BitOrder::LsbFirst,
        };
        let settings = Config::default()
            .with_frequency(Rate::from_hz(config.clock_hz))
            .with_mode(mode(config.mode))
            .with_read_bit_order(order)
            .with_write_bit_order(order);
        self.set_to = None;
        let applied = self.driver.apply_config(&settings);
        applied.map_err(|_| spi::Error::Unsupported)?;
        self.set_to = Some(*config);
        Ok(())
    }
}

const fn mode(mode: embedded_hal::spi::Mode) -> spi::Mode {
    use embedded_hal::spi::{Phase, Polarity};
    match (mode.polarity, mode.phase) {
        (Polarity::IdleLow, Phase::CaptureOnFirstTransition) => spi::Mode::_0,
        (Polarity::IdleLow, Phase::CaptureOnSecondTransition) => spi::Mode::_1,
        (Polarity::IdleHigh, Phase::CaptureOnFirstTransition) => spi::Mode::_2,
        (Polarity::IdleHigh, Phase::CaptureOnSecondTransition) => spi::Mode::_3,
    }
}

impl ErrorType for Bus {
    type Error = spi::Error;
}

impl SpiBus for Bus {
    fn read(&mut self, words: &mut [u8]) -> Result<(), spi::Error> {
        SpiBus::read(&mut self.driver, words)
    }

    fn write(&mut self, words: &[u8]) -> Result<(), spi::Error> {
        SpiBus::write(&mut self.driver, words)
    }

    fn transfer(&mut self, read: &mut [u8], write: &[u8]) -> Result<(), spi::Error> {
        SpiBus::transfer(&mut self.driver, read, write)
    }

    fn transfer_in_place(&mut self, words: &mut [u8]) -> Result<(), spi::Error> {
        SpiBus::transfer_in_place(&mut self.driver, words)
    }

    fn flush(&mut self) -> Result<(), spi::Error> {
        SpiBus::flush(&mut self.driver)
    }
}
