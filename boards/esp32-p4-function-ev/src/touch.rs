//! A touch panel that sits upside down on its glass.

use class_touch::{Report, TouchController};

use crate::board::SIZE;

/// A controller whose places count from the lower right.
#[derive(Debug)]
pub struct Turned<C>(pub(crate) C);

impl<C: TouchController> TouchController for Turned<C> {
    type Error = C::Error;

    fn read(&mut self) -> Result<Report, C::Error> {
        let report = self.0.read()?;
        let Report::Contacts(mut contacts) = report else {
            return Ok(report);
        };
        for contact in &mut contacts {
            contact.x = (SIZE.width - 1).saturating_sub(contact.x);
            contact.y = (SIZE.height - 1).saturating_sub(contact.y);
        }
        Ok(Report::Contacts(contacts))
    }
}
