//! The part on its bus.

use embedded_hal::i2c::I2c;

use crate::pin::Function;
use crate::{Error, Field, Input, Level, Pin, Rail, Setting};

/// The part's one address.
const ADDRESS: u8 = 0x34;
/// Input power status.
const INPUT: u8 = 0x00;
/// Which part it is.
const ID: u8 = 0x03;
/// What [`ID`] reads.
const AXP192: u8 = 0x03;
/// `EXTEN`, the switch for a supply outside.
const EXTEN: Field = Field {
    register: 0x10,
    mask: 0x04,
};

/// An AXP192 that owns its place on a bus.
///
/// `I` is the whole bus or, where others share it, a device of
/// `embedded-hal-bus`.
#[derive(Debug)]
pub struct Axp192<I> {
    bus: I,
}

impl<I: I2c> Axp192<I> {
    /// Makes sure that the part is an AXP192, in one transaction, and changes
    /// nothing.
    ///
    /// # Errors
    ///
    /// [`Error::Bus`] if the bus fails, [`Error::WrongId`] if the part is
    /// another one; the bus is dropped with the attempt.
    pub fn open(bus: I) -> Result<Self, Error<I::Error>> {
        let mut part = Self { bus };
        match part.get(ID)? {
            AXP192 => Ok(part),
            found => Err(Error::WrongId { found }),
        }
    }

    /// Gives the bus back. The rails stay as they are.
    pub fn release(self) -> I {
        self.bus
    }

    /// Sets a rail's voltage, on or off: its register is read and written.
    ///
    /// # Errors
    ///
    /// The bus's; the voltage is as before.
    pub fn set(&mut self, setting: Setting) -> Result<(), Error<I::Error>> {
        self.update(setting.rail().voltage(), setting.code())
    }

    /// What a rail is set to.
    ///
    /// # Errors
    ///
    /// The bus's, or [`Error::Code`] for more than the rail can do.
    pub fn setting(&mut self, rail: Rail) -> Result<Setting, Error<I::Error>> {
        let field = rail.voltage();
        let code = field.extract(self.get(field.register)?);
        Setting::of_code(rail, code).ok_or(Error::Code { rail, code })
    }

    /// Switches a rail on or off: its register is read and written.
    ///
    /// # Errors
    ///
    /// The bus's; the rail is as before.
    pub fn switch(&mut self, rail: Rail, on: bool) -> Result<(), Error<I::Error>> {
        let (field, value_on, value_off) = rail.switch();
        self.update(field, if on { value_on } else { value_off })
    }

    /// Whether a rail is on.
    ///
    /// # Errors
    ///
    /// The bus's.
    pub fn is_on(&mut self, rail: Rail) -> Result<bool, Error<I::Error>> {
        let (field, on, _off) = rail.switch();
        Ok(field.extract(self.get(field.register)?) == on)
    }

    /// Switches what hangs on `EXTEN`.
    ///
    /// # Errors
    ///
    /// The bus's; it is as before.
    pub fn switch_external(&mut self, on: bool) -> Result<(), Error<I::Error>> {
        self.update(EXTEN, on.into())
    }

    /// Makes a pin an open-drain output: first its level, then its function.
    ///
    /// # Errors
    ///
    /// The bus's; the pin is as before, or has its new level in its old
    /// function.
    pub fn drive(&mut self, pin: Pin, level: Level) -> Result<(), Error<I::Error>> {
        self.update(pin.level(), (level == Level::Floating).into())?;
        let Function {
            field,
            output,
            enable,
        } = pin.function();
        let register = self.get(field.register)?;
        let value = field.insert(register, output) | enable;
        self.put(field.register, value)
    }

    /// Where the power comes from.
    ///
    /// # Errors
    ///
    /// The bus's.
    pub fn input(&mut self) -> Result<Input, Error<I::Error>> {
        Ok(Input::decode(self.get(INPUT)?))
    }

    fn get(&mut self, register: u8) -> Result<u8, Error<I::Error>> {
        let mut value = [0];
        self.bus.write_read(ADDRESS, &[register], &mut value)?;
        let [value] = value;
        Ok(value)
    }

    fn put(&mut self, register: u8, value: u8) -> Result<(), Error<I::Error>> {
        Ok(self.bus.write(ADDRESS, &[register, value])?)
    }

    fn update(&mut self, field: Field, value: u8) -> Result<(), Error<I::Error>> {
        let register = self.get(field.register)?;
        self.put(field.register, field.insert(register, value))
    }
}
