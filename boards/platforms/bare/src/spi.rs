//! A device on a shared SPI bus, with a clock and a mode of its own.

use class_spi::SpiConfig;
use embedded_hal::delay::DelayNs;
use embedded_hal::digital::OutputPin;
use embedded_hal::spi::{Error, ErrorKind, ErrorType, Operation, SpiBus, SpiDevice};
use embedded_hal_bus::spi::ExclusiveDevice;

use crate::BusOf;

/// A bus that can be set to what a device wants, between transactions.
pub trait SetSpi: SpiBus {
    /// Sets clock, mode and order of bits, while no device is selected.
    ///
    /// # Errors
    ///
    /// The bus's.
    fn set(&mut self, config: &SpiConfig) -> Result<(), Self::Error>;
}

/// A device on a shared bus: its select pin, its clock and its mode.
///
/// The bus is set before the device is selected; how a device is selected,
/// spoken to and left is embedded-hal-bus's.
pub struct SpiOf<W, T, C, D, const FIRST: u8, const N: usize>
where
    W: Send + 'static,
    T: Send + 'static,
{
    cs: C,
    delay: D,
    config: SpiConfig,
    // Given back last.
    bus: BusOf<W, T, FIRST, N>,
}

impl<W, T, C, D, const FIRST: u8, const N: usize> SpiOf<W, T, C, D, FIRST, N>
where
    W: Send + 'static,
    T: Send + 'static,
{
    /// The device whose select pin is `cs`, which is high.
    pub const fn new(bus: BusOf<W, T, FIRST, N>, cs: C, delay: D, config: SpiConfig) -> Self {
        Self {
            cs,
            delay,
            config,
            bus,
        }
    }
}

impl<W, T, C, D, const FIRST: u8, const N: usize> ErrorType for SpiOf<W, T, C, D, FIRST, N>
where
    W: Send + 'static,
    T: Send + 'static,
{
    type Error = ErrorKind;
}

impl<W, T, C, D, const FIRST: u8, const N: usize> SpiDevice for SpiOf<W, T, C, D, FIRST, N>
where
    W: Send + 'static,
    T: SetSpi + Send + 'static,
    C: OutputPin,
    D: DelayNs,
{
    /// # Errors
    ///
    /// The bus's or the select pin's; [`ErrorKind::Other`] too if the bus is in
    /// use by what this call interrupted.
    fn transaction(&mut self, operations: &mut [Operation<'_, u8>]) -> Result<(), ErrorKind> {
        let Self {
            cs,
            delay,
            config,
            bus,
        } = self;
        let done = bus.with(|bus| {
            bus.set(config).map_err(|error| error.kind())?;
            let device = ExclusiveDevice::new(bus, cs, delay);
            let mut device = device.map_err(|_| ErrorKind::ChipSelectFault)?;
            let done = device.transaction(operations);
            done.map_err(|error| error.kind())
        });
        done.unwrap_or(Err(ErrorKind::Other))
    }
}

impl<W, T, C, D, const FIRST: u8, const N: usize> core::fmt::Debug for SpiOf<W, T, C, D, FIRST, N>
where
    W: Send + 'static,
    T: Send + 'static,
{
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("SpiOf")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}
