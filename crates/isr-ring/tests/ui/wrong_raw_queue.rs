//! The queue inside of a ring is out of reach.

use isr_ring::EventRing;

static RING: EventRing<u8, 4> = EventRing::new();

fn main() {
    let _second = RING.queue.stream_producer();
}
