//! An event that owns something would be lost with a full ring.

use isr_ring::EventRing;

static RING: EventRing<String, 4> = EventRing::new();

fn main() {
    let _ = RING.split();
}
