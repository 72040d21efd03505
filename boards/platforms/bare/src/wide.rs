//! A counter of 32 bits as one of 64.

use core::cell::Cell;

use critical_section::Mutex;

/// Widens a counter that starts again at 0.
///
/// It has to be read once in every round of the counter at least; a counter of
/// microseconds has one in 71 minutes, and an interrupt for that.
///
/// # Examples
///
/// ```
/// use platform_bare::Wide;
///
/// static CLOCK: Wide = Wide::new();
///
/// assert_eq!(CLOCK.read(|| 0xFFFF_FFFE), 0xFFFF_FFFE);
/// assert_eq!(CLOCK.read(|| 3), 0x1_0000_0003);
/// ```
#[derive(Debug)]
pub struct Wide(Mutex<Cell<u64>>);

impl Wide {
    /// Of a counter that starts.
    #[must_use]
    pub const fn new() -> Self {
        Self(Mutex::new(Cell::new(0)))
    }

    /// Reads the counter; never less than what was read before.
    pub fn read(&self, counter: impl FnOnce() -> u32) -> u64 {
        critical_section::with(|cs| {
            let cell = self.0.borrow(cs);
            let now = after(cell.get(), counter());
            cell.set(now);
            now
        })
    }
}

impl Default for Wide {
    fn default() -> Self {
        Self::new()
    }
}

/// The first moment from `before` on whose lower half is `low`.
const fn after(before: u64, low: u32) -> u64 {
    // What the counter went on since.
    let steps = low.wrapping_sub(before as u32);
    before.wrapping_add(steps as u64)
}
