//! What comes from C and goes there: pointers, descriptors, panics.
#![expect(unsafe_code, reason = "reads and writes where a caller says")]

use std::os::fd::{BorrowedFd, OwnedFd};
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::types::HalResult;

/// Copies what a caller points to, unless that is null.
///
/// # Safety
///
/// The pointer is null, or to bytes of a `T`, aligned or not.
pub(crate) unsafe fn read<T: Copy>(from: *const T) -> Result<T, HalResult> {
    if from.is_null() {
        return Err(HalResult::Invalid);
    }
    // SAFETY: it is not null, so it is to the bytes of a `T`.
    Ok(unsafe { from.read_unaligned() })
}

/// A place that a caller wants something written to.
#[derive(Debug)]
pub(crate) struct Place<T>(*mut T);

impl<T: Copy> Place<T> {
    /// The place, unless it is null.
    ///
    /// # Safety
    ///
    /// The pointer is null, or to room for a `T`, aligned or not, for as long as
    /// the place is.
    pub(crate) unsafe fn new(to: *mut T) -> Result<Self, HalResult> {
        if to.is_null() {
            return Err(HalResult::Invalid);
        }
        Ok(Self(to))
    }

    /// Writes it there.
    pub(crate) fn put(&self, value: T) {
        // SAFETY: there is room, by the promise of `new`.
        unsafe { self.0.write_unaligned(value) };
    }
}

/// A descriptor of our own for what a caller's one is for. The caller keeps its
/// own; a number that is no descriptor is refused by the system.
pub(crate) fn duplicate(fd: i32) -> Result<OwnedFd, HalResult> {
    if fd < 0 {
        return Err(HalResult::Invalid);
    }
    // SAFETY: it is not -1, and is only used for a call that fails if it is not
    // open.
    let borrowed = unsafe { BorrowedFd::borrow_raw(fd) };
    let owned = borrowed.try_clone_to_owned();
    owned.map_err(|error| of_system(&error))
}

/// What an error of the system is for a caller.
pub(crate) fn of_system(error: &std::io::Error) -> HalResult {
    use std::io::ErrorKind::{InvalidData, InvalidInput};
    /// The caller's number is no descriptor.
    const EBADF: i32 = 9;
    let callers =
        error.raw_os_error() == Some(EBADF) || matches!(error.kind(), InvalidData | InvalidInput);
    if callers {
        return HalResult::Invalid;
    }
    HalResult::Exhausted
}

/// Runs what a call is to do. A panic, which would be a defect of ours, is told
/// as [`HalResult::Invalid`] and goes no further.
pub(crate) fn call(run: impl FnOnce() -> Result<(), HalResult>) -> HalResult {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(Ok(())) => HalResult::Ok,
        Ok(Err(why)) => why,
        Err(_panic) => HalResult::Invalid,
    }
}

#[cfg(test)]
mod tests {
    use super::{call, duplicate};
    use crate::types::HalResult;

    #[test]
    fn a_panic_does_not_cross() {
        let spoilt = call(|| panic!("on purpose"));
        assert_eq!(spoilt, HalResult::Invalid);
    }

    #[test]
    fn a_number_that_is_no_descriptor_is_refused() {
        for fd in [-1, i32::MIN, i32::MAX] {
            assert_eq!(duplicate(fd).err(), Some(HalResult::Invalid));
        }
    }
}
