//! The six states that a membrane has, and which may follow which.

use core::fmt;

use crate::legacy::Role;
use crate::ring::State;

/// What no honest peer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Breach {
    /// It says a state that Xen knows and this protocol does not: 0, 7 or 8.
    Illegal(u8),
    /// It says a state that nobody knows.
    Unknown,
    /// It goes from one state to another that cannot follow, or is not of its role.
    Order(Option<State>, State),
    /// What it offers is no offer.
    Offer,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Illegal(number) => write!(f, "state {number}, which has no place here"),
            Self::Unknown => f.write_str("a state that there is not"),
            Self::Order(_, to) => write!(f, "state {} out of order", to.number()),
            Self::Offer => f.write_str("an offer that is none"),
        }
    }
}

impl core::error::Error for Breach {}

impl State {
    /// Its number, as Xen has it (`xen/include/public/io/xenbus.h`).
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// Its number as it stands in a store.
    pub const fn digit(self) -> &'static str {
        match self {
            Self::Unknown => "0",
            Self::Initialising => "1",
            Self::InitWait => "2",
            Self::Initialised => "3",
            Self::Connected => "4",
            Self::Closing => "5",
            Self::Closed => "6",
            Self::Reconfiguring => "7",
            Self::Reconfigured => "8",
        }
    }

    /// The state of this number.
    ///
    /// # Errors
    ///
    /// It is none of the six.
    pub const fn from_number(number: u8) -> Result<Self, Breach> {
        Ok(match number {
            1 => Self::Initialising,
            2 => Self::InitWait,
            3 => Self::Initialised,
            4 => Self::Connected,
            5 => Self::Closing,
            6 => Self::Closed,
            0 | 7 | 8 => return Err(Breach::Illegal(number)),
            _ => return Err(Breach::Unknown),
        })
    }

    /// The state that stands in a store.
    ///
    /// # Errors
    ///
    /// It is none of the six.
    pub const fn from_digits(digits: &[u8]) -> Result<Self, Breach> {
        match digits {
            [digit @ b'0'..=b'9'] => Self::from_number(*digit - b'0'),
            _ => Err(Breach::Unknown),
        }
    }

    /// Whether a peer of this role may go from one state to another, this side being in its own.
    pub(super) fn may_follow(self, role: Role, from: Option<Self>, own: Self) -> bool {
        let is_of_role = match role {
            Role::Active => self != Self::InitWait && Self::from_number(self.number()).is_ok(),
            Role::Passive => matches!(self, Self::InitWait | Self::Connected | Self::Closed),
        };
        // It is ready only after it was told that the other one is, or has offered.
        let is_in_turn = match role {
            Role::Active => matches!(own, Self::Connected | Self::Closed),
            Role::Passive => matches!(own, Self::Initialised | Self::Connected | Self::Closing),
        };
        from.is_none_or(|from| from < self) && is_of_role && (self != Self::Connected || is_in_turn)
    }
}
