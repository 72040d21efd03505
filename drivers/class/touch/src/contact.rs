//! What a touch controller reports: points, and how they fared.

/// The most points that a report can carry. No controller of the class
/// tracks more than ten fingers.
pub const MAX_CONTACTS: usize = 10;

/// The points of one report, in the controller's own order.
pub type Contacts = heapless::Vec<Contact, MAX_CONTACTS>;

/// How a point fared since the report before, in the controller's own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Phase {
    /// The controller does not say: the difference between two reports tells.
    Unknown,
    /// The finger has just come down.
    Down,
    /// The finger is on the glass, and this report is about it.
    Moved,
    /// The finger is on the glass, and nothing happened to it.
    Held,
    /// The finger has just been lifted, here.
    Up,
}

/// One point of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Contact {
    /// The finger, as the controller tells fingers apart.
    pub id: u8,
    /// Column, in the controller's own units, from the left.
    pub x: u16,
    /// Row, in the controller's own units, from the top.
    pub y: u16,
    /// How hard, 0 to 255; 0 where the controller cannot tell.
    pub pressure: u8,
    /// What happened to the finger.
    pub phase: Phase,
}

/// One reading of a touch controller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Report {
    /// Every finger on the glass, and those just lifted. A finger that is not
    /// listed is not on the glass any more.
    Contacts(Contacts),
    /// More points than the controller can have: the reading is not a report
    /// and says nothing about any finger.
    Overfull {
        /// The controller's count of points, as read.
        announced: u8,
    },
}

/// A touch controller.
///
/// # Examples
///
/// ```
/// use class_touch::{Contact, Contacts, Phase, Report, TouchController};
///
/// /// A finger that rests at one place.
/// struct Resting;
///
/// impl TouchController for Resting {
///     type Error = core::convert::Infallible;
///
///     fn read(&mut self) -> Result<Report, Self::Error> {
///         let mut contacts = Contacts::new();
///         let finger = Contact { id: 0, x: 7, y: 9, pressure: 40, phase: Phase::Unknown };
///         contacts.extend([finger]);
///         Ok(Report::Contacts(contacts))
///     }
/// }
///
/// assert!(matches!(Resting.read(), Ok(Report::Contacts(c)) if c.len() == 1));
/// ```
pub trait TouchController {
    /// Why a read failed: the bus's own error.
    type Error;

    /// Reads what the controller has to say now.
    ///
    /// Called from an interrupt: it must not allocate, panic or wait for
    /// anything but the bus.
    ///
    /// # Errors
    ///
    /// The bus's error; nothing is known about any finger then.
    fn read(&mut self) -> Result<Report, Self::Error>;
}
