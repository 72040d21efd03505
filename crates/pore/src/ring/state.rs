//! How far a side is with a pore.

/// How far a side is; the numbers are Xen's. A [membrane](crate::membrane) has those from 1 to 6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum State {
    /// Nothing is known, as of fresh pages.
    Unknown = 0,
    /// The side writes its region.
    Initialising = 1,
    /// The side waits for the peer to begin.
    InitWait = 2,
    /// The side's region can be used.
    Initialised = 3,
    /// The side uses the peer's region.
    Connected = 4,
    /// The side sends and takes nothing more.
    Closing = 5,
    /// The side has let go of both regions.
    Closed = 6,
    /// The side changes something.
    Reconfiguring = 7,
    /// The side has changed something.
    Reconfigured = 8,
}

impl State {
    /// The state of that number, if it is one.
    pub const fn from_u32(number: u32) -> Option<Self> {
        Some(match number {
            0 => Self::Unknown,
            1 => Self::Initialising,
            2 => Self::InitWait,
            3 => Self::Initialised,
            4 => Self::Connected,
            5 => Self::Closing,
            6 => Self::Closed,
            7 => Self::Reconfiguring,
            8 => Self::Reconfigured,
            _ => return None,
        })
    }
}
