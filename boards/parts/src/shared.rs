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
#[derive(Debug)]
pub struct Shared {
    state: State,
    /// What the bring-up holds, while it is up.
    held: Slot<Box<dyn Send>>,
}

/// How many use it; `None` while it is brought up or put to rest.
struct State(Mutex<Cell<Option<usize>>>);

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State").finish_non_exhaustive()
    }
}

impl State {
    /// Takes it for oneself: how many use it, or `None` if another has it.
    fn take(&self) -> Option<usize> {
        critical_section::with(|cs| self.0.borrow(cs).take())
    }

    fn put(&self, users: usize) {
        critical_section::with(|cs| self.0.borrow(cs).set(Some(users)));
    }
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
            state: State(Mutex::new(Cell::new(Some(0)))),
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
        let users = self.wait::<P>()?;
        if users == 0 {
            match up() {
                Ok(held) => self.held.put(Box::new(held)),
                Err(error) => {
                    self.state.put(0);
                    return Err(error);
                }
            }
        }
        self.state.put(users + 1);
        Ok(User { shared: self })
    }

    fn wait<P: Platform>(&self) -> Result<usize, BoardError> {
        for _ in 0..PATIENCE_MS {
            if let Some(users) = self.state.take() {
                return Ok(users);
            }
            P::delay().delay_ms(1);
        }
        Err(BoardError::Busy)
    }
}

/// A use of a [`Shared`]; the drop of the last puts it to rest.
#[derive(Debug)]
pub struct User {
    shared: &'static Shared,
}

impl Drop for User {
    fn drop(&mut self) {
        // Without a user count another brings it up or puts it to rest, and
        // both are short and need no lock of whoever drops this.
        let users = loop {
            if let Some(users) = self.shared.state.take() {
                break users;
            }
            core::hint::spin_loop();
        };
        if users <= 1 {
            drop(self.shared.held.take());
        }
        self.shared.state.put(users.saturating_sub(1));
    }
}
