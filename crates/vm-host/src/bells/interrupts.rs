//! Bells that interrupts ring: loads and stores only, for cores without more.

use core::sync::atomic::{AtomicBool, Ordering};

use avm_term::PortId;

use crate::world::PORTS;

/// For each place in the table of ports, whether a bell of the port there was rung. A bell of the
/// port that was there before may ring, too: its follower then finds nothing to do.
static RUNG: [AtomicBool; PORTS] = [const { AtomicBool::new(false) }; PORTS];

fn rung(port: PortId) -> Option<&'static AtomicBool> {
    // A port's number is the bits of its handle, the lowest eight of which are its place.
    RUNG.get((port.raw() & 0xFF) as usize)
}

/// What is kept beside a port: nothing, because an interrupt cannot look there.
#[derive(Debug)]
pub(crate) struct Bell;

impl Bell {
    /// Not rung yet.
    pub(crate) const fn new() -> Self {
        Self
    }

    /// Whether it was rung, once. A ring between load and store is not lost: whoever asks looks
    /// for what there is to do afterwards.
    pub(crate) fn take(&mut self, port: PortId) -> bool {
        let Some(rung) = rung(port) else { return false };
        let was_rung = rung.load(Ordering::Acquire);
        if was_rung {
            rung.store(false, Ordering::Release);
        }
        was_rung
    }
}

/// Rings a port, from the foreground or from an interrupt.
pub(crate) fn ring(port: PortId) {
    if let Some(rung) = rung(port) {
        rung.store(true, Ordering::Release);
    }
}
