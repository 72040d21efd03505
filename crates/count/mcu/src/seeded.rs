//! Functions with one seeded fault each, which the static listing has to find.

use core::hint::black_box;
use core::sync::atomic::{AtomicU32, Ordering};

use count_peers::{Event, SLOTS};

// SAFETY: the name is used once in this program.
#[unsafe(export_name = "seeded_panic")]
extern "C" fn panics(events: &[Event; SLOTS], at: usize) -> u64 {
    events[at].time_us
}

// SAFETY: the name is used once in this program.
#[unsafe(export_name = "seeded_division")]
extern "C" fn divides(at: u32, slots: u32) -> u32 {
    at.checked_rem(slots).unwrap_or(0)
}

// SAFETY: the name is used once in this program.
#[unsafe(export_name = "seeded_critical_section")]
extern "C" fn locks(count: &AtomicU32) -> u32 {
    critical_section::with(|_| {
        let next = count.load(Ordering::Relaxed).wrapping_add(1);
        count.store(next, Ordering::Relaxed);
        next
    })
}

// SAFETY: the name is used once in this program.
#[cfg(target_has_atomic = "ptr")]
#[unsafe(export_name = "seeded_exclusive")]
extern "C" fn swaps(count: &AtomicU32) -> u32 {
    count.fetch_add(1, Ordering::Relaxed)
}

// SAFETY: the name is used once in this program.
#[unsafe(export_name = "seeded_copy")]
extern "C" fn copies(from: &[Event; SLOTS], to: &mut [Event; SLOTS]) {
    let count = black_box(SLOTS).min(SLOTS);
    to[..count].copy_from_slice(&from[..count]);
}
