//! The bus as it is lent to the published crate.

use core::convert::Infallible;

use embedded_hal::digital::{self, InputPin, OutputPin, StatefulOutputPin};
use embedded_hal::i2c::{ErrorType, I2c, Operation};

/// A bus that notes what the crate does not tell.
pub(crate) struct Tap<'b, I: I2c> {
    bus: &'b mut I,
    /// The last failure.
    pub(crate) failed: Option<I::Error>,
    /// `FingerNum` (0x02), the third byte of the last block.
    pub(crate) fingers: u8,
}

impl<'b, I: I2c> Tap<'b, I> {
    pub(crate) const fn new(bus: &'b mut I) -> Self {
        Self {
            bus,
            failed: None,
            fingers: 0,
        }
    }
}

/// To the crate it fails without a reason: the reason is kept here.
#[derive(Debug)]
pub(crate) struct Failed;

impl embedded_hal::i2c::Error for Failed {
    fn kind(&self) -> embedded_hal::i2c::ErrorKind {
        embedded_hal::i2c::ErrorKind::Other
    }
}

impl<I: I2c> ErrorType for Tap<'_, I> {
    type Error = Failed;
}

impl<I: I2c> I2c for Tap<'_, I> {
    fn transaction(&mut self, address: u8, steps: &mut [Operation<'_>]) -> Result<(), Failed> {
        let done = self.bus.transaction(address, steps);
        done.map_err(|error| {
            self.failed = Some(error);
            Failed
        })
    }

    fn write_read(&mut self, address: u8, write: &[u8], read: &mut [u8]) -> Result<(), Failed> {
        match self.bus.write_read(address, write, read) {
            Ok(()) => {
                self.fingers = read.get(2).copied().unwrap_or(0);
                Ok(())
            }
            Err(error) => {
                self.failed = Some(error);
                Err(Failed)
            }
        }
    }
}

/// Where the crate wants a pin that it does not use.
pub(crate) struct NoPin;

impl digital::ErrorType for NoPin {
    type Error = Infallible;
}

impl InputPin for NoPin {
    fn is_high(&mut self) -> Result<bool, Infallible> {
        Ok(false)
    }

    fn is_low(&mut self) -> Result<bool, Infallible> {
        Ok(true)
    }
}

impl OutputPin for NoPin {
    fn set_low(&mut self) -> Result<(), Infallible> {
        Ok(())
    }

    fn set_high(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}

impl StatefulOutputPin for NoPin {
    fn is_set_high(&mut self) -> Result<bool, Infallible> {
        Ok(true)
    }

    fn is_set_low(&mut self) -> Result<bool, Infallible> {
        Ok(false)
    }
}
