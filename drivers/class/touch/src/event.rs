//! What a finger did, in sixteen bytes.

/// What a finger did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum TouchKind {
    /// It came down.
    Down = 0,
    /// It moved, or its pressure changed.
    Move = 1,
    /// It was lifted.
    Up = 2,
}

/// One thing that one finger did. Sixteen bytes, so that a ring of them is
/// an array of four words each on every core.
///
/// # Examples
///
/// ```
/// use class_touch::{TouchEvent, TouchKind};
///
/// let event = TouchEvent::new(1_000, TouchKind::Down, 0, 240, 160).with_pressure(80);
/// assert_eq!((event.x, event.y, event.pressure), (240, 160, 80));
/// assert_eq!(size_of_val(&event), 16);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(C)]
pub struct TouchEvent {
    /// When, in microseconds since an instant that the board chose.
    pub time_us: u64,
    /// Column, 0 to the panel's width - 1, from the left.
    pub x: u16,
    /// Row, 0 to the panel's height - 1, from the top.
    pub y: u16,
    /// How hard, 0 to 255; 0 where the controller cannot tell.
    pub pressure: u8,
    /// What the finger did.
    pub kind: TouchKind,
    /// Which finger. An id is free for another finger after its `Up`.
    pub id: u8,
    /// Fills the sixteenth byte, so that none is left uninitialised.
    spare: u8,
}

const _: () = assert!(size_of::<TouchEvent>() == 16);

impl TouchEvent {
    /// An event without pressure.
    #[must_use]
    pub const fn new(time_us: u64, kind: TouchKind, id: u8, x: u16, y: u16) -> Self {
        Self {
            time_us,
            x,
            y,
            pressure: 0,
            kind,
            id,
            spare: 0,
        }
    }

    /// The same event, with a pressure of 0 to 255.
    #[must_use]
    pub const fn with_pressure(mut self, pressure: u8) -> Self {
        self.pressure = pressure;
        self
    }
}
