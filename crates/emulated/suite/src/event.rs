//! What the handler offers.

/// An event that shows whether it was lost, moved or damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// How many were offered before it.
    pub number: u32,
    check: u32,
}

impl Event {
    /// The event with a number.
    #[must_use]
    #[inline(always)]
    pub const fn new(number: u32) -> Self {
        Self {
            number,
            check: !number,
        }
    }

    /// The same with a bit of it flipped.
    #[must_use]
    #[inline(always)]
    pub const fn damaged(self) -> Self {
        Self {
            number: self.number,
            check: self.check ^ 0x100,
        }
    }

    /// True for an event as [`new`](Self::new) made it.
    #[must_use]
    pub const fn is_whole(self) -> bool {
        self.check == !self.number
    }
}
