//! A doorbell that counts how often this side rang it.

use std::os::fd::{AsFd, BorrowedFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::doorbell::{Doorbell, TimerFd};

/// A peer's doorbell, and how often this side rang it. Its clones are the same bell.
#[derive(Clone, Debug)]
pub struct Bell {
    bell: TimerFd,
    /// Where this side sleeps.
    own: TimerFd,
    rings: Arc<AtomicU64>,
}

impl Bell {
    pub(super) fn new(bell: TimerFd, own: &TimerFd) -> Self {
        let (own, rings) = (own.clone(), Arc::default());
        Self { bell, own, rings }
    }

    /// How often this side rang it.
    pub fn rings(&self) -> u64 {
        self.rings.load(Ordering::Relaxed)
    }
}

impl Doorbell for Bell {
    fn ring(&self) {
        self.rings.fetch_add(1, Ordering::Relaxed);
        self.bell.ring();
    }

    fn ring_end(&self) {
        self.ring();
        self.own.ring();
    }
}

impl AsFd for Bell {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.bell.as_fd()
    }
}
