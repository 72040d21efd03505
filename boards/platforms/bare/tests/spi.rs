//! Devices on one SPI bus: each with its own clock, one selected at a time.

use std::sync::{Arc, Mutex};

use class_spi::{MODE_0, MODE_3, SpiConfig};
use embedded_hal::delay::DelayNs;
use embedded_hal::digital::{self, OutputPin};
use embedded_hal::spi::{ErrorKind, ErrorType, SpiBus, SpiDevice};
use platform_bare::{Buses, SetSpi, SpiOf};

/// What happened on the wires, in order.
type Log = Arc<Mutex<Vec<String>>>;

fn note(log: &Log, what: impl Into<String>) {
    log.lock().expect("nobody panicked").push(what.into());
}

struct Bus(Log);

impl ErrorType for Bus {
    type Error = ErrorKind;
}

impl SpiBus for Bus {
    fn read(&mut self, words: &mut [u8]) -> Result<(), ErrorKind> {
        words.fill(0x5A);
        note(&self.0, format!("read {}", words.len()));
        Ok(())
    }
    fn write(&mut self, words: &[u8]) -> Result<(), ErrorKind> {
        note(&self.0, format!("write {words:02x?}"));
        match words {
            [0xFF] => Err(ErrorKind::Overrun),
            _ => Ok(()),
        }
    }
    fn transfer(&mut self, read: &mut [u8], write: &[u8]) -> Result<(), ErrorKind> {
        self.write(write)?;
        self.read(read)
    }
    fn transfer_in_place(&mut self, words: &mut [u8]) -> Result<(), ErrorKind> {
        self.read(words)
    }
    fn flush(&mut self) -> Result<(), ErrorKind> {
        Ok(())
    }
}

impl SetSpi for Bus {
    fn set(&mut self, config: &SpiConfig) -> Result<(), ErrorKind> {
        note(&self.0, format!("{} Hz", config.clock_hz));
        Ok(())
    }
}

struct Cs(Log, char);

impl digital::ErrorType for Cs {
    type Error = core::convert::Infallible;
}

impl OutputPin for Cs {
    fn set_low(&mut self) -> Result<(), Self::Error> {
        note(&self.0, format!("{} low", self.1));
        Ok(())
    }
    fn set_high(&mut self) -> Result<(), Self::Error> {
        note(&self.0, format!("{} high", self.1));
        Ok(())
    }
}

struct Waits;

impl DelayNs for Waits {
    fn delay_ns(&mut self, _ns: u32) {}
}

const PANEL: SpiConfig = SpiConfig {
    clock_hz: 40_000_000,
    mode: MODE_0,
    bit_order: class_spi::BitOrder::MsbFirst,
};
const TOUCH: SpiConfig = SpiConfig {
    clock_hz: 2_000_000,
    mode: MODE_3,
    ..PANEL
};

#[test]
fn each_device_has_its_clock_before_it_is_selected() {
    static SPI: Buses<(), Bus, 1, 1> = Buses::new("SPI");
    let log = Log::default();
    let device = |name, config| {
        let bus = SPI.open(1, (), || Ok(Bus(Arc::clone(&log))));
        let cs = Cs(Arc::clone(&log), name);
        SpiOf::new(bus.expect("it is shared"), cs, Waits, config)
    };
    let mut panel = device('P', PANEL);
    let mut touch = device('T', TOUCH);
    let mut read = [0; 2];
    assert_eq!(panel.write(&[1, 2]), Ok(()));
    assert_eq!(touch.read(&mut read), Ok(()));
    assert_eq!(read, [0x5A; 2]);
    assert_eq!(panel.write(&[0xFF]), Err(ErrorKind::Overrun));
    let log = log.lock().expect("nobody panicked");
    let expected = "40000000 Hz, P high, P low, write [01, 02], P high, \
                    2000000 Hz, T high, T low, read 2, T high, \
                    40000000 Hz, P high, P low, write [ff], P high";
    assert_eq!(log.join(", "), expected);
}
