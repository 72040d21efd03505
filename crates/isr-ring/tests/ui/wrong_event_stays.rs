//! An event that may not leave its thread makes a ring that may not be shared.

use isr_ring::EventRing;

static RING: EventRing<*const u8, 4> = EventRing::new();

fn main() {
    let _ = RING.split();
}
