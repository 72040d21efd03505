//! A codec's registers, on its control bus.

use embedded_hal::i2c::{Error, I2c};

use crate::AudioError;

/// A codec's registers, on an I2C bus: what the drivers do alike, whatever the
/// registers mean.
///
/// `I` is the whole bus or, where others share it, a device of
/// `embedded-hal-bus`. What a driver writes becomes two bytes by its own rule,
/// which it gives along: the register and eight bits, or seven bits of register
/// and nine of value.
///
/// # Errors
///
/// Each call's are the bus's, [`AudioError::Bus`].
#[derive(Debug)]
pub struct Registers<I> {
    bus: I,
    address: u8,
}

impl<I: I2c> Registers<I> {
    /// Those of the part at a 7-bit address.
    pub const fn new(bus: I, address: u8) -> Self {
        Self { bus, address }
    }

    /// Gives the bus back.
    pub fn release(self) -> I {
        self.bus
    }

    /// One write.
    ///
    /// # Errors
    ///
    /// The bus's.
    pub fn write(&mut self, bytes: [u8; 2]) -> Result<(), AudioError> {
        let written = self.bus.write(self.address, &bytes);
        written.map_err(|error| AudioError::Bus(error.kind()))
    }

    /// Writes in this order, up to the first that fails.
    ///
    /// # Errors
    ///
    /// The bus's.
    pub fn write_all<W: Copy>(
        &mut self,
        writes: &[W],
        bytes: impl Fn(W) -> [u8; 2],
    ) -> Result<(), AudioError> {
        let mut writes = writes.iter();
        writes.try_for_each(|write| self.write(bytes(*write)))
    }

    /// Tries every write, as for a part that is to be quiet whatever fails.
    ///
    /// # Errors
    ///
    /// That of the first that failed.
    pub fn write_each<W: Copy>(
        &mut self,
        writes: &[W],
        bytes: impl Fn(W) -> [u8; 2],
    ) -> Result<(), AudioError> {
        let mut first = Ok(());
        for write in writes {
            first = first.and(self.write(bytes(*write)));
        }
        first
    }

    /// What a register holds.
    ///
    /// # Errors
    ///
    /// The bus's.
    pub fn read(&mut self, register: u8) -> Result<u8, AudioError> {
        let mut value = [0];
        let read = self.bus.write_read(self.address, &[register], &mut value);
        read.map_err(|error| AudioError::Bus(error.kind()))?;
        Ok(value[0])
    }
}
