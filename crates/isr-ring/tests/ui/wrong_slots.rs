//! The slots are a power of two.

use isr_ring::EventRing;

static RING: EventRing<u8, 3> = EventRing::new();

fn main() {
    let _ = RING.split();
}
