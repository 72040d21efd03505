//! Numbers of lives: another one for each pore, in each process.

use core::hash::{BuildHasher, Hasher};
use core::sync::atomic::{AtomicU32, Ordering};
use std::collections::hash_map::RandomState;
use std::sync::OnceLock;

/// The next number; never 0. A process that comes back begins elsewhere.
pub(super) fn next() -> u32 {
    static NEXT: OnceLock<AtomicU32> = OnceLock::new();
    let next =
        NEXT.get_or_init(|| AtomicU32::new(RandomState::new().build_hasher().finish() as u32));
    match next.fetch_add(1, Ordering::Relaxed) {
        0 => next.fetch_add(1, Ordering::Relaxed),
        epoch => epoch,
    }
}
