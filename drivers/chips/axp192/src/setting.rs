//! A voltage that its rail can do.

use crate::{Rail, Range, VoltageError};

/// A rail and a voltage that it can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Setting {
    rail: Rail,
    code: u8,
}

impl Setting {
    /// The rail at that many mV.
    ///
    /// # Errors
    ///
    /// [`VoltageError`] if the rail cannot do exactly that.
    pub const fn new(rail: Rail, millivolts: u16) -> Result<Self, VoltageError> {
        let range = rail.range();
        let Range { min, max, step } = range;
        if millivolts < min || millivolts > max {
            return Err(VoltageError::OutOfRange { rail, range });
        }
        let above = millivolts - min;
        if !above.is_multiple_of(step) {
            return Err(VoltageError::BetweenSteps { rail, range });
        }
        // At most 112, of DC-DC1 at 3.5 V.
        let code = (above / step) as u8;
        Ok(Self { rail, code })
    }

    /// The rail at that code; `None` past its highest voltage.
    pub(crate) fn of_code(rail: Rail, code: u8) -> Option<Self> {
        let setting = Self { rail, code };
        (setting.millivolts() <= rail.range().max).then_some(setting)
    }

    /// The rail.
    #[must_use]
    pub const fn rail(self) -> Rail {
        self.rail
    }

    /// Its voltage, in mV.
    #[must_use]
    pub const fn millivolts(self) -> u16 {
        let Range { min, step, .. } = self.rail.range();
        min + step * self.code as u16
    }

    /// What the register holds for it.
    #[must_use]
    pub const fn code(self) -> u8 {
        self.code
    }
}
