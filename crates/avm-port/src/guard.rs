//! The border that no panic crosses.

/// A callback panicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Panicked;

/// Runs `f`; a panic of it becomes an error.
///
/// Without the feature `std` panics cannot be caught, and the artefact's panic handler decides.
///
/// # Errors
///
/// `f` panicked.
#[cfg(feature = "std")]
pub fn guarded<R>(f: impl FnOnce() -> R) -> Result<R, Panicked> {
    // Unwind safety: what `f` borrowed mutably is a port's state, and a port whose callback
    // panicked is dropped, never called again.
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(f));
    caught.map_err(|payload| {
        // The payload is of any type, and so is its `Drop`, which may panic once more.
        let dropping = std::panic::AssertUnwindSafe(|| drop(payload));
        if let Err(again) = std::panic::catch_unwind(dropping) {
            core::mem::forget(again);
        }
        Panicked
    })
}

/// Runs `f`.
///
/// # Errors
///
/// None without the feature `std`: a panic does not return.
#[cfg(not(feature = "std"))]
pub fn guarded<R>(f: impl FnOnce() -> R) -> Result<R, Panicked> {
    Ok(f())
}

/// Whether this thread is unwinding.
pub(crate) fn panicking() -> bool {
    #[cfg(feature = "std")]
    return std::thread::panicking();
    #[cfg(not(feature = "std"))]
    false
}
