//! What several parts of a board need: up with the first, gone with the last.

use alloc::boxed::Box;
use core::cell::Cell;
use core::fmt;

use board_support::{BoardError, Platform};
use critical_section::Mutex;
use embedded_hal::delay::DelayNs;

use crate::slot::Slot;

/// How long the first one's bring-up may take before another gives up.
const PATIENCE_MS: u32 = 1_000;

/// What several parts of a board need, such as a supply or a common reset.
///
/// Whoever comes first brings it up; who comes meanwhile waits; who comes later
/// finds it up. What the bring-up holds, such as a pin that is to stay driven,
/// is dropped when the last user is.
///
/// # Examples
///
/// ```
/// use board_parts::{Shared, User};
/// use board_support::{BoardError, Pin, Platform};
/// use embedded_hal::delay::DelayNs;
/// use embedded_hal::digital::OutputPin;
///
/// /// Resets touch and panel at the same time, low for reset.
/// const RESET: Pin = Pin::gpio(48);
///
/// static RESET_LINE: Shared = Shared::new();
///
/// /// Touch and panel, out of reset for as long as either has the user.
/// fn out_of_reset<P: Platform>() -> Result<User, BoardError> {
///     RESET_LINE.enter::<P, _>(|| {
///         let mut reset = P::output(RESET, false)?;
///         P::delay().delay_ms(10);
///         let high = reset.set_high();
///         high.map_err(|error| BoardError::Pin(embedded_hal::digital::Error::kind(&error)))?;
///         Ok(reset)
///     })
/// }
/// ```
pub struct Shared {
    state: Mutex<Cell<State>>,
    /// What the bring-up holds, while it is up.
    held: Slot<Box<dyn Send>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// That many use it; with none it is down.
    Used(usize),
    /// It is brought up or put to rest just now, and used by nobody.
    Moving,
}

impl Default for Shared {
    fn default() -> Self {
        Self::new()
    }
}

impl Shared {
    /// Down, and used by nobody.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            state: Mutex::new(Cell::new(State::Used(0))),
            held: Slot::new(),
        }
    }

    /// One user more. The first calls `up`, outside of any lock.
    ///
    /// # Errors
    ///
    /// What `up` says; it is down then. [`BoardError::Busy`] if another's
    /// bring-up takes longer than a second.
    pub fn enter<P, H>(
        &'static self,
        up: impl FnOnce() -> Result<H, BoardError>,
    ) -> Result<User, BoardError>
    where
        P: Platform,
        H: Send + 'static,
    {
        if self.wait::<P>()? == 0 {
            match up() {
                Ok(held) => self.held.put(Box::new(held)),
                Err(error) => {
                    self.change(|_| State::Used(0));
                    return Err(error);
                }
            }
            self.change(|_| State::Used(1));
        }
        Ok(User { shared: self })
    }

    /// How many used it before. With none, it is moving now.
    fn wait<P: Platform>(&self) -> Result<usize, BoardError> {
        for _ in 0..PATIENCE_MS {
            let before = self.change(|state| match state {
                State::Used(0) | State::Moving => State::Moving,
                State::Used(users) => State::Used(users + 1),
            });
            match before {
                State::Used(users) => return Ok(users),
                State::Moving => P::delay().delay_ms(1),
            }
        }
        Err(BoardError::Busy)
    }

    /// The state before.
    fn change(&self, change: impl FnOnce(State) -> State) -> State {
        critical_section::with(|cs| {
            let state = self.state.borrow(cs);
            state.replace(change(state.get()))
        })
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").finish_non_exhaustive()
    }
}

/// A use of a [`Shared`]; the drop of the last puts it to rest.
#[derive(Debug)]
pub struct User {
    shared: &'static Shared,
}

impl Drop for User {
    fn drop(&mut self) {
        let before = self.shared.change(|state| match state {
            State::Used(0 | 1) | State::Moving => State::Moving,
            State::Used(users) => State::Used(users - 1),
        });
        if matches!(before, State::Used(0 | 1)) {
            drop(self.shared.held.take());
            self.shared.change(|_| State::Used(0));
        }
    }
}
