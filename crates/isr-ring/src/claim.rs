//! A right that is given away once.

use portable_atomic::{cfg_has_atomic_cas, cfg_no_atomic_cas};

cfg_has_atomic_cas! {
    use portable_atomic::{AtomicBool, Ordering};

    /// A right that is given away once, even when several ask at a time.
    #[derive(Debug)]
    pub(crate) struct Claim(AtomicBool);

    impl Claim {
        /// A right that nobody has.
        pub(crate) const fn new() -> Self {
            Self(AtomicBool::new(false))
        }

        /// Takes the right; false when it has been taken.
        pub(crate) fn take(&self) -> bool {
            !self.0.swap(true, Ordering::AcqRel)
        }
    }
}

cfg_no_atomic_cas! {
    /// A right that is given away at most once.
    pub(crate) type Claim = crate::splitter::Splitter;
}
