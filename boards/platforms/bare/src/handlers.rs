//! What interrupts call, and how it is taken away from them.

use core::cell::Cell;

use critical_section::Mutex;

/// A place for a handler.
enum Slot<F> {
    Free,
    Ready(F),
    /// It runs, and stays afterwards.
    Running,
    /// It runs, and was closed by itself meanwhile.
    Ended,
}

/// The handlers of `N` lines: pins, timers, channels.
///
/// A handler runs in a critical section. So it is not interrupted by another,
/// and whoever closes it, on this core or the other, waits until it has
/// returned: after [`close`](Self::close) it does not run.
///
/// # Examples
///
/// ```
/// use platform_bare::Handlers;
///
/// static LINES: Handlers<fn(u64), 4> = Handlers::new();
///
/// fn touched(_now_us: u64) {}
/// assert!(LINES.open(2, touched as fn(u64)).is_ok());
/// assert!(LINES.open(2, touched as fn(u64)).is_err(), "somebody has it");
/// // What an interrupt does:
/// assert!(LINES.run(2, |handler| handler(1_000)).is_some());
/// assert!(LINES.close(2).is_some());
/// assert!(LINES.run(2, |handler| handler(2_000)).is_none());
/// ```
pub struct Handlers<F, const N: usize>([Mutex<Cell<Slot<F>>>; N]);

impl<F: Send, const N: usize> Handlers<F, N> {
    /// No handlers. Usable as a `static`.
    #[must_use]
    pub const fn new() -> Self {
        Self([const { Mutex::new(Cell::new(Slot::Free)) }; N])
    }

    /// Lets the line call the handler.
    ///
    /// # Errors
    ///
    /// The handler, if the line has one already or there is no such line.
    pub fn open(&self, line: usize, handler: F) -> Result<(), F> {
        let Some(place) = self.0.get(line) else {
            return Err(handler);
        };
        critical_section::with(|cs| {
            let cell = place.borrow(cs);
            match cell.replace(Slot::Running) {
                Slot::Free => {
                    cell.set(Slot::Ready(handler));
                    Ok(())
                }
                taken => {
                    cell.set(taken);
                    Err(handler)
                }
            }
        })
    }

    /// Takes the handler away, for the caller to drop; `None` if there is none,
    /// or if it is the handler itself that asks: it is dropped when it returns.
    pub fn close(&self, line: usize) -> Option<F> {
        critical_section::with(|cs| {
            let cell = self.0.get(line)?.borrow(cs);
            match cell.replace(Slot::Free) {
                Slot::Ready(handler) => Some(handler),
                Slot::Running | Slot::Ended => {
                    cell.set(Slot::Ended);
                    None
                }
                Slot::Free => None,
            }
        })
    }

    /// Does something with the handler, if there is one: what the line's
    /// interrupt does.
    pub fn run<R>(&self, line: usize, call: impl FnOnce(&mut F) -> R) -> Option<R> {
        critical_section::with(|cs| {
            let cell = self.0.get(line)?.borrow(cs);
            let mut handler = match cell.replace(Slot::Running) {
                Slot::Ready(handler) => handler,
                none => {
                    cell.set(none);
                    return None;
                }
            };
            let result = call(&mut handler);
            let next = match cell.replace(Slot::Free) {
                Slot::Ended => Slot::Free,
                _ => Slot::Ready(handler),
            };
            cell.set(next);
            Some(result)
        })
    }

    /// The first line that has no handler.
    #[must_use]
    pub fn free(&self) -> Option<usize> {
        critical_section::with(|cs| {
            self.0.iter().position(|place| {
                let cell = place.borrow(cs);
                let slot = cell.replace(Slot::Free);
                let is_free = matches!(slot, Slot::Free);
                cell.set(slot);
                is_free
            })
        })
    }
}

impl<F: Send, const N: usize> Default for Handlers<F, N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<F, const N: usize> core::fmt::Debug for Handlers<F, N> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Handlers").field("lines", &N).finish()
    }
}
