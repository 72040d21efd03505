//! One of two touch controllers, whichever is there.

use board_support::{BoardError, Device, Platform};
use chip_gt911::Gt911;
use chip_tt21100::Tt21100;
use class_touch::{Report, TouchController, TouchError};
use embedded_hal::i2c::{self, I2c};

use crate::board::SIZE;
use crate::pins;

const GT911: Device = Device::new("gt911", 0x5D);
const TT21100: Device = Device::new("tt21100", 0x24);

/// The board's touch controller.
#[derive(Debug)]
pub enum Controller<I> {
    /// Of the first boards. It counts columns from the right.
    Tt21100(Tt21100<I>),
    /// Of later ones.
    Gt911(Gt911<I>),
}

impl<I: I2c> Controller<I> {
    /// Whether it holds its line low until it has been read.
    #[must_use]
    pub const fn holds_its_line(&self) -> bool {
        matches!(self, Self::Tt21100(_))
    }
}

/// Looks for the one at 0x24, then for the other at 0x5D and 0x14.
pub(crate) fn find<P: Platform>() -> Result<Controller<P::I2c>, BoardError> {
    let first = match Tt21100::open(P::i2c(&pins::I2C)?) {
        Ok(chip) => return Ok(Controller::Tt21100(chip)),
        Err(error) => TT21100.touch_error(error),
    };
    if !matches!(first, BoardError::NoDevice { .. }) {
        return Err(first);
    }
    let second = Gt911::find(P::i2c(&pins::I2C)?);
    second
        .map(Controller::Gt911)
        .map_err(|error| GT911.touch_error(error))
}

impl<I: I2c> TouchController for Controller<I> {
    type Error = TouchError;

    fn read(&mut self) -> Result<Report, TouchError> {
        match self {
            Self::Tt21100(chip) => Ok(mirrored(chip.read().map_err(TouchError::from)?)),
            Self::Gt911(chip) => {
                let read = chip.read();
                read.map_err(|error| TouchError::Bus(i2c::Error::kind(&error)))
            }
        }
    }
}

/// Columns from the left.
fn mirrored(report: Report) -> Report {
    let Report::Contacts(mut contacts) = report else {
        return report;
    };
    for contact in &mut contacts {
        contact.x = (SIZE.width - 1).saturating_sub(contact.x);
    }
    Report::Contacts(contacts)
}
