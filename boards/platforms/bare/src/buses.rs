//! A controller that several handles share, and that is closed with the last.

use core::cell::RefCell;

use board_support::BoardError;
use critical_section::Mutex;

use crate::{Fault, config, no_controller};

/// A controller that is open.
struct Open<W, T> {
    wires: W,
    users: u16,
    /// Not here while a handle uses it.
    bus: Option<T>,
}

/// A controller's place, empty while it is closed.
type Place<W, T> = Mutex<RefCell<Option<Open<W, T>>>>;

/// The controllers of one kind: `T`, opened with wires `W`, numbered from
/// `FIRST`, `N` of them.
///
/// A transaction takes the controller out of its place and puts it back, so
/// interrupts are served while it runs: the samples of a sound do not wait for
/// a picture on its way to the panel. Interrupts themselves use no bus.
///
/// # Examples
///
/// ```
/// use platform_bare::Buses;
///
/// static I2C: Buses<(u8, u8), Vec<u8>, 1, 3> = Buses::new("I2C");
///
/// let codec = I2C.open(1, (7, 6), || Ok(Vec::new()))?;
/// let touch = I2C.open(1, (7, 6), || unreachable!("it is open"))?;
/// assert!(I2C.open(1, (9, 8), || Ok(Vec::new())).is_err(), "other wires");
/// codec.with(|bus| bus.push(1));
/// assert_eq!(touch.with(|bus| bus.len()), Some(1));
/// # Ok::<(), board_support::BoardError>(())
/// ```
pub struct Buses<W, T, const FIRST: u8, const N: usize> {
    places: [Place<W, T>; N],
    what: &'static str,
}

impl<W: PartialEq + Send, T: Send, const FIRST: u8, const N: usize> Buses<W, T, FIRST, N> {
    /// None is open; `what` they are is for errors.
    #[must_use]
    pub const fn new(what: &'static str) -> Self {
        Self {
            places: [const { Mutex::new(RefCell::new(None)) }; N],
            what,
        }
    }

    /// A handle of a controller, which `make` sets up for the first of them.
    ///
    /// # Errors
    ///
    /// [`BoardError::Config`]: it is open with other wires, or the processor
    /// has no such controller; else what `make` says.
    pub fn open(
        &'static self,
        controller: u8,
        wires: W,
        make: impl FnOnce() -> Result<T, BoardError>,
    ) -> Result<BusOf<W, T, FIRST, N>, BoardError> {
        let nth = controller.checked_sub(FIRST).map(usize::from);
        let place = nth.and_then(|nth| self.places.get(nth));
        let place = place.ok_or(no_controller(self.what))?;
        critical_section::with(|cs| {
            let mut open = place.borrow_ref_mut(cs);
            match &mut *open {
                Some(open) if open.wires == wires && open.users < u16::MAX => open.users += 1,
                Some(_) => return Err(config(self.what, Fault::OtherWires.words())),
                None => {
                    *open = Some(Open {
                        wires,
                        users: 1,
                        bus: Some(make()?),
                    });
                }
            }
            Ok(BusOf { place })
        })
    }
}

impl<W, T, const FIRST: u8, const N: usize> core::fmt::Debug for Buses<W, T, FIRST, N> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Buses").field("what", &self.what).finish()
    }
}

/// A handle of a controller. With the last of them it is closed.
pub struct BusOf<W: Send + 'static, T: Send + 'static, const FIRST: u8, const N: usize> {
    place: &'static Place<W, T>,
}

impl<W: Send, T: Send, const FIRST: u8, const N: usize> BusOf<W, T, FIRST, N> {
    /// Does something with the controller; `None` if it is in use this moment,
    /// by another core or by what was interrupted.
    pub fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> Option<R> {
        let mut bus = critical_section::with(|cs| {
            let mut open = self.place.borrow_ref_mut(cs);
            open.as_mut().and_then(|open| open.bus.take())
        })?;
        let result = work(&mut bus);
        critical_section::with(|cs| {
            if let Some(open) = &mut *self.place.borrow_ref_mut(cs) {
                open.bus = Some(bus);
            }
        });
        Some(result)
    }
}

impl<W: Send, T: Send, const FIRST: u8, const N: usize> Drop for BusOf<W, T, FIRST, N> {
    fn drop(&mut self) {
        critical_section::with(|cs| {
            let mut place = self.place.borrow_ref_mut(cs);
            if let Some(open) = &mut *place {
                open.users -= 1;
                if open.users == 0 {
                    *place = None;
                }
            }
        });
    }
}

impl<W: Send, T: Send, const FIRST: u8, const N: usize> core::fmt::Debug for BusOf<W, T, FIRST, N> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("BusOf").finish_non_exhaustive()
    }
}
