//! I2C buses, shared between their handles.

use board_support::{BoardError, I2cWires};
use embedded_hal::i2c::{Error, ErrorKind, ErrorType, Operation};
use esp_hal::Blocking;
use esp_hal::i2c::master::{self, Config, SoftwareTimeout};
use esp_hal::time::{Duration, Rate};
use platform_bare::{BusOf, Buses, Role, no_controller};

use super::pieces;
use super::pins::{self, Taken};

static BUSES: Buses<I2cWires, Bus, 0, 2> = Buses::new("I2C");

/// What a device may hold the clock for, as SMBus has it, at every byte.
const STRETCH: Duration = Duration::from_millis(35);

/// A controller that is open.
struct Bus {
    // Dropped in this order: the driver, then its pins.
    driver: master::I2c<'static, Blocking>,
    _sda: Taken,
    _scl: Taken,
}

impl Bus {
    fn open(set: u64, wires: &I2cWires) -> Result<Self, BoardError> {
        let sda = pins::take(set, wires.sda, Role::Wire)?;
        let scl = pins::take(set, wires.scl, Role::Wire)?;
        let piece = pieces::i2c(wires.controller).ok_or(no_controller("I2C"))?;
        let config = Config::default()
            .with_frequency(Rate::from_hz(wires.hz.max(1)))
            .with_software_timeout(SoftwareTimeout::PerByte(STRETCH));
        let driver = master::I2c::new(piece, config);
        let driver = driver.map_err(|_| BoardError::Bus(ErrorKind::Other))?;
        Ok(Self {
            driver: driver
                .with_sda(pins::piece(&sda))
                .with_scl(pins::piece(&scl)),
            _sda: sda,
            _scl: scl,
        })
    }
}

/// A handle of an I2C bus, which it shares with the others.
///
/// A byte that takes longer than 35 ms is an error; the driver clears the bus
/// then.
#[derive(Debug)]
pub struct I2c(BusOf<I2cWires, Bus, 0, 2>);

impl I2c {
    pub(super) fn open(set: u64, wires: &I2cWires) -> Result<Self, BoardError> {
        let bus = BUSES.open(wires.controller, *wires, || Bus::open(set, wires))?;
        Ok(Self(bus))
    }
}

impl ErrorType for I2c {
    type Error = ErrorKind;
}

impl embedded_hal::i2c::I2c for I2c {
    /// # Errors
    ///
    /// The driver's; [`ErrorKind::Other`] too for a write or a read of no
    /// bytes, which it cannot do, and if what this call interrupted has the bus.
    fn transaction(
        &mut self,
        address: u8,
        operations: &mut [Operation<'_>],
    ) -> Result<(), ErrorKind> {
        let done = self.0.with(|bus| {
            // The driver's own method of this name is another.
            let done = embedded_hal::i2c::I2c::transaction(&mut bus.driver, address, operations);
            done.map_err(|error| error.kind())
        });
        done.unwrap_or(Err(ErrorKind::Other))
    }
}
