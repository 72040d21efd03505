//! Which pins are open, and as what: no two owners of one pin.

use core::cell::Cell;

use board_support::{BoardError, Pin};
use critical_section::Mutex;

use crate::no_pin;

/// What a pin can be open as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Driven.
    Output,
    /// Read; may interrupt too.
    Input,
    /// Interrupts; may be read too.
    Edge,
    /// A wire of a bus, or pulses.
    Wire,
}

impl Role {
    const fn bit(self) -> u8 {
        1 << self as u8
    }

    /// The roles that a pin can have beside this one.
    const fn beside(self) -> u8 {
        match self {
            Self::Input => Self::Edge.bit(),
            Self::Edge => Self::Input.bit(),
            Self::Output | Self::Wire => 0,
        }
    }
}

/// The pins of a processor, by [`Pin::number`]: 0 up to `N`.
///
/// # Examples
///
/// ```
/// use board_support::{BoardError, Pin};
/// use platform_bare::{Claims, Role};
///
/// static PINS: Claims<30> = Claims::new(|_pin| { /* is an input again */ });
///
/// let touched = PINS.claim(Pin::gpio(7), Role::Edge)?;
/// let level = PINS.claim(Pin::gpio(7), Role::Input)?;
/// assert_eq!(PINS.claim(Pin::gpio(7), Role::Output).err(), Some(BoardError::Busy));
/// drop((touched, level));
/// let _driven = PINS.claim(Pin::gpio(7), Role::Output)?;
/// # Ok::<(), BoardError>(())
/// ```
pub struct Claims<const N: usize> {
    open: [Mutex<Cell<u8>>; N],
    leave: fn(u16),
}

impl<const N: usize> Claims<N> {
    /// No pin is open. `leave` is called with the number of a pin that nobody
    /// has any more, before anybody else can have it, in a critical section.
    #[must_use]
    pub const fn new(leave: fn(u16)) -> Self {
        Self {
            open: [const { Mutex::new(Cell::new(0)) }; N],
            leave,
        }
    }

    /// Opens a pin until the claim is dropped.
    ///
    /// # Errors
    ///
    /// [`BoardError::Busy`] while somebody has it in a role that goes not
    /// beside; [`BoardError::Config`] without such a pin.
    pub fn claim(&'static self, pin: Pin, role: Role) -> Result<Claim<N>, BoardError> {
        let number = pin.number();
        let place = self.open.get(usize::from(number)).ok_or(no_pin("pin"))?;
        critical_section::with(|cs| {
            let cell = place.borrow(cs);
            if cell.get() & !role.beside() != 0 {
                return Err(BoardError::Busy);
            }
            cell.set(cell.get() | role.bit());
            Ok(Claim {
                claims: self,
                number,
                role,
            })
        })
    }

    /// Opens a wire that may not be there.
    ///
    /// # Errors
    ///
    /// As [`claim`](Self::claim).
    pub fn wire(&'static self, pin: Option<Pin>) -> Result<Option<Claim<N>>, BoardError> {
        pin.map(|pin| self.claim(pin, Role::Wire)).transpose()
    }
}

impl<const N: usize> core::fmt::Debug for Claims<N> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Claims").field("pins", &N).finish()
    }
}

/// A pin that is open in one role, until it is dropped.
#[derive(Debug)]
pub struct Claim<const N: usize> {
    claims: &'static Claims<N>,
    number: u16,
    role: Role,
}

impl<const N: usize> Claim<N> {
    /// The pin's number, below `N`.
    #[must_use]
    pub const fn number(&self) -> u16 {
        self.number
    }
}

impl<const N: usize> Drop for Claim<N> {
    fn drop(&mut self) {
        critical_section::with(|cs| {
            let Some(place) = self.claims.open.get(usize::from(self.number)) else {
                return;
            };
            let cell = place.borrow(cs);
            let left = cell.get() & !self.role.bit();
            if left == 0 {
                (self.claims.leave)(self.number);
            }
            cell.set(left);
        });
    }
}
