//! Which pins are open, and as what: no two owners of one pin.

use core::cell::Cell;

use critical_section::Mutex;

use crate::Fault;

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

/// The bit of a pin that is being left: nobody may have it until it is.
const LEAVING: u8 = 1 << 7;

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

/// The pins of a processor, by [`Pin::number`](board_support::Pin::number): 0 up
/// to `N`. What else is numbered and exclusive can be claimed so, too.
///
/// # Examples
///
/// ```
/// use platform_bare::{Claims, Fault, Role};
///
/// static PINS: Claims<30> = Claims::new(|_pin, _role| { /* is an input again */ });
///
/// let touched = PINS.claim(7, Role::Edge)?;
/// let level = PINS.claim(7, Role::Input)?;
/// assert_eq!(PINS.claim(7, Role::Output).err(), Some(Fault::InUse));
/// drop((touched, level));
/// let _driven = PINS.claim(7, Role::Output)?;
/// # Ok::<(), Fault>(())
/// ```
pub struct Claims<const N: usize> {
    open: [Mutex<Cell<u8>>; N],
    leave: fn(u16, Role),
}

impl<const N: usize> Claims<N> {
    /// No pin is open. `leave` is called with the number of a pin that nobody
    /// has any more, and what it was last, before anybody else can have it; not
    /// in a critical section.
    #[must_use]
    pub const fn new(leave: fn(u16, Role)) -> Self {
        Self {
            open: [const { Mutex::new(Cell::new(0)) }; N],
            leave,
        }
    }

    /// Opens a pin until the claim is dropped.
    ///
    /// # Errors
    ///
    /// [`Fault::InUse`] while somebody has it in a role that goes not beside;
    /// [`Fault::NoPin`] without such a pin.
    pub fn claim(&'static self, number: u16, role: Role) -> Result<Claim<N>, Fault> {
        let free = self.change(number, |roles| {
            let free = roles & !role.beside() == 0;
            (if free { roles | role.bit() } else { roles }, free)
        });
        match free {
            Some(true) => Ok(Claim {
                claims: self,
                number,
                role,
            }),
            Some(false) => Err(Fault::InUse),
            None => Err(Fault::NoPin),
        }
    }

    /// Changes the roles of a pin, and tells what `change` tells; `None` without
    /// such a pin.
    fn change<R>(&self, number: u16, change: impl FnOnce(u8) -> (u8, R)) -> Option<R> {
        let place = self.open.get(usize::from(number))?;
        critical_section::with(|cs| {
            let roles = place.borrow(cs);
            let (after, told) = change(roles.get());
            roles.set(after);
            Some(told)
        })
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
        let Self {
            claims,
            number,
            role,
        } = *self;
        let last = claims.change(number, |roles| match roles & !role.bit() {
            0 => (LEAVING, true),
            left => (left, false),
        });
        if last == Some(true) {
            (claims.leave)(number, role);
            claims.change(number, |_| (0, ()));
        }
    }
}
