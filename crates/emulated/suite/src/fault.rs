//! Why a run fails, as an exit status that names the reason.

use core::fmt;

/// What the foreground found wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The ring had been split before the run.
    Split,
    /// An event came out that is none that was offered.
    Damaged,
    /// An event came out before an older one, or twice.
    Order,
    /// Offered is not delivered, dropped and queued.
    Loss,
    /// An event was dropped at the lowest rate, without a burst.
    EarlyDrop,
    /// A burst longer than the ring lost nothing.
    NoBurst,
    /// The ring took everything at every rate.
    NeverFull,
    /// The interrupt path, or a scenario, used more stack than it may.
    Stack,
    /// The firmware panicked.
    Panic,
    /// A port did not answer as it has to.
    Answer,
    /// Memory, a heap or a resource was left.
    Memory,
}

/// Every fault, with its exit status and what is printed.
const FAULTS: [(Fault, u8, &str); 11] = [
    (Fault::Split, 10, "the ring had been split before"),
    (Fault::Damaged, 11, "a damaged event"),
    (Fault::Order, 12, "an event out of order"),
    (
        Fault::Loss,
        13,
        "offered is not delivered + dropped + queued",
    ),
    (Fault::EarlyDrop, 14, "a drop at the lowest rate"),
    (
        Fault::NoBurst,
        15,
        "a burst longer than the ring dropped nothing",
    ),
    (Fault::NeverFull, 16, "no rate filled the ring"),
    (Fault::Stack, 17, "too much stack is used"),
    (Fault::Panic, 18, "a panic"),
    (Fault::Answer, 19, "a port's answer is another"),
    (Fault::Memory, 20, "something is left in memory"),
];

impl Fault {
    fn row(self) -> (u8, &'static str) {
        let mut rows = FAULTS.iter();
        let row = rows.find(|(fault, _, _)| *fault == self);
        row.map_or((u8::MAX, "a fault without a name"), |(_, status, text)| {
            (*status, text)
        })
    }

    /// The exit status of a firmware that found it: never 0 nor 1, which the
    /// emulator itself may return.
    #[must_use]
    pub fn status(self) -> u8 {
        self.row().0
    }

    /// The fault behind an exit status.
    #[must_use]
    pub fn of_status(status: i32) -> Option<Self> {
        let mut rows = FAULTS.iter();
        let row = rows.find(|(_, known, _)| i32::from(*known) == status);
        row.map(|(fault, _, _)| *fault)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.row().1)
    }
}

impl core::error::Error for Fault {}
