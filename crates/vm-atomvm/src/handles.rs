//! How many counts of a value Rust has.

use crate::platform::{AtomicUsize, Ordering};

/// The VM has destroyed the object at its end.
const NO_OBJECT: usize = 1 << (usize::BITS - 1);

/// So many handles, of a word each, do not fit into memory: when they were counted, some were
/// forgotten, so there will always be one. More are not counted, as the count would end.
const MANY: usize = 1 << (usize::BITS - 2);

/// The handles of a value.
#[derive(Debug)]
pub(crate) struct Handles(AtomicUsize);

/// What is left when a handle is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Left {
    /// Other handles.
    Handles,
    /// No handle: what the handles had of the object is to be given up.
    Nothing,
    /// No handle, and no object: the value is to be dropped.
    NothingAfterTheVm,
}

impl Handles {
    /// One handle.
    pub(crate) const fn one() -> Self {
        Self(AtomicUsize::new(1))
    }

    /// Counts one more; `true` if there was none.
    #[inline]
    pub(crate) fn add(&self) -> bool {
        let before = self.0.fetch_add(1, Ordering::SeqCst);
        if before & !NO_OBJECT >= MANY {
            self.0.fetch_sub(1, Ordering::SeqCst);
        }
        before == 0
    }

    /// Counts one less.
    #[inline]
    pub(crate) fn remove(&self) -> Left {
        const LAST: usize = 1;
        const LAST_AFTER_THE_VM: usize = NO_OBJECT | LAST;
        match self.0.fetch_sub(1, Ordering::SeqCst) {
            LAST => Left::Nothing,
            LAST_AFTER_THE_VM => Left::NothingAfterTheVm,
            _ => Left::Handles,
        }
    }

    /// Notes that there is no object any more; `true` if there is no handle either.
    pub(crate) fn lose_object(&self) -> bool {
        self.0.fetch_or(NO_OBJECT, Ordering::SeqCst) == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_is_told_from_others() {
        let handles = Handles::one();
        assert!(!handles.add());
        assert_eq!(handles.remove(), Left::Handles);
        assert_eq!(handles.remove(), Left::Nothing);
        assert!(handles.add());
        assert!(!handles.lose_object());
        assert!(!handles.add());
        assert_eq!(handles.remove(), Left::Handles);
        assert_eq!(handles.remove(), Left::NothingAfterTheVm);
        let none = Handles(AtomicUsize::new(0));
        assert!(none.lose_object());
    }

    /// With 32 bits a program forgets so many within seconds.
    #[test]
    fn handles_that_are_forgotten_do_not_end_the_count() {
        for object in [0, NO_OBJECT] {
            let handles = Handles(AtomicUsize::new(object | (MANY - 1)));
            for _ in 0..100 {
                assert!(!handles.add());
            }
            assert_eq!(handles.0.load(Ordering::SeqCst), object | MANY);
            for _ in 0..100 {
                assert_eq!(handles.remove(), Left::Handles);
            }
        }
    }
}
